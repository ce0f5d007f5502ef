"""The terminal app: opens a register behind the first paint and hands it to the main screen.

`dutybook open` calls `run`. Everything that takes time runs in thread workers (tui.errands); the threads post messages,
and the event loop owns all state.
"""

import gc
import tomllib
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from typing import ClassVar
from typing import NamedTuple

from msgspec.structs import replace
from rich.console import RenderableType
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from schema.failure import Failure
from store.files import FileFailure
from store.files import read
from store.location import REGISTER_FILE
from store.location import find
from tui import tutorial_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.actions import bindings
from tui.desk import Desk
from tui.errands import Unexpected
from tui.keymap import Keymap
from tui.keymap import load_keymap
from tui.language import _
from tui.language import choose_language
from tui.language import language
from tui.language import use
from tui.look import Look
from tui.look import look_of
from tui.look import read_look
from tui.look import restore
from tui.look import write_look
from tui.preferences import KEYS_FILE
from tui.preferences import Preferences
from tui.preferences import config_folder
from tui.preferences import keymap_path
from tui.preferences import read_preferences
from tui.screens.main import MainScreen
from tui.seen import write_seen
from tui.shell import ShellApp

if TYPE_CHECKING:
    from store.register import RegisterStore
    from tui.tutor import SampleMade
    from tui.tutor import Tutor


class Next(NamedTuple):
    """The register that is opened when the app ends."""

    top: Path
    back_to: Path | None
    """The register from which the tutorial was begun, where this is its copy of the sample."""


@dataclass
class RegisterOpened(Message):
    """The register was read."""

    desk: Desk


@dataclass
class OpeningFailed(Message):
    """The register can't be opened."""

    failure: Failure


def run(
    start: Path, *, read_only: bool = False, as_of: str = "", with_policy: bool = False, with_tutorial: bool = False
) -> int:
    """Run the app on the register around a folder.

    Args:
        start: the folder, or one inside the register.
        read_only: refuse every edit.
        as_of: a day or a commit: the register as it was known then; empty for the present.
        with_policy: begin by asking for a policy text to take in.
        with_tutorial: begin with the tutorial, in the language that is spoken now; the register is a copy of the sample.

    Returns:
        The process's exit code.

    Raises:
        Failure: the register can't be opened; the screen was given back before.
    """
    top = find(start).top
    opening = partial(open_store, start, read_only=read_only)
    back_to: Path | None = None
    speaks = language() if with_tutorial else ""
    while True:
        app = make_app(opening, top, as_of, speaks=speaks)
        app.begins_with_policy, with_policy = with_policy, False
        app.begins_with_tutorial, with_tutorial, app.back_to = with_tutorial, False, back_to
        app.run(mouse=app.preferences.mouse)
        if app.failure is not None:
            raise app.failure
        if app.next is not None:
            top, back_to = app.next
            opening = partial(open_store, top, read_only=read_only and back_to is None)
            as_of, with_tutorial = "", back_to is not None
            speaks = language() if with_tutorial else ""
        elif app.begins_again:
            as_of, speaks = app.past, ""
        else:
            return app.return_code or 0


def make_app(
    opening: "Callable[[], RegisterStore]",
    top: Path,
    as_of: str = "",
    *,
    kind: "type[DutybookApp] | None" = None,
    speaks: str = "",
) -> "DutybookApp":
    """Make the app as the person's settings say.

    Args:
        opening: as DutybookApp.
        top: the register's top folder.
        as_of: as DutybookApp.
        kind: which app it is, where it is not the usual one.
        speaks: the language, where neither settings nor register are to say it.
    """
    of_register = read_language(top)
    use(choose_language(of_register))  # what is wrong with the settings must be said in some language
    folder = config_folder()
    spoken = speaks or choose_language(read_preferences(folder).preferences.language or of_register)
    use(spoken)
    read = read_preferences(folder)
    keymap = load_keymap(keymap_path(read.preferences, folder))
    made = kind or DutybookApp
    app = made(opening, language=spoken, keymap=keymap, preferences=read.preferences, as_of=as_of)
    app.problems = [*read.problems, *(f"{KEYS_FILE}: {problem}" for problem in keymap.problems)]
    return app


