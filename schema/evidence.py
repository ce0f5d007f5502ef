"""Evidence: what a work record must hold before it counts (R15)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Final
from typing import NamedTuple

from schema.kinds.activity import Activity
from schema.kinds.activity import Meeting
from schema.kinds.activity import Report
from schema.marks import Flag
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from schema.vocabulary import ReportForm

AnyOf = tuple[EvidenceType, ...]
"""Sorts of evidence of which one is enough."""


class Sufficiency(NamedTuple):
    """Whether a record's evidence is enough."""

    missing: tuple[AnyOf, ...] = ()
    """What is missing: for each gap the sorts of which one would close it."""
    attendance_adds_up: bool = True
    """Whether expected = present + excused + absent can be true of the numbers that are given."""
    flags: tuple[Flag, ...] = ()
    """What is said though the record counts."""

    @property
    def enough(self) -> bool:
        """Whether the record counts."""
        return not self.missing and self.attendance_adds_up


class Need(NamedTuple):
    """One thing that a record's evidence has to show."""

    sorts: AnyOf
    """One of these is enough."""
    by: EvidenceType | None = None
    """The sort that shows it; None while nothing does."""
    must: bool = True
    """Whether the record does not count without it."""


_MEETING: Final = ((EvidenceType.MINUTES,), (EvidenceType.ATTENDANCE,))
_LEARNING: Final = ((EvidenceType.ATTENDANCE, EvidenceType.MINUTES, EvidenceType.SCRIPT),)
_NUMBER: Final = ((EvidenceType.NUMBER,),)
_SHEET: Final = ((EvidenceType.SHEET,),)
_LISTED: Final = ((EvidenceType.LIST, EvidenceType.SHEET),)
_WRITTEN_UP: Final = ((EvidenceType.SHEET, EvidenceType.TEXT),)

REQUIRED: Final[dict[ActivityType, tuple[AnyOf, ...]]] = {
    ActivityType.DELIBERATION: _MEETING,
    ActivityType.DEMOCRATIC_LIFE: _MEETING,
    ActivityType.ORGANISATIONAL_LIFE: _MEETING,
    ActivityType.ANALYSIS: _NUMBER,
    ActivityType.STUDY: _LEARNING,
    ActivityType.GROUP_STUDY: _LEARNING,
    ActivityType.THEME_DAY: _LEARNING,
    ActivityType.TRAINING: _LEARNING,
    ActivityType.LECTURE: _LEARNING,
    ActivityType.HALF_YEAR_REPORT: _NUMBER,
    ActivityType.MAJOR_REPORT: _NUMBER,
    ActivityType.DEPARTMENT_REPORT: _NUMBER,
    ActivityType.NEWS_REPORT: _NUMBER,
    ActivityType.GENERAL_INSPECTION: _SHEET,
    ActivityType.SPECIAL_INSPECTION: _SHEET,
    ActivityType.SUPERVISION_CHECK: _SHEET,
    ActivityType.SECRECY_CHECK: _SHEET,
    ActivityType.PLATFORM_CHECK: _SHEET,
    ActivityType.CIRCULAR: _NUMBER,
    ActivityType.WARNING_CIRCULAR: _NUMBER,
    ActivityType.REGULATION: _NUMBER,
    ActivityType.PLAN: _NUMBER,
    ActivityType.HAZARD_COUNTS: _SHEET,
    ActivityType.PETITION_COUNTS: _SHEET,
    ActivityType.ROSTER_FILING: _LISTED,
    ActivityType.PLATFORM_FILING: _LISTED,
    ActivityType.DUTY_STATEMENT: _WRITTEN_UP,
    ActivityType.ASSESSMENT: _WRITTEN_UP,
    ActivityType.HANDOVER: _WRITTEN_UP,
}
"""What each type of activity needs: every entry must be met by one of its sorts. A type that stands not here needs nothing."""

