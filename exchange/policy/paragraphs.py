"""Lines to paragraphs: a sentence broken by hard line ends is joined, a line that holds several clauses is parted before their labels.

Texts copied from a page or a scan come in both shapes. Nothing is added or lost but the blanks at the places.
"""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from exchange.policy.labels import label_of
from exchange.policy.line import Line
from schema.shadow import number

_STOP: Final = "。;:!?.…"
_OPEN_END: Final = re.compile("[,、(《“‘-]$|[\u4e00-\u9fffA-Za-z0-9]$")
_ALONE: Final = re.compile(r"\t| *(?:常务)?(?:副? *组 *长|成 *员|主 *任) *:|.{0,30}[编篇章节条] *$|.*[(][^()]*[)]$")
"""Lines that are no part of a broken sentence."""
_NARROWEST: Final = 40
"""A line of a hard-wrapped text is at least so many cells wide."""
_SLACK: Final = 6
"""So many cells may be left free at its end; twice as many and more in English, where whole words are moved."""
_FEWEST: Final = 3
_HAN: Final = "[零一二三四五六七八九十百]{1,5}"
_BEHIND: Final = r"(?:^|(?<=[。;:!?”》)\]])) *"
_PAGE: Final = re.compile(r"[—–―] *[0-9]{1,3} *[—–―]")
_PAGE_BEFORE: Final = re.compile(rf"{_PAGE.pattern} *$")
_CHAPTER_BEFORE: Final = re.compile(rf"第 *(?:{_HAN}|[0-9]{{1,2}}) *[章节][^。;,]{{0,24}}$")
_ROLES: Final = re.compile(r"(?:常务)?(?:副 *组长|(?<!副)(?<!副 )组长|成员) *:|领导小组(?:下设)?办公室(?:设在)?")
_CHAPTER: Final = re.compile(
    rf"(?:(?<=[。;]) *| +|(?<=[则法定度案例见]))(?=第 *(?:{_HAN}|[0-9]{{1,2}}) *[章节][ \u4e00-\u9fff]{{2,24}}第)"
)
_ARTICLE: Final = re.compile(rf"第 *(?P<n>{_HAN}|[0-9]{{1,3}}) *条(?! *[款第]|之)")
_RUNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEHIND}(?P<n>{_HAN})、(?=[^一二三四五六七八九十])",
        rf"{_BEHIND}\( *(?P<n>{_HAN}) *\)",
        rf"{_BEHIND}(?P<n>[0-9]{{1,2}})(?:、|\.(?![0-9]))",
        rf"{_BEHIND}\( *(?P<n>[0-9]{{1,2}}) *\)",
        rf"{_BEHIND}(?P<n>[\u2460-\u2487])",
        r"(?:^|(?<=[:;,.])) *(?:and |or )?(?P<at>)\((?P<n>[a-h])\) ",
        r"(?:^|(?<=[:;,.])) *(?:and |or )?(?P<at>)\((?P<n>i|ii|iii|iv|v|vi)\) ",
        r"(?:^|(?<= )) *(?:and |or )?(?P<at>)\((?P<n>i|ii|iii|iv|v|vi)\) ",
    )
)
"""Labels of items that stand one behind the other within a line, each after a stop."""
_LONGEST_HEAD: Final = 60
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


def paragraphs_of(lines: Sequence[Line], *, wrapped: bool) -> list[Line]:
    """The paragraphs of a text.

    Args:
        lines: as they stand in the file.
        wrapped: whether its lines may be broken by hand; those of a Word document are not.
    """
    return [part for line in (_joined(lines) if wrapped else lines) for part in _parted(line)]


