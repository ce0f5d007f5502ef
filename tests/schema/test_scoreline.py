"""Lines of a score: exact numbers, how they are written, and what is said of where they come from."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.kinds.scheme import Scheme
from schema.register import Register
from schema.scoreline import add
from schema.scoreline import exact
from schema.scoreline import explain
from schema.scoreline import multiply
from schema.scoreline import round_to
from schema.scoreline import write_number
from schema.scoring import score
from schema.vocabulary import Rounding
from tests.builders import RegisterBuilder
from tests.builders import at_least


def test_a_number_is_taken_as_it_is_written() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert (exact(None), exact(float("nan")), exact(float("-inf"))) == (None, None, None)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=6))
def test_law_sums_and_products_are_exact(numbers: list[float]) -> None:
    decimals = [Decimal(str(number)) for number in numbers]
    assert add(*decimals) == add(*reversed(decimals))
    for number in decimals:
        assert add(add(*decimals), number.copy_negate()) == add(*decimals, number.copy_negate())
        assert multiply(number, Decimal("0.5")) == multiply(Decimal("0.5"), number)
        assert add(multiply(number, Decimal("0.5")), multiply(number, Decimal("0.5"))) == number


@pytest.mark.parametrize(
    ("number", "half_up", "half_even", "down"),
    [("98.25", "98.3", "98.2", "98.2"), ("98.35", "98.4", "98.4", "98.3"), ("-1.25", "-1.3", "-1.2", "-1.2")],
)
def test_rounding(number: str, half_up: str, half_even: str, down: str) -> None:
    given_ = Decimal(number)
    assert str(round_to(given_, 1, Rounding.HALF_UP)) == half_up
    assert str(round_to(given_, 1, Rounding.HALF_EVEN)) == half_even
    assert str(round_to(given_, 1, Rounding.DOWN)) == down
    assert round_to(given_, None, Rounding.DOWN) is given_
    assert round_to(given_, 1, None) is given_


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [("96.50", None, "96.5"), ("96.0", None, "96"), ("-0.0", None, "0"), ("100", None, "100"), ("96", 1, "96.0"), ("-0", 1, "0.0"), ("1E+2", None, "100")],
)  # fmt: skip
def test_numbers_are_written_for_people(number: str, digits: int | None, text: str) -> None:
    assert write_number(Decimal(number), digits) == text


def charged(**fields: Any) -> tuple[Register, list[tuple[str, str]]]:
    """Every line of section a by the last day of 2026, in Chinese and in English."""
    builder = RegisterBuilder().calendar().unit("a", title="甲科", title_en="Section A").unit("b")
    builder.duty(
        "q",
        at_least(1, "year", due="03-31", each="@sections"),
        title="研究",
        title_en="Review",
        responsible=["@sections"],
    )
    items = [
        {"rule": "missed", "points": -3, "responsible_weight": 0.5, "weight": 1},
        {"rule": "finding-late", "points": -2},
        {"rule": "finding-recurred", "points": -3},
    ]
    values = {"title": "s", "objects": ["a"], "base": 100, "bonus_cap": 5, "item": items}
    builder.record("scheme", "s", **(values | fields))
    about = {"inspection": "2026-01-05-aaaaaa", "unit": "a", "text": "缺\n签到", "item": "签到", "due": "2026-02-02"}
    closed = {"verified_by": "b", "evidence": [{"type": "sheet"}]}
    builder.record(
        "finding",
        "2026-01-05-bbbbbb",
        **about,
        issued="2026-01-05",
        done="2026-02-04",
        verified_on="2026-02-05",
        **closed,
    )
    builder.record("finding", "2026-06-05-bbbbbb", **(about | {"due": "2026-06-30"}), issued="2026-06-05")
    looked = {"look_back": [{"on": "2026-05-01", "by": "b", "holds": False}], "item": "另一事"}
    builder.record(
        "finding",
        "2026-01-06-bbbbbb",
        **(about | looked),
        issued="2026-01-06",
        done="2026-02-01",
        verified_on="2026-02-05",
        **closed,
    )
    rows = [{"object": "a", "points": 1, "basis": "一号"}, {"object": "a", "points": 1, "basis": ""}]
    builder.record("assessment", "2026-01-01-aaaaaa", year=2026, scheme="s", date="2026-01-01", bonus=rows)
    register = builder.build()
    (one,) = score(register, register.of(Scheme)["s"], 2026, date(2026, 12, 31))
    return register, [(explain(register, line, "zh"), explain(register, line, "en")) for line in one.lines]


def test_every_line_says_where_it_comes_from_in_both_languages() -> None:
    _, said = charged()
    assert said == [
        (
            "研究 2026 甲科；责任×0.5；已到上限（原 -1.5）",
            "Review 2026 Section A; Responsible, × 0.5; Capped (of -1.5)",
        ),
        ("缺 签到（期限 2026-02-02，2026-02-04）", "缺 签到 (due 2026-02-02, 2026-02-04)"),
        ("缺 签到（期限 2026-06-30，未完成）", "缺 签到 (due 2026-06-30, not done)"),
        ("缺 签到（再次出现：2026-06-05-bbbbbb）", "缺 签到 (again: 2026-06-05-bbbbbb)"),
        ("缺 签到（回头看反弹）", "缺 签到 (a look-back found it again)"),
        ("一号", "一号"),
        ("无依据（原 1）", "Without a basis (of 1)"),
    ]


def test_an_obligation_without_an_element_is_named_by_duty_and_period() -> None:
    builder = RegisterBuilder().calendar().duty("q", at_least(1), title="研究")
    builder.record("scheme", "s", title="s", objects=["office"], item=[{"rule": "missed", "points": -3}])
    register = builder.build()
    (one,) = score(register, register.of(Scheme)["s"], 2026, date(2026, 4, 1))
    assert explain(register, one.lines[0], "en") == "研究 2026-Q1; First lead, × 1"
