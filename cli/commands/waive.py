"""`dutybook waive DUTY PERIOD --reason TEXT --by POST`: an obligation falls away by somebody's approval."""

from datetime import date

from cli.commands.extend import find_element
from cli.editing import save_change
from cli.opening import day_of
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OnOption
from cli.options import RegisterOption
from cli.options import YesOption
from cli.records import find_id
from schema.acts.waivers import waive
from schema.kinds.urge import Target


def run(
    duty: str,
    period: str,
    /,
    *,
    reason: str,
    by: str,
    element: str = "",
    expires: date | None = None,
    on: OnOption = None,
    why: str = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Let an obligation fall away."""
    store = open_register(register, writing=True)
    target = Target(duty=find_id(store, duty, "duty"), period=period, element=find_element(store, element))
    approver, day = find_id(store, by, "post"), day_of(store, on)
    changes = waive(
        store.register,
        target,
        day,
        id=store.new_id("waiver", day=day),
        reason=reason,
        approver=approver,
        expires=expires,
        why=why.strip(),
    )
    return save_change(store, changes, yes=yes, json=json)
