"""`dutybook findings`: the table and the document."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.inspected import DONE
from tests.cli.inspected import FINDING
from tests.cli.inspected import add_finding


def test_document_has_what_programs_rely_on(cli: Cli, top: Path) -> None:
    add_finding(top)
    assert cli("findings", "--on", "2026-06-01", "--json").json == [
        {
            "id": FINDING, "code": "X1", "unit": "cranes", "item": "巡检签字", "text": "巡检记录没有签字。",
            "state": "rectifying", "light": "red", "due": "2026-05-29", "original_due": "2026-05-29", "done": None,
            "verified_on": None, "verified_by": None, "late_days": 1, "returned": 0, "recurrence_of": None,
            "owner": "cranes-head",
        }
    ]  # fmt: skip


def test_document_says_nothing_that_is_dated_later(cli: Cli, top: Path) -> None:
    add_finding(top, 'verified_on = 2026-06-02\nverified_by = "general"\n' + DONE)
    keys = ("state", "done", "verified_on", "verified_by", "late_days")
    for on, said in (
        ("2026-05-27", ("rectifying", None, None, None, 0)),
        ("2026-06-01", ("awaiting-verification", "2026-05-28", None, None, 0)),
        ("2026-06-02", ("closed", "2026-05-28", "2026-06-02", "general", 0)),
    ):
        (one,) = cli("findings", "--on", on, "--json").json
        assert tuple(one[key] for key in keys) == said
    assert cli("findings", "--on", "2026-05-07", "--json").json == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["红", "X1", "起重科", "巡检记录没有签字。", "整改中", "2026-05-29", "起重科科长"]),
        ("en", ["Red", "X1", "Cranes", "Being rectified", "2026-05-29"]),
    ],
)
def test_table_shows_light_state_and_lateness(cli: Cli, top: Path, lang: str, words: list[str]) -> None:
    add_finding(top)
    answer = cli("findings", "--on", "2026-06-01", lang=lang)
    assert answer.code == 0
    assert [word for word in words if word not in answer.out] == []
    assert ("问题 1 个，未了结 1 个" if lang == "zh" else "1 finding(s), 1 with something left to do") in answer.err


def test_original_due_day_stands_beside_an_extended_one(cli: Cli, top: Path) -> None:
    row = '\n[[extension]]\nasked_on = 2026-05-20\nnew_due = 2026-06-12\nreason = "缺件"\napproved_by = "secretary"\napproved_on = 2026-05-20\n'
    add_finding(top, row)
    line = cli("findings", "--on", "2026-06-01").out.splitlines()[1]
    assert "2026-06-12" in line and "2026-05-29" in line and "Extended" in line


def test_open_and_unit_keep_what_is_asked_for(cli: Cli, top: Path) -> None:
    add_finding(top, 'verified_on = 2026-06-02\nverified_by = "general"\n' + DONE)
    on = ("--on", "2026-06-30", "--json")
    assert cli("findings", "--open", *on).json == []
    assert [one["code"] for one in cli("findings", "--unit", "cranes", *on).json] == ["X1"]
    assert cli("findings", "--unit", "general", *on).json == []
    refused = cli("findings", "--unit", "secretary", *on)
    assert (refused.code, "`secretary` is a post; this is about: unit." in refused.err) == (2, True)
    assert cli("findings", "--unit", "nowhere", *on).code == 2
