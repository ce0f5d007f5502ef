"""Papers about the whole register: half-year report, inspection report, notice, list of rectification.

Every figure and every line comes from records; the last table of a report says from which. Nothing is judged in words
that a rule did not give.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Final

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from exchange.papers.paper import Block
from exchange.papers.paper import Enclosure
from exchange.papers.paper import Grid
from exchange.papers.paper import Heading
from exchange.papers.paper import Paper
from exchange.papers.paper import Paragraph
from exchange.papers.words import Speech
from schema.facts import INSPECTIONS
from schema.facts import FactSort
from schema.facts import Span
from schema.facts import collect
from schema.facts import due_in
from schema.kinds.activity import Activity
from schema.kinds.duty import Duty
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.period import Period
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register
from schema.reporting import decision_bodies
from schema.target import name
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType
from schema.vocabulary import UnitType

SOON: Final = 30
"""A notice tells of what falls due in so many days."""


def half_year_report(register: Register, period: Period, on: date, language: str = "zh") -> Paper:
    """The half-year report upward (R12), made of what was counted in the period."""
    say = Speech(language)
    span = Span(period.first, period.last)
    duties = [duty for duty in register.duties.values() if ActivityType.HALF_YEAR_REPORT in duty.accepts]
    facts = {fact.sort: fact for fact in collect(register, span, on)}
    number = {sort: fact.number for sort, fact in facts.items()}
    due = list(due_in(register, span, on))
    total = sum(number[sort] for sort in (FactSort.DONE, FactSort.DONE_LATE, FactSort.MISSED))
    year, _, half = period.text.partition("-")
    when = say(half, year=year)
    blocks: list[Block] = [
        Paragraph(say("report-begin", when=when)),
        Heading(1, say("report-whole")),
        Paragraph(
            say(
                "report-figures",
                when=when,
                total=total,
                done=number[FactSort.DONE],
                late=number[FactSort.DONE_LATE],
                missed=number[FactSort.MISSED],
            )
        ),
        Heading(1, say("report-work")),
        *_work(register, span, on, say),
        Heading(1, say("report-inspection")),
        Paragraph(
            say(
                "report-inspected",
                inspections=number[FactSort.INSPECTIONS],
                issued=number[FactSort.FINDINGS_ISSUED],
                closed=number[FactSort.FINDINGS_CLOSED],
                late=number[FactSort.FINDINGS_CLOSED_LATE],
                open=number[FactSort.FINDINGS_OPEN],
                urges=number[FactSort.URGES],
            )
        ),
        Heading(1, say("report-problems")),
        *_problems(register, due, [one for one in rectifications(register, min(period.last, on)) if one.is_open], say),
        Heading(1, say("report-next")),
        *_next(register, period.last, on, say),
        Paragraph(say("report-end")),
    ]
    behind = Grid(
        say.heads("figure", "number", "from-records"),
        [
            (fact.sort.label(language), str(fact.number), "\n".join(fact.sources) or say("none"))
            for fact in facts.values()
        ],
        (9, 2, 20),
    )
    who = signer(register, duties, on, language)
    return Paper(
        title=say("report-title", signer=who, when=when),
        day=on,
        blocks=blocks,
        addressee=parties_of(register, dict.fromkeys(one.addressee for one in duties if one.addressee), language),
        copies=parties_of(register, dict.fromkeys(copy for one in duties for copy in one.copies), language),
        signer=who,
        enclosures=[Enclosure(say("report-source"), [behind])],
        language=language,
        entries=total,
    )


def inspection_report(register: Register, year: int, on: date, language: str = "zh") -> Paper:
    """What the inspections of a year found, and how it was rectified."""
    say = Speech(language)
    span = Span(date(year, 1, 1), min(date(year, 12, 31), on))
    held = [one for one in _filed(register, span) if one.type in INSPECTIONS]
    found = [one for one in rectifications(register, span.last) if span.holds(one.finding.issued)]
    closed = sum(not one.is_open for one in found)
    blocks: list[Block] = [
        Paragraph(say("inspection-begin", year=year)),
        Heading(1, say("inspection-held")),
        Paragraph(say("inspection-count", day=say.day(span.last), count=len(held))),
        *([_held(register, held, say)] if held else []),
        Heading(1, say("inspection-found")),
        Paragraph(say("inspection-figures", count=len(found), closed=closed, open=len(found) - closed)),
        *([_rectified(register, found, say)] if found else []),
        Paragraph(say("report-end")),
    ]
    who = signer(register, (), on, language)
    return Paper(
        say("inspection-title", signer=who, year=year),
        on,
        blocks,
        signer=who,
        language=language,
        entries=len(found),
    )


def notice(register: Register, on: date, unit: str = "", language: str = "zh") -> Paper:
    """What is overdue and what falls due soon, told to those who lead it."""
    say = Speech(language)
    until = on + timedelta(days=SOON)
    found = [
        one
        for one in obligations(register, on)
        if one.is_open and one.last_day <= until and (not unit or unit in {*one.lead, *one.responsible})
    ]
    found.sort(key=lambda one: (one.last_day, *one.key))
    late = [one for one in found if one.last_day < on]
    soon = [one for one in found if one.last_day >= on]
    leads = [unit] if unit else list(dict.fromkeys(each for one in found for each in one.lead))
    blocks: list[Block] = [
        Paragraph(say("notice-begin", day=say.day(on), late=len(late), soon=len(soon), until=say.day(until))),
    ]
    for title, several in (("notice-late", late), ("notice-soon", soon)):
        if several:
            blocks += [Heading(1, say(title)), _due(register, several, say)]
    blocks += [Heading(1, say("notice-asked")), Paragraph(say("notice-please"))]
    if not found:
        blocks = [Paragraph(say("notice-none", day=say.day(on), until=say.day(until)))]
    who = signer(register, (), on, language)
    return Paper(
        say("notice-title", signer=who),
        on,
        blocks,
        addressee=parties_of(register, leads, language),
        signer=who,
        language=language,
        entries=len(found),
    )


def rectification_list(register: Register, on: date, unit: str = "", language: str = "zh") -> Paper:
    """Problems, measures, owners and days, line by line (domain 5.1, item 4)."""
    say = Speech(language)
    found = [one for one in rectifications(register, on) if not unit or one.finding.unit == unit]
    waiting = sum(one.is_open for one in found)
    whose = say("rectification-whose", unit=party_of(register, unit, language)) if unit else ""
    blocks: list[Block] = [
        Paragraph(say("rectification-figures", day=say.day(on), count=len(found), open=waiting)),
        *([_rectified(register, found, say)] if found else []),
    ]
    return Paper(
        say("rectification-title", whose=whose),
        on,
        blocks,
        signer=signer(register, (), on, language),
        language=language,
        entries=len(found),
    )


def signer(register: Register, duties: Iterable[Duty], on: date, language: str) -> str:
    """In whose name a paper goes out: the decision body of its duties, else the one that answers for most of the register's."""
    for some in (duties, register.duties.values()):
        found = Counter(body for duty in some for body in decision_bodies(register, (duty,), on))
        if found:
            return party_of(register, found.most_common(1)[0][0], language)
    bodies = [unit.id for unit in register.units.values() if unit.type is UnitType.BODY]
    return party_of(register, bodies[0], language) if bodies else ""


