"""Trust: what counts as running something, what does not, and that the user's word holds only for what he saw."""

import os
import subprocess  # tests start git as a user would
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies

from store.address import hide_secret
from store.address import refuse_address
from store.failure import ReadOnly
from store.location import Location
from store.location import find
from store.settings import Setting
from store.settings import parse_plain
from store.trust import Trust
from store.trust import assess
from store.trust import grant
from store.trust import revoke
from store.trust import trust_file
from tests.store.repositories import add_hook
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import write


@pytest.fixture
def place(tmp_path: Path) -> Location:
    """A small register."""
    return make_register(tmp_path / "register")


def again(place: Location) -> Trust:
    return assess(find(place.top))


@pytest.mark.parametrize(
    "key",
    [
        "core.fsmonitor",
        "core.hooksPath",
        "core.sshCommand",
        "core.gitProxy",
        "core.askPass",
        "core.alternateRefsCommand",
        "core.somethingNew",
        "filter.own.clean",
        "filter.own.smudge",
        "filter.own.process",
        "diff.external",
        "diff.own.command",
        "diff.own.textconv",
        "merge.own.driver",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        "remote.origin.vcs",
        "gpg.program",
        "gpg.ssh.program",
        "gpg.x509.program",
        "gpg.ssh.defaultKeyCommand",
        "credential.helper",
        "credential.https://host.example.helper",
        "submodule.inner.update",
        "uploadpack.packObjectsHook",
        "sequence.editor",
        "unheard.of",
        "trailer.sign.command",
        "interactive.diffFilter",
    ],
)
def test_settings_that_run_or_are_unknown_count(place: Location, key: str) -> None:
    run_git(place.top, "config", key, "true-program")
    found = again(place)
    assert not found.trusted
    section, _, rest = key.partition(".")
    middle, _, name = rest.rpartition(".")
    assert found.runs == (f"the setting {section}.{f'{middle}.' if middle else ''}{name.lower()} = true-program",)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("user.name", "Ada"),
        ("user.signingKey", "~/.ssh/id.pub"),
        ("gpg.format", "ssh"),
        ("commit.gpgSign", "true"),
        ("core.autocrlf", "input"),
        ("core.editor", "vi"),
        ("alias.st", "!status"),
        ("remote.origin.url", "git@host.example:office/register.git"),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ("branch.main.vscode-merge-base", "origin/main"),
        ("merge.conflictStyle", "zdiff3"),
        ("diff.algorithm", "histogram"),
        ("diff.own.xfuncname", "^\\[.*$"),
        ("pull.rebase", "false"),
        ("http.sslVerify", "true"),
    ],
)
def test_ordinary_settings_do_not_count(place: Location, key: str, value: str) -> None:
    run_git(place.top, "config", key, value)
    assert again(place) == Trust(trusted=True, runs=())


def test_samples_and_files_without_rights_are_no_hooks(place: Location) -> None:
    hook = add_hook(place.git_dir, "pre-commit.sample", "exit 1")
    assert again(place).trusted
    hook.rename(hook.with_name("pre-commit"))
    assert again(place).runs == ("the hook pre-commit",)
    hook.with_name("pre-commit").chmod(0o644)
    assert again(place).trusted


def test_included_settings_are_followed(place: Location, tmp_path: Path) -> None:
    (tmp_path / "more").write_text('[filter "own"]\n\tclean = run-me\n')
    run_git(place.top, "config", "include.path", str(tmp_path / "more"))
    assert again(place).runs == ("the setting filter.own.clean = run-me",)
    (tmp_path / "more").write_text("[user]\n\tname = Ada\n")
    assert again(place).trusted
    write(place.top, {"shared.gitconfig": b"[user]\n\tname = Ada\n"})
    run_git(place.top, "config", "include.path", "../shared.gitconfig")
    assert again(place).runs == ("settings from the tracked file ../shared.gitconfig",)


def test_conditional_includes_count_as_they_may_come_true_later(place: Location, tmp_path: Path) -> None:
    (tmp_path / "more").write_text("[core]\n\tfsmonitor = run-me\n")
    run_git(place.top, "config", "includeIf.onbranch:other.path", str(tmp_path / "more"))
    assert not again(place).trusted


def test_settings_of_a_linked_worktree_count(place: Location) -> None:
    run_git(place.top, "config", "extensions.worktreeConfig", "true")
    assert again(place).trusted
    run_git(place.top, "config", "--worktree", "core.fsmonitor", "run-me")
    assert again(place).runs == ("the setting core.fsmonitor = run-me",)


def test_the_users_own_settings_do_not_count(place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").write_text('[core]\n\thooksPath = /hooks\n[filter "lfs"]\n\tclean = git-lfs clean\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "own"))
    run_git(place.top, "config", "include.path", str(tmp_path / "nothing"))  # makes git itself list the settings
    assert again(place).trusted


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("ext::sh -c run-me", True),
        ("helper::x", True),
        ("strange://host.example/x", True),
        ("file:///srv/git/x", False),
        ("../register", False),
        ("host.example:a::b", False),
        ("ssh://[::1]/x", False),
    ],
)
def test_an_address_that_runs_a_program_counts(place: Location, address: str, counts: bool) -> None:
    run_git(place.top, "remote", "add", "origin", address)
    assert again(place).trusted is not counts


