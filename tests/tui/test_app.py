"""The app from outside: opening, failing to open, an empty register, languages, leaving."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.failure import NotARegister
from store.register import RegisterStore
from tests.store.repositories import make_register
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
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
        await driver.sees("还没有职责事项。按 F7 新建。" if language == "zh_CN" else "No Duty yet. F7 adds one.")
        await driver.press("f9", *["down"] * (destinations().index("check") - destinations().index("duty")), "enter")
        await driver.until(lambda: main.here == "check")
        await driver.sees("没有发现问题" if language == "zh_CN" else "Nothing is wrong.")
        await driver.press("f6", "ctrl+o", "ctrl+e", "y", "enter", "delete")
        assert driver.app.screen is main


async def test_leaving_asks_nothing_when_nothing_is_unsaved(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await driver.press("ctrl+q")
        await driver.until(lambda: driver.app._exit)
    assert driver.app.return_code in {0, None}


async def test_the_palette_and_the_help_name_the_actions_of_the_screen(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await driver.until(
            lambda: driver.app.main.place
        )  # the record under the cursor: what can't be edited is left out
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
