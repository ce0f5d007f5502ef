"""Pinyin for filtering: `dangwu` and `dw` both find 党务.

Character by character from a table, because a hundred thousand titles have no time for a dictionary of phrases; a
character with two readings is spelled both ways. The table is loaded by the first call, in a thread.
"""

import re
from collections.abc import Iterable
from functools import cache

_TONES = str.maketrans(
    "āáǎàēéěèêếềīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ",
    "aaaaeeeeeeeiiiioooouuuuvvvvvnnnm",
)
_OTHER = re.compile("[^a-z]")


@cache
def _load() -> dict[str, tuple[str, str]]:
    """First and second reading of every character, without tones; the same twice where there is one."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - 25,000 readings that only filtering needs

    table: dict[str, tuple[str, str]] = {}
    for point, said in pinyin_dict.items():
        plain = (_OTHER.sub("", each.translate(_TONES)) for each in said.split(","))
        readings = list(dict.fromkeys(plain))
        first = readings[0]
        table[chr(point)] = (first, next((other for other in readings[1:] if other[0] != first[0]), readings[-1]))
    return table


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
