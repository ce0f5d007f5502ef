"""Supersession: what a new rule does to the duties that rest on the old one (R18).

A source that is superseded on a day is out of force from that day on. A duty ends the day before the last of its sources goes: what
had begun by then is kept and judged by the old rule, what would begin later is never made. A duty that still has a source in
force goes on, but somebody should look at it; so with a duty whose clause says something else than when it was last reviewed.
"""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from enum import StrEnum
from typing import Final
from typing import NamedTuple

from schema.fingerprint import fingerprint
from schema.fingerprint import is_known
from schema.kinds.base import covers
from schema.kinds.duty import Basis
from schema.kinds.duty import Duty
from schema.kinds.source import Clause
from schema.kinds.source import Source
from schema.register import Register

_DAY: Final = timedelta(days=1)


class Why(StrEnum):
    """Why a duty should be reviewed again."""

    CLAUSE_CHANGED = "clause-changed"
    """The clause says something else than when it was last reviewed."""
    SOURCE_SUPERSEDED = "source-superseded"
    """The clause's source is out of force, while another of the duty's sources is not."""


class Suspect(NamedTuple):
    """One basis of a duty that should be reviewed again (待复核)."""

    duty: str
    """Id of the duty."""
    row: int
    """Index of the basis in the duty; 0 is the first."""
    basis: Basis
    why: Why
    source: Source
    clause: Clause
    """As it stands now."""


def is_in_force(source: Source, on: date) -> bool:
    """Whether a source holds on a day: taken effect (or, where that is not said, issued), and not superseded."""
    begins = source.effective or source.issued
    return (begins is None or begins <= on) and (source.superseded_on is None or on < source.superseded_on)


def supersedes_any(register: Register) -> bool:
    """Whether any source has an end at all; asked once, so that a register without new rules pays nothing."""
    return any(source.superseded_on is not None for source in register.sources.values())


def ended_by_sources(register: Register, duty: Duty) -> date | None:
    """The day before the last of a duty's sources is superseded.

    Args:
        register: the register. A day of supersession that lies ahead is known as the duty's own `to` is.
        duty: the duty.

    Returns:
        The last day on which a source stands behind it; None where one has no end, where one cannot be found, where the duty
        rests on none, and for a duty that the institution set itself.
    """
    last: date | None = None
    for basis in () if duty.self_set else duty.basis:
        found = register.clauses.get(basis.clause)
        gone = found[0].superseded_on if found is not None else None
        if gone is None:
            return None
        last = gone if last is None else max(last, gone)
    return last - _DAY if last is not None and last > date.min else None


def last_day(register: Register, duty: Duty) -> date | None:
    """The last day of a duty: its own `to` or that of its sources, whichever comes first; None while it is open."""
    ends = [day for day in (duty.until, ended_by_sources(register, duty)) if day is not None]
    return min(ends, default=None)


def is_standing(register: Register, duty: Duty, on: date) -> bool:
    """Whether a duty is in force on a day."""
    return covers(duty.since, duty.until, on) and covers(None, ended_by_sources(register, duty), on)


def suspects(register: Register, on: date) -> list[Suspect]:
    """Every basis that should be reviewed again, in the order of the duties and their rows."""
    return [found for duty in register.duties.values() for found in suspects_of(register, duty, on)]


def suspects_of(register: Register, duty: Duty, on: date) -> list[Suspect]:
    """The bases of one duty that should be reviewed again; none once it has ended (R18).

    Args:
        register: the register.
        duty: the duty.
        on: a review that is dated later has not happened, and a supersession that is dated later neither.
    """
    found = list(_suspects_of(register, duty, on))
    last = last_day(register, duty) if found else None
    return [] if last is not None and last < on else found


def reviewed(basis: Basis, on: date) -> bool:
    """Whether a basis was reviewed by a day; a review without a day always was."""
    return basis.fingerprint != "" and (basis.reviewed_on is None or basis.reviewed_on <= on)


def _suspects_of(register: Register, duty: Duty, on: date) -> Iterator[Suspect]:
    for row, basis in enumerate(duty.basis):
        found = register.clauses.get(basis.clause)
        why = _why(basis, *found, on) if found is not None else None
        if found is not None and why is not None:
            yield Suspect(duty.id, row, basis, why, *found)


def _why(basis: Basis, source: Source, clause: Clause, on: date) -> Why | None:
    if reviewed(basis, on) and is_known(basis.fingerprint) and basis.fingerprint != fingerprint(clause.text):
        return Why.CLAUSE_CHANGED
    gone = source.superseded_on
    if gone is None or on < gone:
        return None
    # Whoever reviewed it after the source had gone knew that.
    knew = basis.reviewed_on is not None and gone <= basis.reviewed_on <= on
    return None if knew else Why.SOURCE_SUPERSEDED
