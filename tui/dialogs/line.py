"""Asking for one line of text: a value, a day, a revision."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.widgets import Static

from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.text import literal
from tui.widgets.line_input import LineInput


class LineDialog(Dialog[str]):
    """Asks for one line. Dismissed with what was typed, which may be empty, or None when the user goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept"), Binding("enter", "accept", show=False)]
    DEFAULT_CSS = """
    LineDialog .line-told { height: auto; margin: 0 0 1 0; }
    LineDialog .line-error { height: auto; max-height: 6; color: $text-error; display: none; }
    LineDialog .line-error.-said { display: block; }
    """

    def __init__(self, title: str, told: str = "", *, typed: str = "", placeholder: str = "") -> None:
        """Make the dialog.

        Args:
            title: what is asked for; any text.
            told: what to say above the line; any text.
            typed: what the line holds at the start.
            placeholder: shown while it is empty.
        """
        super().__init__(title)
        self._told = told
        self.line = LineInput(typed, placeholder=placeholder)
        """The line."""
        self._error = Static(classes="line-error")

    def compose_body(self) -> ComposeResult:
        """What is asked, the line, what is wrong with it."""
        if self._told:
            yield Static(literal(self._told, multiline=True), classes="line-told")
        yield self.line
        yield self._error

    def on_mount(self) -> None:
        """Start in the line."""
        self.line.focus()

    def say_error(self, text: str) -> None:
        """Say what is wrong with what was typed; empty takes it back."""
        self._error.update(literal(text, multiline=True))
        self._error.set_class(bool(text), "-said")

    @on(LineInput.Changed)
    def _typed(self) -> None:
        self.say_error("")

    @on(LineInput.Submitted)
    def _submitted(self) -> None:
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with the line."""
        self.dismiss(self.line.text)
