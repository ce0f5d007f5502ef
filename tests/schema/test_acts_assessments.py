"""Freezing a year's result (R14): what is written where, and when it is refused."""

from datetime import date
from typing import Any

import pytest

from schema.acts.assessments import AlreadyFrozen
from schema.acts.assessments import AssessmentLater
from schema.acts.assessments import NothingToFreeze
from schema.acts.assessments import SeveralAssessments
from schema.acts.assessments import UnsavedChanges
from schema.acts.assessments import assessment_to_freeze
from schema.acts.assessments import freeze
from schema.assessed import frozen_results
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.scheme import Scheme
from schema.scoring import differs
from schema.scoring import score
from tests.builders import RegisterBuilder
from tests.builders import at_least

DAY = date(2026, 12, 31)
HEAD = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
ROWS = [
    {"object": "b", "score": 100.0, "grade": "优秀", "rank": 1},
    {"object": "a", "score": 97.5, "grade": "良好", "rank": 2},
]


def office(language: str = "zh", **fields: Any) -> RegisterBuilder:
    """Two sections under a scheme; a missed something in the first quarter."""
    builder = RegisterBuilder(language=language).calendar().unit("a").unit("b")
    builder.duty("q", at_least(1, "year", due="03-31"), lead=["a"])
    grades = [{"title": "优秀", "from_score": 98}, {"title": "良好", "from_score": 90}]
    items = [{"rule": "missed", "points": -2.5}]
    values = {"title": "s", "objects": ["@sections"], "base": 100, "grade": grades, "item": items}
    return builder.record("scheme", "s", **(values | fields))


def assessed(builder: RegisterBuilder, id: str = "2026-11-01-aaaaaa", **fields: Any) -> RegisterBuilder:
    return builder.record("assessment", id, **({"year": 2026, "scheme": "s", "date": id[:10]} | fields))


def frozen(builder: RegisterBuilder, *, again: bool = False, reason: str = "", on: date = DAY) -> ChangeSet:
    register = builder.build()
    scheme = register.of(Scheme)["s"]
    record = assessment_to_freeze(register, scheme, 2026, on, again=again)
    return freeze(
        register,
        scheme,
        2026,
        on,
        score(register, scheme, 2026, on),
        commit=HEAD,
        record=record,
        new_id="2026-12-31-bbbbbb",
        read_digest="d" if record else None,
        reason=reason,
    )


def refused(builder: RegisterBuilder, kind: type[Failure], on: date = DAY) -> str:
    with pytest.raises(kind) as caught:
        frozen(builder, on=on)
    return caught.value.message


def test_without_an_assessment_one_is_made() -> None:
    (change,) = frozen(office()).records
    values = {field.key[0]: field.value for field in change.fields}
    assert (change.kind, change.id, change.verb, change.read_digest) == (
        "assessment",
        "2026-12-31-bbbbbb",
        Verb.ADD,
        None,
    )
    assert values == {
        "year": 2026,
        "scheme": "s",
        "date": DAY,
        "frozen_commit": HEAD,
        "frozen_on": DAY,
        "result": ROWS,
    }


def test_an_assessment_that_is_there_is_edited_and_keeps_the_rest() -> None:
    changes = frozen(assessed(office(), bonus=[{"object": "b", "points": 1, "basis": "一号"}]))
    assert changes.action == "freeze"
    assert changes.records == (
        RecordChange(
            kind="assessment",
            id="2026-11-01-aaaaaa",
            verb=Verb.EDIT,
            fields=(
                FieldChange(key=("frozen_commit",), value=HEAD),
                FieldChange(key=("frozen_on",), value=DAY),
                FieldChange(key=("result",), value=ROWS),
            ),
            read_digest="d",
        ),
    )


def test_a_grade_that_nobody_reaches_and_a_score_without_rank_are_left_out() -> None:
    (change,) = frozen(office(grade=[])).records
    assert change.fields[-1].value[0] == {"object": "b", "score": 100.0, "rank": 1}


@pytest.mark.parametrize(
    ("language", "given", "reason"),
    [
        ("zh", "", "2026 年度考核结果按 2026-12-31 定稿。"),
        ("en", "", "Result of 2026 frozen as of 2026-12-31."),
        ("zh", "会议审定", "会议审定"),
    ],
)
def test_the_reason_is_the_persons_or_a_sentence_in_the_registers_language(
    language: str, given: str, reason: str
) -> None:
    assert frozen(office(language), reason=given).reason == reason


@pytest.mark.parametrize("fields", [{"result": ROWS}, {"frozen_on": "2026-12-31"}, {"frozen_commit": HEAD}])
def test_what_is_frozen_stays_unless_said_again(fields: dict[str, Any]) -> None:
    builder = assessed(office(), **fields)
    assert refused(builder, AlreadyFrozen) == (
        'The result of 2026 is frozen already, in the assessment "2026-11-01-aaaaaa".'
    )
    assert frozen(builder, again=True, reason="重审").records[0].verb is Verb.EDIT


def test_other_refusals() -> None:
    assert refused(office(base=None), NothingToFreeze) == (
        'There is no score to freeze: the scheme "s" sets no base score, or assesses nobody.'
    )
    refused(office(objects=[]), NothingToFreeze)
    two = assessed(assessed(office()), "2026-11-02-aaaaaa")
    assert refused(two, SeveralAssessments) == (
        "The result of 2026 can't be frozen: there are several assessments, 2026-11-01-aaaaaa, 2026-11-02-aaaaaa."
    )
    assert refused(assessed(office()), AssessmentLater, date(2026, 10, 31)) == (
        'The assessment "2026-11-01-aaaaaa" is dated 2026-11-01, after 2026-10-31: '
        "what it holds is not counted yet on that day."
    )


def test_unsaved_changes_are_named() -> None:
    one, three = UnsavedChanges(["a.toml"]), UnsavedChanges(["a.toml", "b", "c"])
    assert one.message == "The result can't be frozen: a.toml changed outside and not saved."
    assert three.message == "The result can't be frozen: a.toml and 2 other file(s) changed outside and not saved."
    assert (one.message_zh, three.message_zh) == (
        "无法定稿：a.toml 在外部改动后尚未保存。",
        "无法定稿：a.toml 等 3 个文件在外部改动后尚未保存。",
    )


@pytest.mark.parametrize(
    ("row", "apart"),
    [
        ({}, False),
        ({"rank": None}, False),
        ({"rank": 3}, True),
        ({"score": 97.4}, True),
        ({"grade": "优秀"}, True),
        ({"grade": ""}, True),
    ],
)
def test_a_reckoning_that_differs_from_what_was_frozen(row: dict[str, Any], apart: bool) -> None:
    builder = assessed(office(), result=[ROWS[1] | row], frozen_on="2026-12-31", frozen_commit=HEAD)
    register = builder.build()
    scheme = register.of(Scheme)["s"]
    one = next(one for one in score(register, scheme, 2026, DAY) if one.object == "a")
    assert differs(one, frozen_results(register, scheme, 2026, DAY)["a"]) is apart


def test_what_is_frozen_agrees_with_itself() -> None:
    (change,) = frozen(office()).records
    builder = office().record(change.kind, change.id, **{str(field.key[0]): field.value for field in change.fields})
    register = builder.build()
    scheme = register.of(Scheme)["s"]
    kept = frozen_results(register, scheme, 2026, DAY)
    assert [differs(one, kept[one.object]) for one in score(register, scheme, 2026, DAY)] == [False, False]
