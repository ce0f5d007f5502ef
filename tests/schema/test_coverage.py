"""Coverage and role checks (R16)."""

from datetime import date
from pathlib import Path

import pytest

from schema.coverage import Gap
from schema.coverage import SourceCoverage
from schema.coverage import coverage
from schema.coverage import vacancies
from schema.marks import GapType
from schema.register import Register
from schema.supervision import clashes
from store.loading import load
from tests.builders import RegisterBuilder
from tests.builders import at_least

ON = date(2026, 6, 30)


def covered(**fields: object) -> RegisterBuilder:
    """One clause, one duty that rests on it, one unit with head and liaison."""
    builder = RegisterBuilder().source("rules", "1").person("li")
    builder.unit("section", liaison=[{"person": "li"}]).post("head", "wu", unit="section", rank="section-head")
    return builder.duty("d", at_least(), **{"lead": ["section"], "basis": [{"clause": "rules#1"}], **fields})


def gaps(builder: RegisterBuilder, on: date = ON) -> list[tuple[str, str]]:
    return [(gap.type.value, gap.clause or gap.id) for gap in coverage(builder.build(), on).gaps]


def test_nothing_is_lacking_where_everything_is_there() -> None:
    seen = coverage(covered().build(), ON)
    assert seen.gaps == ()
    assert seen.sources == (SourceCoverage("rules", 1, 1),)
    assert [duty.id for duty in seen.duties] == ["d"]


def test_an_empty_register_lacks_nothing() -> None:
    seen = coverage(RegisterBuilder().build(), ON)
    assert (seen.sources, seen.gaps, seen.duties) == ((), (), ())


def test_clauses_in_scope_need_a_duty_and_others_do_not() -> None:
    builder = covered()
    scopes = ("in", "counts", "background", "out")
    clauses = [{"path": str(at), "scope": scope} for at, scope in enumerate(scopes, 1)]
    builder.record("source", "rules", title="rules", clause=clauses)
    seen = coverage(builder.build(), ON)
    assert seen.sources == (SourceCoverage("rules", 2, 1),)
    assert seen.sources[0].uncovered == 1
    assert seen.gaps == (Gap(GapType.CLAUSE_WITHOUT_DUTY, "source", "rules", ("clause", 1), "rules#2"),)


@pytest.mark.parametrize(
    "fields", [{"superseded_on": "2026-06-30"}, {"effective": "2026-07-01"}, {"issued": "2026-07-01"}]
)
def test_sources_that_are_not_in_force_ask_for_nothing(fields: dict[str, str]) -> None:
    builder = covered().source("other", "1", "2", **fields)
    assert gaps(builder) == []


def test_a_source_without_clauses_in_scope_is_not_counted() -> None:
    builder = covered().record("source", "talk", title="talk", clause=[{"path": "1", "scope": "background"}])
    assert [one.source for one in coverage(builder.build(), ON).sources] == ["rules"]


def test_a_duty_that_ended_or_has_not_begun_covers_nothing() -> None:
    assert gaps(covered(to="2026-06-29")) == [("clause-without-duty", "rules#1")]
    assert gaps(covered(**{"from": "2026-07-01"})) == [("clause-without-duty", "rules#1")]


def test_a_duty_needs_a_clause_and_a_lead_unless_it_is_self_set() -> None:
    builder = covered().duty("free", at_least(), lead=[]).duty("own", at_least(), self_set=True)
    assert gaps(builder) == [("duty-without-clause", "free"), ("duty-without-lead", "free")]


@pytest.mark.parametrize("type_", ["section", "centre", "community", "village"])
def test_units_of_these_types_need_a_head_and_a_liaison(type_: str) -> None:
    builder = covered().unit("bare", type=type_)
    assert gaps(builder) == [("unit-without-head", "bare"), ("unit-without-liaison", "bare")]
    assert gaps(builder.unit("bare", type=type_, until="2026-06-29")) == []


@pytest.mark.parametrize("type_", ["body", "branch", "subsidiary", "stationed"])
def test_other_units_do_not(type_: str) -> None:
    assert gaps(covered().unit("bare", type=type_)) == []


def test_head_and_liaison_must_be_there_on_the_day() -> None:
    builder = covered().unit("section", liaison=[{"person": "li", "to": "2026-06-29"}])
    assert gaps(builder) == [("unit-without-liaison", "section")]
    builder = covered().post("head", "wu", unit="section", rank="section-head", since="2026-07-01")
    assert gaps(builder) == [("unit-without-head", "section")]


def test_vacancies_are_posts_that_exist_and_nobody_holds() -> None:
    builder = RegisterBuilder().post("held", "li").post("empty").post("gone", until="2026-01-01")
    builder.post("covered", cover=[{"by": "held", "from": "2026-01-01"}])
    assert [gap.id for gap in vacancies(builder.build(), ON)] == ["empty", "covered"]


def supervised(**fields: object) -> RegisterBuilder:
    """A discipline committee whose secretary supervises the party office, and a duty of that office."""
    builder = RegisterBuilder().unit("party-office").unit("discipline-office").unit("committee", type="body")
    builder.post("discipline-secretary", "zhao", unit="committee", rank="member", supervises=["party-office"])
    builder.duty(
        "supervision", at_least(), tier="supervision", bearer="discipline-secretary", lead=["discipline-office"],
        responsible=["@sections"],
    )  # fmt: skip
    return builder.duty("work", at_least(), **{"lead": ["party-office"], "responsible": ["@sections"], **fields})


def clashing(builder: RegisterBuilder) -> list[tuple[str, str, str]]:
    register = builder.build()
    found = clashes(register, list(register.duties.values()), ON)
    return [(clash.duty, clash.unit, clash.by.id) for clash in found]


def test_r16_example_2_a_supervisor_that_leads_what_it_supervises() -> None:
    """P3-1 names 纪工委 as a lead while P4-11/P2-3-3b make it supervisor → warning."""
    assert clashing(supervised(lead=["party-office", "committee"])) == [("work", "committee", "discipline-secretary")]


def test_r16_the_lead_of_the_supervision_duty_supervises_too() -> None:
    assert clashing(supervised(lead=["discipline-office"])) == [("work", "discipline-office", "supervision")]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"lead": ["committee"], "tier": "supervision", "bearer": "discipline-secretary"},
        {"lead": ["discipline-office"], "responsible": ["discipline-office"]},
        {"responsible": ["party-office", "committee"]},
    ],
    ids=["another leads", "the supervision duty itself", "nobody else takes part", "responsible only"],
)
def test_r16_who_does_not_lead_what_he_supervises_is_no_clash(fields: dict[str, object]) -> None:
    assert clashing(supervised(**fields)) == []


def test_a_supervising_post_that_has_ended_supervises_nothing() -> None:
    builder = supervised(lead=["party-office", "committee"]).without("duty", "supervision")
    assert len(clashing(builder)) == 1
    builder.post("discipline-secretary", "zhao", unit="committee", supervises=["party-office"], until="2026-01-31")
    assert clashing(builder) == []


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path("sample-repo")).register


def test_r16_the_sample_lacks_nothing_and_nobody_clashes(sample: Register) -> None:
    on = date(2026, 11, 23)
    seen = coverage(sample, on)
    assert seen.gaps == ()
    assert all(one.uncovered == 0 for one in seen.sources)
    assert list(clashes(sample, seen.duties, on)) == []
    assert [gap.id for gap in vacancies(sample, on)] == ["deputy-secretary"]
