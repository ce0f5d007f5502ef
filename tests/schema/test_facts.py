from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.facts import FactSort
from schema.facts import Span
from schema.facts import collect
from schema.facts import due_in
from schema.identity import Place
from schema.register import Register
from schema.target import name
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day
from tests.builders import plain
from tests.schema.sample import DAY
from tests.schema.sample import sample

FIRST_HALF = Span(date(2026, 1, 1), date(2026, 6, 30))
SECOND_HALF = Span(date(2026, 7, 1), date(2026, 12, 31))
END = date(2026, 12, 31)


def numbers(register: Register, span: Span, on: date) -> dict[str, int]:
    return {fact.sort.value: fact.number for fact in collect(register, span, on)}


def sources(register: Register, span: Span, on: date, sort: FactSort) -> tuple[str, ...]:
    return next(fact.sources for fact in collect(register, span, on) if fact.sort is sort)


@pytest.mark.parametrize(
    ("span", "on", "wanted"),
    [
        (SECOND_HALF, DAY, [20, 1, 2, 4, 3, 1, 0, 2, 3, 1, 6, 2]),
        (SECOND_HALF, date(2026, 12, 18), [29, 1, 2, 5, 3, 2, 1, 0, 3, 1, 6, 3]),
        (FIRST_HALF, date(2026, 7, 1), [28, 0, 1, 5, 0, 0, 0, 0, 3, 0, 0, 0]),
        (FIRST_HALF, date(2026, 7, 2), [28, 1, 0, 5, 0, 0, 0, 0, 3, 0, 0, 0]),
    ],
)
def test_the_figures_of_the_sample(span: Span, on: date, wanted: list[int]) -> None:
    """Counted by hand from domain.md 6.7 and 6.8: D05/H1 is missed on 07-01 and done late on 07-02."""
    assert list(numbers(sample(), span, on).values()) == wanted


def test_the_sources_of_the_sample_are_named() -> None:
    assert sources(sample(), SECOND_HALF, DAY, FactSort.MISSED) == (
        "branch-theme-day 2026-Q3 pomegranate-village",
        "quarterly-review 2026-Q3",
    )
    assert sources(sample(), SECOND_HALF, DAY, FactSort.DONE_LATE) == (
        "platform-filing event:street-account/administrator-changed/2026-09-15",
    )
    assert sources(sample(), SECOND_HALF, DAY, FactSort.POST_CHANGES) == (
        "post/deputy-secretary",
        "post/secretary",
        "post/street-director",
    )


def whole_year(on: date) -> list[str]:
    return [source for fact in collect(sample(), Span(date(2026, 1, 1), END), on) for source in fact.sources]


@given(on=st.dates(date(2026, 1, 1), date(2027, 2, 1)))
def test_every_source_can_be_looked_up(on: date) -> None:
    register = sample()
    known = {name(one.duty, one.period, one.element) for one in due_in(register, Span(date(2026, 1, 1), END), on)}
    for source in whole_year(on):
        kind, _, id_ = source.partition("/")
        place: Place = (kind, id_)
        assert register.get(*place) is not None or source in known


@given(on=st.dates(date(2026, 1, 1), date(2027, 2, 1)), cut=st.dates(date(2026, 1, 2), date(2026, 12, 31)))
def test_what_happened_in_two_spans_is_what_happened_in_both_together(on: date, cut: date) -> None:
    first, last = Span(date(2026, 1, 1), date.fromordinal(cut.toordinal() - 1)), Span(cut, END)
    whole = numbers(sample(), Span(first.first, last.last), on)
    parts = [numbers(sample(), span, on) for span in (first, last)]
    for sort in ("done", "done-late", "missed", "inspections", "findings-issued", "platform-events", "urges"):
        assert whole[sort] == parts[0][sort] + parts[1][sort]
    closed = ("findings-closed", "findings-closed-late")
    assert sum(whole[sort] for sort in closed) == sum(part[sort] for part in parts for sort in closed)


@given(on=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_r0_1_of_a_span_that_has_not_begun_nothing_has_happened(on: date) -> None:
    span = Span(date.fromordinal(on.toordinal() + 1), date(2028, 1, 1))
    happened = ("inspections", "findings-issued", "findings-closed", "findings-closed-late", "platform-events", "urges")
    found = numbers(sample(), span, on)
    assert [found[sort] for sort in happened] == [0] * len(happened)


def inspected(*states: str, **fields: Any) -> RegisterBuilder:
    builder = RegisterBuilder().calendar()
    for at, state in enumerate(states):
        on, id_ = f"2026-05-1{at}", f"2026-05-1{at}-aaaaaa"
        builder.activity(on, type="supervision-check", state=state, id=id_, **fields)
    return builder


def test_only_filed_inspections_count_until_a_correction_takes_their_place() -> None:
    builder = inspected("filed", "draft", "withdrawn", "corrected")
    builder.activity("2026-05-20", type="supervision-check", corrects="2026-05-10-aaaaaa", id="2026-05-20-aaaaaa")
    register = builder.build()
    seen = [sources(register, FIRST_HALF, day(on), FactSort.INSPECTIONS) for on in ("2026-05-19", "2026-05-20")]
    assert seen == [("activity/2026-05-10-aaaaaa",), ("activity/2026-05-20-aaaaaa",)]


def test_a_platform_that_changed_twice_is_named_once() -> None:
    events = [{"type": "renamed", "date": "2026-05-06"}, {"type": "administrator-changed", "date": "2026-05-07"}]
    builder = RegisterBuilder().platform("account", event=plain(events), opened="2026-05-06", closed="2026-06-01")
    builder.unit("section", event=plain(events[:1]))
    facts = {fact.sort: fact for fact in collect(builder.build(), FIRST_HALF, END)}
    assert facts[FactSort.PLATFORM_EVENTS][1:] == (4, ("platform/account",))
    assert facts[FactSort.PLATFORMS].number == 0


def test_what_falls_due_in_a_span_includes_periods_of_the_year_before() -> None:
    builder = RegisterBuilder().calendar().calendar(2027, status="provisional")
    builder.duty("late", by_date("01-31+1y", opens="12-01")).duty("quarterly", at_least())
    register = builder.build()
    found = due_in(register, Span(date(2027, 1, 1), date(2027, 6, 30)), day("2027-03-01"))
    assert [(one.duty, one.period) for one in found] == [
        ("late", "2026"),
        ("quarterly", "2027-Q1"),
        ("quarterly", "2027-Q2"),
    ]


def test_holdings_count_once_though_they_begin_and_end_in_the_span() -> None:
    holding = [
        {"person": "ada", "from": "2020-01-01", "to": "2026-02-28"},
        {"person": "bo", "from": "2026-03-01", "to": "2026-04-30"},
        {"person": "cy", "from": "2026-05-01"},
        {"person": "di", "from": "2019-01-01", "to": "2019-12-31"},
    ]
    register = RegisterBuilder().post("head", None, holding=plain(holding)).build()
    assert numbers(register, FIRST_HALF, END)["post-changes"] == 3
    assert numbers(register, FIRST_HALF, day("2026-03-01"))["post-changes"] == 2


def test_a_span_holds_both_ends_and_no_day_at_all_is_in_none() -> None:
    assert [FIRST_HALF.holds(one) for one in (FIRST_HALF.first, FIRST_HALF.last, SECOND_HALF.first, None)] == [
        True, True, False, False,
    ]  # fmt: skip
