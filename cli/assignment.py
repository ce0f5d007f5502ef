"""`F=V`, `F+=V`, `F-=V` and `F=`: words of the command line made into field changes, typed by the field's shape."""

import re
import tomllib
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import NamedTuple
from typing import cast

import msgspec

from cli.failure import BadAssignment
from cli.failure import BadValue
from cli.failure import NoArray
from cli.failure import NoSuchPlace
from cli.failure import NotThere
from cli.failure import NotToml
from cli.failure import UnknownField
from schema.change import GONE
from schema.change import FieldChange
from schema.decode import decode_table
from schema.diagnostic import Diagnostic
from schema.diagnostic import Step
from schema.diagnostic import dotted
from schema.field import Field
from schema.field import Shape
from schema.field import field_keys
from schema.field import find_field
from schema.kinds.base import Table

SET_FORMS = "F=V  F+=V  F-=V  F="
ADD_FORMS = "F=V"

_WORD = re.compile(r"([A-Za-z_][A-Za-z0-9_.\[\]-]*?)(\+=|-=|=)(.*)", re.DOTALL)
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)((?:\[\d{1,4}\])*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_ELEMENTS: dict[Shape, Shape] = {
    "texts": "text",
    "choices": "choice",
    "references": "reference",
    "integers": "integer",
    "dates": "date",
    "rows": "table",
}


class Assignment(NamedTuple):
    """One word as it was typed, taken apart."""

    key: tuple[Step, ...]
    sign: str
    """`=`, `+=` or `-=`."""
    text: str


class Target(NamedTuple):
    """What a key leads to."""

    field: Field
    element: bool
    """Whether the key names one element of the field's array."""
    struct: type[msgspec.Struct]
    """The kind or table that the field belongs to."""


def parse_assignment(word: str, forms: str = SET_FORMS) -> Assignment:
    """Take one word apart.

    Args:
        word: such as `cadence[0].per=month`; rows and elements count from 0.
        forms: the forms allowed, for the message.

    Raises:
        BadAssignment: it is none of them.
    """
    found = _WORD.fullmatch(word)
    if found is None or (found[2] != "=" and forms == ADD_FORMS):
        raise BadAssignment(word, forms)
    return Assignment(_parse_key(found[1], word, forms), found[2], found[3])


def find_target(struct: type[msgspec.Struct], key: tuple[Step, ...], kind: str) -> Target:
    """The field that a key leads to.

    Raises:
        UnknownField: there is none; the table's own keys are in the hint.
    """
    field: Field | None = None
    inside = struct
    element = False
    for step in key:
        if isinstance(step, int):
            if field is None or element or field.shape not in _ELEMENTS:
                raise UnknownField(dotted(key), kind, field_keys(inside))
            element = True
            continue
        if field is not None:
            if field.table is None or (field.shape == "rows" and not element):
                raise UnknownField(dotted(key), kind, field_keys(field.table or inside))
            inside, element = field.table, False
        field = find_field(inside, step)
        if field is None:
            raise UnknownField(dotted(key), kind, field_keys(inside))
    if field is None:
        raise UnknownField(dotted(key), kind, field_keys(struct))
    return Target(field, element, inside)


def make_change(
    struct: type[msgspec.Struct], kind: str, id: str, assignment: Assignment, data: Mapping[str, Any]
) -> FieldChange:
    """Turn one assignment into a field change.

    Args:
        struct: the struct of the record's kind.
        kind: the kind, for messages.
        id: the record's id, for messages.
        assignment: what was typed.
        data: the record as it stands now, changes of the same act included.

    Raises:
        UnknownField, BadValue, NotToml, NoArray, NotThere: as named.
    """
    target = find_target(struct, assignment.key, kind)
    shape = target.field.shape
    now = _follow(data, assignment.key)
    if assignment.sign != "=" and (target.element or shape not in _ELEMENTS):
        raise NoArray(dotted(assignment.key))
    if assignment.sign == "=" and not assignment.text:
        if now is GONE:
            raise NoSuchPlace(dotted(assignment.key))
        return FieldChange(key=assignment.key, value=GONE)
    value = read_value(target, assignment.text, dotted(assignment.key))
    if assignment.sign != "=":
        value = _combine(assignment, [] if now is GONE else list(now), value)
    fault = find_fault(target, kind, id, assignment.key, value)
    if fault is not None:
        raise BadValue(fault)
    return FieldChange(key=assignment.key, value=value or (GONE if value == [] else value))


def read_value(target: Target, text: str, key: str) -> Any:
    """Read a value as its field wants it; what does not fit stays text, so that the fault can be said.

    Raises:
        NotToml: the field holds a table, rows or an array, and the text is no TOML.
    """
    shape = target.field.shape
    if target.element:
        shape = _ELEMENTS[shape]
    if shape == "table":
        return _toml(text, key)
    if shape == "rows":
        rows = _toml(text, key)
        return [rows] if isinstance(rows, dict) else rows
    if shape in _ELEMENTS:
        if text.lstrip().startswith("["):
            return _toml(text, key)
        parts = [text] if shape == "texts" else [part.strip() for part in re.split("[,，、]", text)]
        return [_single(_ELEMENTS[shape], part) for part in parts if part]
    return _single(shape, text)


def find_fault(target: Target, kind: str, id: str, key: tuple[Step, ...], value: Any) -> Diagnostic | None:
    """What is wrong with a value of a field, its key written in full; None where nothing is."""
    name = target.field.key
    whole = [value] if target.element else value
    _, faults = decode_table(cast("type[Table]", target.struct), kind, id, {name: whole})
    own = [fault for fault in faults if fault.key[:1] == (name,) and (fault.key != (name,) or whole is not None)]
    if not own:
        return None
    fault = own[0]
    inner = fault.key[2:] if target.element else fault.key[1:]
    full = dotted((*key, *inner))
    short = dotted(fault.key)
    return msgspec.structs.replace(
        fault,
        key=(*key, *inner),
        message=fault.message.replace(f"`{short}`", f"`{full}`", 1),
        message_zh=fault.message_zh.replace(f"`{short}`", f"`{full}`", 1),
    )


def apply_change(data: dict[str, Any], change: FieldChange) -> dict[str, Any]:
    """The record's data after one change; what cannot be followed is left to the store to refuse."""
    from store.toml.edit import REMOVE
    from store.toml.fields import FieldEdit
    from store.toml.fields import NoSuchPlaceError
    from store.toml.fields import perform
    from store.toml.fields import steps

    edit = FieldEdit(change.key, REMOVE if change.value is GONE else change.value)
    try:
        for step in [*steps(data, edit)]:
            data = perform(data, step)
    except NoSuchPlaceError as error:
        raise NoSuchPlace(dotted(change.key)) from error
    return data


def _parse_key(text: str, word: str, forms: str) -> tuple[Step, ...]:
    key: list[Step] = []
    for part in text.split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            raise BadAssignment(word, forms)
        key.append(found[1])
        key += [int(index) for index in re.findall(r"\d+", found[2])]
    return tuple(key)


def _follow(data: Any, key: tuple[Step, ...]) -> Any:
    for step in key:
        inside = (isinstance(data, Mapping) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if not inside:
            return GONE
        data = data[step]
    return data


def _combine(assignment: Assignment, now: list[Any], value: Any) -> list[Any]:
    given = value if isinstance(value, list) else [value]
    if assignment.sign == "+=":
        return [*now, *(one for one in given if isinstance(one, dict) or one not in now)]
    for one in given:
        if one not in now:
            raise NotThere(dotted(assignment.key), str(one))
        now.remove(one)
    return now


def _toml(text: str, key: str) -> Any:
    try:
        found = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError) as error:
        raise NotToml(key, str(error)) from error
    if len(found) != 1:
        raise NotToml(key, "more than one value")
    return found["value"]


_READERS: dict[Shape, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    "date": (_DAY, date.fromisoformat),
    "integer": (_WHOLE, int),
    "number": (_NUMBER, float),
    "flag": (re.compile("true|false"), lambda text: text == "true"),
}


def _single(shape: Shape, text: str) -> Any:
    if shape not in _READERS:
        return text
    form, read = _READERS[shape]
    if form.fullmatch(text):
        try:
            return read(text)
        except ValueError:
            return text  # such as 2026-02-30: said by the field's own check
    return text
