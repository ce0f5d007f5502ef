"""What is edited in a form, without any widget: the record as it was read, what is saved of it, what its draft holds."""

import os
import secrets
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote
from urllib.parse import unquote_to_bytes

from schema.change import ChangeSet
from schema.change import RecordChange
from schema.change import Verb
from schema.identity import usual_path
from schema.kinds import KINDS
from schema.kinds import Kind
from store.draft import Draft
from store.draft import Drafts
from store.saving import Opened
from store.toml.text import parse
from tui.conflicts import field_changes
from tui.plain_values import thaw


@dataclass(frozen=True)
class PickedFile:
    """A file of the person's that is copied into the register when the record is saved."""

    sha256: str
    """Of what it held when it was picked."""
    source: Path
    """Where it lies."""


@dataclass
class Editing:
    """One record in a form."""

    kind: Kind
    id: str
    """Its id; for a new record the one offered or typed."""
    data: dict[str, Any]
    """The record as it was read, as plain TOML data; empty for a new one."""
    text: str = ""
    """The file's text as it was read; a draft keeps it, so that a later change of the file can be told apart."""
    digest: str | None = None
    """Digest of the file as it was read; None for a new record."""
    path: str = ""
    """Where the file lies; empty for a new record, whose path follows from its id."""
    draft_key: str = ""
    """The key of its draft."""
    files: dict[str, PickedFile] = field(default_factory=dict)
    """Files that were picked to be attached, by the path under which they will lie."""
    freed_id: str = ""
    """The id of a record whose file is gone: it may be added again under it."""

    @property
    def is_new(self) -> bool:
        """Whether a save adds the record."""
        return self.digest is None

    @property
    def place(self) -> str:
        """Where the file lies or will lie, from the register's top."""
        return self.path or (usual_path(self.kind.name, self.id) if self.id else "")

    def begin_anew(self) -> None:
        """Make an addition of it: the file is gone."""
        self.data, self.text, self.digest, self.path = {}, "", None, ""
        self.freed_id = self.id

    def change_set(self, after: Mapping[str, Any], *, reason: str = "", overrides: tuple[str, ...] = ()) -> ChangeSet:
        """What a save of a state is: for an edit only the keys that changed, for an addition every field."""
        change = RecordChange(
            kind=self.kind.name,
            id=self.id,
            verb=Verb.ADD if self.is_new else Verb.EDIT,
            fields=field_changes(self.data, after),
            read_digest=self.digest,
        )
        action = "add" if self.is_new else "set"
        return ChangeSet(action=action, records=(change,), reason=reason, overrides=overrides)

    def draft_content(self, after: Mapping[str, Any]) -> dict[str, Any]:
        """What the draft journal keeps of a state."""
        return {
            "kind": self.kind.name,
            "id": self.id,
            "digest": self.digest,
            "path": self.path,
            "text": self.text,
            "values": dict(after),
            "files": {path: [one.sha256, quote(os.fsencode(one.source))] for path, one in self.files_of(after).items()},
        }

    def files_of(self, after: Mapping[str, Any]) -> dict[str, PickedFile]:
        """The files picked that a state still names as evidence."""
        rows = after.get("evidence")
        named = {(row.get("path"), row.get("sha256")) for row in rows} if isinstance(rows, list) else set()
        return {path: one for path, one in self.files.items() if (path, one.sha256) in named}


def edit_opened(kind: Kind, id: str, opened: Opened) -> Editing:
    """Begin to edit a record as it was read.

    Raises:
        Unparseable: the file is no TOML; it is mended in an editor.
    """
    data = parse(opened.text.encode()).data
    return Editing(kind, id, data, opened.text, opened.digest, opened.path, draft_key_of(kind.name, id))


def edit_new(kind: Kind, id: str) -> Editing:
    """Begin a new record; every one has a draft of its own."""
    return Editing(kind, id, {}, draft_key=f"{kind.name}/+{secrets.token_hex(4)}")


def draft_key_of(kind: str, id: str) -> str:
    """The key of the draft of a record that exists."""
    return f"{kind}/{id}"


def edit_draft(draft: Draft) -> tuple[Editing, dict[str, Any]] | None:
    """Go on with a draft.

    Returns:
        The record as it was read then and the state that was typed; None where the draft is none of ours.
    """
    content = draft.content
    kind = KINDS.get(str(content.get("kind")))
    values, text, digest = content.get("values"), content.get("text"), content.get("digest")
    if kind is None or not isinstance(values, dict) or not isinstance(text, str):
        return None
    editing = Editing(
        kind,
        str(content.get("id") or ""),
        parse(text.encode()).data if digest else {},
        text,
        str(digest) if digest else None,
        str(content.get("path") or ""),
        draft.key,
        files=dict(_read_files(content.get("files"))),
    )
    return editing, thaw(kind.struct, values)


def _read_files(kept: Any) -> Iterator[tuple[str, PickedFile]]:
    """The files of a draft; what is no such thing is passed over."""
    for path, one in kept.items() if isinstance(kept, dict) else ():
        if isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one):
            yield path, PickedFile(one[0], Path(os.fsdecode(unquote_to_bytes(one[1]))))


class DraftKeeper:
    """Keeps the draft of one form: the newest state wins, whichever thread comes first."""

    def __init__(self, open_drafts: Callable[[], Drafts]) -> None:
        """Remember how drafts are opened; the folder is made by the first one kept.

        Args:
            open_drafts: opens the drafts of the register.
        """
        self._open = open_drafts
        self._drafts: Drafts | None = None
        self._lock = Lock()
        self._pending: tuple[str, dict[str, Any]] | None = None
        self._loose = False
        self._is_closed = False
        self.was_kept = False
        """Whether there may be something to forget."""

    @property
    def is_pending(self) -> bool:
        """Whether a state waits to be kept."""
        return self._pending is not None

    @property
    def is_loose(self) -> bool:
        """Whether something was kept that a power cut could still take."""
        return self._loose

    def note(self, key: str, content: dict[str, Any]) -> None:
        """Take a state to be kept; costs nothing."""
        if not self._is_closed:
            self._pending = (key, content)

    def keep(self) -> None:
        """Write the newest state noted. Blocks for a moment.

        Raises:
            DraftTooLarge, FileFailure: it could not be kept; what was kept before is still there.
        """
        with self._lock:
            pending, self._pending = self._pending, None
            if pending is not None:
                self.was_kept = True
                self._opened().keep(*pending)
                self._loose = True

    def flush(self) -> None:
        """Write what is noted, and make it durable. Blocks for a moment.

        Raises:
            DraftTooLarge, FileFailure: as `keep`.
        """
        self.keep()
        with self._lock:
            if self._loose:
                self._opened().flush()
                self._loose = False

    def close(self, key: str) -> None:
        """Forget the draft for good: it was saved or thrown away, and whatever still comes is not kept."""
        self._is_closed = True
        self.drop(key)

    def drop(self, key: str) -> None:
        """Forget the draft: nothing differs any more."""
        with self._lock:
            self._pending = None
            self._loose = self.was_kept = False
            self._opened().drop(key)

    def _opened(self) -> Drafts:
        if self._drafts is None:
            self._drafts = self._open()
        return self._drafts
