"""Three-way merges of records as texts: the data is merged by field (`schema.merge`), the comments and the order of both sides survive.

A merge by lines is taken only where it gives exactly the data that the merge by field gives: it then keeps everything that both sides wrote.
Otherwise our side's text is edited until it holds the merged data, and what comments the other side wrote are brought in. Every result is
parsed again; what cannot be proven is a conflict, never a guess.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from typing import NamedTuple

import msgspec

from schema.change import GONE
from schema.diagnostic import Step
from schema.difference import is_same
from schema.failure import Failure
from schema.field import fields_of
from schema.field import find_field
from schema.field import nested_keys
from schema.identity import place_of
from schema.kinds import struct_of
from schema.kinds.base import Table
from schema.merge import Clash
from schema.merge import Conflict
from schema.merge import Data
from schema.merge import Outcome
from schema.merge import Status
from schema.merge import identity_of
from schema.merge import merge
from schema.merge import place_in
from schema.sequence import merge_lines
from store.toml.edit import REMOVE
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.layout import Layout
from store.toml.layout import LayoutError
from store.toml.layout import Section
from store.toml.layout import measure
from store.toml.splice import line_end_of
from store.toml.text import parse

Path = tuple[Step, ...]
_measure = lru_cache(maxsize=8)(measure)
"""The few texts of one merge are each looked at several times."""


class MergedText(NamedTuple):
    """What came of a merge of texts."""

    status: Status
    text: str | None
    """The merged text; None where the record is removed. At a conflict it holds what `schema.merge.Outcome.data` says."""
    conflicts: tuple[Conflict, ...] = ()
    lost_comments: tuple[str, ...] = ()
    """Comments that stood in a part that one side took out, `#` included."""


def merge_texts(struct: type[Table], base: str | None, ours: str | None, theirs: str | None) -> MergedText:
    """Merge the texts of one record.

    Args:
        struct: the struct of its kind.
        base: its text in the version that both sides began with; None where there was none.
        ours: its text on our side; None where it is not there.
        theirs: its text on their side.
    """
    if ours == theirs:
        return MergedText(Status.SAME, ours)
    if base == theirs:
        return MergedText(Status.OURS, ours)
    if base == ours:
        return MergedText(Status.THEIRS, theirs)
    try:
        data = tuple(None if text is None else parse(text.encode()).data for text in (base, ours, theirs))
    except Failure:
        return _torn(base, ours, theirs)
    outcome = merge(struct, *data)
    if outcome.data is None or ours is None or theirs is None:
        sides = dict(zip(("base", "ours", "theirs"), _sides(base, ours, theirs), strict=True))
        whole = tuple(msgspec.structs.replace(one, **sides) for one in outcome.conflicts)  # what is decided is a text
        return MergedText(outcome.status, ours if theirs is None else theirs, whole)
    return _written(struct, outcome, (base or "", ours, theirs), data) or _torn(base, ours, theirs)


def struct_at(path: str) -> type[Table] | None:
    """The struct of the record that lies at a path from the register's top; None where none may lie there."""
    place = place_of(path)
    return None if place is None else struct_of(place[0])


class Decision(NamedTuple):
    """What a person decided about one conflict."""

    key: tuple[Step, ...]
    """As in `schema.merge.Conflict.key`."""
    value: Any
    """The value that is to stand there; `GONE` for nothing. For a whole record: its text."""


def decide(struct: type[Table], merged: MergedText, decisions: Sequence[Decision]) -> MergedText:
    """Put a person's decisions into a merged text; what is not decided stays a conflict.

    Args:
        struct: the struct of the record's kind.
        merged: as `merge_texts` gave it.
        decisions: what was decided; those that are about no conflict of this record are passed over.

    Raises:
        EditUnproven, Unstorable: a value cannot be written there.
    """
    by_key = {one.key: one.value for one in decisions}
    left = tuple(one for one in merged.conflicts if one.key not in by_key)
    if () in by_key and any(one.key == () for one in merged.conflicts):
        text = by_key[()]
        return MergedText(Status.MERGED, None if text is GONE else str(text), (), merged.lost_comments)
    text = merged.text
    for one in merged.conflicts:
        if one.key in by_key and text is not None:
            text = _set(struct, text, one.key, by_key[one.key])
    status = Status.CONFLICT if left else Status.MERGED if merged.conflicts else merged.status
    return MergedText(status, text, left, merged.lost_comments)


def _set(struct: type[Table], text: str, key: tuple[Step, ...], value: Any) -> str:
    data = parse(text.encode()).data
    rows_at = place_in(struct, data, key[:-1])
    table = _table_of_rows(struct, key[:-1])
    if rows_at is not None and table is not None:
        rows: Any = data
        for step in rows_at:
            rows = rows.get(step, []) if isinstance(rows, Mapping) else rows[step]
        return _write(struct, text, rows_at, _exchange(table, rows, str(key[-1]), value) or GONE)
    place = place_in(struct, data, key)
    return text if place is None else _write(struct, text, place, value)


def _write(struct: type[Table], text: str, place: tuple[Step, ...], value: Any) -> str:
    return apply(text, [FieldEdit(place, REMOVE if value is GONE else value)], order=nested_keys(struct)).text


def _exchange(table: type[msgspec.Struct], rows: list[Data], identity: str, value: Any) -> list[Data]:
    """Rows with those of one identity exchanged, where the first of them stood; at the end where there is none."""
    new = [] if value is GONE else value if isinstance(value, list) else [value]
    names = [identity_of(table, row) for row in rows]
    at = names.index(identity) if identity in names else len(rows)
    before = [row for row, name in zip(rows[:at], names[:at], strict=True) if name != identity]
    after = [row for row, name in zip(rows[at:], names[at:], strict=True) if name != identity]
    return [*before, *new, *after]


