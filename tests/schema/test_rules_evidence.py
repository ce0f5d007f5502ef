"""DB411-DB417, and the sample's golden results of R15."""

from datetime import date
from typing import Any

import pytest

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.rules.evidence import check_activity
from schema.rules.evidence import check_platform
from tests.builders import RegisterBuilder
from tests.builders import day
from tests.builders import plain
from tests.schema.sample import DAY
from tests.schema.sample import changed
from tests.schema.sample import coded
from tests.schema.sample import said
from tests.schema.sample import sample

ID = "2026-05-12-aaaaaa"


def found(builder: RegisterBuilder, on: date = DAY) -> list[Diagnostic]:
    register = builder.build()
    return [one for record in register.activities.values() for one in check_activity(register, record, on)]


def words(builder: RegisterBuilder, on: date = DAY) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.dotted, one.message, one.message_zh) for one in found(builder, on)]


def work(type: str, *evidence: str, rows: list[dict[str, Any]] | None = None, **fields: Any) -> RegisterBuilder:
    held = [*evidence] if rows is None else plain(rows)
    return RegisterBuilder().activity("2026-05-12", type=type, evidence=held, id=ID, **plain(fields))


def test_r15_the_sample_on_2026_11_23_says_exactly_the_gap_report() -> None:
    """F3 administrator = reviewer; W24 no receipt; W10 W22 W33 check their own F1; W13 W36 check U01 itself."""
    self_checked = [("DB414", code) for code in ("W10", "W13", "W22", "W33", "W36")]
    assert said(sample(), DAY, "DB41") == [("DB413", "W24"), *self_checked, ("DB415", "F3")]


def test_r15_w46_is_named_too_once_it_is_dated() -> None:
    assert ("DB414", "W46") not in said(sample(), date(2026, 12, 27), "DB414")
    assert ("DB414", "W46") in said(sample(), date(2026, 12, 28), "DB414")


def test_r15_example_1_without_its_attendance_sheet_w16_awaits_evidence() -> None:
    register = changed("W16", evidence=coded("W16")[1].evidence[:1])  # type: ignore[attr-defined]
    (one,) = [one for one in check(register, DAY) if one.code == "DB411"]
    assert one.message_zh == "待补证，暂不计数：缺签到"
    assert one.message == "evidence is missing, so the record does not count yet: attendance sheet"
    assert one.hint == f"add it as an `[[evidence]]` row, or by `dutybook attach {one.id} FILE --type attendance`"


def test_r15_example_2_w24_counts_and_is_not_answered() -> None:
    (one,) = [one for one in check(sample(), DAY) if one.code == "DB413"]
    assert (one.severity, one.message_zh, one.dotted) == (Severity.WARNING, "书面报告未回执；照常计数", "report")
    assert said(changed("W24", report={"receipt_number": "区委收文18号"}), DAY, "DB413") == []


@pytest.mark.parametrize(
    ("type_", "missing", "missing_zh"),
    [
        ("deliberation", "minutes, attendance sheet", "纪要、签到"),
        ("study", "attendance sheet or minutes or script", "签到或纪要或讲稿"),
        ("half-year-report", "document or record number", "文号/记录号"),
        ("roster-filing", "list or sheet", "名单或表单"),
    ],
)
def test_each_sort_that_is_missing_is_named(type_: str, missing: str, missing_zh: str) -> None:
    first = words(work(type_))[0]
    assert first == (
        "DB411",
        "",
        f"evidence is missing, so the record does not count yet: {missing}",
        f"待补证，暂不计数：缺{missing_zh}",
    )


def test_attendance_that_does_not_add_up_is_told_with_its_numbers() -> None:
    numbers = {"expected": 11, "present": 9, "excused": 1, "absent": 0}
    assert words(work("deliberation", "minutes", "attendance", meeting=numbers)) == [
        (
            "DB412",
            "meeting",
            "the attendance does not add up, so the record does not count yet: 11 expected, but 9 present + 1 excused + 0 absent make 10",
            "出席人数不符，暂不计数：应到11，而实到9＋请假1＋缺席0合计10",
        )
    ]


def test_more_present_than_expected_does_not_add_up_whatever_is_left_open() -> None:
    (one,) = words(work("deliberation", "minutes", "attendance", meeting={"expected": 6, "present": 7}))
    assert one[3] == "出席人数不符，暂不计数：应到6，而实到7合计7"


def test_only_written_reports_wait_for_a_receipt() -> None:
    assert words(work("half-year-report", "sheet", report={"form": "in-person"})) == []
    assert [one[:2] for one in words(work("news-report", "number"))] == [("DB413", "")]
    assert words(work("news-report", "number", "receipt")) == []
    assert words(work("special-inspection", "sheet", report={"form": "written"})) == []


@pytest.mark.parametrize("state", ["draft", "corrected", "withdrawn"])
def test_only_filed_records_are_looked_at(state: str) -> None:
    assert found(work("deliberation", state=state)) == []


def test_nothing_dated_later_is_looked_at() -> None:
    assert found(work("deliberation"), day("2026-05-11")) == []
    assert len(found(work("deliberation"), day("2026-05-12"))) == 1


