"""Hostile text in every text field, in commits and in file names: shown by every command, obeyed by none.

Source: SECURITY.md.
"""

import json
import os
import pty
import re
import subprocess  # tests start git and the command as a user would
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schema.field import fields_of
from schema.kinds import KINDS
from schema.visible import visible
from tests.builders import RegisterBuilder
from tests.cli.conftest import COMMITTER
from tests.cli.conftest import ON
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import quay
from tests.cli.conftest import write
from tests.cli.conftest import write_register

HOSTILE = (
    "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b]8;;http://evil.example\x1b\\x\x9b31m\x9d0;t\x9c\u202etxet\u2066"
    "\u200b\ufeff\u00ad\U000e0041\x7f[bold red]m[/] [/b] [link=http://e] :smile: {0} %s 汉字"
)
SHOWN = "<U+001B>]52;c;ZXZpbA=="
WEAPONS = ["\x1b", "\x9b", "\x07", "\u202e", "\u200b", "\u2066", "\U000e0041", "\x7f", "\ufeff"]
IDS = {"unit": "general", "post": "secretary", "person": "lin-tao", "duty": "quarterly-review", "clause": "rules#1"}
OTHERS = {"platform": "site", "activity": "2026-02-11-aaaaaa", "finding": "2026-03-01-cccccc", "source": "rules"}
TARGETS = IDS | OTHERS | {"scheme": "scheme-a"}
COMMANDS: list[tuple[str, ...]] = [
    *(("list", kind) for kind in KINDS),
    ("list", "duty", "--where", "title~=汉字"),
    ("find", "汉字"),
    ("show", "quarterly-review"),
    ("show", "quarterly-review", "--toml"),
    ("show", "register"),
    ("due", "--on", ON),
    ("who", "quarterly-review", "--on", ON),
    ("who", "safety-group", "--on", ON),
    ("check", "--on", ON),
    ("log",),
    ("log", "quarterly-review"),
]


def hostile(struct: type[msgspec.Struct], *, deep: int = 0) -> dict[str, Any]:
    """Data of a kind or table with the hostile text in every text field."""
    return {field.key: value for field in fields_of(struct) if (value := _value(field, deep)) is not None}


def _value(field: Any, deep: int) -> Any:
    shape = field.shape.removesuffix("s") if field.shape != "rows" else "rows"
    if field.table is not None:
        inner = hostile(field.table, deep=deep + 1)
        return [inner] if field.shape == "rows" else inner
    if field.key in {"format", "superseded_by", "corrects", "recurrence_of", "parent", "each", "opens", "due", "on"}:
        return "2026-03-31" if field.shape == "date" else None
    single = {
        "text": HOSTILE, "long": f"{HOSTILE}\nsecond line", "date": "2026-01-05", "integer": 1, "number": 1.0, "flag": None,
        "choice": next(iter(field.words)).value if field.words else None,
        "reference": next((TARGETS[kind] for kind in field.refers.kinds if kind in TARGETS), None) if field.refers else None,
    }[shape]  # fmt: skip
    if single is None:
        return None
    return [single] if field.shape != shape else single


def hostile_register() -> RegisterBuilder:
    """A register whose every text is hostile."""
    builder = quay()
    ids = {**TARGETS, "group": "safety-group", "urge": "2026-03-02-dddddd", "waiver": "2026-03-03-eeeeee"}
    ids |= {"assessment": "2026-03-04-ffffff", "case": "2026-03-05-gggggg", "handover": "2026-03-06-hhhhhh"}
    for name, kind in KINDS.items():
        data = hostile(kind.struct)
        if name == "source":
            data["clause"][0]["path"] = "1"
        if name == "duty":
            data |= {
                "cadence": [{"type": "at-least", "n": 1, "per": "quarter", "wording": HOSTILE}],
                "accepts": ["deliberation"],
            }
        builder.record(name, ids[name], **data)
    builder.settings |= {"title": HOSTILE, "title_en": HOSTILE, "dialect": HOSTILE}
    return builder


@pytest.fixture
def evil(top: Path, cli: Cli) -> Cli:
    """The command line inside the hostile register, with a hostile author and message."""
    write_register(top, hostile_register())
    author = {"GIT_AUTHOR_NAME": f"A{HOSTILE}Z", "GIT_AUTHOR_EMAIL": f"a{HOSTILE}@z"}
    message = f"subject {HOSTILE}\n\nreason {HOSTILE}\n\nRegister-Action: {HOSTILE}".replace("\0", "")
    commit_all(top, message, **author)
    return cli


