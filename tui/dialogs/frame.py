"""The frame that all dialogs share: a title, a body, and the keys that work, on top of the screen below."""

from dataclasses import replace
from typing import ClassVar
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import bindings
from tui.text import literal
from tui.widgets.keys_line import KeysLine

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A modal screen in a frame; Esc closes it with None and changes nothing."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog.back"),
        *(
            replace(one, action="app.help", show=False) for one in bindings("app.help")
        ),  # the app's own keys stop at a modal screen
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .dialog-frame {
        width: 80%; max-width: 100; height: auto; max-height: 90%; padding: 1 2; background: $surface;
        border: ascii $primary;
    }
    Dialog.-narrow > .dialog-frame { width: 100%; max-height: 100%; padding: 0 1; }
    Dialog.-tall > .dialog-frame { height: 90%; }
    Dialog .dialog-title { height: auto; text-style: bold; margin: 0 0 1 0; }
    Dialog .dialog-body { height: auto; }
    Dialog.-tall .dialog-body { height: 1fr; }
    Dialog .dialog-hint { height: auto; color: $text-muted; margin: 1 0 0 0; }
    Dialog .dialog-hint.-empty { display: none; }
    Dialog KeysLine { margin: 1 0 0 0; }
    Dialog:ansi { background: ansi_default; }
    """

    def __init__(self, title: str, *, tall: bool = False) -> None:
        super().__init__(classes="-tall" if tall else "")
        self.heading = title
        """What the dialog is about; any text."""

    def compose(self) -> ComposeResult:
        """Frame the body."""
        with Vertical(classes="dialog-frame"):
            yield Static(literal(self.heading), classes="dialog-title")
            with Vertical(classes="dialog-body"):
                yield from self.compose_body()
            yield KeysLine()

    def compose_body(self) -> ComposeResult:
        """Compose what stands between title and keys."""
        yield from ()

    def action_back(self) -> None:
        """Close and change nothing."""
        self.dismiss(None)
