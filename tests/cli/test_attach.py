"""`dutybook attach`: a file comes into the register with its row of evidence, as one commit."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.conftest import git

WORK = "2026-02-11-aaaaaa"
FILE = f"activities/2026/02/{WORK}.toml"
SCAN = b"scan of the minutes"
SHA = hashlib.sha256(SCAN).hexdigest()
PLACE = f"attachments/2026/{SHA}.pdf"


@pytest.fixture
def scan(tmp_path: Path) -> str:
    file = tmp_path / "Minutes of February.PDF"
    file.write_bytes(SCAN)
    return str(file)


def test_a_file_is_attached_in_one_commit(cli: Cli, top: Path, scan: str) -> None:
    answer = cli("attach", WORK, scan, "--type", "minutes")
    assert answer.code == 0
    assert answer.out.startswith("Saved ")
    assert f"Attachment {PLACE} (19 bytes)\n" in answer.err
    assert f'+path = "{PLACE}"' in answer.err
    assert git(top, "show", "--name-only", "--format=%an|%s|%b").splitlines()[-3:] == [
        FILE,
        "attachments/.gitattributes",
        PLACE,
    ]
    assert "附上纪要。" in git(top, "log", "-1", "--format=%B")
    assert (top / PLACE).read_bytes() == SCAN
    assert git(top, "status", "--porcelain") == ""
    (row, _) = cli("show", WORK, "--json").json["evidence"]
    assert row == {"type": "minutes", "path": PLACE, "sha256": SHA}


def test_label_day_and_reason_are_written(cli: Cli, top: Path, scan: str) -> None:
    cli(
        "attach",
        f"activity/{WORK}",
        scan,
        "--type",
        "slides",
        "--label",
        "课件",
        "--date",
        "2025-12-30",
        "--why",
        "补证",
    )
    row = cli("show", WORK, "--json").json["evidence"][2]
    place = PLACE.replace("2026", "2025", 1)
    assert row == {"type": "slides", "label": "课件", "date": "2025-12-30", "path": place, "sha256": SHA}
    assert "\n补证\n" in git(top, "log", "-1", "--format=%B")


def test_it_speaks_to_programs(cli: Cli, top: Path, scan: str) -> None:
    document = cli("attach", WORK, scan, "--type", "minutes", "--json").json
    assert list(document) == ["commit", "summary", "paths", "records"]
    assert document["commit"] == git(top, "rev-parse", "HEAD").strip()
    assert (document["paths"], document["records"]) == ([FILE], [{"kind": "activity", "id": WORK}])


def test_the_same_file_again(cli: Cli, top: Path, scan: str) -> None:
    cli("attach", WORK, scan, "--type", "minutes")
    other = cli("attach", WORK, scan)
    assert other.code == 0
    assert f"Attachment {PLACE} is in the register already; it is not copied again\n" in other.err
    again = cli("attach", WORK, scan, "--type", "minutes")
    assert again.code == 2
    assert f"activity/{WORK}" in again.err
    assert git(top, "rev-list", "--count", "HEAD").strip() == "3"


def test_the_sort_must_be_said_where_it_is_not_clear(cli: Cli, top: Path, scan: str) -> None:
    answer = cli("attach", WORK, scan)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"dutybook: The record `{WORK}` has 2 rows of evidence without a file, so it must be said what the file is.\n"
        "Give its sort, such as --type minutes.\n"
    )
    assert not (top / "attachments").exists()
    chinese = cli("attach", WORK, scan, lang="zh")
    assert f"“{WORK}”有 2 件佐证还没有文件，须说明这是哪一类。" in chinese.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("attach", "quarterly-review", "FILE"), "quarterly-review"),
        (("attach", "nobody", "FILE"), "nobody"),
        (("attach", WORK, "/gone", "--type", "minutes"), "There is no file /gone."),
        (("attach", WORK, "EMPTY", "--type", "minutes"), "is empty and shows nothing."),
        (("attach", WORK, "LINK", "--type", "minutes"), "links are not followed"),
        (("attach", WORK, "/dev/null", "--type", "minutes"), "Only an ordinary file can be attached"),
        (("attach", WORK, "FILE", "--type", "photo"), "photo"),
        (("attach", WORK, "FILE", "--date", "today"), "today"),
        (("attach", WORK), "FILE"),
    ],
)
def test_what_cannot_be_attached_is_told_and_nothing_is_written(
    cli: Cli, top: Path, scan: str, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "link").symlink_to(scan)
    stands = {"FILE": scan, "EMPTY": str(tmp_path / "empty"), "LINK": str(tmp_path / "link")}
    answer = cli(*(stands.get(word, word) for word in words))
    assert answer.out == ""
    assert said in answer.err
    assert answer.code == 2
    assert not (top / "attachments").exists()
    assert git(top, "status", "--porcelain") == ""


def test_a_file_with_a_hostile_name(cli: Cli, top: Path, tmp_path: Path) -> None:
    file = tmp_path / "\u202e\x1b[31mfdp.exe\n"
    file.write_bytes(SCAN)
    answer = cli("attach", WORK, str(file), "--type", "minutes")
    assert answer.code == 0
    assert os.listdir(top / "attachments/2026") == [SHA]  # noqa: PTH208


def test_check_finds_an_attachment_that_is_gone(cli: Cli, top: Path, scan: str) -> None:
    cli("attach", WORK, scan, "--type", "minutes")
    assert [one for one in cli("check", "--json").json if one["code"] in {"DB009", "DB010"}] == []
    (top / PLACE).unlink()
    answer = cli("check", "--json")
    assert answer.code == 1
    (one,) = [one for one in json.loads(answer.out) if one["code"] == "DB009"]
    assert (one["path"], one["key"], one["severity"]) == (FILE, "evidence[0].path", "error")


def test_read_only_refuses(cli: Cli, top: Path, scan: str) -> None:
    git(top, "checkout", "--quiet", "--detach")
    answer = cli("attach", WORK, scan, "--type", "minutes")
    assert answer.code == 3
    assert not (top / "attachments").exists()