def test_the_sample_is_hostile_everywhere(evil: Cli) -> None:
    found = evil("list", "duty", "--json").json
    assert found[0]["title"] == HOSTILE
    for name in KINDS:
        for record in evil("list", name, "--json").json:
            texts = [value for value in _strings(record) if value in {HOSTILE, f"{HOSTILE}\nsecond line"}]
            assert texts or record["id"] not in hostile_register().records, name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_hostile_text_is_shown_and_never_obeyed(evil: Cli, words: tuple[str, ...], lang: str) -> None:
    answer = evil(*words, lang=lang)  # the fixture holds every output against `visible`
    assert answer.code in {0, 1}
    assert "Traceback" not in answer.err
    for sign in WEAPONS:
        assert sign not in answer.out + answer.err


@pytest.mark.parametrize("words", [one for one in COMMANDS if "--toml" not in one], ids=" ".join)
def test_json_escapes_what_a_terminal_obeys_and_loses_nothing(evil: Cli, words: tuple[str, ...]) -> None:
    answer = evil(*words, "--json")
    for sign in WEAPONS:
        assert sign not in answer.out
    assert json.loads(answer.out) is not None


def test_texts_come_back_whole_from_json(evil: Cli) -> None:
    record = evil("show", "quarterly-review", "--json").json
    assert (record["title"], record["note"]) == (HOSTILE, f"{HOSTILE}\nsecond line")
    assert evil("log", "--json").json[0]["author"].startswith("A\x1b]52")


def test_markup_is_literal(evil: Cli) -> None:
    answer = evil("list", "person")
    assert SHOWN in answer.out
    assert "[bold red]m[/] [/b] [link=http://e] :smile: {0} %s 汉字" in answer.out


@pytest.mark.parametrize(
    "words",
    [
        (HOSTILE,),
        ("show", HOSTILE),
        ("list", HOSTILE),
        ("list", "duty", "--where", HOSTILE),
        ("list", "duty", "--where", f"title~={HOSTILE}"),
        ("rule", HOSTILE),
        ("due", "--on", HOSTILE),
        ("due", "--within", HOSTILE),
        ("due", f"--{HOSTILE}"),
        ("due", HOSTILE),
        ("who", HOSTILE),
        ("log", HOSTILE),
        ("check", "--register", f"/nowhere/{HOSTILE}"),
        ("add", "unit", f"{HOSTILE}=x"),
        ("add", "unit", f"type={HOSTILE}"),
        ("set", "quarterly-review", f"cadence={HOSTILE}", "--why", "x"),
        ("set", "quarterly-review", f"cadence[0].per={HOSTILE}", "--why", "x"),
        ("set", "quarterly-review", f"lead-={HOSTILE}", "--why", "x"),
        ("save", HOSTILE, "--why", "x"),
        ("clone", HOSTILE, "x"),
        ("init", "x", "--remote", HOSTILE),
        ("completion", HOSTILE),
    ],
    ids=lambda words: " ".join(words).replace(HOSTILE, "H"),
)
def test_hostile_words_are_answered_in_clean_ones(cli: Cli, words: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        answer = cli(*words, lang=lang)
        assert answer.code in {0, 2, 3}
        assert "Traceback" not in answer.err


def test_hostile_values_are_saved_and_shown_clean(cli: Cli, top: Path) -> None:
    answer = cli("set", "quarterly-review", f"note={HOSTILE}", "--why", f"because {HOSTILE}")
    assert answer.code in {0, 1}
    text = (top / "duties/quarterly-review.toml").read_text()
    assert "\x1b" not in text


def test_hostile_file_names_are_shown_clean(cli: Cli, top: Path) -> None:
    write(top, f"units/{HOSTILE.replace('/', '')[:60]}.toml", "title = 1")
    write(top, f"{HOSTILE.replace('/', '')[:60]}/x.toml", "title = 1")
    assert cli("check", "--on", ON).code == 1
    assert cli("list", "unit").code == 0
    assert cli("save", "--why", "x").code in {0, 1, 4}


def _on_a_terminal(top: Path, *words: str) -> str:
    """What one command writes to a terminal of its own."""
    with tempfile.TemporaryFile() as nothing:
        master, slave = pty.openpty()
        environment = {
            **os.environ,
            **COMMITTER,
            "TERM": "xterm-256color",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dutybook", *words],
            cwd=top,
            stdin=nothing,
            stdout=slave,
            stderr=slave,
            env=environment,
        )
        os.close(slave)
        written = b"".join(_read(master, process))
        os.close(master)
    return written.decode("utf-8", "replace")


def _read(master: int, process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux: the other side has gone
            piece = b""
        if not piece:
            break
        yield piece
    process.wait(timeout=60)


@pytest.mark.parametrize("words", [("list", "duty"), ("show", "quarterly-review"), ("due", "--on", ON), ("log",)])
def test_between_our_own_colours_no_sequence_reaches_a_terminal(evil: Cli, top: Path, words: tuple[str, ...]) -> None:
    written = _on_a_terminal(top, *words)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", written).replace("\r\n", "\n")
    assert "\x1b[" in written, "a terminal gets colours"
    assert visible(plain, multiline=True) == plain
    assert "<U+001B>" in plain.replace("\n", "").replace(" ", "")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