def open_store(start: Path, *, read_only: bool = False) -> "RegisterStore":
    """Open the register; the half of the store that saves is loaded here, behind the first paint.

    Raises:
        Failure: see store.location.find.
    """
    from store.register import RegisterStore  # noqa: PLC0415 - the first paint does not wait for it

    return RegisterStore.open(start, read_only=read_only)


def read_language(top: Path) -> str:
    """The language that register.toml names; empty where it can't be read, which check says later."""
    with suppress(FileFailure, OSError, ValueError, RecursionError):
        settings = tomllib.loads(read(top, REGISTER_FILE).decode())
        return str(settings.get("language", "zh"))
    return ""


class DutybookApp(ShellApp):
    """The app."""

    TITLE = "dutybook"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tutorial")]

    def __init__(
        self,
        opening: "Callable[[], RegisterStore]",
        *,
        language: str = "en",
        keymap: Keymap | None = None,
        preferences: Preferences | None = None,
        as_of: str = "",
    ) -> None:
        """Make the app.

        Args:
            opening: opens the register; called once, in a thread.
            language: one of tui.language.LANGUAGES.
            keymap: keys of the user's own.
            preferences: what the person set.
            as_of: a day or a commit, to begin in the past; empty for the present.
        """
        super().__init__(language=language, keymap=keymap.keys if keymap else None, preferences=preferences)
        self._opening = opening
        self._as_of = as_of
        self.problems: Sequence[str] = keymap.problems if keymap else ()
        """What is wrong with the settings and the keys, said at the start."""
        self.begins_with_policy = False
        """Whether a policy text is asked for as soon as the register is there."""
        self.begins_with_tutorial = False
        """Whether the tutorial begins as soon as the register is there."""
        self.tutor: Tutor | None = None
        """Leads through the tutorial; None until it is asked for."""
        self.next: Next | None = None
        """The register that is opened when this app ends; None for none."""
        self.back_to: Path | None = None
        """The register from which the tutorial was begun; None where it was begun in this one."""
        self.begins_again = False
        """Whether the app is to be started again at once, as the settings are now."""
        self.failure: Failure | None = None
        """Why the register could not be opened."""
        self.desk: Desk | None = None
        """The opened register; None until it is read."""
        self._last: Look | None = None
        self._lost = ""

    def get_default_screen(self) -> Screen[None]:
        """The main screen, painted before the register is open."""
        return MainScreen()

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever lies over it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)  # noqa: S101 - get_default_screen made it
        return screen

    def on_mount(self) -> None:
        """Open the register once the frame is painted."""
        super().on_mount()
        self.main.call_after_refresh(self._open)
        self.tell_problems(self.problems)

    def settle(self, preferences: Preferences, keymap: Keymap) -> None:
        """Take up what was set; for another language, or a mouse that comes or goes, the app begins again."""
        before = self.preferences
        super().settle(preferences, keymap)
        if (before.language, before.mouse) == (preferences.language, preferences.mouse):
            return
        if self.unsaved():
            self.notify(_("Language and mouse change with the next start, because something is unsaved."))
        else:
            self.begins_again = True
            self.exit(0)

    @property
    def past(self) -> str:
        """The commit of the past that is shown; empty for the present."""
        return self.desk.past.commit if self.desk is not None and self.desk.past is not None else ""

    def _open(self) -> None:
        def work() -> None:
            message: Message
            try:
                message = RegisterOpened(self.make_desk())
            except Failure as failure:
                message = OpeningFailed(failure)
            except Exception as error:  # noqa: BLE001 - a fault must end in words, never in a traceback on the screen
                message = OpeningFailed(Unexpected("open", error))
            if not get_current_worker().is_cancelled:
                self.post_message(message)

        self.run_worker(work, group="open", exclusive=True, thread=True, exit_on_error=False)

    def make_desk(self) -> Desk:
        """Open the register; called in a thread."""
        desk = Desk(self._opening())
        self._last, self._lost = read_look(desk.store.location)
        if self._as_of:
            desk.look_back(self._as_of)
        return desk

    def on_register_opened(self, event: RegisterOpened) -> None:
        """Hand the register to the main screen."""
        self.desk = event.desk
        if not self.is_headless:  # tests open many registers in one process, and let go of them
            gc.freeze()  # the register stays: the collector of cycles need not walk it again while keys wait
        self.main.take(event.desk)
        if self._lost:
            self.notify(self._lost, severity="warning")
        if self._last is not None:
            restore(self.main, self._last)
        if self.begins_with_policy:
            self.main.call_after_refresh(self.main.action_import_policy)
        if self.begins_with_tutorial or (self._last is not None and self._last.in_tutorial):
            self.main.call_after_refresh(self._take_tutorial_up)

    def on_opening_failed(self, event: OpeningFailed) -> None:
        """Leave; the command line says why."""
        self.failure = event.failure
        self.exit(event.failure.exit_code, return_code=event.failure.exit_code)

    def on_app_focus(self, _event: events.AppFocus) -> None:
        """Look at the disk when the person comes back from another window."""
        if self.desk is not None:
            self.main.look_again()

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, and note what is shown while it still is."""
        if self.desk is not None:
            before, self._last = self._last, look_of(self.main)
            if self.tutor is not None:
                self._last = self.tutor.note(self._last)
            elif before is not None:
                self._last = replace(self._last, tutorial=before.tutorial)
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """Remember what was seen, and how."""
        super().on_unmount()
        if self.desk is not None and not self.desk.read_only and (head := self.desk.store.location.head):
            location = self.desk.store.location
            with suppress(Failure, OSError):
                write_seen(location.make_state_dir(), head)
            if self._last is not None:
                write_look(location, self._last)

    # --- the tutorial ----------------------------------------------------------------------------------------------

    @property
    def last_look(self) -> Look | None:
        """What was shown last; None where nothing is known."""
        return self._last

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Steps are for when the tutorial is shown."""
        if action == "tutorial_step":
            return self.tutor is not None and self.tutor.is_on
        return super().check_action(action, parameters)

    def action_tutorial(self) -> None:
        """Begin the tutorial, go on with it, or leave it."""
        if self.desk is not None:
            from tui.tutor import turn  # noqa: PLC0415 - the first paint does not wait for it

            turn(self)

    def _take_tutorial_up(self) -> None:
        from tui.tutor import is_copy  # noqa: PLC0415 - the first paint does not wait for it

        if self.desk is not None and is_copy(self.desk) and self.tutor is None:
            self.action_tutorial()

    def action_tutorial_step(self, by: int) -> None:
        """Go some steps of the tutorial on, or back."""
        if self.tutor is not None:
            self.tutor.step(by)

    def on_sample_made(self, event: "SampleMade") -> None:
        """Open the copy of the sample that was made for the tutorial."""
        if self.desk is not None:
            self.follow(event.top, back_to=self.desk.top)

    def follow(self, top: Path, *, back_to: Path | None = None) -> None:
        """Leave for another register; something unsaved keeps this one open.

        Args:
            top: its top folder.
            back_to: the register to which the tutorial goes back afterwards, where it begins there.
        """
        if self.unsaved():
            self.notify(_("Save or close the open form first."), severity="warning")
        else:
            self.next = Next(top, back_to)
            self.exit(0)

    # --- what is unsaved lies in the screens over the main one -----------------------------------------------------

    def unsaved(self) -> str:
        """What the open forms hold that is not saved."""
        found = [getattr(screen, "unsaved", str)() for screen in self.screen_stack]
        return "\n".join(text for text in found if text)

    def keep_unsaved(self) -> None:
        """Keep what the open forms hold as drafts."""
        for screen in self.screen_stack:
            getattr(screen, "keep_unsaved", bool)()

    def drop_unsaved(self) -> None:
        """Throw away what the open forms hold."""
        for screen in self.screen_stack:
            getattr(screen, "drop_unsaved", bool)()
