"""What a merge alone broke: what the rules say of the merged register and of neither side before it.

Two people may each do something right that is wrong together: both name a lead, both appoint somebody, one removes what the other
begins to refer to, both record the work of one obligation. Nothing of this is a conflict between fields, so the whole check looks for it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.obligation import obligations_of
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible

SECOND_RECORD = Rule(
    code="DB921",
    severity=Severity.WARNING,
    message='the duty "{duty}" of {period} takes one record, and each side filed one: this and `{other}`',
    message_zh="职责事项“{duty}”{period} 只需一条记录，而双方各归档一条：本条和 `{other}`",
    hint="withdraw one of the two, or keep both if the work was done twice",
    hint_zh="撤回其中一条；确实做了两次的，可都保留",
    reason="Two people who work offline may both record what was done once; a merge that puts both in says so.",
    example="two records of 2026-03-27 for quarterly-review 2026-Q1, one from each side",
    fix='state = "withdrawn"  # in one of the two',
    source="R1",
)
RULES: Final = (SECOND_RECORD,)
_QUOTED: Final = re.compile(r'"[^"]*[^a-z0-9"@#:/.|-][^"]*"')


def find_breakage(ours: Register, theirs: Register, merged: Register, on: date) -> list[Diagnostic]:
    """What the rules say of a merged register and of neither side; notes are left out.

    Args:
        ours: the register on our side.
        theirs: the register on their side.
        merged: the register that the merge gives.
        on: the day of the check.
    """
    found = [one for one in check(merged, on) if one.severity is not Severity.NOTE]
    if found:
        found = new_faults([check(side, on) for side in (ours, theirs)], found)
    return [*found, *_second_records(ours, theirs, merged, on)]


def new_faults(before: Iterable[Iterable[Diagnostic]], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Of some diagnostics, those that none of the sides had before, as often as they are more than there were.

    Where a diagnostic stands in its record does not count, for a row that a merge put before another only moves it; nor does what it quotes, for
    a title that the merge changed gives no new fault but other words.
    """
    sides = [Counter(map(_what, side)) for side in before]
    left = {what: max((side[what] for side in sides), default=0) for side in sides for what in side}
    found = []
    for one in after:
        what = _what(one)
        if left.get(what, 0):
            left[what] -= 1
        else:
            found.append(one)
    return found


def _what(one: Diagnostic) -> tuple[str, str, str, str]:
    """What a diagnostic says, without the titles in it; what has the form of an id stays."""
    return one.code, one.kind, one.id, _QUOTED.sub('""', one.message)


def _second_records(ours: Register, theirs: Register, merged: Register, on: date) -> Iterator[Diagnostic]:
    mine, others = (
        {
            id_: merged.activities[id_]
            for id_ in side.activities
            if id_ not in other.activities and id_ in merged.activities
        }
        for side, other in ((ours, theirs), (theirs, ours))
    )
    named = [{row.duty for activity in added.values() for row in activity.fulfils} for added in (mine, others)]
    years = {activity.date.year for added in (mine, others) for activity in added.values()}
    for duty in sorted(named[0] & named[1] & merged.duties.keys()):
        for year in sorted(years):
            for one in obligations_of(merged, merged.duties[duty], on, year=year):
                own = [id_ for id_ in one.records if id_ in mine]
                other = [id_ for id_ in one.records if id_ in others]
                if one.needed == 1 and own and other and one.period.startswith((str(year), "event:")):
                    values = {"duty": visible(merged.duties[duty].title), "period": visible(one.period)}
                    yield SECOND_RECORD.found("activity", own[0], ("fulfils",), **values, other=other[0])
