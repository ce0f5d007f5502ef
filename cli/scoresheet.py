"""How scores are shown: the table of all objects, the lines of one, and both as JSON."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cli.language import say
from cli.language import spoken
from cli.output import Cell
from cli.output import Row
from cli.output import note
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import heading
from cli.records import title_of
from schema.assessed import Frozen
from schema.kinds.scheme import Scheme
from schema.marks import ScoreMark
from schema.marks import VetoState
from schema.obligation import Obligation
from schema.rectification import Rectification
from schema.register import Register
from schema.scoreline import Line
from schema.scoreline import explain
from schema.scoreline import write_number
from schema.scoring import Score
from schema.scoring import differs
from schema.veto import Veto


class Sheet(NamedTuple):
    """The scores of a year under one scheme as of a day."""

    register: Register
    scheme: Scheme
    year: int
    on: date
    scores: tuple[Score, ...]
    frozen: Mapping[str, Frozen]
    """The frozen results by object."""


def entry(sheet: Sheet, one: Score) -> Plain:
    """One object's score as `score --json` gives it."""
    record = sheet.register.get(one.kind, one.object)
    return {
        "object": one.object,
        "kind": one.kind,
        "code": record.code if record is not None else "",
        "year": sheet.year,
        "on": sheet.on,
        "scheme": sheet.scheme.id,
        "score": _json_number(one.score),
        "grade": one.grade,
        "rank": one.rank,
        "base": sheet.scheme.base,
        "total": _json_number(one.total),
        "grade_by_score": one.by_score,
        "vetoed": one.vetoed,
        "counts": one.counts._asdict(),
        "lines": [_line_entry(sheet.register, line) for line in one.lines],
        "veto": [_veto_entry(veto) for veto in one.vetoes],
        "frozen": _frozen_entry(sheet, one),
    }


def _line_entry(register: Register, line: Line) -> Plain:
    found: Plain = {"rule": line.rule, "points": _json_number(line.points)}
    match line.source:
        case Obligation() as source:
            names = {"duty": source.duty, "row": source.row, "period": source.period, "element": source.element}
            found |= {"obligation": names, "role": line.role, "weight": _json_number(line.weight)}
        case Rectification() as source:
            found["finding"] = source.finding.id
        case source:
            found |= {"bonus": source.basis, "assessment": line.record}
    return found | {
        "why": explain(register, line, spoken()),
        "mark": line.mark,
        "full": _json_number(line.full),
    }


def _veto_entry(veto: Veto) -> Plain:
    event = veto.event
    return {
        "state": veto.state,
        "date": event.date,
        "trigger": event.trigger,
        "confirmed_by": event.confirmed_by,
        "confirmed_on": event.confirmed_on,
        "document": event.document,
        "revoked_on": event.revoked_on,
        "missing": veto.missing,
        "assessment": veto.record,
    }


def _frozen_entry(sheet: Sheet, one: Score) -> Plain | None:
    frozen = sheet.frozen.get(one.object)
    if frozen is None:
        return None
    result = frozen.result
    kept = {"score": result.score, "grade": result.grade, "rank": result.rank}
    return {**kept, "on": frozen.on, "commit": frozen.commit, "differs": differs(one, frozen)}


def _json_number(number: Decimal | None) -> float | None:
    return None if number is None else float(number) + 0.0  # no "-0.0"


def print_sheet(sheet: Sheet) -> None:
    """Print all objects as a table; on stderr what the scheme leaves open, and what no longer agrees with what was frozen."""
    names = ["rank", "assessed", "code", "score", "grade", "late", "missed", "findings-late", "recurred", "on-time"]
    vetoed = any(one.vetoes for one in sheet.scores)
    names += ["veto"] if vetoed else []
    names += ["frozen"] if sheet.frozen else []
    rows = [_row(sheet, one, vetoed=vetoed) for one in sheet.scores]
    print_table([say(name) for name in names], rows)
    note(_name_of(sheet))
    for text in (*_remarks(sheet), *_gone(sheet)):
        note(text)


def print_one(sheet: Sheet, one: Score) -> None:
    """Print one object with every line of its score."""
    print_line(f"{title_of(sheet.register, one.kind, one.object)}  {_name_of(sheet)}")
    facts = [("score", _score(sheet, one)), ("grade", _grade(one).text), ("rank", str(one.rank or ""))]
    if sheet.scheme.base is not None:
        facts.insert(0, ("base", _number_of(sheet.scheme.base)))
    if one.total is not None and one.total != one.score:
        facts.insert(1, ("total", write_number(one.total)))
    if one.object in sheet.frozen:
        facts.append(("frozen", _frozen(sheet, one).text))
    print_table([say(name) for name, _ in facts], [[text for _, text in facts]])
    if one.lines:
        print_line()
        rows = [_line(sheet.register, line) for line in one.lines]
        print_table([say(name) for name in ("points", "item", "source", "explanation")], rows)
    for veto in one.vetoes:
        print_line(_veto(sheet.register, veto))
    for text in _remarks(sheet):
        note(text)