def _table_of_rows(struct: type[msgspec.Struct], key: tuple[Step, ...]) -> type[msgspec.Struct] | None:
    """The struct of the rows that a key names as a whole; None where it names none."""
    table: type[msgspec.Struct] | None = struct
    is_rows = False
    for step in key:
        if is_rows:
            is_rows = False  # this step is the identity of a row
            continue
        field = find_field(table, step)
        table, is_rows = (field.table, field.shape == "rows") if field is not None else (None, False)
    return table if is_rows else None


def _sides(base: str | None, ours: str | None, theirs: str | None) -> tuple[Any, Any, Any]:
    base_, ours_, theirs_ = (GONE if text is None else text for text in (base, ours, theirs))
    return base_, ours_, theirs_


def _torn(base: str | None, ours: str | None, theirs: str | None) -> MergedText:
    sides = _sides(base, ours, theirs)
    conflict = Conflict(key=(), clash=Clash.UNREADABLE, base=sides[0], ours=sides[1], theirs=sides[2])
    return MergedText(Status.CONFLICT, base, (conflict,))


def _written(
    struct: type[Table], outcome: Outcome, texts: tuple[str, str, str], data: tuple[Data | None, ...]
) -> MergedText | None:
    """The merged data as a text, by lines where that is right, else by edits; None where neither can be proven."""
    wanted = outcome.data
    assert wanted is not None  # noqa: S101  # a removed record has no text to write
    status = Status.MERGED if outcome.status in {Status.SAME, Status.OURS, Status.THEIRS} else outcome.status
    by_lines = merge_lines(*texts)
    if by_lines is not None and _holds(by_lines, wanted):
        return MergedText(status, by_lines, outcome.conflicts)
    base, ours, theirs = texts
    for mine, other, own in ((ours, theirs, data[1]), (theirs, ours, data[2])):
        edited = _edit(struct, mine, own or {}, wanted)
        if edited is None:
            continue
        text = _bring_comments(struct, edited[0], base, other, wanted)
        kept = Counter(_comments(text))
        lost = Counter([*_comments(ours), *_comments(theirs)]) - Counter(_comments(base)) - kept
        return MergedText(status, text, outcome.conflicts, tuple(sorted(set(lost))))
    return None


def _holds(text: str, wanted: Data) -> bool:
    try:
        return is_same(parse(text.encode()).data, wanted)
    except Failure:
        return False


def _edit(struct: type[Table], text: str, own: Data, wanted: Data) -> tuple[str, tuple[str, ...]] | None:
    """A side's text, edited until it holds the merged data; None where that cannot be proven."""
    keys = [key for key in {**own, **wanted} if not is_same(own.get(key, GONE), wanted.get(key, GONE))]
    edits = [FieldEdit((key,), wanted.get(key, REMOVE)) for key in keys]
    try:
        edited = apply(text, edits, order=nested_keys(struct))
    except Failure:
        return None
    return (edited.text, edited.lost_comments) if _holds(edited.text, wanted) else None


def _comments(text: str) -> list[str]:
    try:
        layout = _measure(text)
    except LayoutError:
        return []
    return [layout.text[start:end] for start, end in layout.comments]


def _bring_comments(struct: type[Table], text: str, base: str, other: str, wanted: Data) -> str:
    """Put the comments that the other side wrote into the tables that they stood in; where that table is gone, they went with it."""
    known = Counter(_comments(base)) + (Counter(_comments(text)) - Counter(_comments(base)))
    if not Counter(_comments(other)) - known:
        return text
    try:
        here, there = _measure(text), _measure(other)
        places = _by_name(struct, here, wanted)
        names = _names(struct, there, parse(other.encode()).data)
    except (LayoutError, Failure):
        return text
    inserts: dict[int, list[str]] = {}
    for section, name in names:
        for comment in _comments_in(there, section):
            if known[comment] > 0:
                known[comment] -= 1
            elif name in places:
                found = places[name]
                at = found.start if found.header is None else found.header.end
                inserts.setdefault(at, []).append(comment)
    for at in sorted(inserts, reverse=True):
        end = line_end_of(text)
        lines = "".join(f"{comment}{end}" for comment in inserts[at])
        text = f"{text[:at]}{lines}{text[at:]}"
    return text


def _comments_in(layout: Layout, section: Section) -> Iterator[str]:
    return (layout.text[start:end] for start, end in layout.comments if section.start <= start < section.end)


def _by_name(struct: type[Table], layout: Layout, data: Data) -> dict[Path, Section]:
    return {name: section for section, name in reversed(list(_names(struct, layout, data)))}


def _names(struct: type[Table], layout: Layout, data: Data) -> list[tuple[Section, Path]]:
    """The sections of a text, each with its path in which rows are named by what identifies them."""
    return [(section, tuple(_name(struct, section.path, data))) for section in layout.sections]


def _name(struct: Any, path: Path, data: Any) -> Iterator[Step]:
    for step in path:
        data = data[step] if not isinstance(data, Mapping) or step in data else {}
        if isinstance(step, int):
            yield identity_of(struct, data)
        else:
            fields = {field.key: field for field in fields_of(struct)} if struct is not None else {}
            struct = fields[step].table if step in fields else None
            yield step
