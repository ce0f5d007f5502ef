from datetime import date
from typing import Any

import pytest

from schema.statement import Gap
from schema.statement import GapSort
from schema.statement import gaps
from schema.statement import members
from schema.statement import predecessor_until
from tests.builders import RegisterBuilder
from tests.builders import day
from tests.builders import plain

ID = "2026-12-29-aaaaaa"
SECRETARY = [
    {"person": "zhang", "from": "2023-01-01", "to": "2026-08-31"},
    {"person": "li", "manner": "acting", "from": "2026-09-01", "to": "2026-09-09"},
    {"person": "li", "from": "2026-09-10"},
]


def team() -> RegisterBuilder:
    builder = RegisterBuilder().person("zhang", "li", "wang").duty("statements")
    builder.post("secretary", None, rank="principal", holding=plain(SECRETARY))
    return builder.post("member", "sun", rank="member").post("vacant", None, rank="member")


def stated(
    *rows: dict[str, Any],
    builder: RegisterBuilder | None = None,
    type: str = "duty-statement",
    elements: list[str] | None = None,
    **fields: Any,
) -> list[Gap]:
    builder = builder or team()
    duties = fields.pop("duties", ("statements",))
    values = plain(fields) | {"statement": plain(list(rows))}
    on = values.pop("on", date(2026, 12, 29))
    register = builder.activity(on, *duties, type=type, elements=elements, id=ID, **values).build()
    return gaps(register, register.activities[ID])


WHOLE = [
    {"post": "secretary", "section": "第三部分", "predecessor_until": "2026-08-31"},
    {"post": "member", "person": "sun", "section": "第二部分"},
]
BOTH = ["secretary", "member"]


def test_whole_statements_have_no_gap() -> None:
    assert stated(*WHOLE, elements=BOTH) == []
    assert stated(*WHOLE, participants=BOTH) == []
    assert stated(*WHOLE) == []


@pytest.mark.parametrize("type_", ["duty-statement", "democratic-life", "organisational-life", "appraisal"])
def test_r12_each_member_speaks_of_the_duty(type_: str) -> None:
    assert stated(type=type_, elements=BOTH) == [
        Gap(GapSort.NO_STATEMENT, ("statement",), "secretary"),
        Gap(GapSort.NO_STATEMENT, ("statement",), "member"),
    ]
    assert stated(WHOLE[1], type=type_, participants=BOTH) == [Gap(GapSort.NO_STATEMENT, ("statement",), "secretary")]


def test_elements_come_before_participants_and_units_are_no_members() -> None:
    assert stated(WHOLE[1], elements=["member"], participants=BOTH) == []
    assert stated(WHOLE[1], elements=["office"], participants=["member"]) == []


def test_nobody_speaks_for_a_vacant_post() -> None:
    register = team().activity("2026-12-29", "statements", elements=["vacant", "member"], id=ID).build()
    assert members(register, register.activities[ID]) == ("member",)


def test_where_no_member_is_named_at_least_one_statement_stands() -> None:
    assert stated() == [Gap(GapSort.NO_STATEMENT, ("statement",))]


def test_r12_a_missing_section_is_a_defect() -> None:
    assert stated(WHOLE[0], {"post": "member", "section": " "}) == [Gap(GapSort.NO_SECTION, ("statement", 1), "member")]


@pytest.mark.parametrize("until", [None, "2026-09-09", "2026-09-01"])
def test_r12_the_whole_year_includes_the_predecessors_last_day(until: str | None) -> None:
    row = {"post": "secretary", "section": "第三部分"} | ({"predecessor_until": until} if until else {})
    assert stated(row) == [
        Gap(GapSort.PREDECESSOR, ("statement", 0, "predecessor_until"), "secretary", day=date(2026, 8, 31))
    ]


def test_everybody_speaks_of_the_own_post() -> None:
    row = {"post": "secretary", "person": "zhang", "section": "第三部分"}
    assert stated(row) == [Gap(GapSort.NOT_HOLDER, ("statement", 0, "person"), "secretary", "li")]
    assert stated({"post": "vacant", "person": "zhang", "section": "一"}) == []


def test_the_year_is_that_of_the_period() -> None:
    row = {"post": "secretary", "section": "第三部分"}
    sort = [GapSort.PREDECESSOR]
    assert [gap.sort for gap in stated(row, on=date(2027, 1, 15), period="2026")] == sort
    assert stated(row, on=date(2027, 1, 15)) == []
    assert [gap.sort for gap in stated(row, period="2026-X")] == sort


def test_a_record_that_fulfils_no_duty_and_one_of_another_type_speak_of_none() -> None:
    assert stated(duties=()) == []
    assert stated(type="deliberation") == []


def test_the_predecessors_last_day() -> None:
    """Z01: 2026-08-31, though the successor acted from 09-01 on."""
    register = team().build()
    first, on = day("2026-01-01"), day("2026-12-29")
    assert predecessor_until(register, "secretary", first, on) == date(2026, 8, 31)
    assert predecessor_until(register, "secretary", first, day("2026-08-31")) is None
    assert predecessor_until(register, "secretary", day("2026-09-01"), on) is None
    assert predecessor_until(register, "member", first, on) is None
    assert predecessor_until(register, "vacant", first, on) is None
    assert predecessor_until(register, "gone", first, on) is None


def test_who_stood_in_beside_a_formal_holder_is_no_predecessor() -> None:
    holding = [
        {"person": "li", "from": "2023-01-01"},
        {"person": "wang", "manner": "deputising", "from": "2026-03-01", "to": "2026-05-31"},
    ]
    register = team().post("secretary", None, holding=plain(holding)).build()
    assert predecessor_until(register, "secretary", day("2026-01-01"), day("2026-12-29")) is None
