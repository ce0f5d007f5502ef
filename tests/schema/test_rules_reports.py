"""DB421-DB434, and R12's worked examples on the sample."""

from datetime import date
from typing import Any

import msgspec
import pytest

from schema.check import check
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.kinds.activity import Activity
from schema.kinds.activity import Statement
from schema.register import Register
from schema.rules.reports import RULES
from schema.rules.reports import check_report
from tests.builders import RegisterBuilder
from tests.builders import day
from tests.builders import plain
from tests.schema.sample import DAY
from tests.schema.sample import changed
from tests.schema.sample import coded
from tests.schema.sample import said
from tests.schema.sample import sample
from tests.schema.test_reporting import WHOLE
from tests.schema.test_reporting import office

END = date(2026, 12, 31)
ID = "2026-06-30-aaaaaa"
LAST = {"secretary": date(2026, 8, 31), "street-director": date(2026, 9, 9)}


def with_statements(register: Register, **rows: Any) -> Register:
    """The sample with the statements of W47; None leaves one out, a mapping changes it."""
    _, record = coded("W47")
    assert isinstance(record, Activity)
    made = []
    for post in record.participants:
        row = Statement(post=post, section="第三部分", predecessor_until=LAST.get(post))
        change = rows.get(post.replace("-", "_"), {})
        if change is not None:
            made.append(msgspec.structs.replace(row, **change))
    return changed("W47", register, statement=tuple(made))


def of(register: Register, code: str, on: date = END) -> list[Diagnostic]:
    """What is said of a work record by its office number."""
    return [one for one in check(register, on) if one.code.startswith(("DB42", "DB43")) and one.id == coded(code)[1].id]


def test_r12_the_sample_on_2026_11_23_has_no_defect() -> None:
    assert said(sample(), DAY, "DB42", "DB43") == []


def test_r12_the_sample_of_the_whole_year_has_none_once_the_statements_are_there() -> None:
    assert said(with_statements(sample()), END, "DB42", "DB43") == []


def test_r12_example_1_the_h1_report_without_copies_lacks_the_copy() -> None:
    """H1 written report, cc empty → defect 缺抄送."""
    (one,) = of(changed("W24", report={"copies": ()}), "W24")
    assert (one.code, one.severity, one.dotted) == ("DB427", Severity.WARNING, "report.copies")
    assert one.message_zh == "缺抄送：“区委宣传部”"
    assert one.message == 'no copy of the written report goes to "区委宣传部"'


def test_r12_example_1_the_h1_report_in_a_persons_name_should_be_in_the_working_committees() -> None:
    """In_name_of a person → defect 名义应为党工委."""
    (one,) = of(changed("W24", report={"in_name_of": "zhang-san"}), "W24")
    assert (one.code, one.dotted) == ("DB424", "report.in_name_of")
    assert one.message_zh == "名义应为党工委，现为“张三”"
    assert one.message == 'a written half-year report must be in the name of "党工委", but "张三" is given'


def test_r12_example_1_the_h1_report_in_nobodys_name() -> None:
    (one,) = of(changed("W24", report={"in_name_of": None}), "W24")
    assert one.message_zh == "名义应为党工委，现未填写"


def test_r12_example_2_the_h2_report_in_person_by_li_si_passes() -> None:
    """H2 in person on 2026-12-18 reported by 李四 = Z01 holder that day → pass."""
    assert of(sample(), "W45") == []


def test_r12_example_2_the_h2_report_in_person_by_wang_wu_does_not() -> None:
    """By 王五 → defect 报告人非第一责任人."""
    (one,) = of(changed("W45", report={"reporter": "wang-wu"}), "W45")
    assert (one.code, one.dotted) == ("DB428", "report.reporter")
    assert one.message_zh == "报告人非第一责任人：2026-12-18 的第一责任人为“李四”，现为“王五”"
    assert one.message == (
        'the reporter is not the first responsible person: on 2026-12-18 that was "李四", but "王五" is given'
    )


def test_r12_example_2_before_the_succession_it_was_zhang_san() -> None:
    register = changed("W45", date=date(2026, 6, 18))
    assert [one.message_zh for one in of(register, "W45") if one.code == "DB428"] == [
        "报告人非第一责任人：2026-06-18 的第一责任人为“张三”，现为“李四”"
    ]
    assert of(changed("W45", register, report={"reporter": "zhang-san"}), "W45") == []


def test_r12_w47_without_statements_lacks_one_of_each_of_five_members() -> None:
    found = [one.message_zh for one in of(with_statements(sample(), publicity_member=None), "W47")]
    assert found == ["`[[statement]]` 中缺“宣传委员”：每名成员都要讲到本项"]
    assert len(of(changed("W47", statement=()), "W47")) == 5


@pytest.mark.parametrize(
    ("rows", "code", "message_zh"),
    [
        ({"organisation_member": {"section": ""}}, "DB432", "“组织委员”的材料缺本项履职的部分"),
        (
            {"secretary": {"predecessor_until": None}},
            "DB433",
            "“党工委书记”的材料应讲满全年：前任任职至 2026-08-31",
        ),
        (
            {"street_director": {"predecessor_until": date(2026, 9, 10)}},
            "DB433",
            "“党工委副书记、办事处主任”的材料应讲满全年：前任任职至 2026-09-09",
        ),
        (
            {"secretary": {"person": "zhang-san"}},
            "DB434",
            "“党工委书记”的材料由“张三”所作，而 2026-12-29 任此岗的是“李四”",
        ),
    ],
)
def test_r12_each_statement_has_its_section_for_the_whole_year_and_is_the_holders(
    rows: dict[str, Any], code: str, message_zh: str
) -> None:
    (one,) = of(with_statements(sample(), **rows), "W47")
    assert (one.code, one.message_zh) == (code, message_zh)


