from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.evidence import REQUIRED
from schema.evidence import Sufficiency
from schema.evidence import adds_up
from schema.evidence import checklist
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.kinds.activity import Meeting
from schema.marks import Flag
from schema.marks import State
from schema.obligation import obligations_of
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.builders import day
from tests.builders import plain
from tests.schema.sample import DAY
from tests.schema.sample import changed
from tests.schema.sample import coded
from tests.schema.sample import sample


def activity(type: str, *evidence: str, **fields: Any) -> Activity:
    register = RegisterBuilder().activity("2026-05-12", type=type, evidence=evidence, **fields).build()
    return next(iter(register.activities.values()))


def test_r15_example_1_a_deliberation_without_attendance_lacks_evidence() -> None:
    found = judge(activity("deliberation", "minutes"))
    assert not found.enough
    assert found.missing == ((EvidenceType.ATTENDANCE,),)
    assert judge(activity("deliberation", "minutes", "attendance")) == Sufficiency()


def test_r15_example_2_a_written_report_without_receipt_counts_and_is_flagged() -> None:
    found = judge(activity("half-year-report", "number", report={"form": "written"}))
    assert found.enough
    assert found.flags == (Flag.NO_RECEIPT,)


@pytest.mark.parametrize(
    ("evidence", "report", "enough", "flags"),
    [
        (["number", "receipt"], {"form": "written"}, True, ()),
        ([], {"form": "written", "number": "晨党〔2026〕12号", "receipt_number": "R-3"}, True, ()),
        (["receipt"], {"form": "written"}, False, ()),
        (["number"], None, True, (Flag.NO_RECEIPT,)),
        (["sheet"], {"form": "in-person"}, True, ()),
        (["number"], {"form": "in-person"}, False, ()),
    ],
)
def test_r15_reports_by_form(
    evidence: list[str], report: dict[str, str] | None, enough: bool, flags: tuple[Flag, ...]
) -> None:
    found = judge(activity("major-report", *evidence, report=report))
    assert (found.enough, found.flags) == (enough, flags)


@pytest.mark.parametrize(
    ("type_", "enough", "not_enough"),
    [
        ("democratic-life", ["minutes", "attendance"], ["attendance"]),
        ("organisational-life", ["minutes", "attendance"], ["minutes"]),
        ("analysis", ["number"], ["minutes"]),
        ("study", ["attendance"], ["slides"]),
        ("group-study", ["script"], ["agenda"]),
        ("theme-day", ["minutes"], ["text"]),
        ("training", ["attendance", "slides"], ["slides"]),
        ("lecture", ["script"], ["text"]),
        ("general-inspection", ["sheet"], ["number"]),
        ("special-inspection", ["sheet"], ["text"]),
        ("supervision-check", ["sheet"], ["list"]),
        ("secrecy-check", ["sheet"], []),
        ("platform-check", ["sheet"], []),
        ("circular", ["number"], ["text"]),
        ("warning-circular", ["number"], ["text"]),
        ("regulation", ["number"], ["text"]),
        ("plan", ["number"], ["text"]),
        ("hazard-counts", ["sheet"], ["number"]),
        ("petition-counts", ["sheet"], ["number"]),
        ("roster-filing", ["list"], ["number"]),
        ("platform-filing", ["sheet"], ["number"]),
        ("duty-statement", ["text"], ["number"]),
        ("assessment", ["sheet"], ["list"]),
        ("handover", ["text"], ["minutes"]),
    ],
)
def test_r15_what_each_type_needs(type_: str, enough: list[str], not_enough: list[str]) -> None:
    assert judge(activity(type_, *enough)).enough
    assert not judge(activity(type_, *not_enough)).enough


def test_a_type_that_the_table_does_not_name_needs_nothing() -> None:
    assert set(ActivityType) - set(REQUIRED) == {ActivityType.APPRAISAL}
    assert judge(activity("appraisal")).enough


@pytest.mark.parametrize(
    ("numbers", "adds_up"),
    [
        ({"expected": 11, "present": 9, "excused": 1, "absent": 1}, True),
        ({"expected": 11, "present": 9, "excused": 1, "absent": 0}, False),
        ({"expected": 11, "present": 9}, True),
        ({"present": 9, "excused": 1, "absent": 1}, True),
    ],
)
def test_r15_attendance_adds_up_where_the_numbers_are_given(numbers: dict[str, int], adds_up: bool) -> None:
    found = judge(activity("deliberation", "minutes", "attendance", meeting=numbers))
    assert found.attendance_adds_up == adds_up
    assert found.enough == adds_up


def test_r15_example_1_on_the_sample_without_w16s_attendance_sheet_d01_counts_three_of_four() -> None:
    """If W16 had no attendance sheet → 待补证, D01 = 3/4."""
    _, record = coded("W16")
    assert isinstance(record, Activity)
    without = tuple(row for row in record.evidence if row.type is not EvidenceType.ATTENDANCE)
    register = changed("W16", evidence=without)
    (one,) = obligations_of(register, register.duties["committee-deliberation"], DAY)
    assert (one.count, one.needed, one.awaiting) == (3, 4, (record.id,))
    assert Flag.EVIDENCE_MISSING in one.flags
    assert one.state is not State.DONE


