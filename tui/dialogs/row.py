"""The form of one row of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Any
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from tui.actions import bindings
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.frame import Dialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.text import literal
from tui.typed_ahead import once_refreshed
from tui.widgets.fields.spec import Key
from tui.widgets.fields.spec import Look
from tui.widgets.fields.spec import Remark

if TYPE_CHECKING:
    from tui.widgets.form import Form


_SETTLE = 0.25
"""Seconds without a key after which the rules are asked."""


@dataclass
class _RemarksMade(Message):
    """What the rules say of the row is known."""

    remarks: list[Remark]


class RowDialog(Dialog[dict[str, Any]]):
    """Edits one row. Dismissed with the whole row; None when the user goes back, which asks when something changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]

    def __init__(
        self,
        title: str,
        form: "Form",
        row: Mapping[str, Any] | None = None,
        *,
        begin: Key = (),
        look: Look | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            title: name of the table; any text.
            form: the fields of the row; the last step of a key is the name within the row.
            row: the row as it is; keys that no field stands for are kept as they are.
            begin: key of the field to begin in; empty, or of no field: the first.
            look: says what the rules say of the row while it is typed; None where none are asked.
        """
        super().__init__(title, tall=True)
        self._row = dict(row or {})
        self._begin_at = begin
        self._look = look
        self._resting: Timer | None = None
        self._told = Static(classes="dialog-hint -empty")
        self.form = form
        """The fields."""

    def compose_body(self) -> ComposeResult:
        """The fields."""
        yield self.form
        if self._look is not None:
            yield self._told

    def on_mount(self) -> None:
        """Start in the field that was asked for, or in the first."""
        once_refreshed(self, self._begin)
        self.look_soon()

    def on_form_changed(self) -> None:
        """Ask the rules again."""
        self.look_soon()

    def look_soon(self) -> None:
        """Ask the rules once nothing is typed any more for a moment."""
        if self._look is not None and self.form.specs:
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(_SETTLE, self._ask)

    def _ask(self) -> None:
        if self._look is not None:
            values = {str(key[-1]): value for key, value in self.form.values().items()}
            job = self._look(self._at, values)
            run_errand(self, "remarks", lambda: _RemarksMade(job()))

    @property
    def _at(self) -> Key:
        """The key of the row."""
        return self.form.specs[0].key[:-1]

    @on(_RemarksMade)
    def _show_remarks(self, event: "_RemarksMade") -> None:
        event.stop()
        depth = len(self._at)
        by_field: dict[Key, list[str]] = {}
        for key, said in event.remarks:
            by_field.setdefault(key[: depth + 1], []).append(said)
        for spec in self.form.specs:
            said_here = by_field.pop(spec.key, [])
            editor = self.form.editor(spec.key)
            editor.say_remark("" if editor.errors else "\n".join(said_here))
        rest = [said for several in by_field.values() for said in several]
        self._told.update(literal("\n".join(rest), multiline=True))
        self._told.set_class(not rest, "-empty")

    @on(ErrandFailed)
    def _not_looked(self, event: ErrandFailed) -> None:
        event.stop()  # what is typed is looked at again when it is saved

    def _begin(self) -> None:
        if not self.form.open_field(self._begin_at):
            self.form.focus_first()

    def action_accept(self) -> None:
        """Answer with the row; a fault that stands keeps it open at the field."""
        if self.form.go_to_fault():
            return
        values = dict(self._row)
        for key, _old, new in self.form.changes():
            if new is None:
                values.pop(str(key[-1]), None)
            else:
                values[str(key[-1])] = new
        for spec in self.form.specs:
            if spec.value is not None and str(spec.key[-1]) not in self._row:
                values.setdefault(str(spec.key[-1]), self.form.editor(spec.key).value)
        self.dismiss({name: value for name, value in values.items() if value is not None})

    def action_back(self) -> None:
        """Go back; asks when something was changed."""
        if not self.form.is_dirty:
            self.dismiss(None)
            return

        def leave(answer: str | None) -> None:
            if answer == "keep":
                self.action_accept()
            elif answer == "discard":
                self.dismiss(None)

        self.app.push_screen(
            LeaveDialog(_("This row was changed: {fields}").format(fields=self.form.dirty_labels())), leave
        )
