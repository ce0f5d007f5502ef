"""Activities: work records, with meetings, reports and inspections as tables inside them."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import ActivityId
from schema.kinds.base import Addressee
from schema.kinds.base import Day
from schema.kinds.base import DutyId
from schema.kinds.base import ElementId
from schema.kinds.base import PersonId
from schema.kinds.base import PlatformId
from schema.kinds.base import PostId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from schema.vocabulary import ReportContent
from schema.vocabulary import ReportForm
from schema.vocabulary import Secrecy
from schema.vocabulary import Stance

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Fulfils(Table, frozen=True, kw_only=True):
    """Which obligation the work fulfils (R1)."""

    duty: Annotated[DutyId, about("职责事项", "Duty")]
    period: Annotated[
        str,
        about(
            "所属期",
            "Period",
            "2026、2026-H1、2026-Q3、2026-06 或 event:…；不填则按日期归期",
            "2026, 2026-H1, 2026-Q3, 2026-06 or event:…; left out: the period that holds the date",
        ),
    ] = ""
    elements: Annotated[tuple[ElementId, ...], about("范围", "Elements", "不填为全部", "left out: all")] = ()


class Evidence(Table, frozen=True, kw_only=True):
    """One piece of evidence; files lie in attachments/ and are named by content (R15)."""

    type: Annotated[EvidenceType, about("佐证", "Type")]
    label: Annotated[str, about("名称或编号", "Label")] = ""
    date: Annotated[
        Day | None, about("形成日期", "Date", "与归档日期分开", "of the evidence itself, apart from filing")
    ] = None
    path: Annotated[str, about("文件", "File", "attachments/ 下的路径", "path below attachments/")] = ""
    sha256: Annotated[str, about("文件指纹", "Fingerprint")] = ""


class MemberStance(Table, frozen=True, kw_only=True):
    """What one member said to one item (R9)."""

    post: Annotated[PostId, about("岗位", "Post")]
    person: Annotated[PersonId | None, about("人员", "Person")] = None
    stance: Annotated[Stance, about("态度", "Stance")]
    in_minutes: Annotated[bool, about("入纪要", "In the minutes")] = False


class MeetingItem(Table, frozen=True, kw_only=True):
    """One item of a meeting."""

    no: Annotated[Count, about("序号", "Number")]
    topic: Annotated[str, about("议题", "Topic")]
    decision: Annotated[str, about("决定", "Decision", long=True)] = ""
    vote: Annotated[str, about("表决", "Vote")] = ""
    stance: Annotated[tuple[MemberStance, ...], about("态度", "Stances")] = ()


class Meeting(Table, frozen=True, kw_only=True):
    """A meeting's attendance and items; expected = present + excused + absent."""

    expected: Annotated[Count | None, about("应到", "Expected")] = None
    present: Annotated[Count | None, about("实到", "Present")] = None
    excused: Annotated[Count | None, about("请假", "Excused")] = None
    absent: Annotated[Count | None, about("缺席", "Absent")] = None
    observers: Annotated[Count | None, about("列席", "Observers")] = None
    chair: Annotated[PostId | None, about("主持", "Chair")] = None
    recorder: Annotated[PersonId | None, about("记录", "Recorder")] = None
    item: Annotated[tuple[MeetingItem, ...], about("议题", "Items")] = ()


class Figure(Table, frozen=True, kw_only=True):
    """One figure of a report, with the records that it was counted from."""

    label: Annotated[str, about("项目", "Item")]
    number: Annotated[Count, about("数量", "Number")]
    records: Annotated[
        tuple[str, ...],
        about(
            "出自",
            "From",
            "记录写“类别/标识”，应办事项写“事项 所属期 范围”",
            "records as kind/id, obligations as duty period element",
        ),
    ] = ()


