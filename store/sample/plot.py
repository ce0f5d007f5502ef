"""What the demonstration register's own dates don't tell: how it was set up in January 2026, and what was corrected later."""

from datetime import date
from typing import Final
from typing import NamedTuple

from store.toml.edit import REMOVE

KEEPER: Final = "wu-shi"
"""Who keeps the register from day to day, where no other post is named."""
PERSONNEL: Final = "party-building-head"
"""The post that enters appointments, handovers and assessments."""
DISCIPLINE: Final = "discipline-office-head"
"""The post that enters cases and vetoes."""


class Setup(NamedTuple):
    """One commit of the setting up: the records of a kind whose codes lie in a range."""

    day: date
    who: str
    """Id of the post or the person that enters them."""
    kind: str
    """Kind of the records; `register` stands for the settings, the calendar and what is no record."""
    first: str
    last: str
    reason: str


class Correction(NamedTuple):
    """One field that stood otherwise before a day."""

    path: str
    day: date
    key: tuple[str | int, ...]
    before: object
    """The value before; REMOVE where there was none."""
    who: str
    reason: str


SETUP: Final = (
    Setup(date(2026, 1, 4), KEEPER, "register", "", "", "建立2026年责任台账，录入全年放假调休安排。"),
    Setup(date(2026, 1, 4), KEEPER, "person", "P01", "P99", "按在岗名册录入，只登姓名和邮箱。"),
    Setup(date(2026, 1, 5), KEEPER, "unit", "B1", "U09", "录入决策体、科室、中心和机关支部。"),
    Setup(date(2026, 1, 5), KEEPER, "unit", "U10", "U99", "录入四个社区和一个村。"),
    Setup(date(2026, 1, 6), PERSONNEL, "post", "Z01", "Z06", "录入班子岗位、任职和分工。"),
    Setup(date(2026, 1, 6), PERSONNEL, "post", "Z07", "Z15", "录入科室和中心负责人岗位。"),
    Setup(date(2026, 1, 7), PERSONNEL, "post", "Z16", "Z99", "录入村社书记岗位。"),
    Setup(date(2026, 1, 7), KEEPER, "group", "G1", "G9", "两个领导小组，成员写岗位和选择项。"),
    Setup(date(2026, 1, 8), KEEPER, "source", "P1", "P3", "转述街道的三份文件，逐条编号。"),
    Setup(date(2026, 1, 8), "publicity-office-head", "source", "P4", "P9", "转述区里的三份文件。"),
    Setup(date(2026, 1, 9), "publicity-office-head", "platform", "F1", "F9", "登记自有平台和备案号。"),
    Setup(date(2026, 1, 12), KEEPER, "duty", "D01", "D09", "按条款逐件立项，写明频次和到期。"),
    Setup(date(2026, 1, 12), PERSONNEL, "duty", "D10", "D18", "按条款逐件立项，写明频次和到期。"),
    Setup(date(2026, 1, 13), KEEPER, "duty", "D19", "D99", "按条款逐件立项；信访和排查只记件数。"),
    Setup(date(2026, 1, 13), PERSONNEL, "scheme", "S1", "S9", "考核方案：文件没有定的，由党工委会议定下，逐项写明。"),
)
"""The setting up, in its order: what is referred to comes first."""

CORRECTIONS: Final = (
    Correction(
        "sources/network-measures.toml",
        date(2026, 1, 13),
        ("clause", 0, "text"),
        "单位订立网络和信息管理制度，每年回头看一次。",
        "publicity-office-head",
        "对照原件，补上“及时修订”，录入时漏了。",
    ),
    Correction(
        "register.toml", date(2026, 1, 14), ("review",), REMOVE, KEEPER, "录入完毕：领导小组和制度文件今后送审才能改。"
    ),
    Correction(
        "duties/half-year-report.toml",
        date(2026, 1, 20),
        ("copies",),
        REMOVE,
        KEEPER,
        "细则要求书面报告抄送区委宣传部，录入时漏了。",
    ),
    Correction(
        "duties/quarterly-review.toml",
        date(2026, 2, 3),
        ("cadence", 0, "per"),
        "half-year",
        KEEPER,
        "细则写的是每季一次，录入时误作半年一次。",
    ),
    Correction(
        "units/party-office.toml",
        date(2026, 2, 11),
        ("aliases",),
        REMOVE,
        KEEPER,
        "别的文件里还有两种叫法，补上便于查找。",
    ),
    Correction(
        "register.toml",
        date(2026, 3, 2),
        ("thresholds", "near_due"),
        5,
        "publicity-member",
        "五个工作日太紧，临期改按十个工作日提醒。",
    ),
    Correction(
        "platforms/portal-column.toml",
        date(2026, 3, 31),
        ("filing_number",),
        "BA-020",
        "party-office-head",
        "一季度核对发现备案号录错两位。",
    ),
    Correction(
        "duties/petition-counts.toml",
        date(2026, 4, 1),
        ("cadence", 0, "roll"),
        "back",
        "safety-office-head",
        "报数日遇休息日顺延，不提前，与区里的口径一致。",
    ),
    Correction(
        "platforms/street-account.toml",
        date(2026, 9, 15),
        ("administrator",),
        "wu-shi",
        "publicity-office-head",
        "公众号改由宣传办自己管。",
    ),
)
"""What stood otherwise until a day, in the order of the days."""
