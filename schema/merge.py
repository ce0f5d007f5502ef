"""A three-way merge of one record, field by field, on plain data and guided by the kind's own fields. Pure.

The laws that it keeps are written in docs/explanation/merge.md, and each is a property under test: a side that changed nothing gives the other;
both sides the same give that; swapping the sides swaps only what they are called; no value that a side changed is lost without a conflict.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from typing import Final

import msgspec

from schema.change import GONE
from schema.diagnostic import Step
from schema.difference import is_same
from schema.field import Field
from schema.field import fields_of
from schema.field import find_field
from schema.kinds.activity import Counts
from schema.kinds.activity import Evidence
from schema.kinds.activity import Figure
from schema.kinds.activity import Fulfils
from schema.kinds.activity import MeetingItem
from schema.kinds.activity import MemberStance
from schema.kinds.activity import Statement
from schema.kinds.assessment import Bonus
from schema.kinds.assessment import Result
from schema.kinds.assessment import VetoEvent
from schema.kinds.base import Table
from schema.kinds.case import Decision
from schema.kinds.case import Member
from schema.kinds.duty import Basis
from schema.kinds.duty import Cadence
from schema.kinds.finding import Extension
from schema.kinds.finding import LookBack
from schema.kinds.finding import Return
from schema.kinds.handover import Matter
from schema.kinds.handover import Signature
from schema.kinds.person import Key
from schema.kinds.post import Cover
from schema.kinds.post import Holding
from schema.kinds.scheme import Grade
from schema.kinds.scheme import Item
from schema.kinds.settings import Letter
from schema.kinds.settings import SeverityChange
from schema.kinds.settings import Superior
from schema.kinds.settings import TierRow
from schema.kinds.source import Clause
from schema.kinds.unit import Event
from schema.kinds.unit import Liaison
from schema.sequence import merge_items
from schema.sequence import merge_lines

Data = dict[str, Any]
"""A record as plain TOML data."""


class Status(StrEnum):
    """How a record came out of a merge. The set is closed."""

    SAME = "same"
    """Both sides hold the same, changed or not."""
    OURS = "ours"
    """Only our side changed it."""
    THEIRS = "theirs"
    """Only their side changed it."""
    MERGED = "merged"
    """Both sides changed it, and their changes go together."""
    CONFLICT = "conflict"
    """Both sides changed it, and a person must decide."""


class Clash(StrEnum):
    """Why a person must decide. The set is closed."""

    BOTH_CHANGED = "both-changed"
    """Both sides gave one field values of their own."""
    REMOVED_AND_CHANGED = "removed-and-changed"
    """One side took out what the other changed."""
    ORDER = "order"
    """Both sides chose who or what comes first."""
    BOTH_ADDED = "both-added"
    """Both sides added a record under one id, or a row under one identity, with values of their own."""
    BOTH_RENAMED = "both-renamed"
    """Both sides gave one record another id, each its own."""
    UNREADABLE = "unreadable"
    """A side cannot be read as a record, or the merged text could not be proven right: nothing is merged by guess."""


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """One place at which a person must decide."""

    key: tuple[Step, ...]
    """Where: keys, and for rows the identity as it stands in `identity_of`; empty for the whole record."""
    clash: Clash
    base: Any
    """What stood there before; `GONE` for nothing. For rows that are known by one identity, the list of them."""
    ours: Any
    theirs: Any


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a merge."""

    status: Status
    data: Data | None
    """The merged record; None where it is removed. At a conflict it holds what stood there before, or, where one side took it out, what the other
    made of it: the same whichever side is called ours."""
    conflicts: tuple[Conflict, ...] = ()


IDENTITY: Final[dict[type[msgspec.Struct], tuple[str, ...]]] = {
    Basis: ("clause",),
    Bonus: ("object", "basis"),
    Cadence: ("type", "per", "on", "each"),
    Clause: ("path",),
    Counts: ("label",),
    Cover: ("by", "from"),
    Decision: ("person", "unit", "document"),
    Event: ("type", "date"),
    Evidence: ("type", "label", "sha256"),
    Extension: ("asked_on",),
    Figure: ("label",),
    Fulfils: ("duty", "period"),
    Grade: ("title",),
    Holding: ("person", "manner", "from"),
    Item: ("rule",),
    Key: ("public",),
    Letter: ("level",),
    Liaison: ("person", "from"),
    LookBack: ("on", "by"),
    Matter: ("text", "reference"),
    MeetingItem: ("no",),
    Member: ("post",),
    MemberStance: ("post",),
    Result: ("object",),
    Return: ("on", "by"),
    SeverityChange: ("code",),
    Signature: ("role",),
    Statement: ("post",),
    Superior: ("id",),
    TierRow: ("dialect", "rank"),
    VetoEvent: ("object", "date", "trigger"),
}
"""By which keys a row of each table is known again on the other side; a row that changes one of them is a new row."""

