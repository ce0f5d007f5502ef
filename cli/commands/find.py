"""`dutybook find TEXT`: records whose text holds all terms, in any order."""

from collections.abc import Iterator
from typing import Any

from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.opening import tell_unreadable
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from cli.records import entry
from cli.records import heading
from cli.records import plain
from schema.kinds import KINDS


def run(
    term: str, /, *terms: str, json: JsonOption = False, as_of: AsOfOption = "", register: RegisterOption = None
) -> int:
    """Find records by terms."""
    store = open_register(register, as_of=as_of)
    wanted = [one.casefold() for word in (term, *terms) for one in word.split()]
    found = []
    for kind, record in store.register.everything():
        fields = plain(record)
        text = "\n".join([record.id, *(_texts(fields))]).casefold()
        if all(term in text for term in wanted):
            found.append((kind, record, fields))
    if json:
        print_json([entry(store, (kind, record.id), record) for kind, record, _ in found])
    else:
        rows = [
            [KINDS[kind].label(spoken()), record.id, record.code, heading(kind, record), _where(fields, wanted)]
            for kind, record, fields in found
        ]
        print_table([say("kind"), "id", say("code"), say("title"), say("where-found")], rows)
    tell_unreadable(store, set(KINDS))
    return Exit.FINE


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a record's fields, dates and numbers too."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)


def _where(fields: Plain, terms: list[str]) -> str:
    """The fields in which the terms stand."""
    return ", ".join(
        key for key, value in fields.items() if any(term in text.casefold() for text in _texts(value) for term in terms)
    )
