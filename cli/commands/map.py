"""`dutybook map [--on D] [--against D]`: the responsibility map of a day, and what differs between two days."""

from datetime import date
from typing import Annotated
from typing import Any

from cyclopts import Parameter

from cli.chart import print_difference
from cli.chart import print_map
from cli.exits import Exit
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import print_json
from cli.records import Plain
from schema.chart import DutyEntry
from schema.chart import GroupEntry
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import parts
from schema.kinds import KINDS
from schema.map import Changed
from schema.map import Difference
from schema.map import difference
from schema.map import snapshot


def run(
    *,
    on: OnOption = None,
    against: Annotated[date | None, Parameter(name="--against")] = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Draw the map."""
    store = open_register(register, as_of=as_of)
    day = day_of(store, on)
    known = store.register
    drawn = snapshot(known, day)
    if against is not None:
        # Change is read forward in time, whichever of the two days is named first.
        old, new = sorted((drawn, snapshot(known, against)), key=lambda one: one.on)
        differing = difference(old, new)
        if json:
            print_json(_difference_entry(differing))
        else:
            print_difference(known, differing)
    elif json:
        print_json(_entry(drawn))
    else:
        print_map(known, drawn)
    return Exit.FINE


def _entry(drawn: Snapshot) -> Plain:
    return {"on": drawn.on, **{KINDS[kind].folder: [_plain(one) for one in entries] for kind, entries in parts(drawn)}}


def _plain(value: Any) -> Any:
    """Entries, seats and parties as mappings."""
    if isinstance(value, UnitEntry | PostEntry | GroupEntry | DutyEntry | Seat | Party):
        return {key: _plain(inner) for key, inner in value._asdict().items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _difference_entry(found: Difference) -> Plain:
    return {
        "from": found.old,
        "to": found.new,
        "added": [{"kind": kind, **_plain(entry)} for kind, entry in found.added],
        "removed": [{"kind": kind, **_plain(entry)} for kind, entry in found.removed],
        "changed": [_changed_entry(one) for one in found.changed],
    }


def _changed_entry(one: Changed) -> Plain:
    fields = [change._asdict() for change in one.fields]
    return {"kind": one.kind, "id": one.entry.id, "code": one.entry.code, "title": one.entry.title, "fields": fields}
