"""Platforms: the institution's own sites, accounts and work chat groups."""

from typing import Annotated

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import UnitId
from schema.kinds.unit import Event
from schema.vocabulary import PlatformType


class Platform(Record, frozen=True, kw_only=True):
    """A platform of the institution's own."""

    title: Annotated[str, about("名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    type: Annotated[PlatformType, about("类型", "Type")]
    unit: Annotated[UnitId, about("责任单位", "Owner unit")]
    post: Annotated[PostId | None, about("责任岗", "Responsible post")] = None
    administrator: Annotated[PersonId | None, about("管理员", "Administrator")] = None
    reviewer: Annotated[PersonId | None, about("审核人", "Reviewer")] = None
    filing_number: Annotated[str, about("备案号", "Filing number")] = ""
    opened: Annotated[Day | None, about("开设日期", "Opened")] = None
    closed: Annotated[Day | None, about("注销日期", "Closed")] = None
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    event: Annotated[tuple[Event, ...], about("事件", "Events", "开设、变更、注销", "opening, change, closing")] = ()
