"""The scores of a year and the proposals of attribution, worked out: what Assess shows as rows (R14, R9, R10).

Worked out in a thread; nothing here touches a widget. The pages are in tui.screens.assess_pages.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal

from schema.assessed import Frozen
from schema.assessed import frozen_results
from schema.assessed import scheme_of
from schema.attribution import Matched
from schema.attribution import attribute
from schema.attribution import begun
from schema.attribution import match_decisions
from schema.failure import Failure
from schema.kinds.case import Case
from schema.kinds.scheme import Scheme
from schema.marks import Outcome
from schema.obligation import Obligation
from schema.rectification import Rectification
from schema.scoreline import Line as ScoreLine
from schema.scoreline import add
from schema.scoreline import write_number
from schema.scoring import Score
from schema.scoring import differs
from schema.scoring import score
from schema.veto import Veto
from tui.desk import View
from tui.kind_columns import say_holder
from tui.kind_columns import worst_of
from tui.language import _
from tui.language import language
from tui.naming import called
from tui.naming import kind_label
from tui.naming import name_of
from tui.pinyin import spell
from tui.record_lines import say_period
from tui.widgets.columns import Column
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD

Point = ScoreLine | Veto | Scheme
"""What a row of a score stands for: a line, a veto event, or the scheme for the base score."""


@dataclass(frozen=True)
class CaseBook:
    """What the rules propose in one case, beside what was decided."""

    case: Case
    matched: Sequence[Matched] = ()
    failure: Failure | None = None
    """Why nothing can be proposed."""


@dataclass(frozen=True)
class AssessBook:
    """A year's scores and all cases, worked out."""

    base: View
    """What the app showed when it was worked out."""
    year: int
    scheme: Scheme | None = None
    failure: Failure | None = None
    """Why there are no scores."""
    scores: Mapping[str, Score] = field(default_factory=dict)
    """By id of the row: `unit/ID` or `post/ID`; in order of rank."""
    frozen: Mapping[str, Frozen] = field(default_factory=dict)
    cases: Sequence[CaseBook] = ()


def write_assess_book(view: View, year: int, scheme: str = "") -> AssessBook:
    """Score a year and go through the cases.

    Args:
        view: the register and its day.
        year: the year assessed.
        scheme: id of the scheme; empty: the one that the year says (schema.assessed.scheme_of).
    """
    register, on = view.register, view.on
    cases = tuple(_propose(view, case) for case in _cases(view))
    try:
        chosen = register.of(Scheme).get(scheme) or scheme_of(register, year, on)
    except Failure as failure:
        return AssessBook(view, year, failure=failure, cases=cases)
    scores = {f"{one.kind}/{one.object}": one for one in score(register, chosen, year, on)}
    return AssessBook(view, year, chosen, None, scores, frozen_results(register, chosen, year, on), cases)


def _cases(view: View) -> list[Case]:
    """The cases that exist on the day, the newest first."""
    found = [case for case in view.register.of(Case).values() if begun(case) <= view.on]
    return sorted(found, key=lambda case: (begun(case), case.id), reverse=True)


def _propose(view: View, case: Case) -> CaseBook:
    try:
        return CaseBook(case, match_decisions(case, attribute(view.register, case), view.on))
    except Failure as failure:
        return CaseBook(case, failure=failure)


# --- scores ----------------------------------------------------------------------------------------------------------


def score_columns() -> list[Column]:
    """The columns of the scores."""
    return [
        Column(key="rank", title=_("Rank"), width=4, right=True),
        Column(key="object", title=_("Assessed"), width=18, weight=6),
        Column(key="score", title=_("Score"), width=6, right=True),
        Column(key="grade", title=_("Grade"), width=8, weight=2),
        Column(key="veto", title=_("Veto"), width=8, rank=2),
        Column(key="done", title=_("In time"), width=7, right=True, rank=1),
        Column(key="late", title=_("Late"), width=4, right=True, rank=4),
        Column(key="missed", title=_("Missed"), width=6, right=True, rank=3),
        Column(key="findings", title=_("Findings late"), width=13, right=True, rank=6),
        Column(key="recurred", title=_("Recurred"), width=8, right=True, rank=7),
        Column(key="frozen", title=_("Frozen"), width=8, right=True, rank=5),
    ]


