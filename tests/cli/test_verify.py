"""`dutybook verify`: one commit that closes a finding or sends it back."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.inspected import DONE
from tests.cli.inspected import FINDING
from tests.cli.inspected import PATH
from tests.cli.inspected import add_finding
from tests.cli.inspected import read


def test_verification_is_one_commit_that_closes_the_finding(cli: Cli, top: Path) -> None:
    add_finding(top, DONE)
    answer = cli("verify", FINDING, "--by", "general", "--on", "2026-06-01", "--yes", "--json")
    assert answer.code == 0
    assert answer.json["records"] == [{"kind": "finding", "id": FINDING}]
    assert (read(top)["verified_on"], read(top)["verified_by"]) == (date(2026, 6, 1), "general")
    assert (top / PATH).read_text("utf-8").startswith("# kept as it stands\n")
    message = git(top, "log", "-1", "--format=%B")
    assert "党政办复核通过，销号" in message
    assert "Register-Action: verify" in message
    (one,) = cli("findings", "--on", "2026-06-01", "--json").json
    assert one["state"] == "closed"
    assert git(top, "status", "--porcelain") == ""


def test_return_is_one_commit_that_opens_it_again(cli: Cli, top: Path) -> None:
    add_finding(top, DONE)
    words = ("verify", FINDING, "--by", "general", "--return", "--reason", "签字不全", "--on", "2026-05-28", "-y")
    assert cli(*words).code == 0
    data = read(top)
    assert data["return"] == [{"on": date(2026, 5, 28), "by": "general", "reason": "签字不全"}]
    assert "done" not in data
    (one,) = cli("findings", "--on", "2026-05-29", "--json").json
    assert (one["state"], one["returned"]) == ("returned", 1)
    assert "Register-Action: return" in git(top, "log", "-1", "--format=%B")


@pytest.mark.parametrize(
    ("more", "words", "code", "said"),
    [
        (DONE, ("--by", "cranes"), 1, "F921"),
        ("", ("--by", "general"), 1, "F922"),
        ("done = 2026-05-28\n", ("--by", "general"), 1, "F923"),
        (DONE, ("--by", "general", "--return"), 2, "F929"),
        (DONE, ("--by", "nowhere"), 2, "F804"),
        (DONE, ("--by", "secretary"), 2, "F806"),
        (DONE, (), 2, "F802"),
    ],
)
def test_what_is_refused_changes_nothing(
    cli: Cli, top: Path, more: str, words: tuple[str, ...], code: int, said: str
) -> None:
    add_finding(top, more)
    before = git(top, "rev-parse", "HEAD"), (top / PATH).read_text("utf-8")
    answer = cli("verify", FINDING, *words, "--on", "2026-06-01", "--yes")
    assert answer.code == code
    assert answer.err.startswith("dutybook: "), said
    assert before == (git(top, "rev-parse", "HEAD"), (top / PATH).read_text("utf-8"))


def test_other_kinds_are_refused_by_name(cli: Cli, top: Path) -> None:
    add_finding(top, DONE)
    answer = cli("verify", "cranes", "--by", "general", "-y")
    assert answer.code == 2
    assert "`cranes` is a unit; this is about: finding." in answer.err
