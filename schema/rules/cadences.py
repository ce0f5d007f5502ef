"""DB301-DB310: cadences that cannot be read, and calendars that contradict themselves (R2-R4)."""

from collections.abc import Iterator
from typing import Final

from schema.cadence import Fault
from schema.cadence import plan
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.event import SORTS
from schema.kinds.calendar import Calendar
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.rule import Rule
from schema.visible import visible
from schema.vocabulary import CadenceType

KEY_MISSING = Rule(
    code="DB301",
    severity=Severity.ERROR,
    message="a cadence of type `{type}` needs `{key}`; this row makes no obligation",
    message_zh="`{type}` 型频次须有 `{key}`；本行不产生应办事项",
    hint="add `{key}`, or set the type to `unset` until somebody decides",
    hint_zh="补上 `{key}`；尚未定的，类型写 `unset`",
    reason="No number, length or date is guessed.",
    example='type = "at-least"\nn = 1',
    fix='type = "at-least"\nn = 1\nper = "quarter"',
    source="R4",
)
BAD_GRAMMAR = Rule(
    code="DB302",
    severity=Severity.ERROR,
    message='`{key}` "{text}" cannot be read; this row makes no obligation',
    message_zh="`{key}`“{text}”无法识别；本行不产生应办事项",
    hint="write {forms}",
    hint_zh="可写 {forms}",
    reason="A due day must have one meaning.",
    example='due = "end of month"',
    fix='due = "month-end"',
    source="R2",
)
REVERSED_WINDOW = Rule(
    code="DB303",
    severity=Severity.ERROR,
    message="the window would be due before it opens; this row makes no obligation",
    message_zh="到期早于窗口开始；本行不产生应办事项",
    hint="add `+1y` to a due day of the year after, or correct `opens`",
    hint_zh="到期在次年的，在日期后加 `+1y`；或改正 `opens`",
    reason="Nothing could ever be done in time.",
    example='opens = "12-01"\ndue = "01-31"',
    fix='opens = "12-01"\ndue = "01-31+1y"',
    source="R0.2",
)
UNKNOWN_EVENT = Rule(
    code="DB304",
    severity=Severity.ERROR,
    message='there is no event of the sort "{text}"; this row makes no obligation',
    message_zh="没有“{text}”这类事件；本行不产生应办事项",
    hint="use one of {known}",
    hint_zh="改用 {known} 之一",
    reason="An event is a dated event on a platform or a unit.",
    example='on = "platform.moved"',
    fix='on = "platform.administrator-changed"',
    source="R0.7",
)
MONTHS_SHARE = Rule(
    code="DB305",
    severity=Severity.ERROR,
    message="two of the months lie in one {per}; this row makes no obligation",
    message_zh="有两个月份落在同一期（{per_zh}）内；本行不产生应办事项",
    hint="leave `per` out, make it shorter, or write two rows",
    hint_zh="不填 `per`、改用更短的期，或分成两行",
    reason="Each period has one obligation of a row; a record for it could not be told from another.",
    example='per = "year"\nmonths = [\n  6,\n  12,\n]',
    fix='per = "half-year"\nmonths = [\n  6,\n  12,\n]',
    source="R2",
)
NO_SELECTOR = Rule(
    code="DB306",
    severity=Severity.ERROR,
    message='`each` "{text}" is no selector; this row makes no obligation',
    message_zh="`each`“{text}”不是选择项；本行不产生应办事项",
    hint="write a selector such as `@party-orgs`",
    hint_zh="写选择项，如 `@party-orgs`",
    reason="Elements are expanded on a day, so that they follow the register.",
    example='each = "branch-one"',
    fix='each = "@party-orgs"',
    source="R0.8",
)
BOTH_LIMITS = Rule(
    code="DB307",
    severity=Severity.ERROR,
    message="`within` and `within_days` both stand here; this row makes no obligation",
    message_zh="`within` 与 `within_days` 只能取一；本行不产生应办事项",
    hint="keep working days or calendar days",
    hint_zh="保留工作日或自然日其中之一",
    reason="The two limits are counted differently.",
    example="within = 5\nwithin_days = 7",
    fix="within = 5",
    source="R3",
)
NO_BEGINNING = Rule(
    code="DB308",
    severity=Severity.NOTE,
    message="the duty has no `from`: what was left undone in earlier years is not listed",
    message_zh="该事项没有 `from`：以前年度未完成的不会列出",
    hint="write since when the duty holds",
    hint_zh="写明自何日起施行",
    reason="Nobody can be behind on a duty that nobody says began.",
    example='title = "专题研究"',
    fix='title = "专题研究"\nfrom = 2026-01-01',
    source="R0.6",
)
HOLIDAY_WORKED = Rule(
    code="DB309",
    severity=Severity.ERROR,
    message="{day} is both a holiday and a make-up working day",
    message_zh="{day} 既列为放假日，又列为调休上班日",
    hint="take it out of one of the two lists, as the notice says",
    hint_zh="按通知从其中一处删去",
    reason="Due days roll by this calendar; until it is mended the day counts as worked.",
    example="holidays = [\n  2026-10-10,\n]\nworkdays = [\n  2026-10-10,\n]",
    fix="workdays = [\n  2026-10-10,\n]",
    source="R2",
)
OTHER_YEAR = Rule(
    code="DB310",
    severity=Severity.ERROR,
    message="{day} does not lie in {year}",
    message_zh="{day} 不在 {year} 年内",
    hint="move it to the calendar of its year",
    hint_zh="移到所在年度的日历",
    reason="Each year has its own notice.",
    example="year = 2026\nholidays = [\n  2027-01-01,\n]",
    fix="year = 2027\nholidays = [\n  2027-01-01,\n]",
    source="R2",
)
RULES: Final = (
    KEY_MISSING,
    BAD_GRAMMAR,
    REVERSED_WINDOW,
    UNKNOWN_EVENT,
    MONTHS_SHARE,
    NO_SELECTOR,
    BOTH_LIMITS,
    NO_BEGINNING,
    HOLIDAY_WORKED,
    OTHER_YEAR,
)

