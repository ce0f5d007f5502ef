"""A matrix that scrolls in both directions under a fixed header and beside fixed names: a line-drawing widget.

Only the cells on the screen are ever made or drawn, so that forty units by two hundred duties move as lightly as ten by ten.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from schema.visible import visible
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.language import _
from tui.language import msgid
from tui.text import fit
from tui.text import width
from tui.text import wrap
from tui.theme import mark_of
from tui.theme import style_of

register_actions(
    [
        Action(id="matrix.left", keys=("left", "h"), label=msgid("Left"), help=msgid("Go one duty to the left.")),
        Action(id="matrix.right", keys=("right", "l"), label=msgid("Right"), help=msgid("Go one duty to the right.")),
        Action(id="matrix.up", keys=("up", "k"), label=msgid("Up"), help=msgid("Go to the row before.")),
        Action(id="matrix.down", keys=("down", "j"), label=msgid("Down"), help=msgid("Go to the next row.")),
        Action(id="matrix.page-up", keys=("pageup", "ctrl+b"), label=msgid("Page up"), help=msgid("Go one page up.")),
        Action(
            id="matrix.page-down",
            keys=("pagedown", "ctrl+f"),
            label=msgid("Page down"),
            help=msgid("Go one page down."),
        ),
        Action(id="matrix.first", keys=("home",), label=msgid("First duty"), help=msgid("Go to the first duty.")),
        Action(id="matrix.last", keys=("end",), label=msgid("Last duty"), help=msgid("Go to the last duty.")),
        Action(
            id="matrix.choose", keys=("enter",), label=msgid("Open"), help=msgid("Open the cell's duty."), shown=True
        ),
        Action(
            id="matrix.filter",
            keys=("slash", "f3"),
            label=msgid("Filter"),
            help=msgid("Narrow the rows, then the duties, to those that hold all words typed."),
            shown=True,
        ),
        Action(
            id="matrix.copy",
            keys=("ctrl+c", "y"),
            label=msgid("Copy"),
            help=msgid("Copy the matrix that is shown as text, cells with tabs between."),
        ),
    ],
    scopes={"matrix": msgid("Matrix")},
)

CELL = 6
"""Cells of a column: two for who, two for the light, one for a flag, one blank."""
_WIDEST = 26
_LEAST = 8
_KEPT_LINES = 256


@dataclass(frozen=True)
class Head:
    """A row's name or a column's."""

    key: object
    """What it stands for; unique among the rows, or among the columns."""
    label: str
    """Any text."""
    indent: int = 0
    flagged: bool = False
    haystack: str = ""
    """Case-folded text that a filter searches; empty for the label."""

    def holds(self, terms: Sequence[str]) -> bool:
        """Whether it holds every word."""
        text = self.haystack or self.label.casefold()
        return all(term in text for term in terms)


@dataclass(frozen=True)
class Sign:
    """What stands in a cell."""

    letter: str
    """Who: a tier's letter or a role's."""
    light: str = ""
    """A state with a mark (tui.theme.mark_of)."""
    strong: bool = False
    """Whether the letter is to be seen first."""
    flagged: bool = False


SignOf = Callable[[object, object], Sign | None]
"""Gives the sign at a row's key and a column's; None for an empty cell."""


class MatrixView(ScrollView, can_focus=True):
    """Rows, columns, and a cell that the cursor is on."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("matrix")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "matrix--head",
        "matrix--here",
        "matrix--row",
        "matrix--cursor",
        "matrix--empty",
        "matrix--who",
        "matrix--strong",
        "matrix--red",
        "matrix--yellow",
        "matrix--green",
        "matrix--grey",
        "matrix--plain",
    }
    DEFAULT_CSS = """
    MatrixView {
        height: 1fr; background: $surface; color: $foreground;
        & > .matrix--head { text-style: bold; background: $panel; color: $foreground; }
        & > .matrix--here { text-style: bold; background: $primary-muted; color: $foreground; }
        & > .matrix--cursor { background: $primary-muted; color: $foreground; text-style: bold; }
        &:focus > .matrix--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .matrix--empty { color: $text-muted; }
        & > .matrix--who { color: $text-muted; }
        & > .matrix--strong { color: $text-accent; text-style: bold; }
        & > .matrix--red { color: $text-error; text-style: bold; }
        & > .matrix--yellow { color: $text-warning; text-style: bold; }
        & > .matrix--green { color: $text-success; }
        & > .matrix--grey { color: $text-muted; }
        &:nocolor:focus > .matrix--cursor, &:ansi:focus > .matrix--cursor {
            background: $background; color: $foreground; text-style: reverse bold;
        }
        &:nocolor > .matrix--cursor, &:ansi > .matrix--cursor { text-style: underline bold; }
        &:nocolor > .matrix--here, &:ansi > .matrix--here { text-style: reverse bold; }
        &:nocolor > .matrix--head, &:ansi > .matrix--head { text-style: underline bold; }
    }
    """

    class Moved(Message):
        """The cursor is on another cell, or what is shown changed."""

    class Chosen(Message):
        """The cell of the cursor was opened."""

    class FilterWanted(Message):
        """The user asked for the line that filters."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.empty = _("Reading ..")
        """What is said while there is nothing to show."""
        self._all: tuple[Sequence[Head], Sequence[Head]] = ((), ())
        self._terms: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.rows: Sequence[Head] = ()
        """The rows shown."""
        self.columns: Sequence[Head] = ()
        """The columns shown."""
        self._sign_of: SignOf = lambda _row, _column: None
        self._cursor = (0, 0)
        self._wanted: tuple[object, object] = (None, None)
        self._lines: LRUCache[tuple[int, int, int, int], Strip] = LRUCache(_KEPT_LINES)
        self._styles: dict[str, Style] = {}
        self._name_cells = _LEAST

    # --- what others ask and tell ----------------------------------------------------------------------------------

    @property
    def here(self) -> tuple[Head, Head] | None:
        """The row and the column of the cursor; None while nothing is shown."""
        row, column = self._cursor
        return (self.rows[row], self.columns[column]) if self.rows and self.columns else None

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the cursor, among those shown."""
        return self._cursor

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many rows are shown and there are, and how many columns."""
        return len(self.rows), len(self._all[0]), len(self.columns), len(self._all[1])

    @property
    def said(self) -> str:
        """Why nothing is shown: there is no cell, or the filters hide them all."""
        return _("Nothing holds all of these words. Esc shows everything again.") if all(self._all) else self.empty

    def fill(self, rows: Sequence[Head], columns: Sequence[Head], sign_of: SignOf) -> None:
        """Show a matrix; filters and the cell of the cursor stay where they still exist."""
        self._all = (rows, columns)
        self._sign_of = sign_of
        self._narrow()

    def set_filter(self, rows: str, columns: str) -> None:
        """Show only the rows and columns that hold every word of their own filter."""
        self._terms = (tuple(rows.casefold().split()), tuple(columns.casefold().split()))
        self._narrow()

    def go_to(self, row: object, column: object) -> None:
        """Put the cursor on a cell, as soon as it is shown."""
        self._wanted = (row, column)
        self._narrow()

    def as_text(self) -> str:
        """What is shown, with tabs between the cells and one row a line."""
        lines = [["", *(visible(head.label) for head in self.columns)]]
        for row in self.rows:
            signs = (self._sign_of(row.key, column.key) for column in self.columns)
            lines.append([visible(row.label), *(_plain(sign) for sign in signs)])
        return "\n".join("\t".join(cells) for cells in lines)

    # --- the cursor ------------------------------------------------------------------------------------------------

    def _narrow(self) -> None:
        self.rows, self.columns = (
            [head for head in heads if head.holds(terms)] if terms else heads
            for heads, terms in zip(self._all, self._terms, strict=True)
        )
        self._cursor = (_position(self.rows, self._wanted[0]), _position(self.columns, self._wanted[1]))
        self._name_cells = self._widest_name()
        self._lines.clear()
        self._measure()
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved().set_sender(self))

    def _widest_name(self) -> int:
        widest = max((2 * head.indent + 4 + width(visible(head.label[:_WIDEST])) for head in self.rows), default=0)
        return max(_LEAST, min(widest, _WIDEST, self.scrollable_content_region.width * 2 // 5))

    def _move(self, rows: int, columns: int) -> None:
        before = self._cursor
        self._cursor = (
            max(0, min(before[0] + rows, len(self.rows) - 1)),
            max(0, min(before[1] + columns, len(self.columns) - 1)),
        )
        if self._cursor == before or self.here is None:
            return
        row, column = self.here
        self._wanted = (row.key, column.key)
        for line in {0, before[0] + 1, self._cursor[0] + 1}:
            self.refresh_line(line or self.scroll_offset.y)
        self._scroll_to_cursor()
        self.post_message(self.Moved().set_sender(self))

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _fitting(self) -> int:
        """How many columns have room."""
        return max(1, (self.scrollable_content_region.width - self._name_cells) // CELL)

    def _first(self) -> int:
        """The first column shown: scrolling goes by whole columns."""
        return min(-(-self.scroll_offset.x // CELL), max(0, len(self.columns) - 1))

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:
            return
        row, column = self._cursor
        top, page = self.scroll_offset.y, self._page()
        first, fitting = self._first(), self._fitting()
        y = row if row < top else row - page + 1 if row >= top + page else top
        x = column if column < first else column - fitting + 1 if column >= first + fitting else first
        if (x, y) != (first, top):
            self.scroll_to(x=x * CELL, y=y, animate=False, force=True)

    def _measure(self) -> None:
        self.virtual_size = Size(self._name_cells + CELL * len(self.columns), len(self.rows) + 1)

    # --- drawing ---------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen: the header, a row, or what to say while there is none."""
        cells = self.scrollable_content_region.width
        first = self._first()
        if not (self.rows and self.columns):
            return self._say(y, cells)
        if y == 0:
            return self._header(first, cells)
        row = self.scroll_offset.y + y - 1
        if row >= len(self.rows):
            return Strip([Segment(" " * cells, self._style("row"))], cells)
        state = (row, first, cells, self._cursor[1] if row == self._cursor[0] else -1)
        strip = self._lines.get(state)
        if strip is None:
            strip = self._lines[state] = self._draw(row, first, cells)
        return strip

    def _say(self, y: int, cells: int) -> Strip:
        lines = ["", *wrap(self.said, cells - 4)]
        return Strip([Segment(fit(f"  {lines[y]}" if y < len(lines) else "", cells), self._style("empty"))], cells)

    def _header(self, first: int, cells: int) -> Strip:
        segments = [Segment(" " * self._name_cells, self._style("head"))]
        for place in range(first, min(first + self._fitting(), len(self.columns))):
            style = self._style("here" if place == self._cursor[1] else "head")
            segments.append(Segment(fit(self.columns[place].label, CELL - 1) + " ", style))
        return Strip(segments).adjust_cell_length(cells, self._style("head"))

    def _draw(self, row: int, first: int, cells: int) -> Strip:
        here = row == self._cursor[0]
        head = self.rows[row]
        name = fit(f"{'> ' if here else '  '}{'  ' * head.indent}{head.label}", self._name_cells - 2)
        segments = [Segment(name + ("! " if head.flagged else "  "), self._style("here" if here else "head"))]
        for place in range(first, min(first + self._fitting(), len(self.columns))):
            segments += self._cell(row, place, on_cursor=here and place == self._cursor[1])
        return Strip(segments).adjust_cell_length(cells, self._style("row"))

    def _cell(self, row: int, column: int, *, on_cursor: bool) -> list[Segment]:
        """Draw one cell; the only place where a sign is asked for."""
        sign = self._sign_of(self.rows[row].key, self.columns[column].key)
        cursor = self._style("cursor")
        if sign is None:
            style = cursor if on_cursor else self._style("empty")
            return [Segment(fit(".", CELL - 1) + " ", style)]
        mark = mark_of(sign.light)
        return [
            Segment(fit(sign.letter, 2), cursor if on_cursor else self._style("strong" if sign.strong else "who")),
            Segment(fit(mark.letter, 2), cursor if on_cursor else self._style(mark.tone)),
            Segment("! " if sign.flagged else "  ", cursor if on_cursor else self._style("red")),
        ]

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = style_of(self, "matrix--row", f"matrix--{name}")
        return style

    def notify_style_update(self) -> None:
        """Forget drawn lines: theme, focus or colours changed."""
        self._styles.clear()
        self._lines.clear()
        super().notify_style_update()

    # --- keys and mouse --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Measure again and keep the cursor in sight."""
        self._name_cells = self._widest_name()
        self._lines.clear()
        self._measure()
        self._scroll_to_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; open the cell it was on already."""
        offset = event.get_content_offset(self)
        if offset is None or self.here is None:
            return
        event.stop()
        before = self._cursor
        row = before[0] if offset.y == 0 else self.scroll_offset.y + offset.y - 1
        column = before[1] if offset.x < self._name_cells else self._first() + (offset.x - self._name_cells) // CELL
        self._move(row - before[0], column - before[1])
        if self._cursor == before and event.chain > 1:
            self.action_choose()

    def action_left(self) -> None:
        """Go one column to the left."""
        self._move(0, -1)

    def action_right(self) -> None:
        """Go one column to the right."""
        self._move(0, 1)

    def action_up(self) -> None:
        """Go to the row before."""
        self._move(-1, 0)

    def action_down(self) -> None:
        """Go to the next row."""
        self._move(1, 0)

    def action_page_up(self) -> None:
        """Go one page up."""
        self._move(-self._page(), 0)

    def action_page_down(self) -> None:
        """Go one page down."""
        self._move(self._page(), 0)

    def action_first(self) -> None:
        """Go to the first column."""
        self._move(0, -len(self.columns))

    def action_last(self) -> None:
        """Go to the last column."""
        self._move(0, len(self.columns))

    def action_choose(self) -> None:
        """Open the cell of the cursor."""
        if self.here is not None:
            self.post_message(self.Chosen().set_sender(self))

    def action_filter(self) -> None:
        """Ask for the filter's line."""
        self.post_message(self.FilterWanted().set_sender(self))

    def action_copy(self) -> None:
        """Put the matrix on the clipboard."""
        if self.here is not None:
            self.app.copy_to_clipboard(self.as_text())


def _position(heads: Sequence[Head], key: object) -> int:
    return next((place for place, head in enumerate(heads) if head.key == key), 0)


def _plain(sign: Sign | None) -> str:
    """A cell as text: `M R`, with `!` where something is flagged."""
    if sign is None:
        return ""
    return " ".join(part for part in (sign.letter, mark_of(sign.light).letter, "!" if sign.flagged else "") if part)
