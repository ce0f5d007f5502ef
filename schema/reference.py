"""References and texts: every id, every selector, every text and every dated span in a record, with its place.

What to look for is read off the kinds once and kept as a plan, so that a check of 100,000 records asks no annotation twice.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any
from typing import Final
from typing import NamedTuple

import msgspec

from schema.diagnostic import Step
from schema.field import Field
from schema.field import Refers
from schema.field import fields_of
from schema.register import Register

Key = tuple[Step, ...]
BETWEEN: Final = "|"
"""What `spell` puts between two texts: no part of any number that belongs to a person."""


class Reference(NamedTuple):
    """An id or a selector at its place."""

    key: Key
    target: str
    refers: Refers


class Text(NamedTuple):
    """A text at its place; references are texts too."""

    key: Key
    text: str
    field: Field


class Row(NamedTuple):
    """A record, a table or a row at its place."""

    key: Key
    value: msgspec.Struct
    shape: "Shape"


class Shape(NamedTuple):
    """What a kind or table holds, as far as this module asks."""

    references: tuple[Field, ...]
    texts: tuple[Field, ...]
    tables: tuple[tuple[Field, "Shape"], ...]
    is_span: bool
    """Whether it has a `from` and a `to`."""
    short: tuple[str, ...]
    """The attributes of the texts of one line that are no references."""
    long: tuple[str, ...]
    """The attributes of the texts that may run over several lines."""


_REFERENCES = frozenset({"reference", "references"})
_TEXTS = frozenset({"text", "texts", "long", "reference", "references"})


@cache
def shape_of(struct: type[msgspec.Struct]) -> Shape:
    """Read a kind's or table's shape off its annotations."""
    fields = fields_of(struct)
    return Shape(
        references=tuple(field for field in fields if field.shape in _REFERENCES),
        texts=tuple(field for field in fields if field.shape in _TEXTS),
        tables=tuple((field, shape_of(field.table)) for field in fields if field.table is not None),
        is_span={"since", "until"} <= {field.attribute for field in fields},
        short=tuple(field.attribute for field in fields if field.shape in {"text", "texts"}),
        long=tuple(field.attribute for field in fields if field.shape == "long"),
    )


def rows(value: msgspec.Struct) -> list[Row]:
    """A record and every table and row inside it, outermost first."""
    found: list[Row] = []
    _add_rows(value, shape_of(type(value)), (), found)
    return found


def _add_rows(value: msgspec.Struct, shape: Shape, key: Key, found: list[Row]) -> None:
    found.append(Row(key, value, shape))
    for field, inner in shape.tables:
        below = getattr(value, field.attribute)
        if not below:
            continue
        if field.shape == "table":
            _add_rows(below, inner, (*key, field.key), found)
        else:
            for at, row in enumerate(below):
                _add_rows(row, inner, (*key, field.key, at), found)


def spell(found: list[Row]) -> tuple[str, str]:
    """The texts of some rows that are no references, put together: those of one line, and those that may run over several.

    One look at all of them tells that nothing is to be looked for in each; `BETWEEN` stands between two.
    """
    short: list[str] = []
    long: list[str] = []
    for _, value, shape in found:
        for name in shape.short:
            text = getattr(value, name)
            if text:
                if isinstance(text, str):
                    short.append(text)
                else:
                    short += text
        for name in shape.long:
            text = getattr(value, name)
            if text:
                long.append(text)
    return BETWEEN.join(short), BETWEEN.join(long)


def references(value: msgspec.Struct) -> Iterator[Reference]:
    """Every reference of a record or of the settings, selectors among them; those left out are not named."""
    for row in rows(value):
        yield from references_of(row)


def references_of(row: Row) -> Iterator[Reference]:
    """The references of one row."""
    for field in row.shape.references:
        found = getattr(row.value, field.attribute)
        if found and field.refers is not None:
            for key, target in _each(row.key, field, found):
                yield Reference(key, target, field.refers)


def texts(value: msgspec.Struct) -> Iterator[Text]:
    """Every text of a record or of the settings that is not empty."""
    for row in rows(value):
        yield from texts_of(row)


def texts_of(row: Row) -> Iterator[Text]:
    """The texts of one row that are not empty."""
    for field in row.shape.texts:
        found = getattr(row.value, field.attribute)
        if found:
            for key, text in _each(row.key, field, found):
                yield Text(key, text, field)


def _each(key: Key, field: Field, found: Any) -> Iterator[tuple[Key, str]]:
    if isinstance(found, str):
        yield (*key, field.key), found
    else:
        for at, one in enumerate(found):
            yield (*key, field.key, at), one


def resolve(register: Register, target: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds among those allowed in which an id stands; `clause` and `superior` are no kinds of record."""
    return tuple(kind for kind in kinds if _stands(register, kind, target))


def referrers(register: Register, kind: str, id: str) -> Iterator[tuple[str, str, Key]]:
    """Every place that refers to a record: kind and id of the referring record, and the key inside it."""
    for found_kind, record in register.everything():
        for reference in references(record):
            if reference.target == id and kind in reference.refers.kinds:
                yield found_kind, record.id, reference.key
    for reference in references(register.settings):
        if reference.target == id and kind in reference.refers.kinds:
            yield "register", "", reference.key


def _stands(register: Register, kind: str, target: str) -> bool:
    if kind == "clause":
        return target in register.clauses
    if kind == "superior":
        return any(superior.id == target for superior in register.settings.superior)
    return target in register.records.get(kind, ())
