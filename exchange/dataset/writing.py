"""A data set on the disk: one table as a file, or several as a folder with their descriptor."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from pathlib import Path

from exchange.dataset.engine import write_parquet
from exchange.dataset.files import DESCRIPTOR
from exchange.dataset.files import Format
from exchange.dataset.files import write_csv
from exchange.dataset.files import write_descriptor
from exchange.dataset.files import write_lines
from exchange.dataset.rows import Row
from exchange.dataset.tables import Table
from schema.provenance import Provenance

Fill = Callable[[Table], Iterable[Row]]
"""Gives the rows of a table when they are wanted."""


def write_table(path: Path, table: Table, format: Format, rows: Iterable[Row]) -> int:
    """Write one table as one file.

    Args:
        path: the file; nothing may be there.
        table: the table.
        format: of the file.
        rows: its rows, written as they come.

    Returns:
        How many rows were written.

    Raises:
        ExtraMissing: Parquet was asked for and DuckDB is not installed.
        OSError: the file can't be written.
    """
    if format == "parquet":
        return write_parquet(path, table, rows)
    with path.open("xb") as file:
        return (write_csv if format == "csv" else write_lines)(file, table, rows)


def write_dataset(
    folder: Path, tables: Sequence[Table], format: Format, fill: Fill, source: Provenance, language: str
) -> int:
    """Write several tables, a file each, and the descriptor that says what they hold.

    Args:
        folder: where to; it is there and empty.
        tables: the tables.
        format: of the files.
        fill: gives a table's rows.
        source: where the data set comes from.
        language: `zh` or `en`, of labels and descriptions.

    Returns:
        How many rows were written in all.

    Raises:
        ExtraMissing: Parquet was asked for and DuckDB is not installed.
        OSError: a file can't be written.
    """
    counts = [write_table(folder / f"{table.name}.{format}", table, format, fill(table)) for table in tables]
    (folder / DESCRIPTOR).write_bytes(write_descriptor(source, tables, format, counts, language))
    return sum(counts)