def test_the_users_word_holds_for_what_he_saw(place: Location) -> None:
    hook = add_hook(place.git_dir, "pre-commit", "exit 0")
    assert grant(find(place.top)).runs == ("the hook pre-commit",)
    assert again(place) == Trust(trusted=True, runs=("the hook pre-commit",), runs_zh=("钩子 pre-commit",))
    assert trust_file().stat().st_mode & 0o777 == 0o600
    hook.write_text("#!/bin/sh\nrun-something-else\n")
    assert not again(place).trusted
    grant(find(place.top))
    run_git(place.top, "config", "core.fsmonitor", "run-me")
    assert not again(place).trusted
    grant(find(place.top))
    revoke(find(place.top))
    assert not again(place).trusted
    revoke(find(place.top))


def test_trust_stays_with_the_place_and_is_shared_by_linked_worktrees(place: Location, tmp_path: Path) -> None:
    add_hook(place.git_dir, "pre-commit", "exit 0")
    grant(find(place.top))
    run_git(place.top, "worktree", "add", "--quiet", "-b", "second", str(tmp_path / "linked"))
    assert assess(find(tmp_path / "linked")).trusted
    subprocess.run(["cp", "-a", str(place.top), str(tmp_path / "copy")], check=True)
    assert not assess(find(tmp_path / "copy")).trusted


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff\xfe", b"{"])
def test_a_damaged_trust_file_trusts_nobody(place: Location, content: bytes) -> None:
    add_hook(place.git_dir, "pre-commit", "exit 0")
    grant(find(place.top))
    trust_file().write_bytes(content)
    assert not again(place).trusted
    grant(find(place.top))
    assert again(place).trusted


def test_where_it_cannot_be_written_it_is_said(
    place: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DUTYBOOK_CONFIG_DIR", str(tmp_path / "file/below"))
    with pytest.raises(ReadOnly):
        grant(place)
    monkeypatch.delenv("DUTYBOOK_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert trust_file().parent.name == "dutybook"


PIECES = strategies.sampled_from([
    "[core]", '[filter "own"]', '[FILTER "Own"]', '[remote "a]b"]', "[core] fsmonitor = x", "[a.b]", '[a "b\\"c"]',
    "\tfsmonitor = run", "clean = run", "  url = x", "\tname", "x = a\\", " b", "# note", "; note", "x = a # b", 'x = "q"',
    "", "\r", "[include]", "path = more", "[extensions]", "worktreeConfig = true", "k=v", '[core ""]', "\ufeff[core]", "x = \t a",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(strategies.lists(PIECES, max_size=8))
def test_what_is_read_here_is_what_git_reads(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Where the plain reader gives an answer at all, git lists the very same settings."""
    text = "\n".join(lines) + "\n"
    plain = parse_plain(text)
    if plain is None:
        return
    path = tmp_path_factory.mktemp("config") / "config"
    path.write_text(text)
    listed = subprocess.run(
        ["git", "config", "--file", str(path), "--list", "-z"], capture_output=True, check=False, env=dict(os.environ)
    )
    assert listed.returncode == 0, listed.stderr
    entries = [entry.partition("\n") for entry in listed.stdout.decode().split("\0")[:-1]]
    assert plain == tuple(Setting(key, value) for key, _, value in entries)


@pytest.mark.parametrize(
    "address",
    [
        "https://host.example/office/register.git",
        "https://ada@host.example:8443/register",
        "ssh://git@host.example:2222/~ada/register.git",
        "git@host.example:office/register.git",
        "host.example:register",
        "ssh://[::1]:22/register",
        "/srv/git/登记册.git",
    ],
)
def test_addresses_that_are_taken(address: str) -> None:
    assert refuse_address(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "-oProxyCommand=run-me",
        "--upload-pack=run-me",
        "ext::sh -c run-me",
        "fd::17",
        "file:///srv/git/x",
        "http://host.example/x",
        "git://host.example/x",
        "ftp://host.example/x",
        "ssh://-oProxyCommand=run-me/x",
        "ssh://ada@-oProxyCommand=run-me/x",
        "-oProxyCommand=run-me:x",
        "ada@-oProxyCommand=run-me:x",
        "host.example::x",
        "host.example:-x",
        "../register",
        "register",
        "~/register",
        "C:\\register",
        "https://ada:secret@host.example/x",
        "ssh://ada:secret@host.example/x",
        "https://host.example/x\nrun",
        "https://host.example/\x1b]0;x\x07",
        "https:// host.example/x",
        "https://",
        "https:///x",
        "/srv/git\0x",
        "HTTPS+ext://host.example/x",
        "/" + "x" * 3000,
        "ssh://host.example",
    ],
)
def test_addresses_that_are_not_taken(address: str) -> None:
    assert refuse_address(address) != ""


def test_a_password_is_not_repeated() -> None:
    assert hide_secret("https://ada:secret@host.example/x") == "https://ada:***@host.example/x"
