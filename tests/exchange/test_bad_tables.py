"""Tables and templates that are damaged, hostile or merely odd: each is read, or refused in words, and soon."""

import time
import zipfile
from datetime import date
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook

from exchange.papers.layout import write_paper
from exchange.papers.refusal import BrokenTemplate
from exchange.papers.template import make_template
from exchange.tables.intake import recognise
from exchange.tables.intake import take_in
from exchange.tables.opening import read_table
from exchange.tables.refusal import HeadingsAlike
from exchange.tables.refusal import TableDamaged
from exchange.tables.refusal import TableLocked
from exchange.tables.refusal import TableTooLarge
from exchange.tables.refusal import TableUnsafe
from schema.failure import Failure
from schema.kinds import KINDS
from tests.builders import RegisterBuilder
from tests.exchange.test_papers import PAPER
from tests.exchange.test_papers import SOURCE
from tests.exchange.test_tables import packed
from tests.exchange.test_tables import saved
from tests.exchange.test_tables import slug
from tests.exchange.test_tables import take

SHEET = "xl/worksheets/sheet1.xml"
GOOD = packed([["姓名", "起", "工作邮箱"], ["尹癸", date(2026, 3, 5), "a@example.org"], ["林丁", 46086, "=1+1"]])
CSV = "姓名,起\n尹癸,2026-03-05\n林丁,２０２６．３．６\n".encode()


