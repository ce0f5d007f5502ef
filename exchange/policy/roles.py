"""Who carries which tier, as a clause says it (R8)."""

import re
from typing import Final
from typing import NamedTuple

from exchange.policy.subjects import subject_of
from schema.tier import normalise
from schema.vocabulary import Tier

_WORDS: Final = (
    "全面的?领导责任|直接的?领导责任|具体的?领导责任|组织领导责任|(?:具体|组织|直接|全面)+领导的责任|全面责任|(?<=负)全责|主要责任人?|首要责任|(?:指导|综合)?监管责任|属地管理责任|属地责任|首问责任人|"
    "主体责任|第一责任人|第一责任|直接责任人|直接负责人|直接责任|直接负责|主要领导责任|重要领导责任|领导责任|监督责任|具体责任|总责|(?<=负)总则|统筹协调"
)
"""Words for a tier, the longer before those that they end with; a word that is no tier of the register is asked about."""
_ROLE: Final = re.compile(
    rf"(?:(?P<verb>是|为|承担起?|负有?(?!责)|履行|担负|担任|落实|负责(?!人))(?P<object>[^,。;、]{{0,16}}?)|(?P<bare>直接负责))?(?P<tier>{_WORDS})"
)
_NOUNS: Final = frozenset({Tier.MAIN_BODY, Tier.SUPERVISION, Tier.COORDINATION})
"""Tiers whose words also stand for the thing itself (抓好主体责任): without a verb they say nothing."""
_DUAL: Final = "一岗双责"
_AMBIGUOUS: Final = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:书记|主任|委员|主席|经理)、[\u4e00-\u9fff]{2,10}(?:书记|主任|委员|主席|经理)(?=分管)"
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
    return verb not in {"落实", "负责"} and bool(verb or (tier is not None and tier not in _NOUNS))


def _dual(sentence: str, who: str, at: int) -> bool:
    """Whether both duties are said of somebody: after who is named and not of somebody named later."""
    start = sentence.rfind(who, 0, at) if who else 0
    return _DUAL in sentence[max(start, 0) :]


def ambiguous_in(plain: str) -> str:
    """Two posts side by side that are said to be in charge: one person or two; empty where there are none."""
    match = _AMBIGUOUS.search(plain)
    return match.group() if match else ""
