"""`dutybook urge`: the letters that are owed, sending one or all, and replies."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git
from tests.cli.inspected import FINDING
from tests.cli.inspected import add_finding
from tests.cli.inspected import read

ON = ("--on", "2026-06-01")


def owed(cli: Cli, *words: str) -> list[tuple[str, str | None, str | None, str | None]]:
    found = cli("urge", *words, "--json").json
    return [(one["level"], one["duty"], one["finding"], one["to"]) for one in found]


def test_document_has_what_programs_rely_on(cli: Cli, top: Path) -> None:
    add_finding(top)
    assert cli("urge", *ON, "--json").json == [
        {
            "level": "L1", "reason": "days", "duty": None, "period": None, "element": None, "finding": FINDING,
            "to": "cranes", "due": "2026-05-29", "overdue": 1, "sent": [], "owed": True,
        }
    ]  # fmt: skip
    assert owed(cli, "--on", "2026-12-28")[-2] == ("L0", "yearly-plan", None, "office")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["L1", "催办单", "X1 巡检记录没有签字。", "起重科", "2026-05-29", "按天数", "应发 1 件"]),
        ("en", ["L1", "催办单", "X1", "Cranes", "By the days", "1 letter(s) owed, 0 for a person to decide"]),
    ],
)
def test_table_shows_level_addressee_and_lateness(cli: Cli, top: Path, lang: str, words: list[str]) -> None:
    add_finding(top)
    answer = cli("urge", *ON, lang=lang)
    assert answer.code == 0
    assert [word for word in words if word not in answer.out + answer.err] == []


def test_letter_is_one_commit_and_is_not_owed_again(cli: Cli, top: Path) -> None:
    add_finding(top)
    answer = cli("urge", FINDING, *ON, "-y", "--json")
    assert answer.code == 0
    (record,) = answer.json["records"]
    assert read(top, f"urges/2026/06/{record['id']}.toml") == {
        "level": "L1", "issued": date(2026, 6, 1), "to": "cranes", "reply_due": date(2026, 6, 4), "finding": FINDING,
        "text": "起重科的问题“巡检签字”5月29日到期，尚未整改，请3个工作日内回复。",
    }  # fmt: skip
    assert "起重科的问题“巡检签字”：催办单，发给起重科" in git(top, "log", "-1", "--format=%B")
    assert owed(cli, *ON) == []
    refused = cli("urge", FINDING, *ON, "-y")
    assert (refused.code, "a letter of level L1 was sent." in refused.err) == (1, True)
    assert cli("urge", "--replied", record["id"], "--on", "2026-06-03", "-y").code == 0
    assert read(top, f"urges/2026/06/{record['id']}.toml")["replied"] == date(2026, 6, 3)
    again = cli("urge", "--replied", record["id"], "--on", "2026-06-04", "-y")
    assert (again.code, "was answered on 2026-06-03." in again.err) == (1, True)


def test_person_chooses_level_addressee_number_and_text(cli: Cli, top: Path) -> None:
    add_finding(top)
    words = ("--level", "L2", "--to", "secretary", "--number", "催〔2026〕2号", "--text", "请督办。", "--why", "久拖")
    answer = cli("urge", FINDING, *words, *ON, "-y", "--json")
    (record,) = answer.json["records"]
    data = read(top, f"urges/2026/06/{record['id']}.toml")
    assert (data["level"], data["to"], data["number"], data["text"]) == ("L2", "secretary", "催〔2026〕2号", "请督办。")
    assert "久拖" in git(top, "log", "-1", "--format=%B")


def test_letter_about_an_obligation(cli: Cli, top: Path) -> None:
    add_finding(top)
    answer = cli("urge", "quarterly-review", "2026-Q3", "--on", "2026-10-08", "-y", "--json")
    (record,) = answer.json["records"]
    data = read(top, f"urges/2026/10/{record['id']}.toml")
    assert (data["level"], data["to"]) == ("L1", "general")
    assert data["obligation"] == {"duty": "quarterly-review", "period": "2026-Q3"}
    assert data["text"] == "“季度研究”（2026-Q3）9月30日到期，尚未办结，请3个工作日内回复。"


def test_all_letters_owed_are_one_commit(cli: Cli, top: Path) -> None:
    add_finding(top)
    before = git(top, "rev-parse", "HEAD")
    answer = cli("urge", "--all", "--on", "2026-10-08", "-y", "--json")
    assert len(answer.json["records"]) == 2
    assert git(top, "rev-parse", "HEAD~1") == before
    assert cli("urge", "--all", "--on", "2026-10-08", "-y", "--json").json == []
    said = [one for one in cli("check", "--on", "2026-10-08", "--json").json if one["kind"] == "urge"]
    assert [(one["code"], one["severity"]) for one in said] == [("DB525", "note")]  # the finding, L3 at once


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("a", "b", "c"), 2, "Too many words: c"),
        (("--level", "L1"), 2, "TARGET is missing."),
        ((FINDING, "--all"), 2, "Only one of TARGET, --all, --replied goes at a time."),
        (("--all", "--replied", "x"), 2, "Only one of TARGET, --all, --replied goes at a time."),
        ((FINDING, "--element", "cranes"), 2, "--element goes only with an obligation"),
        ((FINDING, "--level", "L9"), 2, "--level can't be `L9`."),
        (("cranes",), 2, "`cranes` is a unit; this is about: finding."),
        ((FINDING, "--to", "yearly-plan"), 2, "`yearly-plan` is a duty; this is about: unit, post."),
        (("quarterly-review", "2026"), 2, 'has no obligation for "2026".'),
        (("quarterly-review", "2026-Q1"), 1, "it is settled, or no rung of urging is reached."),
        (("quarterly-review", "2026-Q2", "--level", "L1"), 1, "it is settled"),
        (("yearly-plan", "2026", "--level", "L1"), 1, "before it is a working day overdue."),
        (("--replied", "2026-06-01-nowher"), 2, "There is no `2026-06-01-nowher`"),
    ],
)
def test_what_is_refused_changes_nothing(cli: Cli, top: Path, words: tuple[str, ...], code: int, said: str) -> None:
    add_finding(top)
    before = git(top, "rev-parse", "HEAD")
    answer = cli("urge", *words, *ON, "-y")
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert (git(top, "rev-parse", "HEAD"), git(top, "status", "--porcelain")) == (before, "")
