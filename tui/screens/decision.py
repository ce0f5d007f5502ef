"""Words to a proposal: approve it, send it back, comment on it, hand it in. What goes wrong is told, and what was typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from typing import NamedTuple

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
from tui.language import msgid
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


class _Words(NamedTuple):
    """What the dialog says about one verdict; messages of the catalogue."""

    heading: str
    does: str
    wanted: str
    missing: str
    """What is said where no words were typed; empty where none are needed."""
    said: str


_WORDS: Mapping[Verdict, _Words] = {
    "approve": _Words(
        msgid("Approve this proposal?"),
        msgid("Its changes go into the main line, in the name of your post."),
        msgid("What you say to it; may be left empty."),
        "",
        msgid("Approved and on the main line as {commit}; {key} sends it."),
    ),
    "return": _Words(
        msgid("Send this proposal back?"),
        msgid("Nothing of it goes into the main line until it is handed in again."),
        msgid("What is to be changed; the author reads it."),
        msgid("Say what is to be changed."),
        msgid("Sent back as {commit}; {key} sends it."),
    ),
    "comment": _Words(
        msgid("Comment on this proposal"),
        msgid("What you say stands in its history; it decides nothing."),
        msgid("What you say; everybody who reviews it reads it."),
        msgid("Say something."),
        msgid("Commented as {commit}; {key} sends it."),
    ),
    "hand-in": _Words(
        msgid("Hand this proposal in?"),
        msgid("It then waits for an approver; nothing of it goes into the main line before."),
        msgid("Why it is needed; may be left empty."),
        "",
        msgid("Handed in as {commit}; {key} sends it."),
    ),
}


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
        words = _WORDS[verdict]
        super().__init__(_(words.heading))
        self._desk = desk
        self._waiting = waiting
        self._verdict: Verdict = verdict
        self._is_busy = False
        self._box = TextBox(placeholder=_(words.wanted))
        self._error = Static(classes="decision-error")

    def compose_body(self) -> ComposeResult:
        """Which proposal, what the decision does, and the words."""
        one = self._waiting
        does = _(_WORDS[self._verdict].does)
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
        if _WORDS[self._verdict].missing and not text:
            self._error.update(literal("! " + _(_WORDS[self._verdict].missing)))
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
        said = _(_WORDS[self._verdict].said)
        self.app.notify(said.format(commit=event.commit[:10], key=key_of("main.sync")))
        self.dismiss(event.commit)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._is_busy = False
        self._error.update("")
        self.app.push_screen(FailureDialog(event.failure))
