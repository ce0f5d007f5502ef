"""`dutybook doctor`: says what is wrong and what would be done; writes nothing without `--fix`, and asks before each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git

LOCK = ".git/index.lock"
UNIT = "units/general.toml"


def snapshot(top: Path) -> dict[str, bytes]:
    found = (path for path in top.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def torn(top: Path) -> dict[str, bytes]:
    """A lock left behind, and a record gone."""
    (top / LOCK).touch()
    (top / UNIT).unlink()
    return snapshot(top)


def test_a_healthy_register_is_well(cli: Cli) -> None:
    answer = cli("doctor")
    assert (answer.code, answer.out, answer.err) == (
        0,
        "No damage and nothing left behind: the register is well.\n",
        "",
    )
    assert cli("doctor", lang="zh").out == "没有发现损坏或遗留，台账完好。\n"
    answer = cli("doctor", "--json")
    assert (answer.code, answer.json) == (0, [])


def test_looking_writes_nothing(cli: Cli, top: Path, torn: dict[str, bytes]) -> None:
    answer = cli("doctor")
    assert answer.code == 1
    assert answer.out == (
        "stale-lock  Git's lock .git/index.lock has stood for 0 minute(s), and no living git is seen that holds it.\n"
        "    Remove the lock.\n"
        "missing-record  The record units/general.toml is not on the disk, but in the last commit.\n"
        "    Put it back from the last commit (if it was meant to go: `dutybook save` commits that).\n"
    )
    assert answer.err == "2 finding(s); `dutybook doctor --fix` can mend 2 of them.\n"
    assert snapshot(top) == torn


def test_programs_get_codes_and_words(cli: Cli, torn: dict[str, bytes]) -> None:
    answer = cli("doctor", "--json", lang="zh")
    assert answer.code == 1
    assert [(one["code"], one["fixable"], sorted(one)) for one in answer.json] == [
        ("stale-lock", True, ["code", "fixable", "what", "would_do"]),
        ("missing-record", True, ["code", "fixable", "what", "would_do"]),
    ]
    assert answer.json[1]["what"] == "最近一次提交里有记录 units/general.toml，磁盘上没有。"


def test_everything_safe_is_mended_at_once_where_somebody_says_yes(cli: Cli, top: Path, torn: dict[str, bytes]) -> None:
    answer = cli("doctor", "--fix", "--yes")
    assert answer.code == 0
    assert answer.err == "Done.\nDone.\n2 finding(s), 2 of them mended.\n"
    assert git(top, "status", "--porcelain") == ""
    git(top, "fsck", "--strict")
    assert cli("doctor").code == 0


def test_each_is_asked_for(cli: Cli, top: Path, torn: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[bool] = iter([True, False])
    monkeypatch.setattr("cli.commands.doctor.is_asked", lambda: True)
    monkeypatch.setattr("cli.commands.doctor.ask", lambda _: next(answers))
    answer = cli("doctor", "--fix")
    assert answer.code == 1
    assert answer.err == "Done.\nLeft as it is.\n2 finding(s), 1 of them mended.\n"
    assert not (top / LOCK).exists() and not (top / UNIT).exists()


def test_nothing_is_mended_where_nobody_can_be_asked(cli: Cli, top: Path, torn: dict[str, bytes]) -> None:
    for words in (("doctor", "--fix"), ("doctor", "--fix", "--json")):
        assert cli(*words).code == 2
    assert snapshot(top) == torn


def test_programs_are_told_what_was_mended(cli: Cli, top: Path, torn: dict[str, bytes]) -> None:
    answer = cli("doctor", "--fix", "--yes", "--json")
    assert answer.code == 0
    assert [(one["code"], one["fixed"]) for one in answer.json] == [("stale-lock", True), ("missing-record", True)]


def test_what_only_a_person_can_mend_is_told_and_left(cli: Cli, top: Path) -> None:
    (top / "units/link.toml").symlink_to("general.toml")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=a link")
    (top / LOCK).touch()
    answer = cli("doctor", "--fix", "--yes")
    assert answer.code == 1
    assert answer.out.splitlines()[2:] == [
        "wrong-mode  The record units/link.toml is no ordinary file in git (a symbolic link).",
        "    Nothing: put the record itself in its place, then `dutybook save`.",
    ]
    assert answer.err.endswith("2 finding(s), 1 of them mended.\n")


def test_a_remedy_that_fails_is_told_and_the_next_goes_on(
    cli: Cli, top: Path, torn: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("store.care.leftovers.remove_stale", fail)
    monkeypatch.setattr("store.lock.GIT_PATIENCE", 0.2)
    answer = cli("doctor", "--fix", "--yes")
    assert answer.code == 1
    assert answer.err.count("It could not be done: ") == 2
    assert "0 of them mended" in answer.err


def test_a_register_that_cannot_be_written_is_looked_at_and_not_mended(cli: Cli, top: Path) -> None:
    (top / ".git/MERGE_HEAD").write_text(git(top, "rev-parse", "HEAD") + "\n")
    answer = cli("doctor")
    assert answer.code == 1
    assert answer.out.startswith("read-only  ")
    assert cli("doctor", "--fix", "--yes").code == 3


def test_a_folder_that_is_no_register(cli: Cli, tmp_path: Path) -> None:
    assert cli("doctor", "--register", str(tmp_path / "settings")).code == 3
