"""Real git repositories in a temporary folder: registers, bare remotes, clones and hostile ones.

Test modules import the fixture `isolated`, which shuts out the machine's own git settings.
"""

import os
import signal
import subprocess  # tests start git as a user would
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from store.commit import commit_paths
from store.failure import LockHeld
from store.git import clean_environment
from store.location import Location
from store.location import find
from store.location import read_head
from store.lock import find_stale
from store.lock import remove_stale

REGISTER = b'format = 1\ntitle = "Harbour Office"\nlanguage = "en"\n'
AUTHOR = {
    "GIT_AUTHOR_NAME": "Ada Quill",
    "GIT_AUTHOR_EMAIL": "ada@harbour.example",
    "GIT_COMMITTER_NAME": "Ada Quill",
    "GIT_COMMITTER_EMAIL": "ada@harbour.example",
    "GIT_AUTHOR_DATE": "1767225600 +0800",
    "GIT_COMMITTER_DATE": "1767225600 +0800",
}


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's and the user's git settings, agents and trust file out of the test."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("DUTYBOOK_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_PYTHON_REFRESH", "quiet")
    clean_environment()


def run_git(folder: Path, *args: str, stdin: bytes = b"", environment: Mapping[str, str] = {}, ok: bool = True) -> str:
    """Run git as a user would by hand, and give what it wrote."""
    done = subprocess.run(
        ["git", *args],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **AUTHOR, **environment},
    )
    assert not ok or done.returncode == 0, f"git {' '.join(args)}: {done.stderr.decode(errors='replace')}"
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def set_identity(folder: Path, name: str = "Ada Quill", email: str = "ada@harbour.example") -> None:
    """Give the repository a committer of its own."""
    run_git(folder, "config", "user.name", name)
    run_git(folder, "config", "user.email", email)


def make_register(folder: Path, *, records: Mapping[str, bytes] = {}) -> Location:
    """Make a register with one commit on `main`, and give its place."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    set_identity(folder)
    write(folder, {"register.toml": REGISTER, **records})
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message=begin")
    return find(folder)


def make_remote(folder: Path, source: Path | None = None) -> Path:
    """Make a bare repository, filled from another and set as its `origin` if one is given."""
    folder.mkdir(parents=True)
    run_git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "--template=")
    if source is not None:
        run_git(source, "remote", "add", "origin", str(folder))
        run_git(source, "push", "--quiet", "origin", "main")
        run_git(source, "fetch", "--quiet", "origin")
    return folder


def make_clone(remote: Path, folder: Path, name: str = "Bo Tern", email: str = "bo@harbour.example") -> Location:
    """Clone a remote by hand, with an identity of its own."""
    run_git(remote.parent, "clone", "--quiet", "--template=", str(remote), str(folder))
    set_identity(folder, name, email)
    return find(folder)


def write(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files below a folder; None deletes one."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def save(location: Location, files: Mapping[str, bytes | None], message: str = "save") -> str:
    """Write files and commit just them through the store, and give the commit."""
    write(location.top, files)
    _, head = read_head(location)
    return commit_paths(location.git(), location, list(files), message, expected_head=head)


def add_hook(git_dir: Path, name: str, script: str) -> Path:
    """Put an executable hook in place."""
    path = git_dir / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def check_whole(folder: Path) -> None:
    """Assert that git finds nothing wrong with the repository."""
    run_git(folder, "fsck", "--strict", "--no-dangling")


def children(of: int) -> list[int]:
    """List the living child processes of a process."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def stop_all(pid: int) -> None:
    """Kill a process and every descendant, each git in its own session included."""
    for child in children(pid):
        stop_all(child)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def clear_locks(place: Location) -> None:
    """Remove what killed gits left locked, as the user would say yes to it; those that still live are waited for."""
    end = time.monotonic() + 20
    while locks := find_stale(place):
        for lock in locks:
            with suppress(LockHeld):
                remove_stale(place, lock)
        assert time.monotonic() < end, "a git lives on"
        time.sleep(0.01)
