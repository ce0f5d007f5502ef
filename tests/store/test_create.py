"""New registers: whole or not at all."""

from pathlib import Path

import pytest

from store import create
from store.create import clone
from store.create import init
from store.failure import AlreadyThere
from store.failure import DiskFull
from store.failure import NoIdentity
from store.failure import NotARegister
from store.identity import Identity
from store.refusal import AddressRefused
from store.refusal import RemoteUnreachable
from store.rejection import SaveRefused
from store.toml.text import parse
from tests.store.repositories import isolated  # noqa: F401  # a fixture
from tests.store.repositories import run_git


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git knows who works here."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Ada Quill\nemail = ada@harbour.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))


@pytest.mark.parametrize(("language", "comment"), [("zh", "# 责任台账的设置"), ("en", "# Settings of the register")])
def test_init_makes_one_commit_with_settings_and_comments(
    tmp_path: Path, known: None, language: str, comment: str
) -> None:
    store = init(tmp_path / "new", title="Harbour {x} Office", language=language, remote="/srv/harbour.git")
    top = store.location.top
    text = (top / "register.toml").read_text()
    assert text.startswith(comment)
    assert store.register.settings.title == "Harbour {x} Office"
    assert store.register.settings.language == language
    assert store.faults == ()
    assert store.read_only == ()
    assert run_git(top, "log", "--format=%an") == "Ada Quill"
    assert run_git(top, "status", "--porcelain") == ""
    assert run_git(top, "remote", "get-url", "origin") == "/srv/harbour.git"
    assert run_git(top, "branch", "--show-current") == "main"


def test_every_setting_that_is_commented_out_is_a_real_one(tmp_path: Path, known: None) -> None:
    """The comments in the settings are examples: taken as they stand, they must decode."""
    store = init(tmp_path / "new", title="x", language="en")
    lines = (store.location.top / "register.toml").read_text().splitlines()
    examples = [
        line.removeprefix("# ")
        for line in lines
        if line.startswith(("# time_zone", "# near_due", "# [[", "# id", "# title"))
    ]
    assert len(examples) == 5
    live = "\n".join(line.removeprefix("# ") if line.removeprefix("# ") in examples else line for line in lines)
    data = parse(live.encode()).data
    assert data["thresholds"] == {"near_due": 10}
    assert data["superior"] == [{"id": "county-committee", "title": "County committee"}]


def test_init_takes_an_empty_folder_and_a_relative_path(
    tmp_path: Path, known: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert init(Path("empty"), title="x", language="en").location.top == (tmp_path / "empty").resolve()
    monkeypatch.chdir(tmp_path / "empty")
    assert (Path.cwd() / "register.toml").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["settings", "empty"] or (
        tmp_path / "empty"
    ).is_dir()


def test_init_without_an_identity_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoIdentity):
        init(tmp_path / "new", title="x", language="en")
    assert not (tmp_path / "new").exists()


def test_an_identity_of_another_repository_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_git(tmp_path, "init", "--quiet", "outer")
    run_git(tmp_path / "outer", "config", "user.name", "Somebody Else")
    run_git(tmp_path / "outer", "config", "user.email", "else@harbour.example")
    monkeypatch.chdir(tmp_path / "outer")
    with pytest.raises(NoIdentity):
        init(tmp_path / "outer/new", title="x", language="en")


@pytest.mark.parametrize(
    ("title", "name", "email"),
    [
        ("Register of 138 1234 5678", "Ada Quill", "ada@harbour.example"),
        ("x", "Ada Quill 13812345678", "ada@harbour.example"),
        ("x", "Ada Quill", "13812345678@harbour.example"),
    ],
)
def test_init_refuses_what_no_register_may_hold_before_anything_is_written(
    tmp_path: Path, known: None, title: str, name: str, email: str
) -> None:
    with pytest.raises(SaveRefused, match="mobile phone number"):
        init(tmp_path / "new", title=title, language="en", person=Identity(name, email))
    assert not (tmp_path / "new").exists()


def test_init_leaves_what_is_there_alone(tmp_path: Path, known: None) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("x")
    with pytest.raises(AlreadyThere):
        init(tmp_path / "full", title="x", language="en")
    with pytest.raises(AlreadyThere):
        init(tmp_path / "full/notes.txt", title="x", language="en")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]


def test_init_refuses_an_address_before_anything_is_written(tmp_path: Path, known: None) -> None:
    with pytest.raises(AddressRefused):
        init(tmp_path / "new", title="x", language="en", remote="ext::sh -c id")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("there", [True, False])
def test_a_failed_init_leaves_nothing_behind(
    tmp_path: Path,
    known: None,
    monkeypatch: pytest.MonkeyPatch,
    there: bool,  # given by pytest
) -> None:
    target = tmp_path / "new"
    if there:
        target.mkdir()

    def fail(*_: object, **__: object) -> None:
        raise DiskFull(target)

    monkeypatch.setattr(create, "commit_paths", fail)
    with pytest.raises(DiskFull):
        init(target, title="x", language="en")
    assert target.exists() is there
    assert not there or list(target.iterdir()) == []


def test_a_clone_is_a_register_that_may_be_written(tmp_path: Path, known: None) -> None:
    init(tmp_path / "first", title="x", language="en")
    store = clone(str(tmp_path / "first"), tmp_path / "second")
    assert store.register.settings.title == "x"
    assert store.read_only == ()


def test_a_clone_of_a_remote_whose_head_is_nowhere_stands_on_main(tmp_path: Path, known: None) -> None:
    store = init(tmp_path / "first", title="x", language="en")
    run_git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=elsewhere", "remote.git")
    run_git(store.location.top, "push", "--quiet", str(tmp_path / "remote.git"), "main")
    second = clone(str(tmp_path / "remote.git"), tmp_path / "second")
    assert second.location.branch == "refs/heads/main"
    assert run_git(second.location.top, "rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"


def test_a_clone_without_a_register_leaves_nothing_behind(tmp_path: Path, known: None) -> None:
    run_git(tmp_path, "init", "--quiet", "code")
    run_git(tmp_path / "code", "commit", "--quiet", "--allow-empty", "--message=x")
    with pytest.raises(NotARegister):
        clone(str(tmp_path / "code"), tmp_path / "second")
    with pytest.raises(RemoteUnreachable):
        clone(str(tmp_path / "nothing"), tmp_path / "second")
    assert not (tmp_path / "second").exists()
