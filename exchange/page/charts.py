"""The charts of the page, as SVG text made of numbers alone: stacked bars with their figures written beside them.

Each has a title and a description for those who hear the page; colours are classes, so that print and dark screens may
change them, and a hatch tells red from green without colour.
"""

from collections.abc import Sequence
from typing import Final
from typing import NamedTuple

from markupsafe import Markup
from markupsafe import escape


class Part(NamedTuple):
    """One part of a bar."""

    style: str
    """A class of the stylesheet: `green`, `yellow`, `red`, `grey`, `white`."""
    label: str
    """What it counts, in words."""
    value: int


class Bar(NamedTuple):
    """One bar."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """The sum of its parts."""
        return sum(part.value for part in self.parts)


_HEIGHT: Final = 120
_COLUMN: Final = 44
_ROW: Final = 22
_WIDTH: Final = 320


def draw_columns(title: str, bars: Sequence[Bar]) -> Markup:
    """Draw upright bars side by side, such as the months of a year."""
    most = max((bar.total for bar in bars), default=0) or 1
    width = _COLUMN * len(bars) + 8
    drawn = [_open(title, bars, width, _HEIGHT + 46)]
    for at, bar in enumerate(bars):
        left, bottom = 8 + at * _COLUMN, _HEIGHT + 16.0
        for part in bar.parts:
            height = round(_HEIGHT * part.value / most, 1)
            bottom -= height
            drawn.append(_rect(part, left, bottom, _COLUMN - 14, height))
        middle = left + (_COLUMN - 14) / 2
        if bar.total:
            drawn.append(_text(middle, bottom - 4, str(bar.total), "middle"))
        drawn.append(_text(middle, _HEIGHT + 32, bar.label, "middle"))
    return Markup("").join([*drawn, Markup("</svg>")])


def draw_row(title: str, bar: Bar, most: int) -> Markup:
    """Draw one lying bar, to stand in the row of a table.

    Args:
        title: what is counted.
        bar: the bar.
        most: the total of the longest bar of the table, which fills the width.
    """
    left = 0.0
    drawn = [_open(title, [bar], _WIDTH + 40, _ROW)]
    for part in bar.parts:
        width = round(_WIDTH * part.value / max(most, 1), 1)
        drawn.append(_rect(part, left, 3, width, _ROW - 6))
        left += width
    drawn.append(_text(left + 5, 15, str(bar.total), "start"))
    return Markup("").join([*drawn, Markup("</svg>")])


def _open(title: str, bars: Sequence[Bar], width: int, height: int) -> Markup:
    told = "; ".join(
        f"{bar.label}: " + ", ".join(f"{part.label} {part.value}" for part in bar.parts if part.value)
        for bar in bars
        if bar.total
    )
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><title>{t}</title><desc>{d}</desc>'
    ).format(w=width, h=height, t=title, d=told)


def _rect(part: Part, left: float, top: float, width: float, height: float) -> Markup:
    if not part.value:
        return Markup("")
    return Markup(
        '<rect class="{s}" x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}"><title>{t}</title></rect>'
    ).format(s=part.style, x=left, y=top, w=width, h=height, t=f"{part.label}: {part.value}")


def _text(left: float, top: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{x:g}" y="{y:g}" text-anchor="{a}">{t}</text>').format(
        x=left, y=top, a=anchor, t=escape(text)
    )
