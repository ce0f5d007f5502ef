"""Finding a register: where it is, on which branch, and every reason why it opens for reading only."""

import os
import subprocess  # tests start git as a user would
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.failure import BareRepository
from store.failure import BrokenRepository
from store.failure import DetachedHead
from store.failure import EmptyDirectory
from store.failure import FolderMissing
from store.failure import ForeignOwner
from store.failure import HalfDoneOperation
from store.failure import NestedRegister
from store.failure import NotARegister
from store.failure import NotARepository
from store.failure import ReadOnly
from store.failure import UnsupportedLayout
from store.failure import Untrusted
from store.location import Location
from store.location import find
from store.location import read_head
from store.location import read_reference
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import write


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A small register."""
    return make_register(tmp_path / "register", records={"duties/round.toml": b"a = 1\n"})


def reasons(place: Location) -> list[type]:
    return [type(reason) for reason in find(place.top).read_only_reasons]


def test_finds_the_nearest_register_from_a_folder_below(place: Location) -> None:
    found = find(place.top / "duties")
    assert found.top == found.work_tree == place.top
    assert found.git_dir == found.common_dir == place.top / ".git"
    assert found.state_dir == place.top / ".git/dutybook"
    assert found.branch == "refs/heads/main"
    assert found.head == run_git(place.top, "rev-parse", "HEAD")
    assert found.read_only_reasons == ()
    assert found.trusted
    assert not found.state_dir.exists()
    assert found.make_state_dir().stat().st_mode & 0o777 == 0o700


def test_finds_it_through_a_symbolic_link(place: Location, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(place.top)
    assert find(tmp_path / "link").top == place.top


def test_head_from_packed_references_and_symbolic_ones(place: Location) -> None:
    head = run_git(place.top, "rev-parse", "HEAD")
    run_git(place.top, "pack-refs", "--all")
    assert not (place.git_dir / "refs/heads/main").exists()
    assert read_head(place) == ("refs/heads/main", head)
    run_git(place.top, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    assert read_reference(place.common_dir, "refs/heads/alias") == head
    assert read_reference(place.common_dir, "refs/heads/none") is None
    assert read_reference(place.common_dir, "refs/../HEAD") is None
    (place.git_dir / "refs/heads/loop").write_text("ref: refs/heads/loop\n")
    assert read_reference(place.common_dir, "refs/heads/loop") is None
    newer = save(place, {"duties/round.toml": b"a = 2\n"})
    assert read_head(place) == ("refs/heads/main", newer)


def test_branch_names_of_any_script(place: Location) -> None:
    run_git(place.top, "checkout", "--quiet", "-b", "proposal/贾/季度")
    assert find(place.top).branch == "refs/heads/proposal/贾/季度"
    assert find(place.top).head == place.head


def test_no_register(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(EmptyDirectory) as told:
        find(empty)
    assert "dutybook init" in told.value.hint
    assert "dutybook clone" in told.value.hint
    write(empty, {"notes.txt": b""})
    with pytest.raises(NotARegister, match=r"register\.toml") as not_one:
        find(empty)
    assert not_one.value.exit_code == 3
    with pytest.raises(FolderMissing):
        find(tmp_path / "nowhere")
    with pytest.raises(FolderMissing):
        find(empty / "notes.txt")
    with pytest.raises(BareRepository):
        find(make_remote(tmp_path / "bare.git"))


def test_outside_git_it_opens_for_reading(tmp_path: Path) -> None:
    write(tmp_path / "plain", {"register.toml": b""})
    found = find(tmp_path / "plain")
    assert [type(reason) for reason in found.read_only_reasons] == [NotARepository]
    assert (found.branch, found.head, found.runs_git) == (None, None, False)
    with pytest.raises(NotARepository):
        found.git()


def test_unborn_branch_may_be_written(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "--template=", "new")
    write(tmp_path / "new", {"register.toml": b""})
    found = find(tmp_path / "new")
    assert (found.branch, found.head, found.read_only_reasons) == ("refs/heads/main", None, ())


def test_nested_register(place: Location) -> None:
    write(place.top, {"inner/register.toml": b""})
    found = find(place.top / "inner")
    assert [type(reason) for reason in found.read_only_reasons] == [NestedRegister]
    assert found.top == place.top / "inner"
    assert found.work_tree == place.top


def test_detached_head(place: Location) -> None:
    run_git(place.top, "checkout", "--quiet", "--detach")
    found = find(place.top)
    assert (found.branch, found.head) == (None, place.head)
    assert reasons(place) == [DetachedHead]


def begin_merge(top: Path) -> None:
    run_git(top, "merge", "--quiet", "side", ok=False)


def begin_rebase(top: Path) -> None:
    run_git(top, "rebase", "--quiet", "side", ok=False)


def begin_pick(top: Path) -> None:
    run_git(top, "cherry-pick", "side", ok=False)


def begin_revert(top: Path) -> None:
    run_git(top, "revert", "--no-edit", "HEAD~1", ok=False)


def begin_bisect(top: Path) -> None:
    run_git(top, "bisect", "start", "HEAD", "HEAD~1")


def begin_series(top: Path) -> None:
    patch = run_git(top, "format-patch", "-1", "--stdout", "side")
    run_git(top, "am", "--quiet", stdin=patch.encode(), ok=False)


@pytest.mark.parametrize(
    ("begin", "operation"),
    [
        (begin_merge, "merge"),
        (begin_rebase, "rebase"),
        (begin_pick, "cherry-pick"),
        (begin_revert, "revert"),
        (begin_bisect, "bisect"),
        (begin_series, "patch series"),
    ],
)
def test_half_done_operations_begun_by_hand(place: Location, begin: Callable[[Path], None], operation: str) -> None:
    run_git(place.top, "checkout", "--quiet", "-b", "side")
    save(find(place.top), {"duties/round.toml": b"a = 2\n"})
    run_git(place.top, "checkout", "--quiet", "main")
    save(place, {"duties/round.toml": b"a = 3\n"})
    save(place, {"duties/round.toml": b"a = 4\n"})
    begin(place.top)
    (reason,) = find(place.top).read_only_reasons
    assert isinstance(reason, HalfDoneOperation)
    assert reason.operation == operation
    assert "git" in reason.hint


def test_linked_worktree_shares_state_and_has_a_branch_of_its_own(place: Location, tmp_path: Path) -> None:
    run_git(place.top, "worktree", "add", "--quiet", "-b", "second", str(tmp_path / "linked"))
    found = find(tmp_path / "linked")
    assert found.read_only_reasons == ()
    assert found.git_dir == place.git_dir / "worktrees/linked"
    assert found.common_dir == place.common_dir
    assert found.state_dir == place.state_dir
    assert found.branch == "refs/heads/second"
    made = save(found, {"duties/round.toml": b"a = 9\n"})
    assert read_head(found) == ("refs/heads/second", made)
    assert read_head(place) == ("refs/heads/main", place.head)
    assert run_git(found.top, "status", "--porcelain") == ""


def test_submodule_is_an_ordinary_place(place: Location, tmp_path: Path) -> None:
    outer = make_register(tmp_path / "outer")
    run_git(outer.top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(place.top), "inner")
    found = find(outer.top / "inner")
    assert found.read_only_reasons == ()
    assert found.git_dir == outer.git_dir / "modules/inner"


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("core.sparseCheckout", "true", "sparse"),
        ("core.bare", "true", "bare"),
        ("core.worktree", "/elsewhere", "elsewhere"),
        ("remote.origin.promisor", "true", "partial"),
        ("extensions.partialClone", "origin", "partial"),
        ("extensions.somethingNew", "yes", "extensions.somethingnew"),
        ("extensions.refStorage", "reftable", "reftable"),
        ("core.repositoryFormatVersion", "2", "newer"),
    ],
)
def test_layouts_that_are_not_written(place: Location, key: str, value: str, named: str) -> None:
    run_git(place.top, "config", key, value)
    (reason,) = find(place.top).read_only_reasons
    assert isinstance(reason, UnsupportedLayout)
    assert named in reason.message


def test_sha256_repository_is_named(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--object-format=sha256", "--template=", "big")
    write(tmp_path / "big", {"register.toml": b""})
    (reason,) = find(tmp_path / "big").read_only_reasons
    assert "sha256" in str(reason)


def test_shallow_clone_is_fine(place: Location, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "--quiet", "--template=", "--depth=1", f"file://{place.top}", str(tmp_path / "shallow"))
    assert find(tmp_path / "shallow").read_only_reasons == ()


def test_broken_repositories_are_named(place: Location) -> None:
    (place.git_dir / "config").write_text("[core\n")
    with pytest.raises(BrokenRepository):
        find(place.top)
    (place.git_dir / "HEAD").unlink()
    with pytest.raises(BrokenRepository, match="HEAD"):
        find(place.top)


def test_foreign_owner_is_read_without_git(place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        os.chown(place.git_dir, 12345, 12345)
    else:  # only root can give a folder away: be somebody else instead
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    found = find(place.top)
    (reason,) = found.read_only_reasons
    assert isinstance(reason, ForeignOwner)
    assert not found.runs_git
    with pytest.raises(ForeignOwner):
        found.git()
    for entry, safe in ((str(place.top), True), ("*", True), (str(tmp_path / "*"), True), ("/elsewhere", False)):
        (tmp_path / "own").write_text(f'[safe]\n\tdirectory = "{entry}"\n')
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "own"))
        assert (find(place.top).read_only_reasons == ()) is safe
    (tmp_path / "own").write_text("[safe]\n\tdirectory = *\n\tdirectory =\n")
    assert reasons(place) == [ForeignOwner]


def as_somebody_else(program: str, *args: str) -> str:
    """Run Python as a user without rights (we may be root, whom no permission stops); gives what it wrote."""
    prelude = (
        "import os, sys, git.cmd\nfrom pathlib import Path\nfrom store.location import find\n"
        "if os.getuid() == 0:\n    os.setgroups([]); os.setgid(23456); os.setuid(23456)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", prelude + program, *args],
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "HOME": "/nonexistent"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user may enter (pytest's own are private)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (path for path in folder.rglob("*") if path.is_dir()):
            path.chmod(0o700)  # else it could not be emptied


def test_folder_without_rights_opens_for_reading(reachable: Path) -> None:
    place = make_register(reachable / "register", records={"duties/round.toml": b"a = 1\n"})
    for path in sorted((place.top, *place.top.rglob("*")), reverse=True):
        if os.getuid() == 0:
            os.chown(path, 23456, 23456)
        path.chmod(0o500 if path.is_dir() else 0o400)
    program = (
        "place = find(Path(sys.argv[1]))\n"
        "print([type(reason).__name__ for reason in place.read_only_reasons])\n"
        "print(place.git().run('log', '--format=%s').text)\n"
        "try:\n    place.make_state_dir()\nexcept Exception as error:\n    print(type(error).__name__)\n"
    )
    assert as_somebody_else(program, str(place.top)).split("\n") == ["['ReadOnly']", "begin", "ReadOnly"]


def test_read_only_mount_opens_for_reading(place: Location, tmp_path: Path) -> None:
    target = tmp_path / "mounted"
    target.mkdir()
    bound = subprocess.run(
        ["mount", "--bind", str(place.top), str(target)], capture_output=True, text=True, check=False
    )
    if bound.returncode:
        pytest.skip(f"mounting is not possible here: {bound.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(target)], check=True)
        found = find(target)
        assert [type(reason) for reason in found.read_only_reasons] == [ReadOnly]
        assert found.git().run("log", "--format=%s").text == "begin"
    finally:
        subprocess.run(["umount", str(target)], check=True)


def test_untrusted_repository_lists_what_it_would_run(place: Location) -> None:
    run_git(place.top, "config", "core.fsmonitor", "/bin/watch-it")
    (reason,) = find(place.top).read_only_reasons
    assert isinstance(reason, Untrusted)
    assert reason.runs == ("the setting core.fsmonitor = /bin/watch-it",)
    assert not find(place.top).trusted


def test_finding_a_plain_register_starts_no_process(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    run_git(place.top, "remote", "add", "origin", "https://host.example/register.git")
    monkeypatch.setenv("PATH", "/nowhere")
    assert find(place.top).read_only_reasons == ()
