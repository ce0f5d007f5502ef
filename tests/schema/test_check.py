from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.rules import coverage
from schema.rules.handovers import NO_RECORD
from schema.rules.references import find_circles
from tests.builders import COUNTS_AFTER_QUARTER
from tests.builders import Data
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import in_months

DAY = date(2026, 11, 23)


APART = {rule.code for rule in (*coverage.RULES, NO_RECORD)}
"""What is lacking in a register that is cut to one rule: a clause behind each duty, a handover; it has tests of its own."""


def found(builder: RegisterBuilder, on: date = DAY) -> list[Diagnostic]:
    return [one for one in check(builder.build(), on) if one.code not in APART]


def codes(builder: RegisterBuilder, on: date = DAY) -> list[tuple[str, str, str]]:
    """Code, record and key of everything that a check says."""
    return [(one.code, f"{one.kind}/{one.id}", one.dotted) for one in found(builder, on)]


def sound() -> RegisterBuilder:
    """A small register that breaks no rule."""
    builder = RegisterBuilder().calendar().superior("county").person("wu")
    builder.unit("party-office", parent="office", liaison=[{"person": "wu"}])
    builder.post("secretary", "li", rank="principal").post("head", "wang", unit="party-office", rank="section-head")
    builder.source("rule", "1", "2-1").group("group", "secretary", members=["@section-heads"])
    builder.duty("study", at_least(), lead=["party-office"], responsible=["@sections"], basis=[{"clause": "rule#1"}])
    builder.duty("counts", COUNTS_AFTER_QUARTER, addressee="county", basis=[{"clause": "rule#2-1"}])
    builder.platform("account", opened="2021-05-10", administrator="wu")
    builder.duty("filing", after_event("platform.opened"), basis=[{"clause": "rule#2-1"}])
    builder.activity("2026-03-27", "study").activity("2026-04-09", "counts", period="2026-Q1")
    return builder


def test_a_sound_register_gets_no_diagnostic() -> None:
    assert check(sound().build(), DAY) == []


def test_a_reference_that_leads_nowhere() -> None:
    (one,) = found(sound().duty("study", at_least(), lead=["party-ofice"]))
    assert (one.code, one.kind, one.id, one.key) == ("DB101", "duty", "study", ("lead", 0))
    assert one.message == '"party-ofice" is no unit of this register'
    assert one.message_zh == "本台账没有名为“party-ofice”的单位"


def test_a_reference_to_an_unreadable_record_is_worded_apart() -> None:
    builder = sound().duty("study", at_least(), lead=["torn"]).unreadable("unit", "torn")
    (one,) = found(builder)
    assert one.code == "DB102"
    assert one.message == '"torn" (unit) is there but cannot be read'


def test_a_reference_of_the_wrong_kind() -> None:
    builder = sound().group("group", "li")
    (one,) = found(builder)
    assert (one.code, one.dotted) == ("DB103", "head")
    assert one.message == '"li" is a person; here a post must stand'


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        (sound().duty("study", at_least(), lead=["@sections"]), ("DB104", "duty/study", "lead[0]")),
        (sound().duty("study", at_least(), responsible=["@everyone"]), ("DB105", "duty/study", "responsible[0]")),
        (sound().duty("study", at_least(each="@everyone")), ("DB105", "duty/study", "cadence[0].each")),
        (sound().duty("study", at_least(each="@stationed-units")), ("DB106", "duty/study", "cadence[0].each")),
        (sound().duty("study", at_least(), responsible=["@own-sections"]), ("DB106", "duty/study", "responsible[0]")),
        (
            sound().group("group", "secretary", members=["@community-secretaries"]),
            ("DB106", "group/group", "members[0]"),
        ),
        (sound().unit("head"), ("DB107", "duty/plain", "bearer")),
        (sound().unit("Party_Office"), ("DB108", "unit/Party_Office", "")),
        (sound().unit("x" * 65), ("DB108", f"unit/{'x' * 65}", "")),
        (sound().unit("con"), ("DB108", "unit/con", "")),
        (sound().activity("2026-03-27", id="march"), ("DB108", "activity/march", "")),
        (sound().activity("2026-03-27", id="2026-03-28-aaaaaa"), ("DB109", "activity/2026-03-28-aaaaaa", "date")),
        (sound().unit("a", parent="a"), ("DB110", "unit/a", "parent")),
        (sound().duty("study", at_least(), addressee="country"), ("DB101", "duty/study", "addressee")),
        (sound().duty("study", at_least(), basis=[{"clause": "rule#9"}]), ("DB101", "duty/study", "basis[0].clause")),
    ],
)
def test_references_ids_and_selectors(builder: RegisterBuilder, expected: tuple[str, str, str]) -> None:
    if expected[1] == "duty/plain":
        builder.duty("plain", at_least(), bearer="head")
    assert codes(builder) == [expected]


