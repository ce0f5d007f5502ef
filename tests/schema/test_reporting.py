from typing import Any

import pytest

from schema.register import Register
from schema.reporting import Defect
from schema.reporting import DefectSort
from schema.reporting import decision_bodies
from schema.reporting import defects
from schema.reporting import first_responsible
from tests.builders import RegisterBuilder
from tests.builders import day
from tests.builders import plain

WHOLE: dict[str, Any] = {
    "form": "written", "content": "comprehensive", "in_name_of": "committee", "addressee": "upper", "copies": ["press"],
    "number": "甲工报〔2026〕6号",
}  # fmt: skip
IN_PERSON: dict[str, Any] = {"form": "in-person", "content": "single-topic", "reporter": "ada", "addressee": "upper"}


def office() -> RegisterBuilder:
    builder = RegisterBuilder().superior("upper").superior("press").unit("committee", type="body", title="党工委")
    builder.unit("desk", parent="committee").unit("shed", parent="yard").unit("yard", parent="shed")
    builder.post("secretary", "ada", unit="committee", rank="principal").post("clerk", "bo", unit="desk")
    return builder.duty("report", bearer="secretary", addressee="upper", copies=["press"])


def reported(
    report: dict[str, Any] | None, type: str = "half-year-report", builder: RegisterBuilder | None = None, **fields: Any
) -> list[Defect]:
    builder = builder or office()
    values = {"period": "2026-H1", "id": "2026-06-30-aaaaaa"} | fields
    duties = values.pop("duties", ("report",))
    register = builder.activity("2026-06-30", *duties, type=type, report=plain(report), **plain(values)).build()
    return defects(register, register.activities["2026-06-30-aaaaaa"])


def sorts(found: list[Defect]) -> list[str]:
    return [one.sort.value for one in found]


def test_a_whole_report_has_no_defect() -> None:
    assert reported(WHOLE) == []
    assert reported(IN_PERSON) == []


@pytest.mark.parametrize(
    ("change", "defect"),
    [
        ({"content": None}, Defect(DefectSort.NO_CONTENT, ("report",))),
        ({"in_name_of": None}, Defect(DefectSort.NAME, ("report", "in_name_of"), ("committee",))),
        ({"in_name_of": "desk"}, Defect(DefectSort.NAME, ("report", "in_name_of"), ("committee",), "desk")),
        ({"addressee": None}, Defect(DefectSort.ADDRESSEE, ("report", "addressee"), ("upper",))),
        ({"addressee": "press"}, Defect(DefectSort.ADDRESSEE, ("report", "addressee"), ("upper",), "press")),
        ({"copies": []}, Defect(DefectSort.COPIES, ("report", "copies"), ("press",))),
        ({"copies": ["upper"]}, Defect(DefectSort.COPIES, ("report", "copies"), ("press",))),
    ],
)
def test_a_written_half_year_report_has_each_of_its_parts(change: dict[str, Any], defect: Defect) -> None:
    assert reported(WHOLE | change) == [defect]


def test_its_number_stands_in_the_report_or_on_the_evidence() -> None:
    without = WHOLE | {"number": " "}
    assert reported(without) == [Defect(DefectSort.NO_NUMBER, ("report", "number"))]
    assert reported(without, evidence=[{"type": "number", "label": "6号"}]) == []
    assert sorts(reported(without, evidence=[{"type": "sheet", "label": "6号"}])) == ["no-number"]


def test_its_period_is_named() -> None:
    assert reported(WHOLE, period=None) == [Defect(DefectSort.NO_PERIOD, ("fulfils", 0))]
    assert sorts(reported(WHOLE, duties=())) == ["no-period"]


def test_every_defect_is_listed() -> None:
    found = reported({"form": "written"}, duties=(), evidence=[])
    assert sorts(found) == ["no-period", "no-content", "name", "no-number"]
    assert sorts(reported({"form": "written"}, period=None, evidence=[])) == [
        "no-period", "no-content", "name", "no-number", "addressee", "copies",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "defect"),
    [
        ({"reporter": None}, Defect(DefectSort.REPORTER, ("report", "reporter"), ("ada",))),
        ({"reporter": "bo"}, Defect(DefectSort.REPORTER, ("report", "reporter"), ("ada",), "bo")),
    ],
)
def test_a_report_in_person_is_made_by_the_first_responsible_person(change: dict[str, Any], defect: Defect) -> None:
    assert reported(IN_PERSON | change) == [defect]


def test_a_report_in_person_needs_neither_name_nor_number_nor_copies() -> None:
    assert reported(IN_PERSON | {"in_name_of": "desk"}) == []


def test_where_nobody_is_responsible_nobody_can_be_wrong() -> None:
    vacant = office().post("secretary", None, unit="committee", rank="principal")
    assert reported(IN_PERSON, builder=vacant) == []
    assert sorts(reported(IN_PERSON | {"reporter": None}, builder=vacant)) == ["reporter"]


def test_a_half_year_report_without_a_report_says_only_that() -> None:
    assert reported(None) == [Defect(DefectSort.NO_REPORT)]


def test_a_duty_that_does_not_accept_reports_asks_for_nothing() -> None:
    builder = office().duty("study", addressee="press", copies=["upper"], accepts=["study"])
    assert reported(WHOLE, builder=builder, duties=("report", "study", "gone")) == []


