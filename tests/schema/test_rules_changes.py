"""DB821-DB830, word for word (R18)."""

from datetime import date
from typing import Any

import pytest

from schema.diagnostic import Severity
from schema.fingerprint import fingerprint
from schema.rules.changes import RULES
from schema.rules.changes import check_duty
from schema.rules.changes import check_source
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 11, 23)
REVIEWED = {"clause": "a#1", "fingerprint": fingerprint("每年四次"), "reviewed_by": "li", "reviewed_on": "2026-03-01"}


def register(*basis: dict[str, Any], text: str = "每年四次", **source: Any) -> RegisterBuilder:
    clauses = [{"path": "1", "text": text}, {"path": "2", "text": ""}]
    builder = RegisterBuilder().person("li").record("source", "a", title="a", clause=clauses, **source)
    return builder.source("b", "1").duty("d", at_least(), basis=list(basis))


def of_duty(builder: RegisterBuilder) -> list[tuple[str, str, str, str]]:
    built = builder.build()
    found = check_duty(built, built.duties["d"], ON)
    return [(one.code, one.dotted, one.message, one.message_zh) for one in found]


def of_source(**fields: Any) -> list[tuple[str, str, str, str]]:
    built = register(**fields).build()
    found = check_source(built, built.sources["a"], ON)
    return [(one.code, one.dotted, one.message, one.message_zh) for one in found]


UNMARKED = {**REVIEWED, "fingerprint": ""}


@pytest.mark.parametrize(
    "basis", [[], [{"clause": "a#1"}, {"clause": "b#1"}], [REVIEWED], [{"clause": "x#1"}], [UNMARKED]]
)
def test_reviewed_and_never_reviewed_duties_say_nothing(basis: list[dict[str, Any]]) -> None:
    assert of_duty(register(*basis)) == []


def test_clause_that_changed() -> None:
    assert of_duty(register(REVIEWED, text="每年六次")) == [
        (
            "DB821",
            "basis[0].fingerprint",
            'the clause "a#1" says something else than when the duty was last reviewed',
            "待复核：条款“a#1”的内容与上次复核时不同",
        )
    ]


def test_hint_names_the_command_in_full() -> None:
    built = register(REVIEWED, text="每年六次").build()
    (found,) = check_duty(built, built.duties["d"], ON)
    assert found.hint == "compare both texts by `dutybook reaffirm`, mend the duty, then `dutybook reaffirm d a#1`"


def test_clause_that_was_only_reflowed() -> None:
    assert of_duty(register(REVIEWED, text=" 每年\n四次")) == []


def test_source_that_was_superseded_while_another_holds() -> None:
    builder = register(
        REVIEWED, {**REVIEWED, "clause": "b#1", "fingerprint": fingerprint("")}, superseded_on="2026-10-01"
    )
    assert of_duty(builder) == [
        (
            "DB822",
            "basis[0].clause",
            'the source of the clause "a#1" was superseded on 2026-10-01, and the duty goes on',
            "待复核：条款“a#1”所在文件已于 2026-10-01 被替代，而职责事项仍在执行",
        )
    ]


def test_fingerprint_that_nobody_can_compare() -> None:
    assert of_duty(register({**REVIEWED, "fingerprint": "md5:00"})) == [
        (
            "DB823",
            "basis[0].fingerprint",
            'the fingerprint "md5:00" is none that this version can compare',
            "指纹“md5:00”不是本版本能比对的写法",
        )
    ]


@pytest.mark.parametrize("key", ["reviewed_by", "reviewed_on"])
def test_review_that_is_incomplete(key: str) -> None:
    basis = {name: value for name, value in REVIEWED.items() if name != key}
    assert of_duty(register(basis)) == [
        (
            "DB824",
            "basis[0]",
            f'the review of the clause "a#1" says nothing in `{key}`',
            f"条款“a#1”的复核没有填写 `{key}`",
        )
    ]


def test_review_before_the_source_was_issued() -> None:
    assert of_duty(register(REVIEWED, issued="2026-03-02")) == [
        (
            "DB825",
            "basis[0].reviewed_on",
            'the clause "a#1" was reviewed on 2026-03-01, before its source was issued on 2026-03-02',
            "条款“a#1”的复核日期 2026-03-01 早于文件发文日期 2026-03-02",
        )
    ]


def test_one_clause_reviewed_and_another_never() -> None:
    assert of_duty(register(REVIEWED, {"clause": "b#1"})) == [
        (
            "DB826",
            "basis[1]",
            'the clause "b#1" was never reviewed, while others of this duty were',
            "条款“b#1”从未复核，而本事项的其他条款复核过",
        )
    ]


def test_duty_that_ended_with_its_sources() -> None:
    builder = register({"clause": "a#1"}, superseded_on="2026-10-01")
    assert of_duty(builder) == [
        (
            "DB827",
            "basis",
            "every source that the duty rests on is superseded: it ended on 2026-09-30, and nothing that would begin later is due",
            "所依据的文件均已被替代：本事项止于 2026-09-30，其后不再产生应办事项",
        )
    ]
    assert of_duty(builder.duty("d", at_least(), basis=[{"clause": "a#1"}], to="2026-09-30")) == []
    assert of_duty(register({"clause": "a#1"}, superseded_on="2026-12-01")) == []


def test_supersession_without_a_day_or_without_a_successor() -> None:
    assert of_source() == []
    assert of_source(superseded_by="b", superseded_on="2027-01-01") == []
    assert of_source(superseded_by="b") == [
        (
            "DB828",
            "superseded_by",
            'superseded by "b", and no day says from when',
            "已由“b”替代，但没有写明自何日起",
        )
    ]
    assert of_source(superseded_on="2027-01-01") == [
        (
            "DB829",
            "superseded_on",
            "superseded on 2027-01-01, and nothing says by what",
            "已于 2027-01-01 被替代，但没有写明由何文件替代",
        )
    ]


def test_supersession_before_the_source_took_effect() -> None:
    days = {"effective": "2026-01-01", "superseded_by": "b"}
    assert of_source(**days, superseded_on="2026-01-01") == []
    assert of_source(**days, superseded_on="2025-12-31") == [
        (
            "DB830",
            "superseded_on",
            "superseded on 2025-12-31, before it took effect on 2026-01-01",
            "替代日期 2025-12-31 早于施行日期 2026-01-01",
        )
    ]


def test_severities_and_codes() -> None:
    assert [rule.code for rule in RULES] == [f"DB{n}" for n in range(821, 831)]
    assert {rule.code for rule in RULES if rule.severity is Severity.ERROR} == {"DB830"}
    assert {rule.code for rule in RULES if rule.severity is Severity.NOTE} == {"DB826", "DB827", "DB829"}
