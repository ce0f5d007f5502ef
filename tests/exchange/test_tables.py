"""Tables in: a ledger comes back as it went out, an office's list is understood, and what is bad says where and why."""

import zipfile
from collections.abc import Collection
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl import load_workbook

from exchange.ledger import HEADING_ROW
from exchange.ledger import write_ledger
from exchange.tables.intake import Intake
from exchange.tables.intake import recognise
from exchange.tables.intake import take_in
from exchange.tables.opening import read_table
from exchange.tables.refusal import HeadingsAlike
from exchange.tables.refusal import NotATable
from exchange.tables.refusal import TableDamaged
from exchange.tables.refusal import TableLocked
from exchange.tables.refusal import TableTooLarge
from exchange.tables.refusal import TableUnsafe
from exchange.tables.refusal import WrongEncoding
from exchange.tables.values import day_of
from exchange.unpacking import MOST_BYTES
from schema.change import GONE
from schema.change import Verb
from schema.kinds import KINDS
from schema.provenance import Provenance
from schema.register import Register
from store.loading import load
from tests.builders import RegisterBuilder

SOURCE = Provenance("T", date(2026, 11, 23), "c" * 40, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
SAMPLE = Path(__file__).parents[2] / "sample-repo"


def slug(title: str, taken: Collection[str], fallback: str) -> str:
    return f"{fallback}-{len(taken)}"


def take(register: Register, name: str, content: bytes, kind: str = "", **chosen: str) -> Intake:
    tables, left = recognise(read_table(name, content), KINDS[kind] if kind else None, chosen)
    return take_in(register, tables, left, slug)


def packed(rows: Sequence[Sequence[Any]], *, title: str = "人员") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_s_ledger_comes_back_without_a_change(language: str) -> None:
    register = load(SAMPLE).register
    content, _ = write_ledger(register, SOURCE, ["obligation", *KINDS], language=language)
    found = take(register, "l.xlsx", content)
    assert (found.changes, found.bad) == ((), ())
    assert found.rows == sum(len(records) for records in register.records.values())
    fresh = take(Register(settings=register.settings, calendars=register.calendars), "l.xlsx", content)
    assert fresh.bad == ()
    assert {(one.kind, one.id) for one in fresh.changes} == {
        (kind, record.id) for kind, record in register.everything()
    }


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    titles=st.lists(TEXT.filter(str.strip), min_size=1, max_size=4),
    notes=st.lists(TEXT, min_size=4, max_size=4),
    aliases=st.lists(TEXT.filter(str.strip), max_size=3),
    language=st.sampled_from(["zh", "en"]),
    at=st.integers(0, 3),
)
def test_out_and_in_again_changes_nothing_and_one_edit_one_field(
    titles: list[str], notes: list[str], aliases: list[str], language: str, at: int
) -> None:
    builder = RegisterBuilder(language=language)
    for number, title in enumerate(titles):
        builder.unit(f"u-{number}", title=title, note=notes[number], aliases=aliases)
        builder.duty(f"d-{number}", title=title, wording=notes[number], lead=["u-0"])
    register = builder.build()
    content, _ = write_ledger(register, SOURCE, ["unit", "duty"], language=language)
    found = take(register, "l.xlsx", content)
    assert (found.changes, found.bad) == ((), ())
    book = load_workbook(BytesIO(content))
    sheet = book[KINDS["duty"].label(language)]
    column = next(cell.column for cell in sheet[HEADING_ROW] if cell.value in {"备注", "Note"})
    sheet.cell(HEADING_ROW + 1 + at % len(titles), column).value = "seen"
    edited = take(register, "l.xlsx", saved(book))
    assert edited.bad == ()
    assert [(one.kind, one.id, one.verb) for one in edited.changes] == [("duty", f"d-{at % len(titles)}", Verb.EDIT)]
    assert [(field.key, field.value) for field in edited.changes[0].fields] == [(("note",), "seen")]


def test_an_emptied_cell_of_a_ledger_takes_the_value_away_and_of_a_list_says_nothing() -> None:
    register = RegisterBuilder().unit("a", title="甲", note="旧").build()
    content = packed([["键", "名称", "备注"], ["unit/a", "甲", None]], title="单位")
    (change,) = take(register, "l.xlsx", content).changes
    assert [(field.key, field.value) for field in change.fields] == [(("note",), GONE)]
    assert take(register, "l.xlsx", packed([["名称", "备注"], ["甲", None]], title="单位")).changes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_office_s_list_in_every_encoding(encoding: str) -> None:
    register = RegisterBuilder().build()
    text = "人员名单,,\n姓名,工作邮箱,起\n尹癸,a@example.org,２０２６年３月５日\n"
    found = take(register, "人员.csv", text.encode(encoding))
    (change,) = found.changes
    values = {field.key[0]: field.value for field in change.fields}
    assert values == {"name": "尹癸", "emails": ["a@example.org"], "from": date(2026, 3, 5)}
    assert found.tables[0].heading_row == 2


