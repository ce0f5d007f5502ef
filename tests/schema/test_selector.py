from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.marks import Standing
from schema.register import Register
from schema.selector import SELECTORS
from schema.selector import expand
from schema.selector import members
from schema.vocabulary import Rank
from schema.vocabulary import UnitType
from tests.builders import RegisterBuilder

BEFORE, AFTER = date(2026, 6, 30), date(2026, 11, 23)
SECTIONS = ["u01", "u02", "u03", "u04", "u05", "u06", "u07", "u08"]
COMMUNITIES = ["u10", "u11", "u12", "u13", "u14"]


def street_office() -> RegisterBuilder:
    """The units, posts and holdings of the sample register, names shortened."""
    builder = RegisterBuilder().unit("b1", type="body").unit("po1", type="branch", parent="u02", party_org=True)
    for unit in SECTIONS:
        builder.unit(unit)
    builder.unit("u09", type="centre")
    for unit in COMMUNITIES:
        builder.unit(unit, type="village" if unit == "u14" else "community", party_org=True)
    handover, next_day = "2026-09-09", "2026-09-10"
    z01 = [
        {"person": "p01", "from": "2024-01-01", "to": "2026-08-31"},
        {"person": "p02", "manner": "acting", "from": "2026-09-01", "to": handover},
        {"person": "p02", "from": next_day},
    ]
    z02 = [{"person": "p02", "from": "2024-01-01", "to": handover}, {"person": "p03", "from": next_day}]
    z03 = [{"person": "p03", "from": "2024-01-01", "to": handover}]
    builder.post("z01", unit="b1", rank="principal", holding=z01)
    builder.post(
        "z02", unit="b1", rank="member", holding=z02, in_charge_of=["u01", "u06", "u08", "u09"], linked=["u10"]
    )
    cover = [{"by": "z02", "from": next_day}]
    builder.post("z03", unit="b1", rank="member", holding=z03, cover=cover, in_charge_of=["u05", "u07"])
    builder.post("z04", "p04", unit="b1", rank="member").post("z05", "p05", unit="b1", rank="member")
    builder.post("z06", "p06", unit="b1", rank="in-charge")
    heads = ["p08", "p05", "p09", "p07", "p10", "p11", "p11", "p12"]
    for number, (unit, person) in enumerate(zip(SECTIONS, heads, strict=True), 7):
        builder.post(f"z{number:02}", person, unit=unit, rank="section-head")
    builder.post("z15", "p12", unit="u09", rank="section-head")
    for number, (unit, person) in enumerate(zip(COMMUNITIES, ["p13", "p14", "p15", "p15", "p16"], strict=True), 16):
        builder.post(f"z{number}", person, unit=unit, rank="community-head")
    named = ["z03", "z04", "z05", "@section-heads", "@community-secretaries"]
    return builder.group("g1", "z01", deputies=["z02", "z06"], members=named).group(
        "g2", "z01", deputies=["z02"], members=["z04", "z07", "@section-heads"]
    )


@pytest.fixture(scope="module")
def register() -> Register:
    return street_office().build()


def test_r7_example_1_the_leading_group_before_the_succession(register: Register) -> None:
    found = members(register, register.groups["g1"], BEFORE)
    assert len(found.posts) == 19
    assert len(found.persons) == 16
    assert all(held.in_post for held in found.posts)
    assert found.persons["p15"] == ("z18", "z19")


def test_r7_example_2_the_same_group_after_it_without_an_edit(register: Register) -> None:
    found = members(register, register.groups["g1"], AFTER)
    assert len(found.posts) == 19
    assert [held.post for held in found.posts if not held.in_post] == ["z03"]
    assert len(found.persons) == 15
    assert "p01" not in found.persons
    assert found.persons["p03"] == ("z02",)


