"""Each field is blamed on the commit that set it last: rows, renames, merges and torn revisions included."""

import random
from pathlib import Path

import pytest

from schema.identity import Place
from store.location import find
from store.past.blame import Blamed
from store.past.blame import blame
from tests.store.pasts import BO
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import chronology
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git

ROUND = ("duty", "round")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "register"


def fields(past: Past, place: Place = ROUND, head: int = 0) -> dict[str, int]:
    """By key, the number of the commit that each field is blamed on."""
    past.finish(head)
    return {one.dotted: past.ids.index(one.commit) for one in found(past.top, place)}


def found(top: Path, place: Place = ROUND) -> tuple[Blamed, ...]:
    where = find(top)
    assert where.head is not None
    return blame(where.git(), chronology(top), place, where.head)


def test_each_field_has_the_commit_that_set_it_last(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Rounds")}, author=BO)
    past.commit({DUTY: duty("Rounds", code="D1")})
    past.commit({"units/quay.toml": 'title = "Quay"\n'})
    past.commit({DUTY: duty("Rounds", code="D2", note="x")}, author=BO)
    assert fields(past) == {
        "title": 2, "code": 5, "note": 5,
        "cadence[0].type": 1, "cadence[0].n": 1, "cadence[0].per": 1, "cadence[0].wording": 1,
    }  # fmt: skip
    title, code, *_ = found(top)
    assert (title.value, title.author, title.email) == ("Rounds", "Bo Tern", "bo@harbour.example")
    assert (code.key, code.value, code.time.isoformat()) == (("code",), "D2", "2026-01-01T17:00:00+08:00")


def test_a_value_that_came_back_is_of_the_commit_that_brought_it_back(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Other")})
    past.commit({DUTY: duty()})
    assert fields(past)["title"] == 3


def test_rows_are_followed_when_others_come_and_go_before_them(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty(rows=("quarter", "month"))})
    past.commit({DUTY: duty(rows=("year", "quarter", "month"))})
    past.commit({DUTY: duty(rows=("year", "month", "quarter"))})
    past.commit({DUTY: duty(rows=("month", "quarter")).replace("n = 1", "n = 2", 1)})
    assert fields(past) == {
        "title": 1,
        "cadence[0].type": 2, "cadence[0].n": 5, "cadence[0].per": 2, "cadence[0].wording": 2,
        "cadence[1].type": 1, "cadence[1].n": 1, "cadence[1].per": 1, "cadence[1].wording": 1,
    }  # fmt: skip


def test_a_row_that_was_taken_out_and_put_in_again_is_new(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty(rows=())})
    past.commit({DUTY: duty()})
    assert fields(past) == {"title": 1, **{f"cadence[0].{key}": 3 for key in ("type", "n", "per", "wording")}}


def test_a_row_that_changed_its_identity_keeps_what_it_kept(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty().replace('per = "quarter"', 'per = "month"')})
    assert fields(past)["cadence[0].per"] == 2
    assert fields(past)["cadence[0].wording"] == 1


def test_a_record_removed_and_added_again_begins_anew(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: None})
    past.commit({DUTY: duty()})
    past.commit({DUTY: duty("Rounds")})
    assert set(fields(past).values()) == {3, 4}


def test_a_rename_is_followed_and_what_it_changed_is_its_own(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Rounds")})
    new = "duties/patrol.toml"
    past.commit(
        {DUTY: None, new: duty("Rounds", code="D1")}, message="x\n\nRegister-Renamed: duty/round -> duty/patrol"
    )
    past.commit({new: duty("Rounds", code="D1", note="x")})
    assert fields(past, ("duty", "patrol")) == {
        "title": 2, "code": 3, "note": 4,
        "cadence[0].type": 1, "cadence[0].n": 1, "cadence[0].per": 1, "cadence[0].wording": 1,
    }  # fmt: skip


def test_a_file_moved_by_another_tool_goes_on(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: None, "duties/deep/round.toml": duty("Deep")})
    past.finish()
    where = find(top)
    said = blame(where.git(), chronology(top), ROUND, past.ids[2], (DUTY, "duties/deep/round.toml"))
    assert [past.ids.index(one.commit) for one in said] == [2, 1, 1, 1, 1]


