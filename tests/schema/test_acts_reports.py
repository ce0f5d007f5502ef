from datetime import date
from typing import Any

import pytest

from schema.acts.reports import Account
from schema.acts.reports import DraftThere
from schema.acts.reports import NoReportDuty
from schema.acts.reports import NoSuchPeriod
from schema.acts.reports import account
from schema.acts.reports import prepare
from schema.change import Verb
from schema.decode import decode
from schema.failure import Failure
from schema.kinds import KINDS
from schema.kinds.activity import Activity
from schema.register import Register
from schema.reporting import DefectSort
from schema.reporting import defects
from schema.vocabulary import ReportForm
from tests.builders import HALF_YEAR_REPORT
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import day
from tests.schema.sample import DAY
from tests.schema.sample import sample

ID = "2026-11-23-aaaaaa"
D05 = "half-year-report"


def draft(register: Register, given: Account, form: ReportForm = ReportForm.WRITTEN) -> Activity:
    """The draft that a change set adds, as it would be read from its file."""
    (change,) = prepare(register, given, id=ID, form=form).records
    assert (change.kind, change.id, change.verb) == ("activity", ID, Verb.ADD)
    record, faults, _ = decode(KINDS["activity"], ID, {str(one.key[0]): one.value for one in change.fields})
    assert faults == ()
    assert isinstance(record, Activity)
    return record


def fields(register: Register, given: Account, form: ReportForm = ReportForm.WRITTEN) -> dict[str, Any]:
    return {str(one.key[0]): one.value for one in prepare(register, given, id=ID, form=form).records[0].fields}


def test_the_next_report_of_the_sample_is_that_of_the_second_half_year() -> None:
    given = account(sample(), D05, DAY)
    assert (given.period, given.span, given.type.value) == (
        "2026-H2",
        (date(2026, 7, 1), date(2026, 12, 31)),
        "half-year-report",
    )
    assert given.title == "向区委专题汇报责任制落实情况（2026年下半年）"
    assert given.matter == (
        "2026年下半年（截至2026-11-23）：应办事项按期完成20件，逾期完成1件，逾期未完成2件；开展督查检查4次，交办问题3个，"
        "按期销号1个，逾期销号0个，未销号2个；在用平台3个，变动1次；任职起止6人次；发出催办2件。"
    )


def test_a_written_draft_is_in_the_bodys_name_with_the_duty_s_addressee_and_copies() -> None:
    made = fields(sample(), account(sample(), D05, DAY))
    report = made.pop("report")
    assert made == {
        "title": "向区委专题汇报责任制落实情况（2026年下半年）",
        "type": "half-year-report",
        "date": DAY,
        "unit": "working-committee",
        "state": "draft",
        "fulfils": [{"duty": D05, "period": "2026-H2"}],
    }
    figures = report.pop("figure")
    assert report.pop("matter").startswith("2026年下半年")
    assert report == {
        "form": "written",
        "in_name_of": "working-committee",
        "addressee": "district-committee",
        "copies": ["district-publicity"],
    }
    assert figures[2] == {
        "label": "逾期未完成的应办事项",
        "number": 2,
        "records": ["branch-theme-day 2026-Q3 pomegranate-village", "quarterly-review 2026-Q3"],
    }
    assert figures[6] == {"label": "逾期销号的问题", "number": 0}
    assert len(figures) == 12


def test_what_the_texts_leave_to_judgement_is_left_to_the_person() -> None:
    made = draft(sample(), account(sample(), D05, DAY))
    assert [one.sort for one in defects(sample(), made)] == [DefectSort.NO_CONTENT, DefectSort.NO_NUMBER]
    in_person = draft(sample(), account(sample(), D05, DAY), ReportForm.IN_PERSON)
    assert [one.sort for one in defects(sample(), in_person)] == [DefectSort.NO_CONTENT]


def test_r12_example_2_a_draft_in_person_names_the_first_responsible_person_of_the_day() -> None:
    made = fields(sample(), account(sample(), D05, date(2026, 12, 18), period="2026-H2"), ReportForm.IN_PERSON)
    assert made["participants"] == ["secretary"]
    assert {key: made["report"][key] for key in ("form", "reporter", "addressee")} == {
        "form": "in-person",
        "reporter": "li-si",
        "addressee": "district-committee",
    }
    assert not {"copies", "in_name_of"}.intersection(made["report"])
    earlier = fields(sample(), account(sample(), D05, date(2026, 6, 18)), ReportForm.IN_PERSON)
    assert earlier["report"]["reporter"] == "zhang-san"


def test_the_act_gives_its_own_reason_and_no_summary() -> None:
    changes = prepare(sample(), account(sample(), D05, DAY), id=ID)
    assert (changes.action, changes.reason, changes.summary) == ("report", "按记录起草 2026-H2 的报告。", "")


def office(*cadence: Any, **values: Any) -> RegisterBuilder:
    builder = RegisterBuilder(language="zh").calendar().calendar(2027, status="provisional")
    builder.unit("desk", parent="office").post("chief", "ada", rank="principal")
    chosen = {"title": "专题汇报", "title_en": "Report", "bearer": "chief", "lead": ["desk"], "accepts": [D05]} | values
    return builder.duty("d", *(cadence or (HALF_YEAR_REPORT,)), **chosen)


