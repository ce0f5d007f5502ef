"""A record list with a line to filter it: what is typed narrows the rows at once."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.containers import Vertical
from textual.widgets import Static

from tui.language import _
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.line_input import LineInput
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows


class FilterInput(LineInput):
    """The line a filter is typed in; the keys that move in a list go on to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list('cursor_down')", show=False),
        Binding("up", "list('cursor_up')", show=False),
        Binding("pagedown", "list('page_down')", show=False),
        Binding("pageup", "list('page_up')", show=False),
        Binding("ctrl+t", "list('select')", show=False),
        Binding("escape", "clear_filter", show=False),
    ]

    def action_list(self, action: str) -> None:
        """Let the list do what the key would do there."""
        if isinstance(self.owner, FilterList):
            getattr(self.owner.records, f"action_{action}")()

    def action_clear_filter(self) -> None:
        """Show every row again; when nothing is typed, go back to the list."""
        if self.value:
            self.value = ""
        elif isinstance(self.owner, FilterList):
            self.owner.records.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a dialog, Esc in an empty line is the dialog's."""
        if action == "clear_filter" and not self.value and isinstance(self.owner, FilterList):
            return not self.owner.keep_typing
        return super().check_action(action, parameters)

    @property
    def owner(self) -> object:
        """The FilterList around this line."""
        return next((node for node in self.ancestors if isinstance(node, FilterList)), None)


class FilterList(Vertical):
    """A filter's line, the list, and how many rows there are."""

    BLANK = True  # nothing of its own to draw: a third of the lines of every key less
    DEFAULT_CSS = """
    FilterList { height: 1fr; }
    FilterList > .filter-line { height: 1; }
    FilterList .filter-count { width: 34; height: 1; padding: 0 1; color: $text-muted; text-align: right; }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Rows | None = None,
        *,
        empty: str = "",
        keep_typing: bool = False,
        selectable: bool = True,
        kind: type[RecordList] = RecordList,
        id: str | None = None,
    ) -> None:
        """Make a list with a filter.

        Args:
            columns: as RecordList.
            rows: as RecordList.
            empty: as RecordList.
            keep_typing: the filter has the focus from the start, as in a dialog that picks a value.
            selectable: as RecordList.
            kind: what sort of list it is.
            id: Textual's id.
        """
        super().__init__(id=id)
        self.records = kind(columns, rows, empty=empty, filterable=True, selectable=selectable)
        """The list."""
        self.keep_typing = keep_typing
        self.input = FilterInput(placeholder=_("Filter"))
        """The filter's line."""
        self._count = Static(classes="filter-count")

    def compose(self) -> ComposeResult:
        """Put the filter over the list."""
        with Horizontal(classes="filter-line"):
            yield self.input
            yield self._count
        yield self.records

    def on_mount(self) -> None:
        """Say how many rows there are."""
        self._say_count()
        if self.keep_typing:
            self.input.focus()

    def look(self) -> dict[str, str]:
        """How it is shown now: filter, order and row, as `take_look` takes it."""
        records = self.records
        return {
            "filter": self.input.text,
            "sort": records.sorted_by,
            "back": "1" if records.backwards else "",
            "row": records.cursor_id,
        }

    def take_look(self, look: Mapping[str, str]) -> None:
        """Show it as it was once; a column that there is not is left out, a row comes when the rows do."""
        records = self.records
        self.input.text = look.get("filter", "")
        sort = look.get("sort", "")
        if records.sortable and (not sort or sort in {column.key for column in records.columns}):
            records.sort_by(sort, backwards=look.get("back") == "1")
        if look.get("row"):
            records.go_to(look["row"])

    def set_rows(self, rows: Rows) -> None:
        """Fill the list again."""
        self.records.set_rows(rows)
        self._say_count()

    @on(LineInput.Changed)
    def _filter(self, event: LineInput.Changed) -> None:
        event.stop()
        self.records.set_filter(event.value)
        self._say_count()

    @on(LineInput.Submitted)
    def _leave_line(self, event: LineInput.Submitted) -> None:
        event.stop()
        if self.keep_typing:
            self.records.action_choose()
        else:
            self.records.focus()

    @on(RecordList.FilterWanted)
    def _focus_line(self, event: RecordList.FilterWanted) -> None:
        event.stop()
        self.input.focus()

    @on(RecordList.SelectionChanged)
    def _selection_changed(self) -> None:
        self._say_count()

    def counted(self) -> tuple[int, int]:
        """How many rows are shown, and how many there are."""
        return self.records.counts

    def _say_count(self) -> None:
        shown, total = self.counted()
        text = _("{n} rows").format(n=total) if shown == total else _("{n} of {total}").format(n=shown, total=total)
        if self.records.selected:
            text += " " + _("* {n} selected").format(n=len(self.records.selected))
        self._count.update(literal(text), layout=False)  # its width is fixed: no layout at every key
