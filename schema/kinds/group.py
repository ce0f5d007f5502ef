"""Leading groups: made of posts and selectors, so that a succession needs no edit (R7)."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PostId
from schema.kinds.base import PostOrSelector
from schema.kinds.base import Record
from schema.kinds.base import UnitId


class Group(Record, frozen=True, kw_only=True):
    """A leading group."""

    title: Annotated[str, about("名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    head: Annotated[PostId, about("组长", "Head")]
    deputies: Annotated[tuple[PostOrSelector, ...], about("副组长", "Deputies")] = ()
    members: Annotated[
        tuple[PostOrSelector, ...],
        about("成员", "Members", "岗位或选择项（如 @section-heads）", "posts or selectors such as @section-heads"),
    ] = ()
    office_unit: Annotated[UnitId | None, about("办公室设在", "Office unit")] = None
    office_head: Annotated[PostId | None, about("办公室主任", "Office head")] = None
    remit: Annotated[str, about("职责", "Remit", long=True)] = ""
    wording: Annotated[
        str, about("原文", "Wording", "文件对成员的原话", "the document's own words for the members", long=True)
    ] = ""
    since: Annotated[Day | None, about("设立", "From", "含当日", "inclusive")] = msgspec.field(
        default=None, name="from"
    )
    until: Annotated[Day | None, about("撤销", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    note: Annotated[str, about("备注", "Note", long=True)] = ""
