"""The acts of the office about a record or an obligation: what is allowed now, a small form, the difference, the reason, one commit.

The dialog stays below its forms until the act is saved, so that going back from a form leads to the menu and what was typed is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from typing import Any

from msgspec.structs import replace as with_fields
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from schema.change import ChangeSet
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.obligation import Obligation
from schema.register import Register
from store.register import Saved
from store.saving import SaveRefused
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.menu import Offered
from tui.acting.menu import Subject
from tui.acting.menu import offer
from tui.acting.menu import work_out
from tui.desk import Desk
from tui.dialogs.confirm import MessageDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.frame import Dialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.edit_errands import Done
from tui.edit_errands import Ready
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import name_of
from tui.naming import place_label
from tui.record_lines import say_period
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.widgets.section_list import SectionList
from tui.wording import say_saved


@dataclass
class ActsOffered(Message):
    """It was found out which acts are allowed."""

    offered: Sequence[Offered]


class ActsFrame(Dialog[Saved]):
    """A dialog from which acts are done: asks what one needs, shows the difference, asks why and saves. Dismissed with what was saved."""

    def __init__(self, title: str, desk: Desk) -> None:
        super().__init__(title, tall=True)
        self.desk = desk
        """The register."""
        self._act: Act | None = None
        self._answers: Answers = {}
        self._told = Static(classes="dialog-hint")

    def say(self, text: str) -> None:
        """Say something below the list."""
        self._told.update(literal(text, multiline=True))
        self._told.set_class(not text, "-empty")

    def begin(self, act: Act, typed: Answers | None = None) -> None:
        """Ask what an act needs, and do it.

        Args:
            act: the act; it must be allowed.
            typed: what was answered before.
        """
        self._act = act
        if not act.asks:
            self._work_out({})
            return
        given = {} if typed is None else {spec.key: typed.get(str(spec.key[-1])) for spec in act.asks}
        form = Form(act.asks, act.rules)
        if given:
            form = Form([replace(spec, value=given[spec.key]) for spec in act.asks], act.rules)

        def take(answers: dict[str, Any] | None) -> None:
            if answers is not None:
                self._work_out(answers)

        self.app.push_screen(RowDialog(f"{act.label}  {self.heading}", form), take)

    def _work_out(self, answers: Answers, overrides: tuple[str, ...] = ()) -> None:
        act = self._act
        if act is not None:
            self._answers = answers
            self.say(_("working out what changes.."))
            run_errand(self, "acts.prepare", lambda: work_out(self.desk, act, answers, overrides))

    @on(Ready)
    def _ask_why(self, event: Ready) -> None:
        event.stop()
        self.say("")
        if event.refusals:
            self._show_refusals(event.refusals)
            return
        dialog = ReasonDialog(event.summary, event.diff, notes=event.notes(), typed=event.changes.reason)

        def answer(reason: str | None) -> None:
            if reason is not None:
                self._save(with_fields(event.changes, reason=reason))
            elif self._act is not None and self._act.asks:
                self.begin(self._act, self._answers)

        self.app.push_screen(dialog, answer)

    def _save(self, changes: ChangeSet) -> None:
        self.say(_("saving.."))
        run_errand(self, "acts.save", lambda: Done(self.desk.save(changes)))

    @on(Done)
    def _saved(self, event: Done) -> None:
        event.stop()
        self.say("")
        self.app.notify(say_saved(event.saved), timeout=10 if event.saved.proposal else None)
        self.done(event.saved)

    def done(self, saved: Saved) -> None:
        """An act was saved."""
        self.dismiss(saved)

    def _show_refusals(self, refusals: Sequence[Diagnostic]) -> None:
        def answer(override: bool | None) -> None:
            if override:
                self._work_out(self._answers, tuple(dict.fromkeys(one.code for one in refusals)))
            elif self._act is not None and self._act.asks:
                self.begin(self._act, self._answers)

        self.app.push_screen(RefusedDialog(refusals), answer)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self.say("")
        failure = event.failure
        if isinstance(failure, SaveRefused):
            self._show_refusals(failure.diagnostics)
            return

        def again(_answer: object) -> None:
            if self._act is not None and self._act.asks and event.errand.startswith("acts."):
                self.begin(self._act, self._answers)

        self.app.push_screen(_tell(failure), again)


def _tell(failure: Failure) -> FailureDialog | MessageDialog:
    """The dialog that tells why; the hints of acts name options of the command line, the form has fields instead."""
    if type(failure).__module__.startswith("schema.acts."):
        return MessageDialog(failure.say(language())[0], _("Change what you answered, or go back."))
    return FailureDialog(failure)


class ActsDialog(ActsFrame):
    """The menu of acts about what the cursor is on."""

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(say_subject(desk.view.register, subject), desk)
        self._subject = subject
        self._offered: dict[str, Offered] = {}
        columns = [
            Column(key="act", title=_("Act"), width=22, weight=2),
            Column(key="why", title=_("Why not now"), width=20, weight=3, rank=1),
        ]
        self.list = SectionList(columns, empty=_("working .."), selectable=False, sortable=False)
        """The acts."""

    def compose_body(self) -> ComposeResult:
        """The acts, and what is said about the one of the cursor."""
        yield self.list
        yield self._told

    def on_mount(self) -> None:
        """Find out what is allowed."""
        self.list.focus()
        run_errand(self, "offer", lambda: ActsOffered(offer(self.desk, self._subject)))

    @on(ActsOffered)
    def _show(self, event: ActsOffered) -> None:
        event.stop()
        self._offered = {one.act.id: one for one in event.offered}
        self.list.empty = _("Nothing is done about such a record but editing it.")
        self.list.set_rows(_rows_of(event.offered))
        self._say_row()

    @on(RecordList.RowHighlighted)
    def _say_row(self) -> None:
        one = self._offered.get(self.list.cursor_id)
        self.say(one.why_not if one is not None else "")

    @on(RecordList.RowChosen)
    def _chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        one = self._offered.get(event.row_id)
        if one is None:
            return
        if one.why_not:
            self.app.notify(one.why_not, severity="warning")
        else:
            self.begin(one.act)


def _rows_of(offered: Sequence[Offered]) -> Rows:
    ids: list[str] = []
    cells: list[tuple[str, str]] = []
    marks: list[str] = []
    for head, is_allowed in ((msgid("Allowed now"), True), (msgid("Not now"), False)):
        section = [one for one in offered if (not one.why_not) == is_allowed]
        if section:
            ids.append(f"{HEAD}{head}")
            cells.append((_(head), ""))
            marks.append("")
        for one in section:
            ids.append(one.act.id)
            cells.append((one.act.label, one.why_not))
            marks.append("" if is_allowed else "grey")
    return Rows(ids=ids, cells=cells, marks=marks)


def say_subject(register: Register, subject: Subject) -> str:
    """Name what acts are about."""
    if isinstance(subject, Obligation):
        return f"{name_of(register, 'duty', subject.duty)}  {say_period(register, subject)}"
    return place_label(register, subject)
