"""Titles: where each document of a file begins, and what it is called."""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from exchange.policy.labels import label_of
from exchange.policy.line import Line

_SUFFIX: Final = "细则|办法|规定|方案|意见|制度|规则|条例|通知|要点|计划|决定|章程|规程|准则|守则|清单|汇编|责任书"
_FIRST_SUFFIX: Final = f"{_SUFFIX}|责任制|职责|分工|分工表|分解表|任务书|机制|手册|预案|措施|承诺书|标准|须知|公约|纲要|规范|流程|任务|责任"
"""A file's first title may end with words that later would as well be a heading within a document."""
_BEHIND: Final = r"(?: *[(\[][^()\[\]]{1,20}[)\]])*(?: *篇 *[一二三四五六七八九十0-9]+)? *"
_TITLE: Final = re.compile(rf"[^,。;:!?]{{2,60}}(?:{_SUFFIX}){_BEHIND}")
_FIRST_TITLE: Final = re.compile(rf"[^,。;:!?]{{2,60}}(?:{_FIRST_SUFFIX}){_BEHIND}")
_ENGLISH_TITLE: Final = re.compile(
    r"(?:[A-Z][^.;:!?]{0,90}\b)?(?:rules?|measures|policy|policies|procedures?|regulations?|plan|code|framework|standards?|manual|handbook|guidelines?|charter|directive|statement|instructions?)"
    r"\b[^.;:!?]{0,60}",
    re.IGNORECASE,
)
_NUMBERED_DOCUMENT: Final = re.compile(r".*[〔\[(]\d{4}[〕\])] *第? *\d+ *号 *[)]?")
_PART_OF_TITLE: Final = re.compile(r"[^,。;:!?()\d.…]{2,30}")
_ALONE: Final = re.compile("(?=.*[\u4e00-\u9fff])[^,。;:!?()]{4,50}|(?=[^\u4e00-\u9fff]*$)[A-Z][^.;:!?]{3,80}")
_GREETING: Final = re.compile("(?=.*[各直属市区县镇乡街道单位部门])[^。;:]{2,120}:")
_ISSUED: Final = re.compile(r"《(?P<title>[^》]{4,80})》")
_LONGEST: Final = 40
_SHORTEST: Final = 8


def titles_in(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Each title of a file: its first line, the line after its last, and its words; empty where nothing looks like one."""
    return list(_titles(lines)) or list(_before_greeting(lines)) or list(_first_line(lines))


def _titles(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    found = False
    issued: set[str] = set()
    for at, line in enumerate(lines):
        plain = line.plain.strip()
        if not plain or label_of(plain) is not None:
            continue
        if _bare(plain) not in issued and not _is_title(plain, line, first=not found):
            continue
        first = at
        while not found and first > 0 and _is_part(lines[first - 1]):
            first -= 1
        found = True
        words = "".join(each.text.strip() for each in lines[first : at + 1])
        # What a notice issues (关于印发《…》的通知) begins where its name stands alone, whatever it ends with.
        issued |= {
            _bare(match["title"])
            for match in _ISSUED.finditer("".join(each.plain.strip() for each in lines[first : at + 1]))
        }
        yield first, at + 1, words


def _is_part(line: Line) -> bool:
    """Whether a line over a title's last line may belong to it."""
    return bool(_PART_OF_TITLE.fullmatch(line.plain.strip())) and label_of(line.plain) is None


def _bare(words: str) -> str:
    return words.strip().replace(" ", "")


def _before_greeting(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """The line before whom it is addressed to (各乡镇人民政府：), where nothing is labelled yet."""
    filled = [at for at, line in enumerate(lines) if not line.is_blank]
    for before, at in pairwise(filled[:8]):
        if label_of(lines[at].plain) is not None:
            return
        if _GREETING.fullmatch(lines[at].plain.strip()) and len(lines[before].plain.strip()) <= _LONGEST * 2:
            yield before, before + 1, lines[before].text.strip()
            return


def _first_line(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """The first line as a title, where nothing looks more like one and it is no sentence."""
    at = next((at for at, line in enumerate(lines) if not line.is_blank), 0)
    plain = lines[at].plain.strip() if lines else ""
    alone = sum(not line.is_blank for line in lines) > 1
    if alone and _ALONE.fullmatch(plain) and label_of(plain) is None:
        yield at, at + 1, lines[at].text.strip()


def _is_title(plain: str, line: Line, *, first: bool) -> bool:
    if line.heading == 1 and len(plain) <= _LONGEST * 2:
        return True
    # Where no line is styled as the title, the first heading of the highest level may be it.
    if line.heading > (2 if first else 1) or (len(plain) < _SHORTEST and not first):
        return False
    if _NUMBERED_DOCUMENT.fullmatch(plain) and not plain.endswith(")"):
        return False
    if first:
        return bool(_FIRST_TITLE.fullmatch(plain) or _ENGLISH_TITLE.fullmatch(plain))
    return bool(_TITLE.fullmatch(plain))
