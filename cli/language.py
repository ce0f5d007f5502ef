"""Which language the command line speaks, and its texts by name.

`DUTYBOOK_LANG` goes first, then the register's own language, then the machine's. The register's is peeked at without
opening it, so that wrong use is answered in the right language too.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from cli.help import HELP
from cli.words import TEXTS

_LANGUAGE = re.compile(r"^[ \t]*language[ \t]*=[ \t]*[\"']([A-Za-z_-]{2,10})[\"']", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_PEEKED = 65536


class _Speaker:
    """Holds the language in use; one per process, as gettext does."""

    language = "en"


def use(language: str) -> None:
    """Speak a language from now on: `zh…` means Chinese, all else English."""
    _Speaker.language = "zh" if language.startswith("zh") else "en"


def spoken() -> str:
    """The language in use: `zh` or `en`."""
    return _Speaker.language


def say(name: str, /, **values: object) -> str:
    """One of our texts in the language in use.

    Args:
        name: its name in cli.words.
        values: what its `{names}` stand for. Texts of records go in as they are; what prints them makes them visible.
    """
    zh, en = pair(name, **values)
    return zh if _Speaker.language == "zh" else en


def pair(name: str, /, **values: object) -> tuple[str, str]:
    """One of our texts in Chinese and in English."""
    zh, en = TEXTS[name]
    return zh.format(**values), en.format(**values)


def describe(name: str) -> str:
    """A help text of cli.help in the language in use."""
    zh, en = HELP[name]
    return zh if _Speaker.language == "zh" else en


def choose(register: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """Choose the language.

    Args:
        register: the language that register.toml names; empty where there is none.
        environ: `DUTYBOOK_LANG` goes before the register, `LC_ALL`, `LC_MESSAGES` and `LANG` come after it.

    Returns:
        `zh` or `en`; English where nothing says otherwise.
    """
    wishes = [environ.get("DUTYBOOK_LANG", ""), register]
    wishes += [environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    wish = next((wish for wish in wishes if wish), "en")
    return "zh" if wish.lower().startswith("zh") else "en"


def peek(start: Path) -> str:
    """The language that the register around a folder names; empty where none can be read. Raises nothing."""
    try:
        for folder in (start.resolve(), *start.resolve().parents):
            file = folder / "register.toml"
            if file.is_file():
                with file.open("rb") as opened:
                    text = opened.read(_PEEKED).decode("utf-8", "replace")
                found = _LANGUAGE.search(_TABLE.split(text, maxsplit=1)[0])
                return found[1] if found else ""
    except (OSError, RuntimeError):
        pass  # what is wrong here, opening the register says
    return ""
