"""DB601-DB629: what the check says of schemes and assessments, word for word (R10, R14)."""

from datetime import date
from typing import Any

import pytest

from schema.check import check
from schema.diagnostic import Diagnostic
from tests.builders import RegisterBuilder

DAY = date(2026, 11, 23)
HEAD = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
GRADES = [{"title": "优秀", "from_score": 95}, {"title": "良好", "from_score": 85}]
POLICY: dict[str, Any] = {
    "trigger": ["瞒报事故"],
    "effect": "良好",
    "period": "当年度",
    "decider": "office",
    "basis": "第九条",
}
EVENT = {"object": "a", "date": "2026-11-18", "trigger": "瞒报事故"}
RECORD = "2026-11-01-aaaaaa"


def scheme(**fields: Any) -> RegisterBuilder:
    """A sound scheme for two sections, changed in these fields."""
    builder = RegisterBuilder().unit("a").unit("b")
    for each in ("a", "b"):
        builder.post(f"{each}-head", f"p{each}", unit=each, rank="section-head")
        builder.record("unit", each, title=each, type="section", liaison=[{"person": f"p{each}"}])
    items = [
        {"rule": "done-late", "points": -1, "responsible_weight": 0.5, "weight": 40},
        {"rule": "missed", "points": -3, "responsible_weight": 0.5, "weight": 60},
        {"rule": "bonus", "points": 2},
    ]
    values = {"title": "s", "objects": ["@sections"], "base": 100, "lowest": 0, "highest": 100, "bonus_cap": 5}
    more = {"digits": 1, "rounding": "half-up", "item": items, "grade": GRADES, "veto": POLICY}
    return builder.record("scheme", "s", **(values | more | fields))


def assessed(builder: RegisterBuilder | None = None, id: str = RECORD, **fields: Any) -> RegisterBuilder:
    """A sound assessment of 2026, changed in these fields."""
    values = {"year": 2026, "scheme": "s", "date": id[:10]} | fields
    return (builder or scheme()).record("assessment", id, **values)


def said(builder: RegisterBuilder, on: date = DAY) -> list[Diagnostic]:
    """What is said of schemes and assessments."""
    return [one for one in check(builder.build(), on) if one.kind in {"scheme", "assessment"}]


def codes(builder: RegisterBuilder) -> list[tuple[str, str]]:
    return [(one.code, one.dotted) for one in said(builder)]


def test_a_sound_scheme_and_assessment_get_no_diagnostic() -> None:
    bonus = [{"object": "a", "points": 1, "basis": "一号", "date": "2026-11-02"}]
    event = EVENT | {"confirmed_by": "office", "confirmed_on": "2026-11-30", "revoked_on": "2026-12-01"}
    result = [{"object": "a", "score": 96.0}, {"object": "b", "score": 97.0}]
    builder = assessed(bonus=bonus, veto=[event], result=result, frozen_commit=HEAD, frozen_on="2026-11-20")
    assert said(builder) == []
    assert said(assessed(builder, "2025-11-01-aaaaaa", year=2025)) == []
    assert said(scheme(item=[{"rule": "missed", "points": -3}], veto=None, grade=[], digits=None, rounding=None)) == []


def test_a_scheme_whose_weights_do_not_add_up() -> None:
    items = [
        {"rule": "done-late", "points": -1, "weight": 40.5},
        {"rule": "missed", "points": -3, "weight": 50},
        {"rule": "bonus", "points": 1},
    ]
    (one,) = said(scheme(item=items))
    assert (one.code, one.dotted) == ("DB610", "item")
    assert one.message == "the weights of the items add up to 90.5, the base score is 100"
    assert one.message_zh == "各计分项的满分合计 90.5，而基准分是 100"


def test_weights_that_binary_numbers_would_not_add_up_do() -> None:
    items = [{"rule": "done-late", "points": -1, "weight": 0.1}, {"rule": "missed", "points": -3, "weight": 0.2}]
    assert said(scheme(item=items, base=0.3, lowest=None)) == []