_FORMS: Final = {
    "opens": "period-start, month-start, after-period, after-period+10d, 12-01, 12-01+1y",
    "due": "period-end, month-end, after-period+10d, 01-31, 01-31+1y",
}


def check_duty(duty: Duty) -> Iterator[Diagnostic]:
    """Check the cadences of one duty."""
    for at, row in enumerate(duty.cadence):
        for fault in plan(row).faults:
            yield _found(duty.id, ("cadence", at, fault.key), row, fault)
    if duty.since is None and any(row.type is not CadenceType.UNSET for row in duty.cadence):
        yield NO_BEGINNING.found("duty", duty.id, ("from",))


def _found(id: str, key: tuple[Step, ...], row: Cadence, fault: Fault) -> Diagnostic:
    match fault.problem:
        case "missing":
            return KEY_MISSING.found("duty", id, key, type=row.type, key=fault.key)
        case "grammar":
            text = row.opens if fault.key == "opens" else row.due
            return BAD_GRAMMAR.found("duty", id, key, key=fault.key, text=visible(text), forms=_FORMS[fault.key])
        case "event-sort":
            return UNKNOWN_EVENT.found("duty", id, key, text=visible(row.on), known=", ".join(sorted(SORTS)))
        case "months-share-period":
            per = plan(row).per
            return MONTHS_SHARE.found("duty", id, key, per=per.en.lower() if per else "", per_zh=per.zh if per else "")
        case "reversed":
            return REVERSED_WINDOW.found("duty", id, key)
        case "selector":
            return NO_SELECTOR.found("duty", id, key, text=visible(row.each or ""))
        case "both-limits":
            return BOTH_LIMITS.found("duty", id, key)


def check_calendar(calendar: Calendar) -> Iterator[Diagnostic]:
    """Check one year's calendar."""
    id_ = str(calendar.year)
    holidays = frozenset(calendar.holidays)
    for name, days in (("holidays", calendar.holidays), ("workdays", calendar.workdays)):
        for at, day in enumerate(days):
            if day.year != calendar.year:
                yield OTHER_YEAR.found("calendar", id_, (name, at), day=day, year=calendar.year)
            elif name == "workdays" and day in holidays:
                yield HOLIDAY_WORKED.found("calendar", id_, (name, at), day=day)
