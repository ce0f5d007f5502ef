"""What a record list tells: `RecordList.RowHighlighted` and its like, handled by `on_record_list_row_highlighted`."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.widgets.record_list import RecordList


class RowHighlighted(Message, namespace="record_list"):
    """The cursor came to another row, or to none."""

    def __init__(self, source: "RecordList", row_id: str) -> None:
        super().__init__()
        self.source = source
        """The list."""
        self.row_id = row_id
        """Id of the row; empty when the list shows none."""

    @property
    def control(self) -> "RecordList":
        """The list, for `on` selectors."""
        return self.source


class RowChosen(Message, namespace="record_list"):
    """A row was opened: Enter, or a double click."""

    def __init__(self, source: "RecordList", row_id: str) -> None:
        super().__init__()
        self.source = source
        """The list."""
        self.row_id = row_id
        """Id of the row."""

    @property
    def control(self) -> "RecordList":
        """The list, for `on` selectors."""
        return self.source


class SelectionChanged(Message, namespace="record_list"):
    """Rows were selected or taken out of the selection."""

    def __init__(self, source: "RecordList", selected: frozenset[str]) -> None:
        super().__init__()
        self.source = source
        """The list."""
        self.selected = selected
        """Ids of all selected rows, also of those that the filter hides."""

    @property
    def control(self) -> "RecordList":
        """The list, for `on` selectors."""
        return self.source


class FilterWanted(Message, namespace="record_list"):
    """The key for filtering was pressed; whoever holds the filter's input focuses it."""
