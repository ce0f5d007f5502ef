"""`dutybook undo` and `redo`: said, shown, asked, one commit of its own."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import write

UNIT = "units/general.toml"


def change(cli: Cli, *words: str) -> str:
    """Change a record, and give the commit."""
    answer = cli("set", *words, "--why", "x", "--json")
    assert answer.code == 0
    return str(answer.json["commit"])


def test_undo_and_redo_say_what_they_take_back(cli: Cli, top: Path) -> None:
    before = (top / UNIT).read_text()
    done = change(cli, "general", "title=Office")
    answer = cli("undo")
    assert answer.code == 0
    assert answer.err.startswith(f"This takes back {done[:12]} of Lin Tao, ")
    assert answer.err.splitlines()[0].endswith(": unit(general): title 党政办 -> Office")
    assert '+title = "党政办"' in answer.err
    assert answer.out.endswith("undo: unit(general): title 党政办 -> Office\n")
    assert (top / UNIT).read_text() == before
    answer = cli("redo", "--json")
    assert answer.json["summary"] == "redo: unit(general): title 党政办 -> Office"
    assert answer.json["records"] == [{"kind": "unit", "id": "general"}]
    assert 'title = "Office"' in (top / UNIT).read_text()


def test_a_commit_is_undone_by_its_name_with_a_reason(cli: Cli, top: Path) -> None:
    done = change(cli, "general", "title=Office")
    change(cli, "cranes", "title=Cranes")
    assert cli("undo", done[:10], "--why", "wrong record").code == 0
    assert git(top, "log", "-1", "--format=%b").splitlines()[0] == "wrong record"
    assert 'title = "Cranes"' in (top / "units/cranes.toml").read_text()
    assert cli("log", "--json").json[0]["action"] == "undo"


def test_files_that_are_no_records_are_named(cli: Cli, top: Path) -> None:
    write(top, "README.md", "x")
    write(top, UNIT, 'title = "Office"\ntype = "section"\n')
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=by hand")
    answer = cli("undo")
    assert answer.code == 0
    assert "No record, so it stays as it is: README.md" in answer.err
    assert (top / "README.md").exists()


def test_somebody_at_the_keyboard_may_say_no(cli: Cli, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(cli, "general", "title=Office")
    monkeypatch.setattr("cli.editing.is_asked", lambda: True)
    monkeypatch.setattr("cli.editing.ask", lambda _: False)
    assert cli("undo").err.endswith("Nothing was saved.\n")
    assert git(top, "rev-list", "--count", "HEAD") == "2"


def test_what_cannot_be_undone_is_said(cli: Cli, top: Path) -> None:
    assert (
        cli("undo").err == "dutybook: No commit of yours is left to undo.\nName a commit; `dutybook log` lists them.\n"
    )
    assert cli("redo").code == 2
    assert cli("undo", "nowhere").err.startswith(
        "dutybook: There is no commit `nowhere` in the history of this register."
    )
    done = change(cli, "general", "title=Office")
    change(cli, "general", "title=Mill")
    answer = cli("undo", done)
    assert answer.code == 1
    assert "title of unit/general was `Office` after it and is `Mill` now (commit " in answer.err
    answer = cli("undo", done, lang="zh")
    assert "unit/general 的 title 当时为“Office”，现为“Mill”（提交 " in answer.err
    assert git(top, "status", "--porcelain") == ""


def test_a_refusal_may_be_overridden_with_a_reason(cli: Cli, top: Path) -> None:
    write(top, UNIT, 'title = "Office"\ntype = "section"\nnote = "13800138000"\n')
    git(top, "commit", "--quiet", "--all", "--message=by hand")
    change(cli, "general", "note=none")
    answer = cli("undo")
    assert answer.code == 1
    assert "--override DB705" in answer.err
    assert cli("undo", "--override", "DB705").code == 2
    assert cli("undo", "--override", "DB705", "--why", "a public number").code == 0
    assert git(top, "log", "-1", "--format=%(trailers:key=Register-Override,valueonly)") == "DB705"
    assert "13800138000" not in git(top, "log", "-1", "--format=%B")
