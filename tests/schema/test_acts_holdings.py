"""Acts about who holds a post (R6): exact changes, clear refusals, and what must always hold afterwards."""

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import reject
from hypothesis import strategies as st

from schema.acts.holdings import CircularCover
from schema.acts.holdings import HeldAlready
from schema.acts.holdings import NothingHeld
from schema.acts.holdings import NotVacant
from schema.acts.holdings import SeveralHold
from schema.acts.holdings import appoint
from schema.acts.holdings import cover
from schema.acts.holdings import end
from schema.acts.standing import BeginsLater
from schema.acts.standing import PersonMissing
from schema.acts.standing import PostMissing
from schema.change import ChangeSet
from schema.failure import Failure
from schema.holding import holder
from schema.marks import Standing
from schema.vocabulary import Manner
from tests.builders import RegisterBuilder
from tests.builders import day

ON = date(2026, 9, 10)
BEFORE = date(2026, 9, 9)


def office(*rows: dict[str, Any], **fields: Any) -> RegisterBuilder:
    builder = RegisterBuilder().person("li", name="李四").person("wang", name="王五")
    return builder.post("p", title="书记", holding=list(rows), **fields).post("q", "zhao", title="主任")


def applied(builder: RegisterBuilder, changes: ChangeSet) -> RegisterBuilder:
    """The builder with a change set's fields written into its data."""
    for change in changes.records:
        data = builder.records[change.kind, change.id]
        for field in change.fields:
            table, at, *rest = field.key
            rows = data.setdefault(str(table), [])
            if rest:
                rows[at][rest[0]] = field.value
            else:
                assert at == len(rows)
                rows.append(field.value)
    return builder


def fields_of(changes: ChangeSet) -> list[tuple[tuple[Any, ...], Any]]:
    (change,) = changes.records
    assert (change.kind, change.verb.value) == ("post", "edit")
    return [(field.key, field.value) for field in change.fields]


def test_appointment_to_a_vacant_post() -> None:
    changes = appoint(office().build(), "p", "li", ON, basis="12号", read_digest="abc")
    assert fields_of(changes) == [(("holding", 0), {"person": "li", "manner": "formal", "from": ON, "basis": "12号"})]
    assert (changes.action, changes.summary, changes.records[0].read_digest) == ("appoint", "", "abc")
    assert changes.reason == "李四 holds 书记 (formal) from 2026-09-10"


def test_reason_is_in_the_registers_language_unless_it_is_given() -> None:
    builder = office()
    builder.settings["language"] = "zh"
    register = builder.build()
    assert appoint(register, "p", "li", ON, manner=Manner.ACTING).reason == "李四自 2026-09-10 起主持任职：书记"
    assert cover(register, "p", "q", ON).reason == "书记自 2026-09-10 起由主任临时分管"
    assert end(register, "q", ON).reason == "zhao于 2026-09-10 离任：主任"
    assert appoint(register, "p", "li", ON, reason="区委决定").reason == "区委决定"


def test_who_stands_in_and_who_covers_end_the_day_before() -> None:
    builder = office(
        {"person": "wang", "from": "2024-01-01", "to": "2026-08-31"},
        {"person": "li", "manner": "acting", "from": "2026-09-01"},
        {"person": "wang", "manner": "deputising", "from": "2026-09-02", "to": "2026-12-31"},
        cover=[{"by": "q", "from": "2026-08-01", "to": "2026-08-31"}, {"by": "q", "from": "2026-09-01"}],
    )
    assert fields_of(appoint(builder.build(), "p", "li", ON)) == [
        (("holding", 1, "to"), BEFORE),
        (("holding", 2, "to"), BEFORE),
        (("cover", 1, "to"), BEFORE),
        (("holding", 3), {"person": "li", "manner": "formal", "from": ON}),
    ]


def test_a_formal_holding_is_ended_only_when_asked() -> None:
    builder = office({"person": "wang", "from": "2024-01-01"})
    with pytest.raises(HeldAlready) as caught:
        appoint(builder.build(), "p", "li", ON)
    assert caught.value.message == '"王五" holds the post "书记" formally from 2024-01-01.'
    assert caught.value.hint == "End that first with `dutybook end`, or add --end-previous to end it the day before."
    assert caught.value.message_zh == "“王五”自 2024-01-01 起正式任职“书记”。"
    assert caught.value.exit_code == 1
    assert fields_of(appoint(builder.build(), "p", "li", ON, end_previous=True))[0] == (("holding", 0, "to"), BEFORE)


@pytest.mark.parametrize("manner", list(Manner))
@pytest.mark.parametrize(
    "row",
    [{"from": "2026-09-10"}, {"from": "2026-12-01"}, {"from": "2026-09-10", "to": "2026-09-10"}],
    ids=["same day", "later", "one day"],
)
def test_a_formal_holding_that_begins_then_or_later_is_never_overlapped(row: dict[str, str], manner: Manner) -> None:
    register = office({"person": "wang", **row}).build()
    with pytest.raises(HeldAlready):
        appoint(register, "p", "li", ON, manner=manner, end_previous=True)


