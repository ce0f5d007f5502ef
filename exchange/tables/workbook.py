"""Opening a workbook that somebody sent: nothing in it is run, and nothing is unpacked that would not fit."""

import re
import warnings
from io import BytesIO
from typing import Any
from typing import Final

from openpyxl import load_workbook

from exchange.tables.cells import Value
from exchange.tables.grid import MOST_COLUMNS
from exchange.tables.grid import MOST_ROWS
from exchange.tables.grid import Grid
from exchange.tables.grid import Uncalculated
from exchange.tables.refusal import TableDamaged
from exchange.tables.refusal import TableLocked
from exchange.tables.refusal import TableTooLarge
from exchange.tables.refusal import TableUnsafe
from exchange.unpacking import MOST_BYTES
from exchange.unpacking import MOST_UNPACKED
from exchange.unpacking import look_into

_FORMULA: Final = re.compile(rb"<f[ >/]")
_ESCAPED: Final = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)", re.IGNORECASE)


def read_workbook(name: str, content: bytes) -> list[Grid]:
    """Read every sheet of a workbook.

    Args:
        name: of the file, for failures.
        content: its bytes.

    Raises:
        TableLocked: it is encrypted, or an old .xls.
        TableDamaged: it is no workbook.
        TableTooLarge: it is, or unpacks to what is.
        TableUnsafe: it holds macros, or XML that declares entities.
    """
    has_formulas = _inspect(name, content)
    values = _open(name, content, data_only=True)
    formulas = _open(name, content, data_only=False) if has_formulas else None
    try:
        return [_grid(name, sheet, formulas[sheet.title] if formulas else None) for sheet in values.worksheets]
    finally:
        values.close()


def _inspect(name: str, content: bytes) -> bool:
    """Look at a package before anything parses it; says whether it holds formulas."""
    found: list[bytes] = []
    fault = look_into(content, lambda part: found.extend(_FORMULA.findall(part)[:1]))
    match fault:
        case "too-large":
            raise TableTooLarge(name, MOST_BYTES >> 20)
        case "unpacks-too-large":
            raise TableTooLarge(name, MOST_UNPACKED >> 20)
        case "locked":
            raise TableLocked(name)
        case "unsafe":
            raise TableUnsafe(name)
        case "damaged":
            raise TableDamaged(name)
        case None:
            return bool(found)


def _open(name: str, content: bytes, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (pictures, extensions) is nothing to a table
            return load_workbook(BytesIO(content), data_only=data_only, keep_links=False)
    except Exception as error:  # whatever a damaged part makes of the reader
        raise TableDamaged(name) from error


def _grid(name: str, sheet: Any, formulas: Any) -> Grid:
    if sheet.max_row > MOST_ROWS:
        raise TableTooLarge(name, MOST_BYTES >> 20)
    rows: dict[int, dict[int, Value]] = {}
    for row in sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)):
        for cell in row:
            value: Value = cell.value
            if value is None and formulas is not None and formulas.cell(cell.row, cell.column).data_type == "f":
                value = Uncalculated("")
            if isinstance(value, str) and "_x" in value:
                value = _ESCAPED.sub("_", value)
            if value is not None and (isinstance(value, Uncalculated) or str(value).strip()):
                rows.setdefault(cell.row, {})[cell.column] = value
    for area in sheet.merged_cells.ranges:
        _spread(rows, area)
    hidden = sum(bool(sheet.row_dimensions[number].hidden) for number in rows if number in sheet.row_dimensions)
    return Grid(sheet.title, dict(sorted(rows.items())), hidden)


def _spread(rows: dict[int, dict[int, Value]], area: Any) -> None:
    """Let a cell that is merged over several rows stand in each of them, where the row holds anything else."""
    value = rows.get(area.min_row, {}).get(area.min_col)
    if value is not None and area.min_col == area.max_col:
        for number in range(area.min_row + 1, area.max_row + 1):
            if number in rows:
                rows[number].setdefault(area.min_col, value)
