"""Posts: what carries duties. Persons enter only through dated holdings."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import Manner
from schema.vocabulary import Rank


class Holding(Table, frozen=True, kw_only=True):
    """A person in a post for a dated span (R6)."""

    person: Annotated[PersonId, about("人员", "Person")]
    manner: Annotated[Manner, about("方式", "Manner", "正式、主持或代理", "formal, acting or deputising")] = (
        Manner.FORMAL
    )
    since: Annotated[Day, about("起", "From", "含当日", "inclusive")] = msgspec.field(name="from")
    until: Annotated[Day | None, about("止", "To", "含当日；在任则不填", "inclusive; left out while in post")] = (
        msgspec.field(default=None, name="to")
    )
    basis: Annotated[str, about("依据", "Basis", "任免文号", "number of the appointment")] = ""


class Cover(Table, frozen=True, kw_only=True):
    """Another post that looks after this one while it is vacant (R6)."""

    by: Annotated[PostId, about("临时分管岗位", "Covering post")]
    since: Annotated[Day, about("起", "From", "含当日", "inclusive")] = msgspec.field(name="from")
    until: Annotated[Day | None, about("止", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    basis: Annotated[str, about("依据", "Basis")] = ""


class Post(Record, frozen=True, kw_only=True):
    """A post of the institution."""

    title: Annotated[str, about("岗位", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    unit: Annotated[UnitId, about("所在单位", "Unit")]
    rank: Annotated[Rank, about("层次", "Rank")]
    in_charge_of: Annotated[tuple[UnitId, ...], about("分管单位", "In charge of")] = ()
    linked: Annotated[tuple[UnitId, ...], about("联系村社", "Linked communities and villages")] = ()
    supervises: Annotated[tuple[UnitId, ...], about("监督单位", "Supervises")] = ()
    since: Annotated[Day | None, about("设立", "From", "含当日", "inclusive")] = msgspec.field(
        default=None, name="from"
    )
    until: Annotated[Day | None, about("撤销", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    holding: Annotated[
        tuple[Holding, ...], about("任职", "Holdings", "按时间先后，每人一段", "in order of time, one span each")
    ] = ()
    cover: Annotated[
        tuple[Cover, ...],
        about("临时分管", "Covers", "空缺期间由哪个岗位代管", "which post looks after it while vacant"),
    ] = ()
