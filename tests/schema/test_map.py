from dataclasses import replace
from datetime import date
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from schema.chart import DutyEntry
from schema.chart import GroupEntry
from schema.chart import Party
from schema.chart import PostEntry
from schema.chart import Seat
from schema.chart import Snapshot
from schema.chart import UnitEntry
from schema.chart import parts
from schema.map import Change
from schema.map import difference
from schema.map import snapshot
from schema.marks import Flag
from schema.marks import Standing
from schema.register import Register
from schema.vocabulary import Tier
from store.loading import load
from tests.builders import RegisterBuilder

SAMPLE = Path(__file__).parents[2] / "sample-repo"
BEFORE, AFTER, DAY = date(2026, 8, 31), date(2026, 9, 10), date(2026, 11, 23)
ON = date(2026, 6, 30)


@cache
def sample() -> Register:
    return load(SAMPLE).register


@cache
def drawn(on: date) -> Snapshot:
    return snapshot(sample(), on)


def post(found: Snapshot, id: str) -> PostEntry:
    return next(one for one in found.posts if one.id == id)


def unit(found: Snapshot, id: str) -> UnitEntry:
    return next(one for one in found.units if one.id == id)


def group(found: Snapshot, id: str) -> GroupEntry:
    return next(one for one in found.groups if one.id == id)


def duty(found: Snapshot, id: str) -> DutyEntry:
    return next(one for one in found.duties if one.id == id)


def test_r7_example_1_the_group_on_06_30_has_19_posts_and_16_persons() -> None:
    found = group(drawn(ON), "implementation-group")
    assert (found.posts, found.filled, found.vacant, found.persons) == (19, 19, 0, 16)
    assert [seat.post for seat in (found.head, *found.deputies, *found.members[:3])] == [
        "secretary",
        "street-director",
        "publicity-member",
        "deputy-secretary",
        "discipline-secretary",
        "organisation-member",
    ]
    assert len(found.members) == 16


def test_r7_example_2_the_group_on_11_23_has_18_filled_posts_one_vacant_and_15_persons() -> None:
    found = group(drawn(DAY), "implementation-group")
    assert (found.posts, found.filled, found.vacant, found.persons) == (19, 18, 1, 15)
    assert found.members[0] == Seat("deputy-secretary", "wang-wu", Standing.COVER, "street-director", (Flag.VACANT,))
    assert found.head.person == "li-si"


def test_the_sample_between_08_31_and_09_10() -> None:
    """Three posts change hands, groups change through holders only, no unit and no duty changes."""
    found = difference(drawn(BEFORE), drawn(AFTER))
    assert (found.old, found.new, found.added, found.removed) == (BEFORE, AFTER, (), ())
    assert [(one.kind, one.entry.code) for one in found.changed] == [
        ("post", "Z03"),
        ("post", "Z01"),
        ("post", "Z02"),
        ("group", "G1"),
        ("group", "G2"),
    ]
    fields = {one.entry.code: one.fields for one in found.changed}
    assert fields["Z01"] == (
        Change("person", "zhang-san", "li-si"),
        Change("since", date(2022, 3, 1), AFTER),
    )
    assert fields["Z02"] == (Change("person", "li-si", "wang-wu"), Change("since", date(2023, 5, 15), AFTER))
    # Wang Wu held it, and from then on answers for it as the holder of the covering post.
    assert fields["Z03"] == (
        Change("manner", Standing.FORMAL, Standing.COVER),
        Change("since", date(2023, 6, 1), AFTER),
        Change("cover_post", None, "street-director"),
        Change("flags", (), (Flag.VACANT,)),
    )
    assert fields["G1"] == (
        Change("head.person", "zhang-san", "li-si"),
        Change("deputies[street-director].person", "li-si", "wang-wu"),
        Change("members[deputy-secretary].manner", Standing.FORMAL, Standing.COVER),
        Change("members[deputy-secretary].cover_post", None, "street-director"),
        Change("members[deputy-secretary].flags", (), (Flag.VACANT,)),
        Change("filled", 19, 18),
        Change("vacant", 0, 1),
        Change("persons", 16, 15),
    )
    assert fields["G2"] == (
        Change("head.person", "zhang-san", "li-si"),
        Change("deputies[street-director].person", "li-si", "wang-wu"),
    )


def test_the_sample_holds_everything_that_exists_that_day() -> None:
    found = drawn(DAY)
    assert [len(entries) for _, entries in parts(found)] == [18, 20, 2, 25]
    assert found.unreadable == ()
    flagged = {entry.id: entry.flags for _, entries in parts(found) for entry in entries if entry.flags}
    assert flagged == {"deputy-secretary": (Flag.VACANT,)}


