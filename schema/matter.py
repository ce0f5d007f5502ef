"""Matters: which findings are about the same thing in the same unit, so that a recurrence is recognised (R13).

Made once for a register; a finding is then looked up without walking the others.
"""

from bisect import bisect_left
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Final

from schema.kinds.finding import Finding

RECURS_WITHIN: Final = 12
"""Months after closing within which the same matter found again is a recurrence (R13)."""

Matter = tuple[str, str]
"""The rectifying unit and the item, as written but for spaces around it."""


class Matters:
    """The findings of a register by what they are about."""

    def __init__(self, findings: Mapping[str, Finding]) -> None:
        """Sort them.

        Args:
            findings: findings by id.
        """
        self._issued: dict[Matter, list[Finding]] = {}
        self._verified: dict[Matter, list[tuple[date, Finding]]] = {}
        self._linked: dict[str, list[Finding]] = {}
        for finding in sorted(findings.values(), key=_by_issue):
            if finding.recurrence_of is not None:
                self._linked.setdefault(finding.recurrence_of, []).append(finding)
            if matter_of(finding)[1]:
                self._issued.setdefault(matter_of(finding), []).append(finding)
                if finding.verified_on is not None:
                    self._verified.setdefault(matter_of(finding), []).append((finding.verified_on, finding))
        for several in self._verified.values():
            several.sort(key=_by_day)

    def after(self, finding: Finding, closed: date) -> Finding | None:
        """The first finding of the same matter issued on or after the day on which one was closed; None without one.

        Without an item only a finding that names this one is of the same matter.
        """
        matter = matter_of(finding)
        if matter[1]:
            among = self._issued.get(matter, [])
            among = among[bisect_left(among, closed, key=_issue) :][:2]
        else:
            among = [one for one in self._linked.get(finding.id, ()) if matter_of(one) == matter]
        return next((one for one in among if one.id != finding.id and one.issued >= closed), None)

    def before(self, finding: Finding) -> Iterator[Finding]:
        """Findings of the same item verified within 12 months before one was issued, the last verified first."""
        among = self._verified.get(matter_of(finding), [])
        for day, one in reversed(among[: bisect_right(among, finding.issued, key=_by_day)]):
            if finding.issued > limit(day):
                return
            if one.id != finding.id:
                yield one


def matter_of(finding: Finding) -> Matter:
    """What tells whether two findings are about the same: the rectifying unit and the item."""
    return finding.unit, finding.item.strip()


def limit(closed: date) -> date:
    """The last day on which a closed matter found again is a recurrence: the same day 12 months later, both included."""
    year, month = divmod(closed.year * 12 + closed.month - 1 + RECURS_WITHIN, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(closed.day, monthrange(year, month + 1)[1]))


def _by_issue(finding: Finding) -> tuple[date, str]:
    return finding.issued, finding.id


def _issue(finding: Finding) -> date:
    return finding.issued


def _by_day(row: tuple[date, Finding]) -> date:
    return row[0]
