"""Who may write: dutybook's own lock around every change, and the locks that git leaves behind when it is killed.

The own lock is a `flock`, so the kernel takes it away when its holder dies. Git's locks are files; they are waited
for, shown, and removed only on the user's word and only while no living git has the repository.
"""

import fcntl
import json
import os
import random
import re
import socket
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from typing import TypeVar

from store.complaint import find_lock
from store.failure import GitFailed
from store.failure import Locked
from store.failure import LockHeld
from store.failure import LockUnsupported
from store.failure import ReadOnly
from store.failure import StaleLock
from store.location import Location

Answer = TypeVar("Answer")

_STEP = 0.05
_POLITE = 0.5
"""Seconds to wait in silence before saying whom we wait for."""
GIT_PATIENCE = 5.0
"""Seconds to wait for a lock of git's."""
_YOUNG = 600.0
"""Where processes can't be looked at, a lock younger than this counts as held, in seconds."""
_HOLDER = re.compile(
    r"(?P<program>.*) \(process (?P<process>[^()]*?)(?: on (?P<host>.*), since (?P<since>.*))?\)", re.DOTALL
)
_HOLDERS_ZH = {"another program": "另一个程序", "another git": "另一个 git "}
_READING = frozenset({"cat-file", "fsmonitor--daemon", "credential-cache--daemon"})
"""Git's long-lived commands that never take a lock."""


