"""Copying: to the desktop's program, else to the terminal, else into a file; each way says what is known of it.

A program tells whether it took the text, a terminal never does. The screens call `ShellApp.copy_to_clipboard`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from tui.actions import key_of
from tui.clipboard import find_obstacle
from tui.clipboard import sequence
from tui.clipboard_program import ClipboardProgram
from tui.clipboard_program import find_program
from tui.clipboard_program import give
from tui.errands import run_errand
from tui.language import _

if TYPE_CHECKING:
    from tui.shell import ShellApp


@dataclass
class Given(Message):
    """A program of the desktop was given a text."""

    program: str
    lines: int
    text: str
    fault: str
    """What went wrong; empty where it took the text."""


@dataclass
class TextMade(Message):
    """What is to be copied is ready."""

    text: str
    to_file: bool


def copy(app: "ShellApp", text: str) -> None:
    """Copy a text and say how far that can be known.

    Args:
        app: whose terminal it is; `clipboard_environ` tells what there is.
        text: already `safe`.
    """
    environ = app.clipboard_environ
    program = find_program(environ, platform=sys.platform)
    if program is not None:
        run_errand(app, "clipboard", partial(_give, program, text, environ))
    else:
        hand_to_terminal(app, text)


def _give(program: ClipboardProgram, text: str, environ: Mapping[str, str]) -> Given:
    return Given(program.name, count_lines(text), text, give(program, text, environ))


def told(app: "ShellApp", given: Given) -> None:
    """Say what a program answered; where it failed, try the terminal."""
    if not given.fault:
        app.notify(_("Copied by {program}, lines: {n}.").format(n=given.lines, program=given.program))
        return
    app.notify(_("{program} did not take it: {reason}").format(program=given.program, reason=given.fault))
    hand_to_terminal(app, given.text)


def hand_to_terminal(app: "ShellApp", text: str) -> None:
    """Send a text to the terminal, or offer a file where it is known not to arrive."""
    obstacle = find_obstacle(text, app.clipboard_environ)
    if obstacle is not None:
        from tui.dialogs.hand_out import offer_file  # noqa: PLC0415 - hardly ever asked for

        offer_file(app, text, obstacle)
        return
    app.write_to_terminal(sequence(text, app.clipboard_environ))
    said = _("Handed to the terminal, lines: {n}. Some terminals ignore it; {key} writes it into a file instead.")
    app.notify(said.format(n=count_lines(text), key=key_of("app.copy-file")))


def count_lines(text: str) -> int:
    """How many lines a text has."""
    return len(text.splitlines())
