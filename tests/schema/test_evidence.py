from typing import Any

import pytest

from schema.evidence import REQUIRED
from schema.evidence import Sufficiency
from schema.evidence import judge
from schema.kinds.activity import Activity
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from schema.vocabulary import Flag
from tests.builders import RegisterBuilder


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
