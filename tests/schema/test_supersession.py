"""What a new rule does to duties (R18)."""

from datetime import date

import pytest

from schema.fingerprint import fingerprint
from schema.marks import State
from schema.obligation import obligations
from schema.supersession import Why
from schema.supersession import ended_by_sources
from schema.supersession import is_in_force
from schema.supersession import is_standing
from schema.supersession import last_day
from schema.supersession import suspects
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.builders import day


def new_rule(**fields: object) -> RegisterBuilder:
    """Four a year under the old rules, six under the new ones of 2027-01-01."""
    builder = RegisterBuilder().calendar()
    builder.source("old", "1", effective="2026-01-01", superseded_by="new", superseded_on="2027-01-01")
    builder.source("new", "1", effective="2027-01-01")
    builder.duty("four", at_least(4, "year"), basis=[{"clause": "old#1"}], **fields)
    builder.duty("six", at_least(6, "year"), basis=[{"clause": "new#1"}], **{"from": "2027-01-01"})
    return builder


def test_r18_example_2_the_old_year_stays_judged_by_the_old_rule() -> None:
    """New rule from 2027-01-01 asks 6/年: 2026 stays judged by 4."""
    builder = new_rule()
    for text in ("2026-02-10", "2026-05-12", "2026-08-18", "2026-11-10"):
        builder.activity(text, "four")
    register = builder.build()
    for on in (date(2026, 12, 31), date(2027, 3, 1)):
        (kept,) = obligations(register, on, year=2026)
        assert (kept.duty, kept.period, kept.needed, kept.count, kept.state) == ("four", "2026", 4, 4, State.DONE)
    found = obligations(register, date(2027, 3, 1), year=2027)
    assert [(one.duty, one.period, one.needed) for one in found] == [("six", "2027", 6)]


def test_what_was_missed_under_the_old_rule_stays_missed() -> None:
    found = obligations(new_rule().build(), date(2027, 3, 1))
    assert [(one.duty, one.period, one.state) for one in found] == [
        ("four", "2026", State.MISSED),
        ("six", "2027", State.RUNNING),
    ]


def test_an_obligation_that_had_begun_is_kept_and_a_later_one_cancelled() -> None:
    builder = RegisterBuilder().calendar().source("old", "1", superseded_on="2026-08-15")
    builder.duty("d", at_least(1, "quarter"), basis=[{"clause": "old#1"}])
    found = obligations(builder.build(), date(2026, 12, 31), year=2026)
    assert [one.period for one in found] == ["2026-Q1", "2026-Q2", "2026-Q3"]


@pytest.mark.parametrize(
    ("own", "expected"), [(None, "2026-12-31"), ("2026-06-30", "2026-06-30"), ("2027-06-30", "2026-12-31")]
)
def test_of_two_ends_the_earlier_counts(own: str | None, expected: str) -> None:
    register = new_rule(to=own).build()
    duty = register.duties["four"]
    assert last_day(register, duty) == day(expected)
    assert is_standing(register, duty, day(expected))
    assert not is_standing(register, duty, date(2027, 7, 1))


def test_a_duty_lasts_as_long_as_any_of_its_sources() -> None:
    builder = (
        RegisterBuilder().source("a", "1", superseded_on="2026-05-01").source("b", "1", superseded_on="2026-09-01")
    )
    builder.source("c", "1")
    for id_, clauses in {
        "ab": ["a#1", "b#1"],
        "abc": ["a#1", "b#1", "c#1"],
        "gone": ["a#1", "x#1"],
        "none": [],
    }.items():
        builder.duty(id_, at_least(), basis=[{"clause": clause} for clause in clauses])
    builder.duty("own", at_least(), basis=[{"clause": "a#1"}], self_set=True)
    register = builder.build()
    ends = {id_: ended_by_sources(register, duty) for id_, duty in register.duties.items()}
    assert ends == {"ab": date(2026, 8, 31), "abc": None, "gone": None, "none": None, "own": None}


