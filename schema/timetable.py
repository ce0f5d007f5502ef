"""Timetable: whether there is an obligation of the name that a letter or a waiver gives, and when it is due.

For one name only; `schema.obligation` counts what was done, for which it walks the work records.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from typing import NamedTuple

from schema.cadence import Plan
from schema.cadence import Window
from schema.cadence import event_window
from schema.cadence import has_period
from schema.cadence import plan
from schema.cadence import windows
from schema.event import canonical
from schema.event import events_of
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.urge import Target
from schema.obligation import is_within
from schema.period import parse_event
from schema.period import parse_period
from schema.register import Register
from schema.selector import includes
from schema.supersession import ended_by_sources
from schema.target import name
from schema.vocabulary import CadenceType
from schema.vocabulary import WaiverType

Absence = Literal["", "period", "element"]
"""Why there is no such obligation: its duty makes none for the period, or does not count that element; empty: there is."""


class Appointment(NamedTuple):
    """What a name stands for."""

    windows: tuple[Window, ...]
    """One as a rule; several where several rows of a duty have that period."""
    absence: Absence

    @property
    def due(self) -> date | None:
        """The last day of all windows, without extensions; None where there is no such obligation."""
        return max((window.due for window in self.windows), default=None)


def appointment(register: Register, target: Target, on: date) -> Appointment | None:
    """Say what an obligation's name stands for; None where its duty is unknown or has no cadence that can be read.

    Args:
        register: the register.
        target: duty, period and element; no element means every one.
        on: the day; a selector is expanded on it, or on the due day where that is earlier (R1).
    """
    duty = register.duties.get(target.duty)
    if duty is None or all(plan(row).faults for row in duty.cadence):
        return None
    found = list(_windows(register, duty, target.period))
    if not found:
        return Appointment((), "period")
    counted = [window for row, window in found if _has_element(register, duty, row, window, target.element, on)]
    return Appointment(tuple(counted), "" if counted else "element")


def due_with_extensions(register: Register, target: Target, due: date, on: date, *, without: str = "") -> date:
    """The last day by which an obligation must be done as it is known on a day, approved extensions included (R0.10).

    Args:
        register: the register.
        target: duty, period and element.
        due: the last day without extensions.
        on: extensions approved later are not known.
        without: id of an extension that is left out.
    """
    names = {name(target.duty, target.period, element) for element in (target.element, None)}
    return max(
        (
            waiver.new_due
            for each in names
            for waiver in register.waivers_by_target.get(each, ())
            if waiver.type is WaiverType.EXTEND
            and waiver.id != without
            and waiver.new_due is not None
            and waiver.new_due > due
            and waiver.approved_on is not None
            and waiver.approved_on <= on
            and (waiver.expires is None or on <= waiver.expires)
        ),
        default=due,
    )


def _windows(register: Register, duty: Duty, text: str) -> Iterator[tuple[Cadence, Window]]:
    period, ended = parse_period(text), ended_by_sources(register, duty)
    for row in duty.cadence:
        read = plan(row)
        if read.faults:
            continue
        if row.type is CadenceType.EVENT:
            found = _event_windows(register, read, text)
        elif period is not None and has_period(read, period):
            found = (one for one in windows(read, period.first.year, register.workdays) if one.period == period)
        else:
            continue
        for window in found:
            if is_within(duty, window, ended):
                yield row, window


def _event_windows(register: Register, read: Plan, text: str) -> Iterator[Window]:
    named, event_name = parse_event(text), canonical(text, read.row.on)
    if named is None or not event_name:
        return
    kind = read.row.on.partition(".")[0]
    owner = register.platforms.get(named.owner) if kind == "platform" else register.units.get(named.owner)
    for event in events_of(owner) if owner is not None else ():
        if event.text == event_name and event.sort == read.row.on:
            yield event_window(read, event, register.workdays)
            return


def _has_element(register: Register, duty: Duty, row: Cadence, window: Window, element: str | None, on: date) -> bool:
    if element is None:
        return True
    return row.each is not None and includes(register, row.each, element, min(on, window.due), context_post=duty.bearer)
