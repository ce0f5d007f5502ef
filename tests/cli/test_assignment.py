"""`F=V` and its kin, against the kinds' own fields."""

from datetime import date
from typing import Any

import pytest

from cli.assignment import ADD_FORMS
from cli.assignment import apply_change
from cli.assignment import make_change
from cli.assignment import parse_assignment
from cli.failure import BadAssignment
from cli.failure import BadValue
from cli.failure import NoArray
from cli.failure import NoSuchPlace
from cli.failure import NotThere
from cli.failure import NotToml
from cli.failure import UnknownField
from schema.change import GONE
from schema.failure import Failure
from schema.kinds import KINDS

DUTY = KINDS["duty"].struct
DATA: dict[str, Any] = {
    "title": "x",
    "lead": ["general", "cranes"],
    "accepts": ["plan"],
    "cadence": [{"type": "at-least", "n": 1, "per": "quarter"}, {"type": "months", "months": [6, 12]}],
}


def change(word: str, kind: str = "duty", data: dict[str, Any] | None = None) -> Any:
    """The value that a word gives."""
    found = make_change(KINDS[kind].struct, kind, "x", parse_assignment(word), DATA if data is None else data)
    return found.value


@pytest.mark.parametrize(
    ("word", "key", "sign", "text"),
    [
        ("title=党课", ("title",), "=", "党课"),
        ("title=a=b+=c", ("title",), "=", "a=b+=c"),
        ("title==", ("title",), "=", "="),
        ("note=", ("note",), "=", ""),
        ("lead+=x", ("lead",), "+=", "x"),
        ("lead-=x", ("lead",), "-=", "x"),
        ("title=+x", ("title",), "=", "+x"),
        ("cadence[0].per=month", ("cadence", 0, "per"), "=", "month"),
        ("meeting.item[1].stance[0].post=x", ("meeting", "item", 1, "stance", 0, "post"), "=", "x"),
        ("note=two\nlines", ("note",), "=", "two\nlines"),
    ],
)
def test_words_are_taken_apart(word: str, key: tuple[str | int, ...], sign: str, text: str) -> None:
    assert parse_assignment(word) == (key, sign, text)


@pytest.mark.parametrize(
    "word", ["title", "", "=x", "[0]=x", "a..b=x", "cadence[x]=1", "cadence[-1]=1", "cadence[0=1", "1=2", "--x=y"]
)
def test_other_words_are_refused(word: str) -> None:
    with pytest.raises(BadAssignment):
        parse_assignment(word)


def test_add_takes_plain_assignments_alone() -> None:
    with pytest.raises(BadAssignment, match=r"`lead\+=x`"):
        parse_assignment("lead+=x", ADD_FORMS)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("title=123", "123"),
        ('title="quoted"', '"quoted"'),
        ("note=a\nb", "a\nb"),
        ("from=2026-03-31", date(2026, 3, 31)),
        ("dual_duty=true", True),
        ("dual_duty=false", False),
        ("tier=direct", "direct"),
        ("bearer=@sections", "@sections"),
        ("lead=a,b", ["a", "b"]),
        ("lead=a、b，c", ["a", "b", "c"]),
        ('lead=["a", "b"]', ["a", "b"]),
        ("lead+=x", ["general", "cranes", "x"]),
        ("lead+=cranes", ["general", "cranes"]),
        ("lead-=general", ["cranes"]),
        ("lead-=general,cranes", GONE),
        ("lead[1]=harbour", "harbour"),
        ("accepts+=lecture", ["plan", "lecture"]),
        ("cadence[0].n=2", 2),
        ("cadence[1].months=3,9", [3, 9]),
        ("cadence[1].months-=6", [12]),
        ("cadence[1]=", GONE),
        ("title=", GONE),
        ('cadence=[{type = "unset"}]', [{"type": "unset"}]),
        ('cadence={type = "unset"}', [{"type": "unset"}]),
        ('cadence[0]={type = "unset"}', {"type": "unset"}),
    ],
)
def test_values_are_typed_by_the_fields_shape(word: str, value: Any) -> None:
    assert change(word) == value


