"""The demonstration: the sample register through the commands, as a newcomer meets it."""

from collections import Counter
from pathlib import Path

import pytest

from cli.commands import demo
from cli.language import use
from tests.cli.conftest import Cli
from tests.cli.conftest import git


@pytest.fixture
def sample(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line inside the sample."""
    assert cli("demo", str(tmp_path / "demo"), "--no-app").code == 0
    monkeypatch.chdir(tmp_path / "demo")
    return cli


@pytest.mark.parametrize(("lang", "words"), [("zh", "为今天"), ("en", "stands for today")])
def test_the_tour_shows_each_command_before_its_answer(cli: Cli, tmp_path: Path, lang: str, words: str) -> None:
    answer = cli("demo", str(tmp_path / "demo"), "--no-app", lang=lang)
    assert answer.code == 0
    lines = answer.out.splitlines()
    for command in demo.TOUR:
        at = lines.index(f"$ dutybook {' '.join(command)}")
        assert lines[at + 1].strip()
    assert words in answer.err
    assert (tmp_path / "demo.git").is_dir()


def test_without_a_terminal_the_tour_stands_for_the_app(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = cli("demo")
    assert answer.code == 0
    assert "$ dutybook check" in answer.out
    assert (tmp_path / demo.DEFAULT / "register.toml").is_file()


@pytest.mark.parametrize(
    ("found", "said"), [("/usr/bin/dutybook", "then `dutybook` (the app)"), (None, "/bin/dutybook` (")]
)
def test_what_to_type_next_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: str | None, said: str
) -> None:
    monkeypatch.setattr(demo, "which", lambda _name: found)
    monkeypatch.setattr(demo, "TOUR", ())
    monkeypatch.setattr("sys.argv", [".venv/bin/dutybook", "demo"])
    use("en")
    demo.show_tour(Path("demo"))
    assert said in capsys.readouterr().err


def test_the_app_gets_the_register(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(demo, "is_terminal", lambda: True)

    def remember(top: Path) -> int:
        opened.append(top)
        return 0

    monkeypatch.setattr(demo, "open_app", remember)
    assert cli("demo", str(tmp_path / "demo")).code == 0
    assert opened == [(tmp_path / "demo").resolve()]


def test_the_sample_answers_as_computed_by_hand(sample: Cli) -> None:
    """Domain specification, 6.9."""
    states = Counter(one["state"] for one in sample("due", "--on", "2026-11-23", "--json").json)
    assert states == {"done": 48, "done-late": 2, "missed": 2, "running": 9, "not-started": 8}
    assert sample("check").code == 0
    assert sample("who", "secretary", "--on", "2026-11-23", "--json").json["answers"][0]["person"] == "li-si"
    assert sample("who", "secretary", "--on", "2026-03-01", "--json").json["answers"][0]["person"] == "zhang-san"


def test_the_examples_in_help_name_records_of_the_sample(sample: Cli) -> None:
    for words in (
        ("show", "party-lecture"),
        ("show", "duty/party-lecture", "--json"),
        ("show", "register", "--toml"),
        ("who", "party-lecture"),
        ("who", "secretary", "--on", "2026-06-30"),
        ("log", "party-lecture"),
        ("log", "--limit", "20"),
        ("due", "--unit", "party-office", "--on", "2026-06-30", "--json"),
        ("list", "activity", "--where", "type=deliberation", "--where", "unit=party-office"),
        ("set", "party-lecture", "lead+=party-office", "--why", "one more lead"),
        ("sync",),
    ):
        assert sample(*words).code == 0, words


def test_a_day_before_the_sample_and_a_full_folder_are_refused(cli: Cli, tmp_path: Path, top: Path) -> None:
    assert cli("demo", str(tmp_path / "demo"), "--until", "1999-01-01").code == 2
    assert not (tmp_path / "demo").exists()
    assert cli("demo", str(top)).code == 2
    assert git(top, "status", "--porcelain") == ""


def test_the_history_ends_on_the_day_asked_for(cli: Cli, tmp_path: Path) -> None:
    assert cli("demo", str(tmp_path / "demo"), "--until", "2026-06-30", "--no-app").code == 0
    last = git(tmp_path / "demo", "log", "-1", "--format=%as")
    assert last <= "2026-06-30"
