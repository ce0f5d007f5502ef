"""A copied text that goes into a file: because the clipboard can't take it, or because the person wants it so."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from textual import on
from textual.app import App
from textual.message import Message

from store.document import hand_out
from tui.clipboard import MOST_BYTES
from tui.clipboard import Obstacle
from tui.dialogs.line import LineDialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language

NAME = "dutybook-copy.txt"
"""The file name that is proposed."""


@dataclass
class _Written(Message):
    """The text stands in a file."""

    path: Path


class TextFileDialog(LineDialog):
    """Asks where a text goes, and writes it there; a file that is there is not replaced."""

    def __init__(self, text: str, obstacle: Obstacle | None) -> None:
        """Make the dialog.

        Args:
            text: what was to be copied; any text.
            obstacle: why it can't be; None where the person wants a file.
        """
        size = len(text.encode("utf-8", "replace"))
        why = {
            "too-long": _("The text has {size} bytes; terminals take {most} at most, so it was not sent."),
            "deaf": _("This terminal takes no text for the clipboard; {size} bytes were not sent."),
            None: _("{size} bytes."),
        }
        told = why[obstacle].format(size=size, most=MOST_BYTES)
        more = _("It can go into a file; one that is there is not replaced.")
        title = _("Not copied") if obstacle else _("Copy to file")
        super().__init__(title, f"{told}\n{more}", typed=str(_free(Path.home() / NAME)))
        self._text = text

    def action_accept(self) -> None:
        """Write it."""
        asked = self.line.text.strip()
        if not asked:
            self.say_error("! " + _("Type the name of a file."))
            return
        run_errand(self, "hand-out", partial(_write, Path(asked), self._text))

    @on(_Written)
    def _stands(self, event: _Written) -> None:
        """Say where it is and close."""
        event.stop()
        self.app.notify(_("Written: {path}").format(path=str(event.path)))
        self.dismiss(None)

    def on_errand_failed(self, event: ErrandFailed) -> None:
        """Say at the line what is wrong."""
        event.stop()
        message, hint = event.failure.say(language())
        self.say_error(f"! {message}\n{hint}".rstrip())


def offer_file(app: App[Any], text: str, obstacle: Obstacle | None = None) -> None:
    """Ask for a file, unless that is being asked already."""
    if not isinstance(app.screen, TextFileDialog):
        app.push_screen(TextFileDialog(text, obstacle))


def _free(path: Path) -> Path:
    """The path, with a number where a file of that name is there already."""
    others = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 100))
    return next((one for one in (path, *others) if not os.path.lexists(one)), path)


def _write(path: Path, text: str) -> Message:
    return _Written(hand_out(path.expanduser(), text.encode("utf-8", "replace")))
