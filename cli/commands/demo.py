"""`dutybook demo [DIR]`: the sample register as a repository of its own, in the app or as a short tour."""

import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import which

from cli.exits import Exit
from cli.language import say
from cli.output import is_terminal
from cli.output import note
from cli.output import print_line
from cli.screen import open_app
from schema.failure import Failure

DEFAULT = "dutybook-demo"
"""The folder made where none is named."""


def run(directory: Path | None = None, /, *, no_app: bool = False, until: date | None = None) -> int:
    """Make and open the demonstration."""
    from store.sample.demo import build

    target = directory or Path(DEFAULT)
    if until is None and _is_demo(target):
        note(say("demo-there", top=target))
    else:
        built = build(target, until=until)
        note(say("demo-made", top=built.top, remote=built.remote))
    if is_terminal() and not no_app:
        return open_app(target)
    return show_tour(target)


def _is_demo(folder: Path) -> bool:
    """Whether a demonstration stands there already, so that asking for it twice is no fault."""
    from store.register import RegisterStore

    try:
        store = RegisterStore.open(folder, read_only=True)
    except Failure:
        return False
    return store.location.top == folder.resolve() and store.register.settings.demo is not None


def show_tour(top: Path) -> int:
    """Print what the main commands say about the sample, each after its own command line."""
    from cli.parsing import run_command

    for words in TOUR:
        print_line(f"$ dutybook {' '.join(words)}")
        run_command([*words, "--register", str(top)])
        print_line()
    note(say("demo-next", top=top, program=_program()))
    return Exit.FINE


def _program() -> str:
    """How dutybook is called from another folder: by its name where that is on the PATH, else by its whole path."""
    called = Path(sys.argv[0])
    if which("dutybook") or called.name != "dutybook":
        return "dutybook"
    return shlex.quote(str(called.absolute()))


TOUR: Sequence[Sequence[str]] = (
    ("due", "--open", "--within", "45"),
    ("who", "party-lecture"),
    ("check",),
    ("log", "--limit", "5"),
)
"""The commands of the tour."""
