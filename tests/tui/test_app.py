"""The app from outside: opening, failing to open, an empty register, languages, hostile text everywhere, leaving."""

import os
import subprocess
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import tomlkit

from schema.kinds import KINDS
from schema.reference import texts
from store.failure import NotARegister
from store.register import RegisterStore
from tests.store.repositories import make_register
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.stage import HOSTILE
from tests.tui.stage import wait_until
from tui.app import DutybookApp
from tui.app import read_language
from tui.app import run
from tui.screens.listing import Listing
from tui.screens.main import MainScreen
from tui.widgets.navigation import destinations

SIZES = [(80, 24), (120, 40)]


def test_a_folder_without_a_register_is_refused_before_the_screen_is_taken(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(NotARegister):
        run(tmp_path)


def test_the_language_is_read_before_the_register_is_opened(tmp_path: Path) -> None:
    assert read_language(tmp_path) == ""
    for text, wanted in (
        ('language = "en"\n', "en"),
        ("format = 1\n", "zh"),
        ("broken = \n", ""),
        ("language = 3\n", "3"),
    ):
        (tmp_path / "register.toml").write_text(text)
        assert read_language(tmp_path) == wanted


async def test_the_frame_is_painted_before_the_register_is_open(demo: Path) -> None:
    opened: list[RegisterStore] = []
    go = False

    def opening() -> RegisterStore:
        deadline = time.monotonic() + 10
        while not go and time.monotonic() < deadline:
            time.sleep(0.005)
        opened.append(RegisterStore.open(demo))
        return opened[0]

    app = DutybookApp(opening, language="zh_CN")
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        await driver.sees("职责事项", "读取中 ..", "F1 帮助")
        await driver.press("down", "enter", "f6", "f7", "f8", "f9", "tab", "escape", "f5", "ctrl+l")
        assert not opened
        assert isinstance(app.screen, MainScreen)
        go = True
        await driver.sees("晨禾街道责任台账", "吴十")


async def test_a_register_that_cannot_be_opened_ends_the_app_with_its_failure(tmp_path: Path) -> None:
    app = DutybookApp(lambda: RegisterStore.open(tmp_path / "nowhere"), language="en")
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: app.failure is not None)
    assert app.return_code == 3

    def fail() -> RegisterStore:
        message = "a fault of ours"
        raise RuntimeError(message)

    app = DutybookApp(fail, language="en")
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: app.failure is not None)
    assert app.failure is not None
    assert "RuntimeError: a fault of ours" in app.failure.message


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_register_says_what_belongs_where_and_which_key_adds_it(
    demo: Path, tmp_path: Path, opened: Opened, language: str, size: tuple[int, int]
) -> None:
    make_register(tmp_path / "empty")
    async with opened(tmp_path / "empty", language=language, size=size) as driver:
        await driver.sees("从这里开始" if language == "zh_CN" else "Begin here")
        main = driver.app.main
        await driver.press("f9", *["down"] * destinations().index("duty"), "enter")
        await driver.until(lambda: isinstance(main.middle, Listing) and main.middle.shown is not None)
        await driver.sees("还没有职责事项。 按 F7 新建。" if language == "zh_CN" else "No Duty yet. F7 adds one.")
        await driver.press("f9", *["down"] * (destinations().index("check") - destinations().index("duty")), "enter")
        await driver.until(lambda: main.here == "check")
        await driver.sees("没有发现问题" if language == "zh_CN" else "Nothing is wrong.")
        await driver.press("f6", "ctrl+o", "ctrl+e", "y", "enter", "delete")
        assert driver.app.screen is main


def hostile_register(top: Path) -> None:
    """A register in which every text field of every kind holds a text that must not do anything."""
    make_register(top)
    for number, (kind, data) in enumerate(_hostile_records()):
        folder = top / KINDS[kind].folder
        folder = folder / "2026/06" if KINDS[kind].dated else folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{_id(kind, number)}.toml").write_text(tomlkit.dumps(data), encoding="utf-8")


