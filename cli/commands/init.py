"""`dutybook init DIR`: a new, empty register."""

from pathlib import Path
from typing import Literal

from cli.exits import Exit
from cli.language import pair
from cli.language import say
from cli.language import spoken
from cli.output import note
from cli.output import print_line
from store.create import init


def run(
    directory: Path, /, *, remote: str | None = None, title: str = "", language: Literal["zh", "en"] | None = None
) -> int:
    """Make a register."""
    wanted = language or spoken()
    store = init(
        directory, title=title or pair("default-title")[0 if wanted == "zh" else 1], language=wanted, remote=remote
    )
    print_line(say("made", top=store.location.top))
    note(say("made-next", top=store.location.top))
    return Exit.FINE
