"""Assessment scores: what each object of a scheme gets for a year as of a day, with the source of every point (R14).

Everything that is reckoned with stands in the scheme. What it leaves open is not guessed: without a base score there is no
score but the deductions are listed, without a bonus cap no bonus counts, without rounding the exact value is kept.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final
from typing import NamedTuple

from schema.assessed import Frozen
from schema.assessed import objects_of
from schema.assessed import reckoning_day
from schema.charge import bonuses
from schema.charge import charges
from schema.charge import findings
from schema.kinds.assessment import Bonus
from schema.kinds.scheme import Item
from schema.kinds.scheme import Scheme
from schema.marks import Role
from schema.marks import ScoreMark
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.rectification import Rectification
from schema.register import Register
from schema.scoreline import ZERO
from schema.scoreline import Line
from schema.scoreline import add
from schema.scoreline import exact
from schema.scoreline import multiply
from schema.scoreline import round_to
from schema.veto import Veto
from schema.veto import force
from schema.veto import vetoes
from schema.vocabulary import ScoreRule

_RULES: Final = {State.DONE_LATE: ScoreRule.DONE_LATE, State.MISSED: ScoreRule.MISSED}


class Counts(NamedTuple):
    """What an object was judged by, so that a rate can be printed."""

    judged: int
    """Obligations that are settled: done, late or missed."""
    done: int
    """Of these, done in time."""
    late: int
    missed: int
    findings: int
    """Findings issued in the year."""
    findings_late: int
    recurred: int


class Score(NamedTuple):
    """The score of one object."""

    object: str
    kind: str
    """`unit` or `post`."""
    total: Decimal | None
    """Base and every line added up, before rounding and limits; None: the base is not set."""
    score: Decimal | None
    """The score; None: the base is not set."""
    by_score: str
    """The title of the grade that the score reaches; empty where there is none."""
    grade: str
    """The grade that stands, after vetoes."""
    rank: int | None
    """1 is the best among objects of its kind; None without a score."""
    lines: tuple[Line, ...]
    counts: Counts
    vetoes: tuple[Veto, ...]

    @property
    def vetoed(self) -> bool:
        """Whether a veto is in force, whatever the grade was before."""
        return any(veto.in_force for veto in self.vetoes)


def score(register: Register, scheme: Scheme, year: int, on: date) -> list[Score]:
    """Score every object of a scheme for a year as of a day.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        scheme: the scheme.
        year: the year assessed.
        on: the day.

    Returns:
        Units first, then posts; each by rank, equals in the order of the scheme.
    """
    objects = objects_of(register, scheme, reckoning_day(year, on))
    sources = _Sources(register, scheme, year, on, objects)
    found = [sources.score(each) for each in objects]
    ranks = {kind: rank([one.score for one in found if one.kind == kind]) for kind in ("unit", "post")}
    ranked = [one._replace(rank=ranks[one.kind].get(one.score) if one.score is not None else None) for one in found]
    return sorted(ranked, key=lambda one: (one.kind != "unit", one.rank or 0))


def rank(scores: Iterable[Decimal | None]) -> dict[Decimal, int]:
    """The rank of each score: equals share one, and the next is as many lower as they are (1, 2, 2, 4)."""
    ordered = sorted((one for one in scores if one is not None), reverse=True)
    found: dict[Decimal, int] = {}
    for place, one in enumerate(ordered, 1):
        found.setdefault(one, place)
    return found


def grade_of(scheme: Scheme, number: Decimal) -> str:
    """The title of the highest grade whose first score is not above a score; empty where none is reached."""
    reached = [(start, grade.title) for grade in scheme.grade if (start := exact(grade.from_score)) is not None]
    return max((pair for pair in reached if pair[0] <= number), default=(ZERO, ""), key=lambda pair: pair[0])[1]


def limit(scheme: Scheme, total: Decimal) -> Decimal:
    """Round a total as the scheme says and keep it between its lowest and highest score.

    Limits that contradict each other limit nothing; the check says so.
    """
    number = round_to(total, scheme.digits, scheme.rounding)
    lowest, highest = exact(scheme.lowest), exact(scheme.highest)
    if lowest is not None and highest is not None and lowest > highest:
        return number
    number = number if highest is None else min(number, highest)
    return number if lowest is None else max(number, lowest)


def differs(one: Score, frozen: Frozen) -> bool:
    """Whether a score as it is reckoned now is another than the one that was frozen; a rank left out is not compared."""
    kept = frozen.result
    same_rank = kept.rank is None or kept.rank == one.rank
    return one.score is None or float(one.score) != kept.score or one.grade != kept.grade or not same_rank


class _Sources:
    """What the objects of one scheme are charged with and given in a year, sorted out once for all of them."""

    def __init__(self, register: Register, scheme: Scheme, year: int, on: date, objects: Mapping[str, str]) -> None:
        self._scheme = scheme
        self._objects = objects
        self._items = {item.rule: item for item in reversed(scheme.item)}
        self._charges = charges(register, obligations(register, on, year=year, older=False), objects)
        self._findings = findings(register, year, on, objects)
        self._bonuses = bonuses(register, scheme, year, on)
        self._vetoes = vetoes(register, scheme, year, on)

    def score(self, each: str) -> Score:
        """The score of one object, not ranked yet."""
        scheme, base = self._scheme, exact(self._scheme.base)
        lines = tuple(self._lines(each))
        total = None if base is None else add(base, *(line.points for line in lines))
        number = None if total is None else limit(scheme, total)
        by_score = "" if number is None else grade_of(scheme, number)
        events = self._vetoes.get(each, ())
        grade = force(scheme, by_score, events)
        return Score(each, self._objects[each], total, number, by_score, grade, None, lines, self._count(each), events)

    def _lines(self, each: str) -> Iterator[Line]:
        yield from _capped(self._items, self._deductions(each))
        yield from _bonus_lines(self._scheme, self._items.get(ScoreRule.BONUS), self._bonuses.get(each, ()))

    def _deductions(self, each: str) -> Iterator[Line]:
        for one, role in self._charges.get(each, ()):
            item = self._items.get(_RULES[one.state]) if one.state in _RULES else None
            if item is not None:
                weight = item.responsible_weight if role is Role.RESPONSIBLE else item.lead_weight
                yield from _deduction(item, one, role, exact(weight))
        late, recurred = self._findings.late.get(each, ()), self._findings.recurred.get(each, ())
        for rule, several in ((ScoreRule.FINDING_LATE, late), (ScoreRule.FINDING_RECURRED, recurred)):
            item = self._items.get(rule)
            if item is not None:
                for finding in several:
                    yield from _deduction(item, finding, None, Decimal(1))

    def _count(self, each: str) -> Counts:
        states = [one.state for one, _ in self._charges.get(each, ())]
        return Counts(
            judged=len(states),
            done=states.count(State.DONE),
            late=states.count(State.DONE_LATE),
            missed=states.count(State.MISSED),
            findings=self._findings.issued.get(each, 0),
            findings_late=len(self._findings.late.get(each, ())),
            recurred=len(self._findings.recurred.get(each, ())),
        )


def _deduction(
    item: Item, source: Obligation | Rectification, role: Role | None, weight: Decimal | None
) -> Iterator[Line]:
    points = exact(item.points)
    if points is None or weight is None:
        return
    full = multiply(points, weight)
    again = (source.recurred_in or "") if isinstance(source, Rectification) else ""
    wrong = full > 0  # a deduction that gives points would reward the failure
    mark = ScoreMark.WRONG_SIGN if wrong else None
    yield Line(item.rule, ZERO if wrong else full, full, mark, source, role, weight, again)


def _capped(items: Mapping[ScoreRule, Item], lines: Iterable[Line]) -> Iterator[Line]:
    """Let no item take off more than its weight says."""
    left: dict[ScoreRule, Decimal] = {}
    for rule, item in items.items():
        weight = exact(item.weight)
        if weight is not None:
            left[rule] = max(weight, ZERO)
    for line in lines:
        room = left.get(line.rule)
        taken = line.points.copy_abs()
        if room is not None and taken > room:
            yield line._replace(points=add(room.copy_negate()), mark=ScoreMark.CAPPED)
            left[line.rule] = ZERO
        else:
            yield line
            if room is not None:
                left[line.rule] = add(room, line.points)


def _bonus_lines(scheme: Scheme, item: Item | None, rows: Iterable[tuple[Bonus, str]]) -> Iterator[Line]:
    """Bonuses, each with its basis, in all no more than the cap; without a cap none counts.

    The points of a bonus item, where the scheme has one, are the most that a single bonus may give.
    """
    cap, most = exact(scheme.bonus_cap), exact(item.points) if item is not None else None
    room = ZERO if cap is None else max(cap, ZERO)
    for row, record in rows:
        full = exact(row.points) or ZERO
        points, mark = _bonus(full, basis=row.basis, most=most, room=None if cap is None else room)
        room = add(room, points.copy_negate())
        yield Line(ScoreRule.BONUS, points, full, mark, row, record=record)


def _bonus(
    full: Decimal, *, basis: str, most: Decimal | None, room: Decimal | None
) -> tuple[Decimal, ScoreMark | None]:
    if full < 0:
        return ZERO, ScoreMark.WRONG_SIGN
    if not basis.strip():
        return ZERO, ScoreMark.NO_BASIS
    if room is None:
        return ZERO, ScoreMark.CAP_UNSET
    given = min(full, room) if most is None or most < 0 else min(full, room, most)
    return given, ScoreMark.CAPPED if given < full else None
