"""What differs between two states of one record, field by field, as plain data."""

from collections.abc import Mapping
from typing import Any

import msgspec

from schema.change import GONE
from schema.diagnostic import Step
from schema.diagnostic import dotted


class FieldDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs."""

    key: tuple[Step, ...]
    old: Any
    """Plain value before; `GONE` where the field was not there."""
    new: Any
    """Plain value after; `GONE` where the field is no longer there."""

    @property
    def dotted(self) -> str:
        """The key as people write it: `cadence[0].per`."""
        return dotted(self.key)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldDifference, ...]:
    """Compare two states of a record.

    Args:
        old: plain TOML data before; empty for a record that is added.
        new: plain TOML data after; empty for a record that is removed.

    Returns:
        Every field that differs, in the order of the old record and then of the new. Rows of arrays of tables are
        compared by place; a row more or less is one difference; arrays of values are one field.
    """
    found: list[FieldDifference] = []
    _compare_tables(old, new, (), found)
    return tuple(found)


def _compare_tables(
    old: Mapping[str, Any], new: Mapping[str, Any], at: tuple[Step, ...], found: list[FieldDifference]
) -> None:
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key, GONE), new.get(key, GONE)
        if not is_same(before, after):
            _compare(before, after, (*at, key), found)


def _compare(before: Any, after: Any, at: tuple[Step, ...], found: list[FieldDifference]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        _compare_tables(before, after, at, found)
    elif is_rows(before) and is_rows(after):
        for index in range(max(len(before), len(after))):
            row = before[index] if index < len(before) else GONE
            other = after[index] if index < len(after) else GONE
            if not is_same(row, other):
                _compare(row, other, (*at, index), found)
    else:
        found.append(FieldDifference(key=at, old=before, new=after))


def is_same(before: Any, after: Any) -> bool:
    """Whether two plain values are the same in a file: `1`, `1.0` and `true` are not."""
    if type(before) is not type(after):
        return False
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(is_same(inner, after[key]) for key, inner in before.items())
    if isinstance(before, list):
        return len(before) == len(after) and all(map(is_same, before, after))
    return before is after or bool(before == after)


def is_rows(value: Any) -> bool:
    """Whether a value is an array of tables with a row in it."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
