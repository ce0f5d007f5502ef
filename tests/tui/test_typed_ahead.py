"""Keys that come faster than the app moves the focus: they reach what they were meant for, and no typed text is lost or obeyed."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message import Message
from textual.widgets import Static

from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.stage import Stage
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.reason import ReasonDialog
from tui.edit_errands import EditErrands
from tui.screens.edit import EditScreen
from tui.screens.listing import Listing
from tui.typed_ahead import is_order
from tui.widgets.navigation import destinations

TO_DUTIES = ("f9", *["down"] * destinations().index("duty"), "enter")
TO_UNITS = ("f9", *["down"] * destinations().index("unit"), "enter")


def keys_of(text: str) -> list[events.Key]:
    """The keys of a text, one a character."""
    return [events.Key(char if char.isalnum() else _character_to_key(char), char) for char in text]


def burst(app: App[Any], *keys: str | list[events.Key] | events.Paste) -> None:
    """Hand over keys at once, as the terminal's reader does after a paste through tmux; nothing is waited for."""
    for key in keys:
        for event in [events.Key(key, None)] if isinstance(key, str) else key if isinstance(key, list) else [key]:
            app.post_message(event)


def form_of(driver: Driver) -> EditScreen | None:
    """The form on top, once the record is in it."""
    screen = driver.app.screen
    return screen if isinstance(screen, EditScreen) and screen.form is not None else None


def ids(driver: Driver) -> list[str]:
    """The ids in the list in the middle."""
    found = driver.app.main.middle
    assert isinstance(found, Listing)
    return [found.records.cursor_id]


async def test_one_burst_from_the_menu_to_the_saved_form(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        app = driver.app
        before = run_git(demo, "rev-list", "--count", "HEAD")
        burst(
            app, *TO_DUTIES, "slash", keys_of("季度"), "enter", "f6", "end", keys_of("qu?n/"), "f2", keys_of("why so")
        )
        await driver.until(lambda: isinstance(app.screen, ReasonDialog) and app.screen.reason == "why so")
        assert run_git(demo, "rev-list", "--count", "HEAD") == before
        burst(app, "f2")
        await driver.hears("Saved")
        assert "why so" in run_git(demo, "log", "-1", "--format=%B")
        assert '+code = "D15qu?n/"' in run_git(demo, "show", "--format=", "HEAD")
        # A paste keeps its place among the keys.
        await driver.until(lambda: app.screen is app.main and not app.main.busy)
        burst(app, "slash", "escape", "slash", keys_of("d"), events.Paste("0"), keys_of("1"), "enter")
        await driver.sees("1 of 25", "Duty D01")


async def test_a_key_about_the_record_does_not_wait_for_the_cursor_to_rest(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        app = driver.app
        burst(app, *TO_UNITS, "home", "down", "down", "f6", keys_of("x"))
        await driver.until(lambda: form_of(driver) is not None and app.screen.is_dirty)  # type: ignore[attr-defined]
        form = form_of(driver)
        assert form is not None
        assert form.record.editing is not None
        assert form.record.editing.id == ids(driver)[0]
        assert str(form.record.after()["code"]).count("x") == 1


async def test_text_waits_for_a_slow_form_and_orders_do_not(
    demo: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, load = threading.Event(), EditErrands.load

    def slow(self: EditErrands, *args: Any) -> Message:
        assert may_read.wait(60)
        return load(self, *args)

    monkeypatch.setattr(EditErrands, "load", slow)
    async with opened(demo, language="en") as driver:
        app = driver.app
        burst(app, *TO_UNITS, "home", "f6")
        await driver.until(lambda: isinstance(app.screen, EditScreen))
        burst(app, "f1")
        await driver.until(lambda: isinstance(app.screen, HelpDialog))
        burst(app, "escape", keys_of("q?a"))
        await driver.until(lambda: isinstance(app.screen, EditScreen))
        assert form_of(driver) is None
        may_read.set()
        await driver.until(lambda: form_of(driver) is not None and app.screen.is_dirty)  # type: ignore[attr-defined]
        await driver.until(lambda: str(form_of(driver).record.after()["code"]).count("q?a") == 1)  # type: ignore[union-attr]


async def test_what_was_typed_ahead_does_not_answer_a_refusal(tmp_path: Path) -> None:
    desk = make_office(tmp_path / "reg")
    screen = EditScreen(desk, "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: screen.form is not None and screen.focused is not None)  # its first field
        assert screen.form is not None
        note, title = screen.form.editor(("note",)), screen.form.editor(("title",))
        note.focus_body()
        await wait_until(pilot, lambda: note.has_focus_within)
        burst(app, "end", keys_of("ring 13800138000"), "f2", keys_of("why"), "enter", "f10", "f10")
        await wait_until(pilot, lambda: isinstance(app.screen, RefusedDialog) and app.typed_ahead.is_empty)
        await wait_until(pilot, lambda: "F10 Save all the same" in screen_text(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen)
        assert note.value == "ring 13800138000"
        # A field that is wrong takes the focus: the reason typed ahead does not run into it.
        title.focus_body()
        await wait_until(pilot, lambda: title.has_focus_within)
        burst(app, "end", "ctrl+u", "f2", keys_of("why"), "f2")
        await wait_until(pilot, lambda: bool(screen.form and screen.form.faults()))
        await pilot.pause()
        assert app.screen is screen
        assert title.value in {"", None}


class Turnstile(Static, can_focus=True):
    """Takes its time over each key and then gives the focus to the other one."""

    def on_key(self, event: events.Key) -> None:
        time.sleep(0.01)  # a slow machine
        app = self.app
        assert isinstance(app, Stage)
        app.messages.append((self.id, event.character))
        self.call_later(app.call_later, self.screen.focus_next)


async def test_a_long_burst_waits_for_every_turn_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.typed_ahead.LONGEST", 0.5)
    app = Stage(Turnstile(id="left"), Turnstile(id="right"))
    typed = "abcdefghij" * 10  # more than a second in all
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: app.focused is not None)
        burst(app, keys_of(typed))
        await wait_until(pilot, lambda: len(app.messages) == len(typed))
    assert app.messages == [(("left", "right")[turn % 2], character) for turn, character in enumerate(typed)]


def test_which_keys_give_orders() -> None:
    orders = ["f1", "f12", "shift+f9", "ctrl+s", "ctrl+q", "escape"]
    texts = ["f", "q", "enter", "down", "tab", "backspace", "full_stop", "plus"]
    assert [key for key in [*orders, *texts] if is_order(events.Key(key, None))] == orders
    assert not is_order(events.Paste("f1"))
