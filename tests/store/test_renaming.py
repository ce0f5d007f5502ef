"""Another id for a record and its removal, on real git: one commit, nothing else changed, nothing left that names what is gone."""

from pathlib import Path

import pytest

from schema.acts.records import MeaningUnclear
from schema.acts.records import StillNamed
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store.past.history import log
from store.register import RegisterStore
from store.rejection import BadId
from store.rejection import IdTaken
from store.rejection import NewerRecord
from store.rejection import RecordChanged
from store.rejection import SaveRefused
from store.rejection import SettingsNeeded
from store.rejection import UnknownRecord
from store.renaming import DayKept
from store.renaming import NamedInUnreadable
from store.renaming import NeverRenamed
from store.renaming import OnceUsed
from store.renaming import UnsavedFiles
from store.renaming import plan_removal
from store.renaming import plan_rename
from store.renaming import read_rename
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import write

UNIT = b"# who keeps the list\r\ntitle = 'Harbour Office'  # the sign says so\r\ntype = \"section\"\r\nparent = 'office' # itself\r\n"
HEAD = """title = "Head"
unit = "office"  # the whole office
rank = "staff"
in_charge_of = [
  "quay",
  "office",  # for now
]

[[holding]]
person = "ada"  # since the start
from = 2020-01-01
"""
RECORDS = {
    "units/office.toml": UNIT,
    "units/quay.toml": b'title = "Quay"\ntype = "section"\n',
    "posts/head.toml": HEAD.encode(),
    "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
    "activities/2026/05/2026-05-12-aaaaaa.toml": b'title = "Round"\ntype = "deliberation"\ndate = 2026-05-12\nunit = "quay"\n',
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records=RECORDS)
    return tmp_path / "register"


def count(top: Path) -> str:
    return run_git(top, "rev-list", "--count", "HEAD")


def refused(top: Path, reason: type[Failure], kind: str, id: str, new: str) -> Failure:
    """A rename is refused for a reason, and nothing is written."""
    before = (count(top), run_git(top, "status", "--porcelain"))
    store = RegisterStore.open(top)
    with pytest.raises(reason) as caught:
        store.save(plan_rename(store, kind, id, new))
    assert (count(top), run_git(top, "status", "--porcelain")) == before
    return caught.value


def test_a_rename_is_one_commit_that_moves_the_file_and_changes_what_names_it(top: Path) -> None:
    store = RegisterStore.open(top)
    saved = store.save(plan_rename(store, "unit", "office", "general-office", "the unit was renamed"))
    assert not (top / "units/office.toml").exists()
    assert (top / "units/general-office.toml").read_bytes() == UNIT.replace(b"'office'", b'"general-office"')
    assert (top / "posts/head.toml").read_text() == HEAD.replace('"office"', '"general-office"')
    assert run_git(top, "log", "-1", "--format=%B") == (
        "unit(office): renamed to general-office\n\nthe unit was renamed\n\n"
        "Register-Action: rename\nRegister-Record: unit/office\nRegister-Record: unit/general-office\n"
        "Register-Record: post/head\nRegister-Renamed: unit/office -> unit/general-office"
    )
    assert count(top) == "2"
    assert run_git(top, "status", "--porcelain") == ""
    assert sorted(saved.paths) == ["posts/head.toml", "units/general-office.toml", "units/office.toml"]
    assert store.register.posts["head"].unit == "general-office"
    assert "office" not in store.register.units
    assert RegisterStore.open(top, cached=False).register == store.register
    (newest, *_) = log(store.git)
    assert read_rename(newest.trailers["Register-Renamed"][0]) == (("unit", "office"), ("unit", "general-office"))
    check_whole(top)


def test_a_text_that_names_nothing_moves_byte_for_byte(top: Path) -> None:
    torn = b"\xef\xbb\xbf" + RECORDS["units/quay.toml"].rstrip(b"\n")
    write(top, {"units/quay.toml": torn})
    run_git(top, "commit", "--quiet", "--all", "--message=other form")
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "unit", "quay", "pier"))
    assert (top / "units/pier.toml").read_bytes() == torn
    assert run_git(top, "log", "-1", "--format=%b").startswith("The id changes from quay to pier\n")


def test_a_dated_record_keeps_its_day(top: Path) -> None:
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "activity", "2026-05-12-aaaaaa", "2026-05-12-bbbbbb"))
    assert (top / "activities/2026/05/2026-05-12-bbbbbb.toml").exists()
    caught = refused(top, DayKept, "activity", "2026-05-12-bbbbbb", "2026-05-13-bbbbbb")
    assert caught.message == "The id `2026-05-13-bbbbbb` is of another day than `2026-05-12-bbbbbb`."


@pytest.mark.parametrize("new", ["Pier", "a/b", "../x", "", "con", "2026--x", "x" * 65])
def test_an_id_that_does_not_fit_is_refused(top: Path, new: str) -> None:
    refused(top, BadId, "unit", "quay", new)


