"""Supervision: which units supervise which, and who leads a duty that it supervises itself (R16).

A unit supervises through a post of its own that names units in `supervises`, and through a duty of the supervision tier that it
leads or whose bearer belongs to it. It supervises a duty where a party of the duty besides itself lies within that scope.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.register import Register
from schema.selector import expand
from schema.selector import is_selector
from schema.vocabulary import Tier


class Supervision(NamedTuple):
    """One way in which a unit supervises others."""

    kind: str
    """`post` or `duty`: by what."""
    id: str
    scope: frozenset[str]
    """Ids of the units supervised."""


class Clash(NamedTuple):
    """A lead that supervises the duty which it leads."""

    duty: str
    at: int
    """Index of the lead; 0 is the first."""
    unit: str
    by: Supervision


def clashes(register: Register, duties: Sequence[Duty], on: date) -> Iterator[Clash]:
    """Find the leads that supervise what they lead; a supervision duty itself is none (R16).

    Args:
        register: the register.
        duties: the duties in force on the day.
        on: the day.
    """
    parties = _Parties(register, on)
    supervising = _supervisions(register, duties, parties, on)
    for duty in duties if supervising else ():
        if duty.tier is not Tier.SUPERVISION:
            for at, lead in enumerate(duty.lead):
                if lead in supervising:
                    others = parties.of_duty(duty) - {lead}
                    by = next((each for each in supervising[lead] if each.scope & others), None)
                    if by is not None:
                        yield Clash(duty.id, at, lead, by)


def supervisors(register: Register, on: date) -> dict[str, list[str]]:
    """The units that supervise each unit on a day, by id of the supervised one; those that supervise by a post come first."""
    duties = [duty for duty in register.duties.values() if covers(duty.since, duty.until, on)]
    found: dict[str, dict[str, str]] = {}
    for unit, ways in _supervisions(register, duties, _Parties(register, on), on).items():
        for way in ways:
            for other in way.scope:
                if other != unit:
                    found.setdefault(other, {}).setdefault(unit, way.kind)
    return {other: sorted(units, key=lambda unit: (units[unit] != "post", unit)) for other, units in found.items()}


class _Parties:
    """The units of duties; a selector that many duties name is expanded once."""

    def __init__(self, register: Register, on: date) -> None:
        self._register = register
        self._on = on
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def of_duty(self, duty: Duty) -> set[str]:
        """Leads, responsible units, and those of the bearer."""
        return {*duty.lead, *self.responsible(duty), *self.expand(duty.bearer, "")}

    def responsible(self, duty: Duty) -> Iterator[str]:
        """The responsible units; posts stand for theirs."""
        for text in duty.responsible:
            yield from self.expand(text, duty.bearer if text.startswith("@own-") else "")

    def expand(self, text: str, context: str) -> frozenset[str]:
        """The units that an id or a selector stands for; posts stand for theirs."""
        found = self._known.get((text, context))
        if found is None:
            posts, units = self._register.posts, self._register.units
            ids = expand(self._register, text, self._on, context_post=context).ids if is_selector(text) else (text,)
            found = frozenset(posts[each].unit if each in posts and each not in units else each for each in ids)
            self._known[text, context] = found
        return found


def _supervisions(
    register: Register, duties: Sequence[Duty], parties: _Parties, on: date
) -> dict[str, list[Supervision]]:
    """Every way of supervising, by the unit that does it."""
    found: dict[str, list[Supervision]] = {}
    for post in register.posts.values():
        if post.supervises and covers(post.since, post.until, on):
            found.setdefault(post.unit, []).append(Supervision("post", post.id, frozenset(post.supervises)))
    for duty in duties:
        if duty.tier is Tier.SUPERVISION:
            by = Supervision("duty", duty.id, frozenset(parties.responsible(duty)))
            for unit in dict.fromkeys((*parties.expand(duty.bearer, ""), *duty.lead)):
                found.setdefault(unit, []).append(by)
    return found
