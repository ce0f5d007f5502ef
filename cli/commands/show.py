"""`dutybook show ID`: one record, with what it refers to by title."""

from collections.abc import Iterator
from typing import Any

import msgspec

from cli.exits import Exit
from cli.language import spoken
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import Row
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.output import print_text
from cli.records import display
from cli.records import entry
from cli.records import find_place
from cli.records import get_record
from cli.records import heading
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.register import Register


def run(
    id: str, /, *, toml: bool = False, json: JsonOption = False, as_of: AsOfOption = "", register: RegisterOption = None
) -> int:
    """Show one record."""
    store = open_register(register, as_of=as_of)
    place = find_place(store, id)
    if toml:
        print_text(store.read(*place).text)
        return Exit.FINE
    record = get_record(store, place)
    if json:
        print_json(entry(store, place, record))
        return Exit.FINE
    kind, own = place
    label = KINDS[kind].label(spoken()) if kind in KINDS else kind
    print_line(f"{label} {own}  {heading(kind, record)}".strip())
    print_line(store.path_of(*place))
    print_table(["", ""], [*_lines(store.register, record, "")], heading=False)
    return Exit.FINE


def _lines(register: Register, record: msgspec.Struct, indent: str) -> Iterator[Row]:
    """A record or table as lines of label and value; tables inside are indented."""
    for field in fields_of(type(record)):
        value = getattr(record, field.attribute)
        if value in (None, "", (), False) or (field.key == "format" and value == 1):
            continue
        label = indent + field.about.label(spoken())
        if field.shape == "table":
            inside = list(_lines(register, value, indent + "  "))
            if inside:
                yield Cell(label, "bold"), ""
                yield from inside
        elif field.shape == "rows":
            for number, row in enumerate(value):
                yield Cell(f"{label} [{number}]", "bold"), ""
                yield from _lines(register, row, indent + "  ")
        else:
            yield from _values(register, field, label, value)


def _values(register: Register, field: Field, label: str, value: Any) -> Iterator[Row]:
    if field.refers is not None:
        for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
            shown = display(register, field, one)
            yield Cell(label if not number else "", "bold"), shown if shown == one else f"{shown} ({one})"
    elif field.shape == "long":
        for number, line in enumerate(str(value).splitlines()):
            yield Cell(label if not number else "", "bold"), line
    else:
        yield Cell(label, "bold"), display(register, field, value)