def test_ids_are_never_used_again(top: Path) -> None:
    refused(top, IdTaken, "unit", "quay", "office")
    refused(top, IdTaken, "unit", "quay", "quay")
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "unit", "quay", "pier"))
    caught = refused(top, OnceUsed, "unit", "office", "quay")
    begin = run_git(top, "rev-list", "--max-parents=0", "HEAD")
    assert (
        caught.message == f"The unit id `quay` was used before, last in commit {begin[:12]}; an id is never used twice."
    )
    plan_rename(store, "person", "ada", "quay")  # of another kind it was never one


def test_an_id_that_only_another_branch_or_an_old_merge_knows_is_used_too(top: Path) -> None:
    run_git(top, "checkout", "--quiet", "-b", "side")
    write(top, {"units/shed.toml": b'title = "Shed"\ntype = "section"\n'})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=shed")
    run_git(top, "rm", "--quiet", "units/shed.toml")
    run_git(top, "commit", "--quiet", "--message=no shed")
    write(top, {"units/hut.toml": b'title = "Hut"\ntype = "section"\n'})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=hut")
    run_git(top, "checkout", "--quiet", "main")
    refused(top, OnceUsed, "unit", "quay", "hut")
    run_git(top, "merge", "--quiet", "--no-ff", "--no-edit", "side~1")
    run_git(top, "branch", "--quiet", "-D", "side")
    refused(top, OnceUsed, "unit", "quay", "shed")


def test_settings_and_calendars_keep_their_names(top: Path) -> None:
    refused(top, NeverRenamed, "register", "", "x")
    refused(top, NeverRenamed, "calendar", "2026", "2027")


def test_records_that_are_not_there_are_named(top: Path) -> None:
    refused(top, UnknownRecord, "unit", "nowhere", "somewhere")
    with pytest.raises(UnknownRecord):
        plan_removal(RegisterStore.open(top), "unit", "nowhere", "x")


def test_files_with_changes_of_their_own_are_not_swept_in(top: Path) -> None:
    write(top, {"posts/head.toml": HEAD.replace("Head", "Head of all").encode()})
    caught = refused(top, UnsavedFiles, "unit", "office", "pier")
    assert caught.message == "What was changed outside in posts/head.toml is not saved yet, and would be swept in."
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "activity", "2026-05-12-aaaaaa", "2026-05-12-bbbbbb"))  # does not touch it
    assert run_git(top, "status", "--porcelain").split() == ["M", "posts/head.toml"]


def test_a_file_that_cannot_be_read_may_name_it(top: Path) -> None:
    write(top, {"posts/torn.toml": b'unit = "office\n', "posts/else.toml": b'unit = "office-2\n'})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=torn")
    caught = refused(top, NamedInUnreadable, "unit", "office", "pier")
    assert caught.message == "The id `office` stands in posts/torn.toml, which can't be read."
    store = RegisterStore.open(top)
    with pytest.raises(NamedInUnreadable):
        plan_removal(store, "unit", "office", "x")
    store.save(plan_removal(store, "post", "torn", "it says nothing"))
    write(top, {"posts/gbk.toml": "unit = '单位'".encode("gb18030")})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=gbk")
    refused(top, NamedInUnreadable, "person", "ada", "bo")


def test_a_record_of_a_newer_version_keeps_its_id(top: Path) -> None:
    write(top, {"units/quay.toml": RECORDS["units/quay.toml"] + b"format = 99\n"})
    run_git(top, "commit", "--quiet", "--all", "--message=newer")
    refused(top, NewerRecord, "unit", "quay", "pier")


def test_what_would_not_be_certain_is_refused(top: Path) -> None:
    write(top, {"units/quay.toml": b'title = "Quay"\ntype = "section"\nparent = "pier"\n'})
    run_git(top, "commit", "--quiet", "--all", "--message=dangling")
    refused(top, MeaningUnclear, "unit", "office", "pier")


def test_a_fault_or_refusal_that_stood_under_the_old_id_does_not_hold_a_rename_up(top: Path) -> None:
    numbered = b'title = "Quay"\ntype = "section"\nodd = 1\nnote = "call 13800138000"\n'
    write(top, {"units/quay.toml": numbered})
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "unit", "quay", "pier"))
    assert (top / "units/pier.toml").read_bytes() == numbered
    with pytest.raises(SaveRefused):  # elsewhere it comes in anew
        store.save(
            ChangeSet(
                action="add", records=(RecordChange(kind="unit", id="copy", verb=Verb.ADD, text=numbered.decode()),)
            )
        )


def test_an_id_that_holds_a_personal_number_is_refused(top: Path) -> None:
    with pytest.raises(SaveRefused) as caught:
        store = RegisterStore.open(top)
        store.save(plan_rename(store, "unit", "quay", "quay-13800138000"))
    assert {one.code for one in caught.value.diagnostics} == {"DB705"}
    assert (top / "units/quay.toml").exists()


