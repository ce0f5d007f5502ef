"""`dutybook set ID F=V ... --why TEXT`: change fields of a record."""

from typing import Any

from cli.assignment import apply_change
from cli.assignment import make_change
from cli.assignment import parse_assignment
from cli.editing import require_reason
from cli.editing import save_change
from cli.failure import NothingToDo
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.records import find_place
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.kinds import struct_of
from schema.override import accept
from store.register import RegisterStore
from store.toml.text import parse


def run(
    id: str,
    /,
    *changes: str,
    why: WhyOption,
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Change fields of a record."""
    reason = require_reason(why)
    overrides = accept(override or (), reason)
    store = open_register(register, writing=True)
    place = find_place(store, id)
    edit = _edit(store, place, changes)
    made = ChangeSet(action="set", records=(edit,), reason=reason, overrides=overrides)
    return save_change(store, made, yes=yes, json=json)


def _edit(store: RegisterStore, place: tuple[str, str], words: tuple[str, ...]) -> RecordChange:
    kind, id_ = place
    opened = store.read(kind, id_)
    before: dict[str, Any] = parse(opened.text.encode()).data
    data = before
    made = []
    for word in words:
        change = make_change(struct_of(kind), kind, id_, parse_assignment(word), data)
        data = apply_change(data, change)
        made.append(change)
    if data == before:
        raise NothingToDo(name=f"{kind}/{id_}" if id_ else kind)
    return RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=tuple(made), read_digest=opened.digest)
