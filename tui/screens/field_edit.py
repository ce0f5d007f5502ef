"""Editing the record that a diagnostic is about, from the very field that it names: what is wrong stands there."""

from collections.abc import Mapping
from typing import Any

from schema.diagnostic import Diagnostic
from schema.kinds import KINDS
from schema.kinds import Kind
from tui.desk import Desk
from tui.editing import Editing
from tui.language import language
from tui.screens.edit import EditScreen
from tui.typed_ahead import once_refreshed
from tui.widgets.record_form import RecordForm


class FieldEdit(EditScreen):
    """The form of a record, opened at a field."""

    def __init__(self, desk: Desk, one: Diagnostic) -> None:
        """Make the screen.

        Args:
            desk: the register.
            one: what is wrong, and with which record of a kind that has a form.
        """
        super().__init__(desk, one.kind, one.id)
        self.record = _PointedForm(desk, KINDS[one.kind], one)


class _PointedForm(RecordForm):
    """Goes to the field once the record is there; a row of a table is opened where the field lies inside."""

    def __init__(self, desk: Desk, kind: Kind, one: Diagnostic) -> None:
        super().__init__(desk, kind)
        self._one: Diagnostic | None = one

    async def show(self, editing: Editing, mine: Mapping[str, Any], *, restored: bool = False) -> None:
        """Show the record, the first time at the field."""
        await super().show(editing, mine, restored=restored)
        one, self._one = self._one, None
        if one is not None:
            once_refreshed(self, self._point, one)

    def _point(self, one: Diagnostic) -> None:
        form = self.form
        if form is None:
            return
        self.refuse([one])
        form.open_field(one.key)
        if len(one.key) != 1:  # a row is in a form of its own, and what is about the whole record at no field
            self.app.notify(one.say(language())[0], severity="warning", timeout=10)