def test_supersession_on_the_first_day_of_the_calendar_ends_nothing() -> None:
    builder = RegisterBuilder().source("a", "1", superseded_on="0001-01-01")
    register = builder.duty("d", at_least(), basis=[{"clause": "a#1"}]).build()
    assert ended_by_sources(register, register.duties["d"]) is None


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({}, "2026-01-01", True),
        ({"issued": "2026-02-01"}, "2026-01-31", False),
        ({"issued": "2026-02-01", "effective": "2026-03-01"}, "2026-02-15", False),
        ({"effective": "2026-03-01"}, "2026-03-01", True),
        ({"superseded_on": "2026-03-01"}, "2026-02-28", True),
        ({"superseded_on": "2026-03-01"}, "2026-03-01", False),
    ],
)
def test_source_is_in_force_from_its_effect_to_its_supersession(
    fields: dict[str, str], on: str, expected: bool
) -> None:
    source = RegisterBuilder().source("a", "1", **fields).build().sources["a"]
    assert is_in_force(source, day(on)) is expected


def clause(text: str) -> list[dict[str, str]]:
    return [{"path": "1", "text": text}, {"path": "2", "text": "不变"}]


def reviewed(text: str, **fields: object) -> dict[str, object]:
    return {
        "clause": "a#1",
        "fingerprint": fingerprint(text),
        "reviewed_by": "li",
        "reviewed_on": "2026-02-01",
        **fields,
    }


def test_r18_a_duty_whose_clause_changed_is_suspect() -> None:
    builder = RegisterBuilder().person("li").record("source", "a", title="a", clause=clause("每年六次"))
    builder.duty("d", at_least(), basis=[reviewed("每年四次"), {"clause": "a#2"}])
    (found,) = suspects(builder.build(), date(2026, 3, 1))
    assert (found.duty, found.row, found.why, found.clause.text) == ("d", 0, Why.CLAUSE_CHANGED, "每年六次")


@pytest.mark.parametrize(
    "basis",
    [
        reviewed("每年\n六次"),
        reviewed("每年四次", reviewed_on="2026-03-02"),
        reviewed("每年四次", fingerprint=""),
        reviewed("每年四次", fingerprint="md5:00"),
        reviewed("每年四次", clause="a#9"),
    ],
    ids=["reflowed", "reviewed later", "never reviewed", "unknown algorithm", "no such clause"],
)
def test_nothing_is_suspected_without_a_change_that_can_be_seen(basis: dict[str, object]) -> None:
    builder = RegisterBuilder().person("li").record("source", "a", title="a", clause=clause("每年六次"))
    assert suspects(builder.duty("d", at_least(), basis=[basis]).build(), date(2026, 3, 1)) == []


def test_an_ended_duty_is_not_suspected() -> None:
    builder = RegisterBuilder().person("li").record("source", "a", title="a", clause=clause("每年六次"))
    register = builder.duty("d", at_least(), basis=[reviewed("每年四次")], to="2026-02-28").build()
    assert suspects(register, date(2026, 3, 1)) == []
    assert len(suspects(register, date(2026, 2, 28))) == 1


def two_sources(**basis: object) -> RegisterBuilder:
    builder = RegisterBuilder().person("li").source("a", "1", superseded_on="2026-05-01").source("b", "1")
    return builder.duty("d", at_least(), basis=[{"clause": "a#1", **basis}, {"clause": "b#1"}])


def test_a_duty_that_outlives_one_of_its_sources_is_suspect_from_that_day() -> None:
    register = two_sources().build()
    assert suspects(register, date(2026, 4, 30)) == []
    (found,) = suspects(register, date(2026, 5, 1))
    assert (found.why, found.source.id) == (Why.SOURCE_SUPERSEDED, "a")


def test_whoever_reviewed_it_after_the_supersession_cleared_it() -> None:
    review = {"fingerprint": fingerprint(""), "reviewed_by": "li"}
    assert suspects(two_sources(**review, reviewed_on="2026-05-02").build(), date(2026, 6, 1)) == []
    assert len(suspects(two_sources(**review, reviewed_on="2026-04-02").build(), date(2026, 6, 1))) == 1
    assert len(suspects(two_sources(**review, reviewed_on="2026-05-02").build(), date(2026, 5, 1))) == 1


def test_a_duty_whose_sources_are_all_gone_has_ended_and_is_not_suspect() -> None:
    assert suspects(new_rule().build(), date(2027, 1, 1)) == []