def test_settings_are_checked_too() -> None:
    builder = sound()
    builder.settings["review"] = {"kinds": ["duty"], "approvers": ["nobody"]}
    assert codes(builder) == [("DB101", "register/", "review.approvers[0]")]


def test_a_selector_of_a_duty_that_has_ended_is_not_expanded() -> None:
    builder = sound().duty("study", at_least(each="@stationed-units"), until="2026-06-30")
    assert codes(builder) == []
    assert [code for code, _, _ in codes(builder, date(2026, 6, 30))] == ["DB106"]


def test_a_circle_of_parents_is_printed_once() -> None:
    builder = sound().unit("c", parent="a").unit("b", parent="c").unit("a", parent="b").unit("d", parent="a")
    (one,) = found(builder)
    assert one.message == "`parent` runs in a circle: a -> b -> c -> a"


def test_a_correction_of_itself_is_a_circle() -> None:
    builder = sound().activity("2026-03-27", id="2026-03-27-aaaaaa", corrects="2026-03-27-aaaaaa")
    assert codes(builder) == [("DB110", "activity/2026-03-27-aaaaaa", "corrects")]


def test_a_chain_of_a_hundred_thousand_parents_is_walked_without_recursion() -> None:
    chains: dict[str, str | None] = {str(n): str(n + 1) for n in range(100_000)}
    assert list(find_circles(chains)) == []
    chains["100000"] = "99999"
    assert list(find_circles(chains)) == [("100000", "99999")]


@given(st.dictionaries(st.integers(0, 9).map(str), st.none() | st.integers(0, 12).map(str)))
def test_every_circle_is_found_once_and_is_one(chains: dict[str, str | None]) -> None:
    circles = list(find_circles(chains))
    members = [each for circle in circles for each in circle]
    assert len(set(members)) == len(members)
    for circle in circles:
        assert all(chains[each] == circle[(at + 1) % len(circle)] for at, each in enumerate(circle))
    for start in chains:
        at: str | None = start
        for _ in range(20):
            at = chains.get(at) if at is not None else None
        assert (at is not None) == (at in members)


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        (sound().unit("blank", title="  "), ("DB015", "unit/blank", "title")),
        (sound().unit("hidden", title="党\u200b建办"), ("DB016", "unit/hidden", "title")),
        (sound().unit("turned", note="一\n二\u202e三"), ("DB016", "unit/turned", "note")),
        (sound().unit("broken", title="一\n二"), ("DB016", "unit/broken", "title")),
        (sound().unit("over", since="2026-09-10", until="2026-09-01"), ("DB017", "unit/over", "to")),
        (sound().platform("site", opened="2026-09-10", closed="2026-09-01"), ("DB017", "platform/site", "closed")),
    ],
)
def test_shapes(builder: RegisterBuilder, expected: tuple[str, str, str]) -> None:
    assert codes(builder) == [expected]


def test_what_cannot_be_seen_is_shown_as_marks() -> None:
    (one,) = found(sound().unit("hidden", title="党\u200b建办"))
    assert one.message == '`title` holds characters that cannot be seen: "党<U+200B>建办"'
    (one,) = found(sound().unit("far", note=f"{'一' * 200}\u202e{'二' * 200}"))
    assert "<U+202E>" in one.message
    assert len(one.message) < 150


def test_text_of_several_lines_and_emoji_are_fine() -> None:
    assert codes(sound().unit("plain", note="一\n\t二 👨‍👩‍👧")) == []


