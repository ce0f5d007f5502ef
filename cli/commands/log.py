"""`dutybook log [ID]`: who changed what, when and why, newest first, as sentences."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from itertools import chain
from itertools import islice
from typing import Annotated

import msgspec
from cyclopts import Parameter

from cli.exits import Exit
from cli.failure import UnknownField
from cli.language import spoken
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import print_json_list
from cli.output import print_parts
from cli.past import SpanReversed
from cli.past import current_paths
from cli.past import find_past
from cli.past import history_of
from cli.past import read_key
from cli.progress import Progress
from cli.records import Plain
from cli.sentence import MOST_RECORDS
from cli.sentence import names_by_email
from cli.sentence import say_commit
from schema.field import field_keys
from schema.keypath import KeyPath
from schema.keypath import narrow
from schema.kinds import struct_of
from schema.marks import Signature
from schema.register import Register
from store.git import Git
from store.past.history import LoggedCommit
from store.past.history import RecordDifference
from store.past.history import details
from store.past.history import records_of
from store.past.lineage import lineage
from store.past.revision import zone_of
from store.register import RegisterStore
from store.signature import state_of
from store.signature import with_signatures

Told = tuple[LoggedCommit, tuple[RecordDifference, ...]]
"""A commit and what it did to the records that are told."""
Test = Callable[[LoggedCommit], bool]
_AT_ONCE = 50
"""Commits whose signatures are looked at together."""
_STYLES: dict[str, str] = {Signature.SIGNED: "green", Signature.UNCHECKED: ""}


def run(
    id: str = "",
    /,
    *,
    field: str = "",
    person: str = "",
    start: Annotated[date | None, Parameter(name="--from")] = None,
    end: Annotated[date | None, Parameter(name="--to")] = None,
    limit: int | None = None,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """List the commits of the register, a record, a field, a person, a span of days."""
    if start is not None and end is not None and start > end:
        raise SpanReversed(start.isoformat(), end.isoformat())
    key = read_key(field) if field else ()
    most = None if limit is None else max(limit, 0)
    store = open_register(register)
    with Progress() as progress:  # until the first commit is there, the table may have much to learn
        history = history_of(store, progress)
        place = find_past(store, history, id) if id else None
        commits = lineage(history, place, current_paths(store, place)) if place else history.commits()
        tests = [*_by_person(store.register, person), *_by_day(store, start, end)]
        chosen = (one for one in commits if all(test(one) for test in tests))
        told = _signed(store, _tell(store.git, chosen, key, most, whole=json))
        first = list(islice(told, 1))
    if not first and key and place is not None and key[0] not in field_keys(struct_of(place[0])):
        raise UnknownField(field, place[0], field_keys(struct_of(place[0])))
    if json:
        print_json_list(_entry(*one) for one in chain(first, told))
        return Exit.FINE
    names = names_by_email(store.register)
    for commit, changes in chain(first, told):
        count = len(changes) if key else len(records_of(commit))
        said = say_commit(store.register, names, commit, changes[:MOST_RECORDS], count, place)
        inset = "  " if commit.via else ""
        print_parts(
            Cell(f"{inset}{commit.commit[:12]}", "yellow"),
            Cell(f"  {commit.time:%Y-%m-%d %H:%M}  ", "cyan"),
            Cell(said),
            Cell(_mark(store, commit), _STYLES.get(commit.signed, "bold red")),
        )
    return Exit.FINE


def _signed(store: RegisterStore, told: Iterable[Told]) -> Iterator[Told]:
    """What is told, with how each signature stands; some commits at a time, so that the first are there at once."""
    waiting = iter(told)
    while some := list(islice(waiting, _AT_ONCE)):
        commits = with_signatures(store.git, store.register, (commit for commit, _ in some))
        yield from ((commit, changes) for commit, (_, changes) in zip(commits, some, strict=True))


def _mark(store: RegisterStore, commit: LoggedCommit) -> str:
    """How a signature stands, behind the line; nothing where there is none and none is asked for."""
    state = state_of(commit)
    if state is Signature.UNSIGNED and not store.register.settings.signing.required:
        return ""
    return f"  [{state.label(spoken())}]"


def _tell(git: Git, commits: Iterable[LoggedCommit], key: KeyPath, most: int | None, *, whole: bool) -> Iterator[Told]:
    """Commits with what they did, of a field alone where a key is given; at most so many."""
    if not key:
        yield from details(git, islice(commits, most), most=None if whole else MOST_RECORDS)
        return
    narrowed = ((commit, tuple(_narrow(changes, key))) for commit, changes in details(git, commits))
    yield from islice(((commit, changes) for commit, changes in narrowed if changes), most)


def _narrow(changes: Iterable[RecordDifference], key: KeyPath) -> Iterator[RecordDifference]:
    for change in changes:
        fields = tuple(narrow(change.fields, key))
        if fields:
            yield msgspec.structs.replace(change, fields=fields, verb="edit")


def _by_person(register: Register, text: str) -> Iterator[Test]:
    """By an id in people/, through its e-mails; else by a part of a name, in people/ or in git, or an e-mail."""
    if not text:
        return
    wanted = text.casefold()
    one = register.people.get(text.removeprefix("person/"))
    people = [one] if one is not None else register.people.values()
    found = [person for person in people if one or wanted in f"{person.name}\n{person.name_en}".casefold()]
    emails = {email.casefold() for person in found for email in person.emails}
    if one is not None:
        yield lambda commit: commit.email.casefold() in emails
    else:
        emails.add(wanted)
        yield lambda commit: commit.email.casefold() in emails or wanted in commit.author.casefold()


def _by_day(store: RegisterStore, start: date | None, end: date | None) -> Iterator[Test]:
    """By the day of the time that is shown, in the register's time zone; both ends belong to the span."""
    if start is None and end is None:
        return
    zone = zone_of(store.register.settings.time_zone)
    first, last = start or date.min, end or date.max
    yield lambda commit: first <= commit.time.astimezone(zone).date() <= last


def _entry(commit: LoggedCommit, changes: tuple[RecordDifference, ...]) -> Plain:
    found: Plain = {
        "commit": commit.commit,
        "time": commit.time,
        "author": commit.author,
        "signed": commit.signed,
        "action": commit.action,
        "records": [entry_of(change) for change in changes],
        "reason": commit.reason,
    }
    return found | ({"merge": commit.via} if commit.via else {})


def entry_of(change: RecordDifference) -> Plain:
    """What became of one record as JSON has it; `was` stands only where it had another id before."""
    fields = [{"key": field.dotted, "old": field.old, "new": field.new} for field in change.fields]
    was = {"was": change.was} if change.was else {}
    return {"kind": change.kind, "id": change.id, **was, "fields": fields}
