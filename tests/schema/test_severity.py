from datetime import date

import pytest

from schema.check import check
from schema.check import refuse
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.rulebook import RULES
from schema.severity import apply
from schema.severity import can_be_off
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 11, 23)
WHY = "党政办 2026-03-02 定"


def base(*rows: tuple[str, str, str]) -> RegisterBuilder:
    """A duty without `from`, which is DB308, a note; and severities."""
    builder = RegisterBuilder().duty("d", at_least())
    del builder.records["duty", "d"]["from"]
    builder.settings["severity"] = [{"code": code, "severity": word, "reason": why} for code, word, why in rows]
    return builder


def said(builder: RegisterBuilder, *codes: str) -> list[Diagnostic]:
    return [one for one in check(builder.build(), ON) if one.code in codes]


def shown(builder: RegisterBuilder) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in said(builder, "DB308")]


@pytest.mark.parametrize("word", ["error", "warning", "note"])
def test_a_severity_that_is_set_is_shown(word: str) -> None:
    assert shown(base()) == [("DB308", "note")]
    assert shown(base(("DB308", word, WHY))) == [("DB308", word)]


def test_a_diagnostic_that_is_turned_off_is_not_shown_and_others_stay_as_they_are() -> None:
    assert shown(base(("DB308", "off", WHY))) == []
    assert check(base(("DB308", "off", WHY)).build(), ON) == [
        one for one in check(base().build(), ON) if one.code != "DB308"
    ]


def test_nothing_but_the_severity_is_changed() -> None:
    before, after = said(base(), "DB308")[0], said(base(("DB308", "error", WHY)), "DB308")[0]
    names = [name for name in Diagnostic.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    assert names == ["severity"]


def settings_said(*rows: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    found = said(base(*rows), "DB901", "DB902", "DB903", "DB904")
    assert all((one.kind, one.id, one.severity) == ("register", "", "error") for one in found)
    return [(one.code, one.dotted, one.message) for one in found]


def test_an_unknown_code_has_no_effect() -> None:
    assert settings_said(("DB999", "off", WHY)) == [
        ("DB901", "severity[0].code", 'there is no rule "DB999": this row has no effect')
    ]
    assert [code for code, _, _ in settings_said(("db308", "off", WHY))] == ["DB901"]


def test_of_two_rows_the_first_counts() -> None:
    rows = [("DB308", "warning", WHY), ("DB308", "off", WHY)]
    assert settings_said(*rows) == [
        (
            "DB902",
            "severity[1].code",
            '"DB308" stands twice among the severities: the first row counts, this one has no effect',
        )
    ]
    assert shown(base(*rows)) == [("DB308", "warning")]
    assert shown(base(("DB308", "warning", ""), ("DB308", "off", WHY))) == [("DB308", "note")]


@pytest.mark.parametrize("code", ["DB001", "DB002", "DB008", "DB011", "DB013", "DB014", "DB901", "DB903"])
def test_what_the_loader_finds_cannot_be_turned_off(code: str) -> None:
    assert settings_said((code, "off", WHY)) == [
        ("DB903", "severity[0].severity", f'"{code}" cannot be turned off: this row has no effect')
    ]
    assert settings_said((code, "note", WHY)) == []
    fault = RULES[code].found("duty", "d", **dict.fromkeys(NAMES, "x"))
    assert apply(base((code, "off", WHY)).build().settings, [fault]) == [fault]
    assert [one.severity for one in apply(base((code, "note", WHY)).build().settings, [fault])] == [Severity.NOTE]


NAMES = ("what", "what_zh", "hint", "hint_zh", "name", "dated", "dated_zh", "key", "nearest", "nearest_zh", "found",
         "found_zh", "expected", "expected_zh", "known", "code")  # fmt: skip


@pytest.mark.parametrize("why", ["", "  ", "——", "…"])
def test_a_row_without_a_reason_has_no_effect(why: str) -> None:
    assert settings_said(("DB308", "off", why)) == [
        ("DB904", "severity[0].reason", 'no reason is given for the severity of "DB308": this row has no effect')
    ]
    assert shown(base(("DB308", "off", why))) == [("DB308", "note")]


def test_rows_that_have_an_effect_are_not_spoken_of() -> None:
    assert settings_said(("DB308", "off", WHY), ("DB202", "error", WHY), ("DB705", "note", "见会议纪要")) == []


@pytest.mark.parametrize("word", ["note", "off"])
def test_what_refuses_a_save_refuses_it_whatever_it_is_shown_as(word: str) -> None:
    builder = base(("DB705", word, WHY), ("DB201", word, WHY)).unit("u", note="138 0000 0000").person("a", "b")
    builder.post("p", holding=[{"person": one, "from": "2026-01-01"} for one in ("a", "b")])
    register = builder.build()
    assert [one.severity for one in refuse(register, ("unit", "u"), register.units["u"])] == [Severity.ERROR]
    assert [one.code for one in refuse(register, ("post", "p"), register.posts["p"])] == ["DB201"]
    assert [one.severity for one in said(builder, "DB705", "DB201")] == ([] if word == "off" else ["note", "note"])


def test_only_what_is_found_while_reading_and_these_rows_themselves_must_always_be_said() -> None:
    assert [code for code in RULES if not can_be_off(code)] == [
        *(code for code in RULES if code < "DB015"), "DB901", "DB902", "DB903", "DB904",
    ]  # fmt: skip
