"""Which field of an older state of a record is the same one, though rows were put in, taken out or moved since. Pure.

A row is known again by its content, then by the values that identify it in its table (`schema.merge.IDENTITY`), then by
being more alike than different.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from schema.diagnostic import Step
from schema.difference import is_rows
from schema.difference import is_same
from schema.field import fields_of
from schema.keypath import KeyPath
from schema.kinds.base import Table
from schema.merge import Data
from schema.merge import identity_of


def leaves(data: Mapping[str, Any], at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every field of a record with its value, in the file's order.

    Args:
        data: plain TOML data.
        at: the key that it lies under.

    Yields:
        Key and value of each field that holds no other. Arrays of single values are one field; of tables, each row's
        fields are; a table or row that holds nothing is a field of its own.
    """
    for key, value in data.items():
        here = (*at, key)
        if isinstance(value, dict) and value:
            yield from leaves(value, here)
        elif is_rows(value):
            for number, row in enumerate(value):
                if row:
                    yield from leaves(row, (*here, number))
                else:
                    yield (*here, number), row
        else:
            yield here, value


def unchanged(
    struct: type[msgspec.Struct] | None, newer: Mapping[str, Any], older: Mapping[str, Any], keys: Sequence[str]
) -> dict[KeyPath, KeyPath]:
    """Fields that hold in an older state what they hold in a newer one.

    Args:
        struct: the struct of the record's kind; None where the schema knows none.
        newer: plain TOML data.
        older: plain TOML data.
        keys: the keys of the top that are asked about.

    Returns:
        The key in the older state by the key in the newer; a field that is new or held another value is left out.
    """
    tables = _tables(struct)
    found: dict[KeyPath, KeyPath] = {}
    for key in keys:
        if key in newer and key in older:
            found.update(_same(tables.get(key), newer[key], older[key], (key,), (key,)))
    return found


def counterparts(struct: type[msgspec.Struct] | None, rows: Sequence[Data], others: Sequence[Data]) -> list[int | None]:
    """Which row of another state each row is.

    Args:
        struct: the struct of the rows; None for a table that the schema does not know.
        rows: the rows of one state.
        others: those of the other.

    Returns:
        For each row the number of its counterpart, each used once; None for a row that has none.
    """
    found: list[int | None] = [None] * len(rows)
    free = list(range(len(others)))
    table = struct if struct is not None and issubclass(struct, Table) else None
    for known_as in (None, table):
        waiting: dict[str, list[int]] = {}
        for other in free:
            waiting.setdefault(identity_of(known_as, others[other]), []).append(other)
        for number, row in enumerate(rows):
            name = identity_of(known_as, row)
            if found[number] is None and waiting.get(name) and (known_as is None or name.strip("|")):
                found[number] = waiting[name].pop(0)
        free = [other for other in free if other not in found]
    for number, row in enumerate(rows):
        if found[number] is None and free:
            best = max(free, key=lambda other: (_likeness(row, others[other]), other == number, -other))
            if 2 * _likeness(row, others[best]) >= max(len(row), len(others[best])):
                found[number] = best
                free.remove(best)
    return found


def follow_key(struct: type[msgspec.Struct] | None, data: Data, other: Data, key: KeyPath) -> KeyPath | None:
    """The key of the same field in another state of a record.

    Args:
        struct: the struct of the record's kind; None where the schema knows none.
        data: the state that the key is about.
        other: the other state.
        key: keys and row numbers; a row behind the last one is behind the last one there too.

    Returns:
        The same with the row numbers of the other state; None where a row has no counterpart there.
    """
    found: list[Step] = []
    here: Any = data
    there: Any = other
    for step in key:
        if isinstance(step, int):
            rows, others = here if isinstance(here, list) else [], there if isinstance(there, list) else []
            at = counterparts(struct, rows, others)[step] if step < len(rows) else step - len(rows) + len(others)
            if at is None:
                return None
            found.append(at)
            here, there = rows[step] if step < len(rows) else {}, others[at] if at < len(others) else {}
        else:
            found.append(step)
            struct = _tables(struct).get(step)
            here, there = (side.get(step) if isinstance(side, dict) else None for side in (here, there))
    return tuple(found)


def _same(
    struct: type[msgspec.Struct] | None, newer: Any, older: Any, here: KeyPath, there: KeyPath
) -> Iterator[tuple[KeyPath, KeyPath]]:
    if isinstance(newer, dict) and isinstance(older, dict) and newer:
        tables = _tables(struct)
        for key in newer:
            if key in older:
                yield from _same(tables.get(key), newer[key], older[key], (*here, key), (*there, key))
    elif is_rows(newer) and is_rows(older):
        for number, other in enumerate(counterparts(struct, newer, older)):
            if other is not None:
                yield from _same(struct, newer[number], older[other], (*here, number), (*there, other))
    elif is_same(newer, older):
        yield here, there


@cache
def _tables(struct: type[msgspec.Struct] | None) -> dict[str, type[msgspec.Struct]]:
    if struct is None:
        return {}
    return {field.key: field.table for field in fields_of(struct) if field.table is not None}


def _likeness(row: Data, other: Data) -> int:
    return sum(key in other and is_same(value, other[key]) for key, value in row.items())
