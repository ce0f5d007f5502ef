"""The decision about a proposal: approve it, or send it back with a reason. What goes wrong is told, and what was typed stays."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from tui.actions import bindings
from tui.actions import key_of
from tui.desk import Desk
from tui.dialogs.failure import FailureDialog
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.reviewing import Verdict
from tui.reviewing import Waiting
from tui.reviewing import decide
from tui.reviewing import say_records
from tui.text import literal
from tui.widgets.text_box import TextBox


@dataclass
class _Decided(Message):
    """It was done."""

    commit: str


class DecisionDialog(Dialog[str]):
    """Asks for words and decides. Dismissed with the commit's id, or None where nothing was decided."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]
    DEFAULT_CSS = """
    DecisionDialog .decision-told { height: auto; max-height: 8; margin: 0 0 1 0; }
    DecisionDialog .decision-error { height: auto; color: $text-error; }
    DecisionDialog TextBox { height: 4; }
    """

    def __init__(self, desk: Desk, waiting: Waiting, verdict: Verdict) -> None:
        """Make the dialog.

        Args:
            desk: the register.
            waiting: the proposal, as it was shown.
            verdict: what is to be done.
        """
        super().__init__(_("Approve this proposal?") if verdict == "approve" else _("Send this proposal back?"))
        self._desk = desk
        self._waiting = waiting
        self._verdict: Verdict = verdict
        self._is_busy = False
        if verdict == "approve":
            wanted = _("What you say to it; may be left empty.")
        else:
            wanted = _("What is to be changed; the author reads it.")
        self._box = TextBox(placeholder=wanted)
        self._error = Static(classes="decision-error")

    def compose_body(self) -> ComposeResult:
        """Which proposal, what the decision does, and the words."""
        one = self._waiting
        if self._verdict == "approve":
            does = _("Its changes go into the main line, in the name of your post.")
        else:
            does = _("Nothing of it goes into the main line until it is handed in again.")
        about = f"{one.proposal.title}\n{one.author}  {say_records(self._desk.view.register, one)}\n{does}"
        yield Static(literal(about, multiline=True), classes="decision-told")
        yield self._box
        yield self._error

    def on_mount(self) -> None:
        """Start in the words."""
        self._box.focus()

    def action_accept(self) -> None:
        """Do it."""
        text = self._box.content_text.strip()
        if self._is_busy:
            return
        if self._verdict == "return" and not text:
            self._error.update(literal("! " + _("Say what is to be changed.")))
            self._box.focus()
            return
        self._is_busy = True
        self._error.update(literal(_("working ..")))
        run_errand(self, "decide", lambda: _Decided(decide(self._desk, self._waiting, self._verdict, text)))

    def action_back(self) -> None:
        """Close; not while the decision is being written."""
        if not self._is_busy:
            self.dismiss(None)

    @on(_Decided)
    def _decided(self, event: _Decided) -> None:
        event.stop()
        said = (
            _("Approved and on the main line as {commit}; {key} sends it.")
            if self._verdict == "approve"
            else _("Sent back as {commit}; {key} sends it.")
        )
        self.app.notify(said.format(commit=event.commit[:10], key=key_of("main.sync")))
        self.dismiss(event.commit)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._is_busy = False
        self._error.update("")
        self.app.push_screen(FailureDialog(event.failure))
