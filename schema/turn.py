"""Turn: whose act the register waits for, in a rectification that is done (R13) and in a handover (R18). Derived, never stored.

Any unit but the rectifying one may verify; those that are expected to are the one that inspected and those that supervise the
rectifying unit (R16). A handover goes from its record over the witness to three signatures, each by whoever signs.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.finding import Finding
from schema.kinds.handover import Handover
from schema.marks import FindingState
from schema.rectification import Rectification
from schema.rectification import rectification_of
from schema.rectification import rectifications
from schema.register import Register
from schema.succession import Succession
from schema.succession import latest
from schema.succession import record_of
from schema.succession import signers
from schema.succession import successions
from schema.succession import unsigned
from schema.supervision import supervisors
from schema.vocabulary import SignatureRole


class Verification(NamedTuple):
    """A rectification that is done and waits for another unit."""

    rectification: Rectification
    units: tuple[str, ...]
    """Ids of the units that are expected to verify, the one that inspected first; never the rectifying one."""
    people: tuple[str, ...]
    """Ids of the persons who hold a post in these units on the day."""


class HandoverStep(StrEnum):
    """Which step of a handover is next."""

    RECORD = "record"
    WITNESS = "witness"
    SIGN = "sign"


class HandoverTurn(NamedTuple):
    """A handover that is not finished."""

    change: Succession
    record: Handover | None
    """Its record; None before there is one."""
    step: HandoverStep
    people: tuple[str, ...]
    """Ids of the persons whose turn it is: who signs, else who hands over and who takes over."""
    roles: tuple[SignatureRole, ...]
    """The roles in which nobody signed yet; empty while something else is next."""
    due: date
    is_late: bool
    """Whether the day by which it was to be done is over."""


def is_shared(register: Register) -> bool:
    """Whether two or more people work on a register: only then whose turn it is depends on who asks."""
    return sum(bool(person.emails) for person in register.people.values()) > 1


def is_turn_of(register: Register, people: Iterable[str], person: str) -> bool:
    """Whether something that waits for some people waits for a person; where nobody shares the register, all of it does."""
    return person in people or not is_shared(register)


def verifications(register: Register, on: date) -> list[Verification]:
    """The rectifications that wait for being verified on a day, in order of id."""
    waiting = [one for one in rectifications(register, on) if one.state is FindingState.AWAITING]
    supervising = supervisors(register, on) if waiting else {}
    return [_verification(register, one, supervising.get(one.finding.unit, ()), on) for one in waiting]


def verification_of(register: Register, finding: Finding, on: date) -> Verification | None:
    """The verification that one finding waits for on a day; None where it waits for none."""
    one = rectification_of(register, finding, on)
    if finding.issued > on or one.state is not FindingState.AWAITING:
        return None
    return _verification(register, one, supervisors(register, on).get(finding.unit, ()), on)


def handover_turns(register: Register, on: date) -> list[HandoverTurn]:
    """The handovers that are to be done, those that were due first at the head; none while somebody only stands in.

    A change of person that was never recorded is left out once the post has changed hands again: it can't be recorded any more.
    """
    by_post: dict[str, list[Handover]] = {}
    for handover in register.handovers.values():
        by_post.setdefault(handover.post, []).append(handover)
    found = []
    for change in successions(register, on):
        if change.due is not None:
            record = record_of(by_post.get(change.post, ()), change, on)
            turn = _turn(register, change, record, change.due, on)
            found += [turn] if turn is not None else []
    return sorted(found, key=lambda one: (one.due, one.change.post, one.change.row))


def _verification(register: Register, one: Rectification, supervising: Iterable[str], on: date) -> Verification:
    inspection = register.activities.get(one.finding.inspection)
    named = dict.fromkeys((*([inspection.unit] if inspection is not None else []), *supervising))
    units = tuple(unit for unit in named if unit != one.finding.unit and unit in register.units)
    return Verification(one, units, tuple(_people_of(register, units, on)))


def _turn(register: Register, change: Succession, record: Handover | None, due: date, on: date) -> HandoverTurn | None:
    """What is next in one handover; None where it is finished, or can't be begun any more."""
    parties = tuple(one for one in (change.outgoing, change.incoming) if one is not None)
    if record is None:
        if latest(register, register.posts[change.post], on) != change:
            return None
        return HandoverTurn(change, None, HandoverStep.RECORD, parties, (), due, due < on)
    due = record.due or due
    missing = unsigned(register, record, on)
    if not missing:
        return None
    if record.witness is None:
        return HandoverTurn(change, record, HandoverStep.WITNESS, parties, (), due, due < on)
    named = signers(register, record, on)
    people = tuple(dict.fromkeys(person for role in missing if (person := named.get(role)) is not None))
    return HandoverTurn(change, record, HandoverStep.SIGN, people, missing, due, due < on)


def _people_of(register: Register, units: Iterable[str], on: date) -> Iterator[str]:
    """Who holds a post in some units on a day, each once."""
    seen = set()
    for unit in units:
        for post in register.posts_by_unit.get(unit, ()):
            person = holder(register, post.id, on).person if covers(post.since, post.until, on) else None
            if person is not None and person not in seen:
                seen.add(person)
                yield person
