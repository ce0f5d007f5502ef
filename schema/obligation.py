"""Obligations: duty × period × scope element, with what was done, as of a day (R0-R5). Derived, never stored."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date

import msgspec

from schema.cadence import Plan
from schema.cadence import Window
from schema.cadence import event_window
from schema.cadence import plan
from schema.cadence import windows
from schema.event import events
from schema.holding import holder
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.waiver import Waiver
from schema.ledger import Claim
from schema.ledger import Ledger
from schema.ledger import Tally
from schema.light import Facts
from schema.light import Judge
from schema.marks import Flag
from schema.marks import Light
from schema.marks import State
from schema.period import normal
from schema.register import Register
from schema.selector import expand
from schema.selector import is_selector
from schema.supersession import ended_by_sources
from schema.supersession import supersedes_any
from schema.vocabulary import CadenceType
from schema.vocabulary import WaiverType

_NOTHING = Tally()
DONE = frozenset({State.DONE, State.DONE_LATE})
"""States of what was done, in time or late."""
FINISHED = DONE | {State.WAIVED, State.UNSET}
"""States in which nothing is left to do; obligations of earlier years in these are not listed."""


class Obligation(msgspec.Struct, frozen=True, gc=False):
    """One obligation as it stands on a day."""

    duty: str
    """Id of the duty."""
    row: int
    """Index of the cadence row that makes it; 0 is the first."""
    period: str
    """`2026`, `2026-H1`, `2026-Q3`, `2026-06` or `event:…`."""
    element: str | None
    """Id of the unit or post of what the cadence says `each`; None where it does not."""
    opens: date
    due: date
    """The last day, after rolling, without extensions."""
    extended_to: date | None
    """The approved later due day; None without one."""
    rolled: bool
    """Whether the due day was moved to a working day."""
    provisional: bool
    """Whether no official calendar stands behind the due day."""
    needed: int
    """How many records it takes; 0 where the cadence is not set."""
    count: int
    """How many count."""
    records: tuple[str, ...]
    """Ids of the work records that count, in order of day."""
    awaiting: tuple[str, ...]
    """Ids of records that would count but are drafts or lack evidence."""
    completed_on: date | None
    """The day of the record that brought the count to what is needed."""
    state: State
    light: Light
    flags: tuple[Flag, ...]
    lead: tuple[str, ...]
    """Ids of the lead units, the accountable one first."""
    responsible: tuple[str, ...]
    """Ids of the responsible units, selectors expanded, posts replaced by their units, leads left out."""

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What tells it from every other obligation: duty, row, period, element."""
        return self.duty, self.row, self.period, self.element or ""

    @property
    def last_day(self) -> date:
        """The last day by which it must be done, an approved extension included."""
        return max(self.due, self.extended_to or self.due)

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state not in FINISHED

    def concerns(self, unit: str) -> bool:
        """Whether a unit leads it, is responsible for it, or is the element that it is counted for."""
        return unit in self.lead or unit in self.responsible or unit == self.element


def obligations(register: Register, on: date, *, year: int | None = None, older: bool = True) -> list[Obligation]:
    """Every obligation of a year, and unfinished ones of earlier years.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        on: the day as of which they are judged.
        year: the year in which their periods begin; None: that of `on`.
        older: whether unfinished obligations of earlier years, from the duty's own `from` on, come too.

    Returns:
        In the order of duties, rows, years, periods and elements.
    """
    book = _Book(register, on)
    wanted = on.year if year is None else year
    found: list[Obligation] = []
    for duty in register.duties.values():
        found += book.of_duty(duty, wanted, older=older)
    return found


def obligations_of(register: Register, duty: Duty, on: date, *, year: int | None = None) -> list[Obligation]:
    """The obligations of one duty, unfinished ones of earlier years first (see `obligations`)."""
    return _Book(register, on, duty.id).of_duty(duty, on.year if year is None else year, older=True)