@pytest.mark.parametrize(
    ("on", "done", "period"),
    [
        ("2026-02-01", [], "2026-H1"),
        ("2026-06-20", ["2026-H1"], "2026-H2"),
        ("2026-08-01", [], "2026-H1"),
        ("2026-12-20", ["2026-H1", "2026-H2"], "2027-H1"),
        ("2027-03-01", ["2026-H1"], "2026-H2"),
    ],
)
def test_the_next_report_is_the_first_that_is_still_to_be_made(on: str, done: list[str], period: str) -> None:
    builder = office()
    for one in done:
        filed = {"2026-H1": "2026-06-15", "2026-H2": "2026-12-15"}[one]
        builder.activity(filed, "d", type=D05, period=one, report={"form": "written"})
    assert account(builder.build(), "d", day(on)).period == period


def test_a_period_that_was_named_is_taken_even_if_it_was_reported() -> None:
    register = office().activity("2026-06-15", "d", type=D05, period="2026-H1").build()
    assert account(register, "d", day("2026-12-01"), period="2026-H1").span[1] == date(2026, 6, 30)
    assert account(register, "d", day("2026-12-01"), period="2027-H1").title == "专题汇报（2027年上半年）"


def test_a_report_of_an_event_is_about_the_days_from_it_to_its_due_day() -> None:
    builder = office(after_event("platform.administrator-changed"), accepts=["news-report"])
    builder.platform("account", event=[{"type": "administrator-changed", "date": date(2026, 9, 15)}])
    given = account(builder.build(), "d", DAY)
    assert given.period == "event:account/administrator-changed/2026-09-15"
    assert given.span == (date(2026, 9, 15), date(2026, 9, 21))
    assert given.title == "专题汇报（event:account/administrator-changed/2026-09-15）"
    named = account(builder.build(), "d", DAY, period="event:account/platform.administrator-changed/2026-09-15")
    assert named.period == given.period


@pytest.mark.parametrize(
    ("per", "on", "label"),
    [("quarter", "2026-08-02", "2026年三季度"), ("month", "2026-08-02", "2026年8月"), ("year", "2026-08-02", "2026年")],
)
def test_periods_in_the_title(per: str, on: str, label: str) -> None:
    builder = office(at_least(1, per), **{"from": "2026-07-01"})
    assert account(builder.build(), "d", day(on), period=label_period(per)).title == f"专题汇报（{label}）"


def label_period(per: str) -> str:
    return {"quarter": "2026-Q3", "month": "2026-08", "year": "2026"}[per]


def test_a_register_in_english_gets_an_english_draft() -> None:
    builder = office()
    builder.settings["language"] = "en"
    register = builder.build()
    given = account(register, "d", DAY, period="2026-H2")
    assert given.title == "Report (2026-H2)"
    assert given.matter.startswith("2026-H2 (up to 2026-11-23): of the obligations, 0 were done in time, 0 late, and 0")
    changes = prepare(register, given, id=ID)
    assert changes.reason == "Drafted from the records of 2026-H2."
    assert fields(register, given)["report"]["figure"][0]["label"] == "Obligations done in time"


def test_another_report_than_the_half_year_one_is_made_by_the_unit_that_leads() -> None:
    register = office(accepts=["department-report"]).build()
    assert fields(register, account(register, "d", DAY))["unit"] == "desk"


def test_what_cannot_be_told_from_the_register_is_left_out() -> None:
    register = office(bearer="desk", lead=[]).unit("desk").build()
    for form in ReportForm:
        made = fields(register, account(register, "d", DAY), form)
        assert not {"unit", "participants"}.intersection(made)
        assert set(made["report"]) == {"form", "matter", "figure"}


def test_a_duty_of_counts_only_gets_no_text() -> None:
    register = office(counts_only=True).build()
    assert "matter" not in fields(register, account(register, "d", DAY))["report"]


def fault(failure: type[Failure], act: Any) -> tuple[str, str, int]:
    with pytest.raises(failure) as caught:
        act()
    return caught.value.message, caught.value.message_zh, caught.value.exit_code


@pytest.mark.parametrize("accepts", [[], ["deliberation"]])
def test_a_duty_that_accepts_no_reports_has_none_to_prepare(accepts: list[str]) -> None:
    register = office(accepts=accepts).build()
    assert fault(NoReportDuty, lambda: account(register, "d", DAY)) == (
        "The duty `d` names no type of report that it accepts.",
        "职责事项“d”没有写明接受哪一类报告。",
        2,
    )


@pytest.mark.parametrize("period", ["2026-Q1", "H1", "2025-H1", "event:a/opened/2026-01-01"])
def test_a_period_that_the_duty_does_not_have(period: str) -> None:
    register = office().build()
    assert fault(NoSuchPeriod, lambda: account(register, "d", DAY, period=period)) == (
        f"The duty `d` has no period `{period}`.",
        f"职责事项“d”没有“{period}”这一期。",
        2,
    )


def test_a_duty_with_nothing_left_to_report() -> None:
    register = office(to="2026-01-31").duty("d", bearer="chief", accepts=[D05]).build()
    assert fault(NoSuchPeriod, lambda: account(register, "d", DAY))[:2] == (
        "The duty `d` has no period that is still to be reported.",
        "职责事项“d”没有待报的期。",
    )


def test_a_second_draft_of_the_same_report_is_not_made() -> None:
    builder = office().activity("2026-11-01", "d", type=D05, period="2026-H2", state="draft", id="2026-11-01-aaaaaa")
    register = builder.activity("2026-11-01", "d", type=D05, period="2026-H1", state="draft").build()
    given = account(register, "d", DAY, period="2026-H2")
    assert fault(DraftThere, lambda: prepare(register, given, id=ID)) == (
        "A draft of the report for 2026-H2 is there already: `2026-11-01-aaaaaa`.",
        "2026-H2 的报告已有草稿：“2026-11-01-aaaaaa”。",
        1,
    )
