"""The check: everything that the rules say about a register, and what may not be saved."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from typing import Any
from typing import Final

from schema import boundary
from schema.diagnostic import Diagnostic
from schema.event import Event
from schema.event import events
from schema.identity import Place
from schema.kinds.activity import Activity
from schema.kinds.assessment import Assessment
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.case import Case
from schema.kinds.duty import Duty
from schema.kinds.finding import Finding
from schema.kinds.handover import Handover
from schema.kinds.person import Person
from schema.kinds.platform import Platform
from schema.kinds.post import Post
from schema.kinds.scheme import Scheme
from schema.kinds.source import Source
from schema.kinds.unit import Unit
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.personal import some_may_hold
from schema.reference import Row
from schema.reference import references_of
from schema.reference import rows
from schema.reference import spell
from schema.reference import texts_of
from schema.register import Register
from schema.rules import activities
from schema.rules import assessments
from schema.rules import cadences
from schema.rules import cases
from schema.rules import changes
from schema.rules import coverage
from schema.rules import evidence
from schema.rules import handovers
from schema.rules import holdings
from schema.rules import rectification
from schema.rules import references
from schema.rules import reports
from schema.rules import scope
from schema.rules import settings
from schema.rules import shapes
from schema.rules import signatures
from schema.rules import tiers
from schema.rules import urging
from schema.severity import apply
from schema.visible import is_clear


def check(register: Register, on: date) -> list[Diagnostic]:
    """Everything that the rules say about a register on a day.

    What cannot be loaded is the store's to say. What may not be saved, `refuse` says; here it is said of what stands
    there all the same, with the severities that register.toml sets.

    Args:
        register: the register.
        on: the day for which vacancies are looked for and selectors expanded.
    """
    found = list(_check_parts(register, "register", "", register.settings))
    for calendar in register.calendars.values():
        found += cadences.check_calendar(calendar)
        found += _check_parts(register, "calendar", str(calendar.year), calendar)
    known = events(register)
    for kind, record in register.everything():
        bad_id = references.check_id(kind, record)
        if bad_id is not None:
            found.append(bad_id)
        found += boundary.check_id(kind, record.id)
        found += _check_parts(register, kind, record.id, record)
        found += boundary.check_record(register, record)
        found += _check_kind(register, record, on, known)
    found += references.check_circles(register)
    found += references.check_selectors(register, on)
    found += settings.check_settings(register)
    found += tiers.check_settings(register, on)
    found += coverage.check_coverage(register, on)
    found += handovers.check_owed(register, on)
    return apply(register.settings, found)


def check_one(register: Register, kind: str, record: Record, on: date) -> list[Diagnostic]:
    """What the rules say of one record alone, as while it is typed; it need not stand in the register.

    Args:
        register: the register that it belongs to.
        kind: kind of the record.
        record: the record.
        on: as for `check`.
    """
    known = events(register) if isinstance(record, Activity) else {}
    found = list(_check_parts(register, kind, record.id, record))
    found += boundary.check_record(register, record)
    found += _check_kind(register, record, on, known)
    return apply(register.settings, found)


def refuse(register: Register, place: Place, record: Table, overrides: tuple[str, ...] = ()) -> list[Diagnostic]:
    """Why a record may not be saved as it is: the boundary (R17), and two formal holders of one post (R6).

    Args:
        register: the register with the change made.
        place: kind and id of the record.
        record: the record as it would be saved.
        overrides: codes that a person overrides with a reason.
    """
    found = boundary.refuse(register, place, record, overrides)
    if isinstance(record, Post):
        found += [one for one in holdings.check_conflicts(record) if one.code not in overrides]
    return found


def _check_parts(register: Register, kind: str, id: str, record: Table) -> Iterator[Diagnostic]:
    """What is looked for in every row of every kind."""
    found = rows(record)
    short, long = spell(found)
    clear = is_clear(short, long)
    suspect = some_may_hold(short) or some_may_hold(long)
    for row in found:
        yield from shapes.check_row(kind, id, row)
        sound = references.is_sound(register, row)
        if not (clear and sound):  # a reference that leads nowhere may hold what cannot be seen
            for text in texts_of(row):
                unseen = shapes.check_text(kind, id, text)
                if unseen is not None:
                    yield unseen
        if suspect:
            yield from boundary.check_row(kind, id, row)
        if not sound:
            yield from _check_references(register, kind, id, row)


def _check_references(register: Register, kind: str, id: str, row: Row) -> Iterator[Diagnostic]:
    for reference in references_of(row):
        broken = references.check_reference(register, kind, id, reference)
        if broken is not None and broken.code == references.MISSING.code:
            yield boundary.check_reference(kind, id, reference) or broken
        elif broken is not None:
            yield broken


def _check_kind(
    register: Register, record: Record, on: date, known: dict[str, tuple[Event, ...]]
) -> Iterator[Diagnostic]:
    """What is looked for in one kind."""
    if isinstance(record, Activity):
        yield from activities.check_activity(register, record, known)
    for look in _BY_KIND.get(type(record), ()):
        yield from look(register, record, on)


_BY_KIND: Final[dict[type[Record], tuple[Callable[[Register, Any, date], Iterator[Diagnostic]], ...]]] = {
    Post: (holdings.check_post,),
    Unit: (lambda _, unit, __: holdings.check_unit(unit),),
    Duty: (
        lambda _, duty, __: cadences.check_duty(duty),
        lambda register, duty, _: scope.check_duty(register, duty),
        tiers.check_duty,
        changes.check_duty,
    ),
    Activity: (evidence.check_activity, reports.check_report),
    Source: (
        lambda _, source, __: activities.check_source(source),
        lambda _, source, __: scope.check_source(source),
        tiers.check_source,
        changes.check_source,
    ),
    Platform: (evidence.check_platform,),
    Finding: (rectification.check_finding,),
    Urge: (urging.check_urge,),
    Waiver: (urging.check_waiver,),
    Scheme: (assessments.check_scheme,),
    Assessment: (assessments.check_assessment,),
    Case: (cases.check_case,),
    Handover: (handovers.check_handover,),
    Person: (signatures.check_person,),
}
"""What is looked for in each kind, besides what is looked for in every row."""
