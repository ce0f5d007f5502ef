"""Editors that are typed in: a line, long text, several texts, a number, a date."""

import math
import re
import unicodedata
from datetime import date
from typing import Any
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from tui.actions import bindings
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.calendar import day_note
from tui.language import _
from tui.text import literal
from tui.widgets.fields.editor import FieldEditor
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.line_input import LineInput
from tui.widgets.text_box import TextBox

_IN_CHINESE = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?")


class TextField(FieldEditor):
    """One line of text."""

    placeholder = ""

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self.line = LineInput(self.write(spec.value), placeholder=self.placeholder, disabled=spec.read_only)
        """Where it is typed."""

    def write(self, value: Any) -> str:
        """Write a value as it is typed."""
        return "" if value is None else str(value)

    @property
    def value(self) -> Any:
        """The text; None while blank."""
        return self.line.text or None

    def show_value(self, value: Any) -> None:
        """Show another text."""
        self.line.text = self.write(value)

    def compose_body(self) -> ComposeResult:
        """The line."""
        yield self.line

    @on(LineInput.Changed)
    def _typed(self, event: LineInput.Changed) -> None:
        event.stop()
        self.changed()


class NumberField(TextField):
    """A whole number or a decimal one."""

    @property
    def value(self) -> Any:
        """The number; None while blank or not a number."""
        return parse_number(self.line.text)

    def own_errors(self) -> list[str]:
        """Say when it is not a number."""
        text = self.line.text
        return [_("'{text}' is not a number.").format(text=text)] if text and parse_number(text) is None else []


def parse_number(text: str) -> int | float | None:
    """Read a number as typed, also in full-width digits; None when it is none, or not finite."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class DateField(TextField):
    """A day, typed as 2026-06-18 or picked from a calendar."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("field.pick")]
    placeholder = "YYYY-MM-DD"

    @property
    def value(self) -> Any:
        """The day; None while blank or not a day."""
        return parse_date(self.line.text)

    def own_errors(self) -> list[str]:
        """Say when it is not a day."""
        text = self.line.text
        if text and parse_date(text) is None:
            return [_("'{text}' is not a date; write it as 2026-06-18.").format(text=text)]
        return []

    def check(self) -> None:
        """Show what sort of day it is."""
        super().check()
        note = day_note(self.value, self.rules.working_day) if self.value else ""
        self._note.update(literal(" ".join(part for part in (self.spec.help, note) if part)))
        self._note.set_class(bool(note or self.spec.help), "-said")

    def action_pick(self) -> None:
        """Open the calendar."""
        if not self.spec.read_only:
            dialog = CalendarDialog(self.value, today=self.rules.today, working_day=self.rules.working_day)
            self.app.push_screen(dialog, self._picked)

    def _picked(self, day: date | None) -> None:
        if day is not None:
            self.show_value(day)
            self.changed()


def parse_date(text: str) -> date | None:
    """Read a date as typed: 2026-06-18, 2026/6/18, 2026.6.18, 20260618 or 2026年6月18日; None when it is none.

    An input method may have written digits and signs in full width.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if marked := _IN_CHINESE.fullmatch(plain):
        plain = "-".join(marked.groups())
    plain = plain.replace("/", "-").replace(".", "-")
    parts = plain.split("-") if "-" in plain else [plain[:4], plain[4:6], plain[6:]]
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or len(parts[0]) != 4:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


class LongField(FieldEditor):
    """Text of several lines."""

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self.box = TextBox(self.write(spec.value), read_only=spec.read_only)
        """Where it is typed."""

    def write(self, value: Any) -> str:
        """Write a value as it is typed."""
        return value or ""

    @property
    def value(self) -> Any:
        """The text; None while blank."""
        return self.box.content_text or None

    def show_value(self, value: Any) -> None:
        """Show another text."""
        self.box.give(self.write(value))

    def compose_body(self) -> ComposeResult:
        """The box."""
        yield self.box

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.changed()


class TextsField(LongField):
    """Several short texts, one a line."""

    DEFAULT_CSS = """
    TextsField TextBox, TextsField TextBox:focus { height: 3; }
    """

    def __init__(self, spec: FieldSpec, rules: FormRules) -> None:
        super().__init__(spec, rules)
        self._given: Any = spec.value

    def write(self, value: Any) -> str:
        """Write the texts one a line."""
        return "\n".join(text.replace("\n", " ") for text in value or [])

    @property
    def value(self) -> Any:
        """The texts; None while there are none."""
        if self.box.text == self.box.given_shown:
            return self._given
        return [line.strip() for line in self.box.content_text.splitlines() if line.strip()] or None

    def show_value(self, value: Any) -> None:
        """Show other texts."""
        self._given = value
        super().show_value(value)
