"""The entry of the command line: what is loaded, how wrong use is answered, what a fault of our own looks like."""

import json
import os
import resource
import subprocess  # tests start git and the command as a user would
import sys
from pathlib import Path

import pytest

from cli import app
from cli.exits import Exit
from cli.help import COMMANDS
from cli.help import HELP
from tests.cli.conftest import COMMITTER
from tests.cli.conftest import ON
from tests.cli.conftest import Cli

ROOT = Path(__file__).parents[2]


def python(code: str, top: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, inside the register."""
    environment = {**os.environ, **COMMITTER, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=top, env=environment, capture_output=True, text=True, check=False
    )


LOADED = """
import json, sys
from dutybook.__main__ import main
try:
    code = main()
finally:
    roots = sorted({name.partition(".")[0] for name in sys.modules})
    sys.stderr.write("\\n" + json.dumps(roots))
"""


def loaded(top: Path, *words: str) -> set[str]:
    """The top-level modules that one command line loads."""
    done = python(LOADED, top, *words)
    return set(json.loads(done.stderr.rpartition("\n")[2]))


def test_the_version_is_said_before_anything_is_loaded(top: Path) -> None:
    assert not loaded(top, "--version") & {"cli", "schema", "store", "msgspec", "cyclopts", "rich", "textual", "git"}


@pytest.mark.parametrize(
    "words",
    [
        ("list", "duty"),
        ("show", "secretary"),
        ("due", "--on", ON),
        ("who", "secretary"),
        ("check", "--on", ON),
        ("list", "duty", "--json"),
    ],
)
def test_reading_commands_load_no_screen_no_git_no_pinyin(top: Path, words: tuple[str, ...]) -> None:
    found = loaded(top, *words)
    assert not found & {"textual", "git", "pypinyin", "tui"}
    assert "cyclopts" in found


@pytest.mark.parametrize("words", [(), ("open",), ("lst",)])
def test_cyclopts_is_loaded_for_parsing_alone(top: Path, words: tuple[str, ...]) -> None:
    assert not loaded(top, *words) & {"cyclopts", "rich", "textual", "git", "pypinyin"}


def test_rich_is_loaded_for_tables_on_a_terminal_alone(top: Path) -> None:
    code = (
        "import sys; from dutybook.__main__ import main; main(); "
        "print([n for n in sys.modules if n in ('rich.table', 'rich.console')], file=sys.stderr)"
    )
    assert python(code, top, "list", "duty").stderr.strip() == "[]"
    assert python(code, top, "due", "--json").stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("word", "near", "lang"),
    [
        ("lst", "list", "en"),
        ("stat", "", "en"),
        ("chekc", "check", "zh"),
        ("LIST", "list", "en"),
        ("duties", "", "zh"),
    ],
)
def test_a_mistyped_command_is_never_a_folder(cli: Cli, top: Path, word: str, near: str, lang: str) -> None:
    (top / word).mkdir(exist_ok=True)
    answer = cli(word, lang=lang)
    assert answer.code == Exit.MISUSE
    assert word in answer.err
    assert near in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("due", "--onn", ON), "did you mean --on?", "是否想写 --on"),
        (("due", "--zzzz"), "no option --zzzz", "没有 --zzzz"),
        (("due", "--on", "2026-13-01"), "--on must be a day such as 2026-06-30; `2026-13-01` is none", "--on 应是日期"),
        (("due", "--within", "soon"), "--within can't be `soon`", "--within 不能是“soon”"),
        (("due", "--within"), "--within is missing", "缺少 --within"),
        (("list", "duty", "--where"), "--where is missing", "缺少 --where"),
        (("show",), "ID is missing", "缺少 ID"),
        (("review", "xyz"), "It takes one of: list, show, comment", "可用的有：list, show, comment"),
        (("set", "secretary", "note=x"), "--why is missing", "缺少 --why"),
        (("set", "secretary", "note=x", "--why", "  "), "needs a reason", "须说明理由"),
        (("due", "word"), "Too many words: word", "多出来的：word"),
        (("due", "--on", ON, "--on", ON), "--on goes only once", "--on 只能给一次"),
        (("init", "x", "--language", "fr"), "--language can't be `fr`", "--language 不能是“fr”"),
        (("list", "dutys"), "Did you mean duty?", "是否想写 duty"),
        (("list", "xyz"), "The kinds are: unit, post", "类别有：unit, post"),
        (("rule", "DB999"), "no rule `DB999`", "没有“DB999”这条规则"),
        (("who", "lin-tao"), "this is about: duty, post, group, unit", "这里要的是：duty"),
        (("due", "--unit", "secretary"), "is a post; this is about: unit", "属于 post"),
        (("save", "secretary", "--why", "x"), "no change that is not saved", "没有未保存的改动"),
        (("save", "--why", "x"), "Nothing was changed outside", "没有在外部改动过的文件"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_answered_in_both_languages(cli: Cli, words: tuple[str, ...], en: str, zh: str) -> None:
    for lang, said in (("en", en), ("zh", zh)):
        answer = cli(*words, lang=lang)
        assert answer.code == Exit.MISUSE
        assert said in answer.err
        assert answer.out == ""


def test_a_reference_that_leads_nowhere_is_said_before_it_is_saved(cli: Cli) -> None:
    answer = cli("add", "duty", "title=Watch", "tier=handling", "bearer=Harbour master", "--id", "watch", "--why", "x")
    assert answer.code == 0
    assert 'bearer: "Harbour master" is no post or unit of this register' in answer.err
    assert "bearer: " not in cli("set", "watch", "note=y", "--why", "x").err, "it was said once; check says it again"


def test_help_is_in_one_language(cli: Cli) -> None:
    page = cli("report", "--help", lang="zh").out
    assert page.startswith("用法： dutybook report")
    assert "[必填]" in page
    assert "[可选：" in cli("export", "--help", lang="zh").out.replace("\n", "")
    assert "[required]" not in page
    assert "Usage: dutybook report" in cli("report", "--help").out
    assert "[required]" in cli("report", "--help").out


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("due --on {on} >&-", 0, "obligation(s)"),
        ("due --on {on} 2>&- <&- | head -1", 0, ""),
        ("due --help | true", 0, ""),
        ("due --on {on} >/dev/full", 4, "could not be written: No space left"),
    ],
)
def test_streams_that_are_closed_full_or_not_read_are_no_fault_of_the_program(
    top: Path, line: str, code: int, said: str
) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    command = f"set -o pipefail; {sys.executable} -m dutybook {line.format(on=ON)}"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DUTYBOOK_LANG": "en"}
    found = subprocess.run(["bash", "-c", command], cwd=top, env=env, capture_output=True, text=True, check=False)
    assert (found.returncode, "fault of its own" in found.stderr, "Traceback" in found.stderr) == (code, False, False)
    assert said in found.stderr


def test_the_language_is_the_users_then_the_registers(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有" in cli("lst", lang="").err, "the register is Chinese"
    assert "There is no" in cli("lst", lang="en_GB.UTF-8").err
    monkeypatch.chdir("/")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有" in cli("lst", lang="").err
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "There is no" in cli("lst", lang="").err


def test_a_fault_of_our_own_is_short_and_its_traceback_lies_in_a_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: list[str]) -> int:
        message = "wrong \x1b[2J inside"
        raise RuntimeError(message)

    monkeypatch.setattr(app, "_dispatch", fail)
    answer = cli("due")
    assert answer.code == Exit.GIT_FAILED
    assert "Traceback" not in answer.err
    assert "RuntimeError" in answer.err
    (report,) = (tmp_path / "state").glob("crash-*.txt")
    assert str(report) in answer.err
    text = report.read_text()
    assert "Traceback" in text
    assert "\x1b" not in text
    assert report.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("DUTYBOOK_DEBUG", "1")
    assert "Traceback" in cli("due").err


def test_a_fault_is_said_where_no_file_can_be_written(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: list[str]) -> int:
        raise RuntimeError("wrong")

    monkeypatch.setattr(app, "_dispatch", fail)
    monkeypatch.setenv("DUTYBOOK_STATE_DIR", "/proc/nowhere")
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/proc/nowhere")
    answer = cli("due")
    assert answer.code == Exit.GIT_FAILED
    assert "DUTYBOOK_DEBUG=1" in answer.err


def test_ctrl_c_ends_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "_dispatch", interrupt)
    assert cli("due").code == Exit.INTERRUPTED


def test_a_reader_that_goes_away_is_no_fault(top: Path) -> None:
    environment = {**os.environ, **COMMITTER, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "dutybook", "rule"],
        cwd=top,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as stream:
        said = stream.read()
    assert process.wait(timeout=60) == 0
    assert said == b""


def test_output_is_utf8_whatever_the_locale(top: Path) -> None:
    environment = {**os.environ, **COMMITTER, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "dutybook", "show", "secretary", "--json"],
        cwd=top,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["title"] == "书记"


def test_piped_tables_are_whole_plain_and_aligned(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "很长的标题" * 60
    cli("set", "secretary", f"title={long}", "--why", "x")
    monkeypatch.setenv("COLUMNS", "40")
    lines = cli("list", "post", lang="zh").out.splitlines()
    assert any(long in line for line in lines)
    assert all(line == line.rstrip() for line in lines)
    assert all(line.count("\t") == 0 for line in lines)


def test_a_table_on_a_terminal_is_folded_and_literal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("set", "secretary", "title=[bold]书记[/] :smile:", "--why", "x")
    monkeypatch.setattr("cli.output.is_terminal", lambda: True)
    assert "[bold]书记[/] :smile:" in cli("list", "post", lang="zh").out


def test_a_person_at_the_keyboard_is_asked(cli: Cli, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr("cli.editing.is_asked", lambda: True)
    monkeypatch.setattr("cli.editing.ask", refuse)
    answer = cli("set", "secretary", "note=x", "--why", "y")
    assert (answer.code, asked) == (0, ["Save?"])
    assert "Nothing was saved" in answer.err
    assert "note" not in (top / "posts/secretary.toml").read_text()
    assert cli("set", "secretary", "note=x", "--why", "y", "-y").code == 0
    assert asked == ["Save?"]


def test_every_exit_code_is_explained_in_both_languages() -> None:
    assert [code.value for code in Exit] == [0, 1, 2, 3, 4, 130]
    assert all(code.zh and code.en for code in Exit)


def test_every_command_has_a_module_and_help() -> None:
    modules = {path.stem for path in (ROOT / "cli/commands").glob("*.py")} - {"__init__"}
    assert modules == set(COMMANDS)
    assert set(COMMANDS) <= set(HELP)


def spent_by_children() -> float:
    """Seconds of processor time of the processes that ended: a loaded machine makes them wait, not work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_start_is_fast(top: Path) -> None:
    """A bound on processor time that only a heavy import breaks: a listing takes less than ten bare interpreters and a second."""

    def fastest(*words: str) -> float:
        times = []
        for _ in range(3):
            began = spent_by_children()
            subprocess.run(
                [sys.executable, *words],
                cwd=top,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=True,
            )
            times.append(spent_by_children() - began)
        return min(times)

    bare = fastest("-c", "pass")
    assert fastest("-m", "dutybook", "--version") < 4 * bare + 0.05
    assert fastest("-m", "dutybook", "list", "duty") < 10 * bare + 1
