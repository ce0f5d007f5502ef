"""The tutor: gathers what the app's state is, shows the step where the person is, and goes on when it is done.

The tutorial runs on a copy of the sample register only. Begun in any other register it offers to make such a copy in the
person's own data folder and to open it; the register that was open is opened again afterwards.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from platformdirs import user_data_path
from textual.command import CommandPalette
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from schema.marks import State
from schema.obligation import Obligation
from tui.actions import key_of
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.help import HelpDialog
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.look import Look
from tui.reviewing import Waiting
from tui.screens import history_keys  # noqa: F401 - adds the actions that a step names
from tui.screens.edit import EditScreen
from tui.screens.map import MapPane
from tui.screens.pane import Pane
from tui.screens.sync import SyncDialog
from tui.screens.today import Today
from tui.screens.work import WorkScreen  # noqa: F401 - adds the actions that a step names
from tui.tutorial import STEPS
from tui.tutorial import Facts
from tui.tutorial import place_of
from tui.widgets.keys_line import KeysLine
from tui.widgets.record_list import RecordList
from tui.widgets.record_view import RecordView
from tui.widgets.tutorial_strip import TutorialStrip

if TYPE_CHECKING:
    from tui.app import DutybookApp

LOOKS_EVERY = 0.2
"""Seconds between two looks at whether the step is done."""
_LAST = len(STEPS) - 1
_MARKED = "-tutorial"
"""A screen with a strip: notices stand above it."""


@dataclass
class SampleMade(Message):
    """There is a copy of the sample."""

    top: Path


@dataclass
class LessonReady(Message):
    """What the tutorial needs lies in the copy."""


class Tutor:
    """Leads through the tutorial."""

    def __init__(self, app: "DutybookApp", look: Look | None = None) -> None:
        """Make the tutor of an app.

        Args:
            app: with its register open.
            look: what was shown last, with the step where the person was.
        """
        self._app = app
        self.place = place_of(look.tutorial) if look is not None else 0
        """The step's place in STEPS."""
        self.is_on = False
        """Whether it is being shown."""
        self._was = Facts()
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Go on where the person was; from the start where everything was done."""
        if self.place == _LAST:
            self.place = 0
        self.is_on = True
        top = self._app.main.desk.top
        run_errand(self._app.main, "tutorial", partial(_prepare, top))
        self._timer = self._app.set_interval(LOOKS_EVERY, self.look)
        self._go(self.place)

    def leave(self) -> None:
        """Stop; where the person was is kept."""
        self.is_on = False
        if self._timer is not None:
            self._timer.stop()
        for screen in self._app.screen_stack:
            screen.query(TutorialStrip).remove()
            screen.remove_class(_MARKED)
        if self.place < _LAST:
            said = _("The tutorial waits where you were; {key} goes on with it.")
            self._app.notify(said.format(key=key_of("tutorial.turn")))

    def step(self, by: int) -> None:
        """Go some steps on or back."""
        if self.is_on:
            self._go(min(max(0, self.place + by), _LAST))

    def look(self) -> None:
        """Go on where the step is done, and show the step on the screen that is on top."""
        if not self.is_on or not self._app.screen_stack:
            return
        if STEPS[self.place].done(self._was, gather(self._app)):
            self._go(self.place + 1)
        else:
            self._show()

    def _go(self, place: int) -> None:
        self.place = place
        self._was = gather(self._app)
        self._show()

    def _show(self) -> None:
        screen = self._app.screen
        strips = screen.query(TutorialStrip)
        if strips:
            strips.first().show(self.place)
        elif screen.is_running and (line := next(iter(screen.query(KeysLine)), None)) is not None:
            _mount(screen, line, self.place)

    def note(self, look: Look) -> Look:
        """What is shown, with where the person is."""
        return replace(look, tutorial=STEPS[self.place].id, in_tutorial=self.is_on)


def _mount(screen: "Screen[object]", line: Widget, place: int) -> None:
    """Put a strip above the keys; in a dialog, at the bottom of the screen."""
    docked = line.parent is not screen
    screen.add_class(_MARKED)
    screen.mount(TutorialStrip(place, docked=docked), before=None if docked else line)


def gather(app: "DutybookApp") -> Facts:
    """What the app's state is now, as far as the steps ask."""
    main, stack = app.main, app.screen_stack
    middle, listed, desk = main.middle, main.list, main.desk
    item = middle.item if isinstance(middle, Today | Pane) else None
    forms = [screen for screen in stack if isinstance(screen, EditScreen)]
    return Facts(
        here=main.here,
        is_reading=app.screen is main and main.query_one(RecordView).has_focus,
        is_overdue=isinstance(item, Obligation) and item.state is State.MISSED,
        is_proposal=isinstance(item, Waiting),
        is_filtered=isinstance(listed, RecordList) and bool(listed.query_text),
        has_form=bool(forms),
        is_typed=any(form.is_dirty for form in forms),
        head=desk.store.location.head or "",
        works=len(desk.view.register.activities),
        cell=next((pane.matrix.place for pane in main.query(MapPane)), (0, 0)),
        is_synced=any(screen.is_done for screen in stack if isinstance(screen, SyncDialog)),
        has_help=any(isinstance(screen, HelpDialog | CommandPalette) for screen in stack),
    )


def is_copy(desk: Desk) -> bool:
    """Whether a register is a copy of the sample that may be changed."""
    return desk.view.register.settings.demo is not None and desk.past is None and not desk.read_only


def turn(app: "DutybookApp") -> None:
    """Begin the tutorial, go on with it, or leave it; where it can't be done, offer a copy of the sample."""
    tutor = app.tutor
    if tutor is not None and tutor.is_on:
        tutor.leave()
        if app.back_to is not None:
            offer_return(app, app.back_to)
    elif is_copy(app.main.desk):
        app.tutor = tutor or Tutor(app, app.last_look)
        app.tutor.begin()
    elif not isinstance(app.screen, ConfirmDialog):
        offer_sample(app)


def offer_sample(app: "DutybookApp") -> None:
    """Ask whether to open a copy of the sample; the register that is open stays as it is."""
    folder = user_data_path("dutybook", appauthor=False) / "dutybook-demo"
    title = app.main.desk.view.register.settings.called(language())
    said = _("The tutorial is done on an invented register: a copy of the sample in {folder}. '{title}' stays as it is; when you leave, you are asked whether to open it again.")  # fmt: skip

    def answered(yes: bool | None) -> None:
        if yes:
            app.notify(_("working .."))
            run_errand(app.main, "tutorial", partial(_find, folder))

    said = said.format(folder=folder, title=title)
    app.push_screen(ConfirmDialog(_("Tutorial"), said), answered)


def offer_return(app: "DutybookApp", top: Path) -> None:
    """Ask whether to go back to the register from which the tutorial was begun."""

    def answered(yes: bool | None) -> None:
        if yes:
            app.follow(top)

    said = _("Close the sample and open {folder} again?").format(folder=top)
    app.push_screen(ConfirmDialog(_("Back to your own register"), said), answered)


def _find(folder: Path) -> SampleMade:
    from store.sample.lesson import find_or_build  # noqa: PLC0415 - only a register without a sample asks for it

    folder.parent.mkdir(parents=True, exist_ok=True)
    return SampleMade(find_or_build(folder))


def _prepare(top: Path) -> LessonReady:
    from store.sample.lesson import leave_proposal  # noqa: PLC0415 - only the tutorial asks for it

    leave_proposal(top)
    return LessonReady()