def test_a_record_that_was_corrected_is_looked_at_until_its_correction() -> None:
    builder = work("plan").activity("2026-06-01", type="plan", corrects=ID)
    assert [one.id for one in found(builder, day("2026-05-31"))] == [ID]
    assert found(builder, day("2026-06-01")) == []


def test_evidence_of_a_later_day_is_missing_until_then() -> None:
    builder = work("plan", rows=[{"type": "number", "date": "2026-05-14"}], filed_on="2026-05-14")
    assert [one[0] for one in words(builder, day("2026-05-13"))] == ["DB411"]
    assert words(builder, day("2026-05-14")) == []


def test_evidence_that_is_younger_than_its_filing_is_a_contradiction() -> None:
    rows = [{"type": "number"}, {"type": "text", "date": "2026-05-13"}]
    assert words(work("plan", rows=rows)) == [
        (
            "DB416",
            "evidence[1].date",
            "this evidence is of 2026-05-13, but the record was filed on 2026-05-12 already",
            "这件佐证形成于 2026-05-13，而记录在 2026-05-12 就已归档",
        )
    ]
    assert words(work("plan", rows=rows, filed_on="2026-05-13")) == []
    assert words(work("plan", rows=rows), day("2026-05-12")) == []


def test_a_receipt_comes_after_filing_and_is_no_contradiction() -> None:
    rows = [{"type": "number"}, {"type": "receipt", "date": "2026-05-20"}]
    assert words(work("news-report", rows=rows)) == []


def test_filed_before_it_was_done_is_a_contradiction() -> None:
    assert words(work("plan", "number", filed_on="2026-05-11")) == [
        (
            "DB417",
            "filed_on",
            "the record was filed on 2026-05-11, before the work itself on 2026-05-12",
            "记录归档于 2026-05-11，早于工作本身的日期 2026-05-12",
        )
    ]


def inspected(**inspection: Any) -> RegisterBuilder:
    builder = work("platform-check", "sheet", inspection=inspection).unit("other").unit("office", title="党政办")
    builder.person("ada", "bo")
    builder.platform("own", title="公众号").platform("theirs", title="栏目", unit="other", administrator="ada")
    return builder.platform("nobodys", unit="other")


def test_everything_that_is_checked_by_itself_stands_in_one_warning() -> None:
    builder = inspected(units=["other", "office"], platforms=["own", "theirs", "nobodys", "gone"], checkers=["ada"])
    (one,) = found(builder)
    assert (one.code, one.dotted, one.severity) == ("DB414", "inspection", Severity.WARNING)
    assert one.message == (
        'checker and checked are the same, though the check counts: "党政办" checks itself, its own platform "公众号", '
        'the platform "栏目", which a checker administers'
    )
    assert one.message_zh == (
        "检查者就是被查者，照常计数：“党政办”检查了本单位、自有平台“公众号”、检查人自己管理的平台“栏目”"
    )


@pytest.mark.parametrize(
    "inspection",
    [
        {"units": ["other"], "platforms": ["theirs"], "checkers": ["bo"]},
        {"platforms": ["nobodys", "gone"], "checkers": ["ada"]},
        {"checkers": ["ada"]},
        {},
    ],
)
def test_who_checks_others_is_not_named(inspection: dict[str, list[str]]) -> None:
    assert found(inspected(**inspection)) == []


def test_a_unit_that_is_gone_is_named_by_its_id() -> None:
    (one,) = found(work("supervision-check", "sheet", unit="gone", inspection={"units": ["gone"]}))
    assert one.message_zh == "检查者就是被查者，照常计数：“gone”检查了本单位"


@pytest.mark.parametrize(
    ("fields", "is_said"),
    [
        ({}, True),
        ({"reviewer": "bo"}, False),
        ({"reviewer": None}, False),
        ({"administrator": None, "reviewer": None}, False),
        ({"opened": "2026-11-24"}, False),
        ({"opened": "2026-11-23"}, True),
        ({"closed": "2026-11-23"}, True),
        ({"closed": "2026-11-22"}, False),
    ],
)
def test_who_reviews_what_he_runs_himself(fields: dict[str, Any], is_said: bool) -> None:
    builder = RegisterBuilder().person("ada", name="钱七").person("bo")
    register = builder.platform("account", **({"administrator": "ada", "reviewer": "ada"} | fields)).build()
    said_now = [one.message_zh for one in check_platform(register, register.platforms["account"], DAY)]
    assert said_now == (["“钱七”既是本平台的管理员，又是审核人"] if is_said else [])


def test_a_person_who_is_not_in_the_register_is_named_by_id() -> None:
    register = RegisterBuilder().platform("account", administrator="x", reviewer="x").build()
    (one,) = check_platform(register, register.platforms["account"], DAY)
    assert one.message == '"x" is both administrator and reviewer of this platform'


def test_titles_are_shown_safely() -> None:
    (one,) = found(inspected(platforms=["own"]).platform("own", title="a\u202eb"))
    assert "\u202e" not in one.message + one.message_zh
    assert "<U+202E>" in one.message
