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
from schema.evidence import Sufficiency
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
    sufficiency: Sufficiency


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
_COUNTED_STATES = frozenset({ActivityState.FILED, ActivityState.DRAFT})


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
        replaced = set()
        for activity in register.activities.values():
            if activity.date > on or activity.state not in _COUNTED_STATES:
                continue
            if activity.corrects is not None and activity.state is ActivityState.FILED:
                replaced.add(activity.corrects)
            for row in activity.fulfils:
                if only is None or row.duty == only:
                    self._rows.setdefault(row.duty, []).append((activity, row))
        self._replaced = replaced

    def claims(self, duty: Duty) -> list[Claim]:
        """The records of accepted types that name a duty and are not replaced, in order of day; drafts are among them."""
        accepted = duty.accepts
        found = [
            Claim(activity, row, judge(activity))
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
    """Whether a window and its period have a day in common; else a record must name the period (R0.2)."""
    return window.opens <= window.period.last and window.due >= window.period.first


def _order(claim: Claim) -> tuple[date, str]:
    return claim.activity.date, claim.activity.id


def _count(claims: Iterable[Claim], row: Cadence, window: Window, element: str | None) -> Tally:
    counted: dict[object, Activity] = {}
    awaiting: list[str] = []
    flags: set[Flag] = set()
    overlapping = is_overlapping(window)
    for claim in claims:
        activity, fulfils, sufficiency = claim
        if element is not None and fulfils.elements and element not in fulfils.elements:
            continue
        if not fulfils.period and not overlapping:
            continue
        obstacle = _obstacle(claim, row, window)
        if obstacle is not None:
            flags.add(obstacle)
            if obstacle is not Flag.EARLY:
                awaiting.append(activity.id)
            continue
        sameness = _sameness(activity, row)
        twin = next((counted[same] for same in sameness if same in counted), None)
        if twin is not None:
            if twin is not activity:
                flags.add(Flag.DUPLICATE)
            continue
        counted.update(dict.fromkeys(sameness, activity))
        flags.update(sufficiency.flags)
        if _is_filed_later(activity, window):
            flags.add(Flag.FILED_LATER)
    return _sum_up(list({activity.id: activity for activity in counted.values()}.values()), awaiting, flags, row)


def _obstacle(claim: Claim, row: Cadence, window: Window) -> Flag | None:
    """Why a claim does not count; None where it does."""
    if claim.activity.date < window.opens and not row.early_ok:
        return Flag.EARLY
    if claim.activity.state is ActivityState.DRAFT:
        return Flag.DRAFT
    return None if claim.sufficiency.enough else Flag.EVIDENCE_MISSING


def _sameness(activity: Activity, row: Cadence) -> list[tuple[object, ...]]:
    """What no two counted records may share: unit, day and type at once, and what the cadence says (R0.9)."""
    same: list[tuple[object, ...]] = [(activity.unit, activity.date, activity.type)]
    match row.distinct_by:
        case DistinctBy.UNIT:
            same.append((activity.unit,))
        case DistinctBy.DATE:
            same.append((activity.date,))
        case DistinctBy.MONTH:
            same.append((activity.date.year, activity.date.month))
        case None:
            pass
    return same


def _is_filed_later(activity: Activity, window: Window) -> bool:
    """Whether a record was filed after the period, or after a window that reaches beyond it (R1)."""
    if activity.filed_on is None:
        return False
    end = window.period.last if activity.date <= window.period.last else window.due
    return activity.date <= end < activity.filed_on


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
