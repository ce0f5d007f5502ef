"""`reaffirm`, and what `check` shows of clauses that changed (R18)."""

import re
from pathlib import Path

import pytest

from schema.fingerprint import fingerprint
from store.failure import GitFailed
from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import git
from tests.cli.conftest import write

SOURCE = 'title = "办法"\n\n[[clause]]\npath = "2-3"\ntext = "每季度研究一次。"\n\n[[clause]]\npath = "2-4"\n'
DUTY = """title = "季度研究"
title_en = "Quarterly review"
tier = "main-body"
bearer = "office"
lead = ["general"]
from = 2026-01-01

[[cadence]]
type = "at-least"
n = 1
per = "quarter"

[[basis]]
clause = "rules#2-3"

[[basis]]
clause = "rules#2-4"
"""


@pytest.fixture
def ruled(top: Path) -> Path:
    """The register with a source and a duty that rests on two of its clauses, never reviewed."""
    write(top, "sources/rules.toml", SOURCE)
    write(top, "duties/quarterly-review.toml", DUTY)
    commit_all(top, "rules")
    return top


def rewrite(top: Path, text: str) -> None:
    write(top, "sources/rules.toml", SOURCE.replace("每季度研究一次。", text))
    commit_all(top, "new wording")


def cells(out: str) -> list[list[str]]:
    """The lines of a table as cells."""
    return [re.split(r" {2,}", line) for line in out.splitlines()]


def test_a_review_is_one_commit_with_text_person_and_day(cli: Cli, ruled: Path) -> None:
    answer = cli("reaffirm", "quarterly-review", "rules#2-3", "--on", ON, "-y")
    assert answer.code == 0
    text = (ruled / "duties/quarterly-review.toml").read_text(encoding="utf-8")
    assert text == DUTY.replace(
        'clause = "rules#2-3"\n',
        f'clause = "rules#2-3"\nfingerprint = "{fingerprint("每季度研究一次。")}"\n'
        f'reviewed_by = "lin-tao"\nreviewed_on = {ON}\n',
    )
    assert git(ruled, "log", "-1", "--format=%b").splitlines()[0] == "林涛复核季度研究的依据条款：rules#2-3"
    assert git(ruled, "rev-list", "--count", "HEAD") == "3"


def test_changed_clause_is_shown_beside_what_it_was(cli: Cli, ruled: Path) -> None:
    cli("reaffirm", "quarterly-review", "--on", ON, "-y")
    assert cli("reaffirm", "--on", ON).err == "Nothing is to be reviewed again.\n"
    rewrite(ruled, "每季度研究\n  一次。".replace("\n", " "))
    assert cli("reaffirm", "--on", ON, "--json").json == []
    rewrite(ruled, "每月研究一次。")
    expected = [
        [""],
        ["To be reviewed: Quarterly review (quarterly-review), clause rules#2-3"],
        [f"when last reviewed (commit {git(ruled, 'rev-parse', 'HEAD~1')[:12]}, 2026-01-01)", "now"],
        ["每季度研究 一次。", "每月研究一次。"],
    ]
    answer = cli("reaffirm", "--on", ON)
    assert cells(answer.out) == expected
    assert answer.err == "1 to be reviewed; afterwards `dutybook reaffirm DUTY CLAUSE`.\n"
    checked = cli("check", "--on", ON)
    assert cells(checked.out)[-4:] == expected
    assert [row["code"] for row in cli("check", "--on", ON, "--json").json].count("DB821") == 1
    assert git(ruled, "status", "--porcelain") == ""


def test_json_gives_both_texts(cli: Cli, ruled: Path) -> None:
    cli("reaffirm", "quarterly-review", "--on", ON, "-y")
    before = git(ruled, "rev-parse", "HEAD~1")
    rewrite(ruled, "每月研究一次。")
    (found,) = cli("reaffirm", "--on", ON, "--json").json
    assert found == {
        "duty": "quarterly-review",
        "clause": "rules#2-3",
        "why": "clause-changed",
        "fingerprint": fingerprint("每季度研究一次。"),
        "reviewed_by": "lin-tao",
        "reviewed_on": ON,
        "old": {"text": "每季度研究一次。", "commit": before, "time": "2026-01-01T08:00:00+08:00"},
        "new": {"text": "每月研究一次。", "fingerprint": fingerprint("每月研究一次。")},
        "superseded_by": None,
        "superseded_on": None,
    }


def test_text_that_no_commit_holds_is_said_to_be_lost(cli: Cli, ruled: Path) -> None:
    reviewed = f'clause = "rules#2-3"\nfingerprint = "{fingerprint("口头约定")}"\nreviewed_by = "lin-tao"\nreviewed_on = {ON}\n'
    write(ruled, "duties/quarterly-review.toml", DUTY.replace('clause = "rules#2-3"\n', reviewed))
    answer = cli("reaffirm", "--on", ON, lang="zh")
    assert cells(answer.out)[2:] == [["上次复核时", "现在"], ["（历史里找不到这段文字）", "每季度研究一次。"]]
    assert cli("reaffirm", "--on", ON, "--json").json[0]["old"] is None


def test_superseded_source_is_listed_until_somebody_reaffirms(cli: Cli, ruled: Path) -> None:
    write(
        ruled,
        "sources/old.toml",
        'title = "旧办法"\nsuperseded_by = "rules"\nsuperseded_on = 2026-05-01\n\n[[clause]]\npath = "9"\n',
    )
    write(ruled, "duties/quarterly-review.toml", DUTY + '\n[[basis]]\nclause = "old#9"\n')
    commit_all(ruled, "old")
    assert cli("reaffirm", "--on", "2026-04-30", "--json").json == []
    answer = cli("reaffirm", "--on", ON)
    assert answer.out == (
        "\nTo be reviewed: Quarterly review (quarterly-review), clause old#9: "
        "its source was superseded on 2026-05-01, by: 办法\n"
    )
    assert cli("reaffirm", "quarterly-review", "9", "--on", ON, "-y").code == 0
    assert cli("reaffirm", "--on", ON, "--json").json == []


def test_nobody_unknown_reviews(cli: Cli, ruled: Path) -> None:
    git(ruled, "config", "user.email", "stranger@quay.example")
    answer = cli("reaffirm", "quarterly-review", "--on", ON, "-y")
    assert answer.code == 1
    assert answer.err.startswith("dutybook: Nobody of this register has the e-mail that git knows here")
    assert git(ruled, "rev-list", "--count", "HEAD") == "2"


def test_other_refusals(cli: Cli, ruled: Path) -> None:
    answer = cli("reaffirm", "quarterly-review", "rules#9", "--on", ON)
    assert (answer.code, answer.err.splitlines()) == (
        2,
        ['dutybook: The duty "季度研究" does not rest on the clause "rules#9".', "It rests on: rules#2-3, rules#2-4."],
    )
    assert cli("reaffirm", "cranes", "--on", ON).err.splitlines()[0] == (
        "dutybook: `cranes` is a unit; this is about: duty."
    )


def test_a_history_that_cannot_be_read_holds_nothing(cli: Cli, ruled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("reaffirm", "quarterly-review", "--on", ON, "-y")
    rewrite(ruled, "每月研究一次。")

    def fail(*_: object) -> None:
        raise GitFailed(["log"], 128, "fatal: torn")

    monkeypatch.setattr("store.past.suspects.find_texts", fail)
    answer = cli("reaffirm", "--on", ON)
    assert answer.code == 0
    assert cells(answer.out)[3] == ["(the history does not hold that text)", "每月研究一次。"]
