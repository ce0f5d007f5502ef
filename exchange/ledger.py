"""Ledgers (台账): the obligations in the office's usual columns and each kind of record, as a workbook that comes back.

Every sheet says which register it shows, as of which day and from which commit. The first column is the key of its
row; `exchange.tables.intake` reads it again.
"""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from functools import partial
from io import BytesIO
from itertools import count
from typing import Any
from typing import Final
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.styles import Border
from openpyxl.styles import Font
from openpyxl.styles import PatternFill
from openpyxl.styles import Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from rich.cells import cell_len

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from exchange.packing import settle
from exchange.tables.cells import Value
from exchange.tables.cells import cell_of
from exchange.tables.cells import label_of
from exchange.tables.cells import pointer
from exchange.tables.columns import KEY
from exchange.tables.columns import table_fields
from exchange.watching import TOLD_EACH
from exchange.watching import Watch
from exchange.watching import unwatched
from schema.field import Field
from schema.holding import holder
from schema.kinds import KINDS
from schema.kinds import Kind
from schema.kinds.base import Record
from schema.kinds.base import covers
from schema.marks import Light
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.register import Register
from schema.visible import visible

OBLIGATIONS: Final = "obligation"
"""Names the sheet of obligations beside the kinds."""
OBLIGATION_NAMES: Final = frozenset({OBLIGATIONS, "obligations", "应办事项"})
"""What people may call it."""
HEADING_ROW: Final = 3
_A4: Final = 9
"""How workbooks call the paper (ECMA-376, 18.3.1.63)."""
_SHEETS: Final = {"obligation": ("应办事项", "Obligations"), "lists": ("选项", "Lists")}
_USUAL: Final = (
    ("序号", "No."), ("任务", "Task"), ("所属期", "Period"), ("范围", "Element"), ("牵头领导", "Leader in charge"),
    ("牵头单位", "Lead unit"), ("责任单位", "Responsible units"), ("完成时限", "Due"), ("进展", "Progress"),
    ("存在问题", "Problems"), ("佐证", "Evidence"), ("亮灯", "Light"),
)  # fmt: skip
"""The columns that people know (domain 5.1, item 3)."""
_MADE: Final = ("截至 {on}；据提交 {commit}", "As of {on}; from commit {commit}")
_FILLS: Final = {
    Light.RED: "F8CBAD", Light.YELLOW: "FFE699", Light.GREEN: "C6E0B4", Light.GREY: "D9D9D9", Light.WHITE: "FFFFFF",
}  # fmt: skip
_WIDEST: Final = 36
"""Most cells of a column; what is longer goes on over several lines."""
_WIDEST_USUAL: Final = (6, 26, 11, 14, 18, 18, 32, 12, 13, 14, 23, 8)
"""The same on the sheet of obligations, which is printed: one long name of an event must not take the room of the units."""
_LINE_HEIGHT: Final = 16.5
"""In points: Chinese fonts of 11 pt need more than Latin ones."""
_MOST_LINES: Final = 12
_MARGINS: Final = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
_NARROWEST: Final = 6
_EXECUTABLE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a spreadsheet may take for the beginning of a formula, also after the file went through .csv."""
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE: Final = Border(*(Side(style="thin", color="BFBFBF"),) * 4)
_WRAP: Final = Alignment(wrap_text=True, vertical="top")
_CENTRE: Final = Alignment(wrap_text=True, vertical="top", horizontal="center")
"""Of headings, numbers, days and lights: else a day at the right end of its cell runs into the text beside it."""
_HEAD: Final = PatternFill("solid", start_color="DDEBF7")


class Sheet(NamedTuple):
    """One sheet before it is written."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    fields: Sequence[Field | None] = ()
    """Of each column; None for what is no field."""
    lights: Sequence[Light] = ()
    """Of each row; empty where rows have none."""


def write_ledger(
    register: Register,
    source: Provenance,
    kinds: Sequence[str],
    *,
    language: str,
    unit: str = "",
    watch: Watch = unwatched,
) -> tuple[bytes, int]:
    """Write a ledger.

    Args:
        register: the register.
        source: where it comes from.
        kinds: names of kinds, and `obligation`, in the order of the sheets.
        language: `zh` or `en`.
        unit: id of the unit whose entries alone it holds; empty for all.
        watch: told now and then how many rows of how many are written.

    Returns:
        The .xlsx file and how many rows it holds; the same arguments give the same bytes.
    """
    sheets = [
        _of_obligations(register, source.on, language, unit)
        if name == OBLIGATIONS
        else _of_kind(register, KINDS[name], language, unit)
        for name in kinds
    ]
    lists = _lists(register, sheets, language)
    book = Workbook(write_only=True)
    book.properties.title = _safe(source.title)
    book.properties.creator = "dutybook"
    book.properties.created = source.made.replace(tzinfo=None)
    whole = sum(len(sheet.rows) for sheet in sheets)
    step = partial(_step, watch, count(1), whole)
    for sheet in sheets:
        _write_sheet(book, sheet, source, lists, language, step)
    _write_lists(book, lists, language)
    packed = BytesIO()
    book.save(packed)
    return settle(packed.getvalue(), source.made), whole


