"""Saves that a kill cut off: each is finished or put back, as the person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from store.journal import Intent
from store.journal import State
from store.toml.edit import difference
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.diff_view import DiffView
from tui.widgets.diff_view import parse_diff
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

register_actions(
    [
        Action(
            id="unfinished.finish",
            keys=("f2", "ctrl+s"),
            label=msgid("Finish it"),
            help=msgid("Write what is missing and commit it."),
            shown=True,
        ),
        Action(
            id="unfinished.put-back",
            keys=("f8", "delete"),
            label=msgid("Put back"),
            help=msgid("Put the files back as they were before the save; asks first."),
            shown=True,
        ),
    ],
    scopes={"unfinished": msgid("Saves that were cut off")},
)
_STATES = {
    State.NOT_STARTED: msgid("nothing written yet"),
    State.PARTLY_WRITTEN: msgid("partly written"),
    State.WRITTEN_NOT_COMMITTED: msgid("written, not committed"),
    State.COMMITTED: msgid("committed"),
    State.OVERTAKEN: msgid("files changed since"),
}


@dataclass
class _Stands(Message):
    """How far the saves came."""

    states: dict[str, State]


@dataclass
class _Settled(Message):
    """One was finished or put back."""

    id: str
    words: str


class UnfinishedDialog(Dialog[None]):
    """Lists saves that were cut off. Closes by itself when none is left; those left alone are offered again."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("unfinished")]
    DEFAULT_CSS = """
    UnfinishedDialog .unfinished-told { height: auto; margin: 0 0 1 0; }
    UnfinishedDialog RecordList { height: 1fr; min-height: 4; }
    UnfinishedDialog DiffView { height: 2fr; }
    """

    def __init__(self, desk: Desk, intents: Sequence[Intent]) -> None:
        """Make the dialog from the intents that were found."""
        super().__init__(_("A save was cut off"), tall=True)
        self._desk = desk
        self._intents = list(intents)
        self._states: dict[str, State] = {}
        self._busy = False
        columns = [
            Column(key="what", title=_("Save"), width=24, weight=3),
            Column(key="state", title=_("How far"), width=22),
            Column(key="time", title=_("Begun"), width=16, rank=1),
        ]
        self.list = RecordList(columns, self._rows(), selectable=False, sortable=False)
        """The saves."""
        self._diff = DiffView()

    def compose_body(self) -> ComposeResult:
        """What happened, the saves, and what one of them writes."""
        told = _("The program ended in the middle of a save. Nothing is lost: finish it, or put the files back.")
        yield Static(literal(told), classes="unfinished-told")
        yield self.list
        yield self._diff

    def on_mount(self) -> None:
        """Look how far each came."""
        self.list.focus()
        run_errand(self, "unfinished.look", self._look)

    def _look(self) -> Message:
        return _Stands({intent.id: intent.state(self._desk.top) for intent in self._intents})

    @on(_Stands)
    def _stand(self, event: _Stands) -> None:
        event.stop()
        self._states = event.states
        self.list.set_rows(self._rows())

    def _rows(self) -> Rows:
        return Rows(
            ids=[intent.id for intent in self._intents],
            cells=[
                (
                    intent.message.partition("\n")[0],
                    _(_STATES[self._states[intent.id]]) if intent.id in self._states else "",
                    datetime.fromtimestamp(intent.begun_at).astimezone().strftime("%Y-%m-%d %H:%M"),
                )
                for intent in self._intents
            ],
        )

    @on(RecordList.RowHighlighted)
    def _show_diff(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        intent = self._chosen()
        if intent is not None:
            texts = ((one.before or "", one.after or "", one.path) for one in intent.revisions)
            self._diff.show([line for text in texts for line in parse_diff(difference(*text))])

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self._diff.focus()

    def _chosen(self) -> Intent | None:
        return next((intent for intent in self._intents if intent.id == self.list.cursor_id), None)

    def action_finish(self) -> None:
        """Write what is missing and commit."""
        intent = self._chosen()
        if intent is not None and not self._busy:
            self._busy = True
            run_errand(self, "unfinished.settle", partial(self._finish, intent))

    def _finish(self, intent: Intent) -> Message:
        commit = self._desk.finish(intent)
        words = _("Finished as {commit}.").format(commit=commit[:10]) if commit else _("It had been committed already.")
        return _Settled(intent.id, words)

    def action_put_back(self) -> None:
        """Ask, and put the files back."""
        intent = self._chosen()
        if intent is None or self._busy:
            return
        paths = "\n".join(revision.path for revision in intent.revisions[:10])

        def answer(confirmed: bool | None) -> None:
            if confirmed:
                self._busy = True
                run_errand(self, "unfinished.settle", partial(self._put_back, intent))

        self.app.push_screen(
            ConfirmDialog(_("Put these files back as they were?"), paths, start_key="f8,delete"), answer
        )

    def _put_back(self, intent: Intent) -> Message:
        self._desk.put_back(intent)
        return _Settled(intent.id, _("The files are as they were before."))

    @on(_Settled)
    def _settled(self, event: _Settled) -> None:
        event.stop()
        self._busy = False
        self.app.notify(event.words)
        self._intents = [intent for intent in self._intents if intent.id != event.id]
        self.list.set_rows(self._rows())
        if not self._intents and self.is_current:
            self.dismiss(None)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._busy = False
        self.app.push_screen(FailureDialog(event.failure))
