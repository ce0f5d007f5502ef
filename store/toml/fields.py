"""Edits of a record as data: what is asked for, the smallest steps that do it, and what the data must be afterwards.

`store.toml.edit` takes these steps one at a time to the text and holds the result against the data made here.
"""

import math
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from enum import Enum
from enum import auto
from typing import Any
from typing import Literal

from schema.diagnostic import Step
from schema.diagnostic import dotted
from store.toml.normal import is_rows

Path = tuple[Step, ...]


class _Sentinel(Enum):
    REMOVE = auto()


REMOVE: Literal[_Sentinel.REMOVE] = _Sentinel.REMOVE
"""As the value of an edit: the field, table, row or item is taken out."""


@dataclass(frozen=True)
class FieldEdit:
    """One edit of one record."""

    key: Path
    """Where: `("cadence", 1, "n")`. A number that equals the count of rows or items appends."""
    value: Any
    """Plain value, list, mapping (a table), list of mappings (an array of tables), or REMOVE."""


class NoSuchPlaceError(LookupError):
    """An edit names a place that the record doesn't have."""

    def __init__(self, key: Path) -> None:
        super().__init__(f"there is no {dotted(key) or 'field without a name'}")
        self.words_zh = f"没有 {dotted(key)}" if key else "没有不具名的字段"
        """The same in Chinese."""


Act = Literal["set", "remove", "insert"]


@dataclass(frozen=True)
class Change:
    """One smallest step: set a field, remove a field, table or row, or insert a row."""

    act: Act
    key: Path
    value: Any = None


def steps(data: Mapping[str, Any], edit: FieldEdit) -> Iterator[Change]:
    """The smallest steps that do one edit: fields of tables one by one, rows that are the same left alone.

    Args:
        data: the record before the edit.
        edit: what is asked for.

    Raises:
        NoSuchPlaceError: the edit goes through a value that is no table, or to a row beyond the end.
    """
    if not edit.key or not all(isinstance(step, (str, int)) for step in edit.key):
        raise NoSuchPlaceError(edit.key)
    found, parent = _follow(data, edit.key)
    last = edit.key[-1]
    if isinstance(parent, list):
        yield from _steps_in_list(parent, found, edit)
    elif not isinstance(last, str):
        raise NoSuchPlaceError(edit.key)
    elif edit.value is not REMOVE:
        yield from _compare(edit.key, found, plain(edit.value))
    elif found is not _ABSENT:
        yield Change("remove", edit.key)


def perform(data: dict[str, Any], change: Change) -> dict[str, Any]:
    """The record after one step; the record before stays as it is.

    Removing the last row of an array of tables removes the array, because TOML can't write it empty.
    """
    result: dict[str, Any] = _rebuild(data, change.key, change)
    return result


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in type, value, zone and order of items (keys may stand in any order)."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if isinstance(one, datetime):
        return bool(one.utcoffset() == other.utcoffset() and one == other)
    return bool(one == other)


def plain(value: Any) -> Any:
    """A value in the types that a parser gives: str, int, float, bool, dates, list, dict."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bool) or value is None or isinstance(value, date):
        return value
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    return value


_ABSENT = object()


def _follow(data: Mapping[str, Any], key: Path) -> tuple[Any, Any]:
    """What stands at a key, or _ABSENT, and the mapping or list around it (an empty mapping where that is missing)."""
    value: Any = data
    parent: Any = data
    for index, step in enumerate(key):
        parent = value
        if isinstance(parent, dict) and isinstance(step, str):
            value = parent.get(step, _ABSENT)
        elif isinstance(parent, list) and isinstance(step, int) and 0 <= step <= len(parent):
            value = parent[step] if step < len(parent) else _ABSENT
        else:
            raise NoSuchPlaceError(key[: index + 1])
        if value is _ABSENT and index < len(key) - 1:
            names = key[index + 1 : -1] if key[-1] == 0 else key[index + 1 :]
            if isinstance(step, int) or not all(isinstance(name, str) for name in names):
                raise NoSuchPlaceError(key[: index + 1])
            return _ABSENT, [] if key[-1] == 0 else {}
    return value, parent


def _steps_in_list(parent: list[Any], found: Any, edit: FieldEdit) -> Iterator[Change]:
    index = edit.key[-1]
    around = edit.key[:-1]
    if edit.value is REMOVE:
        if found is _ABSENT or not isinstance(index, int):
            raise NoSuchPlaceError(edit.key)
        rest = parent[:index] + parent[index + 1 :]
        yield Change("remove", edit.key) if is_rows(parent) else Change("set", around, rest)
        return
    value = plain(edit.value)
    if found is not _ABSENT and isinstance(found, dict) and isinstance(value, dict):
        yield from _compare(edit.key, found, value)
    elif found is _ABSENT and isinstance(value, dict) and (is_rows(parent) or not parent):
        yield Change("insert", edit.key, value)
    elif not same(found, value) and isinstance(index, int):
        yield from _compare(around, parent, [*parent[:index], value, *parent[index + 1 :]])


def _compare(key: Path, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old:
            if name not in new:
                yield Change("remove", (*key, name))
        for name, value in new.items():
            yield from _compare((*key, name), old.get(name, _ABSENT), value)
    elif is_rows(old) and is_rows(new):
        yield from _compare_rows(key, old, new)
    elif not same(old, new):
        yield Change("set", key, new)


def _compare_rows(key: Path, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Rows that are the same at both ends stay; those between are changed in pairs, then inserted or removed."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    paired = shorter - head - tail
    for index in range(head, head + paired):
        yield from _compare((*key, index), old[index], new[index])
    for index in range(len(old) - tail - 1, head + paired - 1, -1):
        yield Change("remove", (*key, index))
    for index in range(head + paired, len(new) - tail):
        yield Change("insert", (*key, index), new[index])


def _rebuild(value: Any, key: Path, change: Change) -> Any:
    step, rest = key[0], key[1:]
    if isinstance(step, int):
        items = list(value)
        if rest:
            items[step] = _rebuild(items[step], rest, change)
        elif change.act == "remove":
            del items[step]
        elif change.act == "insert":
            items.insert(step, change.value)
        else:
            items[step] = change.value
        return items
    fields = dict(value)
    if rest:
        inner = _rebuild(fields.get(step, [] if isinstance(rest[0], int) else {}), rest, change)
        if inner == [] and len(rest) == 1 and change.act == "remove":
            del fields[step]
        else:
            fields[step] = inner
    elif change.act == "remove":
        del fields[step]
    else:
        fields[step] = change.value
    return fields
