"""What a filled-in table changes: each row becomes a record that is added or edited, or a reason with its cell.

A row is known by its key (`kind/id`), else by the office's code, else by its title. A row of a dated kind without any of
these is known by what it says: its id is made from its content, so that importing the same file again finds it there.
"""

import hashlib
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import NamedTuple

import msgspec
from openpyxl.utils import get_column_letter

from exchange.tables.aside import is_aside
from exchange.tables.cells import Value
from exchange.tables.cells import cell_of
from exchange.tables.columns import Column
from exchange.tables.columns import find_columns
from exchange.tables.columns import is_key
from exchange.tables.columns import kind_of_sheet
from exchange.tables.columns import normal
from exchange.tables.columns import table_fields
from exchange.tables.grid import Grid
from exchange.tables.grid import as_text
from exchange.tables.refusal import HeadingsAlike
from exchange.tables.values import Directory
from exchange.tables.values import Unfit
from exchange.tables.values import day_of
from exchange.tables.values import parse
from exchange.watching import TOLD_EACH
from exchange.watching import Watch
from exchange.watching import unwatched
from schema.change import GONE
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.decode import decode
from schema.diagnostic import Severity
from schema.field import Field
from schema.identity import ALPHABET
from schema.identity import fits
from schema.kinds import KINDS
from schema.kinds import Kind
from schema.kinds.base import Record
from schema.register import Register

_HEADINGS_WITHIN = 20
"""The headings stand in one of the first so many rows that hold anything."""

Slug = Callable[[str, Collection[str], str], str]
"""Makes a free id: from a title, the ids that are taken, and what to call it where the title gives nothing."""


class BadRow(NamedTuple):
    """Why a row cannot be taken in."""

    sheet: str
    cell: str
    """Such as `B7`."""
    zh: str
    en: str


class Table(NamedTuple):
    """One sheet as it was understood."""

    grid: Grid
    kind: Kind
    heading_row: int
    columns: tuple[Column, ...]
    unknown: tuple[str, ...]
    """Headings that mean nothing; their columns are left out."""

    @property
    def is_ledger(self) -> bool:
        """Whether it has keys: an empty cell then means that the value goes."""
        return any(column.is_key for column in self.columns)


class Row(NamedTuple):
    """One row: which record it is, and whether the register has it."""

    table: Table
    number: int
    id: str
    record: Record | None


class Intake(NamedTuple):
    """What came of a file."""

    tables: tuple[Table, ...]
    left: tuple[str, ...]
    """Names of the sheets that hold no kind of record, or are hidden."""
    changes: tuple[RecordChange, ...]
    rows: int
    """How many rows there were."""
    bad: tuple[BadRow, ...]
    places: Mapping[tuple[str, str], Row]
    """By kind and id of the record, the row that a change came from."""
    asides: tuple[tuple[str, str], ...] = ()
    """Sheet and cell of the rows below the headings that are no records, such as notes and sums."""

    def where(self, kind: str, id: str, key: str = "") -> tuple[str, str]:
        """Sheet and cell of a record's field; that of its row where the field has no column."""
        row = self.places[kind, id]
        return row.table.grid.name, _cell(row, key)


