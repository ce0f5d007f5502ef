"""One commit of exactly the given paths, by both ways, and each refusal provoked for real."""

import errno
import os
import re
import shutil
import subprocess  # tests start git as a user would
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from store import commit as commit_module
from store.commit import Identity
from store.commit import commit_paths
from store.commit import identity
from store.commit import sync_reference
from store.failure import DetachedHead
from store.failure import DiskFailed
from store.failure import DiskFull
from store.failure import HalfDoneOperation
from store.failure import HeadMoved
from store.failure import HookRefused
from store.failure import IndexConflict
from store.failure import NoIdentity
from store.failure import NothingToCommit
from store.failure import ReadOnly
from store.failure import SigningFailed
from store.git import Git
from store.git import Result
from store.location import Location
from store.location import find
from store.location import read_head
from store.trust import grant
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import clear_locks
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import stop_all
from tests.store.repositories import write

DUTY = "duties/harbour-round.toml"


@pytest.fixture(params=["index", "trees"])
def register(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Location:
    """A register of three records; each test runs with both ways of committing."""
    if request.param == "trees":
        monkeypatch.setattr(commit_module, "LARGE_INDEX", 0)
    files = {DUTY: b'title = "Round"\n', "duties/tide-log.toml": b'title = "Tide"\n', "units/pier.toml": b"x = 1\n"}
    return make_register(tmp_path / "register", records=files)


def test_commits_the_path_and_leaves_all_else_alone(register: Location) -> None:
    write(register.top, {"units/pier.toml": b"x = 2\n", "units/staged.toml": b"y = 1\n"})
    run_git(register.top, "add", "units/staged.toml")
    commit = save(register, {DUTY: b'title = "Evening round"\n'}, "duty(harbour-round): title\n\nwhy\n")
    assert run_git(register.top, "rev-parse", "HEAD") == commit
    assert run_git(register.top, "show", "--format=", "--name-status", "HEAD") == f"M\t{DUTY}"
    assert run_git(register.top, "log", "-1", "--format=%B").strip() == "duty(harbour-round): title\n\nwhy"
    assert run_git(register.top, "status", "--porcelain").split("\n") == [" M units/pier.toml", "A  units/staged.toml"]
    check_whole(register.top)


def test_commits_new_deleted_and_nested_paths_together(register: Location) -> None:
    files = {"activities/2026/06/2026-06-18-k7qd3m.toml": b"a = 1\n", "units/pier.toml": None, DUTY: b"b = 2\n"}
    save(register, files)
    shown = run_git(register.top, "show", "--format=", "--name-status", "HEAD").split("\n")
    assert shown == ["A\tactivities/2026/06/2026-06-18-k7qd3m.toml", f"M\t{DUTY}", "D\tunits/pier.toml"]
    assert run_git(register.top, "status", "--porcelain") == ""
    assert run_git(register.top, "ls-tree", "--name-only", "HEAD").split("\n") == [
        "activities",
        "duties",
        "register.toml",
    ]
    check_whole(register.top)


def test_both_ways_make_the_same_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = set()
    moment = datetime(2026, 6, 18, 9, 30, tzinfo=UTC)
    for number, limit in enumerate((20_000, 0)):
        monkeypatch.setattr(commit_module, "LARGE_INDEX", limit)
        place = make_register(tmp_path / str(number), records={DUTY: b"a = 1\n", "duties.toml": b"", "duties-b/x": b""})
        write(place.top, {"duties/new.toml": b"b = 1\n", "duties.toml": b"c = 1\n"})
        made = commit_paths(
            place.git(),
            place,
            ["duties/new.toml", "duties.toml"],
            "two\n",
            expected_head=place.head,
            author=Identity("Cy Gull", "cy@harbour.example"),
            date=moment,
        )
        commits.add(made)
        assert (
            run_git(place.top, "log", "-1", "--format=%an %ae %aI %cn")
            == "Cy Gull cy@harbour.example 2026-06-18T09:30:00+00:00 Ada Quill"
        )
        assert run_git(place.top, "status", "--porcelain") == ""
    assert len(commits) == 1


def test_first_commit_on_an_unborn_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, limit in enumerate((20_000, -1)):
        monkeypatch.setattr(commit_module, "LARGE_INDEX", limit)
        git = commit_module.init_repository(tmp_path / str(number))
        run_git(git.top, "config", "user.name", "Ada Quill")
        run_git(git.top, "config", "user.email", "ada@harbour.example")
        write(git.top, {"register.toml": b"format = 1\n"})
        place = find(git.top)
        assert (place.branch, place.head, place.read_only_reasons) == ("refs/heads/main", None, ())
        made = commit_paths(git, place, ["register.toml"], "begin\n", expected_head=None)
        assert read_head(place) == ("refs/heads/main", made)
        assert run_git(git.top, "status", "--porcelain") == ""


def test_refuses_when_another_commit_came_first(register: Location) -> None:
    run_git(register.top, "commit", "--quiet", "--allow-empty", "--message=other")
    write(register.top, {DUTY: b"z = 1\n"})
    with pytest.raises(HeadMoved):
        commit_paths(register.git(), register, [DUTY], "late\n", expected_head=register.head)


def test_nothing_changed_is_said(register: Location) -> None:
    with pytest.raises(NothingToCommit, match="harbour-round"):
        commit_paths(register.git(), register, [DUTY], "none\n", expected_head=register.head)
    with pytest.raises(NothingToCommit):
        commit_paths(register.git(), register, [], "none\n", expected_head=register.head)
    with pytest.raises(NothingToCommit):
        commit_paths(register.git(), register, ["duties/ghost.toml"], "none\n", expected_head=register.head)


def test_names_with_pattern_signs_mean_themselves(register: Location) -> None:
    save(register, {"attachments/a.txt": b"1\n", "attachments/b.txt": b"1\n"})
    write(register.top, {"attachments/a.txt": b"2\n", "attachments/b.txt": b"2\n"})
    save(register, {"attachments/*.txt": b"star\n", "attachments/:(top)x": b"colon\n", "-dash": b"dash\n"})
    shown = run_git(register.top, "show", "--format=", "--name-only", "HEAD").split("\n")
    assert shown == ["-dash", "attachments/*.txt", "attachments/:(top)x"]


def test_hooks_of_the_user_run_and_may_refuse(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register", records={DUTY: b"a = 1\n"})
    hook = add_hook(place.git_dir, "pre-commit", 'git diff --cached --name-only -- "*.toml" >&2; exit 1')
    place = trust_again(place)
    write(place.top, {DUTY: b"a = 2\n", "duties/new.toml": b"n = 1\n"})
    with pytest.raises(HookRefused, match=r"pre-commit.*duties/harbour-round.toml") as refused:
        commit_paths(place.git(), place, [DUTY, "duties/new.toml"], "no\n", expected_head=place.head)
    assert refused.value.words.split() == [DUTY, "duties/new.toml"]
    assert run_git(place.top, "status", "--porcelain").split("\n") == [f" M {DUTY}", "?? duties/new.toml"]
    hook.write_text("#!/bin/sh\nexit 0\n")
    add_hook(place.git_dir, "commit-msg", 'echo "checked" >> "$1"')
    place = trust_again(place)
    commit_paths(place.git(), place, [DUTY], "yes\n", expected_head=place.head)
    assert run_git(place.top, "log", "-1", "--format=%B").strip() == "yes\nchecked"


def test_nobody_known_means_no_commit(register: Location) -> None:
    run_git(register.top, "config", "--unset", "user.email")
    write(register.top, {DUTY: b"a = 3\n"})
    with pytest.raises(NoIdentity):
        commit_paths(register.git(), register, [DUTY], "who\n", expected_head=register.head)


def test_detached_head_is_refused(register: Location) -> None:
    run_git(register.top, "checkout", "--quiet", "--detach")
    write(register.top, {DUTY: b"a = 3\n"})
    with pytest.raises(DetachedHead):
        commit_paths(register.git(), register, [DUTY], "off\n", expected_head=register.head)


def trust_again(place: Location) -> Location:
    grant(find(place.top))
    return find(place.top)


def test_line_ends_and_filters_of_the_user_apply(register: Location) -> None:
    run_git(register.top, "config", "core.autocrlf", "input")
    run_git(register.top, "config", "filter.upper.clean", "tr a-z A-Z")
    write(register.top, {".gitattributes": b"*.txt filter=upper\n"})
    place = trust_again(register)
    save(
        place,
        {DUTY: b"a = 1\r\nb = 2\r\n", "attachments/note.txt": b"loud\n", ".gitattributes": b"*.txt filter=upper\n"},
    )
    assert place.git().run("cat-file", "blob", f"HEAD:{DUTY}").out == b"a = 1\nb = 2\n"
    assert place.git().run("cat-file", "blob", "HEAD:attachments/note.txt").out == b"LOUD\n"
    assert run_git(place.top, "status", "--porcelain") == ""


def test_commits_are_signed_where_the_user_signs(register: Location, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    run_git(register.top, "config", "gpg.format", "ssh")
    run_git(register.top, "config", "user.signingKey", str(tmp_path / "key.pub"))
    run_git(register.top, "config", "commit.gpgSign", "true")
    made = save(find(register.top), {DUTY: b"signed = 1\n"})
    assert "-----BEGIN SSH SIGNATURE-----" in run_git(register.top, "cat-file", "commit", made)
    (tmp_path / "key").unlink()
    with pytest.raises(SigningFailed):
        save(find(register.top), {DUTY: b"signed = 2\n"})


def test_locked_key_never_asks(register: Location, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "locked-up", "-f", str(tmp_path / "key")], check=True)
    for key, value in (
        ("gpg.format", "ssh"),
        ("user.signingKey", str(tmp_path / "key.pub")),
        ("commit.gpgSign", "true"),
    ):
        run_git(register.top, "config", key, value)
    begun = time.monotonic()
    with pytest.raises(SigningFailed, match=r"passphrase|sign"):
        save(find(register.top), {DUTY: b"signed = 1\n"})
    assert time.monotonic() - begun < 10


def test_unfinished_merge_is_named(register: Location) -> None:
    run_git(register.top, "checkout", "--quiet", "-b", "side")
    save(find(register.top), {DUTY: b"side = 1\n"})
    run_git(register.top, "checkout", "--quiet", "main")
    save(register, {DUTY: b"main = 1\n"})
    run_git(register.top, "merge", "--quiet", "side", ok=False)
    with pytest.raises(HalfDoneOperation, match="merge"):
        save(register, {DUTY: b"both = 1\n"})


def test_message_is_taken_as_it_is(register: Location) -> None:
    message = "duty(round): # no comment\n\n# kept\n\n   spaces  \n理由\n\nRegister-Action: set\n"
    made = save(register, {DUTY: b"m = 1\n"}, message)
    assert register.git().run("cat-file", "commit", made).out.endswith(b"\n\n" + message.encode())


def test_settings_of_the_user_do_not_bend_the_commit(
    register: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").write_text(
        "[core]\n\tfsync = none\n[color]\n\tui = always\n[commit]\n\ttemplate = /nowhere\n\tverbose = true\n\tstatus = true\n"
        "[status]\n\tshort = true\n[column]\n\tui = always\n[i18n]\n\tcommitEncoding = GBK\n\tlogOutputEncoding = GBK\n"
        "[pull]\n\trebase = true\n[diff]\n\tnoprefix = true\n[format]\n\tpretty = oneline\n[advice]\n\tdetachedHead = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "own"))
    save(register, {DUTY: "t = '值'\n".encode()}, "理由\n")
    assert register.git().run("log", "-1", "--format=%s").text == "理由"
    assert b"encoding" not in register.git().run("cat-file", "commit", "HEAD").out


def test_many_paths_at_once(register: Location) -> None:
    files = {f"duties/d{number:04}.toml": b"n = %d\n" % number for number in range(1200)}
    save(register, files)
    save(register, dict.fromkeys(files, b"again = 1\n"))
    assert run_git(register.top, "diff", "--name-only", "HEAD~1").count("\n") == 1199
    assert run_git(register.top, "status", "--porcelain") == ""
    assert [path.name for path in register.state_dir.glob("paths-*")] == []


def test_branch_of_several_parts(register: Location) -> None:
    run_git(register.top, "checkout", "--quiet", "-b", "proposal/ada/round")
    place = find(register.top)
    made = save(place, {DUTY: b"p = 1\n"})
    assert read_head(place) == ("refs/heads/proposal/ada/round", made)


def test_another_git_in_between_is_noticed_and_nothing_is_lost(
    register: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit by hand after we looked and before the branch moves: either both are in the history, or we are told."""
    write(register.top, {DUTY: b"ours = 1\n"})
    ours = register.git()
    real = Git.run

    def run(self: Git, *args: str, **options: object) -> Result:
        if args[0] in ("commit", "update-index") and not (register.top / "theirs.toml").exists():
            write(register.top, {"theirs.toml": b"t = 1\n"})
            run_git(register.top, "add", "theirs.toml")
            run_git(register.top, "commit", "--quiet", "--message=theirs")
        return real(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", run)
    try:
        commit_paths(ours, register, [DUTY], "ours\n", expected_head=register.head)
    except HeadMoved:
        monkeypatch.undo()
        commit_paths(ours, register, [DUTY], "ours\n", expected_head=read_head(register)[1])
    assert run_git(register.top, "log", "--format=%s").split("\n") == ["ours", "theirs", "begin"]
    assert run_git(register.top, "status", "--porcelain") == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    target = tmp_path / "disk"
    target.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(target)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk can't be mounted here")
    yield target
    subprocess.run(["umount", str(target)], check=True)


@pytest.mark.parametrize("limit", [20_000, 0])
def test_full_disk_is_said_and_nothing_is_half_done(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(commit_module, "LARGE_INDEX", limit)
    place = make_register(small_disk / "register", records={DUTY: b"a = 1\n"})
    write(place.top, {DUTY: os.urandom(30_000)})
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 4096)
    with pytest.raises(DiskFull):
        commit_paths(place.git(), place, [DUTY], "full\n", expected_head=place.head)
    assert read_head(place)[1] == place.head
    filler.unlink()
    assert list(place.git_dir.rglob("*.lock")) == []
    commit_paths(place.git(), place, [DUTY], "room\n", expected_head=place.head)
    check_whole(place.top)


def test_read_only_disk_is_said(register: Location, tmp_path: Path) -> None:
    target = tmp_path / "mounted"
    target.mkdir()
    bound = subprocess.run(["mount", "--bind", str(register.top), str(target)], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("mounting is not possible here")
    try:
        place = find(target)
        write(place.top, {DUTY: b"a = 2\n"})
        subprocess.run(["mount", "-o", "remount,ro,bind", str(target)], check=True)
        with pytest.raises(ReadOnly):
            commit_paths(place.git(), place, [DUTY], "late\n", expected_head=place.head)
    finally:
        subprocess.run(["umount", str(target)], check=True)


@pytest.mark.parametrize("limit", [20_000, 0])
def test_saved_means_on_disk(tmp_path: Path, limit: int) -> None:
    """The last thing before "saved" is the sync of the reference's folder, and objects were synced before it."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    place = make_register(tmp_path / "register", records={DUTY: b"a = 1\n"})
    run_git(place.top, "config", "core.fsync", "none")
    write(place.top, {DUTY: b"a = 2\n"})
    program = (
        "import sys\nfrom pathlib import Path\nfrom store import commit\nfrom store.location import find\n"
        f"commit.LARGE_INDEX = {limit}\nplace = find(Path(sys.argv[1]))\n"
        "commit.commit_paths(place.git(), place, [sys.argv[2]], 'm\\n', expected_head=place.head)\n"
    )
    log = tmp_path / "log"
    subprocess.run(
        [
            "strace",
            "-f",
            "-y",
            "-e",
            "trace=fsync,fdatasync",
            "-o",
            str(log),
            sys.executable,
            "-c",
            program,
            str(place.top),
            DUTY,
        ],
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    synced = re.findall(r"f(?:data)?sync\(\d+<([^>]*)>", log.read_text())
    assert len(synced) >= 6
    assert synced[-2].endswith("/.git/refs/heads")
    assert sum("/objects/" in name for name in synced) >= 4
    assert any("refs/heads/main" in name for name in synced)


def test_kills_at_any_instant_cost_no_acknowledged_save(tmp_path: Path) -> None:
    """Kill a saving process and all its gits at growing instants; what it acknowledged is in the history."""
    place = make_register(tmp_path / "register", records={DUTY: b"a = 1\n"})
    program = (
        "import sys\nfrom pathlib import Path\nfrom store import commit\nfrom store.location import find, read_head\n"
        "commit.LARGE_INDEX = int(sys.argv[2])\nplace = find(Path(sys.argv[1]))\nturn = int(sys.argv[3])\n"
        "while True:\n"
        "    turn += 1\n"
        "    path = f'duties/k{turn % 7}.toml'\n"
        "    (place.top / path).write_text(f'turn = {turn}\\n')\n"
        "    print(commit.commit_paths(place.git(), place, [path], f'{turn}\\n', expected_head=read_head(place)[1]), flush=True)\n"
    )
    acknowledged: list[str] = []
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    for turn in range(16):
        arguments = [str(place.top), "0" if turn % 2 else "20000", str(turn * 10_000)]
        saver = subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, env=environment)
        assert saver.stdout is not None
        acknowledged.append(saver.stdout.readline().decode().strip())
        time.sleep(0.0037 * turn)  # the instant is the point of this test
        stop_all(saver.pid)
        acknowledged += saver.communicate()[0].decode().split("\n")[:-1]
        clear_locks(place)
    made = [line for line in acknowledged if len(line) == 40]
    assert len(made) >= 16
    assert set(made) <= set(run_git(place.top, "rev-list", "HEAD").split())
    check_whole(place.top)
    save(place, {DUTY: b"after = 1\n"})


def test_who_works_here(register: Location) -> None:
    assert identity(register.git()) == Identity("Ada Quill", "ada@harbour.example")
    run_git(register.top, "config", "--unset", "user.name")
    with pytest.raises(NoIdentity) as told:
        identity(register.git())
    assert "git config --global user.name" in told.value.hint


def test_entries_left_unmerged_are_named(register: Location) -> None:
    write(register.top, {DUTY: b"put aside = 1\n"})
    run_git(register.top, "stash", "--quiet")
    save(register, {DUTY: b"meanwhile = 1\n"})
    run_git(register.top, "stash", "pop", "--quiet", ok=False)
    if commit_module.LARGE_INDEX:
        add_hook(register.git_dir, "pre-commit", "exit 1")
    place = trust_again(register)
    if commit_module.LARGE_INDEX:
        with pytest.raises(IndexConflict, match="harbour-round"):
            save(place, {DUTY: b"settled = 1\n"})
    else:
        save(place, {DUTY: b"settled = 1\n"})
        assert run_git(place.top, "status", "--porcelain") == ""


def test_packed_branch_of_several_parts_is_synced_without_its_folder(register: Location) -> None:
    sync_reference(register, "refs/heads/proposal/gone/already")


def test_disk_that_fails_to_sync_is_said(register: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    number = errno.EINVAL
    sync_reference(register, "refs/heads/main")
    number = errno.EIO
    with pytest.raises(DiskFailed, match="Input/output error"):
        sync_reference(register, "refs/heads/main")


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EROFS, ReadOnly), (errno.EIO, DiskFailed)]
)
def test_errors_of_our_own_writing_have_classes(
    register: Location, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryDirectory", fail)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", fail)
    files = {f"duties/e{each}.toml": b"e = 1\n" for each in range(600)}
    with pytest.raises(kind):
        save(register, files)
    assert read_head(register)[1] == register.head
