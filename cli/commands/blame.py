"""`dutybook blame ID`: who set each field of a record last, and when."""

from typing import NoReturn

from cli.exits import Exit
from cli.failure import Unreadable
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import Row
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.past import NeverCommitted
from cli.past import current_paths
from cli.past import history_of
from cli.progress import Progress
from cli.records import Plain
from cli.records import find_place
from cli.sentence import field_of
from cli.sentence import names_by_email
from cli.sentence import say_author
from cli.sentence import say_key
from cli.sentence import say_value
from schema.identity import Place
from store.location import read_head
from store.past.blame import Blamed
from store.past.blame import blame
from store.past.chronology import Chronology
from store.register import RegisterStore

_LONGEST = 60


def run(id: str, /, *, json: JsonOption = False, register: RegisterOption = None) -> int:
    """Say who set each field last."""
    store = open_register(register)
    place = find_place(store, id)
    _, head = read_head(store.location)
    with Progress() as progress:
        history = history_of(store, progress)
        found = blame(store.git, history, place, head, current_paths(store, place)) if head else ()
        if not found:
            _explain(store, history, place, head)
    if any((change.kind, change.id) == place for change in store.outside()):
        note(say("blame-unsaved", name="/".join(part for part in place if part)))
    if json:
        print_json([_entry(one) for one in found])
    else:
        names = names_by_email(store.register)
        titles = [say(title) for title in ("field", "value", "day", "author", "commit")]
        print_table(titles, [_row(store, names, place[0], one) for one in found])
    return Exit.FINE


def _explain(store: RegisterStore, history: Chronology, place: Place, head: str | None) -> NoReturn:
    """Say why a record has no field that anybody set.

    Raises:
        Unreadable: it was committed as something that is no TOML.
        NeverCommitted: it was never committed.
    """
    steps = history.trail(current_paths(store, place), head) if head else []
    if steps and any(file.new for file in steps[0].files):
        raise Unreadable(*place, [fault for fault in store.faults if (fault.kind, fault.id) == place])
    raise NeverCommitted("/".join(part for part in place if part))


def _entry(one: Blamed) -> Plain:
    return {"key": one.dotted, "value": one.value, "commit": one.commit, "time": one.time, "author": one.author}


def _row(store: RegisterStore, names: dict[str, str], kind: str, one: Blamed) -> Row:
    value = " ".join(say_value(store.register, field_of(kind, one.key), one.value).split())
    return [
        Cell(say_key(kind, one.key), "bold"),
        value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…",
        one.time.strftime("%Y-%m-%d"),
        say_author(names, one.author, one.email),
        Cell(one.commit[:12], "yellow"),
    ]
