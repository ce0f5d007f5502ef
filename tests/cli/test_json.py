"""What programs may rely on: the keys of every JSON document, word for word."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import git

RECORD = ["kind", "id", "code", "path"]
DUE = [
    "duty", "code", "title", "period", "element", "window", "due", "rolled", "provisional", "state", "light", "count",
    "needed", "records", "lead", "responsible",
]  # fmt: skip
STATES = {"not-started", "running", "near-due", "extended", "done", "done-late", "missed", "waived", "unset"}
LIGHTS = {"white", "green", "yellow", "red", "grey", "none"}


def test_show_gives_the_place_and_the_fields_under_their_keys(cli: Cli) -> None:
    record = cli("show", "quarterly-review", "--json").json
    assert list(record)[:4] == RECORD
    assert {key: record[key] for key in RECORD} == {
        "kind": "duty",
        "id": "quarterly-review",
        "code": "D01",
        "path": "duties/quarterly-review.toml",
    }
    assert record["title"] == "季度研究"
    assert record["from"] == "2026-01-01"
    assert record["cadence"] == [{"type": "at-least", "n": 1, "per": "quarter", "roll": "back", "early_ok": False}]
    assert record["dual_duty"] is False
    assert "note" not in record


def test_show_gives_the_settings_and_calendars(cli: Cli) -> None:
    assert {key: cli("show", "register", "--json").json[key] for key in RECORD} == {
        "kind": "register",
        "id": "",
        "code": "",
        "path": "register.toml",
    }
    assert cli("show", "calendar/2026", "--json").json["holidays"][0] == "2026-01-01"


def test_list_and_find_give_records_as_show_does(cli: Cli) -> None:
    shown = cli("show", "quarterly-review", "--json").json
    assert cli("list", "duty", "--where", "code=D01", "--json").json == [shown]
    assert cli("find", "Quarterly", "review", "d01", "--json").json == [shown]


def test_records_lie_under_their_month(cli: Cli) -> None:
    paths = [one["path"] for one in cli("list", "activity", "--json").json]
    assert paths == ["activities/2026/02/2026-02-11-aaaaaa.toml", "activities/2026/05/2026-05-12-bbbbbb.toml"]


def test_due_gives_every_key(cli: Cli) -> None:
    found = cli("due", "--on", ON, "--json").json
    assert [list(one) for one in found] == [DUE] * 5
    assert {one["state"] for one in found} <= STATES
    assert {one["light"] for one in found} <= LIGHTS
    assert found[1] == {
        "duty": "quarterly-review",
        "code": "D01",
        "title": "季度研究",
        "period": "2026-Q2",
        "element": None,
        "window": ["2026-04-01", "2026-06-30"],
        "due": "2026-06-30",
        "rolled": False,
        "provisional": False,
        "state": "done",
        "light": "green",
        "count": 1,
        "needed": 1,
        "records": ["2026-05-12-bbbbbb"],
        "lead": ["general"],
        "responsible": [],
    }


def test_who_gives_subject_day_and_answers(cli: Cli) -> None:
    found = cli("who", "quarterly-review", "--on", ON, "--json").json
    assert list(found) == ["subject", "on", "answers"]
    assert (found["subject"], found["on"]) == ("duty/quarterly-review", ON)
    assert found["answers"][0] == {
        "tier": "main-body",
        "label": "主体责任",
        "post": "secretary",
        "person": "lin-tao",
        "manner": "formal",
        "since": "2020-01-01",
        "flags": [],
    }


def test_check_gives_every_key(cli: Cli, top: Path) -> None:
    duty = top / "duties/yearly-plan.toml"
    duty.write_text(duty.read_text().replace('"office"', '"nowhere"', 1))
    found = cli("check", "--on", ON, "--json").json
    assert {tuple(one) for one in found} == {
        ("code", "severity", "kind", "id", "path", "line", "key", "message", "hint")
    }
    (fault,) = [one for one in found if one["kind"] == "duty" and one["severity"] == "error"]
    assert (fault["code"], fault["id"], fault["path"]) == ("DB101", "yearly-plan", "duties/yearly-plan.toml")
    assert (fault["key"], fault["line"]) == ("bearer", 3)


def test_log_gives_every_key(cli: Cli) -> None:
    cli("set", "quarterly-review", "cadence[0].per=month", "code=", "--why", "two\nlines")
    first, begin = cli("log", "--json").json
    assert list(first) == ["commit", "time", "author", "signed", "action", "records", "reason"]
    assert (first["author"], first["signed"], first["action"]) == ("Lin Tao", "unsigned", "set")
    assert first["reason"] == "two\nlines"
    assert first["records"] == [
        {
            "kind": "duty",
            "id": "quarterly-review",
            "fields": [
                {"key": "code", "old": "D01", "new": None},
                {"key": "cadence[0].per", "old": "quarter", "new": "month"},
            ],
        }
    ]
    assert begin["action"] == ""
    assert begin["time"] == "2026-01-01T08:00:00+08:00"
    assert cli("log", "quarterly-review", "--limit", "1", "--json").json == [first]


def test_rule_gives_one_or_all(cli: Cli) -> None:
    one = cli("rule", "DB013", "--json").json
    keys = ["code", "severity", "message", "hint", "reason", "example", "fix", "source", "status"]
    assert list(one) == [*keys, "fixable", "can_be_off"]
    assert one in cli("rule", "--json").json


def test_sync_gives_every_key(cli: Cli, top: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(top, "remote", "add", "origin", str(tmp_path / "remote.git"))
    counts = {"fetched": 0, "merged": 0, "pushed": 1}
    assert cli("sync", "--json").json == {**counts, "proposals": [], "conflicts": [], "broken": []}


@pytest.mark.parametrize(
    "words", [("add", "unit", "title=x", "type=centre"), ("set", "yearly-plan", "note=x", "--why", "y")]
)
def test_saving_gives_the_commit(cli: Cli, top: Path, words: tuple[str, ...]) -> None:
    saved = cli(*words, "--json").json
    assert list(saved) == ["commit", "summary", "paths", "records"]
    assert saved["commit"] == git(top, "rev-parse", "HEAD")
    assert saved["summary"] == git(top, "log", "--format=%s", "-1")


def test_days_are_iso(cli: Cli) -> None:
    for one in cli("due", "--on", ON, "--json").json:
        assert date.fromisoformat(one["due"]) == date.fromisoformat(one["window"][1])


def test_json_has_no_word_on_stdout_but_the_document(cli: Cli, top: Path) -> None:
    (top / "units/broken.toml").write_text("title = ")
    answer = cli("list", "unit", "--json")
    assert [one["id"] for one in answer.json] == ["cranes", "general", "office"]
    assert "unit/broken" in answer.err
