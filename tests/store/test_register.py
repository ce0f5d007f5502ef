"""Open, read, check and save a register on real git; nothing lost, nothing half written."""

import multiprocessing
import os
from datetime import date
from pathlib import Path

import msgspec
import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store.failure import HookRefused
from store.location import find
from store.register import RegisterStore
from store.rejection import AskedReadOnly
from store.saving import BadId
from store.saving import IdTaken
from store.saving import RecordChanged
from store.saving import SaveRefused
from store.saving import UnknownRecord
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

UNIT = b'# who keeps the list\ntitle = "Harbour Office"\ntype = "section"\n\n[[liaison]]\nperson = "ada"  # since the start\n'
PERSON = b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n'
PATH = "units/office.toml"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records={PATH: UNIT, "people/ada.toml": PERSON})
    return tmp_path / "register"


def edit(key: str, value: object, *, digest: str | None = None, id: str = "office") -> ChangeSet:
    change = RecordChange(
        kind="unit", id=id, verb=Verb.EDIT, fields=(FieldChange(key=(key,), value=value),), read_digest=digest
    )
    return ChangeSet(action="set", records=(change,), reason="the sign at the door says so")


def add(id: str, **fields: object) -> ChangeSet:
    changes = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    return ChangeSet(
        action="add", records=(RecordChange(kind="unit", id=id, verb=Verb.ADD, fields=changes),), reason="new"
    )


def test_an_edit_is_one_commit_with_reason_and_trailers_and_changes_only_its_line(top: Path) -> None:
    store = RegisterStore.open(top)
    saved = store.save(edit("title", "港口办公室"))
    assert (top / PATH).read_text() == UNIT.decode().replace("Harbour Office", "港口办公室")
    assert run_git(top, "rev-parse", "HEAD") == saved.commit
    assert run_git(top, "log", "-1", "--format=%B") == (
        "unit(office): title Harbour Office -> 港口办公室\n\nthe sign at the door says so\n\n"
        "Register-Action: set\nRegister-Record: unit/office\n"
    ).rstrip("\n")
    assert run_git(top, "show", "--name-only", "--format=") == PATH
    assert run_git(top, "status", "--porcelain") == ""
    assert store.register.units["office"].title == "港口办公室"
    assert RegisterStore.open(top).register.units["office"].title == "港口办公室"


def test_adding_and_removing(top: Path) -> None:
    store = RegisterStore.open(top)
    store.save(add("quay", type="centre", title="Quay"))
    assert (top / "units/quay.toml").read_text() == 'title = "Quay"\ntype = "centre"\n'
    assert "quay" in store.register.units
    store.save(
        ChangeSet(action="remove", records=(RecordChange(kind="unit", id="quay", verb=Verb.REMOVE),), reason="closed")
    )
    assert not (top / "units/quay.toml").exists()
    assert "quay" not in store.register.units
    assert run_git(top, "rev-list", "--count", "HEAD") == "3"


def test_what_the_user_has_staged_is_not_swept_in(top: Path) -> None:
    (top / "notes.txt").write_text("mine")
    run_git(top, "add", "notes.txt")
    RegisterStore.open(top).save(edit("short", "HO"))
    assert run_git(top, "show", "--name-only", "--format=") == PATH
    assert run_git(top, "diff", "--cached", "--name-only") == "notes.txt"


def test_a_file_that_changed_since_it_was_read_is_never_overwritten(top: Path) -> None:
    store = RegisterStore.open(top)
    opened = store.read("unit", "office")
    theirs = opened.text.replace("Harbour", "Harbor ")
    (top / PATH).write_text(theirs)
    os.utime(top / PATH, ns=(1, 1))
    with pytest.raises(RecordChanged) as caught:
        store.save(edit("short", "HO", digest=opened.digest))
    assert caught.value.theirs == theirs
    assert (top / PATH).read_text() == theirs
    assert run_git(top, "rev-list", "--count", "HEAD") == "1"


def test_a_deleted_file_is_not_brought_back(top: Path) -> None:
    store = RegisterStore.open(top)
    opened = store.read("unit", "office")
    (top / PATH).unlink()
    with pytest.raises(RecordChanged):
        store.save(edit("short", "HO", digest=opened.digest))
    assert not (top / PATH).exists()


