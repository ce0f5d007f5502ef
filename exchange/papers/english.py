"""The page of papers in English: A4 as the Chinese one, but set as English letters are; GB/T 9704 says nothing of it."""

from typing import Any
from typing import Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.shared import Pt

from exchange.papers.styles import SONG
from exchange.papers.styles import Styles
from exchange.papers.styles import set_font

_TEXT: Final = 11.5
_SIZES: Final = (13.5, 12, _TEXT, _TEXT)
"""Of headings, in points; the last two are numbered paragraphs."""


def lay_out(document: Any, styles: Styles) -> None:
    """Give a new document page and styles.

    Args:
        document: the document.
        styles: what the styles are called.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)
    set_font(document.styles["Normal"], SONG, Pt(_TEXT))
    _style(document, styles.body)
    title = _style(document, styles.title, size=17, bold=True, after=14)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for level, name in enumerate(styles.headings):
        heading = _style(document, name, size=_SIZES[level], bold=level < 2, after=4)
        heading.paragraph_format.space_before = Pt(10 if level < 2 else 0)
        heading.paragraph_format.keep_with_next = level < 2
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        heading.element.get_or_add_pPr().append(outline)
    _style(document, styles.plain)
    _style(document, styles.right).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(document, styles.cell, size=9.5, after=0).paragraph_format.line_spacing = 1.0
    origin = _style(document, styles.origin, size=9)
    origin.paragraph_format.space_before = Pt(18)


def _style(document: Any, name: str, *, size: float = _TEXT, bold: bool = False, after: float = 6) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    set_font(style, SONG, Pt(size))
    style.font.bold = bold
    shape = style.paragraph_format
    shape.line_spacing = 1.15
    shape.space_before, shape.space_after = Pt(0), Pt(after)
    shape.widow_control = True
    return style
