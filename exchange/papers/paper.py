"""A paper before it is laid out: its elements by their names in GB/T 9704, clause 7."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from typing import NamedTuple

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Not from the machine's settings: the same paper is the same everywhere."""


class Heading(NamedTuple):
    """A heading; numbers are put before it when it is laid out."""

    level: int
    """1 一、 2 （一） 3 1. 4 （1）; in English 1. 1.1 (1) (a)"""
    text: str


class Paragraph(NamedTuple):
    """A paragraph of the body."""

    text: str


class Grid(NamedTuple):
    """A table."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]
    """How wide the columns are against each other."""
    tall: bool = False
    """Whether people sign in its rows."""


Block = Heading | Paragraph | Grid


class Enclosure(NamedTuple):
    """附件: what comes after the paper, on pages of its own (7.3.7)."""

    title: str
    blocks: Sequence[Block]


class Paper(NamedTuple):
    """One paper."""

    title: str
    day: date
    """成文日期"""
    blocks: Sequence[Block]
    addressee: str = ""
    """主送"""
    copies: str = ""
    """抄送"""
    signer: str = ""
    """发文机关署名"""
    number: str = ""
    """发文字号"""
    attachments: Sequence[str] = ()
    """附件说明: what else is enclosed, apart from `enclosures`."""
    enclosures: Sequence[Enclosure] = ()
    language: str = "zh"
    """`zh` or `en`: how it is numbered, dated and laid out."""
    entries: int = 0
    """How many matters it tells of."""


def in_words(day: date, language: str = "zh") -> str:
    """A day as papers write it: Arabic numbers without leading zeros (GB/T 9704, 7.3.5.4); in English `5 March 2026`."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
