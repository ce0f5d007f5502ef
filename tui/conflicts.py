"""Three states of one record side by side, as plain data: what it was, what it is here, what it became meanwhile.

Also what a save has to say of two states: the smallest keys that changed, so that comments and order survive.
"""

import copy
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import Literal

from schema.change import GONE
from schema.change import FieldChange
from schema.diagnostic import Step
from schema.difference import is_rows

Key = tuple[Step, ...]
Side = Literal["", "mine", "theirs"]


@dataclass
class Contest:
    """One key that is not the same in all three states."""

    key: Key
    base: Any
    """Plain value as it was; `GONE` where there was none. So for the other two."""
    mine: Any
    theirs: Any
    take: Side
    """Which side is taken; empty while both changed it and nobody has chosen."""
    both: bool
    """Whether both sides changed it, and not to the same."""


def compare(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Contest]:
    """Compare three states of a record, field by field.

    A field that one side alone changed takes that side. Tables are compared field by field. Rows of an array of tables
    are compared by place only where both sides left their number alone and changed different rows; else the whole
    array is one field, because a row's place says nothing once rows were added, removed or moved.

    Returns:
        Every key that differs, in the order of the three records; keys that both sides changed alike are left out.
    """
    found: list[Contest] = []
    _compare_tables(base, mine, theirs, (), found)
    return found


def merge(theirs: Mapping[str, Any], contests: Sequence[Contest]) -> dict[str, Any]:
    """Their state with what is taken from mine; contests that nobody decided stay as theirs."""
    merged: dict[str, Any] = copy.deepcopy(dict(theirs))
    for contest in contests:
        if contest.take == "mine":
            _put(merged, contest.key, contest.mine)
    return merged


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The smallest changes that make one state the other; rows are named by place only where their number is the same."""
    found: list[FieldChange] = []
    _change_tables(before, after, (), found)
    return tuple(found)


def is_same(one: Any, other: Any) -> bool:
    """Whether two plain values would be written alike; `1` is not `True`, and `1` not `1.0`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def _compare_tables(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], at: Key, found: list[Contest]
) -> None:
    for key in dict.fromkeys([*base, *mine, *theirs]):
        _compare(base.get(key, GONE), mine.get(key, GONE), theirs.get(key, GONE), (*at, key), found)


def _compare(base: Any, mine: Any, theirs: Any, at: Key, found: list[Contest]) -> None:
    changed_here, changed_there = not is_same(base, mine), not is_same(base, theirs)
    if not (changed_here or changed_there) or is_same(mine, theirs):
        return
    if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
        _compare_tables(base, mine, theirs, at, found)
        return
    if _apart(base, mine, theirs):
        for place, rows in enumerate(zip(base, mine, theirs, strict=True)):
            _compare(*rows, (*at, place), found)
        return
    both = changed_here and changed_there
    take: Side = "" if both else "mine" if changed_here else "theirs"
    found.append(Contest(at, base, mine, theirs, take, both))


def _apart(base: Any, mine: Any, theirs: Any) -> bool:
    """Whether the sides changed other rows of the same array, if any, and left their number alone."""
    if not all(is_rows(rows) for rows in (base, mine, theirs)) or not len(base) == len(mine) == len(theirs):
        return False
    return all(is_same(row, here) or is_same(row, there) for row, here, there in zip(base, mine, theirs, strict=True))


def _put(record: dict[str, Any], key: Key, value: Any) -> None:
    place: Any = record
    for step in key[:-1]:
        place = place[step]
    if value is not GONE:
        place[key[-1]] = copy.deepcopy(value)
    elif isinstance(place, dict):
        place.pop(key[-1], None)


def _change_tables(before: Mapping[str, Any], after: Mapping[str, Any], at: Key, found: list[FieldChange]) -> None:
    for key in dict.fromkeys([*before, *after]):
        _change(before.get(key, GONE), after.get(key, GONE), (*at, key), found)


def _change(before: Any, after: Any, at: Key, found: list[FieldChange]) -> None:
    if is_same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        _change_tables(before, after, at, found)
    elif is_rows(before) and is_rows(after) and len(before) == len(after):
        for place, (row, other) in enumerate(zip(before, after, strict=True)):
            _change(row, other, (*at, place), found)
    else:
        found.append(FieldChange(key=at, value=after))
