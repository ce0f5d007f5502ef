"""`dutybook rename ID NEW`: give a record another id, and everything that names it with it."""

import msgspec

from cli.editing import save_change
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.records import find_place
from schema.override import accept
from store.renaming import plan_rename


def run(
    id: str,
    new: str,
    /,
    *,
    why: WhyOption = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Give a record another id."""
    overrides = accept(override or (), why)
    store = open_register(register, writing=True)
    kind, id_ = find_place(store, id)
    changes = msgspec.structs.replace(plan_rename(store, kind, id_, new, why), overrides=overrides)
    return save_change(store, changes, yes=yes, json=json)
