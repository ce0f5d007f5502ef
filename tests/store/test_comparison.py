"""What differs between commits, and between a commit and the files as they are."""

from pathlib import Path

import pytest

from schema.change import GONE
from store.location import find
from store.past.comparison import compare_commits
from store.past.comparison import compare_files
from store.past.history import RecordDifference
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git
from tests.store.repositories import write

UNIT, NEW = "units/quay.toml", "duties/patrol.toml"
RENAMED = "x\n\nRegister-Action: rename\nRegister-Renamed: duty/round -> duty/patrol"
TITLE = [("title", "Round", "Rounds")]
Told = tuple[str, str, str, str, list[tuple[str, object, object]]]


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return begin(tmp_path / "register")


def tell(one: RecordDifference) -> Told:
    fields = [(field.dotted, field.old, field.new) for field in one.fields if field.key[0] != "cadence"]
    return one.kind, one.id, one.verb, one.was, fields


def between(past: Past, old: int, new: int) -> list[Told]:
    past.finish()
    return [tell(one) for one in compare_commits(find(past.top).git(), past.ids[old], past.ids[new])]


def files(past: Past, old: int = -1) -> list[Told]:
    where = find(past.top)
    assert where.head is not None
    return [tell(one) for one in compare_files(where.git(), where, past.ids[old], where.head)]


def test_records_are_added_edited_and_removed(past: Past) -> None:
    past.commit({DUTY: duty("Rounds"), UNIT: 'title = "Quay"\n', "README.md": "x"})
    past.commit({UNIT: None})
    assert between(past, 1, 2) == [
        ("duty", "round", "edit", "", TITLE),
        ("unit", "quay", "add", "", [("title", GONE, "Quay")]),
    ]
    assert between(past, 1, 3) == [("duty", "round", "edit", "", TITLE)]
    assert between(past, 3, 1) == [("duty", "round", "edit", "", [("title", "Rounds", "Round")])]
    assert between(past, 2, 3) == [("unit", "quay", "remove", "", [("title", "Quay", GONE)])]
    assert between(past, 2, 2) == []


