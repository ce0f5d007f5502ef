"""`dutybook cover POST BY --from DAY`: let another post look after a vacant one."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.commands.appoint import tell_ended
from cli.editing import save_change
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.places import find_of


def run(
    post: str,
    by: str,
    /,
    *,
    since: Annotated[date, Parameter(name="--from")],
    basis: str = "",
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Cover a vacant post."""
    from schema.acts.holdings import cover

    store = open_register(register, writing=True)
    place = find_of(store, post, "post")
    changes = cover(
        store.register,
        place[1],
        find_of(store, by, "post")[1],
        since,
        basis=basis.strip(),
        reason=why.strip(),
        read_digest=store.read(*place).digest,
    )
    tell_ended(store, changes)
    return save_change(store, changes, yes=yes, json=json)
