"""How findings stand on a day: the rows of R13, and its examples on the sample register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.marks import FindingState
from schema.marks import Light
from schema.rectification import Rectification
from schema.rectification import accepted_extensions
from schema.rectification import due_when_asked
from schema.rectification import rectification_of
from schema.rectification import rectifications
from schema.rectification import recurs_from
from schema.register import Register
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import day

FINDING = "2026-10-30-aaaaaa"
SAMPLE = Path(__file__).parents[2] / "sample-repo"
EVIDENCE = [{"type": "sheet", "date": "2026-11-18"}]
CLOSED = {
    "done": "2026-11-18", "verified_on": "2026-11-19", "verified_by": "discipline", "evidence": EVIDENCE,
}  # fmt: skip


def builder(**fields: Any) -> RegisterBuilder:
    """A register with one finding at the archive, issued 2026-10-30 (a Friday) and due 2026-11-20 (a Friday)."""
    made = RegisterBuilder().calendar().unit("archive").unit("discipline")
    made.activity("2026-10-30", type="special-inspection", id="2026-10-30-iiiiii")
    return found(made, FINDING, **fields)


def found(made: RegisterBuilder, id: str, **fields: Any) -> RegisterBuilder:
    values = {
        "inspection": "2026-10-30-iiiiii", "unit": "archive", "text": "A sheet is missing.", "item": "sheets",
        "measure": "Add it.", "issued": id[:10], "due": "2026-11-20",
    }  # fmt: skip
    return made.record("finding", id, **(values | fields))


def stand(on: str, **fields: Any) -> Rectification:
    register = builder(**fields).build()
    return rectification_of(register, register.findings[FINDING], day(on))


def extension(**fields: Any) -> dict[str, Any]:
    values = {
        "asked_on": "2026-11-17", "new_due": "2026-11-30", "reason": "Away.", "approved_by": "head",
        "approved_on": "2026-11-17",
    }  # fmt: skip
    return values | fields


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(SAMPLE).register


def of(register: Register, code: str, on: str) -> Rectification:
    return next(one for one in rectifications(register, day(on)) if one.finding.code == code)


def test_r13_example_1_done_in_time_and_verified_by_another_unit_is_closed(sample: Register) -> None:
    """X1 due 11-20, done 11-18, verified 11-19 by U03: 按期销号."""
    one = of(sample, "X1", "2026-11-19")
    assert (one.state, one.light, one.late_by, one.done) == (
        FindingState.CLOSED, Light.GREEN, 0, date(2026, 11, 18)
    )  # fmt: skip
    assert of(sample, "X1", "2026-11-18").state is FindingState.AWAITING
    assert of(sample, "X1", "2026-11-17").state is FindingState.RECTIFYING


def test_r13_example_2_lateness_is_measured_to_done_not_to_verification(sample: Register) -> None:
    """X3 due 11-20, done 12-04, verified 12-08: 逾期销号, 10 working days."""
    one = of(sample, "X3", "2026-12-08")
    assert (one.state, one.light, one.late_by) == (FindingState.CLOSED_LATE, Light.GREEN, 10)
    awaiting = of(sample, "X3", "2026-12-07")
    assert (awaiting.state, awaiting.light, awaiting.late_by) == (FindingState.AWAITING, Light.YELLOW, 10)


def test_r5_example_2_running_extension_is_yellow_and_what_is_done_within_it_is_in_time(sample: Register) -> None:
    """X2 on 11-23: due 11-20, extension to 11-30 approved 11-17: 黄(延); done 11-27, verified 11-30: 绿."""
    one = of(sample, "X2", "2026-11-23")
    assert (one.state, one.light) == (FindingState.EXTENDED, Light.YELLOW)
    assert (one.due, one.original_due) == (date(2026, 11, 30), date(2026, 11, 20))
    closed = of(sample, "X2", "2026-11-30")
    assert (closed.state, closed.light, closed.late_by) == (FindingState.CLOSED, Light.GREEN, 0)


def test_golden_findings_of_the_sample_on_23_november(sample: Register) -> None:
    """X1 closed, X2 黄(延), X3 红 (1 working day)."""
    assert [
        (one.finding.code, one.state.value, one.light.value, one.late_by)
        for one in sorted(rectifications(sample, date(2026, 11, 23)), key=lambda one: one.finding.code)
    ] == [("X1", "closed", "green", 0), ("X2", "extended", "yellow", 0), ("X3", "rectifying", "red", 1)]


def test_findings_issued_later_are_not_listed(sample: Register) -> None:
    assert rectifications(sample, date(2026, 10, 29)) == []


@pytest.mark.parametrize(
    ("on", "fields", "state", "light", "late"),
    [
        ("2026-10-30", {"measure": ""}, "issued", "white", 0),
        ("2026-10-30", {}, "rectifying", "green", 0),
        ("2026-11-06", {}, "rectifying", "yellow", 0),  # ten working days before the due day
        ("2026-11-05", {}, "rectifying", "green", 0),
        ("2026-11-06", {"measure": ""}, "issued", "yellow", 0),
        ("2026-11-20", {}, "rectifying", "yellow", 0),
        ("2026-11-21", {}, "rectifying", "red", 0),  # a Saturday: overdue, but no working day yet
        ("2026-11-23", {}, "rectifying", "red", 1),
        # done counts only with evidence of that day or earlier
        ("2026-11-23", {"done": "2026-11-18"}, "rectifying", "red", 1),
        ("2026-11-19", {"done": "2026-11-18", "evidence": [{"type": "sheet", "date": "2026-11-20"}]}, "rectifying", "yellow", 0),
        ("2026-11-20", {"done": "2026-11-18", "evidence": [{"type": "sheet", "date": "2026-11-20"}]}, "awaiting-verification", "yellow", 0),
        ("2026-11-23", {"done": "2026-11-18", "evidence": [{"type": "sheet"}]}, "awaiting-verification", "yellow", 0),
        ("2026-11-17", {"done": "2026-11-18", "evidence": EVIDENCE}, "rectifying", "yellow", 0),
        # done alone never closes, nor does the rectifying unit, nor half a verification
        ("2026-12-31", {"done": "2026-11-18", "evidence": EVIDENCE}, "awaiting-verification", "yellow", 0),
        ("2026-12-31", CLOSED | {"verified_by": "archive"}, "awaiting-verification", "yellow", 0),
        ("2026-12-31", CLOSED | {"verified_by": None}, "awaiting-verification", "yellow", 0),
        ("2026-12-31", CLOSED | {"verified_on": None}, "awaiting-verification", "yellow", 0),
        ("2026-12-31", CLOSED | {"verified_on": "2026-11-17"}, "awaiting-verification", "yellow", 0),
        ("2026-11-18", CLOSED, "awaiting-verification", "yellow", 0),
        ("2026-11-19", CLOSED, "closed", "green", 0),
        ("2026-11-19", CLOSED | {"due": "2026-11-17"}, "closed-late", "green", 1),
    ],
)  # fmt: skip
def test_rows_of_the_table(on: str, fields: dict[str, Any], state: str, light: str, late: int) -> None:
    one = stand(on, **fields)
    assert (one.state.value, one.light.value, one.late_by) == (state, light, late)


def test_near_due_is_not_judged_where_the_register_sets_no_number() -> None:
    made = RegisterBuilder(near_due=None).unit("archive")
    register = found(made, FINDING).build()
    assert rectification_of(register, register.findings[FINDING], date(2026, 11, 20)).light is Light.GREEN


SENT_BACK = [{"on": "2026-11-19", "by": "discipline", "reason": "It is not signed."}]


@pytest.mark.parametrize(
    ("on", "fields", "state", "light", "returned"),
    [
        ("2026-11-18", {}, "awaiting-verification", "yellow", 0),
        ("2026-11-19", {}, "returned", "yellow", 1),
        ("2026-11-19", {"due": "2026-12-31"}, "returned", "green", 1),
        ("2026-11-23", {}, "rectifying", "red", 1),  # the first matching row: overdue
        ("2026-11-23", {"extension": [extension()]}, "returned", "yellow", 1),
        ("2026-11-23", {"done": "2026-11-19"}, "awaiting-verification", "yellow", 1),  # done again on the day itself
        ("2026-11-23", {"done": "2026-11-20"}, "awaiting-verification", "yellow", 1),
        ("2026-11-23", {"verified_on": "2026-11-23", "verified_by": "discipline"}, "rectifying", "red", 1),
    ],
)
def test_what_was_sent_back_is_not_done_until_it_is_done_again(
    on: str, fields: dict[str, Any], state: str, light: str, returned: int
) -> None:
    one = stand(on, **({"done": "2026-11-18", "evidence": EVIDENCE, "return": SENT_BACK} | fields))
    assert (one.state.value, one.light.value, one.returned) == (state, light, returned)


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, "2026-11-30"),
        ({"asked_on": "2026-11-20"}, "2026-11-30"),  # on the due day itself
        ({"asked_on": "2026-11-21"}, "2026-11-20"),
        ({"reason": " "}, "2026-11-20"),
        ({"approved_by": None}, "2026-11-20"),
        ({"approved_on": None}, "2026-11-20"),
        ({"approved_on": "2026-11-24"}, "2026-11-20"),  # later than the day that is asked about
        ({"approved_on": "2026-11-23"}, "2026-11-30"),
        ({"new_due": "2026-11-20"}, "2026-11-20"),
        ({"new_due": "2026-11-19"}, "2026-11-20"),
    ],
)
def test_an_extension_counts_only_with_all_that_it_needs(fields: dict[str, Any], due: str) -> None:
    one = stand("2026-11-23", extension=[extension(**fields)])
    assert one.due == day(due)
    assert one.state is (FindingState.RECTIFYING if due == "2026-11-20" else FindingState.EXTENDED)


@pytest.mark.parametrize(
    ("on", "state", "light"),
    [
        ("2026-11-20", "rectifying", "yellow"),  # the old due day has not passed (R0.10)
        ("2026-11-21", "extended", "yellow"),
        ("2026-11-30", "extended", "yellow"),
        ("2026-12-01", "rectifying", "red"),
    ],
)
def test_r0_10_the_state_is_extended_only_between_the_old_and_the_new_due_day(on: str, state: str, light: str) -> None:
    one = stand(on, extension=[extension()])
    assert (one.state.value, one.light.value) == (state, light)


def test_several_extensions_follow_each_other() -> None:
    second = extension(asked_on="2026-11-27", new_due="2026-12-11", approved_on="2026-11-27")
    assert stand("2026-11-26", extension=[second, extension()]).due == date(2026, 11, 30)
    assert stand("2026-11-27", extension=[second, extension()]).due == date(2026, 12, 11)


def test_second_extension_is_late_where_the_first_was_not_approved_by_then() -> None:
    first = extension(approved_on="2026-11-26")
    second = extension(asked_on="2026-11-25", new_due="2026-12-11", approved_on="2026-11-27")
    assert stand("2026-12-31", extension=[first, second]).due == date(2026, 11, 30)
    finding = stand("2026-12-31", extension=[first, second]).finding
    assert due_when_asked(finding, finding.extension[1]) == date(2026, 11, 20)


LATER = "2027-03-05-bbbbbb"


@pytest.mark.parametrize(
    ("id", "fields", "recurred"),
    [
        (LATER, {}, True),
        (LATER, {"recurrence_of": FINDING}, True),
        ("2027-11-19-bbbbbb", {}, True),  # the last day of the twelve months
        ("2027-11-20-bbbbbb", {}, False),
        ("2026-11-19-bbbbbb", {}, True),  # on the day of the closing
        ("2026-11-18-bbbbbb", {}, False),
        (LATER, {"unit": "discipline"}, False),
        (LATER, {"item": "slides"}, False),
        (LATER, {"item": " sheets "}, True),
        (LATER, {"item": "", "recurrence_of": FINDING}, False),
    ],
)
def test_same_item_of_the_same_unit_within_twelve_months_of_closing_is_a_recurrence(
    id: str, fields: dict[str, Any], recurred: bool
) -> None:
    register = found(builder(**CLOSED), id, due="2028-01-01", **fields).build()
    old, new = register.findings[FINDING], register.findings[id]
    one = rectification_of(register, old, date(2027, 12, 31))
    assert one.state is (FindingState.RECURRED if recurred else FindingState.CLOSED)
    assert one.recurred_in == (id if recurred else None)
    assert one.light is Light.GREEN
    assert not one.is_open  # the new finding has taken it up
    assert recurs_from(register, new) == (FINDING if recurred else None)
    before = rectification_of(register, old, day(id[:10]).replace(day=day(id[:10]).day - 1))
    assert before.state is not FindingState.RECURRED


def test_without_an_item_only_the_link_says_that_the_matter_is_the_same() -> None:
    plain = found(builder(**CLOSED, item=""), LATER, item="").build()
    assert rectification_of(plain, plain.findings[FINDING], date(2027, 4, 1)).state is FindingState.CLOSED
    linked = found(builder(**CLOSED, item=""), LATER, item="", recurrence_of=FINDING).build()
    assert rectification_of(linked, linked.findings[FINDING], date(2027, 4, 1)).state is FindingState.RECURRED


def test_same_matter_found_while_the_first_is_open_is_no_recurrence() -> None:
    register = found(builder(), LATER).build()
    assert rectification_of(register, register.findings[FINDING], date(2027, 4, 1)).state is FindingState.RECTIFYING
    assert recurs_from(register, register.findings[LATER]) is None


@pytest.mark.parametrize(
    ("rows", "on", "state", "light"),
    [
        ([("2027-02-01", False)], "2027-01-31", "closed", "green"),
        ([("2027-02-01", False)], "2027-02-01", "recurred", "red"),
        ([("2027-02-01", True)], "2027-02-01", "closed", "green"),
        ([("2027-02-01", False), ("2027-03-01", True)], "2027-03-01", "recurred", "green"),
        ([("2026-11-02", False)], "2027-03-01", "closed", "green"),  # before it was closed
    ],
)
def test_a_look_back_that_does_not_hold_says_that_it_recurred(
    rows: list[tuple[str, bool]], on: str, state: str, light: str
) -> None:
    looks = [{"on": each, "by": "discipline", "holds": holds} for each, holds in rows]
    one = stand(on, **CLOSED, look_back=looks)
    assert (one.state.value, one.light.value, one.is_open) == (state, light, light == "red")


days = st.dates(date(2026, 10, 30), date(2027, 1, 31))


@given(
    on=days,
    done=st.none() | days,
    verified=st.none() | days,
    returns=st.lists(days, max_size=3),
    asked=st.lists(st.tuples(days, days, days), max_size=3),
)
def test_what_is_dated_later_changes_nothing(
    on: date, done: date | None, verified: date | None, returns: list[date], asked: list[tuple[date, date, date]]
) -> None:
    """R0.1: a finding stands on a day as if nothing of it that is dated later existed."""
    extensions = [extension(asked_on=a, new_due=n, approved_on=p) for a, n, p in asked]
    rows: list[dict[str, Any]] = [{"on": each, "by": "discipline"} for each in returns]
    whole = {"done": done, "verified_on": verified, "verified_by": "discipline", "evidence": [{"type": "sheet"}]}
    known = whole | {
        "done": done if done is not None and done <= on else None,
        "verified_on": verified if verified is not None and verified <= on else None,
    }
    one = stand(on.isoformat(), **whole, extension=extensions, **{"return": rows})
    less = stand(
        on.isoformat(),
        **known,
        extension=[row for row in extensions if row["approved_on"] <= on],
        **{"return": [row for row in rows if row["on"] <= on]},
    )
    assert one[1:] == less[1:]
    dues = [row.new_due for row in accepted_extensions(one.finding, on)]
    assert dues == sorted(set(dues)) and one.due >= one.original_due
    assert (one.state in {FindingState.CLOSED, FindingState.CLOSED_LATE}) == (one.verified_on is not None)
    assert (one.light is Light.RED) == (one.done is None and on > one.due)