ORDERED: Final = frozenset({"lead"})
"""Arrays whose first item means something: the first lead unit is the accountable one."""

_NOTHING: Final[Data] = {}


def merge(struct: type[Table], base: Data | None, ours: Data | None, theirs: Data | None) -> Outcome:
    """Merge one record.

    Args:
        struct: the struct of its kind.
        base: its data in the version that both sides began with; None where there was none.
        ours: its data on our side; None where it is not there.
        theirs: its data on their side.
    """
    if is_same(ours, theirs):
        return Outcome(status=Status.SAME, data=ours)
    if is_same(base, theirs):
        return Outcome(status=Status.OURS, data=ours)
    if is_same(base, ours):
        return Outcome(status=Status.THEIRS, data=theirs)
    if ours is None or theirs is None:
        left = Conflict(
            key=(), clash=Clash.REMOVED_AND_CHANGED, base=_told(base), ours=_told(ours), theirs=_told(theirs)
        )
        return Outcome(status=Status.CONFLICT, data=theirs if ours is None else ours, conflicts=(left,))
    merging = _Merging(is_new=base is None)
    data = merging.table(struct, base or _NOTHING, ours, theirs, ())
    status = Status.CONFLICT if merging.conflicts else Status.MERGED
    return Outcome(status=status, data=data, conflicts=tuple(merging.conflicts))


def identity_of(struct: type[msgspec.Struct] | None, row: Data) -> str:
    """How a row is known again on the other side: its identifying values, joined by `|`; the whole row where its table has none.

    Args:
        struct: the struct of the row; None for a table that the schema does not know.
        row: its data.
    """
    keys = IDENTITY.get(struct) if struct is not None else None
    return repr(sorted(row.items(), key=repr)) if keys is None else "|".join(str(row.get(key, "")) for key in keys)


def place_in(struct: type[msgspec.Struct], data: Data, key: tuple[Step, ...]) -> tuple[Step, ...] | None:
    """A conflict's key with row numbers in place of identities, the first of several alike; None where such a row is not there.

    Args:
        struct: the struct of the record's kind.
        data: the record in which the place is looked for.
        key: as in `Conflict.key`.
    """
    found: list[Step] = []
    inside: Any = data
    table: type[msgspec.Struct] | None = struct
    rows: type[msgspec.Struct] | None = None
    for step in key:
        if rows is not None:
            names = [identity_of(rows, row) for row in inside] if isinstance(inside, list) else []
            if step not in names:
                return None
            at = names.index(str(step))
            found.append(at)
            inside, table, rows = inside[at], rows, None
            continue
        field = find_field(table, step)
        found.append(step)
        inside = inside.get(step, {}) if isinstance(inside, dict) else {}
        is_rows = field is not None and field.shape == "rows"
        rows, table = (field.table if field and is_rows else None), (field.table if field and not is_rows else None)
    return tuple(found)


def _told(value: Any) -> Any:
    return GONE if value is None else value


