from datetime import date
from typing import Any

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.check import check
from schema.decode import decode
from schema.decode import decode_table
from schema.diagnostic import Diagnostic
from schema.fix import fix
from schema.kinds import KINDS
from schema.kinds.settings import Settings
from schema.rulebook import RULES
from tests.builders import RegisterBuilder

ON = date(2026, 11, 23)


def invisible(**fields: Any) -> tuple[dict[tuple[str, str], dict[str, Any]], list[Diagnostic]]:
    """The data of a unit, and what is said of it."""
    builder = RegisterBuilder().unit("u", **fields)
    found = [one for one in check(builder.build(), ON) if one.id == "u"]
    return {("unit", "u"): builder.records["unit", "u"]}, found


def mended(**fields: Any) -> dict[tuple[str | int, ...], Any]:
    made = fix(*invisible(**fields), language="en")
    return {} if made is None else {field.key: field.value for field in made.records[0].fields}


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("党\u200b课", "党课"),
        ("\ufeff党课\u00ad", "党课"),
        ("党\u2060课", "党课"),
        ("\u202e课党\u200b", "\u202e课党"),  # what turns the order stays, and is said again
    ],
)
def test_characters_that_mean_nothing_are_taken_out(text: str, fixed: str) -> None:
    assert mended(title=text) == {("title",): fixed}


@pytest.mark.parametrize("text", ["党\u200d课", "a\u202eb", "党\u2028课", "a\u061cb", "\u200b\ufeff"])
def test_characters_that_may_mean_something_stay(text: str) -> None:
    data, found = invisible(title=text)
    assert "DB016" in {one.code for one in found}
    assert fix(data, found, language="en") is None


def test_an_array_is_mended_whole() -> None:
    assert mended(aliases=["综合办", "党\u200b政办", "a\u202eb"]) == {("aliases",): ["综合办", "党政办", "a\u202eb"]}


def test_names_that_others_answer_to_are_left_alone() -> None:
    builder = RegisterBuilder().source("s", "1\u200b")
    found = check(builder.build(), ON)
    assert "DB016" in {one.code for one in found}
    assert fix({("source", "s"): builder.records["source", "s"]}, found, language="en") is None


def broken(kind: str, id: str, data: dict[str, Any]) -> list[Diagnostic]:
    return [*decode(KINDS[kind], id, dict(data)).diagnostics]


def test_a_date_in_quotes_is_written_without_them() -> None:
    data = {"title": "x", "unit": "u", "rank": "staff", "holding": [{"person": "a", "from": "2026-09-10"}]}
    made = fix({("post", "p"): data}, broken("post", "p", data), language="zh")
    assert made is not None
    assert made.records[0].fields == (FieldChange(key=("holding", 0, "from"), value=date(2026, 9, 10)),)
    assert (made.action, made.reason) == ("fix", "检查所见，自动改正：DB013")


@pytest.mark.parametrize("text", ["2026-02-30", "2026-9-10", "2026/09/10", "20260910", "today", ""])
def test_what_is_no_date_is_left_to_people(text: str) -> None:
    data = {"title": "x", "unit": "u", "rank": "staff", "from": text}
    found = broken("post", "p", data)
    assert [one.code for one in found] == ["DB013"]
    assert fix({("post", "p"): data}, found, language="en") is None


def test_a_date_where_another_value_is_wanted_is_left_to_people() -> None:
    data = {"title": "x", "unit": "u", "rank": "2026-09-10"}
    assert fix({("post", "p"): data}, broken("post", "p", data), language="en") is None


def test_dates_of_an_array_and_of_a_table_of_the_settings() -> None:
    settings = {"format": 1, "title": "x", "demo": {"today": "2026-11-23"}}
    faults = decode_table(Settings, "register", "", settings)[1]
    made = fix({("register", ""): settings}, faults, language="en")
    assert made is not None
    assert made.records[0].fields == (FieldChange(key=("demo", "today"), value=date(2026, 11, 23)),)


def test_several_records_are_one_change_set() -> None:
    builder = RegisterBuilder().unit("a", title="a\u200b", note="b\u200b").unit("b", title="c\u200b")
    found = check(builder.build(), ON)
    made = fix(builder.records, found, language="en")
    assert isinstance(made, ChangeSet)
    assert [(one.kind, one.id, [field.key for field in one.fields]) for one in made.records] == [
        ("unit", "a", [("title",), ("note",)]),
        ("unit", "b", [("title",)]),
    ]
    assert made.reason == "Mended as the check found it: DB016"


def test_what_is_not_given_is_not_mended() -> None:
    _, found = invisible(title="a\u200b")
    assert fix({}, found, language="en") is None
    assert fix({}, [], language="en") is None


def test_only_rules_that_say_so_are_fixed() -> None:
    assert {rule.code for rule in RULES.values() if rule.fixable} == {"DB013", "DB016"}
