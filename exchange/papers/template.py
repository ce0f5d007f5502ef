"""The page of official papers (GB/T 9704-2012): paper, margins, grid, fonts, page numbers, and the places that get filled.

The same file serves as the template that a user may change: every element has a placeholder such as `{{title}}`, and
every sort of paragraph a style of its own.
"""

from io import BytesIO
from typing import Any
from typing import Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt

from exchange.papers import english
from exchange.papers.styles import SONG
from exchange.papers.styles import STYLES
from exchange.papers.styles import Styles
from exchange.papers.styles import set_font
from exchange.papers.styles import set_language

PLACES: Final = ("mark", "number", "title", "addressee", "body", "attachments", "signer", "date", "copies", "source")
"""The placeholders; a template may leave out all but `title`, `body` and `source`."""

_FANGSONG: Final = "仿宋_GB2312"
_XIAOBIAOSONG: Final = "方正小标宋简体"
HEI: Final = "黑体"
SAN: Final = Pt(16)
"""三号"""
ER: Final = Pt(22)
"""二号"""
SI: Final = Pt(14)
"""四号"""
LINE: Final = Pt(28.95)
"""225 mm in 22 lines (5.2.2)."""
_LINE_PITCH: Final = 579
"""The same in twentieths of a point, rounded down: at 580 the last line would not fit by a fifth of a point."""
_CLOSER: Final = -5
"""How much closer than their width the characters of 16 pt stand, in twentieths of a point, so that 28 of them take 156 mm.

The standard's grid of characters is not given as such: LibreOffice lets a character that is wider than its cell take two.
"""

FONT_TABLE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in (
            (_FANGSONG, "仿宋,FangSong,STFangsong,Noto Serif CJK SC", "modern"),
            (_XIAOBIAOSONG, "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,Noto Serif CJK SC", "roman"),
            ("楷体_GB2312", "楷体,KaiTi,STKaiti,Noto Serif CJK SC", "modern"),
            (HEI, "SimHei,Noto Sans CJK SC", "modern"),
            ("宋体", "SimSun,Noto Serif CJK SC", "roman"),
        )
    )
    + "</w:fonts>"
).encode()
"""What stands in for each font where it is not installed."""


def make_template(language: str = "zh") -> bytes:
    """The template as it is without a user's changes.

    Args:
        language: `zh` for the page of GB/T 9704, `en` for an English one.
    """
    styles = STYLES[language]
    document = Document()
    if language == "zh":
        _page(document.sections[0])
        _styles(document, styles)
    else:
        english.lay_out(document, styles)
    set_language(document, language)
    _numbers(document, language)
    for name, style in (
        ("number", styles.plain), ("title", styles.title), ("addressee", styles.plain), ("body", styles.body),
        ("attachments", styles.body), ("signer", styles.right), ("date", styles.right), ("source", styles.origin),
        ("copies", styles.plain),
    ):  # fmt: skip
        paragraph = document.add_paragraph("{{" + name + "}}", style=style)
        if name == "copies" and language == "zh":
            _imprint(paragraph)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no word for the grid
        section._sectPr.remove(old)  # noqa: SLF001
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(_LINE_PITCH))
    section._sectPr.append(grid)  # noqa: SLF001


def _styles(document: Any, styles: Styles) -> None:
    set_font(document.styles["Normal"], _FANGSONG, SAN)
    two = SAN * 2
    _style(document, styles.body, _FANGSONG, indent=two)
    title = _style(document, styles.title, _XIAOBIAOSONG, size=ER)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE
    for name, font in zip(styles.headings, (HEI, "楷体_GB2312", _FANGSONG, _FANGSONG), strict=True):
        heading = _style(document, name, font, indent=two)
        level = styles.headings.index(name)
        heading.paragraph_format.keep_with_next = level < 2  # the others are whole paragraphs, numbered
        heading.element.get_or_add_pPr().append(_toggle("w:outlineLvl", str(level)))
    _style(document, styles.plain, _FANGSONG)
    _style(document, styles.right, _FANGSONG).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    cell = _style(document, styles.cell, _FANGSONG, size=Pt(10.5))
    cell.paragraph_format.line_spacing = Pt(15)
    origin = _style(document, styles.origin, _FANGSONG, indent=two)
    origin.paragraph_format.keep_together = True  # 附注: two characters in, below the day (7.3.6)
    for style in (title, cell):
        style.element.get_or_add_pPr().find(qn("w:spacing")).addprevious(_toggle("w:snapToGrid", "0"))


def _style(document: Any, name: str, font: str, *, size: Any = SAN, indent: Any = 0) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    set_font(style, font, size)
    if size == SAN:
        properties = style.element.get_or_add_rPr()
        properties.find(qn("w:sz")).addprevious(_toggle("w:spacing", str(_CLOSER)))  # the schema wants this order
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.space_before = shape.space_after = Pt(0)
    shape.first_line_indent = indent
    shape.widow_control = False
    return style


def _imprint(paragraph: Any) -> None:
    """版记: the copies stand between two lines at the foot of the last page, in 四号, a character free at either side (7.4.1, 7.4.2)."""
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent, shape.right_indent = SI * 4, SI * -3, SI
    set_font(paragraph.runs[0], _FANGSONG, SI)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no word for frames and lines
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", str(156 * 1440 * 10 // 254)), ("wrap", "notBeside"), ("vAnchor", "margin"), ("hAnchor", "margin"),
        ("xAlign", "left"), ("yAlign", "bottom"),
    ):  # fmt: skip
        frame.set(qn(f"w:{name}"), value)
    lines = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "4"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    properties.pStyle.addnext(frame)
    frame.addnext(lines)


def _toggle(name: str, value: str) -> Any:
    found = OxmlElement(name)
    found.set(qn("w:val"), value)
    return found


def _numbers(document: Any, language: str) -> None:
    """Page numbers `— 1 —` at the outer side (7.5), and the place of the draft mark in the head of each page."""
    size, mark_font, ends = (SI, HEI, ("— ", " —")) if language == "zh" else (Pt(10), SONG, ("", ""))
    document.settings.odd_and_even_pages_header_footer = True
    set_font(document.styles["Footer"], SONG, size)  # a field takes its look from the paragraph
    section = document.sections[0]
    for footer, side, header in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, section.header),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, section.even_page_header),
    ):
        number = footer.paragraphs[0]
        number.alignment = side
        number.paragraph_format.right_indent = number.paragraph_format.left_indent = SI if language == "zh" else 0
        for text in (ends[0], None, ends[1]):
            run = number.add_run(text or "")
            set_font(run, SONG, size)
            if text is None:
                _field(run, "PAGE")
        mark = header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        set_font(mark.add_run("{{mark}}"), mark_font, SAN)


def _field(run: Any, name: str) -> None:
    for kind, text in (("begin", None), (None, name), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 - python-docx has no word for fields
