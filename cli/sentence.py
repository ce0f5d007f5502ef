"""Commits and differences as sentences, in the language in use: who did what to which record, from what to what, and why.

Values come as plain data, because old revisions need not fit the schema of today. What is said is text of records
still: whoever prints it makes it visible.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from cli.language import say
from cli.language import spoken
from cli.records import heading
from cli.records import refer
from schema.change import GONE
from schema.diagnostic import Step
from schema.difference import FieldDifference
from schema.field import Field
from schema.field import Word
from schema.field import find_field
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds import struct_of
from schema.register import Register
from store.past.history import LoggedCommit
from store.past.history import RecordDifference

MOST_RECORDS = 5
"""Records that one sentence names; of more, that many and how many there are."""
_MOST_FIELDS = 8
_LONGEST = 60
_LONGEST_WORDS = 200
_LONGEST_SENTENCE = 2_000
_BESIDE = {"register": "kind-register", "calendar": "kind-calendar"}


def say_commit(
    register: Register,
    names: Mapping[str, str],
    commit: LoggedCommit,
    differences: Sequence[RecordDifference],
    count: int,
    place: Place | None = None,
) -> str:
    """One commit in one line.

    Args:
        register: where titles are looked up.
        names: as `names_by_email` gives them.
        commit: the commit.
        differences: what it did to records, the first `MOST_RECORDS` of them at most.
        count: how many records it touched.
        place: the record whose history is told, which needs no name; None for all.
    """
    done = [say_record(register, one, is_own=(one.kind, one.id) == place) for one in differences]
    if count > len(done):
        done.append(say("log-more", count=count - len(done)))
    what = say("log-then").join(done)
    words = commit.reason if commit.action else f"{commit.subject} {commit.reason}"
    if not done and commit.action:
        what, words = commit.subject, commit.reason
    elif not done:
        what = say("log-other", count=len(commit.files)) if commit.files else say("log-nothing")
    merged = say("log-merged") if len(commit.parents) > 1 else ""
    who = say_author(names, commit.author, commit.email)
    said = say("log-sentence", who=who, what=f"{merged}{_cut(what, _LONGEST_SENTENCE)}")
    why = _cut(words, _LONGEST_WORDS)
    return f"{said}{say('log-reason', why=why)}" if why else said


def say_record(register: Register, one: RecordDifference, *, is_own: bool = False) -> str:
    """What became of one record: its name, and what was added, changed or removed."""
    name = "" if is_own else say_place(register, (one.kind, one.id), small=True)
    if one.was:
        done = say("log-renamed", old=one.was, new=one.id)
        return " ".join(part for part in (name, done, say_fields(register, one)) if part)
    if one.verb != "edit":
        return say(f"log-{one.verb}", name=name).strip()
    return say(
        "log-edit-own" if is_own else "log-edit", name=name, fields=say_fields(register, one) or say("text-only")
    )


def say_fields(register: Register, one: RecordDifference) -> str:
    """The fields that differ, from what to what; empty where none does."""
    if one.note:
        return say("log-unreadable")
    said = [say_field(register, one.kind, field) for field in one.fields[:_MOST_FIELDS]]
    if len(one.fields) > _MOST_FIELDS:
        said.append(say("log-more-fields", count=len(one.fields) - _MOST_FIELDS))
    return say("log-and").join(said)


def say_field(register: Register, kind: str, one: FieldDifference) -> str:
    """One field: its label, what it held before and what it holds after; `–` for nothing."""
    field = field_of(kind, one.key)
    old, new = (_cut(say_value(register, field, value), _LONGEST) or "–" for value in (one.old, one.new))
    return say("log-field", label=say_key(kind, one.key), old=old, new=new)


def say_place(register: Register, place: Place, *, small: bool = False) -> str:
    """A record by kind, title and id; by kind and id where it is not there any more.

    Args:
        register: where its title is looked up.
        place: kind and id.
        small: begin with a small letter, as inside a sentence.
    """
    kind, id_ = place
    label = KINDS[kind].label(spoken()) if kind in KINDS else say(_BESIDE[kind]) if kind in _BESIDE else kind
    label = label.lower() if small else label
    record = register.get(kind, id_)
    title = heading(kind, record) if record is not None else ""
    return say("log-place", kind=label, title=_cut(title, _LONGEST), id=id_) if title else f"{label} {id_}".strip()


def names_by_email(register: Register) -> dict[str, str]:
    """What the register calls each person, by e-mail in small letters."""
    people = register.people.values()
    return {email.casefold(): heading("person", person) for person in people for email in person.emails}


def say_author(names: Mapping[str, str], name: str, email: str) -> str:
    """A commit's author: as the register calls the person whose e-mail it is, else as git has it, with `?`."""
    return names.get(email.casefold()) or f"{_cut(name, _LONGEST)}?"


def say_key(kind: str, key: Sequence[Step]) -> str:
    """A key path in labels: `("cadence", 0, "per")` becomes `Cadences 1 > Per`; unknown keys stand as they are."""
    parts: list[str] = []
    table = _table(kind)
    for step in key:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]} {step + 1}"] if parts else [str(step + 1)]
            continue
        field = find_field(table, step)
        parts.append(field.about.label(spoken()) if field is not None else step)
        table = field.table if field is not None else None
    return " > ".join(parts)


def field_of(kind: str, key: Sequence[Step]) -> Field | None:
    """The field that a key path names; None where the schema has none."""
    field: Field | None = None
    table = _table(kind)
    for step in key:
        if isinstance(step, str):
            field = find_field(table, step)
            table = field.table if field is not None else None
    return field


def say_value(register: Register, field: Field | None, value: Any) -> str:
    """A plain value as people read it, on one line; empty where there is nothing.

    Args:
        register: where references are looked up.
        field: what the value is of; None where the schema does not know it.
        value: plain TOML data, or `GONE`.
    """
    if value is GONE or value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Mapping):
        return say("joiner").join(_say_inside(register, field, key, inner) for key, inner in value.items())
    if isinstance(value, list):
        is_rows = bool(value) and isinstance(value[0], Mapping)
        return (say("log-and") if is_rows else say("joiner")).join(say_value(register, field, one) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    return _say_text(register, field, value) if isinstance(value, str) else str(value)


def _say_inside(register: Register, table: Field | None, key: str, value: Any) -> str:
    field = find_field(table.table, key) if table is not None else None
    return f"{field.about.label(spoken()) if field is not None else key} {say_value(register, field, value)}"


def _say_text(register: Register, field: Field | None, value: str) -> str:
    if field is not None and field.words is not None:
        return _say_word(field.words, value)
    if field is not None and field.refers is not None:
        name = refer(register, field.refers.kinds, value)
        return name if name == value else f"{name} ({value})"
    return value


def _say_word(words: type[Word], value: str) -> str:
    return next((word.label(spoken()) for word in words if word.value == value), value)


def _table(kind: str) -> type[msgspec.Struct] | None:
    return struct_of(kind) if kind in KINDS or kind in _BESIDE else None


def _cut(text: str, longest: int) -> str:
    """Text on one line, cut where it is too long."""
    line = " ".join(text[: 20 * longest].split())
    return line if len(line) <= longest else f"{line[:longest]}…"
