"""The responsibility map: who answers for what on a day, as one immutable value, and what differs between two days.

No gap is left out and no conflict hidden: what is vacant, held twice, unknown or empty stands in the map as an entry with a flag.

Source: domain model 2.1 (Snapshot), R6-R8; UK SYSC 25.2 and 25.4 (a map current at all times, without gaps); RACI (one accountable unit).
"""

from datetime import date
from typing import Final
from typing import NamedTuple

from schema.chart import KINDS
from schema.chart import DutyEntry
from schema.chart import Entry
from schema.chart import GroupEntry
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import parts
from schema.holding import holder
from schema.kinds.base import Record
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.kinds.group import Group
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.marks import Flag
from schema.marks import Standing
from schema.register import Register
from schema.selector import Expansion
from schema.selector import expand
from schema.selector import heads
from schema.selector import is_selector
from schema.selector import members
from schema.tier import resolve_post
from schema.vocabulary import UnitType

_HEADED: Final = frozenset({UnitType.SECTION, UnitType.CENTRE, UnitType.COMMUNITY, UnitType.VILLAGE})
_SEATED: Final = frozenset({"deputies", "members"})
_PROBLEMS: Final = {
    "empty": Flag.EMPTY_SELECTOR,
    "unknown": Flag.NOT_IN_REGISTER,
    "needs-post": Flag.EMPTY_SELECTOR,
}


Plain = str | int | bool | date | None | tuple["Plain", ...]
"""The value of one field of an entry."""


class Change(NamedTuple):
    """One field of an entry that differs."""

    key: str
    """`person`, `parent`, or for a seat in a group `members[deputy-secretary].person`."""
    old: Plain
    """None where it was not there."""
    new: Plain
    """None where it is no longer there."""


class Changed(NamedTuple):
    """One entry that is on both maps and differs."""

    kind: str
    entry: Entry
    """As it is on the later map."""
    fields: tuple[Change, ...]


class Difference(NamedTuple):
    """What differs between two maps."""

    old: date
    new: date
    added: tuple[tuple[str, Entry], ...]
    """Each with its kind."""
    removed: tuple[tuple[str, Entry], ...]
    changed: tuple[Changed, ...]


def snapshot(register: Register, on: date) -> Snapshot:
    """Draw the map of a day: only what exists that day is on it (R0.1)."""
    return _Drawing(register, on).draw()


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Say what differs between two maps, field by field, in the order of the parts and their entries.

    Two maps of one day and one register differ in nothing; the maps may be given in either order of days.
    """
    added: list[tuple[str, Entry]] = []
    removed: list[tuple[str, Entry]] = []
    changed: list[Changed] = []
    for (kind, before), (_, after) in zip(parts(old), parts(new), strict=True):
        was, now = {entry.id: entry for entry in before}, {entry.id: entry for entry in after}
        removed += [(kind, entry) for entry in before if entry.id not in now]
        for entry in after:
            if entry.id not in was:
                added.append((kind, entry))
            elif (earlier := was[entry.id]) != entry:
                changed.append(Changed(kind, entry, _compare(earlier, entry)))
    return Difference(old.on, new.on, tuple(added), tuple(removed), tuple(changed))


def _compare(old: Entry, new: Entry) -> tuple[Change, ...]:
    was, now = _fields(old), _fields(new)
    keys = [*was, *(key for key in now if key not in was)]
    return tuple(Change(key, was.get(key), now.get(key)) for key in keys if was.get(key) != now.get(key))


def _fields(entry: Entry) -> dict[str, Plain]:
    """An entry's fields as plain values: one for each part of a seat, ids for parties."""
    found: dict[str, Plain] = {}
    for key, value in zip(entry._fields, entry, strict=True):
        if isinstance(value, Seat):
            found |= _seat_fields(key, value)
        elif isinstance(value, tuple) and key in _SEATED:
            for seat in (each for each in value if isinstance(each, Seat)):
                found |= _seat_fields(f"{key}[{seat.post}]", seat)
        else:
            found[key] = _plain(value)
    return found


