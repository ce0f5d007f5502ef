"""Ledgers out and in, against openpyxl alone with the same cells: `python -m bench.ledgers NAME SIZE`."""

import sys
from datetime import UTC
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl import load_workbook

from bench.generator import TODAY
from bench.memory import one_year
from bench.timing import Program
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from exchange.ledger import write_ledger
from exchange.tables.intake import recognise
from exchange.tables.intake import take_in
from exchange.tables.opening import read_table
from schema.kinds import KINDS
from schema.provenance import Provenance
from store.identifier import slug

SOURCE = Provenance("bench", TODAY, "c" * 40, datetime(2026, 1, 1, tzinfo=UTC))


def write(size: str) -> dict[str, Any]:
    """Write every kind as a ledger."""
    register = one_year(int(size))
    with clock() as cost:
        _content, rows = write_ledger(register, SOURCE, list(KINDS), language="zh")
    return told(cost, rows=rows)


def read(size: str) -> dict[str, Any]:
    """Read it again, and find that nothing changed."""
    register = one_year(int(size))
    content, _rows = write_ledger(register, SOURCE, list(KINDS), language="zh")
    with clock() as cost:
        tables, left = recognise(read_table("ledger.xlsx", content), None, {})
        found = take_in(register, tables, left, slug)
    return told(cost, rows=found.rows, changes=len(found.changes), bad=len(found.bad))


def floor_write(size: str) -> dict[str, Any]:
    """Write the same values, without looks, lists or anything to find them by."""
    sheets = _values(int(size))
    with clock() as cost:
        book = Workbook(write_only=True)
        for rows in sheets:
            page = book.create_sheet()
            for row in rows:
                page.append(row)
        book.save(BytesIO())
    return told(cost, rows=sum(map(len, sheets)))


def floor_read(size: str) -> dict[str, Any]:
    """Open the same workbook and look at every value."""
    content, _rows = write_ledger(one_year(int(size)), SOURCE, list(KINDS), language="zh")
    with clock() as cost:
        rows = [row for page in load_workbook(BytesIO(content)).worksheets for row in page.iter_rows(values_only=True)]
    return told(cost, rows=len(rows))


def _values(size: int) -> list[list[list[Any]]]:
    content, _rows = write_ledger(one_year(size), SOURCE, list(KINDS), language="zh")
    pages = load_workbook(BytesIO(content)).worksheets
    return [[list(row) for row in page.iter_rows(values_only=True)] for page in pages]


PROGRAMS: dict[str, Program] = {"write": write, "read": read, "floor-write": floor_write, "floor-read": floor_read}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