class RegisterLock:
    """Keeps two writers of one register apart; for `with`. Not to be taken twice by one thread: it would wait for itself."""

    def __init__(
        self,
        location: Location,
        *,
        timeout: float = 10.0,
        purpose: str = "dutybook",
        waiting: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare the lock.

        Args:
            location: the register; linked worktrees of one repository share its lock.
            timeout: seconds to wait for another writer.
            purpose: what the holder is doing, shown to those who wait.
            waiting: called once, after half a second, with a sentence about the holder.
        """
        self._location = location
        self._timeout = timeout
        self._purpose = purpose
        self._waiting = waiting
        self._descriptor = -1

    @property
    def path(self) -> Path:
        """The lock file."""
        return self._location.state_dir / "lock"

    def __enter__(self) -> Self:
        """Wait for the lock and take it.

        Raises:
            Locked: another writer didn't finish in time.
            LockUnsupported: the file system has no locks.
            ReadOnly: the lock file can't be made.
        """
        self._location.make_state_dir()
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            self._descriptor = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise ReadOnly(self.path, error.strerror or "") from error
        try:
            self._wait()
        except BaseException:
            os.close(self._descriptor)
            raise
        self._write(_describe(self._purpose))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write(b"")
        os.close(self._descriptor)  # which also gives the lock back
        self._descriptor = -1

    def _wait(self) -> None:
        begun = time.monotonic()
        waiting = self._waiting
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waited = time.monotonic() - begun
            except OSError as error:
                raise LockUnsupported(self.path, error.strerror or str(error)) from error
            else:
                return
            holder = read_holder(self.path)
            if waited >= self._timeout:
                raise Locked(self.path, holder, waited, holder_zh=_in_chinese(holder))
            if waiting is not None and waited >= _POLITE:
                waiting(holder)
                waiting = None
            time.sleep(min(_STEP, max(self._timeout - waited, 0.001)))

    def _write(self, text: bytes) -> None:
        with suppress(OSError):  # a full disk must not stop a writer who has the lock
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text, 0)


@dataclass(frozen=True)
class LockFile:
    """A lock of git's that stands."""

    path: Path
    """The lock file."""
    age: float
    """Seconds since it was last written."""
    holder: str
    """A living git that may hold it, such as `git gc (process 4711)`; empty if none is seen."""
    certain: bool
    """Whether all processes could be looked at (Linux, as the same user)."""
    inode: int
    """Number of the file, so that a new lock of the same name is not taken for it."""


def read_holder(path: Path) -> str:
    """Describe who holds the register's lock, from what the holder wrote into it; one line."""
    try:
        told = json.loads(path.read_bytes()[:4096])
        return f"{told['program']} (process {told['pid']} on {told['host']}, since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"


def find_stale(location: Location) -> list[LockFile]:
    """List git's locks in the repository with age and possible holder, the oldest first. Removes nothing."""
    paths = [*_list_locks(location)]
    if not paths:
        return []
    holder, certain = _find_holder(location, paths)
    found = []
    for path in paths:
        with suppress(FileNotFoundError):  # its holder finished in between
            status = path.stat()
            age = max(time.time() - status.st_mtime, 0.0)
            found.append(LockFile(path, age, holder, certain, status.st_ino))
    return sorted(found, key=lambda lock: -lock.age)


def remove_stale(location: Location, lock: LockFile) -> None:
    """Remove a lock that nobody holds, at the user's word. A lock that has gone by itself is no error.

    Raises:
        LockHeld: a living git may hold it, or another lock stands there by now.
        ReadOnly: it can't be removed.
    """
    now = next((each for each in find_stale(location) if each.path == lock.path), None)
    if now is None:
        return
    if now.inode != lock.inode:
        raise LockHeld(lock.path, "a program that made it just now", holder_zh="刚刚建立它的程序")
    if now.holder or (not now.certain and now.age < _YOUNG):
        holder = now.holder or "a program that may still run (it is less than ten minutes old)"
        raise LockHeld(
            lock.path, holder, holder_zh=_in_chinese(now.holder) or "可能仍在运行的程序（锁文件建立不到十分钟）"
        )
    try:
        lock.path.unlink(missing_ok=True)
    except OSError as error:
        raise ReadOnly(lock.path, error.strerror or "") from error


def wait_for_git(location: Location, attempt: Callable[[], Answer]) -> Answer:
    """Do something with git, again and again while another git holds one of its locks.

    Returns:
        What `attempt` returned.

    Raises:
        Locked: a living git held the lock all the time.
        StaleLock: the lock stands, and no living git is seen.
        Failure: whatever else `attempt` raises.
    """
    begun = time.monotonic()
    while True:
        try:
            return attempt()
        except GitFailed as failure:
            path = find_lock(failure)
            if path is None:
                raise
            waited = time.monotonic() - begun
            if waited >= GIT_PATIENCE:
                raise _name_lock(location, path, waited) from failure
            time.sleep(random.uniform(0.02, 0.15))  # noqa: S311  # two waiters must not keep step


def _name_lock(location: Location, path: Path, waited: float) -> Locked | StaleLock:
    for lock in find_stale(location):
        if lock.path == path and not lock.holder and lock.certain:
            return StaleLock(path, lock.age)
    holder = next((lock.holder for lock in find_stale(location) if lock.holder), "another git")
    return Locked(path, holder, waited, holder_zh=_in_chinese(holder))


def _in_chinese(holder: str) -> str:
    """A holder as this module describes it, in Chinese."""
    if known := _HOLDERS_ZH.get(holder):
        return known
    found = _HOLDER.fullmatch(holder)
    if found is None:
        return holder
    if found["host"] is None:
        return f"{found['program']}（进程 {found['process']}）"
    return f"{found['program']}（进程 {found['process']}，主机 {found['host']}，始于 {found['since']}）"


def _list_locks(location: Location) -> Iterator[Path]:
    for folder in dict.fromkeys((location.git_dir, location.common_dir)):
        yield from sorted(folder.glob("*.lock"))
    yield from sorted((location.common_dir / "refs").rglob("*.lock"))


def _find_holder(location: Location, locks: list[Path]) -> tuple[str, bool]:
    """Find a living git that has this repository, or any program that has one of the locks open.

    Returns:
        Its description, empty if there is none; and whether every git on the machine could be looked at (Linux only).
    """
    if sys.platform != "linux":
        return "", False
    places = [str(path) for path in dict.fromkeys((location.work_tree, location.git_dir, location.common_dir))]
    certain = True
    for entry in Path("/proc").glob("[0-9]*"):
        name = ""
        try:
            arguments = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            name = Path(arguments[0]).name
            writing = name.startswith("git") and not _READING.intersection(arguments)
            opened = list(_list_open(entry / "fd"))
            near = [*opened, str((entry / "cwd").readlink())]
            if any(str(lock) in opened for lock in locks) or (writing and any(_lies_in(each, places) for each in near)):
                return f"{name} (process {entry.name})", True
        except FileNotFoundError:
            continue  # it has ended
        except OSError:  # another user's
            certain = certain and not name.startswith("git")
    return "", certain


def _list_open(folder: Path) -> Iterator[str]:
    for link in folder.iterdir():
        with suppress(FileNotFoundError):  # closed in between
            yield str(link.readlink())


def _lies_in(path: str, places: list[str]) -> bool:
    return any(path == place or path.startswith(place + "/") for place in places)


def _describe(purpose: str) -> bytes:
    told = {
        "program": purpose,
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }
    return json.dumps(told).encode()
