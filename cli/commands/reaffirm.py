"""`dutybook reaffirm [DUTY [CLAUSE]]`: what is to be reviewed again; with a duty, that it was reviewed and still stands."""

from cli.editing import save_change
from cli.exits import Exit
from cli.language import say
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import note
from cli.output import print_json
from cli.places import find_of


def run(
    duty: str = "",
    clause: str = "",
    /,
    *,
    on: OnOption = None,
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """List what is to be reviewed again, or record a review."""
    from schema.acts.bases import reaffirm

    if not duty:
        return _list(on, json=json, register=register)
    store = open_register(register, writing=True)
    place = find_of(store, duty, "duty")
    changes = reaffirm(
        store.register,
        store.register.duties[place[1]],
        clause,
        store.me(),
        day_of(store, on),
        reason=why.strip(),
        read_digest=store.read(*place).digest,
    )
    return save_change(store, changes, yes=yes, json=json)


def _list(on: OnOption, *, json: bool, register: RegisterOption) -> int:
    from cli.suspects import entry
    from cli.suspects import print_comparisons
    from schema.supersession import suspects
    from store.past.suspects import compare

    store = open_register(register)
    found = compare(store, suspects(store.register, day_of(store, on)))
    if json:
        print_json([entry(one) for one in found])
        return Exit.FINE
    print_comparisons(store.register, found)
    note(say("suspects", count=len(found)) if found else say("no-suspects"))
    return Exit.FINE
