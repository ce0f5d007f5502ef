"""The laws of docs/explanation/merge.md, each a property, and the cases that people meet."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.change import GONE
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds.base import Table
from schema.kinds.calendar import Calendar
from schema.kinds.duty import Duty
from schema.kinds.post import Post
from schema.kinds.settings import Settings
from schema.merge import IDENTITY
from schema.merge import Clash
from schema.merge import Conflict
from schema.merge import Outcome
from schema.merge import Status
from schema.merge import identity_of
from schema.merge import merge
from tests.strategies import duties_to_merge
from tests.strategies import posts_to_merge

Data = dict[str, Any] | None
KINDS_TO_MERGE: list[tuple[type[Table], st.SearchStrategy[Data]]] = [
    (Post, st.none() | posts_to_merge),
    (Duty, st.none() | duties_to_merge),
]


@st.composite
def meetings(draw: st.DrawFn) -> tuple[type[Table], Data, Data, Data]:
    """A kind, a base and two sides."""
    struct, records = draw(st.sampled_from(KINDS_TO_MERGE))
    return struct, draw(records), draw(records), draw(records)


def mirrored(outcome: Outcome) -> Outcome:
    """The outcome with the sides' names swapped."""
    swapped = {Status.OURS: Status.THEIRS, Status.THEIRS: Status.OURS}
    return Outcome(
        status=swapped.get(outcome.status, outcome.status),
        data=outcome.data,
        conflicts=tuple(
            Conflict(key=one.key, clash=one.clash, base=one.base, ours=one.theirs, theirs=one.ours)
            for one in outcome.conflicts
        ),
    )


