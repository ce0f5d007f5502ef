"""Keys as people type them, `cadence[0].per`, and what of a difference lies at or below one. Pure."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

from schema.change import GONE
from schema.diagnostic import Step
from schema.difference import FieldDifference
from schema.difference import is_same

KeyPath = tuple[Step, ...]
"""The way to a field: keys, and the numbers of rows."""
_PART = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,63})((?:\[\d{1,4}\])*)")
_DEEPEST = 16


def value_at(data: Any, key: tuple[Step, ...]) -> Any:
    """The value at a place of plain data; None where there is none."""
    for step in key:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def parse_key(text: str) -> KeyPath | None:
    """Take a key apart.

    Args:
        text: such as `holding`, `cadence[0].per` or `cadence.per`; the last one means that field of every row.

    Returns:
        Its steps; None where the text is no key.
    """
    steps: list[Step] = []
    parts = text.split(".")
    for part in parts[:_DEEPEST]:
        found = _PART.fullmatch(part)
        if found is None:
            return None
        steps.append(found[1])
        steps += [int(number) for number in re.findall(r"\d+", found[2])]
    return tuple(steps) if len(parts) <= _DEEPEST else None


def narrow(differences: Iterable[FieldDifference], key: KeyPath) -> Iterator[FieldDifference]:
    """What of some differences lies at a key or below it.

    A difference above the key, such as a whole row that was added, is cut down to what the key names in it.

    Args:
        differences: of one record.
        key: as `parse_key` gives it; a row's number left out means every row.
    """
    for one in differences:
        rest = _after(key, one.key)
        if rest is not None:
            yield from [one] if not rest else _inside(one.key, one.old, one.new, rest)


def _after(wanted: KeyPath, key: KeyPath) -> KeyPath | None:
    """What is left of a wanted key behind another; empty where that lies at or below it, None where it leads elsewhere."""
    at = 0
    for step in key:
        if at == len(wanted):
            return ()
        if isinstance(step, int) and isinstance(wanted[at], str):
            continue
        if wanted[at] != step:
            return None
        at += 1
    return wanted[at:]


def _inside(key: KeyPath, old: Any, new: Any, rest: KeyPath) -> Iterator[FieldDifference]:
    if not rest:
        if not is_same(old, new):
            yield FieldDifference(key=key, old=old, new=new)
        return
    step, *more = rest
    if isinstance(step, int):
        yield from _inside((*key, step), _item(old, step), _item(new, step), tuple(more))
    elif isinstance(old, list) or isinstance(new, list):
        for index in range(max(_length(old), _length(new))):
            yield from _inside((*key, index), _item(old, index), _item(new, index), rest)
    else:
        yield from _inside((*key, step), _field(old, step), _field(new, step), tuple(more))


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


def _item(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list) and index < len(value) else GONE


def _field(value: Any, key: str) -> Any:
    return value.get(key, GONE) if isinstance(value, dict) else GONE
