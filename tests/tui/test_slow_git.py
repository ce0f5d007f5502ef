"""A git that does not answer: every key is served meanwhile, at opening, reload, history, save and sync; no clock is asked.

A `git` that comes first in PATH waits as long as a file lies there. Were the event loop to wait for git anywhere, the key that
asks for help would never be answered and the test would end at its deadline.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.failure import GitCancelled
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tui.app import DutybookApp
from tui.dialogs.help import HelpDialog
from tui.dialogs.reason import ReasonDialog
from tui.screens.edit import EditScreen
from tui.screens.sync import SyncDialog
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import TODAY

PATIENCE = 30
"""Seconds until a key that is not answered fails the test."""


class Gate:
    """Lets git wait."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._shut = folder / "shut"
        self._asked = folder / "asked"
        program = folder / "git"
        program.write_text(
            f'#!/bin/sh\nwhile IFS= read -r word 2>/dev/null <"{self._shut}"; do\n'
            f'case " $* " in *"$word"*) echo "$*" >>"{self._asked}"; sleep 0.1 ;; *) break ;; esac\n'
            f'done\nexec "{shutil.which("git")}" "$@"\n'
        )
        program.chmod(0o755)

    def shut(self, command: str = "") -> None:
        """From now on git waits, or only this command of git."""
        self._asked.unlink(missing_ok=True)
        self._shut.with_name("next").write_text(f" {command} \n" if command else "\n")
        self._shut.with_name("next").replace(self._shut)

    def open(self) -> None:
        """Git goes on."""
        self._shut.unlink(missing_ok=True)

    @property
    def waits(self) -> bool:
        """Whether a git stands before it."""
        return self._asked.exists()


@pytest.fixture
def gate(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    return made


async def is_served(driver: Driver, gate: Gate) -> None:
    """See that git waits, and that keys are answered all the same; the gate is shut and stays so."""
    before = driver.app.screen
    await driver.until(lambda: gate.waits, PATIENCE)
    await driver.press("f1")
    await driver.until(lambda: isinstance(driver.app.screen, HelpDialog), PATIENCE)
    await driver.press("escape")
    await driver.until(lambda: driver.app.screen is before, PATIENCE)


async def test_keys_are_served_while_git_does_not_answer(demo: Path, gate: Gate) -> None:
    gate.shut()
    app = DutybookApp(lambda: RegisterStore.open(demo), language="en")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        driver = Driver(app, pilot)
        try:
            await _work_through(driver, gate, lambda: run_git(demo, "log", "-1", "--format=%B"))
        finally:
            gate.open()  # or the app would wait for its threads


async def _work_through(driver: Driver, gate: Gate, newest: Callable[[], str]) -> None:
    app, main = driver.app, driver.app.main
    # Opening, and looking around.
    await is_served(driver, gate)
    gate.open()
    await driver.at_rest()
    # Reload: the panes go on meanwhile.
    gate.shut()
    await driver.press("f5")
    await is_served(driver, gate)
    await driver.press("f9", "down", "enter")
    await driver.until(
        lambda: main.here != TODAY and main.middle is not None and main.middle.has_focus_within, PATIENCE
    )
    await driver.press("down")
    await driver.until(lambda: main.place is not None, PATIENCE)
    gate.open()
    await driver.at_rest()
    # Save: from the difference to the commit.
    await driver.press("f6")
    await driver.until(lambda: isinstance(app.screen, EditScreen) and app.screen.focused is not None)
    await driver.type("Zq")
    gate.shut()
    await driver.press("f2")
    await driver.until(lambda: gate.waits or isinstance(app.screen, ReasonDialog), PATIENCE)
    if gate.waits:
        await is_served(driver, gate)
    gate.open()
    await driver.until(lambda: isinstance(app.screen, ReasonDialog))
    await driver.type("slow")
    gate.shut()
    await driver.press("f2")
    await is_served(driver, gate)
    gate.open()
    await driver.hears("Saved")
    await driver.until(lambda: app.screen is main)
    assert "slow" in newest()
    await driver.at_rest()
    # History.
    gate.shut()
    await driver.press("ctrl+l")
    await driver.until(lambda: main.here == HISTORY)
    await is_served(driver, gate)
    gate.open()
    await driver.sees("slow")
    await driver.at_rest()
    # Sync, and giving it up.
    gate.shut("fetch")
    await driver.press("ctrl+u")
    await driver.until(lambda: isinstance(app.screen, SyncDialog) and gate.waits)
    dialog = app.screen
    assert isinstance(dialog, SyncDialog)
    await driver.press("escape")
    await driver.until(lambda: isinstance(dialog.failure, GitCancelled), PATIENCE)  # with the gate shut: git was ended