SCHEMES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"objects": []}, "DB601", "", "the scheme names no objects; nobody is scored by it"),
    ({"base": None}, "DB602", "", "the base score is not set; deductions are listed, but no score is given"),
    (
        {"lowest": float("nan")},
        "DB603",
        "lowest",
        "`lowest` is no number that can be reckoned with; it is taken as not set",
    ),
    (
        {"bonus_cap": float("inf")},
        "DB603",
        "bonus_cap",
        "`bonus_cap` is no number that can be reckoned with; it is taken as not set",
    ),
    (
        {"grade": [{"title": "优秀", "from_score": float("nan")}], "veto": None},
        "DB603",
        "grade[0].from_score",
        "`from_score` is no number that can be reckoned with; it is taken as not set",
    ),
    (
        {"item": [{"rule": "missed", "points": float("nan")}]},
        "DB603",
        "item[0].points",
        "`points` is no number that can be reckoned with; it is taken as not set",
    ),
    (
        {"item": [{"rule": "missed", "points": -1, "lead_weight": float("nan")}]},
        "DB603",
        "item[0].lead_weight",
        "`lead_weight` is no number that can be reckoned with; it is taken as not set",
    ),
    (
        {"lowest": 100, "highest": 99.5},
        "DB604",
        "lowest",
        "the lowest score 100 is above the highest 99.5; neither limits anything",
    ),
    ({"rounding": None}, "DB605", "digits", "`digits` is set without `rounding`; scores are not rounded"),
    ({"digits": None}, "DB605", "rounding", "`rounding` is set without `digits`; scores are not rounded"),
    (
        {"item": [{"rule": "missed", "points": -3}, {"rule": "missed", "points": -5}]},
        "DB606",
        "item[1].rule",
        "a second item for `missed`; only the first counts",
    ),
    (
        {"item": [{"rule": "missed", "points": 3}]},
        "DB607",
        "item[0].points",
        "`points` is 3, but a deduction must be negative; it does not count",
    ),
    (
        {"item": [{"rule": "bonus", "points": -2}]},
        "DB607",
        "item[0].points",
        "`points` is -2, but it must not be negative; it does not count",
    ),
    ({"bonus_cap": -5}, "DB607", "bonus_cap", "`bonus_cap` is -5, but it must not be negative; it does not count"),
    (
        {"item": [{"rule": "missed", "points": -3, "weight": -1}], "base": -1, "lowest": None},
        "DB607",
        "item[0].weight",
        "`weight` is -1, but it must not be negative; it does not count",
    ),
    (
        {"item": [{"rule": "missed", "points": -3, "responsible_weight": 50}]},
        "DB608",
        "item[0].responsible_weight",
        "`responsible_weight` is 50; the weight of a role usually lies between 0 and 1",
    ),
    (
        {"item": [{"rule": "missed", "points": -3, "lead_weight": -0.5}]},
        "DB608",
        "item[0].lead_weight",
        "`lead_weight` is -0.5; the weight of a role usually lies between 0 and 1",
    ),
    (
        {"item": [{"rule": "missed", "points": -3, "weight": 60}, {"rule": "done-late", "points": -1}]},
        "DB609",
        "item[1]",
        "the item `done-late` has no weight, while others have one; it may take off everything",
    ),
    (
        {"item": [{"rule": "bonus", "points": 2, "weight": 5}]},
        "DB611",
        "item[0].weight",
        "a weight does nothing on the bonus item; `bonus_cap` is what limits bonuses",
    ),
    ({"bonus_cap": None}, "DB612", "item[2]", 'no bonus counts: the scheme "s" sets no `bonus_cap`'),
    (
        {"grade": [*GRADES, {"title": "良好", "from_score": 60}]},
        "DB613",
        "grade[2].title",
        'the grade "良好" has the title of an earlier one',
    ),
    (
        {"grade": [*GRADES, {"title": "合格", "from_score": 85}]},
        "DB613",
        "grade[2].from_score",
        'the grade "合格" has the first score of an earlier one',
    ),
    (
        {"grade": [*GRADES, {"title": "特优", "from_score": 100.5}]},
        "DB614",
        "grade[2].from_score",
        'the grade "特优" begins at 100.5, above the highest score 100',
    ),
    (
        {"veto": {"effect": "良好", "basis": "第九条"}},
        "DB615",
        "veto",
        "parameters of the veto are not set: trigger, period, decider; no event has an effect",
    ),
    (
        {"veto": POLICY | {"effect": "取消优秀等次"}},
        "DB616",
        "veto.effect",
        'the effect "取消优秀等次" is no grade of the scheme; it forces none',
    ),
]


