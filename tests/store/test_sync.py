"""Two clones and a bare remote: each way a sync can end, provoked for real."""

import os
import socket
import subprocess  # tests start git as a user would
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from store.failure import DetachedHead
from store.failure import DiskFull
from store.failure import GitCancelled
from store.failure import HalfDoneOperation
from store.failure import Untrusted
from store.git import Git
from store.location import Location
from store.location import find
from store.location import read_head
from store.refusal import AddressRefused
from store.refusal import BadName
from store.refusal import CredentialsMissing
from store.refusal import Diverged
from store.refusal import NoRemote
from store.refusal import NotFastForward
from store.refusal import OtherBranch
from store.refusal import RemoteRefused
from store.refusal import RemoteUnreachable
from store.refusal import ShallowHistory
from store.refusal import UnrelatedHistories
from store.refusal import UpstreamRewritten
from store.refusal import WorkTreeInTheWay
from store.together import sync as sync_module
from store.together.sync import Stage
from store.together.sync import Step
from store.together.sync import SyncResult
from store.together.sync import accept_rewritten
from store.together.sync import sync
from store.together.upstream import Upstream
from tests.store.killing import DIED
from tests.store.killing import workshop
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import children
from tests.store.repositories import clear_locks
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import stop_all
from tests.store.repositories import write

DUTY = "duties/harbour-round.toml"
PIER = "units/pier.toml"


@pytest.fixture
def ada(tmp_path: Path) -> Location:
    """A register with a remote `origin` that holds the same."""
    place = make_register(tmp_path / "ada", records={DUTY: b"a = 1\n", PIER: b"p = 1\n"})
    make_remote(tmp_path / "remote.git", place.top)
    return find(place.top)


@pytest.fixture
def bo(ada: Location, tmp_path: Path) -> Location:
    """A second clone of the same remote."""
    return make_clone(tmp_path / "remote.git", tmp_path / "bo")


def go(place: Location, **options: object) -> SyncResult:
    return sync(place.git(), place, **{"remote": "origin", "branch": "main", **options})  # type: ignore[arg-type]


def tip(folder: Path) -> str:
    return run_git(folder, "rev-parse", "refs/heads/main")


def test_sends_and_takes_over(ada: Location, bo: Location, tmp_path: Path) -> None:
    save(ada, {DUTY: b"a = 2\n"})
    save(ada, {"duties/new.toml": b"n = 1\n", PIER: None})
    said: list[Step] = []
    assert go(ada, progress=said.append) == SyncResult(0, 0, 2, up_to_date=False)
    assert said == [Step(Stage.FETCHING, remote="origin"), Step(Stage.SENDING, 2)]
    assert go(ada) == SyncResult(0, 0, 0, up_to_date=True)
    assert go(bo) == SyncResult(2, 2, 0, up_to_date=False)
    assert tip(ada.top) == tip(bo.top) == tip(tmp_path / "remote.git")
    assert (bo.top / DUTY).read_bytes() == b"a = 2\n"
    assert not (bo.top / PIER).exists()
    assert run_git(bo.top, "status", "--porcelain") == ""
    check_whole(bo.top)


def test_first_push_into_an_empty_remote_and_first_pull_into_an_empty_clone(tmp_path: Path) -> None:
    place = make_register(tmp_path / "ada", records={DUTY: b"a = 1\n"})
    remote = make_remote(tmp_path / "remote.git")
    run_git(place.top, "remote", "add", "origin", str(remote))
    empty = tmp_path / "bo"
    run_git(tmp_path, "clone", "--quiet", "--template=", str(remote), str(empty))
    assert go(find(place.top)) == SyncResult(0, 0, 1, up_to_date=False)
    write(empty, {"register.toml": b"format = 9\n"})
    bo = find(empty)
    with pytest.raises(WorkTreeInTheWay, match=r"register\.toml"):
        go(bo)
    assert (empty / "register.toml").read_bytes() == b"format = 9\n"
    (empty / "register.toml").unlink()
    assert go(bo) == SyncResult(0, 1, 0, up_to_date=False)
    assert (empty / DUTY).read_bytes() == b"a = 1\n"
    assert run_git(empty, "status", "--porcelain") == ""


