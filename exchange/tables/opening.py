"""A table's bytes to its sheets, by what the file's name says that it is."""

from pathlib import PurePath

from exchange.tables.grid import Grid
from exchange.tables.grid import read_csv
from exchange.tables.refusal import NotATable
from exchange.unpacking import MOST_BYTES


def read_table(name: str, content: bytes) -> list[Grid]:
    """Read every sheet of a file.

    Args:
        name: of the file; its ending says what it is.
        content: its bytes.

    Raises:
        NotATable: it is neither .xlsx nor .csv.
        Failure: as exchange.tables.workbook and exchange.tables.grid say.
    """
    path = PurePath(name)
    match path.suffix.casefold():
        case ".xlsx":
            from exchange.tables.workbook import read_workbook  # noqa: PLC0415 - openpyxl is heavy, a .csv needs none

            return read_workbook(name, content)
        case ".csv":
            return [read_csv(name, content, path.stem)]
        case _:
            raise NotATable(name)


def most_bytes() -> int:
    """Most bytes of a file that is read."""
    return MOST_BYTES