def sheet_of(package: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as found:
        return found.read(SHEET)


def with_part(part: str, content: bytes, package: bytes = GOOD) -> bytes:
    """A package with another part in the place of one, or beside them."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, content if each == part else old.read(each))
        if part not in old.namelist():
            new.writestr(part, content)
    return made.getvalue()


def with_sheet(old: str, new: str) -> bytes:
    """The good workbook with one thing in its sheet replaced."""
    text = sheet_of(GOOD).decode()
    assert old in text
    return with_part(SHEET, text.replace(old, new, 1).encode())


def read_whole(name: str, content: bytes) -> None:
    """Read a table and take it in; whatever is wrong is a Failure, and any other exception fails the test."""
    said = ("read", "")
    try:
        tables, left = recognise(read_table(name, content), KINDS["person"], {})
        take_in(RegisterBuilder().build(), tables, left, slug)
    except Failure as failure:
        said = (failure.message, failure.message_zh)
    assert said[0] != said[1]


HURRIED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EDITS = st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=0, max_size=6)), min_size=1, max_size=6)


def damage(content: bytes, edits: list[tuple[int, bytes]], cut: int) -> bytes:
    for place, piece in edits:
        at = place % (len(content) + 1)
        content = content[:at] + piece + content[at + len(piece) :]
    return content[: len(content) - cut % 50] if cut % 3 == 0 else content


@HURRIED
@given(edits=EDITS, cut=st.integers(0, 200), part=st.sampled_from(("", SHEET, "xl/workbook.xml", "xl/styles.xml")))
def test_a_damaged_workbook_is_read_or_refused(edits: list[tuple[int, bytes]], cut: int, part: str) -> None:
    if part:
        with zipfile.ZipFile(BytesIO(GOOD)) as package:
            read_whole("a.xlsx", with_part(part, damage(package.read(part), edits, cut)))
    else:
        read_whole("a.xlsx", damage(GOOD, edits, cut))


@HURRIED
@given(edits=EDITS, cut=st.integers(0, 200))
def test_a_damaged_list_is_read_or_refused(edits: list[tuple[int, bytes]], cut: int) -> None:
    read_whole("a.csv", damage(CSV, edits, cut))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("every cell merged", with_sheet("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), TableTooLarge),
        ("the same, spelt otherwise", with_sheet("</sheetData>", '</sheetData><mergeCells><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>'), TableTooLarge),
        ("every cell a link", with_sheet("</sheetData>", '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'), TableTooLarge),
        ("cells without end", with_sheet("</sheetData>", "<row>" + "<c/>" * 3_000_001 + "</row></sheetData>"), TableTooLarge),
        ("a row far below", with_sheet("</sheetData>", '<row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>'), TableTooLarge),
        ("no such column", with_sheet('r="A2"', 'r="ZZZZZ2"'), TableDamaged),
        ("a merge of nothing", with_sheet("</sheetData>", '</sheetData><mergeCells><mergeCell ref="none"/></mergeCells>'), TableDamaged),
        ("a file from outside", with_part(SHEET, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'), TableUnsafe),
        ("laughs", with_part(SHEET, b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'), TableUnsafe),
        ("a declaration in UTF-16", with_part(SHEET, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16-le")), TableUnsafe),
        ("no sheet", with_part(SHEET, b""), TableDamaged),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_workbooks_are_refused_at_once(name: str, content: bytes, reason: type[Failure]) -> None:
    begun = time.process_time()
    with pytest.raises(reason):
        read_table("a.xlsx", content)
    assert time.process_time() - begun < 10, name


def test_a_lonely_far_corner_costs_nothing() -> None:
    content = with_sheet(
        "</sheetData>", '<row r="199999"><c r="GR199999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    begun = time.process_time()
    (grid,) = read_table("a.xlsx", content)
    assert grid.rows[199_999] == {200: "x"}
    assert time.process_time() - begun < 5


def test_locked_lying_and_empty_packages() -> None:
    locked = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(signature)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(signature, at + 4)
    with pytest.raises(TableLocked):
        read_table("a.xlsx", bytes(locked))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(SHEET, b"0" * (20 << 20))
    lying = bytearray(bomb.getvalue())
    at = lying.find(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")  # it says that it unpacks to ten bytes
    with pytest.raises(TableDamaged):
        read_table("a.xlsx", bytes(lying))
    empty = BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for content in (b"", empty.getvalue()):
        with pytest.raises(TableDamaged):
            read_table("a.xlsx", content)
    for content in (b"", b"\n\n,,\n", b"\xef\xbb\xbf"):
        (grid,) = read_table("a.csv", content)
        assert grid.rows == {}
        assert recognise([grid], KINDS["person"], {}) == ((), (grid.name,))


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 3, 5), datetime(2026, 3, 5, 0, 0),  # noqa: DTZ001 - cells have no zone
        46086, 46086.0, "46086", "2026-03-05", "2026年3月5日", "2026.3.5", "2026/3/5",
        "20260305", "２０２６年３月５日", "２０２６．３．５", " 2026 年 3 月 5 日 ", "2026-03-05 00:00:00",
    ],
)  # fmt: skip
def test_a_day_in_a_cell_is_the_same_day_however_it_is_written(written: Any) -> None:
    found = take(RegisterBuilder().build(), "p.xlsx", packed([["姓名", "起"], ["尹癸", written]]))
    assert found.bad == (), found.bad
    assert {field.key[0]: field.value for field in found.changes[0].fields}["from"] == date(2026, 3, 5)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "3月5日", "2026年3月", "去年", "2026-03-05至2026-03-06", "0", "９９９９９９", True]
)
def test_what_is_no_day_names_its_cell(written: Any) -> None:
    found = take(RegisterBuilder().build(), "p.xlsx", packed([["姓名", "起"], ["尹癸", written]]))
    assert [one.cell for one in found.bad] == ["B2"]
    assert found.changes == ()


def test_headings_that_are_merged_or_alike_in_another_width() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "人员"
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["A3"], sheet["B3"] = "人员名单", "姓名", "起", "尹癸", "2026-03-05"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B2:C2")
    (change,) = take(RegisterBuilder().build(), "p.xlsx", saved(book)).changes
    assert len(change.fields) == 2
    with pytest.raises(HeadingsAlike):
        take(RegisterBuilder().build(), "p.xlsx", packed([["编号", "编 号", "姓名"], ["1", "2", "甲"]]))


def template_with(part: str, content: bytes) -> bytes:
    return with_part(part, content, make_template())


@pytest.mark.parametrize(
    "template",
    [
        b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
        template_with("word/media/x.bin", b"\x00" * (201 << 20)),
        template_with("word/document.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        template_with("word/document.xml", b"<torn"),
        template_with("word/vbaProject.bin", b"x"),
        make_template()[:900],
        GOOD,
    ],
    ids=["locked", "bomb", "entity", "torn", "macros", "cut", "workbook"],
)
def test_a_hostile_template_is_refused(template: bytes) -> None:
    with pytest.raises(BrokenTemplate) as refused:
        write_paper(PAPER, SOURCE, draft=True, template=template, template_name="own.docx")
    assert "own.docx" in refused.value.message


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, cut=st.integers(0, 200))
def test_a_damaged_template_lays_out_or_is_refused(edits: list[tuple[int, bytes]], cut: int) -> None:
    try:
        write_paper(PAPER, SOURCE, draft=True, template=damage(make_template(), edits, cut), template_name="own.docx")
    except BrokenTemplate as refused:
        said = refused.hint
    else:
        said = "laid out"
    assert said
