"""Lights: from the facts of an obligation to its state and colour (R5). The first matching row of the table wins."""

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from typing import NamedTuple

import msgspec

from schema.marks import Light
from schema.marks import State
from schema.workdays import Workdays

WORST = (Light.RED, Light.YELLOW, Light.GREEN, Light.WHITE, Light.GREY)
"""The lights from the worst on."""


class Facts(msgspec.Struct, frozen=True, gc=False):
    """What the table of R5 asks about."""

    opens: date
    due: date
    """After rolling, without extensions."""
    needed: int
    count: int
    completed_on: date | None
    """The day of the record that brought the count to what is needed."""
    extended_to: date | None = None
    """The approved new due day; None without one."""
    waived: bool = False
    unset: bool = False


class Judgement(NamedTuple):
    """A state and its colour."""

    state: State
    light: Light


class Judge:
    """Judges obligations as they stand on one day."""

    def __init__(self, workdays: Workdays, on: date, near_due: int | None) -> None:
        """Set the day.

        Args:
            workdays: what counts working days.
            on: the day.
            near_due: the working days before the due day from which it is near; None: never.
        """
        self._on = on
        # A due day is near while fewer than near_due + 1 working days lie after today up to it.
        self._far = None if near_due is None else workdays.after(on, near_due + 1)

    def judge(self, facts: Facts) -> Judgement:
        """Find the row of R5."""
        last = facts.due if facts.extended_to is None else max(facts.due, facts.extended_to)
        if facts.waived:
            return _WAIVED
        if facts.unset:
            return _UNSET
        if facts.completed_on is not None:
            return _DONE if facts.completed_on <= last else _DONE_LATE
        if self._on > facts.due:
            return _EXTENDED if self._on <= last else _MISSED
        if self._on < facts.opens:
            return _NOT_STARTED
        if self._far is not None and last < self._far:
            return _NEAR_DUE
        return _BEHIND if facts.count < expected_by(facts, self._on) else _RUNNING


def worst(lights: Iterable[Light]) -> Light:
    """The worst of several lights; NONE where there is none."""
    found = set(lights)
    return next((light for light in WORST if light in found), Light.NONE)


def expected_by(facts: Facts, on: date) -> int:
    """How many should be done by a day of the window: n × the elapsed share of its calendar days, rounded down (R0.4)."""
    elapsed = (on - facts.opens) // _DAY + 1
    return facts.needed * elapsed // ((facts.due - facts.opens) // _DAY + 1)


_DAY = timedelta(days=1)
_WAIVED = Judgement(State.WAIVED, Light.NONE)
_UNSET = Judgement(State.UNSET, Light.GREY)
_DONE = Judgement(State.DONE, Light.GREEN)
_DONE_LATE = Judgement(State.DONE_LATE, Light.GREEN)
_EXTENDED = Judgement(State.EXTENDED, Light.YELLOW)
_MISSED = Judgement(State.MISSED, Light.RED)
_NOT_STARTED = Judgement(State.NOT_STARTED, Light.WHITE)
_NEAR_DUE = Judgement(State.NEAR_DUE, Light.YELLOW)
_BEHIND = Judgement(State.RUNNING, Light.YELLOW)
_RUNNING = Judgement(State.RUNNING, Light.GREEN)
