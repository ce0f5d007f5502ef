"""Into the past: asks for a day or a revision, and opens the whole register as it was known then."""

from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.desk import Desk
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.line import LineDialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.widgets.fields.typed import parse_date

register_actions(
    [
        Action(
            id="as-of.calendar",
            keys=("f4",),
            label=msgid("Calendar"),
            help=msgid("Pick the day from a calendar."),
            shown=True,
        )
    ],
    scopes={"as-of": msgid("As of")},
)


@dataclass
class _WentBack(Message):
    """The past is shown."""


class AsOfDialog(LineDialog):
    """Asks which past to show, and shows it. Dismissed with what was typed once it is shown, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("as-of")]

    def __init__(self, desk: Desk, typed: str = "") -> None:
        """Make the dialog.

        Args:
            desk: the register.
            typed: the revision to begin with, such as the commit of the cursor.
        """
        told = _("A day such as 2026-06-30, a commit, or HEAD~3. Everything is then shown as it was known then; {key} comes back.")  # fmt: skip
        super().__init__(
            _("The register as of"), told.format(key=key_of("main.present")), typed=typed, placeholder="YYYY-MM-DD"
        )
        self._desk = desk
        self._asked = ""
        self._give_up = Event()

    def on_mount(self) -> None:
        """What is typed takes the place of what stands there."""
        self.line.action_select_all()

    def action_calendar(self) -> None:
        """Pick the day from a calendar."""
        typed = parse_date(self.line.text)

        def take(day: date | None) -> None:
            if day is not None:
                self.line.text = day.isoformat()

        self.app.push_screen(CalendarDialog(typed, today=self._desk.today), take)

    def action_accept(self) -> None:
        """Go there."""
        if self._asked:
            return
        typed = self.line.text
        day = None if typed.isdecimal() else parse_date(typed)  # 20260630 may be a commit's id
        asked = typed if day is None else day.isoformat()
        if not asked:
            self.say_error("! " + _("Type a day or a revision."))
            return
        self._asked = asked
        self.line.disabled = True
        self.say_error(_("reading.."))
        run_errand(self, "as-of", lambda: self._go(asked))

    def _go(self, asked: str) -> Message:
        self._desk.look_back(asked, self._give_up.is_set)
        return _WentBack()

    def action_back(self) -> None:
        """Close; a past that is being read is then not shown."""
        self._give_up.set()
        self.dismiss(None)

    @on(_WentBack)
    def _went_back(self, event: _WentBack) -> None:
        event.stop()
        self.dismiss(self._asked)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._asked = ""
        self.line.disabled = False
        self.line.focus()
        message, hint = event.failure.say(language())
        self.say_error(f"! {message}\n{hint}".rstrip())
