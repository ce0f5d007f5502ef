"""The responsibility map and its differences as tables for people."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Any

from cli.language import pair
from cli.language import say
from cli.language import spoken
from cli.output import Row
from cli.output import print_line
from cli.output import print_table
from cli.records import refer
from cli.records import title_of
from schema.chart import DutyEntry
from schema.chart import Entry
from schema.chart import GroupEntry
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import answering
from schema.chart import seats
from schema.chart import tree
from schema.field import Word
from schema.kinds import KINDS
from schema.map import Change
from schema.map import Changed
from schema.map import Difference
from schema.marks import Role
from schema.register import Register
from schema.vocabulary import Tier

_INDENT = "  "


def print_map(register: Register, drawn: Snapshot) -> None:
    """Print the map of a day: the tree of units with their posts, the groups, the duties."""
    print_line(say("map-heading", title=register.settings.called(spoken()), day=drawn.on.isoformat()))
    print_line()
    _print_columns(
        ("map-place", "person", "manner", "tier", "map-in_charge_of", "map-liaison", "flags"), _tree(register, drawn)
    )
    for group in drawn.groups:
        print_line()
        print_line(_group_heading(register, group))
        rows = (_seat_row(register, role, seat) for role, seat in seats(group))
        _print_columns(("role", "post", "person", "manner", "flags"), rows)
    if drawn.duties:
        print_line()
        holders = _holders(drawn)
        _print_columns(_DUTY_COLUMNS, (_duty_row(register, holders, one) for one in drawn.duties))


_DUTY_COLUMNS = (
    "code",
    "duty",
    "tier",
    "map-bearer",
    "person",
    "map-accountable",
    "map-others",
    "map-addressee",
    "map-copies",
    "flags",
)


def _print_columns(names: Iterable[str], rows: Iterable[Row]) -> None:
    print_table([say(name) for name in names], rows)


def _tree(register: Register, drawn: Snapshot) -> Iterator[Row]:
    """Units below their parents, each with its posts."""
    for depth, entry in tree(drawn):
        yield _unit_row(register, entry, depth) if isinstance(entry, UnitEntry) else _post_row(register, entry, depth)


def _unit_row(register: Register, unit: UnitEntry, depth: int) -> Row:
    liaison = title_of(register, "person", unit.liaison) if unit.liaison else ""
    if unit.backup:
        liaison = say("map-backup", person=liaison, backup=title_of(register, "person", unit.backup))
    return [_INDENT * depth + title_of(register, "unit", unit.id), "", "", "", "", liaison, _words(unit.flags)]


def _post_row(register: Register, post: PostEntry, depth: int) -> Row:
    return [
        _INDENT * depth + title_of(register, "post", post.id),
        title_of(register, "person", post.person) if post.person else "",
        _manner(register, post),
        _tiers(post),
        _titles(register, ("unit",), (*post.in_charge_of, *post.linked)),
        "",
        _words(post.flags),
    ]


def _manner(register: Register, held: PostEntry | Seat) -> str:
    standing = held.manner.label(spoken())
    return f"{standing} ({title_of(register, 'post', held.cover_post)})" if held.cover_post else standing


def _tiers(post: PostEntry) -> str:
    said = _own_or_label(post.wording, post.tiers)
    dual = say("map-dual_duty")
    return say("joiner").join([*([said] if said else []), *([dual] if post.dual_duty and post.tiers else [])])


def _own_or_label(wording: str, tiers: tuple[Tier, ...]) -> str:
    """The document's own words where they say it otherwise than the tiers' labels, else the labels in the language in use."""
    joiner, _ = pair("joiner")
    if wording and wording != joiner.join(tier.zh for tier in tiers):
        return wording
    return say("joiner").join(tier.label(spoken()) for tier in tiers)


def _group_heading(register: Register, group: GroupEntry) -> str:
    counts = say("map-counts", posts=group.posts, filled=group.filled, vacant=group.vacant, persons=group.persons)
    office = say("map-office", unit=title_of(register, "unit", group.office_unit)) if group.office_unit else ""
    return _INDENT.join(part for part in (title_of(register, "group", group.id), counts, office) if part)


def _seat_row(register: Register, role: Role, seat: Seat) -> Row:
    return [
        role.label(spoken()),
        title_of(register, "post", seat.post),
        title_of(register, "person", seat.person) if seat.person else "",
        _manner(register, seat),
        _words(seat.flags),
    ]


def _holders(drawn: Snapshot) -> dict[tuple[str, str], tuple[str, ...]]:
    """Who answers for each post and each unit."""
    posts = {post.id: post for post in drawn.posts}
    return {
        key: tuple(person for post in ids if post in posts and (person := posts[post].person) is not None)
        for key, ids in answering(drawn).items()
    }


def _duty_row(register: Register, holders: dict[tuple[str, str], tuple[str, ...]], duty: DutyEntry) -> Row:
    people = dict.fromkeys(person for party in duty.bearer for person in holders.get((party.kind, party.id), ()))
    addressees = (duty.addressee,) if duty.addressee else ()
    everybody = (*duty.bearer, *duty.lead, *duty.responsible, *addressees, *duty.copies)
    return [
        duty.code,
        title_of(register, "duty", duty.id),
        _duty_tier(duty),
        _parties(register, duty.bearer),
        _titles(register, ("person",), people),
        _parties(register, duty.lead[:1]),
        _parties(register, (*duty.lead[1:], *duty.responsible)),
        _parties(register, addressees),
        _parties(register, duty.copies),
        _words(dict.fromkeys([*duty.flags, *(flag for party in everybody for flag in party.flags)])),
    ]


def _duty_tier(duty: DutyEntry) -> str:
    said = _own_or_label(duty.wording, (duty.tier,))
    return say("joiner").join([said, say("map-dual_duty")]) if duty.dual_duty else said


def _parties(register: Register, parties: Iterable[Party]) -> str:
    """Parties by title; those that one selector brought in as the selector and their number."""
    counted: dict[str, int] = {}
    named: dict[str, str] = {}
    for party in parties:
        if party.selector and party.kind:
            counted[party.selector] = counted.get(party.selector, 0) + 1
            named[party.selector] = f"{party.selector} ({counted[party.selector]})"
        else:
            named[party.id] = refer(register, ("unit", "post", "superior"), party.id)
    return say("joiner").join(named.values())


def _titles(register: Register, kinds: tuple[str, ...], ids: Iterable[str]) -> str:
    return say("joiner").join(refer(register, kinds, id_) for id_ in ids)


def _words(words: Iterable[Word]) -> str:
    return say("joiner").join(word.label(spoken()) for word in words)


def print_difference(register: Register, found: Difference) -> None:
    """Print what differs between two maps, one line a field."""
    days = {"old": found.old.isoformat(), "new": found.new.isoformat()}
    if not (found.added or found.removed or found.changed):
        print_line(say("map-same", **days))
        return
    counts = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
    print_line(say("map-differs", **days, **counts))
    print_line()
    rows = [_whole_row(register, kind, entry, "map-added") for kind, entry in found.added]
    rows += [_whole_row(register, kind, entry, "map-removed") for kind, entry in found.removed]
    rows += [_change_row(register, one, change) for one in found.changed for change in one.fields]
    _print_columns(("kind", "title", "map-field", "map-old", "map-new"), rows)


def _whole_row(register: Register, kind: str, entry: Entry, word: str) -> Row:
    return [KINDS[kind].label(spoken()), title_of(register, kind, entry.id), say(word), "", ""]


def _change_row(register: Register, one: Changed, change: Change) -> Row:
    return [
        KINDS[one.kind].label(spoken()),
        title_of(register, one.kind, one.entry.id),
        _field_label(register, change.key),
        _value(register, change.key, change.old),
        _value(register, change.key, change.new),
    ]


def _field_label(register: Register, key: str) -> str:
    """`members[deputy-secretary].person` in words."""
    first, _, rest = key.partition("[")
    if not rest:
        return _INDENT.join(say(f"map-{part}") for part in key.split("."))
    post, _, field = rest.rpartition("].")
    return _INDENT.join((say(f"map-{first}"), title_of(register, "post", post), say(f"map-{field}")))


def _value(register: Register, key: str, value: Any) -> str:
    if isinstance(value, tuple):
        return say("joiner").join(_value(register, key, one) for one in value)
    if isinstance(value, Word):
        return value.label(spoken())
    if isinstance(value, int | date) or value is None:
        return "" if value is None else str(value)
    kinds = ("person",) if key.rpartition(".")[2] in {"person", "liaison", "backup"} else ("unit", "post", "superior")
    return refer(register, kinds, value)
