from datetime import date
from datetime import timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.vocabulary import Roll
from schema.workdays import Workdays
from tests.builders import RegisterBuilder
from tests.builders import span

OFFICIAL = RegisterBuilder().calendar().build().workdays
BARE = RegisterBuilder().build().workdays
days = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@pytest.mark.parametrize("day", span("2026-01-01", "2026-12-31"), ids=str)
def test_working_days_of_2026_are_those_of_the_notice(day: date) -> None:
    assert OFFICIAL.is_workday(day) == chinese_calendar.is_workday(day)


def test_r2_example_2_the_end_of_january_rolls_and_a_make_up_day_stays() -> None:
    assert OFFICIAL.roll(date(2026, 1, 31), Roll.BACK) == date(2026, 1, 30)
    assert OFFICIAL.roll(date(2026, 1, 31), Roll.FORWARD) == date(2026, 2, 2)
    assert OFFICIAL.roll(date(2026, 1, 31), Roll.NONE) == date(2026, 1, 31)
    assert OFFICIAL.roll(date(2026, 2, 28), Roll.BACK) == date(2026, 2, 28)
    assert BARE.roll(date(2026, 2, 28), Roll.BACK) == date(2026, 2, 27)


def test_r3_example_1_a_make_up_sunday_counts() -> None:
    assert OFFICIAL.after(date(2026, 9, 15), 5) == date(2026, 9, 21)
    assert BARE.after(date(2026, 9, 15), 5) == date(2026, 9, 22)
    assert OFFICIAL.between(date(2026, 9, 21), date(2026, 9, 22)) == 1


def test_r3_example_2_a_holiday_does_not_count() -> None:
    assert OFFICIAL.after(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert BARE.after(date(2026, 9, 30), 5) == date(2026, 10, 7)


def test_r0_3_first_day_excluded_last_included() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert OFFICIAL.between(friday, monday) == 1
    assert OFFICIAL.between(friday, friday) == 0
    assert OFFICIAL.between(monday, friday) == -1


def test_a_year_without_official_calendar_is_provisional() -> None:
    provisional = RegisterBuilder().calendar().calendar(2027, status="provisional").build().workdays
    assert not OFFICIAL.is_provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert OFFICIAL.is_provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert provisional.is_provisional(date(2027, 1, 4))


def test_the_end_of_the_world_ends_the_count() -> None:
    assert BARE.after(date(9999, 12, 30), 100) == date.max
    assert BARE.roll(date(9999, 12, 31), Roll.FORWARD).year == 9999


@given(day=days, how=st.sampled_from([Roll.BACK, Roll.FORWARD]))
def test_a_rolled_day_is_a_working_day_in_the_direction_said(day: date, how: Roll) -> None:
    rolled = OFFICIAL.roll(day, how)
    assert OFFICIAL.is_workday(rolled)
    assert rolled <= day if how is Roll.BACK else rolled >= day
    between = span(min(day, rolled).isoformat(), max(day, rolled).isoformat())
    assert not any(OFFICIAL.is_workday(passed) for passed in between if passed != rolled)


@settings(max_examples=60)
@given(start=days, end=days, official=st.booleans())
def test_counting_by_weeks_equals_counting_by_days(start: date, end: date, official: bool) -> None:
    workdays = OFFICIAL if official else BARE
    first, last = min(start, end), max(start, end)
    walked = sum(workdays.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert workdays.between(first, last) == walked
    assert workdays.between(last, first) == -walked


@given(start=days, count=st.integers(0, 60))
def test_after_and_between_agree(start: date, count: int) -> None:
    assert OFFICIAL.between(start, OFFICIAL.after(start, count)) == count


def test_a_day_on_both_lists_is_worked() -> None:
    both = RegisterBuilder().calendar(2026, holidays=["2026-10-10"], workdays=["2026-10-10"]).build().workdays
    assert isinstance(both, Workdays)
    assert both.is_workday(date(2026, 10, 10))
    assert both.between(date(2026, 10, 9), date(2026, 10, 10)) == 1
