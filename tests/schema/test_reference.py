from collections.abc import Iterator

import msgspec

from schema.kinds import KINDS
from schema.kinds.settings import Settings
from schema.reference import Shape
from schema.reference import references
from schema.reference import referrers
from schema.reference import resolve
from schema.reference import rows
from schema.reference import shape_of
from schema.reference import texts
from tests.builders import RegisterBuilder
from tests.builders import at_least


def shapes(struct: type[msgspec.Struct]) -> Iterator[Shape]:
    waiting = [shape_of(struct)]
    while waiting:
        shape = waiting.pop()
        yield shape
        waiting += [inner for _, inner in shape.tables]


def test_every_kind_that_a_reference_may_point_at_is_known() -> None:
    kinds: list[type[msgspec.Struct]] = [*(kind.struct for kind in KINDS.values()), Settings]
    for kind in kinds:
        for shape in shapes(kind):
            for field in shape.references:
                assert field.refers is not None
                assert set(field.refers.kinds) <= {*KINDS, "clause", "superior"}


def test_references_carry_their_place_and_what_they_may_be() -> None:
    builder = RegisterBuilder().duty("d", at_least(), lead=["a", "b"], responsible=["@sections"])
    duty = builder.build().duties["d"]
    found = {reference.key: (reference.target, reference.refers.kinds) for reference in references(duty)}
    assert found == {
        ("bearer",): ("office", ("post", "unit")),
        ("lead", 0): ("a", ("unit",)),
        ("lead", 1): ("b", ("unit",)),
        ("responsible", 0): ("@sections", ("unit", "post")),
    }


def test_texts_are_found_at_every_depth() -> None:
    meeting = {"chair": "z01", "item": [{"no": 1, "topic": "议题", "stance": [{"post": "z02", "stance": "agreed"}]}]}
    register = RegisterBuilder().activity("2026-05-12", "d", meeting=meeting, id="2026-05-12-aaaaaa").build()
    found = {text.key: text.text for text in texts(register.activities["2026-05-12-aaaaaa"])}
    assert found == {
        ("title",): "deliberation",
        ("unit",): "office",
        ("meeting", "chair"): "z01",
        ("meeting", "item", 0, "topic"): "议题",
        ("meeting", "item", 0, "stance", 0, "post"): "z02",
        ("fulfils", 0, "duty"): "d",
    }


def test_rows_come_with_their_keys() -> None:
    register = RegisterBuilder().post("p", "li", cover=[{"by": "q", "from": "2026-01-01"}]).build()
    assert [row.key for row in rows(register.posts["p"])] == [(), ("holding", 0), ("cover", 0)]
    assert [row.shape.is_span for row in rows(register.posts["p"])] == [True, True, True]


def test_an_id_is_resolved_among_the_kinds_allowed() -> None:
    register = RegisterBuilder().post("office", "li").source("rule", "1-1").superior("county").build()
    assert resolve(register, "office", ("post", "unit")) == ("post", "unit")
    assert resolve(register, "office", ("unit",)) == ("unit",)
    assert resolve(register, "rule#1-1", ("clause",)) == ("clause",)
    assert resolve(register, "rule#1-2", ("clause",)) == ()
    assert resolve(register, "county", ("unit", "superior")) == ("superior",)


def test_referrers_of_a_record() -> None:
    builder = RegisterBuilder().post("p", "li").duty("d", at_least(), bearer="p")
    builder.settings["review"] = {"kinds": ["duty"], "approvers": ["p"]}
    assert list(referrers(builder.build(), "post", "p")) == [
        ("duty", "d", ("bearer",)),
        ("register", "", ("review", "approvers", 0)),
    ]