def test_a_rename_is_one_record_both_ways(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    past.commit({NEW: duty("Rounds")})
    assert between(past, 1, 2) == [("duty", "patrol", "edit", "round", [])]
    assert between(past, 1, 3) == [("duty", "patrol", "edit", "round", TITLE)]
    assert between(past, 3, 1) == [("duty", "round", "edit", "patrol", [("title", "Rounds", "Round")])]


def test_renames_one_after_the_other_are_one(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    past.commit(
        {NEW: None, "duties/watch.toml": duty("Rounds")}, message="x\n\nRegister-Renamed: duty/patrol -> duty/watch"
    )
    assert between(past, 1, 3) == [("duty", "watch", "edit", "round", TITLE)]
    assert between(past, 3, 1) == [("duty", "round", "edit", "watch", [("title", "Rounds", "Round")])]


def test_a_rename_of_another_branch_is_undone_on_the_way(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, 1, message=RENAMED)
    past.commit({DUTY: None, "duties/watch.toml": duty()}, 1, message="x\n\nRegister-Renamed: duty/round -> duty/watch")
    assert between(past, 2, 3) == [("duty", "watch", "edit", "patrol", [])]


@pytest.mark.parametrize("message", ["moved", "x\n\nRegister-Renamed: duty/other -> duty/patrol"])
def test_without_a_trailer_it_is_a_removal_and_an_addition(past: Past, message: str) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=message)
    assert [(id_, verb, was) for _, id_, verb, was, _ in between(past, 1, 2)] == [
        ("patrol", "add", ""), ("round", "remove", ""),
    ]  # fmt: skip


def test_a_claimed_rename_of_what_is_still_there_is_not_believed(past: Past) -> None:
    past.commit({NEW: duty(), UNIT: None, "units/pier.toml": "a = 1\n"}, message=RENAMED)
    past.commit({"duties/other.toml": duty()})
    past.commit({"duties/other.toml": None, "duties/third.toml": duty()})
    assert [one[3] for one in between(past, 1, 4)] == ["", "", ""]


def test_a_side_that_is_no_toml_says_so(past: Past) -> None:
    past.commit({DUTY: "title = "})
    past.finish()
    (one,) = compare_commits(find(past.top).git(), past.ids[1], past.ids[2])
    assert (one.verb, one.fields, one.note) == ("edit", (), "one side cannot be read as TOML")


def test_the_files_as_they_are(past: Past) -> None:
    past.commit({UNIT: 'title = "Quay"\n'})
    past.finish()
    assert files(past) == []
    write(past.top, {DUTY: duty("Rounds").encode(), UNIT: None, NEW: duty("New").encode(), "notes.txt": b"x"})
    assert files(past) == [
        ("duty", "patrol", "add", "", [("title", GONE, "New")]),
        ("duty", "round", "edit", "", TITLE),
        ("unit", "quay", "remove", "", [("title", "Quay", GONE)]),
    ]
    assert files(past, 1) == files(past)[:2]


def test_files_against_an_older_commit(past: Past) -> None:
    past.commit({DUTY: duty("Rounds"), UNIT: 'title = "Quay"\n'})
    past.commit({UNIT: None})
    past.finish()
    assert files(past, 1) == [("duty", "round", "edit", "", TITLE)]
    write(past.top, {DUTY: duty().encode()})
    assert files(past, 1) == [], "as it was"
    run_git(past.top, "add", "--all")
    assert files(past, 1) == [], "staged or not"
    assert files(past, 3) == [("duty", "round", "edit", "", [("title", "Rounds", "Round")])]


def test_files_after_a_rename(past: Past) -> None:
    past.commit({DUTY: None, NEW: duty()}, message=RENAMED)
    past.finish()
    write(past.top, {NEW: duty("Rounds").encode()})
    assert files(past, 1) == [("duty", "patrol", "edit", "round", TITLE)]


def test_a_file_that_was_only_touched_is_the_same(past: Past) -> None:
    past.finish()
    (past.top / DUTY).touch()
    (past.top / "register.toml").write_bytes((past.top / "register.toml").read_bytes().replace(b"\n", b"\r\n"))
    assert files(past) == []


def test_comments_alone_are_a_difference_without_fields(past: Past) -> None:
    past.finish()
    (past.top / DUTY).write_text("# why\n" + duty())
    assert files(past) == [("duty", "round", "edit", "", [])]


def test_what_is_no_record_file_is_told_apart(past: Past, tmp_path: Path) -> None:
    past.finish()
    (past.top / DUTY).unlink()
    (past.top / DUTY).symlink_to(tmp_path)
    write(past.top, {"units/big.toml": b"#" * 2_000_000, "units/a\nb.toml": b"x = 1\n"})
    where = find(past.top)
    found = {one.id: one for one in compare_files(where.git(), where, past.ids[1], past.ids[1])}
    assert {id_: (one.verb, bool(one.note)) for id_, one in found.items()} == {
        "round": ("edit", True), "big": ("add", True),
    }  # fmt: skip


def test_a_register_below_the_top_compares_its_own_files(past: Past) -> None:
    nested = past.top / "inner"
    write(nested, {"register.toml": b'format = 1\ntitle = "x"\nlanguage = "en"\n', DUTY: duty().encode()})
    past.finish()
    run_git(past.top, "add", "--all")
    run_git(past.top, "commit", "--quiet", "--message=nested")
    write(nested, {DUTY: duty("Rounds").encode()})
    where = find(nested)
    assert where.head is not None
    assert [tell(one) for one in compare_files(where.git(), where, where.head, where.head)] == [
        ("duty", "round", "edit", "", TITLE)
    ]


def test_many_records_are_read_in_pieces(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.past.comparison._AT_ONCE", 7)
    past.commit({f"units/u{number:02}.toml": f'title = "{number}"\n' for number in range(20)})
    assert [one[1] for one in between(past, 1, 2)] == [f"u{number:02}" for number in range(20)]