def test_both_sides_ahead_is_said_and_nothing_changes(ada: Location, bo: Location) -> None:
    save(bo, {DUTY: b"a = 3\n"})
    go(bo)
    ours = save(ada, {PIER: b"p = 2\n"})
    with pytest.raises(Diverged, match=r"1 commit\(s\).* 1 that") as told:
        go(ada)
    assert (told.value.ours, told.value.theirs) == (1, 1)
    assert tip(ada.top) == ours
    assert run_git(ada.top, "status", "--porcelain") == ""


def test_files_changed_outside_are_named_and_kept(ada: Location, bo: Location) -> None:
    save(bo, {DUTY: b"a = 3\n", "duties/new.toml": b"theirs = 1\n"})
    go(bo)
    before = tip(ada.top)
    write(ada.top, {DUTY: b"mine = 1\n"})
    with pytest.raises(WorkTreeInTheWay) as told:
        go(ada)
    assert told.value.paths == (DUTY,)
    write(ada.top, {DUTY: b"a = 1\n", "duties/new.toml": b"mine = 1\n"})
    with pytest.raises(WorkTreeInTheWay) as told:
        go(ada)
    assert told.value.paths == ("duties/new.toml",)
    assert (ada.top / "duties/new.toml").read_bytes() == b"mine = 1\n"
    assert tip(ada.top) == before
    (ada.top / "duties/new.toml").unlink()
    write(ada.top, {PIER: b"edited elsewhere = 1\n"})
    assert go(ada).merged == 1
    assert (ada.top / PIER).read_bytes() == b"edited elsewhere = 1\n"


def test_upstream_rewritten_rolled_back_or_gone_stops(ada: Location, bo: Location, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    first = tip(remote)
    save(ada, {DUTY: b"a = 2\n"})
    go(ada)
    go(bo)
    seen = tip(remote)
    run_git(remote, "update-ref", "refs/heads/main", first)
    with pytest.raises(UpstreamRewritten) as told:
        go(bo)
    assert (told.value.seen, told.value.found) == (seen, first)
    assert tip(bo.top) == seen
    with pytest.raises(UpstreamRewritten):  # still remembered, though the tracking reference moved
        go(bo)
    run_git(remote, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(UpstreamRewritten, match="is gone"):
        go(bo)
    run_git(remote, "update-ref", "refs/heads/main", first)
    with pytest.raises(UpstreamRewritten):
        go(bo)
    accept_rewritten(bo.git(), bo, remote="origin", branch="main")
    assert go(bo).pushed == 1
    assert tip(remote) == seen


def test_unrelated_and_shallow_histories_are_named(ada: Location, tmp_path: Path) -> None:
    other = make_register(tmp_path / "other", records={"x.toml": b"x = 1\n"})
    run_git(other.top, "remote", "add", "origin", str(tmp_path / "remote.git"))
    with pytest.raises(UnrelatedHistories):
        go(find(other.top))
    shallow = tmp_path / "shallow"
    save(ada, {DUTY: b"a = 2\n"})
    go(ada)
    run_git(tmp_path, "clone", "--quiet", "--template=", "--depth=1", f"file://{tmp_path}/remote.git", str(shallow))
    run_git(shallow, "config", "user.name", "Bo Tern")
    run_git(shallow, "config", "user.email", "bo@harbour.example")
    run_git(shallow, "remote", "set-url", "origin", str(tmp_path / "remote.git"))
    place = find(shallow)
    save(place, {PIER: b"p = 9\n"})
    run_git(ada.top, "checkout", "--quiet", "--orphan", "fresh")
    run_git(ada.top, "commit", "--quiet", "--message=fresh")
    run_git(ada.top, "push", "--quiet", "--force", "origin", "fresh:main")
    with pytest.raises(UpstreamRewritten):
        go(place)
    accept_rewritten(place.git(), place, remote="origin", branch="main")
    with pytest.raises(ShallowHistory, match="made shallow"):
        go(place)


def test_shallow_clone_syncs_while_history_is_one_line(ada: Location, tmp_path: Path) -> None:
    run_git(
        tmp_path, "clone", "--quiet", "--template=", "--depth=1", f"file://{tmp_path}/remote.git", str(tmp_path / "s")
    )
    run_git(tmp_path / "s", "remote", "set-url", "origin", str(tmp_path / "remote.git"))
    save(ada, {DUTY: b"a = 2\n"})
    go(ada)
    assert go(find(tmp_path / "s")).merged == 1


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'DB101 duties/x.toml:3 no such unit'; exit 1", "DB101 duties/x.toml:3 no such unit"),
        (r"printf '\033]0;title\007 junk \377\n' >&2; exit 1", "junk"),
        ("exit 1", ""),
    ],
)
def test_server_hook_refuses_and_its_words_arrive(ada: Location, tmp_path: Path, script: str, words: str) -> None:
    add_hook(tmp_path / "remote.git", "pre-receive", script)
    ours = save(ada, {DUTY: b"a = 2\n"})
    with pytest.raises(RemoteRefused) as told:
        go(ada)
    assert words in told.value.words
    assert told.value.reason == "pre-receive hook declined"
    assert tip(ada.top) == ours
    (tmp_path / "remote.git/hooks/pre-receive").unlink()
    assert go(ada).pushed == 1


