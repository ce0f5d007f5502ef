"""`dutybook serve [DIR]`: the read-only app in a browser, on this machine alone."""

import os
import sys
from pathlib import Path

from cli.exits import Exit
from cli.language import choose
from cli.language import say
from cli.language import spoken
from cli.language import use
from cli.opening import here
from cli.output import note
from cli.output import print_line
from store.location import find

PORT = 8765
"""The port that is taken where none is named."""


def run(
    directory: Path | None = None,
    /,
    *,
    port: int = PORT,
    host: str = "127.0.0.1",
    register: Path | None = None,
) -> int:
    """Show the app in a browser."""
    top = find(directory or register or here()).top
    from cli.browser.viewer import SERVED

    if os.environ.pop(SERVED, ""):
        from cli.screen import open_served

        return open_served(top)
    from store.register import RegisterStore

    store = RegisterStore.open(top, read_only=True)
    use(choose(store.language))
    from cli.browser.address import listen
    from cli.browser.address import loopback
    from cli.browser.address import written

    with listen(loopback(host), port) as taken:
        from cli.browser.server import BrowserServer

        address, number = taken.getsockname()[:2]
        note(say("serve-begins", top=top) + "\n" + say("serve-warning") + "\n" + say("serve-stop"))
        print_line(f"http://{written(address, number)}/")
        sys.stdout.flush()
        BrowserServer(str(top), store.register.settings.called(spoken()), taken).run()
    return Exit.FINE