def test_importing_twice_finds_what_the_first_time_added() -> None:
    rows = [["时间", "类型", "标题", "开展单位"], ["2026.3.5", "专题研究", "研究", "office"]]
    builder = RegisterBuilder()
    first = take(builder.build(), "a.xlsx", packed(rows, title="工作记录"))
    assert first.bad == (), first.bad
    (change,) = first.changes
    builder.record("activity", change.id, **{str(field.key[0]): field.value for field in change.fields})
    again = take(builder.build(), "a.xlsx", packed(rows, title="工作记录"))
    assert (again.changes, again.bad) == ((), ())


def test_every_bad_row_says_its_cell_and_the_good_ones_remain() -> None:
    register = RegisterBuilder().build()
    rows: list[list[Any]] = [
        ["姓名", "起"],
        ["甲", "2026-13-40"],
        ["乙", "2026/3/5"],
        [None, "2026-01-01"],
        ["丙", "=TODAY()"],
        ["乙", "2026-01-01"],
    ]
    found = take(register, "p.xlsx", packed(rows))
    assert [one.cell for one in found.bad] == ["A4", "A6", "B2", "B5"]
    assert "formula" in next(one.en for one in found.bad if one.cell == "B5")
    assert [field.value for field in found.changes[0].fields] == ["乙", date(2026, 3, 5)]
    assert len(found.changes) == 1


def test_merged_cells_hold_for_their_rows_and_hidden_rows_are_said() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "岗位"
    for row in (["岗位名称", "所在单位", "层级"], ["主任", "office", "经办"], ["副主任", None, "经办"]):
        sheet.append(list(row))
    sheet["C1"] = "rank"
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = True
    found = take(RegisterBuilder().build(), "p.xlsx", saved(book))
    assert found.bad == (), found.bad
    units = [field.value for change in found.changes for field in change.fields if field.key == ("unit",)]
    assert units == ["office", "office"]
    assert found.tables[0].grid.hidden == 1


def test_two_headings_alike_are_refused_until_one_is_left_out() -> None:
    content = packed([["姓名", "人员姓名"], ["甲", "乙"]])
    with pytest.raises(HeadingsAlike, match="A1, B1"):
        take(RegisterBuilder().build(), "p.xlsx", content)
    assert len(take(RegisterBuilder().build(), "p.xlsx", content, B1="-").changes) == 1


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "2026年3月5日", "2026.3.5", "2026/3/5", "20260305", "46086", "２０２６年３月５日", "2026-3-5"],
)
def test_days_in_every_style(text: str) -> None:
    assert day_of(text) == date(2026, 3, 5)


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (201 << 20))
    return content.getvalue()


def with_part(name: str, part: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(packed([["姓名"], ["甲"]]))) as old, zipfile.ZipFile(content, "w") as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, part)
    return content.getvalue()


def test_what_is_no_safe_table_is_refused_with_advice() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    for name, content, reason in [
        ("a.xls", b"", NotATable),
        ("a.xlsm", b"", NotATable),
        ("a.doc", b"", NotATable),
        ("a.xlsx", b"", TableDamaged),
        ("a.xlsx", b"PK\x03\x04 torn", TableDamaged),
        ("a.xlsx", with_part("xl/workbook.xml", b"<torn"), TableDamaged),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, TableLocked),
        ("a.xlsx", bomb(), TableTooLarge),
        ("a.csv", b"x" * (MOST_BYTES + 1), TableTooLarge),
        ("a.xlsx", with_part("xl/vbaProject.bin", b"x"), TableUnsafe),
        ("a.xlsx", with_part("xl/sharedStrings.xml", entity), TableUnsafe),
        ("a.xlsx", with_part("xl/sharedStrings.xml", entity.decode().encode("utf-16")), TableUnsafe),
        ("a.csv", b"\xff\xff\xff\x00", WrongEncoding),
    ]:
        with pytest.raises(reason):
            read_table(name, content)
