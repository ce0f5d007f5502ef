"""The journal of unfinished saves: what a save is about to write, on the disk before it writes.

`begin` before the first file, `done` after the commit. What `unfinished` finds at the next start was interrupted between
the two; `finish` and `roll_back` may be done, interrupted and done again.
"""

import os
import secrets
import time
from collections.abc import Callable
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.disk import FileFailure
from store.disk import Missing
from store.disk import is_alive
from store.disk import start_of
from store.files import digest
from store.files import read
from store.files import remove
from store.files import sweep
from store.files import write
from store.toml.text import MAX_BYTES

MAX_INTENT = 256 * 1024 * 1024
"""Largest intent, in bytes: bulk edits hold many records."""


class State(StrEnum):
    """How far an interrupted save came."""

    NOT_STARTED = "not-started"
    PARTLY_WRITTEN = "partly-written"
    WRITTEN_NOT_COMMITTED = "written-not-committed"
    COMMITTED = "committed"
    OVERTAKEN = "overtaken"
    """A file is neither as before nor as after the save: somebody changed it since. Only a person can decide."""


class Damaged(NamedTuple):
    """A draft or an intent that can't be read. It is reported and stays."""

    path: Path
    why: str
    """What is wrong with it, one sentence."""
    why_zh: str
    """The same in Chinese."""


class Revision(msgspec.Struct, frozen=True):
    """One file of a save. Texts as they stand in the file, line ends included."""

    path: str
    """Path from the top of the register."""
    before: str | None
    """Text before; None when the file is new."""
    after: str | None
    """Text after; None when the file is deleted."""
    before_digest: str | None = None
    """SHA-256 of the bytes before; filled in when left out."""
    after_digest: str | None = None

    def __post_init__(self) -> None:
        if self.before_digest is None and self.before is not None:
            msgspec.structs.force_setattr(self, "before_digest", digest(self.before.encode()))
        if self.after_digest is None and self.after is not None:
            msgspec.structs.force_setattr(self, "after_digest", digest(self.after.encode()))


class Kept(msgspec.Struct, frozen=True):
    """One attachment of a save; it was on the disk before the save was noted."""

    path: str
    digest: str
    """SHA-256 of its bytes."""
    is_new: bool
    """Whether this save brought it, so that it goes again if the save is put back."""


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """One save that was begun."""

    id: str
    message: str
    """The commit's message."""
    revisions: tuple[Revision, ...]
    begun_at: float
    """Seconds since 1970."""
    pid: int
    start: int
    """Process that began it, and its start time."""
    attached: tuple[Kept, ...] = ()
    """Attachments that are committed with the files; they are neither written nor put back as texts are."""

    @property
    def alive(self) -> bool:
        """Whether the process that began it still runs, and may be about to finish it."""
        return is_alive(self.pid, self.start)

    def state(self, top: Path, at_head: Callable[[str], str | None] | None = None) -> State:
        """How far the save came.

        Args:
            top: the register's top folder.
            at_head: digest of a path's content in the newest commit, None where it isn't there. Without it a committed
                save counts as written.

        Raises:
            FileFailure: a file can't be read.
        """
        found = [(revision, digest_at(top, revision.path)) for revision in self.revisions]
        if any(now not in {revision.before_digest, revision.after_digest} for revision, now in found):
            return State.OVERTAKEN
        if any(now != revision.after_digest for revision, now in found):
            started = any(now != revision.before_digest for revision, now in found)
            return State.PARTLY_WRITTEN if started else State.NOT_STARTED
        if at_head and all(at_head(revision.path) == revision.after_digest for revision in self.revisions):
            return State.COMMITTED
        return State.WRITTEN_NOT_COMMITTED

    def finish(self, top: Path) -> None:
        """Write what isn't written yet. Committing it is the caller's.

        Raises:
            ChangedOnDisk: somebody changed a file since; the files before it may have been written, none is lost.
            FileFailure: a file can't be read or written; do it again.
        """
        for revision in self.revisions:
            _turn(top, revision.path, revision.before_digest, revision.after_digest, revision.after)

    def roll_back(self, top: Path) -> None:
        """Put every file back as it was before the save.

        Raises:
            ChangedOnDisk, FileFailure: as `finish`.
        """
        for revision in reversed(self.revisions):
            _turn(top, revision.path, revision.after_digest, revision.before_digest, revision.before)


