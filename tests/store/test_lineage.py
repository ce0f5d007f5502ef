"""A record is followed through renames that happened, and through none that a commit only claims."""

from pathlib import Path

import pytest

from store.location import find
from store.past.history import details
from store.past.lineage import lineage
from store.past.lineage import paths_of
from store.past.logbook import LoggedCommit
from store.past.logbook import TouchedFile
from store.past.logbook import make_commit
from store.past.logbook import moment
from store.past.logbook import renames_of
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture

NEW = "duties/patrol.toml"
ROUND, PATROL = ("duty", "round"), ("duty", "patrol")
RENAMED = "duty(round): renamed to patrol\n\nRegister-Action: rename\nRegister-Renamed: duty/round -> duty/patrol"
TWO_RECORDS = "x\n\nRegister-Action: rename\nRegister-Record: duty/patrol\nRegister-Record: duty/round"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = begin(tmp_path / "register")
    made.commit({DUTY: duty("Round", code="D1")})
    return made


def numbers(past: Past, place: tuple[str, str] = PATROL) -> list[int]:
    history = past.finish()
    return [past.ids.index(commit.commit) for commit in lineage(history, place)]


@pytest.mark.parametrize("message", [RENAMED, TWO_RECORDS])
def test_a_rename_is_followed(past: Past, message: str) -> None:
    past.commit({DUTY: None, NEW: duty("Round", code="D1")}, message=message)
    past.commit({NEW: duty("Patrol", code="D1")})
    history = past.finish()
    found = list(lineage(history, PATROL))
    assert [past.ids.index(commit.commit) for commit in found] == [4, 3, 2, 1]
    assert [[file.path for file in commit.files] for commit in found] == [[NEW], [DUTY, NEW], [DUTY], [DUTY]]
    told = [changes for _, changes in details(find(past.top).git(), found)]
    assert [[(one.id, one.verb, one.was) for one in changes] for changes in told] == [
        [("patrol", "edit", "")],
        [("patrol", "edit", "round")],
        [("round", "edit", "")],
        [("round", "add", "")],
    ]
    assert told[1][0].fields == ()


def test_the_former_id_has_its_history_up_to_the_rename(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    past.commit({NEW: duty("Patrol")})
    assert numbers(past, ROUND) == [3, 2, 1]


def test_a_chain_of_renames_and_back(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty("1")}, message=RENAMED)
    past.commit({NEW: None, "duties/watch.toml": duty("2")}, message="x\n\nRegister-Renamed: duty/patrol -> duty/watch")
    past.commit({"duties/watch.toml": None, DUTY: duty("3")}, message="x\n\nRegister-Renamed: duty/watch -> duty/round")
    past.commit({DUTY: duty("4")})
    assert numbers(past, ROUND) == [6, 5, 4, 3, 2, 1]


def test_another_record_that_had_the_id_before_is_not_this_one(past: Past) -> None:
    past.commit({NEW: duty("Another")})
    past.commit({NEW: None})
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    assert numbers(past) == [5, 2, 1]


def test_the_former_id_used_again_by_another_record_is_not_this_one(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    past.commit({DUTY: duty("Another")})
    assert numbers(past) == [3, 2, 1]
    assert numbers(past, ROUND) == [4, 3, 2, 1]


def test_a_record_that_was_removed_and_added_again_is_one(past: Past) -> None:
    past.commit({DUTY: None})
    past.commit({DUTY: duty()})
    assert numbers(past, ROUND) == [4, 3, 2, 1]


@pytest.mark.parametrize(
    "message",
    [
        "moved",
        "x\n\nRegister-Renamed: duty/nowhere -> duty/patrol",
        "x\n\nRegister-Renamed: duty/round -> duty/other",
        "x\n\nRegister-Renamed: unit/round -> duty/patrol",
        "x\n\nRegister-Renamed: duty/../../x -> duty/patrol",
        "x\n\nRegister-Renamed: duty/round",
        "x\n\nRegister-Renamed: duty/patrol -> duty/patrol",
        "x\n\nRegister-Renamed: duty/a -> duty/b -> duty/patrol",
        "x\n\nRegister-Action: rename\nRegister-Record: duty/patrol",
        "x\n\nRegister-Action: set\nRegister-Record: duty/round\nRegister-Record: duty/patrol",
        "x\n\nRegister-Renamed: duty/round -> duty/patrol\n\nthe reason comes last",
    ],
)
def test_what_a_commit_does_not_say_rightly_is_no_rename(past: Past, message: str) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=message)
    assert numbers(past) == [3]


