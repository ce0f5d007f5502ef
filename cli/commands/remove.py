"""`dutybook remove ID --why TEXT`: take away a record that nothing names."""

from cli.editing import require_reason
from cli.editing import save_change
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.records import find_place
from store.renaming import plan_removal


def run(
    id: str, /, *, why: WhyOption, yes: YesOption = False, json: JsonOption = False, register: RegisterOption = None
) -> int:
    """Take a record away."""
    reason = require_reason(why)
    store = open_register(register, writing=True)
    kind, id_ = find_place(store, id)
    return save_change(store, plan_removal(store, kind, id_, reason), yes=yes, json=json)
