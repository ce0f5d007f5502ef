"""DuckDB over the tables: Parquet files, and questions in SQL that reach nothing but these tables.

It is the only place that knows DuckDB, and loads it only when it is called: the base install does without. Rows go in as JSON in portions,
so neither a file nor the whole table stands between the register and the engine.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Any
from typing import Final
from typing import NamedTuple

import msgspec

from exchange.dataset.refusal import ExtraMissing
from exchange.dataset.refusal import NotAQuestion
from exchange.dataset.refusal import QueryFailed
from exchange.dataset.rows import Row
from exchange.dataset.tables import TABLES
from exchange.dataset.tables import Sort
from exchange.dataset.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES: Final[dict[Sort, str]] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "time": "TIMESTAMP",
    "texts": "VARCHAR[]",
    "integers": "BIGINT[]",
    "dates": "DATE[]",
    "json": "JSON",
}
_PORTION: Final = 2_000
"""Rows that are handed over together."""
_ALONE: Final = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,  # else a table name may mean a variable of this program
    "temp_directory": "",
}
"""What keeps a question inside: no file, no network, no extension, no variable of ours, nothing spilled to the disk."""

Fill = Callable[[Table], Iterable[Row]]
"""Gives the rows of a table when they are wanted."""


class Answer(NamedTuple):
    """What a question gave."""

    columns: Sequence[str]
    """Titles, no two alike."""
    rows: Iterator[Sequence[Any]]
    """Python values as DuckDB gives them; may raise QueryFailed on the way."""


def write_parquet(path: Path, table: Table, rows: Iterable[Row]) -> int:
    """Write a table as Parquet, compressed with zstd.

    Args:
        path: the file; nothing may be there.
        table: the table.
        rows: its rows; they go through a database on the disk, so that a large table needs no memory.

    Returns:
        How many rows were written. The same rows give the same bytes with the same version of DuckDB.

    Raises:
        ExtraMissing: DuckDB is not installed.
    """
    duckdb = _load("Parquet")
    with TemporaryDirectory(prefix="dutybook-") as folder:
        base = duckdb.connect(str(Path(folder) / "rows.db"), config={"threads": 1, "python_enable_replacements": False})
        try:
            count = _fill(base, table, rows)
            target = str(path).replace("'", "''")
            base.execute(f"COPY {table.name} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        finally:
            base.close()
    return count


def ask(question: str, fill: Fill) -> Answer:
    """Ask one question in SQL over the tables, in memory and apart from everything else.

    Args:
        question: one statement that only reads.
        fill: gives a table's rows; asked only for tables that the question may be about.

    Raises:
        ExtraMissing: DuckDB is not installed.
        NotAQuestion: it is more or something else than one statement that reads.
        QueryFailed: DuckDB does not understand it, or cannot carry it out.
    """
    duckdb = _load("`dutybook query`")
    base = duckdb.connect(":memory:", config=dict(_ALONE))
    try:
        statement = _read(base, question, duckdb.StatementType.SELECT)
        for table in TABLES.values():
            _fill(base, table, fill(table) if _may_name(question, table) else ())
        base.execute("SET lock_configuration = true")
        base.execute("BEGIN TRANSACTION READ ONLY")
        found = base.execute(statement)
        return Answer(_distinct([each[0] for each in found.description or ()]), _fetch(base, duckdb.Error))
    except duckdb.Error as error:
        base.close()
        raise QueryFailed(_reason(error)) from error
    except RuntimeError as error:  # what DuckDB makes of Ctrl+C
        base.close()
        raise KeyboardInterrupt from error
    except BaseException:
        base.close()
        raise


def _load(what: str) -> Any:
    try:
        return import_module("duckdb")
    except ImportError as error:
        raise ExtraMissing(what) from error


def _read(base: "DuckDBPyConnection", question: str, select: Any) -> Any:
    """The one statement of a question."""
    statements = base.extract_statements(question)
    if [one.type for one in statements] != [select]:
        raise NotAQuestion
    return statements[0]


def _fill(base: "DuckDBPyConnection", table: Table, rows: Iterable[Row]) -> int:
    columns = {column.name: _TYPES[column.sort] for column in table.columns}
    declared = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
    base.execute(f"CREATE TABLE {table.name} ({declared})")
    shape = msgspec.json.encode([{name: _shape(type_) for name, type_ in columns.items()}]).decode()
    insert = f"INSERT INTO {table.name} SELECT one.* FROM (SELECT unnest(from_json(?::JSON, '{shape}')) AS one)"  # noqa: S608 - our own names
    waiting, count = iter(rows), 0
    while some := list(islice(waiting, _PORTION)):
        count += len(some)
        base.execute(insert, [msgspec.json.encode([dict(zip(columns, row, strict=True)) for row in some]).decode()])
    return count


def _shape(type_: str) -> str | list[str]:
    return [type_[:-2]] if type_.endswith("[]") else type_


def _may_name(question: str, table: Table) -> bool:
    """Whether a question may be about a table: its name stands in it, or a function that puts names together."""
    text = question.casefold()
    return table.name in text or "query" in text


def _distinct(names: Sequence[str]) -> list[str]:
    """Titles of which no two are alike: a second `id` becomes `id_2`."""
    found: dict[str, None] = {}
    for name in names:
        title, number = name, 1
        while title in found:
            number += 1
            title = f"{name}_{number}"
        found[title] = None
    return list(found)


def _fetch(base: "DuckDBPyConnection", failures: type[Exception]) -> Iterator[Sequence[Any]]:
    try:
        while some := base.fetchmany(_PORTION):
            yield from some
    except failures as error:
        raise QueryFailed(_reason(error)) from error
    except RuntimeError as error:
        raise KeyboardInterrupt from error
    finally:
        base.close()


def _reason(error: Exception) -> str:
    """What DuckDB says, on one line, without the picture of the statement that it draws below."""
    text = str(error).partition("\n\n")[0]
    said = " ".join(text.split())
    return said if said.endswith(("?", "!")) else said.removesuffix(".") + "."
