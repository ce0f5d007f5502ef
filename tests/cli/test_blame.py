"""`dutybook blame`: each field, who set it, when."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.conftest import write


def test_each_field_stands_with_who_set_it_last(cli: Cli, top: Path) -> None:
    begin = git(top, "rev-parse", "HEAD")
    cli("set", "quarterly-review", "cadence[0].per=month", "note=见纪要", "--why", "x")
    now = git(top, "rev-parse", "HEAD")
    told = cli("blame", "quarterly-review", "--json").json
    assert {tuple(one) for one in told} == {("key", "value", "commit", "time", "author")}
    found = {one["key"]: one for one in told}
    assert found["cadence[0].per"] == {
        "key": "cadence[0].per", "value": "month", "commit": now, "time": found["note"]["time"], "author": "Lin Tao",
    }  # fmt: skip
    assert (found["title"]["commit"], found["title"]["time"]) == (begin, "2026-01-01T08:00:00+08:00")
    assert found["lead"]["value"] == ["general"]
    assert [one["key"] for one in told][:3] == ["title", "tier", "bearer"]


@pytest.mark.parametrize(
    ("lang", "title", "row"),
    [
        ("en", "field", ["Cadences 1 > Per", "Quarter", "2026-01-01", "Lin Tao"]),
        ("zh", "字段", ["频次 1 > 每", "季", "2026-01-01", "林涛"]),
    ],
)
def test_a_table_for_people(cli: Cli, top: Path, lang: str, title: str, row: list[str]) -> None:
    answer = cli("blame", "duty/quarterly-review", lang=lang)
    lines = answer.out.splitlines()
    assert lines[0].startswith(title)
    (found,) = [line for line in lines if line.startswith(row[0])]
    assert found.split("  ")[0] == row[0]
    assert all(part in found for part in row)
    assert git(top, "rev-parse", "HEAD")[:12] in found


def test_long_values_are_cut_and_hostile_ones_shown(cli: Cli, top: Path) -> None:
    write(top, "units/cranes.toml", f'title = "\\u001b[31m{"长" * 500}"\nodd = "\\u202e"\n')
    git(
        top,
        "commit",
        "--quiet",
        "--all",
        "--message=x",
        environment={"GIT_AUTHOR_EMAIL": "x@y", "GIT_AUTHOR_NAME": "A\x1b[2J"},
    )
    answer = cli("blame", "cranes")
    assert "<U+001B>[31m长长" in answer.out
    assert "<U+202E>" in answer.out
    assert "A<U+001B>[2J?" in answer.out
    assert max(map(len, answer.out.splitlines())) < 200


def test_what_is_not_saved_is_not_blamed_and_said(cli: Cli, top: Path) -> None:
    file = top / "units/cranes.toml"
    file.write_text(file.read_text().replace("起重科", "塔吊科"))
    answer = cli("blame", "cranes", "--json")
    assert [one["value"] for one in answer.json if one["key"] == "title"] == ["起重科"]
    assert "unit/cranes has changes that are not saved" in answer.err
    assert cli("blame", "general").err == ""


def test_what_was_never_committed_or_cannot_be_read(cli: Cli, top: Path) -> None:
    write(top, "units/new.toml", 'title = "x"\ntype = "section"\n')
    answer = cli("blame", "new")
    assert (answer.code, answer.out) == (1, "")
    assert "`unit/new` was never committed." in answer.err
    write(top, "units/cranes.toml", "title = ")
    git(top, "commit", "--quiet", "--all", "--message=torn")
    answer = cli("blame", "cranes")
    assert answer.code == 1
    assert "units/cranes.toml:1" in answer.err
    git(top, "checkout", "--quiet", "--orphan", "empty")
    assert cli("blame", "general").code == 1


def test_who_renamed_is_not_blamed_for_what_stayed(cli: Cli, top: Path) -> None:
    begin = git(top, "rev-parse", "HEAD")
    assert cli("rename", "yearly-plan", "plan", "--why", "shorter", "-y").code == 0
    found = cli("blame", "plan", "--json").json
    assert {one["commit"] for one in found} == {begin}
