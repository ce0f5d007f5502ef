"""Going through a policy text: every draft with its words and questions is accepted, changed, parted, joined or left out, then all is saved at once.

What was decided and not saved is kept beside the text, in the plan that the command line takes too.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from exchange.policy.plan import Company
from exchange.policy.plan import Decision
from exchange.policy.plan import Item
from exchange.policy.plan import Newcomer
from exchange.policy.plan import Plan
from exchange.policy.plan import change
from exchange.policy.plan import decide
from exchange.policy.plan import join
from exchange.policy.plan import resolve
from exchange.policy.plan import split
from exchange.policy.plan import titles_of
from schema.change import ChangeSet
from schema.failure import Failure
from schema.kinds import KINDS
from schema.shadow import shadow
from store.identifier import slug
from store.register import Saved
from tui.actions import bindings
from tui.desk import Desk
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.frame import Dialog
from tui.dialogs.line import LineDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.edit_errands import Done
from tui.edit_errands import Ready
from tui.edit_errands import prepare
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.importing import Importing
from tui.importing import changes_of
from tui.importing import keep_plan
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.schema_form import SchemaForm
from tui.screens import import_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.import_words import detail_of
from tui.screens.import_words import rows_of
from tui.screens.import_words import say_fault
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.fields.spec import Choice
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.wording import say_saved

_MARKED = {"new": msgid("new"), "changed": msgid("changed"), "gone": msgid("gone")}


class _Kept(Message):
    """What was decided is kept."""


class FieldsDialog(RowDialog):
    """The form of a draft. Dismissed with its fields as plain TOML data; None when the user goes back."""

    def __init__(self, adapter: SchemaForm, fields: Mapping[str, Any]) -> None:
        """Make the form of a kind's fields."""
        self._adapter = adapter
        self._fields = dict(fields)
        title = str(fields.get("title", ""))
        super().__init__(title, Form(adapter.specs(fields), adapter.rules()))

    def action_accept(self) -> None:
        """Answer with the fields; a fault that stands keeps it open at the field."""
        if not self.form.go_to_fault():
            self.dismiss(self._adapter.collect(self._fields, self.form.changes()))


