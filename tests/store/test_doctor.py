"""The doctor: each damage is planted and found, each remedy checked by git and by a look at all other files, and looking never writes."""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store.cache import Cache
from store.care import leftovers
from store.care.ailment import Ailment
from store.care.ailment import Code
from store.care.doctor import examine
from store.disk import Missing
from store.draft import Drafts
from store.failure import GitCancelled
from store.failure import GitTimedOut
from store.failure import LockHeld
from store.git import Git
from store.git import Result
from store.journal import Journal
from store.journal import Revision
from store.location import Location
from store.location import find
from store.register import RegisterStore
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import write

UNIT = b'# who keeps the list\ntitle = "Harbour Office"\ntype = "section"\n'
PATH = "units/office.toml"
DEAD = "4194399-7-0123456789abcdef"
"""Process, start and random part in the name of a temporary file whose process never was."""


@pytest.fixture
def place(tmp_path: Path) -> Location:
    records = {
        PATH: UNIT,
        "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
        "notes.txt": b"mine",
    }
    return make_register(tmp_path / "register", records=records)


def everything(top: Path) -> dict[str, tuple[object, ...]]:
    """Every file and folder, git's included, with content, time and mode."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(top.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        found[path.relative_to(top).as_posix()] = (
            content,
            status.st_mtime_ns if content is not None else 0,
            status.st_mode,
        )
    return found


def looked(place: Location) -> list[Ailment]:
    """What is found; looking has not changed a byte."""
    before = everything(place.top)
    found = examine(find(place.top))
    assert everything(place.top) == before
    for one in found:
        check_words(one)
    return found


def check_words(one: Ailment) -> None:
    for text in (one.what, one.would_do):
        assert text[0].isupper() and text.endswith((".", "!", "?")), text
    for text in (one.what_zh, one.would_do_zh):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text) and text[-1] in "。！？", text
    assert one.say("zh-CN") == (one.what_zh, one.would_do_zh)
    assert one.say("en") == (one.what, one.would_do)


def codes(place: Location) -> list[str]:
    return [one.code.value for one in looked(place)]


def only(place: Location, code: Code) -> Ailment:
    (found,) = looked(place)
    assert found.code is code
    return found


def mended(place: Location, found: Ailment, *, but: Callable[[str], bool] = lambda _: False) -> None:
    """Do what is offered: then nothing is wrong, git is content, and no other file has changed."""
    before = files(place.top)
    assert found.remedy is not None and found.fixable
    found.remedy()
    assert looked(place) == []
    check_whole(place.top)
    after = files(place.top)
    assert {name for name in {*before, *after} if before.get(name) != after.get(name) and not but(name)} == set()


def files(top: Path) -> dict[str, bytes]:
    """The content of every file of the work tree."""
    found = (
        path
        for path in top.rglob("*")
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(top).parts
    )
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}


def status(place: Location) -> str:
    return run_git(place.top, "status", "--porcelain")


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then), follow_symlinks=False)


def change(**fields: object) -> ChangeSet:
    changes = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    return ChangeSet(
        action="set", records=(RecordChange(kind="unit", id="office", verb=Verb.EDIT, fields=changes),), reason="x"
    )


def test_a_healthy_register_has_nothing(place: Location) -> None:
    assert looked(place) == []
    store = RegisterStore.open(place.top)
    store.save(change(short="HO"))
    store.drafts.keep("unit/office", {"title": "x"})
    assert codes(place) == []


# What dead processes left behind


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "config.lock"])
def test_locks_of_dead_gits(place: Location, name: str) -> None:
    path = place.git_dir / name
    path.touch()
    age(path, 300)
    found = only(place, Code.STALE_LOCK)
    assert found.what == f"Git's lock .git/{name} has stood for 5 minute(s), and no living git is seen that holds it."
    assert found.would_do == "Remove the lock."
    mended(place, found)
    assert status(place) == ""


def test_a_lock_that_is_held_is_no_ailment(place: Location) -> None:
    path = place.git_dir / "index.lock"
    with path.open("w"):
        assert codes(place) == []


def test_a_young_lock_whose_holder_cannot_be_seen_is_left(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.lock._find_holder", lambda *_: ("", False))
    path = place.git_dir / "index.lock"
    path.touch()
    assert not only(place, Code.STALE_LOCK).fixable
    age(path, 3600)
    mended(place, only(place, Code.STALE_LOCK))


def test_a_lock_that_somebody_took_meanwhile_is_not_removed(place: Location) -> None:
    path = place.git_dir / "index.lock"
    path.touch()
    found = only(place, Code.STALE_LOCK)
    assert found.remedy is not None
    with path.open("w"), pytest.raises(LockHeld):
        found.remedy()
    assert path.exists()


class Cut(BaseException):
    """Stands for a kill."""


def cut_off(place: Location, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A save that is killed before a step."""

    def kill(*_: object, **__: object) -> None:
        raise Cut

    with monkeypatch.context() as patch, pytest.raises(Cut):
        patch.setattr(f"store.writing.{step}", kill)
        RegisterStore.open(place.top).save(change(title="Office"))
    monkeypatch.setattr("store.journal.Intent.alive", property(lambda _: False))


