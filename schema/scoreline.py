"""Lines of a score: what took or gave how many points, and from where, so that each can be followed (R14).

Numbers are decimal fractions, never binary ones: the points of a scheme add up as they do on paper.
"""

from decimal import ROUND_DOWN
from decimal import ROUND_HALF_EVEN
from decimal import ROUND_HALF_UP
from decimal import Context
from decimal import Decimal
from math import isfinite
from typing import Final
from typing import NamedTuple

from schema.kinds.assessment import Bonus
from schema.marks import Role
from schema.marks import ScoreMark
from schema.obligation import Obligation
from schema.rectification import Rectification
from schema.register import Register
from schema.vocabulary import Rounding
from schema.vocabulary import ScoreRule

ZERO: Final = Decimal(0)
_CONTEXT: Final = Context(prec=3000)
"""Room for every sum and product of two numbers that a file can hold, so that none is rounded."""
_ROUNDINGS: Final = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


class Line(NamedTuple):
    """One line of a score."""

    rule: ScoreRule
    points: Decimal
    """What it takes (below 0) or gives, after every limit."""
    full: Decimal
    """What it would take or give without limits."""
    mark: ScoreMark | None
    """Why it counts less than in full; None where it counts in full."""
    source: Obligation | Rectification | Bonus
    """What the points come from."""
    role: Role | None = None
    """For an obligation, the role that the object is charged in."""
    weight: Decimal = Decimal(1)
    """For an obligation, the weight of that role."""
    record: str = ""
    """For a bonus, the id of the assessment that holds it; for a recurrence, the id of the later finding, if any."""


def exact(number: float | None) -> Decimal | None:
    """A number of a record as it is written there; None where it is not set or no finite number."""
    return Decimal(str(number)) if number is not None and isfinite(number) else None


def add(*numbers: Decimal) -> Decimal:
    """An exact sum."""
    total = ZERO
    for number in numbers:
        total = _CONTEXT.add(total, number)
    return total


def multiply(first: Decimal, second: Decimal) -> Decimal:
    """An exact product."""
    return _CONTEXT.multiply(first, second)


def round_to(number: Decimal, digits: int | None, rounding: Rounding | None) -> Decimal:
    """Round to decimal places; unless both are set the exact value is kept."""
    if digits is None or rounding is None:
        return number
    return number.quantize(Decimal(1).scaleb(-digits), rounding=_ROUNDINGS[rounding], context=_CONTEXT)


def write_number(number: Decimal, digits: int | None = None) -> str:
    """Write a number for people: with the places that a scheme says, else without needless noughts."""
    unsigned = add(number)  # no "-0"
    if digits is not None:
        return f"{unsigned:.{digits}f}"
    text = f"{unsigned:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def explain(register: Register, line: Line, language: str) -> str:
    """Say in one clause what a line comes from.

    Args:
        register: the register, for titles.
        line: the line.
        language: `zh…` gives Chinese, all else English.
    """
    zh = language.startswith("zh")
    parts = [_source(register, line, zh=zh)]
    if line.role is not None:
        weight = write_number(line.weight)
        parts.append(f"{line.role.label(language)}×{weight}" if zh else f"{line.role.label(language)}, × {weight}")
    if line.mark is not None:
        full = write_number(line.full)
        parts.append(f"{line.mark.label(language)}（原 {full}）" if zh else f"{line.mark.label(language)} (of {full})")
    return ("；" if zh else "; ").join(part for part in parts if part)


def _source(register: Register, line: Line, *, zh: bool) -> str:
    match line.source:
        case Obligation() as one:
            return _name_obligation(register, one, zh=zh)
        case Rectification() as one:
            return _name_finding(line, one, zh=zh)
        case bonus:
            return bonus.basis.strip()


def _name_obligation(register: Register, one: Obligation, *, zh: bool) -> str:
    duty = register.duties[one.duty]
    element = register.units.get(one.element or "") or register.posts.get(one.element or "")
    named = [duty, *([element] if element is not None else [])]
    titles = [record.title if zh else record.title_en or record.title for record in named]
    title, *rest = titles
    return " ".join([title, one.period, *(rest or [one.element or ""])]).strip()


def _name_finding(line: Line, one: Rectification, *, zh: bool) -> str:
    text = " ".join(one.finding.text.split())
    if line.rule is ScoreRule.FINDING_RECURRED:
        if not line.record:
            return f"{text}（回头看反弹）" if zh else f"{text} (a look-back found it again)"
        return f"{text}（再次出现：{line.record}）" if zh else f"{text} (again: {line.record})"
    done = one.done.isoformat() if one.done is not None else ("未完成" if zh else "not done")
    return f"{text}（期限 {one.due}，{done}）" if zh else f"{text} (due {one.due}, {done})"
