"""`dutybook end POST [PERSON] --on DAY`: end a holding; the day is its last."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_change
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.places import find_of


def run(
    post: str,
    person: str = "",
    /,
    *,
    on: Annotated[date, Parameter(name="--on")],
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """End a holding."""
    from schema.acts.holdings import end

    store = open_register(register, writing=True)
    place = find_of(store, post, "post")
    person_id = find_of(store, person, "person")[1] if person else ""
    digest = store.read(*place).digest
    changes = end(store.register, place[1], on, person_id=person_id, reason=why.strip(), read_digest=digest)
    return save_change(store, changes, yes=yes, json=json)
