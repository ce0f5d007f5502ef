"""Cadences: from a row of a duty to windows with an opening and a due day (R2, R3, R0.5, R0.6).

The grammar of `opens` and `due` is small: `period-start`, `month-start`, `after-period` (the first day after the period),
`after-period+10d` (the tenth day after it), `period-end`, `month-end`, `12-01` (in the period's year), `01-31+1y` (in the year after).
A row that cannot be read makes no window; what is wrong with it is a value, `Fault`.
"""

import re
from collections.abc import Iterator
from datetime import MAXYEAR
from datetime import date
from datetime import timedelta
from functools import lru_cache
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.event import SORTS
from schema.event import Event
from schema.kinds.duty import Cadence
from schema.period import MONTHS_IN
from schema.period import Period
from schema.period import last_of_month
from schema.period import periods_of_year
from schema.vocabulary import CadenceType
from schema.vocabulary import Per
from schema.vocabulary import Roll
from schema.workdays import Workdays

Problem = Literal["missing", "grammar", "event-sort", "months-share-period", "reversed", "selector", "both-limits"]
"""What may be wrong with a row."""


class Anchor(NamedTuple):
    """A parsed `opens` or `due`."""

    base: Literal["period-start", "month-start", "period-end", "month-end", "after-period", "day"]
    days: int = 0
    """For `after-period`: the how-manieth day after the period."""
    month: int = 0
    """For `day`."""
    day: int = 0
    years: int = 0
    """For `day`: years after the period's own."""


class Fault(NamedTuple):
    """One thing that is wrong with a row."""

    problem: Problem
    key: str
    """The key of the row that it is about."""


class Plan(NamedTuple):
    """A row, read."""

    row: Cadence
    per: Per | None
    """The length of its periods; None for events and for rows that cannot be read."""
    opens: Anchor
    due: Anchor
    faults: tuple[Fault, ...]
    """With any fault the row makes no obligation."""


class Window(NamedTuple):
    """When one obligation may and must be done."""

    period: Period
    opens: date
    due: date
    """The last day, after rolling."""
    anchor: date
    """The last day before rolling."""
    provisional: bool
    """Whether no official calendar stands behind the due day."""

    @property
    def rolled(self) -> bool:
        """Whether the due day was moved to a working day."""
        return self.due != self.anchor


_OPENS = re.compile(r"period-start|month-start|after-period(?:\+(?P<n>[0-9]{1,4})d)?")
_DUE = re.compile(r"period-end|month-end|after-period\+(?P<n>[0-9]{1,4})d")
_DAY = re.compile(r"(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:\+(?P<years>[0-9]{1,2})y)?")
_PROBES: Final = (2024, 2025)
"""A leap year and a common one, to see whether a window is the wrong way round."""


def read_opens(text: str) -> Anchor | None:
    """Read an `opens`; None where it is against the grammar, the period's start where it is empty."""
    return _read(text or "period-start", _OPENS)


def read_due(text: str) -> Anchor | None:
    """Read a `due`; None where it is against the grammar, the period's end where it is empty."""
    return _read(text or "period-end", _DUE)


def _read(text: str, words: re.Pattern[str]) -> Anchor | None:
    if match := words.fullmatch(text):
        if text.startswith("after-period"):
            days = int(match["n"] or 1)
            return Anchor("after-period", days=days) if days else None
        return Anchor(text)  # type: ignore[arg-type]  # the pattern allows exactly the literal's words
    if match := _DAY.fullmatch(text):
        month, day, years = int(match["month"]), int(match["day"]), int(match["years"] or 0)
        # 2024 is a leap year, so 02-29 passes and is the last day of February in other years.
        if 1 <= month <= 12 and 1 <= day <= last_of_month(2024, month).day:
            return Anchor("day", month=month, day=day, years=years)
    return None


@lru_cache(maxsize=65_536)
def plan(row: Cadence) -> Plan:
    """Read a row and say what is wrong with it."""
    # The months would say nothing if their work were due at the period's end.
    opens, due = read_opens(row.opens), read_due(row.due or ("month-end" if row.type is CadenceType.MONTHS else ""))
    per = _length(row)
    faults = list(_faults(row, opens, due))
    read = Plan(row, per, opens or Anchor("period-start"), due or Anchor("period-end"), ())
    if not faults and per is not None and any(_is_reversed(read, per, year) for year in _PROBES):
        faults.append(Fault("reversed", "due"))
    return read._replace(faults=tuple(faults))


