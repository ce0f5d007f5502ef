"""Rows below the headings that are no records: headings again, titles of sections, notes, sums, and who filled the table in.

Offices print what they send. Taken for rows, 合计 3 would be a person called 3, and 审核人：某某 one more; such rows are left out, and said.
"""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Final

from exchange.tables.cells import Value
from exchange.tables.columns import Column
from exchange.tables.columns import normal
from exchange.tables.grid import Grid
from exchange.tables.grid import as_text

_SUM: Final = re.compile(r"(?:合|总|小|共)计|total|sum(?:total)?|subtotal", re.IGNORECASE)
_REMARK: Final = re.compile(
    r"(?:备?注|说明|填表说明|附注|填(?:表|报)(?:人|单位|日期|时间)?|制(?:表|单)人?|审(?:核|批|签)人?|复核人?|经办人?|报送(?:人|单位|日期)"
    r"|(?:单位|部门|科室)?(?:主要)?负责人(?:\(?签[字章]\)?)?|(?:单位)?\(?(?:盖章|公章)\)?|联系人|联系电话|note|notes|remark|remarks|filledinby)"
    r"[0-9]?[:：]",
    re.IGNORECASE,
)


def is_aside(grid: Grid, number: int, heading_row: int, columns: Sequence[Column]) -> bool:
    """Whether a row is no record.

    Args:
        grid: the sheet.
        number: the row's.
        heading_row: the number of the row of headings.
        columns: those that mean something; a row whose key stands there is a record whatever else it says.
    """
    cells = grid.rows[number]
    held = [column for column in columns if column.number in cells]
    if _is_heading(cells, grid.rows[heading_row]):
        return True
    if any(column.field is None for column in held):
        return False
    first = "".join(as_text(cells[min(cells)]).split())
    is_said = _SUM.fullmatch(normal(first)) is not None or _REMARK.match(first) is not None
    return not held or is_said or (len(held) == 1 and _is_wide(grid, number, held[0].number, columns))


def _is_heading(cells: Mapping[int, Value], headings: Mapping[int, Value]) -> bool:
    return len(cells) > 1 and all(
        normal(as_text(value)) == normal(as_text(headings.get(at))) for at, value in cells.items()
    )


def _is_wide(grid: Grid, number: int, at: int, columns: Sequence[Column]) -> bool:
    """Whether a cell is merged over several columns that mean something: a line of text across the table."""
    end = at + grid.widths.get((number, at), 1)
    return sum(at <= column.number < end for column in columns) > 1
