"""`dutybook save [ID ...] --why TEXT`: commit what was changed outside dutybook."""

from cli.editing import require_reason
from cli.editing import tell_override
from cli.editing import tell_saved
from cli.exits import Exit
from cli.failure import NothingToDo
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.output import note
from cli.output import print_line
from cli.records import find_kind
from schema.override import accept
from store.outside import OutsideChange
from store.register import RegisterStore
from store.saving import SaveRefused


def run(
    *ids: str,
    why: WhyOption = "",
    override: OverrideOption = None,
    finish: bool = False,
    put_back: bool = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Commit what was changed outside, or settle saves that were cut off."""
    if finish or put_back:
        return _settle(open_register(register, writing=True), finish=finish)
    reason = require_reason(why)
    overrides = accept(override or (), reason)
    store = open_register(register, writing=True)
    changed = store.outside()
    chosen = [change for change in changed if (any(_is_named(change, id_) for id_ in ids) if ids else change.is_meant)]
    for change in () if ids else changed:
        if not change.is_meant:
            note(f"  {say('outside-left')}  {change.path}")
    for id_ in ids:
        if not any(_is_named(change, id_) for change in changed):
            raise NothingToDo("not-changed-outside", name=id_)
    if not chosen:
        raise NothingToDo("nothing-outside")
    for change in chosen:
        note(f"  {say(f'outside-{change.status}')}  {change.path}")
    try:
        saved = store.save_outside([change.path for change in chosen], reason, overrides=overrides)
    except SaveRefused as refused:
        tell_override(refused.diagnostics)
        raise
    tell_saved(saved, json=json)
    _warn_of_faults(store, chosen)
    return Exit.FINE


def _settle(store: RegisterStore, *, finish: bool) -> int:
    left = store.unfinished()
    if not left:
        note(say("nothing-cut-off"))
    for intent in left:
        summary = intent.message.partition("\n")[0]
        if finish:
            commit = store.finish(intent)
            print_line(
                say("cut-off-finished", summary=summary, commit=commit[:12])
                if commit
                else say("cut-off-was-whole", summary=summary)
            )
        else:
            store.roll_back(intent)
            print_line(say("cut-off-put-back", summary=summary))
    return Exit.FINE


def _is_named(change: OutsideChange, id: str) -> bool:
    if id in {change.path, change.id} and id:
        return True
    kind, slash, own = id.partition("/")
    if id == "register" or kind == "calendar":
        return (change.kind, change.id) == (kind, own)
    return bool(slash) and not id.endswith(".toml") and (change.kind, change.id) == (find_kind(kind).name, own)


def _warn_of_faults(store: RegisterStore, chosen: list[OutsideChange]) -> None:
    """Say where a saved file can't be read as a record: what people wrote is committed, and said to be damaged."""
    paths = {change.path for change in chosen}
    for fault in store.faults:
        if fault.path in paths:
            note(f"{fault.path}:{fault.line} {fault.say(spoken())[0]} [{fault.code}]")
