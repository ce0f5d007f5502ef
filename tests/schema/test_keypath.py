"""Keys as typed, and what of a difference lies at or below one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.change import GONE
from schema.diagnostic import dotted
from schema.difference import differences
from schema.keypath import narrow
from schema.keypath import parse_key

OLD = {"title": "x", "members": ["a", "b"], "cadence": [{"per": "year", "n": 1}, {"per": "month", "n": 2}]}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("title", ("title",)),
        ("cadence[0].per", ("cadence", 0, "per")),
        ("meeting.item[12].no", ("meeting", "item", 12, "no")),
        ("a[1][2]", ("a", 1, 2)),
        ("x-1_y", ("x-1_y",)),
    ],
)
def test_a_key_is_taken_apart(text: str, key: tuple[str | int, ...]) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize(
    "text",
    ["", ".", "a.", ".a", "a..b", "[0]", "a[x]", "a[-1]", "a[0", "a b", "a[12345]", "1a", "标题", "--all", "a." * 16 + "a", "a" * 65, "a\n"],
)  # fmt: skip
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_key(text) is None


STEPS = st.lists(
    st.one_of(st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True), st.integers(0, 9999)), max_size=6
)


@given(st.from_regex(r"[a-z]{1,5}", fullmatch=True), STEPS)
def test_a_key_written_and_read_is_the_same(first: str, rest: list[str | int]) -> None:
    assert parse_key(dotted((first, *rest))) == (first, *rest)


def told(new: dict[str, Any], text: str) -> list[tuple[str, Any, Any]]:
    key = parse_key(text)
    assert key is not None
    return [(one.dotted, one.old, one.new) for one in narrow(differences(OLD, new), key)]


def test_a_table_means_all_below_it() -> None:
    new = {**OLD, "title": "y", "cadence": [{"per": "quarter", "n": 1}, {"per": "month", "n": 3}]}
    assert told(new, "cadence") == [("cadence[0].per", "year", "quarter"), ("cadence[1].n", 2, 3)]
    assert told(new, "cadence[1]") == [("cadence[1].n", 2, 3)]
    assert told(new, "cadence.per") == [("cadence[0].per", "year", "quarter")]
    assert told(new, "cadence[0].n") == []
    assert told(new, "title") == [("title", "x", "y")]
    assert told(new, "title.more") == []
    assert told(new, "nowhere") == []


def test_a_difference_above_the_key_is_cut_down_to_it() -> None:
    without = {"title": "x"}
    assert told(without, "cadence[1].n") == [("cadence[1].n", 2, GONE)]
    assert told(without, "cadence.n") == [("cadence[0].n", 1, GONE), ("cadence[1].n", 2, GONE)]
    assert told(without, "members[1]") == [("members[1]", "b", GONE)]
    assert told({**OLD, "members": ["a", "c"]}, "members[0]") == []
    more = {**OLD, "cadence": [*OLD["cadence"], {"per": "half-year"}]}
    assert told(more, "cadence.per") == [("cadence[2].per", GONE, "half-year")]
    assert told(more, "cadence[2].n") == []
