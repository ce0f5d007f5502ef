"""Numbers that belong to a person: resident identity numbers, mobile numbers, bank cards, found in any text (R17).

People write them with spaces, hyphens, full-width digits and characters that cannot be seen; hashes and document numbers hold long runs of
digits that are none of these. A number counts only where it stands alone: no letter and no other digit beside it, and cut into groups as people cut such numbers.
Sources: GB 11643 and GB/T 2260 for identity numbers, YD/T numbering of mobile phones (1, then 3 to 9), ISO/IEC 7812 for cards.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Final
from typing import NamedTuple


class PersonalNumber(Enum):
    """What sort of number was found."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    CARD = "card"


class Issuers(NamedTuple):
    """Who issues cards under some first digits (ISO/IEC 7812)."""

    prefixes: tuple[tuple[int, int], ...]
    """Ranges of first digits, both ends in them."""
    lengths: tuple[int, ...]
    """How many digits such a card has."""


ISSUERS: Final = (
    # China UnionPay
    Issuers(((62, 62),), (16, 17, 18, 19)),
    # Debit cards of Chinese banks from before UnionPay's prefix: 9551 Postal Savings, 9558 Industrial and Commercial,
    # 9559 Agricultural and Communications, 601382 Bank of China, 95555 China Merchants, 601428 Communications
    Issuers(((9551, 9551), (9558, 9559), (601382, 601382)), (19,)),
    Issuers(((95555, 95555),), (16,)),
    Issuers(((601428, 601428),), (17,)),
    # Visa; 17 and 19 digits of old debit cards of Chinese banks in its range. The 13 digits of long ago are not
    # looked for: thirteen digits are bar codes and times as a rule.
    Issuers(((4, 4),), (16, 17, 19)),
    # Mastercard, JCB, American Express
    Issuers(((51, 55), (2221, 2720)), (16,)),
    Issuers(((3528, 3589),), (16,)),
    Issuers(((34, 34), (37, 37)), (15,)),
)
"""Whose cards are looked for; every one of them ends in the check digit of Luhn's algorithm."""
_PROVINCES: Final = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)
"""The first two digits of identity numbers (GB/T 2260, and residence permits)."""
_RUN: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \t.·_/()-]{0,3}[0-9])*(?:[ .-]?[Xx])?(?![0-9A-Za-z])")
"""Digits with what people put between them."""
_GROUP: Final = re.compile(r"[0-9]+[Xx]?|[Xx]")
_MOBILE: Final = re.compile(r"(?:86|0086)?1[3-9][0-9]{9}")
_COUNTRY: Final = frozenset({"86", "0086"})
SHORTEST: Final = 11
"""Digits that the shortest of them has."""
_LONGEST: Final = 19
_DIGIT: Final = (
    r"\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u2189\u2460-\u249b\u24ea\u3251-\u33fe\U0001f100-\U0001f10a"
)
"""The characters that NFKC turns into digits, and some that it does not."""
_ENOUGH: Final = re.compile(rf"(?:[^{_DIGIT}]*+[{_DIGIT}]){{{SHORTEST}}}")
_SOME_ENOUGH: Final = re.compile(rf"(?:^|\|)(?:[^{_DIGIT}|]*+[{_DIGIT}]){{{SHORTEST}}}")
_MARK: Final = re.compile(r"<U\+[0-9A-F]{4,6}>")
"""What `schema.visible` makes of characters that cannot be seen."""
MASK: Final = "***"
"""Stands for a personal number where a text that holds one is shown."""


class Found(NamedTuple):
    """One personal number at its place in a text."""

    sort: PersonalNumber
    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""


def may_hold(text: str) -> bool:
    """Whether a text has digits enough for a personal number; nearly all have not, so this is asked first."""
    return len(text) >= SHORTEST and _ENOUGH.match(text) is not None


def some_may_hold(texts: str) -> bool:
    """Whether one of several texts, joined by `|`, has digits enough; no number is written across that sign."""
    return _SOME_ENOUGH.search(texts) is not None


def find_numbers(text: str) -> list[PersonalNumber]:
    """The sorts of personal numbers in a text, each once, in order of their first place."""
    return list(dict.fromkeys(found.sort for found in locate_numbers(text)))


