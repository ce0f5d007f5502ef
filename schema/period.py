"""Periods: the stretches of time that obligations belong to, as people write them.

`2026`, `2026-H1`, `2026-Q3` and `2026-06` are periods of the calendar; `event:<owner id>/<sort>/<day>` names one event,
such as `event:street-account/administrator-changed/2026-09-15`. A
period belongs to the year of its first day (R0.6).
"""

import re
from calendar import monthrange
from datetime import MAXYEAR
from datetime import MINYEAR
from datetime import date
from functools import lru_cache
from typing import Final
from typing import NamedTuple

from schema.vocabulary import Per

EVENT_PREFIX: Final = "event:"
"""How a period that is an event begins."""

MONTHS_IN: Final = {Per.YEAR: 12, Per.HALF_YEAR: 6, Per.QUARTER: 3, Per.MONTH: 1}
"""The months of a period of each length."""

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_EVENT = re.compile(
    r"event:(?P<owner>[a-z0-9-]+)/(?:(?P<kind>platform|unit)\.)?(?P<sort>[a-z-]+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)


class Period(NamedTuple):
    """One period; both ends belong to it."""

    text: str
    """As people write it."""
    first: date
    last: date


class EventName(NamedTuple):
    """What `event:…` names."""

    owner: str
    """Id of the platform or unit."""
    kind: str
    """`platform` or `unit`; empty where the text leaves it out."""
    sort: str
    """The token of the event's sort, such as `administrator-changed`."""
    day: date

    @property
    def text(self) -> str:
        """As it stands in computed obligations: without the kind."""
        return f"{EVENT_PREFIX}{self.owner}/{self.sort}/{self.day.isoformat()}"


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | None:
    """Read a period of the calendar; None where the text is none, an event's name among others."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not MINYEAR <= int(match["year"]) <= MAXYEAR:
        return None
    year = int(match["year"])
    for name, per in (("half", Per.HALF_YEAR), ("quarter", Per.QUARTER), ("month", Per.MONTH)):
        if match[name]:
            return periods_of_year(year, per)[int(match[name]) - 1]
    return periods_of_year(year, Per.YEAR)[0]


@lru_cache(maxsize=4096)
def parse_event(text: str) -> EventName | None:
    """Read the name of an event; None where the text is none.

    The sort may stand with its kind (`platform.administrator-changed`) or without (`administrator-changed`).
    """
    match = _EVENT.fullmatch(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return EventName(match["owner"], match["kind"] or "", match["sort"], day)


def normal(text: str) -> str:
    """A period as computed obligations write it: an event's name without the kind, all else unchanged."""
    name = parse_event(text)
    return text if name is None else name.text


@lru_cache(maxsize=1024)
def periods_of_year(year: int, per: Per) -> tuple[Period, ...]:
    """The periods of one length whose first day lies in a year, in order.

    Args:
        year: 1 to 9999.
        per: the length.
    """
    size = MONTHS_IN[per]
    return tuple(_period(year, at, per) for at in range(1, 12 // size + 1))


def period_of(day: date, per: Per) -> Period:
    """The period of a length that holds a day."""
    return periods_of_year(day.year, per)[(day.month - 1) // MONTHS_IN[per]]


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _period(year: int, at: int, per: Per) -> Period:
    size = MONTHS_IN[per]
    first, last = date(year, (at - 1) * size + 1, 1), last_of_month(year, at * size)
    if per is Per.YEAR:
        return Period(f"{year:04}", first, last)
    if per is Per.MONTH:
        return Period(f"{year:04}-{at:02}", first, last)
    return Period(f"{year:04}-{'H' if per is Per.HALF_YEAR else 'Q'}{at}", first, last)
