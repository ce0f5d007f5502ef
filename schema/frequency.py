"""Words for how often: from what a document says to a cadence that a person may accept (R4).

No number is ever made up. 定期, 积极 and 适时 propose a row without a number, 及时 one that waits for its event and its limit; a year that is
named without a number proposes once at least, and asks. What is asked is the proposal's `question`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.kinds.duty import Cadence
from schema.period import MONTHS_IN
from schema.period import last_of_month
from schema.shadow import number
from schema.vocabulary import CadenceType
from schema.vocabulary import Per

Question = Literal["", "times", "number", "event", "deadline", "length"]
"""What a person must say: whether once is meant, how often, after which event and within how long, by which day, or which period."""


class Proposal(NamedTuple):
    """A cadence that some words of a text propose."""

    row: Cadence
    start: int
    """Where the words begin in the text."""
    end: int
    question: Question = ""


class _Length(NamedTuple):
    """A period that is named."""

    start: int
    end: int
    per: Per | None
    """None for one that no cadence has, such as a week."""
    bare: bool = False
    """Whether it is a stretch of time, unless a number stands beside it: 一年 is not 每年."""


_NUM: Final = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_LENGTH: Final = re.compile(
    rf"每(?P<some>{_NUM})个?(?P<unit>年|季度?|月)|每个?(?P<each>半年度?|年度?|季度?|月份?|周|星期|日|天)"
    r"|(?:按|逐|全)(?P<by>半年|年度?|季度?|月)|(?P<within>年)内|(?P<halves>上(?:半年)?[、和及,]?下半年)"
    r"|(?<![0-9一二三四五六七八九十上下前后近第])(?P<bare>一年|半年|一季度|季度|一个月|年度)(?!末|底|初|内?以)"
)
_COUNT: Final = re.compile(
    rf"(?P<least>(?:应?不得?(?:少于|低于)|至少|最少)[^,;。、每年季月]{{0,6}}?)?"
    rf"(?P<n>{_NUM})(?:次|场|期|轮|堂|课|遍|回)(?P<more>及?以上)?"
)
_LEAST: Final = re.compile("不得?少于|不得?低于|至少|最少")
_YEARLY: Final = re.compile("年度(?=[^,;。]{0,12}?(?:计划|方案|要点|考核办法|工作|报告|总结|述职|专题研究))")
_DATE: Final = rf"(?:{_NUM})月(?:份|底|末|(?:{_NUM})[日号])?(?:(?:以|之)?前)?"
_DATES: Final = re.compile(
    rf"(?<![0-9一二三四五六七八九十])(?<![0-9零×]年)(?P<yearly>每年)?(?P<dates>{_DATE}(?:(?:各?[0-9一]次)?[、和及与,]{_DATE})*)"
    r"|(?P<year>年底|年末)(?:(?:以|之)?前)?"
)
_ONE_DATE: Final = re.compile(rf"(?P<month>{_NUM})月(?:(?P<day>{_NUM})[日号]|(?P<last>底|末))?")
_OF_MONTH: Final = re.compile(rf"(?:每月|次月|季度?末|季末月|首月)[^,;。]{{0,4}}?(?:{_NUM})日(?:以?前|之前)")
_WITHIN: Final = re.compile(rf"(?P<n>{_NUM})个?(?:(?P<work>工作日)|(?P<day>日|天)|(?P<hour>小时))(?:之|以)?内")
_AT_ONCE: Final = re.compile("及时|第一时间|立即|随时")
_VAGUE: Final = re.compile("不?定期|适时|经常性?|常态化|积极")
_ENGLISH: Final = re.compile(
    r"(?P<least>at least |not less than |no fewer than )?(?:(?P<n>once|twice|one|two|three|four|\d{1,3}) ?(?:times?)? ?(?:a|an|per|each|every) "
    r"(?P<per>year|half[- ]year|quarter|month|week)|(?:(?P<few>at least )?(?P<ly>annually|yearly|half[- ]yearly|semi-annually|quarterly|monthly|weekly))"
    r"|(?:each|every) (?P<every>year|half[- ]year|quarter|month|week))\b",
    re.IGNORECASE,
)
_ENGLISH_VAGUE: Final = re.compile(
    r"within \d{1,3} (?:working |business )?days|(?P<event>promptly|immediately|without delay)|(?P<number>regularly|periodically|from time to time)",
    re.IGNORECASE,
)
_TIMES: Final = {"once": 1, "one": 1, "twice": 2, "two": 2, "three": 3, "four": 4}
_PER_ENGLISH: Final = {
    "y": Per.YEAR,
    "a": Per.YEAR,
    "h": Per.HALF_YEAR,
    "s": Per.HALF_YEAR,
    "q": Per.QUARTER,
    "m": Per.MONTH,
}
_SENTENCE: Final = re.compile("[^。;]+")
_PART: Final = re.compile("[^,。;]+")
_PER: Final = {"半": Per.HALF_YEAR, "年": Per.YEAR, "季": Per.QUARTER, "月": Per.MONTH}
_HOURS_A_DAY: Final = 24


def propose(text: str) -> tuple[Proposal, ...]:
    """What the words of a text propose, in the order in which they stand.

    Args:
        text: the shadow (`schema.shadow`) of a clause; each proposal keeps the very words in `row.wording`.
    """
    fixed = [*_fixed(text)]
    counted = [one for sentence in _SENTENCE.finditer(text) for one in _counted(sentence.group(), sentence.start())]
    found = fixed + [one for one in counted if not _is_said_by(one, fixed)]
    found += [*_limits(text)]
    found += [*_vague(text, found), *_english(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def _fixed(text: str) -> Iterator[Proposal]:
    """Fixed months and days of the year."""
    for match in _DATES.finditer(text):
        if match["year"]:
            yield _proposal(match, CadenceType.BY_DATE, due="12-31")
            continue
        dates = [*_ONE_DATE.finditer(match["dates"])]
        months = tuple(dict.fromkeys(number(date["month"]) for date in dates))
        if not all(1 <= month <= 12 for month in months):
            continue
        before = "前" in match["dates"]
        if any(date["day"] for date in dates) or (before and len(months) == 1):
            yield from _by_dates(match, dates)
        elif len(months) > 1 or match["yearly"]:
            # "By the end of June" leaves the half-year before it open; "in June" opens with the month.
            opens = "" if before else "month-start"
            yield _proposal(match, CadenceType.MONTHS, months=tuple(sorted(months)), opens=opens, due="month-end")


def _by_dates(match: re.Match[str], dates: list[re.Match[str]]) -> Iterator[Proposal]:
    for date in dates:
        month = number(date["month"])
        last = last_of_month(2025, month).day
        day = number(date["day"]) if date["day"] else last
        if 1 <= day <= last:
            yield _proposal(match, CadenceType.BY_DATE, due=f"{month:02}-{day:02}")


def _counted(sentence: str, offset: int) -> Iterator[Proposal]:
    """Times a period; a number without a period of its own takes the one before it."""
    lengths = [*_lengths(sentence)]
    used: set[_Length] = set()
    previous = 0
    for count in _COUNT.finditer(sentence):
        at = bisect_right(lengths, count.start(), key=lambda one: one.end)
        # "至少每季度一次" says the number last and the period between; "一次以上" says it of the number.
        if at == 0:
            continue
        length = lengths[at - 1]
        used.add(length)
        start = max(length.start, previous) if length.start < previous else length.start
        said = sentence[max(start - 4, previous) : count.end()]
        at_least = bool(count["least"] or count["more"] or _LEAST.search(said))
        previous = count.end()
        sort = CadenceType.AT_LEAST if at_least else CadenceType.EXACTLY
        times = number(count["n"])
        if times:
            yield _row(sentence, offset, (length.start, start, count.end()), sort, length.per, times)
    for length in lengths:
        if length not in used and not length.bare and not _OF_MONTH.match(sentence, length.start):
            yield _row(
                sentence, offset, (length.start, length.start, length.end), CadenceType.AT_LEAST, length.per, 1
            )._replace(question="times" if length.per else "length")
    for match in _OF_MONTH.finditer(sentence):
        per = Per.MONTH if "月" in match.group()[:2] else Per.QUARTER
        span = (match.start(), match.start(), match.end())
        yield _row(sentence, offset, span, CadenceType.EXACTLY, per, 1)._replace(question="deadline")


def _row(
    sentence: str, offset: int, span: tuple[int, int, int], sort: CadenceType, per: Per | None, times: int
) -> Proposal:
    _, start, end = span
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip(" ,、"))
    wording = sentence[start:end].rstrip(" ,、")
    row = (
        Cadence(type=sort, n=times, per=per, wording=wording)
        if per
        else Cadence(type=CadenceType.UNSET, wording=wording)
    )
    return Proposal(row, offset + start, offset + end, "" if per else "length")


def _lengths(sentence: str) -> Iterator[_Length]:
    for match in _LENGTH.finditer(sentence):
        if match["some"]:
            yield _Length(match.start(), match.end(), _per_of_months(number(match["some"]), match["unit"][0]))
        elif match["halves"]:
            yield _Length(match.start(), match.end(), Per.HALF_YEAR)
        elif match["bare"] != "年度" or _YEARLY.match(sentence, match.start()):
            word = match["each"] or match["by"] or match["within"] or re.sub("^一个?", "", match["bare"])
            bare = match["bare"] is not None and match["bare"] != "年度"
            yield _Length(match.start(), match.end(), _PER.get(word[0]), bare)


def _per_of_months(times: int, unit: str) -> Per | None:
    months = times * {"年": 12, "季": 3, "月": 1}[unit]
    return next((per for per, length in MONTHS_IN.items() if length == months), None)


def _is_said_by(one: Proposal, fixed: list[Proposal]) -> bool:
    """Whether fixed months or days say the same more exactly: half a year and then "June and December"."""
    per = one.row.per
    over = any(each.start < one.end and one.start < each.end for each in fixed)
    if over and (one.question or (per is Per.YEAR and one.row.n == 1)):
        return True
    if per is None or (one.row.n > 1 and per is not Per.YEAR):
        return False
    a_year = 12 // MONTHS_IN[per] * one.row.n
    days = sum(len(each.row.months) or 1 for each in fixed)
    return days in {a_year, 1 if per is Per.YEAR and one.question == "times" else a_year}


def _limits(text: str) -> Iterator[Proposal]:
    """So many days after something: the event and the limit are for a person to set, as the words name no sort of event."""
    for match in _WITHIN.finditer(text):
        yield _proposal(match, CadenceType.UNSET)._replace(question="event")
    for match in _AT_ONCE.finditer(text):
        yield _proposal(match, CadenceType.UNSET)._replace(question="event")


def _vague(text: str, said: list[Proposal]) -> Iterator[Proposal]:
    """Words without a number, in parts of the text that say nothing better; 积极 only where nothing at all is said."""
    for part in _PART.finditer(text):
        match = _VAGUE.search(part.group())
        if match is None or (match.group() == "积极" and said):
            continue
        if not any(one.start < part.end() and part.start() < one.end for one in said):
            start = part.start() + match.start()
            row = Cadence(type=CadenceType.UNSET, wording=match.group())
            yield Proposal(row, start, start + len(match.group()), "number")


def _english(text: str) -> Iterator[Proposal]:
    """The same in English: `at least quarterly`, `twice a year`, `within 5 working days`."""
    for match in _ENGLISH.finditer(text):
        word = match["per"] or match["ly"] or match["every"]
        per = _PER_ENGLISH.get(word[0].casefold())
        if per is None:
            yield _proposal(match, CadenceType.UNSET)._replace(question="length")
            continue
        said = (match["n"] or "").casefold()
        times = _TIMES.get(said) or (int(said) if said.isdecimal() else 1)
        sort = CadenceType.AT_LEAST if match["least"] or match["few"] else CadenceType.EXACTLY
        if times >= 1:
            row = Cadence(type=sort, n=times, per=per, wording=match.group().strip())
            yield Proposal(row, match.start(), match.end())
    for match in _ENGLISH_VAGUE.finditer(text):
        yield _proposal(match, CadenceType.UNSET)._replace(question="number" if match["number"] else "event")


def limit_in(wording: str) -> tuple[int | None, int | None]:
    """How many working days or calendar days some words allow, `5个工作日内`; None where they say none of that sort."""
    match = _WITHIN.search(wording)
    if match is None:
        return None, None
    if match["work"]:
        return number(match["n"]), None
    return None, number(match["n"]) if match["day"] else -(-number(match["n"]) // _HOURS_A_DAY)


def _proposal(
    match: re.Match[str], sort: CadenceType, *, months: tuple[int, ...] = (), opens: str = "", due: str = ""
) -> Proposal:
    row = Cadence(type=sort, months=months, opens=opens, due=due, wording=match.group().strip())
    return Proposal(row, match.start(), match.end())
