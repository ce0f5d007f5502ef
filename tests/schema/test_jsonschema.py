"""JSON Schema of the kinds: the same fields, words and limits as the decoder's."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from schema.field import fields_of
from schema.jsonschema import Schema
from schema.jsonschema import calendar_schema
from schema.jsonschema import json_schema
from schema.jsonschema import settings_schema
from schema.kinds import KINDS
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings

ALL: list[tuple[str, type[msgspec.Struct], Schema]] = [
    *((name, kind.struct, json_schema(kind)) for name, kind in KINDS.items()),
    ("register", Settings, settings_schema()),
    ("calendar", Calendar, calendar_schema()),
]


def tables(struct: type[msgspec.Struct], schema: Schema) -> Iterator[tuple[type[msgspec.Struct], Schema]]:
    """Every table of a kind with its schema."""
    yield struct, schema
    for field in fields_of(struct):
        if field.table is not None:
            inner = schema["properties"][field.key]
            yield from tables(field.table, inner["items"] if field.shape == "rows" else inner)


@pytest.mark.parametrize(("name", "struct", "schema"), ALL, ids=lambda value: value if isinstance(value, str) else "")
def test_every_table_has_its_fields_and_no_others(name: str, struct: type[msgspec.Struct], schema: Schema) -> None:
    assert schema["title"]
    assert json.loads(json.dumps(schema)) == schema
    for table, described in tables(struct, schema):
        fields = fields_of(table)
        assert list(described["properties"]) == [field.key for field in fields]
        assert described["additionalProperties"] is False
        assert described.get("required", []) == [field.key for field in fields if field.required]
        for field in fields:
            one = described["properties"][field.key]
            assert one["title"] == f"{field.about.zh} {field.about.en}"
            assert ("description" in one) == bool(field.about.help_zh or field.about.help_en)
            leaf = one["items"] if one["type"] == "array" else one
            if field.words is not None:
                assert leaf["enum"] == [word.value for word in field.words]
                assert len(leaf["x-taplo"]["docs"]["enumValues"]) == len(leaf["enum"])
            if "date" in field.shape:
                assert leaf == leaf | {"type": "string", "format": "date"}
            assert ("pattern" in leaf) == (field.refers is not None)


@pytest.mark.parametrize(
    ("kind", "keys", "good", "bad"),
    [
        ("duty", ("lead",), ["general-office", "u1"], ["@sections", "A", "a--b", "a b", "-x", ""]),
        ("duty", ("bearer",), ["secretary", "@section-heads"], ["@", "@@x", "@A"]),
        (
            "duty",
            ("basis", "clause"),
            ["rules#2-3-4", "rules#（一）"],
            ["rules", "#1", "rules#", "rules#a b", "rules#a#b"],
        ),
    ],
)
def test_references_have_the_form_of_ids(kind: str, keys: tuple[str, ...], good: list[str], bad: list[str]) -> None:
    described: Any = json_schema(KINDS[kind])
    for key in keys:
        described = described.get("items", described)["properties"][key]
    pattern = described.get("items", described)["pattern"]
    assert all(re.search(pattern, text) for text in good)
    assert not [text for text in bad if re.search(pattern, text)]


def test_numbers_keep_their_limits() -> None:
    cadence = json_schema(KINDS["duty"])["properties"]["cadence"]["items"]["properties"]
    assert (cadence["n"]["minimum"], cadence["n"]["maximum"]) == (1, 1000)
    assert cadence["months"]["items"] == {"type": "integer", "minimum": 1, "maximum": 12}
    assert (cadence["within"]["minimum"], cadence["within"]["maximum"]) == (0, 1000)
