"""Undo and redo: the inverse of a commit as a commit of its own, field by field. History is never rewritten.

What the commit left as it is gets back the old text, comments included; where the file was changed since, the fields that the commit changed
get back their old values, if nothing later stands on them. Otherwise nothing is undone, and it is said what stands in the way. A commit of
another tool is undone as far as it touches records; other files stay as they are.
"""

import re
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import NamedTuple

import msgspec

from schema.change import GONE
from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.difference import differences
from schema.failure import Failure
from schema.identity import Place
from schema.identity import place_of
from schema.inverse import Clash
from schema.inverse import invert
from schema.kinds import struct_of
from store.git import BlobReader
from store.git import Git
from store.hindrance import AlreadyUndone
from store.hindrance import LaterChange
from store.hindrance import MergeNotUndone
from store.hindrance import NoRecordTouched
from store.hindrance import NoSuchCommit
from store.hindrance import NothingLeft
from store.hindrance import NothingToRedo
from store.hindrance import NothingToUndo
from store.hindrance import Obstacle
from store.hindrance import tell
from store.message import LONGEST_SUMMARY
from store.message import REDOES
from store.message import RENAMED
from store.message import UNDOES
from store.message import cut
from store.past.history import TouchedFile
from store.past.history import log
from store.past.standing import PastCommit
from store.past.standing import read_commit
from store.past.standing import walk_back
from store.renaming import move
from store.renaming import read_rename
from store.renaming import require_saved
from store.saving import Opened
from store.together.upstream import is_ancestor
from store.toml.text import Unparseable
from store.toml.text import parse
from store.wording import brief

if TYPE_CHECKING:
    from store.register import RegisterStore

Touched = Mapping[Place, TouchedFile]
"""The records that a commit touched, with what it did to the file of each."""


class Undoing(NamedTuple):
    """What undoes a commit, worked out."""

    changes: ChangeSet
    commit: PastCommit
    """The commit that is undone; for a redo the undo that is taken back."""
    left: tuple[str, ...]
    """Files of the commit that are no records: they stay as they are."""


def plan_undo(store: "RegisterStore", name: str = "", why: str = "") -> Undoing:
    """Work out what undoes a commit. Nothing is written.

    Args:
        store: the register.
        name: the commit, by any name that git knows; empty: the newest of the person at the keyboard that stands.
        why: the reason in the person's words; empty: one is made.

    Raises:
        NoSuchCommit, MergeNotUndone, NoRecordTouched, AlreadyUndone, NothingToUndo, NothingLeft: see each.
        LaterChange: later changes stand on it.
        UnsavedFiles: a file that must be changed has changes that are not saved.
        Failure: what the change itself may be refused for, as `RegisterStore.prepare`.
    """
    commit = _named(store.git, name) if name else _newest(store, _is_work, NothingToUndo)
    words = ("undo", "Undoes", "撤销")
    return _plan(store, commit, UNDOES, words, commit.subject, why)


def plan_redo(store: "RegisterStore", why: str = "") -> Undoing:
    """Work out what takes back the newest undo of the person at the keyboard that stands. Nothing is written.

    Args:
        store: the register.
        why: the reason in the person's words; empty: one is made.

    Raises:
        NothingToRedo: there is none.
        Failure: as `plan_undo`.
    """
    commit = _newest(store, _is_undo, NothingToRedo)
    words = ("redo", "Redoes", "恢复")
    return _plan(store, commit, REDOES, words, commit.subject.removeprefix("undo: "), why)


def _plan(
    store: "RegisterStore", commit: PastCommit, trailer: str, words: tuple[str, str, str], subject: str, why: str
) -> Undoing:
    action, verb, verb_zh = words
    files = _files(store.git, commit)
    touched = {place: file for file in files if (place := place_of(file.path)) is not None}
    if not touched:
        raise NoRecordTouched(commit.id)
    require_saved(store, touched)
    with BlobReader(store.git) as blobs:
        changes = _renamed_back(store, commit, touched, blobs) or _inverse(store, commit, touched, blobs)
    own = f"{verb_zh}提交 {brief(commit.id)}" if store.language == "zh" else f"{verb} commit {brief(commit.id)}"
    changes = msgspec.structs.replace(
        changes,
        action=action,
        reason=why.strip() or own,
        summary=cut(f"{action}: {subject}", LONGEST_SUMMARY),
        trailers=((trailer, commit.id), *changes.trailers),
    )
    return Undoing(changes, commit, tuple(file.path for file in files if place_of(file.path) is None))


# Which commit


def _named(git: Git, name: str) -> PastCommit:
    commit = read_commit(git, name)
    if commit is None or not is_ancestor(git, commit.id, "HEAD"):
        raise NoSuchCommit(name)
    if len(commit.parents) > 1:
        raise MergeNotUndone(commit.id)
    by = _undone_by(git, commit)
    if by is not None:
        raise AlreadyUndone(commit.id, by.id)
    return commit


def _undone_by(git: Git, commit: PastCommit) -> PastCommit | None:
    later = (one.commit for one in walk_back(git, f"{commit.id}..HEAD") if one.undone_by is None)
    return next((one for one in later if commit.id in one.takes_back), None)


def _newest(
    store: "RegisterStore", fits: Callable[["RegisterStore", PastCommit], bool], missing: Callable[[], Failure]
) -> PastCommit:
    mine = _addresses(store)
    for commit, undone_by in walk_back(store.git):
        if undone_by is None and commit.email.casefold() in mine and fits(store, commit):
            return commit
    raise missing()


def _addresses(store: "RegisterStore") -> frozenset[str]:
    me = store.me()
    return frozenset(one.casefold() for one in (store.identity().email, *(me.emails if me is not None else ())))


