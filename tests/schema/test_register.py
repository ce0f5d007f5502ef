from schema.kinds.duty import Duty
from schema.kinds.unit import Unit
from schema.register import Register
from tests.builders import RegisterBuilder
from tests.builders import at_least


def sample() -> Register:
    builder = (
        RegisterBuilder().calendar().unit("section").post("head", "li", unit="section").post("deputy", unit="section")
    )
    builder.duty("section", at_least()).source("rule", "1", "2-1").activity("2026-03-02", "section")
    return builder.build()


def test_records_are_found_by_kind_and_id() -> None:
    register = sample()
    assert list(register.of(Unit)) == ["office", "section"]
    assert isinstance(register.get("duty", "section"), Duty)
    assert register.get("duty", "nothing") is None
    assert register.get("weather", "x") is None
    assert register.groups == {}


def test_everything_comes_in_the_order_of_the_kinds() -> None:
    assert [kind for kind, _ in sample().everything()] == [
        "unit",
        "unit",
        "post",
        "post",
        "person",
        "source",
        "duty",
        "activity",
    ]


def test_posts_are_found_by_unit_and_clauses_by_name() -> None:
    register = sample()
    assert [post.id for post in register.posts_by_unit["section"]] == ["head", "deputy"]
    source, clause = register.clauses["rule#2-1"]
    assert (source.id, clause.path) == ("rule", "2-1")


def test_an_id_may_stand_in_several_kinds() -> None:
    assert sample().kinds_by_id["section"] == ("unit", "duty")
    assert sample().kinds_by_id["head"] == ("post",)


def test_every_kind_has_a_name_of_its_own() -> None:
    builder = RegisterBuilder().post("p", "li").unit("u").activity("2026-10-30", id="2026-10-30-aaaaaa")
    builder.record("urge", "2026-11-02-aaaaaa", level="L1", issued="2026-11-02", to="u")
    builder.record("handover", "2026-11-02-bbbbbb", post="p", outgoing="li", date="2026-11-02")
    builder.record(
        "case",
        "2026-11-02-cccccc",
        title="未按规定处置",
        occurred="2026-11-02",
        circumstance="C3",
        mode="individual",
        decided_by="p",
    )
    builder.record(
        "finding",
        "2026-11-02-dddddd",
        inspection="2026-10-30-aaaaaa",
        unit="u",
        text="缺签到",
        issued="2026-11-02",
        due="2026-11-20",
    )
    register = builder.build()
    assert list(register.urges) == ["2026-11-02-aaaaaa"]
    assert list(register.handovers) == ["2026-11-02-bbbbbb"]
    assert list(register.cases) == ["2026-11-02-cccccc"]
    assert list(register.findings) == ["2026-11-02-dddddd"]
    assert register.sources == {}
