"""Addressees: to whom a letter of urging goes on each rung (R11).

L0 to the post that handles it, L1 to the responsible unit, L2 to the post in charge of that unit, L3 to the first
responsible post, L4 to the post that supervises the unit. A letter never goes to a vacant post that another covers.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.finding import Finding
from schema.kinds.post import Post
from schema.marks import Standing
from schema.obligation import Obligation
from schema.register import Register
from schema.selector import heads
from schema.vocabulary import Rank
from schema.vocabulary import UnitType
from schema.vocabulary import UrgeLevel


class Addressees:
    """Who is who on one day."""

    def __init__(self, register: Register, on: date) -> None:
        """Set the register and the day."""
        self._register = register
        self._on = on

    def of_obligation(self, level: UrgeLevel, one: Obligation) -> str | None:
        """Who gets a letter about an obligation: its element, where it has one, is what is responsible; else its lead unit."""
        posts, platforms = self._register.posts, self._register.platforms
        element, bearer = one.element, self._register.duties[one.duty].bearer
        if element is not None and element in posts and level <= UrgeLevel.L1:
            return self._standing(element)
        if element is not None and element in posts:
            unit = posts[element].unit
        elif element is not None:
            unit = platforms[element].unit if element in platforms else element
        else:
            unit = next(iter(one.lead), posts[bearer].unit if bearer in posts else bearer)
        if level is UrgeLevel.L0:
            return self._handler(unit)
        return self._above(level, unit, (bearer,))

    def of_finding(self, level: UrgeLevel, finding: Finding) -> str | None:
        """Who gets a letter about a finding: its owner, then its unit and those above it."""
        if level is UrgeLevel.L0:
            return self._standing(finding.owner) if finding.owner is not None else self._handler(finding.unit)
        inspection = self._register.activities.get(finding.inspection)
        duties = (self._register.duties.get(row.duty) for row in (inspection.fulfils if inspection else ()))
        return self._above(level, finding.unit, [duty.bearer for duty in duties if duty is not None])

    def _handler(self, unit: str) -> str | None:
        """The head of a unit, or the unit where it has none."""
        return next((self._standing(post.id) for post in heads(self._register, unit, self._on)), self._unit(unit))

    def _above(self, level: UrgeLevel, unit: str, bearers: Iterable[str]) -> str | None:
        match level:
            case UrgeLevel.L0 | UrgeLevel.L1:
                return self._unit(unit)
            case UrgeLevel.L2:
                return self._in_charge(unit, tuple(bearers))
            case UrgeLevel.L3:
                return self._principal
            case UrgeLevel.L4:
                return next(iter(self._supervising.get(unit, ())), None)

    def _unit(self, unit: str) -> str | None:
        return unit if unit in self._register.units else None

    def _in_charge(self, unit: str, bearers: tuple[str, ...]) -> str | None:
        """The post in charge of a unit, or linked to it.

        Of several, the one that bears the duty, then the one in charge before one that is linked, then the leader in charge
        (rank) before another member. Where a unit is in nobody's charge: the leader that bears the duty, else the principal.
        """
        found = self._charges.get(unit, ())
        if found:
            return self._standing(next((post for post in found if post in bearers), found[0]))
        leaders = (post for post in bearers if self._is_leader(post))
        return next((self._standing(post) for post in leaders), self._principal)

    def _is_leader(self, post: str) -> bool:
        found = self._register.posts.get(post)
        return found is not None and found.rank in {Rank.IN_CHARGE, Rank.MEMBER}

    @cached_property
    def _existing(self) -> list[Post]:
        return [post for post in self._register.posts.values() if covers(post.since, post.until, self._on)]

    @cached_property
    def _charges(self) -> dict[str, list[str]]:
        """The posts of each unit's charge, in the order in which they are asked."""
        found: dict[str, list[tuple[bool, bool, str]]] = {}
        for post in self._existing:
            for unit in dict.fromkeys((*post.in_charge_of, *post.linked)):
                found.setdefault(unit, []).append(
                    (unit not in post.in_charge_of, post.rank is not Rank.IN_CHARGE, post.id)
                )
        return {unit: [post for _, _, post in sorted(several)] for unit, several in found.items()}

    @cached_property
    def _supervising(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for post in self._existing:
            for unit in post.supervises:
                found.setdefault(unit, []).append(self._standing(post.id))
        return found

    @cached_property
    def _principal(self) -> str | None:
        """The first responsible post: the principal of a decision body before any other principal."""
        units = self._register.units
        found = [post for post in self._existing if post.rank is Rank.PRINCIPAL]
        of_body = [post for post in found if post.unit in units and units[post.unit].type is UnitType.BODY]
        return next((self._standing(post.id) for post in (*of_body, *found)), None)

    def _standing(self, post: str) -> str:
        """The post itself, or the one that covers it while it is vacant (R6)."""
        held = holder(self._register, post, self._on)
        return held.cover_post if held.manner is Standing.COVER and held.cover_post is not None else post