def recognise(
    grids: Sequence[Grid], kind: Kind | None, chosen: Mapping[str, str]
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Find out what each sheet holds.

    Args:
        grids: the sheets.
        kind: what they hold where a person said it; None: as each sheet's keys or name say.
        chosen: by heading or its cell, the field that a person gave it; `-` leaves the column out.

    Returns:
        The tables, and the names of the sheets that are none.

    Raises:
        HeadingsAlike: two columns of a sheet mean the same field.
    """
    tables, left = [], []
    chosen = {normal(heading): field for heading, field in chosen.items()}
    for grid in grids:
        table = None if grid.is_hidden else _table(grid, kind, chosen)
        if table is None:
            left.append(grid.name)
        else:
            tables.append(table)
    return tuple(tables), tuple(left)


def take_in(
    register: Register, tables: Sequence[Table], left: Sequence[str], slug: Slug, watch: Watch = unwatched
) -> Intake:
    """Work out what tables change.

    Args:
        register: the register as it stands.
        tables: as `recognise` gives them.
        left: the same.
        slug: makes ids of new records of named kinds.
        watch: told now and then how many rows of how many are worked out.
    """
    bad: list[BadRow] = []
    directory = Directory(register)
    taken = {kind: set(records) for kind, records in register.records.items()}
    rows: dict[tuple[str, str], Row] = {}
    aside: list[tuple[str, str]] = []
    total = 0
    for table, number in _below(tables):
        if is_aside(table.grid, number, table.heading_row, table.columns):
            aside.append((table.grid.name, f"{get_column_letter(min(table.grid.rows[number]))}{number}"))
            continue
        total += 1
        try:
            row = _identify(register, table, number, directory, taken, slug)
        except Unfit as unfit:
            key = table.kind.day if table.kind.dated else table.kind.heading
            bad.append(BadRow(table.grid.name, _cell_at(table, number, key), unfit.zh, unfit.en))
            continue
        place = table.kind.name, row.id
        if place in rows:
            where = _cell(rows[place], "")
            bad.append(
                BadRow(table.grid.name, _cell(row, ""), f"与 {where} 是同一条记录", f"the same record as {where}")
            )
            continue
        rows[place] = row
    changes, refused = _changes(register, rows, directory, watch)
    return Intake(tuple(tables), tuple(left), changes, total, tuple(bad + refused), rows, tuple(aside))


def _below(tables: Sequence[Table]) -> Iterator[tuple[Table, int]]:
    """The rows below the headings."""
    for table in tables:
        yield from ((table, number) for number in table.grid.rows if number > table.heading_row)


def _table(grid: Grid, kind: Kind | None, chosen: Mapping[str, str]) -> Table | None:
    best: tuple[int, int, Kind] | None = None
    for number in list(grid.rows)[:_HEADINGS_WITHIN]:
        own = _kind_below(grid, number) or kind_of_sheet(grid.name)
        found = kind or own
        if found is None or (own is not None and own != found):
            continue
        headings = _headings(grid, number)
        columns = _choose(found, number, headings, find_columns(found, headings), chosen)
        count = sum(column.field is not None for column in columns)
        if count and (best is None or count > best[0]):
            best = count, number, found
    if best is None:
        return None
    _, number, wanted = best
    headings = _headings(grid, number)
    columns = _choose(wanted, number, headings, find_columns(wanted, headings), chosen)
    _require_distinct(grid.name, number, columns)
    known = {column.number for column in columns}
    unknown = tuple(heading for at, heading in headings.items() if at not in known)
    return Table(grid, wanted, number, tuple(columns), unknown)


def _headings(grid: Grid, number: int) -> dict[int, str]:
    return {at: " ".join(value.split()) for at, value in grid.rows[number].items() if isinstance(value, str)}


def _kind_below(grid: Grid, number: int) -> Kind | None:
    """The kind that the first key below a row names; keys stand under a heading of their own."""
    column = next((at for at, heading in _headings(grid, number).items() if is_key(heading)), None)
    for below, row in grid.rows.items():
        name = as_text(row.get(column)).partition("/")[0] if column is not None and below > number else ""
        if name in KINDS:
            return KINDS[name]
    return None


def _choose(
    kind: Kind, number: int, headings: Mapping[int, str], found: list[Column], chosen: Mapping[str, str]
) -> list[Column]:
    columns = {column.number: column for column in found}
    fields = {field.key: field for field in table_fields(kind)}
    for at, heading in headings.items():
        wanted = chosen.get(f"{get_column_letter(at)}{number}".casefold(), chosen.get(normal(heading)))
        if wanted == "-":
            columns.pop(at, None)
        elif wanted in fields:
            columns[at] = Column(at, heading, fields[wanted])
    return [columns[at] for at in sorted(columns)]


def _require_distinct(sheet: str, number: int, columns: Sequence[Column]) -> None:
    for column in columns:
        key = column.field.key if column.field else "id"
        same = [one for one in columns if (one.field.key if one.field else "id") == key]
        if len(same) > 1:
            raise HeadingsAlike(sheet, key, [f"{get_column_letter(one.number)}{number}" for one in same])


def _identify(
    register: Register, table: Table, number: int, directory: Directory, taken: dict[str, set[str]], slug: Slug
) -> Row:
    kind, cells = table.kind, table.grid.rows[number]
    texts = {
        column.field.key if column.field else "": as_text(cells.get(column.number)).strip() for column in table.columns
    }
    known = register.records.get(kind.name, {})
    named = texts.get("", "")
    if named:
        of, slash, id_ = named.partition("/")
        id_ = id_ if slash else named
        if (slash and of != kind.name) or not fits(kind.name, id_):
            raise Unfit(f"“{named}”不是 {kind.zh} 的键", f"`{named}` is no key of {kind.name}")
        if (kind.name, id_) in register.unreadable:
            raise Unfit(f"记录 {named} 无法读取", f"the record {named} can't be read")
    else:
        id_ = _known_by(directory, kind, texts) or _new_id(table.kind, texts, taken, slug)
    taken.setdefault(kind.name, set()).add(id_)
    others = [texts.get("short", ""), *texts.get("aliases", "").split("\n")] if kind.name == "unit" else ()
    directory.add(kind.name, id_, texts.get(kind.heading, ""), texts.get("code", ""), others=others)
    return Row(table, number, id_, known.get(id_))


def _known_by(directory: Directory, kind: Kind, texts: Mapping[str, str]) -> str | None:
    if texts.get("code"):
        return directory.named(kind.name, texts["code"])
    heading = texts.get(kind.heading, "")
    if not heading or kind.dated:
        return None
    other = directory.otherwise(kind.name, heading)
    if other is not None:
        raise Unfit(
            f"“{heading}”是 {kind.name}/{other} 的简称或别称；请写全称，或加一列“键”",
            f"`{heading}` is another name of {kind.name}/{other}: write its title, or add a column `Key`",
        )
    return directory.named(kind.name, heading)


def _new_id(kind: Kind, texts: Mapping[str, str], taken: dict[str, set[str]], slug: Slug) -> str:
    if not kind.dated:
        title = texts.get("title_en") or texts.get(kind.heading, "")
        if not title and not texts.get("code"):
            raise Unfit("没有名称，也没有键或编号", "it has neither a title nor a key nor a code")
        return slug(title, taken.get(kind.name, set()), kind.name)
    day = day_of(texts.get(kind.day, ""))
    if day is None:
        text = texts.get(kind.day, "")
        raise Unfit(f"“{text}”不是日期，无法编号", f"`{text}` is no day, so that it gets no id")
    said = sorted((key, value) for key, value in texts.items() if value)
    drawn = hashlib.sha256(msgspec.json.encode([kind.name, said])).digest()
    return f"{day.isoformat()}-{''.join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:6])}"


def _changes(
    register: Register, rows: Mapping[tuple[str, str], Row], directory: Directory, watch: Watch
) -> tuple[tuple[RecordChange, ...], list[BadRow]]:
    found: dict[tuple[str, str], RecordChange] = {}
    bad: list[BadRow] = []
    for done, (place, row) in enumerate(rows.items()):
        if done % TOLD_EACH == 0:
            watch(done, len(rows))
        refused: list[BadRow] = []
        fields = dict(_fields(register, row, directory, refused))
        if not refused and (fields or row.record is None):
            refused += _faults(row, fields)
        if refused:
            bad += refused
        elif row.record is None:
            found[place] = _change(row, Verb.ADD, {key: value for key, value in fields.items() if value is not GONE})
        elif fields:
            found[place] = _change(row, Verb.EDIT, fields)
    return tuple(found.values()), bad


def _change(row: Row, verb: Verb, fields: Mapping[str, Any]) -> RecordChange:
    made = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    return RecordChange(kind=row.table.kind.name, id=row.id, verb=verb, fields=made)


def _fields(register: Register, row: Row, directory: Directory, refused: list[BadRow]) -> Iterator[tuple[str, Any]]:
    """What the row says otherwise than the record does."""
    before = _plain(row.record) if row.record is not None else {}
    for column in row.table.columns:
        field = column.field
        if field is None:
            continue
        value = row.table.grid.rows[row.number].get(column.number)
        if row.record is not None and _is_as_it_was(register, field, row.record, value):
            continue
        if value is None:
            if row.table.is_ledger and field.key in before:
                yield field.key, GONE
            continue
        try:
            parsed = parse(field, value, directory)
        except Unfit as unfit:
            refused.append(BadRow(row.table.grid.name, _cell(row, field.key), unfit.zh, unfit.en))
            continue
        if parsed not in ("", []) and (parsed != _now(row.record, field) if row.record is not None else True):
            yield field.key, parsed


def _is_as_it_was(register: Register, field: Field, record: Record, value: Value) -> bool:
    """Whether a cell holds what the ledger wrote there: then it is not even taken apart."""
    now: Any = getattr(record, field.attribute)
    text = as_text(value)
    return any(text == as_text(cell_of(register, field, now, language)) for language in ("zh", "en"))


def _now(record: Record | None, field: Field) -> Any:
    return _listed(msgspec.to_builtins(getattr(record, field.attribute), builtin_types=(date,)))


def _listed(value: Any) -> Any:
    """Tuples as the lists that cells give."""
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(record: Record) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(date,))
    data.pop("id", None)
    return data


def _faults(row: Row, fields: Mapping[str, Any]) -> Iterator[BadRow]:
    data = {**(_plain(row.record) if row.record is not None else {}), **fields}
    whole = {key: value for key, value in data.items() if value is not GONE}
    for fault in decode(row.table.kind, row.id, whole).diagnostics:
        if fault.severity is Severity.ERROR:
            key = str(fault.key[0]) if fault.key else ""
            yield BadRow(row.table.grid.name, _cell(row, key), fault.message_zh, fault.message)


def _cell(row: Row, key: str) -> str:
    return _cell_at(row.table, row.number, key)


def _cell_at(table: Table, row: int, key: str) -> str:
    number = next((one.number for one in table.columns if one.field is not None and one.field.key == key), 1)
    return f"{get_column_letter(number)}{row}"
