"""One-vote veto: what an event does to the grade of its object, and what it lacks where it does nothing (R10).

Nothing about a veto is built in: trigger, effect, period, decider and basis are data of the scheme, and with any of them
missing no event has an effect. A veto changes a grade and never a score.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec

from schema.assessed import assessments
from schema.kinds.assessment import VetoEvent
from schema.kinds.scheme import Scheme
from schema.kinds.scheme import VetoPolicy
from schema.marks import VetoState
from schema.register import Register


class Veto(NamedTuple):
    """A veto event and where it stands."""

    event: VetoEvent
    state: VetoState
    record: str
    """Id of the assessment that holds the event."""
    missing: tuple[str, ...]
    """The keys of the parameters that the policy lacks."""

    @property
    def in_force(self) -> bool:
        """Whether it forces a grade."""
        return self.state is VetoState.IN_FORCE


def missing_parameters(scheme: Scheme) -> tuple[str, ...]:
    """Which of the five parameters of R10 a scheme's policy lacks.

    Returns:
        Their keys in the order of the schema; all five without a policy. An effect that names no grade of the scheme can
        force none, so it is missing too.
    """
    policy = scheme.veto or VetoPolicy()
    given = {
        "trigger": any(text.strip() for text in policy.trigger),
        "effect": names_grade(scheme, policy.effect),
        "period": bool(policy.period.strip()),
        "decider": bool(policy.decider),
        "basis": bool(policy.basis.strip()),
    }
    return tuple(key for key, there in given.items() if not there)


def names_grade(scheme: Scheme, title: str) -> bool:
    """Whether a text is the title of a grade of the scheme."""
    return any(grade.title == title for grade in scheme.grade)


def vetoes(register: Register, scheme: Scheme, year: int, on: date) -> dict[str, tuple[Veto, ...]]:
    """Every veto event that a year's assessment holds or that is dated in the year, by object, in order of day.

    Events dated after `on` do not exist (R0.1).
    """
    missing = missing_parameters(scheme)
    found: dict[str, list[Veto]] = {}
    for one in assessments(register, on):
        for event in one.veto if one.scheme == scheme.id else ():
            if event.date <= on and year in {one.year, event.date.year}:
                veto = Veto(known_by(event, on), judge(scheme, event, year, on), one.id, missing)
                found.setdefault(event.object, []).append(veto)
    return {each: tuple(sorted(several, key=lambda veto: veto.event.date)) for each, several in found.items()}


def judge(scheme: Scheme, event: VetoEvent, year: int, on: date) -> VetoState:
    """Find the row of R10 for an event, as of a day."""
    policy = scheme.veto
    if policy is None or missing_parameters(scheme):
        return VetoState.PARAMETERS_UNSET
    if event.revoked_on is not None and event.revoked_on <= on:
        return VetoState.REVOKED
    if event.trigger not in policy.trigger or not is_confirmed(policy, event, on):
        return VetoState.PENDING
    return VetoState.IN_FORCE if event.date.year == year else VetoState.OTHER_YEAR


def known_by(event: VetoEvent, on: date) -> VetoEvent:
    """An event without the confirmation and the revocation that are dated after a day (R0.1)."""
    if event.confirmed_on is not None and event.confirmed_on > on:
        event = msgspec.structs.replace(event, confirmed_by=None, confirmed_on=None, document="")
    if event.revoked_on is not None and event.revoked_on > on:
        event = msgspec.structs.replace(event, revoked_on=None)
    return event


def is_confirmed(policy: VetoPolicy, event: VetoEvent, on: date) -> bool:
    """Whether the decider confirmed an event by a day; a confirmation dated before the event confirms nothing."""
    if event.confirmed_by is None or event.confirmed_by != policy.decider or event.confirmed_on is None:
        return False
    return event.date <= event.confirmed_on <= on


def force(scheme: Scheme, grade: str, events: Iterable[Veto]) -> str:
    """The grade that stands after the vetoes: the policy's effect is the highest grade still allowed.

    Args:
        scheme: the scheme.
        grade: the title of the grade by score; empty where there is none, which stays.
        events: the vetoes of the object.
    """
    if scheme.veto is None or not any(veto.in_force for veto in events):
        return grade
    reached = {one.title: one.from_score for one in scheme.grade}
    allowed = scheme.veto.effect
    return allowed if grade in reached and reached[grade] > reached[allowed] else grade