REPORTS: Final = frozenset(
    {
        ActivityType.HALF_YEAR_REPORT,
        ActivityType.MAJOR_REPORT,
        ActivityType.DEPARTMENT_REPORT,
        ActivityType.NEWS_REPORT,
    }
)
"""The types that are reports: one made in person needs a registration sheet instead of a number."""


def judge(activity: Activity, on: date = date.max) -> Sufficiency:
    """Say whether a record's evidence is enough, and what is missing (R15).

    Args:
        activity: the record.
        on: evidence and receipts dated later are not there yet (R0.1); left out, all of it is looked at.
    """
    rows = activity.evidence
    # Few rows have a day of their own, and every record of a register comes by here.
    held = _held(activity, on) if any(map(_DATE, rows)) else tuple(map(_TYPE, rows))
    if activity.type in REPORTS:
        return _judge_report(activity, held, on)
    missing = _missing(activity.type, held)
    meeting = activity.meeting
    if meeting is not None and REQUIRED.get(activity.type) is _MEETING and not adds_up(meeting):
        return Sufficiency(missing, attendance_adds_up=False)
    return Sufficiency(missing) if missing else _ENOUGH


def checklist(
    type_: ActivityType, held: Iterable[EvidenceType], report: Report | None = None, on: date = date.max
) -> tuple[Need, ...]:
    """What the evidence of a record of one type has to show, and what of it is there: R15 as `judge` applies it, item by item.

    Args:
        type_: the type of the record.
        held: the sorts of evidence that it holds by the day.
        report: its table of the report, where it has one.
        on: the day; a receipt dated later is not there yet.
    """
    there = tuple(dict.fromkeys(held))
    if type_ not in REPORTS:
        return tuple(_need(sorts, there) for sorts in REQUIRED.get(type_, ()))
    if report is not None and report.form is ReportForm.IN_PERSON:
        return tuple(_need(sorts, there) for sorts in _SHEET)
    if report is not None and report.number:
        there = (*there, EvidenceType.NUMBER)
    if report is not None and _is_received(report, on):
        there = (*there, EvidenceType.RECEIPT)
    return (*(_need(sorts, there) for sorts in _NUMBER), _need((EvidenceType.RECEIPT,), there)._replace(must=False))


def _need(sorts: AnyOf, there: tuple[EvidenceType, ...]) -> Need:
    return Need(sorts, next((one for one in sorts if one in there), None))


def adds_up(meeting: Meeting) -> bool:
    """Whether expected = present + excused + absent can be true: numbers that are not given may be any."""
    expected = meeting.expected
    parts = (meeting.present, meeting.excused, meeting.absent)
    if expected is None:
        return True
    given = sum(part for part in parts if part is not None)
    return given <= expected if None in parts else given == expected


@lru_cache(maxsize=65_536)
def _missing(type_: ActivityType, held: tuple[EvidenceType, ...]) -> tuple[AnyOf, ...]:
    """Records of one type hold the same few sorts of evidence, so each combination is looked at once."""
    return tuple(need for need in REQUIRED.get(type_, ()) if not any(one in held for one in need))


_ENOUGH: Final = Sufficiency()
_TYPE: Final = attrgetter("type")
_DATE: Final = attrgetter("date")


def _held(activity: Activity, on: date) -> tuple[EvidenceType, ...]:
    return tuple(row.type for row in activity.evidence if row.date is None or row.date <= on)


def _judge_report(activity: Activity, held: tuple[EvidenceType, ...], on: date) -> Sufficiency:
    report = activity.report
    if report is not None and report.form is ReportForm.IN_PERSON:
        return Sufficiency() if EvidenceType.SHEET in held else Sufficiency(_SHEET)
    has_number = EvidenceType.NUMBER in held or (report is not None and report.number != "")
    has_receipt = EvidenceType.RECEIPT in held or (report is not None and _is_received(report, on))
    return Sufficiency(() if has_number else _NUMBER, flags=() if has_receipt else (Flag.NO_RECEIPT,))


def _is_received(report: Report, on: date) -> bool:
    return report.receipt_number != "" and (report.receipt_date is None or report.receipt_date <= on)
