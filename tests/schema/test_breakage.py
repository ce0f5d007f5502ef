"""What a merge alone breaks: told where neither side had it, and not told again where a title only gave it other words."""

from datetime import date

from schema.breakage import find_breakage
from schema.breakage import new_faults
from schema.check import check
from schema.register import Register
from tests.builders import RegisterBuilder

ON = date(2026, 6, 30)


def register(title: str, *, with_head: bool, lead: str = "quay") -> Register:
    liaison = [{"person": "ada", "from": "2026-01-01"}] if with_head else []
    builder = RegisterBuilder().person("ada").unit("quay", title=title, liaison=liaison)
    return builder.duty("round", bearer="quay", lead=[lead]).build()


def codes(ours: Register, theirs: Register, merged: Register) -> set[tuple[str, str]]:
    return {(one.code, one.id) for one in find_breakage(ours, theirs, merged, ON)}


def test_a_fault_in_other_words_is_no_new_one() -> None:
    ours, theirs = register("Quay", with_head=False), register("The quay", with_head=False)
    assert codes(ours, theirs, register("Quay office", with_head=False)) == set()


def test_a_fault_that_neither_side_had_is_new() -> None:
    whole = register("Quay", with_head=True)
    assert codes(whole, whole, register("Quay", with_head=False)) == {("DB808", "quay")}


def test_one_more_of_the_same_is_new() -> None:
    """One side lacks a unit already; the merge names two that are not there, each quoted alike."""
    one, two = register("Quay", with_head=True, lead="dock"), register("Quay", with_head=True, lead="dock")
    assert new_faults([check(one, ON)], check(two, ON)) == []
    assert new_faults([()], check(two, ON)) == check(two, ON)
    assert new_faults([check(one, ON)], [*check(two, ON), *check(two, ON)]) == check(two, ON)


def test_another_record_that_is_missing_is_told() -> None:
    """Each side names another unit that is not there: a person must see the one that the merge kept."""
    ours, theirs = (register("Quay", with_head=True, lead=one) for one in ("dock", "pier"))
    merged = register("Quay", with_head=True, lead="wharf")
    assert codes(ours, theirs, merged) == {("DB101", "round")}
