"""What stands beside the lists of Assess: a score with the source of every point, a point, a proposal with its reasons."""

from collections.abc import Iterator
from collections.abc import Mapping

from schema.attribution import Matched
from schema.identity import Place
from schema.kinds.case import Decision
from schema.kinds.scheme import Scheme
from schema.marks import ScoreMark
from schema.marks import VetoState
from schema.obligation import Obligation
from schema.profile import PROFILES
from schema.rectification import Rectification
from schema.scoreline import Line as ScoreLine
from schema.scoreline import explain
from schema.scoreline import write_number
from schema.scoring import Score
from schema.scoring import differs
from schema.veto import Veto
from tui.desk import Desk
from tui.language import _
from tui.language import language
from tui.naming import name_of
from tui.naming import refer
from tui.record_lines import Line
from tui.record_lines import Page
from tui.record_lines import obligation_page
from tui.screens.assess_book import AssessBook
from tui.screens.assess_book import CaseBook
from tui.screens.assess_book import Point
from tui.screens.assess_book import mark_of_score
from tui.screens.assess_book import say_grade
from tui.screens.assess_book import say_object
from tui.screens.assess_book import say_points
from tui.screens.assess_book import say_score
from tui.screens.assess_book import say_source
from tui.screens.assess_book import say_subject
from tui.screens.assess_book import say_weight
from tui.screens.pages import page_of_place

_SHOWN_POINTS = 60
"""Of an object with more lines the page shows these; the view of its points has all."""


def say_sheet(book: AssessBook) -> str:
    """Which year under which scheme as of which day."""
    scheme = name_of(book.base.register, "scheme", book.scheme.id) if book.scheme is not None else ""
    return " ".join(part for part in (f"{book.year}", scheme) if part)


def score_page(book: AssessBook, one: Score) -> Page:
    """A score in full: how it comes about, and every line with a way to its record."""
    register, scheme = book.base.register, book.scheme
    lines = [
        Line(say_object(book.base, one), tone="title", mark=mark_of_score(one), place=(one.kind, one.object)),
        Line(_("{sheet}, as of {day}").format(sheet=say_sheet(book), day=book.base.on), tone="muted"),
        Line(""),
    ]
    if scheme is not None and scheme.base is not None:
        lines.append(Line(f"{scheme.base:g}", label=_("Base score")))
    if one.total is not None and one.total != one.score:
        lines.append(Line(write_number(one.total), label=_("Total")))
    lines.append(Line(say_score(book, one), label=_("Score")))
    lines.append(Line(say_grade(one) or _("none"), label=_("Grade"), tone="red" if one.vetoed else ""))
    if one.by_score != one.grade:
        lines.append(Line(one.by_score, label=_("By score alone")))
    among = sum(other.kind == one.kind for other in book.scores.values())
    if one.rank is not None:
        lines.append(Line(_("{rank} of {n}").format(rank=one.rank, n=among), label=_("Rank")))
    lines += _counts(one)
    lines += _frozen(book, one)
    lines += [Line(""), Line(_("Where every point comes from"), tone="head")]
    lines += [_point(book, line) for line in one.lines[:_SHOWN_POINTS]]
    if len(one.lines) > _SHOWN_POINTS:
        lines.append(Line(_("and {n} more").format(n=len(one.lines) - _SHOWN_POINTS), indent=1, tone="muted"))
    if not one.lines:
        lines.append(Line(_("Nothing took points and nothing gave any."), indent=1, tone="muted"))
    for veto in one.vetoes:
        lines += _veto(book, veto)
    lines += [Line(""), *(Line(said, tone="yellow") for said in _remarks(book, one))]
    if scheme is not None:
        lines.append(Line(name_of(register, "scheme", scheme.id), label=_("Scheme"), place=("scheme", scheme.id)))
    return Page(None, tuple(lines))


def _counts(one: Score) -> Iterator[Line]:
    counts = one.counts
    said = _("{done} of {judged} in time, {late} late, {missed} missed")
    yield Line(said.format(**counts._asdict()), label=_("Obligations"))
    if counts.findings or counts.recurred:
        said = _("{findings} issued, {findings_late} late, {recurred} recurred")
        yield Line(said.format(**counts._asdict()), label=_("Findings"))


def _frozen(book: AssessBook, one: Score) -> Iterator[Line]:
    frozen = book.frozen.get(one.object)
    if frozen is None:
        return
    result = frozen.result
    said = "  ".join(part for part in (f"{result.score:g}", result.grade, str(frozen.on or "")) if part)
    apart = differs(one, frozen)
    text = _("{frozen} (reckoned otherwise now)").format(frozen=said) if apart else said
    yield Line(text, label=_("Frozen"), tone="red" if apart else "", place=("assessment", frozen.record))


def place_of_point(point: Point) -> Place:
    """The record that a point comes from: the obligation's duty, the finding, the assessment of a bonus or a veto, the scheme."""
    match point:
        case Scheme():
            return ("scheme", point.id)
        case Veto():
            return ("assessment", point.record)
        case ScoreLine(source=Obligation() as source):
            return ("duty", source.duty)
        case ScoreLine(source=Rectification() as source):
            return ("finding", source.finding.id)
        case _:
            return ("assessment", point.record)


def _point(book: AssessBook, line: ScoreLine) -> Line:
    said = f"{say_points(line.points)}  {line.rule.label(language())}: {_why(book, line)}"
    tone = "red" if line.points < 0 else "green" if line.points > 0 else "muted"
    return Line(said, indent=1, tone=tone, place=place_of_point(line))


