"""From recognised clauses to drafts of duties: one for each thing that a clause asks, each with its own path.

A clause that asks for several things is parted at stops, and within a sentence at every new frequency; its parts get letters: 3a, 3b.
A draft holds what a duty's file would hold; what the text says of somebody whom the register does not know stays in its own words.
"""

import re
from bisect import bisect_left
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import islice
from itertools import pairwise
from itertools import takewhile
from textwrap import shorten
from typing import Any
from typing import Final
from typing import NamedTuple

import msgspec

from exchange.policy.addressees import report_in
from exchange.policy.clause import Clause
from exchange.policy.clause import Passage
from exchange.policy.labels import label_of
from exchange.policy.misprints import Suspect
from exchange.policy.parties import Parties
from exchange.policy.question import Question
from exchange.policy.subjects import bearer_of
from exchange.policy.subjects import subject_of
from schema.outside import informs
from schema.outside import scope_of
from schema.proposal import Proposal
from schema.shadow import shadow
from schema.vocabulary import ActivityType
from schema.vocabulary import ClauseScope
from schema.vocabulary import Tier


class Draft(NamedTuple):
    """One duty as the text asks for it."""

    path: str
    """Of its own clause: that of the clause it comes from, with a letter where that asks for several things."""
    label: str
    line: int
    text: str
    """The words that it comes from."""
    scope: ClauseScope
    title: str
    tier: Tier | None
    tier_wording: str
    dual_duty: bool
    bearer: str
    """Who bears it, in the text's own words; empty where it does not say."""
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    addressee: tuple[str, ...]
    copies: tuple[str, ...]
    accepts: tuple[ActivityType, ...]
    cadences: tuple[Proposal, ...]
    questions: tuple[Question, ...]
    suspects: tuple[Suspect, ...]


_TYPES: Final = tuple(
    (re.compile(pattern), type_)
    for pattern, type_ in (
        ("专题研究", ActivityType.DELIBERATION),
        ("分析研判|形势分析|研判|分析制度", ActivityType.ANALYSIS),
        ("专题学习", ActivityType.STUDY),
        ("中心组", ActivityType.GROUP_STUDY),
        ("主题党日", ActivityType.THEME_DAY),
        ("党课", ActivityType.LECTURE),
        ("培训", ActivityType.TRAINING),
        ("反面典型|警示|典型案例", ActivityType.WARNING_CIRCULAR),
        ("党内(?:定期)?通报|通报", ActivityType.CIRCULAR),
        ("半年[^。;]{0,16}(?:汇报|报告)", ActivityType.HALF_YEAR_REPORT),
        ("重大(?:情况|事项|问题)[^。;]{0,12}报告|报告[^。;]{0,20}重大", ActivityType.MAJOR_REPORT),
        ("专题督查|专项督查|专题检查|专项检查", ActivityType.SPECIAL_INSPECTION),
        ("督查|督导|检查考核|综合检查", ActivityType.GENERAL_INSPECTION),
        ("监督检查|监督责任", ActivityType.SUPERVISION_CHECK),
        ("保密|涉密", ActivityType.SECRECY_CHECK),
        ("(?:平台|账号|公众号|工作群|网站)[^。;]{0,12}备案", ActivityType.PLATFORM_FILING),
        ("微信群|公众号|公众微信|门户网站|官网|工作群|内网", ActivityType.PLATFORM_CHECK),
        ("隐患|矛盾纠纷", ActivityType.HAZARD_COUNTS),
        ("信访|举报|投诉", ActivityType.PETITION_COUNTS),
        ("民主生活会", ActivityType.DEMOCRATIC_LIFE),
        ("组织生活会", ActivityType.ORGANISATIONAL_LIFE),
        ("民主评议", ActivityType.APPRAISAL),
        ("述职", ActivityType.DUTY_STATEMENT),
        ("考核", ActivityType.ASSESSMENT),
        ("联络员|名单", ActivityType.ROSTER_FILING),
        ("计划|方案|要点", ActivityType.PLAN),
        ("(?:建立|制定|制订|健全|完善)[^,。;]{0,14}(?:制度|机制|办法)", ActivityType.REGULATION),
    )
)  # fmt: skip
_PRESUMED: Final = tuple(
    (re.compile(pattern), tier)
    for pattern, tier in (
        ("纪工委|纪委|纪检", Tier.SUPERVISION),
        ("支部|支书", Tier.CONCRETE),
        ("(?<!副)书记$|主要负责(?:人|同志)$", Tier.FIRST),
        ("分管(?:领导|负责)", Tier.DIRECT),
        ("班子(?:的)?(?:各|其他|全体)?成员|其他(?:班子)?成员", Tier.LEADERSHIP),
        ("党工委$|党委$|党组$|领导班子$|办事处$|公司$", Tier.MAIN_BODY),
        ("领导小组办公室|宣传部$", Tier.COORDINATION),
    )
)  # fmt: skip
_STOP: Final = re.compile("[^。;\n]*[。;\n]?")
_LONGEST_TITLE: Final = 28
_FEWEST_WORDS: Final = 3
"""An English heading of fewer words says too little for a title."""
_SHORTEST_PART: Final = 8
_MUST: Final = re.compile("应当?|要|须|必须|负责(?!人|同志)")
_HEADING: Final = re.compile("[\u4e00-\u9fffA-Za-z]{3}")
_OPENING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要]|同时|并且?|要|应当?|须|必须|进一步|认真|切实|扎实|坚持|积极)+[,，]?"
)


