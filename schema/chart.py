"""The parts of a responsibility map: what it says of each unit, post, group and duty on a day. `schema.map` draws it.

Flags on an entry are its own or those of what it names: a unit that it names and that does not exist that day flags it as ended.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.identity import Place
from schema.marks import Flag
from schema.marks import Role
from schema.marks import Standing
from schema.vocabulary import Rank
from schema.vocabulary import Tier
from schema.vocabulary import UnitType


class Seat(NamedTuple):
    """A post's seat in a group, with who holds the post that day."""

    post: str
    """Id of the post, or the text that stands for no post."""
    person: str | None
    manner: Standing
    cover_post: str | None
    flags: tuple[Flag, ...] = ()


class Party(NamedTuple):
    """A unit, post or superior body that takes part in a duty."""

    id: str
    """Its id, or the text that stands for nothing."""
    kind: str
    """`unit`, `post` or `superior`; empty where the text stands for nothing."""
    selector: str = ""
    """The selector that brought it in; empty where it is named."""
    flags: tuple[Flag, ...] = ()


class UnitEntry(NamedTuple):
    """A unit that exists that day."""

    id: str
    code: str
    title: str
    type: UnitType
    parent: str | None
    liaison: str | None
    backup: str | None
    heads: tuple[str, ...]
    """Ids of its head posts."""
    flags: tuple[Flag, ...]


class PostEntry(NamedTuple):
    """A post that exists that day."""

    id: str
    code: str
    title: str
    unit: str
    rank: Rank
    tiers: tuple[Tier, ...]
    """What the register's dialect gives it (R8); empty where it gives none, or the register names no dialect."""
    wording: str
    """The dialect's own words; empty where it has none."""
    dual_duty: bool
    person: str | None
    manner: Standing
    since: date | None
    cover_post: str | None
    in_charge_of: tuple[str, ...]
    linked: tuple[str, ...]
    supervises: tuple[str, ...]
    flags: tuple[Flag, ...]


class GroupEntry(NamedTuple):
    """A leading group that exists that day; a post that comes in twice has the first of its seats (R7)."""

    id: str
    code: str
    title: str
    head: Seat
    deputies: tuple[Seat, ...]
    members: tuple[Seat, ...]
    office_unit: str | None
    office_head: Seat | None
    posts: int
    """How many posts belong to it."""
    filled: int
    vacant: int
    persons: int
    """How many persons hold them; somebody with several posts counts once."""
    flags: tuple[Flag, ...]


class DutyEntry(NamedTuple):
    """A duty in force that day; it names units and posts, so that a succession leaves it as it is."""

    id: str
    code: str
    title: str
    tier: Tier
    wording: str
    dual_duty: bool
    bearer: tuple[Party, ...]
    lead: tuple[Party, ...]
    """The first is accountable (A)."""
    responsible: tuple[Party, ...]
    """Selectors expanded, leads left out (R16)."""
    addressee: Party | None
    copies: tuple[Party, ...]
    flags: tuple[Flag, ...]


Entry = UnitEntry | PostEntry | GroupEntry | DutyEntry


class Snapshot(NamedTuple):
    """The map of one day."""

    on: date
    units: tuple[UnitEntry, ...]
    posts: tuple[PostEntry, ...]
    groups: tuple[GroupEntry, ...]
    duties: tuple[DutyEntry, ...]
    unreadable: tuple[Place, ...]
    """Units, posts, groups and duties that stand in the register but cannot be read, and so are missing above."""


KINDS: Final = ("unit", "post", "group", "duty")
"""The kinds of the four parts of a map, in their order."""


def parts(drawn: Snapshot) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The four parts of a map, each with its kind."""
    return tuple(zip(KINDS, (drawn.units, drawn.posts, drawn.groups, drawn.duties), strict=True))


def tree(drawn: Snapshot) -> list[tuple[int, UnitEntry | PostEntry]]:
    """Units below their parents, each followed by its posts, with how deep each stands.

    Units whose parents run in a circle stand at the left too; posts of a unit that is not on the map come last. Nothing is left out.
    """
    units = {unit.id: unit for unit in drawn.units}
    below: dict[str | None, list[UnitEntry]] = {}
    for unit in drawn.units:
        below.setdefault(unit.parent if unit.parent in units else None, []).append(unit)
    posts: dict[str, list[PostEntry]] = {}
    for post in drawn.posts:
        posts.setdefault(post.unit if post.unit in units else "", []).append(post)
    found: list[tuple[int, UnitEntry | PostEntry]] = []
    seen: set[str] = set()
    for root in (*below.get(None, ()), *drawn.units):
        stack = [(root, 0)]
        while stack:
            unit, depth = stack.pop()
            if unit.id in seen:
                continue
            seen.add(unit.id)
            found.append((depth, unit))
            found += [(depth + 1, post) for post in posts.get(unit.id, ())]
            stack += [(each, depth + 1) for each in reversed(below.get(unit.id, []))]
    return [*found, *((0, post) for post in posts.get("", ()))]


def seats(group: GroupEntry) -> Iterator[tuple[Role, Seat]]:
    """The seats of a group, each with its role."""
    yield Role.GROUP_HEAD, group.head
    yield from ((Role.GROUP_DEPUTY, seat) for seat in group.deputies)
    yield from ((Role.GROUP_MEMBER, seat) for seat in group.members)
    if group.office_head is not None:
        yield Role.OFFICE_HEAD, group.office_head


def answering(drawn: Snapshot) -> dict[tuple[str, str], tuple[str, ...]]:
    """The posts that answer for each post and each unit, by kind and id: a unit's heads, for a decision body its principal."""
    principals: dict[str, list[str]] = {}
    for post in drawn.posts:
        if post.rank is Rank.PRINCIPAL:
            principals.setdefault(post.unit, []).append(post.id)
    found: dict[tuple[str, str], tuple[str, ...]] = {("post", post.id): (post.id,) for post in drawn.posts}
    return found | {("unit", unit.id): unit.heads or tuple(principals.get(unit.id, ())) for unit in drawn.units}
