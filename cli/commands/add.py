"""`dutybook add KIND F=V ...`: a new record."""

from datetime import date
from typing import Any

from cli.assignment import ADD_FORMS
from cli.assignment import apply_change
from cli.assignment import make_change
from cli.assignment import parse_assignment
from cli.editing import save_change
from cli.failure import BadValue
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.records import find_kind
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.decode import decode
from schema.diagnostic import Severity
from schema.kinds import Kind
from schema.override import accept
from store.register import RegisterStore


def run(
    kind: str,
    /,
    *fields: str,
    id: str = "",
    why: str = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Add a record."""
    overrides = accept(override or (), why)
    store = open_register(register, writing=True)
    wanted = find_kind(kind)
    data: dict[str, Any] = {}
    for word in fields:
        change = make_change(wanted.struct, wanted.name, id, parse_assignment(word, ADD_FORMS), data)
        data = apply_change(data, change)
    new = id or _new_id(store, wanted, data)
    _require_whole(wanted, new, data)
    added = RecordChange(
        kind=wanted.name,
        id=new,
        verb=Verb.ADD,
        fields=tuple(FieldChange(key=(key,), value=value) for key, value in data.items()),
    )
    changes = ChangeSet(action="add", records=(added,), reason=why.strip(), overrides=overrides)
    return save_change(store, changes, yes=yes, json=json)


def _new_id(store: RegisterStore, kind: Kind, data: dict[str, Any]) -> str:
    day = data.get(kind.day) if kind.dated else None
    title = data.get("title_en") or data.get("name_en") or data.get(kind.heading, "")
    return store.new_id(kind.name, title=str(title), day=day if isinstance(day, date) else None)


def _require_whole(kind: Kind, id: str, data: dict[str, Any]) -> None:
    """Make sure that nothing is missing or wrong before anything else is looked at.

    Raises:
        BadValue: the first fault.
    """
    for fault in decode(kind, id, dict(data)).diagnostics:
        if fault.severity is Severity.ERROR:
            raise BadValue(fault)
