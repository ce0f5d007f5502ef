"""`appoint`, `end` and `cover` as a person uses them: one commit each, the difference shown, refusals with what to do."""

from datetime import date
from pathlib import Path

import pytest

from schema.holding import holder
from store.register import RegisterStore
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write


def posts(top: Path) -> str:
    return (top / "posts/cranes-head.toml").read_text(encoding="utf-8")


def test_somebody_is_appointed_and_leaves_again(cli: Cli, top: Path) -> None:
    answer = cli("appoint", "cranes-head", "mei-ling", "--from", "2026-07-01", "--basis", "No. 3", "-y")
    assert answer.code == 0
    assert answer.out.startswith("Saved ")
    assert '+person = "mei-ling"\n+manner = "formal"\n+from = 2026-07-01\n+basis = "No. 3"\n' in answer.err
    assert git(top, "log", "-1", "--format=%b").splitlines()[0] == "mei-ling自 2026-07-01 起正式任职：起重科科长"
    assert git(top, "log", "-1", "--format=%(trailers:key=Register-Action,valueonly)").strip() == "appoint"
    answer = cli("end", "cranes-head", "--on", "2026-09-30", "--why", "moves on", "-y")
    assert answer.code == 0
    assert git(top, "log", "-1", "--format=%b").splitlines()[0] == "moves on"
    assert posts(top).endswith('from = 2026-07-01\nto = 2026-09-30\nbasis = "No. 3"\n')
    assert git(top, "rev-list", "--count", "HEAD") == "3"
    assert git(top, "status", "--porcelain") == ""


def test_json_says_what_was_saved(cli: Cli) -> None:
    answer = cli("appoint", "post/cranes-head", "person/mei-ling", "--from", "2026-07-01", "--json")
    assert answer.code == 0
    assert answer.json["records"] == [{"kind": "post", "id": "cranes-head"}]


def test_cover_ends_when_somebody_is_appointed_and_it_is_said(cli: Cli, top: Path) -> None:
    assert cli("cover", "cranes-head", "general-head", "--from", "2026-06-01", "-y").code == 0
    answer = cli("cover", "cranes-head", "secretary", "--from", "2026-06-15", "-y", lang="zh")
    assert "党政办主任（临时分管）止于 2026-06-14。" in answer.err
    answer = cli("appoint", "cranes-head", "mei-ling", "--from", "2026-07-01", "--manner", "acting", "-y")
    assert "Secretary (cover) ends on 2026-06-30." in answer.err
    answer = cli("appoint", "cranes-head", "lin-tao", "--from", "2026-08-01", "-y")
    assert "mei-ling (Acting) ends on 2026-07-31." in answer.err
    register = RegisterStore.open(top).register
    held = [holder(register, "cranes-head", date(2026, month, 10)) for month in (6, 7, 8)]
    assert [(one.person, one.manner.value) for one in held] == [
        ("mei-ling", "cover"), ("mei-ling", "acting"), ("lin-tao", "formal"),
    ]  # fmt: skip


def test_a_formal_holding_is_not_overlapped_but_may_be_ended(cli: Cli, top: Path) -> None:
    answer = cli("appoint", "general-head", "lin-tao", "--from", "2026-07-01", "-y")
    assert answer.code == 1
    assert answer.err == (
        'dutybook: "mei-ling" holds the post "党政办主任" formally from 2020-01-01.\n'
        "End that first with `dutybook end`, or add --end-previous to end it the day before.\n"
    )
    assert git(top, "rev-list", "--count", "HEAD") == "1"
    answer = cli("appoint", "general-head", "lin-tao", "--from", "2026-07-01", "--end-previous", "-y")
    assert answer.code == 0
    assert "mei-ling (Formal) ends on 2026-06-30." in answer.err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["appoint", "cranes-head", "nobody", "--from", "2026-07-01"], 2, "There is no `nobody` in this register."),
        (["appoint", "cranes", "mei-ling", "--from", "2026-07-01"], 2, "`cranes` is a unit; this is about: post."),
        (["appoint", "cranes-head", "mei-ling", "--from", "July"], 2, "--from must be a day such as 2026-06-30; `July` is none."),
        (["appoint", "cranes-head", "mei-ling"], 2, "--from is missing."),
        (["end", "cranes-head", "--on", "2026-07-01"], 1, 'Nobody holds the post "起重科科长" beyond 2026-07-01.'),
        (["cover", "cranes-head", "cranes-head", "--from", "2026-07-01"], 1, "The covers would run in a circle: 起重科科长 -> 起重科科长."),
        (["cover", "general-head", "secretary", "--from", "2026-07-01"], 1, 'The post "党政办主任" is not vacant on 2026-07-01: "mei-ling" holds it.'),
    ],
)  # fmt: skip
def test_refusals(cli: Cli, top: Path, words: list[str], code: int, message: str) -> None:
    answer = cli(*words)
    assert (answer.code, answer.err.splitlines()[0]) == (code, f"dutybook: {message}")
    assert git(top, "rev-list", "--count", "HEAD") == "1"


def test_a_damaged_post_is_not_taken_for_a_missing_one(cli: Cli, top: Path) -> None:
    write(top, "posts/cranes-head.toml", "title = \n")
    commit_all(top, "torn")
    answer = cli("appoint", "cranes-head", "mei-ling", "--from", "2026-07-01", "-y")
    assert answer.code == 1
    assert answer.err.startswith("dutybook: The file of post/cranes-head can't be read as a record:")


def test_an_id_that_several_kinds_share_means_the_post(cli: Cli, top: Path) -> None:
    write(top, "units/cranes-head.toml", 'title = "吊机"\ntype = "branch"\n')
    commit_all(top, "unit")
    answer = cli("appoint", "cranes-head", "mei-ling", "--from", "2026-07-01", "--json")
    assert answer.json["records"] == [{"kind": "post", "id": "cranes-head"}]
