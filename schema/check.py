"""The check: everything that the rules say about a register, and what may not be saved."""

from collections.abc import Iterator
from datetime import date

from schema import boundary
from schema.diagnostic import Diagnostic
from schema.event import Event
from schema.event import events
from schema.identity import Place
from schema.kinds.activity import Activity
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.duty import Duty
from schema.kinds.post import Post
from schema.kinds.source import Source
from schema.kinds.unit import Unit
from schema.reference import references_of
from schema.reference import rows
from schema.reference import texts_of
from schema.register import Register
from schema.rules import activities
from schema.rules import cadences
from schema.rules import holdings
from schema.rules import references
from schema.rules import shapes


def check(register: Register, on: date) -> list[Diagnostic]:
    """Everything that the rules say about a register on a day.

    What cannot be loaded is the store's to say; what may not be saved is `refuse`'s.

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
        found += _check_parts(register, kind, record.id, record)
        found += _check_kind(register, record, on, known)
    found += references.check_circles(register)
    found += references.check_selectors(register, on)
    return found


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
    for row in rows(record):
        yield from shapes.check_row(kind, id, row)
        if not shapes.is_clear(row):
            for text in texts_of(row):
                unseen = shapes.check_text(kind, id, text)
                if unseen is not None:
                    yield unseen
        if not references.is_sound(register, row):
            for reference in references_of(row):
                broken = references.check_reference(register, kind, id, reference)
                if broken is not None:
                    yield broken


def _check_kind(
    register: Register, record: Record, on: date, known: dict[str, tuple[Event, ...]]
) -> Iterator[Diagnostic]:
    """What is looked for in one kind."""
    match record:
        case Post():
            return holdings.check_post(register, record, on)
        case Unit():
            return holdings.check_unit(record)
        case Duty():
            return cadences.check_duty(record)
        case Activity():
            return activities.check_activity(register, record, known)
        case Source():
            return activities.check_source(record)
        case _:
            return iter(())
