"""How state looks: a letter first, a colour second; and drawing with characters that are one cell wide everywhere.

Colour alone is lost on a colour-blind reader, on NO_COLOR and on paper; so every light and every severity has a letter.
Lines and blocks of the box-drawing sort are two cells wide on many CJK terminals, so our chrome is ASCII and background.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.scrollbar import ScrollBarRender
from textual.widget import Widget

from tui.language import _p


@dataclass(frozen=True)
class Mark:
    """What stands for a state."""

    letter: str
    """One letter, or one Chinese character (two cells)."""
    tone: str
    """Name of the tone: red, yellow, green, grey or plain; stylesheets colour `tone-red` and so on."""


MARKS: dict[str, tuple[str, str, str]] = {
    "red": ("light", "R", "red"),
    "yellow": ("light", "Y", "yellow"),
    "green": ("light", "G", "green"),
    "white": ("light", "W", "plain"),
    "grey": ("light", "X", "grey"),
    "error": ("severity", "E", "red"),
    "warning": ("severity", "W", "yellow"),
    "note": ("severity", "N", "grey"),
    "added": ("change", "+", "green"),
    "removed": ("change", "-", "red"),
    "changed": ("change", "~", "yellow"),
    "missing": ("evidence", "M", "red"),
    "there": ("evidence", "P", "green"),
    "wanted": ("evidence", "O", "yellow"),
    "refused": ("file", "!", "red"),
    "accept": ("draft", "A", "green"),
    "skip": ("draft", "X", "grey"),
    "open": ("draft", "?", "yellow"),
    "acting": ("standing", "A", "yellow"),
    "deputising": ("standing", "D", "yellow"),
    "cover": ("standing", "C", "yellow"),
    "vacant": ("standing", "V", "red"),
    "conflict": ("standing", "!", "red"),
}
"""State to context and message of its letter in the catalogue, and its tone."""

MARK_CELLS = 2
"""How many cells a mark takes in a list: one Chinese character."""


def mark_of(state: str) -> Mark:
    """Give the mark of a light (`red` ...), a severity (`error` ...), a change (`added` ...), evidence (`missing` ...) or a post's standing (`vacant` ...); empty for others."""
    context, letter, tone = MARKS.get(state, ("", "", "plain"))
    return Mark(_p(context, letter) if letter else "", tone)


def style_of(widget: Widget, *components: str) -> Style:
    """Give the style a line-drawing widget draws a part in.

    Textual's get_visual_style leaves `reverse` out, which is all that shows a cursor without colours.
    """
    style = widget.get_visual_style(*components).rich_style
    if components and widget.get_component_styles(components[-1]).text_style.reverse:
        style += Style(reverse=True)
    return style


class PlainScrollBar(ScrollBarRender):
    """Scroll bars of background colour alone; the finer ends Textual draws are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8
