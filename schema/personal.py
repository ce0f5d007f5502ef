"""Numbers that belong to a person: resident identity numbers, mobile numbers, bank cards, found in any text (R17).

People write them with spaces, hyphens, full-width digits and characters that cannot be seen; hashes and document numbers hold long runs of
digits that are none of these. A number counts only where it stands alone: no letter and no other digit beside it.
"""

import re
import unicodedata
from datetime import date
from enum import Enum
from typing import Final


class PersonalNumber(Enum):
    """What sort of number was found."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    CARD = "card"


_PROVINCES: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""The first two digits of identity numbers (GB/T 2260, and residence permits)."""
_RUN: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \t.·_/()-]{0,3}[0-9])*(?:[ .-]?[Xx])?(?![0-9A-Za-z])")
"""Digits with what people put between them."""
_GROUP: Final = re.compile(r"[0-9]+[Xx]?|[Xx]")
_MOBILE: Final = re.compile(r"(?:86|0086)?1[3-9][0-9]{9}")
_CARD: Final = re.compile(r"62[0-9]{14,17}")
_SHORTEST: Final = 11
_LONGEST: Final = 19


def find_numbers(text: str) -> list[PersonalNumber]:
    """The sorts of personal numbers in a text, each once, in order of their first place."""
    if sum(character.isdigit() for character in text) < _SHORTEST:
        return []
    found: dict[PersonalNumber, None] = {}
    for run in _RUN.finditer(_plain(text)):
        for candidate in _candidates(run.group()):
            sort = _sort_of(candidate)
            if sort is not None:
                found[sort] = None
    return list(found)


def _plain(text: str) -> str:
    """Full-width forms made narrow, dashes made hyphens, and what cannot be seen taken out."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(
        "-" if unicodedata.category(character) == "Pd" else character
        for character in narrow
        if unicodedata.category(character) not in {"Cf", "Mn", "Cc"} or character in "\t\n"
    )


def _candidates(run: str) -> list[str]:
    """Neighbouring groups of digits put together: a number may be cut anywhere, but starts and ends where a group does."""
    groups = _GROUP.findall(run)
    found = []
    for start in range(len(groups)):
        joined = ""
        for group in groups[start:]:
            joined += group
            if len(joined) > _LONGEST:
                break
            if len(joined) >= _SHORTEST:
                found.append(joined.upper())
    return found


def _sort_of(digits: str) -> PersonalNumber | None:
    if _is_identity(digits):
        return PersonalNumber.IDENTITY
    if not digits.isdigit():
        return None
    if _MOBILE.fullmatch(digits):
        return PersonalNumber.MOBILE
    return PersonalNumber.CARD if _CARD.fullmatch(digits) and _is_card(digits) else None


def _is_card(digits: str) -> bool:
    from stdnum import luhn  # noqa: PLC0415 - it loads ssl; few texts hold a number of this length

    return bool(luhn.is_valid(digits))


def _is_identity(digits: str) -> bool:
    """Whether it is an identity number of 18 places with its check digit, or an old one of 15."""
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == 18 and digits[:-1].isdigit():
        from stdnum.cn import ric  # noqa: PLC0415 - as above

        return _is_birthday(digits[6:14]) and ric.calc_check_digit(digits) == digits[-1]
    return len(digits) == 15 and digits.isdigit() and _is_birthday(f"19{digits[6:12]}")


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2150
