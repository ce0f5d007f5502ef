"""`dutybook propose`: hand in a proposal, or put files that were changed outside into one."""

from typing import Annotated

from cyclopts import Parameter

from cli.editing import require_reason
from cli.exits import Exit
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from store.review.proposing import hand_in
from store.review.proposing import save_files


def run(
    name: str = "",
    /,
    *,
    title: str = "",
    why: Annotated[str, Parameter(name="--why")] = "",
    files: bool = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Hand in a proposal."""
    store = open_register(register, writing=True)
    if files:
        written = save_files(store, require_reason(why))
        if not json:
            print_line(say("saved", commit=written.commit[:12], summary=written.summary))
            note(say("proposed", name=written.name))
    else:
        written = hand_in(store, name, title, why.strip())
        if not json:
            print_line(say("handed-in", name=written.name, summary=written.summary.removeprefix("propose: ")))
            note(say("handed-in-next"))
    if json:
        print_json({"proposal": written.name, "commit": written.commit, "summary": written.summary})
    return Exit.FINE
