"""Coverage: whether every clause in scope has its duty, every duty its clause and its lead, every unit its head (R16)."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.diagnostic import Step
from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.kinds.source import Source
from schema.kinds.unit import Unit
from schema.marks import Flag
from schema.marks import GapType
from schema.marks import Standing
from schema.register import Register
from schema.selector import heads
from schema.supersession import is_in_force
from schema.supersession import is_standing
from schema.vocabulary import ClauseScope
from schema.vocabulary import UnitType

IN_SCOPE: Final = frozenset({ClauseScope.IN, ClauseScope.COUNTS})
"""The scopes of clauses that must have a duty."""
MANNED: Final = frozenset({UnitType.SECTION, UnitType.CENTRE, UnitType.COMMUNITY, UnitType.VILLAGE})
"""The types of units that must have a head post and a liaison."""

_VACANT: Final = frozenset({Standing.COVER, Standing.VACANT})


class SourceCoverage(NamedTuple):
    """How much of a source duties rest on."""

    source: str
    """Id of a source in force on the day."""
    clauses: int
    """Its clauses in scope."""
    covered: int
    """Those of them on which at least one duty in force rests."""

    @property
    def uncovered(self) -> int:
        """Those on which none does."""
        return self.clauses - self.covered


class Gap(NamedTuple):
    """One thing that is lacking."""

    type: GapType
    kind: str
    """Kind of the record that shows it."""
    id: str
    key: tuple[Step, ...] = ()
    """The place inside the record."""
    clause: str = ""
    """For a clause: `source-id#path`."""


class Coverage(NamedTuple):
    """The whole picture on a day."""

    on: date
    sources: tuple[SourceCoverage, ...]
    """The sources in force that have clauses in scope."""
    gaps: tuple[Gap, ...]
    """Clauses first, then duties, then units; each in the order of the register."""
    duties: tuple[Duty, ...]
    """The duties in force."""


def coverage(register: Register, on: date) -> Coverage:
    """See what is covered on a day; every record is looked at once.

    Args:
        register: the register.
        on: only sources, duties, units and posts that are in force that day are looked at.
    """
    duties = [duty for duty in register.duties.values() if is_standing(register, duty, on)]
    rested_on = {basis.clause for duty in duties for basis in duty.basis}
    sources: list[SourceCoverage] = []
    gaps: list[Gap] = []
    for source in register.sources.values():
        if is_in_force(source, on):
            lacking = list(_clause_gaps(source, rested_on))
            clauses = sum(clause.scope in IN_SCOPE for clause in source.clause)
            if clauses:
                sources.append(SourceCoverage(source.id, clauses, clauses - len(lacking)))
            gaps += lacking
    for duty in duties:
        gaps += _duty_gaps(duty)
    for unit in register.units.values():
        gaps += _unit_gaps(register, unit, on)
    return Coverage(on, tuple(sources), tuple(gaps), tuple(duties))


def vacancies(register: Register, on: date) -> Iterator[Gap]:
    """The posts that exist on a day and that nobody holds, covered or not."""
    for post in register.posts.values():
        held = holder(register, post.id, on)
        if held.manner in _VACANT and Flag.ENDED not in held.flags:
            yield Gap(GapType.POST_WITHOUT_HOLDER, "post", post.id, ("holding",))


def _clause_gaps(source: Source, rested_on: set[str]) -> Iterator[Gap]:
    for at, clause in enumerate(source.clause):
        name = f"{source.id}#{clause.path}"
        if clause.scope in IN_SCOPE and name not in rested_on:
            yield Gap(GapType.CLAUSE_WITHOUT_DUTY, "source", source.id, ("clause", at), name)


def _duty_gaps(duty: Duty) -> Iterator[Gap]:
    if not duty.basis and not duty.self_set:
        yield Gap(GapType.DUTY_WITHOUT_CLAUSE, "duty", duty.id, ("basis",))
    if not duty.lead:
        yield Gap(GapType.DUTY_WITHOUT_LEAD, "duty", duty.id, ("lead",))


def _unit_gaps(register: Register, unit: Unit, on: date) -> Iterator[Gap]:
    if unit.type not in MANNED or not covers(unit.since, unit.until, on):
        return
    if not heads(register, unit.id, on):
        yield Gap(GapType.UNIT_WITHOUT_HEAD, "unit", unit.id)
    if not any(covers(row.since, row.until, on) for row in unit.liaison):
        yield Gap(GapType.UNIT_WITHOUT_LIAISON, "unit", unit.id, ("liaison",))
