"""Between TOML and what an editor of a form holds: the same values in two shapes, without losing any.

Drafts are JSON, which has no dates: `thaw` gives them back by the schema.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from schema.field import Field
from schema.field import fields_of
from tui.widgets.fields.typed import parse_date


def to_form(field: Field, value: Any) -> Any:
    """A TOML value as its editor holds it: a table is a row of its own, numbers and dates in lists are texts."""
    if field.table is not None:
        rows = [value] if isinstance(value, dict) else value
        whole = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        return [_to_row(field.table, row) for row in rows] if whole else value
    if field.shape in {"integers", "dates"} and isinstance(value, list):
        return [str(item) for item in value]
    return list(value) if isinstance(value, tuple) else value


def _to_row(table: type[msgspec.Struct], row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.key: field for field in fields_of(table)}
    return {key: to_form(fields[key], value) if key in fields else value for key, value in row.items()}


def from_form(field: Field, value: Any) -> Any:
    """What an editor holds as a TOML value; a text that is no number or date stays one, for the check to refuse."""
    if field.table is not None and isinstance(value, list):
        rows = [from_row(field.table, row) for row in value]
        return rows[0] if field.shape == "table" and len(rows) == 1 else rows
    if field.shape == "integers" and isinstance(value, list):
        return [_whole(text) for text in value]
    if field.shape == "dates" and isinstance(value, list):
        return [parse_date(text) or text for text in value]
    if field.shape == "number" and type(value) is int:
        return float(value)
    return value


def from_row(table: type[msgspec.Struct], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the form as a TOML table, in the schema's order."""
    fields = {field.key: field for field in fields_of(table)}
    found = {key: from_form(fields[key], value) if key in fields else value for key, value in row.items()}
    return in_order(table, found)


def in_order(table: type[msgspec.Struct], row: Mapping[str, Any]) -> dict[str, Any]:
    """The keys in the schema's order, unknown ones last."""
    known = [field.key for field in fields_of(table) if field.key in row]
    return {key: row[key] for key in [*known, *(key for key in row if key not in known)]}


def thaw(struct: type[msgspec.Struct], data: Mapping[str, Any]) -> dict[str, Any]:
    """Give dates back their type after JSON, by the schema; what is no date stays a text."""
    fields = {field.key: field for field in fields_of(struct)}
    return {key: _thaw(fields[key], value) if key in fields else value for key, value in data.items()}


def _thaw(field: Field, value: Any) -> Any:
    if field.table is not None:
        if isinstance(value, list):
            return [thaw(field.table, row) if isinstance(row, dict) else row for row in value]
        return thaw(field.table, value) if isinstance(value, dict) else value
    if field.shape == "date" and isinstance(value, str):
        return _iso(value)
    if field.shape == "dates" and isinstance(value, list):
        return [_iso(item) if isinstance(item, str) else item for item in value]
    return value


def _iso(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-06-18") else text
    except ValueError:
        return text


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text
