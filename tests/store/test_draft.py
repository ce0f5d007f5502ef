"""Drafts of open forms, and saves that were cut off."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from store.disk import start_of
from store.draft import MAX_DRAFT
from store.draft import Draft
from store.draft import Drafts
from store.draft import DraftTooLarge
from store.draft import Intent
from store.draft import Journal
from store.draft import Revision
from store.draft import State
from store.files import ChangedOnDisk
from store.files import DiskFault
from store.files import DiskFull
from store.files import digest
from store.files import read
from store.files import sweep
from store.files import write
from tests import strategies

CALLS = ("open", "write", "fsync", "link", "rename", "unlink", "mkdir")


def in_child(work: Callable[[], object], *, dies_at: int = 0) -> int:
    """Run some work in a process of its own that is gone at its N-th call on a file.

    Returns:
        0 when it came to its end, 9 when it died on the way.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 7
    try:
        count = 0

        def shim(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*given: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                if count == dies_at:
                    os._exit(9)
                return real(*given, **named)

            return call

        for name in CALLS:
            setattr(os, name, shim(getattr(os, name)))
        work()
        code = 0
    finally:
        os._exit(code)


def test_draft_of_a_dead_process_is_offered(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "drafts"
    assert in_child(lambda: Drafts(folder, clock=lambda: 5.0).keep("duty/x", {"title": "季度", "n": [1, 2]})) == 0
    (found,) = Drafts(folder).all()
    assert (found.key, found.content, found.saved_at, found.alive) == (
        "duty/x",
        {"title": "季度", "n": [1, 2]},
        5.0,
        False,
    )
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_newest_content_is_kept_and_dropped(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    for number in range(50):
        drafts.keep("duty/x", {"title": "字" * number})
    drafts.keep("duty/y", {})
    assert {found.key: found.content for found in drafts.all()} == {"duty/x": {"title": "字" * 49}, "duty/y": {}}
    assert all(found.alive for found in drafts.all())
    drafts.drop("duty/x")
    drafts.drop("duty/x")
    assert [found.key for found in drafts.all()] == ["duty/y"]
    drafts.keep("duty/x", {"a": 1})
    assert len(drafts.all()) == 2


def test_draft_deleted_behind_our_back_is_kept_again(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep("duty/x", {"n": 1})
    for path in (tmp_path / "d").iterdir():
        path.unlink()
    drafts.flush()
    drafts.keep("duty/x", {"n": 2})
    assert [found.content for found in drafts.all()] == [{"n": 2}]


def test_drop_takes_drafts_of_dead_processes_but_not_of_living_ones(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    in_child(lambda: Drafts(tmp_path / "d").keep("duty/x", {"who": "dead"}))
    alive = Draft(key="duty/x", content={"who": "parent"}, saved_at=1, pid=os.getppid(), start=start_of(os.getppid()))
    (tmp_path / "d" / "other.json").write_bytes(msgspec.json.encode(alive))
    drafts.keep("duty/x", {"who": "me"})
    assert {found.content["who"] for found in drafts.all()} == {"dead", "parent", "me"}
    drafts.drop("duty/x")
    assert [found.content["who"] for found in drafts.all()] == ["parent"]


def test_keeping_is_flushed_once_a_second_and_not_at_every_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    drafts = Drafts(tmp_path / "d", ticks=lambda: now[0])
    synced: list[int] = []
    real = os.fsync

    def count(descriptor: int) -> None:
        synced.append(descriptor)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", count)
    for _ in range(20):
        drafts.keep("duty/x", {"n": 1})
        now[0] += 0.01
    assert synced == []
    now[0] += 1
    drafts.keep("duty/x", {"n": 2})
    assert len(synced) == 2  # the file and its folder
    drafts.flush()
    assert len(synced) == 2
    drafts.keep("duty/x", {"n": 3})
    drafts.flush()
    assert len(synced) == 4


@pytest.mark.parametrize("content", [b"", b"{", b'{"key": 1}', b"\xff\xfe", b"[]"])
def test_damaged_draft_is_reported_and_stays(tmp_path: Path, content: bytes) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep("duty/y", {"n": 1})
    damaged = tmp_path / "d" / "damaged.json"
    damaged.write_bytes(content)
    assert [found.key for found in drafts.all()] == ["duty/y"]
    (found,) = drafts.damaged()
    assert found.path == damaged
    assert found.why.startswith("The file damaged.json is no draft: ")
    assert found.why_zh.startswith("文件 damaged.json 不是草稿：")
    drafts.drop("duty/y")
    assert damaged.read_bytes() == content


def test_link_in_the_place_of_a_draft_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"{}")
    for keeper in (Drafts(tmp_path / "d"), Journal(tmp_path / "d")):
        (tmp_path / "d" / "x.json").unlink(missing_ok=True)
        (tmp_path / "d" / "x.json").symlink_to(tmp_path / "secret")
        assert [found.why for found in keeper.damaged()] == [
            "The path x.json is or lies behind a symbolic link, and links are not followed."
        ]


def test_flush_that_fails_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep("duty/y", {"n": 1})
    synced: list[int] = []

    def broken(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(DiskFault):
            drafts.flush()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", synced.append)
        drafts.flush()
    assert len(synced) == 2


def test_draft_too_large_is_refused_and_the_last_one_stays(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep("duty/y", {"n": 1})
    with pytest.raises(DraftTooLarge):
        drafts.keep("duty/y", {"n": "x" * MAX_DRAFT})
    assert [found.content for found in drafts.all()] == [{"n": 1}]


def test_full_disk_leaves_the_last_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(tmp_path / "d")
    drafts.keep("duty/y", {"n": 1})

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DiskFull):
            drafts.keep("duty/y", {"n": 2})
    assert [found.content for found in drafts.all()] == [{"n": 1}]
    drafts.keep("duty/y", {"n": 3})
    assert [found.content for found in drafts.all()] == [{"n": 3}]


def test_kill_at_any_step_of_keeping_leaves_the_old_draft_or_the_new_one(tmp_path: Path) -> None:
    def work() -> None:
        drafts = Drafts(folder)
        drafts.keep("duty/x", {"n": 1})
        drafts.keep("duty/x", {"n": 2})
        drafts.flush()

    for number in range(1, 100):
        folder = tmp_path / str(number)
        ended = in_child(work, dies_at=number)
        after = Drafts(folder)
        assert after.damaged() == []
        assert [found.content["n"] for found in after.all()] in ([], [1], [2])
        assert all(path.suffix == ".json" for path in folder.iterdir())
        if ended == 0:
            assert [found.content["n"] for found in after.all()] == [2]
            return
        assert ended == 9
    pytest.fail("the work never came to its end")


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=30),
    st.dictionaries(st.text(max_size=5), strategies.texts | st.integers() | st.booleans(), max_size=4),
)
def test_any_key_and_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, key: str, content: dict[str, Any]
) -> None:
    drafts = Drafts(tmp_path_factory.mktemp("d"))
    drafts.keep(key, content)
    assert [(found.key, found.content) for found in drafts.all()] == [(key, content)]


BEFORE = {"duties/a.toml": 'title = "旧"\r\n', "duties/b.toml": "n = 1\n", "duties/c.toml": "n = 1\n"}
AFTER = {"duties/a.toml": 'title = "新"\r\n', "duties/c.toml": "n = 2\n", "findings/2026/06/d.toml": "n = 3\n"}
REVISIONS = [
    Revision("duties/a.toml", BEFORE["duties/a.toml"], AFTER["duties/a.toml"]),
    Revision("duties/b.toml", BEFORE["duties/b.toml"], None),
    Revision("duties/c.toml", BEFORE["duties/c.toml"], AFTER["duties/c.toml"]),
    Revision("findings/2026/06/d.toml", None, AFTER["findings/2026/06/d.toml"]),
]


def contents(top: Path) -> dict[str, str]:
    return {path.relative_to(top).as_posix(): path.read_bytes().decode() for path in top.rglob("*") if path.is_file()}


def prepared(tmp_path: Path, number: object = 0) -> tuple[Path, Path]:
    top, folder = tmp_path / f"top-{number}", tmp_path / f"journal-{number}"
    for path, text in BEFORE.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(text.encode())
    return top, folder


def test_states_of_a_save(tmp_path: Path) -> None:
    top, folder = prepared(tmp_path)
    intent = Journal(folder, clock=lambda: 5.0).begin("duty(a): title", REVISIONS)
    assert intent.state(top) is State.NOT_STARTED
    (top / "duties/a.toml").write_bytes(AFTER["duties/a.toml"].encode())
    assert intent.state(top) is State.PARTLY_WRITTEN
    intent.finish(top)
    assert intent.state(top) is State.WRITTEN_NOT_COMMITTED
    assert contents(top) == AFTER
    committed = {path: digest(text.encode()) for path, text in AFTER.items()}

    def at_head(path: str) -> str | None:
        return committed.get(path)

    assert intent.state(top, at_head) is State.COMMITTED
    committed.clear()
    assert intent.state(top, at_head) is State.WRITTEN_NOT_COMMITTED
    (top / "duties/c.toml").write_bytes(b"n = 99\n")
    assert intent.state(top) is State.OVERTAKEN
    for again in (intent.finish, intent.roll_back):
        with pytest.raises(ChangedOnDisk):
            again(top)
    assert read(top, "duties/c.toml") == b"n = 99\n"


def test_unfinished_save_is_found_again_as_it_was(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", clock=lambda: 5.0)
    first = journal.begin("一", REVISIONS)
    second = Journal(tmp_path / "j", clock=lambda: 6.0).begin("二", [])
    assert journal.unfinished() == [first, second]
    assert first.alive
    assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o700
    journal.done(first)
    journal.done(first)
    assert journal.unfinished() == [second]


@pytest.mark.parametrize("how", ["cut", "text", "junk", "renamed"])
def test_damaged_intent_is_reported_and_never_written(tmp_path: Path, how: str) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin("x", REVISIONS)
    (path,) = (tmp_path / "j").iterdir()
    data = path.read_bytes()
    damaged = {"cut": data[:-9], "text": data.replace(b"n = 2", b"n = 5"), "junk": b"\x00\xff", "renamed": data}[how]
    if how == "renamed":
        path.unlink()
        path = path.with_name("0-0.json")
    path.write_bytes(damaged)
    assert journal.unfinished() == []
    assert [found.path for found in journal.damaged()] == [path]
    assert path.read_bytes() == damaged


def save(top: Path, folder: Path) -> None:
    """A whole save, as the store does it: note, files, (commit), note taken away."""
    journal = Journal(folder)
    intent = journal.begin("x", REVISIONS)
    intent.finish(top)
    journal.done(intent)


def recover(top: Path, folder: Path, way: Callable[[Intent, Path], None]) -> None:
    journal = Journal(folder)
    assert journal.damaged() == []
    for intent in journal.unfinished():
        way(intent, top)
        journal.done(intent)


@pytest.mark.parametrize(("way", "wanted"), [(Intent.finish, AFTER), (Intent.roll_back, BEFORE)])
def test_kill_at_any_step_of_a_save_can_be_finished_and_rolled_back(
    tmp_path: Path, way: Callable[[Intent, Path], None], wanted: dict[str, str]
) -> None:
    found: set[State] = set()
    for number in range(1, 300):
        top, folder = prepared(tmp_path, number)
        ended = in_child(lambda top=top, folder=folder: save(top, folder), dies_at=number)  # type: ignore[misc]
        unfinished = Journal(folder).unfinished()
        found |= {intent.state(top) for intent in unfinished}
        was = contents(top)
        recover(top, folder, way)
        recover(top, folder, way)
        sweep(top)
        assert Journal(folder).unfinished() == []
        assert contents(top) == (
            wanted if unfinished else {path: text for path, text in was.items() if "tmp" not in path}
        )
        assert contents(top) in (BEFORE, AFTER)
        assert list(folder.iterdir()) == []
        if ended == 0:
            assert found == {State.NOT_STARTED, State.PARTLY_WRITTEN, State.WRITTEN_NOT_COMMITTED}
            return
        assert ended == 9
    pytest.fail("the save never came to its end")


@pytest.mark.parametrize(("way", "wanted"), [(Intent.finish, AFTER), (Intent.roll_back, BEFORE)])
def test_kill_in_the_middle_of_recovery_is_recovered_from(
    tmp_path: Path, way: Callable[[Intent, Path], None], wanted: dict[str, str]
) -> None:
    for number in range(1, 300):
        top, folder = prepared(tmp_path, number)
        Journal(folder).begin("x", REVISIONS)
        write(top, "duties/a.toml", AFTER["duties/a.toml"].encode(), expected=digest(BEFORE["duties/a.toml"].encode()))
        (top / "duties/b.toml").unlink()
        ended = in_child(lambda top=top, folder=folder: recover(top, folder, way), dies_at=number)  # type: ignore[misc]
        recover(top, folder, way)
        sweep(top)
        assert contents(top) == wanted
        assert list(folder.iterdir()) == []
        if ended == 0:
            return
        assert ended == 9
    pytest.fail("the recovery never came to its end")
