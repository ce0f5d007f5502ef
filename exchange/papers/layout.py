"""A paper laid out: the template's placeholders filled, headings numbered, tables drawn."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from io import BytesIO
from itertools import chain
from typing import Any
from typing import Final

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt

from exchange.packing import settle
from exchange.papers.paper import Block
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.paper import in_words
from exchange.papers.refusal import BrokenTemplate
from exchange.papers.styles import SONG
from exchange.papers.styles import STYLES
from exchange.papers.styles import Styles
from exchange.papers.styles import set_font
from exchange.papers.styles import styles_of
from exchange.papers.template import FONT_TABLE
from exchange.papers.template import HEI
from exchange.papers.template import LINE
from exchange.papers.template import PLACES
from exchange.papers.template import SAN
from exchange.papers.template import make_template
from exchange.papers.words import Speech
from exchange.unpacking import look_into
from schema.provenance import Provenance
from schema.visible import visible

_NEEDED: Final = ("title", "body", "source")
_DIGITS: Final = "零一二三四五六七八九"
_TITLE_LINE: Final = 20
"""Characters of 二号 in a line of 156 mm."""
_WIDTH: Final = 156
"""Of the text area, in mm."""
_AFTER_TABLE: Final = Pt(8)
_TALL: Final = Mm(11)
"""Of a row in which people sign."""
_SIGN_OFF: Final = 4
"""How many characters stay free to the right of the day (7.3.5.1)."""


def write_paper(
    paper: Paper, source: Provenance, *, draft: bool, template: bytes | None = None, template_name: str = "-"
) -> bytes:
    """Lay a paper out.

    Args:
        paper: what it says.
        source: where it comes from; it stands at the end.
        draft: whether every page is marked as a draft.
        template: a user's own template; None: ours, in the language of the paper.
        template_name: its file's name, for failures.

    Returns:
        The .docx file; the same arguments give the same bytes.

    Raises:
        BrokenTemplate: the template is no Word document, or lacks a style or placeholder.
    """
    document = _open(template, template_name, paper.language)
    styles = _styles(document, template_name, paper.language)
    found = {name: [one for one in _paragraphs(document) if "{{" + name + "}}" in one.text] for name in PLACES}
    for name in _NEEDED:
        if not found[name]:
            raise BrokenTemplate(template_name, "{{" + name + "}}")
    texts = _texts(paper, source, draft=draft)
    for name, paragraphs in found.items():
        for paragraph in paragraphs:
            if name == "body":
                _write_body(document, paragraph, paper, styles)
            else:
                _fill(paragraph, name, texts[name])
    if paper.language == "zh":
        _place_sign_off(found, paper)
    for paragraph in (*found["signer"], *found["date"]):
        paragraph.paragraph_format.keep_with_next = True
    for paragraph in found["date"] if not paper.signer else ():
        paragraph.paragraph_format.space_before = LINE
    _write_enclosures(document, found, paper, styles)
    core = document.core_properties
    core.title, core.author, core.comments = visible(paper.title), "dutybook", texts["source"]
    core.created = core.modified = source.made.replace(tzinfo=None)
    saved = BytesIO()
    document.save(saved)
    parts = {"word/fontTable.xml": FONT_TABLE} if template is None else {}
    return settle(saved.getvalue(), source.made, parts)


def numeral(number: int) -> str:
    """A number from 1 to 99 as headings write it: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def _open(template: bytes | None, name: str, language: str) -> Any:
    if template is not None and look_into(template) is not None:
        raise BrokenTemplate(name, ".docx")
    try:
        return Document(BytesIO(template if template is not None else make_template(language)))
    except Exception as error:  # whatever a damaged file makes of the reader
        raise BrokenTemplate(name, ".docx") from error


def _styles(document: Any, name: str, language: str) -> Styles:
    styles = styles_of(document, language)
    if styles is None:
        known = {style.name for style in document.styles}
        nearest = max(STYLES.values(), key=lambda each: len(known & set(each.all)))
        raise BrokenTemplate(name, next(each for each in nearest.all if each not in known))
    return styles


def _paragraphs(document: Any) -> Iterator[Any]:
    section = document.sections[0]
    edges = (section.header, section.footer, section.even_page_header, section.even_page_footer)
    yield from list(document.paragraphs)
    for owner in chain([document], edges):
        for table in owner.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
    for edge in edges:
        yield from edge.paragraphs


def _texts(paper: Paper, source: Provenance, *, draft: bool) -> Mapping[str, str]:
    say = Speech(paper.language)
    listed = [visible(text) for text in (*paper.attachments, *(one.title for one in paper.enclosures))]
    attached = [
        say("attachment-first" if at == 1 else "attachment-next", at=at, text=text) for at, text in enumerate(listed, 1)
    ]
    if len(listed) == 1:
        attached = [say("attachment-only", text=listed[0])]
    return {
        "mark": say("draft") if draft else "",
        "number": visible(paper.number),
        "title": _broken(visible(paper.title)),
        "addressee": say("addressee", who=visible(paper.addressee)) if paper.addressee else "",
        "attachments": "\n".join(attached),
        "signer": visible(paper.signer),
        "date": say.day(paper.day),
        "copies": say("copies", who=visible(paper.copies)) if paper.copies else "",
        "source": say("source", title=visible(source.title), day=say.day(source.on), commit=source.short or "-"),
    }


def _broken(title: str) -> str:
    """A title that is longer than a line, with who issues it on a line of its own: lines break between words (7.3.1)."""
    issuer, about, rest = title.partition("关于")
    return f"{issuer}\n{about}{rest}" if issuer and about and len(title) > _TITLE_LINE else title


