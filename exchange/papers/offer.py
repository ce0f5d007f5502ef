"""Which Word documents can be made about a record, and making them: what the command line and the app offer alike."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from exchange.papers import personal
from exchange.papers import reports
from exchange.papers.paper import Paper
from exchange.papers.refusal import NothingToSay
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.kinds.urge import Urge
from schema.period import parse_period
from schema.register import Register

ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "post": ("statement", "responsibilities", "handover"),
    "handover": ("handover",),
    "urge": ("letter",),
    "unit": ("notice", "rectification"),
}
"""By kind of the record."""
ALWAYS: Final = ("report", "inspection", "notice", "rectification")
"""What needs no record."""


def make_paper(register: Register, what: str, target: str, on: date, unit: str = "", language: str = "zh") -> Paper:
    """Make a paper.

    Args:
        register: the register.
        what: its name, as `dutybook export` takes it.
        target: what it is about: a period, a year, or the id of a post, urge or handover; empty for what stands for itself.
        on: the day.
        unit: id of the unit that a notice or list is narrowed to.
        language: `zh` or `en`.

    Raises:
        NothingToSay: the target does not fit.
    """
    match what:
        case "report":
            period = parse_period(target or f"{on.year}-H{1 if on.month <= 6 else 2}")
            if period is None or "-H" not in period.text:
                raise NothingToSay(target)
            return reports.half_year_report(register, period, on, language)
        case "inspection":
            year = target or str(on.year)
            if not (year.isascii() and year.isdecimal() and len(year) == 4 and year != "0000"):
                raise NothingToSay(target)
            return reports.inspection_report(register, int(year), on, language)
        case "notice":
            return reports.notice(register, on, unit, language)
        case "rectification":
            return reports.rectification_list(register, on, unit, language)
        case _:
            return _about(register, what, target, on, language)


def _about(register: Register, what: str, target: str, on: date, language: str) -> Paper:
    record = register.get("handover", target) if what == "handover" else None
    if what == "letter":
        record = register.get("urge", target)
    elif isinstance(record, Handover):
        record = register.get("post", record.post)
    record = record or register.get("post", target)
    handover = register.get("handover", target)
    match what, record:
        case "letter", Urge():
            return personal.letter(register, record, language)
        case "handover", Post():
            named = handover if isinstance(handover, Handover) else None
            return personal.handover_list(register, record, on, named, language)
        case "statement", Post():
            return personal.duty_statement(register, record, on, language)
        case "responsibilities", Post():
            return personal.statement_of_responsibilities(register, record, on, language)
        case _:
            raise NothingToSay(target)
