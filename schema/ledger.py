"""The ledger: which work records count for which obligation (R1, R0.1, R0.2, R0.9).

Every record is looked at once; a duty then sees only the records that name it.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec

from schema.cadence import Plan
from schema.cadence import Window
from schema.event import canonical
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.kinds.activity import Fulfils
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.period import EVENT_PREFIX
from schema.period import period_of
from schema.register import Register
from schema.vocabulary import ActivityState
from schema.vocabulary import CadenceType
from schema.vocabulary import DistinctBy
from schema.vocabulary import Flag


class Claim(NamedTuple):
    """A work record that says it fulfils a duty."""

    activity: Activity
    fulfils: Fulfils
    obstacle: Flag | None
    """Why it cannot count for any period: a draft, or evidence missing; None where it can."""
    flags: tuple[Flag, ...]
    """What is said though it counts."""


class Tally(msgspec.Struct, frozen=True, gc=False):
    """What was counted for one obligation."""

    count: int = 0
    completed_on: date | None = None
    """The day of the record that brought the count to n."""
    records: tuple[str, ...] = ()
    """Ids of the records that count, in order of day."""
    awaiting: tuple[str, ...] = ()
    """Ids of records that would count but are drafts or lack evidence (待补证)."""
    flags: tuple[Flag, ...] = ()


_NOTHING = Tally()


class Ledger:
    """The work records of a register as known on one day, by the duty that they name."""

    def __init__(self, register: Register, on: date, only: str | None = None) -> None:
        """Look at every record once.

        Args:
            register: the register.
            on: records dated later are ignored.
            only: the one duty that is asked about; None: all.
        """
        self._rows: dict[str, list[tuple[Activity, Fulfils]]] = {}
        self._replaced: set[str] = set()
        for activity in register.activities.values():
            state = activity.state
            if activity.date > on or not (state is ActivityState.FILED or state is ActivityState.DRAFT):
                continue
            if activity.corrects is not None and state is ActivityState.FILED:
                self._replaced.add(activity.corrects)
            for row in activity.fulfils:
                if only is None or row.duty == only:
                    self._rows.setdefault(row.duty, []).append((activity, row))

    def claims(self, duty: Duty) -> list[Claim]:
        """The records of accepted types that name a duty and are not replaced, in order of day; drafts are among them."""
        accepted = duty.accepts
        found = [
            _claim(activity, row)
            for activity, row in self._rows.get(duty.id, ())
            if (not accepted or activity.type in accepted) and activity.id not in self._replaced
        ]
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def by_period(self, claims: Iterable[Claim], read: Plan) -> dict[str, list[Claim]]:
        """Sort a duty's claims into the periods of one of its rows (R1, rows 1 to 3)."""
        found: dict[str, list[Claim]] = {}
        for claim in claims:
            period = self.period_text(claim, read)
            if period:
                found.setdefault(period, []).append(claim)
        return found

    @staticmethod
    def period_text(claim: Claim, read: Plan) -> str:
        """The period that a claim names, or that holds its date; empty for an event that it does not name."""
        named = claim.fulfils.period
        if read.row.type is CadenceType.EVENT:
            return canonical(named, read.row.on) if named.startswith(EVENT_PREFIX) else ""
        if named or read.per is None:
            return named
        return period_of(claim.activity.date, read.per).text

    @staticmethod
    def tally(claims: Iterable[Claim], row: Cadence, window: Window, element: str | None) -> Tally:
        """Count the claims of one period for one element (R1, row 4 and after)."""
        return _count(claims, row, window, element) if claims else _NOTHING


def is_overlapping(window: Window) -> bool:
    """Whether a window and its period have a day in common; else a record must name the period (R0.2).

    No window opens before its period, so it is enough that it opens within.
    """
    return window.opens <= window.period.last


def _claim(activity: Activity, fulfils: Fulfils) -> Claim:
    if activity.state is ActivityState.DRAFT:
        return Claim(activity, fulfils, Flag.DRAFT, ())
    sufficiency = judge(activity)
    return Claim(activity, fulfils, None if sufficiency.enough else Flag.EVIDENCE_MISSING, sufficiency.flags)


def _order(claim: Claim) -> tuple[date, str]:
    return claim.activity.date, claim.activity.id


def _count(claims: Iterable[Claim], row: Cadence, window: Window, element: str | None) -> Tally:
    counted: dict[object, Activity] = {}
    awaiting: list[str] = []
    flags: set[Flag] = set()
    overlapping = is_overlapping(window)
    opens = date.min if row.early_ok else window.opens
    for activity, fulfils, obstacle, said in claims:
        if element is not None and fulfils.elements and element not in fulfils.elements:
            continue
        if not overlapping and not fulfils.period:
            continue
        if activity.date < opens:
            flags.add(Flag.EARLY)
        elif obstacle is not None:
            flags.add(obstacle)
            awaiting.append(activity.id)
        else:
            value = _value(activity, row.distinct_by)
            twin = counted.get(value)
            if twin is None:
                counted[value] = activity
                flags.update(said)
                if activity.filed_on is not None and _is_filed_later(activity, activity.filed_on, window):
                    flags.add(Flag.FILED_LATER)
            elif twin is not activity:
                flags.add(Flag.DUPLICATE)
    return _sum_up(list(counted.values()), awaiting, flags, row)


def _value(activity: Activity, distinct_by: DistinctBy | None) -> tuple[object, ...]:
    """What at most one counted record may have: unit, day and type at once, or what the cadence says, which is less (R0.9)."""
    match distinct_by:
        case None:
            return activity.unit, activity.date, activity.type
        case DistinctBy.UNIT:
            return (activity.unit,)
        case DistinctBy.DATE:
            return (activity.date,)
        case DistinctBy.MONTH:
            return activity.date.year, activity.date.month


def _is_filed_later(activity: Activity, filed_on: date, window: Window) -> bool:
    """Whether a record was filed after the period, or after a window that reaches beyond it (R1)."""
    end = window.period.last if activity.date <= window.period.last else window.due
    return activity.date <= end < filed_on


def _sum_up(counted: list[Activity], awaiting: list[str], flags: set[Flag], row: Cadence) -> Tally:
    reached = row.type is not CadenceType.UNSET and len(counted) >= row.n
    if row.type is CadenceType.EXACTLY and len(counted) > row.n:
        flags.add(Flag.EXTRA)
    return Tally(
        len(counted),
        counted[row.n - 1].date if reached else None,
        tuple(activity.id for activity in counted),
        tuple(awaiting),
        tuple(sorted(flags)),
    )
