"""What all editors of a form have in common: a label, a state in letters, the errors under the field."""

from typing import Any
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.actions import bindings
from tui.language import _
from tui.text import literal
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import is_blank
from tui.widgets.fields.spec import is_same


class FieldEditor(Vertical):
    """One field of a form. Subclasses compose the part that edits and keep `value`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("field.reset", "field.clear")]
    DEFAULT_CSS = """
    FieldEditor { height: auto; margin: 0 0 1 0; }
    FieldEditor > .field-line { height: auto; }
    FieldEditor .field-label { width: 18; height: auto; padding: 0 1 0 0; color: $text-muted; }
    FieldEditor.-active .field-label { color: $foreground; text-style: bold; }
    FieldEditor .field-body { width: 1fr; height: auto; }
    FieldEditor > .field-note { height: auto; padding: 0 0 0 19; display: none; color: $text-muted; }
    FieldEditor.-active > .field-note.-said { display: block; }
    FieldEditor > .field-errors { height: auto; padding: 0 0 0 19; display: none; color: $text-error; }
    FieldEditor > .field-origin, FieldEditor > .field-remark { height: auto; padding: 0 0 0 19; color: $text-warning; }
    FieldEditor.-wrong > .field-errors { display: block; }
    FieldEditor.-wrong .field-label { color: $text-error; }
    """

    class ValueChanged(Message):
        """The user changed a value."""

        def __init__(self, editor: "FieldEditor") -> None:
            super().__init__()
            self.editor = editor
            """The field; ask it for `value`."""

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__()
        self.spec = spec
        """What the field is."""
        self.rules = rules
        """What it asks the world."""
        self.original: Any = spec.value
        """What it held at the start."""
        self.errors: list[str] = []
        """What is wrong with the value now."""
        self._label = Static(classes="field-label")
        self._note = Static(literal(spec.help, multiline=True), classes="field-note")
        self._error_lines = Static(classes="field-errors")
        self._origin: Static | None = None
        self._remark: Static | None = None
        self._remarked = ""
        self._written = ("", "")

    @property
    def value(self) -> Any:
        """What the field holds now (see Editor)."""
        return self.spec.value

    def show_value(self, value: Any) -> None:
        """Show another value, as from a draft."""
        raise NotImplementedError

    def own_errors(self) -> list[str]:
        """Say what is wrong with what is typed before it can be a value at all."""
        return []

    def compose_body(self) -> ComposeResult:
        """Compose the part that edits."""
        raise NotImplementedError

    @property
    def is_dirty(self) -> bool:
        """Whether the value differs from the original, or something is typed that is no value yet."""
        return not is_same(self.value, self.original) or bool(self.own_errors())

    def compose(self) -> ComposeResult:
        """Put the label beside the body; help and errors under them."""
        with Horizontal(classes="field-line"):
            yield self._label
            with Vertical(classes="field-body"):
                yield from self.compose_body()
        yield self._note
        yield self._error_lines

    def on_mount(self) -> None:
        """Show label and help."""
        self._note.set_class(bool(self.spec.help), "-said")
        self.check()

    def on_descendant_focus(self) -> None:
        """Show the help while the field is worked in."""
        self.add_class("-active")

    def on_descendant_blur(self) -> None:
        """Hide the help again."""
        self.remove_class("-active")

    def check(self) -> None:
        """Look at the value again and show what is wrong, and whether it was changed."""
        value = self.value
        self.errors = self.own_errors()
        if not self.errors:
            if self.spec.required and is_blank(value):
                self.errors.append(_("This must not be empty."))
            self.errors += self.rules.validate(self.spec.key, value)
        self.set_class(bool(self.errors), "-wrong")
        self.set_class(self.is_dirty, "-dirty")
        said = "\n".join(f"! {error}" for error in self.errors)
        signs = ("*" if self.spec.required else "") + ("~" if self.is_dirty else "") + ("!" if self.errors else "")
        label = f"{self.spec.label} {signs}" if signs else self.spec.label
        if (said, label) != self._written:  # each update lays the whole form out again: not at every key
            self._written = (said, label)
            self._error_lines.update(literal(said, multiline=True))
            self._label.update(literal(label))
            if said and self.has_focus_within:  # a field on the last line of the screen says it below that line
                self.call_after_refresh(self.scroll_visible, animate=False)

    def say_origin(self, text: str) -> None:
        """Say under the field where its value comes from, until somebody changes it; empty takes it back."""
        if self._origin is not None:
            self._origin.remove()
        self._origin = Static(literal(text), classes="field-origin") if text else None
        if self._origin is not None:
            self.mount(self._origin)

    def say_remark(self, text: str) -> None:
        """Say under the field what the rules say of it; empty takes it back."""
        if text == self._remarked:
            return
        self._remarked = text
        if self._remark is not None:
            self._remark.remove()
        self._remark = Static(literal(text, multiline=True), classes="field-remark") if text else None
        if self._remark is not None:
            self.mount(self._remark)
            if self.has_focus_within:
                self.call_after_refresh(self.scroll_visible, animate=False)

    def changed(self) -> None:
        """Check the value and tell the form."""
        self.check()
        self.say_origin("")
        self.post_message(self.ValueChanged(self).set_sender(self))

    def focus_body(self) -> None:
        """Put the focus on the part that edits."""
        for widget in self.query(".field-body *").results(Widget):
            if widget.can_focus:
                widget.focus()
                return

    def action_reset(self) -> None:
        """Put back the value the field had."""
        if not self.spec.read_only:
            self.show_value(self.original)
            self.changed()

    def action_clear(self) -> None:
        """Empty the field."""
        if not self.spec.read_only:
            self.show_value(None)
            self.changed()
