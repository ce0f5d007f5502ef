"""Waivers: an obligation that falls away, or whose due day is put off, by somebody's approval (R5)."""

from typing import Annotated

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.urge import Target
from schema.vocabulary import WaiverType


class Waiver(Record, frozen=True, kw_only=True):
    """A waiver or an extension of an obligation."""

    type: Annotated[WaiverType, about("类型", "Type")]
    reason: Annotated[str, about("理由", "Reason", long=True)]
    asked_on: Annotated[Day | None, about("申请日期", "Asked on")] = None
    approved_by: Annotated[PostId | None, about("批准岗位", "Approved by")] = None
    approved_on: Annotated[
        Day | None, about("批准日期", "Approved on", "未批准不生效", "without it the waiver has no effect")
    ] = None
    expires: Annotated[Day | None, about("失效日期", "Expires", "含当日", "inclusive")] = None
    new_due: Annotated[Day | None, about("新期限", "New due day", "延期时填", "for an extension")] = None
    obligation: Annotated[Target, about("应办事项", "Obligation")]
