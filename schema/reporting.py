"""Reports and duty statements: what each must hold, and what is wrong with one (R12).

What a record must hold as data stands in one table, `REQUIREMENTS`; whom a report goes to and who gets a copy stand in the duty
that it fulfils. `schema.rules.reports` says in words what `defects` finds.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final
from typing import NamedTuple

from schema.diagnostic import Step
from schema.evidence import REPORTS
from schema.holding import holder
from schema.kinds.activity import Activity
from schema.kinds.activity import Report
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.register import Register
from schema.selector import expand
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from schema.vocabulary import Rank
from schema.vocabulary import ReportForm
from schema.vocabulary import UnitType


class DefectSort(StrEnum):
    """What may be wrong with a report."""

    NO_REPORT = "no-report"
    NO_PERIOD = "no-period"
    NO_CONTENT = "no-content"
    NAME = "name"
    NO_NUMBER = "no-number"
    ADDRESSEE = "addressee"
    COPIES = "copies"
    REPORTER = "reporter"
    PARTS = "parts"
    REQUEST = "request"


class Defect(NamedTuple):
    """One thing that is wrong with a report."""

    sort: DefectSort
    key: tuple[Step, ...] = ()
    """Where in the record."""
    wanted: tuple[str, ...] = ()
    """What should stand there: ids of units, superior bodies or persons, or names of fields of `[report]`, as the sort has it."""
    given: str = ""
    """What stands there instead; empty where nothing does."""


class Requirement(NamedTuple):
    """What a report of one type must hold besides its addressee and, in writing, its copies, which the duty names."""

    parts: tuple[tuple[str, ...], ...] = ()
    """Fields of `[report]` that must not be empty; of each entry one is enough."""
    is_half_yearly: bool = False
    """Whether it names its period and its content, and is made by the first responsible person or in the body's name."""


REQUIREMENTS: Final[dict[ActivityType, Requirement]] = {
    ActivityType.HALF_YEAR_REPORT: Requirement(is_half_yearly=True),
    ActivityType.MAJOR_REPORT: Requirement(parts=(("matter",), ("measures",), ("proposals",))),
    ActivityType.DEPARTMENT_REPORT: Requirement(parts=(("matter",), ("analysis", "result"))),
    ActivityType.SPECIAL_INSPECTION: Requirement(parts=(("result",),)),
    ActivityType.NEWS_REPORT: Requirement(parts=(("matter", "analysis", "result"),)),
}
"""What R12 asks of each type; a special inspection is a report only where it has `[report]`."""

TEXTS: Final = ("matter", "measures", "proposals", "analysis", "result")
"""The fields of `[report]` that hold its text."""

# 妥否 and 当否 close a request (应当否决 does not); 提请、报请、申请 tell of one that was made in a paper of its own.
_REQUEST: Final = re.compile(
    r"(?<![提报申呈])请(?:予以|予|尽快|审核|审阅|领导|上级)*(?:批示|批准|批复|审批|核准|核批)"
    r"|[妥当]否(?=[，,。；;：:！!？?\s]|$)"
)


def defects(register: Register, activity: Activity) -> list[Defect]:
    """What is wrong with a report, whatever its state; empty for what is none.

    Args:
        register: the register, for the duties that the record fulfils and for who held which post on its day.
        activity: the record.
    """
    needs = REQUIREMENTS.get(activity.type)
    if needs is None:
        return []
    report = activity.report
    if report is None:
        return [Defect(DefectSort.NO_REPORT)] if activity.type in REPORTS else []
    duties = reported_duties(register, activity)
    found = [*_half_yearly(register, activity, report, duties)] if needs.is_half_yearly else []
    found += _ways(report, duties)
    found += _parts(activity, report, needs)
    found += _requests(report)
    return found


def reported_duties(register: Register, activity: Activity) -> list[Duty]:
    """The duties that a record fulfils and that accept its type."""
    named = dict.fromkeys(row.duty for row in activity.fulfils)
    known = (duty for id_ in named if (duty := register.duties.get(id_)) is not None)
    return [duty for duty in known if not duty.accepts or activity.type in duty.accepts]


def decision_bodies(register: Register, duties: Iterable[Duty], on: date) -> tuple[str, ...]:
    """The decision bodies in whose name the bearers of duties report: a body itself, or the body that a post belongs to.

    Returns:
        Ids of units of type body; empty where none can be told.
    """
    found: dict[str, None] = {}
    for duty in duties:
        for unit in _units_of(register, duty, on):
            body = _body_above(register, unit)
            if body is not None:
                found[body] = None
    return tuple(found)


