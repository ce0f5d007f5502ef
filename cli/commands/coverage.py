"""`dutybook coverage`: which clauses have their duties, and what the map of responsibility lacks (R16)."""

from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import Row
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import title_of
from schema.coverage import Gap
from schema.coverage import SourceCoverage
from schema.coverage import coverage
from schema.coverage import vacancies
from schema.register import Register


def run(
    *, on: OnOption = None, json: JsonOption = False, as_of: AsOfOption = "", register: RegisterOption = None
) -> int:
    """Show what is covered and what is not."""
    store = open_register(register, as_of=as_of)
    day = day_of(store, on)
    seen = coverage(store.register, day)
    gaps = [*seen.gaps, *vacancies(store.register, day)]
    if json:
        sources = [_source(store.register, one) for one in seen.sources]
        print_json({"on": day, "sources": sources, "gaps": [_gap(store.register, one) for one in gaps]})
        return Exit.FINE
    titles = [say(name) for name in ("source", "title", "clauses-in-scope", "with-duty", "without-duty")]
    print_table(titles, [_source_row(store.register, one) for one in seen.sources])
    if gaps:
        print_line()
        print_table([say("gap"), say("place"), say("title")], [_gap_row(store.register, one) for one in gaps])
    note(say("coverage-summary", day=day, clauses=sum(one.clauses for one in seen.sources), gaps=len(gaps)))
    return Exit.FINE


def _source(register: Register, one: SourceCoverage) -> Plain:
    source = register.sources[one.source]
    return {
        "id": one.source,
        "code": source.code,
        "title": source.title,
        "clauses": one.clauses,
        "covered": one.covered,
        "uncovered": one.uncovered,
    }


def _gap(register: Register, one: Gap) -> Plain:
    title = getattr(register.get(one.kind, one.id), "title", "")
    return {"type": one.type, "kind": one.kind, "id": one.id, "clause": one.clause or None, "title": title}


def _source_row(register: Register, one: SourceCoverage) -> Row:
    counts = [str(number) for number in (one.clauses, one.covered, one.uncovered)]
    return [one.source, title_of(register, "source", one.source), *counts]


def _gap_row(register: Register, one: Gap) -> Row:
    return [one.type.label(spoken()), one.clause or f"{one.kind}/{one.id}", title_of(register, one.kind, one.id)]
