"""The dialects of responsibility systems: which tier each gives to which rank, in its own words (R8).

Pure data: one table for each of the six model rules P1-P6. What a dialect leaves open is not there and is never guessed; an institution
that reads a text otherwise says so in register.toml (`[[tier]]`), and `schema.tier` looks there first.
"""

from collections.abc import Mapping
from typing import Final
from typing import NamedTuple

from schema.vocabulary import Rank
from schema.vocabulary import Tier


class Cell(NamedTuple):
    """What one dialect says of one rank."""

    tiers: tuple[Tier, ...]
    """The tiers, the one named first in front; empty where the text gives none but says that both duties are borne."""
    wording: str
    """The text's own words; empty where it has none."""
    clauses: tuple[str, ...]
    """Ids of the clauses that say it, such as `P4-3d`."""
    dual_duty: bool = False
    """Whether it says 一岗双责."""
    presumed: bool = False
    """Whether the text leaves its subject out, so that the cell is presumed (推定)."""


class Dialect(NamedTuple):
    """One dialect."""

    ranks: Mapping[Rank, Cell]
    """By rank of post; a rank that is missing has no tier in this dialect."""
    discipline: Cell | None = None
    """What it says of a discipline post (纪检岗); None where it says nothing."""
    notes: tuple[str, ...] = ()
    """What the text says of single named posts or roles, which no rank stands for; shown, never applied."""


_FIRST = (Tier.FIRST,)
_DIRECT = (Tier.DIRECT,)
_LEADERSHIP = (Tier.LEADERSHIP,)
_IMPORTANT = (Tier.IMPORTANT_LEADERSHIP,)
_MAIN_BODY = (Tier.MAIN_BODY,)
_CONCRETE = (Tier.CONCRETE,)
_SUPERVISION = (Tier.SUPERVISION,)

DIALECTS: Final[Mapping[str, Dialect]] = {
    "P1": Dialect(
        {
            Rank.PRINCIPAL: Cell((Tier.FIRST, Tier.MAIN_BODY), "第一责任人、主体责任", ("P1-0-2",)),
            Rank.IN_CHARGE: Cell(_DIRECT, "直接责任人", ("P1-0-3",), dual_duty=True),
            Rank.MEMBER: Cell((), "一岗双责", ("P1-1",), dual_duty=True),
        },
    ),
    "P2": Dialect(
        {
            Rank.PRINCIPAL: Cell(_FIRST, "第一责任人", ("P2-2-2",)),
            Rank.IN_CHARGE: Cell(_DIRECT, "直接负责人", ("P2-2-3",)),
            Rank.MEMBER: Cell(_LEADERSHIP, "领导责任", ("P2-2-5",), dual_duty=True),
        },
        discipline=Cell(_SUPERVISION, "监督责任", ("P2-3-3b",)),
        notes=("宣传委员岗：具体经办（P2-2-4）",),
    ),
    "P3": Dialect(
        {
            Rank.PRINCIPAL: Cell(_FIRST, "第一责任人", ("P3-0-5",)),
            Rank.IN_CHARGE: Cell(
                (Tier.MAIN_BODY, Tier.LEADERSHIP), "主体责任、领导责任", ("P3-0-4", "P3-0-8"), dual_duty=True
            ),
            Rank.MEMBER: Cell(_LEADERSHIP, "领导责任", ("P3-0-7", "P3-0-8"), dual_duty=True),
            Rank.SECTION_HEAD: Cell(_MAIN_BODY, "主体责任", ("P3-0-4",)),
        },
    ),
    "P4": Dialect(
        {
            Rank.PRINCIPAL: Cell(_FIRST, "第一责任人", ("P4-3b",)),
            Rank.IN_CHARGE: Cell(_DIRECT, "直接责任人", ("P4-3c",)),
            Rank.MEMBER: Cell(_IMPORTANT, "重要领导责任", ("P4-3d",), dual_duty=True),
            # The clause names branch secretaries, and a head of a community or village is one as a rule.
            Rank.SECTION_HEAD: Cell(_CONCRETE, "具体责任", ("P4-8a",)),
            Rank.COMMUNITY_HEAD: Cell(_CONCRETE, "具体责任", ("P4-8a",)),
        },
        discipline=Cell(_SUPERVISION, "监督责任", ("P4-11",)),
    ),
    "P5": Dialect(
        {
            Rank.PRINCIPAL: Cell(_FIRST, "第一责任人", ("P5-1b",)),
            Rank.IN_CHARGE: Cell((Tier.MAIN_LEADERSHIP,), "主要领导责任", ("P5-1c",)),
            Rank.MEMBER: Cell(_IMPORTANT, "重要领导责任", ("P5-1d",), dual_duty=True),
        },
    ),
    "P6": Dialect(
        {
            Rank.PRINCIPAL: Cell(_FIRST, "", ("P6-A-1-2c",), presumed=True),
            Rank.IN_CHARGE: Cell(_LEADERSHIP, "领导责任", ("P6-A-1-1b",), dual_duty=True),
            Rank.MEMBER: Cell(_LEADERSHIP, "领导责任", ("P6-A-1-1b",), dual_duty=True),
        },
        notes=("纪检岗：副组长（P6-A-1-1a）",),
    ),
}
"""Every built-in dialect by its name."""

ALIASES: Final[Mapping[str, Tier]] = {"直接负责人": Tier.DIRECT, "直接负责": Tier.DIRECT}
"""Other words that texts use for a tier, besides the labels of the tiers themselves."""
