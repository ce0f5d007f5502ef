"""The styles of paragraphs that a template has, by their names in either language, and how a font is set."""

from collections.abc import Mapping
from typing import Any
from typing import Final
from typing import NamedTuple

from docx.oxml.ns import qn

SONG: Final = "宋体"
LATIN: Final = "Times New Roman"


class Styles(NamedTuple):
    """Names of the styles of paragraphs, as a template has them."""

    body: str
    title: str
    headings: tuple[str, str, str, str]
    plain: str
    """Without the indent of the first line: addressee, copies."""
    right: str
    cell: str
    origin: str
    """Of the line that says where the paper comes from."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every name."""
        return (self.body, self.title, *self.headings, self.plain, self.right, self.cell, self.origin)


STYLES: Final[Mapping[str, Styles]] = {
    "zh": Styles(
        "公文正文", "公文标题", ("一级标题", "二级标题", "三级标题", "四级标题"), "公文顶格", "公文署名", "表格文字", "数据来源"
    ),
    "en": Styles(
        "Paper Text", "Paper Title", ("Paper Heading 1", "Paper Heading 2", "Paper Heading 3", "Paper Heading 4"),
        "Paper Plain", "Paper Signature", "Paper Cell", "Paper Source",
    ),
}  # fmt: skip
"""By language. A template may have those of either."""


def styles_of(document: Any, language: str) -> Styles | None:
    """The styles that a document has: those of its own language, else those of the other; None where it has neither whole."""
    known = {style.name for style in document.styles}
    wanted = (STYLES[language], *STYLES.values())
    return next((styles for styles in wanted if known >= set(styles.all)), None)


def set_font(owner: Any, name: str, size: Any) -> None:
    """Set a style's or a run's font; the East Asian one needs an attribute of its own."""
    owner.font.name, owner.font.size = LATIN, size
    fonts = owner.element.get_or_add_rPr().rFonts
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")  # else quotation marks are set in the Latin font, half as wide


def set_language(document: Any, language: str) -> None:
    """Say in which languages a document is: how lines break and punctuation looks goes by it.

    Args:
        document: the document.
        language: `zh` or `en`; its letters in the other script stay of that script.
    """
    known = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    known.set(qn("w:val"), "en-US" if language == "zh" else "en-GB")  # Chinese here would break numbers anywhere
    known.set(qn("w:eastAsia"), "zh-CN")
