"""`dutybook attribute CASE`: which responsibility the rules propose for each member, beside what was decided."""

from collections.abc import Iterator
from datetime import date

from cli.exits import Exit
from cli.failure import WrongKind
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import Row
from cli.output import print_json
from cli.output import print_line
from cli.output import print_table
from cli.records import Plain
from cli.records import find_place
from cli.records import get_record
from cli.records import heading
from cli.records import refer
from cli.records import title_of
from schema.attribution import CaseLater
from schema.attribution import Line
from schema.attribution import attribute
from schema.attribution import begun
from schema.attribution import item_of
from schema.attribution import match_decisions
from schema.kinds import KINDS
from schema.kinds.case import Case
from schema.kinds.case import Decision
from schema.profile import PROFILES
from schema.register import Register


def run(
    id: str,
    /,
    *,
    on: OnOption = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """Propose and compare."""
    store = open_register(register, as_of=as_of)
    place = find_place(store, id)
    record = get_record(store, place)
    if not isinstance(record, Case):
        raise WrongKind(id, place[0], ["case"])
    day = day_of(store, on)
    if begun(record) > day:
        raise CaseLater(record.id, begun(record), day)
    lines = attribute(store.register, record)
    if json:
        print_json({"case": record.id, "profile": record.profile, "lines": [_entry(one) for one in lines]})
        return Exit.FINE
    print_line(f"{KINDS['case'].label(spoken())} {record.id}  {heading('case', record)}")
    print_table(["", ""], [*_facts(store.register, record)], heading=False)
    print_line()
    names = ("person", "post", "attribute-proposal", "attribute-rule", "flags", "attribute-decided")
    print_table([say(name) for name in names], [*_rows(store.register, record, lines, day)])
    print_line()
    print_line(say("attribute-only-a-proposal", organ=_organ(store.register, record)))
    return Exit.FINE


def _entry(one: Line) -> Plain:
    return {"person": one.person, "post": one.post, "tier": one.outcome, "row": one.row, "flags": one.flags}


def _facts(register: Register, case: Case) -> Iterator[Row]:
    """What the proposal rests on."""
    facts = {
        "attribute-occurred": case.occurred.isoformat(),
        "attribute-opened": case.opened.isoformat() if case.opened is not None else "",
        "duty": refer(register, ("duty",), case.duty) if case.duty else "",
        "attribute-circumstance": f"{case.circumstance.value} {case.circumstance.label(spoken())}",
        "attribute-mode": case.mode.label(spoken()),
        "attribute-decided-by": refer(register, ("post",), case.decided_by) if case.decided_by else "",
        "attribute-in-charge": refer(register, ("post",), case.in_charge) if case.in_charge else "",
        "attribute-meeting": _meeting(register, case),
        "attribute-found-wrong-by": case.found_wrong_by,
        "attribute-organ": _organ(register, case) if case.organ else "",
        "attribute-profile": PROFILES[case.profile].label(spoken()),
    }
    for name, value in facts.items():
        if value:
            yield Cell(say(name), "bold"), " ".join(value.split())


def _meeting(register: Register, case: Case) -> str:
    if case.meeting is None:
        return ""
    item = item_of(register, case)
    topic = say("attribute-item", number=item.no, topic=item.topic) if item is not None else ""
    return f"{case.meeting} {topic}"


def _organ(register: Register, case: Case) -> str:
    return refer(register, ("unit", "superior"), case.organ) if case.organ else say("attribute-the-organ")


def _rows(register: Register, case: Case, lines: tuple[Line, ...], on: date) -> Iterator[Row]:
    """One row a line with what was decided about that person or body, a row more for each further decision."""
    for line, decisions in match_decisions(case, lines, on):
        if line is None:
            about = decisions[0].person or decisions[0].unit
            named = refer(register, ("person", "unit"), about) if about else ""
            yield [named, "", say("attribute-not-proposed"), "", "", _decision(decisions[0], on)]
            continue
        proposal = [
            title_of(register, "person", line.person) if line.person else _subject(line),
            title_of(register, "post", line.post) if line.post else "",
            line.outcome.label(spoken()),
            _rule(case, line),
            say("joiner").join(flag.label(spoken()) for flag in line.flags),
        ]
        yield [*proposal, _decision(decisions[0], on) if decisions else say("attribute-undecided")]
        yield from (["", "", "", "", "", _decision(one, on)] for one in decisions[1:])


def _subject(line: Line) -> str:
    return say("attribute-team") if line.post is None else say("attribute-nobody")


def _rule(case: Case, line: Line) -> str:
    """The row that led to the proposal, in words."""
    if line.row is None:
        return say("attribute-team-rule")
    return say("attribute-row", row=line.row, words=PROFILES[case.profile].rows[line.row].label(spoken()))


def _decision(one: Decision, on: date) -> str:
    """What was decided, with its dates up to a day."""
    words = [word.label(spoken()) for word in (one.tier, one.measure) if word is not None]
    words += [one.document] if one.document else []
    dated = {
        "attribute-decided-on": one.decided_on,
        "attribute-served-on": one.served_on,
        "attribute-appealed-on": one.appealed_on,
        "attribute-corrected-on": one.corrected_on,
    }
    words += [say(name, day=day.isoformat()) for name, day in dated.items() if day is not None and day <= on]
    if one.appeal_result and one.appealed_on is not None and one.appealed_on <= on:
        words.append(say("attribute-appeal-result", result=one.appeal_result))
    if one.influence_until is not None:
        words.append(say("attribute-influence-until", day=one.influence_until.isoformat()))
    return say("joiner").join(words)
