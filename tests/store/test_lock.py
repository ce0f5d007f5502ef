"""Who may write: our own lock, and git's locks left behind."""

import errno
import fcntl
import os
import subprocess  # tests start git as a user would
import sys
import time
from pathlib import Path
from typing import Self

import pytest

from store import lock as lock_module
from store.failure import GitFailed
from store.failure import Locked
from store.failure import LockHeld
from store.failure import LockUnsupported
from store.failure import ReadOnly
from store.failure import StaleLock
from store.location import Location
from store.lock import RegisterLock
from store.lock import find_stale
from store.lock import remove_stale
from store.lock import wait_for_git
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import write

HOLDER = """
import sys
from pathlib import Path
from store.location import find
from store.lock import RegisterLock
with RegisterLock(find(Path(sys.argv[1])), purpose="dutybook import"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A small register."""
    return make_register(tmp_path / "register", records={"duties/round.toml": b"a = 1\n"})


class Holder:
    """Another process that holds the register's lock until it is told to go."""

    def __init__(self, place: Location) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(place.top)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(b"")


def test_holder_is_named_and_waited_for(place: Location) -> None:
    said: list[str] = []
    with Holder(place) as other:
        begun = time.monotonic()
        with pytest.raises(Locked, match=rf"dutybook import \(process {other.process.pid} on ") as told:
            RegisterLock(place, timeout=0.8, waiting=said.append).__enter__()
        assert 0.7 < time.monotonic() - begun < 3
        assert told.value.lock == place.state_dir / "lock"
    assert len(said) == 1
    assert "dutybook import" in said[0]
    with RegisterLock(place, timeout=0):
        pass


def test_kernel_takes_the_lock_from_a_killed_holder(place: Location) -> None:
    with Holder(place) as other:
        other.process.kill()
        other.process.wait()
        with RegisterLock(place, timeout=1):
            pass


def test_lock_is_private_and_empty_when_free(place: Location) -> None:
    with RegisterLock(place, purpose="dutybook save") as lock:
        assert lock.path.stat().st_mode & 0o777 == 0o600
        assert b"dutybook save" in lock.path.read_bytes()
    assert lock.path.read_bytes() == b""


def test_git_started_under_the_lock_does_not_keep_it(place: Location) -> None:
    with RegisterLock(place):
        process = place.git().start("cat-file", "--batch")
    try:
        with RegisterLock(place, timeout=0):
            pass
    finally:
        lock_module_end(process)


def lock_module_end(process: "subprocess.Popen[bytes]") -> None:
    from store.git import end_group

    end_group(process)
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        stream.close()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_disk_without_locks_is_not_written(place: Location, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(LockUnsupported, match="can't lock files"), RegisterLock(place):
        pytest.fail("it was taken")


def test_link_in_place_of_the_lock_is_not_followed(place: Location, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    place.make_state_dir()
    (place.state_dir / "lock").symlink_to(target)
    with pytest.raises(ReadOnly), RegisterLock(place):
        pytest.fail("it was taken")
    assert target.read_text() == "precious"


def test_two_writers_lose_nothing(place: Location) -> None:
    """Two processes save by turns under the lock: every acknowledged commit is in the history."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom store.location import find, read_head\nfrom store.lock import RegisterLock\n"
        "from store.commit import commit_paths\n"
        "place, name = find(Path(sys.argv[1])), sys.argv[2]\n"
        "for turn in range(10):\n"
        "    with RegisterLock(place):\n"
        "        path = f'duties/{name}.toml'\n"
        "        (place.top / path).write_text(f't = {turn}\\n')\n"
        "        print(commit_paths(place.git(), place, [path], f'{name} {turn}\\n', expected_head=read_head(place)[1]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(place.top), name], stdout=subprocess.PIPE, env=environment)
        for name in ("left", "right")
    ]
    made = [line for writer in writers for line in writer.communicate(timeout=60)[0].decode().split()]
    assert all(writer.returncode == 0 for writer in writers)
    assert len(set(made)) == 20
    assert set(made) <= set(run_git(place.top, "rev-list", "HEAD").split())
    run_git(place.top, "fsck", "--strict")


LOCKS = ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "config.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_locks_left_behind_are_found_and_removed_on_word_only(place: Location, name: str) -> None:
    path = place.git_dir / name
    path.touch()
    os.utime(path, (time.time() - 300, time.time() - 300))
    (found,) = find_stale(place)
    assert found.path == path
    assert 299 < found.age < 400
    assert found.holder == ""
    assert path.exists()
    remove_stale(place, found)
    assert find_stale(place) == []
    remove_stale(place, found)


def test_a_lock_that_a_living_git_may_hold_is_left(place: Location) -> None:
    path = place.git_dir / "index.lock"
    path.touch()
    living = subprocess.Popen(
        ["git", "hash-object", "--stdin"], cwd=place.top, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        end = time.monotonic() + 10
        while not find_stale(place)[0].holder:
            assert time.monotonic() < end
        (found,) = find_stale(place)
        assert str(living.pid) in found.holder
        with pytest.raises(LockHeld, match=str(living.pid)):
            remove_stale(place, found)
    finally:
        living.communicate(b"")
    assert path.exists()
    (found,) = find_stale(place)
    remove_stale(place, found)


def test_a_lock_open_in_any_program_is_left(place: Location) -> None:
    path = place.git_dir / "index.lock"
    with path.open("w"):
        (found,) = find_stale(place)
        with pytest.raises(LockHeld):
            remove_stale(place, found)


def test_our_own_reader_is_no_holder(place: Location) -> None:
    (place.git_dir / "index.lock").touch()
    process = place.git().start("cat-file", "--batch")
    try:
        (found,) = find_stale(place)
        assert found.holder == ""
    finally:
        lock_module_end(process)


def test_another_lock_of_the_same_name_is_left(place: Location) -> None:
    path = place.git_dir / "index.lock"
    path.touch()
    (found,) = find_stale(place)
    path.rename(path.with_suffix(".old"))
    path.touch()
    with pytest.raises(LockHeld, match="just now"):
        remove_stale(place, found)


def test_processes_that_cannot_be_seen_protect_a_young_lock(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    path = place.git_dir / "index.lock"
    path.touch()
    (found,) = find_stale(place)
    with pytest.raises(LockHeld, match="ten minutes"):
        remove_stale(place, found)
    os.utime(path, (time.time() - 3600, time.time() - 3600))
    remove_stale(place, found)
    assert not path.exists()


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_saving_waits_and_then_names_the_lock(place: Location, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(lock_module, "GIT_PATIENCE", 0.3)
    path = place.git_dir / name
    path.touch()
    with pytest.raises(StaleLock, match=name.replace(".", r"\.")) as told:
        save(place, {"duties/round.toml": b"a = 2\n"})
    assert told.value.lock == path
    assert path.exists()
    path.unlink()
    save(place, {"duties/round.toml": b"a = 2\n"})


def test_saving_goes_on_when_the_lock_goes(place: Location) -> None:
    path = place.git_dir / "index.lock"
    path.touch()
    write(place.top, {"duties/round.toml": b"a = 2\n"})
    seen = 0

    def attempt() -> str:
        nonlocal seen
        seen += 1
        if seen == 3:
            path.unlink()
        return place.git().run("add", "--", "duties/round.toml").text

    assert wait_for_git(place, attempt) == ""
    assert seen == 3


def test_other_failures_are_not_waited_for(place: Location) -> None:
    begun = time.monotonic()
    with pytest.raises(GitFailed):
        wait_for_git(place, lambda: place.git().run("rev-parse", "--verify", "nothing"))
    assert time.monotonic() - begun < 1
