"""`dutybook import policy`: a dry run says all that was recognised, a plan is written and followed, and one commit is made."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.exchange.policies import ARTICLES
from tests.exchange.policies import STREET


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.txt"
    path.write_text(STREET, encoding="gb18030")
    return path


def test_a_dry_run_prints_all_that_was_recognised_and_writes_nothing(cli: Cli, top: Path, rules: Path) -> None:
    before = git(top, "rev-parse", "HEAD")
    (document,) = cli("import", "policy", str(rules), "--dry-run", "--json").json["documents"]
    clause = next(one for one in document["clauses"] if one["path"] == "2-3")
    assert {
        "path",
        "label",
        "line",
        "text",
        "scope",
        "lead",
        "responsible",
        "cadences",
        "roles",
        "addressee",
        "copies",
        "questions",
        "suspects",
    } <= set(clause)
    start, end = clause["cadences"][0]["at"]
    assert clause["text"][start:end] == clause["cadences"][0]["wording"]
    assert document["rosters"][0]["names_left_out"] == 4
    shown = cli("import", "policy", str(rules), "--dry-run")
    assert "每年专题研究" in shown.err and "张" not in shown.err
    assert git(top, "rev-parse", "HEAD") == before and git(top, "status", "--porcelain") == ""


def test_a_plan_is_written_edited_and_followed_in_one_commit(cli: Cli, top: Path, rules: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    before = git(top, "rev-parse", "HEAD")
    assert cli("import", "policy", str(rules), "--plan", str(plan)).code == 1
    text = plan.read_text(encoding="utf-8")
    duties = tomllib.loads(text)["duty"]
    wanted = [row for row in duties if row["clauses"] in (["1-2"], ["2-2a"])]
    assert len(wanted) == 2
    for row in wanted:
        head = f'clauses = ["{row["clauses"][0]}"]\ndo = '
        text = text.replace(f'{head}"open"', f'{head}"accept"')
    newcomers, found, rest = text.partition("[[group]]")
    taken = newcomers.replace('do = "open"', 'do = "accept"').replace('unit = ""', 'unit = "党工委"')
    plan.write_text(taken + found + rest, encoding="utf-8")
    done = cli("import", "policy", str(rules), "--plan", str(plan), "--yes", "--json", "--why", "new rules")
    assert done.code == 0, done.err
    kinds = [record["kind"] for record in done.json["records"]]
    assert kinds.count("duty") == 2 and kinds.count("source") == 1 and kinds.count("post") == 6
    assert git(top, "rev-parse", "HEAD~1") == before
    again = cli("import", "policy", str(rules), "--plan", str(plan), "--yes")
    assert again.code == 0 and "nothing to save" in again.err
    assert git(top, "rev-parse", "HEAD~1") == before


def test_a_file_with_several_documents_asks_which(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "both.txt"
    path.write_text(STREET + ARTICLES, encoding="utf-8")
    asked = cli("import", "policy", str(path), "--accept-clear", "--yes")
    assert asked.code == 2 and "--document" in asked.err
    assert cli("import", "policy", str(path), "--document", "2", "--accept-clear", "--yes", "--json").code == 0


def test_an_accepted_draft_that_is_no_duty_holds_all_back(cli: Cli, top: Path, tmp_path: Path) -> None:
    path, plan = tmp_path / "r.txt", tmp_path / "p.toml"
    path.write_text("样例办法\n（一）做好工作。\n", encoding="utf-8")
    cli("import", "policy", str(path), "--plan", str(plan))
    plan.write_text(plan.read_text(encoding="utf-8").replace('"open"', '"accept"'), encoding="utf-8")
    refused = cli("import", "policy", str(path), "--plan", str(plan), "--yes")
    assert refused.code == 2 and refused.err.startswith("dutybook: ")
    assert git(top, "branch", "--list", "proposal/*") == ""


def test_an_accepted_group_without_a_head_holds_all_back(cli: Cli, top: Path, rules: Path, tmp_path: Path) -> None:
    plan = tmp_path / "p.toml"
    cli("import", "policy", str(rules), "--plan", str(plan))
    head, group, rest = plan.read_text(encoding="utf-8").partition("[[group]]")
    plan.write_text(head + group + rest.replace('"open"', '"accept"', 1), encoding="utf-8")
    refused = cli("import", "policy", str(rules), "--plan", str(plan), "--yes")
    assert refused.code == 2 and "head" in refused.err
    assert git(top, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "broken",
    ["no toml [", 'duty = "x"', '[[duty]]\ndo = "accept"', '[[duty]]\nclauses = ["77"]', '[[duty]]\nclauses = ["1"]\ndo = "perhaps"',
     '[[duty]]\nclauses = ["1"]\n[[duty]]\nclauses = ["1"]'],
)  # fmt: skip
def test_a_broken_plan_says_what_is_wrong(cli: Cli, tmp_path: Path, broken: str) -> None:
    path, plan = tmp_path / "r.txt", tmp_path / "p.toml"
    path.write_text("样例办法\n（一）党工委做好工作。\n", encoding="utf-8")
    plan.write_text(broken, encoding="utf-8")
    refused = cli("import", "policy", str(path), "--plan", str(plan), "--yes")
    assert refused.code == 2 and "p.toml" in refused.err


def test_wrong_use_says_why(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "old.doc").write_bytes(b"x")
    (tmp_path / "empty.txt").write_bytes(b"")
    for name in ("no.txt", "old.doc", "empty.txt"):
        done = cli("import", "policy", str(tmp_path / name))
        assert done.code in {2, 3} and done.err.startswith("dutybook: ")


def test_a_post_comes_in_only_with_its_unit(cli: Cli, top: Path, tmp_path: Path) -> None:
    rules, plan = tmp_path / "locks.txt", tmp_path / "plan.toml"
    rules.write_text("样例闸口值守办法\n第一条 闸口站负责值守。\n第二条 值守主管每月检查一次。", encoding="utf-8")
    assert cli("import", "policy", str(rules), "--plan", str(plan)).code == 1
    text = plan.read_text(encoding="utf-8").replace('do = "open"', 'do = "accept"')
    plan.write_text(text, encoding="utf-8")
    refused = cli("import", "policy", str(rules), "--plan", str(plan), "--yes")
    assert refused.code == 2 and "值守主管" in refused.err
    plan.write_text(text.replace('unit = ""', 'unit = "闸口站"'), encoding="utf-8")
    done = cli("import", "policy", str(rules), "--plan", str(plan), "--yes", "--json")
    assert done.code == 0, done.err
    assert [record["kind"] for record in done.json["records"]].count("post") == 1
