"""Urging: which letter is due about what is not done, and to whom it goes (R11). Derived, never stored.

From when a rung applies is data in register.toml (`[urging]`); a rung whose number is unset is never proposed. The last
rung, evaluation by the supervising post, is only ever proposed: a person decides.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import Final
from typing import NamedTuple

import msgspec

from schema.addressee import Addressees
from schema.kinds.finding import Finding
from schema.kinds.settings import Letter
from schema.kinds.settings import Urging
from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.marks import FindingState
from schema.marks import State
from schema.marks import UrgeReason
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register
from schema.target import name
from schema.vocabulary import UrgeLevel
from schema.workdays import Workdays

_WAITING: Final = frozenset({State.NOT_STARTED, State.WAIVED, State.UNSET, State.DONE, State.DONE_LATE})
"""States in which nobody is urged: nothing is open, or its window is not."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the table of R11 asks about."""

    due: date
    """The last day, approved extensions included."""
    sent: tuple[Urge, ...] = ()
    """The letters about it up to the day, in order of issue."""
    missed: int = 0
    """How often the same duty and element was missed among what was due in the same year; 0 for a finding."""


class Rung(NamedTuple):
    """The rung of urging that is due for one obligation or one finding on a day."""

    level: UrgeLevel
    reason: UrgeReason
    """Why it is this rung."""
    to: str | None
    """Id of the unit or post that a letter goes to; None where the register names nobody."""
    obligation: Obligation | None
    """What it is about; None for a finding."""
    finding: Finding | None
    """What it is about; None for an obligation."""
    facts: Facts
    overdue: int
    """Working days since the due day; 0 or negative up to it."""

    @property
    def highest_sent(self) -> UrgeLevel | None:
        """The highest rung of the letters already sent; None without one."""
        return max((urge.level for urge in self.facts.sent), default=None)

    @property
    def is_owed(self) -> bool:
        """Whether a new letter is to be sent: no letter of this rung or a higher one was. Never for L4, which a person decides."""
        highest = self.highest_sent
        return self.level is not UrgeLevel.L4 and (highest is None or self.level > highest)

    @property
    def awaits_decision(self) -> bool:
        """Whether evaluation by the supervising post is proposed, and no such letter was sent."""
        return self.level is UrgeLevel.L4 and self.highest_sent is not UrgeLevel.L4

    @property
    def target(self) -> Target | None:
        """The obligation as a letter names it; None for a finding."""
        one = self.obligation
        return None if one is None else Target(duty=one.duty, period=one.period, element=one.element)


def rungs(register: Register, on: date) -> list[Rung]:
    """Every obligation and finding that is to be urged on a day, whether or not its letter was sent.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        on: the day.

    Returns:
        Obligations in their order, then findings in theirs; only those for which a rung is due.
    """
    found = obligations(register, on)
    ladder = Ladder(register, on)
    made = [ladder.of_obligation(one, missed) for one, missed in with_missed(found)]
    made += [ladder.of_finding(one) for one in rectifications(register, on)]
    return [rung for rung in made if rung is not None]


def level_due(urging: Urging, workdays: Workdays, facts: Facts, on: date) -> tuple[UrgeLevel, UrgeReason] | None:
    """The highest rung of R11 that is due for something not done; None where none is.

    Args:
        urging: from when each rung applies.
        workdays: what counts working days.
        facts: what is known of the obligation or finding.
        on: the day.
    """
    overdue = workdays.between(facts.due, on) if on > facts.due else 0
    reported = any(urge.level >= UrgeLevel.L3 and urge.issued < on for urge in facts.sent)
    if urging.report_from is not None and reported and overdue:
        return UrgeLevel.L4, UrgeReason.REPORTED
    for rows in (_report(urging, facts, overdue, on), _supervise(urging, workdays, facts, overdue, on)):
        for level, reason, met in rows:
            if met and overdue:
                return level, reason
    if _from(urging.urge_from, overdue):
        return UrgeLevel.L1, UrgeReason.DAYS
    if urging.remind_before is not None and workdays.between(on, facts.due) <= urging.remind_before:
        return UrgeLevel.L0, UrgeReason.DAYS
    return None


def letter_of(urging: Urging, level: UrgeLevel) -> Letter:
    """What this institution calls a rung's letter and how long a reply may take; nothing where it does not say."""
    return next((one for one in urging.letter if one.level is level), Letter(level=level))


