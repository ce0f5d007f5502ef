"""Due days as a calendar file (.ics) that phones and mail programs subscribe to or import.

One all-day event for each obligation. Its UID is made from the register's first commit and the obligation's own name, so
that importing a newer file moves and renames what is there instead of doubling it (RFC 5545, 3.8.4.7); SEQUENCE grows
with the register's commits. What was waived is sent as cancelled (3.8.1.11).
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL
from uuid import uuid5

from icalendar import Alarm
from icalendar import Calendar
from icalendar import Event

from exchange.naming import name_of
from exchange.naming import parties_of
from exchange.naming import party_of
from schema.handover import of_post
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.register import Register
from schema.visible import visible

ALARM_HOUR: Final = 9
"""At what hour of the day, wherever the reader is, a reminder comes."""

_WORDS: Final = {
    "duty": ("职责", "Duty"),
    "period": ("所属期", "Period"),
    "window": ("办理期间", "Window"),
    "extended": ("已延期至", "Extended to"),
    "provisional": (
        "该年度工作日历尚未公布，日期为暂定",
        "no official calendar for that year yet: the day is provisional",
    ),
    "lead": ("牵头", "Lead"),
    "responsible": ("责任单位", "Responsible"),
    "state": ("状态", "State"),
    "done": ("完成", "Done"),
    "records": ("工作记录", "Records"),
    "made": ("据提交", "From commit"),
}


def select_dated(
    register: Register, on: date, *, unit: str = "", post: str = "", year: int | None = None, only_open: bool = False
) -> list[Obligation]:
    """The obligations that a calendar is asked for.

    Args:
        register: the register.
        on: the day as of which they are judged.
        unit: id of the unit that they must concern; empty for all.
        post: id of the post whose they must be; empty for all.
        year: the year of their periods; None: that of `on`, and what is unfinished of earlier ones.
        only_open: whether what is finished is left out.
    """
    found = obligations(register, on, year=year, older=year is None)
    if unit:
        found = [one for one in found if one.concerns(unit)]
    if post:
        found = of_post(register, register.posts[post], found, on)
    return [one for one in found if one.state is not State.UNSET and (one.is_open or not only_open)]


def write_calendar(
    register: Register,
    found: Iterable[Obligation],
    source: Provenance,
    *,
    language: str,
    alarms: Sequence[int] = (),
) -> bytes:
    """Write obligations as a calendar.

    Args:
        register: the register that they come from.
        found: the obligations; those whose cadence is not set have no due day and are left out.
        source: where they come from; `root` and `revision` make the UIDs and the sequence.
        language: `zh` or `en`.
        alarms: how many days before the due day a reminder comes, each; 0 is the day itself. Open ones alone get them.

    Returns:
        The file, UTF-8 with CRLF; the same arguments give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//dutybook//duty register//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", visible(source.title))
    calendar.add("x-wr-calname", visible(source.title))
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in found:
        if one.state is not State.UNSET:
            calendar.add_component(_write_event(register, one, source, seen, language, alarms))
    return bytes(calendar.to_ical())


def uid_of(one: Obligation, root: str, ordinal: int = 0) -> str:
    """The name by which a calendar program knows an obligation for ever.

    Args:
        one: the obligation.
        root: id of the register's first commit.
        ordinal: which one it is where two rows of a duty's cadence make the same period; 0 for the first.
    """
    name = "/".join((root, one.duty, one.period, one.element or "", f"{ordinal}" if ordinal else ""))
    return f"{uuid5(NAMESPACE_URL, f'dutybook:{name}')}@dutybook"


def _write_event(
    register: Register,
    one: Obligation,
    source: Provenance,
    seen: Counter[tuple[str, str, str]],
    language: str,
    alarms: Sequence[int],
) -> Event:
    name = (one.duty, one.period, one.element or "")
    event = Event()
    event.add("uid", uid_of(one, source.root, seen[name]))
    seen[name] += 1
    stamp = source.made.astimezone(UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", source.revision)
    event.add("dtstart", one.last_day)
    event.add("dtend", one.last_day + timedelta(days=1))
    event.add("summary", _title(register, one, language))
    event.add("description", "\n".join(_describe(register, one, source, language)))
    event.add("categories", [one.state.label(language)])
    event.add("status", "CANCELLED" if one.state is State.WAIVED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in sorted(set(alarms), reverse=True) if one.is_open else ():
        event.add_component(_write_alarm(_title(register, one, language), days))
    return event


def _write_alarm(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=ALARM_HOUR) - timedelta(days=days))
    return alarm


def _title(register: Register, one: Obligation, language: str) -> str:
    duty = register.duties[one.duty]
    parts = [visible(duty.code), name_of(register, "duty", one.duty, language), visible(one.period)]
    if one.element:
        parts.append(party_of(register, one.element, language))
    return f"[{one.state.label(language)}] " + " ".join(part for part in parts if part)


def _describe(register: Register, one: Obligation, source: Provenance, language: str) -> Iterable[str]:
    at = 0 if language == "zh" else 1
    colon = "：" if language == "zh" else ": "

    def say(word: str, value: str) -> str:
        return f"{_WORDS[word][at]}{colon}{value}"

    yield say("duty", f"{name_of(register, 'duty', one.duty, language)} ({visible(one.duty)})")
    yield say("period", visible(one.period))
    yield say("window", f"{one.opens.isoformat()} - {one.due.isoformat()}")
    if one.extended_to is not None:
        yield say("extended", one.extended_to.isoformat())
    if one.provisional:
        yield _WORDS["provisional"][at]
    if one.lead:
        yield say("lead", parties_of(register, one.lead, language))
    if one.responsible:
        yield say("responsible", parties_of(register, one.responsible, language))
    yield say("state", f"{one.state.label(language)} ({one.light.label(language)})")
    yield say("done", f"{one.count}/{one.needed}")
    if one.records:
        yield say("records", ", ".join(visible(each) for each in one.records))
    yield say("made", f"{source.short} ({source.on.isoformat()})")