def all_obligations(register: Register, on: date) -> Iterator[Obligation]:
    """Every obligation that there ever was up to the year of a day, finished ones too.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        on: the day as of which they are judged.

    Yields:
        In the order of duties, then of years, rows, periods and elements. Of earlier years only what a duty's own `from`
        or a dated event vouches for.
    """
    book = _Book(register, on)
    for duty in register.duties.values():
        for year in book.years_of(duty):
            known = year == on.year or duty.since is not None
            yield from (
                one for one in book.of_duty(duty, year, older=False) if known or one.period.startswith("event:")
            )


class _Book:
    """A register's obligations on one day: what is looked up often is looked up once."""

    def __init__(self, register: Register, on: date, only: str | None = None) -> None:
        self._register = register
        self._on = on
        self._workdays = register.workdays
        self._judge = Judge(register.workdays, on, register.settings.thresholds.near_due)
        self._ledger = Ledger(register, on, only)
        self._events = events(register)
        self._waivers = _approved(register, on)
        self._superseding = supersedes_any(register)
        self._windows: dict[tuple[Cadence, int], tuple[Window, ...]] = {}
        self._expanded: dict[tuple[str, date, str], tuple[str, ...]] = {}
        self._units: dict[tuple[tuple[str, ...], tuple[str, ...], str], dict[date, tuple[str, ...]]] = {}

    def of_duty(self, duty: Duty, year: int, *, older: bool) -> list[Obligation]:
        """The obligations of one duty."""
        found: list[Obligation] = []
        units = self._units_by_day(duty)
        ended = ended_by_sources(self._register, duty) if self._superseding else None
        for index, row in enumerate(duty.cadence):
            read = plan(row)
            if read.faults:
                continue
            spread = self._ledger.spread(duty, read)
            for window in self._windows_of(duty, read, year, older=older):
                if not is_within(duty, window, ended):
                    continue
                claims = self._ledger.claims(duty, window.period.text, spread)
                made = self._of_window(duty, index, row, window, claims, units)
                found += made if window.period.first.year == year else [one for one in made if one.is_open]
        return found

    def years_of(self, duty: Duty) -> range:
        """The years in which a duty may have obligations, up to that of the day."""
        first = [duty.since.year] if duty.since is not None else []
        named = {row.on for row in duty.cadence if row.type is CadenceType.EVENT}
        first += [event.day.year for name in named for event in self._events.get(name, ())]
        return range(min(first, default=self._on.year), self._on.year + 1)

    def _windows_of(self, duty: Duty, read: Plan, year: int, *, older: bool) -> Iterable[Window]:
        if read.row.type is CadenceType.EVENT:
            return [
                event_window(read, event, self._workdays)
                for event in self._events.get(read.row.on, ())
                if event.day <= self._on and (event.day.year == year or (older and event.day.year < year))
            ]
        # Without a `from` nobody said since when, so no earlier year is guessed.
        first = duty.since.year if older and duty.since is not None else year
        if first >= year:
            return self._cached(read, year)
        return [window for each in range(first, year + 1) for window in self._cached(read, each)]

    def _cached(self, read: Plan, year: int) -> tuple[Window, ...]:
        key = (read.row, year)
        found = self._windows.get(key)
        if found is None:
            found = self._windows[key] = windows(read, year, self._workdays)
        return found

    def _of_window(
        self,
        duty: Duty,
        index: int,
        row: Cadence,
        window: Window,
        claims: Sequence[Claim],
        units: dict[date, tuple[str, ...]],
    ) -> list[Obligation]:
        day = min(self._on, window.due)
        responsible = units.get(day)
        if responsible is None:
            responsible = units[day] = tuple(self._expand_units(duty, day))
        tally = self._ledger.tally if claims else _count_nothing
        return [
            self._make(duty, index, row, window, element, tally(duty, claims, row, window, element), responsible)
            for element in self._elements(duty, row, day)
        ]

    def _make(
        self,
        duty: Duty,
        index: int,
        row: Cadence,
        window: Window,
        element: str | None,
        tally: Tally,
        responsible: tuple[str, ...],
    ) -> Obligation:
        period, opens, due, anchor, provisional = window
        unset = row.type is CadenceType.UNSET
        waived, extended_to = self._excuse(duty, window, element) if self._waivers else (False, None)
        needed = 0 if unset else row.n
        facts = Facts(opens, due, needed, tally.count, tally.completed_on, extended_to, waived, unset)
        state, light = self._judge.judge(facts)
        return Obligation(
            duty.id,
            index,
            period.text,
            element,
            opens,
            due,
            extended_to,
            due != anchor,
            provisional,
            needed,
            tally.count,
            tally.records,
            tally.awaiting,
            None if unset else tally.completed_on,
            state,
            light,
            tally.flags,
            duty.lead,
            responsible,
        )

    def _elements(self, duty: Duty, row: Cadence, day: date) -> tuple[str | None, ...]:
        if row.each is None:
            return (None,)
        return self._expand(row.each, day, duty.bearer, in_post=True)

    def _units_by_day(self, duty: Duty) -> dict[date, tuple[str, ...]]:
        """Where a duty's responsible units are kept by day; many duties name the same, so each list is expanded once."""
        own = duty.bearer if _is_own(duty.responsible) else ""
        return self._units.setdefault((duty.responsible, duty.lead, own), {})

    def _expand_units(self, duty: Duty, day: date) -> Iterable[str]:
        found: dict[str, None] = {}
        posts, units = self._register.posts, self._register.units
        for text in duty.responsible:
            for each in self._expand(text, day, duty.bearer) if is_selector(text) else (text,):
                found[posts[each].unit if each in posts and each not in units else each] = None
        return (unit for unit in found if unit not in duty.lead)

    def _expand(self, text: str, day: date, bearer: str, *, in_post: bool = False) -> tuple[str, ...]:
        """Expand a selector once for each day; with `in_post`, posts are left out that nobody holds (R0.8)."""
        key = (f"{text}!" if in_post else text, day, bearer if _is_own((text,)) else "")
        found = self._expanded.get(key)
        if found is None:
            expansion = expand(self._register, text, day, context_post=bearer)
            found = expansion.ids
            if in_post and expansion.kind == "post":
                found = tuple(post for post in found if holder(self._register, post, day).in_post)
            self._expanded[key] = found
        return found

    def _excuse(self, duty: Duty, window: Window, element: str | None) -> tuple[bool, date | None]:
        """Whether the obligation is waived, and the latest new due day beyond its own (R5, R0.10)."""
        live = [
            waiver
            for waiver in self._waivers.get((duty.id, window.period.text), ())
            if waiver.obligation.element in {None, element}
        ]
        later = [
            waiver.new_due
            for waiver in live
            if waiver.type is WaiverType.EXTEND and waiver.new_due is not None and waiver.new_due > window.due
        ]
        return any(waiver.type is WaiverType.WAIVE for waiver in live), max(later, default=None)


