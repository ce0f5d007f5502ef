"""Conditions of `list --where`: `F=V`, `F!=V`, `F~=TEXT`."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

import msgspec

from cli.assignment import find_target
from cli.failure import BadAssignment
from cli.records import Plain
from schema.kinds import Kind

FORMS = "F=V  F!=V  F~=TEXT"
_CONDITION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)(!=|~=|=)(.*)", re.DOTALL)


class Condition(NamedTuple):
    """One condition on a field; a key through rows (`cadence.per`) means any row."""

    keys: tuple[str, ...]
    sign: str
    """`=`, `!=` or `~=`."""
    text: str


def parse_condition(word: str, kind: Kind) -> Condition:
    """Read one condition.

    Raises:
        BadAssignment: it is of another form.
        UnknownField: the kind has no such field.
    """
    found = _CONDITION.fullmatch(word)
    if found is None:
        raise BadAssignment(word, FORMS)
    keys = tuple(found[1].split("."))
    if keys not in {("id",), ("path",)}:
        _check_keys(kind.struct, keys, kind.name)
    return Condition(keys, found[2], found[3])


def holds(condition: Condition, fields: Plain) -> bool:
    """Whether a record meets a condition.

    Args:
        condition: what is asked.
        fields: the record as `list --json` gives it.

    Returns:
        For `=`, whether the value, or one of several, is written so; an empty text asks for fields without value.
        For `~=`, whether it holds the text, small and capital letters being the same. `!=` is the opposite of `=`.
    """
    values = [_write(value) for value in _follow(fields, condition.keys)]
    if condition.sign == "~=":
        return any(condition.text.casefold() in value.casefold() for value in values)
    equal = condition.text in values if condition.text else not any(values)
    return equal if condition.sign == "=" else not equal


def _check_keys(struct: type[msgspec.Struct], keys: tuple[str, ...], kind: str) -> None:
    inside = struct
    for at, key in enumerate(keys):
        target = find_target(inside, (key,), kind)
        if target.field.table is None:
            if at < len(keys) - 1:
                find_target(inside, (key, keys[at + 1]), kind)
            return
        inside = target.field.table


def _follow(value: Any, keys: Iterable[str]) -> Iterator[Any]:
    first, *rest = keys
    found = value.get(first) if isinstance(value, dict) else None
    for one in found if isinstance(found, list) else [found]:
        if rest:
            yield from _follow(one, rest)
        elif one is not None:
            yield one


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return " ".join(_write(inner) for inner in value.values())
    return str(value)
