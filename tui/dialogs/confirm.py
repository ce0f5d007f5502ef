"""Asking before something that is hard to take back, and telling what went wrong."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from schema.failure import Failure
from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.text import literal


class _Said(VerticalScroll):
    """Text that scrolls when it is longer than the dialog."""

    DEFAULT_CSS = """
    _Said { height: auto; max-height: 14; }
    """


class ConfirmDialog(Dialog[bool]):
    """Asks whether to go on. True when confirmed, None or False when not.

    The key that confirms is never the one that asked: a key pressed twice by mistake must not do harm. Enter and
    space do nothing here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.confirm")]

    def __init__(self, title: str, question: str, *, start_key: str = "") -> None:
        """Make the dialog.

        Args:
            title: what it is about; any text.
            question: what would happen, with what it happens to; any text, several lines.
            start_key: the key that asked, which then cannot confirm.
        """
        super().__init__(title)
        self._question = question
        self._start_key = start_key

    def compose_body(self) -> ComposeResult:
        """The question."""
        with _Said():
            yield Static(literal(self._question, multiline=True))

    def on_mount(self) -> None:
        """Take the key that asked away from confirming."""
        for key in self._start_key.split(","):
            kept = [binding for binding in self._bindings.key_to_bindings.pop(key, []) if binding.action != "confirm"]
            if kept:
                self._bindings.key_to_bindings[key] = kept
        self.refresh_bindings()

    def action_confirm(self) -> None:
        """Answer yes."""
        self.dismiss(result=True)

    def action_back(self) -> None:
        """Answer no."""
        self.dismiss(result=False)


class MessageDialog(Dialog[None]):
    """Tells what could not be done, and what to do."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f2", "back", show=False)]

    def __init__(self, message: str, hint: str = "", *, title: str = "") -> None:
        """Make the dialog; all three may be any text."""
        super().__init__(title or _("That did not work"))
        self._message = message
        self._hint = hint

    @classmethod
    def of(cls, failure: Failure) -> "MessageDialog":
        """Tell a failure."""
        return cls(failure.message, failure.hint)

    def compose_body(self) -> ComposeResult:
        """The sentence and the hint."""
        with _Said():
            yield Static(literal(self._message, multiline=True), classes="dialog-message")
            yield Static(
                literal(self._hint, multiline=True), classes="dialog-hint" if self._hint else "dialog-hint -empty"
            )


class LeaveDialog(Dialog[str]):
    """Asks what becomes of unsaved changes: `keep` as a draft, `discard`, or None for staying."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.keep", "dialog.discard")]

    def __init__(self, unsaved: str) -> None:
        """Make the dialog; `unsaved` says what was changed, any text."""
        super().__init__(_("Unsaved changes"))
        self._unsaved = unsaved

    def compose_body(self) -> ComposeResult:
        """What was changed."""
        with _Said():
            yield Static(literal(self._unsaved, multiline=True))

    def action_keep(self) -> None:
        """Keep them as a draft and leave."""
        self.dismiss("keep")

    def action_discard(self) -> None:
        """Throw them away and leave."""
        self.dismiss("discard")
