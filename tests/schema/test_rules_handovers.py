"""DB841-DB849, word for word (R18)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.diagnostic import Severity
from schema.rules.handovers import RULES
from schema.rules.handovers import check_handover
from schema.rules.handovers import check_owed
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import day

ON = date(2026, 11, 23)
ID = "2026-09-10-aaaaaa"
SIGNED = [
    {"role": "outgoing", "person": "zhang", "on": "2026-09-16"},
    {"role": "incoming", "person": "li", "on": "2026-09-16"},
    {"role": "witness", "person": "qian", "on": "2026-09-17"},
]


def changed(*, successor: bool = True) -> RegisterBuilder:
    """A secretary who left and was succeeded after an acting term."""
    rows: list[dict[str, Any]] = [{"person": "zhang", "from": "2022-03-01", "to": "2026-08-31"}]
    if successor:
        rows += [
            {"person": "li", "manner": "acting", "from": "2026-09-01", "to": "2026-09-09"},
            {"person": "li", "from": "2026-09-10"},
        ]
    builder = RegisterBuilder().calendar()
    for id_, name in {"zhang": "张三", "li": "李四", "qian": "钱七", "zhao": "赵六"}.items():
        builder.person(id_, name=name)
    return builder.post("p", title="书记", holding=rows)


def said(*, on: date = ON, successor: bool = True, **fields: Any) -> list[tuple[str, str, str, str]]:
    values = {
        "post": "p", "outgoing": "zhang", "incoming": "li", "witness": "qian", "date": "2026-09-10", "due": "2026-09-17",
        "signature": SIGNED, **fields,
    }  # fmt: skip
    register = changed(successor=successor).record("handover", ID, **values).build()
    found = check_handover(register, register.handovers[ID], on)
    return [(one.code, one.dotted, one.message, one.message_zh) for one in found]


def test_a_handover_signed_by_all_three_says_nothing() -> None:
    assert said() == []
    assert said(due=None) == []


def test_a_handover_that_is_dated_later_does_not_exist() -> None:
    assert said(on=date(2026, 9, 9), signature=[]) == []


def owed(builder: RegisterBuilder, on: str = "2026-11-23") -> list[tuple[str, str, str, str, str]]:
    found = check_owed(builder.build(), day(on))
    return [(one.code, f"{one.kind}/{one.id}", one.dotted, one.message, one.message_zh) for one in found]


def test_a_handover_without_a_record_is_said_after_its_due_day() -> None:
    assert owed(changed(), "2026-09-17") == []
    assert owed(changed(), "2026-09-18") == [
        (
            "DB841",
            "post/p",
            "holding[0]",
            '"张三" left the post on 2026-08-31; the handover was due on 2026-09-17 and there is no record of it',
            "“张三”于 2026-08-31 离任，交接应于 2026-09-17 前办完，但没有交接记录",
        )
    ]


def test_a_record_answers_for_it_and_one_dated_later_does_not() -> None:
    values = {"post": "p", "outgoing": "zhang", "date": "2026-09-10"}
    assert owed(changed().record("handover", ID, **values)) == []
    later = changed().record("handover", "2026-12-01-aaaaaa", **{**values, "date": "2026-12-01"})
    assert [one[0] for one in owed(later)] == ["DB841"]


def test_no_handover_is_overdue_while_somebody_stands_in() -> None:
    assert owed(changed(), "2026-09-09") == []
    assert [one[0] for one in owed(changed(successor=False), "2026-09-09")] == ["DB841"]


@pytest.mark.parametrize(
    ("rows", "roles", "roles_zh"),
    [
        ([], "handing over, taking over, witness", "移交人、接收人、监交人"),
        (SIGNED[:1], "taking over, witness", "接收人、监交人"),
        (SIGNED[:2], "witness", "监交人"),
    ],
)
def test_signatures_that_are_missing_after_the_due_day(rows: list[dict[str, str]], roles: str, roles_zh: str) -> None:
    assert said(signature=rows, on=date(2026, 9, 17)) == []
    assert said(signature=rows, on=date(2026, 9, 18)) == [
        (
            "DB842",
            "signature",
            f"the handover was due on 2026-09-17, and nobody has signed as {roles}",
            f"交接应于 2026-09-17 前办完，尚缺签字：{roles_zh}",
        )
    ]


def test_witness_who_is_a_party() -> None:
    rows = [*SIGNED[:2], {"role": "witness", "person": "li", "on": "2026-09-17"}]
    assert said(witness="li", signature=rows) == [
        ("DB843", "witness", '"李四" is witness and party at once', "“李四”既是监交人，又是交接一方")
    ]


def test_signature_before_the_change_takes_effect() -> None:
    rows = [{**SIGNED[0], "on": "2026-09-09"}, *SIGNED[1:]]
    assert said(signature=rows) == [
        (
            "DB844",
            "signature[0].on",
            '"张三" signed on 2026-09-09, before the handover took effect on 2026-09-10',
            "“张三”于 2026-09-09 签字，早于生效日期 2026-09-10",
        )
    ]


def test_outgoing_who_never_held_the_post() -> None:
    rows = [{**SIGNED[0], "person": "zhao"}, *SIGNED[1:]]
    assert said(outgoing="zhao", signature=rows) == [
        (
            "DB845",
            "outgoing",
            '"赵六" did not end a formal holding of "书记" before 2026-09-10',
            "“赵六”并未在 2026-09-10 前结束“书记”的正式任职",
        )
    ]


def test_incoming_who_does_not_hold_the_post() -> None:
    rows = [SIGNED[0], {**SIGNED[1], "person": "zhao"}, SIGNED[2]]
    assert said(incoming="zhao", signature=rows) == [
        (
            "DB846",
            "incoming",
            '"赵六" does not hold "书记" on 2026-09-10; "李四" does',
            "2026-09-10“书记”的在任者不是“赵六”，而是“李四”",
        )
    ]


def test_handover_of_a_post_that_is_not_there_says_no_more_than_its_reference() -> None:
    assert said(post="nowhere") == []


def test_incoming_of_a_vacant_post() -> None:
    rows = [SIGNED[0], SIGNED[2]]
    fields: dict[str, Any] = {"successor": False, "date": "2026-09-01", "due": "2026-09-07"}
    assert said(incoming=None, signature=rows, **fields) == []
    (found,) = said(**fields)
    assert found[2] == '"李四" does not hold "书记" on 2026-09-01; nobody does'
    assert found[3] == "2026-09-01“书记”的在任者不是“李四”，而是无人（空缺）"


def test_due_day_that_contradicts_the_rules() -> None:
    assert said(due="2026-09-30") == [
        (
            "DB847",
            "due",
            "`due` is 2026-09-30, but 5 working days after 2026-09-10 make it 2026-09-17",
            "交接期限填的是 2026-09-30，而自 2026-09-10 起 5 个工作日应为 2026-09-17",
        )
    ]


def test_due_day_without_a_successor_runs_from_the_end() -> None:
    found = said(successor=False, incoming=None, date="2026-09-01", due="2026-09-08", signature=[SIGNED[0], SIGNED[2]])
    assert [one[2] for one in found] == ["`due` is 2026-09-08, but 5 working days after 2026-08-31 make it 2026-09-07"]


def test_date_that_is_not_that_of_the_change() -> None:
    assert said(date="2026-09-11", due="2026-09-18") == [
        (
            "DB848",
            "date",
            "the date is 2026-09-11, but the change of person took effect on 2026-09-10",
            "生效日期填的是 2026-09-11，而人员变动生效于 2026-09-10",
        )
    ]


@pytest.mark.parametrize(
    ("row", "fields", "message", "message_zh"),
    [
        (
            {"role": "witness", "person": "zhao", "on": "2026-09-17"},
            {},
            '"赵六" signed as witness, but that is "钱七"',
            "“赵六”以监交人身份签字，而应由“钱七”签",
        ),
        (
            {"role": "witness", "person": "zhao", "on": "2026-09-17"},
            {"witness": None},
            '"赵六" signed as witness, and nobody is named as that',
            "“赵六”以监交人身份签字，而记录没有指定该身份的人",
        ),
    ],
)
def test_signature_of_somebody_else(row: dict[str, str], fields: dict[str, Any], message: str, message_zh: str) -> None:
    assert said(signature=[*SIGNED[:2], row], **fields) == [("DB849", "signature[2]", message, message_zh)]


def test_signature_that_is_there_twice() -> None:
    assert said(signature=[*SIGNED, SIGNED[0]]) == [
        (
            "DB849",
            "signature[3]",
            '"张三" signed as handing over, as somebody had done before',
            "“张三”以移交人身份签字，而该身份已签过",
        )
    ]


def test_signatures_that_are_dated_later_have_not_happened() -> None:
    rows = [{"role": "witness", "person": "zhao", "on": "2026-09-17"}]
    assert said(signature=rows, on=date(2026, 9, 16)) == []


def test_severities_and_codes() -> None:
    assert [rule.code for rule in RULES] == [f"DB84{n}" for n in range(1, 10)]
    assert {rule.code for rule in RULES if rule.severity is Severity.ERROR} == {"DB843", "DB845", "DB846", "DB849"}


def test_the_recorded_handover_of_the_sample_says_nothing() -> None:
    register = load(Path("sample-repo")).register
    for handover in register.handovers.values():
        assert list(check_handover(register, handover, ON)) == []