def score_rows(book: AssessBook) -> Rows:
    """A row for each object, units before posts."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    haystacks: list[str] = []
    for kind in ("unit", "post"):
        chosen = {row: one for row, one in book.scores.items() if one.kind == kind}
        if not chosen:
            continue
        rows = {row: _score_cells(book, one) for row, one in chosen.items()}
        searched = [_searched(row) for row in rows.values()]
        ids += [f"{HEAD}{kind}", *chosen]
        cells += [(f"{kind_label(kind)} ({len(chosen)})", *[""] * 10), *rows.values()]
        marks += ["", *(mark_of_score(one) for one in chosen.values())]
        haystacks += ["\n".join(searched), *searched]
    return Rows(ids=ids, cells=cells, marks=marks, haystacks=haystacks)


def _searched(cells: Sequence[str]) -> str:
    return "\n".join((*cells, *(spell(cell) for cell in cells[:2]))).casefold()


def _score_cells(book: AssessBook, one: Score) -> tuple[str, ...]:
    counts = one.counts
    numbers = (counts.late, counts.missed, counts.findings_late, counts.recurred)
    return (
        str(one.rank or ""),
        say_object(book.base, one),
        say_score(book, one),
        say_grade(one),
        say_vetoes(one),
        f"{counts.done}/{counts.judged}",
        *(str(number or "") for number in numbers),
        say_frozen(book, one),
    )


def mark_of_score(one: Score) -> str:
    """The worst light of what the object is charged with; red under a veto, green where nothing is to be charged."""
    lights = [line.source.light.value for line in one.lines if isinstance(line.source, Obligation | Rectification)]
    if one.vetoed:
        return "red"
    return worst_of(lights) or ("green" if one.counts.judged else "")


def say_object(view: View, one: Score) -> str:
    """A unit by its name; a post with who holds it on the day."""
    name = name_of(view.register, one.kind, one.object)
    return f"{name} {say_holder(view, one.object)}" if one.kind == "post" else name


def say_score(book: AssessBook, one: Score) -> str:
    """The score with the places that the scheme says."""
    if one.score is None or book.scheme is None:
        return _("not set")
    return write_number(one.score, book.scheme.digits if book.scheme.rounding is not None else None)


def say_grade(one: Score) -> str:
    """The grade that stands, with the mark of a veto in force."""
    return _("{grade} (veto)").format(grade=one.grade) if one.vetoed else one.grade


def say_vetoes(one: Score) -> str:
    """Where the vetoes stand."""
    return _(", ").join(dict.fromkeys(veto.state.label(language()) for veto in one.vetoes))


def say_frozen(book: AssessBook, one: Score) -> str:
    """The frozen score, with a sign where it is reckoned otherwise now; empty where nothing is frozen."""
    frozen = book.frozen.get(one.object)
    if frozen is None:
        return ""
    text = write_number(Decimal(str(frozen.result.score)))
    return f"{text} !" if differs(one, frozen) else text


# --- points ----------------------------------------------------------------------------------------------------------


def point_columns() -> list[Column]:
    """The columns of what took or gave points."""
    return [
        Column(key="points", title=_("Points"), width=7, right=True),
        Column(key="what", title=_("What for"), width=20, weight=4),
        Column(key="which", title=_("Period"), width=14, weight=1, rank=1),
        Column(key="how", title=_("How it counts"), width=18, weight=1, rank=2),
    ]


def point_rows(book: AssessBook, one: Score) -> tuple[Rows, dict[str, Point]]:
    """The base score, a row for each line of a score under the item that it falls to, the vetoes; and what each row stands for."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    found: dict[str, Point] = {}
    if book.scheme is not None and book.scheme.base is not None:
        found["base"] = book.scheme
        ids.append("base")
        cells.append((f"{book.scheme.base:g}", _("Base score"), "", ""))
        marks.append("")
    for rule in dict.fromkeys(line.rule for line in one.lines):
        lines = [line for line in one.lines if line.rule == rule]
        total = say_points(add(*(line.points for line in lines)))
        ids.append(f"{HEAD}{rule}")
        cells.append((f"{rule.label(language())} ({len(lines)})  {total}", "", "", ""))
        marks.append("")
        for line in lines:
            row = f"{rule}/{len(found)}"
            found[row] = line
            ids.append(row)
            cells.append((say_points(line.points), *say_source(book.base, line), say_weight(line)))
            marks.append(_light_of(line))
    if one.vetoes:
        ids.append(f"{HEAD}veto")
        cells.append((f"{_('Veto')} ({len(one.vetoes)})", "", "", ""))
        marks.append("")
    for veto in one.vetoes:
        row = f"veto/{len(found)}"
        found[row] = veto
        ids.append(row)
        cells.append(("", veto.event.trigger, veto.event.date.isoformat(), veto.state.label(language())))
        marks.append("red" if veto.in_force else "warning")
    return Rows(ids=ids, cells=cells, marks=marks), found


