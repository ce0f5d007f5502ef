"""How the lines of a record list are drawn: header, rows, and what is said while there are none."""

from collections.abc import Callable
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from tui.text import fit
from tui.text import wrap
from tui.theme import MARK_CELLS
from tui.theme import mark_of
from tui.widgets.columns import GAP
from tui.widgets.columns import Column
from tui.widgets.columns import lay_out
from tui.widgets.row_order import Rows

_KEPT_LINES = 512


class RowPainter:
    """Draws the lines of one filling of a list and keeps those drawn lately."""

    def __init__(self, columns: Sequence[Column], rows: Rows, style_of: Callable[[str], Style]) -> None:
        """Make a painter.

        Args:
            columns: the columns.
            rows: the rows.
            style_of: gives the style of `header`, `row`, `cursor`, `empty` and `tone-...`.
        """
        self._columns = columns
        self._rows = rows
        self._style_of = style_of
        self._styles: dict[str, Style] = {}
        self._lines: LRUCache[tuple[int, int, bool, bool], Strip] = LRUCache(_KEPT_LINES)
        self._laid: tuple[int, list[tuple[int, int]]] = (-1, [])
        self._said: tuple[str, int, list[str]] = ("", 0, [])

    @property
    def gutter(self) -> int:
        """How many cells stand before the first column: cursor, selection, and the mark where the list has marks."""
        return 2 + (MARK_CELLS + GAP if self._rows.marks else 0)

    def forget(self) -> None:
        """Forget styles and lines: theme or focus changed."""
        self._styles.clear()
        self.forget_lines()

    def forget_lines(self) -> None:
        """Forget the lines drawn."""
        self._lines.clear()

    def header(self, cells: int, sorted_by: str, *, backwards: bool) -> Strip:
        """Draw the header with a sign at the column the list is sorted by."""
        titles = []
        for index, width in self._layout(cells):
            column = self._columns[index]
            sign = ("v" if backwards else "^") if column.key == sorted_by else ""
            titles.append(fit(f"{column.title} {sign}" if sign else column.title, width, right=column.right))
        text = " " * self.gutter + (" " * GAP).join(titles)
        return Strip([Segment(fit(text, cells), self._style("header"))], cells)

    def row(self, index: int, cells: int, *, on_cursor: bool, selected: bool) -> Strip:
        """Draw a row, or give the line kept from before."""
        state = (index, cells, on_cursor, selected)
        strip = self._lines.get(state)
        if strip is None:
            strip = self._draw(index, cells, on_cursor=on_cursor, selected=selected)
            self._lines[state] = strip
        return strip

    def say(self, text: str, line: int, cells: int) -> Strip:
        """Draw one line of a message that is broken over several; blank beyond its end."""
        if text and self._said[:2] != (text, cells):
            self._said = (text, cells, ["", *wrap(text, cells - 4)])
        lines = self._said[2] if text else []
        shown = "  " + lines[line] if line < len(lines) else ""
        return Strip([Segment(fit(shown, cells), self._style("empty"))], cells)

    def column_at(self, x: int, cells: int) -> Column | None:
        """Say which column a cell of the header belongs to."""
        start = self.gutter
        for index, width in self._layout(cells):
            if start <= x < start + width + GAP:
                return self._columns[index]
            start += width + GAP
        return None

    def _draw(self, index: int, cells: int, *, on_cursor: bool, selected: bool) -> Strip:
        style = self._style("cursor" if on_cursor else "row")
        segments = [Segment((">" if on_cursor else " ") + ("*" if selected else " "), style)]
        if self._rows.marks:
            mark = mark_of(self._rows.marks[index])
            tone = style if on_cursor else self._style(f"tone-{mark.tone}")
            segments.append(Segment(fit(mark.letter, MARK_CELLS) + " " * GAP, tone))
        values = self._rows.cells[index]
        parts = [
            fit(values[place] if place < len(values) else "", width, right=self._columns[place].right)
            for place, width in self._layout(cells)
        ]
        segments.append(Segment((" " * GAP).join(parts), style))
        return Strip(segments).adjust_cell_length(cells, style)

    def _layout(self, cells: int) -> list[tuple[int, int]]:
        if self._laid[0] != cells:
            self._laid = (cells, lay_out(self._columns, cells - self.gutter))
        return self._laid[1]

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._style_of(name)
            self._styles[name] = style
        return style
