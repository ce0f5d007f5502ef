"""`dutybook rename`, `remove`: shown, asked, one commit."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git


def test_a_rename_is_shown_and_saved(cli: Cli, top: Path) -> None:
    answer = cli("rename", "general", "general-office", "--why", "the unit was renamed")
    assert answer.code == 0
    assert "--- units/general.toml" in answer.err and "+++ units/general-office.toml" in answer.err
    assert '-unit = "general"' in answer.err and '+unit = "general-office"' in answer.err
    assert answer.out.endswith("unit(general): renamed to general-office\n")
    assert git(top, "log", "-1", "--format=%b").splitlines()[0] == "the unit was renamed"
    assert git(top, "status", "--porcelain") == ""
    assert cli("show", "general-office").code == 0
    assert cli("show", "general").code == 2


def test_a_rename_as_json_names_every_record(cli: Cli) -> None:
    answer = cli("rename", "duty/quarterly-review", "review", "--json")
    assert answer.json["summary"] == "duty(quarterly-review): renamed to review"
    assert {(one["kind"], one["id"]) for one in answer.json["records"]} == {
        ("duty", "quarterly-review"),
        ("duty", "review"),
        ("activity", "2026-02-11-aaaaaa"),
        ("activity", "2026-05-12-bbbbbb"),
    }


@pytest.mark.parametrize(("asked", "commits"), [(False, "1"), (True, "2")])
def test_somebody_at_the_keyboard_is_asked(
    cli: Cli, top: Path, monkeypatch: pytest.MonkeyPatch, *, asked: bool, commits: str
) -> None:
    monkeypatch.setattr("cli.editing.is_asked", lambda: True)
    monkeypatch.setattr("cli.editing.ask", lambda _: asked)
    answer = cli("rename", "general", "general-office")
    assert answer.code == 0
    assert ("Nothing was saved." in answer.err) != asked
    assert git(top, "rev-list", "--count", "HEAD") == commits


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rename", "general", "cranes"), 2, "The unit `cranes` is there already; an id is never used twice."),
        (("rename", "general", "General"), 2, "The text `General` cannot be the id of a unit."),
        (("rename", "nowhere", "x"), 2, "There is no `nowhere` in this register."),
        (("rename", "2026-02-11-aaaaaa", "2026-02-12-aaaaaa"), 2, "The id `2026-02-12-aaaaaa` is of another day than"),
        (("rename", "register", "x"), 2, "The settings and the calendars keep their names"),
        (("rename", "general"), 2, "NEW is missing."),
        (("remove", "general", "--why", "x"), 1, "The unit `general` can't go: it is named in post/general-head unit, duty/quarterly-review lead[0]."),
        (("remove", "register", "--why", "x"), 2, "The settings in register.toml cannot be removed"),
        (("remove", "general"), 2, "--why is missing."),
        (("remove", "general", "--why", " "), 2, "A change needs a reason."),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_and_nothing_is_written(
    cli: Cli, top: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = cli(*words)
    assert answer.code == code
    assert said in answer.err
    assert git(top, "rev-list", "--count", "HEAD") == "1"
    assert git(top, "status", "--porcelain") == ""


def test_a_removal_shows_what_goes(cli: Cli, top: Path) -> None:
    answer = cli("remove", "2026-05-12-bbbbbb", "--why", "entered twice")
    assert answer.code == 0
    assert '-title = "第二季度研究"' in answer.err
    assert not (top / "activities/2026/05/2026-05-12-bbbbbb.toml").exists()
    assert "an id is never used twice" in cli("rename", "2026-02-11-aaaaaa", "2026-02-11-aaaaaa").err


def test_the_register_speaks_its_language(cli: Cli, top: Path) -> None:
    answer = cli("rename", "general", "cranes", lang="zh")
    assert "单位“cranes”已存在；标识不得重复使用。" in answer.err
    cli("rename", "general", "general-office")
    assert git(top, "log", "-1", "--format=%b").splitlines()[0] == "标识由 general 改为 general-office"
