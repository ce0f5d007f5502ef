"""The settings of the app on this machine: language, theme, movement, mouse, keys; what is wrong with their files stands below."""

import os
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from schema.failure import Failure
from store.disk import explain_write
from store.files import write
from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.frame import Dialog
from tui.editor import edit
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.keymap import Keymap
from tui.keymap import know_all_actions
from tui.keymap import load_keymap
from tui.keymap import write_template
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.preferences import FILE
from tui.preferences import KEYS_FILE
from tui.preferences import Preferences
from tui.preferences import ReadPreferences
from tui.preferences import keymap_path
from tui.preferences import read_preferences
from tui.preferences import write_preferences
from tui.text import literal
from tui.themes import CHOICES
from tui.themes import names_of_themes
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.form import Form

if TYPE_CHECKING:
    from tui.shell import ShellApp

register_actions(
    [
        Action(
            id="settings.keys-file",
            keys=("f6",),
            label=msgid("Keys file"),
            help=msgid("Open the file of your own keys in $EDITOR; where there is none, one that lists every action."),
            shown=True,
        )
    ],
    scopes={"settings": msgid("App settings")},
)

_LANGUAGES = {"register": msgid("as the register says"), "zh_CN": "中文", "en": "English"}
_GOES_BEFORE = {
    "language": ("DUTYBOOK_LANG", msgid("DUTYBOOK_LANG is set and goes before the language.")),
    "theme": ("TEXTUAL_THEME", msgid("TEXTUAL_THEME is set and goes before the theme.")),
    "colours": ("NO_COLOR", msgid("NO_COLOR is set: whatever the theme, there are no colours.")),
    "animations": ("TEXTUAL_ANIMATIONS", msgid("TEXTUAL_ANIMATIONS is set and goes before the movement.")),
}
"""What the environment says, and that it does."""


@dataclass
class _Found(Message):
    """The files were read."""

    read: ReadPreferences
    keymap: Keymap


@dataclass
class _Kept(Message):
    """The settings are in their file."""

    preferences: Preferences
    keymap: Keymap


class SettingsDialog(Dialog[tuple[Preferences, Keymap]]):
    """Sets what can be set. Dismissed with what holds from now on; None where nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form.save", "settings")]
    DEFAULT_CSS = """
    SettingsDialog.-tall > .dialog-frame { max-height: 26; }
    SettingsDialog Form { height: auto; max-height: 70%; }
    SettingsDialog #settings-told { height: 1fr; color: $text-muted; padding: 0 1; }
    SettingsDialog #settings-told:focus { background: $boost; }
    SettingsDialog #settings-told > Static { height: auto; }
    SettingsDialog.-narrow FieldEditor { margin: 0; }
    SettingsDialog #settings-problems { color: $text-error; }
    """

    def __init__(self, preferences: Preferences, folder: Path, environ: Mapping[str, str] = os.environ) -> None:
        """Make the dialog.

        Args:
            preferences: what holds now.
            folder: where the files are.
            environ: what goes before the settings.
        """
        super().__init__(_("App settings"), tall=True)
        self._before = preferences
        self._folder = folder
        self._environ = environ
        self._keymap: Keymap | None = None
        self.form = Form(_specs(preferences))
        """The fields."""
        self._told = Static()
        self._problems = Static(id="settings-problems")

    def compose_body(self) -> ComposeResult:
        """The fields; what goes before them, where the files are, and what is wrong with them."""
        yield self.form
        with VerticalScroll(id="settings-told", can_focus=True):
            yield self._problems
            yield self._told

    def on_mount(self) -> None:
        """Read the files anew: an editor may have changed them."""
        self._tell(ReadPreferences(), Keymap())
        self.form.focus_first()
        self._look()

    def _look(self) -> None:
        run_errand(self, "settings", partial(_find, self._folder, self.preferences))

    @property
    def preferences(self) -> Preferences:
        """What the fields say."""
        said = {str(key[0]): value for key, value in self.form.values().items()}
        spoken = said["language"] or "register"
        return Preferences(
            language="" if spoken == "register" else spoken,
            theme=said["theme"] or Preferences().theme,
            animations=bool(said["animations"]),
            mouse=bool(said["mouse"]),
            keymap=(said["keymap"] or "").strip(),
        )

    def _tell(self, read: ReadPreferences, keymap: Keymap) -> None:
        path = keymap_path(self.preferences, self._folder)
        problems = [*read.problems, *(f"{path.name}: {problem}" for problem in keymap.problems)]
        self._problems.update(literal("\n".join(f"! {problem}" for problem in problems), multiline=True))
        self._problems.display = bool(problems)
        told = [_(said) for name, said in _GOES_BEFORE.values() if self._environ.get(name)]
        told.append(_("Own keys: {n}, in {path}").format(path=path, n=len(keymap.keys)))
        told.append(_("Settings: {path}").format(path=self._folder / FILE))
        self._told.update(literal("\n".join(told), multiline=True))

    @on(_Found)
    def _found(self, event: _Found) -> None:
        event.stop()
        self._keymap = event.keymap
        self._tell(event.read, event.keymap)

    def action_save(self) -> None:
        """Keep the settings and use them."""
        if not self.form.go_to_fault():
            run_errand(self, "settings", partial(_keep, self._folder, self.preferences))

    @on(_Kept)
    def _kept(self, event: _Kept) -> None:
        event.stop()
        self.dismiss((event.preferences, event.keymap))

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        said = "\n".join(event.failure.say(language()))
        self._problems.update(literal(f"! {said}", multiline=True))
        self._problems.display = True

    def action_keys_file(self) -> None:
        """Open the file of the person's own keys in the editor, and look at it afterwards."""
        path = keymap_path(self.preferences, self._folder)
        try:
            _make_keys_file(path)
            with self.app.suspend():
                edit(path)
        except SuspendNotSupported:
            self.app.notify(_("An editor can't be opened here."), severity="warning")
        except Failure as failure:
            self.app.notify("\n".join(failure.say(language())), severity="error")
        self.refresh(layout=True)
        self._look()

    def action_back(self) -> None:
        """Go back; asks when something was changed. Keys that the editor changed hold from now on."""
        if self.form.is_dirty:
            said = _("These settings were changed: {fields}").format(fields=self.form.dirty_labels())
            self.app.push_screen(LeaveDialog(said), self._leave)
        else:
            self.dismiss(None if self._keymap is None else (self._before, self._keymap))

    def _leave(self, answer: str | None) -> None:
        if answer == "keep":
            self.action_save()
        elif answer == "discard":
            self.dismiss(None)


