"""Urges (催办): letters that remind, urge and escalate (R11)."""

from typing import Annotated

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import DutyId
from schema.kinds.base import ElementId
from schema.kinds.base import FindingId
from schema.kinds.base import ObjectId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.vocabulary import UrgeLevel


class Target(Table, frozen=True, kw_only=True):
    """The obligation that a letter or a waiver is about: duty × period × scope element."""

    duty: Annotated[DutyId, about("职责事项", "Duty")]
    period: Annotated[
        str,
        about(
            "所属期",
            "Period",
            "2026、2026-H1、2026-Q3、2026-06 或 event:…",
            "2026, 2026-H1, 2026-Q3, 2026-06 or event:…",
        ),
    ]
    element: Annotated[ElementId | None, about("范围", "Element", "不填为全部", "left out: all")] = None


class Urge(Record, frozen=True, kw_only=True):
    """A letter; it is about an obligation or about a finding."""

    level: Annotated[UrgeLevel, about("级别", "Level")]
    number: Annotated[str, about("文号", "Number")] = ""
    issued: Annotated[Day, about("发出日期", "Issued")]
    to: Annotated[ObjectId, about("发给", "To", "单位或岗位", "a unit or a post")]
    reply_due: Annotated[Day | None, about("回复期限", "Reply due")] = None
    replied: Annotated[Day | None, about("回复日期", "Replied")] = None
    finding: Annotated[FindingId | None, about("问题", "Finding")] = None
    text: Annotated[str, about("内容", "Text", long=True)] = ""
    obligation: Annotated[Target | None, about("应办事项", "Obligation")] = None
