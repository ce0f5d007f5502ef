"""`dutybook import table FILE`: a filled-in ledger or an office's own list as one change set, one commit."""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cli.editing import save_asked
from cli.editing import tell_saved
from cli.exits import Exit
from cli.failure import BadOptions
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.output import Cell
from cli.output import note
from cli.output import note_lines
from cli.output import print_json
from cli.progress import Progress
from cli.records import find_kind
from exchange.ledger import OBLIGATION_NAMES
from exchange.tables.intake import BadRow
from exchange.tables.intake import Intake
from exchange.tables.intake import Table
from exchange.tables.intake import recognise
from exchange.tables.intake import take_in
from exchange.tables.opening import most_bytes
from exchange.tables.opening import read_table
from exchange.tables.refusal import NoHeadings
from exchange.tables.refusal import TableTooLarge
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.diagnostic import Diagnostic
from schema.field import Field
from schema.kinds import KINDS
from schema.override import accept
from store.document import read_whole
from store.identifier import slug
from store.register import RegisterStore
from store.review.entering import prepare_entry

_SHOWN = 50
"""Most bad rows that are listed on the terminal; `--json` lists all."""


class Order(NamedTuple):
    """What was asked for."""

    file: Path
    kind: str
    columns: tuple[str, ...]
    """`HEADING=FIELD`, or `B3=FIELD`; `-` for a column that is left out."""
    skip_bad: bool
    dry_run: bool
    why: str
    overrides: tuple[str, ...]
    yes: bool
    json: bool


def take_table(order: Order, register: Path | None) -> int:
    """Read a table, say how it was understood, and save what it changes.

    Args:
        order: what was asked for.
        register: the folder given with `--register`.

    Returns:
        1 where rows were bad and nothing was said to be done with them, or some were skipped; else 0.
    """
    store = open_register(register, writing=not order.dry_run)
    overrides = accept(order.overrides, order.why)
    found = _understand(store, order)
    changes, bad = _judge(store, found, order, overrides)
    if not order.json:
        _tell(found, bad)
        _tell_changes(changes.records if order.dry_run else ())
    stopped = bool(bad) and not order.skip_bad
    if order.dry_run or stopped or not changes.records:
        if order.json:
            print_json(_document(found, changes.records, bad))
        else:
            note(say("import-stopped" if stopped else "import-dry" if changes.records else "import-nothing"))
        return Exit.FOUND if bad else Exit.FINE
    saved = save_asked(store, changes, yes=order.yes)
    if saved is not None:
        tell_saved(saved, json=order.json)
    return Exit.FOUND if bad else Exit.FINE


def _understand(store: RegisterStore, order: Order) -> Intake:
    name = order.file.name
    content = read_whole(order.file, most_bytes(), TableTooLarge)
    with Progress() as progress:
        progress.step(say("reading-table", name=name))
        grids = read_table(name, content)
    chosen = {}
    for word in order.columns:
        heading, equals, field = word.rpartition("=")
        if not equals or not heading:
            raise BadOptions("bad-option-value", "import", name="--column", value=word)
        chosen[heading] = field
    tables, left = recognise(grids, find_kind(order.kind) if order.kind else None, chosen)
    if not tables:
        raise NoHeadings(name)
    with Progress() as progress:
        return take_in(store.register, tables, left, slug, partial(progress.step, say("comparing-rows")))


def _judge(
    store: RegisterStore, found: Intake, order: Order, overrides: tuple[str, ...]
) -> tuple[ChangeSet, list[BadRow]]:
    """What is to be saved, and every bad row: those that a save would be refused for are among them."""
    bad, records = list(found.bad), found.changes
    while True:
        name = " ".join(order.file.name.split())
        summary = say("import-summary", name=name, count=len(records))
        changes = ChangeSet(
            action="import", records=records, reason=order.why.strip(), summary=summary, overrides=overrides
        )
        refusals = prepare_entry(store, changes).refusals if records else ()
        mine = [one for one in refusals if (one.kind, one.id) in found.places]
        if not mine:
            return changes, bad
        bad += [_refused(found, one) for one in mine]
        gone = {(one.kind, one.id) for one in mine}
        records = tuple(one for one in records if (one.kind, one.id) not in gone)