def _seat_fields(at: str, seat: Seat) -> dict[str, Plain]:
    return {f"{at}.{name}": _plain(part) for name, part in zip(seat._fields, seat, strict=True)}


def _plain(value: "Plain | Party | tuple[Plain | Party, ...]") -> Plain:
    if isinstance(value, Party):
        return (value.id, *value.flags) if value.flags else value.id
    return tuple(_plain(each) for each in value) if isinstance(value, tuple) else value


class _Drawing:
    """A map in the making: what is looked up often is looked up once."""

    def __init__(self, register: Register, on: date) -> None:
        self._register = register
        self._on = on
        self._superiors = {superior.id for superior in register.settings.superior}
        self._expanded: dict[tuple[str, str], Expansion] = {}

    def draw(self) -> Snapshot:
        register, on = self._register, self._on
        return Snapshot(
            on,
            tuple(self._unit(unit) for unit in register.units.values() if covers(unit.since, unit.until, on)),
            tuple(self._post(post) for post in register.posts.values() if covers(post.since, post.until, on)),
            tuple(self._group(group) for group in register.groups.values() if covers(group.since, group.until, on)),
            tuple(self._duty(duty) for duty in register.duties.values() if covers(duty.since, duty.until, on)),
            tuple(sorted(place for place in register.unreadable if place[0] in KINDS)),
        )

    def _unit(self, unit: Unit) -> UnitEntry:
        liaison = next((row for row in unit.liaison if covers(row.since, row.until, self._on)), None)
        found = tuple(post.id for post in heads(self._register, unit.id, self._on))
        flags: list[Flag] = []
        if unit.type in _HEADED:
            flags += [] if found else [Flag.NO_HEAD]
            flags += [] if liaison else [Flag.NO_LIAISON]
        people = [] if liaison is None else [liaison.person, *([liaison.backup] if liaison.backup else [])]
        flags += self._missing("unit", [unit.parent] if unit.parent else []) + self._missing("person", people)
        return UnitEntry(
            unit.id,
            unit.code,
            unit.title,
            unit.type,
            unit.parent,
            liaison.person if liaison else None,
            liaison.backup if liaison else None,
            found,
            _once(flags),
        )

    def _post(self, post: Post) -> PostEntry:
        settings = self._register.settings
        found = resolve_post(settings, settings.dialect, post)
        held = holder(self._register, post.id, self._on)
        flags = [*held.flags, *_standing_flags(held.manner)]
        flags += [Flag.PRESUMED] if found is not None and found.presumed else []
        flags += self._missing("unit", [post.unit, *post.in_charge_of, *post.linked, *post.supervises])
        flags += self._missing("person", [held.person] if held.person else [])
        return PostEntry(
            post.id,
            post.code,
            post.title,
            post.unit,
            post.rank,
            found.tiers if found is not None else (),
            found.wording if found is not None else "",
            found is not None and found.dual_duty,
            held.person,
            held.manner,
            held.since,
            held.cover_post,
            post.in_charge_of,
            post.linked,
            post.supervises,
            _once(flags),
        )

    def _group(self, group: Group) -> GroupEntry:
        seen: set[str] = set()
        head = self._seats((group.head,), group.head, seen)[0]
        deputies = self._seats(group.deputies, group.head, seen)
        others = self._seats(group.members, group.head, seen)
        found = members(self._register, group, self._on)
        filled = sum(held.in_post for held in found.posts)
        return GroupEntry(
            group.id,
            group.code,
            group.title,
            head,
            deputies,
            others,
            group.office_unit,
            self._seats((group.office_head,), group.head, set())[0] if group.office_head else None,
            len(found.posts),
            filled,
            len(found.posts) - filled,
            len(found.persons),
            _once(self._missing("unit", [group.office_unit] if group.office_unit else [])),
        )

    def _seats(self, texts: tuple[str, ...], context: str, seen: set[str]) -> tuple[Seat, ...]:
        """The seats that texts stand for, without the posts seen before; a text that stands for none is a flagged seat."""
        seats: list[Seat] = []
        for text in texts:
            expansion = self._expand(text, context)
            for post in expansion.ids if expansion.kind == "post" else ():
                if post not in seen:
                    seen.add(post)
                    seats.append(self._seat(post))
            if not expansion.ids or expansion.kind != "post":
                flag = self._problem("post", text, expansion)
                seats.append(Seat(text, None, Standing.VACANT, None, (flag,)))
        return tuple(seats)

    def _seat(self, post: str) -> Seat:
        held = holder(self._register, post, self._on)
        return Seat(
            post, held.person, held.manner, held.cover_post, _once([*held.flags, *_standing_flags(held.manner)])
        )

    def _duty(self, duty: Duty) -> DutyEntry:
        leads = tuple(Party(unit, "unit", "", self._flags("unit", unit)) for unit in duty.lead)
        responsible = self._parties(duty.responsible, duty.bearer)
        return DutyEntry(
            duty.id,
            duty.code,
            duty.title,
            duty.tier,
            duty.tier_wording,
            duty.dual_duty,
            self._parties((duty.bearer,), duty.bearer),
            leads,
            tuple(party for party in responsible if party.kind != "unit" or party.id not in duty.lead),
            self._addressee(duty.addressee) if duty.addressee else None,
            tuple(self._addressee(each) for each in duty.copies),
            () if duty.lead else (Flag.NO_LEAD,),
        )

    def _parties(self, texts: tuple[str, ...], context: str) -> tuple[Party, ...]:
        found: dict[tuple[str, str], Party] = {}
        for text in texts:
            expansion = self._expand(text, context)
            selector = text if is_selector(text) else ""
            for each in expansion.ids:
                flags = self._flags(expansion.kind, each)
                found.setdefault((expansion.kind, each), Party(each, expansion.kind, selector, flags))
            if not expansion.ids:
                found["", text] = Party(text, "", selector, (self._problem("", text, expansion),))
        return tuple(found.values())

    def _addressee(self, text: str) -> Party:
        if text in self._superiors and self._register.get("unit", text) is None:
            return Party(text, "superior")
        flags = self._flags("unit", text)
        return Party(text, "unit" if self._register.get("unit", text) is not None else "", "", flags)

    def _expand(self, text: str, context: str) -> Expansion:
        key = (text, context) if text.startswith("@own-") else (text, "")
        found = self._expanded.get(key)
        if found is None:
            found = self._expanded[key] = expand(self._register, text, self._on, context_post=context)
        return found

    def _problem(self, kind: str, text: str, expansion: Expansion) -> Flag:
        if not is_selector(text):
            wanted = (kind,) if kind else ("unit", "post")
            unreadable = any((each, text) in self._register.unreadable for each in wanted)
            return Flag.UNREADABLE if unreadable else Flag.NOT_IN_REGISTER
        return _PROBLEMS.get(expansion.problem, Flag.NOT_IN_REGISTER)

    def _missing(self, kind: str, ids: list[str]) -> list[Flag]:
        return [flag for each in ids for flag in self._flags(kind, each)]

    def _flags(self, kind: str, id: str) -> tuple[Flag, ...]:
        """What is wrong with a reference on the day: nothing, unreadable, not there, or not existing that day."""
        record = self._register.get(kind, id)
        if record is None:
            return (Flag.UNREADABLE if (kind, id) in self._register.unreadable else Flag.NOT_IN_REGISTER,)
        return () if _exists(record, self._on) else (Flag.ENDED,)


def _exists(record: Record, on: date) -> bool:
    return covers(getattr(record, "since", None), getattr(record, "until", None), on)


def _standing_flags(manner: Standing) -> tuple[Flag, ...]:
    if manner in {Standing.VACANT, Standing.COVER}:
        return (Flag.VACANT,)
    return (Flag.CONFLICT,) if manner is Standing.CONFLICT else ()


def _once(flags: list[Flag]) -> tuple[Flag, ...]:
    return tuple(dict.fromkeys(flags))