def test_posts_carry_the_tier_of_the_registers_dialect() -> None:
    tiers = {one.code: (one.tiers, one.wording, one.dual_duty) for one in drawn(DAY).posts if one.tiers}
    assert tiers == {
        "Z01": ((Tier.FIRST,), "第一责任人", False),
        "Z02": ((Tier.LEADERSHIP,), "领导责任", True),
        "Z03": ((Tier.LEADERSHIP,), "领导责任", True),
        "Z04": ((Tier.SUPERVISION,), "监督责任", False),
        "Z05": ((Tier.LEADERSHIP,), "领导责任", True),
        "Z06": ((Tier.DIRECT,), "直接负责人", False),
    }


def under(dialect: str) -> Snapshot:
    """The sample's map as if its register.toml named another dialect."""
    return snapshot(replace(sample(), settings=structs.replace(sample().settings, dialect=dialect)), DAY)


def test_another_dialect_gives_other_tiers() -> None:
    assert post(under("P5"), "publicity-member").tiers == (Tier.MAIN_LEADERSHIP,)
    assert post(under("P1"), "secretary").tiers == (Tier.FIRST, Tier.MAIN_BODY)
    assert post(under("P6"), "secretary").flags == (Flag.PRESUMED,)
    assert {one.tiers for one in under("").posts} == {()}


def test_a_duty_names_its_accountable_lead_first_and_leaves_leads_out_of_the_responsible() -> None:
    found = duty(drawn(DAY), "hazard-counts")
    assert [party.id for party in found.lead] == ["safety-office", "emergency-office"]
    assert [party.id for party in found.bearer] == ["deputy-secretary"]
    assert {party.selector for party in found.responsible} == {"@sections", "@communities"}
    assert len(found.responsible) == 11
    assert not {"safety-office", "emergency-office"} & {party.id for party in found.responsible}
    report = duty(drawn(DAY), "half-year-report")
    assert report.addressee == Party("district-committee", "superior")
    assert report.copies == (Party("district-publicity", "superior"),)


def test_r0_1_only_what_exists_that_day_is_on_the_map() -> None:
    builder = RegisterBuilder().unit("old", until="2026-06-29").unit("new", since="2026-07-01").unit("now")
    builder.post("gone", "a", until="2026-06-29").post("later", "b", since="2026-07-01").post("here", "c")
    builder.group("g-old", "here", until="2026-06-29").group("g-new", "here", since="2026-07-01").group("g", "here")
    builder.duty("d-old", until="2026-06-29").duty("d-new", **{"from": "2026-07-01"}).duty("d")
    found = snapshot(builder.build(), ON)
    assert [[entry.id for entry in entries] for _, entries in parts(found)] == [
        ["office", "now"],
        ["here"],
        ["g"],
        ["d"],
    ]
    later = difference(found, snapshot(builder.build(), date(2026, 7, 1)))
    assert [(kind, entry.id) for kind, entry in later.added] == [
        ("unit", "new"),
        ("post", "later"),
        ("group", "g-new"),
        ("duty", "d-new"),
    ]
    assert (later.removed, later.changed) == ((), ())


def test_what_goes_is_removed() -> None:
    builder = RegisterBuilder().post("p", "a", until="2026-06-30")
    found = difference(snapshot(builder.build(), ON), snapshot(builder.build(), date(2026, 7, 1)))
    assert [(kind, entry.id) for kind, entry in found.removed] == [("post", "p")]


def test_a_liaison_that_changes_is_told() -> None:
    rows = [{"person": "a", "to": "2026-06-30"}, {"person": "b", "backup": "a", "from": "2026-07-02"}]
    builder = RegisterBuilder().unit("now", liaison=rows).post("h", "a", unit="now", rank="section-head").person("b")
    register = builder.build()
    first, gap, last = (snapshot(register, ON + timedelta(days=days)) for days in (0, 1, 2))
    assert unit(gap, "now").flags == (Flag.NO_LIAISON,)
    assert [one.fields for one in difference(first, last).changed] == [
        (Change("liaison", "a", "b"), Change("backup", None, "a"))
    ]


def test_no_gap_and_no_conflict_is_hidden() -> None:
    builder = RegisterBuilder().unit("headless").unit("lone", parent="nowhere").unit("ended", until="2026-01-31")
    builder.person("a", "b").post("empty").post("twice", holding=[
        {"person": "a", "from": "2026-01-01"},
        {"person": "b", "from": "2026-02-01"},
    ]).post("stray", "a", unit="ended", in_charge_of=["nothing"], rank="member")  # fmt: skip
    builder.unreadable("unit", "torn").unreadable("person", "x")
    builder.post("of-torn", "a", unit="torn")
    found = snapshot(builder.build(), ON)
    assert unit(found, "headless").flags == (Flag.NO_HEAD, Flag.NO_LIAISON)
    assert unit(found, "lone").flags == (Flag.NO_HEAD, Flag.NO_LIAISON, Flag.NOT_IN_REGISTER)
    assert unit(found, "office").flags == ()
    assert (post(found, "empty").manner, post(found, "empty").flags) == (Standing.VACANT, (Flag.VACANT,))
    twice = post(found, "twice")
    assert (twice.person, twice.manner, twice.flags) == (None, Standing.CONFLICT, (Flag.CONFLICT,))
    assert post(found, "stray").flags == (Flag.ENDED, Flag.NOT_IN_REGISTER)
    assert post(found, "of-torn").flags == (Flag.UNREADABLE,)
    assert found.unreadable == (("unit", "torn"),)


