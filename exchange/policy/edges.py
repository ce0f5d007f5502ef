"""What stands at the edges of a document: its number, who signed it on which day, and from when it holds."""

import re
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Final
from typing import NamedTuple

from exchange.policy.furniture import number_in
from exchange.policy.labels import label_of
from exchange.policy.line import Line
from exchange.policy.outline import Outline
from schema.shadow import number
from schema.shadow import shadow

_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(](?P<year>\d{4})[〕\])] *第? *\d+ *号")
_FILED: Final = re.compile(
    r"编号 *: *(?P<id>[A-Za-z0-9][A-Za-z0-9./_-]{3,30})|\b(?:document|policy) (?:no|number|id)\.?:? +(?P<en>[A-Z0-9][\w./-]{2,30})",
    re.IGNORECASE,
)
_YMD: Final = r"(?P<y>\d{4}|[零一二三四五六七八九]{4}) *年 *(?P<m>[0-9一二三四五六七八九十]{1,3}) *月 *(?P<d>[0-9一二三四五六七八九十]{1,3}) *日"
_DAY: Final = re.compile(rf"^ *(?:(?P<by>[\u4e00-\u9fff]{{4,24}}) *)?{_YMD} *(?:印发?|发布|公布)? *$")
_ADOPTED: Final = re.compile(
    rf"[(][^()]*?{_YMD}(?:[^()]{{0,30}}(?:印发|发布|公布|下发)|(?:印发|发布|公布|下发))[^()]*[)]"
)
"""What stands in brackets below a title: on which day it was issued."""
_FROM: Final = re.compile(
    rf"自 *{_YMD} *起|\b(?:effective|in(?:to)? force)(?: as)?(?: of| on| from| since)? (?P<en>\d{{1,2}} [A-Z][a-z]+ \d{{4}}|[A-Z][a-z]+ \d{{1,2}}, \d{{4}})"
)
_FROM_ISSUE: Final = re.compile("自(?:发文|印发|发布|公布|下发|颁布|发出|签发)之日起")


def number_beside(outline: Outline) -> str:
    """The document number that stands before the first title, in a page's own lines or in what a notice says; empty where none does."""
    first = outline.documents[0].line
    for line in outline.skipped:
        found = _NUMBER.search(shadow(number_in(line))) or (
            _NUMBER.search(line.plain) if line.number <= first else None
        )
        if found is not None:
            return found.group()
    return ""


class Closing(NamedTuple):
    """What stands at a document's edges."""

    number: str
    issuer: str
    issued: date | None
    lines: set[tuple[int, int]]
    """Places of the lines that are no clauses."""


def closing_of(lines: Sequence[Line]) -> Closing:
    """A document's number and day, and who signs."""
    filled = [line for line in lines if not line.is_blank]
    heads = [line for line in filled[:4] if _NUMBER.fullmatch(line.plain.strip())]
    number_ = (
        heads[0].text.strip()
        if heads
        else next((one["id"] or one["en"] for line in filled[:4] if (one := _FILED.search(line.plain))), "")
    )
    edges = {line.place for line in heads}
    adopted = next((match for line in filled[:3] if (match := _ADOPTED.fullmatch(line.plain.strip()))), None)
    for at, line in enumerate(filled[-8:], max(len(filled) - 8, 0)):
        match = _DAY.match(line.plain)
        if match is None:
            continue
        edges.add(line.place)
        if match["by"]:
            return Closing(number_, match["by"].strip(), _day(match), edges)
        signer = filled[at - 1] if at else None
        signs = signer is not None and len(signer.plain.strip()) <= 60 and not re.search("[。;:,]", signer.plain)
        signs = signs and signer is not None and label_of(signer.plain) is None
        if signer is not None and signs:
            edges.add(signer.place)
        return Closing(
            number_, " ".join(signer.text.split()) if signer is not None and signs else "", _day(match), edges
        )
    return Closing(number_, "", _day(adopted) if adopted is not None else None, edges)


def effective_in(texts: Sequence[str], issued: date | None) -> date | None:
    """From when a document holds, by what it says itself."""
    for text in reversed(texts):
        plain = shadow(text)
        match = _FROM.search(plain)
        if match is not None:
            return _day(match)
        if _FROM_ISSUE.search(plain):
            return issued
    return None


def _day(match: re.Match[str]) -> date | None:
    english = match.groupdict().get("en")
    try:
        if english:
            words = english.replace(",", "")
            return datetime.strptime(words, "%d %B %Y" if words[0].isdecimal() else "%B %d %Y").date()  # noqa: DTZ007
        year = int("".join(str(number(digit)) for digit in match["y"]))
        return date(year, number(match["m"]), number(match["d"]))
    except ValueError:
        return None