def _joined(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines with those joined that a broken sentence is spread over."""
    full = _full(lines)
    if not full:
        return lines
    found: list[Line] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, full):
            last = found[-1]
            gap = " " if before.plain.rstrip()[-1:].isascii() and line.plain.lstrip()[:1].isascii() else ""
            text, plain = last.text.rstrip() + gap, last.plain.rstrip() + gap
            # Both are as long as each other, so the shadow stays in step; what is cut at the joint is cut in both.
            start = len(line.plain) - len(line.plain.lstrip())
            width = min(len(text), len(plain))
            found[-1] = last._replace(text=text[:width] + line.text[start:], plain=plain[:width] + line.plain[start:])
        else:
            found.append(line)
        before = line
    return found


def _full(lines: Sequence[Line]) -> range | None:
    """How wide a full line is, in cells; None where the text is not wrapped by hand."""
    widths = sorted(
        _width(line)
        for line, after in pairwise(lines)
        if _is_open(line) and not after.is_blank and _width(line) >= _NARROWEST
    )
    if len(widths) < _FEWEST:
        return None
    most, _ = Counter(width // _SLACK for width in widths).most_common(1)[0]
    at = max(most * _SLACK + _SLACK - 1, widths[len(widths) * 3 // 4])
    full = range(at - 2 * _SLACK, at + _SLACK)
    near = sum(width in full for width in widths)
    return full if near >= _FEWEST and near * 2 >= len(widths) else None


def _goes_on(before: Line, line: Line, full: range) -> bool:
    if before.heading or line.heading or line.begins or line.is_blank or not _is_open(before):
        return False
    if label_of(line.plain) is not None or _ALONE.match(line.plain):
        return False
    short = any(sign in before.plain for sign in ",。") and _width(before) * 2 >= full.start
    return _width(before) >= full.start or short


def _is_open(line: Line) -> bool:
    plain = line.plain.strip()
    return bool(plain) and not line.heading and not _ALONE.match(plain) and bool(_OPEN_END.search(plain))


def _width(line: Line) -> int:
    plain = line.plain.strip()
    return len(plain) + sum(sign > "\u2e7f" for sign in plain)


def _parted(line: Line) -> Iterator[Line]:
    cuts = sorted({0, *_cuts(line.plain)})
    if len(cuts) == 1:
        yield line
        return
    for start, end in zip(cuts, [*cuts[1:], len(line.plain)], strict=True):
        if line.plain[start:end].strip():
            yield line._replace(
                text=line.text[start:end],
                plain=line.plain[start:end],
                heading=0 if start else line.heading,
                begins=line.begins and not start,
                start=line.start + start,
            )


def _cuts(plain: str) -> Iterator[int]:
    for match in _PAGE.finditer(plain):
        yield from match.span()
    roles = [*_ROLES.finditer(plain)]
    if {match.group().replace(" ", "") for match in roles} >= {"组长:", "成员:"}:
        yield from (match.start() for match in roles)
    yield from _articles(plain)
    for pattern in _RUNS:
        yield from _run(pattern, plain)


def _articles(plain: str) -> Iterator[int]:
    """Where articles begin within a line: numbers that rise by one, each behind a stop; the first may stand anywhere."""
    places: list[tuple[int, int]] = []
    for match in _ARTICLE.finditer(plain):
        said, before = number(match["n"]), plain[max(match.start() - 30, 0) : match.start()].rstrip()[-1:]
        near = plain[max(match.start() - 30, 0) : match.start()]
        clean = not before or before in "。;!?”》)]" or _PAGE_BEFORE.search(near) or _CHAPTER_BEFORE.search(near)
        if (places and said == places[-1][1] + 1 and clean) or (
            not places and (clean or said == 1 or _is_headed(plain, match))
        ):
            places.append((match.start(), said))
        elif len(places) == 1 and said == 1:
            places = [(match.start(), said)]
    whole = len(places) > 1 or (places and _is_headed(plain, _ARTICLE.match(plain, places[0][0])))
    if whole:
        yield from (place for place, _ in places)
        yield from (match.end() for match in _CHAPTER.finditer(plain))


def _is_headed(plain: str, match: re.Match[str] | None) -> bool:
    """Whether an article stands behind the heading of its chapter on one line."""
    if match is None:
        return False
    if match.start() > _LONGEST_HEAD:
        return False
    before, behind = plain[: match.start()], plain[match.end() : match.end() + 1]
    headed = re.fullmatch(rf" *(?:第 *{_HAN} *[章节])?[ \u4e00-\u9fff]{{2,20}} +", before)
    return headed is not None and behind in {"", " "}


def _run(pattern: re.Pattern[str], plain: str) -> Iterator[int]:
    run: list[int] = []
    reached = 0
    for match in pattern.finditer(plain):
        said = _number(match["n"])
        place = match.start("at") if "at" in pattern.groupindex else match.start("n")
        if run and said == reached + 1:
            run.append(place)
            reached = said
        elif said == 1 or not plain[: min(match.start("n"), 80)].strip(" ("):
            if len(run) > 1:
                yield from run
            run, reached = [place], said
    if len(run) > 1:
        yield from (_before_bracket(plain, place) for place in run)


def _before_bracket(plain: str, place: int) -> int:
    """The place of a label with its bracket."""
    start = place
    while start > 0 and plain[start - 1] in "( ":
        start -= 1
    return start


def _number(said: str) -> int:
    if said in _ROMAN:
        return _ROMAN[said]
    if len(said) == 1 and "\u2460" <= said <= "\u2487":
        return (ord(said) - 0x2460) % 20 + 1
    return ord(said) - 96 if said.isascii() and said.isalpha() else number(said)