def test_references_that_lead_nowhere_are_seats_and_parties_of_their_own() -> None:
    builder = RegisterBuilder().post("p", "a").unreadable("post", "torn")
    members = ["p", "torn", "@communities", "@nobody", "@community-secretaries", "office", "missing"]
    builder.group("g", "gone", deputies=["p"], members=members, office_unit="nowhere", office_head="missing")
    responsible = ["@communities", "@nobody", "missing", "@own-sections"]
    builder.duty("d", bearer="torn", lead=[], responsible=responsible, addressee="missing", copies=["office"])
    found = snapshot(builder.build(), ON)
    seats = group(found, "g")
    assert seats.head == Seat("gone", None, Standing.VACANT, None, (Flag.NOT_IN_REGISTER,))
    assert [seat.post for seat in seats.deputies] == ["p"]
    assert [(seat.post, seat.flags) for seat in seats.members] == [
        ("torn", (Flag.UNREADABLE,)),
        ("@communities", (Flag.EMPTY_SELECTOR,)),
        ("@nobody", (Flag.NOT_IN_REGISTER,)),
        ("@community-secretaries", (Flag.EMPTY_SELECTOR,)),
        ("office", (Flag.NOT_IN_REGISTER,)),
        ("missing", (Flag.NOT_IN_REGISTER,)),
    ]
    assert seats.office_head == Seat("missing", None, Standing.VACANT, None, (Flag.NOT_IN_REGISTER,))
    assert (seats.posts, seats.filled, seats.persons, seats.flags) == (1, 1, 1, (Flag.NOT_IN_REGISTER,))
    one = duty(found, "d")
    assert one.flags == (Flag.NO_LEAD,)
    assert one.bearer == (Party("torn", "", "", (Flag.UNREADABLE,)),)
    assert [(party.id, party.kind, party.flags) for party in one.responsible] == [
        ("@communities", "", (Flag.EMPTY_SELECTOR,)),
        ("@nobody", "", (Flag.NOT_IN_REGISTER,)),
        ("missing", "", (Flag.NOT_IN_REGISTER,)),
        ("@own-sections", "", (Flag.EMPTY_SELECTOR,)),
    ]
    assert one.addressee == Party("missing", "", "", (Flag.NOT_IN_REGISTER,))
    assert one.copies == (Party("office", "unit"),)


def test_a_lead_that_ended_is_flagged_on_the_days_after() -> None:
    builder = RegisterBuilder().unit("old", until="2026-06-30").duty("d", lead=["old", "office"])
    register = builder.build()
    assert duty(snapshot(register, ON), "d").lead[0] == Party("old", "unit")
    after = snapshot(register, date(2026, 7, 1))
    assert duty(after, "d").lead[0] == Party("old", "unit", "", (Flag.ENDED,))
    (changed,) = difference(snapshot(register, ON), after).changed
    assert changed.fields == (Change("lead", ("old", "office"), (("old", Flag.ENDED), "office")),)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=30, deadline=None)
@given(DAYS, DAYS)
def test_what_one_difference_adds_its_reverse_removes(first: date, second: date) -> None:
    there = difference(drawn(first), drawn(second))
    back = difference(drawn(second), drawn(first))
    assert [(kind, one.id) for kind, one in there.added] == [(kind, one.id) for kind, one in back.removed]
    assert {(one.kind, one.entry.id) for one in there.changed} == {(one.kind, one.entry.id) for one in back.changed}
    for one, reverse in zip(there.changed, back.changed, strict=True):
        assert {Change(field.key, field.new, field.old) for field in one.fields} == set(reverse.fields)


@settings(max_examples=20, deadline=None)
@given(DAYS)
def test_a_day_differs_from_itself_in_nothing(on: date) -> None:
    found = difference(drawn(on), snapshot(sample(), on))
    assert (found.added, found.removed, found.changed) == ((), (), ())


@settings(max_examples=30, deadline=None)
@given(DAYS)
def test_every_post_of_a_group_has_one_seat(on: date) -> None:
    for one in drawn(on).groups:
        seats = [one.head, *one.deputies, *one.members]
        assert len({seat.post for seat in seats}) == len(seats) == one.posts == one.filled + one.vacant
        in_post = {seat.person for seat in seats if seat.person and not seat.flags}
        assert len(in_post) == one.persons


@pytest.mark.parametrize("on", [BEFORE, AFTER, DAY])
def test_a_succession_changes_no_duty_and_no_unit(on: date) -> None:
    assert drawn(on).duties == drawn(ON).duties
    assert drawn(on).units == drawn(ON).units