def leaves(struct: Any, data: Data) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every single value of a record with its place; rows by identity, items of arrays by themselves."""
    fields = {field.key: field for field in fields_of(struct)}
    for key, value in (data or {}).items():
        table = fields[key].table if key in fields else None
        if isinstance(value, list) and table is not None:
            alike: dict[str, list[Any]] = {}
            for row in value:
                alike.setdefault(identity_of(table, row), []).append(row)
            for name, rows in alike.items():
                if len(rows) > 1:
                    yield (key, name), repr([sorted(row.items()) for row in rows])
                else:
                    yield from (((key, name, *place), text) for place, text in leaves(table, rows[0]))
        elif isinstance(value, list):
            yield from (((key, repr(item)), repr(item)) for item in value)
        elif key in fields and fields[key].shape == "long":
            yield from (((key, line), line) for line in value.splitlines())
        else:
            yield (key,), repr(value)


@given(meetings())
def test_law_1_a_side_that_changed_nothing_gives_the_other(met: tuple[type[Table], Data, Data, Data]) -> None:
    struct, base, side, _ = met
    for outcome in (merge(struct, base, side, base), merge(struct, base, base, side)):
        assert outcome.data == side
        assert outcome.conflicts == ()


@given(meetings())
def test_law_2_both_sides_the_same_give_that(met: tuple[type[Table], Data, Data, Data]) -> None:
    struct, base, side, _ = met
    assert merge(struct, base, side, side) == Outcome(status=Status.SAME, data=side)


@given(meetings())
def test_law_3_swapping_the_sides_swaps_only_their_names(met: tuple[type[Table], Data, Data, Data]) -> None:
    struct, base, ours, theirs = met
    assert mirrored(merge(struct, base, ours, theirs)) == merge(struct, base, theirs, ours)


@given(meetings())
def test_law_4_no_value_that_a_side_changed_is_lost_without_a_conflict(
    met: tuple[type[Table], Data, Data, Data],
) -> None:
    struct, base, ours, theirs = met
    outcome = merge(struct, base, ours, theirs)
    if outcome.conflicts and outcome.conflicts[0].key == ():
        assert (outcome.conflicts[0].ours, outcome.conflicts[0].theirs) == (ours or GONE, theirs or GONE)
        return
    old, merged = dict(leaves(struct, base)), dict(leaves(struct, outcome.data))
    contested = {step for one in outcome.conflicts for step in one.key[:1]}
    for side, other in ((ours, theirs), (theirs, ours)):
        facing = dict(leaves(struct, other))
        for place, value in leaves(struct, side):
            if place[0] in contested or (old.get(place) == value and facing.get(place) != value):
                continue  # told as a conflict, or the other side's change of it stands
            assert merged.get(place) == value


@given(meetings())
def test_law_5_what_both_sides_took_out_stays_out(met: tuple[type[Table], Data, Data, Data]) -> None:
    struct, base, ours, theirs = met
    outcome = merge(struct, base, ours, theirs)
    known = {*leaves(struct, ours), *leaves(struct, theirs), *leaves(struct, base)}
    assert set(leaves(struct, outcome.data)) <= known
    if not outcome.conflicts:
        gone = set(leaves(struct, base)) - set(leaves(struct, ours)) - set(leaves(struct, theirs))
        assert not gone & set(leaves(struct, outcome.data))


@given(meetings())
def test_law_6_a_merge_of_what_was_merged_is_the_same(met: tuple[type[Table], Data, Data, Data]) -> None:
    struct, base, ours, theirs = met
    outcome = merge(struct, base, ours, theirs)
    if not outcome.conflicts:
        assert merge(struct, theirs, theirs, outcome.data).data == outcome.data
        assert merge(struct, ours, outcome.data, outcome.data).data == outcome.data


def test_two_fields_of_one_record_go_together() -> None:
    base = {"title": "书记", "unit": "party-office", "note": "一"}
    outcome = merge(Post, base, base | {"title": "主任"}, base | {"note": "二"})
    assert outcome == Outcome(status=Status.MERGED, data={"title": "主任", "unit": "party-office", "note": "二"})


def test_one_field_with_two_values_is_a_conflict_and_keeps_what_stood_there() -> None:
    base = {"title": "书记", "unit": "party-office"}
    outcome = merge(Post, base, base | {"title": "主任"}, base | {"title": "副主任"})
    assert outcome.data == base
    assert outcome.conflicts == (
        Conflict(key=("title",), clash=Clash.BOTH_CHANGED, base="书记", ours="主任", theirs="副主任"),
    )


def test_a_number_and_the_same_number_of_another_type_are_two_values() -> None:
    base = {"title": "书记", "unheard_of": 2}
    outcome = merge(Post, base, base | {"unheard_of": 1}, base | {"unheard_of": True})
    assert [one.key for one in outcome.conflicts] == [("unheard_of",)]


def test_sets_are_joined_and_a_removal_holds() -> None:
    base = {"title": "x", "unit": "u", "in_charge_of": ["a", "b"]}
    outcome = merge(Post, base, base | {"in_charge_of": ["a", "b", "c"]}, base | {"in_charge_of": ["b", "d"]})
    assert outcome.data == base | {"in_charge_of": ["b", "c", "d"]}
    assert outcome.conflicts == ()


def test_who_leads_first_is_nobody_s_silent_choice() -> None:
    base = {"title": "x", "lead": ["a"]}
    outcome = merge(Duty, base, base | {"lead": ["b", "a"]}, base | {"lead": ["c", "a"]})
    assert [(one.key, one.clash) for one in outcome.conflicts] == [(("lead",), Clash.ORDER)]
    assert outcome.data == base


def test_two_successions_in_one_post_are_both_kept_for_the_check_to_see() -> None:
    old = {"person": "zhang-san", "manner": "formal", "from": date(2022, 3, 1)}
    base = {"title": "书记", "unit": "u", "holding": [old]}
    ended = old | {"to": date(2026, 8, 31)}
    new = {"person": "li-si", "manner": "formal", "from": date(2026, 9, 1)}
    other = {"person": "wang-wu", "manner": "formal", "from": date(2026, 9, 1)}
    outcome = merge(Post, base, base | {"holding": [ended, new]}, base | {"holding": [ended, other]})
    assert outcome.status is Status.MERGED
    assert outcome.data is not None
    assert sorted(row["person"] for row in outcome.data["holding"]) == ["li-si", "wang-wu", "zhang-san"]
    assert outcome.data["holding"][0] == ended


def test_a_row_that_one_took_out_and_the_other_changed_is_a_conflict_and_stays() -> None:
    row = {"person": "zhang-san", "from": date(2022, 3, 1)}
    base = {"title": "书记", "unit": "u", "holding": [row]}
    outcome = merge(Post, base, base | {"holding": [row | {"to": date(2026, 8, 31)}]}, {"title": "书记", "unit": "u"})
    assert outcome.data == base | {"holding": [row | {"to": date(2026, 8, 31)}]}
    assert [(one.key, one.clash) for one in outcome.conflicts] == [
        (("holding", "zhang-san||2022-03-01"), Clash.REMOVED_AND_CHANGED)
    ]


def test_rows_that_cannot_be_told_apart_are_merged_as_a_whole() -> None:
    row = {"type": "at-least", "n": 1, "per": "year"}
    base = {"title": "x", "cadence": [row]}
    outcome = merge(Duty, base, {"title": "x"}, {"title": "x", "cadence": [row, row]})
    assert outcome.data == {"title": "x", "cadence": [row, row]}
    assert outcome.conflicts == (
        Conflict(
            key=("cadence", "at-least|year||"),
            clash=Clash.REMOVED_AND_CHANGED,
            base=[row],
            ours=GONE,
            theirs=[row, row],
        ),
    )
    both = merge(Duty, base, {"title": "x", "cadence": [row, row | {"n": 2}]}, {"title": "x", "cadence": [row, row]})
    assert [one.clash for one in both.conflicts] == [Clash.BOTH_CHANGED]
    assert both.data == base


def test_a_record_that_one_took_out_and_the_other_changed_is_a_conflict() -> None:
    base = {"title": "书记"}
    outcome = merge(Post, base, None, {"title": "主任"})
    assert outcome.status is Status.CONFLICT
    assert outcome.data == {"title": "主任"}
    assert outcome.conflicts == (
        Conflict(key=(), clash=Clash.REMOVED_AND_CHANGED, base=base, ours=GONE, theirs={"title": "主任"}),
    )
    assert merge(Post, base, None, base) == Outcome(status=Status.OURS, data=None)


def test_two_records_under_one_new_id_differ_field_by_field() -> None:
    outcome = merge(Post, None, {"title": "书记", "unit": "u"}, {"title": "主任", "unit": "u", "code": "Z01"})
    assert outcome.data == {"code": "Z01", "unit": "u"}
    assert [(one.key, one.clash) for one in outcome.conflicts] == [(("title",), Clash.BOTH_ADDED)]


def test_long_texts_are_merged_by_lines() -> None:
    base = {"title": "x", "unit": "u", "note": "一\n二\n三\n"}
    outcome = merge(Post, base, base | {"note": "零\n一\n二\n三\n"}, base | {"note": "一\n二\n四\n"})
    assert outcome.data == base | {"note": "零\n一\n二\n四\n"}
    clashing = merge(Post, base, base | {"note": "一\n甲\n三\n"}, base | {"note": "一\n乙\n三\n"})
    assert [one.key for one in clashing.conflicts] == [("note",)]


@pytest.mark.parametrize("value", [[1, 1], [[1], [2]], [{"a": 1}], [1, True], [1.0, 2.0]])
def test_arrays_that_are_no_sets_are_merged_as_a_whole(value: list[Any]) -> None:
    base = {"title": "x", "in_charge_of": ["a"]}
    outcome = merge(Post, base, base | {"in_charge_of": value}, base | {"in_charge_of": ["b"]})
    assert [one.key for one in outcome.conflicts] == [("in_charge_of",)]


def test_rows_that_are_no_tables_are_merged_as_a_whole() -> None:
    base = {"title": "x", "holding": [{"person": "a"}]}
    outcome = merge(Post, base, base | {"holding": ["torn"]}, base | {"holding": [{"person": "b"}]})
    assert [one.key for one in outcome.conflicts] == [("holding",)]


def test_every_table_of_rows_says_how_a_row_is_known_again() -> None:
    def rows_in(struct: Any) -> Iterator[Any]:
        for field in fields_of(struct):
            if field.table is not None:
                yield from ([field.table] if field.shape == "rows" else [])
                yield from rows_in(field.table)

    tables = {table for kind in KINDS.values() for table in rows_in(kind.struct)} | {
        *rows_in(Settings),
        *rows_in(Calendar),
    }
    assert tables == set(IDENTITY)
    for table, keys in IDENTITY.items():
        assert set(keys) <= {field.key for field in fields_of(table)}