def test_somebody_else_first_is_tried_again(ada: Location, bo: Location, tmp_path: Path) -> None:
    # The hook of the remote moves its branch as if another push had come first, once.
    later = save(bo, {PIER: b"p = 5\n"})
    run_git(bo.top, "push", "--quiet", "origin", "main:refs/heads/waiting")
    remote = tmp_path / "remote.git"
    add_hook(
        remote,
        "pre-receive",
        f"[ -e done ] && exit 0; touch done; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main {later}",
    )
    save(ada, {DUTY: b"a = 2\n"})
    with pytest.raises(Diverged):  # found by the second fetch; the first push met the race
        go(ada)
    assert tip(remote) == later


def test_a_race_that_never_ends_is_given_up(ada: Location, tmp_path: Path) -> None:
    # Each push finds that the remote has just taken the next commit of the same line from elsewhere.
    for number in range(7):
        save(ada, {DUTY: b"a = %d\n" % (number + 2)})
    run_git(ada.top, "push", "--quiet", "origin", "main:refs/heads/waiting")
    step = 'git update-ref refs/heads/main "$(git rev-list --reverse main..waiting | head -1)"'
    add_hook(tmp_path / "remote.git", "pre-receive", f"unset GIT_QUARANTINE_PATH; {step}")
    with pytest.raises(NotFastForward, match="5 times"):
        go(ada)


def test_a_server_that_cannot_move_its_branch_is_no_race(ada: Location, tmp_path: Path) -> None:
    (tmp_path / "remote.git/refs/heads/main.lock").touch()
    save(ada, {DUTY: b"a = 2\n"})
    with pytest.raises(RemoteRefused, match=r"failed to update ref|cannot lock"):
        go(ada)


def test_answer_lost_after_the_server_took_it(ada: Location, tmp_path: Path) -> None:
    add_hook(tmp_path / "remote.git", "post-receive", "kill -9 $PPID")
    ours = save(ada, {DUTY: b"a = 2\n"})
    assert go(ada).pushed == 1
    assert tip(tmp_path / "remote.git") == ours
    assert go(ada).up_to_date


def test_killed_between_accept_and_note_is_repeated_without_harm(ada: Location, bo: Location, tmp_path: Path) -> None:
    ours = save(ada, {DUTY: b"a = 2\n"})
    run_git(ada.top, "push", "--quiet", str(tmp_path / "remote.git"), "main")  # taken, and nothing noted here
    assert go(ada) == SyncResult(0, 0, 0, up_to_date=True)
    assert tip(tmp_path / "remote.git") == ours


@pytest.mark.parametrize("written", [b"a = 2\nb =", b"a = 2\nb = 2\n", b"", None])
def test_move_cut_by_a_kill_is_finished_by_the_next(ada: Location, bo: Location, written: bytes | None) -> None:
    old = tip(bo.top)
    new = save(ada, {DUTY: b"a = 2\nb = 2\n", "duties/new.toml": b"n = 1\n", PIER: None})
    go(ada)
    run_git(bo.top, "fetch", "--quiet", "origin")
    bo.make_state_dir()
    (bo.state_dir / "moving.json").write_bytes(msgspec.json.encode((old, new, "refs/heads/main")))
    write(bo.top, {DUTY: written, "duties/new.toml": b"n", PIER: None})
    assert go(bo).up_to_date
    assert tip(bo.top) == new
    assert run_git(bo.top, "status", "--porcelain") == ""
    assert (bo.top / DUTY).read_bytes() == b"a = 2\nb = 2\n"
    assert not (bo.state_dir / "moving.json").exists()


