"""Who carries which tier, as a clause says it (R8)."""

import re
from typing import Final
from typing import NamedTuple

from schema.tier import normalise
from schema.vocabulary import Tier

_WORDS: Final = "主体责任|第一责任人|第一责任|直接责任人|直接负责人|直接责任|直接负责|主要领导责任|重要领导责任|领导责任|监督责任|具体责任|总责|(?<=负)总则|统筹协调"
_ROLE: Final = re.compile(
    rf"(?:(?P<verb>是|为|承担起?|负有?(?!责)|履行|担负|担任|落实|负责(?!人))(?P<object>[^,。;、]{{0,16}}?)|(?P<bare>直接负责))?(?P<tier>{_WORDS})"
)
_NOUNS: Final = frozenset({Tier.MAIN_BODY, Tier.SUPERVISION, Tier.COORDINATION})
"""Tiers whose words also stand for the thing itself (抓好主体责任): without a verb they say nothing."""
_DUAL: Final = "一岗双责"
_SUBJECT: Final = re.compile(
    r"各[\u4e00-\u9fff()、]{0,10}?(?:科室|单位|部门|支部|党组织)(?!书记|负责人|主任|成员)(?=[\u4e00-\u9fff])|"
    r"[\u4e00-\u9fff()×、]{0,24}?(?:书记|主任|委员|成员|领导|负责人|班子|党工委|党委|党组|纪工委|纪委|宣传部|办公室|党支部|支部|党组织|科室|部门|单位|办|科)(?=[^\u4e00-\u9fff]|$|是|为|要|应|对|的|承担|负(?!责人)|履行|担|在|按|作为|根据|协助|把|须|每|定期|统筹|向|分管(?!领导|负责))"
)  # fmt: skip
_LEADING: Final = re.compile(r"^(?:由|各级|其中|以及|同时|并|和|及|要求|明确|建立|落实|成立以?)+")
_NOBODY: Final = re.compile("报|抄送|及时|情况|下设|设在|列为|纳入|总书记|任办公室")
"""Words that no name of a body or post holds."""
_AMBIGUOUS: Final = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:书记|主任|委员|主席|经理)、[\u4e00-\u9fff]{2,10}(?:书记|主任|委员|主席|经理)(?=分管)"
)


_DOING: Final = re.compile(
    "^(?:抓好|抓|带头|加强|推动|协助|指导|组织|维护|督促|坚持|强化|做好|支持|配合|参照|接受|纳入|列入|形成|完善|健全|开展|负责|牵头|主持|统筹|切实|形成|认真|思想上|政治上|本细则|本办法|本规定|本方案|在|根据|依据|依照|按照|对|为|经|报|向|把|将|抄送|送)"
)
"""How a part of a sentence begins that says what is done; nobody is named by it."""


_ENGLISH: Final = re.compile(
    r"^(?:the |each |every )?(?P<who>[a-z][a-z' -]{1,40}?) (?:shall|must|will|is responsible|are responsible|reports?)\b",
    re.IGNORECASE,
)


class Role(NamedTuple):
    """One tier that a clause gives to somebody."""

    subject: str
    """Who, in the text's own words; empty where it does not say."""
    tier: Tier | None
    """None where the word is none of the tiers."""
    wording: str
    dual_duty: bool
    start: int
    end: int


def roles_in(plain: str, subject: str = "") -> tuple[Role, ...]:
    """The tiers that a clause gives, each once for each who.

    Args:
        plain: the shadow of the clause.
        subject: who the clause above is about, for a clause that names nobody.
    """
    found: dict[tuple[str, Tier | None], Role] = {}
    for sentence in re.finditer("[^。;]+", plain):
        base = sentence.start()
        for match in _ROLE.finditer(sentence.group()):
            tier = (
                normalise(match["tier"].removesuffix("人"))
                or normalise(match["tier"])
                or normalise(f"{match['tier']}人")
            )
            if not _is_given(tier, match["verb"] or ""):
                continue
            who = subject_of(sentence.group()[: match.start()], last=True) or subject
            clause = sentence.group()
            if (who, tier) not in found:
                span = base + match.start("tier"), base + match.end("tier")
                found[who, tier] = Role(who, tier, match["tier"], _dual(clause, who, match.start()), *span)
    return tuple(found.values())


def _is_given(tier: Tier | None, verb: str) -> bool:
    """Whether the words give a tier to somebody, rather than speak of the thing."""
    if tier is Tier.COORDINATION:
        return verb in {"履行", "负责"}
    return verb not in {"落实", "负责"} and bool(verb or tier not in _NOUNS)


def _dual(sentence: str, who: str, at: int) -> bool:
    """Whether both duties are said of somebody: after who is named and not of somebody named later."""
    start = sentence.rfind(who, 0, at) if who else 0
    return _DUAL in sentence[max(start, 0) :]


def subject_of(text: str, *, last: bool = False) -> str:
    """Who a text names, in its own words; empty where it names none.

    Args:
        text: the shadow of a clause, or of what stands before the words in question.
        last: take the last who, not the first.
    """
    found = ""
    english = _ENGLISH.match(text.strip())
    if english is not None:
        return english["who"]
    for part in re.split("[,。;:]", text):
        words = _LEADING.sub("", part.strip())
        match = None if _DOING.match(words) else _SUBJECT.match(words)
        if match is not None and not _NOBODY.search(match.group()):
            found = match.group()
            if not last:
                break
    return found


def ambiguous_in(plain: str) -> str:
    """Two posts side by side that are said to be in charge: one person or two; empty where there are none."""
    match = _AMBIGUOUS.search(plain)
    return match.group() if match else ""
