"""Proposals: a cadence that some words of a text propose, and what of it a person must still say (R4)."""

import re
from typing import Literal
from typing import NamedTuple

from schema.kinds.duty import Cadence
from schema.vocabulary import CadenceType

Question = Literal["", "times", "number", "event", "since", "deadline", "length", "once"]
"""What a person must say: whether once is meant, how often, after which event and within how long, only after which event, by which day, which period, or how to
keep a deadline that comes once."""


class Proposal(NamedTuple):
    """A cadence that some words of a text propose."""

    row: Cadence
    start: int
    """Where the words begin in the text."""
    end: int
    question: Question = ""


def proposal(
    match: re.Match[str],
    sort: CadenceType,
    *,
    months: tuple[int, ...] = (),
    opens: str = "",
    due: str = "",
    question: Question = "",
) -> Proposal:
    """The proposal of the words that a pattern matched."""
    row = Cadence(type=sort, months=months, opens=opens, due=due, wording=match.group().strip())
    return Proposal(row, match.start(), match.end(), question)
