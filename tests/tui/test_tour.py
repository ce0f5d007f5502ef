"""The app in a real terminal, tmux: the README's tour key by key with git asked afterwards, and a form with typed text when all ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Opened
from tui.screens.drafts import DraftsDialog
from tui.widgets.navigation import destinations

ROOT = Path(__file__).parents[2]
DEADLINE = 90
TMUX = shutil.which("tmux")
WATCHED = 'sh -c \'echo $$ >"$0.process"; exec "$@"\' "$0" "$@"; echo $? >"$0.code"'
"""Runs a command and writes down its process and its exit code: tmux tells of neither when it misses a signal under load."""

pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")


class Terminal:
    """A window of a tmux server of its own."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._server = [TMUX or "tmux", "-S", str(folder / "socket"), "-f", os.devnull]
        self._size = size
        self._run = folder / "run"

    def _tmux(self, *words: str) -> str:
        done = subprocess.run([*self._server, *words], capture_output=True, check=True, timeout=30)
        return done.stdout.decode("utf-8")

    def start(self, *command: str) -> None:
        """Run a command in a new window; the window stays when it ends."""
        columns, lines = map(str, self._size)
        self._tmux("-u", "new-session", "-d", "-x", columns, "-y", lines, "cat")
        self._tmux("set-option", "-g", "default-size", f"{columns}x{lines}")
        self._tmux("set-option", "-g", "window-size", "manual")
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self._tmux("set-option", "-g", "escape-time", "0")
        self._tmux("respawn-pane", "-k", "sh", "-c", WATCHED, str(self._run), *command)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p")

    def sees(self, *texts: str) -> None:
        """Wait until all texts stand on the screen."""
        deadline = time.monotonic() + DEADLINE
        while not all(text in self.screen for text in texts):
            assert time.monotonic() < deadline, f"never seen: {texts}\n{self.screen}"
            time.sleep(0.05)  # between two looks, not instead of one

    def misses(self, text: str) -> None:
        """Wait until a text stands on the screen no more."""
        deadline = time.monotonic() + DEADLINE
        while text in self.screen:
            assert time.monotonic() < deadline, f"still seen: {text}\n{self.screen}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-l", text)

    def ended(self) -> int:
        """Wait for the command's end and give its exit code."""
        return self._written("code")

    @property
    def process(self) -> int:
        """The process in the window."""
        return self._written("process")

    def _written(self, what: str) -> int:
        deadline = time.monotonic() + DEADLINE
        note = self._run.with_suffix(f".{what}")
        while not note.exists() or not note.read_text().endswith("\n"):
            assert time.monotonic() < deadline, f"the {what} of the app is not known\n{self.screen}"
            time.sleep(0.05)
        return int(note.read_text())

    def hang_up(self) -> None:
        """Close the window, as a person who clicks it away."""
        self._tmux("kill-server")

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run([*self._server, "kill-server"], capture_output=True, check=False, timeout=30)


@pytest.fixture
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    made = Terminal(tmp_path_factory.mktemp("t"), (80, 24))
    yield made
    made.close()


def open_app(terminal: Terminal, top: Path) -> None:
    """Start the app on a register as a person would, and wait for Today."""
    terminal.start("env", f"PYTHONPATH={ROOT}", "DUTYBOOK_LANG=en", sys.executable, "-m", "dutybook", "open", str(top))
    terminal.sees("Overdue", "2026-11-23", "Help")


def go_down(terminal: Terminal, steps: int) -> None:
    """Choose in the menu what lies so many rows under Today; the keys come at once, faster than the focus moves."""
    terminal.press("F9", *["Down"] * steps, "Enter")


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "closed"])
async def test_what_stands_in_a_form_is_offered_at_the_next_start(
    how: str, demo: Path, terminal: Terminal, opened: Opened
) -> None:
    open_app(terminal, demo)
    go_down(terminal, 1)
    terminal.sees("18 rows", "Enter Open")
    terminal.press("F6")
    terminal.type("Zq7last")  # while the form is on its way
    terminal.sees("unsaved", "Zq7last")
    process = terminal.process
    if how == "closed":
        terminal.hang_up()
        wait_for_end(process)
    else:
        os.kill(process, signal.Signals[how])
        assert terminal.ended() == 128 + signal.Signals[how]
    (draft,) = RegisterStore.open(demo).drafts.all()
    assert "Zq7last" in str(draft.content["values"])
    assert not draft.alive
    async with opened(demo, language="en") as driver:
        await driver.until(lambda: isinstance(driver.app.screen, DraftsDialog))
        await driver.press("enter")
        await driver.sees("Your draft was taken up again", "Zq7last")


def is_there(process: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_end(process: int) -> None:
    """Wait until a process is gone."""
    deadline = time.monotonic() + DEADLINE
    while is_there(process):
        assert time.monotonic() < deadline, "the app did not end"
        time.sleep(0.05)


def test_the_tour_of_the_readme(demo: Path, terminal: Terminal) -> None:
    # 1. Today, what is overdue and what is near; every key; every action.
    open_app(terminal, demo)
    terminal.press("?")
    terminal.sees("Keys that work here", "Go to the next pane")
    terminal.press("Escape")
    terminal.misses("Keys that work here")
    terminal.press("C-p")
    terminal.sees("Find a command")
    terminal.type("menu")
    terminal.sees("Menu  F9")
    terminal.press("Escape")
    terminal.misses("Menu  F9")
    # 2. Duties, found by a filter, one of them opened.
    go_down(terminal, destinations().index("duty"))
    terminal.sees("25 rows", "Enter Open")
    terminal.press("/")
    terminal.misses("Enter Open")  # the filter has the focus
    terminal.type("季度")
    terminal.sees("1 of 25")
    terminal.press("Enter")
    terminal.sees("Enter Open")
    terminal.press("Enter")
    terminal.sees("Duty D15")
    # 3. and 4. The form, the difference, the reason.
    terminal.press("F6", "End")
    terminal.type("（扩大）")
    terminal.sees("~ unsaved")
    terminal.press("C-s")
    terminal.sees("+", "（扩大）", "Why")
    terminal.type("the circle is wider")
    terminal.press("F2")
    terminal.sees("Saved")
    # 5. History shows it, and so does git; after a sync the office's remote as well.
    terminal.press("C-l")
    terminal.sees("the circle is wider")
    terminal.press("C-u")
    terminal.sees("Done: fetched 0, took over 0, pushed 1.")
    terminal.press("Escape")
    terminal.misses("Done: fetched")
    terminal.press("C-q")
    assert terminal.ended() == 0
    assert "the circle is wider" in run_git(demo, "log", "-1", "--format=%B")
    assert "（扩大）" in run_git(demo, "show", "--format=", "HEAD")
    assert "the circle is wider" in run_git(demo.with_name("demo.git"), "log", "-1", "--format=%B", "main")