def test_a_wrong_value_is_refused_with_its_place_and_nothing_is_written(top: Path) -> None:
    store = RegisterStore.open(top)
    with pytest.raises(SaveRefused) as caught:
        store.save(edit("type", "sectoin"))
    assert [(one.code, one.dotted, one.line) for one in caught.value.diagnostics] == [("DB013", "type", 3)]
    assert (top / PATH).read_bytes() == UNIT
    assert store.register.units["office"].title == "Harbour Office"


def test_mending_one_fault_is_not_held_up_by_another(top: Path) -> None:
    (top / PATH).write_bytes(UNIT.replace(b'type = "section"', b'type = "section"\nodd = 1'))
    run_git(top, "commit", "--quiet", "--all", "--message=odd")
    store = RegisterStore.open(top)
    store.save(edit("title", "Office"))
    assert "odd = 1" in (top / PATH).read_text()


@pytest.mark.parametrize("id", ["../x", "-x", "a/b", "A", "", "a--b", "con", "x" * 65, "a\nb", "."])
def test_ids_with_path_characters_are_refused(top: Path, id: str) -> None:
    with pytest.raises(BadId):
        RegisterStore.open(top).save(add(id, title="x", type="section"))


def test_ids_are_not_used_twice_and_unknown_records_are_named(top: Path) -> None:
    store = RegisterStore.open(top)
    with pytest.raises(IdTaken):
        store.save(add("office", title="x", type="section"))
    with pytest.raises(UnknownRecord):
        store.save(edit("title", "x", id="nowhere"))


def test_a_hook_that_says_no_leaves_the_register_as_it_was(top: Path) -> None:
    hook = top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'not on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    from store.trust import grant

    grant(find(top))
    store = RegisterStore.open(top)
    with pytest.raises(HookRefused, match="not on Mondays"):
        store.save(edit("title", "x"))
    assert (top / PATH).read_bytes() == UNIT
    assert run_git(top, "status", "--porcelain") == ""
    assert store.unfinished() == []


def test_read_only_refuses_every_edit(top: Path) -> None:
    store = RegisterStore.open(top, read_only=True)
    with pytest.raises(AskedReadOnly):
        store.save(edit("title", "x"))


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + UNIT, UNIT.replace(b"\n", b"\r\n")], ids=["byte order mark", "CRLF"]
)
def test_files_of_another_form_are_read_and_edited_in_their_form(top: Path, data: bytes) -> None:
    (top / PATH).write_bytes(data)
    run_git(top, "commit", "--quiet", "--all", "--message=other")
    store = RegisterStore.open(top)
    store.save(edit("title", "Office"))
    wanted = data.removeprefix(b"\xef\xbb\xbf").replace(b"Harbour Office", b"Office")
    assert (top / PATH).read_bytes() == wanted


def test_a_damaged_file_never_stops_the_rest(top: Path) -> None:
    (top / "units/bad.toml").write_text("<<<<<<< HEAD\ntitle = 1\n=======\n")
    (top / "units/utf16.toml").write_bytes('title = "x"'.encode("utf-16"))
    (top / "units/nul.toml").write_bytes(b'title = "\0"')
    (top / "units/big.toml").write_bytes(b"#" * (50 * 1024 * 1024))
    (top / "units/deep.toml").write_text("a = " + "[" * 5000 + "]" * 5000)
    (top / "unts").mkdir()
    (top / "unts/x.toml").write_text('title = "x"')
    (top / "people/link.toml").symlink_to("/etc/passwd")
    store = RegisterStore.open(top)
    assert set(store.register.units) == {"office"}
    assert {("unit", name) for name in ("bad", "utf16", "nul", "big", "deep")} <= store.register.unreadable
    said = {(fault.path, fault.code) for fault in store.faults}
    assert said == {
        ("units/bad.toml", "DB001"), ("units/utf16.toml", "DB001"), ("units/nul.toml", "DB001"), ("units/deep.toml", "DB001"),
        ("units/big.toml", "DB007"), ("unts/x.toml", "DB004"), ("people/link.toml", "DB003"),
    }  # fmt: skip
    for fault in store.faults:
        assert fault.message and fault.message_zh and fault.hint, fault


def test_the_same_id_twice_is_said_with_both_places(top: Path) -> None:
    (top / "units/more").mkdir()
    (top / "units/more/office.toml").write_bytes(UNIT)
    store = RegisterStore.open(top)
    duplicate = [fault for fault in store.faults if fault.code == "DB005"]
    assert [(fault.path, "units/more/office.toml" in fault.message) for fault in duplicate] == [(PATH, True)]