@pytest.mark.parametrize(
    ("fields", "code", "key", "message"), SCHEMES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_is_said_of_a_scheme(fields: dict[str, Any], code: str, key: str, message: str) -> None:
    (one,) = said(scheme(**fields))
    assert (one.kind, one.id, one.code, one.dotted, one.message) == ("scheme", "s", code, key, message)


def test_a_policy_of_nothing_is_said_to_lack_everything() -> None:
    (one,) = said(scheme(veto={}))
    assert one.message == (
        "parameters of the veto are not set: trigger, effect, period, decider, basis; no event has an effect"
    )
    assert one.message_zh == "否决参数未定：缺 trigger, effect, period, decider, basis；任何事件都不起作用"


def test_two_schemes_in_force_with_the_same_objects() -> None:
    builder = scheme().record("scheme", "t", title="t", objects=["b", "a", "office"], base=100)
    builder.record("scheme", "past", title="p", objects=["a"], base=100, to="2026-11-22")
    builder.record("scheme", "u", title="u", objects=["office", "b"], base=100)
    found = [(one.id, one.code, one.dotted, one.message) for one in said(builder)]
    assert found == [
        ("t", "DB617", "objects", '2 object(s), "b" among them, are assessed under "s" on 2026-11-23 too'),
        ("u", "DB617", "objects", '1 object(s), "office" among them, are assessed under "t" on 2026-11-23 too'),
        ("u", "DB617", "objects", '1 object(s), "b" among them, are assessed under "s" on 2026-11-23 too'),
    ]


ASSESSMENTS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"bonus": [{"object": "a", "points": -1, "basis": "一号"}]},
        "DB607",
        "bonus[0].points",
        "`points` is -1, but it must not be negative; it does not count",
    ),
    (
        {"bonus": [{"object": "office", "points": 1, "basis": "一号"}]},
        "DB619",
        "bonus[0].object",
        '"office" is not among the objects of the scheme "s"',
    ),
    (
        {"veto": [EVENT | {"object": "office"}]},
        "DB619",
        "veto[0].object",
        '"office" is not among the objects of the scheme "s"',
    ),
    (
        {"veto": [EVENT | {"date": "2025-12-31"}]},
        "DB620",
        "veto[0].date",
        "the event of 2025-12-31 lies outside 2026; it has an effect in its own year only",
    ),
    (
        {"veto": [EVENT | {"confirmed_by": "b", "confirmed_on": "2026-11-30"}]},
        "DB621",
        "veto[0].confirmed_by",
        'the event is confirmed by "b", but the scheme says "office"; it has no effect',
    ),
    (
        {"veto": [EVENT | {"confirmed_by": "office", "confirmed_on": "2026-11-17"}]},
        "DB622",
        "veto[0].confirmed_on",
        "the event of 2026-11-18 is confirmed on 2026-11-17, before it happened; it has no effect",
    ),
    (
        {"veto": [EVENT | {"confirmed_by": "office"}]},
        "DB623",
        "veto[0].confirmed_by",
        "`confirmed_by` is given without `confirmed_on`; the event is not confirmed",
    ),
    (
        {"veto": [EVENT | {"confirmed_on": "2026-11-30"}]},
        "DB623",
        "veto[0].confirmed_on",
        "`confirmed_on` is given without `confirmed_by`; the event is not confirmed",
    ),
    (
        {"veto": [EVENT | {"confirmed_by": "office", "confirmed_on": "2026-11-30", "revoked_on": "2026-11-29"}]},
        "DB624",
        "veto[0].revoked_on",
        "the confirmation of 2026-11-30 is revoked on 2026-11-29, before it was given",
    ),
    (
        {"veto": [EVENT | {"trigger": "迟报"}]},
        "DB625",
        "veto[0].trigger",
        '"迟报" is none of the triggers of the scheme; the event has no effect',
    ),
    (
        {"result": [{"object": "a", "score": 96.0}]},
        "DB627",
        "",
        "the result is frozen by halves, without `frozen_commit`, `frozen_on`",
    ),
    (
        {"frozen_commit": HEAD, "frozen_on": "2026-11-20"},
        "DB627",
        "",
        "the result is frozen by halves, without `result`",
    ),
    (
        {"result": [{"object": "a", "score": 96.0}], "frozen_on": "2026-11-20", "frozen_commit": HEAD[:7]},
        "DB628",
        "frozen_commit",
        '"4b825dc" is no full commit id of 40 hexadecimal digits',
    ),
    (
        {"result": [{"object": "a", "score": 96.0}] * 2, "frozen_on": "2026-11-20", "frozen_commit": HEAD},
        "DB629",
        "result[1].object",
        'a second result of "a"',
    ),
]