def test_move_cut_by_a_kill_spares_what_was_typed_since(ada: Location, bo: Location) -> None:
    old = tip(bo.top)
    new = save(ada, {DUTY: b"a = 2\n"})
    go(ada)
    run_git(bo.top, "fetch", "--quiet", "origin")
    bo.make_state_dir()
    (bo.state_dir / "moving.json").write_bytes(msgspec.json.encode((old, new, "refs/heads/main")))
    write(bo.top, {DUTY: b"typed = 1\n"})
    with pytest.raises(WorkTreeInTheWay, match="harbour-round"):
        go(bo)
    assert (bo.top / DUTY).read_bytes() == b"typed = 1\n"


def test_names_and_addresses_that_could_run_something(ada: Location) -> None:
    for name in ("-x", "--upload-pack=sh", "a b", "", "../x"):
        with pytest.raises(BadName):
            go(ada, remote=name)
        with pytest.raises(BadName):
            go(ada, branch=name)
    with pytest.raises(NoRemote, match="backup"):
        go(ada, remote="backup")
    with pytest.raises(OtherBranch):
        go(ada, branch="elsewhere")
    trusting = Git(ada.top, ada.git_dir, trusted=True)
    for address in ("ext::sh -c true", "file:///tmp/x", "https://u:secret@host.example/x", "http://host.example/x"):
        run_git(ada.top, "remote", "set-url", "origin", address)
        with pytest.raises(AddressRefused) as told:
            sync(trusting, ada, remote="origin", branch="main")
        assert "secret" not in told.value.message


def test_states_that_forbid_writing(ada: Location) -> None:
    with pytest.raises(Untrusted):
        sync(Git(ada.top, ada.git_dir), ada, remote="origin", branch="main")
    (ada.git_dir / "MERGE_HEAD").write_text(f"{ada.head}\n")
    with pytest.raises(HalfDoneOperation, match="merge"):
        go(ada)
    (ada.git_dir / "MERGE_HEAD").unlink()
    run_git(ada.top, "checkout", "--quiet", "--detach")
    with pytest.raises(DetachedHead):
        go(ada)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nowhere/at/all.git", "does not appear to be a git repository|does not exist"),
        ("ssh://host.invalid/x.git", "resolve"),
        ("https://host.invalid/x.git", "resolve"),
        ("ssh://127.0.0.1:1/x.git", "refused"),
        ("https://127.0.0.1:1/x.git", "refused|connect"),
    ],
)
def test_unreachable_in_plain_words(ada: Location, address: str, words: str) -> None:
    run_git(ada.top, "remote", "set-url", "origin", address)
    with pytest.raises(RemoteUnreachable, match=words):
        go(find(ada.top))


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A server that takes connections and never says a word; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def take() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()


@pytest.mark.parametrize("scheme", ["ssh", "https"])
def test_hanging_remote_ends_at_the_deadline_with_no_child_left(ada: Location, silent_server: int, scheme: str) -> None:
    run_git(ada.top, "remote", "set-url", "origin", f"{scheme}://127.0.0.1:{silent_server}/x.git")
    others = children(os.getpid())
    begun = time.monotonic()
    with pytest.raises(RemoteUnreachable, match="did not end within"):
        go(find(ada.top), deadline=1.5)
    assert time.monotonic() - begun < 6
    assert set(children(os.getpid())) <= set(others)


def test_cancelled_while_the_remote_hangs(ada: Location, silent_server: int) -> None:
    run_git(ada.top, "remote", "set-url", "origin", f"ssh://127.0.0.1:{silent_server}/x.git")
    others = children(os.getpid())
    begun = time.monotonic()
    with pytest.raises(GitCancelled):
        go(find(ada.top), cancelled=lambda: time.monotonic() - begun > 0.3)
    assert time.monotonic() - begun < 4
    assert set(children(os.getpid())) <= set(others)


def test_missing_key_never_asks(ada: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = tmp_path / "bin/ssh"
    write(tmp_path, {"bin/ssh": b'#!/bin/sh\necho "git@host.example: Permission denied (publickey)." >&2\nexit 255\n'})
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stub.parent}:{os.environ['PATH']}")
    run_git(ada.top, "remote", "set-url", "origin", "git@host.example:register.git")
    with pytest.raises(CredentialsMissing, match="publickey"):
        go(find(ada.top))


