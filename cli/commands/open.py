"""`dutybook open [DIR]`: the terminal app."""

import importlib
import sys
from pathlib import Path
from typing import Protocol
from typing import cast

from cli.failure import NeedsTerminal
from cli.opening import here
from store.location import find


class _App(Protocol):
    """What the command line knows of the app."""

    def run(self, store_start: Path, *, read_only: bool) -> int: ...


def run(directory: Path | None = None, /, *, read_only: bool = False, register: Path | None = None) -> int:
    """Open the app."""
    start = directory or register or here()
    find(start)  # a folder without a register is said here, before the app takes the screen
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NeedsTerminal
    return open_app(start, read_only=read_only)


def open_app(start: Path, *, read_only: bool = False) -> int:
    """Hand over to the app. It is named at run time alone, so that the command line never loads Textual."""
    app = cast("_App", importlib.import_module("tui.app"))
    return app.run(start, read_only=read_only)
