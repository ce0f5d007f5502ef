"""What a merge alone would break though neither side had broken it: left alone, or merged all the same."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from schema.diagnostic import Diagnostic
from schema.register import Register
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import place_label
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

register_actions(
    [
        Action(
            id="broken.merge",
            keys=("f10", "M"),
            label=msgid("Merge all the same"),
            help=msgid("Merge and send although this breaks; the check tells it from then on."),
            shown=True,
        ),
    ],
    scopes={"broken": msgid("What a merge would break")},
)


class SyncBrokenDialog(Dialog[bool]):
    """Tells what the merge alone would break. True where it is merged all the same, None where it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("broken")]
    DEFAULT_CSS = """
    SyncBrokenDialog .broken-told { height: auto; margin: 0 0 1 0; }
    SyncBrokenDialog RecordList { height: 1fr; }
    SyncBrokenDialog #broken-details { height: 8; margin: 1 0 0 0; background: $boost; }
    SyncBrokenDialog.-narrow #broken-details { height: 6; margin: 0; }
    SyncBrokenDialog #broken-details Static { height: auto; }
    """

    def __init__(self, register: Register, broken: Sequence[Diagnostic]) -> None:
        """Make the dialog.

        Args:
            register: where names are looked up.
            broken: what would break.
        """
        super().__init__(_("The merge alone would break this"), tall=True)
        self._broken = list(broken)
        columns = [
            Column(key="code", title=_("Code"), width=6),
            Column(key="record", title=_("Record"), width=18, weight=2),
            Column(key="message", title=_("What is wrong"), width=16, weight=4),
        ]
        rows = Rows(
            ids=[str(place) for place in range(len(self._broken))],
            cells=[(one.code, place_label(register, (one.kind, one.id)), one.say(language())[0]) for one in broken],
            marks=[one.severity.value for one in broken],
        )
        self.list = RecordList(columns, rows, selectable=False, sortable=False)
        """What would break."""
        self._details = Static()

    def compose_body(self) -> ComposeResult:
        """What this is, the list, and what the cursor is on in full."""
        told = _("Each side is right by itself. Nothing was merged or sent. Esc leaves it: mend your side, save, and sync again; or merge all the same.")  # fmt: skip
        yield Static(literal(told), classes="broken-told")
        yield self.list
        with VerticalScroll(id="broken-details", can_focus=True):
            yield self._details

    def on_mount(self) -> None:
        """Start in the list."""
        self.list.focus()

    @on(RecordList.RowHighlighted)
    def _show(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if event.row_id:
            message, hint = self._broken[int(event.row_id)].say(language())
            self._details.update(Content("\n").join([literal(message), literal(hint, style="dim")]))

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.query_one("#broken-details").focus()

    def action_merge(self) -> None:
        """Merge all the same."""
        self.dismiss(result=True)
