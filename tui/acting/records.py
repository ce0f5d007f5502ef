"""Acts about any record: another id, and taking one away that nothing names."""

from collections.abc import Iterator

from schema.acts.records import find_changes
from schema.acts.records import remove
from schema.change import ChangeSet
from schema.identity import Place
from schema.kinds import KINDS
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.act import Ground
from tui.language import _
from tui.widgets.fields.spec import FieldSpec

_UNUSED = "trial-of-a-name-that-no-record-has"


def record_acts(place: Place) -> Iterator[Act]:
    """What may be done about any record of a kind."""
    kind, id_ = place
    if kind not in KINDS:
        return
    help_ = _("Everything that names the record is changed with it.")
    yield Act(
        id="rename",
        label=_("Give it another id"),
        asks=(FieldSpec(key=("id",), label=_("Id"), help=help_, required=True, value=id_),),
        make=lambda ground, said: _rename(ground, place, said),
        trial={"id": _UNUSED},
    )
    yield Act(id="remove", label=_("Take the record away"), make=lambda ground, _said: _remove(ground, place))


def _rename(ground: Ground, place: Place, said: Answers) -> ChangeSet:
    from store.renaming import plan_rename  # noqa: PLC0415 - only this asks for it

    if ground.is_trial:
        find_changes(ground.register, *place, _UNUSED)
        return ChangeSet(action="rename", records=())
    return plan_rename(ground.store, *place, said["id"].strip())


def _remove(ground: Ground, place: Place) -> ChangeSet:
    from store.renaming import plan_removal  # noqa: PLC0415 - only this asks for it

    if ground.is_trial:
        return remove(ground.register, *place, why="")
    return plan_removal(ground.store, *place, "")
