"""`dutybook list KIND`: the records of one kind."""

from typing import Annotated

from cyclopts import Parameter

from cli.columns import COLUMNS
from cli.condition import holds
from cli.condition import parse_condition
from cli.exits import Exit
from cli.language import spoken
from cli.opening import open_register
from cli.opening import tell_unreadable
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import print_json
from cli.output import print_table
from cli.records import display
from cli.records import entry
from cli.records import find_kind
from cli.records import heading
from schema.field import Field
from schema.field import fields_of
from schema.kinds import Kind
from schema.kinds.base import Record
from store.register import RegisterStore


def run(
    kind: str,
    /,
    *,
    where: Annotated[list[str] | None, Parameter(name="--where", consume_multiple=1)] = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """List the records of one kind."""
    store = open_register(register, as_of=as_of)
    wanted = find_kind(kind)
    conditions = [parse_condition(word, wanted) for word in where or ()]
    found = []
    for record in store.register.records.get(wanted.name, {}).values():
        fields = entry(store, (wanted.name, record.id), record)
        if all(holds(condition, fields) for condition in conditions):
            found.append((record, fields))
    if json:
        print_json([fields for _, fields in found])
    else:
        print_records(store, wanted, [record for record, _ in found])
    tell_unreadable(store, {wanted.name})
    return Exit.FINE


def print_records(store: RegisterStore, kind: Kind, records: list[Record]) -> None:
    """Print records of one kind as a table."""
    fields = {field.key: field for field in fields_of(kind.struct)}
    shown = [fields[key] for key in COLUMNS[kind.name]]
    titles = ["id", fields["code"].about.label(spoken()), *(field.about.label(spoken()) for field in shown)]
    rows = [
        [
            record.id,
            record.code,
            *(_cell(store, kind, record, field) for field in shown),
        ]
        for record in records
    ]
    print_table(titles, rows)


def _cell(store: RegisterStore, kind: Kind, record: Record, field: Field) -> str:
    if field.key == kind.heading:
        return heading(kind.name, record)
    return display(store.register, field, getattr(record, field.attribute))