@pytest.mark.parametrize(
    ("fields", "code", "key", "message"), ASSESSMENTS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_is_said_of_an_assessment(fields: dict[str, Any], code: str, key: str, message: str) -> None:
    (one,) = said(assessed(**fields))
    assert (one.kind, one.id, one.code, one.dotted, one.message) == ("assessment", RECORD, code, key, message)


def test_a_bonus_without_a_basis() -> None:
    """A blank text is one fault (DB015), that the bonus does not count another."""
    blank, one = said(assessed(bonus=[{"object": "a", "points": 1, "basis": " "}]))
    assert (blank.code, one.code, one.dotted) == ("DB015", "DB618", "bonus[0].basis")
    assert one.message == 'the bonus of "a" has no basis; it does not count'


def test_two_assessments_of_one_year_and_scheme() -> None:
    (one,) = said(assessed(assessed(), "2026-11-02-aaaaaa"))
    assert (one.id, one.code, one.dotted) == ("2026-11-02-aaaaaa", "DB626", "year")
    assert one.message == '"2026-11-01-aaaaaa" is an assessment of 2026 under the scheme "s" already'


def test_a_bonus_under_a_scheme_without_a_cap() -> None:
    builder = scheme(bonus_cap=None, item=[])
    bonus = [{"object": "a", "points": 1, "basis": "一号"}]
    assert codes(assessed(builder, bonus=bonus)) == [("DB612", "bonus")]
    assert codes(assessed(scheme(bonus_cap=None, item=[]))) == []


def test_an_event_under_a_scheme_without_a_policy_is_a_to_do() -> None:
    (one,) = said(assessed(scheme(veto=None), veto=[EVENT]))
    assert (one.code, one.dotted) == ("DB615", "veto[0]")
    assert one.message_zh.startswith("否决参数未定")


def test_an_event_under_half_a_policy_is_said_at_both() -> None:
    builder = assessed(scheme(veto={"effect": "良好"}), veto=[EVENT | {"trigger": "迟报"}])
    assert codes(builder) == [("DB615", "veto"), ("DB615", "veto[0]")]


def test_an_object_that_was_assessed_on_either_day_is_known() -> None:
    builder = scheme().unit("gone", until="2026-06-30").unit("new", since="2026-12-01")
    rows = [{"object": each, "points": 1, "basis": "一号"} for each in ("gone", "new")]
    assert codes(assessed(builder, "2026-06-01-aaaaaa", bonus=rows)) == [("DB619", "bonus[1].object")]


def test_an_assessment_without_its_scheme_is_still_looked_at() -> None:
    builder = assessed(scheme="gone", bonus=[{"object": "office", "points": 1, "basis": ""}], veto=[EVENT])
    assert codes(builder) == [("DB101", "scheme"), ("DB015", "bonus[0].basis"), ("DB618", "bonus[0].basis")]


def test_text_of_records_is_made_visible() -> None:
    found = said(assessed(veto=[EVENT | {"trigger": "迟\x1b报"}]))
    (one,) = [one for one in found if one.code == "DB625"]
    assert one.message.startswith('"迟<U+001B>报" is none')