class Journal:
    """Intents of saves in one folder, one file each."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        make_private(folder)
        self._folder = folder
        self._clock = clock
        sweep(folder)

    def begin(self, message: str, revisions: Sequence[Revision], attached: Sequence[Kept] = ()) -> Intent:
        """Note a save before its first file is written. When this returns, the note is on the disk.

        Args:
            message: the commit's message.
            revisions: every file that the save writes or deletes, with its text before and after.
            attached: attachments that are on the disk already and are committed with them.

        Raises:
            FileFailure: the note could not be written; don't start the save.
        """
        pid = os.getpid()
        intent = Intent(
            id=f"{int(self._clock() * 1000):013d}-{secrets.token_hex(4)}",
            message=message,
            revisions=tuple(revisions),
            begun_at=self._clock(),
            pid=pid,
            start=start_of(pid),
            attached=tuple(attached),
        )
        write(self._folder, _name(intent), msgspec.json.encode(intent), expected=None, mode=0o600)
        return intent

    def done(self, intent: Intent) -> None:
        """Forget a save: its commit is made, or it was rolled back. Forgetting it twice is no fault."""
        try:
            data = read(self._folder, _name(intent), limit=MAX_INTENT)
        except Missing:
            return
        remove(self._folder, _name(intent), expected=digest(data))

    def unfinished(self) -> list[Intent]:
        """Saves that were begun and not forgotten, the oldest first; also those of processes that still run."""
        return [intent for intent in self._read() if isinstance(intent, Intent)]

    def damaged(self) -> list[Damaged]:
        """Intents that can't be read. They stay where they are."""
        return [intent for intent in self._read() if isinstance(intent, Damaged)]

    def _read(self) -> list[Intent | Damaged]:
        found: list[Intent | Damaged] = []
        for name in sorted(entry.name for entry in self._folder.iterdir() if entry.name.endswith(".json")):
            try:
                intent = msgspec.json.decode(read(self._folder, name, limit=MAX_INTENT), type=Intent)
            except Missing:
                continue
            except FileFailure as failure:
                found.append(Damaged(self._folder / name, failure.message, failure.message_zh))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                why, why_zh = f"The file {name} is no note of a save: {error}.", f"文件 {name} 不是保存记录：{error}。"
                found.append(Damaged(self._folder / name, why, why_zh))
            else:
                found.append(_checked(self._folder / name, intent))
        return found


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can enter, and those above it that are missing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _checked(path: Path, intent: Intent) -> Intent | Damaged:
    """Hold texts against their digests, so that a damaged text is never written into the register."""
    for revision in intent.revisions:
        texts = ((revision.before, revision.before_digest), (revision.after, revision.after_digest))
        if any(text is not None and digest(text.encode()) != noted for text, noted in texts):
            why, why_zh = f"The text of {revision.path} in it was damaged.", f"其中 {revision.path} 的文本已损坏。"
            return Damaged(path, why, why_zh)
    if path.name != _name(intent):
        return Damaged(path, "It holds another save than its name says.", "其内容与文件名所指的保存不符。")
    return intent


def _name(intent: Intent) -> str:
    return f"{intent.id}.json"


def digest_at(top: Path, path: str) -> str | None:
    """Digest of what a file holds now; None where there is none."""
    try:
        return digest(read(top, path, limit=16 * MAX_BYTES))
    except Missing:
        return None


def _turn(top: Path, path: str, old: str | None, new: str | None, text: str | None) -> None:
    if digest_at(top, path) == new:
        return
    if text is None:
        remove(top, path, expected=old)
    else:
        write(top, path, text.encode(), expected=old)
