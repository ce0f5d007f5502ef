"""`dutybook due`: every obligation of a year with its state, light and due day, and unfinished older ones."""

from datetime import date
from datetime import timedelta

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
from cli.output import note
from cli.output import print_json
from cli.output import print_table
from cli.records import Plain
from cli.records import find_place
from cli.records import heading
from cli.records import refer
from schema.marks import Light
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.register import Register
from store.register import RegisterStore

_STYLES = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "bold red", Light.GREY: "dim"}


def run(
    *,
    on: OnOption = None,
    within: int | None = None,
    unit: str = "",
    open: bool = False,
    year: int | None = None,
    json: JsonOption = False,
    as_of: AsOfOption = "",
    register: RegisterOption = None,
) -> int:
    """List obligations."""
    store = open_register(register, as_of=as_of)
    day = day_of(store, on)
    wanted = _find_unit(store, unit) if unit else ""
    found = [
        one
        for one in obligations(store.register, day, year=year, older=year is None)
        if (not open or one.is_open)
        and (within is None or _is_due(one, day, within))
        and (not wanted or one.concerns(wanted))
    ]
    found.sort(key=lambda one: (one.last_day, one.duty, one.period, one.element or ""))
    if json:
        print_json([_entry(store.register, one) for one in found])
    else:
        _print(store.register, found)
        note(say("due-summary", count=len(found), day=day.isoformat(), open=sum(one.is_open for one in found)))
    return Exit.FINE


def _is_due(one: Obligation, on: date, within: int) -> bool:
    """Whether it falls due in so many days, or is overdue and unfinished."""
    last = one.last_day
    soon = on <= last <= on + timedelta(days=min(max(within, 0), 36525))
    return soon or (last < on and one.is_open)


def _find_unit(store: RegisterStore, text: str) -> str:
    kind, id_ = find_place(store, text if "/" in text or text not in store.register.units else f"unit/{text}")
    if kind != "unit":
        raise WrongKind(text, kind, ["unit"])
    return id_


def _entry(register: Register, one: Obligation) -> Plain:
    duty = register.duties[one.duty]
    return {
        "duty": one.duty,
        "code": duty.code,
        "title": duty.title,
        "period": one.period,
        "element": one.element,
        "window": [one.opens, one.due],
        "due": one.last_day,
        "rolled": one.rolled,
        "provisional": one.provisional,
        "state": one.state,
        "light": one.light,
        "count": one.count,
        "needed": one.needed,
        "records": one.records,
        "lead": one.lead,
        "responsible": one.responsible,
    }


def _print(register: Register, found: list[Obligation]) -> None:
    names = ("light", "due-day", "duty", "code", "title", "period", "element", "done", "state", "lead")
    print_table([say(name) for name in names], [_row(register, one) for one in found])


def _row(register: Register, one: Obligation) -> Row:
    duty = register.duties[one.duty]
    mark = f"{one.last_day.isoformat()}{say('provisional-mark') if one.provisional else ''}"
    return [
        Cell(one.light.label(spoken()), _STYLES.get(one.light, "")),
        mark,
        one.duty,
        duty.code,
        heading("duty", duty),
        one.period,
        refer(register, ("unit", "post", "platform"), one.element) if one.element else "",
        f"{one.count}/{one.needed}",
        one.state.label(spoken()),
        say("joiner").join(refer(register, ("unit",), unit) for unit in one.lead),
    ]
