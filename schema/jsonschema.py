"""JSON Schema of the kinds of record, so that any editor with a TOML language server completes and checks the files.

Made from `schema.field` alone. TOML dates stand as strings of the format `date`, as taplo and others read them. A schema says less than
`check` does: whether a reference leads anywhere, and what a cadence's row needs, only the rules know.
"""

import types
import typing
from typing import Any

import msgspec

from schema.field import Field
from schema.field import Shape
from schema.field import fields_of
from schema.identity import LONGEST
from schema.kinds import Kind
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings

Schema = dict[str, Any]
"""A JSON Schema as plain data."""

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that taplo and the editors' TOML servers understand."""

_ID = "[a-z0-9]+(-[a-z0-9]+)*"
_CLAUSE = "[^\\s#]+"
_BARE: dict[Shape, Schema] = {
    "text": {"type": "string"},
    "long": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
}
_ELEMENT: dict[Shape, Shape] = {
    "texts": "text",
    "dates": "date",
    "integers": "integer",
    "choices": "choice",
    "references": "reference",
}


def json_schema(kind: Kind) -> Schema:
    """The JSON Schema of one kind of record.

    Args:
        kind: the kind.

    Returns:
        Plain data for a JSON encoder: labels in both languages as titles, help as descriptions, enumerations with
        their labels (`x-taplo`), references as ids; unknown keys are refused.
    """
    return _document(kind.struct, f"{kind.zh} {kind.en}")


def settings_schema() -> Schema:
    """The JSON Schema of register.toml."""
    return _document(Settings, "台账设置 Settings of the register")


def calendar_schema() -> Schema:
    """The JSON Schema of calendar/YYYY.toml."""
    return _document(Calendar, "工作日历 Calendar of a year")


def _document(struct: type[msgspec.Struct], title: str) -> Schema:
    return {"$schema": DRAFT, "title": title, **_table(struct)}


def _table(struct: type[msgspec.Struct]) -> Schema:
    fields = fields_of(struct)
    required = [field.key for field in fields if field.required]
    found: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _property(field) for field in fields},
    }
    if required:
        found["required"] = required
    return found


def _property(field: Field) -> Schema:
    words = field.about
    found: Schema = {"title": f"{words.zh} {words.en}"}
    if words.help_zh or words.help_en:
        found["description"] = f"{words.help_zh} {words.help_en}".strip()
    return {**found, **_shape(field)}


def _shape(field: Field) -> Schema:
    if field.table is not None:
        table = _table(field.table)
        return table if field.shape == "table" else {"type": "array", "items": table}
    if field.shape in _ELEMENT:
        return {"type": "array", "items": _single(field, _ELEMENT[field.shape])}
    return _single(field, field.shape)


def _single(field: Field, shape: Shape) -> Schema:
    if field.words is not None:
        labels = [f"{word.zh} {word.en}" for word in field.words]
        return {
            "type": "string",
            "enum": [word.value for word in field.words],
            "x-taplo": {"docs": {"enumValues": labels}},
        }
    if field.refers is not None:
        return {"type": "string", "pattern": f"^{_reference(field)}$", "maxLength": _longest(field)}
    return {**_BARE[shape], **_bounds(field.annotation)}


def _reference(field: Field) -> str:
    if field.refers is None:
        return ".*"
    if field.refers.kinds == ("clause",):
        return f"{_ID}#{_CLAUSE}"
    return f"@?{_ID}" if field.refers.selectors else _ID


def _longest(field: Field) -> int:
    plain = field.refers is None or field.refers.kinds != ("clause",)
    return LONGEST + 1 if plain else 4 * LONGEST


def _bounds(annotation: Any) -> Schema:
    """Limits of a number, from the innermost annotation."""
    found: Schema = {}
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            for meta in annotation.__metadata__:
                if isinstance(meta, msgspec.Meta):
                    found |= {} if meta.ge is None else {"minimum": meta.ge}
                    found |= {} if meta.le is None else {"maximum": meta.le}
            annotation = annotation.__origin__
        elif origin in {types.UnionType, typing.Union}:
            annotation = next(part for part in typing.get_args(annotation) if part is not types.NoneType)
        elif origin is tuple:
            annotation = typing.get_args(annotation)[0]
        else:
            return found
