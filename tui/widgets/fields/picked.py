"""Editors that are picked: a choice, a reference, several references, a switch."""

from typing import Any
from typing import ClassVar

from textual import events
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from tui.actions import bindings
from tui.dialogs.pick import PickDialog
from tui.language import _
from tui.text import literal
from tui.widgets.fields.editor import FieldEditor
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules


class PickedValue(Static, can_focus=True):
    """What is picked now; Enter or a click picks again."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PickedValue { height: auto; min-height: 1; padding: 0 1; background: $boost; width: 1fr; }
    PickedValue:focus { background: $surface-lighten-2; text-style: bold; }
    PickedValue:nocolor, PickedValue:ansi { text-style: underline; }
    PickedValue:nocolor:focus, PickedValue:ansi:focus { text-style: reverse bold; }
    PickedValue:disabled { color: $text-muted; }
    """

    class Clicked(Message):
        """The mouse asks to pick again."""

    def on_click(self, event: events.Click) -> None:
        """Ask the field to pick again."""
        event.stop()
        self.post_message(self.Clicked().set_sender(self))


class ChoiceField(FieldEditor):
    """One of many values, picked from a list with a filter; for choices and references."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("field.pick"), Binding("space", "pick", show=False)]
    several = False

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self._picked: Any = spec.value
        self._shown = PickedValue(disabled=spec.read_only)
        self._choices: list[Choice] | None = None

    @property
    def value(self) -> Any:
        """The value picked; None while nothing is."""
        return self._picked or None

    def show_value(self, value: Any) -> None:
        """Show another value."""
        self._picked = value
        self._shown.update(literal(self._words(), multiline=True))

    def compose_body(self) -> ComposeResult:
        """What is picked."""
        yield self._shown

    def on_mount(self) -> None:
        """Show what is picked at the start."""
        self.show_value(self._picked)

    def choices(self) -> list[Choice]:
        """What there is to pick from; asked for once while the form is open."""
        if self._choices is None:
            self._choices = self.spec.choices() if self.spec.choices else []
        return self._choices

    def _words(self) -> str:
        values = self._picked if isinstance(self._picked, list) else [self._picked] if self._picked else []
        if not values:
            return _("(none)")
        known = {choice.value: choice for choice in self.choices()}
        return "\n".join(_describe(known.get(value), value) for value in values)

    @on(PickedValue.Clicked)
    def _clicked(self, event: PickedValue.Clicked) -> None:
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """Open the list."""
        if self.spec.read_only:
            return
        values = self._picked if isinstance(self._picked, list) else [self._picked] if self._picked else []
        dialog = PickDialog(self.spec.label, self.choices(), chosen=values, several=self.several, values=True)
        self.app.push_screen(dialog, self._take)

    def _take(self, values: list[str] | None) -> None:
        if values is not None:
            self.show_value(values if self.several else values[0] if values else None)
            self.changed()


def _describe(choice: Choice | None, value: str) -> str:
    if choice is None:
        return _("{value} (not in the list)").format(value=value)
    return f"{choice.label}  {choice.note}" if choice.note else choice.label


class ReferencesField(ChoiceField):
    """Several values, in the order they were picked."""

    several = True


class SwitchField(FieldEditor):
    """Yes, no, or not said."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("field.pick"), Binding("space", "pick", show=False)]

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self._picked: bool | None = spec.value
        self._shown = PickedValue(disabled=spec.read_only)

    @property
    def value(self) -> Any:
        """True, False, or None while nothing is said."""
        return self._picked

    def show_value(self, value: Any) -> None:
        """Show another value."""
        self._picked = value
        words = {True: "[x] " + _("yes"), False: "[ ] " + _("no"), None: "[-] " + _("not said")}
        self._shown.update(literal(words[value]))

    def compose_body(self) -> ComposeResult:
        """The switch."""
        yield self._shown

    def on_mount(self) -> None:
        """Show the value at the start."""
        self.show_value(self._picked)

    @on(PickedValue.Clicked)
    def _clicked(self, event: PickedValue.Clicked) -> None:
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """Turn it over; clearing the field unsays it."""
        if not self.spec.read_only:
            self.show_value(not self._picked)
            self.changed()