def _why(book: AssessBook, line: ScoreLine) -> str:
    """What a line comes from, in one clause."""
    if not isinstance(line.source, Obligation):
        return explain(book.base.register, line, language())
    what = " ".join(say_source(book.base, line)).strip()
    return _("; ").join(part for part in (what, say_weight(line)) if part)


def _veto(book: AssessBook, veto: Veto) -> Iterator[Line]:
    """A veto event, where it stands and who confirmed it (R10)."""
    register, event = book.base.register, veto.event
    yield Line("")
    head = f"{veto.state.label(language())}  {event.date.isoformat()}  {event.trigger}"
    yield Line(head, label=_("Veto"), tone="red" if veto.in_force else "yellow", place=("assessment", veto.record))
    if event.confirmed_by is not None:
        day = event.confirmed_on.isoformat() if event.confirmed_on is not None else ""
        said = f"{name_of(register, 'unit', event.confirmed_by)} {day} {event.document}".strip()
        yield Line(said, label=_("Confirmed"), indent=1, place=("unit", event.confirmed_by))
    if event.revoked_on is not None:
        yield Line(event.revoked_on.isoformat(), label=_("Revoked"), indent=1)


def _remarks(book: AssessBook, one: Score) -> Iterator[str]:
    """What a person has to know beside the numbers."""
    if book.scheme is not None and book.scheme.base is None:
        yield _("The scheme sets no base score: what takes points is listed, no score is given.")
    if any(line.mark is ScoreMark.CAP_UNSET for line in one.lines):
        yield _("The scheme sets no bonus cap: bonuses are listed, none is added.")
    for veto in one.vetoes:
        if veto.state is VetoState.PARAMETERS_UNSET:
            yield _("Parameters of the veto are not set ({keys}): the events have no effect.").format(
                keys=", ".join(veto.missing)
            )
            return


def point_page(book: AssessBook, line: ScoreLine, desk: Desk) -> Page:
    """One line of a score with what it comes from in full: the obligation or the record."""
    place = place_of_point(line)
    head = (
        Line(f"{say_points(line.points)}  {line.rule.label(language())}", tone="title"),
        *([Line(said, tone="muted")] if (said := say_weight(line)) else ()),
        Line(""),
    )
    if isinstance(line.source, Obligation):
        found = obligation_page(book.base, line.source)
    else:
        found = page_of_place(desk, place, {})
    return Page(place, head + found.lines)


def case_page(book: AssessBook, one: CaseBook, matched: Matched | None, desk: Desk) -> Page:
    """What is proposed for one person and why, what was decided, and the facts of the case."""
    lines: list[Line] = []
    if one.failure is not None:
        message, hint = one.failure.say(language())
        lines += [Line(message, tone="title", mark="error"), Line(hint)]
    if matched is not None:
        lines += _proposal(book, one, matched)
    lines.append(Line(""))
    case: Place = ("case", one.case.id)
    return Page(case, (*lines, *page_of_place(desk, case, {}).lines))


def _proposal(book: AssessBook, one: CaseBook, matched: Matched) -> Iterator[Line]:
    register, line = book.base.register, matched.line
    person = line.person if line is not None else matched.decisions[0].person
    yield Line(say_subject(book.base, matched), tone="title", place=("person", person) if person else None)
    if line is not None:
        if line.post is not None:
            yield Line(name_of(register, "post", line.post), label=_("Post"), place=("post", line.post))
        yield Line(line.outcome.label(language()), label=_("Proposed"))
        yield Line(_rule(one, matched), label=_("By rule"))
        for flag in line.flags:
            yield Line(flag.label(language()), label=_("To look at"), tone="yellow")
    for decision in matched.decisions:
        yield from _decision(decision, book)
    if not matched.decisions:
        yield Line(_("not decided"), label=_("Decided"), tone="muted")
    organ = refer(register, one.case.organ, ("unit", "superior")) if one.case.organ else _("the deciding organ")
    said = _("This is a proposal by the rules, for {organ} to consider; people write into the record what is decided.")
    yield Line(said.format(organ=organ), tone="muted")


def _rule(one: CaseBook, matched: Matched) -> str:
    """The row that led to the proposal, in words."""
    if matched.line is None or matched.line.row is None:
        return _("collective decision: the team answers as a body too")
    text = PROFILES[one.case.profile].rows[matched.line.row]
    clause = f" ({text.clause})" if text.clause else ""
    return _("row {n}: {words}").format(n=matched.line.row, words=text.label(language())) + clause


def _decision(one: Decision, book: AssessBook) -> Iterator[Line]:
    """What was decided, with its dates up to the day that is shown."""
    words = [word.label(language()) for word in (one.tier, one.measure) if word is not None]
    yield Line("  ".join([*words, one.document]).strip() or _("decided"), label=_("Decided"))
    dated = {
        _("Decided on"): one.decided_on,
        _("Served on"): one.served_on,
        _("Appealed on"): one.appealed_on,
        _("Corrected on"): one.corrected_on,
    }
    known: Mapping[str, str] = {
        label: day.isoformat() for label, day in dated.items() if day is not None and day <= book.base.on
    }
    yield from (Line(day, label=label, indent=1) for label, day in known.items())
    if one.appeal_result and one.appealed_on is not None and one.appealed_on <= book.base.on:
        yield Line(one.appeal_result, label=_("Result"), indent=1)
    if one.influence_until is not None:
        yield Line(one.influence_until.isoformat(), label=_("Influence until"), indent=1)
