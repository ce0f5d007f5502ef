"""Rectification: how a finding stands on a day, from its issue to its closing and beyond (R13). Derived, never stored.

A finding is closed by a verification of another unit and by nothing else. Its course is read off the dated fields and
rows of its record, so that it can be told for every day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.kinds.finding import Extension
from schema.kinds.finding import Finding
from schema.marks import FindingState
from schema.marks import Light
from schema.matter import limit
from schema.register import Register

CLOSED: Final = frozenset({FindingState.CLOSED, FindingState.CLOSED_LATE})
"""States of a finding that is closed and stays so."""


class Rectification(NamedTuple):
    """How one finding stands on a day."""

    finding: Finding
    state: FindingState
    light: Light
    due: date
    """The last day, approved extensions included."""
    original_due: date
    """The last day as it was given at first."""
    late_by: int
    """Working days that `done`, or the day itself while not done, lies after `due`; 0 in time."""
    returned: int
    """How often it had been sent back."""
    done: date | None = None
    """The day of the rectification that counts; None while there is none with evidence, or it was sent back."""
    verified_on: date | None = None
    """The day of the verification that closed it; None while it is not closed."""
    recurred_in: str | None = None
    """Id of the first finding of the same matter after closing; None without one."""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do: a recurrence is nobody's until a new finding has taken it up."""
        if self.state is FindingState.RECURRED:
            return self.light is Light.RED
        return self.state not in CLOSED


def rectification_of(register: Register, finding: Finding, on: date) -> Rectification:
    """Say how a finding stands on a day; what its record dates later is not looked at (R0.1)."""
    due, returned = due_on(finding, on), returns_by(finding, on)
    done, verified = done_by(finding, on), verified_by(finding, on)
    again = recurrence(register, finding, on)
    state, light = _judge(register, finding, on, again)
    late = max(0, register.workdays.between(due, done or on))
    return Rectification(finding, state, light, due, finding.due, late, returned, done, verified, again)


def rectifications(register: Register, on: date) -> list[Rectification]:
    """Every finding issued on or before a day, in order of id."""
    found = sorted(register.findings.values(), key=lambda finding: finding.id)
    return [rectification_of(register, finding, on) for finding in found if finding.issued <= on]


def returns_by(finding: Finding, on: date) -> int:
    """How often a finding had been sent back by a day."""
    return sum(row.on <= on for row in finding.returned)


def done_by(finding: Finding, on: date) -> date | None:
    """The day of the rectification as it counts on a day.

    None while nothing is done, while no evidence of that day or earlier stands beside it (evidence without a day counts),
    and where it was sent back after it was done.
    """
    done = finding.done
    if done is None or done > on or not has_evidence(finding, on):
        return None
    return None if is_sent_back(finding, on) else done


def is_sent_back(finding: Finding, on: date) -> bool:
    """Whether a rectification was sent back by a day, after the day on which it was done."""
    last = max((row.on for row in finding.returned if row.on <= on), default=None)
    return last is not None and (finding.done is None or finding.done < last)


def has_evidence(finding: Finding, on: date) -> bool:
    """Whether any evidence of a rectification is there by a day; without its own day it always is."""
    return any(row.date is None or row.date <= on for row in finding.evidence)


def verified_by(finding: Finding, on: date) -> date | None:
    """The day on which another unit verified what was done, so that the finding is closed; None before."""
    day, done = finding.verified_on, done_by(finding, on)
    if day is None or day > on or done is None or day < done:
        return None
    return None if finding.verified_by in {None, finding.unit} else day


def due_on(finding: Finding, on: date) -> date:
    """The day by which a finding is to be rectified, as it is in force on a day."""
    accepted = accepted_extensions(finding, on)
    return accepted[-1].new_due if accepted else finding.due


def accepted_extensions(finding: Finding, on: date) -> list[Extension]:
    """The extensions that have effect on a day, each later than the one before (R13).

    An extension counts only if it was asked for by the due day that was in force when it was asked for, with a reason and a
    later day, and if a post approved it by the day.
    """
    accepted: list[Extension] = []
    for row in sorted(finding.extension, key=_asked):
        approved = row.approved_by is not None and row.approved_on is not None and row.approved_on <= on
        latest = accepted[-1].new_due if accepted else finding.due
        if (
            approved
            and row.reason.strip()
            and row.new_due > latest
            and row.asked_on <= _in_force(finding, accepted, row)
        ):
            accepted.append(row)
    return accepted


def due_when_asked(finding: Finding, row: Extension) -> date:
    """The due day that was in force on the day on which an extension was asked for, that extension left out."""
    earlier = [other for other in accepted_extensions(finding, row.asked_on) if other is not row]
    return earlier[-1].new_due if earlier else finding.due


def recurrence(register: Register, finding: Finding, on: date) -> str | None:
    """Id of the first finding by a day in which the matter of a closed finding came up again; None without one."""
    closed = verified_by(finding, on)
    if closed is None:
        return None
    later = register.matters.after(finding, closed)
    return later.id if later is not None and later.issued <= min(on, limit(closed)) else None


def recurs_from(register: Register, finding: Finding) -> str | None:
    """Id of the finding that one recurs from, whether it says so or not; None where its matter is new."""
    for earlier in register.matters.before(finding):
        if verified_by(earlier, finding.issued) is not None:
            return earlier.id
    return None


def _in_force(finding: Finding, accepted: Iterable[Extension], row: Extension) -> date:
    """The due day in force when an extension was asked for: of earlier ones, only those approved by then."""
    known = [one.new_due for one in accepted if one.approved_on is not None and one.approved_on <= row.asked_on]
    return known[-1] if known else finding.due


def _asked(row: Extension) -> tuple[date, date]:
    return row.asked_on, row.new_due


def _judge(register: Register, finding: Finding, on: date, again: str | None) -> tuple[FindingState, Light]:
    """Find the row of R13 and its colour."""
    due, done, verified = due_on(finding, on), done_by(finding, on), verified_by(finding, on)
    if done is None:
        return _judge_undone(register, finding, on, due)
    if verified is None:
        return FindingState.AWAITING, Light.YELLOW
    looks = sorted((row.on, row.holds) for row in finding.look_back if verified <= row.on <= on)
    if again is not None or any(not holds for _, holds in looks):
        settled = again is not None or looks[-1][1]
        return FindingState.RECURRED, Light.GREEN if settled else Light.RED
    return (FindingState.CLOSED if done <= due else FindingState.CLOSED_LATE), Light.GREEN


def _judge_undone(register: Register, finding: Finding, on: date, due: date) -> tuple[FindingState, Light]:
    if on > due:
        return FindingState.RECTIFYING, Light.RED
    near, extended = register.settings.thresholds.near_due, on > finding.due
    soon = extended or (near is not None and register.workdays.between(on, due) <= near)
    if returns_by(finding, on):
        return FindingState.RETURNED, Light.YELLOW if soon else Light.GREEN
    if extended:
        return FindingState.EXTENDED, Light.YELLOW
    if finding.measure.strip():
        return FindingState.RECTIFYING, Light.YELLOW if soon else Light.GREEN
    return FindingState.ISSUED, Light.YELLOW if soon else Light.WHITE
