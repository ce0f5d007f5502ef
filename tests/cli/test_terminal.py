"""What is different where a person sits: questions, progress on one line, the app."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.app import run
from cli.output import ask
from cli.progress import Progress
from tests.cli.conftest import Cli
from tests.cli.conftest import write


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("y\n", True), ("YES\n", True), ("是\n", True), ("\n", False), ("n\n", False), ("", False), ("yy\n", False)],
)
def test_only_yes_is_yes(typed: str, answer: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # given by pytest
    said = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", said)
    assert ask("Save \x1b[2J?") is answer
    assert said.getvalue() == "Save <U+001B>[2J? [y/N] "


def test_progress_is_one_line_that_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Terminal()
    monkeypatch.setattr(sys, "stderr", said)
    with Progress() as progress:
        progress("remote: Counting objects:  10% (1/10)")
        progress("remote: evil \x1b]0;title\x07" + "x" * 200)
    first, second = said.getvalue().rstrip("\n").split("\r\x1b[K")[1:]
    assert first == "remote: Counting objects:  10% (1/10)"
    assert second.startswith("remote: evil <U+001B>]0;title<U+0007>")
    assert len(second) == 78
    assert said.getvalue().endswith("\n")


def test_progress_in_a_file_leaves_the_counting_out(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress("Receiving objects:  50% (1/2)")
        progress("fetching from origin")
    assert capsys.readouterr().err == "fetching from origin\n"


def test_long_tables_say_how_far_they_are_on_a_terminal_alone(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"人员{number}" for number in range(450))
    (tmp_path / "people.csv").write_text(f"姓名\n{rows}\n")
    words = ("import", "table", str(tmp_path / "people.csv"), "--kind", "person", "--dry-run", "--json")
    assert cli(*words).err == ""
    for told, asked in (
        ("Comparing rows: 88% (400/450)", words),
        ("Reading: people.csv", words),
        ("Writing the ledger", ("export", "ledger", "--output", str(tmp_path / "l.xlsx"))),
    ):
        said = Terminal()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", said)
            patch.setenv("DUTYBOOK_LANG", "en")
            run(asked)
        assert told in said.getvalue(), said.getvalue()


@pytest.mark.parametrize(("consent", "words"), [(True, "Trusted"), (False, "Not trusted")])
def test_trust_asks_and_takes_no_for_an_answer(
    cli: Cli,
    top: Path,
    monkeypatch: pytest.MonkeyPatch,
    consent: bool,
    words: str,  # given by pytest
) -> None:
    write(top, ".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    (top / ".git/hooks/pre-commit").chmod(0o755)
    monkeypatch.setattr("cli.commands.trust.is_asked", lambda: True)
    monkeypatch.setattr("cli.commands.trust.ask", lambda _: consent)
    answer = cli("trust")
    assert answer.code == 0
    assert words in answer.out + answer.err
    assert (cli("set", "secretary", "note=x", "--why", "y").code == 0) is consent
    if consent:
        assert "trusted already" in cli("trust").out


@pytest.mark.parametrize(
    ("words", "read_only", "as_of"),
    [
        ((), False, ""),
        (("--read-only",), True, ""),
        (("open",), False, ""),
        (("open", ".", "--read-only"), True, ""),
        (("--as-of", "2026-06-30"), False, "2026-06-30"),
        (("open", ".", "--as-of", "HEAD~1"), False, "HEAD~1"),
    ],
)
def test_the_app_is_named_at_run_time(
    cli: Cli,
    top: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    read_only: bool,  # given by pytest
    as_of: str,
) -> None:
    opened: list[tuple[Path, bool, str]] = []

    def run(store_start: Path, *, read_only: bool, as_of: str) -> int:
        opened.append((store_start.resolve(), read_only, as_of))
        return 0

    monkeypatch.setitem(sys.modules, "tui.app", SimpleNamespace(run=run))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert cli(*words).code == 0
    assert opened == [(top.resolve(), read_only, as_of)]


def test_a_local_folder_is_cloned_by_its_short_name(cli: Cli, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(top.parent)
    assert cli("clone", "./register", "second").code == 0
    assert cli("clone", "register", "third").code == 0
    assert (top.parent / "third/register.toml").is_file()
