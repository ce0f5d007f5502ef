from datetime import date

from schema.event import canonical
from schema.event import events
from schema.vocabulary import EventType
from tests.builders import RegisterBuilder


def texts(builder: RegisterBuilder, sort: str) -> list[str]:
    return [event.text for event in events(builder.build()).get(sort, ())]


def test_opening_and_closing_of_a_platform_are_events_and_never_doubled() -> None:
    builder = RegisterBuilder().platform(
        "account",
        opened="2021-05-10",
        closed="2026-11-02",
        event=[{"type": "opened", "date": "2021-05-10"}, {"type": "administrator-changed", "date": "2026-09-15"}],
    )
    assert texts(builder, "platform.opened") == ["event:account/opened/2021-05-10"]
    assert texts(builder, "platform.closed") == ["event:account/closed/2026-11-02"]
    assert texts(builder, "platform.administrator-changed") == ["event:account/administrator-changed/2026-09-15"]


def test_every_liaison_but_the_first_is_a_change() -> None:
    builder = RegisterBuilder().unit(
        "section",
        liaison=[
            {"person": "b", "from": "2026-03-01", "to": "2026-06-30"},
            {"person": "a", "from": "2025-01-01", "to": "2026-02-28"},
            {"person": "c", "from": "2026-07-01"},
        ],
        event=[{"type": "liaison-changed", "date": "2026-07-01"}],
    )
    assert texts(builder, "unit.liaison-changed") == [
        "event:section/liaison-changed/2026-03-01",
        "event:section/liaison-changed/2026-07-01",
    ]


def test_a_liaison_without_a_day_sets_nothing_off() -> None:
    builder = RegisterBuilder().unit("section", liaison=[{"person": "a"}, {"person": "b"}])
    assert texts(builder, "unit.liaison-changed") == []


def test_r0_7_a_change_of_post_holder_is_no_event() -> None:
    builder = RegisterBuilder().post(
        "head",
        holding=[{"person": "a", "from": "2020-01-01", "to": "2026-01-31"}, {"person": "b", "from": "2026-02-01"}],
    )
    assert events(builder.build()) == {}


def test_events_come_in_order_of_day() -> None:
    builder = RegisterBuilder().platform("b", opened="2021-01-01").platform("a", opened="2020-01-01")
    assert [event.day for event in events(builder.build())["platform.opened"]] == [date(2020, 1, 1), date(2021, 1, 1)]
    assert events(builder.build())["platform.opened"][0].type is EventType.OPENED


def test_names_of_events_are_written_one_way() -> None:
    sort = "platform.opened"
    assert canonical("event:a/opened/2026-01-02", sort) == "event:a/opened/2026-01-02"
    assert canonical("event:a/platform.opened/2026-01-02", sort) == "event:a/opened/2026-01-02"
    assert canonical("event:a/unit.opened/2026-01-02", sort) == ""
    assert canonical("event:a/closed/2026-01-02", sort) == ""
    assert canonical("2026-01", sort) == ""


def test_two_liaisons_from_the_first_day_on_are_no_change() -> None:
    rows = [{"person": name, "from": "2026-01-05"} for name in ("a", "b")]
    builder = RegisterBuilder().unit("office", liaison=rows)
    assert events(builder.build()) == {}
    later = {"person": "c", "from": "2026-03-02"}
    builder.unit("office", liaison=[*rows, later])
    assert texts(builder, "unit.liaison-changed") == ["event:office/liaison-changed/2026-03-02"]
