"""The two lines over a matrix: one narrows its rows, the other its columns."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message

from tui.widgets.line_input import LineInput


class _Line(LineInput):
    """One of the two; Esc empties it, or goes back when it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_filter", show=False),
        Binding("down", "leave", show=False),
        Binding("f3", "next", show=False),
    ]

    class Left(Message):
        """The line was left."""

        def __init__(self, *, for_other: bool) -> None:
            super().__init__()
            self.for_other = for_other

    def action_clear_filter(self) -> None:
        """Empty the line; when it is empty, go back to the matrix."""
        if self.value:
            self.value = ""
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Go back to the matrix."""
        self.post_message(self.Left(for_other=False).set_sender(self))

    def action_next(self) -> None:
        """Go to the other line."""
        self.post_message(self.Left(for_other=True).set_sender(self))


class MatrixFilter(Horizontal):
    """Narrows the rows and the columns of a matrix."""

    DEFAULT_CSS = """
    MatrixFilter { height: 1; }
    """

    @dataclass
    class Changed(Message):
        """What is typed changed."""

        rows: str
        columns: str

    class Left(Message):
        """The user went back to the matrix."""

    def __init__(self, rows: str, columns: str, *, classes: str | None = None) -> None:
        """Make the two lines.

        Args:
            rows: what the empty line of the rows says.
            columns: what the other says.
            classes: Textual's classes.
        """
        super().__init__(classes=classes)
        self.rows = _Line(placeholder=rows)
        """The line that narrows the rows."""
        self.columns = _Line(placeholder=columns)
        """The line that narrows the columns."""

    def compose(self) -> ComposeResult:
        """The two lines beside each other."""
        yield self.rows
        yield self.columns

    @on(LineInput.Changed)
    def _changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.rows.value, self.columns.value).set_sender(self))

    @on(LineInput.Submitted)
    def _submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.post_message(self.Left().set_sender(self))

    @on(_Line.Left)
    def _left(self, event: _Line.Left) -> None:
        event.stop()
        if event.for_other:
            (self.columns if self.rows.has_focus else self.rows).focus()
        else:
            self.post_message(self.Left().set_sender(self))
