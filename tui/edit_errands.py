"""What an edit screen asks of files and git: every method here blocks and is for a thread; each gives a message back."""

import os
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from typing import ClassVar

import msgspec
from textual.message import Message

from schema.change import Attachment
from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.kinds import Kind
from store.draft import Draft
from store.register import Saved
from store.saving import UnknownRecord
from store.toml.edit import difference
from tui.desk import Desk
from tui.editing import DraftKeeper
from tui.editing import Editing
from tui.editing import PickedFile
from tui.editing import draft_key_of
from tui.editing import edit_draft
from tui.editing import edit_new
from tui.editing import edit_opened
from tui.language import _
from tui.wording import say_copied


class FileChanged(Failure):
    """A file that was picked as evidence holds something else now."""

    code: ClassVar[str] = "F696"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The file {path} was changed after it was picked.",
            "Look at it, and pick it again.",
            message_zh=f"文件 {path} 选取后又被改动。",
            hint_zh="请核对后重新选取。",
        )


@dataclass
class Loaded(Message):
    """The record was read."""

    editing: Editing
    mine: dict[str, Any]
    """The state to show; the record itself unless there is a draft."""
    theirs: Editing | None = None
    """The record as it stands now, where it changed since the draft was begun."""
    draft: Draft | None = None
    """The draft that is gone on with."""
    is_elsewhere: bool = False
    """Whether another window has unsaved changes of the same record."""


@dataclass
class Ready(Message):
    """It was worked out what a save would write."""

    changes: ChangeSet
    diff: str
    """Unified difference of every file."""
    summary: str
    refusals: tuple[Diagnostic, ...]
    lost_comments: tuple[str, ...]
    goes_to_review: bool = False
    """Whether it would be written to a proposal and not to the main line."""

    def notes(self) -> list[str]:
        """What a person has to know before saying why: review, comments that go, files that come, what is overridden."""
        said = []
        if self.goes_to_review:
            said.append(_("Goes to review: the change is written to your proposal, and the record stays as it is until that is approved."))  # fmt: skip
        lost = _("This comment goes with what is taken out: {text}")
        said += [lost.format(text=text) for text in self.lost_comments]
        said += [say_copied(one) for one in self.changes.attachments]
        if self.changes.overrides:
            codes = ", ".join(self.changes.overrides)
            said.append(_("Overridden: {codes}. Say in the reason why.").format(codes=codes))
        return said


@dataclass
class Done(Message):
    """It was saved."""

    saved: Saved


@dataclass
class Reread(Message):
    """The record was read again after somebody changed it."""

    theirs: Editing | None
    """None where it is gone."""


@dataclass
class IdOffered(Message):
    """An id was found for a new record."""

    id: str


@dataclass
class Closed(Message):
    """The draft was kept or thrown away; the screen may go."""


def prepare(desk: Desk, changes: ChangeSet) -> Ready:
    """Work out what a save would write.

    Raises:
        Failure: see store.register.RegisterStore.prepare.
    """
    prepared = desk.prepare(changes)
    return Ready(
        changes,
        "".join(difference(edit.before or "", edit.after or "", edit.path) for edit in prepared.files),
        prepared.summary,
        prepared.refusals,
        tuple(comment for edit in prepared.files for comment in edit.lost_comments),
        desk.goes_to_review(changes),
    )


