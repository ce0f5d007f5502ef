"""Drafts that were left behind: after a kill, or kept on purpose. Each is gone on with, thrown away or left alone."""

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

from schema.kinds import KINDS
from store.draft import Draft
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.frame import Dialog
from tui.edit_errands import is_elsewhere
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.naming import kind_label
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

register_actions(
    [
        Action(
            id="drafts.throw-away",
            keys=("f8", "delete"),
            label=msgid("Throw away"),
            help=msgid("Throw the draft away; asks first."),
            shown=True,
        )
    ],
    scopes={"drafts": msgid("Drafts")},
)


@dataclass
class _Dropped(Message):
    """A draft is gone."""

    key: str


class DraftsDialog(Dialog[Draft]):
    """Lists drafts. Dismissed with the one to go on with, or None where they stay for later."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("drafts")]
    DEFAULT_CSS = """
    DraftsDialog .drafts-told { height: auto; margin: 0 0 1 0; }
    """

    def __init__(self, desk: Desk, drafts: Sequence[Draft]) -> None:
        """Make the dialog from the drafts that were found."""
        super().__init__(_("Drafts that were left behind"), tall=True)
        self._desk = desk
        self._drafts = list(drafts)
        columns = [
            Column(key="record", title=_("Record"), width=20, weight=3),
            Column(key="kind", title=_("Kind"), width=12, rank=1),
            Column(key="time", title=_("Typed"), width=16),
        ]
        self.list = RecordList(columns, self._rows(), empty=_("There are no drafts."), selectable=False)
        """The drafts."""

    def compose_body(self) -> ComposeResult:
        """What these are, and the list."""
        told = _("What was typed here was not saved. Enter goes on with it; Esc leaves it for later.")
        yield Static(literal(told), classes="drafts-told")
        yield self.list

    def on_mount(self) -> None:
        """Start in the list."""
        self.list.focus()

    def _rows(self) -> Rows:
        return Rows(
            ids=[draft.key for draft in self._drafts],
            cells=[
                (title_of(draft), kind_label(str(draft.content.get("kind"))), _time(draft)) for draft in self._drafts
            ],
        )

    @on(RecordList.RowChosen)
    def _chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.dismiss(next((draft for draft in self._drafts if draft.key == event.row_id), None))

    def action_throw_away(self) -> None:
        """Ask, and forget the draft."""
        draft = next((draft for draft in self._drafts if draft.key == self.list.cursor_id), None)
        if draft is None:
            return

        def answer(confirmed: bool | None) -> None:
            if confirmed:
                run_errand(self, "drafts.drop", partial(self._drop, draft.key))

        self.app.push_screen(ConfirmDialog(_("Throw this draft away?"), title_of(draft), start_key="f8,delete"), answer)

    def _drop(self, key: str) -> Message:
        with self._desk.turn:
            self._desk.store.drafts.drop(key)
        return _Dropped(key)

    @on(_Dropped)
    def _dropped(self, event: _Dropped) -> None:
        event.stop()
        self._drafts = [draft for draft in self._drafts if draft.key != event.key]
        self.list.set_rows(self._rows())
        if not self._drafts and self.is_current:
            self.dismiss(None)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self.app.push_screen(FailureDialog(event.failure))


def find_drafts(desk: Desk) -> list[Draft]:
    """The drafts that nobody works on, the newest first, one a record; none where nothing may be written. Blocks."""
    if desk.read_only:
        return []
    with desk.turn:
        drafts = [draft for draft in desk.store.drafts.all() if not is_elsewhere(draft)]
    return list({draft.key: draft for draft in reversed(drafts) if draft.content.get("kind") in KINDS}.values())[::-1]


def title_of(draft: Draft) -> str:
    """What a draft is about: the title as it was typed, and the id."""
    kind = KINDS.get(str(draft.content.get("kind")))
    values = draft.content.get("values")
    title = str(values.get(kind.heading) or "") if kind is not None and isinstance(values, dict) else ""
    id_ = str(draft.content.get("id") or "")
    new = "" if draft.content.get("digest") else _("(new)")
    return "  ".join(part for part in (title, id_, new) if part)


def _time(draft: Draft) -> str:
    return datetime.fromtimestamp(draft.saved_at).astimezone().strftime("%Y-%m-%d %H:%M")