def _step(watch: Watch, numbers: Iterator[int], whole: int) -> None:
    done = next(numbers)
    if done % TOLD_EACH == 0:
        watch(done, whole)


def _of_kind(register: Register, kind: Kind, language: str, unit: str) -> Sheet:
    fields = table_fields(kind)
    rows = [
        [
            f"{kind.name}/{record.id}",
            *(cell_of(register, one, getattr(record, one.attribute), language) for one in fields),
        ]
        for record in register.records.get(kind.name, {}).values()
        if not unit or _is_of(record, kind, unit, fields)
    ]
    headings = [KEY[language], *(field.about.label(language) for field in fields)]
    return Sheet(kind.label(language), kind.label(language), _distinct(headings, fields), rows, (None, *fields))


def _distinct(headings: list[str], fields: Sequence[Field]) -> list[str]:
    """Headings of which no two are alike: where labels are, the key stands behind in brackets."""
    return [
        f"{heading} [{fields[at - 1].key}]" if at and headings.count(heading) > 1 else heading
        for at, heading in enumerate(headings)
    ]


def _is_of(record: Record, kind: Kind, unit: str, fields: Sequence[Field]) -> bool:
    if kind.name == "unit":
        return record.id == unit
    for field in fields:
        if field.refers is not None and "unit" in field.refers.kinds:
            value: Any = getattr(record, field.attribute)
            if value == unit or (isinstance(value, tuple) and unit in value):
                return True
    return False


def _of_obligations(register: Register, on: date, language: str, unit: str) -> Sheet:
    found = [one for one in obligations(register, on) if not unit or one.concerns(unit)]
    found.sort(key=lambda one: (one.last_day, *one.key))
    at = 0 if language == "zh" else 1
    rows = [_row(register, one, number, on, language) for number, one in enumerate(found, 1)]
    names = [pair[at] for pair in _USUAL]
    title = _SHEETS["obligation"][at]
    return Sheet(title, title, names, rows, lights=[one.light for one in found])


def _row(register: Register, one: Obligation, number: int, on: date, language: str) -> list[Value]:
    stop = "；" if language == "zh" else "; "
    duty = register.duties[one.duty]
    return [
        number,
        " ".join(part for part in (visible(duty.code), name_of(register, "duty", one.duty, language)) if part),
        visible(one.period),
        party_of(register, one.element, language) if one.element else None,
        stop.join(leaders_of(register, one.lead, on, language)),
        parties_of(register, one.lead, language),
        parties_of(register, one.responsible, language),
        one.last_day,
        f"{one.state.label(language)} {one.count}/{one.needed}",
        stop.join(flag.label(language) for flag in dict.fromkeys(one.flags)),
        "\n".join(f"activity/{visible(each)}" for each in one.records),
        one.light.label(language),
    ]


def leaders_of(register: Register, units: Iterable[str], on: date, language: str) -> Iterator[str]:
    """The posts in charge of units on a day, each once, with who holds it."""
    seen: set[str] = set()
    for unit in units:
        for post in register.posts_by_charge.get(unit, ()):
            if post.id not in seen and covers(post.since, post.until, on):
                seen.add(post.id)
                person = holder(register, post.id, on).person
                name = name_of(register, "person", person, language) if person else ""
                yield " ".join(part for part in (name_of(register, "post", post.id, language), name) if part)


def _lists(register: Register, sheets: Iterable[Sheet], language: str) -> dict[str, list[str]]:
    """What may stand in the columns of choices and references, by a heading of its own."""
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        for field in sheet.fields:
            name = _list_of(field)
            if name and field is not None and name not in found:
                found[name] = _choices(register, field, language)
    return {name: choices for name, choices in found.items() if choices}


def _list_of(field: Field | None) -> str:
    if field is None or field.shape not in {"choice", "reference", "flag"}:
        return ""
    if field.words is not None:
        return field.words.__name__
    return "yes/no" if field.shape == "flag" else "/".join(field.refers.kinds if field.refers else ())


def _choices(register: Register, field: Field, language: str) -> list[str]:
    if field.words is not None:
        return [label_of(word, language) for word in field.words]
    if field.shape == "flag":
        return ["是", "否"] if language == "zh" else ["yes", "no"]
    kinds = field.refers.kinds if field.refers else ()
    found = [_safe(pointer(register, (kind,), one)) for kind in kinds for one in register.records.get(kind, {})]
    superiors = register.settings.superior if "superior" in kinds else ()
    return found + [_safe(pointer(register, ("superior",), one.id)) for one in superiors]


