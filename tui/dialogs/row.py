"""The form of one row of a table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from typing import Any
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import bindings
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.typed_ahead import once_refreshed

if TYPE_CHECKING:
    from tui.widgets.form import Form


class RowDialog(Dialog[dict[str, Any]]):
    """Edits one row. Dismissed with the whole row; None when the user goes back, which asks when something changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept")]

    def __init__(
        self, title: str, form: "Form", row: Mapping[str, Any] | None = None, *, begin: tuple[str | int, ...] = ()
    ) -> None:
        """Make the dialog.

        Args:
            title: name of the table; any text.
            form: the fields of the row; the last step of a key is the name within the row.
            row: the row as it is; keys that no field stands for are kept as they are.
            begin: key of the field to begin in; empty, or of no field: the first.
        """
        super().__init__(title, tall=True)
        self._row = dict(row or {})
        self._begin_at = begin
        self.form = form
        """The fields."""

    def compose_body(self) -> ComposeResult:
        """The fields."""
        yield self.form

    def on_mount(self) -> None:
        """Start in the field that was asked for, or in the first."""
        once_refreshed(self, self._begin)

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
