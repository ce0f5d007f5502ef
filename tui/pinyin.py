"""Pinyin for filtering: `dangwu` and `dw` both find 党务.

Character by character from a table, because a hundred thousand titles have no time for a dictionary of phrases; a
character with two readings is spelled both ways. The table is loaded by the first call, in a thread.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path

_TONES = str.maketrans(
    "āáǎàēéěèêếềīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ",
    "aaaaeeeeeeeiiiioooouuuuvvvvvnnnm",
)
_OTHER = re.compile("[^a-z]")


@cache
def _load() -> dict[str, tuple[str, str]]:
    """First and second reading of every character, without tones; the same twice where there is one."""
    table: dict[str, tuple[str, str]] = {}
    for point, said in _readings().items():
        plain = (_OTHER.sub("", each.translate(_TONES)) for each in said.split(","))
        readings = list(dict.fromkeys(plain))
        first = readings[0]
        table[chr(point)] = (first, next((other for other in readings[1:] if other[0] != first[0]), readings[-1]))
    return table


def _readings() -> dict[int, str]:
    """The readings of 25,000 characters, from pypinyin's table of them alone.

    The package itself brings 47,000 phrases in 200,000 lists, which nothing here asks for: 30 MB, and the collector of cycles
    would walk them all for as long as the app runs, some 60 ms each time in which no key is served.
    """
    package = find_spec("pypinyin")  # finds it without importing it
    folders = package.submodule_search_locations if package is not None else None
    found = spec_from_file_location("tui.pinyin_readings", Path(folders[0], "pinyin_dict.py")) if folders else None
    if found is None or found.loader is None:
        message = "pypinyin is not installed"
        raise ImportError(message)
    module = module_from_spec(found)
    found.loader.exec_module(module)
    readings: dict[int, str] = module.pinyin_dict
    return readings


def spell(text: str) -> str:
    """Spell a text for searching.

    Args:
        text: any text; characters without a reading are passed over, so that 党务2026 is `dangwu`.

    Returns:
        The pinyin without tones and the initials, on lines of their own, in each reading; empty where there is nothing
        to spell.
    """
    if text.isascii():
        return ""
    table = _load()
    found = [table[sign] for sign in text if sign in table]
    if not found:
        return ""
    lines = [_join(reading[0] for reading in found), "".join(reading[0][0] for reading in found)]
    second = _join(reading[1] for reading in found)
    if second != lines[0]:
        lines += [second, "".join(reading[1][0] for reading in found)]
    return "\n".join(lines)


def _join(readings: Iterable[str]) -> str:
    return "".join(readings)