def vacant(**fields: Any) -> RegisterBuilder:
    rows = [{"person": "wang", "from": "2024-01-01", "to": "2026-09-09"}]
    return sound().post("third", holding=rows, title="副书记", **fields)


def test_r16_a_vacant_post_under_cover_is_a_warning() -> None:
    (one,) = found(vacant(cover=[{"by": "secretary", "from": "2026-09-10"}]))
    assert (one.code, one.severity.value, one.id, one.dotted) == ("DB202", "warning", "third", "holding")
    assert one.message == 'the post "副书记" is vacant since 2026-09-10; "secretary" covers it'
    assert one.message_zh == "岗位“副书记”空缺（自 2026-09-10 起），由“secretary”临时分管"


def test_r16_a_vacant_post_without_cover_is_an_error() -> None:
    (one,) = found(vacant())
    assert (one.code, one.severity.value) == ("DB203", "error")
    assert one.message == 'the post "副书记" is vacant since 2026-09-10 and nobody covers it'
    assert codes(vacant(), date(2026, 9, 9)) == []
    assert codes(vacant(until="2026-09-09")) == []


def test_r16_a_cover_that_nobody_holds_covers_nothing() -> None:
    builder = vacant(cover=[{"by": "fourth", "from": "2026-09-10"}]).post("fourth")
    assert [(code, id_) for code, id_, _ in codes(builder)] == [("DB203", "post/third"), ("DB203", "post/fourth")]
    assert found(builder)[1].message == 'the post "fourth" is vacant and nobody covers it'


def held(*rows: tuple[str, str | None, str], **fields: Any) -> RegisterBuilder:
    holdings = [
        {"person": "wu", "from": start, "to": end, "manner": manner, "basis": str(at)}
        for at, (start, end, manner) in enumerate(rows)
    ]
    return sound().post("fourth", holding=holdings, **fields)


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        (
            held(("2026-01-01", None, "formal"), ("2026-05-01", None, "formal")),
            [("DB201", "post/fourth", "holding[1]")],
        ),
        (
            held(
                ("2026-01-01", None, "formal"),
                ("2026-02-01", "2026-02-28", "formal"),
                ("2026-05-01", "2026-05-31", "formal"),
            ),
            [("DB201", "post/fourth", "holding[1]"), ("DB201", "post/fourth", "holding[2]")],
        ),
        (held(("2026-01-01", "2026-04-30", "formal"), ("2026-05-01", None, "formal")), []),
        (
            held(("2026-01-01", "2026-05-01", "formal"), ("2026-05-01", None, "formal")),
            [("DB201", "post/fourth", "holding[1]")],
        ),
        (held(("2026-01-01", None, "formal"), ("2026-05-01", None, "acting")), []),
        (
            held(("2026-01-01", None, "acting"), ("2026-05-01", None, "deputising")),
            [("DB207", "post/fourth", "holding[1]")],
        ),
        (held(("2026-01-01", None, "formal"), until="2026-06-30"), [("DB204", "post/fourth", "holding[0]")]),
        (held(("2026-01-01", "2026-06-30", "formal"), until="2026-06-30"), []),
        (
            held(("2026-01-01", None, "formal"), unit="gone").unit("gone", until="2026-06-30"),
            [("DB205", "post/fourth", "holding[0]")],
        ),
        (
            held(("2026-01-01", None, "formal"), cover=[{"by": "fourth", "from": "2026-01-01"}]),
            [("DB208", "post/fourth", "cover[0].by")],
        ),
        (
            sound().unit("section", liaison=[{"person": "wu"}, {"person": "li", "from": "2026-03-01"}]),
            [("DB206", "unit/section", "liaison[1]")],
        ),
        (
            sound().unit(
                "section", liaison=[{"person": "wu", "to": "2026-02-28"}, {"person": "li", "from": "2026-03-01"}]
            ),
            [],
        ),
    ],
)
def test_holdings_and_liaisons(builder: RegisterBuilder, expected: list[tuple[str, str, str]]) -> None:
    assert codes(builder) == expected


def test_r6_a_conflict_names_both_and_the_first_day() -> None:
    rows = [{"person": "li", "from": "2026-01-01"}, {"person": "wang", "from": "2026-05-01"}]
    (one,) = found(sound().post("fourth", holding=rows))
    assert one.message == '"li" and "wang" both hold the post formally on 2026-05-01'


