"""What happened in a span of time, counted from the records: the figures that a report upward is made of (R12).

Each fact names where it was counted from, so that whoever reads a figure can look it up. Derived, never stored by itself.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final
from typing import NamedTuple

from schema.event import events
from schema.field import Word
from schema.kinds.base import covers
from schema.marks import FindingState
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.rectification import Rectification
from schema.rectification import rectifications
from schema.register import Register
from schema.target import name
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType


class FactSort(Word):
    """What is counted for a report."""

    DONE = "done", "按期完成的应办事项", "Obligations done in time"
    DONE_LATE = "done-late", "逾期完成的应办事项", "Obligations done late"
    MISSED = "missed", "逾期未完成的应办事项", "Obligations missed"
    INSPECTIONS = "inspections", "开展督查检查", "Inspections held"
    FINDINGS_ISSUED = "findings-issued", "交办问题", "Findings issued"
    FINDINGS_CLOSED = "findings-closed", "按期销号的问题", "Findings closed in time"
    FINDINGS_CLOSED_LATE = "findings-closed-late", "逾期销号的问题", "Findings closed late"
    FINDINGS_OPEN = "findings-open", "期末未销号的问题", "Findings open at the end"
    PLATFORMS = "platforms", "期末在用平台", "Platforms open at the end"
    PLATFORM_EVENTS = "platform-events", "平台变动", "Changes of platforms"
    POST_CHANGES = "post-changes", "任职起止", "Holdings begun or ended"
    URGES = "urges", "发出催办", "Letters of urging sent"


class Span(NamedTuple):
    """Both ends belong to it."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it; no day does not."""
        return day is not None and self.first <= day <= self.last


class Fact(NamedTuple):
    """One figure."""

    sort: FactSort
    number: int
    sources: tuple[str, ...] = ()
    """What it was counted from, each once: records as `kind/id`, obligations as `duty period` and the element, if any."""


INSPECTIONS: Final = frozenset(
    {
        ActivityType.GENERAL_INSPECTION,
        ActivityType.SPECIAL_INSPECTION,
        ActivityType.SUPERVISION_CHECK,
        ActivityType.SECRECY_CHECK,
        ActivityType.PLATFORM_CHECK,
    }
)
"""The types of activity that are counted as inspections."""


def collect(register: Register, span: Span, on: date) -> list[Fact]:
    """Count what happened in a span, as known on a day.

    Args:
        register: the register; nothing in it that is dated after `on` is looked at.
        span: obligations are those that fell due in it, all else is what happened in it.
        on: the day as of which obligations are judged; what is open "at the end" is so on the last day of the span, or on
            this day if it comes first.

    Returns:
        One fact of each sort, in the order of `FactSort`, those that are nil included.
    """
    seen = Span(span.first, min(span.last, on))
    counted = {
        **_obligations(register, span, on),
        **_findings(rectifications(register, seen.last), seen),
        FactSort.INSPECTIONS: _inspections(register, seen),
        FactSort.PLATFORMS: _platforms(register, seen.last),
        FactSort.PLATFORM_EVENTS: _platform_events(register, seen),
        FactSort.POST_CHANGES: _post_changes(register, seen),
        FactSort.URGES: [f"urge/{urge.id}" for urge in register.urges.values() if seen.holds(urge.issued)],
    }
    return [Fact(sort, len(counted[sort]), tuple(dict.fromkeys(counted[sort]))) for sort in FactSort]


def due_in(register: Register, span: Span, on: date) -> Iterator[Obligation]:
    """The obligations that fall due in a span, those of a period of the year before included."""
    for year in range(span.first.year - 1, span.last.year + 1):
        yield from (one for one in obligations(register, on, year=year, older=False) if span.holds(one.due))


def _obligations(register: Register, span: Span, on: date) -> dict[FactSort, list[str]]:
    sorts = {State.DONE: FactSort.DONE, State.DONE_LATE: FactSort.DONE_LATE, State.MISSED: FactSort.MISSED}
    found: dict[FactSort, list[str]] = {sort: [] for sort in sorts.values()}
    for one in due_in(register, span, on):
        if one.state in sorts:
            found[sorts[one.state]].append(name(one.duty, one.period, one.element))
    return found


def _findings(known: Iterable[Rectification], seen: Span) -> dict[FactSort, list[str]]:
    sorts = (FactSort.FINDINGS_ISSUED, FactSort.FINDINGS_CLOSED, FactSort.FINDINGS_CLOSED_LATE, FactSort.FINDINGS_OPEN)
    found: dict[FactSort, list[str]] = {sort: [] for sort in sorts}
    for one in known:
        place = f"finding/{one.finding.id}"
        if seen.holds(one.finding.issued):
            found[FactSort.FINDINGS_ISSUED].append(place)
        if seen.holds(one.verified_on):
            late = one.late_by > 0 or one.state is FindingState.CLOSED_LATE
            found[FactSort.FINDINGS_CLOSED_LATE if late else FactSort.FINDINGS_CLOSED].append(place)
        elif one.verified_on is None:
            found[FactSort.FINDINGS_OPEN].append(place)
    return found


def _inspections(register: Register, seen: Span) -> list[str]:
    return [
        f"activity/{one.id}"
        for one in register.activities.values()
        if one.type in INSPECTIONS
        and one.state is ActivityState.FILED
        and seen.holds(one.date)
        and register.corrected_on.get(one.id, date.max) > seen.last
    ]


def _platforms(register: Register, on: date) -> list[str]:
    platforms = register.platforms.values()
    return [f"platform/{one.id}" for one in platforms if covers(one.opened, one.closed, on)]


def _platform_events(register: Register, seen: Span) -> list[str]:
    known = (event for several in events(register).values() for event in several)
    return [f"platform/{one.owner}" for one in known if one.kind == "platform" and seen.holds(one.day)]


def _post_changes(register: Register, seen: Span) -> list[str]:
    return [
        f"post/{post.id}"
        for post in register.posts.values()
        for row in post.holding
        if seen.holds(row.since) or seen.holds(row.until)
    ]
