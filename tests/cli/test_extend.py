"""`dutybook extend`: asking for a later due day of a finding or an obligation, and approving it."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.inspected import FINDING
from tests.cli.inspected import add_finding
from tests.cli.inspected import read


def test_extension_of_a_finding_is_asked_for_and_approved(cli: Cli, top: Path) -> None:
    add_finding(top)
    assert cli("extend", FINDING, "2026-06-12", "--reason", "缺件", "--on", "2026-05-20", "-y").code == 0
    row = {"asked_on": date(2026, 5, 20), "new_due": date(2026, 6, 12), "reason": "缺件"}
    assert read(top)["extension"] == [row]
    assert cli("findings", "--on", "2026-06-01", "--json").json[0]["state"] == "rectifying"
    assert cli("extend", FINDING, "2026-06-12", "--approve", "secretary", "--on", "2026-05-21", "-y").code == 0
    assert read(top)["extension"] == [row | {"approved_by": "secretary", "approved_on": date(2026, 5, 21)}]
    assert cli("findings", "--on", "2026-06-01", "--json").json[0]["state"] == "extended"
    assert "批准延期至 2026-06-12：缺件" in git(top, "log", "-1", "--format=%B")


def test_extension_of_an_obligation_is_a_record_of_its_own(cli: Cli, top: Path) -> None:
    words = ("extend", "yearly-plan", "2026", "2027-01-15", "--on", "2026-06-30", "-y", "--json")
    answer = cli(*words, "--reason", "文件未到")
    assert answer.code == 0
    (record,) = answer.json["records"]
    path = f"waivers/2026/06/{record['id']}.toml"
    asked = {
        "type": "extend", "reason": "文件未到", "asked_on": date(2026, 6, 30), "new_due": date(2027, 1, 15),
        "obligation": {"duty": "yearly-plan", "period": "2026"},
    }  # fmt: skip
    assert read(top, path) == asked
    assert cli(*words, "--approve", "secretary").json["records"] == [record]
    assert read(top, path) == asked | {"approved_by": "secretary", "approved_on": date(2026, 6, 30)}
    due = {one["duty"]: one["due"] for one in cli("due", "--on", "2026-07-01", "--json").json}
    assert due["yearly-plan"] == "2027-01-15"
    assert [one for one in cli("check", "--on", "2026-07-01", "--json").json if one["kind"] == "waiver"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "TARGET is missing."),
        ((FINDING,), 2, "NEW_DUE is missing."),
        ((FINDING, "soon"), 2, "NEW_DUE must be a day such as 2026-06-30; `soon` is none."),
        (("a", "b", "2026-06-12", "d"), 2, "Too many words: d"),
        ((FINDING, "2026-06-12", "--element", "cranes"), 2, "--element goes only with an obligation"),
        (("cranes", "2026-06-12"), 2, "`cranes` is a unit; this is about: finding."),
        ((FINDING, "2026-06-12"), 2, 'No reason is given for "X1".'),
        ((FINDING, "2026-05-29", "--reason", "x"), 1, "is not later than the one in force, 2026-05-29."),
        ((FINDING, "2026-06-12", "--reason", "x", "--on", "2026-05-30"), 1, "after the due day 2026-05-29"),
        ((FINDING, "2026-06-12", "--reason", "x", "--approve", "cranes-head"), 1, 'The post "起重科科长" has no holder'),
        ((FINDING, "2026-06-12", "--reason", "x", "--approve", "cranes"), 2, "`cranes` is a unit; this is about: post."),
        (("yearly-plan", "2026-Q1", "2027-01-15", "--reason", "x"), 2, 'has no obligation for "2026-Q1".'),
        (("quarterly-review", "2026-Q1", "2026-06-15", "--reason", "x"), 1, 'its state is "done".'),
        (("yearly-plan", "2026", "2027-01-15", "--element", "nowhere", "--reason", "x"), 2, "There is no `nowhere`"),
        (("yearly-plan", "2026", "2027-01-15", "--element", "cranes", "--reason", "x"), 2, 'for "cranes" in "2026".'),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(cli: Cli, top: Path, words: tuple[str, ...], code: int, said: str) -> None:
    add_finding(top)
    before = git(top, "rev-parse", "HEAD")
    answer = cli("extend", *words, "-y", *(() if "--on" in words else ("--on", "2026-05-20")))
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert (git(top, "rev-parse", "HEAD"), git(top, "status", "--porcelain")) == (before, "")
