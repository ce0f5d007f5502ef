"""Files under a register's top folder: no link followed, nothing half-written, every fault with its own failure."""

import errno
import os
import resource
import signal
import stat
import threading
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store import disk
from store.files import BadPath
from store.files import ChangedOnDisk
from store.files import DiskFault
from store.files import DiskFull
from store.files import FileFailure
from store.files import Missing
from store.files import NoPermission
from store.files import NotAFile
from store.files import OverLimit
from store.files import QuotaReached
from store.files import ReadOnly
from store.files import SymlinkRefused
from store.files import TooLarge
from store.files import TooManyOpen
from store.files import check_relative
from store.files import digest
from store.files import read
from store.files import read_many
from store.files import remove
from store.files import sweep
from store.files import walk
from store.files import write
from store.toml.text import MAX_BYTES

OLD = b'title = "old"\n'
NEW = b'title = "new"\n' * 20
PATH = "activities/2026/06/x.toml"


def names(top: Path) -> list[str]:
    return sorted(found.relative_to(top).as_posix() for found in top.rglob("*") if not found.is_dir())


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> Iterator[list[str]]:
    """Let the N-th call that a write depends on fail. Yields the calls made so far."""
    calls: list[str] = []

    def shim(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                raise OSError(code, os.strerror(code))
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        for name in ("open", "write", "fsync", "fchmod", "link", "rename", "mkdir"):
            patch.setattr(os, name, shim(name, getattr(os, name)))
        yield calls


FAULTS: list[tuple[int, type[FileFailure]]] = [
    (errno.ENOSPC, DiskFull),
    (errno.EDQUOT, QuotaReached),
    (errno.EROFS, ReadOnly),
    (errno.EACCES, NoPermission),
    (errno.EIO, DiskFault),
    (errno.EMFILE, TooManyOpen),
    (errno.EFBIG, OverLimit),
]


@pytest.mark.parametrize(("code", "failure"), FAULTS)
@pytest.mark.parametrize("new", [False, True])
def test_fault_at_any_call_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, failure: type[FileFailure], *, new: bool
) -> None:
    number = 0
    seen: set[str] = set()
    raisings: list[FileFailure] = []
    while True:
        number += 1
        top = tmp_path / str(number)
        top.mkdir()
        if not new:
            write(top, PATH, OLD, expected=None)
        with failing(monkeypatch, number, code) as calls:
            try:
                write(top, PATH, NEW, expected=None if new else digest(OLD))
            except failure as raised:
                seen.add(calls[number - 1])
                raisings.append(raised)
            else:
                assert len(calls) < number
                break
        assert names(top) in ([PATH], []) if new else [[PATH]]
        if (top / PATH).exists():
            assert (top / PATH).read_bytes() in ((NEW,) if new else (OLD, NEW))
    assert all(raised.hint and (raised.path == PATH or "/" in raised.path) for raised in raisings)
    assert {"open", "write", "fsync", "link" if new else "rename"} <= seen
    assert (tmp_path / str(number) / PATH).read_bytes() == NEW


def test_file_system_that_cannot_sync_folders_is_still_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    write(tmp_path, PATH, NEW, expected=None)
    assert read(tmp_path, PATH) == NEW


def test_file_system_without_hard_links_is_still_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write(tmp_path, PATH, OLD, expected=None)
    with pytest.raises(ChangedOnDisk):
        write(tmp_path, PATH, NEW, expected=None)
    assert names(tmp_path) == [PATH]


def test_file_made_between_the_look_and_the_write_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def link(*given: Any, **named: Any) -> None:
        (tmp_path / PATH).write_bytes(OLD)
        real(*given, **named)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(ChangedOnDisk):
        write(tmp_path, PATH, NEW, expected=None)
    assert read(tmp_path, PATH) == OLD
    assert names(tmp_path) == [PATH]


