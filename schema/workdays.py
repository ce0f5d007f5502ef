"""Working days as decreed: holidays, make-up days, counting and rolling (R0.3, R0.5, R2, R3).

The arrangement is decreed each year and cannot be computed. A year without an official calendar counts Monday to Friday and is
provisional, and every answer that touches it says so.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import MAXYEAR
from datetime import MINYEAR
from datetime import date
from datetime import timedelta
from functools import cached_property

from schema.kinds.calendar import Calendar
from schema.vocabulary import CalendarStatus
from schema.vocabulary import Roll

_DAY = timedelta(days=1)
_FRIDAY = 4


class Workdays:
    """Tells working days from days off."""

    def __init__(self, calendars: Mapping[int, Calendar]) -> None:
        self._calendars = calendars

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(day for calendar in self._calendars.values() for day in calendar.holidays)

    @cached_property
    def _made_up(self) -> frozenset[date]:
        return frozenset(day for calendar in self._calendars.values() for day in calendar.workdays)

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day; make-up Saturdays and Sundays count."""
        if day in self._made_up:
            return True
        return day.weekday() <= _FRIDAY and day not in self._off

    def is_provisional(self, *days: date) -> bool:
        """Whether any year from the first to the last of these days has no official calendar."""
        years = range(min(days).year, max(days).year + 1)
        return any(not self._is_official(year) for year in years)

    def _is_official(self, year: int) -> bool:
        calendar = self._calendars.get(year)
        return calendar is not None and calendar.status is CalendarStatus.OFFICIAL

    def known(self, day: date) -> bool | None:
        """Whether people work on a day; None where no official calendar says so."""
        return self.is_workday(day) if self._is_official(day.year) else None

    def roll(self, day: date, how: Roll) -> date:
        """Move a day that is no working day, as the cadence says (R2)."""
        if how is Roll.NONE:
            return day
        step = -_DAY if how is Roll.BACK else _DAY
        while not self.is_workday(day) and _within(day + step):
            day += step
        return day

    def after(self, start: date, count: int) -> date:
        """The count-th working day after a start day, which is not counted (R3).

        Count 0 is the start itself; where the calendar of the world ends, its last day.
        """
        day = start
        while count > 0 and day < date.max:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days in (start, end]: the first day excluded, the last included (R0.3).

        Returns:
            The count; negative where end lies before start, then counted the other way round.
        """
        return self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        """Working days from the first day of the world to a day, both included; weeks are not walked."""
        weeks, rest = divmod(day.toordinal(), 7)
        return 5 * weeks + min(rest, 5) + bisect_right(self._extra, day) - bisect_right(self._missing, day)

    @cached_property
    def _extra(self) -> list[date]:
        """Worked Saturdays and Sundays."""
        return sorted(day for day in self._made_up if day.weekday() > _FRIDAY)

    @cached_property
    def _missing(self) -> list[date]:
        """Days off from Monday to Friday."""
        return sorted(day for day in self._off - self._made_up if day.weekday() <= _FRIDAY)


def _within(day: date) -> bool:
    return MINYEAR < day.year < MAXYEAR
