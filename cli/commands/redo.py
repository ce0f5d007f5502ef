"""`dutybook redo`: take one's own newest undo back."""

from cli.commands.undo import save_undoing
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from schema.override import accept
from store.undo import plan_redo


def run(
    *,
    why: WhyOption = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Redo what was undone last."""
    overrides = accept(override or (), why)
    store = open_register(register, writing=True)
    return save_undoing(store, plan_redo(store, why), overrides, yes=yes, json=json)
