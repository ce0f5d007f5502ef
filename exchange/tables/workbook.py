"""Opening a workbook that somebody sent: nothing in it is run, and nothing is unpacked that would not fit."""

import re
import warnings
from io import BytesIO
from typing import Any
from typing import Final
from zipfile import BadZipFile
from zipfile import ZipFile

from openpyxl import load_workbook

from exchange.tables.cells import Value
from exchange.tables.grid import MOST_BYTES
from exchange.tables.grid import MOST_COLUMNS
from exchange.tables.grid import MOST_ROWS
from exchange.tables.grid import Grid
from exchange.tables.grid import Uncalculated
from exchange.tables.refusal import TableDamaged
from exchange.tables.refusal import TableLocked
from exchange.tables.refusal import TableTooLarge
from exchange.tables.refusal import TableUnsafe

MOST_UNPACKED: Final = 200 << 20
_MOST_PARTS: Final = 2000
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old Office files begin, and encrypted new ones."""
_DECLARED: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA: Final = re.compile(rb"<f[ >/]")
_MACROS: Final = ("vbaproject.bin", "xl/macrosheets/")
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
    if len(content) > MOST_BYTES:
        raise TableTooLarge(name, MOST_BYTES >> 20)
    if content.startswith(_OLE):
        raise TableLocked(name)
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TableTooLarge(name, MOST_UNPACKED >> 20)
            if any(macro in part.filename.lower() for part in parts for macro in _MACROS):
                raise TableUnsafe(name)
            if any(part.flag_bits & 1 for part in parts):
                raise TableLocked(name)
            found = False
            for part in parts:  # every part is looked at, also behind the first formula
                if part.filename.endswith((".xml", ".rels")):
                    found = _look(name, package.read(part)) or found
            return found
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise TableDamaged(name) from error


def _look(name: str, part: bytes) -> bool:
    plain = part.replace(b"\x00", b"") if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:64] else part
    if _DECLARED.search(plain):
        raise TableUnsafe(name)
    return _FORMULA.search(plain) is not None


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
