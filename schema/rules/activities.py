"""DB401-DB404: work records that count for nothing though they name a duty, and clauses that share a path (R0.2, R1)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.cadence import Plan
from schema.cadence import has_period
from schema.cadence import is_open_in
from schema.cadence import plan
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.event import Event
from schema.event import canonical
from schema.kinds.activity import Activity
from schema.kinds.activity import Fulfils
from schema.kinds.duty import Duty
from schema.kinds.source import Source
from schema.period import EVENT_PREFIX
from schema.period import parse_period
from schema.period import period_of
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible
from schema.vocabulary import ActivityState
from schema.vocabulary import CadenceType

NO_SUCH_PERIOD = Rule(
    code="DB401",
    severity=Severity.WARNING,
    message='the duty "{duty}" has no period "{period}": this record counts for none',
    message_zh="职责事项“{duty}”没有“{period}”这一期：本记录不计入任何一期",
    hint="name one of its periods or events, or leave `period` out",
    hint_zh="改填该事项的所属期或事件，或不填 `period`",
    reason="A record that names a period counts for that period only.",
    example='duty = "half-year-report"\nperiod = "2026-Q2"',
    fix='duty = "half-year-report"\nperiod = "2026-H1"',
    source="R1",
)
PERIOD_NEEDED = Rule(
    code="DB402",
    severity=Severity.WARNING,
    message='the duty "{duty}" is done outside its period, and no period is named: this record counts for none',
    message_zh="职责事项“{duty}”在期外办理，而本记录未写所属期：不计入任何一期",
    hint="name the period or the event that the work is for",
    hint_zh="写明所属期或事件",
    reason="A record without a period belongs to the period that holds its date, and is never carried to an earlier one.",
    example='duty = "petition-counts"  # by the 10th after the quarter',
    fix='duty = "petition-counts"\nperiod = "2026-Q3"',
    source="R0.2",
)
TYPE_NOT_ACCEPTED = Rule(
    code="DB403",
    severity=Severity.WARNING,
    message='the duty "{duty}" does not accept records of type `{type}`: this one counts for none',
    message_zh="职责事项“{duty}”不接受 `{type}` 类记录：本记录不计",
    hint="correct the type, name another duty, or add the type to the duty's `accepts`",
    hint_zh="改正类型、改指其他事项，或在该事项的 `accepts` 中加入此类型",
    reason="A deliberation never counts as a study session.",
    example='type = "deliberation"  # for a duty that accepts study',
    fix='type = "study"',
    source="R1",
)
SAME_PATH = Rule(
    code="DB404",
    severity=Severity.ERROR,
    message='the clause path "{path}" stands twice in this source',
    message_zh="条款路径“{path}”在本文件中出现两次",
    hint="give each clause a path of its own; the document's own label stands in `label`",
    hint_zh="每条使用不同的路径；文件自己的标号写在 `label`",
    reason="Duties refer to clauses by path, and numbering of documents restarts.",
    example='[[clause]]\npath = "1"\n\n[[clause]]\npath = "1"',
    fix='[[clause]]\npath = "1"\n\n[[clause]]\npath = "2-1"',
    source="-",
)
RULES: Final = (NO_SUCH_PERIOD, PERIOD_NEEDED, TYPE_NOT_ACCEPTED, SAME_PATH)

_LIVE: Final = frozenset({ActivityState.FILED, ActivityState.DRAFT})


def check_activity(register: Register, activity: Activity, known: dict[str, tuple[Event, ...]]) -> Iterator[Diagnostic]:
    """Check what one work record says it fulfils.

    Args:
        register: the register.
        activity: the record.
        known: every event by sort.
    """
    if activity.state not in _LIVE:
        return
    for at, row in enumerate(activity.fulfils):
        duty = register.duties.get(row.duty)
        if duty is None:
            continue
        values = {"duty": visible(duty.title)}
        if duty.accepts and activity.type not in duty.accepts:
            yield TYPE_NOT_ACCEPTED.found(
                "activity", activity.id, ("fulfils", at, "duty"), **values, type=activity.type
            )
        plans = [read for read in map(plan, duty.cadence) if not read.faults]
        if not plans:
            continue
        if row.period and not any(_names_one(duty, read, row, known) for read in plans):
            yield NO_SUCH_PERIOD.found(
                "activity", activity.id, ("fulfils", at, "period"), **values, period=visible(row.period)
            )
        if not row.period and not any(_holds(read, activity.date) for read in plans):
            yield PERIOD_NEEDED.found("activity", activity.id, ("fulfils", at), **values)


def _names_one(duty: Duty, read: Plan, row: Fulfils, known: dict[str, tuple[Event, ...]]) -> bool:
    """Whether one of a duty's cadences makes an obligation of the period that a record names."""
    if row.period.startswith(EVENT_PREFIX):
        name = canonical(row.period, read.row.on) if read.row.type is CadenceType.EVENT else ""
        return name != "" and any(name == event.text for event in known.get(read.row.on, ()))
    period = parse_period(row.period)
    if period is None or not has_period(read, period):
        return False
    return (duty.since is None or duty.since <= period.last) and (duty.until is None or period.first <= duty.until)


def _holds(read: Plan, day: date) -> bool:
    """Whether a record without a period belongs to one of a cadence's windows."""
    return read.per is not None and is_open_in(read, period_of(day, read.per))


def check_source(source: Source) -> Iterator[Diagnostic]:
    """Find clause paths that stand twice."""
    seen: set[str] = set()
    for at, clause in enumerate(source.clause):
        if clause.path in seen:
            yield SAME_PATH.found("source", source.id, ("clause", at, "path"), path=visible(clause.path))
        seen.add(clause.path)
