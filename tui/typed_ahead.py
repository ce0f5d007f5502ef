"""Keys typed ahead: each waits until what the key before it began has come to rest, and reaches the widget that it was meant for.

Textual hands a key to the widget that has the focus when the key arrives. The key before it may still be on its way up
through that widget's parents to its action, and where the action moves the focus that takes some messages more. A burst
(a fast typist, a paste through tmux, a terminal that stood still) would all land in the pane that was left, and a text meant
for a form would be taken for commands. So keys and pastes stand in one line here. The first goes at once when nothing is under
way; the others when the queues between the focused widget and the app are empty, the top screen is mounted and nobody has
asked them to wait.

Two may ask. `once_refreshed` is for a focus that is set after the next layout. A screen whose attribute `awaits_typing` is true is
reading and will have a field soon: text waits for it, while keys that give orders (F keys, Ctrl, Esc) go on unless text
stands before them. Where something went wrong, `forget_typed` lets go of what was meant for what did not come.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

LONGEST = 10.0
"""Seconds after which the first key goes on whatever is under way: what hangs must not take the keyboard with it."""
_SPINS = 100
_PAUSE = 0.005
"""Seconds between two looks once so many rounds of the event loop brought no rest."""


class TypedAhead:
    """The line in which keys stand."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._line: deque[events.Event] = deque()
        self._called: events.Event | None = None
        self._asked: dict[Screen[Any], int] = {}
        self._porter: asyncio.Task[None] | None = None

    def keeps(self, event: events.Event) -> bool:
        """Whether an event has to wait; it is posted to the app once more when its turn comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if event is self._called:
            self._called = None
            return False
        if not self._line and self._may_go(event):
            return False
        self._line.append(event)
        if self._porter is None or self._porter.done():
            self._porter = asyncio.create_task(self._let_through())
        return True

    @property
    def is_empty(self) -> bool:
        """Whether no key waits."""
        return not self._line and self._called is None

    def ask_to_wait(self, screen: Screen[Any], *, more: int) -> None:
        """Have keys for a screen wait (1), or no longer (-1)."""
        count = self._asked.pop(screen, 0) + more
        if count > 0:
            self._asked[screen] = count

    def forget(self) -> None:
        """Let go of all that waits."""
        self._line.clear()

    async def _let_through(self) -> None:
        spins, since = 0, time.monotonic()
        while self._line and self._app.is_running:
            if self._may_go(self._line[0]) or (self._called is None and time.monotonic() - since > LONGEST):
                self._called = self._line.popleft()
                self._app.post_message(self._called)
                spins, since = (
                    0,
                    time.monotonic(),
                )  # each has its own turn: a long burst on a slow machine hangs nowhere
            spins += 1
            await asyncio.sleep(0 if spins < _SPINS else _PAUSE)

    def _may_go(self, event: events.Event) -> bool:
        if not self._app.screen_stack:
            return True
        if self._called is not None or any(pump.message_queue_size for pump in self._on_the_way()):
            return False
        screen = self._app.screen
        if not screen.stack_updates or screen in self._asked:  # one that was never shown yet has no focus of its own
            return False
        return is_order(event) or not getattr(screen, "awaits_typing", False)

    def _on_the_way(self) -> Iterator[MessagePump]:
        """Where a key and what it causes pass through: the app, the screen, and all from the focused widget up."""
        yield self._app
        screen = self._app.screen
        yield screen
        if screen.focused is not None:
            yield from screen.focused.ancestors_with_self


def is_order(event: events.Event) -> bool:
    """Whether it is a key that does something wherever the focus is, and types nothing."""
    if not isinstance(event, events.Key):
        return False
    key = event.key.rpartition("+")[2]
    return event.key.startswith("ctrl+") or key == "escape" or (key[:1] == "f" and key[1:].isdecimal())


def once_refreshed(widget: Widget, begin: Callable[..., object], *args: Any) -> None:
    """Do what gives the focus after the next layout; keys wait until it is done.

    Args:
        widget: the screen or a widget in it.
        begin: called once what was mounted just now has its children.
        args: handed to it.
    """
    screen, line = widget.screen, getattr(widget.app, "typed_ahead", None)

    def do() -> None:
        try:
            begin(*args)
        finally:
            if isinstance(line, TypedAhead):
                line.ask_to_wait(screen, more=-1)

    if isinstance(line, TypedAhead):
        line.ask_to_wait(screen, more=1)
    if not screen.call_after_refresh(do) and isinstance(line, TypedAhead):
        line.ask_to_wait(screen, more=-1)  # it is about to close


def forget_typed(widget: Widget) -> None:
    """Let go of the keys that were typed ahead: what they were meant for does not come, something else has to be read first."""
    line = getattr(widget.app, "typed_ahead", None)
    if isinstance(line, TypedAhead):
        line.forget()