def test_killed_sync_leaves_nothing_between(ada: Location, bo: Location, tmp_path: Path) -> None:
    """Kill the whole group of a sync at growing instants: before or after, and the next sync always works."""
    with workshop() as workers:
        for turn in range(12):
            save(ada, {DUTY: b"a = %d\n" % (turn + 10), f"duties/n{turn}.toml": b"n = 1\n" * 2000})
            go(ada)
            child = workers.start("die_at_step", tmp_path / "log", str(bo.top), 0)
            time.sleep(0.005 + 0.015 * turn)  # the instant is the point of this test
            stop_all(child)
            workers.wait(child)  # done, killed, or failed because its git was killed a moment before it
            clear_locks(bo)  # a lock left behind is for the user to remove
            for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply"):
                assert not (bo.git_dir / name).exists()
            assert read_head(bo)[0] == "refs/heads/main"
            go(bo)
            assert tip(bo.top) == tip(ada.top)
            assert run_git(bo.top, "status", "--porcelain") == ""
    check_whole(bo.top)


def test_many_clones_push_by_turns(ada: Location, tmp_path: Path) -> None:
    clones = [ada, *(make_clone(tmp_path / "remote.git", tmp_path / f"c{n}") for n in range(3))]
    made: list[str] = []
    for turn in range(3):
        for number, place in enumerate(clones):
            go(place)
            made.append(save(place, {f"duties/c{number}.toml": b"t = %d\n" % turn}))
            go(place)
    history = run_git(tmp_path / "remote.git", "rev-list", "main").split("\n")
    assert set(made) <= set(history)
    check_whole(tmp_path / "remote.git")


@pytest.mark.parametrize("way", ["taking over", "sending"])
def test_death_after_each_step_is_mended_by_the_next_sync(
    ada: Location, bo: Location, tmp_path: Path, way: str
) -> None:
    with workshop() as workers:
        for step in range(1, 40):
            save(
                ada if way == "taking over" else bo,
                {DUTY: b"s = %d\n" % step, f"duties/s{step}.toml": b"s = 1\n", PIER: b"%d" % step},
            )
            if way == "taking over":
                go(ada)
            before = tip(bo.top)
            ended = workers.wait(workers.start("die_at_step", tmp_path / "log", str(bo.top), step))
            assert ended in (0, DIED)
            assert tip(bo.top) in (before, tip(tmp_path / "remote.git"))
            assert read_head(bo)[0] == "refs/heads/main"
            go(bo)
            assert tip(bo.top) == tip(tmp_path / "remote.git")
            assert run_git(bo.top, "status", "--porcelain") == ""
            go(ada)
            if ended == 0:
                break
        else:
            pytest.fail("it never came to its end")
    assert step > 5
    check_whole(bo.top)


def test_a_save_in_between_is_looked_at_again(ada: Location, bo: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    save(ada, {DUTY: b"a = 2\n"})
    go(ada)
    real = sync_module._compare

    def compare(upstream: Upstream, ours: str | None, theirs: str | None, *, can_merge: bool) -> tuple[int, int]:
        counted = real(upstream, ours, theirs, can_merge=can_merge)
        monkeypatch.setattr(sync_module, "_compare", real)
        save(bo, {PIER: b"mine = 1\n"})  # after the branch was read, before it moves
        return counted

    monkeypatch.setattr(sync_module, "_compare", compare)
    with pytest.raises(Diverged):
        go(bo)
    assert (bo.top / PIER).read_bytes() == b"mine = 1\n"
    assert run_git(bo.top, "status", "--porcelain") == ""


def test_disk_that_fills_up_while_files_move_is_mended_later(ada: Location, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        small = make_clone(tmp_path / "remote.git", disk / "bo")
        save(ada, {f"duties/d{number}.toml": b"# %d\n" % number * 30_000 for number in range(4)})
        go(ada)
        (disk / "filler").write_bytes(b"x" * (os.statvfs(disk).f_bavail * 4096 - 500_000))
        with pytest.raises(DiskFull):
            go(small)
        assert read_head(small) == ("refs/heads/main", small.head)
        (disk / "filler").unlink()
        go(small)
        assert tip(small.top) == tip(ada.top)
        assert run_git(small.top, "status", "--porcelain") == ""
    finally:
        subprocess.run(["umount", str(disk)], check=True)
