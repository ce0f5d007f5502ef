"""`dutybook waive`: an obligation falls away by somebody's approval."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.inspected import read

WORDS = ("waive", "quarterly-review", "2026-Q4", "--on", "2026-06-30", "-y")


def test_waiver_is_one_commit_and_takes_the_obligation_away(cli: Cli, top: Path) -> None:
    answer = cli(*WORDS, "--reason", "统一安排", "--by", "secretary", "--expires", "2026-12-31", "--json")
    assert answer.code == 0
    (record,) = answer.json["records"]
    assert read(top, f"waivers/2026/06/{record['id']}.toml") == {
        "type": "waive", "reason": "统一安排", "asked_on": date(2026, 6, 30), "approved_by": "secretary",
        "approved_on": date(2026, 6, 30), "expires": date(2026, 12, 31),
        "obligation": {"duty": "quarterly-review", "period": "2026-Q4"},
    }  # fmt: skip
    states = {one["period"]: one["state"] for one in cli("due", "--on", "2026-06-30", "--json").json}
    assert states["2026-Q4"] == "waived"
    assert "Register-Action: waive" in git(top, "log", "-1", "--format=%B")
    again = cli(*WORDS, "--reason", "x", "--by", "secretary")
    assert (again.code, 'its state is "waived".' in again.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--by", "secretary"), 2, "--reason is missing."),
        (("--reason", "x"), 2, "--by is missing."),
        (("--reason", " ", "--by", "secretary"), 2, "No reason is given"),
        (("--reason", "x", "--by", "cranes-head"), 1, "has no holder on 2026-06-30"),
        (("--reason", "x", "--by", "general"), 2, "`general` is a unit; this is about: post."),
        (("--reason", "x", "--by", "secretary", "--expires", "2026-06-29"), 2, "would expire on 2026-06-29"),
        (("--reason", "x", "--by", "secretary", "--element", "cranes"), 2, 'for "cranes" in "2026-Q4".'),
    ],
)
def test_what_is_refused_changes_nothing(cli: Cli, top: Path, words: tuple[str, ...], code: int, said: str) -> None:
    before = git(top, "rev-parse", "HEAD")
    answer = cli(*WORDS, *words)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert (git(top, "rev-parse", "HEAD"), git(top, "status", "--porcelain")) == (before, "")
