"""What every app of ours does whatever it shows: language, keys, settings, signals, literal text, copying, leaving with a question.

`tui.app` builds the register's screens on it; tests mount single widgets in it.
"""

import os
import signal
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.notifications import SeverityLevel
from textual.scrollbar import ScrollBar

from schema.visible import visible
from tui.actions import bindings
from tui.actions import key_label
from tui.actions import key_of
from tui.actions import use_keymap
from tui.clipboard import safe
from tui.copying import Given
from tui.copying import TextMade
from tui.copying import copy
from tui.copying import told
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.help import HelpDialog
from tui.keymap import Keymap
from tui.language import _
from tui.language import use
from tui.layout import use_telling_compositor
from tui.palette import ActionProvider
from tui.preferences import Preferences
from tui.preferences import config_folder
from tui.process import catch_signals
from tui.process import terminal_is_there
from tui.process import use_lasting_writer
from tui.text import RawControlFilter
from tui.theme import PlainScrollBar
from tui.themes import THEMES
from tui.themes import textual_name
from tui.typed_ahead import TypedAhead
from tui.widgets.line_input import LineInput
from tui.widgets.toast import use_whole_toasts

_TERMINAL_ASKED_EVERY = 2.0
"""Seconds between two looks at whether the terminal is still there."""
_TOLD = 3
"""How many problems of the settings are said at the start."""


class ShellApp(App[int], inherit_bindings=False):
    """The frame of the app."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    COMMANDS = {ActionProvider}  # noqa: RUF012 - Textual's ClassVar
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    COMMAND_PALETTE_BINDING = "f24"  # our own binding opens it, so that help and keymap know it

    def __init__(
        self,
        *,
        language: str = "en",
        keymap: Mapping[str, str] | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        """Make the app.

        Args:
            language: one of tui.language.LANGUAGES.
            keymap: keys of the user's own, from tui.keymap.
            preferences: what the person set; what the environment says goes before it.
        """
        use(language)
        super().__init__()
        self.preferences = preferences or Preferences()
        """What is set now."""
        self.settings_folder = config_folder()
        """Where the settings and the keys are."""
        for theme in THEMES:
            self.register_theme(theme)
        self.look_like(self.preferences)
        ScrollBar.renderer = PlainScrollBar
        use_whole_toasts()
        use_telling_compositor()
        use_lasting_writer()
        self._filters.append(RawControlFilter())
        self.typed_ahead = TypedAhead(self)
        """Where keys wait until the focus is where they belong."""
        self._release_signals: Callable[[], None] = lambda: None
        self.clipboard_environ: Mapping[str, str] = {}
        """What tells how the person's clipboard is reached; nothing without a terminal of ours, as in tests and browsers."""
        self.use_keys(keymap or {})

    async def on_event(self, event: events.Event) -> None:
        """Let one key after the other in."""
        if not self.typed_ahead.keeps(event):
            await super().on_event(event)

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Take up the user's own keys, here and in what texts say."""
        use_keymap(keys)
        self.set_keymap(keys)

    def look_like(self, preferences: Preferences) -> None:
        """Take up theme and movement, at once."""
        if not os.environ.get("TEXTUAL_THEME"):
            self.theme = textual_name(preferences.theme)
        if not os.environ.get("TEXTUAL_ANIMATIONS"):
            self.animation_level = "full" if preferences.animations else "none"
        self.stylesheet.set_variables(self.get_css_variables())  # ours may bear the name of the theme that was there

    def settle(self, preferences: Preferences, keymap: Keymap) -> None:
        """Take up what was set; language and mouse wait for the next start."""
        self.preferences = preferences
        self.look_like(preferences)
        self.use_keys(keymap.keys)
        self.tell_problems(keymap.problems)
        self.refresh_bindings()

    def tell_problems(self, problems: Sequence[str]) -> None:
        """Say what is wrong with settings and keys: the first few; the settings show them all."""
        for problem in problems[:_TOLD]:
            self.notify(problem, severity="warning", timeout=10)
        if len(problems) > _TOLD:
            said = _("and {n} more: {key} shows them all.")
            self.notify(said.format(n=len(problems) - _TOLD, key=key_of("app.settings")), severity="warning")

    def on_mount(self) -> None:
        """End well when the process is asked to stop."""
        if not self.is_headless:
            self.clipboard_environ = {} if self.is_web else os.environ
            self._release_signals = catch_signals(self.end)
            if terminal_is_there():  # not so behind textual-serve
                self.set_interval(_TERMINAL_ASKED_EVERY, self._look_for_terminal)

    def on_unmount(self) -> None:
        """Give the signals back."""
        self._release_signals()

    def _look_for_terminal(self) -> None:
        if not terminal_is_there():
            self.end(128 + signal.SIGHUP)

    def end(self, code: int) -> None:
        """Leave at once without a question: the process was told to stop. What is unsaved must be in its draft."""
        self.exit(code, return_code=code)

    def unsaved(self) -> str:
        """Say what is unsaved; empty when nothing is. The app and its screens override it."""
        return ""

    def keep_unsaved(self) -> None:
        """Keep what is unsaved as a draft; called when the user leaves so."""

    def drop_unsaved(self) -> None:
        """Throw away what is unsaved; called when the user leaves so."""

    async def action_quit(self) -> None:
        """Leave; asks when something is unsaved."""
        unsaved = self.unsaved()
        if not unsaved:
            self.exit(0)
        elif not isinstance(self.screen, LeaveDialog):
            self.push_screen(LeaveDialog(unsaved), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "keep":
            self.keep_unsaved()
            self.exit(0)
        elif answer == "discard":
            self.drop_unsaved()
            self.exit(0)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Find a command")))

    def action_help(self) -> None:
        """Show the keys that work here."""
        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(list(self.screen.active_bindings.items())))

    def action_settings(self) -> None:
        """Show what can be set."""
        from tui.screens.settings import show_settings  # noqa: PLC0415 - the first paint does not wait for it

        show_settings(self)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text and say what can be known of its arrival; what can't arrive is offered a file."""
        self._clipboard = safe(text)
        copy(self, self._clipboard)

    def on_given(self, event: Given) -> None:
        """Hear what a program of the desktop said."""
        told(self, event)

    def on_text_made(self, event: TextMade) -> None:
        """Copy what a screen made, or ask for a file."""
        if event.to_file:
            self._offer_file(safe(event.text))
        else:
            self.copy_to_clipboard(event.text)

    def write_to_terminal(self, text: str) -> None:
        """Send characters that are no picture."""
        if self._driver is not None:
            self._driver.write(text)

    def action_copy_file(self) -> None:
        """Write what was copied last into a file."""
        if self._clipboard:
            self._offer_file(self._clipboard)
        else:
            self.notify(_("Nothing was copied yet."), severity="warning")

    def _offer_file(self, text: str) -> None:
        from tui.dialogs.hand_out import offer_file  # noqa: PLC0415 - hardly ever asked for

        offer_file(self, text)

    def get_key_display(self, binding: Binding) -> str:
        """Write a key in ASCII, as the keys line does."""
        return key_label(binding.key)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - Textual's signature
    ) -> None:
        """Say something; always literally, whatever `markup` asks."""
        super().notify(
            visible(message, multiline=True), title=visible(title), severity=severity, timeout=timeout, markup=False
        )

    def on_line_input_pasted(self, event: LineInput.Pasted) -> None:
        """Say how a paste was changed."""
        self.notify(event.notice, severity="warning")
