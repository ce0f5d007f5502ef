"""Whole saves on disks that fail: full, limited, read-only, or with one call that goes wrong. Nothing is half done, and each has its sentence.

The single files are tested in test_files.py, the commit alone in test_commit.py; here the register is saved as a person does it.
"""

import errno
import json
import os
import stat
import subprocess  # tests start the command as a user would
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from store.care.doctor import examine
from store.disk import DiskFault
from store.journal import Intent
from store.location import find
from store.register import RegisterStore
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

ROOT = Path(__file__).parents[2]
PATH = "units/office.toml"
UNIT = b'title = "Harbour Office"\ntype = "section"\n'
NOBODY = 23456
"""A user without rights: whoever runs the tests may be root, whom no permission stops."""


def setting(value: str, key: str = "short") -> ChangeSet:
    change = RecordChange(kind="unit", id="office", verb=Verb.EDIT, fields=(FieldChange(key=(key,), value=value),))
    return ChangeSet(action="set", records=(change,), reason="the sign at the door says so")


def refusal(store: RegisterStore, changes: ChangeSet) -> Failure | None:
    """Save, and give why it was refused; None where it was saved."""
    try:
        store.save(changes)
    except Failure as failure:
        return failure
    return None


@pytest.fixture(autouse=True)
def begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at after a failure is looked at by a process that was started anew."""
    monkeypatch.setattr(Intent, "alive", property(lambda _: False))


def settled(top: Path) -> None:
    """The register is as before the save or as after it, and the next save works without advice."""
    store = RegisterStore.open(top)
    for intent in store.unfinished():  # a disk that is full has no room to put the file back either
        store.roll_back(intent)
    assert store.faults == ()
    assert run_git(top, "status", "--porcelain") == ""
    assert list((top / ".git").rglob("*.lock")) in ([], [top / ".git/dutybook/register.lock"])


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> Iterator[list[str]]:
    """Let the N-th call of ours that touches the disk fail. Yields the calls made so far."""
    calls: list[str] = []

    def shim(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if name == "write" and stat.S_ISFIFO(os.fstat(given[0]).st_mode):
                return real(*given, **named)  # to git, and no disk
            calls.append(name)
            if len(calls) == number:
                raise OSError(code, os.strerror(code), given[0] if given and isinstance(given[0], str | Path) else None)
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        for name in ("open", "write", "fsync", "fchmod", "link", "rename", "mkdir", "unlink", "replace", "scandir"):
            patch.setattr(os, name, shim(name, getattr(os, name)))
        yield calls


CODES = (errno.EIO, errno.ENOSPC, errno.EMFILE, errno.ENOMEM, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.ESTALE)


def test_a_fault_at_any_call_of_a_save_is_a_failure_in_words_and_leaves_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_register(tmp_path / "register", records={PATH: UNIT})
    top = tmp_path / "register"
    failed: set[str] = set()
    for number in range(1, 400):
        store = RegisterStore.open(top)
        before, head = (top / PATH).read_bytes(), run_git(top, "rev-parse", "HEAD")
        with failing(monkeypatch, number, CODES[number % len(CODES)]) as calls:
            told = refusal(store, setting(f"n{number}"))
        if told is None and len(calls) < number:
            break
        if told is not None:
            failed.add(calls[number - 1])
            assert told.message and told.message_zh and told.hint, told
        committed = run_git(top, "rev-parse", "HEAD") != head
        assert told is not None or committed, "what was said to be saved is saved"
        settled(top)
        committed = run_git(top, "rev-parse", "HEAD") != head
        assert ((top / PATH).read_bytes() == before) is not committed
    else:
        pytest.fail("it never came to its end")
    assert {"open", "write", "fsync", "rename"} <= failed
    assert number > 20
    check_whole(top)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"a small disk can't be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk to its last block, but for some bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    os.truncate(filler, max(0, filler.stat().st_size - leave))
    return filler


@pytest.mark.parametrize("leave", [0, 4096, 8192, 12288, 20480, 32768, 65536])
def test_a_save_on_a_disk_that_is_nearly_full_is_whole_or_not_at_all(tmp_path: Path, leave: int) -> None:
    """The disk is full at once, or at any later step of the save: record, note of the save, objects, index, branch."""
    with small_disk(tmp_path / "disk", "4m") as disk:
        top = disk / "register"
        make_register(top, records={PATH: UNIT, "units/pier.toml": UNIT})
        store = RegisterStore.open(top)
        filler = fill(disk, leave=leave)
        told = refusal(store, setting("y" * 6000, "note"))
        if told is None:
            assert leave > 20_000
        else:
            assert "disk is full" in told.message, told.message
            assert told.hint
        filler.unlink()
        settled(top)
        RegisterStore.open(top).save(setting("room again"))
        check_whole(top)


LIMITED = """
import json, resource, signal, sys
from pathlib import Path
from tests.store.test_faults_disk import setting
from schema.failure import Failure
from store.register import RegisterStore
store = RegisterStore.open(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.save(setting("y" * int(sys.argv[3]), "note"))
except Failure as failure:
    print(json.dumps([type(failure).__name__, failure.message, failure.hint]))
"""


@pytest.mark.parametrize(("limit", "size"), [(100_000, 300_000), (16_384, 500)], ids=["the record", "git's index"])
def test_a_limit_on_the_size_of_files_is_said_and_mended(tmp_path: Path, limit: int, size: int) -> None:
    """Python is told by an error; git is killed by a signal and may leave its lock, which is then named and removed on word."""
    top = tmp_path / "register"
    make_register(top, records={PATH: UNIT, **{f"notes/n{number:03}.txt": b"" for number in range(300)}})
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(top), str(limit), str(size)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    name, message, hint = json.loads(done.stdout)
    assert name == ("OverLimit" if size > limit else "DiskFull"), message
    assert "larger than this system lets" in message or "past the limit set for it" in message
    assert hint
    assert (top / PATH).read_bytes() == UNIT
    for ailment in examine(find(top)):
        assert ailment.remedy is not None, ailment
        ailment.remedy()
    settled(top)
    RegisterStore.open(top).save(setting("again"))
    check_whole(top)


READ_ONLY = """
import contextlib, io, json, os, sys
from cli.app import run
import collections.abc, encodings.utf_8_sig, importlib, pkgutil  # Python's own folder may be closed to others
import cli.commands, git, rich.table, cyclopts
for each in pkgutil.iter_modules(cli.commands.__path__):
    importlib.import_module(f"cli.commands.{each.name}")
if len(sys.argv) > 2:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
os.chdir(sys.argv[1])
found = {}
for words in (["list", "unit"], ["show", "unit/office"], ["due"], ["check"], ["log"], ["blame", "unit/office"], ["diff"], ["doctor"],
              ["set", "unit/office", "title=x", "--why", "y", "--yes"], ["save", "--why", "x"], ["undo", "--yes"], ["sync"]):
    err = io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        code = run(words)
    found[words[0]] = (code, err.getvalue())
print(json.dumps(found))
"""


def read_and_try(top: Path, *user: int) -> dict[str, tuple[int, str]]:
    """Read a register and try to change it, in a process of its own: exit code and words of each command."""
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(top), *map(str, user)],
        cwd="/",
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", "DUTYBOOK_LANG": "en", "DUTYBOOK_STATE_DIR": "/nonexistent",
            "DUTYBOOK_CONFIG_DIR": "/nonexistent",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, tuple[int, str]] = json.loads(done.stdout)
    return found


def check_read_only(found: dict[str, tuple[int, str]], said: str) -> None:
    """Everything could be read, nothing changed, and why is said in one sentence and a hint."""
    for command in ("list", "show", "due", "log", "blame", "diff"):
        assert found[command][0] == 0, found[command]
    assert found["check"][0] in (0, 1), found["check"]
    for command in ("set", "save", "undo", "sync"):
        code, words = found[command]
        assert code == 3, (command, words)
        assert said in words
        assert len(words.splitlines()) == 2
    assert "Traceback" not in str(found)
    assert "crash" not in str(found)


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user may enter (pytest's own are private)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        for path in (path for path in Path(name).rglob("*") if path.is_dir()):
            path.chmod(0o700)  # else it could not be emptied


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_somebody_without_the_right_to_write_reads_everything(reachable: Path) -> None:
    top = reachable / "register"
    make_register(top, records={PATH: UNIT})
    for path in sorted((top, *top.rglob("*")), reverse=True):
        os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)
    before = {path: path.lstat().st_mtime_ns for path in top.rglob("*")}
    check_read_only(read_and_try(top, NOBODY), "No writing at")
    assert {path: path.lstat().st_mtime_ns for path in top.rglob("*")} == before


def test_on_a_read_only_disk_everything_is_read(tmp_path: Path) -> None:
    top = tmp_path / "register"
    make_register(top, records={PATH: UNIT})
    target = tmp_path / "mounted"
    target.mkdir()
    bound = subprocess.run(["mount", "--bind", str(top), str(target)], capture_output=True, text=True, check=False)
    if bound.returncode:
        pytest.skip(f"mounting is not possible here: {bound.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(target)], check=True)
        check_read_only(read_and_try(target), "No writing at")
    finally:
        subprocess.run(["umount", str(target)], check=True)


def test_a_disk_that_turns_read_only_meanwhile_is_said(tmp_path: Path) -> None:
    """The register was opened while it could be written."""
    top = tmp_path / "register"
    make_register(top, records={PATH: UNIT})
    target = tmp_path / "mounted"
    target.mkdir()
    bound = subprocess.run(["mount", "--bind", str(top), str(target)], capture_output=True, text=True, check=False)
    if bound.returncode:
        pytest.skip(f"mounting is not possible here: {bound.stderr.strip()}")
    try:
        store = RegisterStore.open(target)
        store.save(setting("before"))
        subprocess.run(["mount", "-o", "remount,ro,bind", str(target)], check=True)
        with pytest.raises(Failure, match="No writing") as told:
            store.save(setting("after"))
        assert told.value.hint
        assert store.register.units["office"].short == "before"
    finally:
        subprocess.run(["umount", str(target)], check=True)
    settled(top)


def test_a_disk_that_fails_at_the_flush_is_never_said_to_have_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "register"
    make_register(top, records={PATH: UNIT})
    store = RegisterStore.open(top)

    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch, pytest.raises(DiskFault, match="was not written"):
        patch.setattr(os, "fsync", fail)
        store.save(setting("x"))
    assert (top / PATH).read_bytes() == UNIT
    settled(top)
