"""`dutybook log [ID]`: who changed what, when and why, newest first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cli.exits import Exit
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import Row
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from cli.records import find_place
from schema.change import GONE
from schema.difference import FieldDifference
from schema.identity import Place
from store.history import LoggedCommit
from store.history import RecordDifference
from store.history import details
from store.history import log
from store.register import RegisterStore

_LONGEST = 60


def run(id: str = "", /, *, limit: int | None = None, json: JsonOption = False, register: RegisterOption = None) -> int:
    """List the commits of a record or of the register."""
    store = open_register(register)
    place = find_place(store, id) if id else None
    if json:
        print_json([_entry(commit, changes) for commit, changes in _details(store, place, limit)])
    elif place is None:
        titles = [say(name) for name in ("commit", "time", "author", "subject", "reason")]
        print_table(titles, [_row(commit) for commit in _commits(store, None, limit)])
    else:
        titles = [say(name) for name in ("commit", "time", "author", "change", "reason")]
        print_table(titles, [_changed(commit, changes) for commit, changes in _details(store, place, limit)])
    return Exit.FINE


def _commits(store: RegisterStore, place: Place | None, limit: int | None) -> list[LoggedCommit]:
    paths = (store.path_of(*place),) if place else ()
    return log(store.git, paths=paths, limit=None if limit is None else max(limit, 0))


def _details(
    store: RegisterStore, place: Place | None, limit: int | None
) -> Iterator[tuple[LoggedCommit, tuple[RecordDifference, ...]]]:
    yield from details(store.git, _commits(store, place, limit), only=place)


def _entry(commit: LoggedCommit, changes: tuple[RecordDifference, ...]) -> Plain:
    return {
        "commit": commit.commit,
        "time": commit.time,
        "author": commit.author,
        "signed": commit.signed,
        "action": commit.action,
        "records": [
            {
                "kind": change.kind,
                "id": change.id,
                "fields": [{"key": field.dotted, "old": field.old, "new": field.new} for field in change.fields],
            }
            for change in changes
        ],
        "reason": commit.reason,
    }


def _head(commit: LoggedCommit) -> list[Cell | str]:
    return [Cell(commit.commit[:12], "yellow"), commit.time.strftime("%Y-%m-%d %H:%M"), commit.author]


def _row(commit: LoggedCommit) -> Row:
    return [*_head(commit), commit.subject, " ".join(commit.reason.split())]


def _changed(commit: LoggedCommit, changes: tuple[RecordDifference, ...]) -> Row:
    said = "; ".join(_say(change) for change in changes) or commit.subject
    return [*_head(commit), said, " ".join(commit.reason.split())]


def _say(change: RecordDifference) -> str:
    if change.verb != "edit" or change.note:
        return change.note or say(f"verb-{change.verb}")
    return "; ".join(_say_field(field) for field in change.fields) or say("text-only")


def _say_field(field: FieldDifference) -> str:
    return f"{field.dotted}: {_short(field.old)} → {_short(field.new)}"


def _short(value: Any) -> str:
    if value is GONE:
        return "–"
    if isinstance(value, list):
        return f"[{', '.join(_short(one) for one in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_short(inner)}" for key, inner in value.items()) + "}"
    text = value.isoformat() if isinstance(value, date) else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
