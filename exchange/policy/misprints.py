"""Suspected misprints: offered with what may be meant, never corrected by themselves.

Most come from text recognition, which mistakes a character for one that looks alike, and from copying a rule of another office.
"""

import re
from typing import Final
from typing import NamedTuple

_KNOWN: Final = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        ("耍追究|要迫究|耍迫究|要追宄|耍追宄", "要追究"),
        ("迫究", "追究"),
        ("贵任", "责任"),
        ("(?<=[追问])贵(?=[^重任]|$)", "责"),
        ("(?<=负)总则", "总责"),
        ("达职", "述职"),
        ("检纪", "纪检"),
        ("先法", "宪法"),
        ("放仕", "放任"),
        ("仕务", "任务"),
        ("精袖", "精神"),
        ("(?<=领)神|领柚", "袖"),
        ("研判断", "研判"),
        ("独设者", "独立设置"),
        ("意识工作责任制", "意识形态工作责任制"),
        ("意识形态工作制(?!度)", "意识形态工作责任制"),
        ("主体(?=[,。;])", "主体责任"),
        ("名字名单", "名单"),
        ("(?<![不大工])作实(?=[^际施])", "做实"),
        (r"(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])", ""),
        (r"(?<=[\u4e00-\u9fff])[,;:](?=[,。;:])", ""),
        (r"(?<=[\u4e00-\u9fff]),方(?=[\u4e00-\u9fff])", ""),
        (r"([的了和与及对把是在])\1(?!一)", r"\1"),
        ("(?<=[作度制题容务施任])的要(?=[^求点素件领义])", "要"),
    )
)  # fmt: skip
_OFFICE: Final = re.compile("全局(?=意识形态|工作|各)|(?<=对)全局(?!性|观)")


class Suspect(NamedTuple):
    """A place that may be misprinted."""

    start: int
    end: int
    words: str
    """What stands there."""
    meant: str
    """What may be meant; empty where the signs may be superfluous."""


def suspects_in(text: str, plain: str, *, bureau: bool) -> tuple[Suspect, ...]:
    """The suspected misprints of a text, in their order.

    Args:
        text: of a clause.
        plain: its shadow.
        bureau: whether the text is that of a bureau (局), where 全局 is no slip.
    """
    found: dict[tuple[int, int], Suspect] = {}
    for pattern, meant in _KNOWN:
        for match in pattern.finditer(plain):
            if not any(start < match.end() and match.start() < end for start, end in found):
                found[match.span()] = Suspect(*match.span(), text[slice(*match.span())], match.expand(meant))
    if not bureau:
        for match in _OFFICE.finditer(plain):
            found[match.span()] = Suspect(*match.span(), text[slice(*match.span())], "全街道")
    return tuple(found[span] for span in sorted(found))
