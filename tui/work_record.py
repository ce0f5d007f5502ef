"""The work record that fulfils an obligation, as far as the obligation says it."""

from typing import Any

from schema.obligation import Obligation
from schema.vocabulary import ActivityState
from tui.desk import View


def begin_work(view: View, one: Obligation) -> dict[str, Any]:
    """What a work record for an obligation begins with, under TOML keys."""
    register = view.register
    duty = register.duties.get(one.duty)
    fulfils: dict[str, Any] = {"duty": one.duty, "period": one.period}
    if one.element:
        fulfils["elements"] = [one.element]
    filled: dict[str, Any] = {
        "date": view.on,
        "state": ActivityState.FILED.value,
        "fulfils": [fulfils],
    }
    if duty is not None and duty.accepts:
        filled["type"] = duty.accepts[0].value
    unit = one.element if one.element in register.units else next(iter((*one.lead, *one.responsible)), None)
    if unit:
        filled["unit"] = unit
    return filled
