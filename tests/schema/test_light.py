from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.light import Facts
from schema.light import Judge
from schema.light import expected_by
from schema.marks import Light
from schema.marks import State
from tests.builders import RegisterBuilder
from tests.builders import day

WORKDAYS = RegisterBuilder().calendar().build().workdays
WORSE = {Light.WHITE: 0, Light.GREEN: 0, Light.YELLOW: 1, Light.RED: 2}


def facts(
    opens: str = "2026-01-01",
    due: str = "2026-12-31",
    needed: int = 1,
    count: int = 0,
    completed: str | None = None,
    extended: str | None = None,
    *,
    waived: bool = False,
    unset: bool = False,
) -> Facts:
    return Facts(
        day(opens),
        day(due),
        needed,
        count,
        day(completed) if completed else None,
        day(extended) if extended else None,
        waived,
        unset,
    )


def judged(on: str, given_facts: Facts, near_due: int | None = 10) -> tuple[State, Light]:
    found = Judge(WORKDAYS, day(on), near_due).judge(given_facts)
    return found.state, found.light


def test_r5_example_1_nothing_done_and_overdue_is_red() -> None:
    found = judged("2026-11-23", facts("2026-07-01", "2026-09-30"))
    assert found == (State.MISSED, Light.RED)


def test_r5_example_2_an_extension_runs_and_work_inside_it_is_on_time() -> None:
    running = facts("2026-10-30", "2026-11-20", extended="2026-11-30")
    assert judged("2026-11-23", running) == (State.EXTENDED, Light.YELLOW)
    done = facts("2026-10-30", "2026-11-20", count=1, completed="2026-11-27", extended="2026-11-30")
    assert judged("2026-11-30", done) == (State.DONE, Light.GREEN)


@pytest.mark.parametrize(
    ("on", "given_facts", "state", "light"),
    [
        ("2026-11-23", facts(waived=True, count=1, completed="2026-02-01"), State.WAIVED, Light.NONE),
        ("2026-11-23", facts(unset=True), State.UNSET, Light.GREY),
        ("2026-11-23", facts(due="2026-06-30", count=1, completed="2026-06-30"), State.DONE, Light.GREEN),
        ("2026-11-23", facts(due="2026-06-30", count=1, completed="2026-07-02"), State.DONE_LATE, Light.GREEN),
        ("2026-12-01", facts(due="2026-11-20", extended="2026-11-30"), State.MISSED, Light.RED),
        ("2026-11-30", facts(due="2026-11-20", extended="2026-11-30"), State.EXTENDED, Light.YELLOW),
        ("2026-11-30", facts(opens="2026-12-01"), State.NOT_STARTED, Light.WHITE),
        ("2026-12-16", facts(), State.RUNNING, Light.GREEN),
        ("2026-12-17", facts(), State.NEAR_DUE, Light.YELLOW),
        ("2026-12-31", facts(), State.NEAR_DUE, Light.YELLOW),
        ("2026-07-02", facts(needed=4, count=1), State.RUNNING, Light.YELLOW),
        ("2026-07-01", facts(needed=4, count=1), State.RUNNING, Light.GREEN),
    ],
)
def test_r5_rows(on: str, given_facts: Facts, state: State, light: Light) -> None:
    assert judged(on, given_facts) == (state, light)


def test_r0_3_near_due_counts_working_days_and_the_due_day_is_the_nought() -> None:
    third_quarter = facts("2026-10-01", "2026-10-10")
    assert WORKDAYS.between(date(2026, 10, 7), date(2026, 10, 10)) == 3
    assert judged("2026-10-07", third_quarter, 3)[0] is State.NEAR_DUE
    assert judged("2026-09-30", third_quarter, 3)[0] is State.NOT_STARTED
    assert judged("2026-10-09", third_quarter, 0)[0] is State.RUNNING
    assert judged("2026-10-10", third_quarter, 0)[0] is State.NEAR_DUE


def test_r0_3_a_window_shorter_than_the_warning_is_near_due_from_its_opening() -> None:
    assert judged("2026-09-15", facts("2026-09-15", "2026-09-21"))[0] is State.NEAR_DUE


def test_r0_10_an_extension_replaces_the_due_day_for_near_due() -> None:
    assert judged("2026-06-30", facts(due="2026-06-30", extended="2026-12-31"))[0] is State.RUNNING


def test_without_a_threshold_nothing_is_near_due() -> None:
    assert judged("2026-12-30", facts(), None) == (State.RUNNING, Light.GREEN)
    # On the due day the whole share has elapsed (R0.4).
    assert judged("2026-12-31", facts(), None) == (State.RUNNING, Light.YELLOW)


def test_r0_4_the_elapsed_share_is_counted_in_calendar_days() -> None:
    year = facts(needed=4)
    assert [expected_by(year, day(text)) for text in ("2026-01-01", "2026-04-01", "2026-04-02", "2026-12-31")] == [
        0,
        0,
        1,
        4,
    ]


spans = st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 200))
warnings = st.none() | st.integers(0, 30)


@given(span=spans, warn=warnings)
def test_r0_4_one_is_never_yellow_for_its_share_before_the_due_day(span: tuple[date, int], warn: int | None) -> None:
    opens, length = span
    due = opens + timedelta(days=length)
    for n in range(length):
        found = Judge(WORKDAYS, opens + timedelta(days=n), warn).judge(Facts(opens, due, 1, 0, None))
        assert found.state is State.NEAR_DUE or found.light is Light.GREEN


@given(span=spans, warn=warnings)
def test_a_light_never_gets_better_later_without_new_records(span: tuple[date, int], warn: int | None) -> None:
    opens, length = span
    due = opens + timedelta(days=length)
    days = [opens + timedelta(days=n) for n in range(-3, length + 5)]
    lights = [Judge(WORKDAYS, on, warn).judge(Facts(opens, due, 1, 0, None)).light for on in days]
    assert all(WORSE[before] <= WORSE[after] for before, after in pairwise(lights))
