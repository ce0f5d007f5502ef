"""`dutybook sync`: take over what others saved, send what was saved here."""

from cli.exits import Exit
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import print_json
from cli.output import print_line
from cli.progress import Progress
from store.sync import sync


def run(*, json: JsonOption = False, register: RegisterOption = None) -> int:
    """Sync with the remote."""
    store = open_register(register, writing=True)
    shared = store.register.settings.git
    with Progress() as progress:
        result = sync(store.git, store.location, remote=shared.remote, branch=shared.branch, progress=progress)
    if json:
        print_json(
            {
                "fetched": result.fetched,
                "merged": result.merged,
                "pushed": result.pushed,
                "conflicts": [],
                "broken": [],
            }
        )
    elif result.up_to_date:
        print_line(say("up-to-date"))
    else:
        print_line(say("synced", fetched=result.fetched, merged=result.merged, pushed=result.pushed))
    return Exit.FINE
