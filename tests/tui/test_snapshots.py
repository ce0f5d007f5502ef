"""Every screen as it was when somebody last looked at it: at 80x24 and at 120x40, in Chinese and in English.

`make screens` accepts what is drawn now; the difference of `tests/tui/screens/` is then read like any other. Why these are
texts of our own: docs/decisions/0015-pictures-of-screens.md.
"""

import os
import time
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from docs.pictures import propose
from store.register import RegisterStore
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.picture import SCREENS
from tests.tui.picture import picture
from tests.tui.picture import read
from tests.tui.picture import write
from tests.tui.scenes import SCENES
from tests.tui.scenes import walk
from tui.widgets.navigation import destinations

ACCEPT = bool(os.environ.get("DUTYBOOK_ACCEPT_SCREENS"))
"""Whether what is drawn now is taken for right."""
_PATIENCE = 10.0
"""Seconds that a screen has to come to rest; one that is as it should be is not waited for."""
_STILL = 0.4


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_screen_looks_as_it_did(
    demo: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], language: str
) -> None:
    hold_still(monkeypatch)
    propose(RegisterStore.open(demo))
    folder = SCREENS / f"{language}-{size[0]}x{size[1]}"
    wrong: list[str] = []
    async with opened(demo, size=size, language=language) as driver:
        async for scene in walk(driver):
            kept = folder / f"{scene.name}.txt"
            now = await (accept(driver) if ACCEPT else come_to(driver, text_of(kept)))
            if ACCEPT:
                folder.mkdir(parents=True, exist_ok=True)
                kept.write_text(now, encoding="utf-8")
            elif now != text_of(kept):
                wrong.append(tell(kept, now, tmp_path))
    assert not wrong, "\n".join([*wrong, "If this is how it is to look: make screens, and look at the difference."])
    assert {path.stem for path in folder.glob("*.txt")} == {scene.name for scene in SCENES}


def hold_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing on the screen depend on the machine, on the hour or on chance."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "")  # the proposal sets them; they are put back after the test
    monkeypatch.setattr("secrets.choice", lambda signs: signs[0])
    monkeypatch.setenv("DUTYBOOK_CONFIG_DIR", "/home/wu-shi/.config/dutybook")  # is shown; nothing is there


def text_of(kept: Path) -> str:
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def strips_of(driver: Driver) -> list[Strip]:
    return list(driver.app.screen._compositor.render_strips())


async def come_to(driver: Driver, wanted: str) -> str:
    """Give the screen as soon as it is the one wanted, or after a while as it is."""
    deadline = time.monotonic() + _PATIENCE
    while (now := write(strips_of(driver))) != wanted and time.monotonic() < deadline:
        driver.app.clear_notifications()
        await driver.pilot.pause(0.03)
    return now


async def accept(driver: Driver) -> str:
    """Give the screen once it stays as it is."""
    now, since = "", time.monotonic()
    while time.monotonic() < since + _STILL:
        driver.app.clear_notifications()
        await driver.pilot.pause(0.05)
        if (new := write(strips_of(driver))) != now:
            now, since = new, time.monotonic()
    return now


def tell(kept: Path, now: str, folder: Path) -> str:
    """Say what differs, and draw both."""
    for name, text in (("was", text_of(kept)), ("is", now)):
        (folder / f"{kept.stem}-{name}.svg").write_text(picture(read(text)), encoding="utf-8")
    lines = unified_diff(
        text_of(kept).splitlines(), now.splitlines(), f"{kept.stem} kept", f"{kept.stem} now", n=1, lineterm=""
    )
    return "\n".join([*lines, f"Drawn: {folder}/{kept.stem}-was.svg and {kept.stem}-is.svg", ""])


def test_the_walk_leads_to_every_destination() -> None:
    beside = {"today", "map", "year", "history", "review", "check", "assess", "sync"}
    assert beside <= {scene.to for scene in SCENES}
    assert {scene.to for scene in SCENES} <= set(destinations())
    assert len({scene.name for scene in SCENES}) == len(SCENES)


TEXTS = st.text(st.sampled_from("ab .月职é👍-"), max_size=12)
STYLES = st.builds(
    Style,
    color=st.sampled_from([None, "red", "#0178d4"]),
    bgcolor=st.sampled_from([None, "#121212"]),
    bold=st.sampled_from([None, True]),
)


@given(
    st.lists(
        st.lists(st.tuples(TEXTS, STYLES).map(lambda one: Segment(*one)), max_size=4).map(Strip), min_size=1, max_size=3
    )
)
def test_what_is_written_of_a_screen_is_all_of_it(strips: list[Strip]) -> None:
    text = write(strips)
    again = read(text)
    assert write(again) == text
    assert [strip.text.rstrip() for strip in again] == [strip.text.rstrip() for strip in strips]
    assert picture(again).startswith("<svg ")