def test_a_record_of_a_newer_format_is_shown_and_not_edited(top: Path) -> None:
    (top / PATH).write_bytes(UNIT.replace(b'type = "section"', b'format = 99\ntype = "section"\nhue = "blue"'))
    store = RegisterStore.open(top)
    assert store.register.units["office"].title == "Harbour Office"
    assert store.newer == {("unit", "office")}
    with pytest.raises(Failure, match="newer version"):
        store.save(edit("title", "x"))


def test_reload_reads_only_what_changed(top: Path) -> None:
    store = RegisterStore.open(top)
    store.reload()
    (top / "people/ada.toml").write_bytes(PERSON.replace(b"Quill", b"Quilling"))
    assert store.reload() == {("person", "ada")}
    assert store.register.people["ada"].name == "Ada Quilling"


def test_what_was_changed_outside_is_listed_and_saved_with_a_reason(top: Path) -> None:
    (top / PATH).write_bytes(UNIT.replace(b"Harbour", b"Port"))
    (top / "units/quay.toml").write_text('title = "Quay"\ntype = "centre"\n')
    (top / "people/ada.toml").unlink()
    store = RegisterStore.open(top)
    found = {change.path: change.status for change in store.outside()}
    assert found == {PATH: "changed", "units/quay.toml": "added", "people/ada.toml": "removed"}
    saved = store.save_outside([PATH, "people/ada.toml"], "by hand")
    assert sorted(saved.paths) == ["people/ada.toml", PATH]
    assert [change.path for change in store.outside()] == ["units/quay.toml"]
    assert "by hand" in run_git(top, "log", "-1", "--format=%B")


def test_a_thousand_files_changed_by_hand_outside(top: Path) -> None:
    for number in range(1000):
        (top / f"units/u{number}.toml").write_text(f'title = "Unit {number}"\ntype = "section"\n')
    store = RegisterStore.open(top)
    changes = store.outside()
    assert len(changes) == 1000
    store.save_outside([change.path for change in changes], "brought in")
    assert store.outside() == ()
    assert run_git(top, "rev-list", "--count", "HEAD") == "2"


def test_a_register_without_commits_takes_its_first_save(tmp_path: Path) -> None:
    top = tmp_path / "young"
    top.mkdir()
    run_git(top, "init", "--quiet", "--initial-branch=main", "--template=")
    run_git(top, "config", "user.name", "Ada Quill")
    run_git(top, "config", "user.email", "ada@harbour.example")
    (top / "register.toml").write_text('format = 1\ntitle = "Young"\n')
    store = RegisterStore.open(top)
    store.save(add("office", title="Office", type="section"))
    assert run_git(top, "rev-list", "--count", "HEAD") == "1"


def _save_rounds(top: str, key: str, rounds: int, done: "multiprocessing.Queue[tuple[int, int]]") -> None:
    store = RegisterStore.open(Path(top))
    acknowledged = asked_again = 0
    for number in range(rounds):
        while True:
            store.reload()
            opened = store.read("unit", "office")
            try:
                store.save(edit(key, f"{key}{number}", digest=opened.digest))
            except RecordChanged:
                asked_again += 1
                continue
            acknowledged += 1
            break
    done.put((acknowledged, asked_again))


