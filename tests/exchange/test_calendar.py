"""The calendar file: read back by icalendar, and by the reader of a calendar program."""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from exchange.calendar import uid_of
from exchange.calendar import write_calendar
from schema.marks import State
from schema.obligation import Obligation
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.register import Register
from store.loading import load
from tests.builders import RegisterBuilder

ON = date(2026, 11, 23)
SOURCE = Provenance(
    title="责任台账",
    on=ON,
    commit="c" * 40,
    made=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    root="a" * 40,
    revision=94,
)


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path(__file__).parents[2] / "sample-repo").register


def events(written: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(written).walk("VEVENT")}


def yearly(**fields: Any) -> RegisterBuilder:
    row = {"type": "by-date", "opens": "12-01", "due": "12-20", "roll": "none"}
    return RegisterBuilder().calendar().duty("plan", row, **fields)


def write(
    register: Register, *, source: Provenance = SOURCE, language: str = "zh", alarms: tuple[int, ...] = ()
) -> bytes:
    return write_calendar(register, obligations(register, ON), source, language=language, alarms=alarms)


def test_each_obligation_with_a_due_day_is_one_event_on_that_day(sample: Register) -> None:
    found = [one for one in obligations(sample, ON) if one.state is not State.UNSET]
    read = events(write(sample))
    assert len(read) == len(found) == 69
    assert sorted(event["dtstart"].dt for event in read.values()) == sorted(one.last_day for one in found)
    assert {event["dtend"].dt - event["dtstart"].dt for event in read.values()} == {timedelta(days=1)}


def test_another_program_reads_the_same(sample: Register) -> None:
    written = write(sample, alarms=(7, 0)).decode()
    theirs = IcsCalendarStream.calendar_from_ics(written).events
    ours = events(written.encode())
    assert {event.uid: (event.summary, event.start, event.description) for event in theirs} == {
        uid: (str(event["summary"]), event["dtstart"].dt, str(event["description"])) for uid, event in ours.items()
    }


def test_the_file_is_as_the_standard_wants_it(sample: Register) -> None:
    written = write(sample, alarms=(3,))
    lines = written.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert written == write(sample, alarms=(3,))


def test_a_newer_file_moves_what_is_there_and_doubles_nothing() -> None:
    before = yearly().build()
    after = yearly(title="Another title", lead=["office"]).build()
    later = SOURCE._replace(revision=95, title="Another register", commit="d" * 40)
    first, second = events(write(before)), events(write(after, source=later))
    assert first.keys() == second.keys()
    (uid,) = first
    assert (first[uid]["sequence"], second[uid]["sequence"]) == (94, 95)
    assert events(write(before, source=SOURCE._replace(root="b" * 40))).keys().isdisjoint(first)


def test_two_rows_that_make_the_same_period_are_two_events() -> None:
    rows = [{"type": "by-date", "opens": "01-01", "due": due, "roll": "none"} for due in ("03-01", "09-01")]
    register = RegisterBuilder().calendar().duty("plan", *rows).build()
    read = events(write(register))
    assert sorted(event["dtstart"].dt for event in read.values()) == [date(2026, 3, 1), date(2026, 9, 1)]


def test_open_ones_remind_at_nine_and_finished_ones_do_not() -> None:
    register = yearly().build()
    (event,) = events(write(register, alarms=(7, 0, 7))).values()
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-7, hours=9), timedelta(hours=9)]
    (one,) = obligations(register, ON)
    done = _with_state(one, State.DONE)
    (event,) = events(write_calendar(register, [done], SOURCE, language="zh", alarms=(7,))).values()
    assert event.walk("VALARM") == []
    assert str(event["summary"]).startswith("[按期完成]")


def test_what_was_waived_is_cancelled_and_what_is_not_set_is_left_out() -> None:
    register = yearly().duty("vague", {"type": "unset", "wording": "as needed"}).build()
    (one,) = [each for each in obligations(register, ON) if each.duty == "plan"]
    waived = _with_state(one, State.WAIVED)
    unset = _with_state(one, State.UNSET)
    written = write_calendar(register, [waived, unset], SOURCE, language="en")
    (event,) = events(written).values()
    assert event["status"] == "CANCELLED"
    assert str(event["uid"]) == uid_of(one, SOURCE.root)


def _with_state(one: Obligation, state: State) -> Obligation:
    return msgspec.structs.replace(one, state=state)


def test_text_of_records_makes_no_line_of_its_own() -> None:
    title = "计划\r\nBEGIN:VALARM\nATTACH:file:///etc\x1b[31m; a, b\\n\u202e"
    read = events(write(yearly(title=title).build(), language="en"))
    (event,) = read.values()
    assert event.walk("VALARM") == []
    assert "attach" not in event
    summary = str(event["summary"])
    assert "\x1b" not in summary
    assert "\u202e" not in summary
    assert "; a, b" in summary
