"""`dutybook diff`: commits, days, and the files as they are."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import write

NOTE = {"key": "note", "old": None, "new": "x"}
CHANGED = {"kind": "duty", "id": "quarterly-review", "verb": "edit", "fields": [NOTE]}


@pytest.fixture
def saved(cli: Cli) -> Cli:
    assert cli("set", "quarterly-review", "note=x", "--why", "w").code == 0
    return cli


@pytest.mark.parametrize(
    "words", [("HEAD~1", "HEAD"), ("HEAD~1",), ("main^", "main"), ("2026-01-01", "2099-12-31"), ("2026-01-01",)]
)
def test_every_way_to_name_the_two(saved: Cli, words: tuple[str, ...]) -> None:
    assert saved("diff", *words, "--json").json == [CHANGED]


def test_the_other_way_round_and_no_difference(saved: Cli) -> None:
    back = {**CHANGED, "fields": [{"key": "note", "old": "x", "new": None}]}
    assert saved("diff", "HEAD", "HEAD~1", "--json").json == [back]
    for words in ((), ("HEAD",), ("HEAD~1", "HEAD~1"), ("2026-01-01", "HEAD~1")):
        answer = saved("diff", *words)
        assert (answer.code, answer.out, answer.err) == (0, "", "Nothing differs.\n")
        assert saved("diff", *words, "--json").json == []


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["Duty “Quarterly review” (quarterly-review)  changed", "  Note – → x", "Unit “new” (new)  added", "  Title – → new", "  Type – → Section", "Unit “Cranes” (cranes)  changed", "  text only"]),
        ("zh", ["职责事项“季度研究”（quarterly-review）  修改", "  备注 – → x", "单位“new”（new）  新增", "  名称 – → new", "  类型 – → 科室", "单位“起重科”（cranes）  修改", "  仅文字形式"]),
    ],
)  # fmt: skip
def test_lines_for_people(saved: Cli, top: Path, lang: str, lines: list[str]) -> None:
    write(top, "units/new.toml", 'title = "new"\ntype = "section"\n')
    file = top / "units/cranes.toml"
    file.write_text(f"# why\n{file.read_text()}")
    answer = saved("diff", "HEAD~1", lang=lang)
    assert sorted(answer.out.splitlines()) == sorted(lines)


def test_the_files_as_they_are_saved_or_not(saved: Cli, top: Path) -> None:
    (top / "duties/yearly-plan.toml").unlink()
    write(top, "units/cranes.toml", "title = ")
    told = saved("diff", "--json").json
    assert [(one["id"], one["verb"]) for one in told] == [("yearly-plan", "remove"), ("cranes", "edit")]
    assert told[1]["fields"] == []
    answer = saved("diff")
    assert "Duty yearly-plan  removed" in answer.out
    assert "  one side can't be read as TOML, so the fields can't be told" in answer.out
    assert [one["id"] for one in saved("diff", "HEAD~1", "--json").json] == [
        "quarterly-review",
        "yearly-plan",
        "cranes",
    ]


def test_a_rename_is_shown_as_such(saved: Cli) -> None:
    assert saved("rename", "yearly-plan", "plan", "--why", "shorter", "-y").code == 0
    assert saved("diff", "HEAD~1", "HEAD", "--json").json == [
        {"kind": "duty", "id": "plan", "was": "yearly-plan", "verb": "rename", "fields": []}
    ]
    assert "renamed yearly-plan to plan" in saved("diff", "HEAD~1").out
    (back,) = saved("diff", "HEAD", "HEAD~1", "--json").json
    assert (back["verb"], back["was"], back["id"]) == ("rename", "plan", "yearly-plan")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "There is no commit or day `nowhere`"),
        (("HEAD", "nowhere"), "There is no commit or day `nowhere`"),
        (("--", "--all"), "There is no commit or day `--all`"),
        (("--", "--output=/tmp/x"), "There is no commit or day `--output=/tmp/x`"),
        (("--output=x",), "no option --output"),
        (("2025-12-31",), "had no commit yet on 2025-12-31"),
        (("2026-02-30",), "There is no commit or day `2026-02-30`"),
        (("HEAD..HEAD",), "There is no commit or day `HEAD..HEAD`"),
        (("HEAD", "HEAD", "HEAD"), "Too many words"),
    ],
)
def test_wrong_use_is_told(cli: Cli, words: tuple[str, ...], said: str) -> None:
    answer = cli("diff", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_register_without_commits_says_so(cli: Cli, top: Path) -> None:
    git(top, "checkout", "--quiet", "--orphan", "empty")
    answer = cli("diff")
    assert answer.code == 3
    assert "The branch empty has no commit yet." in answer.err
