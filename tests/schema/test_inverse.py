"""The inverse of a change: laws on random posts and duties, and the cases that people meet."""

from datetime import date
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from schema.change import GONE
from schema.change import FieldChange
from schema.difference import is_same
from schema.inverse import Clash
from schema.inverse import Inverse
from schema.inverse import invert
from schema.inverse import value_at
from schema.inverse import write_key
from schema.kinds.activity import Activity
from schema.kinds.base import Table
from schema.kinds.duty import Duty
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.merge import identity_of
from tests.strategies import duties_to_merge
from tests.strategies import posts_to_merge

Data = dict[str, Any]


@st.composite
def histories(draw: st.DrawFn) -> tuple[type[Table], Data, Data, Data]:
    """A kind, and three states of one record."""
    struct, states = draw(st.sampled_from([(Post, posts_to_merge), (Duty, duties_to_merge)]))
    return struct, draw(states), draw(states), draw(states)


def applied(now: Data, inverse: Inverse) -> Data:
    after = dict(now)
    for change in inverse.fields:
        after[str(change.key[0])] = change.value
    return {key: value for key, value in after.items() if value is not GONE}


@given(histories())
def test_what_stands_as_the_change_left_it_becomes_what_it_was(history: tuple[type[Table], Data, Data, Data]) -> None:
    struct, before, after, _ = history
    inverse = invert(struct, before, after, after)
    assert not inverse.clashes
    assert is_same(applied(after, inverse), before)


@given(histories())
def test_what_is_as_before_already_stays(history: tuple[type[Table], Data, Data, Data]) -> None:
    struct, before, after, _ = history
    assert invert(struct, before, after, before) == Inverse((), ())


@given(histories())
def test_a_change_that_changed_nothing_undoes_nothing(history: tuple[type[Table], Data, Data, Data]) -> None:
    struct, before, _, now = history
    assert invert(struct, before, before, now) == Inverse((), ())


@given(histories())
def test_fields_that_only_a_later_change_touched_keep_it(history: tuple[type[Table], Data, Data, Data]) -> None:
    struct, before, after, other = history
    touched = {key for key in {*before, *after} if not is_same(before.get(key, GONE), after.get(key, GONE))}
    assume(touched)
    now = {key: value for key, value in {**after, **other}.items() if key not in touched}
    now |= {key: after[key] for key in touched if key in after}
    inverse = invert(struct, before, after, now)
    assert not inverse.clashes
    wanted = {key: value for key, value in now.items() if key not in touched}
    assert is_same(applied(now, inverse), wanted | {key: before[key] for key in touched if key in before})


@given(histories())
def test_undoing_the_undo_gives_the_change_again(history: tuple[type[Table], Data, Data, Data]) -> None:
    struct, before, after, now = history
    inverse = invert(struct, before, after, now)
    assume(not inverse.clashes)
    undone = applied(now, inverse)
    again = invert(struct, now, undone, undone)
    assert not again.clashes
    assert is_same(applied(undone, again), now)


@given(histories())
def test_no_third_value_is_ever_overwritten(history: tuple[type[Table], Data, Data, Data]) -> None:
    """Every single value that stands now and is neither of before nor of after is there after an undo too."""
    struct, before, after, now = history
    inverse = invert(struct, before, after, now)
    assume(not inverse.clashes)
    wanted = applied(now, inverse)
    for key, value in now.items():
        if not isinstance(value, list) and not is_same(value, after.get(key, GONE)):
            assert is_same(wanted.get(key, GONE), value)
    for row in now.get("holding", []):
        if row not in after.get("holding", []) and row not in before.get("holding", []):
            assert identity_of(None, row) in {identity_of(None, one) for one in wanted["holding"]} or _shares(
                row, before, after
            )


def _shares(row: Data, before: Data, after: Data) -> bool:
    """Whether the change touched another field of the same row."""
    own = (row["person"], row["from"])
    return any((one["person"], one["from"]) == own for one in [*before.get("holding", []), *after.get("holding", [])])


DAY = date(2026, 1, 1)


def holding(person: str, **fields: Any) -> Data:
    return {"person": person, "from": DAY, **fields}


def test_a_row_that_was_added_goes_though_another_came_since() -> None:
    before: Data = {"title": "x", "holding": [holding("ada")]}
    after: Data = {"title": "x", "holding": [holding("ada"), holding("bo")]}
    now: Data = {"title": "x", "holding": [holding("ada", to=DAY), holding("bo"), holding("cy")]}
    assert invert(Post, before, after, now) == Inverse(
        (FieldChange(key=("holding",), value=[holding("ada", to=DAY), holding("cy")]),), ()
    )


