"""`dutybook export dataset`: the register as tables for analysis; one table as a file, several as a folder."""

import sys
from collections.abc import Iterable
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.exits import Exit
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from cli.failure import BadOptions
from cli.language import say
from cli.output import note
from cli.output import print_json
from cli.past import history_of
from cli.progress import Progress
from exchange.dataset.changes import read_changes
from exchange.dataset.files import DESCRIPTOR
from exchange.dataset.files import Format
from exchange.dataset.refusal import NotADataset
from exchange.dataset.refusal import UnknownTable
from exchange.dataset.rows import Past
from exchange.dataset.rows import Row
from exchange.dataset.rows import rows_of
from exchange.dataset.tables import TABLES
from exchange.dataset.tables import Table
from exchange.dataset.tables import find_table
from exchange.dataset.writing import write_dataset
from exchange.dataset.writing import write_table
from store.document import hand_out_made
from store.past.history import details
from store.past.retrospect import PastRegister
from store.register import RegisterStore


def hand_over(wish: Wish, format: Format, output: Path | None, *, force: bool, json: bool) -> int:
    """Write the tables that were asked for, all where none was named.

    Args:
        wish: what was asked for; `targets` are names of tables.
        format: of the files.
        output: the file of one table, the folder of several; None for a name in the current folder, `-` for stdout.
        force: whether what is there is replaced.
        json: whether what was done is said as JSON.
    """
    tables = choose(wish.targets)
    with Progress() as progress:
        fill = partial(fill_of, wish, progress)
        if len(wish.targets) == 1:
            return _one(tables[0], format, fill(tables[0]), output, force=force, json=json)
        if output is not None and str(output) == "-":
            raise BadOptions("not-to-stdout", "export", value="dataset")
        folder, source = output or Path(f"dataset-{wish.on.isoformat()}"), provenance(wish)
        if force and folder.is_dir() and not _is_dataset(folder):
            raise NotADataset(folder)
        counts: list[int] = []

        def make(path: Path) -> None:
            path.mkdir()
            counts.append(write_dataset(path, tables, format, fill, source, wish.language))

        path = hand_out_made(folder, make, force=force, is_ours=_is_dataset)
    _tell(path, counts[0], [table.name for table in tables], json=json)
    return Exit.FINE


def choose(names: Iterable[str]) -> list[Table]:
    """The tables of some names; all of them for none.

    Raises:
        UnknownTable: a name is none.
    """
    found: dict[str, Table] = {}
    for name in names:
        table = find_table(name)
        if table is None:
            raise UnknownTable(name, TABLES)
        found[table.name] = table
    return list(found.values()) or list(TABLES.values())


def fill_of(wish: Wish, progress: Progress, table: Table) -> Iterator[Row]:
    """The rows of a table, told as they come."""
    rows = rows_of(table, wish.store.register, wish.on, changes(wish.store, progress))
    return progress.count(say("reading-table", name=table.label(wish.language)), rows)


def changes(store: RegisterStore, progress: Progress) -> Iterator[Past]:
    """The register's history, field by field, newest first; of a register of the past, up to its commit."""
    until = store.commit if isinstance(store, PastRegister) else ""
    commits = history_of(store, progress).commits(until=until)
    return read_changes(details(store.git, commits))


def _one(table: Table, format: Format, rows: Iterator[Row], output: Path | None, *, force: bool, json: bool) -> int:
    counts: list[int] = []

    def make(path: Path) -> None:
        counts.append(write_table(path, table, format, rows))

    if output is not None and str(output) == "-":
        with TemporaryDirectory(prefix="dutybook-") as folder:
            made = Path(folder) / table.name
            make(made)
            sys.stdout.flush()
            with made.open("rb") as file:
                while some := file.read(1 << 20):
                    sys.stdout.buffer.write(some)
            sys.stdout.buffer.flush()
        return Exit.FINE
    path = hand_out_made(output or Path(f"{table.name}.{format}"), make, force=force)
    _tell(path, counts[0], [table.name], json=json)
    return Exit.FINE


def _is_dataset(folder: Path) -> bool:
    return not folder.is_symlink() and (folder / DESCRIPTOR).is_file()


def _tell(path: Path, rows: int, tables: list[str], *, json: bool) -> None:
    if json:
        print_json({"path": str(path), "entries": rows, "tables": tables})
    else:
        note(say("exported-tables", path=str(path), count=rows, tables=len(tables)))
