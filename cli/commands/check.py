"""`dutybook check`: what is wrong with the register."""

from collections import Counter
from datetime import date

from cli.editing import save_asked
from cli.exits import Exit
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.opening import today_of
from cli.options import AsOfOption
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import Cell
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.rules.changes import CLAUSE_CHANGED
from store.mending import mend
from store.register import RegisterStore

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def run(
    *,
    on: OnOption = None,
    strict: bool = False,
    fix: bool = False,
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    rev: str = "",
    register: RegisterOption = None,
) -> int:
    """Check the register; with `fix`, mend first what needs no decision; with `rev`, check commits as the server would."""
    if rev:
        from cli.rehearsal import rehearse

        return rehearse(register, rev, json=json)
    store = open_register(register, writing=fix, as_of=as_of)
    day = today_of(store, on)
    found = store.check(day)
    if fix and _mend(store, found, why.strip(), yes=yes):
        found = store.check(day)
    if json:
        print_json([_entry(one) for one in found])
    else:
        titles = [say("severity"), say("code-of-rule"), say("place"), say("message")]
        if found:
            print_table(titles, [_row(one) for one in found])
        _show_changed_clauses(store, found, day)
        note(_summary(found))
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FOUND if any(one.severity in bad for one in found) else Exit.FINE


def _mend(store: RegisterStore, found: list[Diagnostic], why: str, *, yes: bool) -> bool:
    """Mend what may be mended, as one commit; whether anything was saved. What was saved is told on stderr."""
    changes = mend(store, found, why)
    if changes is None:
        note(say("fix-leaves"))
        return False
    saved = save_asked(store, changes, yes=yes)
    if saved is not None:
        note(say("saved", commit=saved.commit[:12], summary=saved.summary))
    return saved is not None


def _show_changed_clauses(store: RegisterStore, found: list[Diagnostic], on: date) -> None:
    """Show what changed clauses said when their duties were last reviewed, beside what they say now (R18)."""
    from cli.suspects import print_comparisons
    from schema.supersession import Why
    from schema.supersession import suspects
    from store.past.suspects import compare

    if any(one.code == CLAUSE_CHANGED.code for one in found):
        changed = [one for one in suspects(store.register, on) if one.why is Why.CLAUSE_CHANGED]
        print_comparisons(store.register, compare(store, changed))


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