def test_a_row_that_was_taken_out_comes_back_to_its_place() -> None:
    before: Data = {"holding": [holding("ada"), holding("bo"), holding("cy")]}
    after: Data = {"holding": [holding("ada"), holding("cy")]}
    now: Data = {"holding": [holding("ada"), holding("cy", basis="3号")]}
    (change,) = invert(Post, before, after, now).fields
    assert change.value == [holding("ada"), holding("bo"), holding("cy", basis="3号")]


def test_a_field_of_a_row_goes_back_wherever_the_row_stands_now() -> None:
    before: Data = {"holding": [holding("ada")]}
    after: Data = {"holding": [holding("ada", to=DAY)]}
    now: Data = {"holding": [holding("bo"), holding("ada", to=DAY, basis="3号")]}
    (change,) = invert(Post, before, after, now).fields
    assert change.value == [holding("bo"), holding("ada", basis="3号")]


def test_a_row_that_was_changed_again_is_told_with_its_values() -> None:
    before: Data = {"holding": [holding("ada")]}
    after: Data = {"holding": [holding("ada", to=DAY)]}
    now: Data = {"holding": [holding("bo"), holding("ada", to=date(2026, 2, 2))]}
    inverse = invert(Post, before, after, now)
    key = ("holding", "[ada||2026-01-01]", "to")
    assert inverse.clashes == (Clash(key, GONE, DAY, date(2026, 2, 2)),)
    assert write_key(key) == "holding[ada||2026-01-01].to"
    assert value_at(Post, now, key) == date(2026, 2, 2)
    assert value_at(Post, before, key) is GONE
    assert value_at(Post, {"holding": "torn"}, key) is GONE


def test_a_row_that_was_added_and_changed_since_stays() -> None:
    before: Data = {"holding": [holding("ada")]}
    after: Data = {"holding": [holding("ada"), holding("bo")]}
    now: Data = {"holding": [holding("ada"), holding("bo", basis="3号")]}
    (clash,) = invert(Post, before, after, now).clashes
    assert clash == Clash(("holding", "[bo||2026-01-01]"), GONE, holding("bo"), holding("bo", basis="3号"))


def test_rows_that_were_put_in_another_order_twice_are_not_put_back() -> None:
    one, two, three = holding("ada"), holding("bo"), holding("cy")
    inverse = invert(
        Post, {"holding": [one, two, three]}, {"holding": [two, one, three]}, {"holding": [three, two, one]}
    )
    assert [clash.key for clash in inverse.clashes] == [("holding",)]


def test_an_array_of_single_values_is_one_field() -> None:
    inverse = invert(Post, {"in_charge_of": ["a"]}, {"in_charge_of": ["a", "b"]}, {"in_charge_of": ["a", "b", "c"]})
    assert inverse.clashes == (Clash(("in_charge_of",), ["a"], ["a", "b"], ["a", "b", "c"]),)


def test_tables_are_undone_field_by_field_and_rows_inside_them_too() -> None:
    item = {"no": 1, "topic": "议题", "stance": [{"post": "z01", "stance": "agreed"}]}
    before: Data = {"meeting": {"present": 5, "item": [item]}}
    changed = {**item, "stance": [{"post": "z01", "stance": "opposed"}]}
    after: Data = {"meeting": {"present": 5, "item": [changed]}}
    now: Data = {"meeting": {"present": 6, "item": [{**changed, "decision": "同意"}]}}
    (change,) = invert(Activity, before, after, now).fields
    assert change == FieldChange(key=("meeting",), value={"present": 6, "item": [{**item, "decision": "同意"}]})


def test_a_table_that_came_with_the_change_goes_only_as_it_came() -> None:
    inverse = invert(Activity, {}, {"meeting": {"present": 5}}, {"meeting": {"present": 6}})
    assert inverse.clashes == (Clash(("meeting",), GONE, {"present": 5}, {"present": 6}),)


def test_rows_that_are_no_rows_by_now_are_not_touched() -> None:
    inverse = invert(Post, {"holding": []}, {"holding": [holding("ada")]}, {"holding": "torn"})
    assert [clash.key for clash in inverse.clashes] == [("holding",)]


def test_rows_alike_are_told_apart_by_their_number() -> None:
    row: Data = {"type": "liaison-changed", "date": DAY}
    inverse = invert(Unit, {"event": [row]}, {"event": [row, row]}, {"event": [row, row], "note": "x"})
    assert inverse.fields == (FieldChange(key=("event",), value=[row]),)


@pytest.mark.parametrize("key", [("events", 0, "n"), ("note",), ("event", 3), ("title", "x")])
def test_nothing_stands_where_there_is_nothing(key: tuple[str | int, ...]) -> None:
    assert value_at(Unit, {"title": "x", "event": [{"n": 1}]}, key) is GONE


def test_keys_are_written_as_people_read_them() -> None:
    assert write_key(("meeting", "item", "[1]", "topic")) == "meeting.item[1].topic"
    assert write_key(("cadence", 0, "n")) == "cadence[0].n"