def _write_sheet(
    book: Workbook,
    sheet: Sheet,
    source: Provenance,
    lists: dict[str, list[str]],
    language: str,
    step: Callable[[], None],
) -> None:
    page = book.create_sheet(sheet.name)
    last = get_column_letter(len(sheet.headings))
    bottom = HEADING_ROW + max(1, len(sheet.rows))
    page.freeze_panes = f"{'B' if sheet.fields else 'C'}{HEADING_ROW + 1}"
    page.auto_filter.ref = f"A{HEADING_ROW}:{last}{bottom}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    page.page_margins = _MARGINS
    page.oddFooter.center.text = "&P / &N"
    widths = list(_widths(sheet))
    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    for at, field in enumerate(sheet.fields, 1):
        _offer(page, get_column_letter(at), bottom, _list_of(field), field, lists, language)
    page.append([_cell(page, f"{source.title} {sheet.title}", font=Font(bold=True, size=14), alignment=None)])
    page.append([_cell(page, _made(source, language), alignment=None)])
    head = {"font": Font(bold=True), "fill": _HEAD, "border": _LINE, "alignment": _CENTRE}
    page.append([_cell(page, name, **head) for name in sheet.headings])
    blank = _cell(page, None, border=_LINE)  # one for all: a row is written before the next is made
    for at, row in enumerate(sheet.rows):
        cells = [_cell(page, value, border=_LINE) if value is not None else blank for value in row]
        if sheet.lights:
            colour = _FILLS.get(sheet.lights[at], "FFFFFF")
            cells[-1].fill = PatternFill("solid", start_color=colour)
            cells[-1].alignment = _CENTRE
        page.row_dimensions[HEADING_ROW + 1 + at].height = _LINE_HEIGHT * _height(row, widths)
        page.append(cells)
        step()


def _made(source: Provenance, language: str) -> str:
    return _MADE[0 if language == "zh" else 1].format(on=source.on.isoformat(), commit=source.short or "-")


def _offer(
    page: Any, letter: str, bottom: int, name: str, field: Field | None, lists: dict[str, list[str]], language: str
) -> None:
    """Offer a list in a column; other words are refused only where nothing else can be right."""
    if name not in lists:
        return
    column = get_column_letter(list(lists).index(name) + 1)
    where = f"'{_SHEETS['lists'][0 if language == 'zh' else 1]}'!${column}$2:${column}${len(lists[name]) + 1}"
    offered = DataValidation(type="list", formula1=where, allow_blank=True)
    offered.showErrorMessage = field is not None and field.refers is None
    offered.add(f"{letter}{HEADING_ROW + 1}:{letter}{bottom + 500}")
    page.data_validations.append(offered)


def _write_lists(book: Workbook, lists: dict[str, list[str]], language: str) -> None:
    if not lists:
        return
    page = book.create_sheet(_SHEETS["lists"][0 if language == "zh" else 1])
    page.sheet_state = "hidden"
    page.append([_cell(page, name) for name in lists])
    for at in range(max(len(choices) for choices in lists.values())):
        page.append([_cell(page, choices[at] if at < len(choices) else None) for choices in lists.values()])


def _widths(sheet: Sheet) -> Iterator[float]:
    for at, heading in enumerate(sheet.headings):
        widest = max((_width(row[at]) for row in sheet.rows), default=0)
        most = _WIDEST if sheet.fields else _WIDEST_USUAL[at]
        yield min(max(widest, cell_len(heading) + 3, _NARROWEST) + 1, most)


def _height(row: Sequence[Value], widths: Sequence[float]) -> int:
    """How many lines a row takes."""
    tallest = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and value:
            tallest = max(tallest, sum(-(-max(1, cell_len(line)) // int(width - 2)) for line in value.split("\n")))
    return min(tallest, _MOST_LINES)


def _width(value: Value) -> int:
    return max((cell_len(line) for line in str(value).splitlines()), default=0) if value is not None else 0


def _cell(page: Any, value: Value, **style: Any) -> Any:
    """A cell that nothing obeys: text is text whatever it begins with."""
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        cell.value = _safe(value)
        cell.data_type = "s"
        if value.startswith(_EXECUTABLE):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    usual = _WRAP if isinstance(value, str) or value is None else _CENTRE
    for name, look in {"alignment": usual, **style}.items():
        setattr(cell, name, look)
    return cell


def _safe(text: str) -> str:
    """Text that XML can hold, and that a workbook does not read as one of its own escapes."""
    shown = visible(text, multiline=True)
    return _ESCAPE.sub("_x005F_", shown) if "_x" in shown else shown