def test_negative_control_a_plain_write_is_cut_short(tmp_path: Path) -> None:
    """The fault of the next test is real: open("wb") leaves half a file under it."""
    path = tmp_path / "x.toml"
    path.write_bytes(OLD)
    with limited(100), pytest.raises(OSError, match="File too large"):
        path.write_bytes(NEW)
    assert path.read_bytes() not in (OLD, NEW)


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file may grow past a size in this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_limit_of_the_system_leaves_the_old_file(tmp_path: Path) -> None:
    write(tmp_path, PATH, OLD, expected=None)
    with limited(100), pytest.raises(OverLimit):
        write(tmp_path, PATH, NEW, expected=digest(OLD))
    assert read(tmp_path, PATH) == OLD
    assert names(tmp_path) == [PATH]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give its rights up for one write")
def test_folder_without_permission_is_said_so(tmp_path: Path) -> None:
    write(tmp_path, "duties/x.toml", OLD, expected=None)
    for folder in (*reversed(tmp_path.parents[:3]), tmp_path):
        folder.chmod(0o755)
    (tmp_path / "duties").chmod(0o555)
    os.seteuid(65534)
    try:
        assert read(tmp_path, "duties/x.toml") == OLD
        with pytest.raises(NoPermission) as caught:
            write(tmp_path, "duties/x.toml", NEW, expected=digest(OLD))
        with pytest.raises(NoPermission):
            remove(tmp_path, "duties/x.toml", expected=digest(OLD))
    finally:
        os.seteuid(0)
    assert caught.value.message == "The file duties/x.toml was not written: you have no permission to write there."


def test_write_makes_folders_and_replaces_only_what_was_expected(tmp_path: Path) -> None:
    write(tmp_path, PATH, OLD, expected=None)
    assert read(tmp_path, PATH) == OLD
    with pytest.raises(ChangedOnDisk) as caught:
        write(tmp_path, PATH, NEW, expected=None)
    assert caught.value.found == digest(OLD)
    with pytest.raises(ChangedOnDisk):
        write(tmp_path, PATH, NEW, expected=digest(NEW))
    write(tmp_path, PATH, NEW, expected=digest(OLD))
    assert read(tmp_path, PATH) == NEW
    with pytest.raises(ChangedOnDisk) as caught:
        write(tmp_path, "duties/gone.toml", NEW, expected=digest(OLD))
    assert caught.value.found is None
    assert names(tmp_path) == [PATH]


def test_edit_of_equal_size_and_time_is_seen(tmp_path: Path) -> None:
    write(tmp_path, PATH, OLD, expected=None)
    before = (tmp_path / PATH).stat()
    (tmp_path / PATH).write_bytes(OLD.replace(b"old", b"odd"))
    os.utime(tmp_path / PATH, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedOnDisk):
        write(tmp_path, PATH, NEW, expected=digest(OLD))