class ImportDialog(Dialog[Saved]):
    """Goes through one document. Dismissed with what was saved; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("import"), *bindings("form.save")]
    DEFAULT_CSS = """
    ImportDialog > .dialog-frame { width: 100%; max-width: 140; height: 100%; max-height: 100%; padding: 0 1; }
    ImportDialog .dialog-title { margin: 0; }
    ImportDialog .import-told { height: auto; max-height: 2; color: $text-muted; }
    ImportDialog RecordList { height: 1fr; }
    ImportDialog .import-detail { height: 45%; background: $boost; padding: 0 1; }
    ImportDialog .import-detail > Static { height: auto; }
    ImportDialog KeysLine { margin: 0; }
    """

    def __init__(self, desk: Desk, importing: Importing) -> None:
        """Make the dialog from a document that was recognised."""
        title = str(importing.plan.source["title"])
        super().__init__(_("Import: {title}").format(title=title), tall=True)
        self._desk = desk
        self._importing = importing
        self._before = importing.plan
        self._reason = ""
        self._answer: str | None = None
        self.plan: Plan = importing.plan
        """What was decided so far."""
        self.list = RecordList(
            [
                Column(key="path", title=_("Clause"), width=8),
                Column(key="title", title=_("Title"), width=20, weight=3),
                Column(key="who", title=_("Who"), width=14, weight=1, rank=1),
                Column(key="asked", title=_("Asked"), width=5, right=True, rank=2),
            ],
            self._rows(),
            empty=_("Nothing in this text asks for a duty."),
            selectable=False,
            sortable=False,
        )
        """Units and posts that nobody knows, groups, drafts."""
        self._told = Static(classes="import-told")
        self._detail = Static()

    def compose_body(self) -> ComposeResult:
        """What is asked of the whole, the list, and the words of the draft."""
        yield self._told
        yield self.list
        with VerticalScroll(classes="import-detail", can_focus=True):
            yield self._detail

    def on_mount(self) -> None:
        """Start in the list."""
        self.list.focus()
        self._tell()
        if self._importing.was_kept:
            self.app.notify(_("What was decided before was taken up again."))
        if self._importing.is_known:
            self.app.notify(_("The register holds this very text: saving changes nothing but what you accept."))

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _rows(self) -> Rows:
        entries = list(rows_of(self.plan))
        return Rows(
            ids=[key for key, _decision, _cells in entries],
            cells=[cells for _key, _decision, cells in entries],
            marks=[decision.value for _key, decision, _cells in entries],
        )

    def _tell(self) -> None:
        """Say how far it is, and what is asked of the document as a whole."""
        accepted, items = len(self.plan.accepted), len(self.plan.items)
        said = _("{accepted} of {items} drafts accepted, {clauses} clauses.")
        lines = [said.format(accepted=accepted, items=items, clauses=len(self.plan.clauses()))]
        if self._importing.marks:
            counts = [(mark, list(self._importing.marks.values()).count(mark)) for mark in _MARKED]  # type: ignore[arg-type]
            told = ", ".join(f"{count} {_(_MARKED[mark])}" for mark, count in counts if count) or _("the same")
            lines.append(_("A new version of {id}: {told}.").format(id=self._importing.source, told=told))
        lines += [question.say(language()) for question in self.plan.questions]
        self._told.update(literal("  ".join(lines)))
        self._show_detail()

    def _show_detail(self) -> None:
        register = self._desk.view.register
        self._detail.update(detail_of(register, self._entry(), titles_of(self.plan, register, slug)))

    def _entry(self) -> Newcomer | Company | Item | None:
        key = self.list.cursor_id
        if not key:
            return None
        at = int(key[1:])
        entries: dict[str, Any] = {"n": self.plan.newcomers, "g": self.plan.companies, "d": self.plan.items}
        found: Newcomer | Company | Item = entries[key[0]][at]
        return found

    @on(RecordList.RowHighlighted)
    def _moved(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        self._show_detail()

    def _take(self, plan: Plan, *, step: int = 0) -> None:
        """Show another state; go on so many rows."""
        here = self.list.cursor
        self.plan = plan
        self.list.set_rows(self._rows())
        ids = self.list.shown_ids
        if ids:
            self.list.go_to(ids[min(here + step, len(ids) - 1)])
        self._tell()

    # --- deciding --------------------------------------------------------------------------------------------------

    def action_decide(self, decision: str) -> None:
        """Accept or leave out what the cursor is on; the same again opens it."""
        entry, key = self._entry(), self.list.cursor_id
        if entry is None:
            return
        wanted = Decision(decision)
        wanted = Decision.OPEN if entry.decision is wanted else wanted
        at = int(key[1:])
        match entry:
            case Item():
                if wanted is Decision.ACCEPT and self._refuses(entry):
                    return
                self._take(decide(self.plan, at, wanted), step=1)
            case Newcomer():
                if wanted is Decision.ACCEPT and entry.is_homeless:
                    self._ask_unit(at)
                else:
                    self._take_newcomer(at, entry._replace(decision=wanted))
            case Company():
                if wanted is Decision.ACCEPT and self._refuses(entry):
                    return
                companies = [*self.plan.companies]
                companies[at] = entry._replace(decision=wanted)
                self._take(self.plan._replace(companies=tuple(companies)), step=1)

    def _take_newcomer(self, at: int, newcomer: Newcomer) -> None:
        rows = [*self.plan.newcomers]
        rows[at] = newcomer
        self._take(resolve(self.plan._replace(newcomers=tuple(rows)), self._desk.view.register, slug), step=1)

    def _ask_unit(self, at: int) -> None:
        """Ask to which unit a post belongs, of the register's and the new ones; then it is accepted."""
        entry = self.plan.newcomers[at]
        new = [
            one.stranger.name
            for one in self.plan.newcomers
            if one.stranger.kind == "unit" and one.decision is not Decision.SKIP
        ]
        titles = dict.fromkeys([*new, *(unit.title for unit in self._desk.view.register.units.values())])

        def take(answer: list[str] | None) -> None:
            if answer:
                stranger = entry.stranger._replace(unit=answer[0])
                self._take_newcomer(at, Newcomer(stranger, Decision.ACCEPT))

        title = _("{post}: of which unit?").format(post=entry.stranger.name)
        self.app.push_screen(PickDialog(title, [Choice(value=one, label=one) for one in titles]), take)

    def _refuses(self, entry: Item | Company) -> bool:
        faults = entry.faults()
        if faults:
            said = say_fault("duty" if isinstance(entry, Item) else "group", entry.fields, faults[0])
            self.app.notify(_("It can't be saved yet: {why}").format(why=said), severity="warning")
        return bool(faults)

    def action_accept_clear(self) -> None:
        """Accept every draft about which nothing is asked."""
        plan = self.plan
        for at, item in enumerate(plan.items):
            if item.decision is Decision.OPEN and item.is_clear:
                plan = decide(plan, at, Decision.ACCEPT)
        self._take(plan)

    @on(RecordList.RowChosen)
    def _chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Change the fields of the draft in a form."""
        entry, key = self._entry(), self.list.cursor_id
        if entry is None:
            return
        if isinstance(entry, Newcomer):
            if entry.stranger.kind == "post":
                self._ask_unit(int(key[1:]))
            return
        kind = KINDS["duty" if isinstance(entry, Item) else "group"]
        adapter = SchemaForm(self._desk.view.register, kind, today=self._desk.today)
        at = int(key[1:])

        def take(made: dict[str, Any] | None) -> None:
            if made is None:
                return
            if key[0] == "d":
                self._take(change(self.plan, at, made))
            else:
                companies = [*self.plan.companies]
                companies[at] = companies[at]._replace(fields=made)
                self._take(self.plan._replace(companies=tuple(companies)))

        self.app.push_screen(FieldsDialog(adapter, entry.fields), take)

    def action_split(self) -> None:
        """Ask with which words the second part begins, and part the draft there."""
        entry, key = self._entry(), self.list.cursor_id
        if not isinstance(entry, Item) or len(entry.pieces) > 1:
            return
        text = entry.pieces[0].text

        def take(words: str | None) -> None:
            place = shadow(text).find(shadow(words.strip())) if words and words.strip() else -1
            if place > 0:
                self._take(split(self.plan, int(key[1:]), place))
            elif words:
                self.app.notify(_("These words do not stand in it."), severity="warning")

        self.app.push_screen(LineDialog(_("With which words does the second part begin?"), text), take)

    def action_join(self) -> None:
        """Make one duty of the draft and the next."""
        if isinstance(self._entry(), Item):
            self._take(join(self.plan, int(self.list.cursor_id[1:])))

    # --- saving ----------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Show what changes, ask why, and save."""
        self._prepare(())

    def _prepare(self, overrides: tuple[str, ...]) -> None:
        said = _("import {title}: {count} duties")
        summary = said.format(title=self.plan.source["title"], count=len(self.plan.accepted))
        run_errand(
            self, "import.prepare", partial(_prepare, self._desk, self._importing, self.plan, summary, overrides)
        )

    @on(Ready)
    def _ask_why(self, event: Ready) -> None:
        event.stop()
        if event.refusals:
            refusals = event.refusals

            def override(wanted: bool | None) -> None:
                if wanted:
                    self._prepare(tuple(dict.fromkeys(one.code for one in refusals)))

            self.app.push_screen(RefusedDialog(refusals), override)
            return
        notes = [_("Goes to review: the change is written to your proposal, and the record stays as it is until that is approved.")] if event.goes_to_review else []  # fmt: skip
        if self._importing.suspect:
            names = ", ".join(self._importing.suspect)
            notes.append(_("Duties to be reviewed after it: {names}").format(names=names))
        dialog = ReasonDialog(event.summary, event.diff, notes=notes, typed=self._reason)

        def answer(reason: str | None) -> None:
            self._reason = dialog.reason
            if reason is not None:
                changes = msgspec.structs.replace(event.changes, reason=reason)
                run_errand(self, "import.save", partial(_save, self._desk, changes, self._importing))

        self.app.push_screen(dialog, answer)

    @on(Done)
    def _saved(self, event: Done) -> None:
        event.stop()
        self.app.notify(say_saved(event.saved), timeout=10 if event.saved.proposal else None)
        self.dismiss(event.saved)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self.app.push_screen(FailureDialog(event.failure))

    # --- leaving ---------------------------------------------------------------------------------------------------

    def unsaved(self) -> str:
        """Say what is unsaved; empty when nothing is."""
        if self.plan == self._before:
            return ""
        return _("What was decided about {title}; kept, it lies in {file}.").format(
            title=self.plan.source["title"], file=self._importing.plan_file.name
        )

    def keep_unsaved(self) -> None:
        """Keep what was decided, at once: the app is about to end."""
        if self.plan != self._before:
            with suppress(Failure, OSError):
                keep_plan(self._importing, self.plan, language())

    def action_back(self) -> None:
        """Leave; asks when something was decided and not saved."""
        unsaved = self.unsaved()
        if not unsaved:
            self.dismiss(None)
            return

        def leave(answer: str | None) -> None:
            if answer == "keep":
                run_errand(self, "import.keep", partial(_keep, self._importing, self.plan, language()))
            elif answer == "discard":
                self.dismiss(None)

        self.app.push_screen(LeaveDialog(unsaved), leave)

    @on(_Kept)
    def _is_kept(self, event: _Kept) -> None:
        event.stop()
        self.dismiss(None)


def _prepare(desk: Desk, importing: Importing, plan: Plan, summary: str, overrides: tuple[str, ...]) -> Ready:
    return prepare(desk, changes_of(desk, importing, plan, summary, overrides))


def _keep(importing: Importing, plan: Plan, language_: str) -> _Kept:
    keep_plan(importing, plan, language_)
    return _Kept()


def _save(desk: Desk, changes: ChangeSet, importing: Importing) -> Done:
    saved = desk.save(changes)
    with suppress(OSError):  # a plan that stays is offered again, and changes nothing
        importing.plan_file.unlink(missing_ok=True)
    return Done(saved)
