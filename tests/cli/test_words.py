"""The words of the command line: every text in both languages, every name known, every page complete."""

import ast
import re
import string
from pathlib import Path

import pytest

from cli.help import COMMANDS
from cli.help import HELP
from cli.language import choose
from cli.language import peek
from cli.reference import render_commands
from cli.reference import render_exit_codes
from cli.words import TEXTS
from tests.cli.conftest import Cli

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEUTRAL = {
    "joiner", "as-it-is", "label", "log-and", "log-field", "log-place", "log-sentence", "log-then",
}  # fmt: skip
"""Texts without words of their own."""


def names(text: str) -> set[str]:
    """The `{names}` of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_is_in_both_languages_with_the_same_values(name: str) -> None:
    zh, en = TEXTS[name]
    assert names(zh) == names(en)
    assert not CHINESE.search(en) or name == "toml-example"
    if name not in NEUTRAL and name != "outside":
        assert CHINESE.search(zh)


@pytest.mark.parametrize("name", sorted(HELP))
def test_every_help_text_is_in_both_languages(name: str) -> None:
    zh, en = HELP[name]
    assert CHINESE.search(zh)
    assert en
    if name in COMMANDS:
        assert "\n\n例：\n  dutybook" in zh
        assert "\n\nFor example:\n  dutybook" in en


def literals() -> set[str]:
    """Every text constant in the sources of the command line, without docstrings and the table itself."""
    found = set()
    for path in (ROOT / "cli").rglob("*.py"):
        if path.name in {"words.py", "help.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                found.add("".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values))  # type: ignore[misc]
    return found


def test_no_text_is_left_over() -> None:
    used = literals()
    made = [re.escape(one).replace(r"\*", ".+") for one in used if "*" in one and one.count("*") == 1]
    assert [name for name in TEXTS if name not in used and not any(re.fullmatch(one, name) for one in made)] == []


def test_every_text_that_is_said_is_known() -> None:
    said = set()
    for path in (ROOT / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "pair"}:
                said |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert len(said) > 20
    assert said <= set(TEXTS)


def test_no_text_on_the_screen_stands_outside_the_table() -> None:
    """Chinese in the sources means a text that has no English beside it."""
    for path in (ROOT / "cli").rglob("*.py"):
        if not {"words", "help"} & set(path.parts) and path.name not in {"exits.py", "reference.py"}:
            code = [
                node.value
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
            ]
            assert set(code) <= {"是", "好"}, path


@pytest.mark.parametrize(
    ("environ", "register", "language"),
    [
        ({}, "", "en"),
        ({}, "zh", "zh"),
        ({}, "zh-CN", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ({"DUTYBOOK_LANG": "en"}, "zh", "en"),
        ({"DUTYBOOK_LANG": "zh"}, "en", "zh"),
        ({"DUTYBOOK_LANG": ""}, "zh", "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "", "en"),
        ({"LANG": "fr_FR"}, "", "en"),
    ],
)
def test_the_users_wish_goes_before_the_registers(environ: dict[str, str], register: str, language: str) -> None:
    assert choose(register, environ) == language


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('title = "x"\nlanguage = "zh"\n', "zh"),
        ("language='en' # x\n", "en"),
        ('[other]\nlanguage = "zh"\n', ""),
        ("title = ", ""),
        ("\xff", ""),
    ],
)
def test_the_registers_language_is_peeked_at(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "register.toml").write_bytes(text.encode("latin-1"))
    (tmp_path / "duties").mkdir()
    assert peek(tmp_path / "duties") == found
    assert peek(tmp_path / "missing" / "deeper") in {found, ""}


def test_the_commands_page_holds_every_command_and_parameter(cli: Cli) -> None:
    page = render_commands()
    for command in COMMANDS:
        assert f"## dutybook {command}\n" in page
    for name, (zh, en) in HELP.items():
        zh_line, en_line = (text.partition("\n")[0].replace("|", "\\|") for text in (zh, en))
        assert zh_line in page, name
        assert en_line in page, name
    assert "--no-" not in page.replace("--no-app", "")
    assert page == render_commands()


def test_the_exit_codes_page_holds_every_code() -> None:
    page = render_exit_codes()
    assert [line.split("|")[1].strip() for line in page.splitlines()[5:]] == ["0", "1", "2", "3", "4", "130"]
