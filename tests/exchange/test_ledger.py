"""Ledgers: what they say can be counted again, they print well, and nothing in them is obeyed."""

from datetime import UTC
from datetime import date
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from exchange.ledger import HEADING_ROW
from exchange.ledger import write_ledger
from schema.kinds import KINDS
from schema.obligation import obligations
from schema.provenance import Provenance
from store.loading import load
from tests.builders import RegisterBuilder

ON = date(2026, 11, 23)
SOURCE = Provenance("责任台账", ON, "c" * 40, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
ALL = ["obligation", *KINDS]


@pytest.fixture(scope="module")
def book() -> Workbook:
    register = load(Path(__file__).parents[2] / "sample-repo").register
    content, rows = write_ledger(register, SOURCE, ALL, language="zh")
    assert content == write_ledger(register, SOURCE, ALL, language="zh")[0]
    found = obligations(register, ON)
    assert rows == len(found) + sum(len(records) for records in register.records.values())
    opened = load_workbook(BytesIO(content))
    lights = [row[-1] for row in opened["应办事项"].iter_rows(min_row=HEADING_ROW + 1, values_only=True)]
    assert sorted(str(light) for light in lights) == sorted(one.light.zh for one in found)
    return opened


def test_each_sheet_prints_filters_and_says_where_it_comes_from(book: Workbook) -> None:
    for name in book.sheetnames[:-1]:
        sheet = book[name]
        assert "2026-11-23" in sheet["A2"].value and "c" * 12 in sheet["A2"].value
        assert sheet["A1"].value == f"责任台账 {name}"
        assert str(sheet.freeze_panes).endswith(str(HEADING_ROW + 1))
        assert sheet.auto_filter.ref.startswith(f"A{HEADING_ROW}:")
        assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert getattr(sheet.sheet_properties.pageSetUpPr, "fitToPage", False)
    usual = [cell.value for cell in book["应办事项"][HEADING_ROW]]
    assert usual[-4:] == ["进展", "存在问题", "佐证", "亮灯"]
    red = next(row for row in book["应办事项"].iter_rows(min_row=HEADING_ROW + 1) if row[-1].value == "红")
    assert red[-1].fill.start_color.rgb.endswith("F8CBAD")


def test_what_is_printed_has_room_and_stands_apart(book: Workbook) -> None:
    sheet = book["应办事项"]
    width = {
        str(cell.value): sheet.column_dimensions[get_column_letter(cell.column or 1)].width
        for cell in sheet[HEADING_ROW]
    }
    assert width["所属期"] <= 11 < width["责任单位"], "one long name of an event takes no room from the units"
    assert sum(width.values()) < 200, "still readable when it is fitted to the width of A4"
    row = HEADING_ROW + 1
    assert {sheet.cell(row, at).alignment.horizontal for at in (1, 8, 12)} == {"center"}
    heights = [sheet.row_dimensions[number].height for number in range(row, sheet.max_row + 1)]
    units = [str(sheet.cell(number, 7).value or "") for number in range(row, sheet.max_row + 1)]
    lines = [-(-sum(2 for _ in text) // int(width["责任单位"] - 1)) for text in units]
    assert all(height >= 15 * needed for height, needed in zip(heights, lines, strict=True))


def test_choices_and_references_are_offered_from_lists(book: Workbook) -> None:
    offered = {str(one.formula1) for one in book["职责事项"].data_validations.dataValidation}
    assert offered and all(formula.startswith("'选项'!$") for formula in offered)
    lists = {column[0].value: [cell.value for cell in column[1:]] for column in book["选项"].iter_cols()}
    assert "主体责任" in lists["Tier"]
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "%0", "|x"])
def test_no_text_is_a_formula(text: str) -> None:
    register = RegisterBuilder().unit("a", title=text).build()
    content, _ = write_ledger(register, SOURCE, ["unit"], language="en")
    sheet = load_workbook(BytesIO(content))["Unit"]
    cell = next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).strip() == text.replace("\t", "<U+0009>").strip() or cell.value == text
    )
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_xml_cannot_hold_is_shown_as_a_mark() -> None:
    register = RegisterBuilder().unit("a", title="a\x00b\u202e_x0041_").build()
    content, _ = write_ledger(register, SOURCE, ["unit"], language="en")
    texts = [cell.value for row in load_workbook(BytesIO(content))["Unit"].iter_rows() for cell in row]
    assert any("<U+0000>" in str(text) and "<U+202E>" in str(text) and "_x005F_x0041_" in str(text) for text in texts)