def _count_nothing(*_: object) -> Tally:
    return _NOTHING


def _is_own(texts: tuple[str, ...]) -> bool:
    """Whether any of these selectors depends on the bearer."""
    return any(text.startswith("@own-") for text in texts)


def is_within(duty: Duty, window: Window, ended: date | None = None) -> bool:
    """Whether a duty makes an obligation of a window at all (R0.6, R18).

    None for a period that ended, or was due, before the duty's own `from`; none that had not begun when the duty ended.

    Args:
        duty: the duty.
        window: the window.
        ended: the last day on which one of its sources stood (`schema.supersession.ended_by_sources`); None: one still does.
    """
    if duty.since is not None and (window.period.last < duty.since or window.due < duty.since):
        return False
    begun = min(window.opens, window.period.last)
    return (duty.until is None or begun <= duty.until) and (ended is None or begun <= ended)


def _approved(register: Register, on: date) -> dict[tuple[str, str], list[Waiver]]:
    """Waivers that have effect on a day, by duty and period."""
    found: dict[tuple[str, str], list[Waiver]] = {}
    for waiver in register.waivers.values():
        in_force = waiver.approved_on is not None and waiver.approved_on <= on
        if in_force and (waiver.expires is None or on <= waiver.expires):
            found.setdefault((waiver.obligation.duty, normal(waiver.obligation.period)), []).append(waiver)
    return found