def test_copies_of_every_duty_are_asked_for_and_one_addressee_is_enough() -> None:
    builder = office().superior("third").duty("more", bearer="secretary", addressee="third", copies=["third"])
    found = reported(WHOLE, builder=builder, duties=("report", "more"))
    assert found == [Defect(DefectSort.COPIES, ("report", "copies"), ("third",))]


MATTER = {"matter": "闸门故障"}


@pytest.mark.parametrize(
    ("type_", "report", "missing"),
    [
        ("major-report", {}, [("matter",), ("measures",), ("proposals",)]),
        ("major-report", MATTER | {"measures": "停用"}, [("proposals",)]),
        ("major-report", MATTER | {"measures": "停用", "proposals": "更换"}, []),
        ("department-report", {"analysis": "平稳"}, [("matter",)]),
        ("department-report", MATTER, [("analysis", "result")]),
        ("department-report", MATTER | {"result": "已办结"}, []),
        ("news-report", {"proposals": "更换"}, [("matter", "analysis", "result")]),
        ("news-report", {"analysis": "平稳"}, []),
        ("special-inspection", MATTER, [("result",)]),
        ("special-inspection", {"result": " "}, [("result",)]),
        ("special-inspection", {"result": "五个单位符合要求"}, []),
    ],
)
def test_r12_what_each_type_of_report_must_hold(
    type_: str, report: dict[str, Any], missing: list[tuple[str, ...]]
) -> None:
    found = reported({"form": "written", "addressee": "upper", "copies": ["press"]} | report, type_)
    assert found == [Defect(DefectSort.PARTS, ("report",), parts) for parts in missing]


def test_the_result_of_a_special_inspection_may_stand_in_the_inspection() -> None:
    to_upper = {"form": "in-person", "addressee": "upper"}
    assert reported(to_upper, "special-inspection", inspection={"result": "三个问题"}) == []
    assert sorts(reported(to_upper, "special-inspection", inspection={"result": ""})) == ["parts"]


def test_a_special_inspection_is_a_report_only_where_it_was_reported() -> None:
    assert reported(None, "special-inspection") == []
    to_press = {"form": "in-person", "addressee": "press", "result": "三个问题"}
    assert sorts(reported(to_press, "special-inspection")) == ["addressee"]


def test_other_records_are_no_reports() -> None:
    assert reported(None, "deliberation") == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("拟增加两名人员，妥否，请批示。", "妥否"),
        ("当否，请批复", "当否"),
        ("特此报告，请批示。", "请批示"),
        ("以上意见请予批准", "请予批准"),
        ("恳请审核批准", "请审核批准"),
        ("请上级审批。", "请上级审批"),
        ("请予以核准", "请予以核准"),
    ],
)
def test_5_1_12_a_report_may_not_smuggle_in_a_request(text: str, phrase: str) -> None:
    for name in ("matter", "measures", "proposals", "analysis", "result"):
        assert reported(WHOLE | {name: text}) == [Defect(DefectSort.REQUEST, ("report", name), given=phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "方案已提请批准",
        "已报请批复后实施",
        "申请审批手续齐全",
        "对不合格的应当否决",
        "请示已另文报送",
        "是否妥当由会议研究",
        "",
    ],
)
def test_telling_of_a_request_is_none(text: str) -> None:
    assert reported(WHOLE | {"matter": text}) == []


def bodies(register: Register, *duties: str) -> tuple[str, ...]:
    return decision_bodies(register, [register.duties[duty] for duty in duties], day("2026-06-30"))


def test_the_body_is_the_bearer_itself_or_the_nearest_above_its_post() -> None:
    builder = office().duty("of-body", bearer="committee").duty("of-clerk", bearer="clerk")
    builder.post("lost", "cy", unit="yard").duty("of-lost", bearer="lost").duty("of-none", bearer="gone")
    register = builder.duty("of-sections", bearer="@sections").build()
    assert bodies(register, "report") == bodies(register, "of-body") == bodies(register, "of-clerk") == ("committee",)
    assert bodies(register, "of-lost", "of-none") == ()
    assert bodies(register, "of-sections", "report") == ("committee",)


def first(register: Register, *duties: str) -> tuple[str, ...]:
    return first_responsible(register, [register.duties[duty] for duty in duties], day("2026-06-30"))


def test_the_first_responsible_person_holds_the_bearing_post_or_the_bodys_principal_one() -> None:
    builder = office().post("deputy", "cy", unit="committee", rank="member")
    builder.post("former", "di", unit="committee", rank="principal", to="2026-06-29")
    register = builder.duty("of-body", bearer="committee").duty("of-clerk", bearer="clerk").build()
    assert first(register, "report") == first(register, "of-body") == ("ada",)
    assert first(register, "of-clerk", "report") == ("bo", "ada")


def test_whoever_acts_for_a_vacant_post_reports() -> None:
    holding = [{"person": "bo", "manner": "acting", "from": "2026-06-01"}]
    register = office().post("secretary", None, unit="committee", rank="principal", holding=holding).build()
    assert first(register, "report") == ("bo",)


def test_a_draft_is_judged_before_it_is_filed() -> None:
    assert sorts(reported(WHOLE | {"copies": []}, state="draft")) == ["copies"]
