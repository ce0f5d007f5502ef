"""Conflicts of a sync in words: which record, which field, what each side holds. Rows are named by what identifies them, not by number."""

from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

import msgspec

from schema.change import GONE
from schema.diagnostic import Step
from schema.field import Field
from schema.field import find_field
from schema.kinds import find_struct
from schema.merge import IDENTITY
from schema.merge import Clash
from schema.register import Register
from store.together.reconciliation import FileConflict
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import kind_label
from tui.naming import place_label
from tui.wording import say_plain

_BLOB = 12
"""Characters of a file's id that are shown."""
_CLASHES = {
    Clash.BOTH_CHANGED: msgid("Both sides changed it."),
    Clash.REMOVED_AND_CHANGED: msgid("One side took it out, the other changed it."),
    Clash.ORDER: msgid("Both sides chose who or what comes first."),
    Clash.BOTH_ADDED: msgid("Both sides added it, with different values."),
    Clash.BOTH_RENAMED: msgid("Both sides gave it another id, each its own."),
    Clash.UNREADABLE: msgid("One side cannot be read as a record; take one side as a whole."),
}


class Spot(NamedTuple):
    """The place of a conflict."""

    label: str
    """In labels; empty for a whole record or file."""
    field: Field | None
    """The field there; None where the schema knows none."""


def say_record(register: Register, one: FileConflict) -> str:
    """The record of a conflict, or the file that is none."""
    return f"{kind_label('')} {one.path}" if one.place is None else place_label(register, one.place)


def say_clash(clash: Clash) -> str:
    """Why a person must decide."""
    return _(_CLASHES[clash])


def spot_of(register: Register, one: FileConflict) -> Spot:
    """Where in its record a conflict stands."""
    labels: list[str] = []
    table: type[msgspec.Struct] | None = find_struct(one.place[0]) if one.place is not None else None
    rows: type[msgspec.Struct] | None = None
    field: Field | None = None
    for step in one.conflict.key:
        if rows is not None:
            labels.append(_say_identity(register, rows, step))
            table, rows = rows, None
            continue
        field = find_field(table, step)
        labels.append(field.about.label(language()) if field is not None else str(step))
        is_rows = field is not None and field.shape == "rows"
        inside = field.table if field is not None else None
        table, rows = (None, inside) if is_rows else (inside, None)
    return Spot(" > ".join(labels), field)


def say_field(register: Register, one: FileConflict) -> str:
    """The field of a conflict in labels."""
    if one.conflict.key:
        return spot_of(register, one).label
    return _("(the whole file)") if one.place is None else _("(the whole record)")


def say_side(register: Register, one: FileConflict, value: Any) -> str:
    """What one side holds, as people read it; several lines where the value has them."""
    if value is GONE:
        return _("(nothing)") if one.conflict.key else _("(removed)")
    if one.place is None and isinstance(value, str):
        return _("(file {id})").format(id=value.rpartition(" ")[2][:_BLOB])
    return say_plain(register, spot_of(register, one).field, value) or _("(empty)")


def is_line(register: Register, one: FileConflict) -> bool:
    """Whether a value of one's own may be typed: for a field of one line of plain text."""
    field = spot_of(register, one).field
    sides = (one.conflict.base, one.conflict.ours, one.conflict.theirs)
    texts = [side for side in sides if side is not GONE]
    plain = all(isinstance(side, str) and "\n" not in side for side in texts)
    return bool(one.conflict.key) and field is not None and field.shape == "text" and plain


def key_words(key: Sequence[Step]) -> tuple[str, ...]:
    """A conflict's key as choices name it."""
    return tuple(str(step) for step in key)


def _say_identity(register: Register, rows: type[msgspec.Struct], step: Step) -> str:
    """A row by what identifies it: `holding` of a person becomes the person's name, the manner and the day."""
    keys = IDENTITY.get(rows)
    values = str(step).split("|")
    if keys is None or len(keys) != len(values):
        return str(step)
    said = [say_plain(register, find_field(rows, key), value) for key, value in zip(keys, values, strict=True) if value]
    return " ".join(said)
