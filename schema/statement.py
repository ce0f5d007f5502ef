"""Duty statements, democratic-life meetings and the like: each member speaks of the duty, for the whole year (R12)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final
from typing import NamedTuple

from schema.diagnostic import Step
from schema.holding import holder
from schema.kinds.activity import Activity
from schema.kinds.activity import Statement
from schema.period import parse_period
from schema.register import Register
from schema.vocabulary import ActivityType

TYPES: Final = frozenset(
    {
        ActivityType.DUTY_STATEMENT,
        ActivityType.DEMOCRATIC_LIFE,
        ActivityType.ORGANISATIONAL_LIFE,
        ActivityType.APPRAISAL,
    }
)
"""The types of which each member's part is asked for, once a record fulfils a duty."""


class GapSort(StrEnum):
    """What may be wrong with the statements of a record."""

    NO_STATEMENT = "no-statement"
    NO_SECTION = "no-section"
    PREDECESSOR = "predecessor"
    NOT_HOLDER = "not-holder"


class Gap(NamedTuple):
    """One thing that is wrong with the statements of a record."""

    sort: GapSort
    key: tuple[Step, ...] = ()
    """Where in the record."""
    post: str = ""
    """Id of the post; empty where no member is named at all."""
    person: str = ""
    """Id of the holder on the record's day, where another person speaks for the post."""
    day: date | None = None
    """The predecessor's last day, where it is missing or wrong."""


def gaps(register: Register, activity: Activity) -> list[Gap]:
    """What is wrong with the statements of a record, whatever its state; empty for what needs none.

    Args:
        register: the register, for who held which post.
        activity: the record; one that fulfils no duty says of none that it was spoken of.
    """
    if activity.type not in TYPES or not activity.fulfils:
        return []
    wanted = members(register, activity)
    spoken = {row.post for row in activity.statement}
    found = [Gap(GapSort.NO_STATEMENT, ("statement",), post) for post in wanted if post not in spoken]
    if not wanted and not spoken:
        found.append(Gap(GapSort.NO_STATEMENT, ("statement",)))
    for at, row in enumerate(activity.statement):
        found += _of_row(register, activity, at, row)
    return found


def members(register: Register, activity: Activity) -> tuple[str, ...]:
    """The posts that a statement is asked of: the elements that the record names, else its participants; vacant ones are not."""
    named = [id_ for row in activity.fulfils for id_ in row.elements if id_ in register.posts]
    posts = dict.fromkeys(named or activity.participants)
    return tuple(post for post in posts if holder(register, post, activity.date).in_post)


def predecessor_until(register: Register, post_id: str, first: date, on: date) -> date | None:
    """The last day of the one who held a post before its present holder, if it lies between two days.

    Args:
        register: the register.
        post_id: the post; an unknown one had nobody.
        first: the first day of the year that is spoken of.
        on: the day of the statement.

    Returns:
        The day; None where the holder did not change. Stand-ins beside a formal holder are no predecessors (R6).
    """
    post = register.posts.get(post_id)
    present = holder(register, post_id, on).person
    if post is None or present is None:
        return None
    ended = (row for row in post.holding if row.until is not None and first <= row.until < on and row.person != present)
    days = [row.until for row in ended if row.until and holder(register, post_id, row.until).person == row.person]
    return max(days, default=None)


def _of_row(register: Register, activity: Activity, at: int, row: Statement) -> Iterator[Gap]:
    if not row.section.strip():
        yield Gap(GapSort.NO_SECTION, ("statement", at), row.post)
    held = holder(register, row.post, activity.date)
    if row.person is not None and held.person is not None and row.person != held.person:
        yield Gap(GapSort.NOT_HOLDER, ("statement", at, "person"), row.post, held.person)
        return
    day = predecessor_until(register, row.post, date(_year(activity), 1, 1), activity.date)
    if day is not None and row.predecessor_until != day:
        yield Gap(GapSort.PREDECESSOR, ("statement", at, "predecessor_until"), row.post, day=day)


def _year(activity: Activity) -> int:
    """The year that is spoken of: that of the period named, else that of the record's day."""
    named = (parse_period(row.period) for row in activity.fulfils if row.period)
    return next((period.first.year for period in named if period is not None), activity.date.year)
