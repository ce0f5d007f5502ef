"""The wrapper that starts git: pipes, deadline, groups, environment, and what an untrusted repository can't make run."""

import os
import subprocess  # tests start git as a user would
import sys
import threading
import time
from pathlib import Path

import pytest

from store import git as git_module
from store.failure import GitCancelled
from store.failure import GitFailed
from store.failure import GitMissing
from store.failure import GitTimedOut
from store.failure import GitTooOld
from store.git import BlobReader
from store.git import Git
from store.git import clean_environment
from store.location import Location
from tests.store.repositories import add_hook
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import write

DUTY = "duties/harbour-round.toml"


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A small register."""
    return make_register(tmp_path / "register", records={DUTY: b"a = 1\n"})


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def wait_until_dead(pid: int) -> None:
    end = time.monotonic() + 5
    while is_alive(pid):
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.01)


def wait_for_file(path: Path) -> str:
    end = time.monotonic() + 10
    while not path.exists() or not path.read_text().strip():
        assert time.monotonic() < end
        time.sleep(0.01)
    return path.read_text().strip()


def test_importing_the_store_starts_nothing_and_loads_no_git() -> None:
    program = "import sys, store.git, store.location, store.commit, store.together.sync; sys.exit('git' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_large_input_and_output_pass_byte_for_byte(place: Location) -> None:
    content = bytes(range(256)) * 40_000
    git = place.git()
    blob = git.run("hash-object", "-w", "--stdin", stdin=content).text
    assert git.run("cat-file", "blob", blob).out == content


def test_a_program_that_does_not_read_its_input_is_no_deadlock(place: Location) -> None:
    assert place.git().run("version", stdin=b"x" * 5_000_000).text.startswith("git version")


def test_failure_carries_status_and_words_with_foreign_bytes(place: Location) -> None:
    with pytest.raises(GitFailed, match="cat-file") as told:
        place.git().run("cat-file", "blob", "no\udcffsuch")
    assert told.value.status == 128
    assert "�" in told.value.err
    assert place.git().run("rev-parse", "--verify", "--quiet", "none", ok=(1,)).status == 1


def test_deadline_ends_the_whole_group(place: Location, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    add_hook(place.git_dir, "pre-commit", f"trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > {note}; sleep 60'")
    git = Git(place.top, place.git_dir, trusted=True)
    with pytest.raises(GitTimedOut, match="did not end within 1 s"):
        git.run("commit", "--allow-empty", "--message=x", deadline=1.0)
    wait_until_dead(int(wait_for_file(note)))


def test_cancelling_ends_the_whole_group(place: Location, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    add_hook(place.git_dir, "pre-commit", f"echo $$ > {note}; sleep 60")
    git = Git(place.top, place.git_dir, trusted=True)
    with pytest.raises(GitCancelled):
        git.run("commit", "--allow-empty", "--message=x", cancelled=note.exists)
    wait_until_dead(int(wait_for_file(note)))


def test_a_daemon_left_by_a_hook_does_not_hold_us(place: Location, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    add_hook(place.git_dir, "post-commit", f"sh -c 'echo $$ > {note}; exec sleep 30' &")
    begun = time.monotonic()
    Git(place.top, place.git_dir, trusted=True).run("commit", "--allow-empty", "--message=x")
    assert time.monotonic() - begun < 10
    os.kill(int(wait_for_file(note)), 9)


def test_no_terminal_and_own_session(place: Location, tmp_path: Path) -> None:
    note = tmp_path / "session"
    add_hook(
        place.git_dir,
        "pre-commit",
        f"cut -d' ' -f6 /proc/$$/stat > {note}; (: > /dev/tty) 2>/dev/null && echo tty >> {note}; true",
    )
    Git(place.top, place.git_dir, trusted=True).run("commit", "--allow-empty", "--message=x")
    session = wait_for_file(note)
    assert "tty" not in session
    assert int(session) != os.getsid(0)


def test_hostile_environment_is_dropped(place: Location, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for name in ("GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_PROXY_COMMAND", "GIT_ASKPASS"):
        monkeypatch.setenv(name, f"touch {canary}")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"touch {canary}")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nowhere/objects")
    clean_environment()
    assert place.git().run("status", "--porcelain").text == ""
    assert place.git().run("diff", "HEAD").text == ""
    assert not canary.exists()


def test_quarantine_is_kept_for_a_server_hook_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_QUARANTINE_PATH", "/q")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/q")
    monkeypatch.setenv("GIT_DIR", "/d")
    clean_environment(quarantine=True)
    assert os.environ["GIT_QUARANTINE_PATH"] == os.environ["GIT_OBJECT_DIRECTORY"] == "/q"
    assert "GIT_DIR" not in os.environ
    clean_environment()
    assert "GIT_QUARANTINE_PATH" not in os.environ


def test_durability_and_settings_of_the_user_cannot_be_turned_off(place: Location) -> None:
    run_git(place.top, "config", "core.fsync", "none")
    run_git(place.top, "config", "gc.auto", "1")
    git = place.git()
    assert git.run("config", "--get", "core.fsync").text == "all"
    assert git.run("config", "--get", "gc.auto").text == "0"


def test_paths_are_literal(place: Location) -> None:
    assert place.git().run("ls-files", "--", "*.toml").text == ""
    assert place.git().run("ls-files", "--", DUTY).text == DUTY


VECTORS = {
    "core.fsmonitor": "core.fsmonitor",
    "core.hooksPath": "core.hooksPath",
    "filter.own.clean": "filter.own.clean",
    "filter.own.smudge": "filter.own.smudge",
    "filter.own.process": "filter.own.process",
    "a filter of an odd name": "filter.o w=n.clean",
    "diff.own.textconv": "diff.own.textconv",
    "diff.own.command": "diff.own.command",
    "diff.external": "diff.external",
    "merge.own.driver": "merge.own.driver",
    "gpg.program": "gpg.program",
    "gpg.ssh.program": "gpg.ssh.program",
    "core.alternateRefsCommand": "core.alternateRefsCommand",
    "core.pager": "core.pager",
}


@pytest.mark.parametrize("key", list(VECTORS.values()), ids=list(VECTORS))
def test_an_untrusted_repository_runs_nothing(place: Location, tmp_path: Path, key: str) -> None:
    canary = tmp_path / "canary"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n")
    script.chmod(0o755)
    name = key.split(".")[1] if key.startswith(("filter.", "diff.", "merge.")) else "own"
    attributes = "".join(f"*.toml {kind}={'own' if ' ' in name else name}\n" for kind in ("filter", "diff", "merge"))
    if " " in name:
        attributes = ""
    write(place.top, {".gitattributes": attributes.encode(), DUTY: b"a = 2\n"})
    run_git(place.top, "checkout", "--quiet", "-b", "side")
    run_git(place.top, "commit", "--quiet", "--all", "--message=side")
    run_git(place.top, "checkout", "--quiet", "main")
    write(place.top, {".gitattributes": attributes.encode(), DUTY: b"a = 3\n"})
    run_git(place.top, "commit", "--quiet", "--all", "--message=main")
    value = str(tmp_path) if key == "core.hooksPath" else str(script)
    (tmp_path / "post-index-change").write_text(script.read_text())
    (tmp_path / "post-index-change").chmod(0o755)
    run_git(place.top, "config", key, value)
    run_git(place.top, "config", "commit.gpgSign", "true")
    write(place.top, {DUTY: b"a = 4\n"})
    canary.unlink(missing_ok=True)
    git = Git(place.top, place.git_dir)
    for command in (
        ("status", "--porcelain"),
        ("diff", "HEAD"),
        ("diff", "HEAD~1", "HEAD"),
        ("log", "-p", "--show-signature"),
        ("show", "HEAD"),
        ("blame", "--", DUTY),
        ("add", "--", DUTY),
        ("checkout", "--", DUTY),
        ("merge-tree", "--write-tree", "main", "side"),
        ("commit", "--quiet", "--message=x", "--", DUTY),
        ("cat-file", "--textconv", f"HEAD:{DUTY}"),
        ("hash-object", "--path", DUTY, DUTY),
    ):
        git.run(*command, ok=range(-20, 256))
    assert not canary.exists()


def test_the_vectors_are_live_without_the_guard(place: Location, tmp_path: Path) -> None:
    """The control: with the guard taken out, a filter of the repository does run."""
    canary = tmp_path / "canary"
    write(place.top, {".gitattributes": b"*.toml filter=own\n", DUTY: b"a = 4\n"})
    run_git(place.top, "config", "filter.own.clean", f"touch {canary}; cat")
    git = Git(place.top, place.git_dir)
    git._neutral = {}
    git.run("status", "--porcelain")
    git.run("hash-object", "--path", DUTY, DUTY)
    assert canary.exists()


def test_an_untrusted_repository_reaches_no_network(place: Location) -> None:
    with pytest.raises(GitFailed, match="not trusted"):
        Git(place.top, place.git_dir).run("fetch", "origin")


def test_a_tracked_bare_repository_is_not_entered(place: Location, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    inner = place.top / "attachments/inner"
    inner.mkdir(parents=True)
    run_git(inner, "init", "--quiet", "--bare", "--template=")
    run_git(inner, "config", "core.fsmonitor", f"touch {canary}")
    with pytest.raises(GitFailed, match=r"bare repository|safe\.bareRepository"):
        Git(inner, None).run("status")
    assert not canary.exists()


def test_missing_git_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(git_module, "_state", {"clean": True})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing):
        Git(tmp_path, None).run("version")


@pytest.mark.parametrize("version", ["git version 2.37.9", "git version 1.9", "hello"])
def test_old_git_is_said_with_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str) -> None:
    stub = tmp_path / "git"
    stub.write_text(f"#!/bin/sh\necho '{version}'\n")
    stub.chmod(0o755)
    monkeypatch.setattr(git_module, "_state", {"clean": True})
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(GitTooOld, match=version.removeprefix("git version ")):
        Git(tmp_path, None).run("version")


def test_missing_git_leaves_importing_alone(tmp_path: Path) -> None:
    program = "from store.git import Git\nfrom pathlib import Path\ntry:\n    Git(Path('/'), None).run('version')\nexcept Exception as error:\n    print(type(error).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("GitMissing\n", "")


def test_blobs_are_read_one_after_the_other(place: Location) -> None:
    big = b"x = 1\n" * 200_000
    write(place.top, {"duties/big.toml": big, "duties/with space.toml": b"s = 1\n"})
    run_git(place.top, "add", "--all")
    run_git(place.top, "commit", "--quiet", "--message=more")
    with BlobReader(place.git()) as reader:
        assert reader.read(f"HEAD:{DUTY}") == b"a = 1\n"
        assert reader.read("HEAD:duties/big.toml") == big
        assert reader.read("HEAD:duties/none.toml") is None
        assert reader.read("HEAD:duties/with space.toml") == b"s = 1\n"
        assert reader.read("nonsense\nHEAD:x") is None
        assert reader.read("") is None
        assert reader.read("HEAD^{tree}") is not None
        assert reader._process is not None
        os.kill(reader._process.pid, 9)
        reader._process.wait()
        with pytest.raises(GitFailed, match="died"):
            reader.read(f"HEAD:{DUTY}")
        assert reader.read(f"HEAD:{DUTY}") == b"a = 1\n"
        pid = reader._process.pid
    assert not is_alive(pid)


def test_threads_may_share_git_and_reader(place: Location) -> None:
    git = place.git()
    wrong: list[object] = []
    with BlobReader(git) as reader:

        def work(number: int) -> None:
            for turn in range(20):
                content = b"%d %d\n" % (number, turn) * 3000
                blob = git.run("hash-object", "-w", "--stdin", stdin=content).text
                if reader.read(blob) != content:
                    wrong.append((number, turn))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
