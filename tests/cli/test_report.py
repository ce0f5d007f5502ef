"""`dutybook report prepare`: figures that can be traced to records, alone or as a draft."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

ON = "2026-11-23"
DUTY = """\
title = "半年专题汇报"
title_en = "Half-year report"
tier = "first-responsible"
bearer = "secretary"
lead = ["general"]
accepts = ["half-year-report"]
from = 2026-01-01

[[cadence]]
type = "months"
months = [
  6,
  12,
]
opens = "month-start"
due = "month-end"
"""


@pytest.fixture(autouse=True)
def report_duty(top: Path) -> None:
    write(top, "duties/half-year-report.toml", DUTY)
    commit_all(top, "a duty of reports")


def test_the_figures_alone_change_nothing(cli: Cli, top: Path) -> None:
    document = cli("report", "prepare", "half-year-report", "--on", ON, "--dry-run", "--json").json
    figures = document.pop("figures")
    assert document.pop("matter").startswith("2026年上半年（截至2026-06-30）：应办事项按期完成2件")
    assert document == {
        "duty": "half-year-report",
        "type": "half-year-report",
        "period": "2026-H1",
        "span": ["2026-01-01", "2026-06-30"],
        "on": ON,
        "title": "半年专题汇报（2026年上半年）",
    }
    assert figures[0] == {
        "fact": "done",
        "label": "Obligations done in time",
        "number": 2,
        "records": ["quarterly-review 2026-Q1", "quarterly-review 2026-Q2"],
    }
    assert figures[2]["records"] == ["half-year-report 2026-H1"]
    assert len(figures) == 12
    assert git(top, "status", "--porcelain") == ""
    assert git(top, "rev-list", "--count", "HEAD").strip() == "2"


def test_the_figures_as_a_table(cli: Cli) -> None:
    answer = cli("report", "prepare", "half-year-report", "--on", ON, "--period", "2026-H2", "--dry-run", lang="zh")
    lines = answer.out.splitlines()
    assert lines[0] == "半年专题汇报（2026年下半年）  2026-07-01 至 2026-12-31"
    assert lines[1].split() == ["项目", "数量", "出自"]
    assert lines[4].split() == ["逾期未完成的应办事项", "1", "quarterly-review", "2026-Q3"]


def test_a_draft_is_saved_in_one_commit_and_what_is_left_to_do_is_told(cli: Cli, top: Path) -> None:
    answer = cli("report", "prepare", "half-year-report", "--on", ON, "--json", "--yes")
    (saved,) = answer.json["records"]
    assert saved["kind"] == "activity"
    assert saved["id"].startswith(f"{ON}-")
    assert git(top, "show", "--name-only", "--format=%s").splitlines() == [
        f"activity({saved['id']}): add 半年专题汇报（2026年上半年）",
        "",
        f"activities/2026/11/{saved['id']}.toml",
    ]
    record = cli("show", saved["id"], "--json").json
    assert (record["state"], record["unit"], record["date"]) == ("draft", "office", ON)
    assert record["fulfils"] == [{"duty": "half-year-report", "period": "2026-H1"}]
    assert record["report"]["figure"][0]["records"] == ["quarterly-review 2026-Q1", "quarterly-review 2026-Q2"]
    assert answer.err.partition("To be done before the draft is filed:\n")[2].splitlines() == [
        "  the half-year report does not say whether it is a comprehensive summary or about a single topic",
        "  the written report has no document number",
    ]
    again = cli("report", "prepare", "half-year-report", "--on", ON)
    assert again.code == 1
    assert f"A draft of the report for 2026-H1 is there already: `{saved['id']}`." in again.err


def test_a_report_in_person(cli: Cli) -> None:
    answer = cli("report", "prepare", "half-year-report", "--on", ON, "--form", "in-person")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "半年专题汇报（2026年上半年）  2026-01-01 to 2026-06-30"
    (one,) = cli("list", "activity", "--where", "state=draft", "--json").json
    assert one["participants"] == ["secretary"]
    assert (one["report"]["form"], one["report"]["reporter"]) == ("in-person", "lin-tao")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prepare", "yearly-plan"), "The duty `yearly-plan` names no type of report that it accepts."),
        (("prepare", "half-year-report", "--period", "2026-Q1"), "has no period `2026-Q1`."),
        (("prepare", "secretary"), "secretary"),
        (("prepare", "nothing"), "nothing"),
        (("make", "half-year-report"), "make"),
        (("prepare",), "DUTY"),
        (("prepare", "half-year-report", "--form", "by-mail"), "by-mail"),
    ],
)
def test_what_cannot_be_prepared_is_told(cli: Cli, top: Path, words: tuple[str, ...], said: str) -> None:
    answer = cli("report", *words, "--on", ON)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert git(top, "rev-list", "--count", "HEAD").strip() == "2"


def test_the_figures_can_be_seen_where_nothing_can_be_written(cli: Cli, top: Path) -> None:
    git(top, "checkout", "--quiet", "--detach")
    assert cli("report", "prepare", "half-year-report", "--on", ON, "--dry-run").code == 0
    assert cli("report", "prepare", "half-year-report", "--on", ON).code == 3