def test_permissions_are_those_of_the_old_file_or_the_umask(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        write(tmp_path, PATH, OLD, expected=None)
        assert stat.S_IMODE((tmp_path / PATH).stat().st_mode) == 0o640
        (tmp_path / PATH).chmod(0o664)
        write(tmp_path, PATH, NEW, expected=digest(OLD))
        assert stat.S_IMODE((tmp_path / PATH).stat().st_mode) == 0o664
    finally:
        os.umask(umask)


def test_remove_takes_only_what_was_expected(tmp_path: Path) -> None:
    write(tmp_path, PATH, OLD, expected=None)
    with pytest.raises(ChangedOnDisk):
        remove(tmp_path, PATH, expected=digest(NEW))
    remove(tmp_path, PATH, expected=digest(OLD))
    remove(tmp_path, PATH, expected=None)
    with pytest.raises(ChangedOnDisk):
        remove(tmp_path, PATH, expected=digest(OLD))
    with pytest.raises(ChangedOnDisk):
        remove(tmp_path, "nowhere/x.toml", expected=digest(OLD))
    assert names(tmp_path) == []


def test_two_writers_of_one_version_one_wins(tmp_path: Path) -> None:
    """Creating is exclusive: of many threads that write a new file at once, one succeeds and the others hear it."""
    lost: list[int] = []
    barrier = threading.Barrier(8)

    def create(number: int) -> None:
        barrier.wait()
        try:
            write(tmp_path, PATH, b"n = %d\n" % number, expected=None)
        except ChangedOnDisk:
            lost.append(number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 7
    assert names(tmp_path) == [PATH]
    assert int(read(tmp_path, PATH).split()[-1]) not in lost


def test_links_are_refused_at_every_step(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "x.toml").write_bytes(OLD)
    top = tmp_path / "top"
    (top / "duties").mkdir(parents=True)
    (top / "duties" / "x.toml").symlink_to(secret / "x.toml")
    (top / "posts").symlink_to(secret)
    (top / "duties" / "dangling.toml").symlink_to(secret / "new.toml")
    for path in ("duties/x.toml", "posts/x.toml", "duties/dangling.toml"):
        with pytest.raises(SymlinkRefused):
            read(top, path)
        with pytest.raises(SymlinkRefused):
            write(top, path, NEW, expected=digest(OLD))
        with pytest.raises((SymlinkRefused, ChangedOnDisk)):
            write(top, path, NEW, expected=None)
        with pytest.raises(SymlinkRefused):
            remove(top, path, expected=digest(OLD))
        ((_, found),) = read_many(top, [path])
        assert isinstance(found, SymlinkRefused)
    assert names(secret) == ["x.toml"]
    assert (secret / "x.toml").read_bytes() == OLD
    assert [(found.relative, found.sort, found.is_symlink) for found in walk(top)] == [
        ("duties/dangling.toml", "symlink", True),
        ("duties/x.toml", "symlink", True),
        ("posts", "symlink", True),
    ]


def test_what_is_no_file_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "duties" / "folder.toml").mkdir(parents=True)
    os.mkfifo(tmp_path / "duties" / "pipe.toml")
    (tmp_path / "posts").write_bytes(b"")
    for path in ("duties/folder.toml", "duties/pipe.toml", "posts/x.toml"):
        with pytest.raises(NotAFile):
            read(tmp_path, path)
        with pytest.raises(FileFailure):
            write(tmp_path, path, NEW, expected=digest(OLD))
    with pytest.raises(Missing):
        read(tmp_path, "duties/none.toml")
    with pytest.raises(Missing):
        read(tmp_path / "nowhere", "duties/none.toml")
    assert [(found.relative, found.sort) for found in walk(tmp_path)] == [
        ("duties/folder.toml", "folder"),
        ("duties/pipe.toml", "special"),
    ]


def test_size_is_looked_at_before_reading(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"")
    os.truncate(tmp_path / "x.toml", 10**12)
    with pytest.raises(TooLarge) as caught:
        read(tmp_path, "x.toml")
    assert caught.value.message == "The file x.toml has 1000000000000 bytes; at most 1048576 are read."
    os.truncate(tmp_path / "x.toml", MAX_BYTES)
    assert len(read(tmp_path, "x.toml")) == MAX_BYTES


def test_many_files_are_read_each_with_its_content_or_failure(tmp_path: Path) -> None:
    for number in range(30):
        write(tmp_path, f"duties/d{number:02}.toml", b"n = %d\n" % number, expected=None)
        write(tmp_path, f"posts/p{number:02}.toml", b"n = %d\n" % number, expected=None)
    found = [entry.relative for entry in walk(tmp_path)]
    assert found == sorted(found)
    assert dict(read_many(tmp_path, found)) == {path: read(tmp_path, path) for path in found}
    results = dict(read_many(tmp_path, ["duties/none.toml", "../x", "duties/..", "duties/d01.toml", "units/none.toml"]))
    assert {path: type(value) for path, value in results.items()} == {
        "duties/none.toml": Missing,
        "../x": BadPath,
        "duties/..": BadPath,
        "duties/d01.toml": bytes,
        "units/none.toml": Missing,
    }


def test_walk_finds_records_and_strays_and_leaves_the_rest(tmp_path: Path) -> None:
    for path in ("register.toml", "duties/a.toml", "duties/a.toml~", "strange/b.toml", "attachments/c.toml"):
        write(tmp_path, path, OLD, expected=None)
    for hidden in (".git", "duties/.cache"):
        (tmp_path / hidden).mkdir()
        (tmp_path / hidden / "x.toml").write_bytes(OLD)
    (tmp_path / "duties" / disk.temporary_name()).write_bytes(OLD)
    found = list(walk(tmp_path))
    assert [(entry.relative, entry.kind_folder) for entry in found] == [
        ("duties/a.toml", "duties"),
        ("register.toml", ""),
        ("strange/b.toml", "strange"),
    ]
    assert {entry.size for entry in found} == {len(OLD)}
    assert found[0].mtime_ns == (tmp_path / "duties/a.toml").stat().st_mtime_ns


def test_folders_without_end_are_reported(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 20)
    deep.mkdir(parents=True)
    assert [entry.sort for entry in walk(tmp_path)] == ["unreadable"]


def test_sweep_removes_only_what_a_dead_process_left(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        (tmp_path / disk.temporary_name()).write_bytes(OLD)
        (tmp_path / "name").write_text(disk.temporary_name())
        os._exit(0)
    os.waitpid(child, 0)
    mine = disk.temporary_name()
    reborn = f".dutybook-{os.getpid()}-1-{'0' * 16}.tmp"  # our number, but another start: a process long gone
    foreign = ".dutybook-notes.tmp"
    (tmp_path / "duties").mkdir()
    for name in (mine, foreign, f"duties/{reborn}"):
        (tmp_path / name).write_bytes(OLD)
    removed = sweep(tmp_path)
    assert len(removed) == 2
    assert f"duties/{reborn}" in removed
    assert names(tmp_path) == sorted([mine, foreign, "name"])


def test_descriptors_are_given_back(tmp_path: Path) -> None:
    write(tmp_path, PATH, OLD, expected=None)
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(5):
        read(tmp_path, PATH)
        list(walk(tmp_path))
        list(read_many(tmp_path, [PATH, "x/y.toml", "duties/z.toml"]))
        with pytest.raises(ChangedOnDisk):
            write(tmp_path, PATH, NEW, expected=None)
        next(iter(walk(tmp_path)))
    assert len(list(Path("/dev/fd").iterdir())) == before


GOOD = [
    "duties/quarterly-review.toml",
    "register.toml",
    "calendar/2026.toml",
    "attachments/2026/" + "a" * 64,
    "x/.gitignore",
    "a/con-man.toml",
    "附件/一.toml",
]
BAD = [
    "", "/", "/etc/passwd", "//x", "..", "../x", "a/../b", "a/..", "./a", "a/.", "a//b", "a/", "~", "~/x", "~root/x",
    "a\\b", "..\\x", "C:\\x", "C:x", "c:/x", "a:stream", "a\0b", "a\nb", "a\tb", "\x1b[2J", "a\x7f", "a\x85b", "a\udcff",
    ".git", ".git/config", "x/.GIT/hooks", ".Git", ".git.", ".git ", ".git. .", "GIT~1", "git~1/x", ".g\u200cit/x", ".\uff47it/x",
    "CON", "con.toml", "duties/nul.toml", "aux", "PRN.x.toml", "COM1", "lpt9.toml", "com¹.toml",
    "a.", "a ", "x./y", "x /y", "a" * 256, "长" * 86, "a/" * 600 + "b",
]  # fmt: skip


@pytest.mark.parametrize("path", GOOD)
def test_good_paths_are_taken(path: str) -> None:
    check_relative(path)


@pytest.mark.parametrize("path", BAD)
def test_bad_paths_are_refused_by_every_way_in(tmp_path: Path, path: str) -> None:
    with pytest.raises(BadPath):
        check_relative(path)
    with pytest.raises(BadPath):
        read(tmp_path, path)
    with pytest.raises(BadPath):
        write(tmp_path, path, NEW, expected=None)
    with pytest.raises(BadPath):
        remove(tmp_path, path, expected=None)
    assert [type(found) for _, found in read_many(tmp_path, [path])] == [BadPath]
    assert list(tmp_path.iterdir()) == []
