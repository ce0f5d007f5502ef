"""Fingerprints: a clause's text made short, so that a duty can tell whether its clause still says what it said (R18).

A fingerprint is written `n1:` and sixteen hexadecimal digits: the name of the way in which it was made, then the first half of
the SHA-256 of the folded text. What is folded, and so may change without anybody having to review a duty again:

- full-width and half-width forms, and other forms that Unicode holds to be compatible (NFKC): `（一）` and `(一)`, `，` and `,`;
- white space at both ends; white space beside a Chinese or Japanese character, beside a punctuation mark or any other sign: taken away;
- white space between two letters or digits of other scripts: one space, however long it is and wherever the line breaks.

Every other character counts, case included. A way of folding is never changed; a better one gets a name of its own.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

ALGORITHM: Final = "n1"
"""The name of the way in which fingerprints are made now."""
_WRITTEN: Final = re.compile(r"n1:[0-9a-f]{16}")
_WIDE: Final = frozenset("WF")
_DIGITS: Final = 16


@lru_cache(maxsize=65_536)
def fingerprint(text: str) -> str:
    """The fingerprint of a clause's text, such as `n1:9f86d081884c7d65`; the empty text has one too."""
    digest = hashlib.sha256(fold(text).encode(errors="surrogatepass")).hexdigest()
    return f"{ALGORITHM}:{digest[:_DIGITS]}"


def is_known(text: str) -> bool:
    """Whether a text is a fingerprint that this version can compare."""
    return _WRITTEN.fullmatch(text) is not None


def fold(text: str) -> str:
    """A text without what may change while it says the same; see the module's own words."""
    parts = unicodedata.normalize("NFKC", text).split()
    folded = parts[:1]
    for before, after in pairwise(parts):
        if _is_letter(before[-1]) and _is_letter(after[0]):
            folded.append(" ")
        folded.append(after)
    return "".join(folded)


def _is_letter(character: str) -> bool:
    """Whether it is a letter or digit of a script that parts its words by spaces."""
    return character.isalnum() and unicodedata.east_asian_width(character) not in _WIDE
