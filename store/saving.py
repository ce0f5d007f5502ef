"""From a change set to edited text: what a save would write, worked out and checked before anything is written."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

import msgspec

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.diagnostic import Diagnostic
from schema.difference import differences
from schema.field import field_keys
from schema.field import nested_keys
from schema.heading import heading_of
from schema.identity import Place
from schema.identity import path_of
from schema.kinds import struct_of
from schema.register import Register
from store.admission import Candidate
from store.admission import find_faults
from store.admission import find_refusals
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import read_one
from store.loading import with_files
from store.message import LONGEST_SUMMARY
from store.message import compose
from store.message import cut
from store.message import subject_of
from store.rejection import BadId
from store.rejection import ChangedTwice
from store.rejection import IdTaken
from store.rejection import NewerRecord
from store.rejection import RecordChanged
from store.rejection import SaveRefused
from store.rejection import SettingsNeeded
from store.rejection import UnknownRecord
from store.toml.edit import REMOVE
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.text import decode
from store.toml.text import plain
from store.toml.text import render

__all__ = [
    "BadId",
    "ChangedTwice",
    "FileEdit",
    "IdTaken",
    "NewerRecord",
    "Opened",
    "Prepared",
    "RecordChanged",
    "SaveRefused",
    "SettingsNeeded",
    "UnknownRecord",
    "prepare",
]

_BULK = 5
"""Most records whose subject lines are joined; more are counted."""


class FileEdit(NamedTuple):
    """What a save does to one file."""

    place: Place
    path: str
    before: str | None
    """Its text now; None where it does not exist."""
    after: str | None
    """Its text after the save; None where it is deleted."""
    digest: str | None
    """Digest of its bytes now; None where it does not exist."""
    lost_comments: tuple[str, ...] = ()
    """Comments of parts that the save takes away."""
    raw: str | None = None
    """Its text now with whatever the file begins with (a byte order mark), for putting it back."""


class Prepared(NamedTuple):
    """What a save would do."""

    changes: ChangeSet
    files: tuple[FileEdit, ...]
    refusals: tuple[Diagnostic, ...]
    """Why it must not be done; empty where it may."""
    summary: str
    """First line of the commit message."""
    message: str
    """The whole commit message."""
    loaded: Loaded
    """The register as it would be."""


class Opened(NamedTuple):
    """One file as it stands on disk now."""

    path: str
    text: str
    """Its text, line ends as they stand, without a byte order mark."""
    digest: str
    raw: str
    """Its text with a byte order mark where it has one."""


def prepare(loaded: Loaded, changes: ChangeSet, files: Mapping[Place, Opened | None]) -> Prepared:
    """Work out what a save would write, and check it. Nothing is written.

    Args:
        loaded: the register as it is.
        changes: what a person wants.
        files: each touched record's file as it stands on disk now; None where there is none.

    Raises:
        UnknownRecord: see each class; so for IdTaken, BadId, NewerRecord, RecordChanged.
        EditUnproven: an edit of a file in a form of its own could not be proven right.
        Unparseable: a text that a person wrote is no TOML.
    """
    records = _fold(changes.records)
    edits = tuple(_edit(change, files[change.kind, change.id], loaded) for change in records)
    results = {edit.path: _result(edit) for edit in edits}
    after = with_files(loaded, results)
    candidates = [*_candidates(edits, results)]
    refused = [one for each in candidates for one in find_refusals(loaded.register, after.register, each)]
    overridden = sorted({one.code for one in refused}.intersection(changes.overrides))
    faults = [one for each in candidates for one in find_faults(each)]
    refusals = (*faults, *(one for one in refused if one.code not in overridden))
    touched = [(change, edit) for change, edit in zip(records, edits, strict=True) if edit.before != edit.after]
    summary = cut(changes.summary or _summary(touched, after.register, loaded.register), LONGEST_SUMMARY)
    message = compose(summary, changes.reason, changes.action, [edit.place for _, edit in touched], overridden)
    return Prepared(changes, edits, refusals, summary, message, after)


def _fold(changes: tuple[RecordChange, ...]) -> list[RecordChange]:
    """Put several edits of one record together: a file is written once in a save."""
    folded: dict[Place, RecordChange] = {}
    for change in changes:
        place = (change.kind, change.id)
        first = folded.get(place)
        if first is None:
            folded[place] = change
        elif first.verb is change.verb is Verb.EDIT and first.text is change.text is None:
            folded[place] = msgspec.structs.replace(first, fields=(*first.fields, *change.fields))
        else:
            raise ChangedTwice(*place)
    return list(folded.values())


def _edit(change: RecordChange, opened: Opened | None, loaded: Loaded) -> FileEdit:
    place = (change.kind, change.id)
    if change.verb is Verb.ADD:
        return _addition(change, opened, loaded)
    if opened is None:
        if change.read_digest is not None:
            raise RecordChanged(*place, path_of(*place), None)
        raise UnknownRecord(*place)
    path = opened.path
    if place in loaded.newer:
        raise NewerRecord(*place)
    if change.read_digest not in {None, opened.digest}:
        raise RecordChanged(*place, path, opened.text)
    if change.verb is Verb.REMOVE:
        if change.kind == "register":
            raise SettingsNeeded
        return FileEdit(place, path, opened.text, None, opened.digest, raw=opened.raw)
    if change.text is not None:
        return FileEdit(place, path, opened.text, _storable(change.text), opened.digest, raw=opened.raw)
    edited = apply(
        opened.text,
        [_as_edit(field.key, field.value) for field in change.fields],
        order=nested_keys(struct_of(change.kind)),
    )
    return FileEdit(place, path, opened.text, edited.text, opened.digest, tuple(edited.lost_comments), opened.raw)


def _addition(change: RecordChange, opened: Opened | None, loaded: Loaded) -> FileEdit:
    place = (change.kind, change.id)
    try:
        path = path_of(*place)
    except ValueError as error:
        raise BadId(*place) from error
    if opened is not None or place in loaded.register.unreadable:
        raise IdTaken(*place)
    text = _storable(change.text) if change.text is not None else render(_fields(change))
    return FileEdit(place, path, None, text, None)


def _storable(text: str) -> str:
    """A text as it is, if a file can hold it.

    Raises:
        Unparseable: it holds what is no character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        decode(text.encode(errors="surrogatepass"))
    return text


