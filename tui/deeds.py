"""Deeds: what was done to one record, as far as it can be done to others; and one value for many records as one change set."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import Literal

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds import Kind
from store.toml.text import parse
from tui.conflicts import field_changes
from tui.desk import Desk
from tui.edit_errands import Ready
from tui.edit_errands import prepare

How = Literal["set", "add", "take"]
"""What becomes of a list: it is replaced, gets more, or gets less."""
LISTS = frozenset({"texts", "integers", "dates", "choices", "references"})
"""Shapes of fields that hold several values."""
_OWN = frozenset({"format", "code", "title", "title_en", "name", "short", "emails", "aliases", "text", "corrects"})
"""What belongs to one record alone."""


@dataclass(frozen=True)
class Deed:
    """What was done last, for doing it again."""

    kind: str
    values: Mapping[str, Any]
    """Fields of the record with their new values, as plain TOML data; None for one that was emptied."""
    is_new: bool = False
    """Whether a record was added."""
    how: How = "set"
    """What became of lists; `values` then holds what was added to them or taken from them."""


def deed_of(changes: ChangeSet) -> Deed | None:
    """What can be done again of a change set; None where that is nothing."""
    if not changes.records:
        return None
    first = changes.records[0]
    if first.verb is Verb.ADD:
        return Deed(first.kind, {str(one.key[0]): one.value for one in first.fields if len(one.key) == 1}, is_new=True)
    kind = KINDS.get(first.kind)
    known = {field.key for field in shared_fields(kind)} if kind is not None and first.verb is Verb.EDIT else set()
    values = {
        str(one.key[0]): None if one.value is GONE else one.value
        for one in first.fields
        if len(one.key) == 1 and one.key[0] in known
    }
    return Deed(first.kind, values) if values else None


def shared_fields(kind: Kind) -> list[Field]:
    """The fields of which several records may hold the same: no tables, and nothing that belongs to one record alone."""
    own = _OWN | {kind.heading}
    return [field for field in fields_of(kind.struct) if field.table is None and field.key not in own]


def set_all(
    desk: Desk,
    kind: str,
    ids: Sequence[str],
    values: Mapping[str, Any],
    overrides: tuple[str, ...],
    how: How = "set",
) -> Ready:
    """Work out what it writes to give several records the same values, or to add to their lists or take from them. Blocks.

    Args:
        desk: the register.
        kind: kind of the records.
        ids: their ids; those of which nothing would change are left as they are.
        values: fields with plain TOML data; None takes a field away.
        overrides: codes of refusals that the person overrode.
        how: whether the values are set, or added to lists or taken from them; None then changes nothing.

    Raises:
        Failure: a record cannot be read, or see store.register.RegisterStore.prepare.
    """
    found: list[RecordChange] = []
    for id_ in ids:
        opened = desk.read(kind, id_)
        data = parse(opened.text.encode()).data
        wanted = values if how == "set" else {key: changed(data.get(key), value, how) for key, value in values.items()}
        after = {**data, **{key: value for key, value in wanted.items() if value is not None}}
        for key in (key for key, value in wanted.items() if value is None):
            after.pop(key, None)
        if fields := field_changes(data, after):
            found.append(RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=fields, read_digest=opened.digest))
    changes = ChangeSet(action="set", records=tuple(found), overrides=overrides)
    return prepare(desk, changes) if found else Ready(changes, "", "", (), ())


def changed(held: Any, value: Any, how: How) -> list[Any] | None:
    """A list with some values added behind, each once, or taken out; None where nothing is left.

    Args:
        held: what a record holds now; None where it holds nothing.
        value: a list of what is added or taken; None for nothing.
        how: `add` or `take`.
    """
    before, given = list(held or ()), list(value or ())
    if how == "take":
        return [one for one in before if one not in given] or None
    return [*before, *(one for one in dict.fromkeys(given) if one not in before)] or None
