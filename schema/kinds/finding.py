"""Findings (问题): what an inspection found, and its rectification up to closing (R13)."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.activity import Evidence
from schema.kinds.base import ActivityId
from schema.kinds.base import Day
from schema.kinds.base import FindingId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId


class Extension(Table, frozen=True, kw_only=True):
    """A later due day, asked for before the old one."""

    asked_on: Annotated[Day, about("申请日期", "Asked on")]
    new_due: Annotated[Day, about("新期限", "New due day")]
    reason: Annotated[str, about("理由", "Reason", long=True)] = ""
    approved_by: Annotated[PostId | None, about("批准岗位", "Approved by")] = None
    approved_on: Annotated[Day | None, about("批准日期", "Approved on")] = None


class Return(Table, frozen=True, kw_only=True):
    """A rectification sent back by the verifier."""

    on: Annotated[Day, about("退回日期", "On")]
    by: Annotated[UnitId, about("退回单位", "By")]
    reason: Annotated[str, about("理由", "Reason", long=True)] = ""


class LookBack(Table, frozen=True, kw_only=True):
    """A later look at whether a closed finding stays closed (回头看)."""

    on: Annotated[Day, about("日期", "On")]
    by: Annotated[UnitId, about("回头看单位", "By")]
    holds: Annotated[bool, about("未反弹", "Holds", "是：没有反弹", "whether it stays mended")]
    note: Annotated[str, about("说明", "Note", long=True)] = ""


class Finding(Record, frozen=True, kw_only=True):
    """A finding of an inspection."""

    inspection: Annotated[ActivityId, about("来源督查", "Inspection")]
    unit: Annotated[UnitId, about("整改单位", "Unit")]
    text: Annotated[str, about("问题", "Text", long=True)]
    item: Annotated[
        str,
        about("问题事项", "Item", "用于识别同一问题再次出现", "names the matter, so that a recurrence is recognised"),
    ] = ""
    measure: Annotated[str, about("整改措施", "Measure", long=True)] = ""
    owner: Annotated[PostId | None, about("责任岗", "Owner")] = None
    issued: Annotated[Day, about("交办日期", "Issued")]
    due: Annotated[Day, about("期限", "Due")]
    done: Annotated[Day | None, about("整改完成", "Done")] = None
    verified_on: Annotated[Day | None, about("复核日期", "Verified on")] = None
    verified_by: Annotated[
        UnitId | None, about("复核单位", "Verified by", "不得与整改单位相同", "never the rectifying unit")
    ] = None
    recurrence_of: Annotated[FindingId | None, about("反弹自", "Recurrence of")] = None
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    extension: Annotated[tuple[Extension, ...], about("延期", "Extensions")] = ()
    returned: Annotated[tuple[Return, ...], about("退回", "Returns")] = msgspec.field(default=(), name="return")
    look_back: Annotated[tuple[LookBack, ...], about("回头看", "Look-backs")] = ()
    evidence: Annotated[
        tuple[Evidence, ...],
        about("整改佐证", "Evidence", "没有佐证的完成不能验收", "without it a rectification cannot be verified"),
    ] = ()