def test_what_changed_between_the_plan_and_the_save_is_not_overwritten(top: Path) -> None:
    store = RegisterStore.open(top)
    plan = plan_rename(store, "unit", "office", "pier")
    write(top, {"posts/head.toml": HEAD.replace("Head", "Other").encode()})
    with pytest.raises(RecordChanged):
        store.save(plan)
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    plan = plan_rename(store, "unit", "office", "pier")
    write(top, {"units/shed.toml": b'title = "Shed"\ntype = "section"\nparent = "office"\n'})
    with pytest.raises(StillNamed, match="unit/shed parent"):
        store.save(plan)
    assert (top / "units/office.toml").read_bytes() == UNIT


def test_a_removal_is_one_commit(top: Path) -> None:
    store = RegisterStore.open(top)
    store.save(plan_removal(store, "activity", "2026-05-12-aaaaaa", "entered twice"))
    assert run_git(top, "log", "-1", "--format=%B") == (
        "activity(2026-05-12-aaaaaa): remove Round\n\nentered twice\n\n"
        "Register-Action: remove\nRegister-Record: activity/2026-05-12-aaaaaa"
    )
    assert not (top / "activities/2026/05/2026-05-12-aaaaaa.toml").exists()
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)


def test_a_record_that_others_name_is_not_removed_by_whatever_way(top: Path) -> None:
    store = RegisterStore.open(top)
    with pytest.raises(StillNamed, match=r"post/head in_charge_of\[0\], activity/2026-05-12-aaaaaa unit"):
        plan_removal(store, "unit", "quay", "x")
    bare = ChangeSet(action="x", records=(RecordChange(kind="unit", id="quay", verb=Verb.REMOVE),))
    with pytest.raises(StillNamed):
        store.prepare(bare)
    with pytest.raises(StillNamed):
        store.save(bare)
    both = ChangeSet(
        action="x",
        records=(
            *bare.records,
            RecordChange(kind="activity", id="2026-05-12-aaaaaa", verb=Verb.REMOVE),
            RecordChange(
                kind="post", id="head", verb=Verb.EDIT, fields=(FieldChange(key=("in_charge_of",), value=["office"]),)
            ),
        ),
    )
    store.save(both)
    assert "quay" not in store.register.units
    assert not (top / "units/quay.toml").exists()


def test_the_settings_stay_and_unsaved_files_are_not_removed(top: Path) -> None:
    store = RegisterStore.open(top)
    with pytest.raises(SettingsNeeded):
        plan_removal(store, "register", "", "x")
    path = "activities/2026/05/2026-05-12-aaaaaa.toml"
    write(top, {path: RECORDS[path] + b'note = "new"\n'})
    with pytest.raises(UnsavedFiles):
        plan_removal(RegisterStore.open(top), "activity", "2026-05-12-aaaaaa", "x")


def test_a_trailer_that_is_none_names_nothing() -> None:
    assert read_rename("whatever") == (("whatever", ""), ("", ""))


def test_a_reason_cannot_pose_as_a_trailer(top: Path) -> None:
    store = RegisterStore.open(top)
    why = "x\n\nRegister-Undoes: " + "a" * 40 + "\nRegister-Renamed: unit/a -> unit/b"
    store.save(plan_removal(store, "activity", "2026-05-12-aaaaaa", why))
    (newest, *_) = log(store.git)
    assert set(newest.trailers) == {"Register-Action", "Register-Record"}


class Cut(BaseException):
    """Stands for a kill."""


@pytest.mark.parametrize("finish", [True, False])
@pytest.mark.parametrize("step", ["remove", "write", "commit_paths"])
def test_a_rename_that_a_kill_cuts_off_is_finished_or_put_back(
    top: Path, monkeypatch: pytest.MonkeyPatch, step: str, *, finish: bool
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise Cut

    before = {path: path.read_bytes() for path in top.rglob("*.toml")}
    store = RegisterStore.open(top)
    plan = plan_rename(store, "unit", "office", "pier")
    with monkeypatch.context() as patch, pytest.raises(Cut):
        patch.setattr(f"store.writing.{step}", kill)
        store.save(plan)
    monkeypatch.setattr("store.journal.Intent.alive", property(lambda _: False))
    again = RegisterStore.open(top)
    (intent,) = again.unfinished()
    if finish:
        again.finish(intent)
        assert run_git(top, "log", "-1", "--format=%B").endswith("Register-Renamed: unit/office -> unit/pier")
        assert (top / "units/pier.toml").exists() and not (top / "units/office.toml").exists()
        assert again.register.posts["head"].unit == "pier"
    else:
        again.roll_back(intent)
        assert {path: path.read_bytes() for path in top.rglob("*.toml")} == before
        assert count(top) == "1"
    assert run_git(top, "status", "--porcelain") == ""
    check_whole(top)
