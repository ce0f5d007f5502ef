"""The terminal app: opens a register behind the first paint and hands it to the main screen.

`dutybook open` calls `run`. Everything that takes time runs in thread workers (tui.errands); the threads post messages,
and the event loop owns all state.
"""

import tomllib
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual import events
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from schema.failure import Failure
from store.files import FileFailure
from store.files import read
from store.location import REGISTER_FILE
from store.location import find
from tui.desk import Desk
from tui.errands import Unexpected
from tui.keymap import Keymap
from tui.keymap import load_keymap
from tui.language import _
from tui.language import choose_language
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


@dataclass
class RegisterOpened(Message):
    """The register was read."""

    desk: Desk


@dataclass
class OpeningFailed(Message):
    """The register can't be opened."""

    failure: Failure


def run(start: Path, *, read_only: bool = False, as_of: str = "", with_policy: bool = False) -> int:
    """Run the app on the register around a folder.

    Args:
        start: the folder, or one inside the register.
        read_only: refuse every edit.
        as_of: a day or a commit: the register as it was known then; empty for the present.
        with_policy: begin by asking for a policy text to take in.

    Returns:
        The process's exit code.

    Raises:
        Failure: the register can't be opened; the screen was given back before.
    """
    top = find(start).top
    opening = partial(open_store, start, read_only=read_only)
    while True:
        app = make_app(opening, top, as_of)
        app.begins_with_policy, with_policy = with_policy, False
        app.run(mouse=app.preferences.mouse)
        if app.failure is not None:
            raise app.failure
        if not app.begins_again:
            return app.return_code or 0
        as_of = app.past


def make_app(
    opening: "Callable[[], RegisterStore]", top: Path, as_of: str = "", *, kind: "type[DutybookApp] | None" = None
) -> "DutybookApp":
    """Make the app as the person's settings say.

    Args:
        opening: as DutybookApp.
        top: the register's top folder.
        as_of: as DutybookApp.
        kind: which app it is, where it is not the usual one.
    """
    of_register = read_language(top)
    use(choose_language(of_register))  # what is wrong with the settings must be said in some language
    folder = config_folder()
    language = choose_language(read_preferences(folder).preferences.language or of_register)
    use(language)
    read = read_preferences(folder)
    keymap = load_keymap(keymap_path(read.preferences, folder))
    made = kind or DutybookApp
    app = made(opening, language=language, keymap=keymap, preferences=read.preferences, as_of=as_of)
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
        self.main.take(event.desk)
        if self._lost:
            self.notify(self._lost, severity="warning")
        if self._last is not None:
            restore(self.main, self._last)
        if self.begins_with_policy:
            self.main.call_after_refresh(self.main.action_import_policy)

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
            self._last = look_of(self.main)
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
