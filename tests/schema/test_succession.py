"""Which handovers a change of person asks for, and what is passed on (R18)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schema.handover import Item
from schema.handover import matters
from schema.handover import units_of
from schema.marks import MatterSort
from schema.register import Register
from schema.succession import Succession
from schema.succession import latest
from schema.succession import record_of
from schema.succession import signers
from schema.succession import successions
from schema.succession import unsigned
from schema.vocabulary import SignatureRole
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import after_event
from tests.builders import at_least
from tests.builders import by_date
from tests.builders import day


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path("sample-repo")).register


def listed(register: Register, post: str, person: str, on: date) -> list[Item]:
    return matters(register, register.posts[post], person, on)


def test_r18_example_1_the_secretary_hands_over(sample: Register) -> None:
    """Z01 张三→李四 effective 2026-09-10: handover due 09-17 (5 working days); list includes D03/Q3, D12/Q3 and D05/H2."""
    on = date(2026, 9, 10)
    change = latest(sample, sample.posts["secretary"], on)
    assert change == Succession(
        "secretary", 0, "zhang-san", date(2022, 3, 1), date(2026, 8, 31), "li-si", on, date(2026, 9, 17)
    )
    found = {one.reference: one for one in listed(sample, "secretary", "zhang-san", on)}
    assert found["quarterly-review 2026-Q3"].sort is MatterSort.OBLIGATION
    assert found["half-year-report 2026-H2"].sort is MatterSort.REPORT
    theme_days = [name for name in found if name.startswith("branch-theme-day 2026-Q3 ")]
    assert len(theme_days) == 6
    assert found["2026-07-02-yx87md"] == Item(
        MatterSort.EVIDENCE, "上半年责任制专题报告（未回执）", "2026-07-02-yx87md", None
    )
    assert (
        found["committee-deliberation 2026"].text == "党工委专题研究责任制落实情况 2026：3/4，2026-12-31 到期（进行中）"
    )
    assert len(found) == 20


def test_the_record_of_the_sample_lists_only_what_is_open(sample: Register) -> None:
    (handover,) = (one for one in sample.handovers.values() if one.code == "H1")
    found = {one.reference for one in listed(sample, "secretary", "zhang-san", date(2026, 9, 10))}
    for row in handover.matter:
        assert any(name == row.reference or name.startswith(f"{row.reference} ") for name in found), row.reference


def test_who_owes_handovers_in_the_sample(sample: Register) -> None:
    found = {
        change.post: (change.outgoing, change.incoming, change.due)
        for change in successions(sample, date(2026, 11, 23))
    }
    assert found == {
        "deputy-secretary": ("wang-wu", None, date(2026, 9, 16)),
        "secretary": ("zhang-san", "li-si", date(2026, 9, 17)),
        "street-director": ("li-si", "wang-wu", date(2026, 9, 17)),
    }


def post(*rows: dict[str, Any], **fields: Any) -> RegisterBuilder:
    builder = RegisterBuilder().calendar().person("a", "b", "c")
    return builder.post("p", holding=[{"from": "2026-01-01", **row} for row in rows], **fields)


def found_in(builder: RegisterBuilder, on: str = "2026-11-23") -> list[tuple[str, str | None, date, date | None]]:
    return [
        (change.outgoing, change.incoming, change.effective, change.due)
        for change in successions(builder.build(), day(on))
    ]


def test_a_holding_that_lasts_asks_for_nothing() -> None:
    assert found_in(post({"person": "a"})) == []
    assert found_in(post({"person": "a", "to": "2026-11-24"})) == []


def test_a_holding_ends_with_its_last_day() -> None:
    assert found_in(post({"person": "a", "to": "2026-11-23"})) == [("a", None, date(2026, 11, 24), date(2026, 11, 30))]


def test_acting_terms_ask_for_nothing() -> None:
    assert found_in(post({"person": "a", "manner": "acting", "to": "2026-03-31"})) == []
    assert (
        found_in(
            post({"person": "a", "manner": "deputising", "to": "2026-03-31"}, {"person": "b", "from": "2026-04-01"})
        )
        == []
    )


def test_going_on_formally_asks_for_nothing() -> None:
    rows = ({"person": "a", "to": "2026-03-31"}, {"person": "a", "from": "2026-04-01"})
    assert found_in(post(*rows)) == []


def test_while_somebody_stands_in_it_is_not_due_yet() -> None:
    rows = [{"person": "a", "to": "2026-08-31"}, {"person": "b", "manner": "acting", "from": "2026-09-01"}]
    assert found_in(post(*rows), "2026-09-05") == [("a", None, date(2026, 9, 1), None)]
    rows[1]["to"] = "2026-09-09"
    rows.append({"person": "b", "from": "2026-09-10"})
    assert found_in(post(*rows), "2026-09-09") == [("a", None, date(2026, 9, 1), None)]
    assert found_in(post(*rows), "2026-09-10") == [("a", "b", date(2026, 9, 10), date(2026, 9, 17))]


def test_a_covered_vacancy_has_no_successor() -> None:
    builder = post({"person": "a", "to": "2026-09-09"}, cover=[{"by": "q", "from": "2026-09-10"}]).post("q", "c")
    assert found_in(builder) == [("a", None, date(2026, 9, 10), date(2026, 9, 16))]


def test_r3_the_day_of_the_start_is_not_counted_and_the_number_is_the_institutions_own() -> None:
    builder = post({"person": "a", "to": "2026-09-29"}, {"person": "b", "from": "2026-09-30"})
    assert found_in(builder)[0][3] == date(2026, 10, 13)
    builder.settings["thresholds"]["handover"] = 1
    assert found_in(builder)[0][3] == date(2026, 10, 8)


def test_rows_in_any_order_and_several_changes() -> None:
    rows = (
        {"person": "b", "from": "2026-03-01", "to": "2026-05-31"},
        {"person": "a", "to": "2026-02-28"},
        {"person": "c", "from": "2026-06-01"},
    )
    builder = post(*rows)
    assert [one[:2] for one in found_in(builder)] == [("a", "b"), ("b", "c")]
    register = builder.build()
    change = latest(register, register.posts["p"], date(2026, 5, 31))
    assert change is not None and (change.outgoing, change.incoming, change.row) == ("b", None, 0)


def handed(**fields: Any) -> tuple[Register, Succession]:
    builder = post({"person": "a", "to": "2026-09-09"}, {"person": "b", "from": "2026-09-10"})
    values = {"post": "p", "outgoing": "a", "date": "2026-09-10", **fields}
    register = builder.record("handover", "2026-09-10-aaaaaa", **values).build()
    change = latest(register, register.posts["p"], date(2026, 11, 23))
    assert change is not None
    return register, change


def test_record_of_a_change() -> None:
    register, change = handed()
    on = date(2026, 11, 23)
    found = record_of(register.handovers.values(), change, on)
    assert found is not None and found.id == "2026-09-10-aaaaaa"
    assert record_of(register.handovers.values(), change, date(2026, 9, 9)) is None
    for fields in ({"outgoing": "c"}, {"date": "2025-12-31"}):
        other, _ = handed(**fields)
        assert record_of(other.handovers.values(), change, on) is None


def test_who_signs_and_who_has_not() -> None:
    rows = [
        {"role": "outgoing", "person": "a", "on": "2026-09-16"},
        {"role": "witness", "person": "c", "on": "2026-09-18"},
    ]
    register, _ = handed(witness="c", signature=rows)
    (handover,) = register.handovers.values()
    on = date(2026, 9, 17)
    assert signers(register, handover, on) == {
        SignatureRole.OUTGOING: "a", SignatureRole.INCOMING: "b", SignatureRole.WITNESS: "c",
    }  # fmt: skip
    assert unsigned(register, handover, on) == (SignatureRole.INCOMING, SignatureRole.WITNESS)
    assert unsigned(register, handover, date(2026, 9, 18)) == (SignatureRole.INCOMING,)


def test_where_nobody_takes_over_two_sign() -> None:
    builder = post({"person": "a", "to": "2026-09-09"})
    builder.record("handover", "2026-09-10-aaaaaa", post="p", outgoing="a", date="2026-09-10")
    register = builder.build()
    (handover,) = register.handovers.values()
    assert signers(register, handover, date(2026, 11, 23)) == {SignatureRole.OUTGOING: "a", SignatureRole.WITNESS: None}


def house() -> RegisterBuilder:
    """A body over a section with a branch below it, and a community."""
    builder = RegisterBuilder().calendar().person("a")
    builder.unit("body", type="body").unit("section", parent="body").unit("branch", type="branch", parent="section")
    builder.unit("community", type="community").unit("other", type="body")
    builder.post("principal", "p1", unit="body", rank="principal").post("deputy", "p2", unit="body", rank="member")
    builder.post("head", "p3", unit="section", rank="section-head").post("clerk", "p4", unit="section")
    return builder.post("director", "p5", unit="other", rank="member", in_charge_of=["section"], linked=["community"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("principal", {"body", "section", "branch"}),
        ("deputy", set()),
        ("head", {"section", "branch"}),
        ("clerk", set()),
        ("director", {"other", "section", "community"}),
    ],
)
def test_whose_matters_a_post_passes_on(name: str, expected: set[str]) -> None:
    register = house().build()
    assert units_of(register, register.posts[name]) == expected


def test_units_whose_parents_run_in_a_circle_end() -> None:
    register = house().unit("body", type="body", parent="branch").build()
    assert units_of(register, register.posts["principal"]) == {"body", "section", "branch"}


def references(builder: RegisterBuilder, name: str, on: str = "2026-05-12", person: str = "a") -> list[str]:
    return [f"{one.sort.value} {one.reference}" for one in listed(builder.build(), name, person, day(on))]


def test_open_obligations_are_those_that_have_begun_and_are_not_done() -> None:
    builder = house().duty("mine", at_least(1, "quarter"), bearer="clerk", lead=["other"])
    builder.duty("done", at_least(1, "quarter"), bearer="clerk", lead=["other"]).activity("2026-05-12", "done")
    builder.duty("later", by_date("12-31", opens="12-01"), bearer="clerk", lead=["other"])
    builder.duty("theirs", at_least(1, "quarter"), bearer="head", lead=["other"])
    assert references(builder, "clerk") == [
        "obligation done 2026-Q1", "obligation mine 2026-Q1", "obligation mine 2026-Q2",
    ]  # fmt: skip


def test_a_head_passes_on_what_its_units_bear_lead_or_are_counted_for() -> None:
    builder = house()
    builder.duty("led", at_least(1, "year"), bearer="director", lead=["branch"])
    builder.duty("borne", at_least(1, "year"), bearer="section", lead=["other"])
    builder.duty("each", at_least(1, "year", each="@sections"), bearer="@sections", lead=["other"])
    builder.duty("selected", at_least(1, "year"), bearer="@party-branches", lead=["other"])
    builder.duty("only-responsible", at_least(1, "year"), bearer="director", lead=["other"], responsible=["section"])
    assert references(builder, "head") == [
        "obligation borne 2026", "obligation each 2026 section", "obligation led 2026", "obligation selected 2026",
    ]  # fmt: skip


def test_a_selector_of_posts_means_the_post_itself() -> None:
    builder = house().duty("statements", at_least(1, "year", each="@team"), bearer="@team", lead=["community"])
    assert references(builder, "principal") == ["obligation statements 2026 principal"]
    assert references(builder, "head") == []


def test_reports_that_fall_due_soon_are_listed_before_they_open() -> None:
    builder = house()
    fields = {"bearer": "clerk", "lead": ["other"]}
    builder.duty("report", by_date("12-31", opens="12-01"), accepts=["half-year-report"], **fields)
    builder.duty("sent", by_date("01-31+1y", opens="01-01+1y"), addressee="other", **fields)
    builder.duty("next-year", at_least(1, "month"), accepts=["news-report"], **{**fields, "from": "2027-01-01"})
    builder.duty("no-report", by_date("12-31", opens="12-01"), **fields)
    assert references(builder, "clerk", "2026-09-01") == []
    assert references(builder, "clerk", "2026-09-02") == ["report report 2026"]
    assert references(builder, "clerk", "2026-10-05") == [
        "report report 2026",
        "report next-year 2027-01",
        "report sent 2026",
    ]
    builder.settings["thresholds"]["handover_reports"] = 0
    assert references(builder, "clerk", "2026-10-05") == []


def test_findings_are_listed_until_they_are_verified() -> None:
    builder = house().activity("2026-04-01", id="2026-04-01-aaaaaa", type="special-inspection")
    base = {"inspection": "2026-04-01-aaaaaa", "text": "缺签到", "issued": "2026-04-01", "due": "2026-05-20"}
    builder.record("finding", "2026-04-01-bbbbbb", **base, unit="branch")
    builder.record("finding", "2026-04-01-cccccc", **base, unit="branch", verified_on="2026-05-12")
    builder.record("finding", "2026-04-01-dddddd", **{**base, "issued": "2026-05-13"}, unit="branch")
    builder.record("finding", "2026-04-01-eeeeee", **base, unit="other", owner="head")
    assert references(builder, "head") == ["finding 2026-04-01-bbbbbb", "finding 2026-04-01-eeeeee"]
    assert references(builder, "head", "2026-05-11")[1] == "finding 2026-04-01-cccccc"


def test_a_finding_is_due_by_its_approved_extension() -> None:
    extension = {
        "asked_on": "2026-05-01",
        "new_due": "2026-06-30",
        "approved_by": "principal",
        "approved_on": "2026-05-10",
    }
    builder = house().activity("2026-04-01", id="2026-04-01-aaaaaa", type="special-inspection")
    builder.record(
        "finding", "2026-04-01-bbbbbb", inspection="2026-04-01-aaaaaa", text="缺签到", issued="2026-04-01", due="2026-05-20",
        unit="section", extension=[extension],
    )  # fmt: skip
    register = builder.build()
    assert [one.due for one in listed(register, "head", "a", date(2026, 5, 9))] == [date(2026, 5, 20)]
    assert [one.due for one in listed(register, "head", "a", date(2026, 5, 10))] == [date(2026, 6, 30)]


def test_platforms_of_the_post_and_of_the_person() -> None:
    builder = house().platform("of-post", post="clerk", opened="2020-01-01").platform("of-person", administrator="a")
    builder.platform("closed", post="clerk", closed="2026-05-12").platform("later", post="clerk", opened="2026-05-13")
    builder.platform("theirs", post="head")
    assert references(builder, "clerk") == ["platform of-person", "platform of-post"]


def test_evidence_owed_are_drafts_gaps_and_missing_receipts() -> None:
    builder = house().duty("d", at_least(1, "year"), bearer="clerk", lead=["other"])
    builder.activity("2026-02-02", "d", id="2026-02-02-aaaaaa", state="draft", title="草稿")
    builder.activity("2026-02-03", "d", id="2026-02-03-bbbbbb", evidence=["minutes"], title="缺签到")
    builder.activity(
        "2026-02-04", "d", id="2026-02-04-cccccc", type="half-year-report", evidence=["number"], title="报告"
    )
    builder.activity("2026-02-05", "d", id="2026-02-05-dddddd", title="齐备")
    builder.activity("2026-02-06", "d", id="2026-02-06-eeeeee", evidence=["minutes"], title="被更正")
    builder.activity("2026-02-07", "d", id="2026-02-07-ffffff", corrects="2026-02-06-eeeeee")
    builder.activity("2026-05-13", "d", id="2026-05-13-gggggg", state="draft", title="将来")
    builder.activity("2026-02-08", id="2026-02-08-hhhhhh", state="draft", title="别的单位", unit="community")
    builder.duty("theirs", at_least(1, "year"), bearer="head", lead=["other"])
    builder.activity("2026-02-09", "theirs", "nowhere", id="2026-02-09-iiiiii", state="draft", title="别的事项")
    found = [one for one in listed(builder.build(), "clerk", "a", date(2026, 5, 12)) if one.sort is MatterSort.EVIDENCE]
    assert [(one.reference, one.text) for one in found] == [
        ("2026-02-02-aaaaaa", "草稿 (Draft not filed)"),
        ("2026-02-03-bbbbbb", "缺签到 (Evidence missing)"),
        ("2026-02-04-cccccc", "报告 (No receipt)"),
    ]


def test_obligations_say_in_english_what_they_are() -> None:
    builder = house().platform("site", event=[{"type": "closed", "date": "2026-05-11"}])
    builder.duty("filing", after_event("platform.closed"), bearer="clerk", lead=["other"], title="Filing")
    (found,) = (one for one in listed(builder.build(), "clerk", "a", date(2026, 5, 12)))
    assert found.text == "Filing event:site/closed/2026-05-11: 0/1, due 2026-05-18 (Near due)"
    assert found.reference == "filing event:site/closed/2026-05-11"