def test_r15_example_2_on_the_sample_w24_counts_and_is_flagged() -> None:
    """W24 filed, receipt missing → counts, flag 未回执."""
    register = sample()
    found = {one.period: one for one in obligations_of(register, register.duties["half-year-report"], DAY)}
    assert (found["2026-H1"].count, found["2026-H1"].flags) == (1, (Flag.NO_RECEIPT,))


@pytest.mark.parametrize(("on", "enough"), [("2026-05-19", False), ("2026-05-20", True), (None, True)])
def test_r0_1_evidence_of_a_later_day_is_not_there_yet(on: str | None, enough: bool) -> None:
    evidence = [{"type": "minutes"}, {"type": "attendance", "date": "2026-05-20"}]
    builder = RegisterBuilder().activity("2026-05-12", type="deliberation", evidence=plain(evidence))
    (record,) = builder.build().activities.values()
    assert (judge(record, day(on)) if on else judge(record)).enough == enough


def test_r0_1_an_obligation_is_counted_from_the_day_on_which_its_evidence_was_there() -> None:
    evidence = plain([{"type": "attendance", "date": "2026-06-02"}])
    builder = (
        RegisterBuilder().calendar().duty("d", at_least()).activity("2026-05-12", "d", type="study", evidence=evidence)
    )
    register = builder.build()
    counts = []
    for on in ("2026-06-01", "2026-06-02"):
        found = {one.period: one for one in obligations_of(register, register.duties["d"], day(on))}
        counts.append((found["2026-Q2"].count, len(found["2026-Q2"].awaiting)))
    assert counts == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("report", "on", "flags"),
    [
        ({"receipt_number": "R-3", "receipt_date": "2026-05-20"}, "2026-05-19", (Flag.NO_RECEIPT,)),
        ({"receipt_number": "R-3", "receipt_date": "2026-05-20"}, "2026-05-20", ()),
        ({"receipt_date": "2026-05-20"}, "2026-05-20", (Flag.NO_RECEIPT,)),
    ],
)
def test_r0_1_a_receipt_of_a_later_day_is_not_there_yet(
    report: dict[str, str], on: str, flags: tuple[Flag, ...]
) -> None:
    record = activity("half-year-report", "number", report=plain({"form": "written"} | report))
    assert judge(record, day(on)).flags == flags


def test_one_record_may_serve_several_duties_once_each() -> None:
    builder = RegisterBuilder().calendar()
    builder.duty("plan", at_least(1, "year")).duty("points", at_least(2, "year"), accepts=["plan"])
    register = builder.activity("2026-03-12", "plan", "points", type="plan", id="2026-03-12-aaaaaa").build()
    found = [obligations_of(register, register.duties[duty], DAY)[0] for duty in ("plan", "points")]
    assert [(one.count, one.records) for one in found] == [(1, ("2026-03-12-aaaaaa",))] * 2


@pytest.mark.parametrize(
    ("numbers", "fits"),
    [
        ({"expected": 6, "present": 5, "excused": 2}, False),
        ({"expected": 6, "present": 5, "excused": 1}, True),
        ({"expected": 6, "absent": 7}, False),
        ({"expected": 6}, True),
        ({}, True),
    ],
)
def test_numbers_that_are_not_given_may_be_any_but_none_is_negative(numbers: dict[str, int], fits: bool) -> None:
    meeting = activity("deliberation", "minutes", "attendance", meeting=numbers).meeting
    assert meeting is not None
    assert adds_up(meeting) == fits


counts = st.none() | st.integers(0, 30)


@given(expected=counts, present=counts, excused=counts, absent=counts)
def test_attendance_adds_up_exactly_where_some_numbers_fill_the_gaps(
    expected: int | None, present: int | None, excused: int | None, absent: int | None
) -> None:
    parts = (present, excused, absent)
    given_sum = sum(part for part in parts if part is not None)
    possible = expected is None or any(
        given_sum + rest == expected for rest in (range(100) if None in parts else range(1))
    )
    assert adds_up(Meeting(expected=expected, present=present, excused=excused, absent=absent)) == possible


def test_other_meetings_than_those_of_the_table_are_not_held_to_their_numbers() -> None:
    numbers = {"expected": 11, "present": 1, "excused": 0, "absent": 0}
    assert judge(activity("study", "attendance", meeting=numbers)).enough


@given(
    st.sampled_from(ActivityType),
    st.lists(st.sampled_from(EvidenceType), max_size=4),
    st.sampled_from([None, {"form": "written"}, {"form": "written", "number": "1"}, {"form": "in-person"}]),
)
def test_the_checklist_says_what_the_judgement_says(
    type_: ActivityType, held: list[EvidenceType], report: dict[str, Any] | None
) -> None:
    one = activity(type_.value, *held, **({"report": report} if report else {}))
    needs = checklist(type_, held, one.report)
    assert tuple(need.sorts for need in needs if need.must and need.by is None) == judge(one).missing
    assert all(need.by is None or need.by in need.sorts for need in needs)


def test_a_receipt_is_asked_for_though_the_report_counts_without_it() -> None:
    number, receipt = checklist(ActivityType.HALF_YEAR_REPORT, [EvidenceType.NUMBER])
    assert (number.by, receipt.by, receipt.must) == (EvidenceType.NUMBER, None, False)
