"""The ledger: which work records count for which obligation (R1, R0.1, R0.2, R0.9).

Every record is looked at once; a duty then sees only the records that name it, and evidence is judged when it first matters.
"""

from collections import defaultdict
from collections.abc import Iterable
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
from schema.period import EVENT_PREFIX
from schema.period import period_of
from schema.register import Register
from schema.vocabulary import ActivityState
from schema.vocabulary import CadenceType
from schema.vocabulary import DistinctBy
from schema.vocabulary import Flag

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


_NOTHING = Tally()
_NO_CLAIMS: list[Claim] = []
_DRAFT = Verdict(Flag.DRAFT, ())
_FINE = Verdict(None, ())


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
        self._replaced: set[str] = set()
        # Files are read in the order of their names, which begin with a day: as a rule nothing is left to sort.
        self._in_order = True
        before = (date.min, "")
        for activity in register.activities.values():
            state = activity.state
            if activity.date > on or not (state is ActivityState.FILED or state is ActivityState.DRAFT):
                continue
            if activity.corrects is not None and state is ActivityState.FILED:
                self._replaced.add(activity.corrects)
            moment = (activity.date, activity.id)
            if moment < before:
                self._in_order = False
            before = moment
            verdict = None
            for row in activity.fulfils:
                if only is None or row.duty == only:
                    # Judged here, where records are met in their order: later they are met by duty, far apart in memory.
                    verdict = verdict or _judge(activity)
                    period = row.period
                    key = EVENT_PREFIX if period.startswith(EVENT_PREFIX) else period
                    self._claims[row.duty, key].append((activity, row, verdict))

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
            for claim in self._claims.get((duty.id, ""), ()):
                found.setdefault(period_of(claim[0].date, read.per).text, []).append(claim)
        return found

    def claims(self, duty: Duty, period: str, spread: Mapping[str, list[Claim]]) -> Sequence[Claim]:
        """The claims of one period, in order of day (R1, rows 1 to 3); drafts are among them.

        Args:
            duty: only records of the types that it accepts come; none that was replaced.
            period: the period.
            spread: as `spread` gives it.
        """
        found, more = self._claims.get((duty.id, period), _NO_CLAIMS), spread.get(period)
        if more:
            found = [*found, *more]
        if duty.accepts:
            found = [claim for claim in found if claim[0].type in duty.accepts]
        if self._replaced:
            found = [claim for claim in found if claim[0].id not in self._replaced]
        return found if self._in_order and not more else sorted(found, key=_order)

    def tally(self, claims: Iterable[Claim], row: Cadence, window: Window, element: str | None) -> Tally:
        """Count the claims of one period for one element (R1, row 4 and after)."""
        if not claims:
            return _NOTHING
        counted: dict[object, Activity] = {}
        awaiting: list[str] = []
        flags: set[Flag] = set()
        overlapping = is_overlapping(window)
        opens, last = date.min if row.early_ok else window.opens, window.period.last
        for activity, fulfils, (obstacle, said) in claims:
            if element is not None and fulfils.elements and element not in fulfils.elements:
                continue
            if not overlapping and not fulfils.period:
                continue
            if activity.date < opens:
                flags.add(Flag.EARLY)
                continue
            if obstacle is not None:
                flags.add(obstacle)
                awaiting.append(activity.id)
                continue
            twin = counted.setdefault(_value(activity, row.distinct_by), activity)
            if twin is not activity:
                flags.add(Flag.DUPLICATE)
                continue
            if said:
                flags.update(said)
            if activity.filed_on is not None and activity.filed_on > last and _is_filed_later(activity, window):
                flags.add(Flag.FILED_LATER)
        return _sum_up(list(counted.values()), awaiting, flags, row)


def _judge(activity: Activity) -> Verdict:
    if activity.state is ActivityState.DRAFT:
        return _DRAFT
    missing, adds_up, said = judge(activity)
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


def _is_filed_later(activity: Activity, window: Window) -> bool:
    """Whether a record was filed after the period, or after a window that reaches beyond it (R1)."""
    end = window.period.last if activity.date <= window.period.last else window.due
    return activity.filed_on is not None and activity.date <= end < activity.filed_on


def _sum_up(counted: list[Activity], awaiting: list[str], flags: set[Flag], row: Cadence) -> Tally:
    reached = row.type is not CadenceType.UNSET and len(counted) >= row.n
    if row.type is CadenceType.EXACTLY and len(counted) > row.n:
        flags.add(Flag.EXTRA)
    return Tally(
        len(counted),
        counted[row.n - 1].date if reached else None,
        tuple([activity.id for activity in counted]),
        tuple(awaiting),
        tuple(sorted(flags)) if flags else (),
    )
