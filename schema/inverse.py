"""The inverse of a change: what gives a record's fields back the values that they had before it, where nothing later stands on them.

Field by field on plain data: a field that still has the value that the change gave it gets back the old one; one that has the old one already
stays; one that has a third value is a clash. Rows are known by their identity (schema.merge), so that rows before and behind them may have come
and gone since; texts and arrays of single values are one field each. Pure.
"""

from collections.abc import Mapping
from typing import Any
from typing import NamedTuple

import msgspec

from schema.change import GONE
from schema.change import FieldChange
from schema.diagnostic import Step
from schema.difference import is_same
from schema.field import Field
from schema.field import fields_of
from schema.kinds.base import Table
from schema.merge import identity_of
from schema.sequence import merge_items

Data = dict[str, Any]
"""A record as plain TOML data."""
Key = tuple[Step, ...]


class Clash(NamedTuple):
    """A field that was changed again since."""

    key: Key
    """Where: keys, and for a row its identity in brackets, or its number."""
    before: Any
    """What stood there before the change; `GONE` for nothing."""
    after: Any
    """What the change put there."""
    now: Any
    """What stands there now."""


class Inverse(NamedTuple):
    """What undoes a change of one record."""

    fields: tuple[FieldChange, ...]
    """What to change; empty where everything is as it was before already."""
    clashes: tuple[Clash, ...]
    """Why it can't be undone; empty where it can."""


def invert(struct: type[Table], before: Data, after: Data, now: Data) -> Inverse:
    """Work out what undoes a change of one record.

    Args:
        struct: the struct of its kind.
        before: its data before the change.
        after: its data after it.
        now: its data now.
    """
    undoing = _Undoing()
    wanted = undoing.table(struct, before, after, now, ())
    changed = [key for key in dict.fromkeys([*now, *wanted]) if not is_same(now.get(key, GONE), wanted.get(key, GONE))]
    fields = tuple(FieldChange(key=(key,), value=wanted.get(key, GONE)) for key in changed)
    return Inverse(fields, tuple(undoing.clashes))


def value_at(struct: type[Table], data: Data, key: Key) -> Any:
    """What stands at the key of a clash in some state of the record; `GONE` for nothing.

    Args:
        struct: the struct of the record's kind.
        data: the record.
        key: as `Clash.key` gives it.
    """
    value: Any = data
    table: type[msgspec.Struct] | None = struct
    for step in key:
        if isinstance(value, list):
            value = _row_at(table, value, step)
        elif isinstance(value, dict):
            fields = fields_of(table) if table is not None else ()
            table = next((field.table for field in fields if field.key == step), None)
            value = value.get(str(step), GONE)
        else:
            return GONE
    return value


def _row_at(struct: type[msgspec.Struct] | None, rows: list[Any], step: Step) -> Any:
    if isinstance(step, int):
        return rows[step] if step < len(rows) else GONE
    return _by_identity(struct, rows).get(step[1:-1], GONE) if _are_rows(rows) else GONE


def write_key(key: Key) -> str:
    """The key of a clash as people read it: `holding[ada|formal|2026-01-01].to`."""
    text = ""
    for step in key:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += step if not text or step.startswith("[") else f".{step}"
    return text


class _Undoing:
    """One change being undone: collects the clashes."""

    def __init__(self) -> None:
        self.clashes: list[Clash] = []

    def table(self, struct: type[msgspec.Struct] | None, before: Data, after: Data, now: Data, at: Key) -> Data:
        """A table as it is now, with what the change did to it undone."""
        fields = {field.key: field for field in fields_of(struct)} if struct is not None else {}
        wanted = dict(now)
        for key in dict.fromkeys([*before, *after]):
            sides = (before.get(key, GONE), after.get(key, GONE), now.get(key, GONE))
            value = self._value(fields.get(key), sides, (*at, key))
            if value is GONE:
                wanted.pop(key, None)
            else:
                wanted[key] = value
        return wanted

    def _value(self, field: Field | None, sides: tuple[Any, Any, Any], at: Key) -> Any:
        before, after, now = sides
        if is_same(before, after) or is_same(before, now):
            return now
        if is_same(after, now):
            return before
        struct = field.table if field is not None else None
        if all(isinstance(side, dict) for side in sides):
            return self.table(struct, before, after, now, at)
        if field is not None and field.shape == "rows":
            lists = [[] if side is GONE else side for side in sides]
            if all(_are_rows(side) for side in lists):
                return self._rows(struct, lists, at) or GONE
        return self._note(at, sides)

    def _rows(self, struct: type[msgspec.Struct] | None, lists: list[list[Data]], at: Key) -> list[Data]:
        """Rows as they are now, each that the change added, took out or changed put back as it was."""
        before, after, now = (_by_identity(struct, rows) for rows in lists)
        order = merge_items(list(after), list(now), list(before))
        if order.order_contested:
            self._note(at, tuple(lists))
        rows = {}
        for name in dict.fromkeys([*order.items, *before, *after, *now]):
            sides = tuple(side.get(str(name), GONE) for side in (before, after, now))
            row = self._row(struct, sides, (*at, f"[{name}]"))
            if row is not GONE:
                rows[name] = row
        known = [name for name in order.items if name in rows]
        return [rows[name] for name in (*known, *(name for name in rows if name not in set(known)))]

    def _row(self, struct: type[msgspec.Struct] | None, sides: tuple[Any, ...], at: Key) -> Any:
        before, after, now = sides
        if is_same(before, after) or is_same(before, now):
            return now
        if is_same(after, now):
            return before
        if GONE in sides:
            return self._note(at, sides)
        return self.table(struct, before, after, now, at)

    def _note(self, at: Key, sides: tuple[Any, ...]) -> Any:
        self.clashes.append(Clash(at, *sides))
        return sides[2]


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _by_identity(struct: type[msgspec.Struct] | None, rows: list[Data]) -> Mapping[str, Data]:
    """Rows by identity; one that stands again gets its number behind it."""
    found: dict[str, Data] = {}
    table = struct if struct is not None and issubclass(struct, Table) else None
    for row in rows:
        name = identity = identity_of(table, row)
        number = 1
        while name in found:
            number += 1
            name = f"{identity}#{number}"
        found[name] = row
    return found
