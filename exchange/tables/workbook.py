"""Opening a workbook that somebody sent: nothing in it is run, and nothing is unpacked that would not fit."""

import re
import warnings
from io import BytesIO
from typing import Any
from typing import Final
from xml.etree.ElementTree import ParseError
from xml.etree.ElementTree import iterparse

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

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

MOST_CELLS: Final = 3_000_000
"""Most cells that a workbook may have; openpyxl takes some 300 bytes for each."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
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
    look = _Look()
    match look_into(content, look):
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
        case None if look.cells > MOST_CELLS or look.area > MOST_CELLS:
            raise TableTooLarge(name, MOST_UNPACKED >> 20)
        case None:
            return look.has_formulas


class _Look:
    """What openpyxl would make of a workbook's parts: every cell becomes an object, and so does each that an area covers."""

    def __init__(self) -> None:
        self.has_formulas = False
        self.cells = 0
        """Cells that are written down."""
        self.area = 0
        """Cells that merged areas and links cover: one line can name seventeen thousand million."""

    def __call__(self, part: bytes) -> None:
        """Look at one part.

        Raises:
            ValueError: it is no XML.
        """
        self.has_formulas = self.has_formulas or _FORMULA.search(part) is not None
        self.cells += sum(1 for _ in _CELL.finditer(part))
        if b"mergeCell" in part or b"hyperlink" in part:
            try:
                for _, element in iterparse(BytesIO(part)):  # noqa: S314 - what declares entities was refused before
                    if element.tag.endswith(("}mergeCell", "}hyperlink")):
                        self.area += _area(element.get("ref", ""))
                    element.clear()
            except ParseError as error:
                raise ValueError(str(error)) from error


def _area(ref: str) -> int:
    left, top, right, bottom = range_boundaries(ref)
    return (int(right or 0) - int(left or 0) + 1) * (int(bottom or 0) - int(top or 0) + 1)


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
    for number, column in sorted(sheet._cells):  # noqa: SLF001 - going by rows would make a cell of each that is not there
        if column > MOST_COLUMNS:
            continue
        value: Value = sheet.cell(number, column).value
        if value is None and formulas is not None and formulas.cell(number, column).data_type == "f":
            value = Uncalculated("")
        if isinstance(value, str) and "_x" in value:
            value = _ESCAPED.sub("_", value)
        if value is not None and (isinstance(value, Uncalculated) or str(value).strip()):
            rows.setdefault(number, {})[column] = value
    widths: dict[tuple[int, int], int] = {}
    for area in sheet.merged_cells.ranges:
        _spread(rows, area)
        if area.max_col > area.min_col:
            widths[area.min_row, area.min_col] = area.max_col - area.min_col + 1
    hidden = sum(bool(sheet.row_dimensions[number].hidden) for number in rows if number in sheet.row_dimensions)
    return Grid(sheet.title, dict(sorted(rows.items())), hidden, sheet.sheet_state != "visible", widths)


def _spread(rows: dict[int, dict[int, Value]], area: Any) -> None:
    """Let a cell that is merged over several rows stand in each of them, where the row holds anything else."""
    value = rows.get(area.min_row, {}).get(area.min_col)
    if value is not None and area.min_col == area.max_col:
        for number in range(area.min_row + 1, area.max_row + 1):
            if number in rows:
                rows[number].setdefault(area.min_col, value)
