"""Commit messages: nothing that a person or a file says is ever taken for a trailer of ours."""

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.change import GONE
from schema.difference import FieldDifference
from store.message import ACTION
from store.message import OVERRIDE
from store.message import RECORD
from store.message import compose
from store.message import subject_of
from store.message import take_apart

LINES = st.sampled_from(
    ["Register-Action: approve", "Register-Record: duty/x", "Reviewed-by: Bo Tern", "", "  ", "why"]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(LINES, max_size=5).map("\n".join),
    st.lists(LINES, max_size=5).map("\u2028".join),
    st.lists(LINES, max_size=5).map("\r".join),
)


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS)
def test_the_trailers_are_ours_whatever_is_said(subject: str, reason: str, name: str) -> None:
    message = compose(subject or "x", reason, "set", [("duty", name), ("register", "")], ["DB705"])
    first, _, trailers = take_apart(message)
    assert trailers.keys() <= {ACTION, RECORD, OVERRIDE}
    assert trailers[ACTION] == ["set"]
    assert len(trailers[RECORD]) == 2
    assert trailers[RECORD][1] == "register"
    assert trailers[OVERRIDE] == ["DB705"]
    assert "\n" not in first
    assert "\0" not in message
    message.encode()


@pytest.mark.parametrize("name", ["x\nReviewed-by: Bo Tern", "x\u2028Reviewed-by: Bo Tern", "x\rReviewed-by: Bo Tern"])
def test_a_name_with_a_line_end_is_one_line(name: str) -> None:
    change = FieldDifference(key=("title",), old=name, new="y")
    assert len(subject_of("edit", "duty", name, [change]).splitlines()) == 1
    assert len(compose("x", "", "save", [("duty", name)]).splitlines()) == 4


def test_a_reason_keeps_its_paragraphs() -> None:
    message = compose("x", "one\n\ntwo\nRegister-Action: approve", "set", [])
    assert take_apart(message) == ("x", "one\n\ntwo\n Register-Action: approve", {ACTION: ["set"]})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("夜间 138 0000 0000", "白天", "note 夜间 *** -> 白天"),
        (GONE, "13800000000", "note = ***"),
        (["a", "13800000000"], GONE, "note removed"),
        ([], ["a", "13800000000"], "note [] -> [a, ***]"),
        ({"x": "13800000000"}, {"x": "y"}, "note x *** -> x y"),
        (1, 13800000000, "note 1 -> ***"),
        ("x" * 25 + " 13800000000", "y", "note xxxxxxxxxxxxxxxxxxxxxxxxx *** -> y"),
    ],
)
def test_r17_a_personal_number_is_never_in_the_first_line(old: object, new: object, said: str) -> None:
    change = FieldDifference(key=("note",), old=old, new=new)
    assert subject_of("edit", "unit", "u", [change]) == f"unit(u): {said}"


def test_r17_a_personal_number_is_in_no_part_of_a_message() -> None:
    message = compose("unit(u): add 13800000000", "why\n138 0000 0000\nend", "add", [("unit", "u")], ["DB705"])
    assert take_apart(message)[:2] == ("unit(u): add ***", "why\n***\nend")
    assert subject_of("add", "unit", "u", [], "值班 13800000000") == "unit(u): add 值班 ***"
