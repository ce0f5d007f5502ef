"""Which scheme a year is scored by, whom it assesses, and which results were frozen (R14)."""

from datetime import date
from typing import Any

import pytest

from schema.assessed import NoScheme
from schema.assessed import SchemeMissing
from schema.assessed import SeveralSchemes
from schema.assessed import frozen_results
from schema.assessed import objects_of
from schema.assessed import scheme_of
from schema.failure import Failure
from schema.kinds.scheme import Scheme
from tests.builders import RegisterBuilder

DAY = date(2026, 11, 23)


def office(*schemes: str, **fields: Any) -> RegisterBuilder:
    builder = RegisterBuilder().unit("a").unit("b")
    for each in schemes:
        builder.record("scheme", each, **({"title": each, "objects": ["@sections"]} | fields))
    return builder


def assessed(builder: RegisterBuilder, scheme: str, **fields: Any) -> RegisterBuilder:
    values = {"year": 2026, "scheme": scheme, "date": "2026-11-01"} | fields
    return builder.record("assessment", f"{values['date']}-aaaaaa", **values)


def chosen(builder: RegisterBuilder, on: date = DAY, year: int = 2026) -> str:
    return scheme_of(builder.build(), year, on).id


def refused(builder: RegisterBuilder, kind: type[Failure], on: date = DAY) -> Failure:
    with pytest.raises(kind) as caught:
        scheme_of(builder.build(), 2026, on)
    return caught.value


def test_the_years_assessment_names_the_scheme() -> None:
    assert chosen(assessed(office("one", "two"), "two")) == "two"


def test_without_an_assessment_the_only_scheme_in_force_is_meant() -> None:
    builder = office("one").record("scheme", "old", title="o", **{"from": "2024-01-01", "to": "2025-12-31"})
    assert chosen(builder) == "one"
    assert chosen(assessed(builder, "old", year=2025)) == "one"
    ended = office("one", since="2025-01-01", until="2026-12-31")
    assert chosen(ended, date(2027, 3, 1)) == "one"  # looked up on the year's last day


def test_nothing_is_guessed_where_several_or_none_are_in_force() -> None:
    several = refused(office("one", "two"), SeveralSchemes)
    assert several.message == "There are several schemes to score 2026 by: one, two."
    assert several.hint == "Name one of them with --scheme."
    both = assessed(assessed(office("one", "two"), "one"), "two", date="2026-11-02")
    assert refused(both, SeveralSchemes).message_zh == "2026 年度有不止一个考核方案可用：one、two。"
    none = refused(office("one", since="2026-12-01"), NoScheme)
    assert none.message == (
        "There is no scheme to score 2026 by: none is in force on 2026-11-23, and no assessment names one."
    )
    missing = refused(assessed(office("one"), "gone"), SchemeMissing)
    assert missing.message == ('The assessment of 2026 names the scheme "gone", which is not there or can\'t be read.')


def test_r0_1_an_assessment_of_a_later_day_names_nothing_yet() -> None:
    builder = assessed(office("one", "two"), "two", date="2026-11-24")
    refused(builder, SeveralSchemes)
    assert chosen(builder, date(2026, 11, 24)) == "two"


def test_objects_are_expanded_on_the_day_units_first_each_once() -> None:
    builder = office("one", objects=["@team", "b", "@sections", "nobody", "late", "gone", "@own-sections"])
    builder.post("z", "li", rank="principal").unit("new", since="2026-12-01").unit("ended", until="2026-06-30")
    builder.unit("late", type="centre", since="2026-12-01").unit("gone", type="centre", until="2026-06-30")
    register = builder.build()
    scheme = register.of(Scheme)["one"]
    assert objects_of(register, scheme, DAY) == {"b": "unit", "a": "unit", "gone": "unit", "z": "post"}
    assert list(objects_of(register, scheme, DAY)) == ["b", "a", "gone", "z"]
    assert "new" in objects_of(register, scheme, date(2026, 12, 1))


def test_frozen_results_are_those_of_the_year_the_scheme_and_an_earlier_day() -> None:
    rows = [{"object": "a", "score": 96.5, "grade": "良好", "rank": 2}]
    builder = assessed(office("one"), "one", result=rows, frozen_on="2026-12-31", frozen_commit="c" * 40)
    register = builder.build()
    scheme = register.of(Scheme)["one"]
    assert frozen_results(register, scheme, 2026, date(2026, 12, 30)) == {}
    assert frozen_results(register, scheme, 2025, date(2026, 12, 31)) == {}
    kept = frozen_results(register, scheme, 2026, date(2026, 12, 31))["a"]
    assert (kept.result.score, kept.on, kept.commit, kept.record) == (
        96.5,
        date(2026, 12, 31),
        "c" * 40,
        "2026-11-01-aaaaaa",
    )
