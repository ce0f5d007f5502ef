"""`dutybook appoint POST PERSON --from DAY`: put somebody into a post."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_change
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import note
from cli.places import find_of
from cli.records import title_of
from schema.change import ChangeSet
from schema.vocabulary import Manner
from store.register import RegisterStore


def run(
    post: str,
    person: str,
    /,
    *,
    since: Annotated[date, Parameter(name="--from")],
    manner: Manner = Manner.FORMAL,
    basis: str = "",
    end_previous: bool = False,
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Appoint somebody."""
    from schema.acts.holdings import appoint

    store = open_register(register, writing=True)
    place = find_of(store, post, "post")
    changes = appoint(
        store.register,
        place[1],
        find_of(store, person, "person")[1],
        since,
        manner=manner,
        basis=basis.strip(),
        end_previous=end_previous,
        reason=why.strip(),
        read_digest=store.read(*place).digest,
    )
    tell_ended(store, changes)
    return save_change(store, changes, yes=yes, json=json)


def tell_ended(store: RegisterStore, changes: ChangeSet) -> None:
    """Say which holdings and covers an act ends besides what was asked for."""
    for change in changes.records:
        record = store.register.posts.get(change.id)
        for field in change.fields if record is not None else ():
            table, at = field.key[0], field.key[1]
            if record is None or len(field.key) != 3 or not isinstance(at, int):
                continue
            if table == "holding":
                row = record.holding[at]
                who, how = title_of(store.register, "person", row.person), row.manner.label(spoken())
            else:
                who, how = title_of(store.register, "post", record.cover[at].by), say("cover")
            note(say("ended-too", who=who, how=how, day=field.value))
