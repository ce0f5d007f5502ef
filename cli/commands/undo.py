"""`dutybook undo [COMMIT]`: take a commit back by a commit of its own; without a name, one's own newest that stands."""

import msgspec

from cli.editing import save_change
from cli.language import say
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import OverrideOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import note
from schema.override import accept
from store.register import RegisterStore
from store.undo import Undoing
from store.undo import plan_undo


def run(
    commit: str = "",
    /,
    *,
    why: WhyOption = "",
    override: OverrideOption = None,
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Undo a commit."""
    overrides = accept(override or (), why)
    store = open_register(register, writing=True)
    return save_undoing(store, plan_undo(store, commit, why), overrides, yes=yes, json=json)


def save_undoing(store: RegisterStore, undoing: Undoing, overrides: tuple[str, ...], *, yes: bool, json: bool) -> int:
    """Say which commit is taken back and what of it stays, then show, ask and save as any change."""
    commit = undoing.commit
    note(say("takes-back", commit=commit.id[:12], author=commit.author, day=commit.day, subject=commit.subject))
    for path in undoing.left:
        note(say("left-as-it-is", path=path))
    changes = msgspec.structs.replace(undoing.changes, overrides=overrides)
    return save_change(store, changes, yes=yes, json=json)
