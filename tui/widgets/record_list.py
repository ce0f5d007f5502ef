"""The list of records: a line-drawing widget that holds a hundred thousand rows.

Only the lines on the screen are ever measured or drawn (DataTable measures every row, OptionList and ListView make an
object or a widget of each). The header stays; the cursor keeps to its record when the list is filtered, sorted or
filled again. All text passes `tui.text.fit`.
"""

from typing import TYPE_CHECKING
from typing import ClassVar
from typing import TypeAlias

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import bindings
from tui.actions import key_of
from tui.clipboard import table_line
from tui.language import _
from tui.theme import style_of
from tui.widgets import list_messages
from tui.widgets.columns import Column
from tui.widgets.row_order import RowOrder
from tui.widgets.row_order import Rows
from tui.widgets.row_painter import RowPainter

if TYPE_CHECKING:
    from collections.abc import Sequence


class RecordList(ScrollView, can_focus=True):
    """A list of rows with columns, a cursor, sorting, filtering and a selection."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-list--header",
        "record-list--row",
        "record-list--cursor",
        "record-list--empty",
        "record-list--tone-red",
        "record-list--tone-yellow",
        "record-list--tone-green",
        "record-list--tone-grey",
        "record-list--tone-plain",
    }
    DEFAULT_CSS = """
    RecordList {
        height: 1fr;
        overflow-x: hidden;
        background: $surface;
        color: $foreground;
        & > .record-list--header { text-style: bold; background: $panel; color: $foreground; }
        & > .record-list--cursor { background: $primary-muted; color: $foreground; text-style: bold; }
        &:focus > .record-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .record-list--empty { color: $text-muted; }
        & > .record-list--tone-red { color: $text-error; text-style: bold; }
        & > .record-list--tone-yellow { color: $text-warning; text-style: bold; }
        & > .record-list--tone-green { color: $text-success; }
        & > .record-list--tone-grey { color: $text-muted; }
        &:nocolor:focus > .record-list--cursor, &:ansi:focus > .record-list--cursor {
            background: $background; color: $foreground; text-style: reverse bold;
        }
        &:nocolor > .record-list--cursor, &:ansi > .record-list--cursor { text-style: underline bold; }
        &:nocolor > .record-list--header, &:ansi > .record-list--header { text-style: underline bold; }
    }
    """

    RowHighlighted: TypeAlias = list_messages.RowHighlighted
    RowChosen: TypeAlias = list_messages.RowChosen
    SelectionChanged: TypeAlias = list_messages.SelectionChanged
    FilterWanted: TypeAlias = list_messages.FilterWanted

    def __init__(
        self,
        columns: "Sequence[Column]",
        rows: Rows | None = None,
        *,
        empty: str = "",
        filterable: bool = False,
        selectable: bool = True,
        sortable: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a list.

        Args:
            columns: its columns; their titles are shown in the header.
            rows: its rows; more come with `set_rows`.
            empty: what belongs here and which key adds it, said while there are no rows at all.
            filterable: whether somebody answers FilterWanted.
            selectable: whether rows can be selected.
            sortable: whether the user can sort; not where the order is part of the data.
            id: Textual's id.
            classes: Textual's classes.
        """
        super().__init__(id=id, classes=classes)
        self.columns = list(columns)
        """The columns; replace them with `set_columns`."""
        self.empty = empty
        """What is said while there are no rows at all."""
        self.filterable = filterable
        self.selectable = selectable
        self.sortable = sortable
        self.selected: set[str] = set()
        """Ids of the selected rows."""
        self.sorted_by: str = ""
        """Key of the column the list is sorted by; empty for the rows' own order."""
        self.backwards = False
        """Whether the order is turned round."""
        self.query_text = ""
        """The filter in use."""
        self._order = RowOrder(rows)
        self._cursor = 0
        self._wanted = self._id_at(0)
        self._told: str | None = None
        self._painter = RowPainter(self.columns, self._order.rows, self._style)

    # --- what others ask and tell -------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._order.shown)

    @property
    def total_count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._order.rows)

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are shown and how many there are, as people count them."""
        return self.row_count, self.total_count

    @property
    def cursor(self) -> int:
        """Where the cursor stands among the shown rows, from 0."""
        return self._cursor

    @property
    def cursor_id(self) -> str:
        """Id of the row the cursor is on; empty when none is shown."""
        return self._id_at(self._cursor)

    @property
    def shown_ids(self) -> list[str]:
        """Ids of the shown rows in order."""
        ids = self._order.rows.ids
        return [ids[place] for place in self._order.shown]

    @property
    def all_ids(self) -> "Sequence[str]":
        """Ids of all rows, shown or not, in the order they came."""
        return self._order.rows.ids

    def set_rows(self, rows: Rows) -> None:
        """Fill the list again; filter, order, selection and the cursor's record stay where they still exist."""
        self._order.replace(rows)
        self._painter = RowPainter(self.columns, rows, self._style)
        if self.selected:
            self.selected &= set(rows.ids)
        self._sort()

    def set_columns(self, columns: "Sequence[Column]", rows: Rows) -> None:
        """Show other columns and rows."""
        self.columns = list(columns)
        if self.sorted_by not in {column.key for column in columns}:
            self.sorted_by = ""
        self.set_rows(rows)

    def set_filter(self, query: str) -> None:
        """Show only the rows that hold every word of a query; empty shows all."""
        self.query_text = query
        self._order.filter(query)
        if not self.row_count:
            self._told = None  # what was said of the words typed before is to be said anew
        self._restore_cursor()

    def sort_by(self, key: str, *, backwards: bool = False) -> None:
        """Sort by the column of that key; empty for the rows' own order."""
        self.sorted_by = key
        self.backwards = backwards
        self._sort()

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on a row; False when it isn't shown (the list will go there once it is)."""
        self._wanted = row_id
        place = self._order.position(row_id)
        if place is None:
            return False
        self._move(place)
        return True

    def chosen_ids(self) -> list[str]:
        """Ids that an action works on: the selected rows in order, or else the row of the cursor."""
        if self.selected:
            return [row_id for row_id in self._order.rows.ids if row_id in self.selected]
        return [self.cursor_id] if self.cursor_id else []

    def copied_text(self) -> str:
        """The rows that an action works on as text: cells with tabs between, one row a line."""
        rows = self._order.rows
        wanted = set(self.chosen_ids())
        lines = [cells for row_id, cells in zip(rows.ids, rows.cells, strict=True) if row_id in wanted]
        return "\n".join(table_line(cells) for cells in lines)

    # --- cursor ------------------------------------------------------------------------------------------------

    def _id_at(self, place: int) -> str:
        shown = self._order.shown
        return self._order.rows.ids[shown[place]] if 0 <= place < len(shown) else ""

    def _move(self, place: int) -> None:
        """Put the cursor on a shown row, as near as there is one, and remember its record."""
        before = self._cursor
        self._cursor = max(0, min(place, self.row_count - 1))
        self._wanted = self.cursor_id or self._wanted
        self.refresh_line(before + 1)
        self.refresh_line(self._cursor + 1)
        self._scroll_to_cursor()
        self._tell()

    def _restore_cursor(self) -> None:
        """Draw everything again with the cursor on the record it was on; on the first row when that is hidden."""
        place = self._order.position(self._wanted) if self._wanted else None
        self._cursor = place or 0
        if not self._wanted:
            self._wanted = self.cursor_id
        self._painter.forget_lines()
        self._measure()
        self._scroll_to_cursor()
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        # set_sender, here and below: a message made while the parent handles one of its own would end at the parent
        if self._told != self.cursor_id and self.is_attached:
            self._told = self.cursor_id
            self.post_message(self.RowHighlighted(self, self.cursor_id).set_sender(self))

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:
            return
        top = self.scroll_offset.y
        page = self._page()
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + page or top > max(0, self.row_count - page):
            self.scroll_to(y=max(0, self._cursor - page + 1), animate=False, force=True)

    def _measure(self) -> None:
        size = Size(self.scrollable_content_region.width, self.row_count + 1)
        if self.styles.auto_dimensions or not self.is_attached:
            self.virtual_size = size
        else:
            # Setting the attribute would lay out the whole screen at every key of a filter; the list's own place and
            # size stay, so only its scroll bar has to know.
            self.set_reactive(RecordList.virtual_size, size)
            self._scroll_update(size)

    def _sort(self) -> None:
        index = next((place for place, column in enumerate(self.columns) if column.key == self.sorted_by), None)
        key = None if index is None else self.columns[index].sort_key
        if index is not None or self.backwards or self._order.terms or not isinstance(self._order.shown, range):
            self._order.sort(index, key=key, backwards=self.backwards)
        self._restore_cursor()

    # --- drawing -----------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen: the header, a row, or what to say while there is none."""
        cells = self.scrollable_content_region.width
        if y == 0:
            return self._painter.header(cells, self.sorted_by, backwards=self.backwards)
        place = self.scroll_offset.y + y - 1
        if place >= self.row_count:
            return self._painter.say("" if self.row_count else self.said, y - 1, cells)
        index = self._order.shown[place]
        chosen = self._order.rows.ids[index] in self.selected
        return self._painter.row(index, cells, on_cursor=place == self._cursor, selected=chosen)

    @property
    def said(self) -> str:
        """Why no row is shown: none is there, or the filter hides them."""
        if not self.total_count:
            return self.empty
        said = _("The filter '{words}' hides all {n} rows. {key} and then Esc shows them again.")
        return said.format(words=self.query_text.strip(), n=self.counts[1], key=key_of("list.filter"))

    def _style(self, name: str) -> Style:
        return style_of(self, "record-list--row", f"record-list--{name}")

    def notify_style_update(self) -> None:
        """Forget drawn lines: theme, focus or colours changed."""
        self._painter.forget()
        super().notify_style_update()

    # --- keys and mouse ----------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Measure the first rows."""
        self._measure()
        self._tell()

    def on_resize(self) -> None:
        """Measure again and keep the cursor in sight."""
        self._painter.forget_lines()
        self._measure()
        self._scroll_to_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; open the row it was on already; sort by a header."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        if offset.y == 0:
            self._sort_at(offset.x)
            return
        place = self.scroll_offset.y + offset.y - 1
        if place < self.row_count:
            again = place == self._cursor and event.chain > 1
            self._move(place)
            if again:
                self.action_choose()

    def _sort_at(self, x: int) -> None:
        column = self._painter.column_at(x, self.scrollable_content_region.width)
        if column is not None and self.sortable:
            self.sort_by(column.key, backwards=column.key == self.sorted_by and not self.backwards)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what this list cannot do."""
        if action == "filter":
            return self.filterable
        if action in {"select", "select_all"}:
            return self.selectable
        if action in {"sort", "sort_turn"}:
            return self.sortable
        return super().check_action(action, parameters)

    def action_cursor_down(self) -> None:
        """Go to the next row."""
        self._move(self._cursor + 1)

    def action_cursor_up(self) -> None:
        """Go to the row before."""
        self._move(self._cursor - 1)

    def action_page_down(self) -> None:
        """Go one page down."""
        self._move(self._cursor + self._page())

    def action_page_up(self) -> None:
        """Go one page up."""
        self._move(self._cursor - self._page())

    def action_first(self) -> None:
        """Go to the first row."""
        self._move(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._move(self.row_count - 1)

    def action_choose(self) -> None:
        """Open the row of the cursor."""
        if self.cursor_id:
            self.post_message(self.RowChosen(self, self.cursor_id).set_sender(self))

    def action_filter(self) -> None:
        """Ask for the filter's input."""
        self.post_message(self.FilterWanted().set_sender(self))

    def action_sort(self) -> None:
        """Sort by the next column; after the last comes the rows' own order."""
        keys = ["", *(column.key for column in self.columns)]
        self.sort_by(keys[(keys.index(self.sorted_by) + 1) % len(keys)])

    def action_sort_turn(self) -> None:
        """Turn the order round."""
        self.sort_by(self.sorted_by, backwards=not self.backwards)

    def action_select(self) -> None:
        """Select the row of the cursor or take it out, and go on to the next."""
        if self.cursor_id and self.selectable:
            self.selected ^= {self.cursor_id}
            self._move(self._cursor + 1)
            self.post_message(self.SelectionChanged(self, frozenset(self.selected)).set_sender(self))

    def action_select_all(self) -> None:
        """Select all shown rows, or none when all of them are selected."""
        shown = set(self.shown_ids)
        self.selected = self.selected - shown if shown <= self.selected else self.selected | shown
        self.refresh()
        self.post_message(self.SelectionChanged(self, frozenset(self.selected)).set_sender(self))

    def action_copy(self) -> None:
        """Put the selected rows, or the row of the cursor, on the clipboard."""
        if text := self.copied_text():
            self.app.copy_to_clipboard(text)