def say_obligation(register: Register, one: Obligation, say: Speech) -> str:
    """An obligation in a few words."""
    element = party_of(register, one.element, say.language) if one.element else ""
    inside = say.several(part for part in (one.period, element) if part)
    return say("in-brackets", text=name_of(register, "duty", one.duty, say.language), inside=inside)


def _filed(register: Register, span: Span) -> list[Activity]:
    known = [
        one
        for one in register.activities.values()
        if one.state is ActivityState.FILED
        and span.holds(one.date)
        and register.corrected_on.get(one.id, date.max) > span.last
    ]
    return sorted(known, key=lambda one: (one.date, one.id))


def _work(register: Register, span: Span, on: date, say: Speech) -> list[Block]:
    kinds: dict[ActivityType, list[Activity]] = {}
    for one in _filed(register, Span(span.first, min(span.last, on))):
        kinds.setdefault(one.type, []).append(one)
    if not kinds:
        return [Paragraph(say("work-none"))]
    rows = [
        (kind.label(say.language), one.date.isoformat(), one.title, one.id)
        for kind, several in kinds.items()
        for one in several
    ]
    told = say.several(
        say("counted", what=kind.label(say.language), count=len(several)) for kind, several in kinds.items()
    )
    return [
        Paragraph(say("work-told", told=told)),
        Grid(say.heads("type", "date", "title", "work-records"), rows, (28, 22, 65, 41)),
    ]


def _problems(
    register: Register, due: Sequence[Obligation], waiting: Sequence[Rectification], say: Speech
) -> list[Block]:
    missed = [one for one in due if one.state is State.MISSED]
    blocks: list[Block] = []
    if missed:
        blocks += [Heading(2, say("problems-missed")), _due(register, missed, say)]
    if waiting:
        blocks += [Heading(2, say("problems-open")), _rectified(register, waiting, say)]
    return blocks or [Paragraph(say("problems-none"))]


def _next(register: Register, after: date, on: date, say: Speech) -> list[Block]:
    first = max(after, on)
    until = first + timedelta(days=92)
    found = [one for one in obligations(register, on) if one.is_open and first < one.last_day <= until]
    found.sort(key=lambda one: (one.last_day, *one.key))
    if not found:
        return [Paragraph(say("next-none"))]
    return [Paragraph(say("next-told", count=len(found))), _due(register, found, say)]


def _due(register: Register, found: Sequence[Obligation], say: Speech) -> Grid:
    rows = [
        (
            str(at),
            say_obligation(register, one, say),
            parties_of(register, one.lead, say.language),
            one.last_day.isoformat(),
            f"{one.state.label(say.language)} {one.count}/{one.needed}",
            name(one.duty, one.period, one.element),
        )
        for at, one in enumerate(found, 1)
    ]
    return Grid(say.heads("no", "matter", "lead", "due", "progress", "basis"), rows, (10, 43, 31, 22, 19, 31))


def _rectified(register: Register, found: Sequence[Rectification], say: Speech) -> Grid:
    rows = [
        (
            str(at),
            party_of(register, one.finding.unit, say.language),
            one.finding.text,
            one.finding.measure,
            party_of(register, one.finding.owner, say.language) if one.finding.owner else "",
            one.due.isoformat(),
            one.state.label(say.language),
            one.finding.id,
        )
        for at, one in enumerate(found, 1)
    ]
    return Grid(
        say.heads("no", "unit", "problem", "measure", "owner", "day-limit", "state", "finding"),
        rows,
        (10, 19, 26, 26, 18, 22, 12, 23),
    )


def _held(register: Register, held: Sequence[Activity], say: Speech) -> Grid:
    return Grid(
        say.heads("date", "type", "title", "inspected", "work-record"),
        [
            (
                one.date.isoformat(),
                one.type.label(say.language),
                one.title,
                _inspected(register, one, say.language),
                one.id,
            )
            for one in held
        ],
        (22, 22, 35, 52, 25),
    )


def _inspected(register: Register, one: Activity, language: str) -> str:
    """The units and platforms that an inspection looked at."""
    if one.inspection is None:
        return ""
    return parties_of(register, (*one.inspection.units, *one.inspection.platforms), language)
