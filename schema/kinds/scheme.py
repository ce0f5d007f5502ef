"""Assessment schemes: what takes and gives points. All of it is data that the institution sets (R14, R10)."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import AssessedOrSelector
from schema.kinds.base import Day
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import Rounding
from schema.vocabulary import ScoreRule


class Item(Table, frozen=True, kw_only=True):
    """What one occurrence is worth."""

    rule: Annotated[ScoreRule, about("计分项", "Rule")]
    points: Annotated[
        float,
        about(
            "分值",
            "Points",
            "扣分为负；加分项写一次至多加几分",
            "negative takes points off; for bonuses, the most that a single one may give",
        ),
    ]
    lead_weight: Annotated[
        float,
        about("牵头权重", "Lead weight", "作为牵头单位按几成扣", "the share that a lead unit loses"),
    ] = 1.0
    responsible_weight: Annotated[
        float,
        about(
            "责任权重",
            "Responsible weight",
            "作为责任单位、只就自己的那一件按几成扣",
            "the share that a responsible unit loses, for its own element alone",
        ),
    ] = 1.0
    weight: Annotated[
        float | None,
        about(
            "满分",
            "Weight",
            "本项至多扣几分；各项之和须等于基准分；不填则不封顶",
            "the most that this item can take off; together they make the base score; left out: no limit",
        ),
    ] = None


class Grade(Table, frozen=True, kw_only=True):
    """A grade and the score from which it is reached."""

    title: Annotated[str, about("等次", "Grade")]
    from_score: Annotated[float, about("起分", "From score")]


class VetoPolicy(Table, frozen=True, kw_only=True):
    """What a one-vote veto needs; with any of the five missing it has no effect (R10)."""

    trigger: Annotated[tuple[str, ...], about("触发情形", "Triggers")] = ()
    effect: Annotated[
        str,
        about("后果", "Effect", "否决后最高还能评的等次", "the title of the highest grade that is still allowed"),
    ] = ""
    period: Annotated[str, about("期限", "Period")] = ""
    decider: Annotated[UnitId | None, about("认定机关", "Decider")] = None
    basis: Annotated[str, about("依据", "Basis")] = ""


class Scheme(Record, frozen=True, kw_only=True):
    """An assessment scheme."""

    title: Annotated[str, about("名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    objects: Annotated[
        tuple[AssessedOrSelector, ...],
        about("考核对象", "Objects", "单位、岗位或选择项", "units, posts or selectors"),
    ] = ()
    base: Annotated[float | None, about("基准分", "Base score")] = None
    lowest: Annotated[float | None, about("最低分", "Lowest score")] = None
    highest: Annotated[float | None, about("最高分", "Highest score")] = None
    bonus_cap: Annotated[float | None, about("加分上限", "Bonus cap")] = None
    digits: Annotated[Annotated[int, msgspec.Meta(ge=0, le=4)] | None, about("保留小数位", "Decimal places")] = None
    rounding: Annotated[Rounding | None, about("取舍", "Rounding")] = None
    since: Annotated[Day | None, about("起", "From", "含当日", "inclusive")] = msgspec.field(default=None, name="from")
    until: Annotated[Day | None, about("止", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    veto: Annotated[VetoPolicy | None, about("一票否决", "Veto")] = None
    item: Annotated[tuple[Item, ...], about("计分项", "Items")] = ()
    grade: Annotated[tuple[Grade, ...], about("等次", "Grades")] = ()
