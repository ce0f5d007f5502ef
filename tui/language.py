"""Which language the screen speaks, and the catalogue behind it.

Messages in the source are English; the catalogues in `tui/locale/zh_CN/LC_MESSAGES/` hold the Chinese, one
file per area of the app, `dutybook.po` for what areas share. They are read as they are committed: compiled ones would have to be built by whoever installs, and a few hundred entries parse in
milliseconds. `_` looks a message up when it is shown, so the language can change while the app runs.
"""

import ast
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
"""The languages there are; the first is that of the sample register."""

_LOCALE = Path(__file__).parent / "locale"
_CONTEXT = "\x04"  # what gettext puts between a context and its message
_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr) )?(".*")')


class Catalogue(NullTranslations):
    """The messages of one language, looked up as gettext does: an unknown one comes back unchanged."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        super().__init__()
        self.language = language
        """One of LANGUAGES."""
        self._messages = messages

    def gettext(self, message: str) -> str:
        """Translate one message."""
        return self._messages.get(message) or message

    def pgettext(self, context: str, message: str) -> str:
        """Translate a short message that means different things in different places."""
        return self._messages.get(context + _CONTEXT + message) or message


class _Speaker:
    """Holds the language in use; one per process, as gettext does."""

    catalogue = Catalogue("en", {})


def use(language: str) -> None:
    """Speak a language from now on; one that there is no catalogue for means English."""
    _Speaker.catalogue = load_catalogue(language if language in LANGUAGES else "en")


def language() -> str:
    """Say which of LANGUAGES is in use."""
    return _Speaker.catalogue.language


def _(message: str) -> str:
    """Translate a message of our own; never a text of a record."""
    return _Speaker.catalogue.gettext(message)


def _p(context: str, message: str) -> str:
    """Translate a message in a context, such as `("light", "R")`."""
    return _Speaker.catalogue.pgettext(context, message)


def msgid(message: str) -> str:
    """Mark a message that is translated later, where it is shown."""
    return message


def choose_language(register: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """Choose the language of the screen.

    Args:
        register: the language that register.toml names, such as `zh-CN`; empty while there is no register.
        environ: `DUTYBOOK_LANG` goes before the register, `LC_ALL`, `LC_MESSAGES` and `LANG` come after it.

    Returns:
        One of LANGUAGES; English where nothing says otherwise.
    """
    asked = [environ.get("DUTYBOOK_LANG", ""), register]
    asked += [environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for wish in asked:
        spoken = wish.replace("-", "_").split(".")[0].lower()
        if spoken.startswith("zh"):
            return "zh_CN"
        if spoken.startswith("en") or spoken in {"c", "posix"}:
            return "en"
    return "en"


@lru_cache(maxsize=len(LANGUAGES))
def load_catalogue(language: str) -> Catalogue:
    """Read the catalogues of one of LANGUAGES; English is what the source says and has none."""
    messages: dict[str, str] = {}
    for path in sorted((_LOCALE / language / "LC_MESSAGES").glob("*.po")):
        messages |= parse_catalogue(path.read_text(encoding="utf-8"))
    return Catalogue(language if messages else "en", messages)


def parse_catalogue(text: str) -> dict[str, str]:
    """Read the text of a .po file.

    Entries are `msgctxt` (optional), `msgid` and `msgstr`, each one or more quoted lines; fuzzy, obsolete and empty
    entries are left out. Plural forms are not used: Chinese has none, and English messages here avoid them.

    Returns:
        Message to translation; a context goes before its message with U+0004 between.
    """
    messages: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        entry = {"msgctxt": "", "msgid": "", "msgstr": ""}
        part = ""
        fuzzy = False
        for line in block.splitlines():
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            found = _LINE.fullmatch(line.strip())
            if found:
                part = found[1] or part
                entry[part] += ast.literal_eval(found[2])
        if entry["msgid"] and entry["msgstr"] and not fuzzy:
            context = entry["msgctxt"] + _CONTEXT if entry["msgctxt"] else ""
            messages[context + entry["msgid"]] = entry["msgstr"]
    return messages