def test_an_acting_holding_that_begins_that_day_cannot_end_before_it() -> None:
    register = office({"person": "wang", "manner": "acting", "from": "2026-09-10"}).build()
    with pytest.raises(BeginsLater) as caught:
        appoint(register, "p", "li", ON)
    assert caught.value.message == 'What "王五" holds or covers begins on 2026-09-10 and can\'t be over by 2026-09-10.'
    assert caught.value.message_zh == "“王五”的任职或临时分管始于 2026-09-10，不能在 2026-09-10 前结束。"


@pytest.mark.parametrize(
    ("change", "failure", "message"),
    [
        ({}, PostMissing, 'The post "x" does not exist on 2026-09-10.'),
        ({"until": "2026-09-09"}, PostMissing, 'The post "书记" does not exist on 2026-09-10.'),
        ({"since": "2026-09-11"}, PostMissing, 'The post "书记" does not exist on 2026-09-10.'),
        ({"unit": "gone"}, PostMissing, 'The unit "gone" of the post "书记" does not exist on 2026-09-10.'),
        ({"unit": "nowhere"}, PostMissing, 'The unit "nowhere" of the post "书记" does not exist on 2026-09-10.'),
    ],
)
def test_post_and_unit_must_exist_on_the_day(change: dict[str, str], failure: type[Failure], message: str) -> None:
    builder = office(**change).unit("gone", until="2026-09-09")
    register, post = builder.build(), "p" if change else "x"
    acts: list[Callable[[], ChangeSet]] = [
        lambda: appoint(register, post, "li", ON),
        lambda: end(register, post, ON),
        lambda: cover(register, post, "q", ON),
    ]
    for act in acts:
        with pytest.raises(failure) as caught:
            act()
        assert caught.value.message == message


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"name": "李四", "to": "2026-09-09"}, "李四"), ({"name": "李四", "from": "2026-09-11"}, "李四")],
)
def test_person_must_be_on_the_staff(fields: dict[str, str], name: str) -> None:
    with pytest.raises(PersonMissing) as caught:
        appoint(office().record("person", "li", **fields).build(), "p", "li", ON)
    assert caught.value.message == f'"{name}" is not among the people of this register on 2026-09-10.'
    with pytest.raises(PersonMissing):
        appoint(office().build(), "p", "nobody", ON)


def test_end_of_the_one_holding() -> None:
    changes = end(office({"person": "li", "from": "2024-01-01"}).build(), "p", ON)
    assert fields_of(changes) == [(("holding", 0, "to"), ON)]
    assert (changes.action, changes.reason) == ("end", "李四 leaves 书记 on 2026-09-10")


def test_an_end_that_was_set_later_may_be_brought_forward() -> None:
    assert fields_of(end(office({"person": "li", "from": "2024-01-01", "to": "2026-12-31"}).build(), "p", ON)) == [
        (("holding", 0, "to"), ON)
    ]


def test_where_several_hold_a_post_the_person_must_be_named() -> None:
    rows = ({"person": "li", "from": "2024-01-01"}, {"person": "wang", "manner": "acting", "from": "2026-01-01"})
    register = office(*rows).build()
    with pytest.raises(SeveralHold) as caught:
        end(register, "p", ON)
    assert caught.value.message == 'Several hold the post "书记" on 2026-09-10: 李四, 王五.'
    assert caught.value.exit_code == 2
    assert fields_of(end(register, "p", ON, person_id="wang")) == [(("holding", 1, "to"), ON)]


@pytest.mark.parametrize(
    ("rows", "person", "message", "message_zh"),
    [
        ((), "", 'Nobody holds the post "书记" beyond 2026-09-10.', "2026-09-10 之后没有人任职“书记”，无可结束。"),
        (
            ({"person": "li", "from": "2024-01-01", "to": "2026-09-10"},),
            "",
            'Nobody holds the post "书记" beyond 2026-09-10.',
            "2026-09-10 之后没有人任职“书记”，无可结束。",
        ),
        (
            ({"person": "li", "from": "2024-01-01"},),
            "wang",
            '"王五" does not hold the post "书记" beyond 2026-09-10.',
            "2026-09-10 之后没有“王五”任职“书记”，无可结束。",
        ),
    ],
)
def test_nothing_to_end(rows: tuple[dict[str, str], ...], person: str, message: str, message_zh: str) -> None:
    with pytest.raises(NothingHeld) as caught:
        end(office(*rows).build(), "p", ON, person_id=person)
    assert (caught.value.message, caught.value.message_zh) == (message, message_zh)


