"""`dutybook check`: what is wrong with the register."""

from collections import Counter

from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.output import Cell
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def run(*, on: OnOption = None, strict: bool = False, json: JsonOption = False, register: RegisterOption = None) -> int:
    """Check the register."""
    store = open_register(register)
    found = store.check(day_of(store, on))
    if json:
        print_json([_entry(one) for one in found])
    else:
        titles = [say("severity"), say("code-of-rule"), say("place"), say("message")]
        if found:
            print_table(titles, [_row(one) for one in found])
        note(_summary(found))
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FOUND if any(one.severity in bad for one in found) else Exit.FINE


def _entry(one: Diagnostic) -> Plain:
    message, hint = one.say(spoken())
    return {
        "code": one.code,
        "severity": one.severity,
        "kind": one.kind,
        "id": one.id,
        "path": one.path,
        "line": one.line,
        "key": one.dotted,
        "message": message,
        "hint": hint,
    }


def _row(one: Diagnostic) -> list[Cell | str]:
    message, hint = one.say(spoken())
    place = f"{one.path}:{one.line}" if one.line else one.path or f"{one.kind}/{one.id}"
    text = f"{message} ({hint})" if hint else message
    return [Cell(say(f"severity-{one.severity.value}"), _STYLES[one.severity]), one.code, place, text]


def _summary(found: list[Diagnostic]) -> str:
    if not found:
        return say("check-clean")
    counts = Counter(one.severity for one in found)
    return say(
        "check-summary",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