def drafts_of(clause: Clause, parties: Parties) -> tuple[Draft, ...]:
    """The drafts of one clause; none where it asks for nothing that the register holds."""
    if clause.scope not in {ClauseScope.IN, ClauseScope.COUNTS}:
        return ()
    parts = [*_parts(clause)]
    letters = [""] if len(parts) == 1 else [_letter(at) for at in range(len(parts))]
    return tuple(
        _draft(clause, f"{clause.path}{letter}", part, parties) for letter, part in zip(letters, parts, strict=True)
    )


def _letter(at: int) -> str:
    return chr(ord("a") + at) if at < 26 else f"z{at - 25}"


def _parts(clause: Clause) -> Iterator[tuple[int, int]]:
    """The parts of a clause, each about one thing; what is out of scope is in none."""
    plain = _lined(clause.text)
    cuts: list[tuple[int, int]] = []
    for sentence in _STOP.finditer(plain):
        if not sentence.group().strip(" 。;\n"):
            continue
        start, end = sentence.span()
        places = {
            *_at_cadences(clause, plain, start, end),
            *_at_roles(clause, plain, start, end),
            *_at_others(plain, start, end),
        }
        for place in sorted(places):
            cuts.append((start, place))
            start = place
        cuts.append((start, end))
    merged: list[tuple[int, int]] = []
    for start, end in cuts:
        inside = _inside(clause, start, end)
        fixed = [one for one in _said_in(clause, start, end) if one.row.months]
        small = len(shadow(inside).strip(" ,。;、")) < _SHORTEST_PART or (fixed and not _says_what(inside, fixed))
        # What only informs, such as how results are graded, asks for no duty of its own and stays with what it is about.
        small = small or informs(shadow(inside)) or (bool(merged) and inside.rstrip().endswith((":", "：")))
        if merged and (small or informs(shadow(_inside(clause, *merged[-1])))):
            merged[-1] = merged[-1][0], end
        elif not small or inside.strip(" ，,。；;、"):
            merged.append((start, end))
    return iter(merged)


def _lined(text: str) -> str:
    """The shadow of a text with its line ends, which part it as stops do."""
    return "\n".join(map(shadow, text.split("\n")))


