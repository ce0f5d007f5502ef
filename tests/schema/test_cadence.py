from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.cadence import Anchor
from schema.cadence import Window
from schema.cadence import plan
from schema.cadence import read_due
from schema.cadence import read_opens
from schema.cadence import windows
from schema.vocabulary import Per
from tests.builders import COUNTS_AFTER_QUARTER
from tests.builders import HALF_YEAR_REPORT
from tests.builders import Data
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import in_months


def windows_of(row: Data, year: int = 2026) -> list[tuple[str, str, str]]:
    """Period, opening and due day of a row's windows in a year with the official calendar of 2026."""
    return [(window.period.text, str(window.opens), str(window.due)) for window in full(row, year)]


def full(row: Data, year: int = 2026) -> tuple[Window, ...]:
    register = RegisterBuilder().calendar().duty("duty", row).build()
    return windows(plan(register.duties["duty"].cadence[0]), year, register.workdays)


def faults_of(row: Data) -> list[tuple[str, str]]:
    register = RegisterBuilder().duty("duty", row).build()
    return [(fault.problem, fault.key) for fault in plan(register.duties["duty"].cadence[0]).faults]


def test_r2_example_1_june_and_december() -> None:
    assert windows_of(HALF_YEAR_REPORT) == [
        ("2026-H1", "2026-06-01", "2026-06-30"),
        ("2026-H2", "2026-12-01", "2026-12-31"),
    ]


def test_r4_example_2_each_half_year_opens_with_its_period() -> None:
    assert windows_of(at_least(per="half-year")) == [
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
    ]


def test_r0_2_counts_by_the_tenth_after_the_quarter() -> None:
    found = windows_of(COUNTS_AFTER_QUARTER)
    assert found == [
        ("2026-Q1", "2026-04-01", "2026-04-10"),
        ("2026-Q2", "2026-07-01", "2026-07-10"),
        ("2026-Q3", "2026-10-01", "2026-10-10"),  # a make-up Saturday stays
        ("2026-Q4", "2027-01-01", "2027-01-11"),  # a Sunday rolls forward
    ]


def test_r0_6_a_period_belongs_to_the_year_of_its_first_day() -> None:
    row = by_date("01-31+1y", opens="12-01")
    (window,) = full(row)
    assert (window.period.text, window.opens, window.due) == ("2026", date(2026, 12, 1), date(2027, 1, 29))
    assert window.rolled
    assert window.provisional


@pytest.mark.parametrize(
    ("due", "rolled"),
    [("10-31", "2026-10-30"), ("01-31", "2026-01-30"), ("02-28", "2026-02-28"), ("03-31", "2026-03-31")],
)
def test_r0_5_a_due_day_without_a_stated_roll_rolls_back(due: str, rolled: str) -> None:
    (window,) = full(by_date(due))
    assert str(window.due) == rolled
    assert window.rolled == (rolled != f"2026-{due}")
    assert not window.provisional


@pytest.mark.parametrize(
    ("months", "periods"),
    [
        ((6,), ["2026"]),
        ((6, 12), ["2026-H1", "2026-H2"]),
        ((3, 6, 9, 12), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ((2, 3, 12), ["2026-02", "2026-03", "2026-12"]),
        ((1, 2), ["2026-01", "2026-02"]),
        (tuple(range(1, 13)), [f"2026-{month:02}" for month in range(1, 13)]),
    ],
)
def test_the_length_of_the_period_follows_from_the_months(months: tuple[int, ...], periods: list[str]) -> None:
    assert [period for period, _, _ in windows_of(in_months(*months))] == periods


def test_fixed_months_are_due_at_their_own_end() -> None:
    assert windows_of(in_months(3, opens="month-start")) == [("2026", "2026-03-01", "2026-03-31")]


def test_a_given_length_wins_over_the_months() -> None:
    assert windows_of(in_months(5, per="half-year")) == [("2026-H1", "2026-01-01", "2026-05-29")]


def test_the_29th_of_february_is_the_last_day_in_a_common_year() -> None:
    row = by_date("02-29", roll="none")
    assert windows_of(row)[0][2] == "2026-02-28"
    assert windows_of(row, 2028)[0][2] == "2028-02-29"


def test_a_window_of_days_off_is_due_on_its_first_day() -> None:
    assert windows_of(by_date("10-03", opens="10-01")) == [("2026", "2026-10-01", "2026-10-01")]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("", Anchor("period-start")),
        ("month-start", Anchor("month-start")),
        ("after-period", Anchor("after-period", days=1)),
        ("after-period+3d", Anchor("after-period", days=3)),
        ("12-01", Anchor("day", month=12, day=1)),
        ("12-01+1y", Anchor("day", month=12, day=1, years=1)),
        ("period-end", None),
        ("after-period+0d", None),
        ("13-01", None),
        ("02-30", None),
        ("1-1", None),
        ("tomorrow", None),
        ("period-start ", None),
    ],
)
def test_opens(text: str, anchor: Anchor | None) -> None:
    assert read_opens(text) == anchor


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("", Anchor("period-end")),
        ("month-end", Anchor("month-end")),
        ("after-period+10d", Anchor("after-period", days=10)),
        ("01-31+1y", Anchor("day", month=1, day=31, years=1)),
        ("after-period", None),
        ("period-start", None),
        ("01-32", None),
    ],
)
def test_due(text: str, anchor: Anchor | None) -> None:
    assert read_due(text) == anchor


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ({"type": "at-least", "n": 4}, [("missing", "per")]),
        ({"type": "exactly"}, [("missing", "per")]),
        ({"type": "months"}, [("missing", "months")]),
        ({"type": "by-date"}, [("missing", "due")]),
        ({"type": "event"}, [("missing", "on"), ("missing", "within")]),
        (after_event("platform.moved"), [("event-sort", "on")]),
        (after_event("platform.opened", within_days=3), [("both-limits", "within_days")]),
        (at_least(opens="soon"), [("grammar", "opens")]),
        (at_least(opens="month-start"), [("grammar", "opens")]),
        (at_least(due="later"), [("grammar", "due")]),
        (by_date("01-31", opens="12-01"), [("reversed", "due")]),
        (in_months(6, 12, per="year"), [("months-share-period", "months")]),
        (in_months(6, 6), [("months-share-period", "months")]),
        (at_least(each="branch-one"), [("selector", "each")]),
        ({"type": "unset"}, []),
        (at_least(per="month", opens="month-start"), []),
        (HALF_YEAR_REPORT, []),
        (COUNTS_AFTER_QUARTER, []),
    ],
)
def test_faults_of_a_row(row: Data, faults: list[tuple[str, str]]) -> None:
    assert faults_of(row) == faults


@given(
    opens=st.text(max_size=20)
    | st.sampled_from(["period-start", "month-start", "after-period+9999d", "12-31+99y", "02-29"]),
    due=st.text(max_size=20) | st.sampled_from(["period-end", "month-end", "after-period+9999d", "12-31+99y", "02-29"]),
    type_=st.sampled_from(["at-least", "exactly", "months", "by-date", "event", "unset"]),
    per=st.sampled_from([None, *Per]),
    months=st.lists(st.integers(1, 12), max_size=5),
    year=st.integers(1, 9999),
)
def test_no_row_raises_and_every_window_is_the_right_way_round(
    opens: str, due: str, type_: str, per: Per | None, months: list[int], year: int
) -> None:
    row: dict[str, Any] = {"type": type_, "opens": opens, "due": due, "per": per and per.value, "months": months}
    for window in full(row, year):
        assert window.opens <= window.due
        assert window.period.first.year == year
