"""Files that were changed outside dutybook: look at each, choose, say why, commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from store.git import BlobReader
from store.outside import OutsideChange
from store.register import Saved
from store.toml.edit import difference
from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.failure import FailureDialog
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.naming import kind_label
from tui.naming import name_of
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.diff_view import DiffView
from tui.widgets.diff_view import parse_diff
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.widgets.text_box import TextBox
from tui.wording import say_saved

register_actions(
    [
        Action(
            id="outside.save",
            keys=("f2", "ctrl+s"),
            label=msgid("Save"),
            help=msgid("Commit the selected files with the reason."),
            shown=True,
        )
    ],
    scopes={"outside": msgid("Changed outside")},
)
_LARGEST = 1_000_000
"""Bytes of a file up to which its difference is shown."""


@dataclass
class _Found(Message):
    """What was changed outside."""

    changes: tuple[OutsideChange, ...]


@dataclass
class _Compared(Message):
    """The difference of one file."""

    path: str
    diff: str
    note: str = ""
    """Said instead of a difference."""


@dataclass
class _Done(Message):
    """It was saved."""

    saved: Saved


class OutsideDialog(Dialog[Saved]):
    """Commits what was changed outside. Dismissed with what was saved, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("outside")]
    DEFAULT_CSS = """
    OutsideDialog RecordList { height: 2fr; min-height: 4; }
    OutsideDialog .outside-path { height: auto; max-height: 2; color: $text-muted; }
    OutsideDialog DiffView { height: 3fr; }
    OutsideDialog .outside-reason { height: 1; text-style: bold; }
    OutsideDialog TextBox { height: 3; }
    OutsideDialog.-narrow .outside-reason { display: none; }
    OutsideDialog.-narrow TextBox { height: 2; }
    """

    def __init__(self, desk: Desk) -> None:
        """Make the dialog; it finds the files itself."""
        super().__init__(_("Changed outside dutybook"), tall=True)
        self._desk = desk
        self._changes: tuple[OutsideChange, ...] = ()
        self._busy = True
        columns = [
            Column(key="status", title=_("How"), width=8),
            Column(key="name", title=_("Record"), width=18, weight=2),
            Column(key="path", title=_("File"), width=18, weight=2, rank=1),
        ]
        self.list = RecordList(columns, empty=_("Looking.."), sortable=False)
        """The files; those selected are saved."""
        self._told = Static(classes="outside-path")
        self._diff = DiffView()
        self._box = TextBox(placeholder=_("Why is this changed? It becomes part of the history."))

    def compose_body(self) -> ComposeResult:
        """The files, the difference of one, the reason."""
        told = _("What is marked * is saved; {key} takes the file out or in.").format(key=key_of("list.select"))
        yield Static(literal(told), classes="outside-path")
        yield self.list
        yield self._told
        yield self._diff
        yield Static(literal(_("Reason")), classes="outside-reason")
        yield self._box

    def on_mount(self) -> None:
        """Look for the files."""
        self.list.focus()
        run_errand(self, "outside.find", lambda: _Found(self._desk.outside()))

    @on(_Found)
    def _show(self, event: _Found) -> None:
        event.stop()
        self._busy = False
        self._changes = event.changes
        register = self._desk.view.register
        self.list.empty = _("Nothing was changed outside dutybook.")
        self.list.set_rows(
            Rows(
                ids=[change.path for change in self._changes],
                cells=[
                    (
                        _STATUS_LABELS[change.status](),
                        f"{kind_label(change.kind)} {name_of(register, change.kind, change.id)}".strip(),
                        change.path,
                    )
                    for change in self._changes
                ],
            )
        )
        self.list.selected = {change.path for change in self._changes}
        self.list.refresh()

    @on(RecordList.RowHighlighted)
    def _compare(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if event.row_id:
            run_errand(self, "outside.compare", partial(compare_file, self._desk, event.row_id))

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self._diff.focus()

    @on(_Compared)
    def _show_diff(self, event: _Compared) -> None:
        event.stop()
        if event.path == self.list.cursor_id:
            self._told.update(literal(f"{event.path}  {event.note}"))
            self._diff.show(parse_diff(event.diff))

    def action_save(self) -> None:
        """Commit the selected files."""
        paths = [path for path in self.list.all_ids if path in self.list.selected]
        reason = self._box.content_text.strip()
        if self._busy:
            return
        if not paths:
            self.app.notify(
                _("No file is selected; {key} selects one.").format(key=key_of("list.select")), severity="warning"
            )
        elif not reason:
            self.app.notify(_("Say why: whoever reads the history later will need it."), severity="warning")
            self._box.focus()
        else:
            self._save(paths, reason)

    def _save(self, paths: Sequence[str], reason: str) -> None:
        self._busy = True
        self._told.update(literal(_("saving..")))
        run_errand(self, "outside.save", lambda: _Done(self._desk.save_outside(paths, reason)))

    @on(_Done)
    def _saved(self, event: _Done) -> None:
        event.stop()
        self.app.notify(say_saved(event.saved))
        self.dismiss(event.saved)

    def action_back(self) -> None:
        """Close; not while a save is under way."""
        if not self._busy or not self._changes:
            self.dismiss(None)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._busy = False
        self._told.update("")
        self.app.push_screen(FailureDialog(event.failure))


_STATUS_LABELS = {
    "changed": lambda: _("changed"),
    "added": lambda: _("added"),
    "removed": lambda: _("removed"),
}


def compare_file(desk: Desk, path: str) -> _Compared:
    """The difference of one file between the last commit and the disk. Blocks."""
    with BlobReader(desk.store.git) as blobs:
        before = blobs.read(f"HEAD:{path}") or b""
    file = desk.top / path
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            return _Compared(path, "", _("(no ordinary file)"))
        if file.exists() and file.stat().st_size > _LARGEST:
            return _Compared(path, "", _("(too large to be shown)"))
        after = file.read_bytes() if file.exists() else b""
        return _Compared(path, difference(before.decode(), after.decode(), path))
    except UnicodeDecodeError:
        return _Compared(path, "", _("(not text)"))
    except OSError as error:
        return _Compared(path, "", str(error.strerror))