def first_responsible(register: Register, duties: Iterable[Duty], on: date) -> tuple[str, ...]:
    """The persons who answer for duties in the first place on a day: the bearer's holder, or that of a body's principal post.

    Returns:
        Ids of persons; empty where nobody holds such a post.
    """
    found: dict[str, None] = {}
    for duty in duties:
        for post in _first_posts(register, duty, on):
            person = holder(register, post, on).person
            if person is not None:
                found[person] = None
    return tuple(found)


def _first_posts(register: Register, duty: Duty, on: date) -> Iterator[str]:
    expansion = expand(register, duty.bearer, on)
    for id_ in expansion.ids:
        if expansion.kind == "post":
            yield id_
            continue
        for post in register.posts_by_unit.get(id_, ()):
            if post.rank is Rank.PRINCIPAL and covers(post.since, post.until, on):
                yield post.id


def _units_of(register: Register, duty: Duty, on: date) -> Iterator[str]:
    expansion = expand(register, duty.bearer, on)
    for id_ in expansion.ids:
        yield register.posts[id_].unit if expansion.kind == "post" else id_


def _body_above(register: Register, unit_id: str) -> str | None:
    """The unit itself or the nearest above it that is a decision body; None where there is none."""
    seen: set[str] = set()
    unit = register.units.get(unit_id)
    while unit is not None and unit.id not in seen:
        if unit.type is UnitType.BODY:
            return unit.id
        seen.add(unit.id)
        unit = register.units.get(unit.parent or "")
    return None


def _half_yearly(register: Register, activity: Activity, report: Report, duties: Sequence[Duty]) -> Iterator[Defect]:
    if not activity.fulfils:
        yield Defect(DefectSort.NO_PERIOD)
    for at, row in enumerate(activity.fulfils):
        if not row.period:
            yield Defect(DefectSort.NO_PERIOD, ("fulfils", at))
    if report.content is None:
        yield Defect(DefectSort.NO_CONTENT, ("report",))
    if report.form is ReportForm.IN_PERSON:
        yield from _reporter(register, activity, report, duties)
        return
    bodies = decision_bodies(register, duties, activity.date)
    if report.in_name_of is None or (bodies and report.in_name_of not in bodies):
        yield Defect(DefectSort.NAME, ("report", "in_name_of"), bodies, report.in_name_of or "")
    numbers = (row.label for row in activity.evidence if row.type is EvidenceType.NUMBER)
    if not report.number.strip() and not any(label.strip() for label in numbers):
        yield Defect(DefectSort.NO_NUMBER, ("report", "number"))


def _reporter(register: Register, activity: Activity, report: Report, duties: Sequence[Duty]) -> Iterator[Defect]:
    first = first_responsible(register, duties, activity.date)
    if report.reporter is None or (first and report.reporter not in first):
        yield Defect(DefectSort.REPORTER, ("report", "reporter"), first, report.reporter or "")


def _ways(report: Report, duties: Sequence[Duty]) -> Iterator[Defect]:
    """Whom it goes to, as its duties say; only what is in writing is copied to others."""
    addressees = tuple(dict.fromkeys(duty.addressee for duty in duties if duty.addressee is not None))
    if addressees and report.addressee not in addressees:
        yield Defect(DefectSort.ADDRESSEE, ("report", "addressee"), addressees, report.addressee or "")
    if report.form is ReportForm.WRITTEN:
        copies = dict.fromkeys(copy for duty in duties for copy in duty.copies)
        left = tuple(copy for copy in copies if copy not in report.copies)
        if left:
            yield Defect(DefectSort.COPIES, ("report", "copies"), left)


def _parts(activity: Activity, report: Report, needs: Requirement) -> Iterator[Defect]:
    for names in needs.parts:
        texts = [str(getattr(report, name)) for name in names]
        if "result" in names and activity.inspection is not None:
            texts.append(activity.inspection.result)
        if not any(text.strip() for text in texts):
            yield Defect(DefectSort.PARTS, ("report",), names)


def _requests(report: Report) -> Iterator[Defect]:
    """A report may not smuggle in a request (请示), which nobody would answer."""
    for name in TEXTS:
        match = _REQUEST.search(getattr(report, name))
        if match is not None:
            yield Defect(DefectSort.REQUEST, ("report", name), given=match.group())