def _length(row: Cadence) -> Per | None:
    """The length of a row's periods; that of fixed months follows from the months unless it is said."""
    if row.type is CadenceType.EVENT:
        return None
    if row.type in {CadenceType.BY_DATE, CadenceType.UNSET}:
        return Per.YEAR
    if row.type is CadenceType.MONTHS and row.per is None:
        for per in (Per.YEAR, Per.HALF_YEAR, Per.QUARTER):
            count = 12 // MONTHS_IN[per]
            if len(row.months) == count and len({(month - 1) // MONTHS_IN[per] for month in row.months}) == count:
                return per
        return Per.MONTH
    return row.per


def _faults(row: Cadence, opens: Anchor | None, due: Anchor | None) -> Iterator[Fault]:
    if row.each is not None and not row.each.startswith("@"):
        yield Fault("selector", "each")
    if row.type is CadenceType.UNSET:
        return
    if row.type is CadenceType.EVENT:
        yield from _event_faults(row)
        return
    if row.type in {CadenceType.AT_LEAST, CadenceType.EXACTLY} and row.per is None:
        yield Fault("missing", "per")
    if row.type is CadenceType.MONTHS:
        yield from _month_faults(row)
    if row.type is CadenceType.BY_DATE and not row.due:
        yield Fault("missing", "due")
    monthly = row.type is CadenceType.MONTHS or row.per is Per.MONTH
    # "month-start" of a quarter says no month, and none is guessed.
    if opens is None or (opens.base == "month-start" and not monthly):
        yield Fault("grammar", "opens")
    if due is None:
        yield Fault("grammar", "due")


def _event_faults(row: Cadence) -> Iterator[Fault]:
    if not row.on:
        yield Fault("missing", "on")
    elif row.on not in SORTS:
        yield Fault("event-sort", "on")
    if row.within is None and row.within_days is None:
        yield Fault("missing", "within")
    if row.within is not None and row.within_days is not None:
        yield Fault("both-limits", "within_days")


def _month_faults(row: Cadence) -> Iterator[Fault]:
    per = _length(row)
    if not row.months:
        yield Fault("missing", "months")
    elif per and len({(month - 1) // MONTHS_IN[per] for month in row.months}) < len(row.months):
        yield Fault("months-share-period", "months")


def _is_reversed(read: Plan, per: Per, year: int) -> bool:
    for period in periods_of_year(year, per):
        month = _month_in(read.row, period)
        if month and _resolve(read.due, period, month) < _resolve(read.opens, period, month):
            return True
    return False


def windows(read: Plan, year: int, workdays: Workdays) -> tuple[Window, ...]:
    """The windows of a row's periods in a year, in order; none for events and for a row with faults.

    Args:
        read: the row, read by `plan`.
        year: the year in which the periods begin; windows may reach into the next.
        workdays: what rolls a due day.
    """
    if read.faults or read.per is None or not 1 <= year < MAXYEAR:
        return ()
    found = []
    for period in periods_of_year(year, read.per):
        month = _month_in(read.row, period)
        if month:
            opens, anchor = _resolve(read.opens, period, month), _resolve(read.due, period, month)
            # A window of one day off would be due before it opens: then it is due on its first day.
            due = max(opens, workdays.roll(anchor, read.row.roll))
            found.append(Window(period, opens, due, anchor, workdays.is_provisional(anchor, due)))
    return tuple(found)


def has_period(read: Plan, period: Period) -> bool:
    """Whether a row makes an obligation for a period of the calendar."""
    if read.faults or read.per is None:
        return False
    return period in periods_of_year(period.first.year, read.per) and _month_in(read.row, period) > 0


def is_open_in(read: Plan, period: Period) -> bool:
    """Whether a row's window opens within a period that it has; else a record must name the period (R0.2)."""
    return has_period(read, period) and _resolve(read.opens, period, _month_in(read.row, period)) <= period.last


def event_window(read: Plan, event: Event, workdays: Workdays) -> Window:
    """The window after an event: it opens on the event's day, and the limit counts from the day after (R0.7, R3)."""
    row = read.row
    if row.within is None:
        anchor = _plus(event.day, row.within_days or 0)
        due = workdays.roll(anchor, Roll.FORWARD)
    else:
        anchor = due = workdays.after(event.day, row.within)
    period = Period(event.text, event.day, event.day)
    return Window(period, event.day, due, anchor, workdays.is_provisional(event.day, due))


def _month_in(row: Cadence, period: Period) -> int:
    """The month of a period that anchors its window; 0 where the row has none there."""
    if row.type is not CadenceType.MONTHS:
        return period.last.month
    return next((month for month in row.months if period.first.month <= month <= period.last.month), 0)


def _resolve(anchor: Anchor, period: Period, month: int) -> date:
    year = period.first.year
    match anchor.base:
        case "period-start":
            return period.first
        case "period-end":
            return period.last
        case "month-start":
            return date(year, month, 1)
        case "month-end":
            return last_of_month(year, month)
        case "after-period":
            return _plus(period.last, anchor.days)
        case "day":
            year = min(year + anchor.years, MAXYEAR)
            return date(year, anchor.month, min(anchor.day, last_of_month(year, anchor.month).day))


def _plus(day: date, days: int) -> date:
    """Calendar days later, or the last day of the world."""
    return day + timedelta(days=min(days, (date.max - day).days))
