"""What the objects of a scheme are charged with and given: obligations, findings and bonuses, by object (R14)."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.assessed import assessments
from schema.kinds.assessment import Bonus
from schema.kinds.scheme import Scheme
from schema.marks import FindingState
from schema.marks import Role
from schema.marks import State
from schema.obligation import Obligation
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register

JUDGED: Final = frozenset({State.DONE, State.DONE_LATE, State.MISSED})
"""States in which an obligation is settled for better or worse; one that is waived or not set is in no rate."""


class Findings(NamedTuple):
    """The findings that a year's score looks at, by object."""

    issued: dict[str, int]
    """How many were issued in the year."""
    late: dict[str, list[Rectification]]
    """Those of them that are overdue, or were rectified late."""
    recurred: dict[str, list[Rectification]]
    """Closed findings that came up again in the year, whenever they were issued."""


def charges(
    register: Register, found: Iterable[Obligation], objects: Mapping[str, str]
) -> dict[str, list[tuple[Obligation, Role]]]:
    """The settled obligations that each object answers for and in what role; each once for an object."""
    charged: dict[str, list[tuple[Obligation, Role]]] = {}
    for one in found:
        if one.state in JUDGED:
            for each, role in _roles(register, one, objects).items():
                charged.setdefault(each, []).append((one, role))
    return charged


def _roles(register: Register, one: Obligation, objects: Mapping[str, str]) -> dict[str, Role]:
    """In what role each object answers for an obligation.

    A unit as lead, or as responsible for its own element alone; a post where it is the bearer or the element (R14).
    """
    roles = {unit: Role.LEAD for unit in one.lead if objects.get(unit) == "unit"}
    if one.lead and one.lead[0] in roles:
        roles[one.lead[0]] = Role.FIRST_LEAD
    element = one.element
    if element is not None and objects.get(element) == "unit" and element in one.responsible:
        roles.setdefault(element, Role.RESPONSIBLE)
    for post in (register.duties[one.duty].bearer, element):
        if post is not None and objects.get(post) == "post":
            roles[post] = Role.BEARER
    return roles


def findings(register: Register, year: int, on: date, objects: Mapping[str, str]) -> Findings:
    """Findings by the unit that rectifies and by the post that owns them."""
    found = Findings({}, {}, {})
    for one in rectifications(register, on):
        day = recurred_on(register, one, on)
        concerned = {one.finding.unit: "unit", one.finding.owner: "post"}
        for each in (each for each, kind in concerned.items() if each is not None and objects.get(each) == kind):
            if one.finding.issued.year == year:
                found.issued[each] = found.issued.get(each, 0) + 1
                if (one.done or on) > one.due:
                    found.late.setdefault(each, []).append(one)
            if day is not None and day.year == year:
                found.recurred.setdefault(each, []).append(one)
    return found


def bonuses(register: Register, scheme: Scheme, year: int, on: date) -> dict[str, list[tuple[Bonus, str]]]:
    """The bonuses of a year's assessments by a day, with the id of the record, by object."""
    found: dict[str, list[tuple[Bonus, str]]] = {}
    for one in assessments(register, on):
        for row in one.bonus if (one.year, one.scheme) == (year, scheme.id) else ():
            if row.date is None or row.date <= on:
                found.setdefault(row.object, []).append((row, one.id))
    return found


def recurred_on(register: Register, one: Rectification, on: date) -> date | None:
    """The day on which a closed finding came up again: a new finding of the matter, or a look-back that says so (R13)."""
    if one.state is not FindingState.RECURRED or one.verified_on is None:
        return None
    days = [row.on for row in one.finding.look_back if one.verified_on <= row.on <= on and not row.holds]
    if one.recurred_in is not None:
        days.append(register.findings[one.recurred_in].issued)
    return min(days, default=None)
