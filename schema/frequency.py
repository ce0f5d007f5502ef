"""Words for how often: from what a document says to a cadence that a person may accept (R4).

No number is ever made up. 定期, 积极 and 适时 propose a row without a number, 及时 one that waits for its event and its limit; a year that is
named without a number proposes once at least, and asks. What is asked is the proposal's `question`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final
from typing import NamedTuple

import msgspec

from schema.frequency_english import propose_english
from schema.kinds.duty import Cadence
from schema.period import MONTHS_IN
from schema.period import last_of_month
from schema.proposal import Proposal
from schema.proposal import Question
from schema.proposal import proposal
from schema.shadow import number
from schema.vocabulary import CadenceType
from schema.vocabulary import Per


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
    rf"每(?P<some>{_NUM})个?(?P<unit>年|季度?|月)|每个?(?P<each>半月|学期|学年|旬|半年度?|年度?|季度?|月份?|周|星期|日|天)(?!少)"
    r"|(?:按|逐|全)(?P<by>半年|年度?|季度?|月)|(?P<within>年)内|(?P<halves>上(?:半年)?[、和及,]?下半年)"
    r"|(?<![0-9一二三四五六七八九十上下前后近第])(?P<bare>一年|半年|一季度|季度|一个月|年度)(?!末|底|初|内?以)"
)
_COUNT: Final = re.compile(
    rf"(?P<least>(?:应?不得?(?:少于|低于)|至少|最少)[^,;。、每年季月]{{0,6}}?)?"
    rf"(?P<n>{_NUM})(?P<most>[-~—–至到](?:{_NUM}))?(?:次|场|期|轮|堂|课|遍|回)(?P<more>及?以上)?"
)
_SCORED: Final = (
    re.compile("(?<![至最不减])[少缺漏](?![于])[^,;。]{0,8}$"),
    re.compile("(?:的|者|以上)?,?(?:扣|加|减|计)[^,;。]{0,4}分"),
)
"""What stands before and behind a number that only counts points: 每少一次扣三分."""
_LEAST: Final = re.compile("不得?少于|不得?低于|至少|最少")
_YEARLY: Final = re.compile("年度(?=[^,;。]{0,12}?(?:计划|方案|要点|考核办法|工作|报告|总结|述职|专题研究))")
_DATE: Final = rf"(?:{_NUM})月(?:份|底|末|[上中下]旬|(?:{_NUM})[日号])?(?:(?:以|之)?前)?"
_DATES: Final = re.compile(
    rf"(?<![0-9一二三四五六七八九十])(?<![0-9零×]年)(?P<yearly>每年度?的?|(?P<next>次年|翌年|第二年)的?)?(?P<dates>{_DATE}(?:(?:各?[0-9一]次)?[、和及与,]{_DATE})*)"
    r"|每年的?第?(?P<quarter>[1-4一二三四])季度(?:[末底内前]|结束前)?"
    r"|(?P<year>年底|年末)(?:(?:以|之)?前)?"
)
_ONCE: Final = re.compile(
    rf"[12][0-9]{{3}}年(?:(?:{_NUM})月(?:底|末|(?:{_NUM})[日号])?(?:(?:以|之)?前)|(?:{_NUM})月[底末]|[底末](?:(?:以|之)?前)?)"
)
_ONE_DATE: Final = re.compile(rf"(?P<month>{_NUM})月(?:(?P<day>{_NUM})[日号]|(?P<last>底|末)|(?P<third>[上中下])旬)?")
_OF_MONTH: Final = re.compile(
    rf"(?:每(?:个?月|季度?)?)?(?:(?P<next>次月|下个?月)|月|季度?末月?|季末月|首月|末月|第[一三]个月)[^,;。]{{0,4}}?(?P<day>{_NUM})[日号](?:以?前|之前)"
)
_LAST_MONTH: Final = re.compile("上个?月")
_AT_END: Final = re.compile("月?[底末](?:(?:以|之)?前)?")
_WITHIN: Final = re.compile(
    rf"(?P<n>{_NUM})(?:个?(?:(?P<work>工作日)|(?P<day>日|天)|(?P<hour>小时))|(?P<month>个月))(?:之|以)?内"
)
_AT_ONCE: Final = re.compile("及时|第一时间|立即|随时")
_VAGUE: Final = re.compile("不?定期|适时|经常性?|常态化|积极")
_SENTENCE: Final = re.compile("[^。;]+")
_PART: Final = re.compile("[^,。;]+")
_PER: Final = {"半": Per.HALF_YEAR, "年": Per.YEAR, "季": Per.QUARTER, "月": Per.MONTH}
_NO_PER: Final = frozenset({"半月"})
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
    found += [*_vague(text, found), *propose_english(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def _fixed(text: str) -> Iterator[Proposal]:
    """Fixed months and days of the year."""
    for match in _DATES.finditer(text):
        if match["year"]:
            yield proposal(match, CadenceType.BY_DATE, due="12-31")
            continue
        if match["quarter"]:
            month = number(match["quarter"]) * 3
            yield proposal(match, CadenceType.BY_DATE, due=f"{month:02}-{last_of_month(2024, month).day}")
            continue
        dates = [*_ONE_DATE.finditer(match["dates"])]
        months = tuple(dict.fromkeys(number(date["month"]) for date in dates))
        if not all(1 <= month <= 12 for month in months):
            continue
        before = "前" in match["dates"]
        said = any(date["day"] or date["third"] for date in dates)
        if said or ((before or dates[0]["last"] or match["next"]) and len(months) == 1):
            yield from _by_dates(match, dates)
        elif len(months) > 1 or match["yearly"]:
            # "By the end of June" leaves the half-year before it open; "in June" opens with the month.
            opens = "" if before else "month-start"
            yield proposal(match, CadenceType.MONTHS, months=tuple(sorted(months)), opens=opens, due="month-end")
    for match in _ONCE.finditer(text):
        yield proposal(match, CadenceType.UNSET, question="once")


def _by_dates(match: re.Match[str], dates: list[re.Match[str]]) -> Iterator[Proposal]:
    for date in dates:
        month = number(date["month"])
        # 29 February is the month's last day in every year.
        last = last_of_month(2024, month).day
        third = {"上": 10, "中": 20}.get(date["third"] or "", last)
        day = number(date["day"]) if date["day"] else third
        if 1 <= day <= last:
            later = "+1y" if match["next"] else ""
            yield proposal(match, CadenceType.BY_DATE, due=f"{month:02}-{day:02}{later}")


def _counted(sentence: str, offset: int) -> Iterator[Proposal]:
    """Times a period; a number without a period of its own takes the one before it."""
    lengths = [*_lengths(sentence)]
    used: set[_Length] = set()
    found: list[Proposal] = []
    previous = 0
    for count in _COUNT.finditer(sentence):
        at = bisect_right(lengths, count.start(), key=lambda one: one.end)
        if at == 0 or _is_scored(sentence, count):
            continue
        length = lengths[at - 1]
        used.add(length)
        # "至少每季度一次" says the number last and the period between; "一次以上" says it of the number.
        start = max(length.start, previous) if length.start < previous else length.start
        said = sentence[max(start - 4, previous) : count.end()]
        at_least = bool(count["least"] or count["more"] or count["most"] or _LEAST.search(said))
        previous = count.end()
        sort = CadenceType.AT_LEAST if at_least else CadenceType.EXACTLY
        times = number(count["n"])
        if times:
            found.append(_row(sentence, offset, (start, count.end()), sort, length.per, times))
    for length in lengths:
        if length not in used and not length.bare and not _OF_MONTH.match(sentence, length.start):
            end = _AT_END.match(sentence, length.end) if length.per is not Per.YEAR else None
            span = length.start, end.end() if end is not None else length.end
            sort = CadenceType.EXACTLY if end is not None else CadenceType.AT_LEAST
            asked: Question = "length" if length.per is None else "" if end is not None else "times"
            found.append(_row(sentence, offset, span, sort, length.per, 1)._replace(question=asked))
    yield from _with_days(sentence, offset, found)


def _is_scored(sentence: str, count: re.Match[str]) -> bool:
    """Whether a number of times only says for what points are given."""
    before, behind = _SCORED
    return bool(
        before.search(sentence, max(count.start() - 10, 0), count.start()) or behind.match(sentence, count.end())
    )


def _with_days(sentence: str, offset: int, found: list[Proposal]) -> Iterator[Proposal]:
    """The rows of a sentence, those with a day of the month with their due day; such a day alone is a row of its own."""
    for match in _OF_MONTH.finditer(sentence):
        per = Per.QUARTER if "季" in match.group()[:3] else Per.MONTH
        late = bool(match["next"]) or (per is Per.MONTH and _LAST_MONTH.search(sentence) is not None)
        due = f"after-period+{number(match['day'])}d" if late and number(match["day"]) else ""
        before = [at for at, one in enumerate(found) if one.start < offset + match.start() and one.row.per]
        same = before and (match["next"] or found[before[-1]].row.per is per)
        if same:
            # "每月自查一次，于次月5日前报送" is one matter with one due day.
            one = found[before[-1]]
            asked: Question = one.question if due else "deadline"
            found[before[-1]] = one._replace(row=msgspec.structs.replace(one.row, due=due), question=asked)
        else:
            one = _row(sentence, offset, match.span(), CadenceType.EXACTLY, per, 1)
            found.append(
                one._replace(
                    row=msgspec.structs.replace(one.row, due=due),
                    question="" if due and not match["next"] else "deadline",
                )
            )
    yield from found


def _row(sentence: str, offset: int, span: tuple[int, int], sort: CadenceType, per: Per | None, times: int) -> Proposal:
    start, end = span
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
            per = None if word in _NO_PER else _PER.get(word[0])
            yield _Length(match.start(), match.end(), per, bare)


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
    """So many days after something: the limit is taken from the words, the event is for a person to set, as the words name no sort of it."""
    for match in _WITHIN.finditer(text):
        days = number(match["n"]) if match["day"] else -(-number(match["n"]) // _HOURS_A_DAY) if match["hour"] else None
        row = Cadence(
            type=CadenceType.UNSET,
            within=number(match["n"]) if match["work"] else None,
            within_days=days,
            wording=match.group(),
        )
        yield Proposal(row, match.start(), match.end(), "event" if match["month"] else "since")
    for match in _AT_ONCE.finditer(text):
        yield proposal(match, CadenceType.UNSET, question="event")


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
