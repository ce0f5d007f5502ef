"""A sheet as rows of cells, however it was stored; .csv in the encodings that offices use."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from itertools import islice
from types import MappingProxyType
from typing import Final
from typing import NamedTuple

from exchange.encoding import decode
from exchange.tables.cells import Value
from exchange.tables.refusal import TableTooLarge
from exchange.tables.refusal import WrongEncoding
from exchange.unpacking import MOST_BYTES

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
_LOOKED_AT: Final = 20
"""Lines that say what stands between the cells: the first of them may be a title, in which nothing does."""


class Uncalculated(str):
    """Stands for a formula whose value is not in the file."""

    __slots__ = ()


class Grid(NamedTuple):
    """One sheet."""

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    """Cells that hold something by row and column, both counted from 1."""
    hidden: int = 0
    """How many of the rows are hidden: they are read as well, and said."""
    is_hidden: bool = False
    """Whether the whole sheet is: such a sheet often holds an older state, and is left out."""
    widths: Mapping[tuple[int, int], int] = MappingProxyType({})
    """By row and column, how many columns a cell takes that is merged over several."""


def read_csv(name: str, content: bytes, title: str) -> Grid:
    """Read a .csv file.

    Args:
        name: of the file, for failures.
        content: its bytes: UTF-8 with or without a mark, UTF-16 with one, or GB18030.
        title: what the grid is called.

    Raises:
        TableTooLarge: it is.
        WrongEncoding: it is text of none of these.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge(name, MOST_BYTES >> 20)
    text = decode(content)
    if text is None:
        raise WrongEncoding(name)
    csv.field_size_limit(1 << 20)
    delimiter = max((",", "\t", ";"), key="\n".join(islice(StringIO(text.lstrip()), _LOOKED_AT)).count)
    rows: dict[int, dict[int, Value]] = {}
    try:
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=delimiter), 1):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise TableTooLarge(name, MOST_BYTES >> 20)
            cells: dict[int, Value] = {at: cell for at, cell in enumerate(row, 1) if cell.strip()}
            if cells:
                rows[number] = cells
    except csv.Error as error:
        raise WrongEncoding(name) from error
    return Grid(title, rows)


def as_text(value: Value) -> str:
    """A cell's content as text, compared and parsed: days as ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
