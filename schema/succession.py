"""Succession: which handovers a change of person asks for, and what is passed on (R18).

A formal holding that ends without the same person going on formally asks for a handover. It is due some working days after the
successor's formal start, or after the end where nobody succeeded; while somebody only stands in, it is not due yet.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from typing import Final
from typing import NamedTuple

from schema.holding import IN_POST
from schema.holding import holder
from schema.kinds.handover import Handover
from schema.kinds.post import Holding
from schema.kinds.post import Post
from schema.register import Register
from schema.vocabulary import Manner
from schema.vocabulary import SignatureRole

_DAY: Final = timedelta(days=1)


class Succession(NamedTuple):
    """One change of person in a post that asks for a handover, as it is known on a day."""

    post: str
    row: int
    """Index of the holding that ended; 0 is the first."""
    outgoing: str
    """Id of the person who held the post."""
    since: date
    ended: date
    """The last day of the holding."""
    incoming: str | None
    """Id of the person who holds it formally next; None without one."""
    effective: date
    """The successor's formal start; without a successor, the day after the end."""
    due: date | None
    """The day by which the handover is done; None while somebody stands in and nobody was appointed."""


def successions(register: Register, on: date) -> Iterator[Succession]:
    """Every change of person that asks for a handover by a day, in the order of the posts and their holdings."""
    for post in register.posts.values():
        yield from successions_of(register, post, on)


def successions_of(register: Register, post: Post, on: date) -> Iterator[Succession]:
    """The changes of person of one post, oldest first.

    Args:
        register: the register.
        post: the post.
        on: a holding that begins later does not exist, and one that ends later has not ended.
    """
    if len(post.holding) == 1 and post.holding[0].until is None:
        return
    formal = sorted(
        ((at, row) for at, row in enumerate(post.holding) if row.manner is Manner.FORMAL and row.since <= on),
        key=lambda each: (each[1].since, each[0]),
    )
    for place, (at, row) in enumerate(formal):
        following = formal[place + 1][1] if place + 1 < len(formal) else None
        if row.until is None or row.until > on or (following is not None and following.person == row.person):
            continue
        yield _make(register, post, at, row, following, on)


def _make(register: Register, post: Post, at: int, row: Holding, following: Holding | None, on: date) -> Succession:
    ended = row.until or on
    within = register.settings.thresholds.handover
    if following is not None:
        start, due = following.since, register.workdays.after(following.since, within)
        return Succession(post.id, at, row.person, row.since, ended, following.person, start, due)
    stands_in = holder(register, post.id, on).manner in IN_POST
    waits = stands_in and on > ended
    start = min(ended, date.max - _DAY) + _DAY
    due_at = None if waits else register.workdays.after(ended, within)
    return Succession(post.id, at, row.person, row.since, ended, None, start, due_at)


def latest(register: Register, post: Post, on: date) -> Succession | None:
    """The last change of person of a post by a day; None where its first formal holder still holds it."""
    return max(successions_of(register, post, on), key=lambda one: (one.ended, one.row), default=None)


def record_of(handovers: Iterable[Handover], change: Succession, on: date) -> Handover | None:
    """The record of a change of person; None where there is none by the day.

    Args:
        handovers: any records, those of other posts among them.
        change: the change of person.
        on: a record that is dated later does not exist.
    """
    found = [
        one
        for one in handovers
        if one.post == change.post and one.outgoing == change.outgoing and change.since < one.date <= on
    ]
    return min(found, key=lambda one: (abs(one.date - change.effective), one.id), default=None)


def change_of(register: Register, handover: Handover, on: date) -> Succession | None:
    """The change of person that a record is about: that of its outgoing holder, of several the nearest in time."""
    post = register.posts.get(handover.post)
    found = [
        one
        for one in (successions_of(register, post, on) if post is not None else ())
        if one.outgoing == handover.outgoing and one.since < handover.date
    ]
    return min(found, key=lambda one: abs(one.effective - handover.date), default=None)


def signers(register: Register, handover: Handover, on: date) -> dict[SignatureRole, str | None]:
    """Who signs a handover in which role.

    Returns:
        The person's id for each role, None where nobody is named. Nobody takes over where the record names nobody and nobody
        succeeded; then two sign.
    """
    change = change_of(register, handover, on)
    incoming = handover.incoming or (change.incoming if change is not None else None)
    parties: dict[SignatureRole, str | None] = {SignatureRole.OUTGOING: handover.outgoing}
    if incoming is not None:
        parties[SignatureRole.INCOMING] = incoming
    return {**parties, SignatureRole.WITNESS: handover.witness}


def unsigned(register: Register, handover: Handover, on: date) -> tuple[SignatureRole, ...]:
    """The roles in which nobody had signed by a day."""
    signed = {row.role for row in handover.signature if row.on <= on}
    return tuple(role for role in signers(register, handover, on) if role not in signed)
