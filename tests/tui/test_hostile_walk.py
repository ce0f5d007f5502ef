"""Hostile text in every field of every kind: each destination and whatever the registry of actions opens there shows it, and nothing obeys it.

Destinations come from the navigation and actions from the bindings in force, so that a new screen is walked over without a word here.
"""

import subprocess
from pathlib import Path

import pytest

from schema.reference import texts
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.hostile import assert_clean
from tests.tui.hostile import hostile_register
from tui.actions import find_action
from tui.widgets.navigation import SYNC
from tui.widgets.navigation import Navigation
from tui.widgets.navigation import destinations

TITLE = "[@click=app.quit]点[/] \\\\u202e \\\\u001b[2J"
LEFT_OUT = {"app.quit", "form.leave", "main.external", "main.present", "main.back", "main.menu"}
"""What ends the walk, or is walked anyhow."""
CLOSING = ("escape", "f10", "escape", "escape", "escape", "escape")
"""Keys that close whatever was opened and keep nothing: F10 throws away what a form holds."""


@pytest.mark.parametrize(
    ("size", "language"), [((80, 24), "zh_CN"), pytest.param((120, 40), "en", marks=pytest.mark.soak)]
)
async def test_hostile_text_does_nothing_wherever_a_key_leads(
    tmp_path: Path, opened: Opened, size: tuple[int, int], language: str
) -> None:
    top = tmp_path / "hostile"
    hostile_register(top)
    (top / "register.toml").write_text(f'format = 1\ntitle = "{TITLE}"\nlanguage = "zh"\n')
    before = state_of(top)
    pressed: set[str] = set()
    seen: set[str] = set()
    async with opened(top, size=size, language=language) as driver:
        main = driver.app.main
        held = sum(1 for _kind, record in main.desk.view.register.everything() for _text in texts(record))
        assert held > 400, "the register was meant to hold hostile text, and to be readable"
        for destination in destinations():  # Sync is the last: it is a dialog
            await go_to(driver, destination, seen)
            if destination != SYNC:
                await press_all(driver, destination, pressed, seen)
        assert driver.app.screen is main
    assert driver.app.return_code in {0, None}
    assert {"HelpDialog", "EditScreen", "OutsideDialog", "CopyDialog", "AsOfDialog", "HandoverDialog"} <= seen
    assert {"FileDialog", "PickDialog", "SettingsDialog", "SyncDialog"} <= seen
    assert {
        "main.edit",
        "main.history",
        "main.follow",
        "list.filter",
        "app.palette",
        "matrix.filter",
        "map.view",
        "year.view",
    } <= pressed
    assert state_of(top) == before


def state_of(top: Path) -> str:
    """The commit and what lies beside it: no edit may happen."""
    done = [
        subprocess.run(["git", "-C", str(top), *words], capture_output=True, text=True, check=True).stdout
        for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "-uall"))
    ]
    return "".join(done)


async def arrive(driver: Driver, destination: str) -> None:
    """Go there from the menu."""
    main = driver.app.main
    navigation = main.query_one(Navigation)
    if driver.app.focused is not navigation:
        await driver.press("f9")
    await driver.until(lambda: navigation.has_focus)
    navigation.go_to(destination)
    await driver.press("enter")
    await driver.until(lambda: main.here == destination or driver.app.screen is not main)
    await driver.at_rest()


async def go_to(driver: Driver, destination: str, seen: set[str]) -> None:
    """Go there, look at both ends of it, and at the record beside it."""
    await arrive(driver, destination)
    for key in ("", "end", "enter", "pagedown"):
        await driver.press(*filter(None, [key]))
        assert_clean(driver.app)
        seen.add(type(driver.app.screen).__name__)
    await close(driver)


async def press_all(driver: Driver, destination: str, pressed: set[str], seen: set[str]) -> None:
    """Press each key in force that was not pressed yet, and look at what it opens."""
    main = driver.app.main
    if main.here != destination:  # Enter led to a record elsewhere
        await arrive(driver, destination)
    for action_id in sorted(actions_here(driver) - pressed - LEFT_OUT):
        if main.here != destination:
            await arrive(driver, destination)
        action = find_action(action_id)
        if action is None or action_id not in actions_here(driver):
            continue
        pressed.add(action_id)
        await driver.press(action.keys[0])
        await driver.at_rest()
        assert_clean(driver.app)
        seen.add(type(driver.app.screen).__name__)
        await close(driver)


def actions_here(driver: Driver) -> set[str]:
    """The actions of the registry whose keys would do something now."""
    found = driver.app.screen.active_bindings.values()
    return {active.binding.id for active in found if active.enabled and active.binding.id}


async def close(driver: Driver) -> None:
    """Come back to the main screen."""
    main = driver.app.main
    for key in CLOSING:
        if driver.app.screen is main:
            return
        await driver.press(key)
        await driver.at_rest()
    await driver.until(lambda: driver.app.screen is main, seconds=5)
