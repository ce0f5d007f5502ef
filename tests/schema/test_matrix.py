"""The matrix: who has which part in which duty, and which obligations fall to whom."""

from datetime import date

from schema.chart import UnitEntry
from schema.chart import answering
from schema.chart import tree
from schema.light import worst
from schema.map import snapshot
from schema.marks import Flag
from schema.marks import Light
from schema.marks import Role
from schema.matrix import Matrix
from schema.matrix import Share
from schema.matrix import Side
from schema.matrix import falling
from schema.matrix import matrix
from schema.matrix import units_of
from schema.obligation import obligations
from schema.register import Register
from schema.vocabulary import Tier
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.schema.test_map import sample

ON = date(2026, 5, 15)
DAY = date(2026, 11, 23)


def drawn(register: Register, on: date = ON, side: Side = "unit") -> Matrix:
    return matrix(snapshot(register, on), obligations(register, on), side=side)


def cell(found: Matrix, row: str, duty: str, kind: str = "unit") -> Share:
    return found.cells[(kind, row), duty]


def office() -> RegisterBuilder:
    """A body over a lead section and two communities, one of which did its quarterly work."""
    made = RegisterBuilder().unit("lead", parent="office").post("lead-head", "ann", unit="lead", rank="section-head")
    for place in ("east", "west"):
        made.unit(place, type="community", parent="office").post(
            f"{place}-head", f"{place}-person", unit=place, rank="community-head"
        )
    made.duty("visit", at_least(1, each="@communities"), lead=["lead"], responsible=["@communities"], code="D02")
    made.duty("plan", at_least(1, per="year"), bearer="lead-head", lead=["gone"], tier="direct", code="D01")
    return made.activity("2026-02-01", "visit", elements=["east"], unit="east")


def test_what_falls_to_a_unit_falls_to_its_head_and_what_names_a_post_to_that_post() -> None:
    register = office().build()
    found = falling(register, obligations(register, ON), ON)
    duties = {key: {(one.duty, one.element) for one in each} for key, each in found.items()}
    assert duties["unit", "east"] == duties["post", "east-head"] == {("visit", "east")}
    assert duties["unit", "lead"] == {("visit", "east"), ("visit", "west"), ("plan", None)}
    assert duties["post", "lead-head"] == duties["unit", "lead"]
    assert ("post", "office") not in duties


def test_a_lead_answers_for_every_element_and_the_others_for_their_own() -> None:
    found = drawn(office().build())
    assert [duty.code for duty in found.columns] == ["D01", "D02"]
    east, west, lead = (cell(found, row, "visit") for row in ("east", "west", "lead"))
    assert {one.element for one in east.obligations} == {"east"}
    assert (west.light, lead.light) == (Light.RED, Light.RED)
    assert east.light is not Light.RED
    assert (east.roles, east.tier) == ((Role.RESPONSIBLE,), None)
    assert (lead.roles, len(lead.obligations)) == ((Role.FIRST_LEAD,), 8)
    body = cell(found, "office", "visit")
    assert (body.roles, body.tier, len(body.obligations)) == ((Role.BEARER,), Tier.MAIN_BODY, 8)
    assert (("unit", "east"), "plan") not in found.cells


def test_whoever_is_not_on_the_map_has_a_flagged_row() -> None:
    found = drawn(office().build())
    rows = {row.key: row for row in found.rows}
    assert cell(found, "lead", "plan").tier is Tier.DIRECT
    gone = next(row for key, row in rows.items() if key[1] == "gone")
    assert gone.flags == (Flag.NOT_IN_REGISTER,)
    assert found.cells[gone.key, "plan"].roles == (Role.FIRST_LEAD,)


def test_posts_stand_for_the_units_that_they_head() -> None:
    found = drawn(office().build(), side="post")
    assert cell(found, "lead-head", "plan", "post").roles == (Role.BEARER,)
    assert cell(found, "lead-head", "visit", "post").roles == (Role.FIRST_LEAD,)
    assert {one.element for one in cell(found, "west-head", "visit", "post").obligations} == {"west"}
    # Nobody answers for the body: it stands in the matrix itself, and says so.
    assert {row.key: row.flags for row in found.rows}["unit", "office"] == (Flag.NO_HEAD,)


def test_an_obligation_falls_to_leads_element_and_named_bearer() -> None:
    register = office().build()
    found = {(one.duty, one.element): units_of(register, one) for one in obligations(register, ON)}
    assert found["visit", "east"] == ("lead", "east", "office")
    assert found["plan", None] == ("gone", "lead")


def test_every_party_of_the_sample_has_a_cell_and_every_obligation_a_row() -> None:
    register = sample()
    due = obligations(register, DAY)
    for side in ("unit", "post"):
        found = matrix(snapshot(register, DAY), due, side=side)
        falling = {one.key for share in found.cells.values() for one in share.obligations}
        assert falling == {one.key for one in due}
        assert {key for key, _duty in found.cells} <= {row.key for row in found.rows}
        assert all(share.roles for share in found.cells.values())
        for duty in found.columns:
            leading = [
                share for (_row, id_), share in found.cells.items() if id_ == duty.id and Role.FIRST_LEAD in share.roles
            ]
            assert len(leading) == 1
    assert cell(matrix(snapshot(register, DAY), due), "pomegranate-village", "branch-theme-day").light is Light.RED


def test_units_in_a_circle_and_posts_of_nowhere_are_in_the_tree() -> None:
    made = RegisterBuilder().unit("a", parent="b").unit("b", parent="a").post("lost", unit="nowhere")
    found = tree(snapshot(made.build(), ON))
    assert [(depth, entry.id) for depth, entry in found] == [(0, "office"), (0, "a"), (1, "b"), (0, "lost")]
    assert [entry.id for _depth, entry in found if isinstance(entry, UnitEntry)] == ["office", "a", "b"]


def test_a_body_is_answered_for_by_its_principal() -> None:
    made = (
        RegisterBuilder().post("boss", "ann", rank="principal").unit("s").post("s-head", unit="s", rank="section-head")
    )
    found = answering(snapshot(made.build(), ON))
    assert (found["unit", "office"], found["unit", "s"], found["post", "boss"]) == (("boss",), ("s-head",), ("boss",))


def test_the_worst_light() -> None:
    assert worst([Light.GREEN, Light.RED, Light.GREY]) is Light.RED
    assert worst([]) is worst([Light.NONE]) is Light.NONE