def _fill(paragraph: Any, name: str, text: str) -> None:
    """Put a text in a placeholder's place, in the look of its first run; a paragraph that held nothing else goes."""
    filled = paragraph.text.replace("{{" + name + "}}", text)
    if not filled.strip() and paragraph._p.getparent().tag.endswith("}body"):  # noqa: SLF001
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
        return
    runs = paragraph.runs
    for run in runs[1:]:
        run.text = ""
    (runs[0] if runs else paragraph.add_run()).text = filled


def _place_sign_off(found: Mapping[str, list[Any]], paper: Paper) -> None:
    """The day leaves four characters free, and the signer stands centred above it (7.3.5.1)."""
    day = in_words(paper.day)
    wide = sum(0.5 if sign.isascii() else 1 for sign in day)
    for paragraph in found["date"]:
        paragraph.paragraph_format.right_indent = SAN * _SIGN_OFF
    for paragraph in found["signer"]:
        paragraph.paragraph_format.space_before = LINE
        over = _SIGN_OFF + (wide - len(paper.signer)) / 2
        paragraph.paragraph_format.right_indent = int(SAN * max(2.0, over))


def _write_body(document: Any, place: Any, paper: Paper, styles: Styles) -> None:
    last = _write_blocks(document, place, paper.blocks, paper.language, styles)
    place._p.getparent().remove(place._p)  # noqa: SLF001
    for paragraph in last:  # who signs never stands alone on a page (7.3.5.5)
        paragraph.paragraph_format.keep_with_next = True


def _write_blocks(document: Any, place: Any, blocks: Sequence[Block], language: str, styles: Styles) -> Sequence[Any]:
    """Write blocks before a paragraph; gives the paragraphs of the last line."""
    counts = [0, 0, 0, 0]
    last: Sequence[Any] = ()
    follows_table = False
    for block in blocks:
        if isinstance(block, Grid):
            for paragraph in last[-1:] if not follows_table else ():
                paragraph.paragraph_format.keep_with_next = True
            table = _table(document, block, styles.cell)
            place._p.addprevious(table._tbl)  # noqa: SLF001
            last = [paragraph for cell in table.rows[-1].cells for paragraph in cell.paragraphs]
        else:
            last = [
                place.insert_paragraph_before(text, style=style)
                for text, style in _lines(block, language, styles, counts)
            ]
            if follows_table and last:
                last[0].paragraph_format.space_before = _AFTER_TABLE
        follows_table = isinstance(block, Grid)
    return last[-1:] if last and not follows_table else last


def _lines(block: Heading | Paragraph, language: str, styles: Styles, counts: list[int]) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        yield _number(language, block.level, counts) + visible(block.text), styles.headings[block.level - 1]
        return
    for line in block.text.split("\n"):
        if line.strip():
            yield visible(line), styles.body


def _write_enclosures(document: Any, found: Mapping[str, list[Any]], paper: Paper, styles: Styles) -> None:
    """附件 begin on a page of their own and stand before the 版记 (7.3.7); in a template without one, at the end."""
    if not paper.enclosures:
        return
    place = next((one for one in found["copies"] if one._p.getparent() is document.element.body), None)  # noqa: SLF001
    end = place if place is not None else document.add_paragraph()
    before = len(paper.attachments)
    for at, enclosure in enumerate(paper.enclosures, before + 1):
        several = before + len(paper.enclosures) > 1
        say = Speech(paper.language)
        head = end.insert_paragraph_before(say("enclosure", at=at if several else "").strip(), style=styles.plain)
        head.paragraph_format.page_break_before = True
        set_font(head.runs[0], HEI if paper.language == "zh" else SONG, SAN if paper.language == "zh" else Pt(11.5))
        end.insert_paragraph_before(visible(enclosure.title), style=styles.title)
        _write_blocks(document, end, enclosure.blocks, paper.language, styles)
    if place is None:
        end._p.getparent().remove(end._p)  # noqa: SLF001


def _number(language: str, level: int, counts: Sequence[int]) -> str:
    """The number before a heading: 一、（一）1.（1） in Chinese (7.3.3), 1. 1.1 (1) (a) in English."""
    at = counts[level - 1]
    match language, level:
        case "zh", 1:
            return f"{numeral(at)}、"
        case "zh", 2:
            return f"（{numeral(at)}）"
        case "zh", 3:
            return f"{at}."
        case "zh", _:
            return f"（{at}）"
        case _, 1:
            return f"{at}. "
        case _, 2:
            return f"{counts[0]}.{at} "
        case _, 3:
            return f"({at}) "
        case _:
            return f"({chr(ord('a') + (at - 1) % 26)}) "


def _table(document: Any, block: Grid, style: str) -> Any:
    table = document.add_table(rows=1, cols=len(block.headings))
    if "Table Grid" in {style.name for style in document.styles}:
        table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _narrow_margins(table)
    total = sum(block.shares)
    widths = [Mm(_WIDTH * share / total) for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _cells(table.rows[0], block.headings, widths, style)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        for run in cell.paragraphs[0].runs:
            run.bold = True
    shape = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001
    shape.append(OxmlElement("w:cantSplit"))
    shape.append(OxmlElement("w:tblHeader"))  # repeated on every page
    for row in block.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        _cells(added, row, widths, style)
        if block.tall:
            added.height, added.height_rule = _TALL, WD_ROW_HEIGHT_RULE.AT_LEAST
            for cell in added.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def _narrow_margins(table: Any) -> None:
    """A millimetre beside the text of a cell instead of two: there is room for a day on one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001
    for look in table._tbl.tblPr.findall(qn("w:tblLook")):  # noqa: SLF001 - the schema wants it behind the margins
        margins.addnext(look)


def _cells(row: Any, texts: Any, widths: Any, style: str) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].style = style
        cell.paragraphs[0].text = visible(str(text), multiline=True)
