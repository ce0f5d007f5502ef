"""The form of a record: made from a list of fields, and knowing what was changed.

It knows no kinds and no files. A screen gives it FieldSpecs made from the schema and takes `changes()` to the store;
whatever is typed comes out as FormChanged, for the draft journal.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from tui.dialogs.row import RowDialog
from tui.language import _
from tui.text import ELLIPSIS
from tui.widgets.fields.editor import FieldEditor
from tui.widgets.fields.picked import ChoiceField
from tui.widgets.fields.picked import ReferencesField
from tui.widgets.fields.picked import SwitchField
from tui.widgets.fields.spec import Editor
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key
from tui.widgets.fields.table import TableField
from tui.widgets.fields.typed import DateField
from tui.widgets.fields.typed import LongField
from tui.widgets.fields.typed import NumberField
from tui.widgets.fields.typed import TextField
from tui.widgets.fields.typed import TextsField
from tui.widgets.line_input import LineInput

_EDITORS: dict[Editor, type[FieldEditor]] = {
    "text": TextField,
    "long": LongField,
    "date": DateField,
    "choice": ChoiceField,
    "reference": ChoiceField,
    "references": ReferencesField,
    "texts": TextsField,
    "number": NumberField,
    "switch": SwitchField,
    "table": TableField,
}


class Form(VerticalScroll, can_focus=False):
    """The fields of a record, one under another; Tab and Shift+Tab go from one to the next."""

    DEFAULT_CSS = """
    Form { height: 1fr; padding: 0 1; }
    """

    class Changed(Message):
        """A value was changed."""

        def __init__(self, form: "Form", key: Key, value: Any) -> None:
            super().__init__()
            self.form = form
            """The form; ask it for `changes`."""
            self.key = key
            """The field."""
            self.value = value
            """What it holds now."""

    def __init__(self, specs: Sequence[FieldSpec], rules: FormRules | None = None) -> None:
        super().__init__()
        self.specs = list(specs)
        """The fields in order."""
        self.rules = rules or FormRules()
        """What the form asks of the world around it."""
        self._editors = {spec.key: _EDITORS[spec.editor](spec, self.rules) for spec in self.specs}

    def compose(self) -> ComposeResult:
        """One editor a field."""
        yield from self._editors.values()

    def editor(self, key: Key) -> FieldEditor:
        """The editor of a field; KeyError when the form has none."""
        return self._editors[key]

    @property
    def is_dirty(self) -> bool:
        """Whether anything was changed."""
        return any(editor.is_dirty for editor in self._editors.values())

    def changes(self) -> list[tuple[Key, Any, Any]]:
        """What was changed: key, value at the start, value now (None: not there), in the order of the fields."""
        return [(key, editor.original, editor.value) for key, editor in self._editors.items() if editor.is_dirty]

    def values(self) -> dict[Key, Any]:
        """What every field holds now; the draft journal keeps this."""
        return {key: editor.value for key, editor in self._editors.items()}

    def restore(self, values: Mapping[Key, Any]) -> None:
        """Show the values of a draft; fields that the draft doesn't name stay as they are."""
        for key, value in values.items():
            editor = self._editors.get(key)
            if editor is not None and not editor.spec.read_only:
                editor.show_value(value)
                editor.changed()

    def settle(self) -> None:
        """Take what the fields hold now for the original: it was saved."""
        for editor in self._editors.values():
            editor.original = editor.value
            editor.check()

    def check(self) -> None:
        """Look at every field again, as when a rule came to know more."""
        for editor in self._editors.values():
            editor.check()

    def faults(self) -> list[tuple[Key, str]]:
        """What is wrong now: key and sentence."""
        return [(key, error) for key, editor in self._editors.items() for error in editor.errors]

    def go_to_fault(self) -> bool:
        """Look at every field and put the focus on the first that is wrong; False when none is."""
        self.check()
        for editor in self._editors.values():
            if editor.errors:
                editor.focus_body()
                editor.scroll_visible(animate=False)
                return True
        return False

    def dirty_labels(self) -> str:
        """The names of the changed fields in one line, six at most."""
        labels = [editor.spec.label for editor in self._editors.values() if editor.is_dirty]
        return _(", ").join(labels[:6]) + (" " + ELLIPSIS if len(labels) > 6 else "")

    def focus_field(self, key: Key) -> bool:
        """Put the focus on a field; a key inside a table goes to the table. False when the form has no such field."""
        for length in range(len(key), 0, -1):
            editor = self._editors.get(key[:length])
            if editor is not None:
                editor.focus_body()
                return True
        return False

    def open_field(self, key: Key) -> bool:
        """Put the focus on a field; where it lies in a row of a table the row is opened. False when there is no such field."""
        for length in range(len(key), 0, -1):
            editor = self._editors.get(key[:length])
            if editor is not None:
                editor.focus_body()
                if isinstance(editor, TableField):
                    editor.open_row(key)
                return True
        return False

    def focus_first(self) -> None:
        """Put the focus on the first field that can be edited."""
        for editor in self._editors.values():
            if not editor.spec.read_only:
                editor.focus_body()
                return

    @on(FieldEditor.ValueChanged)
    def _value_changed(self, event: FieldEditor.ValueChanged) -> None:
        event.stop()
        editor = event.editor
        self.post_message(self.Changed(self, editor.spec.key, editor.value).set_sender(self))

    @on(TableField.RowWanted)
    def _row_wanted(self, event: TableField.RowWanted) -> None:
        event.stop()
        form = Form(event.specs, self.rules)
        dialog = RowDialog(event.field.spec.label, form, event.row, begin=event.begin, look=self.rules.look)
        self.app.push_screen(dialog, event.take)

    @on(LineInput.Submitted)
    def _line_done(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.screen.focus_next()
