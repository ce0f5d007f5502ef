"""Assessments: a year's facts that people decide (bonus, veto) and its frozen result (R14, R10)."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import ObjectId
from schema.kinds.base import Record
from schema.kinds.base import SchemeId
from schema.kinds.base import Table
from schema.kinds.base import UnitId


class Bonus(Table, frozen=True, kw_only=True):
    """Points given for something that is written down."""

    object: Annotated[ObjectId, about("对象", "Object")]
    points: Annotated[float, about("分值", "Points")]
    basis: Annotated[str, about("依据", "Basis", "文号或记录", "a document number or a record")]
    date: Annotated[Day | None, about("日期", "Date", "不填则全年有效", "left out: the whole year")] = None


class VetoEvent(Table, frozen=True, kw_only=True):
    """An event that may force a grade; without confirmation it has no effect."""

    object: Annotated[ObjectId, about("对象", "Object")]
    date: Annotated[Day, about("日期", "Date")]
    trigger: Annotated[str, about("触发情形", "Trigger")]
    confirmed_by: Annotated[UnitId | None, about("认定机关", "Confirmed by")] = None
    confirmed_on: Annotated[Day | None, about("认定日期", "Confirmed on")] = None
    document: Annotated[str, about("文号", "Document")] = ""
    revoked_on: Annotated[Day | None, about("撤销日期", "Revoked on")] = None


class Result(Table, frozen=True, kw_only=True):
    """A frozen result of one object."""

    object: Annotated[ObjectId, about("对象", "Object")]
    score: Annotated[float, about("得分", "Score")]
    grade: Annotated[str, about("等次", "Grade")] = ""
    rank: Annotated[Annotated[int, msgspec.Meta(ge=1)] | None, about("名次", "Rank")] = None


class Assessment(Record, frozen=True, kw_only=True):
    """A year's assessment."""

    year: Annotated[int, msgspec.Meta(ge=1900, le=9998), about("年度", "Year")]
    scheme: Annotated[SchemeId, about("考核方案", "Scheme")]
    date: Annotated[Day, about("日期", "Date")]
    frozen_commit: Annotated[
        str, about("定稿提交", "Frozen commit", "定稿时的提交号", "the commit that the result was frozen at")
    ] = ""
    frozen_on: Annotated[
        Day | None, about("定稿日期", "Frozen on", "按这一天计分", "the day as of which it was scored")
    ] = None
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    bonus: Annotated[tuple[Bonus, ...], about("加分", "Bonuses")] = ()
    veto: Annotated[tuple[VetoEvent, ...], about("否决事件", "Veto events")] = ()
    result: Annotated[tuple[Result, ...], about("结果", "Results")] = ()
