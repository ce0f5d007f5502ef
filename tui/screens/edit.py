"""Editing a record: read, type, look at the difference, say why, save.

Whatever goes wrong, what was typed stays in the form and in its draft. Files and git are asked in errands only
(`tui.edit_errands`); the fields are `tui.widgets.record_form`.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.kinds import KINDS
from store.draft import Draft
from store.register import Saved
from store.saving import BadId
from store.saving import IdTaken
from store.saving import RecordChanged
from store.saving import SaveRefused
from tui.actions import bindings
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.reason import ReasonDialog
from tui.edit_errands import Closed
from tui.edit_errands import Done
from tui.edit_errands import EditErrands
from tui.edit_errands import IdOffered
from tui.edit_errands import Loaded
from tui.edit_errands import Ready
from tui.edit_errands import Reread
from tui.editing import Editing
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.screens.conflict import ConflictAnswer
from tui.screens.conflict import ConflictDialog
from tui.typed_ahead import forget_typed
from tui.widgets.form import Form
from tui.widgets.keys_line import KeysLine
from tui.widgets.record_form import RecordForm
from tui.wording import say_saved


class EditScreen(Screen[Saved]):
    """Edits one record. Dismissed with what a save did, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it as an instance variable

    def __init__(
        self,
        desk: Desk,
        kind: str,
        id: str | None,
        initial: Mapping[str, Any] | None = None,
        *,
        draft: Draft | None = None,
    ) -> None:
        """Make the screen.

        Args:
            desk: the register.
            kind: kind of the record.
            id: its id; None for a new record.
            initial: for a new record, what its fields hold at the start, as plain TOML data.
            draft: the draft to go on with; without it a draft of the record that was left behind is found by itself.
        """
        super().__init__()
        self._desk = desk
        self._errands = EditErrands(desk, KINDS[kind], id, initial or {}, draft)
        self.record = RecordForm(desk, KINDS[kind])
        """The form with its heading."""
        self.changes: ChangeSet | None = None
        """What was saved, or tried last; None before."""
        self._busy = _("reading..")
        self.awaits_typing = True
        """Whether what is typed waits for a field that is to come: the form's, or the reason's."""
        self._focused_before: Widget | None = None
        self._reason = ""
        self._answer: tuple[Saved | None] | None = None
        self._told_of_drafts = False

    @property
    def form(self) -> Form | None:
        """The fields; None until the record was read."""
        return self.record.form

    def compose(self) -> ComposeResult:
        """The record and the keys."""
        yield self.record
        yield KeysLine()

    def on_mount(self) -> None:
        """Read the record."""
        self.record.say(self._busy)
        run_errand(self, "edit.load", lambda: self._errands.load(self.record.adapter.warm))
        self.set_interval(1.0, self._flush)

    @on(Loaded)
    async def _show_record(self, event: Loaded) -> None:
        event.stop()
        await self.record.show(event.editing, event.mine, restored=event.draft is not None)
        self._busy = ""
        self.awaits_typing = False
        self.record.say()
        self.refresh_bindings()
        if event.is_elsewhere:
            self.app.notify(_("Another window has unsaved changes of this record."), severity="warning")
        if event.draft is not None:
            self.app.notify(_("Your draft was taken up again; Esc asks what becomes of it."))
        if event.theirs is not None:
            self._show_conflict(event.theirs)

    # State

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.record.is_dirty

    def unsaved(self) -> str:
        """Say what is unsaved; empty when nothing is."""
        return self.record.unsaved()

    def keep_unsaved(self) -> None:
        """Keep what is unsaved as a draft, at once: the app is about to end."""
        editing = self.record.editing
        if editing is not None and self.is_dirty:
            self._errands.keeper.note(editing.draft_key, editing.draft_content(self.record.after()))
        self._flush_now()

    def drop_unsaved(self) -> None:
        """Throw the draft away: the person said so."""
        if self.record.editing is not None and self._errands.keeper.was_kept:
            with suppress(Failure, OSError):  # a draft that stays is offered again: nothing worse
                self._errands.keeper.close(self.record.editing.draft_key)

    def _lock(self, busy: str) -> None:
        """Let no key through to the form while something is under way; empty unlocks it."""
        self._busy = busy
        self.awaits_typing = False
        form = self.form
        if form is not None and form.disabled != bool(busy):
            if busy:
                self._focused_before = self.focused
                self.set_focus(None)
            form.set_reactive(
                Widget.disabled, bool(busy)
            )  # its watcher would style the whole form anew, four times a save
            if not busy and self._focused_before is not None and self._focused_before.is_attached:
                self.set_focus(self._focused_before, scroll_visible=False)
        self.record.say(busy)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is under way the form's keys rest; what is only read is not saved."""
        if action == "save" and (self._busy or self.record.read_only):
            return None
        if action == "leave" and self._busy and self.form is not None:
            return None
        return super().check_action(action, parameters)

    @on(RecordForm.Changed)
    def _changed(self, event: RecordForm.Changed) -> None:
        event.stop()
        self._note_draft()
        self.record.say(self._busy)

    @on(RecordForm.IdWanted)
    def _find_id(self, event: RecordForm.IdWanted) -> None:
        event.stop()
        run_errand(self, "edit.id", lambda: self._errands.offer_id(event.data))

    @on(IdOffered)
    def _take_id(self, event: IdOffered) -> None:
        event.stop()
        self.record.take_id(event.id)
        self.record.say(self._busy)

    # The draft

    def _note_draft(self) -> None:
        """Have the newest state kept; a form with nothing typed needs no draft."""
        editing = self.record.editing
        if editing is None:
            return
        if self.is_dirty:
            self._errands.keeper.note(editing.draft_key, editing.draft_content(self.record.after()))
            run_errand(self, "edit.draft", self._errands.keep)
        elif self._errands.keeper.was_kept:
            run_errand(self, "edit.draft", lambda: self._errands.keeper.drop(editing.draft_key))

    def _flush(self) -> None:
        if self._errands.keeper.is_loose or self._errands.keeper.is_pending:
            run_errand(self, "edit.draft", self._errands.flush)

    def on_unmount(self) -> None:
        """Keep what was typed last: the app may have been told to end."""
        if self._errands.keeper.is_pending:
            self._flush_now()

    def _flush_now(self) -> None:
        with suppress(Failure, OSError, ValueError):  # that no draft can be kept was told while it was typed
            self._errands.flush()

    # Leaving

    def action_leave(self) -> None:
        """Go back; asks when something is unsaved."""
        unsaved = self.unsaved()
        if unsaved:
            self.app.push_screen(LeaveDialog(unsaved), self._leave)
        else:
            self._leave("discard")

    def _leave(self, answer: str | None) -> None:
        editing = self.record.editing
        if answer == "keep":
            self._keep_and_close()
        elif answer == "discard" and editing is not None and self._errands.keeper.was_kept:
            self._lock(_("leaving.."))
            run_errand(self, "edit.drop", lambda: self._errands.drop_and_close(editing.draft_key))
        elif answer == "discard":
            self._close(None)

    def _keep_and_close(self) -> None:
        self._note_draft()
        self._lock(_("keeping the draft.."))
        run_errand(self, "edit.keep", self._errands.keep_and_close)

    @on(Closed)
    def _may_close(self, event: Closed) -> None:
        event.stop()
        self._close(None)

    def _close(self, saved: Saved | None) -> None:
        """Dismiss now, or as soon as what lies on top (help, palette) is gone."""
        self._answer = (saved,)
        self._go()

    def _go(self) -> None:
        if self._answer is not None and self.is_current:
            (saved,), self._answer = self._answer, None
            self.dismiss(saved)

    def on_screen_resume(self) -> None:
        """Go, if that was only put off."""
        self.call_after_refresh(self._go)

    # Saving

    def action_save(self) -> None:
        """Show what changes, ask why, and save."""
        if self.form is None or self._busy:
            return
        self.record.forget_refusals()
        faults = self.record.blocking_faults()
        if faults:
            forget_typed(self)
            self.form.focus_field(faults[0][0])
            self.app.notify(_("Nothing was saved: {n} field(s) are wrong.").format(n=len(faults)), severity="error")
            return
        self._prepare(())

    def _prepare(self, overrides: tuple[str, ...]) -> None:
        editing = self.record.editing
        if editing is None:
            return
        changes = editing.change_set(self.record.after(), overrides=overrides)
        if not changes.records[0].fields:
            forget_typed(self)
            self.app.notify(_("Nothing differs from what is saved."))
            return
        self._lock(_("working out what changes.."))
        self.awaits_typing = True
        files = editing.files_of(self.record.after())
        run_errand(self, "edit.prepare", lambda: self._errands.prepare(changes, files))

    @on(Ready)
    def _ask_why(self, event: Ready) -> None:
        event.stop()
        self._lock("")
        if event.refusals:
            self._show_refusals(event.refusals)
            return
        dialog = ReasonDialog(event.summary, event.diff, notes=event.notes(), typed=self._reason)

        def answer(reason: str | None) -> None:
            self._reason = dialog.reason
            if reason is not None:
                self._save(msgspec.structs.replace(event.changes, reason=reason))

        self.app.push_screen(dialog, answer)

    def _save(self, changes: ChangeSet) -> None:
        editing = self.record.editing
        self.changes = changes
        if editing is not None:
            self._lock(_("saving.."))
            run_errand(self, "edit.save", lambda: self._errands.save(changes, editing.draft_key))

    @on(Done)
    def _saved(self, event: Done) -> None:
        event.stop()
        if self.form is not None:
            self.form.settle()
        self.app.notify(say_saved(event.saved), timeout=10 if event.saved.proposal else None)
        self._close(event.saved)

    def _show_refusals(self, refusals: Sequence[Diagnostic]) -> None:
        """Put what was refused at its fields, and tell it."""
        self.record.refuse(refusals)

        def answer(override: bool | None) -> None:
            if override:
                self.record.forget_refusals()
                self._prepare(tuple(dict.fromkeys(one.code for one in refusals)))

        self.app.push_screen(RefusedDialog(refusals), answer)

    # What can go wrong

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        failure = event.failure
        if event.errand == "edit.load":
            self.app.push_screen(FailureDialog(failure), lambda _answer: self._close(None))
        elif event.errand == "edit.drop":
            self.app.notify(failure.say(language())[0], severity="warning")
            self._close(None)
        elif event.errand == "edit.draft":
            if not self._told_of_drafts:
                self._told_of_drafts = True
                self.app.notify(failure.say(language())[0], title=_("No draft can be kept"), severity="error")
        elif event.errand != "edit.id":
            self._lock("")
            self._tell(failure)

    def _tell(self, failure: Failure) -> None:
        """Tell why a save or a step on its way was not done."""
        editing = self.record.editing
        if isinstance(failure, RecordChanged) and editing is not None:
            self._lock(_("reading what changed.."))
            run_errand(self, "edit.reread", lambda: self._errands.reread(editing))
            return
        if isinstance(failure, SaveRefused):
            self._show_refusals(failure.diagnostics)
            return
        if isinstance(failure, IdTaken | BadId):
            self.record.refuse_id(failure.say(language())[0])
        note = _("Nothing is lost: what you typed stands in the form.") if self.is_dirty else ""
        self.app.push_screen(FailureDialog(failure, note=note))

    # What somebody else changed

    @on(Reread)
    def _meet(self, event: Reread) -> None:
        event.stop()
        self._lock("")
        if event.theirs is not None:
            self._show_conflict(event.theirs)
            return
        told = _("The record was removed while you edited it. Save it anew, with what you typed?")
        self.app.push_screen(ConfirmDialog(_("The record is gone"), told), self._save_anew)

    async def _save_anew(self, confirmed: bool | None) -> None:
        editing = self.record.editing
        if confirmed and editing is not None:
            mine = self.record.after()
            editing.begin_anew()
            await self.record.show(editing, mine, restored=True)
            self.action_save()

    def _show_conflict(self, theirs: Editing) -> None:
        editing = self.record.editing
        if editing is None:
            return

        async def answer(chosen: ConflictAnswer | None) -> None:
            if chosen is None:
                return
            if chosen.verb == "keep":
                self._keep_and_close()
                return
            theirs.draft_key, theirs.files = editing.draft_key, editing.files
            await self.record.show(theirs, chosen.merged, restored=True)
            self._note_draft()
            self.record.say()
            if chosen.verb == "save":
                self.action_save()

        dialog = ConflictDialog(
            self._desk.view.register, editing.kind.name, editing.data, self.record.after(), theirs.data
        )
        self.app.push_screen(dialog, answer)
