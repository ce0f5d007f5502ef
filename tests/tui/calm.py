"""Waiting for an app to have done what it was asked, without guessing.

Textual's own test harness sleeps 20 ms twice for each key and looks whether the processor was idle meanwhile, which is
half of the time that these tests would take. This one asks the event loop: is anything ready, is a repaint due? Only
while a thread is at work, which no loop knows of, it goes the long way round.
"""

import asyncio
import time

from textual import _wait
from textual._context import active_app
from textual.app import App

_long_wait = _wait.wait_for_idle
_PEEK = 0.002


def is_painting(app: App[object]) -> bool:
    """Whether the screen will draw something anew at its next tick."""
    return any(screen._update_timer._active.is_set() for screen in app.screen_stack[-1:])


def has_errands(app: App[object]) -> bool:
    """Whether a thread is at work for the app."""
    return any(not worker.is_finished for worker in app.workers)


async def wait_for_calm(min_sleep: float = 0.02, max_sleep: float = 1) -> None:
    """Return once nothing is ready in the event loop and nothing is to be painted; takes Textual's arguments."""
    app = active_app.get(None)
    if app is None or not app.is_running or not app.screen_stack:
        await _long_wait(min_sleep, max_sleep)
        return
    loop = asyncio.get_running_loop()
    deadline = time.monotonic() + max_sleep
    while time.monotonic() < deadline:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            continue
        if has_errands(app):
            await _long_wait(0, max_sleep)
            return
        if not is_painting(app):
            return
        await asyncio.sleep(_PEEK)