class Ladder:
    """Finds rungs on one day: who is in charge of which unit is looked up once."""

    def __init__(self, register: Register, on: date) -> None:
        """Set the register and the day."""
        self._register = register
        self._on = on
        self._addressees = Addressees(register, on)

    def of_obligation(self, one: Obligation, missed: int = 0, level: UrgeLevel | None = None) -> Rung | None:
        """The rung of one obligation; None where nobody is to be urged.

        Args:
            one: the obligation as it stands on the day.
            missed: how often the same duty and element was missed in the year of its due day.
            level: the rung that a person chose; None: the one that is due.
        """
        if one.state in _WAITING:
            return None
        names = dict.fromkeys(name(one.duty, one.period, element) for element in (one.element, None))
        facts = Facts(due=one.last_day, sent=self._sent(names), missed=missed)
        return self._make(facts, level, obligation=one)

    def of_finding(self, one: Rectification, level: UrgeLevel | None = None) -> Rung | None:
        """The rung of one finding; None where nobody is to be urged: it is done, or recurs in another.

        Args:
            one: the finding as it stands on the day.
            level: the rung that a person chose; None: the one that is due.
        """
        if one.done is not None or one.state is FindingState.RECURRED or one.finding.issued > self._on:
            return None
        return self._make(Facts(due=one.due, sent=self._sent([one.finding.id])), level, finding=one.finding)

    def _make(
        self,
        facts: Facts,
        chosen: UrgeLevel | None,
        *,
        obligation: Obligation | None = None,
        finding: Finding | None = None,
    ) -> Rung | None:
        register = self._register
        found = level_due(register.settings.urging, register.workdays, facts, self._on)
        if chosen is not None and (found is None or found[0] is not chosen):
            found = chosen, UrgeReason.CHOSEN
        if found is None:
            return None
        level, reason = found
        overdue = register.workdays.between(facts.due, self._on)
        return Rung(level, reason, self.addressee(level, obligation, finding), obligation, finding, facts, overdue)

    def addressee(self, level: UrgeLevel, obligation: Obligation | None, finding: Finding | None) -> str | None:
        """Who gets a letter of a rung about an obligation or a finding; None where the register names nobody."""
        if finding is not None:
            return self._addressees.of_finding(level, finding)
        return self._addressees.of_obligation(level, obligation) if obligation is not None else None

    def _sent(self, names: Sequence[str] | dict[str, None]) -> tuple[Urge, ...]:
        letters = self._register.urges_by_target
        found = [urge for each in names for urge in letters.get(each, ()) if urge.issued <= self._on]
        return tuple(sorted(found, key=_issue))


def with_missed(found: Sequence[Obligation]) -> Iterator[tuple[Obligation, int]]:
    """Each obligation with how often its duty and element was missed in the year of its due day (R11)."""
    counts: dict[tuple[str, str | None, int], int] = {}
    for one in found:
        if one.state is State.MISSED:
            key = (one.duty, one.element, one.due.year)
            counts[key] = counts.get(key, 0) + 1
    for one in found:
        yield one, counts.get((one.duty, one.element, one.due.year), 0)


def _report(urging: Urging, facts: Facts, overdue: int, on: date) -> Iterator[tuple[UrgeLevel, UrgeReason, bool]]:
    """The row of R11 for L3."""
    if urging.report_from is not None:
        yield UrgeLevel.L3, UrgeReason.DAYS, overdue >= urging.report_from
        yield UrgeLevel.L3, UrgeReason.REPLY_MISSED, any(_is_missed(urge, on) for urge in facts.sent)
        yield UrgeLevel.L3, UrgeReason.REPEATED, _from(urging.repeated, facts.missed)


def _supervise(
    urging: Urging, workdays: Workdays, facts: Facts, overdue: int, on: date
) -> Iterator[tuple[UrgeLevel, UrgeReason, bool]]:
    """The row of R11 for L2: a letter is unanswered once the last day for an answer has passed."""
    if urging.supervise_from is not None:
        yield UrgeLevel.L2, UrgeReason.DAYS, overdue >= urging.supervise_from
        yield (
            UrgeLevel.L2,
            UrgeReason.UNANSWERED,
            urging.unanswered is not None
            and any(
                urge.level is UrgeLevel.L1
                and not _is_replied(urge, on)
                and workdays.between(urge.issued, on) > urging.unanswered
                for urge in facts.sent
            ),
        )


def _is_replied(urge: Urge, on: date) -> bool:
    return urge.replied is not None and urge.replied <= on


def _is_missed(urge: Urge, on: date) -> bool:
    """Whether the last day for a reply to a supervision letter passed without one."""
    if urge.level is not UrgeLevel.L2 or urge.reply_due is None or on <= urge.reply_due:
        return False
    return urge.replied is None or urge.replied > urge.reply_due


def _from(limit: int | None, count: int) -> bool:
    return limit is not None and count >= max(limit, 1)


def _issue(urge: Urge) -> tuple[date, str]:
    return urge.issued, urge.id
