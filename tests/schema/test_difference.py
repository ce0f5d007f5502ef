"""What differs between two states: by value and by type, as a file would hold them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.change import GONE
from schema.difference import differences

VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, 1.0, -0.5]), st.sampled_from(["", "a"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=2)
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def same(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)


@settings(max_examples=60)
@given(TABLES, TABLES)
def test_nothing_differs_exactly_where_both_are_the_same(old: dict[str, Any], new: dict[str, Any]) -> None:
    ordered = [{key: table[key] for key in sorted(table)} for table in (old, new)]
    found = differences(old, new)
    assert differences(old, old) == ()
    if not found:
        assert _sorted(ordered[0]) == _sorted(ordered[1])
        assert same(_sorted(ordered[0]), _sorted(ordered[1]))
    for one in found:
        assert not same(one.old, one.new)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("old", "new"), [(1, True), (1, 1.0), ([1], [True]), ([1, 2], [1.0, 2]), ({"n": 0}, {"n": False})]
)
def test_values_of_another_type_differ_at_any_depth(old: Any, new: Any) -> None:
    assert differences({"a": old}, {"a": new})
    assert differences({"a": [{"x": old}]}, {"a": [{"x": new}]})
    assert differences({"a": {"b": old}}, {"a": {"b": new}})


def test_rows_are_compared_by_place() -> None:
    old, new = {"row": [{"n": 1, "x": "a"}, {"n": 2}]}, {"row": [{"n": 3, "x": "a"}]}
    assert [(one.dotted, one.old, one.new) for one in differences(old, new)] == [
        ("row[0].n", 1, 3),
        ("row[1]", {"n": 2}, GONE),
    ]
