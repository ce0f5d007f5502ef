"""Going through the drafts of an import at the keyboard, one after the other."""

import sys
from collections.abc import Callable
from collections.abc import Sequence

from cli.assignment import apply_change
from cli.assignment import make_change
from cli.assignment import parse_assignment
from cli.language import say
from cli.language import spoken
from cli.output import Cell
from cli.output import complain
from cli.output import note
from cli.output import note_lines
from exchange.policy.plan import Decision
from exchange.policy.plan import Item
from exchange.policy.plan import Plan
from exchange.policy.plan import change
from exchange.policy.plan import decide
from exchange.policy.plan import join
from exchange.policy.plan import split
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.kinds import KINDS
from schema.kinds.duty import Duty

_KEYS = {"a": Decision.ACCEPT, "k": Decision.SKIP}


def go_through(plan: Plan, settle: Callable[[Plan], Plan]) -> Plan:
    """Ask about every unit, group and draft that is open; `q` leaves the rest open.

    Args:
        plan: the plan; it is given back with what was said.
        settle: looks parties up again, once it is known which units and posts come in.
    """
    newcomers = []
    for one in plan.newcomers:
        kind = KINDS[one.stranger.kind].label(spoken())
        said = _answer(say("plan-newcomer", name=one.stranger.name, kind=kind), "ak")
        if said == "a" and one.is_homeless:
            # A post belongs to a unit; without an answer it is not added.
            unit = _line(say("plan-newcomer-unit", name=one.stranger.name)) or ""
            stranger, said = one.stranger._replace(unit=unit), "a" if unit else "k"
        else:
            stranger = one.stranger
        newcomers.append(one._replace(stranger=stranger, decision=_KEYS.get(said, one.decision)))
    plan = settle(plan._replace(newcomers=tuple(newcomers)))
    companies = []
    for company in plan.companies:
        _show_fields(
            dict(company.fields), [say("plan-unknown", names="、".join(company.unknown))] if company.unknown else []
        )
        said = _answer(say("plan-group", title=company.roster.title), "ak")
        if said == "a" and company.faults():
            # It can be no group yet, such as one without a head: it is left open, and what it lacks is said.
            _show_faults(company.faults())
            said = ""
        companies.append(company._replace(decision=_KEYS.get(said, company.decision)))
    plan = plan._replace(companies=tuple(companies))
    at = 0
    while at < len(plan.items):
        if plan.items[at].decision is not Decision.OPEN:
            at += 1
            continue
        plan, step = _about(plan, at)
        if step < 0:
            break
        at += step
    return plan


def _about(plan: Plan, at: int) -> tuple[Plan, int]:
    """Ask about one draft: the plan after it, and how far to go on; -1 to stop."""
    item = plan.items[at]
    _show(item, at, len(plan.items))
    said = _answer(say("plan-ask"), "acsjkq")
    match said:
        case "a" if item.faults():
            _show_faults(item.faults())
            return plan, 0
        case "a" | "k":
            return decide(plan, at, _KEYS[said]), 1
        case "c":
            return _changed(plan, at), 0
        case "s":
            words = _line(say("plan-where"))
            place = item.pieces[0].text.find(words) if words else -1
            return (split(plan, at, place), 0) if place > 0 else (plan, 0)
        case "j":
            return join(plan, at), 0
        case "q":
            return plan, -1
        case _:
            return plan, 0


def _show_faults(faults: Sequence[Diagnostic]) -> None:
    note_lines(Cell(f"  {one.say(spoken())[0]}", "red") for one in faults)


def _changed(plan: Plan, at: int) -> Plan:
    item = plan.items[at]
    data = dict(item.fields)
    try:
        for word in (_line(say("plan-fields")) or "").split("  "):
            if word.strip():
                data = apply_change(data, make_change(Duty, "duty", "", parse_assignment(word.strip()), data))
    except Failure as failure:
        complain(failure)
    return change(plan, at, data)


def _show(item: Item, at: int, count: int) -> None:
    label = "、".join(
        f"{piece.label}{piece.path}" if not piece.label else f"{piece.label} ({piece.path})" for piece in item.pieces
    )
    lines = [Cell(""), Cell(f"{at + 1}/{count}  {label}", "bold")]
    lines += [Cell(f"  {piece.text}") for piece in item.pieces]
    note_lines(lines)
    _show_fields(dict(item.fields), [question.say(spoken()) for question in item.questions])


def _show_fields(fields: dict[str, object], asked: list[str]) -> None:
    note_lines(
        [Cell(f"    {key} = {value}", "cyan") for key, value in fields.items()]
        + [Cell(f"  ? {one}", "yellow") for one in asked]
    )


def _answer(question: str, keys: str) -> str:
    """One of some keys; the last of them where the input has ended."""
    while True:
        said = _line(question)
        if said is None:
            return keys[-1]
        if said[:1].casefold() in keys and said:
            return said[0].casefold()


def _line(question: str) -> str | None:
    """What a person types; None where the input has ended."""
    note(question)
    line = sys.stdin.readline()
    return line.strip() if line else None
