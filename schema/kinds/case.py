"""Accountability cases about the institution's own office-holders (R9): facts, proposals and what people decided."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import ActivityId
from schema.kinds.base import Addressee
from schema.kinds.base import Day
from schema.kinds.base import DutyId
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import Circumstance
from schema.vocabulary import DecisionMode
from schema.vocabulary import Measure
from schema.vocabulary import Stance
from schema.vocabulary import Tier


class Member(Table, frozen=True, kw_only=True):
    """A member of the deciding body on the day of the decision."""

    post: Annotated[PostId, about("岗位", "Post")]
    person: Annotated[PersonId, about("人员", "Person")]
    present: Annotated[bool, about("到会", "Present")] = True
    observer: Annotated[bool, about("列席", "Observer", "列席不参加表决", "attended without a vote")] = False
    stance: Annotated[Stance | None, about("态度", "Stance")] = None
    in_minutes: Annotated[bool, about("入纪要", "In the minutes")] = False


class Decision(Table, frozen=True, kw_only=True):
    """What the competent organ decided about one person or body; a proposal never becomes this by itself."""

    person: Annotated[PersonId | None, about("人员", "Person", "个人责任时填", "for an individual")] = None
    unit: Annotated[UnitId | None, about("集体", "Body", "集体责任时填", "for the body as a whole")] = None
    tier: Annotated[Tier | None, about("责任", "Tier")] = None
    measure: Annotated[Measure | None, about("处理", "Measure")] = None
    decided_on: Annotated[Day | None, about("决定日期", "Decided on")] = None
    document: Annotated[str, about("文号", "Document")] = ""
    served_on: Annotated[Day | None, about("送达日期", "Served on")] = None
    appealed_on: Annotated[Day | None, about("申诉日期", "Appealed on")] = None
    appeal_result: Annotated[str, about("申诉结果", "Appeal result")] = ""
    corrected_on: Annotated[Day | None, about("纠正日期", "Corrected on")] = None
    influence_until: Annotated[Day | None, about("影响期止", "Influence until")] = None


class Case(Record, frozen=True, kw_only=True):
    """A case of accountability."""

    title: Annotated[str, about("标题", "Title")]
    occurred: Annotated[Day, about("发生日期", "Occurred")]
    opened: Annotated[Day | None, about("立案日期", "Opened", "何日立卷", "the day on which the file was opened")] = (
        None
    )
    duty: Annotated[DutyId | None, about("职责事项", "Duty")] = None
    circumstance: Annotated[Circumstance, about("情形", "Circumstance")]
    explanation: Annotated[
        str, about("说明", "Explanation", "情形为其他时必填", "needed where the circumstance is C9", long=True)
    ] = ""
    mode: Annotated[DecisionMode, about("决策方式", "Mode")]
    decided_by: Annotated[
        PostId | None,
        about("个人决定者", "Decided by", "个人决定或批准时填", "where one leader decided or approved alone"),
    ] = None
    in_charge: Annotated[PostId | None, about("直接分管岗", "In charge of the matter")] = None
    meeting: Annotated[ActivityId | None, about("会议", "Meeting")] = None
    item: Annotated[Annotated[int, msgspec.Meta(ge=0)] | None, about("议题序号", "Item")] = None
    found_wrong_by: Annotated[str, about("认定错误的机关", "Found wrong by")] = ""
    organ: Annotated[
        Addressee | None, about("决定机关", "Deciding organ", "本单位或上级机关", "a unit or a superior body")
    ] = None
    profile: Annotated[
        str, about("认定规则", "Profile", "按哪套规则提出认定", "by which rules attribution is proposed")
    ] = ""
    file_number: Annotated[str, about("卷号", "File number")] = ""
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    member: Annotated[tuple[Member, ...], about("成员", "Members")] = ()
    decision: Annotated[tuple[Decision, ...], about("决定", "Decisions")] = ()
