"""Labels: the numbers that clauses begin with, in every style that offices use, and which of them stands above which."""

import re
from enum import IntEnum
from typing import Final
from typing import NamedTuple

from schema.shadow import number


class Style(IntEnum):
    """The styles, the outermost first: a label closes whatever has a greater one."""

    PART = 0
    """第一编"""
    CHAPTER = 1
    """第一章"""
    SECTION = 2
    """第一节"""
    ARTICLE = 3
    """第一条"""
    COMMA = 4
    """一、"""
    BRACKET = 5
    """（一）"""
    DECIMAL = 6
    """1. and 1、, 1.1 below it"""
    ARABIC_BRACKET = 7
    """（1）"""
    CIRCLE = 8
    """①"""
    LETTER = 9
    """a. and (a)"""
    ORDINAL = 10
    """一是, 第一，首先"""
    BULLET = 11
    """•, which has no number and is counted"""


class Label(NamedTuple):
    """A label at the beginning of a line."""

    style: Style
    raw: str
    """As it stands there, trimmed."""
    numbers: tuple[int, ...]
    """Its number; of 1.2.3 all three."""
    end: int
    """Where what it labels begins in the line."""

    @property
    def number(self) -> int:
        """Its last number."""
        return self.numbers[-1]


_HAN: Final = "[零一二三四五六七八九十百]{1,5}"
_EITHER: Final = "(?:[零一二三四五六七八九十百]{1,5}|[0-9]{1,3})"
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ENGLISH: Final = {"part": Style.PART, "chapter": Style.CHAPTER, "section": Style.SECTION, "article": Style.ARTICLE}
_STYLES: Final = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (Style.PART, rf" *第 *(?P<n>{_EITHER}) *[编篇](?: +|$)"),
        (Style.CHAPTER, rf" *第 *(?P<n>{_EITHER}) *部分 *(?:[:、.] *|$| +)"),
        (Style.SECTION, rf" *第 *(?P<n>{_EITHER}) *[项类] *(?:[:、] *|$)"),
        (Style.CHAPTER, rf" *第 *(?P<n>{_EITHER}) *章 *[:、.]? *"),
        (Style.SECTION, rf" *第 *(?P<n>{_EITHER}) *节 *[:、.]? *"),
        (Style.ARTICLE, rf" *第 *(?P<n>{_EITHER}) *条(?: *之 *(?P<of>{_HAN}))? *[:、.]? *"),
        (Style.COMMA, rf" *(?P<n>{_HAN}) *(?:、|\. |\.(?=[^ 0-9])) *"),
        (Style.BRACKET, rf" *\( *(?P<n>{_HAN}) *\) *[、.]? *"),
        (
            Style.DECIMAL,
            r" *(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})(?![0-9%]|\.[0-9]) *[、.]? *(?=[^0-9%年月日次个万元])",
        ),
        (Style.DECIMAL, r" *(?P<n>[0-9]{1,2}) *(?:、|\.(?![0-9])|\)) *"),
        (Style.ARABIC_BRACKET, r" *\( *(?P<n>[0-9]{1,2}) *\) *[、.]? *"),
        (Style.CIRCLE, r" *(?P<n>[\u2460-\u249b\u3220-\u3229]) *[、.]? *"),
        (
            Style.LETTER,
            r" *\( *(?P<n>[a-z]|[ivx]{1,4}) *\)(?: +|(?=[\u4e00-\u9fff]))|^ *(?P<m>[a-z])[.)、](?: +|(?=[\u4e00-\u9fff]))",
        ),
        (Style.ORDINAL, r" *(?P<n>[一二三四五六七八九十]{1,3})(?:是|要)(?!一|否|不是) *[:,]? *"),
        (Style.ORDINAL, r" *第(?P<n>[一二三四五六七八九十]{1,3}) *[,:、] *"),
    )
)
_ENGLISH_LABEL: Final = re.compile(
    r" *(?P<word>part|chapter|section|article) +(?P<n>[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}|[ivx]{1,5})\b *[.:)-]? *",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"\b(?:shall|must|will|may|is|are|has|have)\b")
_BULLET: Final = re.compile(r" *[•●◆■▪▶►◇□] *(?=\S)")
_INLINE: Final = re.compile(r"(?P<n>[一二三四五六七八九十]{1,2})(?:是|要)|第(?P<m>[一二三四五六七八九十]{1,2})(?=,)")


def label_of(plain: str) -> Label | None:
    """The label that a line begins with; None where it begins with none.

    Args:
        plain: the shadow of the line.
    """
    english = _ENGLISH_LABEL.match(plain)
    if english is not None:
        return _english(english, plain)
    bullet = _BULLET.match(plain)
    if bullet is not None:
        inner = label_of(plain[bullet.end() :])
        if inner is None:
            return Label(Style.BULLET, bullet.group().strip(), (1,), bullet.end())
        return inner._replace(end=inner.end + bullet.end())
    for style, pattern in _STYLES:
        match = pattern.match(plain)
        if match is not None:
            numbers = _numbers(style, match)
            if all(numbers):
                return Label(style, match.group().strip(), numbers, match.end())
    return None


def _english(match: re.Match[str], plain: str) -> Label:
    """The label of an English article, section, chapter or part.

    What is called a section or an article may be either: with a number of two places, or with its rule on the same line, it is a clause;
    articles counted in Roman numerals stand over sections.
    """
    said = match["n"].casefold()
    roman = not said[0].isdecimal()
    numbers = (_ROMAN.get(said, 0),) if roman else tuple(map(int, said.split(".")))
    style = _ENGLISH[match["word"].casefold()]
    if style is Style.ARTICLE and roman:
        style = Style.CHAPTER
    if len(numbers) > 1 or (style is Style.SECTION and _RULE.search(plain, match.end())):
        style = Style.ARTICLE
    return Label(style, match.group().strip(), numbers, match.end())


def _numbers(style: Style, match: re.Match[str]) -> tuple[int, ...]:
    said = match["n"] or match.groupdict().get("m") or ""
    if style is Style.CIRCLE:
        return (_circled(said),)
    if style is Style.LETTER:
        return (_ROMAN[said] if said in {"i", "v", "x"} or len(said) > 1 else ord(said) - 96,)
    if style is Style.DECIMAL:
        return tuple(int(each) for each in said.split("."))
    more = match.groupdict().get("of")
    return (number(said), number(more)) if more else (number(said),)


def _circled(sign: str) -> int:
    code = ord(sign)
    for first in (0x2460, 0x2474, 0x2488):
        if first <= code < first + 20:
            return code - first + 1
    return code - 0x3220 + 1


def ordinals_in(plain: str) -> list[tuple[int, int]]:
    """Where 一是, 二是, 三是 … stand within a text, one after the other from the first: begin and end of each word.

    Empty unless at least two follow upon each other, so that a lone 一是 is no list.
    """
    found: list[tuple[int, int]] = []
    for match in _INLINE.finditer(plain):
        before = plain[: match.start()].rstrip()
        if number(match["n"] or match["m"]) == len(found) + 1 and (not before or before[-1] in ",。;:、"):
            found.append(match.span())
    return found if len(found) > 1 else []
