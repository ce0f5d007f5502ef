"""`dutybook sign` and `dutybook check --rev`: setting up a key, ending it, and asking as the server would."""

import subprocess
import time
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from store import commit as commit_module
from store import signing as signing_module
from store import trees as trees_module
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

TODAY = datetime.now(UTC).astimezone().date()
PERSON = "people/lin-tao.toml"


def keygen(path: Path, phrase: str = "") -> Path:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", phrase, "-C", "lin", "-f", str(path)]
    subprocess.run(argv, check=True, timeout=30)
    return path.with_suffix(".pub")


def config(top: Path, key: str) -> str:
    return subprocess.run(
        ["git", "config", "--local", "--get", key], cwd=top, check=False, capture_output=True, text=True
    ).stdout.strip()


def settings_of(top: Path) -> tuple[str, str, str]:
    return config(top, "gpg.format"), config(top, "user.signingKey"), config(top, "commit.gpgSign")


def test_the_usual_key_is_taken_and_entered_by_a_commit_that_it_signs(cli: Cli, top: Path, tmp_path: Path) -> None:
    public = keygen(tmp_path / ".ssh/id_ed25519")
    done = cli("sign", "--yes")
    assert done.code == 0, done.err
    assert f"From now on commits of this repository are signed with {public} (SHA256:" in done.out
    assert "saved" in done.out.lower()
    assert "This register does not ask for signatures" in done.err
    assert settings_of(top) == ("ssh", str(public), "true")
    text = (top / PERSON).read_text("utf-8")
    assert f'[[key]]\npublic = "{" ".join(public.read_text().split()[:2])}"\nfrom = {TODAY}\n' in text
    assert git(top, "log", "-1", "--format=%s%n%b").splitlines()[0] == "person(lin-tao): key = 1 rows"
    (entry,) = cli("log", "--limit", "1", "--json").json
    assert entry["signed"] == "signed"
    assert entry["action"] == "sign"
    again = cli("sign", "--yes")
    assert again.code == 0
    assert "It stands in the record of 林涛 already." in again.out
    assert git(top, "rev-list", "--count", "HEAD") == "2"


def test_what_comes_after_is_signed_too(cli: Cli, top: Path, tmp_path: Path) -> None:
    done = cli("sign", "--key", str(keygen(tmp_path / "keys/own")), "--yes", "--json").json
    assert (done["person"], done["signed"], done["proposal"]) == ("lin-tao", "signed", None)
    assert cli("set", "yearly-plan", "title=年度工作要点", "--why", "更名", "--yes").code == 0
    assert [one["signed"] for one in cli("log", "--json").json] == ["signed", "signed", "unsigned"]


def test_where_there_is_no_key_one_is_made(cli: Cli, top: Path, tmp_path: Path) -> None:
    refused = cli("sign")
    assert refused.code == 2
    done = cli("sign", "--yes")
    assert done.code == 0, done.err
    made = tmp_path / "settings/signing_ed25519"
    assert f"A key was made: {made}" in done.err
    assert made.stat().st_mode & 0o077 == 0
    assert config(top, "user.signingKey") == f"{made}.pub"


def test_it_says_so_in_chinese_too(cli: Cli, tmp_path: Path) -> None:
    keygen(tmp_path / ".ssh/id_ed25519")
    done = cli("sign", "--yes", lang="zh")
    assert "今后此仓库的提交都用" in done.out


def test_off_undoes_the_settings_and_ends_the_key_by_a_signed_commit(cli: Cli, top: Path, tmp_path: Path) -> None:
    assert cli("sign", "--off", "--yes").code == 2, "nothing is set up yet"
    keygen(tmp_path / ".ssh/id_ed25519")
    cli("sign", "--yes")
    done = cli("sign", "--off", "--yes")
    assert done.code == 0, done.err
    assert "This repository signs no more; the key SHA256:" in done.out
    assert settings_of(top) == ("", "", "")
    assert f"to = {TODAY}\n" in (top / PERSON).read_text("utf-8")
    assert cli("log", "--limit", "1", "--json").json[0]["signed"] == "signed"
    assert cli("sign", "--off", "--yes").code == 2


def test_a_lost_key_is_ended_without_it(cli: Cli, top: Path, tmp_path: Path) -> None:
    public = keygen(tmp_path / ".ssh/id_ed25519")
    cli("sign", "--yes")
    public.with_suffix("").unlink()
    done = cli("sign", "--off", "--yes")
    assert done.code == 0, done.err
    assert "The commit that ends the key is not signed." in done.err
    assert settings_of(top) == ("", "", "")
    assert cli("log", "--limit", "1", "--json").json[0]["signed"] == "unsigned"


def test_a_key_that_cannot_sign_leaves_everything_as_it_was(cli: Cli, top: Path, tmp_path: Path) -> None:
    """A passphrase that nobody can type here: it neither asks nor hangs."""
    public = keygen(tmp_path / "keys/locked", "secret phrase")
    begun = time.monotonic()
    done = cli("sign", "--key", str(public), "--yes")
    assert time.monotonic() - begun < 15
    assert done.code == 4
    assert "The commit could not be signed" in done.err and "Unlock the key (`ssh-add`) or touch it" in done.err
    assert settings_of(top) == ("", "", "")
    assert git(top, "status", "--porcelain") == ""
    assert git(top, "rev-list", "--count", "HEAD") == "1"


def silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, top: Path) -> None:
    """An ssh-keygen that waits, as for a key to be touched."""
    for module in (trees_module, commit_module, signing_module):
        monkeypatch.setattr(module, "PATIENCE", 1.0)
    tool = tmp_path / "bin/ssh-keygen"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nexec sleep 60\n")
    tool.chmod(0o755)
    git(
        top,
        "config",
        "--global",
        "--add",
        "gpg.ssh.program",
        str(tool),
        environment={"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")},
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))


def test_a_key_that_waits_to_be_touched_does_not_hang(
    cli: Cli, top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keygen(tmp_path / ".ssh/id_ed25519")
    cli("sign", "--yes")
    silent(tmp_path, monkeypatch, top)
    for words in (
        ("set", "yearly-plan", "title=要点", "--why", "更名", "--yes"),
        ("sign", "--key", str(keygen(tmp_path / "keys/own")), "--yes"),
    ):
        done = cli(*words)
        assert done.code == 4
        assert "The commit could not be signed: the key did not answer within 1 s." in done.err
        assert "密钥在 1 秒内没有应答" in cli(*words, lang="zh").err
    assert git(top, "status", "--porcelain") == ""
    assert not list((top / ".git").glob("*.lock"))
    assert git(top, "rev-list", "--count", "HEAD") == "2"


def test_only_a_person_of_the_register_signs_with_a_key_of_their_own(cli: Cli, top: Path, tmp_path: Path) -> None:
    public = keygen(tmp_path / ".ssh/id_ed25519")
    write(top, "people/mei-ling.toml", f'name = "Mei Ling"\n\n[[key]]\npublic = "{public.read_text().strip()}"\n')
    commit_all(top)
    done = cli("sign", "--yes")
    assert done.code == 1
    assert "stands in the record of Mei Ling." in done.err
    assert cli("sign", "--key", str(tmp_path / "nothing.pub"), "--yes").code == 2
    private = cli("sign", "--key", str(public.with_suffix("")), "--yes")
    assert private.code == 2
    assert "No public key can be read from" in private.err
    git(top, "config", "user.email", "nobody@quay.example")
    unknown = cli("sign", "--yes")
    assert unknown.code == 2
    assert "there is no record to enter a key in" in unknown.err
    assert settings_of(top) == ("", "", "")


def test_an_old_key_is_kept_beside_the_new_one(cli: Cli, top: Path, tmp_path: Path) -> None:
    cli("sign", "--key", str(keygen(tmp_path / "keys/one")), "--yes")
    cli("sign", "--key", str(keygen(tmp_path / "keys/two")), "--yes")
    cli("sign", "--off", "--key", str(tmp_path / "keys/one.pub"), "--yes")
    rows = cli("show", "person/lin-tao", "--json").json["key"]
    assert [("to" in row) for row in rows] == [True, False]


# check --rev


def test_commits_are_judged_here_as_the_server_would(cli: Cli, top: Path) -> None:
    write(
        top, "duties/yearly-plan.toml", (top / "duties/yearly-plan.toml").read_text("utf-8") + "\n# call 13812345678\n"
    )
    commit_all(top, "a note")
    done = cli("check", "--rev", "HEAD~1..HEAD")
    assert done.code == 1
    assert "DB705" in done.out and "duties/yearly-plan.toml" in done.out
    assert "The server would refuse the push, for 1 reason(s)." in done.err
    (entry,) = cli("check", "--rev", "HEAD~1..HEAD", "--json").json
    assert (entry["code"], entry["severity"], entry["path"]) == ("DB705", "error", "duties/yearly-plan.toml")
    assert entry["commit"] == git(top, "rev-parse", "HEAD")
    assert "13812345678" not in done.out


def test_a_clean_range_is_said_to_be_clean(cli: Cli, top: Path) -> None:
    write(top, "README.md", "x\n")
    commit_all(top, "a note")
    done = cli("check", "--rev", "HEAD~1..HEAD", lang="zh")
    assert done.code == 0
    assert "服务器会接受这些提交。" in done.err
    assert cli("check", "--rev", f"{'0' * 40}..HEAD").code == 0
    assert cli("check", "--rev", "HEAD..HEAD", "--json").json == []


def test_proposals_are_told_from_the_main_line(cli: Cli, top: Path) -> None:
    write(
        top,
        "register.toml",
        (top / "register.toml").read_text("utf-8") + '\n[review]\nkinds = ["duty"]\napprovers = ["secretary"]\n',
    )
    commit_all(top, "review")
    git(top, "checkout", "--quiet", "-b", "proposal/lin-tao/plan")
    write(
        top, "duties/yearly-plan.toml", (top / "duties/yearly-plan.toml").read_text("utf-8").replace("年度要点", "要点")
    )
    commit_all(top, "plan")
    done = cli("check", "--rev", "main..HEAD")
    assert done.code == 1
    assert "DB955" in done.out
    assert cli("check", "--rev", "main..proposal/lin-tao/plan").code == 0


@pytest.mark.parametrize("text", ["HEAD", "..HEAD", "HEAD..", "HEAD...HEAD", "nothing..HEAD", "HEAD..--output=x"])
def test_what_is_no_range_is_misuse(cli: Cli, top: Path, text: str) -> None:
    assert cli("check", "--rev", text).code == 2
    assert not (top / "x").exists()