@pytest.mark.parametrize(
    ("row", "code", "key"),
    [
        ({"type": "at-least"}, "DB301", "per"),
        ({"type": "months"}, "DB301", "months"),
        (by_date(""), "DB301", "due"),
        (after_event("platform.opened", None), "DB301", "within"),
        (at_least(opens="soon"), "DB302", "opens"),
        (at_least(due="later"), "DB302", "due"),
        (by_date("01-31", opens="12-01"), "DB303", "due"),
        (after_event("platform.moved"), "DB304", "on"),
        (in_months(6, 12, per="year"), "DB305", "months"),
        (at_least(each="party-office"), "DB306", "each"),
        (after_event("platform.opened", within_days=3), "DB307", "within_days"),
    ],
)
def test_cadences_that_cannot_be_read(row: Data, code: str, key: str) -> None:
    builder = sound().duty("broken", row)
    assert codes(builder) == [(code, "duty/broken", f"cadence[0].{key}")]


def test_a_duty_without_a_beginning_is_noted() -> None:
    builder = sound()
    builder.record("duty", "old", title="old", tier="handling", bearer="office", cadence=[at_least()])
    (one,) = found(builder)
    assert (one.code, one.severity.value) == ("DB308", "note")
    builder.record("duty", "old", title="old", tier="handling", bearer="office", cadence=[{"type": "unset"}])
    assert codes(builder) == []


def test_calendars_that_contradict_themselves() -> None:
    builder = sound().calendar(2027, holidays=["2027-01-01", "2026-12-31"], workdays=["2027-01-01"])
    assert codes(builder) == [
        ("DB310", "calendar/2027", "holidays[1]"),
        ("DB309", "calendar/2027", "workdays[0]"),
    ]


@pytest.mark.parametrize(
    ("duty", "period", "expected"),
    [
        ("study", "2026-H1", "DB401"),
        ("study", "2026-Q9", "DB401"),
        ("study", "2025-Q4", "DB401"),
        ("study", "event:account/opened/2021-05-10", "DB401"),
        ("study", "2026-Q2", ""),
        ("counts", None, "DB402"),
        ("counts", "2026-Q3", ""),
        ("filing", None, "DB402"),
        ("filing", "event:account/opened/2021-05-11", "DB401"),
        ("filing", "event:account/closed/2021-05-10", "DB401"),
        ("filing", "event:account/opened/2021-05-10", ""),
        ("filing", "event:account/platform.opened/2021-05-10", ""),
        ("filing", "2026", "DB401"),
    ],
)
def test_records_that_count_for_none(duty: str, period: str | None, expected: str) -> None:
    builder = sound().activity("2026-10-09", duty, period=period, id="2026-10-09-aaaaaa")
    assert [(code, record) for code, record, _ in codes(builder)] == (
        [(expected, "activity/2026-10-09-aaaaaa")] if expected else []
    )
    if expected:
        assert "counts for none" in found(builder)[0].message


def test_r1_a_record_of_a_type_that_is_not_accepted() -> None:
    builder = sound().duty("study", at_least(), accepts=["study"])
    (one,) = found(builder)
    assert (one.code, one.dotted) == ("DB403", "fulfils[0].duty")


def test_a_record_that_was_withdrawn_or_whose_duty_cannot_be_read_in_time_is_left_alone() -> None:
    assert codes(sound().activity("2026-10-09", "counts", state="withdrawn")) == []
    builder = sound().duty("vague", {"type": "at-least"}).activity("2026-10-09", "vague")
    assert [code for code, _, _ in codes(builder)] == ["DB301"]


def test_a_clause_path_that_stands_twice() -> None:
    assert codes(sound().source("other", "1", "2", "1")) == [("DB404", "source/other", "clause[2].path")]


def test_a_record_of_an_unknown_duty_is_said_once() -> None:
    assert [code for code, _, _ in codes(sound().activity("2026-10-09", "nothing", period="2026-Q9"))] == ["DB101"]


def test_a_platform_that_has_not_closed_and_a_row_without_dates_are_fine() -> None:
    assert codes(sound().platform("site", opened="2026-09-10").unit("plain")) == []
