"""The matrix of a responsibility map: who has which part in which duty on a day, and how what falls to them stands.

A cell says the role (one first lead, R16; RACI's single A), the tier where the row bears the duty (R8), and the worst light of the obligations in
which the row has a part (R5). Whoever takes part but is not on the map has a row too, with a flag: no gap is left out.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.chart import DutyEntry
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import answering
from schema.chart import tree
from schema.light import worst
from schema.marks import Flag
from schema.marks import Light
from schema.marks import Role
from schema.obligation import Obligation
from schema.register import Register
from schema.selector import heads
from schema.selector import is_selector
from schema.vocabulary import Tier

Side = Literal["unit", "post"]
"""Whose matrix it is."""

Key = tuple[str, str]
"""Kind and id of a row; the kind is empty for a text that stands for nothing."""

_ORDER: Final = (Role.BEARER, Role.FIRST_LEAD, Role.LEAD, Role.RESPONSIBLE)
_WHOLE: Final = frozenset({Role.FIRST_LEAD, Role.LEAD})
"""Roles that answer for every element of a duty."""


class Row(NamedTuple):
    """A unit or a post that can take part."""

    key: Key
    depth: int
    """How deep it stands in the tree; always 0 for posts."""
    flags: tuple[Flag, ...]


class Share(NamedTuple):
    """The part of one row in one duty."""

    roles: tuple[Role, ...]
    """The weightiest first: bearer, first lead, joint lead, responsible."""
    tier: Tier | None
    """The duty's tier where the row bears it; None where it does not."""
    light: Light
    """The worst light of its obligations; NONE where it has none that year."""
    obligations: tuple[Obligation, ...]
    flags: tuple[Flag, ...]


class Matrix(NamedTuple):
    """The parts of all rows in all duties on the map."""

    rows: tuple[Row, ...]
    columns: tuple[DutyEntry, ...]
    """The duties by code; those without one come last."""
    cells: Mapping[tuple[Key, str], Share]
    """By row and id of the duty; who has no part has no cell."""


def matrix(drawn: Snapshot, obligations: Iterable[Obligation], *, side: Side = "unit") -> Matrix:
    """Work the matrix of a map out.

    Args:
        drawn: the map.
        obligations: those of the same register and day.
        side: whether units or posts stand at the left; a unit's part is also its heads' part.
    """
    found: dict[str, list[Obligation]] = {}
    for one in obligations:
        found.setdefault(one.duty, []).append(one)
    rows = {row.key: row for row in _rows(drawn, side)}
    shares = _Shares(drawn, side)
    cells: dict[tuple[Key, str], Share] = {}
    for duty in drawn.duties:
        for key, share in shares.of(duty, found.get(duty.id, ())).items():
            cells[key, duty.id] = share
            # Not on the map: gone, unknown, or a unit without a post that would answer for it.
            rows.setdefault(key, Row(key, 0, share.flags or (Flag.NO_HEAD,)))
    columns = sorted(drawn.duties, key=lambda duty: (not duty.code, duty.code, duty.id))
    return Matrix(tuple(rows.values()), tuple(columns), cells)


def units_of(register: Register, one: Obligation) -> tuple[str, ...]:
    """The units to which an obligation falls: its leads, the unit of its element or else those responsible, and a bearer that is named."""
    duty = register.duties.get(one.duty)
    bearer = () if duty is None or is_selector(duty.bearer) else (duty.bearer,)
    named = one.responsible if one.element is None else (one.element,)
    posts, units = register.posts, register.units
    found = (posts[each].unit if each in posts and each not in units else each for each in (*named, *bearer))
    return tuple(dict.fromkeys((*one.lead, *found)))


def falling(register: Register, obligations: Iterable[Obligation], on: date) -> dict[Key, list[Obligation]]:
    """The obligations that fall to each unit and each post, in the order in which they are given.

    To a post falls what names it, as bearer, as element or among those responsible, and what falls to a unit that it heads on the day.
    """
    found: dict[Key, list[Obligation]] = {}
    heading: dict[str, list[str]] = {}
    for one in obligations:
        units = units_of(register, one)
        duty = register.duties.get(one.duty)
        named = one.responsible if one.element is None else (one.element,)
        posts = [each for each in (*named, *([duty.bearer] if duty is not None else [])) if each in register.posts]
        for unit in units:
            if unit not in heading:
                heading[unit] = [post.id for post in heads(register, unit, on)]
            posts += heading[unit]
        for key in dict.fromkeys((*(("unit", unit) for unit in units), *(("post", post) for post in posts))):
            found.setdefault(key, []).append(one)
    return found


def _rows(drawn: Snapshot, side: Side) -> Iterator[Row]:
    for depth, entry in tree(drawn):
        if side == "unit" and isinstance(entry, UnitEntry):
            yield Row(("unit", entry.id), depth, entry.flags)
        elif side == "post" and isinstance(entry, PostEntry):
            yield Row(("post", entry.id), 0, entry.flags)


class _Shares:
    """Works out who takes part; what is looked up often is looked up once."""

    def __init__(self, drawn: Snapshot, side: Side) -> None:
        self._side = side
        self._unit_of = {post.id: post.unit for post in drawn.posts}
        self._answering = answering(drawn)

    def of(self, duty: DutyEntry, obligations: Sequence[Obligation]) -> dict[Key, Share]:
        """The parts in one duty, bearers first."""
        roles: dict[Key, set[Role]] = {}
        flags: dict[Key, dict[Flag, None]] = {}
        behind: dict[Key, set[str]] = {}
        for role, party in _parties(duty):
            for key in self._keys(party):
                roles.setdefault(key, set()).add(role)
                flags.setdefault(key, {}).update(dict.fromkeys(party.flags))
                behind.setdefault(key, {key[1]}).add(party.id)
        found: dict[Key, Share] = {}
        for key, has in roles.items():
            falling = self._falling(obligations, has, behind[key])
            found[key] = Share(
                tuple(role for role in _ORDER if role in has),
                duty.tier if Role.BEARER in has else None,
                worst(one.light for one in falling),
                falling,
                tuple(flags[key]),
            )
        return found

    def _keys(self, party: Party) -> Iterable[Key]:
        """The rows on which a party stands: its unit, or the posts that answer for it; itself where there is none."""
        if self._side == "unit":
            known = party.kind == "post" and party.id in self._unit_of
            return [("unit", self._unit_of[party.id]) if known else (party.kind, party.id)]
        posts = self._answering.get((party.kind, party.id), ())
        return [("post", post) for post in posts] or [(party.kind, party.id)]

    def _falling(self, obligations: Sequence[Obligation], roles: set[Role], ids: set[str]) -> tuple[Obligation, ...]:
        """The obligations that fall to a row: every one of the duty to its leads, only its own elements to the others."""
        own = tuple(one for one in obligations if one.element is not None and self._is_own(one.element, ids))
        # A bearer that is no element itself, such as a committee over its branches, bears the whole.
        if roles & _WHOLE or (Role.BEARER in roles and not own):
            return tuple(obligations)
        return tuple(one for one in obligations if one.element is None or one in own)

    def _is_own(self, element: str, ids: set[str]) -> bool:
        return element in ids or (self._side == "unit" and self._unit_of.get(element) in ids)


def _parties(duty: DutyEntry) -> Iterator[tuple[Role, Party]]:
    yield from ((Role.BEARER, party) for party in duty.bearer)
    yield from ((Role.LEAD if at else Role.FIRST_LEAD, party) for at, party in enumerate(duty.lead))
    yield from ((Role.RESPONSIBLE, party) for party in duty.responsible)