def show_settings(app: "ShellApp") -> None:
    """Show the settings; what they say holds as soon as they are closed."""

    def take(answer: tuple[Preferences, Keymap] | None) -> None:
        if answer is not None:
            app.settle(*answer)

    if not isinstance(app.screen, SettingsDialog):
        app.push_screen(SettingsDialog(app.preferences, app.settings_folder), take)


def _specs(now: Preferences) -> Sequence[FieldSpec]:
    def languages() -> list[Choice]:
        return [Choice(value=value, label=_(label)) for value, label in _LANGUAGES.items()]

    def themes() -> list[Choice]:
        return [
            Choice(value=name, label=_(CHOICES[name][1]))
            if name in CHOICES
            else Choice(value=name, label=name, note=_("contrast not measured"))
            for name in names_of_themes()
        ]

    return (
        FieldSpec(
            key=("language",), label=_("Language"), editor="choice", choices=languages, required=True,
            value=now.language or "register", help=_("Another language starts the app anew, at once."),
        ),
        FieldSpec(
            key=("theme",), label=_("Theme"), editor="choice", choices=themes, required=True, value=now.theme,
            help=_("Colours never stand alone: every state has a letter too."),
        ),
        FieldSpec(
            key=("animations",), label=_("Movement"), editor="switch", value=now.animations,
            help=_("Whether the cursor of a text blinks and anything moves by itself."),
        ),
        FieldSpec(
            key=("mouse",), label=_("Mouse"), editor="switch", value=now.mouse,
            help=_("Whether the app takes the mouse. Without it the terminal selects and copies as it is used to."),
        ),
        FieldSpec(
            key=("keymap",), label=_("Keys file"), value=now.keymap or None,
            help=_("Empty: {file} beside the settings. {key} opens it in the editor.").format(
                file=KEYS_FILE, key=key_of("settings.keys-file")
            ),
        ),
    )  # fmt: skip


def _find(folder: Path, preferences: Preferences) -> Message:
    return _Found(read_preferences(folder), load_keymap(keymap_path(preferences, folder)))


def _keep(folder: Path, wanted: Preferences) -> Message:
    write_preferences(folder, wanted)
    return _Kept(wanted, load_keymap(keymap_path(wanted, folder)))


def _make_keys_file(path: Path) -> None:
    """Write a file that changes nothing where there is none yet."""
    if not os.path.lexists(path):
        know_all_actions()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise explain_write(path.name, error) from error
        write(path.parent, path.name, write_template().encode(), expected=None, mode=0o600)