DAY = date(2026, 6, 18)
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def _id(kind: str, number: int) -> str:
    if not KINDS[kind].dated:
        return f"{kind}-{number}"
    return "2026-06-18-aaaa" + ALPHABET[number // 31 % 31] + ALPHABET[number % 31]


def _hostile_records() -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    for text in HOSTILE:
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            continue  # no TOML file can hold these; the single widgets are tested with them
        found += [
            ("unit", {"title": text, "title_en": text, "code": text[:20], "short": text, "aliases": [text], "type": "section", "note": text}),
            ("post", {"title": text, "code": text, "unit": text, "rank": "staff", "note": text,
                      "holding": [{"person": text, "from": DAY, "basis": text}]}),
            ("person", {"name": text, "name_en": text, "emails": [text]}),
            ("group", {"title": text, "head": text, "members": [text], "remit": text, "wording": text}),
            ("source", {"title": text, "number": text, "issuer": text, "clause": [{"path": "1", "label": text, "text": text}]}),
            ("duty", {"title": text, "tier": "main-body", "tier_wording": text, "bearer": text, "lead": [text],
                      "addressee": text, "wording": text, "accepts": ["study"],
                      "cadence": [{"type": "at-least", "n": 1, "per": "year", "wording": text, "each": text},
                                  {"type": "unset", "wording": text}],
                      "basis": [{"clause": text}]}),
            ("platform", {"title": text, "type": "other", "unit": text, "filing_number": text, "note": text}),
            ("scheme", {"title": text, "note": text, "grade": [{"title": text, "from_score": 1.0}]}),
            ("activity", {"title": text, "type": "study", "date": DAY, "unit": text, "note": text,
                          "evidence": [{"type": "text", "label": text}], "counts": [{"label": text, "number": 1}]}),
            ("finding", {"inspection": text, "unit": text, "text": text, "measure": text, "issued": DAY, "due": DAY}),
            ("urge", {"level": "L1", "issued": DAY, "to": text, "text": text}),
            ("waiver", {"type": "waive", "reason": text, "obligation": {"duty": text, "period": text}}),
            ("assessment", {"year": 2026, "scheme": text, "date": DAY, "note": text}),
            ("case", {"title": text, "occurred": DAY, "circumstance": "C9", "explanation": text, "mode": "individual"}),
            ("handover", {"post": text, "outgoing": text, "date": DAY, "matter": [{"text": text}]}),
        ]  # fmt: skip
    return found


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh_CN"), ((120, 40), "en")])
async def test_hostile_text_in_every_field_does_nothing_on_any_screen(
    demo: Path, tmp_path: Path, opened: Opened, size: tuple[int, int], language: str
) -> None:
    top = tmp_path / "hostile"
    hostile_register(top)
    title = "[@click=app.quit]点[/] \\u202e \\u001b[2J"
    (top / "register.toml").write_text(f'format = 1\ntitle = "{title}"\nlanguage = "zh"\n')
    async with opened(top, size=size, language=language) as driver:
        main = driver.app.main
        held = sum(1 for _kind, record in main.desk.view.register.everything() for _text in texts(record))
        assert held > 400, "the register was meant to hold hostile text, and to be readable"
        for destination in destinations()[:-1]:
            if driver.app.focused is not main.query_one("#navigation"):
                await driver.press("f9")
            main.query_one("#navigation").go_to(destination)  # type: ignore[attr-defined]
            await driver.press("enter")
            await driver.until(partial(is_at, driver, destination))
            await driver.at_rest()
            assert_clean(driver)
            for key in ("end", "enter", "pagedown", "escape"):
                await driver.press(key)
                assert_clean(driver)
        assert driver.app.screen is main
        await driver.press("ctrl+o")
        assert_clean(driver)
        await driver.press("escape", "ctrl+p")
        assert_clean(driver)
    assert driver.app.return_code in {0, None}


def is_at(driver: Driver, destination: str) -> bool:
    return driver.app.main.here == destination


def assert_clean(driver: Driver) -> None:
    """No raw escape, bidirectional or zero-width character, and nothing that a click would run."""
    for strip in driver.app.screen._compositor.render_strips():
        assert not set(strip.text) & set("\x1b\x07\x9b\u202e\u2066\u200b\ufeff\r\x08\x7f"), strip.text
        for segment in strip:
            assert segment.style is None or "@click" not in segment.style.meta
            assert segment.style is None or segment.style.link is None


async def test_leaving_asks_nothing_when_nothing_is_unsaved(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await driver.press("ctrl+q")
        await driver.until(lambda: driver.app._exit)
    assert driver.app.return_code in {0, None}


async def test_the_palette_and_the_help_name_the_actions_of_the_screen(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await driver.press("f1")
        await driver.sees("此处可用的按键", "编辑", "F6 e", "主界面")
        await driver.press("escape", "ctrl+p")
        await driver.type("菜单")
        await driver.sees("菜单  F9")


def test_the_app_runs_in_a_terminal_and_gives_it_back(demo: Path) -> None:
    """In a pseudo-terminal of its own: the frame comes, ctrl+q leaves, and the alternate screen is left."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        code = f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); from pathlib import Path; from tui.app import run; sys.exit(run(Path({str(demo)!r})))"
        os.execv(sys.executable, [sys.executable, "-c", code])  # noqa: S606 - the app as a user would start it
    seen = b""
    deadline = time.monotonic() + 30
    asked = False
    try:
        while time.monotonic() < deadline:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            seen += data
            if not asked and "吴十".encode() in seen:
                os.write(terminal, b"\x11")
                asked = True
    finally:
        _pid, status = os.waitpid(pid, 0)
        os.close(terminal)
    assert asked
    assert os.waitstatus_to_exitcode(status) == 0
    assert b"\x1b[?1049h" in seen
    assert seen.rfind(b"\x1b[?1049l") > seen.rfind(b"\x1b[?1049h")


def test_importing_the_app_loads_no_screen_that_the_first_paint_does_not_need() -> None:
    code = (
        "import sys, tui.app; "
        "late = {'tui.screens.edit', 'tui.screens.settings', 'tui.widgets.form', 'tui.screens.history', 'tui.screens.sync', 'tui.screens.outside', 'store.register', 'pypinyin',"
        " 'tomlkit', 'markdown_it', 'pygments.lexers.python'}; "
        "print(sorted(late & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
