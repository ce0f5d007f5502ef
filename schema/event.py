"""Events: dated events on platforms and units that set off obligations (R0.7).

An opening, a closing and a change of liaison are events even where nobody wrote an `[[event]]` row, and never twice. A change of
post-holder is no event.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.kinds.platform import Platform
from schema.kinds.unit import Unit
from schema.period import EventName
from schema.period import parse_event
from schema.register import Register
from schema.vocabulary import EventType

OWNERS: Final = ("platform", "unit")
"""The kinds whose records have events."""

SORTS: Final = frozenset(f"{kind}.{type_}" for kind in OWNERS for type_ in EventType)
"""What a cadence may name in `on`: `platform.administrator-changed`, `unit.liaison-changed` …"""


class Event(NamedTuple):
    """One event."""

    day: date
    kind: str
    """`platform` or `unit`."""
    owner: str
    """Its id."""
    type: EventType

    @property
    def sort(self) -> str:
        """As a cadence names it: `platform.administrator-changed`."""
        return f"{self.kind}.{self.type}"

    @property
    def text(self) -> str:
        """As a period: `event:street-account/administrator-changed/2026-09-15`."""
        return EventName(self.owner, self.kind, self.type, self.day).text


def events(register: Register) -> dict[str, tuple[Event, ...]]:
    """Every event by sort, each once, in order of day and owner."""
    found: set[Event] = set()
    for platform in register.platforms.values():
        found.update(_platform_events(platform))
    for unit in register.units.values():
        found.update(_unit_events(unit))
    by_sort: dict[str, list[Event]] = {}
    for event in sorted(found):
        by_sort.setdefault(event.sort, []).append(event)
    return {sort: tuple(several) for sort, several in by_sort.items()}


def events_of(owner: Platform | Unit) -> Iterator[Event]:
    """The events of one platform or unit; one that stands there twice comes twice."""
    return _platform_events(owner) if isinstance(owner, Platform) else _unit_events(owner)


def canonical(text: str, sort: str) -> str:
    """The name of an event as `Event.text` writes it, where a text may give the kind before the sort.

    Args:
        text: an event's name, as a work record gives it.
        sort: the sort that the cadence names, `platform.administrator-changed`.

    Returns:
        The name; empty where the text names no event of that sort.
    """
    name = parse_event(text)
    if name is None:
        return ""
    kind, _, token = sort.partition(".")
    if name.sort != token or name.kind not in {"", kind}:
        return ""
    return name.text


def _platform_events(platform: Platform) -> Iterator[Event]:
    for row in platform.event:
        yield Event(row.date, "platform", platform.id, row.type)
    if platform.opened is not None:
        yield Event(platform.opened, "platform", platform.id, EventType.OPENED)
    if platform.closed is not None:
        yield Event(platform.closed, "platform", platform.id, EventType.CLOSED)


def _unit_events(unit: Unit) -> Iterator[Event]:
    for row in unit.event:
        yield Event(row.date, "unit", unit.id, row.type)
    started = sorted((row.since or date.min) for row in unit.liaison)
    # The first liaison is no change, nor are two that begin on one day; a row without a day sets nothing off.
    for day in started[1:]:
        if day not in {date.min, started[0]}:
            yield Event(day, "unit", unit.id, EventType.LIAISON_CHANGED)