class _Merging:
    """One merge under way: collects the conflicts."""

    def __init__(self, *, is_new: bool) -> None:
        self.conflicts: list[Conflict] = []
        self._is_new = is_new

    def table(
        self,
        struct: type[msgspec.Struct] | None,
        base: Mapping[str, Any],
        ours: Mapping[str, Any],
        theirs: Mapping[str, Any],
        at: tuple[Step, ...],
    ) -> Data:
        """Merge a table key by key; keys that the schema does not know are merged as whole values."""
        fields = {field.key: field for field in fields_of(struct)} if struct is not None else {}
        merged: Data = {}
        for key in _keys(fields, base, ours, theirs):
            sides = (base.get(key, GONE), ours.get(key, GONE), theirs.get(key, GONE))
            value = self._value(fields.get(key), sides, (*at, key))
            if value is not GONE:
                merged[key] = value
        return merged

    def _value(self, field: Field | None, sides: tuple[Any, Any, Any], at: tuple[Step, ...]) -> Any:
        base, ours, theirs = sides
        if is_same(ours, theirs):
            return ours
        if is_same(base, theirs):
            return ours
        if is_same(base, ours):
            return theirs
        kinds = {type(side) for side in sides if side is not GONE}
        if field is not None and len(kinds) == 1:
            found = self._inside(field, sides, kinds.pop(), at)
            if found is not None:
                return found
        return self._contest(sides, at)

    def _inside(self, field: Field, sides: tuple[Any, Any, Any], kind: type, at: tuple[Step, ...]) -> Any:
        """Merge two changed values by their parts; None where they are whole."""
        base, ours, theirs = sides
        if kind is dict and ours is not GONE and theirs is not GONE:
            return self.table(field.table, {} if base is GONE else base, ours, theirs, at)
        if kind is list:
            lists = tuple([] if side is GONE else side for side in sides)
            if field.table is not None:
                return self._rows(field.table, lists, at) if _are_rows(lists) else None
            return self._items(field, lists, sides, at) if _are_single(lists) else None
        if field.shape == "long" and GONE not in sides:
            return merge_lines(base, ours, theirs)
        return None

    def _items(self, field: Field, lists: tuple[Any, ...], sides: tuple[Any, Any, Any], at: tuple[Step, ...]) -> Any:
        """Merge arrays of single values, each of which stands once."""
        merged = merge_items(*lists)
        if field.key in ORDERED and (merged.order_contested or merged.place_contested):
            return self._contest(sides, at, Clash.ORDER)
        return list(merged.items) or GONE

    def _rows(self, struct: type[msgspec.Struct], lists: tuple[Any, ...], at: tuple[Step, ...]) -> Any:
        """Merge arrays of tables row by row, each known by its identity."""
        base, ours, theirs = (_by_identity(struct, rows) for rows in lists)
        order = merge_items(list(base), list(ours), list(theirs))
        rows: list[Data] = []
        for identity in dict.fromkeys([*order.items, *_half_gone(base, ours, theirs)]):
            name = str(identity)
            rows += self._alike(struct, tuple(side.get(name, []) for side in (base, ours, theirs)), (*at, name))
        return rows or GONE

    def _alike(self, struct: type[msgspec.Struct], sides: tuple[list[Data], ...], at: tuple[Step, ...]) -> list[Data]:
        """Merge the rows of one identity: one row as a rule; where it stands more than once, they are merged as a whole."""
        if all(len(side) <= 1 for side in sides):
            row = self._row(struct, tuple(side[0] if side else GONE for side in sides), at)
            return [] if row is GONE else [row]
        base, ours, theirs = sides
        if is_same(ours, theirs) or is_same(base, theirs):
            return ours
        if is_same(base, ours):
            return theirs
        clash = Clash.BOTH_CHANGED if ours and theirs else Clash.REMOVED_AND_CHANGED
        self._note(at, clash, tuple(side or GONE for side in sides))
        return base if ours and theirs else ours or theirs

    def _row(self, struct: type[msgspec.Struct], sides: tuple[Any, ...], at: tuple[Step, ...]) -> Any:
        base, ours, theirs = sides
        if is_same(ours, theirs) or is_same(base, theirs):
            return ours
        if is_same(base, ours):
            return theirs
        if GONE in (ours, theirs):
            self._note(at, Clash.REMOVED_AND_CHANGED, sides)
            return theirs if ours is GONE else ours
        return self.table(struct, {} if base is GONE else base, ours, theirs, at)

    def _contest(self, sides: tuple[Any, Any, Any], at: tuple[Step, ...], clash: Clash | None = None) -> Any:
        base, ours, theirs = sides
        if GONE in (ours, theirs):
            self._note(at, Clash.REMOVED_AND_CHANGED, sides)
            return theirs if ours is GONE else ours
        added = Clash.BOTH_ADDED if self._is_new else Clash.BOTH_CHANGED
        self._note(at, clash or added, sides)
        return base

    def _note(self, at: tuple[Step, ...], clash: Clash, sides: tuple[Any, ...]) -> None:
        self.conflicts.append(Conflict(key=at, clash=clash, base=sides[0], ours=sides[1], theirs=sides[2]))


def _are_rows(lists: tuple[list[Any], ...]) -> bool:
    return all(isinstance(row, dict) for rows in lists for row in rows)


def _are_single(lists: tuple[list[Any], ...]) -> bool:
    """Whether all items are single values of one type that stand once each: what else a file may hold is merged as a whole."""
    types = {type(item) for items in lists for item in items}
    return len(types) == 1 and not types & {dict, list, float} and all(len(set(items)) == len(items) for items in lists)


def _keys(fields: Mapping[str, Field], *sides: Mapping[str, Any]) -> list[str]:
    """Every key of the sides: those of the schema in its order, then the others by name."""
    found = {key for side in sides for key in side}
    return [*(key for key in fields if key in found), *sorted(found.difference(fields))]


def _by_identity(struct: type[msgspec.Struct], rows: list[Data]) -> dict[str, list[Data]]:
    """Rows by identity; nearly every identity has one."""
    found: dict[str, list[Data]] = {}
    for row in rows:
        found.setdefault(identity_of(struct, row), []).append(row)
    return found


def _half_gone(
    base: Mapping[str, list[Data]], ours: Mapping[str, list[Data]], theirs: Mapping[str, list[Data]]
) -> list[str]:
    """Rows that one side took out and the other changed: they stay until a person decides."""
    return [
        name
        for name in base
        if (name in ours) != (name in theirs) and not is_same(base[name], ours.get(name, theirs.get(name)))
    ]
