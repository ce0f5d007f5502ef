"""Units: sections, centres, communities, villages, party branches and decision bodies."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import EventType
from schema.vocabulary import UnitType


class Liaison(Table, frozen=True, kw_only=True):
    """Who keeps in touch for a unit over a dated span; each unit has exactly one a day."""

    person: Annotated[PersonId, about("联络员", "Liaison")]
    backup: Annotated[
        PersonId | None, about("B岗", "Backup", "联络员不在岗时由谁接", "who stands in when the liaison is away")
    ] = None
    since: Annotated[Day | None, about("起", "From", "含当日", "inclusive")] = msgspec.field(default=None, name="from")
    until: Annotated[Day | None, about("止", "To", "含当日；未定则不填", "inclusive; left out while open")] = (
        msgspec.field(default=None, name="to")
    )
    basis: Annotated[str, about("依据", "Basis", "文号或会议", "document number or meeting")] = ""


class Event(Table, frozen=True, kw_only=True):
    """A dated event that may set off a duty (R0.7)."""

    type: Annotated[EventType, about("事件", "Event")]
    date: Annotated[Day, about("日期", "Date")]
    note: Annotated[str, about("说明", "Note")] = ""


class Unit(Record, frozen=True, kw_only=True):
    """A unit of the institution; decision bodies and party branches are units too."""

    title: Annotated[str, about("名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    short: Annotated[str, about("简称", "Short name")] = ""
    aliases: Annotated[
        tuple[str, ...], about("别称", "Aliases", "文件中出现过的其他叫法", "other names that documents use")
    ] = ()
    type: Annotated[UnitType, about("类型", "Type")]
    parent: Annotated[UnitId | None, about("上级单位", "Parent unit")] = None
    party_org: Annotated[
        bool,
        about("设有党组织", "Has a party organisation", "计入“各基层党组织”", "counts among the party organisations"),
    ] = False
    since: Annotated[Day | None, about("设立", "From", "含当日", "inclusive")] = msgspec.field(
        default=None, name="from"
    )
    until: Annotated[Day | None, about("撤销", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    liaison: Annotated[
        tuple[Liaison, ...], about("联络员", "Liaisons", "按时间先后，每人一段", "in order of time, one span each")
    ] = ()
    event: Annotated[tuple[Event, ...], about("事件", "Events")] = ()
