"""`dutybook import table`: one commit or none, and every bad row by its cell."""

from pathlib import Path

from openpyxl import load_workbook

from exchange.ledger import HEADING_ROW
from tests.cli.conftest import Cli
from tests.cli.conftest import git

ON = "2026-11-23"


def test_an_edited_ledger_is_one_commit_and_a_bad_row_holds_all_back(cli: Cli, top: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    cli("export", "ledger", "--on", ON, "--output", str(path))
    before = git(top, "rev-parse", "HEAD")
    same = cli("import", "table", str(path), "--dry-run", "--json").json
    assert same["changes"] == [] and same["bad"] == []
    told = cli("import", "table", str(path), "--dry-run", lang="zh").err
    assert "应办事项由职责事项和工作记录推算" in told
    book = load_workbook(path)
    sheet = next(book[name] for name in ("人员", "Person") if name in book.sheetnames)
    row = HEADING_ROW + 1
    names = {str(cell.value): cell.column or 0 for cell in sheet[HEADING_ROW]}
    name = names.get("姓名") or names["Name"]
    start = names.get("起") or names["From"]
    sheet.cell(row, name).value = "改名"
    sheet.cell(row + 1, start).value = "someday"
    book.save(path)
    stopped = cli("import", "table", str(path), "--yes", "--json")
    assert stopped.code == 1
    assert [one["cell"] for one in stopped.json["bad"]] == [sheet.cell(row + 1, start).coordinate]
    assert git(top, "rev-parse", "HEAD") == before
    done = cli("import", "table", str(path), "--skip-bad", "--yes", "--why", "review", "--json")
    assert done.code == 1
    assert len(done.json["records"]) == 1
    assert git(top, "rev-parse", "HEAD~1") == before
    again = cli("import", "table", str(path), "--skip-bad", "--yes", "--json")
    assert again.json["changes"] == []


def test_wrong_use_says_why(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"x")
    (tmp_path / "list.csv").write_text("a,b\n1,2\n")
    for words in (("no.csv",), ("old.xls",), ("list.csv",), ("list.csv", "--column", "x")):
        done = cli("import", "table", str(tmp_path / words[0]), *words[1:])
        assert done.code in {2, 3}
        assert done.err.startswith("dutybook: ")


def test_a_file_of_100_mb_is_refused_before_it_is_read(cli: Cli, tmp_path: Path) -> None:
    for name in ("huge.xlsx", "huge.csv"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100 << 20)  # a hole: no disk is filled
        done = cli("import", "table", str(tmp_path / name), "--kind", "person")
        assert done.code == 3 and "50 MB" in done.err, done.err


def test_an_empty_file_says_that_no_headings_were_found(cli: Cli, tmp_path: Path) -> None:
    for name, content in (("a.csv", b""), ("b.csv", " \n\n".encode("utf-16"))):
        (tmp_path / name).write_bytes(content)
        done = cli("import", "table", str(tmp_path / name), "--kind", "person", lang="zh")
        assert done.code == 3 and "标题行" in done.err
