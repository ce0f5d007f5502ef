from datetime import date
from datetime import datetime
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.decode import Decoded
from schema.decode import check_value
from schema.decode import decode
from schema.decode import decode_table
from schema.diagnostic import Severity
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds.duty import Cadence
from schema.kinds.duty import Duty
from schema.kinds.post import Post
from schema.kinds.settings import Settings
from schema.vocabulary import Per

DUTY: dict[str, Any] = {"title": "季度分析", "tier": "main-body", "bearer": "office"}


def duty(**data: Any) -> Decoded:
    return decode(KINDS["duty"], "d", DUTY | data)


def faults(decoded: Decoded) -> list[tuple[str, str]]:
    return [(one.code, one.dotted) for one in decoded.diagnostics]


def test_a_sound_record_is_read_with_its_rows() -> None:
    decoded = duty(**{"from": date(2026, 1, 1), "cadence": [{"type": "at-least", "n": 4, "per": "quarter"}]})
    assert decoded.diagnostics == ()
    assert isinstance(decoded.record, Duty)
    assert decoded.record.id == "d"
    assert decoded.record.since == date(2026, 1, 1)
    assert decoded.record.cadence[0].per is Per.QUARTER


def test_an_unknown_key_is_said_and_the_record_is_read() -> None:
    decoded = duty(titel="x")
    assert decoded.record is not None
    (one,) = decoded.diagnostics
    assert (one.code, one.key) == ("DB011", ("titel",))
    assert one.message == "unknown key `titel`; did you mean `title`?"
    assert one.message_zh == "不认识的键 `titel`，是否想写 `title`？"


def test_an_unknown_key_deep_inside_is_said_at_its_place() -> None:
    decoded = duty(cadence=[{"type": "unset"}, {"type": "unset", "oftenness": 3}])
    assert faults(decoded) == [("DB011", "cadence[1].oftenness")]
    assert decoded.record is not None


def test_every_fault_is_said_and_the_record_is_unreadable() -> None:
    decoded = decode(
        KINDS["duty"], "d", {"title": 3, "lead": ["a", 4], "cadence": [{"n": "four"}], "from": "2026-01-01"}
    )
    assert decoded.record is None
    assert sorted(faults(decoded)) == sorted(
        [
            ("DB013", "title"),
            ("DB012", "tier"),
            ("DB012", "bearer"),
            ("DB013", "lead[1]"),
            ("DB012", "cadence[0].type"),
            ("DB013", "cadence[0].n"),
            ("DB013", "from"),
        ]
    )
    assert {one.severity for one in decoded.diagnostics} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"from": "2026-01-01"},
            '`from` is the text "2026-01-01"; it must be a date such as 2026-03-31, without quotes',
        ),
        (
            {"from": datetime(2026, 1, 1, 8, 0)},  # noqa: DTZ001 - TOML's local date-time has no zone
            "`from` is a date with a time; it must be a date such as 2026-03-31, without quotes",
        ),
        ({"dual_duty": 1}, "`dual_duty` is a number; it must be true or false"),
        ({"title": True}, "`title` is true; it must be a text"),
        ({"title": time(8, 0)}, "`title` is a time; it must be a text"),
        ({"lead": "office"}, '`lead` is the text "office"; it must be an array, each element an id in quotes'),
        ({"cadence": {"type": "unset"}}, "`cadence` is a table; it must be rows `[[…]]`"),
        ({"cadence": ["unset"]}, "`cadence` is an array; it must be rows `[[…]]`"),
        ({"note": date(2026, 1, 1)}, "`note` is the date 2026-01-01; it must be a text"),
    ],
)
def test_a_wrong_value_is_quoted_with_what_it_must_be(data: dict[str, Any], message: str) -> None:
    (one,) = duty(**data).diagnostics
    assert (one.code, one.message) == ("DB013", message)


def test_a_choice_names_what_may_stand() -> None:
    (one,) = duty(cadence=[{"type": "at-least", "per": "week"}]).diagnostics
    assert one.message.endswith('it must be one of "year", "half-year", "quarter", "month"')


def test_nothing_is_coerced() -> None:
    assert faults(duty(cadence=[{"type": "unset", "n": 1.0}])) == [("DB013", "cadence[0].n")]
    assert faults(duty(cadence=[{"type": "unset", "n": True}])) == [("DB013", "cadence[0].n")]
    assert faults(duty(cadence=[{"type": "unset", "n": 0}])) == [("DB013", "cadence[0].n")]


def test_an_id_inside_the_file_is_an_unknown_key() -> None:
    decoded = duty(id="other")
    assert faults(decoded) == [("DB011", "id")]
    assert decoded.record is not None
    assert decoded.record.id == "d"


def test_a_newer_format_is_shown_and_not_judged() -> None:
    decoded = duty(format=99, colour="red")
    assert decoded.newer
    (one,) = decoded.diagnostics
    assert (one.code, one.severity) == ("DB014", Severity.WARNING)
    assert decoded.record is not None


def test_an_older_record_without_format_is_of_this_one() -> None:
    record = duty().record
    assert record is not None
    assert record.format == 1


def test_the_settings_are_decoded_too() -> None:
    value, found = decode_table(Settings, "register", "", {"format": 1, "title": "台账", "git": {"branch": "trunk"}})
    assert value is not None
    assert (value.git.branch, value.git.remote, found) == ("trunk", "origin", ())
    value, found = decode_table(Settings, "register", "", {"format": 1, "title": "台账", "git": "main"})
    assert value is None
    assert [(one.kind, one.dotted) for one in found] == [("register", "git")]


def test_one_value_is_checked_for_a_form() -> None:
    fields = {field.key: field for field in fields_of(Cadence)}
    assert check_value(fields["n"], 4) == ""
    assert check_value(fields["n"], 0) == "`n` is a number; it must be a whole number in its range"
    assert check_value(fields["per"], "week").startswith("`per` is the text")


def test_spans_are_called_from_and_to_in_files() -> None:
    post = decode(
        KINDS["post"],
        "p",
        {"title": "岗", "unit": "office", "rank": "staff", "holding": [{"person": "li", "from": date(2026, 1, 1)}]},
    ).record
    assert isinstance(post, Post)
    assert (post.holding[0].since, post.holding[0].until) == (date(2026, 1, 1), None)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.times()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(kind=st.sampled_from(sorted(KINDS)), data=st.data())
def test_no_data_raises_and_a_record_comes_without_errors_or_not_at_all(kind: str, data: st.DataObject) -> None:
    keys = st.sampled_from([field.key for field in fields_of(KINDS[kind].struct)]) | st.text(max_size=4)
    decoded = decode(KINDS[kind], "x", data.draw(st.dictionaries(keys, values, max_size=5)))
    errors = {one.code for one in decoded.diagnostics} & {"DB012", "DB013"}
    # What a newer version wrote is not judged by this one's rules.
    assert decoded.newer or (decoded.record is None) == bool(errors)
    for one in decoded.diagnostics:
        assert all(one.say("zh"))
        assert all(one.say("en"))