def _as_edit(key: tuple[str | int, ...], value: Any) -> FieldEdit:
    return FieldEdit(key, REMOVE if value is GONE else value)


def _fields(change: RecordChange) -> dict[str, Any]:
    given = {str(field.key[0]): field.value for field in change.fields if field.value is not GONE}
    known = {key: given.pop(key) for key in field_keys(struct_of(change.kind)) if key in given}
    return {**known, **given}


def _result(edit: FileEdit) -> Known | None:
    if edit.after is None:
        return None
    result = read_one(edit.path, edit.after.encode(), Stamp(-1, -1))
    if result.newer:  # it became so since it was loaded, or would become so by this very save
        raise NewerRecord(*edit.place)
    return result


def _candidates(edits: Iterable[FileEdit], results: Mapping[str, Known | None]) -> Iterator[Candidate]:
    for edit in edits:
        result = results[edit.path]
        if result is not None and edit.after is not None:
            yield Candidate(edit.place, edit.path, edit.before, edit.after, result)


def _summary(touched: Sequence[tuple[RecordChange, FileEdit]], after: Register, before: Register) -> str:
    if len(touched) > _BULK:
        kinds = sorted({change.kind for change, _ in touched})
        return f"{', '.join(kinds)}: {len(touched)} records"
    return "; ".join(_summary_of(change, edit, after, before) for change, edit in touched)


def _summary_of(change: RecordChange, edit: FileEdit, after: Register, before: Register) -> str:
    record = after.at(edit.place) or before.at(edit.place)
    changed = differences(plain(edit.before), plain(edit.after)) if change.verb is Verb.EDIT else ()
    return subject_of(change.verb, change.kind, change.id, changed, heading_of(change.kind, record))
