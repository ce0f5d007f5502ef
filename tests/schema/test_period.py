from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.period import Period
from schema.period import normal
from schema.period import parse_event
from schema.period import parse_period
from schema.period import period_of
from schema.period import periods_of_year
from schema.vocabulary import Per

days = st.dates()
lengths = st.sampled_from(Per)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_period_is_read(text: str, first: date, last: date) -> None:
    assert parse_period(text) == Period(text, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "2026-H3",
        "2026-Q0",
        "2026-13",
        "2026-6",
        "2026-06-01",
        "0000",
        "2026 ",
        "２０２６",
        "event:a/opened/2026-01-01",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


def test_event_is_read_with_and_without_its_kind() -> None:
    short = parse_event("event:street-account/administrator-changed/2026-09-15")
    full = parse_event("event:street-account/platform.administrator-changed/2026-09-15")
    assert short is not None
    assert full is not None
    assert (short.owner, short.kind, short.sort, short.day) == (
        "street-account",
        "",
        "administrator-changed",
        date(2026, 9, 15),
    )
    assert full.kind == "platform"
    assert full.text == short.text == "event:street-account/administrator-changed/2026-09-15"


@pytest.mark.parametrize("text", ["event:", "event:a/opened", "event:a/opened/2026-02-30", "event:A/opened/2026-02-03"])
def test_what_names_no_event_is_none(text: str) -> None:
    assert parse_event(text) is None
    assert normal(text) == text


def test_normal_leaves_periods_alone_and_shortens_events() -> None:
    assert normal("2026-Q3") == "2026-Q3"
    assert normal("event:a/unit.liaison-changed/2026-02-03") == "event:a/liaison-changed/2026-02-03"


@given(day=days, per=lengths)
def test_every_day_lies_in_exactly_one_period_of_each_length(day: date, per: Per) -> None:
    holding = [period for period in periods_of_year(day.year, per) if period.first <= day <= period.last]
    assert holding == [period_of(day, per)]


@given(day=days, per=lengths)
def test_a_period_that_is_written_is_read_back(day: date, per: Per) -> None:
    period = period_of(day, per)
    assert parse_period(period.text) == period


@given(year=st.integers(1, 9998), per=lengths)
def test_periods_follow_each_other_without_gap(year: int, per: Per) -> None:
    several = [*periods_of_year(year, per), periods_of_year(year + 1, per)[0]]
    for before, after in pairwise(several):
        assert (after.first - before.last).days == 1
