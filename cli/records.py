"""Which record a person means, what it is called, and what it holds as plain data."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from cli.failure import AmbiguousRecord
from cli.failure import NoSuchRecord
from cli.failure import UnknownKind
from cli.failure import Unreadable
from cli.failure import WrongKind
from cli.failure import nearest
from cli.language import say
from cli.language import spoken
from schema.field import Field
from schema.field import fields_of
from schema.heading import heading_of
from schema.identity import Place
from schema.identity import place_of
from schema.kinds import BY_FOLDER
from schema.kinds import KINDS
from schema.kinds import Kind
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.register import Register

if TYPE_CHECKING:
    from store.register import RegisterStore

Plain = dict[str, Any]
"""A record's fields under their TOML keys: text, numbers, dates, lists and mappings of these."""


def find_kind(name: str) -> Kind:
    """The kind of a name: `duty`, its folder `duties`, or its Chinese label.

    Raises:
        UnknownKind: there is none.
    """
    word = name.casefold()
    found = KINDS.get(word) or BY_FOLDER.get(word)
    if found is None:
        found = next((kind for kind in KINDS.values() if kind.zh == name), None)
    if found is None:
        raise UnknownKind(name, list(KINDS))
    return found


def find_place(store: "RegisterStore", text: str) -> Place:
    """The record that a person names.

    Args:
        store: the register.
        text: `kind/id`, an id alone, the record's path, `register`, or `calendar/2026`.

    Returns:
        Its place; the record may be unreadable.

    Raises:
        NoSuchRecord: there is none; the nearest id, or the id of the record with that code, is in the hint.
        AmbiguousRecord: several kinds have that id.
        UnknownKind: the word before `/` is no kind.
    """
    places = set(_places(store))
    if text in {"register", "register.toml"}:
        return "register", ""
    if "/" in text:
        named = _named_place(text)
        if named in places:
            return named
        raise NoSuchRecord(text, _meant(store.register, text.rpartition("/")[2], named[0]))
    found = [place for place in _in_order(places) if place[1] == text]
    if len(found) > 1:
        raise AmbiguousRecord(text, [f"{kind}/{id_}" for kind, id_ in found])
    if not found:
        raise NoSuchRecord(text, _meant(store.register, text))
    return found[0]


def find_id(store: "RegisterStore", text: str, *kinds: str) -> str:
    """The id of a record of the kinds that an argument may name; records of other kinds may have the same id.

    Raises:
        NoSuchRecord: there is none, see `find_place`.
        WrongKind: it is of another kind.
    """
    if "/" not in text and any(store.register.get(kind, text) is not None for kind in kinds):
        return text
    kind, id_ = find_place(store, text)
    if kind not in kinds:
        raise WrongKind(text, kind, kinds)
    get_record(store, (kind, id_))
    return id_


def get_record(store: "RegisterStore", place: Place) -> Table:
    """The record at a place; settings and calendars too.

    Raises:
        Unreadable: its file can't be read as a record.
    """
    kind, id_ = place
    if kind == "register":
        found: Table | None = None if place in store.register.unreadable else store.register.settings
    elif kind == "calendar":
        found = store.register.calendars.get(int(id_)) if id_.isdecimal() else None
    else:
        found = store.register.get(kind, id_)
    if found is None:
        raise Unreadable(kind, id_, [fault for fault in store.faults if (fault.kind, fault.id) == place])
    return found


def heading(kind: str, record: Table) -> str:
    """What a record is called, on one line: in English by its English title where it has one."""
    name = KINDS[kind].heading if kind in KINDS else "title"
    english = getattr(record, f"{name}_en", "") if name and spoken() == "en" else ""
    return " ".join(str(english or heading_of(kind, record)).split())


def title_of(register: Register, kind: str, id: str) -> str:
    """What the record at a place is called; its id where it is not there or can't be read."""
    record = register.get(kind, id)
    return heading(kind, record) if record is not None else id


def plain(record: msgspec.Struct) -> Plain:
    """A record's fields under their TOML keys, in order: what has a value, defaults included, nothing empty."""
    found = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.attribute)
        if value not in (None, "", ()):
            found[field.key] = _plain_value(value)
    return found


def entry(store: "RegisterStore", place: Place, record: msgspec.Struct) -> Plain:
    """A record as `list --json` and `show --json` give it."""
    kind, id_ = place
    code = getattr(record, "code", "")
    return {"kind": kind, "id": id_, "code": code, "path": store.path_of(kind, id_), **plain(record)}


def display(register: Register, field: Field, value: Any) -> str:
    """One field's value for people: labels for choices, titles for references, one line."""
    if isinstance(value, list | tuple):
        return say("joiner").join(display(register, field, one) for one in value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Enum):
        return _word(value)
    if isinstance(value, msgspec.Struct):
        return " ".join(_word(one) for one in plain(value).values())
    if field.refers is not None and isinstance(value, str):
        return refer(register, field.refers.kinds, value)
    return "" if value is None else " ".join(str(value).split())


def refer(register: Register, kinds: tuple[str, ...], id: str) -> str:
    """What a reference points at, by title; the reference itself where it points at nothing readable."""
    for kind in kinds:
        if register.get(kind, id) is not None:
            return title_of(register, kind, id)
    superiors = {superior.id: superior.title for superior in register.settings.superior}
    return superiors.get(id, id) if "superior" in kinds else id


def _places(store: "RegisterStore") -> Iterator[Place]:
    register = store.register
    for kind, record in register.everything():
        yield kind, record.id
    yield from register.unreadable
    for year in register.calendars:
        yield "calendar", str(year)


def _in_order(places: set[Place]) -> list[Place]:
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(places, key=lambda place: (order.get(place[0], len(order)), place[1]))


def _named_place(text: str) -> Place:
    if text.endswith(".toml"):
        return place_of(text) or ("", text)
    name, _, id_ = text.partition("/")
    if name == "calendar":
        return "calendar", id_
    return find_kind(name).name, id_


def _meant(register: Register, text: str, kind: str = "") -> str:
    """The id that was meant instead of a text: of the record with that code, or the one written most like it."""
    among = [(of, record) for of, record in register.everything() if kind in {"", of}]
    for of, record in among:
        if record.code and record.code.casefold() == text.casefold():
            return say("id-with-code", id=_unique(register, of, record), code=record.code)
    near = nearest(text, [record.id for _, record in among])
    return next((_unique(register, of, record) for of, record in among if near and record.id == near), "")


def _unique(register: Register, kind: str, record: Record) -> str:
    return record.id if len(register.kinds_by_id.get(record.id, ())) == 1 else f"{kind}/{record.id}"


def _word(value: Any) -> str:
    if isinstance(value, Enum):
        label = getattr(value, "label", None)
        return str(label(spoken())) if label is not None else str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _plain_value(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return plain(value)
    if isinstance(value, tuple | list):
        return [_plain_value(one) for one in value]
    return str(value.value) if isinstance(value, Enum) else value
