"""`dutybook export`: documents of what the register says, written whole or not at all."""

from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from tests.cli.conftest import Cli
from tests.cli.conftest import git

ON = "2026-11-23"


def test_the_page_goes_to_a_file_and_not_over_one(cli: Cli, top: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    done = cli("export", "page", "--on", ON, "--output", str(path), "--json").json
    assert done["path"] == str(path)
    assert done["bytes"] == path.stat().st_size
    head = git(top, "rev-parse", "HEAD").strip()
    assert f"<code>{head[:12]}</code>" in path.read_text()
    again = cli("export", "page", "--on", ON, "--output", str(path))
    assert again.code == 2
    assert "--force" in again.err
    before = path.read_bytes()
    cli("export", "page", "--on", ON, "--output", str(path), "--force")
    assert path.read_bytes() == before


def test_what_is_not_committed_is_said_in_the_page(cli: Cli, top: Path, tmp_path: Path) -> None:
    unit = next(path for path in (top / "units").iterdir())
    unit.write_text(unit.read_text() + "# looked at\n")
    cli("export", "page", "--on", ON, "--output", str(tmp_path / "page.html"))
    head = git(top, "rev-parse", "HEAD").strip()
    assert f"<code>{head[:12]}+</code>" in (tmp_path / "page.html").read_text()
    cli("export", "page", "--as-of", "HEAD", "--output", str(tmp_path / "past.html"))
    assert f"<code>{head[:12]}</code>" in (tmp_path / "past.html").read_text()


def test_the_calendar_holds_what_is_a_unit_s_or_a_post_s(cli: Cli, tmp_path: Path) -> None:
    due = cli("due", "--on", ON, "--json").json
    counts = {}
    for name, options in {
        "all": (),
        "unit": ("--unit", "general"),
        "open": ("--open", "--alarm", "7", "--alarm", "0"),
        "post": ("--post", "secretary"),
    }.items():
        path = tmp_path / f"{name}.ics"
        cli("export", "calendar", "--on", ON, "--output", str(path), *options)
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        counts[name] = len(events)
        if name == "open":
            assert {len(event.walk("VALARM")) for event in events} <= {2}
    known = [one for one in due if one["state"] != "unset"]
    assert counts["all"] == len(known) > 0
    assert counts["unit"] == sum("general" in {*one["lead"], *one["responsible"], one["element"]} for one in known)
    assert counts["open"] == sum(one["state"] not in {"done", "done-late", "waived"} for one in known)
    assert counts["post"] <= counts["all"]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "poster"),
        ("export", "page", "--unit", "general"),
        ("export", "calendar", "--alarm", "-1"),
        ("export", "report", "2026"),
        ("export", "statement"),
        ("export", "statement", "nobody"),
        ("export", "inspection", "someday"),
        ("export", "ledger", "no-kind"),
        ("export", "calendar", "unit/general"),
        ("export", "calendar", "--alarm", "9999"),
        ("export", "calendar", "--unit", "nowhere"),
        ("export", "calendar", "--output", "no/such/folder/x.ics"),
    ],
)
def test_wrong_use_writes_nothing_and_says_why(
    cli: Cli, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    done = cli(*words)
    assert done.code in {2, 3}
    assert done.err.startswith("dutybook: ")
    assert sorted(tmp_path.iterdir()) == before


def test_word_documents_are_drafts_until_said_to_be_final(cli: Cli, tmp_path: Path) -> None:
    for options, mark in (
        (("--language", "zh"), "草稿"),
        (("--language", "zh", "--final"), ""),
        (("--language", "en", "--json"), "DRAFT"),
    ):
        path = tmp_path / f"report{mark}.docx"
        cli("export", "report", "2026-H1", "--on", ON, "--output", str(path), *options)
        assert Document(str(path)).sections[0].header.paragraphs[0].text == mark
    cli("export", "template", "--output", str(tmp_path / "own.docx"))
    done = cli(
        "export",
        "statement",
        "secretary",
        "--template",
        str(tmp_path / "own.docx"),
        "--output",
        str(tmp_path / "s.docx"),
    )
    assert done.code == 0


def test_documents_beside_the_records_leave_the_next_ones_final_and_have_names_of_their_own(
    cli: Cli, top: Path
) -> None:
    unit = next(path.stem for path in (top / "units").iterdir())
    for words in (("ledger",), ("ledger", "duty", "--unit", unit), ("notice",), ("notice", "--unit", unit)):
        assert cli("export", *words, "--on", ON).code == 0, words
    assert sorted(path.name for path in top.iterdir() if path.is_file() and ON in path.name) == sorted(
        [f"ledger-{ON}.xlsx", f"duty-{unit}-{ON}.xlsx", f"notice-{ON}.docx", f"notice-{unit}-{ON}.docx"]
    )
    cli("export", "rectification", "--on", ON, "--final", "--output", "final.docx")
    document = Document(str(top / "final.docx"))
    assert document.sections[0].header.paragraphs[0].text == ""
    head = git(top, "rev-parse", "HEAD").strip()[:12]
    assert any(head in one.text and f"{head}+" not in one.text for one in document.paragraphs)
    unsaved = cli("save", "--why", "by hand")
    assert unsaved.code == 2 and "final.docx" in unsaved.err, "what was exported is saved only where it is named"
    (top / "attachments").mkdir(exist_ok=True)
    (top / "attachments" / "new.txt").write_text("evidence")
    cli("export", "rectification", "--on", ON, "--final", "--force", "--output", "final.docx")
    assert Document(str(top / "final.docx")).sections[0].header.paragraphs[0].text != ""
