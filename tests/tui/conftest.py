"""The demonstration register, built once, copied for each test; and the app on it."""

import os
import shutil
import time
from collections.abc import AsyncIterator
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from contextlib import asynccontextmanager
from fcntl import LOCK_EX
from fcntl import flock
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.git import clean_environment
from store.register import RegisterStore
from store.sample.demo import build
from tests.tui.calm import wait_for_calm
from tui.app import DutybookApp
from tui.language import use

GIT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_PYTHON_REFRESH": "quiet"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English, whatever the one before it in the process spoke."""
    use("en")
    yield
    use("en")


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register with its history and its remote, made once for all processes of a run; tests copy it."""
    ours = tmp_path_factory.getbasetemp()
    folder = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / "built"
    folder.mkdir(exist_ok=True)
    with (folder / "turn").open("w") as turn:
        flock(turn, LOCK_EX)
        if not (folder / "whole").exists():
            build_demo(folder)
            (folder / "whole").touch()
    return folder / "demo"


def build_demo(folder: Path) -> None:
    """Make the demonstration register away from the machine's settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_"))]:
            patch.delenv(name)
        for name, value in GIT.items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(folder))
        patch.setenv("DUTYBOOK_CONFIG_DIR", str(folder / "settings"))
        clean_environment()
        build(folder / "demo")


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration register, away from the machine's settings."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_", "DUTYBOOK_", "LC_"))]:
        monkeypatch.delenv(name)
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DUTYBOOK_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.delenv("VISUAL", raising=False)
    top = tmp_path / "demo"
    shutil.copytree(built_demo, top, symlinks=True)
    shutil.copytree(built_demo.with_name("demo.git"), tmp_path / "demo.git", symlinks=True)
    settings = top / ".git" / "config"  # the copy's remote is the copied one
    settings.write_text(settings.read_text().replace(str(built_demo.parent), str(tmp_path)))
    return top


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app's own harness wait for its state, not for a time."""
    monkeypatch.setattr("textual.app.wait_for_idle", wait_for_calm)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_for_calm)


class Driver:
    """The app with the keyboard of a person."""

    def __init__(self, app: DutybookApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Type a text, as an input method would hand it over."""
        await self.pilot.press(*text)

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Let the app run until a condition holds; fail with the screen after a deadline."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"the app did not come to the state waited for:\n{self.text}"
            await self.pilot.pause(0.02)

    async def sees(self, *texts: str) -> None:
        """Wait until every text stands on the screen."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def at_rest(self) -> None:
        """Wait until the register is open and nothing is under way."""
        main = self.app.main
        await self.until(
            lambda: (
                main.is_open
                and main.obligations_ready
                and not main.busy
                and all(worker.is_finished for worker in self.app.workers)
            )
        )

    async def hears(self, text: str) -> None:
        """Wait until a notification holds a text."""
        await self.until(lambda: any(text in notice.message for notice in self.app._notifications))

    @property
    def lines(self) -> list[str]:
        """The text of every line on the screen."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """All lines with breaks between."""
        return "\n".join(self.lines)


Opened = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Open the app on a register: `async with opened(top, size=(80, 24), language="en") as driver`."""

    @asynccontextmanager
    async def run(
        top: Path, *, size: tuple[int, int] = (120, 40), language: str = "zh_CN", read_only: bool = False
    ) -> AsyncIterator[Driver]:
        app = DutybookApp(lambda: RegisterStore.open(top, read_only=read_only), language=language)
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.at_rest()
            yield driver

    yield run
    use("en")
