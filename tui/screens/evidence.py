"""The form of a record that holds evidence: files are picked, and copied into the register when the record is saved.

What a file holds is read twice: when it is picked, which gives the name that the record has for it, and when it is saved. A draft keeps where the file
lies and its fingerprint, never a copy.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from typing import ClassVar

from textual.binding import BindingType

from schema.vocabulary import EvidenceType
from tui.actions import bindings
from tui.dialogs.files import FileDialog
from tui.dialogs.files import Picked
from tui.dialogs.pick import PickDialog
from tui.editing import PickedFile
from tui.language import _
from tui.language import language
from tui.pinyin import spell
from tui.screens import work_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.edit import EditScreen
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.table import TableField
from tui.widgets.line_input import drop_unseen
from tui.wording import say_size


class EvidenceScreen(EditScreen):
    """Edits one record with evidence: a finding, or a work record (`tui.screens.work`)."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("work.attach")]

    folder: ClassVar[Path | None] = None
    """Where a file was picked last while the app runs."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What fills the form in rests while it is not there, or only shown."""
        if action == "attach" and (self.form is None or self._busy or self.record.read_only):
            return None
        return super().check_action(action, parameters)

    @property
    def table(self) -> TableField | None:
        """The rows of evidence; None until the record was read."""
        editor = self.form.editor(("evidence",)) if self.form is not None else None
        return editor if isinstance(editor, TableField) else None

    def day(self) -> date:
        """The day of the record; the app's while none is typed."""
        kind = self.record.editing.kind if self.record.editing is not None else None
        value = self.form.editor((kind.day,)).value if self.form is not None and kind is not None and kind.day else None
        return value if isinstance(value, date) else self._desk.today

    def missing(self) -> Sequence[str]:
        """The sorts of evidence that are missing."""
        return ()

    def action_attach(self) -> None:
        """Ask for the file, then what it is."""
        if self.table is None:
            return
        folder = EvidenceScreen.folder or Path.home()
        take = partial(self._desk.store.take, day=self.day())
        self.app.push_screen(FileDialog(folder, take), self._ask_sort)

    def _ask_sort(self, picked: Picked | None) -> None:
        table = self.table
        if picked is None or table is None:
            return
        EvidenceScreen.folder = picked.source.parent
        rows = table.value or []
        here = table.list.cursor
        if table.has_focus_within and here < len(rows) and rows[here].get("type") and not rows[here].get("path"):
            self._put(picked, here, rows[here])  # the row of the cursor waits for its file
            return
        missing = self.missing()
        words = sorted(EvidenceType, key=lambda one: missing.index(one.value) if one.value in missing else len(missing))
        choices = [
            Choice(
                value=one.value,
                label=one.label(language()),
                note=_("missing") if one.value in missing else "",
                search=spell(one.zh),
            )
            for one in words
        ]

        def take(answer: list[str] | None) -> None:
            if answer:
                self._put(picked, *_place(rows, answer[0], picked))

        title = _("What is {name}, {size}?").format(name=picked.source.name, size=say_size(picked.size))
        self.app.push_screen(PickDialog(title, choices), take)

    def _put(self, picked: Picked, place: int, row: dict[str, Any]) -> None:
        """Name the file in a row of evidence, and remember where it lies."""
        table, editing = self.table, self.record.editing
        if table is None or editing is None:
            return
        editing.files[picked.path] = PickedFile(picked.sha256, picked.source)
        label, _dropped = drop_unseen(picked.source.stem.encode("utf-8", "replace").decode())
        table.put_row(place, {"label": label, **row, "path": picked.path, "sha256": picked.sha256})
        table.focus_body()
        said = _("{name} ({size}) is copied when the record is saved.")
        self.app.notify(said.format(name=picked.source.name, size=say_size(picked.size)))


def _place(rows: Sequence[dict[str, Any]], sort: str, picked: Picked) -> tuple[int, dict[str, Any]]:
    """The row that a file goes into: one that has it already, the only one of its sort that waits for a file, or a new one."""
    for at, row in enumerate(rows):
        if row.get("type") == sort and row.get("sha256") == picked.sha256:
            return at, row
    waiting = [at for at, row in enumerate(rows) if row.get("type") == sort and not row.get("path")]
    return (waiting[0], rows[waiting[0]]) if len(waiting) == 1 else (len(rows), {"type": sort})
