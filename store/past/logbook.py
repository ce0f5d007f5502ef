"""One commit as the register reads it: who, when, what for, which files. No git here: only the forms that git writes.

`store.past.history` reads commits from git's own log, `store.past.annals` from git's objects and from its table.
"""

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Any
from typing import Literal
from typing import NamedTuple

import msgspec

from schema.identity import Place
from schema.identity import place_of
from store.git import NOTHING
from store.message import ACTION
from store.message import RECORD
from store.message import RENAMED
from store.message import take_apart

_BEGINNING = datetime.fromtimestamp(0, UTC)

Verb = Literal["add", "edit", "remove"]


class TouchedFile(NamedTuple):
    """One file that a commit changed."""

    path: str
    """From the repository's top, with `/`."""
    old: str
    """Blob id before; empty where the file was added."""
    new: str
    """Blob id after; empty where it was removed."""

    @property
    def verb(self) -> Verb:
        """What happened to it."""
        if not self.old:
            return "add"
        return "edit" if self.new else "remove"


class LoggedCommit(msgspec.Struct, frozen=True, kw_only=True):
    """One commit."""

    commit: str
    """Full id."""
    time: datetime
    """The author's time, with its zone. Clocks lie: order is by ancestry, never by this."""
    author: str
    email: str
    signed: str
    """`unsigned`, `bad` or `unchecked` as the history gives it; a word of `schema.marks.Signature` after `store.signature.with_signatures`."""
    action: str
    """The act, from its trailer; empty for a commit that another tool made."""
    subject: str
    reason: str
    trailers: dict[str, list[str]]
    files: tuple[TouchedFile, ...]
    """What differs from its first parent: of a merge, what it brought in."""
    parents: tuple[str, ...] = ()
    """Ids of its parents; the first is the one before it on its line."""
    via: str = ""
    """Id of the merge that brought it into the main line; empty for a commit of the main line itself."""

    @property
    def places(self) -> tuple[Place, ...]:
        """The records that it touched."""
        return tuple(place for file in self.files if (place := place_of(file.path)) is not None)


def touched(raw: str, path: str) -> TouchedFile:
    """One file of git's raw difference.

    Args:
        raw: `:MODE MODE OLD NEW VERB`.
        path: from the repository's top.
    """
    _, _, old, new, _ = raw.split(" ", 4)
    return TouchedFile(path, "" if old == NOTHING else old, "" if new == NOTHING else new)


def moment(raw: str) -> datetime:
    """A time as git keeps it, `SECONDS ZONE`; the beginning of 1970 where it is none that a calendar holds."""
    seconds, _, zone = raw.partition(" ")
    try:
        minutes = int(f"{zone[:1]}1") * (int(zone[1:3]) * 60 + int(zone[3:5]))
        return datetime.fromtimestamp(int(seconds), timezone(timedelta(minutes=minutes)))
    except (ValueError, OverflowError, OSError):
        return _BEGINNING


def make_commit(*, message: str, **known: Any) -> LoggedCommit:
    """A commit of its parts.

    Args:
        message: the whole message, taken apart here.
        known: the other fields of `LoggedCommit`.
    """
    subject, reason, trailers = take_apart(message)
    action = trailers.get(ACTION, [""])[-1]
    return LoggedCommit(action=action, subject=subject, reason=reason, trailers=trailers, **known)


def renames_of(commit: LoggedCommit) -> dict[Place, Place]:
    """What a commit says that it renamed: the former place by the new one. Nothing is proven by it; see `told_renames`."""
    return {new: old for old, new in told_renames(commit)}


def told_renames(commit: LoggedCommit) -> list[tuple[Place, Place]]:
    """Every rename that a commit tells, as the places before and after; a merge may tell two to one place, that of its own side last.

    Said by `Register-Renamed: KIND/OLD -> KIND/NEW`, one for each record. Where that is missing, by the action `rename`
    with two records of one kind; which of them is the new one, the commit's files tell.
    """
    said = [line.split(" -> ") for line in commit.trailers.get(RENAMED, ())]
    pairs = [(_place(both[0]), _place(both[1])) for both in said if len(both) == 2]
    records = [_place(line) for line in commit.trailers.get(RECORD, ())]
    if not said and commit.action == "rename" and len(records) == 2:
        come = {place_of(file.path) for file in commit.files if not file.old}
        gone = {place_of(file.path) for file in commit.files if not file.new}
        pairs = [
            (old, new) for old, new in (records, records[::-1]) if (new in come or old in gone) and new not in gone
        ]
    return [(old, new) for old, new in pairs if old[0] == new[0] and old[1] and new[1] and old != new]


def _place(text: str) -> Place:
    kind, _, id_ = text.strip().partition("/")
    return kind, id_
