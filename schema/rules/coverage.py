"""DB801-DB809: duties that nobody leads or too many lead, roles that clash, gaps between clauses and duties (R16)."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.coverage import Gap
from schema.coverage import coverage
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.marks import GapType
from schema.register import Register
from schema.rule import Rule
from schema.supervision import clashes
from schema.visible import visible
from schema.vocabulary import Manner

NO_LEAD = Rule(
    code="DB801",
    severity=Severity.ERROR,
    message="no unit leads the duty",
    message_zh="没有牵头单位",
    hint="name the unit that is accountable in `lead`",
    hint_zh="在 `lead` 里写明第一牵头单位",
    reason="Every duty has exactly one unit that is accountable for it; without a lead it is nobody's.",
    example='tier = "main-body"\nbearer = "working-committee"',
    fix='tier = "main-body"\nbearer = "working-committee"\nlead = ["party-office"]',
    source="R16",
)
SEVERAL_LEADS = Rule(
    code="DB802",
    severity=Severity.WARNING,
    message='{count} units lead the duty: "{first}" is accountable, beside it {others}',
    message_zh="有 {count} 个牵头单位：第一牵头“{first}”，并列牵头{others_zh}",
    hint="leave one lead, or make sure that the first is meant to be accountable",
    hint_zh="只留一个，或确认排在第一的就是第一牵头",
    reason="Where several lead, each may wait for the other; the first one is taken to be accountable.",
    example='lead = [\n  "safety-office",\n  "emergency-office",\n]',
    fix='lead = ["safety-office"]\nresponsible = ["emergency-office"]',
    source="R16",
)
ROLE_CLASH = Rule(
    code="DB803",
    severity=Severity.WARNING,
    message='"{unit}" leads the duty and supervises it too, by "{by}"',
    message_zh="“{unit}”既牵头本事项，又依“{by}”监督本事项",
    hint="let another unit lead, or take the duty out of the supervision",
    hint_zh="改由其他单位牵头，或不再由其监督本事项",
    reason="Nobody supervises well what he leads himself. The supervision duty itself is no clash.",
    example='tier = "main-body"\nlead = [\n  "party-office",\n  "discipline-committee",\n]',
    fix='tier = "main-body"\nlead = ["party-office"]',
    source="R16",
)
NO_DUTY = Rule(
    code="DB804",
    severity=Severity.WARNING,
    message='no duty in force rests on the clause "{clause}"',
    message_zh="条款“{clause}”没有对应的现行职责事项",
    hint="make a duty of it, or give an existing duty a `[[basis]]` with this clause",
    hint_zh="据此立一项职责，或在已有职责的 `[[basis]]` 里写上本条款",
    reason="What the rules ask and nobody carries is a gap in the map of responsibility.",
    example='[[clause]]\npath = "3-9"\nscope = "in"',
    fix='[[basis]]  # in a duty\nclause = "division-plan#3-9"',
    source="R16",
)
NO_CLAUSE = Rule(
    code="DB805",
    severity=Severity.WARNING,
    message="the duty rests on no clause and is not said to be self-set",
    message_zh="职责事项没有依据条款，也没有注明自设",
    hint="add a `[[basis]]`, or set `self_set` and say in `note` who decided it",
    hint_zh="补写 `[[basis]]`，或填自设（`self_set`）并在备注里写明由谁决定",
    reason="A duty that no rule asks for may be set by the institution itself, but it must say so.",
    example='title = "档案清点"\ntier = "handling"',
    fix='title = "档案清点"\ntier = "handling"\nself_set = true\nnote = "班子会议定"',
    source="R16",
)
SELF_SET_SILENT = Rule(
    code="DB806",
    severity=Severity.NOTE,
    message="the duty is self-set, and nothing says who decided it",
    message_zh="职责事项为自设，但没有写明由谁决定",
    hint="say it in `note`, such as the meeting and its day",
    hint_zh="在备注里写明，如哪次会议议定",
    reason="A duty of the institution's own is allowed with a basis; without one nobody can change it with authority.",
    example="self_set = true",
    fix='self_set = true\nnote = "班子会议定"',
    source="R16",
)
NO_HEAD = Rule(
    code="DB807",
    severity=Severity.ERROR,
    message='the unit "{unit}" has no head post',
    message_zh="单位“{unit}”没有负责人岗位",
    hint="add a post of the rank `section-head` or `community-head` in this unit, or end the unit",
    hint_zh="为该单位设一个层次为科室负责人或村社负责人的岗位，或撤销该单位",
    reason="What the unit leads or is responsible for is nobody's.",
    example='type = "section"  # and no post has this unit and such a rank',
    fix='unit = "archive"  # in a post\nrank = "section-head"',
    source="R16",
)
NO_LIAISON = Rule(
    code="DB808",
    severity=Severity.WARNING,
    message='the unit "{unit}" has no liaison on {day}',
    message_zh="{day} 单位“{unit}”没有联络员",
    hint="name one in `[[liaison]]`",
    hint_zh="在 `[[liaison]]` 里写明",
    reason="Every unit names exactly one liaison; without one nobody is told what is due.",
    example='type = "section"',
    fix='type = "section"\n\n[[liaison]]\nperson = "li-si"',
    source="R16",
)
TOO_MANY_POSTS = Rule(
    code="DB809",
    severity=Severity.WARNING,
    message='"{person}" holds {count} posts formally, more than {limit}: {posts}',
    message_zh="“{person}”同时正式任职 {count} 个岗位，超过 {limit} 个：{posts_zh}",
    hint="appoint somebody else to one of them, or raise `thresholds.posts_per_person` in register.toml",
    hint_zh="其中一个岗位另行任命，或调高 register.toml 的 `thresholds.posts_per_person`",
    reason="Who answers for too much answers for nothing; the limit is the institution's own.",
    example="posts_per_person = 2  # and somebody holds three",
    fix='[[holding]]\nperson = "li-si"\nfrom = 2026-01-01\nto = 2026-06-30',
    source="R16",
)
RULES: Final[tuple[Rule, ...]] = (
    NO_LEAD,
    SEVERAL_LEADS,
    ROLE_CLASH,
    NO_DUTY,
    NO_CLAUSE,
    SELF_SET_SILENT,
    NO_HEAD,
    NO_LIAISON,
    TOO_MANY_POSTS,
)


def check_coverage(register: Register, on: date) -> Iterator[Diagnostic]:
    """Look for gaps and clashes in the whole register; every record is looked at once."""
    seen = coverage(register, on)
    for gap in seen.gaps:
        yield _say_gap(register, gap, on)
    for duty in seen.duties:
        if len(duty.lead) > 1:
            yield _say_leads(register, duty)
        if duty.self_set and not (duty.basis or duty.note or duty.wording):
            yield SELF_SET_SILENT.found("duty", duty.id, ("self_set",))
    for clash in clashes(register, seen.duties, on):
        by = _title(register, clash.by.kind, clash.by.id)
        yield ROLE_CLASH.found("duty", clash.duty, ("lead", clash.at), unit=_title(register, "unit", clash.unit), by=by)
    yield from _check_posts_per_person(register, on)


def _say_gap(register: Register, gap: Gap, on: date) -> Diagnostic:
    values = {"clause": visible(gap.clause), "unit": _title(register, "unit", gap.id), "day": on}
    return _RULE_OF[gap.type].found(gap.kind, gap.id, gap.key, **values)


_RULE_OF: Final = {
    GapType.CLAUSE_WITHOUT_DUTY: NO_DUTY,
    GapType.DUTY_WITHOUT_CLAUSE: NO_CLAUSE,
    GapType.DUTY_WITHOUT_LEAD: NO_LEAD,
    GapType.UNIT_WITHOUT_HEAD: NO_HEAD,
    GapType.UNIT_WITHOUT_LIAISON: NO_LIAISON,
}
"""The gaps of `coverage`; a post without a holder is said by DB202 and DB203."""


def _say_leads(register: Register, duty: Duty) -> Diagnostic:
    first, *others = [_title(register, "unit", unit) for unit in duty.lead]
    values = {"count": len(duty.lead), "first": first, "others": _list(others), "others_zh": _list_zh(others)}
    return SEVERAL_LEADS.found("duty", duty.id, ("lead",), **values)


def _check_posts_per_person(register: Register, on: date) -> Iterator[Diagnostic]:
    limit = register.settings.thresholds.posts_per_person
    if limit is None:
        return
    held: dict[str, dict[str, None]] = {}
    for post in register.posts.values():
        if covers(post.since, post.until, on):
            for row in post.holding:
                if row.manner is Manner.FORMAL and covers(row.since, row.until, on):
                    held.setdefault(row.person, {})[post.id] = None
    for person, posts in held.items():
        if len(posts) > limit:
            titles = [_title(register, "post", post) for post in posts]
            found = register.people.get(person)
            values = {
                "person": visible(found.name if found is not None else person),
                "count": len(posts),
                "limit": limit,
            }
            yield TOO_MANY_POSTS.found("person", person, **values, posts=_list(titles), posts_zh=_list_zh(titles))


def _title(register: Register, kind: str, id: str) -> str:
    """A record's title made safe to look at; its id where there is none that can be read."""
    return visible(str(getattr(register.get(kind, id), "title", "") or id))


def _list(titles: Iterable[str]) -> str:
    return ", ".join(f'"{title}"' for title in titles)


def _list_zh(titles: Iterable[str]) -> str:
    return "、".join(f"“{title}”" for title in titles)
