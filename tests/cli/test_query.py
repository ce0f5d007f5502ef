"""`dutybook export dataset` and `dutybook query`: the same tables as files and as answers."""

import json
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git

ON = "2026-11-23"


def test_a_data_set_goes_to_a_folder_and_over_nothing_else(cli: Cli, top: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = cli("export", "dataset", "--on", ON, "--output", str(folder), "--json").json
    assert done["path"] == str(folder) and "obligations" in done["tables"]
    told = json.loads((folder / "datapackage.json").read_text())
    assert told["commit"] == git(top, "rev-parse", "HEAD")
    assert {each["path"] for each in told["resources"]} | {"datapackage.json"} == {one.name for one in folder.iterdir()}
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = cli("export", "dataset", "--on", ON, "--output", str(folder))
    assert again.code == 2 and "--force" in again.err
    assert cli("export", "dataset", "--on", ON, "--output", str(folder), "--force").code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("x")
    refused = cli("export", "dataset", "--output", str(other), "--force")
    assert refused.code == 2 and (other / "letter.txt").read_text() == "x"
    assert sorted(path.name for path in tmp_path.iterdir() if "tmp" in path.name) == []


def test_one_table_is_one_file_whose_name_says_its_format(cli: Cli, tmp_path: Path) -> None:
    for name, begin in (("d.csv", b"\xef\xbb\xbfid,"), ("d.jsonl", b'{"id":'), ("d.parquet", b"PAR1")):
        path = tmp_path / name
        assert cli("export", "dataset", "duty", "--output", str(path), "--json").json["tables"] == ["duties"]
        assert path.read_bytes().startswith(begin)
    for words in (("nothing",), ("--unit", "general"), ("--output", "-"), ("duty", "--output", "no/such/x.csv")):
        done = cli("export", "dataset", *words)
        assert done.code in {2, 3} and done.err.startswith("dutybook: "), words
    wrong = cli("export", "page", "--format", "csv")
    assert wrong.code == 2


def test_a_query_answers_as_a_table_and_as_json(cli: Cli, top: Path) -> None:
    sql = "SELECT id, since, lead, dual_duty AS dual FROM duties ORDER BY id"
    rows = cli("query", sql, "--json").json
    assert [row["id"] for row in rows] == ["quarterly-review", "yearly-plan"]
    assert rows[0]["lead"] == ["general"] and rows[0]["since"] in {None, "2026-01-01"} and rows[0]["dual"] is False
    shown = cli("query", sql, lang="zh").out.splitlines()
    assert shown[0].split() == ["id", "since", "lead", "dual"] and '["general"]' in shown[1]
    odd = "SELECT 1.5 AS a, 2::DECIMAL(4,2) AS b, 'x'::BLOB AS c, INTERVAL 3 DAY AS d, {'k': [1]} AS e, 'nan'::DOUBLE AS f"
    assert cli("query", odd, "--json").json == [
        {"a": 1.5, "b": 2, "c": "78", "d": "3 days, 0:00:00", "e": {"k": [1]}, "f": "nan"}
    ]
    first = git(top, "rev-parse", "HEAD")
    cli("set", "unit/cranes", "title=起重站", "--why", "改名", "--yes")
    changed = cli("query", "SELECT commit, old, new, reason FROM history WHERE field = 'title' LIMIT 1", "--json").json
    assert changed == [{"commit": git(top, "rev-parse", "HEAD"), "old": "起重科", "new": "起重站", "reason": "改名"}]
    past = cli("query", "SELECT count(DISTINCT commit) AS n FROM history", "--as-of", first, "--json").json
    assert past == [{"n": 1}]
    assert cli("query", "SELECT title FROM units WHERE id = 'cranes'", "--as-of", first, "--json").json == [
        {"title": "起重科"}
    ]


def test_what_cannot_be_asked_says_why(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for sql in ("SELEKT", "DELETE FROM duties", "SELECT * FROM read_text('/etc/hosts')", "SELECT x FROM duties", "-"):
        monkeypatch.setattr("sys.stdin", StringIO("SELECT 1; SELECT 2"))
        done = cli("query", sql)
        assert done.code == 2 and done.out == "" and done.err.startswith("dutybook: "), sql
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = cli("query", "SELECT 1", lang="zh")
    assert done.code == 2 and "pip install 'dutybook[analysis]'" in done.err
