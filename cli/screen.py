"""Handing over to the terminal app. Loaded without the command line's parser: `dutybook` alone opens the app, and is waited for."""

import importlib
import sys
from pathlib import Path
from typing import Protocol
from typing import cast

from cli.failure import NeedsTerminal
from cli.opening import here
from store.failure import EmptyDirectory
from store.failure import NotARegister
from store.location import find


class _App(Protocol):
    """What the command line knows of the app."""

    def run(self, store_start: Path, *, read_only: bool, as_of: str) -> int: ...


class _Beginning(Protocol):
    """What the command line knows of the app behind a browser, and of the one where there is no register."""

    def run(self, folder: Path) -> int: ...


def open_app(start: Path | None = None, *, read_only: bool = False, as_of: str = "") -> int:
    """Open a register in the app; gives the exit code.

    Args:
        start: a folder of the register; the current one where it is left out.
        read_only: whether nothing is to be written.
        as_of: the commit or the day to look back at.

    Raises:
        NeedsTerminal: there is no terminal to draw on.
        Failure: there is no register; said before the app takes the screen.
    """
    folder = start or here()
    has_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        find(folder)
    except (EmptyDirectory, NotARegister):
        if read_only or as_of or not has_terminal:
            raise
        welcome = cast("_Beginning", importlib.import_module("tui.welcome"))
        return welcome.run(folder)
    if not has_terminal:
        raise NeedsTerminal
    # Named at run time alone, so that the command line never loads Textual.
    app = cast("_App", importlib.import_module("tui.app"))
    return app.run(folder, read_only=read_only, as_of=as_of)


def open_served(top: Path) -> int:
    """Run the app behind a browser, its keys and its picture being stdin and stdout; gives the exit code."""
    app = cast("_Beginning", importlib.import_module("tui.served"))
    return app.run(top)