def words(report: dict[str, Any] | None, type: str = "half-year-report", **fields: Any) -> list[tuple[str, str, str]]:
    values = {"period": "2026-H1", "id": ID} | fields
    duties = values.pop("duties", ("report",))
    register = office().activity("2026-06-30", *duties, type=type, report=plain(report), **values).build()
    found = check_report(register, register.activities[ID], DAY)
    return [(one.code, one.message, one.message_zh) for one in found]


SAID: list[tuple[list[tuple[str, str, str]], tuple[str, str, str]]] = [
    (
        words(None),
        (
            "DB421",
            "this is a report, but there is no `[report]` that says how it was made and to whom",
            "这是一份报告，却没有 `[report]` 写明形式和主送",
        ),
    ),
    (
        words(WHOLE, period=None),
        (
            "DB422",
            "the half-year report does not say which half-year it is about",
            "缺所属期：半年报告没有写明是哪个半年",
        ),
    ),
    (
        words(WHOLE | {"content": None}),
        (
            "DB423",
            "the half-year report does not say whether it is a comprehensive summary or about a single topic",
            "缺内容类型：没有写明是综合性总结还是专题性情况",
        ),
    ),
    (
        words(WHOLE | {"number": ""}),
        ("DB425", "the written report has no document number", "缺文号：书面报告没有写文号"),
    ),
    (
        words(WHOLE | {"addressee": "press"}),
        ("DB426", 'the report must go to "upper", but "press" is given', "主送应为“upper”，现为“press”"),
    ),
    (
        words(WHOLE | {"addressee": None}),
        ("DB426", 'the report must go to "upper", but none is given', "主送应为“upper”，现未填写"),
    ),
    (
        words(WHOLE | {"matter": "事项", "measures": "措施"}, "major-report"),
        (
            "DB429",
            "the report lacks a part that reports of its type must have: proposals",
            "报告缺建议：此类报告必须有",
        ),
    ),
    (
        words(WHOLE | {"matter": "事项"}, "department-report"),
        (
            "DB429",
            "the report lacks a part that reports of its type must have: analysis or result",
            "报告缺分析研判或结果：此类报告必须有",
        ),
    ),
    (
        words(WHOLE | {"proposals": "增加人员，妥否，请批示。"}),
        (
            "DB430",
            'a report must not ask for a decision, but `report.proposals` says "妥否"',
            "报告中不得夹带请示，而 `report.proposals` 写有“妥否”",
        ),
    ),
    (
        words(None, "duty-statement"),
        (
            "DB431",
            "there is no `[[statement]]` of any member: each member speaks of this duty",
            "`[[statement]]` 中缺各成员：每名成员都要讲到本项",
        ),
    ),
]


@pytest.mark.parametrize(("found", "wanted"), SAID, ids=[wanted[0] for _, wanted in SAID])
def test_each_defect_in_words(found: list[tuple[str, str, str]], wanted: tuple[str, str, str]) -> None:
    assert found == [wanted]


def test_a_report_where_no_body_and_no_responsible_person_can_be_told() -> None:
    builder = RegisterBuilder().unit("desk").duty("report", bearer="desk")
    for at, report in enumerate(({"form": "written", "number": "1"}, {"form": "in-person"})):
        given = report | {"content": "comprehensive"}
        builder.activity(f"2026-06-2{at}", "report", type="half-year-report", report=given, period="2026-H1")
    register = builder.build()
    found = [one.message_zh for work in register.activities.values() for one in check_report(register, work, DAY)]
    assert found == [
        "名义应为决策体，现未填写",
        "报告人非第一责任人：2026-06-21 的第一责任人为空缺，现未填写",
    ]


@pytest.mark.parametrize("state", ["draft", "corrected", "withdrawn"])
def test_only_filed_records_are_looked_at(state: str) -> None:
    assert words(None, state=state) == []


def test_neither_later_records_nor_those_that_were_corrected_are_looked_at() -> None:
    builder = office().activity("2026-06-30", "report", type="half-year-report", id=ID)
    register = builder.activity("2026-07-03", type="half-year-report", corrects=ID).build()
    counts = [
        len(list(check_report(register, register.activities[ID], day(f"2026-{on}"))))
        for on in ("06-29", "06-30", "07-02", "07-03")
    ]
    assert counts == [0, 1, 1, 0]


def test_titles_are_shown_safely() -> None:
    builder = office().unit("committee", type="body", title="a\u202eb")
    report = WHOLE | {"in_name_of": "desk"}
    register = builder.activity(
        "2026-06-30", "report", type="half-year-report", report=report, period="2026-H1"
    ).build()
    (work,) = register.activities.values()
    (one,) = check_report(register, work, DAY)
    assert "<U+202E>" in one.message_zh
    assert "\u202e" not in one.message + one.message_zh


def test_codes_stand_in_order_without_gaps() -> None:
    assert [rule.code for rule in RULES] == [f"DB{number}" for number in range(421, 435)]
