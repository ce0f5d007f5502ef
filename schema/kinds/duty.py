"""Duties: who carries what, on which tier, how often and by when."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Addressee
from schema.kinds.base import Bearer
from schema.kinds.base import ClauseId
from schema.kinds.base import Day
from schema.kinds.base import Party
from schema.kinds.base import PersonId
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.base import UnitId
from schema.vocabulary import ActivityType
from schema.vocabulary import CadenceType
from schema.vocabulary import DistinctBy
from schema.vocabulary import Per
from schema.vocabulary import Roll
from schema.vocabulary import Tier


class Cadence(Table, frozen=True, kw_only=True):
    """One row of how a duty recurs; each row makes obligations of its own (R1-R4)."""

    type: Annotated[CadenceType, about("频次类型", "Type")]
    n: Annotated[int, msgspec.Meta(ge=1, le=1000), about("次数", "Times", "每期几次", "how many a period")] = 1
    per: Annotated[Per | None, about("每", "Per", "期的长短", "the length of a period")] = None
    months: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=12)], ...],
        about("月份", "Months", "固定月份，1 至 12", "fixed months, 1 to 12"),
    ] = ()
    opens: Annotated[
        str,
        about(
            "窗口起",
            "Opens",
            "period-start、month-start、after-period 或 12-01、12-01+1y",
            "period-start, month-start, after-period, or 12-01, 12-01+1y",
        ),
    ] = ""
    due: Annotated[
        str,
        about(
            "到期",
            "Due",
            "period-end、month-end、after-period+10d 或 01-31、01-31+1y",
            "period-end, month-end, after-period+10d, or 01-31, 01-31+1y",
        ),
    ] = ""
    roll: Annotated[
        Roll, about("遇非工作日", "Roll", "到期日不是工作日时", "where a due day goes that is no working day")
    ] = Roll.BACK
    on: Annotated[
        str, about("触发事件", "Event", "如 platform.administrator-changed", "such as platform.administrator-changed")
    ] = ""
    within: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=1000)] | None,
        about("时限（工作日）", "Within (working days)", "事件后几个工作日内", "working days after the event"),
    ] = None
    within_days: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=3660)] | None,
        about(
            "时限（日）",
            "Within (days)",
            "事件后几个自然日内，末日非工作日则顺延；与工作日时限二者取一",
            "calendar days after the event, rolled forward; instead of working days",
        ),
    ] = None
    each: Annotated[
        Annotated[str, msgspec.Meta(extra={"selector": True})] | None,
        about(
            "每个",
            "Each",
            "逐个单位或岗位计，如 @party-orgs",
            "counted for each unit or post of a selector, such as @party-orgs",
        ),
    ] = None
    early_ok: Annotated[
        bool, about("可提前", "Early counts", "窗口前的记录也算", "records before the window count")
    ] = False
    distinct_by: Annotated[
        DistinctBy | None, about("不重复计", "Distinct by", "同一值只计一次", "counts at most one for each value")
    ] = None
    wording: Annotated[str, about("原文", "Wording", "文件对频次的原话", "the document's own words")] = ""


class Basis(Table, frozen=True, kw_only=True):
    """A clause that the duty rests on, with the fingerprint under which it was last reviewed (R18)."""

    clause: Annotated[ClauseId, about("条款", "Clause", "写作 文件编号#路径", "written source-id#path")]
    fingerprint: Annotated[str, about("指纹", "Fingerprint")] = ""
    reviewed_by: Annotated[PersonId | None, about("复核人", "Reviewed by")] = None
    reviewed_on: Annotated[Day | None, about("复核日期", "Reviewed on")] = None


class Duty(Record, frozen=True, kw_only=True):
    """A duty."""

    title: Annotated[str, about("事项", "Title")]
    title_en: Annotated[str, about("英文事项", "English title")] = ""
    tier: Annotated[Tier, about("责任层级", "Tier")]
    tier_wording: Annotated[
        str,
        about(
            "层级原文",
            "Tier wording",
            "文件对层级的原话，打印时用",
            "the document's own words for the tier, kept for printing",
        ),
    ] = ""
    bearer: Annotated[Bearer, about("承担者", "Bearer", "岗位、决策体或选择项", "a post, a body or a selector")]
    dual_duty: Annotated[bool, about("一岗双责", "Dual duty")] = False
    lead: Annotated[
        tuple[UnitId, ...], about("牵头单位", "Lead units", "第一个为第一牵头", "the first is accountable")
    ] = ()
    responsible: Annotated[
        tuple[Party, ...], about("责任单位", "Responsible", "单位、岗位或选择项", "units, posts or selectors")
    ] = ()
    addressee: Annotated[Addressee | None, about("主送", "Addressee")] = None
    copies: Annotated[tuple[Addressee, ...], about("抄送", "Copies")] = ()
    accepts: Annotated[
        tuple[ActivityType, ...],
        about("可完成的记录类型", "Accepted types", "哪些类型的工作记录算数", "which types of activity count"),
    ] = ()
    wording: Annotated[
        str,
        about(
            "选择项原文", "Wording", "文件对责任范围的原话", "the document's own words for who takes part", long=True
        ),
    ] = ""
    counts_only: Annotated[
        bool,
        about(
            "只记数",
            "Counts only",
            "只登日期、数量、记录号，不登内容",
            "only dates, counts and numbers may be recorded",
        ),
    ] = False
    self_set: Annotated[
        bool, about("自设", "Self-set", "无条款依据、本单位自行设定", "set by the institution itself, without a clause")
    ] = False
    since: Annotated[
        Day | None, about("起", "From", "含当日；此前不产生应办事项", "inclusive; no obligation before")
    ] = msgspec.field(default=None, name="from")
    until: Annotated[Day | None, about("止", "To", "含当日", "inclusive")] = msgspec.field(default=None, name="to")
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    cadence: Annotated[
        tuple[Cadence, ...],
        about("频次", "Cadences", "每一行各自产生应办事项", "each row makes obligations of its own"),
    ] = ()
    basis: Annotated[tuple[Basis, ...], about("依据条款", "Bases")] = ()
