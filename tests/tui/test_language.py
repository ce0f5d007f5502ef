import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from tui.language import _
from tui.language import _p
from tui.language import choose_language
from tui.language import language
from tui.language import load_catalogue
from tui.language import parse_catalogue
from tui.language import use
from tui.theme import MARKS

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tui/locale/zh_CN/LC_MESSAGES").glob("*.po"))
CALLS = {"_", "msgid"}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use("en")


def known_messages() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in FILES:
        found |= parse_catalogue(path.read_text(encoding="utf-8"))
    return found


def messages_in_source() -> set[str]:
    found: set[str] = set()
    for path in [*ROOT.glob("tui/**/*.py"), *ROOT.glob("cli/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args:
                argument = node.args[0]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return found


def test_every_message_is_translated() -> None:
    known = known_messages()
    missing = sorted(message for message in messages_in_source() if message not in known)
    assert missing == []
    assert [letter for context, letter, _tone in MARKS.values() if f"{context}\x04{letter}" not in known] == []


def test_no_translation_is_left_over() -> None:
    known = {message for message in known_messages() if "\x04" not in message}
    assert sorted(known - messages_in_source()) == []


def test_a_translation_has_the_same_places_to_fill() -> None:
    for message, translation in known_messages().items():
        names = {name for _text, name, _spec, _conversion in Formatter().parse(message) if name is not None}
        filled = {name for _text, name, _spec, _conversion in Formatter().parse(translation) if name is not None}
        assert names == filled, message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_reader_reads_what_babel_reads(path: Path) -> None:
    catalogue = read_po(BytesIO(path.read_bytes()), locale="zh_CN", abort_invalid=True)
    theirs = {
        (f"{entry.context}\x04{entry.id}" if entry.context else entry.id): entry.string
        for entry in catalogue
        if entry.id
    }
    assert parse_catalogue(path.read_text(encoding="utf-8")) == theirs


def test_a_message_stands_in_one_catalogue() -> None:
    standing = [message for path in FILES for message in parse_catalogue(path.read_text(encoding="utf-8"))]
    assert len(standing) == len(set(standing)) == len(load_catalogue("zh_CN")._messages)


def test_reading_a_catalogue() -> None:
    text = (
        '# comment\nmsgid ""\nmsgstr "Language: zh\\n"\n\nmsgid "a"\n"b\\n"\nmsgstr "x"\n"\\"y"\n\n'
        '#, fuzzy\nmsgid "f"\nmsgstr "g"\n\nmsgid "empty"\nmsgstr ""\n\n#~ msgid "old"\n#~ msgstr "o"\n'
    )
    assert parse_catalogue(text) == {"ab\n": 'x"y'}
    assert parse_catalogue(text.replace("\n", "\r\n")) == {"ab\n": 'x"y'}


def test_speaking_chinese_and_english() -> None:
    use("zh_CN")
    assert (_("Save"), _p("light", "R"), _("no such message"), language()) == ("保存", "红", "no such message", "zh_CN")
    use("en")
    assert (_("Save"), _p("light", "R"), language()) == ("Save", "R", "en")
    use("fr")
    assert language() == "en"
    assert load_catalogue("zh_CN") is load_catalogue("zh_CN")


@pytest.mark.parametrize(
    ("register", "environ", "chosen"),
    [
        ("", {}, "en"),
        ("zh-CN", {}, "zh_CN"),
        ("zh-CN", {"DUTYBOOK_LANG": "en"}, "en"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ("", {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment_then_the_register(
    register: str, environ: dict[str, str], chosen: str
) -> None:
    assert choose_language(register, environ) == chosen