def _is_work(store: "RegisterStore", commit: PastCommit) -> bool:
    """Whether a commit is a change of records: no merge, no undo or redo, nor the register's own beginning."""
    if len(commit.parents) != 1 or commit.takes_back:
        return False
    return any(place_of(file.path) is not None for file in _files(store.git, commit))


def _is_undo(_: "RegisterStore", commit: PastCommit) -> bool:
    return len(commit.parents) == 1 and bool(commit.undoes)


def _files(git: Git, commit: PastCommit) -> tuple[TouchedFile, ...]:
    (found,) = log(git, limit=1, revision=commit.id)
    return found.files


# A rename goes back by its own way: what came to name the record since is renamed too


def _renamed_back(store: "RegisterStore", commit: PastCommit, touched: Touched, blobs: BlobReader) -> ChangeSet | None:
    """The change set that gives a record its old id back; None where the commit is more or less than a rename."""
    places = _rename_of(commit, touched)
    if places is None:
        return None
    old, new = places
    sides = {place: (file.old, file.new) for place, file in touched.items() if file.old and file.new}
    sides[old] = (touched[old].old, touched[new].new)
    known = {place: (blobs.read(before), blobs.read(after)) for place, (before, after) in sides.items()}
    if store.open_now(*new) is None or store.open_now(*old) is not None:
        return None
    if not all(_only_renames(before, after, old[1], new[1]) for before, after in known.values()):
        return None
    changes = move(store, *new, old[1])
    back = tuple(_as_before(store, change, new, known) for change in changes.records)
    return msgspec.structs.replace(changes, records=back)


def _rename_of(commit: PastCommit, touched: Touched) -> tuple[Place, Place] | None:
    """The places before and after, where a commit says that it renames, and takes out and adds just these."""
    told = commit.trailers.get(RENAMED, ())
    gone = [place for place, file in touched.items() if not file.new]
    come = [place for place, file in touched.items() if not file.old]
    if len(told) != 1 or len(gone) != 1 or len(come) != 1 or read_rename(told[0]) != (gone[0], come[0]):
        return None
    return gone[0], come[0]


def _only_renames(before: bytes | None, after: bytes | None, old: str, new: str) -> bool:
    """Whether nothing but the id differs between two states of a record: a trailer may say what it likes."""
    try:
        sides = [parse(content or b"").data for content in (before, after)]
    except Unparseable:
        return False
    word = re.compile(rf"(?<![a-z0-9-]){re.escape(old)}(?![a-z0-9-])")
    found = differences(sides[0], sides[1])
    return all(word.sub(new, repr(one.old)) == word.sub(new, repr(one.new)) for one in found)


def _as_before(
    store: "RegisterStore", change: RecordChange, moved: Place, known: dict[Place, tuple[bytes | None, bytes | None]]
) -> RecordChange:
    """A change of a rename back with the whole old text, where the file is just as the rename left it."""
    place = (change.kind, change.id)
    before, after = known.get(place, (None, None))
    now = store.open_now(*(moved if change.verb is Verb.ADD else place))
    if change.verb is Verb.REMOVE or before is None or now is None or now.raw.encode() != after:
        return change
    return msgspec.structs.replace(change, fields=(), text=_decoded(before))


# Everything else file by file


def _inverse(store: "RegisterStore", commit: PastCommit, touched: Touched, blobs: BlobReader) -> ChangeSet:
    changes: list[RecordChange] = []
    obstacles: list[Obstacle] = []
    for place, file in touched.items():
        before, after = (blobs.read(blob) if blob else None for blob in (file.old, file.new))
        found = _undo_file(place, before, after, store.open_now(*place))
        if isinstance(found, RecordChange):
            changes.append(found)
        else:
            obstacles += [tell(store.git, commit.id, file.path, place, clash, blobs) for clash in found]
    if obstacles:
        raise LaterChange(commit.id, obstacles)
    if not changes:
        raise NothingLeft(commit.id)
    return ChangeSet(action="undo", records=tuple(changes))


def _undo_file(
    place: Place, before: bytes | None, after: bytes | None, now: Opened | None
) -> RecordChange | Sequence[Clash]:
    """What undoes a change of one file; or what stands in the way, which is nothing where it is as before already."""
    kind, id_ = place
    current = None if now is None else now.raw.encode()
    if current == before:
        return ()
    if current != after:
        return _undo_fields(place, before, after, now)
    read = now.digest if now is not None else None
    if before is None:
        return RecordChange(kind=kind, id=id_, verb=Verb.REMOVE, read_digest=read)
    verb = Verb.ADD if now is None else Verb.EDIT
    return RecordChange(kind=kind, id=id_, verb=verb, text=_decoded(before), read_digest=read)


def _undo_fields(
    place: Place, before: bytes | None, after: bytes | None, now: Opened | None
) -> RecordChange | Sequence[Clash]:
    """The same where the file was changed since."""
    kind, id_ = place
    whole = [Clash((), *(GONE if side is None else "" for side in (before, after, now)))]
    if after is None or now is None:
        return whole
    try:
        was, gave, stands = (parse(side).data for side in (before or b"", after, now.raw.encode()))
    except Unparseable:
        return whole
    if before is None:
        return [Clash(one.key, GONE, one.old, one.new) for one in differences(gave, stands)] or whole
    inverse = invert(struct_of(kind), was, gave, stands)
    if inverse.clashes:
        return inverse.clashes
    if not inverse.fields:
        # Where only the writing differed, as comments do, it can't be found again in a text that was changed since.
        return () if differences(was, gave) else whole
    return RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=inverse.fields, read_digest=now.digest)


def _decoded(content: bytes) -> str:
    # What is no text is refused at the save, with its place.
    return content.decode("utf-8", "surrogateescape")