@pytest.mark.parametrize("step", ["write", "commit_paths"])
def test_a_save_that_was_cut_off(place: Location, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    cut_off(place, monkeypatch, step)
    found = only(place, Code.CUT_OFF_SAVE)
    assert found.what == "A save was cut off: unit(office): title Harbour Office -> Office."
    mended(place, found, but=lambda name: name == PATH)
    assert (place.top / PATH).read_bytes() == UNIT.replace(b"Harbour Office", b"Office")
    assert run_git(place.top, "rev-list", "--count", "HEAD") == "2"
    assert status(place) == ""


def test_of_two_saves_that_were_cut_off_each_is_finished_by_itself(
    place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(place, monkeypatch, "write")
    Journal(place.git_dir / "dutybook/saves").begin(
        "unit(quay): add\n", [Revision("units/quay.toml", None, UNIT.decode())]
    )
    first, second = looked(place)
    for one, count in ((second, "2"), (first, "3")):
        assert one.remedy is not None
        one.remedy()
        assert run_git(place.top, "rev-list", "--count", "HEAD") == count
    assert looked(place) == []
    assert status(place) == ""


def test_a_save_that_lives_is_left_alone(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(place, monkeypatch, "write")
    monkeypatch.setattr("store.journal.Intent.alive", property(lambda _: True))
    assert codes(place) == []


def test_a_save_that_was_overtaken_is_a_persons_to_decide(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(place, monkeypatch, "commit_paths")
    write(place.top, {PATH: b'title = "Other"\ntype = "section"\n'})
    found = only(place, Code.CUT_OFF_SAVE)
    assert not found.fixable
    assert PATH in found.would_do


def test_a_save_whose_file_cannot_be_read_by_now_is_a_persons_to_decide(
    place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(place, monkeypatch, "commit_paths")
    (place.top / PATH).unlink()
    (place.top / PATH).mkdir()
    found = [one for one in looked(place) if one.code is Code.CUT_OFF_SAVE]
    assert [one.fixable for one in found] == [False]


def test_notes_that_go_while_they_are_looked_at_are_no_ailment(
    place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    RegisterStore.open(place.top).drafts.keep("unit/office", {"title": "x"})

    def gone(_: Path, name: str, **__: object) -> bytes:
        raise Missing(name)

    monkeypatch.setattr("store.care.leftovers.read", gone)
    assert codes(place) == []
    assert not leftovers._is_old(tmp_path / "nowhere")


def test_notes_and_drafts_that_cannot_be_read_stay(place: Location) -> None:
    Journal(place.git_dir / "dutybook/saves").begin("x", [])
    RegisterStore.open(place.top).drafts.keep("unit/office", {"title": "x"})
    (note,) = (place.git_dir / "dutybook/saves").glob("*.json")
    (draft,) = (place.state_dir / "drafts").glob("*.json")
    for path in (note, draft):
        path.write_bytes(path.read_bytes()[:-5])
    assert codes(place) == ["damaged-note", "damaged-draft"]
    assert not any(one.fixable for one in looked(place))
    assert looked(place)[1].what == f"The draft .git/dutybook/drafts/{draft.name} can't be read."


def test_a_note_whose_text_was_damaged_is_not_finished(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(place, monkeypatch, "write")
    (note,) = (place.git_dir / "dutybook/saves").glob("*.json")
    told = json.loads(note.read_bytes())
    told["revisions"][0]["after"] = "torn"
    note.write_text(json.dumps(told))
    assert not only(place, Code.DAMAGED_NOTE).fixable


def test_a_draft_that_is_a_link_is_not_followed(place: Location, tmp_path: Path) -> None:
    Drafts(place.state_dir / "drafts")
    (place.state_dir / "drafts/x.json").symlink_to(tmp_path / "nowhere")
    assert codes(place) == ["damaged-draft"]


def test_a_move_of_a_sync_that_was_cut_off(place: Location, tmp_path: Path) -> None:
    remote = make_remote(tmp_path / "remote.git", place.top)
    other = make_clone(remote, tmp_path / "other")
    new = save(other, {PATH: UNIT + b'short = "HO"\n'})
    run_git(other.top, "push", "--quiet", "origin", "main")
    run_git(place.top, "fetch", "--quiet", "origin")
    old = run_git(place.top, "rev-parse", "HEAD")
    place.make_state_dir()
    (place.state_dir / "moving.json").write_text(json.dumps([old, new, "refs/heads/main"]))
    write(place.top, {PATH: UNIT + b'short = "'})
    codes_found = codes(place)
    assert codes_found == ["unfinished-move"]
    mended(place, only(place, Code.UNFINISHED_MOVE), but=lambda name: name == PATH)
    assert run_git(place.top, "rev-parse", "HEAD") == new
    assert status(place) == ""


def test_a_damaged_cache_is_made_anew(place: Location) -> None:
    RegisterStore.open(place.top)
    path = place.state_dir / "cache.sqlite"
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    mended(place, only(place, Code.DAMAGED_CACHE))
    assert not path.exists()
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    found = only(place, Code.DAMAGED_CACHE)
    assert found.what == "The cache .git/dutybook/cache.sqlite is damaged."
    for _ in range(2):  # the first one takes it away, the second makes it anew
        RegisterStore.open(place.top)
    assert codes(place) == []
    assert Cache(place.state_dir).known()


def test_a_cache_in_use_is_no_ailment(place: Location) -> None:
    RegisterStore.open(place.top)
    assert codes(place) == []
    base = sqlite3.connect(place.state_dir / "cache.sqlite", isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    try:
        found = examine(find(place.top))
    finally:
        base.close()
    assert found == []


@pytest.mark.parametrize("folder", ["units", ".git/dutybook/drafts", ".git/dutybook/saves"])
def test_temporary_files_of_dead_processes(place: Location, folder: str) -> None:
    temporary = f"{folder}/.dutybook-{DEAD}.tmp"
    living = f"{folder}/.dutybook-{os.getpid()}-0-0123456789abcdef.tmp"
    write(place.top, {temporary: b"x", living: b"x"})
    found = only(place, Code.LEFT_OVER_FILE)
    assert temporary in found.what and living not in found.what
    mended(place, found, but=lambda name: name == temporary)
    assert not (place.top / temporary).exists() and (place.top / living).exists()


def test_working_files_of_killed_commands(place: Location) -> None:
    state = place.make_state_dir()
    for name in ("paths-abc", "seen-abc", "objects-abc/0"):
        write(state, {name: b"x"})
    assert codes(place) == []  # a command may be using them
    for name in ("paths-abc", "seen-abc", "objects-abc"):
        age(state / name, 7200)
    mended(place, only(place, Code.LEFT_OVER_FILE))
    assert [path.name for path in state.iterdir() if path.name != "lock"] == []


# Git's objects, the index and the files


def blob(place: Location, path: str) -> Path:
    id_ = run_git(place.top, "rev-parse", f"HEAD:{path}")
    return place.git_dir / "objects" / id_[:2] / id_[2:]


def test_a_missing_object_is_told_with_the_record_that_it_concerns(place: Location) -> None:
    blob(place, PATH).unlink()
    found = only(place, Code.DAMAGED_OBJECT)
    assert not found.fixable
    assert found.what.startswith("Git finds 1 fault(s) in its objects, the first: missing blob ")
    assert found.what.endswith(f"It concerns {PATH}.")
    assert found.what_zh.endswith(f"涉及 {PATH}。")


def test_an_empty_object_is_told(place: Location) -> None:
    path = blob(place, PATH)
    path.chmod(0o644)
    path.write_bytes(b"")
    found = only(place, Code.DAMAGED_OBJECT)
    assert "the first: empty object " in found.what and found.what.endswith(f"It concerns {PATH}.")


def test_decay_is_found_where_every_object_is_read(place: Location) -> None:
    path = blob(place, PATH)
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-6] ^= 0xFF
    path.write_bytes(content)
    assert codes(place) == []
    found = examine(find(place.top), thorough=True)
    assert [one.code for one in found] == [Code.DAMAGED_OBJECT]
    assert PATH in found[0].what


def test_a_missing_tree_stops_nothing_else(place: Location) -> None:
    id_ = run_git(place.top, "rev-parse", "HEAD:units")
    (place.git_dir / "objects" / id_[:2] / id_[2:]).unlink()
    path = place.git_dir / "index.lock"
    path.touch()
    found = codes(place)
    assert found[0] == "stale-lock"
    assert "damaged-object" in found


def test_a_check_that_takes_too_long_says_so(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Git.run

    def slow(git: Git, *args: str, **options: Any) -> Result:
        if args[0] == "fsck":
            raise GitTimedOut(args, options["deadline"], "")
        return run(git, *args, **options)

    monkeypatch.setattr(Git, "run", slow)
    (place.top / PATH).chmod(0o755)
    first, second = examine(find(place.top), deadline=2.5)
    assert (first.code, second.code) == (Code.NOT_EXAMINED, Code.WRONG_MODE)
    assert first.what == "Git did not check its objects within 2.5 second(s)."
    check_words(first)


def test_it_can_be_given_up(place: Location) -> None:
    with pytest.raises(GitCancelled):
        examine(find(place.top), cancelled=lambda: True)


def test_git_is_stopped_when_it_is_given_up(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise GitCancelled(["fsck"])

    monkeypatch.setattr("store.care.doctor._OWN", (stop,))
    with pytest.raises(GitCancelled):
        examine(find(place.top))


def test_a_record_that_is_staged_and_not_committed(place: Location) -> None:
    write(place.top, {PATH: UNIT + b'short = "HO"\n', "units/quay.toml": UNIT, "notes.txt": b"staged by the user"})
    run_git(place.top, "add", "--all")
    first, second = looked(place)
    assert [first.code, second.code] == [Code.STAGED_RECORD] * 2
    assert first.what == f"The record {PATH} is staged in git's index and not committed."
    before = files(place.top)
    for one in (first, second):
        assert one.remedy is not None
        one.remedy()
    assert looked(place) == []
    assert files(place.top) == before
    assert status(place).splitlines() == ["M  notes.txt", " M units/office.toml", "?? units/quay.toml"]
    check_whole(place.top)


def test_what_is_only_in_the_index_is_not_thrown_away(place: Location) -> None:
    write(place.top, {PATH: UNIT + b'short = "HO"\n'})
    run_git(place.top, "add", "--all")
    write(place.top, {PATH: UNIT + b'short = "HQ"\n'})
    assert not only(place, Code.STAGED_RECORD).fixable
    write(place.top, {PATH: None})
    assert [one.fixable for one in looked(place) if one.code is Code.STAGED_RECORD] == [False]


def test_a_record_that_was_taken_out_of_the_index(place: Location) -> None:
    run_git(place.top, "rm", "--quiet", "--cached", PATH)
    mended(place, only(place, Code.STAGED_RECORD))
    assert status(place) == ""


@pytest.mark.parametrize("staged", [False, True])
def test_a_record_that_is_gone_from_the_disk_is_put_back(place: Location, *, staged: bool) -> None:
    run_git(place.top, "rm", "--quiet", PATH) if staged else (place.top / PATH).unlink()
    found = looked(place)
    assert [one.code for one in found] == [*([Code.STAGED_RECORD] if staged else []), Code.MISSING_RECORD]
    assert found[-1].what == f"The record {PATH} is not on the disk, but in the last commit."
    mended(place, found[-1], but=lambda name: name == PATH)
    assert (place.top / PATH).read_bytes() == UNIT
    assert status(place) == ""


def test_what_stands_in_the_place_of_a_missing_record_by_now_stays(place: Location) -> None:
    (place.top / PATH).unlink()
    found = only(place, Code.MISSING_RECORD)
    write(place.top, {PATH: b"by hand"})
    assert found.remedy is not None
    with pytest.raises(Failure):
        found.remedy()
    assert (place.top / PATH).read_bytes() == b"by hand"


def test_a_record_marked_as_a_program_on_the_disk(place: Location) -> None:
    (place.top / PATH).chmod(0o755)
    mended(place, only(place, Code.WRONG_MODE))
    assert (place.top / PATH).stat().st_mode & 0o777 == 0o644
    assert status(place) == ""
    assert run_git(place.top, "rev-list", "--count", "HEAD") == "1"


def test_a_record_marked_as_a_program_in_git(place: Location) -> None:
    (place.top / PATH).chmod(0o755)
    run_git(place.top, "commit", "--quiet", "--all", "--message=a program")
    mended(place, only(place, Code.WRONG_MODE))
    assert status(place) == ""
    assert run_git(place.top, "log", "-1", "--format=%B") == (
        "unit(office): no program\n\nRegister-Action: doctor\nRegister-Record: unit/office"
    )
    assert run_git(place.top, "ls-tree", "HEAD", PATH).startswith("100644 blob")


def test_a_program_with_changes_of_its_own_is_not_committed(place: Location) -> None:
    (place.top / PATH).chmod(0o755)
    run_git(place.top, "commit", "--quiet", "--all", "--message=a program")
    write(place.top, {PATH: UNIT + b'short = "HO"\n'})
    found = only(place, Code.WRONG_MODE)
    assert found.remedy is not None
    found.remedy()
    assert run_git(place.top, "rev-list", "--count", "HEAD") == "2"
    assert (place.top / PATH).read_bytes() == UNIT + b'short = "HO"\n'


def test_modes_that_the_disk_does_not_keep_are_not_looked_at(place: Location) -> None:
    (place.top / PATH).chmod(0o755)
    run_git(place.top, "config", "core.fileMode", "false")
    assert codes(place) == []


def test_a_program_that_is_gone_is_put_back_and_then_no_program(place: Location) -> None:
    (place.top / PATH).chmod(0o755)
    run_git(place.top, "commit", "--quiet", "--all", "--message=a program")
    (place.top / PATH).unlink()
    found = looked(place)
    assert [one.code for one in found] == [Code.MISSING_RECORD, Code.WRONG_MODE]
    assert found[1].remedy is not None
    found[1].remedy()
    assert run_git(place.top, "rev-list", "--count", "HEAD") == "2"
    for one in found:
        assert one.remedy is not None
        one.remedy()
    assert looked(place) == []
    assert status(place) == ""


def test_a_link_in_place_of_a_record(place: Location) -> None:
    (place.top / "units/quay.toml").symlink_to("office.toml")
    run_git(place.top, "add", "--all")
    run_git(place.top, "commit", "--quiet", "--message=a link")
    found = only(place, Code.WRONG_MODE)
    assert not found.fixable
    assert found.what == "The record units/quay.toml is no ordinary file in git (a symbolic link)."


def test_paths_that_differ_in_capitals_or_in_form_alone(place: Location) -> None:
    write(
        place.top,
        {
            "units/Office.toml": UNIT,
            "Units/x.toml": UNIT,
            "attachments/e\u0301.txt": b"",
            "attachments/\u00e9.txt": b"",
        },
    )
    run_git(place.top, "add", "--all")
    run_git(place.top, "commit", "--quiet", "--message=names")
    found = looked(place)
    assert [one.code for one in found] == [Code.CASE_COLLISION] * 3
    assert {one.what for one in found} == {
        "The paths attachments/e\u0301.txt and attachments/\u00e9.txt are one and the same on some disks.",
        "The paths Units and units are one and the same on some disks.",
        "The paths units/Office.toml and units/office.toml are one and the same on some disks.",
    }


# The remote, and the history


def test_a_remote_that_was_rewritten(place: Location, tmp_path: Path) -> None:
    remote = make_remote(tmp_path / "remote.git", place.top)
    seen = save(place, {PATH: UNIT + b'short = "HO"\n'})
    run_git(place.top, "push", "--quiet", "origin", "main")
    place.make_state_dir()
    (place.state_dir / "seen.json").write_text(json.dumps({"origin refs/heads/main": seen}))
    assert codes(place) == []
    run_git(remote, "update-ref", "refs/heads/main", f"{seen}^")
    run_git(place.top, "fetch", "--quiet", "origin")
    found = only(place, Code.REWRITTEN_UPSTREAM)
    assert found.what == f"The branch main of origin no longer holds the commit {seen[:12]} that was seen there."
    assert not found.fixable
    (place.state_dir / "seen.json").write_bytes(b"{")
    assert not only(place, Code.DAMAGED_MEMORY).fixable


def test_a_long_history_without_a_commit_graph(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.care.soundness.MANY_COMMITS", 1)
    found = only(place, Code.NO_COMMIT_GRAPH)
    mended(place, found)
    run_git(place.top, "commit-graph", "verify")
    assert status(place) == ""


def test_a_commit_graph_without_paths_is_written_anew(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.care.soundness.MANY_COMMITS", 1)
    run_git(place.top, "commit-graph", "write", "--reachable")
    mended(place, only(place, Code.NO_COMMIT_GRAPH))
    run_git(place.top, "commit-graph", "write", "--reachable", "--changed-paths", "--split=replace")
    assert codes(place) == []


# Registers that can't be written or looked at


def test_why_nothing_may_be_written_is_told(place: Location) -> None:
    (place.git_dir / "MERGE_HEAD").write_text(run_git(place.top, "rev-parse", "HEAD") + "\n")
    found = looked(place)
    assert [one.code for one in found] == [Code.READ_ONLY]
    assert "merge" in found[0].what


def test_a_register_without_a_repository_is_looked_at_as_far_as_it_goes(tmp_path: Path) -> None:
    write(tmp_path / "plain", {"register.toml": b'format = 1\ntitle = "x"\n', f"units/.dutybook-{DEAD}.tmp": b"x"})
    found = examine(find(tmp_path / "plain"))
    assert [one.code for one in found] == [Code.READ_ONLY, Code.LEFT_OVER_FILE]


def test_a_register_without_commits(tmp_path: Path) -> None:
    top = tmp_path / "register"
    write(top, {"register.toml": b'format = 1\ntitle = "x"\n'})
    run_git(top, "init", "--quiet", "--initial-branch=main", "--template=")
    assert [one.code for one in examine(find(top))] == []


def test_a_look_that_fails_is_told_and_the_others_go_on(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("store.care.doctor._OWN", (fail,))
    (place.top / PATH).chmod(0o755)
    found = looked(place)
    assert [one.code for one in found] == [Code.NOT_EXAMINED, Code.WRONG_MODE]
    assert found[0].what == "Something could not be looked at: Permission denied."


def test_a_linked_work_tree_has_saves_of_its_own(
    place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = tmp_path / "linked"
    run_git(place.top, "worktree", "add", "--quiet", "-b", "other", str(linked))
    cut_off(find(linked), monkeypatch, "commit_paths")
    assert codes(place) == []
    (found,) = examine(find(linked))
    assert found.code is Code.CUT_OFF_SAVE and found.remedy is not None
    found.remedy()
    assert examine(find(linked)) == []
    assert run_git(linked, "status", "--porcelain") == ""


def test_several_ailments_are_mended_one_after_the_other(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(place, monkeypatch, "commit_paths")
    (place.top / "people/ada.toml").unlink()
    (place.git_dir / "index.lock").touch()
    write(place.top, {f"units/.dutybook-{DEAD}.tmp": b"x"})
    found = looked(place)
    assert [one.code.value for one in found] == ["stale-lock", "cut-off-save", "left-over-file", "missing-record"]
    for one in found:
        assert one.remedy is not None
        one.remedy()
    assert looked(place) == []
    assert status(place) == ""
    check_whole(place.top)
