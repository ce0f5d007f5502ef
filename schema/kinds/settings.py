"""register.toml: what the institution sets once for the whole register. Unset means not set, never a guess."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Table
from schema.vocabulary import DiagnosticSeverity
from schema.vocabulary import Rank
from schema.vocabulary import Tier
from schema.vocabulary import UrgeLevel


class Superior(Table, frozen=True, kw_only=True):
    """A superior body that reports go to."""

    id: Annotated[str, about("标识", "Id")]
    title: Annotated[str, about("名称", "Title")]


class Git(Table, frozen=True, kw_only=True):
    """Where the register is shared."""

    branch: Annotated[str, about("主线分支", "Main branch")] = "main"
    remote: Annotated[str, about("远端", "Remote")] = "origin"


class Review(Table, frozen=True, kw_only=True):
    """Which kinds change only through an approved proposal, and whose holders may approve."""

    kinds: Annotated[tuple[str, ...], about("受保护的类别", "Protected kinds")] = ()
    approvers: Annotated[tuple[PostId, ...], about("审批岗位", "Approving posts")] = ()


class Signing(Table, frozen=True, kw_only=True):
    """Whether commits must be signed."""

    required: Annotated[bool, about("须签名", "Required")] = False


WorkingDays = Annotated[int, msgspec.Meta(ge=0, le=366)]


class Thresholds(Table, frozen=True, kw_only=True):
    """Limits that the texts leave open."""

    near_due: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=366)] | None,
        about(
            "临期（工作日）",
            "Near due (working days)",
            "到期前几个工作日起为临期；不填则不判临期",
            "working days before the due day from which it is near; unset: never",
        ),
    ] = None
    posts_per_person: Annotated[
        Annotated[int, msgspec.Meta(ge=1, le=100)] | None,
        about(
            "一人兼岗上限",
            "Posts per person",
            "一人同时任职超过几个岗位即警告；不填则不判",
            "posts that one person may hold at a time before the check warns; unset: never",
        ),
    ] = None
    handover: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=366)],
        about("交接期限（工作日）", "Handover (working days)", "不填为5", "left out: 5, as R18 says"),
    ] = 5
    handover_reports: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=366)],
        about(
            "交接所列报告（日）",
            "Reports on a handover list (days)",
            "列出几日内到期的报告；不填为120",
            "reports due in so many days are listed; left out: 120, as R18 says",
        ),
    ] = 120


class Letter(Table, frozen=True, kw_only=True):
    """What one rung of urging is called here, and how long a reply may take (R11)."""

    level: Annotated[UrgeLevel, about("级别", "Level")]
    title: Annotated[str, about("文书名称", "Title", "如 督办单", "such as Supervision letter")] = ""
    reply_within: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=366)] | None,
        about("回复时限（工作日）", "Reply within (working days)"),
    ] = None


class Urging(Table, frozen=True, kw_only=True):
    """From when each rung of urging applies, in working days; a rung whose number is unset is never proposed (R11)."""

    remind_before: Annotated[
        WorkingDays | None,
        about("提前提醒", "Remind before", "到期前几个工作日起提醒（L0）", "before the due day (L0)"),
    ] = None
    urge_from: Annotated[
        WorkingDays | None, about("催办起", "Urge from", "逾期第几个工作日起催办（L1）", "days overdue (L1)")
    ] = None
    supervise_from: Annotated[
        WorkingDays | None, about("督办起", "Supervise from", "逾期第几个工作日起督办（L2）", "days overdue (L2)")
    ] = None
    report_from: Annotated[
        WorkingDays | None,
        about("通报起", "Report from", "逾期第几个工作日起报第一责任人（L3）", "days overdue (L3)"),
    ] = None
    unanswered: Annotated[
        WorkingDays | None,
        about(
            "催办未回复",
            "Unanswered",
            "催办单几个工作日未回复即督办",
            "working days without an answer to L1 after which L2 follows",
        ),
    ] = None
    repeated: Annotated[
        Annotated[int, msgspec.Meta(ge=1, le=1000)] | None,
        about(
            "同一事项未办次数",
            "Repeated",
            "同一事项一年内逾期未完成几次即报第一责任人",
            "times that one duty was missed in a year from which L3 follows",
        ),
    ] = None
    letter: Annotated[tuple[Letter, ...], about("文书", "Letters")] = ()


class SeverityChange(Table, frozen=True, kw_only=True):
    """A diagnostic that this institution takes more or less seriously, and why."""

    code: Annotated[str, about("规则代码", "Code", "如 DB202", "such as DB202")]
    severity: Annotated[DiagnosticSeverity, about("程度", "Severity")]
    reason: Annotated[str, about("理由", "Reason", long=True)]


class TierRow(Table, frozen=True, kw_only=True):
    """The institution's own word for the tier of a rank; it goes before the built-in tables of dialects (R8)."""

    dialect: Annotated[str, about("层级用语", "Dialect", "如 P2", "such as P2")]
    rank: Annotated[Rank, about("层次", "Rank")]
    tier: Annotated[Tier, about("责任层级", "Tier")]
    wording: Annotated[str, about("原文", "Wording", "文件对层级的原话", "the document's own words")] = ""
    dual_duty: Annotated[bool, about("一岗双责", "Dual duty")] = False


class Demo(Table, frozen=True, kw_only=True):
    """Marks a demonstration register: a fixed day stands for today."""

    today: Annotated[Day, about("演示日", "Demo day")]
    person: Annotated[
        PersonId | None, about("演示身份", "Demo person", "以谁的身份操作", "whose git identity the demonstration uses")
    ] = None


class Settings(Table, frozen=True, kw_only=True):
    """The settings of a register."""

    format: Annotated[int, msgspec.Meta(ge=1), about("格式版本", "Format version")]
    title: Annotated[str, about("台账名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    language: Annotated[str, about("语言", "Language", "zh 或 en", "zh or en")] = "zh"
    time_zone: Annotated[str, about("时区", "Time zone", "如 Asia/Shanghai", "such as Asia/Shanghai")] = ""
    dialect: Annotated[str, about("层级用语", "Dialect")] = ""
    git: Annotated[Git, about("共享", "Git")] = Git()
    review: Annotated[Review, about("送审", "Review")] = Review()
    signing: Annotated[Signing, about("签名", "Signing")] = Signing()
    thresholds: Annotated[Thresholds, about("界限", "Thresholds")] = Thresholds()
    urging: Annotated[Urging, about("催办", "Urging")] = Urging()
    demo: Annotated[Demo | None, about("演示", "Demo")] = None
    severity: Annotated[
        tuple[SeverityChange, ...],
        about("检查程度", "Severities", "本单位另定的检查程度", "where this institution judges a diagnostic otherwise"),
    ] = ()
    tier: Annotated[tuple[TierRow, ...], about("层级用语表", "Tiers of ranks")] = ()
    superior: Annotated[tuple[Superior, ...], about("上级机关", "Superior bodies")] = ()

    def called(self, language: str) -> str:
        """The register's title in a language: in English the English one, where there is one."""
        return self.title_en if language == "en" and self.title_en else self.title
