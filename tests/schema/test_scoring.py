"""Scores (R14): worked examples on the sample register, then each part of the reckoning by itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.decode import decode
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.scheme import Scheme
from schema.marks import Role
from schema.marks import ScoreMark
from schema.obligation import Obligation
from schema.register import Register
from schema.scoring import Score
from schema.scoring import rank
from schema.scoring import score
from schema.vocabulary import ScoreRule
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import at_least

SAMPLE = Path(__file__).parents[2] / "sample-repo"
DAY = date(2026, 12, 31)
ITEMS = [
    {"rule": "done-late", "points": -1, "lead_weight": 1, "responsible_weight": 0.5},
    {"rule": "missed", "points": -3, "lead_weight": 1, "responsible_weight": 0.5},
    {"rule": "finding-late", "points": -2},
    {"rule": "finding-recurred", "points": -3},
]
STREET: dict[str, Any] = {
    "title": "方案",
    "objects": ["@sections", "@centres", "@communities"],
    "base": 100,
    "lowest": 0,
    "highest": 100,
    "bonus_cap": 5,
    "item": ITEMS,
}


def record(kind: str, id: str, data: dict[str, Any]) -> Record:
    found = decode(KINDS[kind], id, dict(data))
    assert found.record is not None, found.diagnostics
    return found.record


@cache
def sample() -> Register:
    """The sample register with the scheme of R14 and no assessment."""
    register = load(SAMPLE).register
    scheme = record("scheme", "street", STREET)
    return replace(register, records={**register.records, "scheme": {"street": scheme}, "assessment": {}})


@cache
def golden(on: date) -> dict[str, Score]:
    """The scores of the sample by the codes of the units."""
    register = sample()
    return {register.units[one.object].code: one for one in score(register, register.of(Scheme)["street"], 2026, on)}


def sources(one: Score) -> list[tuple[str, Decimal]]:
    """What each line comes from and what it takes: `D03/2026-Q3`, `X3` …"""
    register = sample()
    found = []
    for line in one.lines:
        source: Any = line.source
        if line.rule in {ScoreRule.FINDING_LATE, ScoreRule.FINDING_RECURRED}:
            name = source.finding.code
        else:
            name = f"{register.duties[source.duty].code}/{source.period}"
        found.append((name, line.points))
    return found


def test_r14_example_1_u01_loses_for_a_missed_and_a_late_obligation_as_lead() -> None:
    """U01 2026: D03/Q3 missed as lead −3, D05/H1 late −1 → 96.0."""
    one = golden(DAY)["U01"]
    assert one.score == Decimal("96.0")
    assert sorted(sources(one)) == [("D03/2026-Q3", Decimal(-3)), ("D05/2026-H1", Decimal(-1))]
    assert {line.role for line in one.lines} == {Role.FIRST_LEAD}


def test_r14_example_2_u14_loses_half_as_responsible_and_for_a_late_finding() -> None:
    """U14: D12/Q3 missed as responsible −1.5, X3 overdue −2 → 96.5; U02 as lead of D12 −3 → 97.0."""
    village = golden(DAY)["U14"]
    assert village.score == Decimal("96.5")
    assert sources(village) == [("D12/2026-Q3", Decimal("-1.5")), ("X3", Decimal(-2))]
    assert (village.lines[0].role, village.lines[0].weight) == (Role.RESPONSIBLE, Decimal("0.5"))
    lead = golden(DAY)["U02"]
    assert lead.score == Decimal("97.0")
    assert sources(lead) == [("D12/2026-Q3", Decimal(-3))]


def test_the_other_units_of_the_sample() -> None:
    scores = {code: one.score for code, one in golden(DAY).items() if code not in {"U01", "U02", "U14"}}
    assert scores.pop("U04") == Decimal(99)  # D16, a platform filed one working day late
    assert scores == dict.fromkeys(("U03", "U05", "U06", "U07", "U08", "U09", "U10", "U11", "U12", "U13"), Decimal(100))


def test_counts_of_the_sample_make_a_rate() -> None:
    one = golden(DAY)["U14"]
    assert one.counts == (4, 3, 0, 1, 1, 1, 0)
    first = golden(DAY)["U01"].counts
    assert (first.judged, first.done, first.late, first.missed) == (15, 13, 1, 1)


def test_ranks_of_the_sample_are_shared_by_equals() -> None:
    ranks = {code: one.rank for code, one in golden(DAY).items()}
    assert (ranks["U03"], ranks["U04"], ranks["U02"], ranks["U14"], ranks["U01"]) == (1, 11, 12, 13, 14)
    assert list(ranks.values()) == sorted(rank for rank in ranks.values() if rank is not None)


def test_r0_1_a_finding_done_later_is_still_overdue_and_one_not_due_is_not() -> None:
    """X3 due 11-20 is overdue on 11-23, done or not; on 11-20 it costs nothing."""
    assert golden(date(2026, 11, 23))["U14"].score == Decimal("96.5")
    assert golden(date(2026, 11, 20))["U14"].score == Decimal("98.5")
    assert golden(date(2026, 9, 30))["U14"].score == Decimal(100)


# By hand: the office leads, two sections are responsible


def desk(**fields: Any) -> RegisterBuilder:
    """Two sections, each with its element of a quarterly duty that the office leads, and a scheme for all three."""
    builder = RegisterBuilder().calendar().unit("a").unit("b")
    builder.duty("q", at_least(1, each="@sections"), responsible=["@sections"])
    values = {"title": "s", "objects": ["office", "@sections"], "base": 100, "item": ITEMS}
    return builder.record("scheme", "s", **(values | fields))


def done(builder: RegisterBuilder, *quarters: int, of: tuple[str, ...] = ("a", "b")) -> RegisterBuilder:
    """Do the duty in time in these quarters."""
    for quarter in quarters:
        builder.activity(f"2026-{3 * quarter - 1:02}-10", "q", elements=of)
    return builder


def scores(builder: RegisterBuilder, on: date = DAY, year: int = 2026, scheme: str = "s") -> dict[str, Score]:
    register = builder.build()
    return {one.object: one for one in score(register, register.of(Scheme)[scheme], year, on)}


def numbers(builder: RegisterBuilder, on: date = DAY) -> dict[str, Decimal | None]:
    return {each: one.score for each, one in scores(builder, on).items()}


def test_a_responsible_unit_loses_for_its_own_element_only() -> None:
    builder = done(desk(), 1, 2, 4).activity("2026-08-10", "q", elements=["a"])
    assert numbers(builder) == {"a": Decimal(100), "b": Decimal("98.5"), "office": Decimal(97)}


def test_a_responsible_unit_without_an_element_loses_nothing() -> None:
    builder = desk().duty("q", at_least(1), responsible=["@sections"])
    found = scores(builder, date(2026, 4, 1))
    assert {each: one.score for each, one in found.items()} == {
        "office": Decimal(97),
        "a": Decimal(100),
        "b": Decimal(100),
    }
    assert found["a"].counts.judged == 0


def test_an_element_that_is_not_responsible_loses_nothing() -> None:
    builder = desk().duty("q", at_least(1, each="@sections"), responsible=["a"])
    assert numbers(builder, date(2026, 4, 1)) == {"a": Decimal("98.5"), "b": Decimal(100), "office": Decimal(94)}


def test_a_lead_is_not_charged_as_responsible_too() -> None:
    builder = desk().duty("q", at_least(1, each="@sections"), lead=["b", "a", "b"], responsible=["@sections"])
    found = scores(builder, date(2026, 4, 1))
    assert found["a"].score == found["b"].score == Decimal(94)
    assert [line.role for line in found["a"].lines] == [Role.LEAD, Role.LEAD]
    assert [line.role for line in found["b"].lines] == [Role.FIRST_LEAD, Role.FIRST_LEAD]
    assert found["office"].lines == ()


def test_waived_and_unset_obligations_are_in_no_count() -> None:
    builder = desk().waiver("q", "2026-Q1", approved_on="2026-02-01")
    builder.duty("vague", {"type": "unset", "wording": "及时"})
    found = scores(builder, date(2026, 4, 1))
    assert {one.score for one in found.values()} == {Decimal(100)}
    assert found["office"].counts[:4] == (0, 0, 0, 0)


def test_r0_1_a_waiver_approved_later_does_not_exist_yet() -> None:
    builder = desk().waiver("q", "2026-Q1", approved_on="2026-04-02")
    assert numbers(builder, date(2026, 4, 1))["a"] == Decimal("98.5")
    assert numbers(builder, date(2026, 4, 2))["a"] == Decimal(100)


def test_done_late_takes_what_the_item_says() -> None:
    builder = done(desk(), 2, 3, 4).activity("2026-04-08", "q", period="2026-Q1")
    found = scores(builder)
    assert {each: one.score for each, one in found.items()} == {
        "office": Decimal(98),
        "a": Decimal("99.5"),
        "b": Decimal("99.5"),
    }
    assert found["office"].counts[:4] == (8, 6, 2, 0)


def test_a_scheme_without_an_item_takes_nothing_for_it() -> None:
    found = scores(desk(item=[{"rule": "done-late", "points": -1}]), date(2026, 4, 1))
    assert (found["office"].score, found["office"].lines) == (Decimal(100), ())
    assert found["office"].counts.missed == 2


def test_without_a_base_deductions_are_listed_and_no_score_is_given() -> None:
    found = scores(desk(base=None, grade=[{"title": "good", "from_score": 0}]), date(2026, 4, 1))
    one = found["office"]
    assert (one.total, one.score, one.grade, one.rank) == (None, None, "", None)
    assert [line.points for line in one.lines] == [Decimal(-3), Decimal(-3)]


def test_numbers_that_are_none_count_as_not_set() -> None:
    items = [
        {"rule": "missed", "points": float("nan")},
        {"rule": "done-late", "points": -1, "lead_weight": float("inf")},
    ]
    builder = done(desk(base=float("nan"), item=items), 2, 3, 4).activity("2026-04-08", "q", period="2026-Q1")
    assert (scores(builder)["office"].score, scores(builder)["office"].lines) == (None, ())


def test_no_item_takes_off_more_than_its_weight() -> None:
    items = [{"rule": "missed", "points": -3, "weight": 5}]
    one = scores(desk(item=items), date(2026, 7, 1))["office"]
    assert one.score == Decimal(95)
    assert [(line.points, line.full, line.mark) for line in one.lines] == [
        (Decimal(-3), Decimal(-3), None),
        (Decimal(-2), Decimal(-3), ScoreMark.CAPPED),
        (Decimal(0), Decimal(-3), ScoreMark.CAPPED),
        (Decimal(0), Decimal(-3), ScoreMark.CAPPED),
    ]


def test_a_weight_below_nothing_lets_nothing_be_taken() -> None:
    one = scores(desk(item=[{"rule": "missed", "points": -3, "weight": -5}]), date(2026, 4, 1))["office"]
    assert one.score == Decimal(100)


@pytest.mark.parametrize("item", [{"points": 3}, {"points": -3, "lead_weight": -1}])
def test_a_deduction_of_the_wrong_sign_gives_nothing(item: dict[str, Any]) -> None:
    one = scores(desk(item=[{"rule": "missed"} | item]), date(2026, 4, 1))["office"]
    assert one.score == Decimal(100)
    assert {line.mark for line in one.lines} == {ScoreMark.WRONG_SIGN}


def test_of_two_items_for_one_rule_the_first_counts() -> None:
    items = [{"rule": "missed", "points": -3}, {"rule": "missed", "points": -50}]
    assert numbers(desk(item=items), date(2026, 4, 1))["office"] == Decimal(94)


def test_a_score_keeps_within_its_limits() -> None:
    heavy = [{"rule": "missed", "points": -60}]
    assert numbers(desk(item=heavy, lowest=10), date(2026, 7, 1))["office"] == Decimal(10)
    assert numbers(desk(item=heavy), date(2026, 7, 1))["office"] == Decimal(-140)
    assert numbers(desk(base=120, highest=100), date(2026, 1, 1))["office"] == Decimal(100)
    assert numbers(desk(base=50, lowest=100, highest=0), date(2026, 1, 1))["office"] == Decimal(50)


@pytest.mark.parametrize(
    ("rounding", "number"), [("half-up", "98.3"), ("half-even", "98.2"), ("down", "98.2"), (None, "98.25")]
)
def test_rounding_is_as_the_scheme_says(rounding: str | None, number: str) -> None:
    items = [{"rule": "missed", "points": -3.5, "responsible_weight": 0.5}]
    builder = desk(item=items, digits=1, rounding=rounding)
    assert numbers(builder, date(2026, 4, 1))["a"] == Decimal(number)
    assert scores(builder, date(2026, 4, 1))["a"].total == Decimal("98.25")


def test_points_add_up_as_on_paper() -> None:
    items = [{"rule": "missed", "points": -0.1}, {"rule": "done-late", "points": -0.2}]
    builder = done(desk(base=0.3, item=items), 3, 4, of=("a", "b")).activity("2026-04-08", "q", period="2026-Q1")
    builder.activity("2026-05-10", "q", elements=["a"])
    assert numbers(builder.duty("q", at_least(1, each="@sections"), responsible=["@sections"]))["a"] == Decimal("0.1")
    assert 0.3 - 0.2 != 0.1


# Findings


def found_out(id: str, **fields: Any) -> RegisterBuilder:
    return finding(desk(), id, **fields)


def finding(builder: RegisterBuilder, id: str, **fields: Any) -> RegisterBuilder:
    values = {"inspection": "2026-03-02-aaaaaa", "unit": "a", "text": "x", "item": "x", "issued": id[:10]}
    evidence = [{"type": "sheet"}]
    return done(builder, 1, 2, 3, 4).record("finding", id, **(values | {"evidence": evidence} | fields))


def test_a_finding_closed_in_time_costs_nothing_and_is_counted() -> None:
    builder = found_out(
        "2026-03-02-bbbbbb", due="2026-03-20", done="2026-03-20", verified_on="2026-04-01", verified_by="b"
    )
    one = scores(builder)["a"]
    assert (one.score, one.counts.findings, one.counts.findings_late) == (Decimal(100), 1, 0)


def test_a_finding_of_another_year_costs_nothing() -> None:
    one = scores(found_out("2025-03-02-bbbbbb", due="2025-03-20"))["a"]
    assert (one.score, one.counts.findings) == (Decimal(100), 0)


def test_an_overdue_finding_is_late_from_the_day_after_though_no_working_day_has_passed() -> None:
    builder = found_out("2026-03-02-bbbbbb", due="2026-03-20")  # a Friday
    assert scores(builder, date(2026, 3, 20))["a"].score == Decimal(100)
    assert scores(builder, date(2026, 3, 21))["a"].score == Decimal(98)


def test_a_recurrence_is_charged_in_the_year_in_which_it_comes_up() -> None:
    builder = found_out(
        "2025-11-03-bbbbbb", due="2025-11-20", done="2025-11-18", verified_on="2025-11-19", verified_by="b"
    )
    finding(builder, "2026-03-02-cccccc", due="2026-03-20", done="2026-03-19")
    one = scores(builder)["a"]
    assert (one.score, one.counts.recurred) == (Decimal(97), 1)
    (line,) = one.lines
    assert (line.rule, line.record) == (ScoreRule.FINDING_RECURRED, "2026-03-02-cccccc")
    register = builder.build()
    (before,) = [one for one in score(register, register.of(Scheme)["s"], 2025, DAY) if one.object == "a"]
    assert before.counts.recurred == 0


def test_a_look_back_that_fails_is_a_recurrence_from_its_day() -> None:
    rows = [{"on": "2026-06-01", "by": "b", "holds": True}, {"on": "2026-07-01", "by": "b", "holds": False}]
    builder = found_out(
        "2026-03-02-bbbbbb",
        due="2026-03-20",
        done="2026-03-18",
        verified_on="2026-03-19",
        verified_by="b",
        look_back=rows,
    )
    assert scores(builder, date(2026, 6, 30))["a"].score == Decimal(100)
    one = scores(builder, date(2026, 7, 1))["a"]
    assert (one.score, one.lines[0].record) == (Decimal(97), "")


# Posts


def test_posts_answer_as_bearer_and_for_their_own_element() -> None:
    builder = desk(objects=["@team", "a"], base=100).post("z1", "li", rank="principal").post("z2", "wu", rank="member")
    builder.duty("q", at_least(1), bearer="z1").duty("own", at_least(1, each="@team"), bearer="@team")
    finding(builder, "2026-03-02-bbbbbb", due="2026-03-20", owner="z2")
    found = scores(builder.without("activity", next(id_ for kind, id_ in builder.records if kind == "activity")))
    assert [(one.object, one.kind) for one in found.values()] == [("a", "unit"), ("z2", "post"), ("z1", "post")]
    assert {line.role for line in found["z1"].lines} == {Role.BEARER}
    # z1: Q1 of the duty that it bears, three of its own; z2: three of its own and a finding
    assert (found["z1"].score, found["z2"].score) == (Decimal(88), Decimal(89))
    assert (found["a"].rank, found["z2"].rank, found["z1"].rank) == (1, 1, 2)


def test_an_element_that_is_the_bearer_too_is_charged_once() -> None:
    builder = (
        desk(objects=["@team"]).post("z1", "li", rank="principal").duty("q", at_least(1, each="@team"), bearer="z1")
    )
    assert len(scores(builder, date(2026, 4, 1))["z1"].lines) == 1


# Bonuses


def given_bonus(*rows: dict[str, Any], **fields: Any) -> dict[str, Score]:
    builder = done(desk(**({"bonus_cap": 5, "base": 90} | fields)), 1, 2, 3, 4)
    values = [{"object": "a", "points": 2, "basis": "一号"} | row for row in rows]
    return scores(
        builder.record("assessment", "2026-06-01-aaaaaa", year=2026, scheme="s", date="2026-06-01", bonus=values)
    )


def test_bonuses_with_a_basis_are_added_up_to_the_cap() -> None:
    one = given_bonus({}, {"points": 2.5}, {"points": 1})["a"]
    assert one.score == Decimal(95)
    assert [(line.points, line.mark) for line in one.lines] == [
        (Decimal(2), None),
        (Decimal("2.5"), None),
        (Decimal("0.5"), ScoreMark.CAPPED),
    ]
    assert one.lines[0].record == "2026-06-01-aaaaaa"


@pytest.mark.parametrize(
    ("row", "fields", "mark"),
    [
        ({"basis": " "}, {}, ScoreMark.NO_BASIS),
        ({"points": -2}, {}, ScoreMark.WRONG_SIGN),
        ({}, {"bonus_cap": None}, ScoreMark.CAP_UNSET),
        ({}, {"bonus_cap": -1}, ScoreMark.CAPPED),
        ({"points": float("nan")}, {}, None),
    ],
)
def test_a_bonus_that_does_not_count_is_listed(
    row: dict[str, Any], fields: dict[str, Any], mark: ScoreMark | None
) -> None:
    one = given_bonus(row, **fields)["a"]
    (line,) = one.lines
    assert (one.score, line.points, line.mark) == (Decimal(90), Decimal(0), mark)


def test_a_bonus_item_says_the_most_that_one_bonus_may_give() -> None:
    one = given_bonus({"points": 4}, {"points": 1}, item=[{"rule": "bonus", "points": 2}])["a"]
    assert [line.points for line in one.lines] == [Decimal(2), Decimal(1)]
    assert given_bonus({}, item=[{"rule": "bonus", "points": -2}])["a"].score == Decimal(92)


def test_bonuses_of_a_later_day_another_year_or_scheme_are_not_there() -> None:
    assert given_bonus({"date": "2027-01-01"})["a"].score == Decimal(90)
    builder = desk(bonus_cap=5).record("scheme", "other", title="o", objects=["a"], base=90)
    rows = [{"object": "a", "points": 2, "basis": "一号"}]
    for at, (year, scheme, day) in enumerate(
        [(2025, "s", "2026-01-01"), (2026, "other", "2026-01-01"), (2026, "s", "2026-02-02")]
    ):
        builder.record("assessment", f"{day}-aaaaa{at + 2}", year=year, scheme=scheme, date=day, bonus=rows)
    assert numbers(builder, date(2026, 2, 1))["a"] == Decimal(100)
    assert numbers(builder, date(2026, 2, 2))["a"] == Decimal(102)


# Grades and ranks


@pytest.mark.parametrize(("base", "grade"), [(95, "优秀"), (94.9, "良好"), (85, "良好"), (60, ""), (0, "")])
def test_a_grade_is_the_highest_that_is_reached(base: float, grade: str) -> None:
    grades = [
        {"title": "良好", "from_score": 85},
        {"title": "优秀", "from_score": 95},
        {"title": "无", "from_score": float("nan")},
    ]
    one = scores(desk(base=base, grade=grades), date(2026, 1, 1))["a"]
    assert (one.by_score, one.grade, one.vetoed) == (grade, grade, False)


def test_ties_share_a_rank() -> None:
    numbers = [Decimal(text) for text in ("96.0", "100", "96", "90")]
    assert [rank(numbers)[one] for one in numbers] == [2, 1, 2, 4]
    assert rank([None, Decimal(1)]) == {Decimal(1): 1}


def test_units_and_posts_are_ranked_apart() -> None:
    found = scores(desk(objects=["@team", "@sections"]).post("z", "li", rank="principal"), date(2026, 4, 1))
    assert [(one.object, one.rank) for one in found.values()] == [("a", 1), ("b", 1), ("z", 1)]


# Laws

points = st.integers(-100, 100).map(lambda n: n / 10)
shares = st.sampled_from([0.0, 0.3, 0.5, 1.0])


@st.composite
def schemes(draw: st.DrawFn) -> dict[str, Any]:
    """Any scheme with a base score."""
    rules = ["done-late", "missed", "finding-late"]
    items = [
        {
            "rule": rule,
            "points": draw(points),
            "lead_weight": draw(shares),
            "responsible_weight": draw(shares),
            "weight": draw(st.none() | st.integers(0, 20)),
        }
        for rule in draw(st.lists(st.sampled_from(rules), max_size=4))
    ]
    lowest = draw(st.none() | st.integers(0, 50))
    rounding = draw(st.sampled_from([None, "half-up", "half-even", "down"]))
    limits = {"lowest": lowest, "highest": draw(st.none() | st.integers(60, 120))}
    return {
        "base": draw(st.integers(0, 120)),
        "digits": draw(st.sampled_from([0, 1])),
        "rounding": rounding,
        "item": items,
    } | limits


works = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from("ab")), st.sampled_from(["in time", "late"]), max_size=8
)


def worked(scheme: dict[str, Any], work: dict[tuple[int, str], str]) -> RegisterBuilder:
    builder = desk(**scheme)
    for (quarter, each), how in work.items():
        on = (
            date(2026, 3 * quarter - 1, 10) if how == "in time" else date(2026 + quarter // 4, 3 * quarter % 12 + 1, 12)
        )
        builder.activity(on.isoformat(), "q", period=f"2026-Q{quarter}", elements=[each])
    return builder


@settings(max_examples=60, deadline=None)
@given(schemes(), works, st.dates(date(2026, 1, 1), date(2027, 3, 1)))
def test_law_a_score_lies_within_its_limits_and_charges_each_obligation_once(
    scheme: dict[str, Any], work: dict[tuple[int, str], str], on: date
) -> None:
    found = scores(worked(scheme, work), on)
    for one in found.values():
        assert one.score is not None
        assert scheme["lowest"] is None or one.score >= scheme["lowest"]
        assert scheme["highest"] is None or one.score <= scheme["highest"]
        keys = [line.source.key for line in one.lines if isinstance(line.source, Obligation)]
        assert len(set(keys)) == len(keys)
        better = sum(other.score > one.score for other in found.values() if other.score is not None)
        assert one.rank == 1 + better


@settings(max_examples=60, deadline=None)
@given(schemes(), works.filter(bool), st.data())
def test_law_one_more_missed_obligation_never_raises_a_score(
    scheme: dict[str, Any], work: dict[tuple[int, str], str], data: st.DataObject
) -> None:
    dropped = data.draw(st.sampled_from(sorted(work)))
    before = scores(worked(scheme, work | {dropped: "in time"}), date(2027, 3, 1))
    after = scores(worked(scheme, {key: how for key, how in work.items() if key != dropped}), date(2027, 3, 1))
    for each, one in before.items():
        less, more = after[each].score, one.score
        assert less is not None and more is not None
        assert less <= more