def _light_of(line: ScoreLine) -> str:
    return line.source.light.value if isinstance(line.source, Obligation | Rectification) else "added"


def say_source(view: View, line: ScoreLine) -> tuple[str, str]:
    """What a line comes from, and of which period or day."""
    match line.source:
        case Obligation() as source:
            return name_of(view.register, "duty", source.duty), say_period(view.register, source)
        case Rectification() as source:
            return called("finding", source.finding), source.due.isoformat()
        case bonus:
            return bonus.basis.strip(), bonus.date.isoformat() if bonus.date is not None else ""


def say_points(points: Decimal) -> str:
    """Points with their sign."""
    text = write_number(points)
    return f"+{text}" if points > 0 else text


def say_weight(line: ScoreLine) -> str:
    """The role and its weight, and why it counts less than in full: `Lead x 0.5`."""
    parts = [] if line.role is None else [f"{line.role.label(language())} x {write_number(line.weight)}"]
    if line.mark is not None:
        parts.append(_("{why}, of {full}").format(why=line.mark.label(language()), full=write_number(line.full)))
    return _("; ").join(parts)


# --- attribution -----------------------------------------------------------------------------------------------------


def case_columns() -> list[Column]:
    """The columns of the proposals."""
    return [
        Column(key="person", title=_("Person"), width=12, weight=2),
        Column(key="post", title=_("Post"), width=10, weight=2, rank=2),
        Column(key="outcome", title=_("Proposed"), width=14, weight=2),
        Column(key="decided", title=_("Decided"), width=12, weight=2, rank=1),
    ]


def case_rows(book: AssessBook) -> tuple[Rows, dict[str, tuple[CaseBook, Matched | None]]]:
    """A row for each line of a proposal under its case, and what each row stands for."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    found: dict[str, tuple[CaseBook, Matched | None]] = {}
    for one in book.cases:
        case = one.case
        ids.append(f"{HEAD}{case.id}")
        head = (case.occurred.isoformat(), case.code, called("case", case))
        cells.append(("  ".join(part for part in head if part), "", "", ""))
        marks.append("")
        for number, (matched, row, mark) in enumerate(_case_lines(book.base, one)):
            id_ = f"{case.id}/{number}"
            found[id_] = (one, matched)
            ids.append(id_)
            cells.append(row)
            marks.append(mark)
    return Rows(ids=ids, cells=cells, marks=marks), found


def _case_lines(view: View, one: CaseBook) -> Iterator[tuple[Matched | None, tuple[str, ...], str]]:
    if one.failure is not None:
        yield None, (one.failure.say(language())[0], "", "", ""), "error"
    for matched in one.matched:
        line = matched.line
        post = name_of(view.register, "post", line.post) if line is not None and line.post else ""
        outcome = line.outcome.label(language()) if line is not None else _("(not in the proposal)")
        decided = _(", ").join(say_decided(matched)) or _("not decided")
        yield matched, (say_subject(view, matched), post, outcome, decided), _mark_of_line(matched)


def _mark_of_line(matched: Matched) -> str:
    """A warning where somebody must look before the proposal is used."""
    return "warning" if matched.line is None or matched.line.flags else ""


def say_subject(view: View, matched: Matched) -> str:
    """The person, the team, or the body that was decided about."""
    register = view.register
    if matched.line is None:
        decision = matched.decisions[0]
        kind, id_ = ("person", decision.person) if decision.person else ("unit", decision.unit)
        return name_of(register, kind, id_) if id_ else ""
    if matched.line.person is not None:
        return name_of(register, "person", matched.line.person)
    return _("(the team)") if matched.line.outcome is Outcome.COLLECTIVE else _("(nobody held the post)")


def say_decided(matched: Matched) -> list[str]:
    """What was decided, in short: the tier and the measure of each decision."""
    words = [
        [word.label(language()) for word in (one.tier, one.measure) if word is not None] for one in matched.decisions
    ]
    return [" ".join(each) or _("decided") for each in words]