def test_rows_are_added() -> None:
    assert change('cadence+={type = "unset"}') == [*DATA["cadence"], {"type": "unset"}]
    assert change('cadence+=[{type = "unset"}, {type = "unset"}]')[2:] == [{"type": "unset"}] * 2


def test_texts_are_never_cut_at_commas() -> None:
    assert change("aliases=a, b、c", "unit", {}) == ["a, b、c"]
    assert change('aliases=["a", "b"]', "unit", {}) == ["a", "b"]


def test_numbers_and_tables() -> None:
    assert change("base=99.5", "scheme", {}) == 99.5
    assert change("base=-1", "scheme", {}) == -1.0
    assert change("meeting.present=12", "activity", {}) == 12
    assert change("meeting={present = 3}", "activity", {}) == {"present": 3}


@pytest.mark.parametrize(
    ("word", "failure", "said"),
    [
        ("titel=x", UnknownField, "`titel`"),
        ("cadence.per=month", UnknownField, "`cadence.per`"),
        ("cadence[0].pre=month", UnknownField, "`cadence[0].pre`"),
        ("title[0]=x", UnknownField, "`title[0]`"),
        ("title.x=y", UnknownField, "`title.x`"),
        ("lead[0].x=y", UnknownField, "`lead[0].x`"),
        ("title+=x", NoArray, "`title`"),
        ("cadence[0].n+=1", NoArray, "`cadence[0].n`"),
        ("lead[0]+=x", NoArray, "`lead[0]`"),
        ("lead-=nobody", NotThere, "`nobody`"),
        ("note=", NoSuchPlace, "`note`"),
        ("cadence[7]=", NoSuchPlace, "`cadence[7]`"),
        ("cadence=[1", NotToml, "`cadence`"),
        ("cadence=x", NotToml, "`cadence`"),
        ("cadence=1\ntitle = 2", NotToml, "more than one"),
        ("cadence[0].per=moth", BadValue, '`cadence[0].per` is the text "moth"; it must be one of "year", "half-year"'),
        ("cadence[0].n=0", BadValue, "`cadence[0].n` is a number"),
        ("cadence[0].n=1.5", BadValue, '`cadence[0].n` is the text "1.5"'),
        ("cadence[1].months=13", BadValue, "`cadence[1].months[0]` is a number"),
        ("from=2026-02-30", BadValue, '`from` is the text "2026-02-30"; it must be a date'),
        ("from=31.3.2026", BadValue, "it must be a date"),
        ("dual_duty=yes", BadValue, "it must be true or false"),
        ("tier=direkt", BadValue, '"direct"'),
        ("accepts=plan,nothing", BadValue, "`accepts[1]`"),
        ("accepts[0]=nothing", BadValue, "`accepts[0]`"),
        ('cadence+={type = "unset", what = 1}', BadValue, "unknown key `cadence[2].what`"),
        ("cadence+={n = 1}", BadValue, "`cadence[2].type` is missing"),
        ('lead=["a", 1]', BadValue, "`lead[1]` is a number"),
        ("cadence=[1]", BadValue, "`cadence` is an array; it must be rows"),
    ],
)
def test_what_does_not_fit_is_said_with_field_and_choices(word: str, failure: type[Failure], said: str) -> None:
    with pytest.raises(failure) as caught:
        change(word)
    assert said in caught.value.message
    assert caught.value.message_zh
    assert caught.value.exit_code == 2


def test_changes_of_one_act_build_on_each_other() -> None:
    data: dict[str, Any] = {"title": "x"}
    for word in ('cadence+={type = "months"}', "cadence[0].months=6", "cadence[0].months+=12", "cadence[0].roll=none"):
        data = apply_change(data, make_change(DUTY, "duty", "x", parse_assignment(word), data))
    assert data == {"title": "x", "cadence": [{"type": "months", "months": [6, 12], "roll": "none"}]}


def test_a_row_that_is_not_there_is_said() -> None:
    found = make_change(DUTY, "duty", "x", parse_assignment("cadence[7].n=1"), DATA)
    with pytest.raises(NoSuchPlace, match=r"cadence\[7\]\.n"):
        apply_change(DATA, found)
