"""DB411-DB417: evidence that is missing or does not add up, receipts, and checkers who check themselves (R15)."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.evidence import AnyOf
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.kinds.activity import Inspection
from schema.kinds.activity import Meeting
from schema.kinds.base import covers
from schema.kinds.platform import Platform
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible
from schema.vocabulary import ActivityState
from schema.vocabulary import EvidenceType

EVIDENCE_MISSING = Rule(
    code="DB411",
    severity=Severity.WARNING,
    message="evidence is missing, so the record does not count yet: {missing}",
    message_zh="待补证，暂不计数：缺{missing_zh}",
    hint="add it as an `[[evidence]]` row, or by `dutybook attach {id} FILE --type {type}`",
    hint_zh="以 `[[evidence]]` 补登，或用 `dutybook attach {id} 文件 --type {type}` 附上",
    reason="What cannot be shown is not counted: each type of work has its own evidence.",
    example='type = "deliberation"\n\n[[evidence]]\ntype = "minutes"',
    fix='type = "deliberation"\n\n[[evidence]]\ntype = "minutes"\n\n[[evidence]]\ntype = "attendance"',
    source="R15",
)
ATTENDANCE = Rule(
    code="DB412",
    severity=Severity.WARNING,
    message="the attendance does not add up, so the record does not count yet: {expected} expected, but {parts} make {sum}",
    message_zh="出席人数不符，暂不计数：应到{expected}，而{parts_zh}合计{sum}",
    hint="correct the numbers by the attendance sheet: expected = present + excused + absent",
    hint_zh="按签到表改正：应到＝实到＋请假＋缺席",
    reason="An attendance sheet that does not add up shows nothing.",
    example="[meeting]\nexpected = 6\npresent = 4\nexcused = 1\nabsent = 0",
    fix="[meeting]\nexpected = 6\npresent = 4\nexcused = 1\nabsent = 1",
    source="R15",
)
NO_RECEIPT = Rule(
    code="DB413",
    severity=Severity.WARNING,
    message="the written report has no receipt; it counts",
    message_zh="书面报告未回执；照常计数",
    hint="write `receipt_number` and `receipt_date` once the receipt has come",
    hint_zh="收到回执后填写 `receipt_number` 和 `receipt_date`",
    reason="Without a receipt nobody can show that the report arrived.",
    example='[report]\nform = "written"\nnumber = "甲工报〔2026〕6号"',
    fix='[report]\nform = "written"\nnumber = "甲工报〔2026〕6号"\nreceipt_number = "区委收文18号"\nreceipt_date = 2026-07-06',
    source="R15",
)
SELF_CHECKED = Rule(
    code="DB414",
    severity=Severity.WARNING,
    message='checker and checked are the same, though the check counts: "{unit}" checks {what}',
    message_zh="检查者就是被查者，照常计数：“{unit}”检查了{what_zh}",
    hint="let another unit check it",
    hint_zh="请由其他单位检查",
    reason="Nobody finds fault with oneself.",
    example='unit = "office"\n\n[inspection]\nunits = ["office"]',
    fix='unit = "discipline-office"\n\n[inspection]\nunits = ["office"]',
    source="R15",
)
OWN_REVIEWER = Rule(
    code="DB415",
    severity=Severity.WARNING,
    message='"{person}" is both administrator and reviewer of this platform',
    message_zh="“{person}”既是本平台的管理员，又是审核人",
    hint="name another reviewer",
    hint_zh="审核人改由他人担任",
    reason="A review by the author is none.",
    example='administrator = "li-si"\nreviewer = "li-si"',
    fix='administrator = "li-si"\nreviewer = "wang-wu"',
    source="R15",
)
LATER_EVIDENCE = Rule(
    code="DB416",
    severity=Severity.WARNING,
    message="this evidence is of {day}, but the record was filed on {filed} already",
    message_zh="这件佐证形成于 {day}，而记录在 {filed} 就已归档",
    hint="correct the day of the evidence, or give the day of filing in `filed_on`",
    hint_zh="改正佐证的形成日期，或在 `filed_on` 写明归档日期",
    reason="What did not exist yet cannot have been filed; only receipts come later.",
    example='date = 2026-05-12\n\n[[evidence]]\ntype = "minutes"\ndate = 2026-05-14',
    fix='date = 2026-05-12\nfiled_on = 2026-05-14\n\n[[evidence]]\ntype = "minutes"\ndate = 2026-05-14',
    source="R0.1, R15",
)
FILED_EARLIER = Rule(
    code="DB417",
    severity=Severity.WARNING,
    message="the record was filed on {filed}, before the work itself on {day}",
    message_zh="记录归档于 {filed}，早于工作本身的日期 {day}",
    hint="correct `date` or `filed_on`",
    hint_zh="改正 `date` 或 `filed_on`",
    reason="Work is filed once it is done.",
    example="date = 2026-05-12\nfiled_on = 2026-05-11",
    fix="date = 2026-05-12\nfiled_on = 2026-05-13",
    source="R0.1",
)
RULES: Final = (
    EVIDENCE_MISSING,
    ATTENDANCE,
    NO_RECEIPT,
    SELF_CHECKED,
    OWN_REVIEWER,
    LATER_EVIDENCE,
    FILED_EARLIER,
)

_FILED: Final = ActivityState.FILED


def check_activity(register: Register, activity: Activity, on: date) -> Iterator[Diagnostic]:
    """Check the evidence of one work record.

    Args:
        register: the register.
        activity: the record; drafts, records of a later day and records that a correction replaced are not looked at.
        on: the day; evidence dated later is not there yet.
    """
    if activity.state is not _FILED or activity.date > on:
        return
    found = [*_check_sufficiency(activity, on), *_check_days(activity, on)]
    if activity.inspection is not None:
        found += _check_checkers(register, activity, activity.inspection)
    if found and register.corrected_on.get(activity.id, date.max) > on:
        yield from found


def check_platform(register: Register, platform: Platform, on: date) -> Iterator[Diagnostic]:
    """Check who looks after one platform, if it is open on the day."""
    person = platform.administrator
    if person is None or person != platform.reviewer or not covers(platform.opened, platform.closed, on):
        return
    known = register.people.get(person)
    yield OWN_REVIEWER.found("platform", platform.id, ("reviewer",), person=visible(known.name if known else person))


def _check_sufficiency(activity: Activity, on: date) -> Iterator[Diagnostic]:
    missing, fits, flags = judge(activity, on)
    if missing:
        values = {
            "missing": ", ".join(_name_needs(missing, "en", " or ")),
            "missing_zh": "、".join(_name_needs(missing, "zh", "或")),
        }
        yield EVIDENCE_MISSING.found("activity", activity.id, **values, id=activity.id, type=missing[0][0])
    if not fits and activity.meeting is not None:
        yield ATTENDANCE.found("activity", activity.id, ("meeting",), **_sum_up(activity.meeting))
    if flags:
        key = ("report",) if activity.report is not None else ()
        yield NO_RECEIPT.found("activity", activity.id, key)


def _name_needs(missing: Iterable[AnyOf], language: str, joint: str) -> list[str]:
    return [joint.join(_name_sort(sort, language) for sort in need) for need in missing]


def _name_sort(sort: EvidenceType, language: str) -> str:
    label = sort.label(language)
    return label if language == "zh" else label[:1].lower() + label[1:]


def _sum_up(meeting: Meeting) -> dict[str, str]:
    """The numbers of a meeting in words, as far as they are given."""
    numbers = (
        ("present", "实到", meeting.present),
        ("excused", "请假", meeting.excused),
        ("absent", "缺席", meeting.absent),
    )
    given = [(name, name_zh, number) for name, name_zh, number in numbers if number is not None]
    return {
        "expected": str(meeting.expected),
        "parts": " + ".join(f"{number} {name}" for name, _, number in given),
        "parts_zh": "＋".join(f"{name_zh}{number}" for _, name_zh, number in given),
        "sum": str(sum(number for _, _, number in given)),
    }


def _check_days(activity: Activity, on: date) -> Iterator[Diagnostic]:
    filed = activity.filed_on or activity.date
    if filed < activity.date:
        yield FILED_EARLIER.found("activity", activity.id, ("filed_on",), filed=filed, day=activity.date)
    for at, row in enumerate(activity.evidence):
        if row.date is not None and filed < row.date <= on and row.type is not EvidenceType.RECEIPT:
            key = ("evidence", at, "date")
            yield LATER_EVIDENCE.found("activity", activity.id, key, day=row.date, filed=filed)


def _check_checkers(register: Register, activity: Activity, inspection: Inspection) -> Iterator[Diagnostic]:
    """One warning that names everything which is checked by itself."""
    what: list[tuple[str, str]] = []
    if activity.unit in inspection.units:
        what.append(("itself", "本单位"))
    for id_ in inspection.platforms:
        platform = register.platforms.get(id_)
        if platform is None:
            continue
        title = visible(platform.title)
        if platform.unit == activity.unit:
            what.append((f'its own platform "{title}"', f"自有平台“{title}”"))
        elif platform.administrator is not None and platform.administrator in inspection.checkers:
            what.append((f'the platform "{title}", which a checker administers', f"检查人自己管理的平台“{title}”"))
    if what:
        unit = register.units.get(activity.unit)
        values = {
            "unit": visible(unit.title if unit else activity.unit),
            "what": ", ".join(english for english, _ in what),
            "what_zh": "、".join(chinese for _, chinese in what),
        }
        yield SELF_CHECKED.found("activity", activity.id, ("inspection",), **values)