def _row(sheet: Sheet, one: Score, *, vetoed: bool) -> Row:
    record = sheet.register.get(one.kind, one.object)
    counts = one.counts
    row: list[Cell | str] = [
        str(one.rank or ""),
        heading(one.kind, record) if record is not None else one.object,
        record.code if record is not None else "",
        _score(sheet, one),
        _grade(one),
        *(str(number or "") for number in (counts.late, counts.missed, counts.findings_late, counts.recurred)),
        f"{counts.done}/{counts.judged}",
    ]
    if vetoed:
        row.append(say("joiner").join(veto.state.label(spoken()) for veto in one.vetoes))
    if sheet.frozen:
        row.append(_frozen(sheet, one))
    return row


def _score(sheet: Sheet, one: Score) -> str:
    if one.score is None:
        return say("base-not-set")
    scheme = sheet.scheme
    return write_number(one.score, scheme.digits if scheme.rounding is not None else None)


def _grade(one: Score) -> Cell:
    """The grade that stands, with the mark of a veto."""
    return Cell(say("vetoed-grade", grade=one.grade), "bold red") if one.vetoed else Cell(one.grade)


def _frozen(sheet: Sheet, one: Score) -> Cell:
    frozen = sheet.frozen.get(one.object)
    if frozen is None:
        return Cell(say("not-frozen"), "bold red")
    result = frozen.result
    parts = [_number_of(result.score), result.grade, f"#{result.rank}" if result.rank else ""]
    text = " ".join(part for part in parts if part)
    return Cell(say("frozen-differs", text=text), "bold red") if differs(one, frozen) else Cell(text)


def _line(register: Register, line: Line) -> Row:
    match line.source:
        case Obligation() as source:
            duty = register.duties[source.duty]
            element = f" {source.element}" if source.element else ""
            named = f"{duty.code or source.duty} {source.period}{element}"
        case Rectification() as source:
            named = source.finding.code or source.finding.id
        case _:
            named = line.record
    points = write_number(line.points)
    return [
        Cell(f"+{points}" if line.points > 0 else points, "red" if line.points < 0 else "green"),
        line.rule.label(spoken()),
        named,
        explain(register, line, spoken()),
    ]


def _veto(register: Register, veto: Veto) -> str:
    event = veto.event
    parts = [veto.state.label(spoken()), event.date.isoformat(), event.trigger]
    if event.confirmed_by is not None:
        confirmed = event.confirmed_on.isoformat() if event.confirmed_on else ""
        parts += [say("confirmed", unit=title_of(register, "unit", event.confirmed_by), day=confirmed), event.document]
    if event.revoked_on is not None:
        parts.append(say("revoked", day=event.revoked_on.isoformat()))
    return "  ".join(part for part in parts if part)


def _name_of(sheet: Sheet) -> str:
    return say("score-of", year=sheet.year, scheme=heading("scheme", sheet.scheme), day=sheet.on.isoformat())


def _remarks(sheet: Sheet) -> Iterator[str]:
    """What a person has to know beside the numbers."""
    if sheet.scheme.base is None:
        yield say("no-base")
    marks = {line.mark for one in sheet.scores for line in one.lines}
    if ScoreMark.CAP_UNSET in marks:
        yield say("no-bonus-cap")
    lacking = next(
        (veto for one in sheet.scores for veto in one.vetoes if veto.state is VetoState.PARAMETERS_UNSET), None
    )
    if lacking is not None:
        yield say("veto-unset", missing=", ".join(lacking.missing))
    apart = [one for one in sheet.scores if one.object in sheet.frozen and differs(one, sheet.frozen[one.object])]
    if apart:
        yield say("differ-from-frozen", count=len(apart))


def _gone(sheet: Sheet) -> Iterator[str]:
    """Say whose frozen result belongs to nobody who is assessed now."""
    scored = {one.object for one in sheet.scores}
    gone = [each for each in sheet.frozen if each not in scored]
    if gone:
        yield say("frozen-gone", names=say("joiner").join(gone))


def _number_of(number: float) -> str:
    return write_number(Decimal(str(number)))