@pytest.mark.parametrize("files", [{NEW: duty()}, {DUTY: duty("Stays"), NEW: duty()}])
def test_a_claim_without_the_former_file_going_is_not_believed(past: Past, files: dict[str, str]) -> None:
    past.commit(files, message=RENAMED)
    assert numbers(past) == [3]
    git = find(past.top).git()
    (commit,) = [one for one in past.finish().log() if one.commit == past.ids[3]]
    ((_, changes),) = details(git, [commit])
    assert [one.was for one in changes] == [""] * len(files)


def test_a_rename_on_a_branch_is_followed_through_its_merge(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty("Round", code="D1")}, 2, message=RENAMED)
    past.commit({"units/quay.toml": 'title = "Quay"\n'}, 2)
    past.commit({DUTY: None, NEW: duty("Round", code="D1"), "units/quay.toml": 'title = "Quay"\n'}, 4, 3)
    assert numbers(past) == [5, 3, 2, 1]


def test_a_file_that_was_moved_within_its_folder_is_the_same_record(past: Past) -> None:
    deep = "duties/deep/round.toml"
    past.commit({DUTY: None, deep: duty("Deep", code="D1")})
    history = past.finish()
    found = list(lineage(history, ROUND, paths_of(ROUND, deep)))
    assert [past.ids.index(commit.commit) for commit in found] == [3, 2, 1]
    (_, changes), *_ = details(find(past.top).git(), found)
    assert [(one.verb, [field.dotted for field in one.fields]) for one in changes] == [("edit", ["title"])]


def test_no_place_has_no_history(past: Past) -> None:
    assert numbers(past, ("duty", "no such id")) == []
    assert paths_of(("nothing", "x")) == ()
    assert paths_of(("duty", "--all"), "duties/--all.toml") == ("duties/--all.toml",)
    assert paths_of(("register", "")) == ("register.toml",)


def made(message: str, *files: TouchedFile) -> LoggedCommit:
    return make_commit(
        message=message, commit="a" * 40, time=moment("0 +0000"), author="", email="", signed="unsigned", files=files
    )


def test_several_renames_of_one_commit() -> None:
    said = "x\n\nRegister-Renamed: duty/a -> duty/b\nRegister-Renamed: unit/c -> unit/d"
    assert renames_of(made(said)) == {("duty", "b"): ("duty", "a"), ("unit", "d"): ("unit", "c")}


def test_which_of_two_records_is_the_new_one_the_files_tell() -> None:
    gone, come = TouchedFile(DUTY, "1" * 40, ""), TouchedFile(NEW, "", "2" * 40)
    for files in ([gone, come], [gone], [come]):
        assert renames_of(made(TWO_RECORDS, *files)) == {PATROL: ROUND}
    assert renames_of(made(TWO_RECORDS)) == {}


@pytest.mark.parametrize(
    "raw", ["", "x", "1", "1 +", "1 +2500", "9" * 30 + " +0000", "1 *0800", "-9999999999999 +0000"]
)
def test_a_time_that_is_none_is_the_beginning(raw: str) -> None:
    assert moment(raw).isoformat() == "1970-01-01T00:00:00+00:00"


def test_times_keep_their_zone() -> None:
    assert moment("1767240000 +0800").isoformat() == "2026-01-01T12:00:00+08:00"
    assert moment("1767240000 -0330").isoformat() == "2026-01-01T00:30:00-03:30"