class Report(Table, frozen=True, kw_only=True):
    """A report sent or made upward (R12)."""

    form: Annotated[ReportForm, about("形式", "Form")]
    content: Annotated[ReportContent | None, about("内容", "Content")] = None
    in_name_of: Annotated[UnitId | None, about("名义", "In the name of")] = None
    reporter: Annotated[PersonId | None, about("报告人", "Reporter")] = None
    addressee: Annotated[Addressee | None, about("主送", "Addressee")] = None
    copies: Annotated[tuple[Addressee, ...], about("抄送", "Copies")] = ()
    number: Annotated[str, about("文号", "Number")] = ""
    receipt_number: Annotated[str, about("回执号", "Receipt number")] = ""
    receipt_date: Annotated[Day | None, about("回执日期", "Receipt date")] = None
    matter: Annotated[str, about("事项情况", "Matter", "重要情况或进展", "what happened or was done", long=True)] = ""
    measures: Annotated[str, about("已采取措施", "Measures", long=True)] = ""
    proposals: Annotated[str, about("建议", "Proposals", long=True)] = ""
    analysis: Annotated[str, about("分析研判", "Analysis", long=True)] = ""
    result: Annotated[str, about("结果", "Result", long=True)] = ""
    figure: Annotated[
        tuple[Figure, ...], about("数字", "Figures", "每个数字都能追到记录", "each traceable to its records")
    ] = ()


class Inspection(Table, frozen=True, kw_only=True):
    """An inspection of units or platforms."""

    plan_number: Annotated[str, about("计划号", "Plan number")] = ""
    units: Annotated[tuple[UnitId, ...], about("被查单位", "Inspected units")] = ()
    platforms: Annotated[tuple[PlatformId, ...], about("被查平台", "Inspected platforms")] = ()
    checkers: Annotated[tuple[PersonId, ...], about("检查人", "Checkers")] = ()
    result: Annotated[str, about("结果", "Result", long=True)] = ""


class Statement(Table, frozen=True, kw_only=True):
    """One member's duty statement, appraisal or the like: where it speaks of this duty (R12)."""

    post: Annotated[PostId, about("岗位", "Post")]
    person: Annotated[PersonId | None, about("人员", "Person")] = None
    section: Annotated[
        str,
        about(
            "本项所在部分",
            "Section",
            "材料中讲本项履职的一节，如 第三部分",
            "the part that speaks of this duty, such as part 3",
        ),
    ] = ""
    predecessor_until: Annotated[
        Day | None,
        about(
            "前任止日",
            "Predecessor until",
            "年内换人的，写前任交接之日；全年都要讲到",
            "where the holder changed in the year, the predecessor's last day: the whole year is spoken of",
        ),
    ] = None


class Counts(Table, frozen=True, kw_only=True):
    """Numbers only: petitions and disputes are kept as counts, never as content or names (R17)."""

    label: Annotated[str, about("项目", "Item")]
    number: Annotated[Count, about("数量", "Number")]


class Activity(Record, frozen=True, kw_only=True):
    """A work record."""

    title: Annotated[str, about("标题", "Title")]
    type: Annotated[ActivityType, about("类型", "Type")]
    date: Annotated[Day, about("日期", "Date", "事情发生之日", "the day on which it happened")]
    filed_on: Annotated[
        Day | None,
        about(
            "归档日期",
            "Filed on",
            "不填同日期；晚于期末的标补录",
            "left out: the same day; later than the period: marked as filed afterwards",
        ),
    ] = None
    unit: Annotated[UnitId, about("单位", "Unit", "谁做的", "who did it")]
    state: Annotated[ActivityState, about("状态", "State", "只有已归档的计数", "only filed records count")] = (
        ActivityState.DRAFT
    )
    corrects: Annotated[
        ActivityId | None,
        about("更正何记录", "Corrects", "被更正的记录不再计数", "the record that it replaces no longer counts"),
    ] = None
    secrecy: Annotated[Secrecy, about("密级", "Secrecy", "只收无密级的", "only open papers are kept here")] = (
        Secrecy.NONE
    )
    classified_note: Annotated[
        str,
        about(
            "涉密登记", "Classified register", "只写 登记于涉密册 第×号", "only where it is entered, never what it says"
        ),
    ] = ""
    participants: Annotated[tuple[PostId, ...], about("参加岗位", "Participants")] = ()
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    meeting: Annotated[Meeting | None, about("会议", "Meeting")] = None
    report: Annotated[Report | None, about("报送", "Report")] = None
    inspection: Annotated[Inspection | None, about("督查", "Inspection")] = None
    statement: Annotated[tuple[Statement, ...], about("述职", "Statements")] = ()
    fulfils: Annotated[tuple[Fulfils, ...], about("完成的应办事项", "Fulfils")] = ()
    counts: Annotated[tuple[Counts, ...], about("计数", "Counts")] = ()
    evidence: Annotated[tuple[Evidence, ...], about("佐证", "Evidence")] = ()