def test_a_holding_cannot_end_before_it_begins() -> None:
    with pytest.raises(BeginsLater) as caught:
        end(office({"person": "li", "from": "2026-09-11"}).build(), "p", ON)
    assert caught.value.message == 'What "李四" holds or covers begins on 2026-09-11 and can\'t be over by 2026-09-10.'


def test_cover_of_a_vacant_post_ends_the_cover_before() -> None:
    builder = office(
        {"person": "li", "from": "2024-01-01", "to": "2026-08-31"}, cover=[{"by": "r", "from": "2026-09-01"}]
    )
    changes = cover(builder.post("r", "qian", title="委员").build(), "p", "q", ON, basis="分工")
    assert fields_of(changes) == [
        (("cover", 0, "to"), BEFORE),
        (("cover", 1), {"by": "q", "from": ON, "basis": "分工"}),
    ]
    assert (changes.action, changes.reason) == ("cover", "主任 covers 书记 from 2026-09-10")


@pytest.mark.parametrize("manner", [manner.value for manner in Manner])
def test_a_post_that_somebody_holds_is_not_covered(manner: str) -> None:
    with pytest.raises(NotVacant) as caught:
        cover(office({"person": "li", "manner": manner, "from": "2024-01-01"}).build(), "p", "q", ON)
    assert caught.value.message == 'The post "书记" is not vacant on 2026-09-10: "李四" holds it.'


def test_a_cover_never_runs_in_a_circle() -> None:
    with pytest.raises(CircularCover) as caught:
        cover(office().build(), "p", "p", ON)
    assert caught.value.message == "The covers would run in a circle: 书记 -> 书记."
    builder = office().post("a", title="甲", cover=[{"by": "b", "from": "2026-01-01"}])
    builder.post("b", title="乙", cover=[{"by": "p", "from": "2026-01-01"}])
    with pytest.raises(CircularCover) as caught:
        cover(builder.build(), "p", "a", ON)
    assert caught.value.message == "The covers would run in a circle: 书记 -> 甲 -> 乙 -> 书记."
    # Who is in post is covered by nobody, whatever rows stand there; and a circle of others is theirs.
    builder.post("b", "sun", title="乙", cover=[{"by": "p", "from": "2026-01-01"}])
    assert len(cover(builder.build(), "p", "a", ON).records) == 1
    builder.post("b", title="乙", cover=[{"by": "a", "from": "2026-01-01"}])
    assert len(cover(builder.build(), "p", "a", ON).records) == 1


def test_first_day_of_the_calendar_is_a_day_like_any_other() -> None:
    register = office({"person": "li", "manner": "acting", "from": "0001-01-01"}).build()
    with pytest.raises(BeginsLater):
        appoint(register, "p", "wang", date.min)


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@given(DAYS, st.integers(0, 60), st.sampled_from(list(Manner)))
def test_to_appoint_and_then_to_end_leaves_exactly_one_span(first: date, length: int, manner: Manner) -> None:
    builder = office()
    applied(builder, appoint(builder.build(), "p", "li", first, manner=manner))
    last = first + timedelta(days=length)
    applied(builder, end(builder.build(), "p", last))
    post = builder.build().posts["p"]
    assert [(row.person, row.manner, row.since, row.until) for row in post.holding] == [("li", manner, first, last)]
    assert post.cover == ()


ACTING = st.fixed_dictionaries(
    {"person": st.just("li"), "manner": st.sampled_from(["acting", "deputising"]), "from": DAYS}
)


@st.composite
def spans(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Formal holdings that follow each other, and acting ones anywhere."""
    rows: list[dict[str, Any]] = []
    at = draw(DAYS)
    for _ in range(draw(st.integers(0, 3))):
        last = at + timedelta(days=draw(st.integers(0, 20)))
        rows.append({"person": draw(st.sampled_from(["li", "wang"])), "from": at, "to": last})
        at = last + timedelta(days=draw(st.integers(1, 10)))
    stays = draw(st.booleans())
    if rows and stays:
        del rows[-1]["to"]
    return rows + draw(st.lists(ACTING, max_size=2))


@given(spans(), DAYS, st.sampled_from(list(Manner)), st.booleans())
def test_r6_never_conflicts_after_an_appointment(
    rows: list[dict[str, Any]], since: date, manner: Manner, end_previous: bool
) -> None:
    builder = office(*rows)
    try:
        changes = appoint(builder.build(), "p", "wang", since, manner=manner, end_previous=end_previous)
    except Failure:
        reject()
    register = applied(builder, changes).build()
    for days in range(150):
        held = holder(register, "p", day("2025-12-31") + timedelta(days=days))
        assert held.manner is not Standing.CONFLICT
        if held.in_post and day("2025-12-31") + timedelta(days=days) >= since:
            assert (held.person, held.manner.value) == ("wang", manner.value)
            assert held.flags == ()