def mask(text: str) -> str:
    """A text with `***` for each personal number; the same text where it holds none."""
    if not may_hold(text):
        return text
    shown, at = "", 0
    for found in sorted(locate_numbers(text), key=lambda one: (one.start, -one.end)):
        if found.end > at:
            shown += (text[at : found.start] + MASK) if found.start >= at else ""
            at = found.end
    return shown + text[at:]


def locate_numbers(text: str) -> list[Found]:
    """Every personal number of a text with its place, in order of first places; two may share digits."""
    if not may_hold(text):
        return []
    plain, places = _plain(text)
    found = []
    for run in _RUN.finditer(plain):
        groups = [(run.start() + group.start(), group.group()) for group in _GROUP.finditer(run.group())]
        for first, last in _stretches(groups):
            sort = _sort_of([digits for _, digits in groups[first:last]], whole=last - first == len(groups))
            if sort is not None:
                start, end = groups[first][0], groups[last - 1][0] + len(groups[last - 1][1])
                found.append(Found(sort, places[start], places[end - 1] + 1))
    return found


def _plain(text: str) -> tuple[str, list[int]]:
    """Full-width forms made narrow, dashes made hyphens, and what cannot be seen taken out; with where each came from."""
    plain: list[str] = []
    places: list[int] = []
    marks = {at for mark in _MARK.finditer(text) for at in range(*mark.span())}
    for at, character in enumerate(text):
        if at in marks:
            continue
        for narrow in character if character.isascii() else unicodedata.normalize("NFKC", character):
            category = "" if narrow.isalnum() else unicodedata.category(narrow)
            if category in {"Cf", "Mn", "Cc"} and narrow not in "\t\n":
                continue
            digit = str(unicodedata.decimal(narrow)) if narrow.isdecimal() else narrow
            plain.append("-" if category == "Pd" else digit)
            places.append(at)
    return "".join(plain), places


def _stretches(groups: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Neighbouring groups that may be one number together: a number starts and ends where a group does."""
    for first in range(len(groups)):
        length = 0
        for last in range(first, len(groups)):
            length += len(groups[last][1])
            if length > _LONGEST:
                break
            if length >= SHORTEST:
                yield first, last + 1


def _sort_of(groups: list[str], *, whole: bool) -> PersonalNumber | None:
    """What sort of number some groups of digits are together.

    Args:
        groups: the digits as they are cut.
        whole: whether no other digits stand beside them.
    """
    digits = "".join(groups).upper()
    lengths = [len(group) for group in groups]
    # In one piece, or spelt digit by digit with nothing beside it: a row of small counts is no number.
    is_plain = len(groups) == 1 or (whole and max(lengths) == 1)
    if _is_identity(digits, is_cut=is_plain or min(lengths) > 2):
        return PersonalNumber.IDENTITY
    if not digits.isdigit():
        return None
    if _MOBILE.fullmatch(digits) and (is_plain or _is_mobile_cut(groups, whole=whole)):
        return PersonalNumber.MOBILE
    return PersonalNumber.CARD if (is_plain or min(lengths[:-1]) > 3) and _is_card(digits) else None


def _is_mobile_cut(groups: list[str], *, whole: bool) -> bool:
    """Whether a mobile number is cut as people cut it: 3-4-4, 4-3-4, 3-3-5; alone, 3-2-2-2-2 too."""
    own = groups[1:] if groups[0] in _COUNTRY else groups
    return all(len(group) > 2 for group in own) or (whole and len(own[0]) > 2 and min(map(len, own)) > 1)


def _is_card(digits: str) -> bool:
    if not any(len(digits) in issuers.lengths and _is_issued(digits, issuers) for issuers in ISSUERS):
        return False
    from stdnum import luhn  # noqa: PLC0415 - it loads ssl; few texts hold a number of this length

    return bool(luhn.is_valid(digits))


def _is_issued(digits: str, issuers: Issuers) -> bool:
    return any(low <= int(digits[: len(str(low))]) <= high for low, high in issuers.prefixes)


def _is_identity(digits: str, *, is_cut: bool) -> bool:
    """Whether it is an identity number of 18 places with its check digit, or an old one of 15, which has none."""
    if int(digits[:2]) not in _PROVINCES:
        return False
    if len(digits) == 18 and digits[:-1].isdigit():
        from stdnum.cn import ric  # noqa: PLC0415 - as above

        return _is_birthday(digits[6:14]) and ric.calc_check_digit(digits) == digits[-1]
    return is_cut and len(digits) == 15 and digits.isdigit() and _is_birthday(f"19{digits[6:12]}")


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2150