def _refused(found: Intake, fault: Diagnostic) -> BadRow:
    sheet, cell = found.where(fault.kind, fault.id, str(fault.key[0]) if fault.key else "")
    return BadRow(sheet, cell, f"{fault.code} {fault.message_zh}", f"{fault.code} {fault.message}")


def _tell(found: Intake, bad: Iterable[BadRow]) -> None:
    """Say on stderr which column was taken for which field, what was left out, and which rows are bad."""
    lines: list[Cell] = []
    for table in found.tables:
        lines.append(Cell(say("import-sheet", sheet=table.grid.name, kind=table.kind.label(spoken()))))
        lines += [Cell(f"  {column.heading} -> {_field_of(column.field)}") for column in table.columns]
        if table.unknown:
            lines.append(Cell(say("import-unknown", names=", ".join(table.unknown))))
        if table.grid.hidden:
            lines.append(Cell(say("import-hidden", count=table.grid.hidden)))
    if found.asides:
        lines.append(Cell(say("import-asides", cells=", ".join("!".join(one) for one in found.asides))))
    if OBLIGATION_NAMES & {name.casefold() for name in found.left}:
        lines.append(Cell(say("import-derived")))
    if found.left:
        lines.append(Cell(say("import-left", names=", ".join(found.left))))
    listed = list(bad)
    lines += [
        Cell(f"{one.sheet}!{one.cell}: {one.zh if spoken().startswith('zh') else one.en}", "red")
        for one in listed[:_SHOWN]
    ]
    if len(listed) > _SHOWN:
        lines.append(Cell(say("import-more", count=len(listed) - _SHOWN)))
    lines.append(Cell(say("import-count", rows=found.rows, bad=len({(one.sheet, _row(one.cell)) for one in listed}))))
    note_lines(lines)


def _tell_changes(records: Sequence[RecordChange]) -> None:
    """Say what would be saved, record by record."""
    lines = [Cell(say(f"import-{one.verb}", record=f"{one.kind}/{one.id}", what=_said(one))) for one in records]
    if len(lines) > _SHOWN:
        lines[_SHOWN:] = [Cell(say("import-more-records", count=len(lines) - _SHOWN))]
    note_lines(lines)


def _said(change: RecordChange) -> str:
    """A new record by what it is called, an edited one by its fields."""
    values = {str(field.key[0]): field.value for field in change.fields}
    return str(values.get(KINDS[change.kind].heading, "")) if change.verb is Verb.ADD else ", ".join(values)


def _field_of(field: Field | None) -> str:
    return f"{field.about.label(spoken())} ({field.key})" if field is not None else "id"


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _document(found: Intake, records: Iterable[RecordChange], bad: Iterable[BadRow]) -> dict[str, object]:
    return {
        "tables": [_table(table) for table in found.tables],
        "left": found.left,
        "rows": found.rows,
        "asides": ["!".join(one) for one in found.asides],
        "changes": [
            {
                "kind": one.kind,
                "id": one.id,
                "verb": one.verb,
                "cell": "!".join(found.where(one.kind, one.id)),
                "fields": [str(change.key[0]) for change in one.fields],
            }
            for one in records
        ],
        "bad": [
            {"sheet": one.sheet, "cell": one.cell, "reason": one.zh if spoken().startswith("zh") else one.en}
            for one in bad
        ],
    }


def _table(table: Table) -> dict[str, object]:
    columns = {column.heading: column.field.key if column.field else "id" for column in table.columns}
    return {
        "sheet": table.grid.name,
        "kind": table.kind.name,
        "heading_row": table.heading_row,
        "columns": columns,
        "unknown": table.unknown,
        "hidden": table.grid.hidden,
    }
