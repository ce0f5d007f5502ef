"""Shadows: a text of the same length in which look-alike signs are one sign, for matching only; what is kept and shown is the text itself.

Brackets, colons, commas and digits of full width become narrow ones, and every sort of space becomes a plain one. As every character answers
to exactly one, a place in the shadow is the same place in the text.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_ONE: Final = {"⑴": "①", "〇": "零", "○": "零", "【": "[", "】": "]", "﹕": ":", "∶": ":"}
_INVISIBLE: Final = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
_HUNDRED: Final = 100
_TEN: Final = 10


def shadow(text: str) -> str:
    """The shadow of a text; as long as the text."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character in _ONE:
        return _ONE[character]
    if unicodedata.category(character) in _INVISIBLE:
        return " "
    if "\u2460" <= character <= "\u249b":  # circled and bracketed numbers say which sort of label they are
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def number(text: str) -> int:
    """The whole number that a text writes in Chinese or Arabic digits, 0 to 999; 0 where it writes none.

    `十二`, `二十`, `一百零三`, `12` and `１２` are read, `两` is two; so are numbers spelt digit by digit (`二零`).
    """
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    digits = []
    for character in text.replace("两", "二").replace("〇", "零").replace("廿", "二十").replace("卅", "三十"):
        value = int(unicodedata.numeric(character, -1))
        if value < 0:
            return 0
        if value in {_TEN, _HUNDRED}:
            total += (digit or 1) * value
            digit = 0
        else:
            digit = value
            digits.append(str(value))
    return int("".join(digits)) if total == 0 and len(digits) > 1 else total + digit