def test_two_programs_saving_the_same_record_lose_nothing(top: Path) -> None:
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    workers = [context.Process(target=_save_rounds, args=(str(top), key, 15, done)) for key in ("short", "title_en")]
    for worker in workers:
        worker.start()
    results = [done.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join(timeout=30)
    assert [count for count, _ in results] == [15, 15]
    assert run_git(top, "rev-list", "--count", "HEAD") == "31"
    subjects = run_git(top, "log", "--format=%s").splitlines()
    for key in ("short", "title_en"):
        assert sum(f"{key}{number}" in subject for subject in subjects for number in [14]) >= 1
    text = (top / PATH).read_text()
    assert 'short = "short14"' in text
    assert 'title_en = "title_en14"' in text
    run_git(top, "fsck", "--strict")


class Cut(BaseException):
    """Stands for a kill."""


@pytest.mark.parametrize("step", ["begin", "write", "commit", "done"])
def test_a_kill_at_any_step_is_found_and_can_be_finished_or_put_back(
    top: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    import store.writing as module
    from store.journal import Journal

    def cut(*_: object, **__: object) -> None:
        raise Cut

    names = {
        "begin": (Journal, "begin"),
        "write": (module, "write"),
        "commit": (module, "commit_paths"),
        "done": (Journal, "done"),
    }
    for finish in (True, False):
        store = RegisterStore.open(top)
        before = (top / PATH).read_bytes()
        count = run_git(top, "rev-list", "--count", "HEAD")
        with monkeypatch.context() as patch, pytest.raises(Cut):
            patch.setattr(*names[step], cut)
            store.save(edit("short", f"{step}{finish}"))
        monkeypatch.setattr("store.journal.Intent.alive", property(lambda _: False))
        again = RegisterStore.open(top)
        left = again.unfinished()
        assert len(left) == (0 if step == "begin" else 1)
        for intent in left:
            if finish:
                again.finish(intent)
            else:
                again.roll_back(intent)
        assert again.unfinished() == []
        assert run_git(top, "status", "--porcelain") == ""
        committed = run_git(top, "rev-list", "--count", "HEAD") != count
        assert committed == (step == "done" or (finish and step != "begin"))
        assert ((top / PATH).read_bytes() == before) == (not committed)


def test_check_fills_in_path_and_line_and_writes_nothing(top: Path) -> None:
    (top / "posts").mkdir()
    (top / "posts/head.toml").write_text('title = "Head"\nunit = "nowhere"\nrank = "principal"\n')
    store = RegisterStore.open(top)
    before = {path: path.stat().st_mtime_ns for path in top.rglob("*.toml")}
    found = [(one.path, one.line, one.dotted) for one in store.check(date(2026, 5, 1)) if one.dotted == "unit"]
    assert found == [("posts/head.toml", 2, "unit")]
    assert {path: path.stat().st_mtime_ns for path in top.rglob("*.toml")} == before


def test_new_ids_are_slugs_of_pinyin_or_dated(top: Path) -> None:
    store = RegisterStore.open(top)
    assert store.new_id("unit", title="党政综合办公室") == "dang-zheng-zong-he-ban-gong-shi"
    assert store.new_id("unit", title="office") == "office-2"
    assert store.new_id("unit", title="!!!") == "unit"
    dated = store.new_id("activity", day=date(2026, 6, 18))
    assert dated.startswith("2026-06-18-")
    assert store.path_of("activity", dated) == f"activities/2026/06/{dated}.toml"


def test_who_works_here_is_known_by_the_git_address(top: Path) -> None:
    me = RegisterStore.open(top).me()
    assert me is not None
    assert me.id == "ada"
    run_git(top, "config", "user.email", "stranger@harbour.example")
    assert RegisterStore.open(top).me() is None


def test_a_number_that_was_let_in_once_does_not_let_in_another(top: Path) -> None:
    store = RegisterStore.open(top)
    first = msgspec.structs.replace(edit("note", "call 13800138000 at night"), overrides=("DB705",))
    with pytest.raises(SaveRefused) as caught:
        store.save(edit("note", "call 13800138000 at night"))
    codes = tuple(one.code for one in caught.value.diagnostics)
    assert "13800138000" not in caught.value.message
    store.save(msgspec.structs.replace(first, overrides=codes))
    store.save(edit("title", "Office"))
    with pytest.raises(SaveRefused):
        store.save(edit("note", "call 13900139000 at night"))


def test_linked_work_trees_share_lock_and_drafts_but_not_what_their_files_gave(top: Path, tmp_path: Path) -> None:
    run_git(top, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    linked = tmp_path / "linked"
    (linked / PATH).write_bytes(UNIT.replace(b"Harbour", b"Lagoon!"))
    for place in (top / PATH, linked / PATH):
        os.utime(place, ns=(1_700_000_000_000_000_000, 1_700_000_000_000_000_000))
    (linked / PATH).write_bytes(UNIT.replace(b"Harbour", b"Lagoons"))
    os.utime(linked / PATH, ns=(1_700_000_000_000_000_000, 1_700_000_000_000_000_000))
    for _ in range(2):
        assert RegisterStore.open(top).register.units["office"].title == "Harbour Office"
        assert RegisterStore.open(linked).register.units["office"].title == "Lagoons Office"
    assert RegisterStore.open(linked).location.state_dir == RegisterStore.open(top).location.state_dir
