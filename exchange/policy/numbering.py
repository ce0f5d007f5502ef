"""Automatic numbers of Word: the label of a paragraph is not in its text but follows from the document's numbering, and is counted here."""

import re
from collections.abc import Callable
from typing import Any
from typing import Final

from docx.oxml.ns import qn

_HAN: Final = "零一二三四五六七八九"
_PLACE: Final = re.compile("%([1-9])")


def in_chinese(number: int) -> str:
    """A number up to 99 in Chinese digits; in Arabic ones beyond."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(96 + number) if 0 < number <= 26 else str(number)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": in_chinese,
    "chineseCountingThousand": in_chinese,
    "chineseLegalSimplified": in_chinese,
    "japaneseCounting": in_chinese,
    "ideographDigital": in_chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "bullet": lambda _: "",
}


class Numbering:
    """Counts the labels of one document's paragraphs, read in order."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[str, list[int]] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        root = _root(document)
        if root is not None:
            abstract = {each.get(qn("w:abstractNumId")): each for each in root.iterfind(qn("w:abstractNum"))}
            for each in root.iterfind(qn("w:num")):
                link = each.find(qn("w:abstractNumId"))
                found = abstract.get(link.get(qn("w:val"))) if link is not None else None
                if found is not None:
                    self._levels[each.get(qn("w:numId"))] = dict(map(_level, found.iterfind(qn("w:lvl"))))

    def label(self, paragraph: Any) -> str:
        """The label that Word shows before a paragraph; empty where it has none."""
        own, level = _numbered(paragraph)
        levels = self._levels.get(own, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(own, [0] * 9)
        counts[level] = counts[level] + 1 if counts[level] else levels[level][2]
        counts[level + 1 :] = [0] * (8 - level)
        shape, text, _ = levels[level]
        if shape == "bullet":
            return "• "
        return _PLACE.sub(lambda match: self._said(levels, counts, int(match[1]) - 1), text)

    @staticmethod
    def _said(levels: dict[int, tuple[str, str, int]], counts: list[int], level: int) -> str:
        shape = levels.get(level, ("decimal", "", 1))[0]
        return _FORMATS.get(shape, str)(counts[level] or 1)


def _root(document: Any) -> Any:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return None


def _level(element: Any) -> tuple[int, tuple[str, str, int]]:
    def value(name: str, default: str) -> str:
        found = element.find(qn(name))
        return found.get(qn("w:val"), default) if found is not None else default

    start = value("w:start", "1")
    return int(element.get(qn("w:ilvl"), "0")), (
        value("w:numFmt", "decimal"),
        value("w:lvlText", ""),
        int(start) if start.isdecimal() else 1,
    )


def _numbered(paragraph: Any) -> tuple[str, int]:
    """The numbering and its level that a paragraph has, itself or by its style."""
    style = paragraph.style.element if paragraph.style is not None else None
    for element in (paragraph.paragraph_format.element, style):
        properties = element.find(qn("w:pPr")) if element is not None else None
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is not None:
            own, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
            deep = level.get(qn("w:val"), "0") if level is not None else "0"
            return (own.get(qn("w:val"), "") if own is not None else ""), int(deep) if deep.isdecimal() else 0
    return "", 0
