"""Words for how often, in English: `at least quarterly`, `every six months`, `by 30 June`, `within 5 working days` (R4)."""

import re
from collections.abc import Iterator
from typing import Final

from schema.kinds.duty import Cadence
from schema.period import MONTHS_IN
from schema.period import last_of_month
from schema.proposal import Proposal
from schema.proposal import proposal
from schema.vocabulary import CadenceType
from schema.vocabulary import Per

_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        ("one once", "two twice", "three thrice", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
} | {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30}
_NUMBER: Final = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,3}})"
_MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH: Final = "|".join(_MONTHS)
_LEAST: Final = r"(?P<least>at least |not less (?:often )?than |no (?:fewer|less) than |a minimum of )?"
_OFTEN: Final = re.compile(
    rf"{_LEAST}(?:(?:on |for )?(?P<n>{_NUMBER})(?: times?| occasions?| meetings?)?,? (?:a|an|per|in each|in every|each|every) "
    rf"(?:(?:calendar|financial) )?(?P<per>year|half[- ]year|quarter|month|week)"
    r"|(?:(?P<few>at least )?(?P<ly>annually|yearly|bi-?annually|half[- ]yearly|semi-?annually|quarterly|monthly|weekly|daily)(?! basis))"
    r"|on an? (?P<basis>annual|yearly|half[- ]yearly|quarterly|monthly|weekly|daily) basis"
    rf"|(?:once )?(?:each|every) (?:(?P<some>{_NUMBER}) )?(?:(?:calendar|financial) )?(?P<every>years?|half[- ]year|quarters?|months?|weeks?|days?))\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    rf"(?:(?P<word>by|before|no later than|not later than|on or before) (?:the )?(?P<rest>(?:(?:end of|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?) (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}})"
    rf"(?:(?:,| and|, and) (?:by )?(?:(?:end of|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?) (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}))*))(?!,? (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ONE_DATE: Final = re.compile(
    rf"(?:(?P<last>end of)|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?) (?P<month>{_MONTH})|(?P<first>{_MONTH}) (?P<number>\d{{1,2}})",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    rf"within (?P<n>{_NUMBER}) (?:(?P<work>(?:working|business) )?(?P<unit>days?|hours?|weeks?|months?))\b",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"(?P<event>promptly|immediately|without (?:undue )?delay|as soon as (?:possible|practicable))"
    r"|(?P<number>regularly|periodically|from time to time|at regular intervals|on a regular basis)",
    re.IGNORECASE,
)
_PER: Final = {
    "y": Per.YEAR,
    "a": Per.YEAR,
    "h": Per.HALF_YEAR,
    "s": Per.HALF_YEAR,
    "b": Per.HALF_YEAR,
    "q": Per.QUARTER,
    "m": Per.MONTH,
}
_UNIT: Final = {"y": 12, "q": 3, "m": 1}
_HOURS_A_DAY: Final = 24


def propose_english(text: str) -> Iterator[Proposal]:
    """What English words propose, in no order; each proposal keeps the very words in `row.wording`."""
    dates = [*_dates(text)]
    yield from dates
    for match in _OFTEN.finditer(text):
        often = _often(match)
        # "each year before 31 March" says the year once more.
        if not (dates and often.row.per is Per.YEAR and often.row.n in {1, len(dates)}):
            yield often
    yield from map(_limit, _WITHIN.finditer(text))
    for match in _VAGUE.finditer(text):
        yield proposal(match, CadenceType.UNSET, question="number" if match["number"] else "event")


def _often(match: re.Match[str]) -> Proposal:
    word = match["per"] or match["ly"] or match["basis"] or match["every"]
    per = _PER.get(word[0].casefold())
    if match["some"]:
        months = _number(match["some"]) * _UNIT.get(word[0].casefold(), 0)
        per = next((one for one, length in MONTHS_IN.items() if length == months), None)
    times = _number(match["n"] or "one")
    if per is None or times < 1 or word.casefold().startswith(("bian", "bi-an")):
        # "biannually" is said of twice a year and of every second one.
        return proposal(match, CadenceType.UNSET, question="length")
    sort = CadenceType.AT_LEAST if match["least"] or match["few"] else CadenceType.EXACTLY
    return Proposal(Cadence(type=sort, n=times, per=per, wording=match.group().strip()), match.start(), match.end())


def _dates(text: str) -> Iterator[Proposal]:
    for match in _DATE.finditer(text):
        for one in _ONE_DATE.finditer(match["rest"]):
            month = _MONTHS.index((one["month"] or one["first"]).casefold()) + 1
            last = last_of_month(2024, month).day
            day = last if one["last"] else int(one["day"] or one["number"])
            if 1 <= day <= last:
                yield proposal(match, CadenceType.BY_DATE, due=f"{month:02}-{day:02}")


def _limit(match: re.Match[str]) -> Proposal:
    """So many days after an event that a person has to name."""
    number, unit = _number(match["n"]), match["unit"][0].casefold()
    days = {"d": number, "h": -(-number // _HOURS_A_DAY), "w": 7 * number}.get(unit)
    row = Cadence(
        type=CadenceType.UNSET,
        within=number if match["work"] else None,
        within_days=None if match["work"] else days,
        wording=match.group().strip(),
    )
    return Proposal(row, match.start(), match.end(), "event" if row.within is None and days is None else "since")


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word.casefold()]
