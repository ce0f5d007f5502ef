"""What a person set for the app on this machine: language, theme, movement, mouse, and where the own keys are.

The file is `settings.toml` in the person's configuration folder. It is written with tomlkit, so that comments and
whatever else stands in it stay. What can't be used is said with its line and left as it is: the app runs with what it
has. The environment goes before it (`DUTYBOOK_LANG`, `TEXTUAL_THEME`, `TEXTUAL_ANIMATIONS`, `NO_COLOR`).
"""

import os
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from pathlib import Path
from typing import Any
from typing import ClassVar

from platformdirs import user_config_path

from schema.failure import Failure
from store.disk import Missing
from store.disk import explain_write
from store.files import digest
from store.files import read
from store.files import write
from tui.language import LANGUAGES
from tui.language import _
from tui.language import language
from tui.themes import names_of_themes

FILE = "settings.toml"
"""The name of the file in the configuration folder."""
KEYS_FILE = "keys.toml"
"""The keymap that is read where no other is named."""
MOST_BYTES = 1 << 20


class SettingsUnreadable(Failure):
    """The settings file is damaged, so nothing is written into it."""

    code: ClassVar[str] = "F693"
    exit_code: ClassVar[int] = 3

    def __init__(self, path: Path, why: str, why_zh: str) -> None:
        super().__init__(
            f"The settings file {path} can't be used: {why}",
            "It was left as it is, and the usual settings hold. Mend it or move it away.",
            message_zh=f"设置文件 {path} 无法使用：{why_zh}",
            hint_zh="文件保持原样，暂用默认设置。请修好该文件或把它移开。",
        )


@dataclass(frozen=True)
class Preferences:
    """What is set; every default is what the app does without a file."""

    language: str = ""
    """One of tui.language.LANGUAGES; empty for the register's own."""
    theme: str = "dark"
    """One of tui.themes.CHOICES, or the name of another theme of Textual's."""
    animations: bool = True
    """Whether anything moves or blinks by itself."""
    mouse: bool = True
    """Whether the app takes the mouse; without it the terminal's own selecting works."""
    keymap: str = ""
    """Path of the keymap file; empty for keys.toml beside the settings."""


_USUAL: dict[str, Any] = {one.name: one.default for one in fields(Preferences)}


@dataclass(frozen=True)
class ReadPreferences:
    """What a settings file holds."""

    preferences: Preferences = Preferences()
    problems: Sequence[str] = ()
    """What could not be used, a sentence or two each, in the language of the screen."""


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of a person's settings: `DUTYBOOK_CONFIG_DIR`, or what the system has for dutybook."""
    chosen = environ.get("DUTYBOOK_CONFIG_DIR")
    return Path(chosen) if chosen else user_config_path("dutybook")


def keymap_path(preferences: Preferences, folder: Path) -> Path:
    """Where the keymap is read from; a relative path counts from the settings' folder."""
    return folder / Path(preferences.keymap or KEYS_FILE).expanduser()


def read_preferences(folder: Path) -> ReadPreferences:
    """Read the settings; no file means that nothing is set, a damaged one is said. Raises nothing."""
    try:
        data = _read(folder)
        table = _parse(folder, data)
    except Missing:
        return ReadPreferences()
    except Failure as failure:
        return ReadPreferences(problems=("\n".join(failure.say(language())),))
    return _take(table, data)


def write_preferences(folder: Path, wanted: Preferences) -> None:
    """Write what differs from the file into it, as a whole or not at all; all else in it stays.

    A value that the file holds and that can't be used is replaced only when the person set another.

    Raises:
        SettingsUnreadable: the file is there and damaged; it is as it was.
        ChangedOnDisk: another window set something at the same moment.
        FileFailure: it can't be read or written.
    """
    import tomlkit  # noqa: PLC0415 - only setting something asks for it

    try:
        data = _read(folder)
        expected: str | None = digest(data)
    except Missing:
        data, expected = b"", None
    before = _take(_parse(folder, data), data).preferences
    document = tomlkit.parse(data.decode().removeprefix("\ufeff"))
    for name, usual in _USUAL.items():
        value = getattr(wanted, name)
        if value == getattr(before, name):
            continue
        if value == usual:
            document.pop(name, None)
        else:
            document[name] = value  # tomlkit puts a new key before the first table
    place = _place(folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise explain_write(FILE, error) from error
    write(place.parent, place.name, tomlkit.dumps(document).encode(), expected=expected, mode=0o600)


def _place(folder: Path) -> Path:
    """The file itself: people keep their settings elsewhere and put a link here."""
    return (folder / FILE).resolve()


def _read(folder: Path) -> bytes:
    try:
        place = _place(folder)
    except (OSError, RuntimeError) as error:  # links that go round
        raise SettingsUnreadable(folder / FILE, str(error), str(error)) from error
    if not place.parent.is_dir():
        raise Missing(FILE)
    return read(place.parent, place.name, limit=MOST_BYTES)


def _parse(folder: Path, data: bytes) -> dict[str, Any]:
    from store.toml.text import Unparseable  # noqa: PLC0415 - only where there is a file
    from store.toml.text import parse  # noqa: PLC0415 - the same

    try:
        return parse(data).data
    except Unparseable as failure:
        raise SettingsUnreadable(folder / FILE, failure.say("en")[0], failure.say("zh_CN")[0]) from failure


def _take(table: Mapping[str, Any], data: bytes) -> ReadPreferences:
    from store.toml.text import locate  # noqa: PLC0415 - only where there is a file

    known: dict[str, Any] = {}
    problems: list[str] = []
    text = data.decode("utf-8", "replace")
    for name, value in table.items():
        said = _fault(name, value)
        if said:
            problems.append(f"{FILE}: " + _("Line {n}: {said}").format(n=locate(text, (name,)), said=said))
        else:
            known[name] = value
    return ReadPreferences(Preferences(**known), tuple(problems))


def _fault(name: str, value: Any) -> str:
    """What is wrong with a value; empty where it can be used."""
    if name not in _USUAL:
        return _("'{name}' is not known here; it stays.").format(name=name)
    if type(value) is not type(_USUAL[name]):
        wanted = _("true or false") if isinstance(_USUAL[name], bool) else _("a text")
        return _("'{name}' must be {wanted}.").format(name=name, wanted=wanted)
    if name == "language" and value and value not in LANGUAGES:
        return _("There is no language '{value}'; there are {known}.").format(value=value, known=", ".join(LANGUAGES))
    if name == "theme" and value not in names_of_themes():
        return _("There is no theme '{value}'; there are {known}.").format(
            value=value, known=", ".join(names_of_themes()[:6])
        )
    return ""
