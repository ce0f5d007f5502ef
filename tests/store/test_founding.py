"""New repositories: made, cloned, and written whole from a history."""

import socket
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from pathlib import Path

import pytest

from store.failure import AlreadyThere
from store.failure import GitCancelled
from store.failure import GitFailed
from store.failure import ReadOnly
from store.founding import clone_repository
from store.founding import init_repository
from store.identity import Identity
from store.location import find
from store.refusal import AddressRefused
from store.refusal import BadName
from store.refusal import RemoteUnreachable
from store.sample.chronicle import HistoryCommit
from store.sample.chronicle import import_history
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.store.repositories import write

ADA = Identity("Ada Quill", "ada@harbour.example")
BO = Identity("薄 <Bo>\n", "bo@harbour.example")


def test_made_repository_is_empty_trusted_and_without_hooks(tmp_path: Path) -> None:
    git = init_repository(tmp_path / "a/b", branch="main")
    assert git.trusted
    assert run_git(git.top, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert not (git.top / ".git/hooks").exists()
    write(git.top, {"register.toml": b""})
    assert find(git.top).read_only_reasons == ()
    with pytest.raises(AlreadyThere):
        init_repository(tmp_path / "a/b")
    with pytest.raises(BadName):
        init_repository(tmp_path / "c", branch="-x")


def test_hostile_settings_of_the_user_do_not_change_its_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").write_text("[init]\n\tdefaultBranch = odd\n\ttemplateDir = /nowhere\n[core]\n\tbare = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "own"))
    git = init_repository(tmp_path / "made")
    assert (git.top / ".git/HEAD").read_text() == "ref: refs/heads/main\n"


def test_bare_repository_takes_pushes(tmp_path: Path) -> None:
    git = init_repository(tmp_path / "remote.git", bare=True)
    assert git.git_dir == git.top
    place = make_register(tmp_path / "register")
    run_git(place.top, "push", "--quiet", str(git.top), "main")
    assert git.run("rev-parse", "refs/heads/main").text == place.head
    with pytest.raises(AlreadyThere):
        init_repository(tmp_path / "remote.git", bare=True)


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnly):
        init_repository(tmp_path / "file/below")


def test_clone_appears_whole_with_progress(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register", records={"duties/round.toml": b"a = 1\n"})
    remote = make_remote(tmp_path / "remote.git", place.top)
    said: list[str] = []
    git = clone_repository(str(remote), tmp_path / "new/clone", progress=said.append)
    found = find(git.top)
    assert found.read_only_reasons == ()
    assert found.head == place.head
    assert any("100%" in line for line in said)
    assert (git.top / "duties/round.toml").read_bytes() == b"a = 1\n"
    with pytest.raises(AlreadyThere):
        clone_repository(str(remote), git.top)
    assert sorted(path.name for path in git.top.parent.iterdir()) == ["clone"]
    (tmp_path / "empty").mkdir()
    clone_repository(str(remote), tmp_path / "empty")


def test_clone_refuses_addresses_before_git_sees_them(tmp_path: Path) -> None:
    for address in ("ext::sh -c true", "--upload-pack=x", "file:///x", "https://ada:secret@host.example/x"):
        with pytest.raises(AddressRefused) as told:
            clone_repository(address, tmp_path / "clone")
        assert "secret" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_clone_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RemoteUnreachable):
        clone_repository(str(tmp_path / "nowhere.git"), tmp_path / "clone")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"ssh://127.0.0.1:{server.getsockname()[1]}/x.git"
        with pytest.raises(RemoteUnreachable, match="did not end within"):
            clone_repository(address, tmp_path / "clone", deadline=0.5)
        with pytest.raises(GitCancelled):
            clone_repository(address, tmp_path / "clone", cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_clone_runs_no_hook_of_the_other_side(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register")
    remote = make_remote(tmp_path / "remote.git", place.top)
    (remote / "hooks").mkdir()
    (remote / "hooks/post-checkout").write_text(f"#!/bin/sh\ntouch {tmp_path}/canary\n")
    (remote / "hooks/post-checkout").chmod(0o755)
    git = clone_repository(str(remote), tmp_path / "clone")
    assert not (tmp_path / "canary").exists()
    assert not (git.top / ".git/hooks").exists()


def history() -> list[HistoryCommit]:
    east = timezone(timedelta(hours=8))
    return [
        HistoryCommit(
            ADA, datetime(2026, 1, 4, 9, 0, tzinfo=east), "begin\n\n第一次\n", {"register.toml": b"format = 1\n"}
        ),
        HistoryCommit(
            BO,
            datetime(2026, 2, 1, tzinfo=UTC),
            "no line end",
            {"duties/round.toml": b"a = 1\r\n", 'attachments/2026/a "b".bin': bytes(range(256)), "x.toml": b""},
        ),
        HistoryCommit(ADA, datetime(2026, 3, 1, tzinfo=east), "third\n", {"x.toml": None}),
    ]


def test_history_is_written_with_the_same_ids_each_time(tmp_path: Path) -> None:
    heads = set()
    for name in ("one", "two"):
        git = init_repository(tmp_path / name)
        set_identity(git.top)
        import_history(git, history())
        heads.add(run_git(git.top, "rev-parse", "HEAD"))
        assert run_git(git.top, "status", "--porcelain") == ""
        assert (git.top / 'attachments/2026/a "b".bin').read_bytes() == bytes(range(256))
        assert not (git.top / "x.toml").exists()
        check_whole(git.top)
    assert len(heads) == 1
    shown = run_git(tmp_path / "one", "log", "--format=%an|%ae|%aI|%cn|%s")
    assert shown.split("\n") == [
        "Ada Quill|ada@harbour.example|2026-03-01T00:00:00+08:00|Ada Quill|third",
        "薄 Bo|bo@harbour.example|2026-02-01T00:00:00+00:00|薄 Bo|no line end",
        "Ada Quill|ada@harbour.example|2026-01-04T09:00:00+08:00|Ada Quill|begin",
    ]
    assert run_git(tmp_path / "one", "log", "-1", "--format=%B", "HEAD~1") == "no line end"


def test_history_needs_a_branch_without_commits(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register")
    with pytest.raises(AlreadyThere, match="main"):
        import_history(place.git(), history())
    bare = init_repository(tmp_path / "bare.git", bare=True)
    import_history(bare, history(), branch="trunk")
    assert run_git(bare.top, "rev-list", "--count", "trunk") == "3"


def test_history_does_not_overwrite_files_that_lie_there(tmp_path: Path) -> None:
    git = init_repository(tmp_path / "made")
    write(git.top, {"register.toml": b"mine = 1\n"})
    with pytest.raises(GitFailed):
        import_history(git, history())
    assert (git.top / "register.toml").read_bytes() == b"mine = 1\n"
