"""Rows are known again by content, by identity, by likeness; fields by the rows that they lie in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.counterpart import counterparts
from schema.counterpart import leaves
from schema.counterpart import unchanged
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.post import Holding
from schema.kinds.post import Post

QUARTER = {"type": "at-least", "n": 1, "per": "quarter", "wording": "q"}
MONTH = {"type": "at-least", "n": 1, "per": "month", "wording": "m"}
YEAR = {"type": "at-least", "n": 1, "per": "year", "wording": "y"}
Rows = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("rows", "others", "found"),
    [
        ([QUARTER, MONTH], [QUARTER, MONTH], [0, 1]),
        ([YEAR, QUARTER, MONTH], [QUARTER, MONTH], [None, 0, 1]),
        ([MONTH], [QUARTER, MONTH], [1]),
        ([MONTH, QUARTER], [QUARTER, MONTH], [1, 0]),
        ([YEAR, {**QUARTER, "n": 2}], [QUARTER], [None, 0]),
        ([QUARTER, QUARTER], [QUARTER], [0, None]),
        ([QUARTER], [], [None]),
        ([], [QUARTER], []),
    ],
)
def test_rows_put_in_taken_out_or_moved_are_followed(rows: Rows, others: Rows, found: list[int | None]) -> None:
    assert counterparts(Cadence, rows, others) == found


def test_a_row_that_changed_what_identifies_it_is_known_by_the_rest() -> None:
    changed = {**QUARTER, "per": "half-year"}
    assert counterparts(Cadence, [MONTH, changed], [QUARTER, MONTH]) == [1, 0]
    new = {"type": "by-date", "due": "12-31"}
    assert counterparts(Cadence, [new], [QUARTER]) == [None]


def test_rows_of_an_unknown_table_are_known_by_content_and_likeness() -> None:
    assert counterparts(None, [{"a": 1}, {"a": 2}], [{"a": 2}]) == [None, 0]
    assert counterparts(None, [{"a": 1, "b": 3}], [{"a": 2, "b": 3}]) == [0]


def test_rows_without_anything_that_identifies_them_are_not_taken_for_one_another() -> None:
    assert counterparts(Holding, [{"basis": "x"}], [{"basis": "y"}]) == [None]


@given(st.lists(st.sampled_from([QUARTER, MONTH, YEAR, {}, {"n": 2}]), max_size=6), st.data())
def test_each_counterpart_is_used_once(rows: Rows, data: st.DataObject) -> None:
    others = data.draw(st.permutations(rows))
    found = counterparts(Cadence, rows, others)
    assert sorted(one for one in found if one is not None) == list(range(len(rows)))
    for row, other in zip(rows, found, strict=True):
        assert other is not None
        assert others[other] == row


def test_leaves_are_the_fields_that_hold_no_other() -> None:
    data = {"title": "x", "lead": ["a"], "meeting": {"item": [{"no": 1}, {}], "place": {}}, "empty": []}
    assert list(leaves(data)) == [
        (("title",), "x"),
        (("lead",), ["a"]),
        (("meeting", "item", 0, "no"), 1),
        (("meeting", "item", 1), {}),
        (("meeting", "place"), {}),
        (("empty",), []),
    ]


def test_fields_are_followed_into_the_rows_that_they_lie_in() -> None:
    newer = {"title": "x", "cadence": [YEAR, {**QUARTER, "n": 2}], "odd": [{"a": 1}]}
    older = {"title": "y", "cadence": [QUARTER], "odd": [{"a": 1}]}
    found = unchanged(Duty, newer, older, ["title", "cadence", "odd", "none"])
    assert found == {
        ("cadence", 1, "type"): ("cadence", 0, "type"),
        ("cadence", 1, "per"): ("cadence", 0, "per"),
        ("cadence", 1, "wording"): ("cadence", 0, "wording"),
        ("odd", 0, "a"): ("odd", 0, "a"),
    }
    assert unchanged(Post, {"a": {"b": 1, "c": {}}}, {"a": {"b": 1, "c": {}, "d": 2}}, ["a"]) == {
        ("a", "b"): ("a", "b"),
        ("a", "c"): ("a", "c"),
    }


def test_values_of_another_type_are_not_the_same() -> None:
    assert unchanged(None, {"a": 1, "b": True}, {"a": 1.0, "b": 1}, ["a", "b"]) == {}
