"""The ledger: which work records count for which obligation (R1, R0.1, R0.2, R0.9).

Every record is looked at once; a duty then sees only the records that name it, and evidence is judged when it first matters.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
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
from schema.marks import Flag
from schema.period import EVENT_PREFIX
from schema.period import period_of
from schema.register import Register
from schema.vocabulary import ActivityState
from schema.vocabulary import CadenceType
from schema.vocabulary import DistinctBy
from schema.vocabulary import Per


class Verdict(NamedTuple):
    """Whether a work record may count at all, whatever it is for."""

    obstacle: Flag | None
    """Why it cannot count for any period: a draft, or evidence missing; None where it can."""
    flags: tuple[Flag, ...]
    """What is said though it counts."""


Claim = tuple[Activity, Fulfils, Verdict]
"""A work record, the row of it that says it fulfils a duty, and whether it may count. No class: there are very many."""


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


_NO_CLAIMS: list[Claim] = []
_DRAFT = Verdict(Flag.DRAFT, ())
_FINE = Verdict(None, ())
# Members of an enumeration cost a call each; these are asked about once for every record.
_FILED, _DRAFTED = ActivityState.FILED, ActivityState.DRAFT
_EVENT, _EARLY = CadenceType.EVENT, Flag.EARLY


class Ledger:
    """The work records of a register as known on one day, by the duty that they name."""

    def __init__(self, register: Register, on: date, only: str | None = None) -> None:
        """Look at every record once.

        Args:
            register: the register.
            on: records dated later are ignored.
            only: the one duty that is asked about; None: all.
        """
        self._claims: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
        """By duty and the period as written; empty where none is, `event:` for all events."""
        self._periods: dict[Per, dict[date, str]] = {}
        self._replaced: set[str] = set()
        self._in_order = True
        """Files are read in the order of their names, which begin with a day: as a rule nothing is left to sort."""
        claims, before, before_id = self._claims, date.min, ""
        for activity in register.activities.values():
            state, day = activity.state, activity.date
            if day > on or (state is not _FILED and state is not _DRAFTED):
                continue
            if activity.corrects is not None and state is _FILED:
                self._replaced.add(activity.corrects)
            if day < before or (day == before and activity.id < before_id):
                self._in_order = False
            before, before_id = day, activity.id
            verdict = None
            for row in activity.fulfils:
                if only is None or row.duty == only:
                    # Judged here, where records are met in their order: later they are met by duty, far apart in memory.
                    verdict = verdict or _judge(activity, on)
                    period = row.period
                    claims[row.duty, EVENT_PREFIX if period.startswith(EVENT_PREFIX) else period].append(
                        (activity, row, verdict)
                    )

    def spread(self, duty: Duty, read: Plan) -> dict[str, list[Claim]]:
        """The claims whose period is not simply the one that they name, by period (R1, rows 2 and 3).

        Args:
            duty: the duty.
            read: one of its rows. For an event it must name the event; else what names no period belongs to that of its day.
        """
        found: dict[str, list[Claim]] = {}
        if read.row.type is CadenceType.EVENT:
            for claim in self._claims.get((duty.id, EVENT_PREFIX), ()):
                found.setdefault(canonical(claim[1].period, read.row.on), []).append(claim)
        elif read.per is not None:
            known = self._periods.setdefault(read.per, {})
            for claim in self._claims.get((duty.id, ""), ()):
                day = claim[0].date
                period = known.get(day)
                if period is None:
                    period = known[day] = period_of(day, read.per).text
                found.setdefault(period, []).append(claim)
        return found

    def claims(self, duty: Duty, period: str, spread: Mapping[str, list[Claim]]) -> Sequence[Claim]:
        """The claims of one period, in order of day (R1, rows 1 to 3); drafts are among them.

        Args:
            duty: the duty.
            period: the period.
            spread: as `spread` gives it.
        """
        found, more = self._claims.get((duty.id, period)), spread.get(period)
        if found is None or more is None:
            found = found or more or _NO_CLAIMS
            return found if self._in_order else sorted(found, key=_order)
        return sorted([*found, *more], key=_order)

    def tally(self, duty: Duty, claims: Sequence[Claim], row: Cadence, window: Window, element: str | None) -> Tally:
        """Count the claims of one period for one element (R1, row 4 and after)."""
        counted: dict[object, Activity] = {}
        awaiting: list[str] = []
        flags: list[Flag] = []
        accepted, replaced = duty.accepts, self._replaced
        overlapping = is_overlapping(window)
        opens = date.min if row.early_ok else window.opens
        for activity, fulfils, (obstacle, said) in claims:
            if (accepted and activity.type not in accepted) or activity.id in replaced:
                continue
            if element is not None and fulfils.elements and element not in fulfils.elements:
                continue
            if not overlapping and not fulfils.period:
                continue
            if activity.date < opens:
                flags.append(Flag.EARLY)
            elif obstacle is not None:
                flags.append(obstacle)
                awaiting.append(activity.id)
            elif counted.setdefault(_value(activity, row.distinct_by), activity) is activity:
                flags += said
                if activity.filed_on is not None and _is_filed_later(activity, activity.filed_on, window):
                    flags.append(Flag.FILED_LATER)
            else:
                flags.append(Flag.DUPLICATE)
        return _sum_up(list(counted.values()), awaiting, flags, row)


def _judge(activity: Activity, on: date) -> Verdict:
    if activity.state is _DRAFTED:
        return _DRAFT
    missing, adds_up, said = judge(activity, on)
    obstacle = Flag.EVIDENCE_MISSING if missing or not adds_up else None
    return Verdict(obstacle, said) if obstacle or said else _FINE


def is_overlapping(window: Window) -> bool:
    """Whether a window and its period have a day in common; else a record must name the period (R0.2)."""
    return window.opens <= window.period.last and window.period.first <= window.due


def _order(claim: Claim) -> tuple[date, str]:
    return claim[0].date, claim[0].id


def _value(activity: Activity, distinct_by: DistinctBy | None) -> tuple[object, ...]:
    """What at most one counted record may have: unit, day and type at once, or what the cadence says, which is less (R0.9)."""
    if distinct_by is None:
        return activity.unit, activity.date, activity.type
    match distinct_by:
        case DistinctBy.UNIT:
            return (activity.unit,)
        case DistinctBy.DATE:
            return (activity.date,)
        case DistinctBy.MONTH:
            return activity.date.year, activity.date.month


def _is_filed_later(activity: Activity, filed_on: date, window: Window) -> bool:
    """Whether a record was filed after the period, or after a window that reaches beyond it (R1)."""
    last = window.period.last
    return filed_on > last and activity.date <= (last if activity.date <= last else window.due) < filed_on


def _sum_up(counted: list[Activity], awaiting: list[str], flags: list[Flag], row: Cadence) -> Tally:
    reached = row.type is not CadenceType.UNSET and len(counted) >= row.n
    if row.type is CadenceType.EXACTLY and len(counted) > row.n:
        flags.append(Flag.EXTRA)
    return Tally(
        len(counted),
        counted[row.n - 1].date if reached else None,
        tuple([activity.id for activity in counted]),
        tuple(awaiting),
        tuple(sorted(set(flags))) if flags else (),
    )