def _at_cadences(clause: Clause, plain: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence is parted because it says how often anew."""
    counted = [
        one
        for one in _said_in(clause, start, end)
        if one.start < len(plain) and (one.row.per or one.question == "length")
    ]
    for before, one in pairwise(counted):
        # "…听取2次、…每季度听取1次" is parted as well, but not within the words of the one before.
        at = max(plain.rfind(",", start, one.start), plain.rfind("、", before.end, one.start))
        if at > start:
            yield at + 1


def _at_roles(clause: Clause, plain: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence is parted because it gives somebody else another tier."""
    before = ""
    for role in clause.roles:
        if not start <= role.start < end:
            continue
        if before and role.subject and role.subject != before:
            named = plain.rfind(role.subject, start, role.start)
            at = plain.rfind(",", start, named) if named > start else -1
            if at > start:
                yield at + 1
        before = role.subject or before


def _at_others(plain: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence is parted because it says of somebody else what is to be done: 党委……，班子成员应……."""
    before = ""
    at = start
    for part in re.split("(?<=,)", plain[start:end]):
        who = subject_of(part) if _MUST.search(part) else ""
        if who and before and who != before and _MUST.match(part.strip(), len(who)):
            yield at
        before = who or before
        at += len(part)


def _says_what(inside: str, fixed: Sequence[Proposal]) -> bool:
    """Whether a sentence with months says more than the months: else it belongs to the one before it."""
    plain = shadow(inside)
    for one in fixed:
        plain = plain.replace(one.row.wording, "")
    return len(re.sub("[0-9一二三四两各次月份、,。;和 分别在于]", "", plain)) >= _SHORTEST_PART


def _inside(clause: Clause, start: int, end: int) -> str:
    """The text between two places without what is out of scope."""
    return "".join(
        clause.text[max(start, one.start) : min(end, one.end)] for one in _touching(clause, start, end) if not one.code
    )


def _said_in(clause: Clause, start: int, end: int) -> Iterator[Proposal]:
    """The cadences whose words begin between two places; they stand in order."""
    first = bisect_left(clause.cadences, start, key=lambda one: one.start)
    return takewhile(lambda one: one.start < end, islice(clause.cadences, first, None))


def _touching(clause: Clause, start: int, end: int) -> Iterator[Passage]:
    """The passages that a part of a clause touches; they stand in order."""
    first = bisect_right(clause.passages, start, key=lambda one: one.end)
    return takewhile(lambda one: one.start < end, islice(clause.passages, first, None))


def _draft(clause: Clause, path: str, part: tuple[int, int], parties: Parties) -> Draft:
    start, end = part
    text = _inside(clause, start, end).strip().strip("，,；;、")
    plain = shadow(text)
    noted = _said_in(clause, max(len(clause.text), end), len(clause.text) + 1)
    cadences = (*_said_in(clause, start, end), *(noted if end >= len(clause.text.rstrip()) else ()))
    roles = [role for role in clause.roles if start <= role.start < end]
    role = roles[0] if roles else None
    first = subject_of(plain.partition(",")[0])
    noted_ones = (*clause.carried, *clause.lead, *clause.responsible)
    said = (role.subject if role else "") or first or next(iter(noted_ones), "")
    said = said or clause.above or subject_of(plain) or clause.subject
    bearer = said or clause.own
    tier, presumed = (role.tier, False) if role else (_presume(bearer), True)
    scope = scope_of(plain)
    report = report_in(plain)
    found = Draft(
        path,
        clause.label,
        clause.line,
        text,
        scope if scope is not ClauseScope.BACKGROUND else ClauseScope.IN,
        _title(text, clause.heading if end - start > len(clause.text) - 3 else ""),
        tier,
        role.wording if role else "",
        role.dual_duty if role else False,
        bearer,
        clause.lead,
        clause.responsible,
        report.to,
        report.copies,
        tuple(type_ for pattern, type_ in _TYPES if pattern.search(plain))[:2],
        cadences,
        (),
        tuple(one for one in clause.suspects if start <= one.start < end),
    )
    asked = [question for question in clause.questions if _is_of(question, found, plain)]
    if not any(one.code for one in _touching(clause, start, end)):
        asked = [question for question in asked if question.code != "scope-mixed"]
    return found._replace(
        questions=tuple(dict.fromkeys([*asked, *_asked(found, parties, presumed=presumed, said=bool(said))]))
    )


def _is_of(question: Question, draft: Draft, plain: str) -> bool:
    """Whether a question of the clause is about this part of it."""
    if question.code in {"times", "number", "event", "since", "deadline", "length", "once"}:
        return any(one.question == question.code and one.row.wording == question.words for one in draft.cadences)
    if question.code in {"unit-unknown", "scope-mixed", "label-lost", "name-dropped", "quote-dropped", "repeated"}:
        return True
    if question.code == "addressees-differ":
        return len(draft.addressee) > 1
    return question.words in plain


def _asked(draft: Draft, parties: Parties, *, presumed: bool, said: bool) -> Iterator[Question]:
    if not draft.bearer:
        yield Question("bearer-unknown")
    elif not said:
        yield Question("bearer-presumed", draft.bearer)
    elif not parties.party(draft.bearer):
        yield Question("post-unknown", draft.bearer)
    if draft.tier is None and not draft.tier_wording:
        yield Question("tier-unset", draft.bearer or "？")
    elif presumed:
        yield Question("tier-presumed")


def _presume(bearer: str) -> Tier | None:
    return next((tier for pattern, tier in _PRESUMED if pattern.search(bearer)), Tier.HANDLING if bearer else None)


def _title(text: str, heading: str) -> str:
    """A title from the first words of a part, or the heading where the clause is one thing."""
    last = heading.rpartition(" / ")[2]
    # Neither whose duties stand below it, nor one or two English words, say what is to be done.
    short = bool(bearer_of(shadow(last))) or (last.isascii() and len(last.split()) < _FEWEST_WORDS)
    if not short and len(last) <= _LONGEST_TITLE and _HEADING.search(shadow(last)) and not label_of(shadow(last)):
        return last
    plain = shadow(text)
    start = _OPENING.match(plain)
    words = text[start.end() if start else 0 :]
    who, _, rest = words.partition("，")
    if rest.strip() and subject_of(shadow(who)) == shadow(who).strip():
        words = rest.strip()  # "分管副镇长，每季度……": who bears it says not what is to be done
    cut = re.search("[,，。;；:：]|\\. ?$", words[6:])
    words = words[: cut.start() + 6] if cut else words
    if words[:1].isascii() and len(words) > _LONGEST_TITLE:
        return shorten(words, 72, placeholder="")
    return words.strip(" 。")[:_LONGEST_TITLE]


def retitled(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drafts with titles that tell them apart: where several would be called after the heading over them, each is called after its words."""
    times = Counter(one.title for one in drafts)
    return tuple(
        one._replace(title=_title(one.text.removeprefix(one.title).lstrip("。:： "), ""))
        if times[one.title] > 1
        else one
        for one in drafts
    )


def compose(draft: Draft, parties: Parties) -> dict[str, Any]:
    """The fields of a duty as its file would hold them; what the register does not know is left out."""
    bearer = parties.party(draft.bearer) if draft.bearer else None
    behind = parties.unit_of(bearer or "")
    lead = [unit for name in draft.lead if (unit := parties.unit(name))]
    addressees = [one for name in draft.addressee if (one := parties.addressee(name))]
    fields: dict[str, Any] = {
        "title": draft.title,
        "tier": draft.tier.value if draft.tier is not None else None,
        "tier_wording": draft.tier_wording,
        "bearer": bearer,
        "dual_duty": draft.dual_duty,
        # Where no unit is said to lead, who bears it leads (domain model, part 1).
        "lead": _once(lead or [behind]),
        "responsible": _once(parties.party(name) for name in draft.responsible),
        "addressee": next(iter(addressees), None),
        "copies": _once(parties.addressee(name) for name in draft.copies),
        "accepts": [type_.value for type_ in draft.accepts],
        "wording": "、".join(draft.responsible),
        "counts_only": draft.scope is ClauseScope.COUNTS,
        "cadence": [msgspec.to_builtins(one.row) for one in draft.cadences],
    }
    return {key: value for key, value in fields.items() if value}


def _once(ids: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(one for one in ids if one))
