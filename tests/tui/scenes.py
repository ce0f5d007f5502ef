"""A walk over every screen of the app, for whoever wants to look at each: where to go, which keys to press, how to come back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from textual.widgets import Input
from textual.widgets import TextArea

from tests.tui.conftest import Driver
from tui.screens.year import YearPane
from tui.widgets.matrix_view import MatrixView
from tui.widgets.navigation import ASSESS
from tui.widgets.navigation import CHECK
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import MAP
from tui.widgets.navigation import REVIEW
from tui.widgets.navigation import SYNC
from tui.widgets.navigation import TODAY
from tui.widgets.navigation import YEAR
from tui.widgets.record_list import RecordList


@dataclass(frozen=True)
class Scene:
    """A screen, and the way to it from the main screen."""

    name: str
    to: str = ""
    """The destination; empty to stay where the scene before was."""
    row: str = ""
    """The record that the cursor is to be on."""
    keys: tuple[str, ...] = ()


SCENES = (
    Scene("today", TODAY),
    Scene("menu", TODAY, keys=("f9", "down")),
    Scene("duties", "duty", "quarterly-review"),
    Scene("filtered", "duty", keys=("slash", *"zrz")),
    Scene("record", "duty", "quarterly-review", keys=("enter",)),
    Scene("form", "duty", "quarterly-review", keys=("f6",)),
    Scene("acts", "duty", "quarterly-review", keys=("f11",)),
    Scene("handover", "post", "deputy-secretary", keys=("shift+f11",)),
    Scene("map", MAP, keys=("down", "down", "right")),
    Scene("map-units", MAP, keys=("f4",)),
    Scene("map-groups", MAP, keys=("f4",)),
    Scene("map-days", MAP, keys=("f4",)),
    Scene("year", YEAR, keys=("pageup",)),
    Scene("year-done", YEAR, keys=("f4",)),
    Scene("history", HISTORY, keys=("down", "down")),
    Scene("review", REVIEW),
    Scene("check", CHECK),
    Scene("assess", ASSESS),
    Scene("assess-lines", ASSESS, keys=("f4",)),
    Scene("assess-case", ASSESS, keys=("f4",)),
    Scene("work", TODAY, keys=("home", "f8")),
    Scene("help", TODAY, keys=("f1",)),
    Scene("commands", TODAY, keys=("ctrl+p",)),
    Scene("settings", TODAY, keys=("f12",)),
    Scene("sync", SYNC),
)
"""Every screen that a register at rest can show, each destination of the navigation once at least."""
CLOSING = ("escape", "f10", "escape", "escape")
"""Keys that close whatever was opened and keep nothing: F10 throws away what a form holds."""


async def walk(driver: Driver) -> AsyncIterator[Scene]:
    """Go to one screen after the other; each is closed again once it was looked at."""
    for scene in SCENES:
        if scene.to == SYNC:
            await driver.press("ctrl+u")
        else:
            await arrive(driver, scene)
        await driver.press(*scene.keys)
        await driver.at_rest()
        for widget in driver.app.screen.query("*"):
            if isinstance(widget, Input | TextArea):
                widget.cursor_blink = False
        yield scene
        await close(driver)


async def arrive(driver: Driver, scene: Scene) -> None:
    """Go to the destination of a scene, and to its row."""
    main = driver.app.main
    if scene.to != main.here:
        main.go(scene.to)
        await driver.pilot.pause()  # the focus follows the next repaint
    await driver.at_rest()
    await driver.until(lambda: is_filled(driver))
    if scene.row:
        assert main.list is not None
        main.list.go_to(scene.row)
        await driver.until(lambda: main.place is not None and main.place[1] == scene.row)


def is_filled(driver: Driver) -> bool:
    """Whether what has the focus shows something that keys can move over."""
    main, focused = driver.app.main, driver.app.focused
    if isinstance(focused, RecordList):
        return main.middle is not None and main.middle.has_focus_within and focused.total_count > 0
    if isinstance(focused, MatrixView):
        return focused.here is not None
    return isinstance(main.middle, YearPane) and main.middle.has_focus_within and main.middle.book is not None


async def close(driver: Driver) -> None:
    """Come back to the main screen, and to its list."""
    main = driver.app.main
    if driver.app.screen is main:
        if not (main.middle and main.middle.has_focus_within):
            await driver.press("escape")
        elif isinstance(driver.app.focused, Input):
            await driver.press("escape", "escape")
        return
    for key in CLOSING:
        if driver.app.screen is main:
            return
        await driver.press(key)
        await driver.at_rest()
    await driver.until(lambda: driver.app.screen is main)
