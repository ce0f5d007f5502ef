"""`dutybook attach ID FILE`: a file as evidence of a work record or a finding."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_change
from cli.failure import NothingToDo
from cli.failure import WrongKind
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.output import note
from cli.records import find_place
from cli.records import get_record
from schema.kinds.activity import Activity
from schema.kinds.finding import Finding
from schema.vocabulary import EvidenceType


def run(
    id: str,
    file: Path,
    /,
    *,
    type: Annotated[EvidenceType | None, Parameter(name="--type")] = None,
    label: str = "",
    date: date | None = None,
    why: str = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Attach a file."""
    from schema.acts.attachments import attach
    from schema.acts.attachments import day_of

    store = open_register(register, writing=True)
    place = find_place(store, id)
    record = get_record(store, place)
    if not isinstance(record, Activity | Finding):
        raise WrongKind(id, place[0], ("activity", "finding"))
    read = store.read(*place).digest
    taken = store.take(file, date or day_of(record))
    changes = attach(
        record, taken, type=type, label=label, day=date, reason=why, language=store.language, read_digest=read
    )
    if not changes.records:
        raise NothingToDo(name="/".join(place))
    there = (store.location.top / taken.path).exists()
    note(say("attached-already" if there else "attached", path=taken.path, size=len(taken.content)))
    return save_change(store, changes, yes=yes, json=json)