class EditErrands:
    """The errands of one edit screen."""

    def __init__(
        self, desk: Desk, kind: Kind, id: str | None, initial: Mapping[str, Any], draft: Draft | None = None
    ) -> None:
        """Remember what is edited.

        Args:
            desk: the register.
            kind: kind of the record.
            id: its id; None for a new record.
            initial: what a new record holds at the start.
            draft: the draft to go on with.
        """
        self._desk = desk
        self._kind = kind
        self._id = id
        self._initial = dict(initial)
        self._draft = draft
        self.keeper = DraftKeeper(lambda: desk.store.drafts)
        """Keeps what is typed."""

    def load(self, warm: Callable[[Mapping[str, Any]], None]) -> Loaded:
        """Read the record, and a draft of it that was left behind.

        Args:
            warm: makes ready what the form will ask of the register.

        Raises:
            Failure: the record cannot be read.
        """
        draft, elsewhere = self._draft, False
        if draft is None and self._id is not None and not self._desk.read_only:
            draft, elsewhere = self._find_draft(draft_key_of(self._kind.name, self._id))
        found = edit_draft(draft) if draft is not None else None
        loaded = self._load_record() if found is None or draft is None else self._load_draft(draft, *found)
        loaded.is_elsewhere = elsewhere
        self.keeper.was_kept = loaded.draft is not None
        warm(loaded.mine)
        return loaded

    def _load_record(self) -> Loaded:
        if self._id is None:
            return Loaded(edit_new(self._kind, self._free_id(self._initial)), dict(self._initial))
        editing = edit_opened(self._kind, self._id, self._desk.read(self._kind.name, self._id))
        return Loaded(editing, editing.data)

    def _load_draft(self, draft: Draft, editing: Editing, mine: dict[str, Any]) -> Loaded:
        if editing.is_new:
            return Loaded(editing, mine, draft=draft)
        now = self.reread(editing).theirs
        if now is None:  # the file is gone: what was typed can still be saved, as an addition
            editing.begin_anew()
            return Loaded(editing, mine, draft=draft)
        return Loaded(editing, mine, now if now.digest != editing.digest else None, draft)

    def _find_draft(self, key: str) -> tuple[Draft | None, bool]:
        """The newest draft of a key that nobody else works on, and whether somebody else works on one."""
        with self._desk.turn:
            drafts = [draft for draft in self._desk.store.drafts.all() if draft.key == key]
        mine = next((draft for draft in drafts if not is_elsewhere(draft)), None)
        return mine, any(is_elsewhere(draft) for draft in drafts)

    def offer_id(self, data: Mapping[str, Any]) -> IdOffered:
        """A free id for a new record."""
        return IdOffered(self._free_id(data))

    def _free_id(self, data: Mapping[str, Any]) -> str:
        title = data.get(self._kind.heading) if self._kind.heading else ""
        day = data.get(self._kind.day) if self._kind.day else None
        with self._desk.turn:
            return self._desk.store.new_id(self._kind.name, title=str(title or ""), day=day)

    def prepare(self, changes: ChangeSet, files: Mapping[str, PickedFile]) -> Ready:
        """Work out what a save would write.

        Args:
            changes: what is saved.
            files: the files that come with it; they are read again, and have to hold what they held when they were picked.

        Raises:
            FileChanged: one does not.
            Failure: see store.register.RegisterStore.prepare and store.attachment.take.
        """
        taken = tuple(self._take(path, one) for path, one in files.items())
        changes = msgspec.structs.replace(changes, attachments=taken)
        return prepare(self._desk, changes)

    def _take(self, path: str, one: PickedFile) -> Attachment:
        taken = self._desk.store.take(one.source, self._desk.today)
        if taken.sha256 != one.sha256:
            raise FileChanged(str(one.source))
        return msgspec.structs.replace(taken, path=path)

    def save(self, changes: ChangeSet, draft_key: str) -> Done:
        """Save, and forget the draft.

        Raises:
            Failure: see store.register.RegisterStore.save; the draft is kept then.
        """
        saved = self._desk.save(changes)
        self.keeper.close(draft_key)
        return Done(saved)

    def reread(self, editing: Editing) -> Reread:
        """Read the record as it stands now.

        Raises:
            Failure: it is there and cannot be read.
        """
        try:
            opened = self._desk.read(editing.kind.name, editing.id)
        except UnknownRecord:
            return Reread(None)
        return Reread(edit_opened(editing.kind, editing.id, opened))

    def keep(self) -> None:
        """Keep what was typed.

        Raises:
            Failure: it could not be kept.
        """
        if self.keeper.is_pending:
            self.keeper.keep()

    def flush(self) -> None:
        """Keep what was typed, and make it durable.

        Raises:
            Failure: it could not be kept.
        """
        self.keeper.flush()

    def keep_and_close(self) -> Closed:
        """Keep what was typed, for going.

        Raises:
            Failure: it could not be kept.
        """
        self.keeper.flush()
        return Closed()

    def drop_and_close(self, draft_key: str) -> Closed:
        """Forget the draft, for going."""
        self.keeper.close(draft_key)
        return Closed()


def is_elsewhere(draft: Draft) -> bool:
    """Whether another process that still runs keeps a draft."""
    return draft.alive and draft.pid != os.getpid()