def test_r7_a_post_named_and_selected_stands_once(register: Register) -> None:
    found = members(register, register.groups["g2"], BEFORE)
    assert (len(found.posts), len(found.persons)) == (11, 10)


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("@sections", "unit", SECTIONS),
        ("@section-heads", "post", [f"z{n:02}" for n in range(7, 15)]),
        ("@centres", "unit", ["u09"]),
        ("@communities", "unit", COMMUNITIES),
        ("@community-secretaries", "post", ["z16", "z17", "z18", "z19", "z20"]),
        ("@party-orgs", "unit", ["po1", *COMMUNITIES]),
        ("@party-branches", "unit", ["po1"]),
        ("@team", "post", ["z01", "z02", "z03", "z04", "z05", "z06"]),
        ("@other-team-members", "post", ["z02", "z03", "z04", "z05", "z06"]),
        ("@in-charge-leaders", "post", ["z02", "z03", "z06"]),
    ],
)
def test_selectors(register: Register, text: str, kind: str, ids: list[str]) -> None:
    found = expand(register, text, AFTER)
    assert (found.kind, list(found.ids), found.problem) == (kind, ids, "")


def test_own_units_need_a_post(register: Register) -> None:
    assert expand(register, "@own-sections", AFTER, context_post="z03").ids == ("u05", "u07")
    assert expand(register, "@own-communities", AFTER, context_post="z02").ids == ("u10",)
    assert expand(register, "@own-sections", AFTER).problem == "needs-post"
    assert expand(register, "@own-sections", AFTER, context_post="b1").problem == "needs-post"
    assert expand(register, "@own-communities", AFTER, context_post="z04").problem == "empty"


def test_empty_and_unknown_selectors(register: Register) -> None:
    assert expand(register, "@stationed-units", AFTER) == ((), "unit", "empty")
    assert expand(register, "@subsidiaries", AFTER) == ((), "unit", "empty")
    assert expand(register, "@everyone", AFTER) == ((), "", "unknown")


def test_an_id_stands_for_itself(register: Register) -> None:
    assert expand(register, "u01", AFTER) == (("u01",), "unit", "")
    assert expand(register, "z01", AFTER) == (("z01",), "post", "")
    assert expand(register, "nothing", AFTER).problem == "unknown"


def test_only_what_exists_that_day_is_taken() -> None:
    builder = RegisterBuilder().unit("old", until="2026-06-30").unit("new", since="2026-07-01")
    builder.post("old-head", "a", unit="old", rank="section-head")
    builder.post("gone-head", "b", unit="new", rank="section-head", until="2026-08-31").post(
        "new-head", unit="new", rank="section-head", since="2026-09-01"
    )
    register = builder.build()
    assert expand(register, "@sections", date(2026, 6, 30)).ids == ("old",)
    assert expand(register, "@sections", date(2026, 7, 1)).ids == ("new",)
    assert expand(register, "@section-heads", date(2026, 8, 31)).ids == ("gone-head",)
    assert expand(register, "@section-heads", date(2026, 9, 1)).ids == ("new-head",)


def test_a_vacant_member_is_named_though_nobody_holds_the_post(register: Register) -> None:
    vacant = next(held for held in members(register, register.groups["g1"], AFTER).posts if held.post == "z03")
    assert (vacant.manner, vacant.person) == (Standing.COVER, "p03")


posts = st.lists(st.tuples(st.sampled_from(Rank), st.integers(0, 5)), max_size=8)
units = st.lists(st.tuples(st.sampled_from(UnitType), st.booleans()), max_size=6)


@given(units=units, posts=posts, text=st.sampled_from(sorted(SELECTORS)))
def test_an_expansion_has_no_duplicates_and_only_what_exists(
    units: list[tuple[UnitType, bool]], posts: list[tuple[Rank, int]], text: str
) -> None:
    builder = RegisterBuilder()
    for at, (type_, party_org) in enumerate(units):
        builder.unit(f"u{at}", type=type_.value, party_org=party_org)
    for at, (rank, unit) in enumerate(posts):
        builder.post(f"p{at}", unit=f"u{unit}", rank=rank.value, in_charge_of=[f"u{unit}", f"u{unit}"])
    register = builder.build()
    found = expand(register, text, AFTER, context_post="p0")
    assert len(set(found.ids)) == len(found.ids)
    if found.ids:
        assert found.problem == ""
        assert all(register.get(found.kind, each) is not None for each in found.ids)
    else:
        assert found.problem in {"empty", "needs-post"}
