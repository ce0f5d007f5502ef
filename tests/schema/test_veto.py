"""One-vote veto (R10): the worked examples, each row of the table, and what stands in the way of an effect."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from schema.kinds.scheme import Scheme
from schema.marks import VetoState
from schema.register import Register
from schema.scoring import Score
from schema.scoring import score
from schema.veto import missing_parameters
from schema.veto import vetoes
from tests.builders import RegisterBuilder
from tests.builders import at_least

DAY = date(2026, 12, 31)
GRADES = [
    {"title": "优秀", "from_score": 95},
    {"title": "良好", "from_score": 85},
    {"title": "合格", "from_score": 60},
]
POLICY: dict[str, Any] = {
    "trigger": ["瞒报事故"],
    "effect": "良好",
    "period": "当年度",
    "decider": "committee",
    "basis": "第九条",
}
EVENT = {
    "object": "village",
    "date": "2026-11-18",
    "trigger": "瞒报事故",
    "confirmed_by": "committee",
    "confirmed_on": "2026-11-30",
}


def village(
    event: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = POLICY,
    *,
    base: float | None = 96.5,
    **fields: Any,
) -> RegisterBuilder:
    """A village that reaches 96.5 in 2026, and an event about it."""
    builder = RegisterBuilder().unit("village", type="village").unit("committee", type="body").calendar()
    builder.record("scheme", "s", title="s", objects=["village"], base=base, grade=GRADES, veto=policy)
    values = {"year": 2026, "scheme": "s", "date": "2026-11-20", "veto": [EVENT | (event or {})]}
    return builder.record("assessment", "2026-11-20-aaaaaa", **(values | fields))


def scored(builder: RegisterBuilder, on: date = DAY, year: int = 2026) -> Score:
    register = builder.build()
    (one,) = score(register, register.of(Scheme)["s"], year, on)
    return one


def state(builder: RegisterBuilder, on: date = DAY, year: int = 2026) -> list[VetoState]:
    return [veto.state for veto in scored(builder, on, year).vetoes]


def test_r10_example_1_the_grade_falls_and_the_score_stays() -> None:
    """U14 2026 score 96.5 优秀; event confirmed 2026-11-30, effect 取消优秀等次 → grade 良好(否决), score 96.5 still shown."""
    one = scored(village())
    assert (one.score, one.by_score, one.grade, one.vetoed) == (Decimal("96.5"), "优秀", "良好", True)
    assert [veto.state for veto in one.vetoes] == [VetoState.IN_FORCE]
    before = scored(village(), date(2026, 11, 29))
    assert (before.score, before.grade, before.vetoed) == (Decimal("96.5"), "优秀", False)


@pytest.mark.parametrize("policy", [None, {}])
def test_r10_example_2_without_parameters_an_event_changes_nothing(policy: dict[str, Any] | None) -> None:
    """Imported P6-B-2c without parameters, event typed in → assessment unchanged, to-do 否决参数未定."""
    one = scored(village(policy=policy))
    assert (one.score, one.grade, one.vetoed) == (Decimal("96.5"), "优秀", False)
    (veto,) = one.vetoes
    assert veto.state is VetoState.PARAMETERS_UNSET
    assert veto.state.zh == "否决参数未定"
    assert veto.missing == ("trigger", "effect", "period", "decider", "basis")


@pytest.mark.parametrize("key", list(POLICY))
def test_any_missing_parameter_takes_the_effect_away(key: str) -> None:
    one = scored(village(policy={name: value for name, value in POLICY.items() if name != key}))
    assert (one.grade, one.vetoes[0].state, one.vetoes[0].missing) == ("优秀", VetoState.PARAMETERS_UNSET, (key,))


@pytest.mark.parametrize(
    ("key", "blank"), [("trigger", [" "]), ("effect", "取消优秀等次"), ("period", " "), ("basis", "\t")]
)
def test_a_blank_parameter_and_an_effect_that_is_no_grade_are_missing(key: str, blank: Any) -> None:
    register = village(policy=POLICY | {key: blank}).build()
    assert missing_parameters(register.of(Scheme)["s"]) == (key,)


@pytest.mark.parametrize(
    "event",
    [
        {"confirmed_by": None, "confirmed_on": None},
        {"confirmed_by": "office"},
        {"confirmed_on": None},
        {"confirmed_by": None},
        {"confirmed_on": "2026-11-17"},
        {"confirmed_on": "2027-01-01"},
        {"trigger": "迟报"},
    ],
)
def test_what_is_not_confirmed_by_the_decider_waits(event: dict[str, Any]) -> None:
    assert state(village(event)) == [VetoState.PENDING]
    assert scored(village(event)).grade == "优秀"


def test_a_revoked_veto_gives_the_grade_back_and_stays_visible() -> None:
    builder = village({"revoked_on": "2026-12-10"})
    assert scored(builder, date(2026, 12, 9)).grade == "良好"
    one = scored(builder, date(2026, 12, 10))
    assert (one.grade, one.vetoed) == ("优秀", False)
    (veto,) = one.vetoes
    assert (veto.state, veto.event.confirmed_on) == (VetoState.REVOKED, date(2026, 11, 30))


def test_r0_1_what_is_dated_later_does_not_exist() -> None:
    builder = village({"revoked_on": "2026-12-10", "document": "一号"})
    assert state(builder, date(2026, 11, 19)) == []  # the assessment is of the 20th
    (veto,) = scored(builder, date(2026, 11, 23)).vetoes
    assert veto.state is VetoState.PENDING
    assert (veto.event.confirmed_by, veto.event.confirmed_on, veto.event.revoked_on) == (None, None, None)
    assert veto.event.document == ""
    (later,) = scored(builder, date(2026, 12, 1)).vetoes
    assert (later.event.confirmed_by, later.event.revoked_on, later.event.document) == ("committee", None, "一号")
    early = village({"date": "2026-12-02", "confirmed_on": "2026-12-03"})
    assert state(early, date(2026, 12, 1)) == []


def test_an_event_has_an_effect_in_its_own_year_only() -> None:
    builder = village({"date": "2025-11-18"})
    assert state(builder) == [VetoState.OTHER_YEAR]
    assert scored(builder).grade == "优秀"
    assert (state(builder, year=2025), scored(builder, year=2025).grade) == ([VetoState.IN_FORCE], "良好")
    assert state(builder, year=2024) == []


@pytest.mark.parametrize(("base", "grade"), [(96.5, "良好"), (90.0, "良好"), (70.0, "合格"), (10.0, ""), (None, "")])
def test_a_grade_is_never_raised_and_none_is_made_up(base: float | None, grade: str) -> None:
    one = scored(village(base=base))
    assert (one.grade, one.vetoed) == (grade, True)


def test_events_of_other_schemes_and_objects_concern_nobody_here() -> None:
    assert state(village(scheme="other")) == []
    register = village({"object": "committee"}).build()
    found = vetoes(register, register.of(Scheme)["s"], 2026, DAY)
    assert (list(found), scored(village({"object": "committee"})).vetoes) == (["committee"], ())


def test_several_events_stand_in_order_of_day() -> None:
    events = [EVENT, EVENT | {"date": "2026-03-02", "trigger": "迟报"}]
    one = scored(village(veto=events))
    assert [(veto.event.date.month, veto.state) for veto in one.vetoes] == [
        (3, VetoState.PENDING),
        (11, VetoState.IN_FORCE),
    ]
    assert one.grade == "良好"


def test_a_veto_does_not_touch_rank_or_lines() -> None:
    builder = village(base=100).duty("q", at_least(1), lead=["village"])
    builder.record(
        "scheme",
        "s",
        title="s",
        objects=["village"],
        base=100,
        grade=GRADES,
        veto=POLICY,
        item=[{"rule": "missed", "points": -1}],
    )
    plain: Register = builder.build()
    free = scored(builder.without("assessment", "2026-11-20-aaaaaa"))
    (vetoed,) = score(plain, plain.of(Scheme)["s"], 2026, DAY)
    assert (vetoed.score, vetoed.rank, vetoed.lines) == (free.score, free.rank, free.lines)
    assert (vetoed.score, vetoed.grade, free.grade) == (Decimal(97), "良好", "优秀")
