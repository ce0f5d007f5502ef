"""What is typed but not saved yet, kept outside the work tree: drafts of open forms, and the journal of unfinished saves.

A draft is written at every keystroke, so it is cheap: replaced whole, flushed to the disk once a second. The journal is
the other way round: a save writes what it is about to do, durably, before it touches a file of the register, so that
the next start can finish the save or take it back.
"""

import hashlib
import os
import time
from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import ClassVar

import msgspec

from schema.failure import Failure
from store.disk import is_alive
from store.disk import start_of
from store.files import ChangedOnDisk
from store.files import FileFailure
from store.files import Missing
from store.files import digest
from store.files import read
from store.files import remove
from store.files import sweep
from store.files import sync_file
from store.files import write
from store.journal import Damaged
from store.journal import Intent
from store.journal import Journal
from store.journal import Revision
from store.journal import State
from store.journal import make_private

__all__ = ["Damaged", "Draft", "DraftTooLarge", "Drafts", "Intent", "Journal", "Revision", "State"]

FLUSH_EVERY = 1.0
"""Seconds after which a change of a draft is on the disk at the latest, while typing goes on."""
MAX_DRAFT = 8 * 1024 * 1024
"""Largest draft, in bytes."""


class DraftTooLarge(Failure):
    """The content of a form is larger than what is kept as a draft."""

    code: ClassVar[str] = "F540"

    def __init__(self, key: str, size: int) -> None:
        super().__init__(
            f"The draft of {key} has {size} bytes; at most {MAX_DRAFT} are kept.",
            "Save it, or shorten it.",
            message_zh=f"{key} 的草稿有 {size} 字节；最多保留 {MAX_DRAFT} 字节。",
            hint_zh="请保存，或缩短内容。",
        )


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One draft."""

    key: str
    """What the form was about: `duty/quarterly-review`, or the new record's kind."""
    content: dict[str, Any]
    """The form's content. Dates come back as text, because a draft is JSON."""
    saved_at: float
    """When it was last kept, in seconds since 1970."""
    pid: int
    start: int
    """Process that kept it, and its start time."""

    @property
    def alive(self) -> bool:
        """Whether the process that kept it still runs."""
        return is_alive(self.pid, self.start)


class Drafts:
    """Drafts of open forms in one folder, one file each, shared by the processes of a user."""

    def __init__(
        self, folder: Path, *, clock: Callable[[], float] = time.time, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        make_private(folder)
        self._folder = folder
        self._clock = clock
        self._ticks = ticks
        self._pid = os.getpid()
        self._start = start_of(self._pid)
        self._known: dict[str, str | None] = {}
        self._unflushed: set[str] = set()
        self._flushed_at = ticks()
        sweep(folder)

    def keep(self, key: str, content: Mapping[str, Any]) -> None:
        """Keep the content of a form; cheap enough for every keystroke.

        Raises:
            DraftTooLarge: it has more than MAX_DRAFT bytes.
            FileFailure: it could not be written; what was kept before is still there.
        """
        draft = Draft(key=key, content=dict(content), saved_at=self._clock(), pid=self._pid, start=self._start)
        data = msgspec.json.encode(draft)
        if len(data) > MAX_DRAFT:
            raise DraftTooLarge(key, len(data))
        name = self._name(key)
        try:
            write(self._folder, name, data, expected=self._found(name), durable=False, mode=0o600)
        except ChangedOnDisk as failure:  # the name is this process's own, so whatever is there may be replaced
            write(self._folder, name, data, expected=failure.found, durable=False, mode=0o600)
        self._known[name] = digest(data)
        self._unflushed.add(name)
        if self._ticks() - self._flushed_at >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Make durable what was kept since the last time. Call it once a second while a form is open, and at the end."""
        self._flushed_at = self._ticks()
        while self._unflushed:
            name = self._unflushed.pop()
            try:
                sync_file(self._folder, name)
            except FileFailure:
                self._unflushed.add(name)
                raise

    def drop(self, key: str) -> None:
        """Forget the drafts of a key: this process's own and those of processes that are gone. None is no fault."""
        for name, draft in self._read():
            if isinstance(draft, Draft) and draft.key == key and (self._is_mine(draft) or not draft.alive):
                remove(self._folder, name, expected=self._found(name))
                self._known.pop(name, None)
                self._unflushed.discard(name)

    def all(self) -> list[Draft]:
        """Every draft that can be read, the newest first; also those of other processes that still run."""
        drafts = [draft for _, draft in self._read() if isinstance(draft, Draft)]
        return sorted(drafts, key=lambda draft: (-draft.saved_at, draft.key))

    def damaged(self) -> list[Damaged]:
        """Drafts that can't be read. They stay where they are, so that somebody can look at them."""
        return [draft for _, draft in self._read() if isinstance(draft, Damaged)]

    def _is_mine(self, draft: Draft) -> bool:
        return (draft.pid, draft.start) == (self._pid, self._start)

    def _name(self, key: str) -> str:
        # One file for a key and a process: two windows on one record don't write over each other.
        short = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]
        return f"{short}-{self._pid}-{self._start}.json"

    def _found(self, name: str) -> str | None:
        if self._known.get(name) is None:
            try:
                self._known[name] = digest(read(self._folder, name, limit=MAX_DRAFT))
            except Missing:
                self._known[name] = None
        return self._known[name]

    def _read(self) -> list[tuple[str, Draft | Damaged]]:
        found: list[tuple[str, Draft | Damaged]] = []
        for name in sorted(entry.name for entry in self._folder.iterdir() if entry.name.endswith(".json")):
            try:
                found.append((name, msgspec.json.decode(read(self._folder, name, limit=MAX_DRAFT), type=Draft)))
            except Missing:
                continue
            except FileFailure as failure:
                found.append((name, Damaged(self._folder / name, failure.message, failure.message_zh)))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                why, why_zh = f"The file {name} is no draft: {error}.", f"文件 {name} 不是草稿：{error}。"
                found.append((name, Damaged(self._folder / name, why, why_zh)))
        return found
