"""`dutybook clone URL DIR`: fetch a register that others share."""

from pathlib import Path

from cli.exits import Exit
from cli.language import say
from cli.output import print_line
from cli.progress import Progress
from store.create import clone


def run(url: str, directory: Path, /) -> int:
    """Clone a register."""
    with Progress() as progress:
        store = clone(_absolute(url), directory, progress=progress)
    print_line(say("cloned", top=store.location.top))
    return Exit.FINE


def _absolute(url: str) -> str:
    """A folder of this machine by its full path; every other address as it is."""
    if url.startswith((".", "~")) or ("/" not in url and ":" not in url):
        return str(Path(url).expanduser().resolve())
    return url
