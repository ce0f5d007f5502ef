"""`dutybook findings`: every finding with its state, light and due day."""

from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.lights import light_cell
from cli.opening import day_of
from cli.opening import open_register
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import Row
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from cli.records import find_id
from cli.records import heading
from cli.records import title_of
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register


def run(
    *,
    on: OnOption = None,
    open: bool = False,
    unit: str = "",
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """List findings."""
    store = open_register(register, as_of=as_of)
    day = day_of(store, on)
    wanted = find_id(store, unit, "unit") if unit else ""
    found = [
        one
        for one in rectifications(store.register, day)
        if (not open or one.is_open) and wanted in {"", one.finding.unit}
    ]
    found.sort(key=lambda one: (one.due, one.finding.id))
    if json:
        print_json([_entry(one) for one in found])
    else:
        _print(store.register, found)
        counts = {"count": len(found), "open": sum(one.is_open for one in found)}
        note(say("findings-summary", day=day.isoformat(), **counts))
    return Exit.FINE


def _entry(one: Rectification) -> Plain:
    finding = one.finding
    return {
        "id": finding.id,
        "code": finding.code,
        "unit": finding.unit,
        "item": finding.item,
        "text": finding.text,
        "state": one.state,
        "light": one.light,
        "due": one.due,
        "original_due": one.original_due,
        "done": one.done,
        "verified_on": one.verified_on,
        "verified_by": finding.verified_by if one.verified_on is not None else None,
        "late_days": one.late_by,
        "returned": one.returned,
        "recurrence_of": finding.recurrence_of,
        "owner": finding.owner,
    }


def _print(register: Register, found: list[Rectification]) -> None:
    names = ["light", "code", "finding", "unit", "findings-text", "state", "due-day"]
    names += ["findings-first-due", "findings-late-by", "findings-returned", "findings-owner"]
    print_table([say(name) for name in names], [_row(register, one) for one in found])


def _row(register: Register, one: Rectification) -> Row:
    finding = one.finding
    return [
        light_cell(one.light),
        finding.code,
        finding.id,
        title_of(register, "unit", finding.unit),
        heading("finding", finding),
        one.state.label(spoken()),
        one.due.isoformat(),
        one.original_due.isoformat() if one.original_due != one.due else "",
        str(one.late_by) if one.late_by else "",
        str(one.returned) if one.returned else "",
        title_of(register, "post", finding.owner) if finding.owner is not None else "",
    ]