def test_a_merge_hands_on_what_it_took_over(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Rounds")})
    past.commit({DUTY: duty("Round", note="by Bo")}, 1, author=BO)
    past.commit({DUTY: duty("Round", note="by Bo", code="B1")}, 3, author=BO)
    past.commit({DUTY: duty("Rounds", note="by Bo", code="B2")}, 2, 4, message="merge")
    past.commit({DUTY: duty("Rounds", note="by Bo", code="B2", title_en="Rounds")})
    said = fields(past)
    assert {key: said[key] for key in ("title", "note", "code", "title_en", "cadence[0].n")} == {
        "title": 2, "note": 3, "code": 5, "title_en": 6, "cadence[0].n": 1,
    }  # fmt: skip


def test_a_record_that_a_merge_brought_in_is_of_those_who_wrote_it(top: Path) -> None:
    past = begin(top)
    past.commit({"units/quay.toml": 'title = "Quay"\n'}, 1, author=BO)
    past.commit({"units/quay.toml": 'title = "Pier"\ncode = "U1"\n'}, 2, author=BO)
    past.commit({DUTY: duty("Rounds")}, 1)
    past.commit({"units/quay.toml": 'title = "Pier"\ncode = "U1"\n', DUTY: duty("Rounds")}, 4, 3)
    assert fields(past, ("unit", "quay")) == {"title": 3, "code": 3}
    assert fields(past)["title"] == 4


def test_an_octopus_and_a_merge_of_merges(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty(a="2")}, 1)
    past.commit({DUTY: duty(b="3")}, 1)
    past.commit({DUTY: duty(c="4")}, 1)
    past.commit({DUTY: duty(a="2", b="3", c="4")}, 2, 3, 4)
    past.commit({DUTY: duty(d="6")}, 1)
    past.commit({DUTY: duty(a="2", b="3", c="4", d="6", e="7")}, 6, 5)
    said = fields(past)
    assert {key: said[key] for key in "abcde"} == {"a": 2, "b": 3, "c": 4, "d": 6, "e": 7}


def test_many_merges_back_and_forth_need_no_deep_stack(top: Path) -> None:
    past = begin(top)
    main = side = 1
    for number in range(150):
        side = past.commit({DUTY: duty(f"S{number}", code=f"M{number - 1}")}, side, main) if number else side
        main = past.commit({DUTY: duty(f"S{number}", code=f"M{number}")}, main, side) if number else main
    assert fields(past)["cadence[0].wording"] == 1


def test_revisions_that_are_no_toml_are_passed_over(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Rounds")})
    past.commit({DUTY: "title = "})
    past.commit({DUTY: "<<<<<<< HEAD\n"})
    past.commit({DUTY: duty("Rounds", code="D1")})
    said = fields(past)
    assert (said["title"], said["code"], said["cadence[0].n"]) == (2, 5, 1)


def test_a_record_that_was_torn_from_the_first_is_of_who_mended_it(top: Path) -> None:
    past = begin(top, {DUTY: "title = "})
    past.commit({DUTY: duty()})
    past.commit({DUTY: duty("Rounds")})
    assert set(fields(past).values()) == {2, 3}


def test_what_cannot_be_read_now_or_is_not_there_has_no_fields(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: "title = "})
    assert fields(past) == {}
    assert fields(past, ("duty", "none")) == {}
    assert fields(past, ("duty", "no id")) == {}


def test_the_settings_and_unknown_keys_are_blamed_too(top: Path) -> None:
    past = begin(top, {DUTY: 'title = "x"\n\n[[odd]]\na = 1\nb = 2\n'})
    past.commit({DUTY: 'title = "x"\n\n[[odd]]\nz = 9\n\n[[odd]]\na = 1\nb = 3\n'})
    assert fields(past) == {"title": 1, "odd[0].z": 2, "odd[1].a": 1, "odd[1].b": 2}
    assert fields(past, ("register", "")) == {"format": 1, "title": 1, "language": 1}


def test_more_revisions_than_are_read_together(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.past.blame._AHEAD", 3)
    past = begin(top)
    for number in range(2, 12):
        past.commit({DUTY: duty(f"Round {number}", code="D" if number > 4 else "C")})
    said = fields(past)
    assert (said["title"], said["code"], said["cadence[0].n"]) == (11, 5, 1)


def test_a_shallow_clone_blames_what_it_cannot_see_on_its_first_commit(top: Path, tmp_path: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("Rounds")})
    past.commit({DUTY: duty("Rounds", code="D1")})
    past.finish()
    clone = tmp_path / "clone"
    run_git(tmp_path, "clone", "--quiet", "--depth=2", "--template=", f"file://{top}", str(clone))
    assert {one.dotted: past.ids.index(one.commit) for one in found(clone)}["title"] == 2
    assert {past.ids.index(one.commit) for one in found(clone)} == {2, 3}


@pytest.mark.parametrize("seed", range(8))
def test_single_values_are_blamed_as_replaying_the_history_says(top: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same history each time
    past = Past(top)
    past.commit({"register.toml": 'format = 1\ntitle = "x"\n'})
    state: dict[str, str] = {}
    last: dict[str, int] = {}
    for _ in range(30):
        for key in chance.sample("abcde", 2):
            value = chance.choice(["", "1", "2"])
            before = state.pop(key, "")
            if value:
                state[key] = value
            if value != before:
                last[key] = past._count + 1
        past.commit({DUTY: duty(rows=(), **{key: state[key] for key in chance.sample(sorted(state), len(state))})})
    assert fields(past) == {"title": 2, **{key: last[key] for key in state}}
