"""Completion: the counts of what was due, by unit and by month. Each is a list of obligations first and a number second.

What is settled is what was due by the day and is not waived; the rate of completion is the share of it that was done,
the rate in time the share that was done by its last day. A rate of nothing is no rate.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from schema.marks import Light
from schema.marks import State
from schema.obligation import DONE
from schema.obligation import Obligation

LIGHTS = (Light.RED, Light.YELLOW, Light.WHITE, Light.GREEN, Light.GREY)
"""The lights in the order in which a leader asks for them."""
_BESIDE = frozenset({State.WAIVED, State.UNSET})


class Tally(NamedTuple):
    """The obligations of one unit or one month, counted."""

    name: str
    """Id of the unit, or `2026-03`."""
    all: tuple[Obligation, ...]
    lights: dict[Light, int]
    settled: int
    """How many were due by the day, or done before it; waived ones are not counted."""
    done: int
    """How many of these are done."""
    in_time: int
    """How many of these were done by their last day."""

    @property
    def rate(self) -> float | None:
        """Share of the settled that is done; None where nothing was due yet."""
        return self.done / self.settled if self.settled else None

    @property
    def late(self) -> int:
        """Done after the last day."""
        return self.done - self.in_time

    @property
    def missed(self) -> int:
        """Due and not done."""
        return self.settled - self.done


def tally(name: str, found: Iterable[Obligation], on: date) -> Tally:
    """Count some obligations as of a day."""
    every = tuple(found)
    settled = [one for one in every if one.state not in _BESIDE and (one.state in DONE or one.last_day < on)]
    return Tally(
        name,
        every,
        {light: sum(one.light is light for one in every) for light in LIGHTS},
        len(settled),
        sum(one.state in DONE for one in settled),
        sum(one.state is State.DONE for one in settled),
    )


def by_unit(found: Sequence[Obligation], on: date) -> list[Tally]:
    """The obligations by the first lead unit, the accountable one; those without a lead come under the empty name.

    Returns:
        Units with the most red first, then by id.
    """
    grouped: dict[str, list[Obligation]] = {}
    for one in found:
        grouped.setdefault(one.lead[0] if one.lead else "", []).append(one)
    counted = [tally(unit, each, on) for unit, each in grouped.items()]
    return sorted(counted, key=lambda one: (-one.lights[Light.RED], -one.lights[Light.YELLOW], one.name))


def by_month(found: Sequence[Obligation], on: date) -> list[Tally]:
    """The obligations by the month of their last day: the twelve months of the day's year."""
    months = [f"{on.year}-{month:02}" for month in range(1, 13)]
    grouped: dict[str, list[Obligation]] = {month: [] for month in months}
    for one in found:
        month = one.last_day.isoformat()[:7]
        if month in grouped and one.state is not State.UNSET:
            grouped[month].append(one)
    return [tally(month, each, on) for month, each in grouped.items()]
