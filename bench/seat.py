"""The app as its user sits before it, headless, on a whole register: opening a record, opening its form, and how long keys wait.

`python -m bench.seat NAME ...` runs one and prints one JSON object. What is counted ends when the screen was painted. The floors
are the least that an app of Textual must do for the same: a list with the file's text beside it, a screen with twenty lines.
How long keys wait is asked of the event loop itself: it is to come round every millisecond, and the longest time between two rounds is told.
"""

import asyncio
import sys
import time
import tomllib
from collections.abc import AsyncIterator
from collections.abc import Awaitable
from collections.abc import Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from textual import events
from textual import on
from textual.app import App
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from bench.timing import CPU
from bench.timing import WALL
from bench.timing import Clock
from bench.timing import Program
from bench.timing import Unmeasured
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from schema.identity import Place
from store.files import read
from store.founding import init_repository
from store.register import RegisterStore
from tui.app import DutybookApp
from tui.dialogs.reason import ReasonDialog
from tui.errands import errands_of
from tui.screens.edit import EditScreen
from tui.screens.sync import SyncDialog
from tui.shell import ShellApp
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.line_input import LineInput
from tui.widgets.navigation import HISTORY
from tui.widgets.record_list import RecordList
from tui.widgets.record_view import RecordView
from tui.widgets.row_order import Rows

ROUNDS = 12
LINES = 20
"""How many fields the floor of a form has."""
_PATIENCE = 120.0
_LOOK = 0.004
_ROUND = 0.001
_SIZE = (120, 40)
_KIND = "duty"

Saying = Callable[[], object]


async def until(condition: Saying) -> None:
    """Wait for a state of the app.

    Raises:
        Unmeasured: it did not come.
    """
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            message = f"the app did not come to its state within {_PATIENCE:.0f} s"
            raise Unmeasured(message)
        await asyncio.sleep(_LOOK)


async def painted(app: App[Any]) -> None:
    """Wait until what was asked for so far is painted."""
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


def press(app: App[Any], *keys: str) -> None:
    """Hand keys over as a terminal would, all at once."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


def is_quiet(app: DutybookApp) -> bool:
    """Whether the register is open and nothing is under way."""
    main = app.main
    return (
        main.is_open and main.obligations_ready and not errands_of(main) and all(one.is_finished for one in app.workers)
    )


@asynccontextmanager
async def at_duties(top: str) -> AsyncIterator[DutybookApp]:
    """The app on a register, in the list of duties, at rest."""
    app = DutybookApp(lambda: RegisterStore.open(Path(top)), language="zh_CN")
    async with app.run_test(size=_SIZE):
        await until(lambda: is_quiet(app))
        app.main.go(_KIND)
        await until(lambda: app.main.list is not None and app.main.list.has_focus and app.main.list.row_count)
        await until(lambda: is_quiet(app))
        await painted(app)
        yield app


def _is_other(view: RecordView, before: Place | None) -> bool:
    return view.page.place != before


def record(top: str) -> dict[str, Any]:
    """Go to the next record of a list, until it stands beside the list."""

    async def measure() -> list[Clock]:
        async with at_duties(top) as app:
            view = app.main.query_one(RecordView)
            costs = []
            for _ in range(ROUNDS):
                before = view.page.place
                costs.append(await _timed(app, "down", partial(_is_other, view, before)))
            return costs

    return _series(asyncio.run(measure()))


def record_floor(top: str) -> dict[str, Any]:
    """The same list with the text of the record's file beside it, read and parsed at each step."""
    ids = sorted(path.stem for path in Path(top, "duties").glob("*.toml"))
    app = _Reader(top, ids)

    async def measure() -> list[Clock]:
        async with app.run_test(size=_SIZE):
            await painted(app)
            return [await _timed(app, "down", partial(app.shows, id_)) for id_ in ids[1 : ROUNDS + 1]]

    return _series(asyncio.run(measure()))


def form(top: str) -> dict[str, Any]:
    """Open the form of a record, until its first field has the focus."""

    async def measure() -> list[Clock]:
        async with at_duties(top) as app:
            costs = []
            for _ in range(ROUNDS // 3):
                costs.append(await _timed(app, "f6", lambda: isinstance(app.screen, EditScreen) and app.screen.focused))
                press(app, "escape")
                await until(lambda: app.screen is app.main and is_quiet(app))
            return costs

    return _series(asyncio.run(measure()))


def form_floor() -> dict[str, Any]:
    """Open a screen of twenty lines to type in."""
    app = ShellApp(language="zh_CN")

    async def measure() -> list[Clock]:
        async with app.run_test(size=_SIZE):
            costs = []
            for _ in range(ROUNDS // 3):
                with clock() as cost:
                    app.push_screen(_Lines())
                    await until(lambda: app.screen.focused is not None)
                    await painted(app)
                costs.append(cost)
                app.pop_screen()
                await painted(app)
            return costs

    return _series(asyncio.run(measure()))


class _Reader(ShellApp):
    """The floor of opening a record."""

    def __init__(self, top: str, ids: list[str]) -> None:
        super().__init__(language="zh_CN")
        self._top, self._ids = Path(top), ids
        self.shown = ""

    def compose(self) -> ComposeResult:
        cells = [(id_, f"{number}") for number, id_ in enumerate(self._ids)]
        yield Horizontal(
            FilterList([Column(key="id", title="id", width=20, weight=1), Column(key="n", title="n", width=6)],
                       Rows(ids=self._ids, cells=cells)),
            VerticalScroll(Static(id="text"), can_focus=False),
        )  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(RecordList).focus()

    def shows(self, id_: str) -> bool:
        return self.shown == id_

    @on(RecordList.RowHighlighted)
    def show_text(self, event: RecordList.RowHighlighted) -> None:
        text = read(self._top, f"duties/{event.row_id}.toml").decode()
        tomllib.loads(text)
        self.query_one("#text", Static).update(literal(text, multiline=True))
        self.shown = event.row_id


class _Lines(Screen[None]):
    """The floor of a form."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for _ in range(LINES):
                yield Static("...")
                yield LineInput("...")


async def _timed(app: App[Any], key: str, condition: Saying) -> Clock:
    with clock() as cost:
        press(app, key)
        await until(condition)
        await painted(app)
    return cost


class Watch:
    """Comes round in the event loop every millisecond and keeps the longest time that it had to wait."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Seconds elapsed."""
        self.worked = 0.0
        """The most seconds of the thread's own processor time between two rounds."""
        self.idle = 0.0
        """The most seconds between two rounds in which the thread did not work: it waited for a program or the disk, or others had the processor."""

    @classmethod
    @asynccontextmanager
    async def over(cls) -> "AsyncIterator[Watch]":
        """Watch the event loop while the block runs."""
        watch = cls()
        task = asyncio.create_task(watch._go_round())
        try:
            yield watch
        finally:
            task.cancel()

    def told(self) -> dict[str, Any]:
        """What a program answers."""
        return {**told(Clock()), CPU: self.worked, WALL: self.longest, "idle": self.idle}

    async def _go_round(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(_ROUND)
            now, spent = time.perf_counter(), time.thread_time()
            elapsed, worked = now - wall - _ROUND, spent - cpu
            self.longest, self.worked = max(self.longest, elapsed), max(self.worked, worked)
            self.idle = max(self.idle, elapsed - worked)
            wall, cpu = now, spent


def served(top: str, what: str) -> dict[str, Any]:
    """The longest time that the event loop was not served while git was asked: one of `WORK`."""

    async def measure() -> Watch:
        app = DutybookApp(lambda: RegisterStore.open(Path(top)), language="zh_CN")
        async with app.run_test(size=_SIZE):
            await until(lambda: is_quiet(app))
            prepare, work = WORK[what]
            await prepare(app)
            async with Watch.over() as watch:
                await work(app)
            return watch

    return asyncio.run(measure()).told()


async def _nothing(_app: DutybookApp) -> None:
    """Nothing to prepare."""


async def _reload(app: DutybookApp) -> None:
    press(app, "f5")
    await asyncio.sleep(_LOOK)
    await until(lambda: is_quiet(app))


async def _fill_in(app: DutybookApp) -> None:
    app.main.go(_KIND)
    await until(lambda: app.main.list is not None and app.main.list.has_focus and is_quiet(app))
    press(app, "f6")
    await until(lambda: isinstance(app.screen, EditScreen) and app.screen.focused)
    press(app, "end", "x")
    await until(lambda: isinstance(app.screen, EditScreen) and app.screen.is_dirty)


async def _save(app: DutybookApp) -> None:
    press(app, "f2")
    await until(lambda: isinstance(app.screen, ReasonDialog) and app.screen.focused)
    press(app, *"why", "f2")
    await until(lambda: app.screen is app.main and is_quiet(app))


async def _history(app: DutybookApp) -> None:
    app.main.show_history(None)
    await until(lambda: app.main.middle is not None and app.main.middle.has_focus_within and app.main.here == HISTORY)
    await until(lambda: is_quiet(app))


async def _connect(app: DutybookApp) -> None:
    desk = app.main.desk
    remote = init_repository(desk.top.with_name(f"{desk.top.name}-remote"), bare=True)
    desk.store.git.run("remote", "add", "origin", str(remote.git_dir))


async def _sync(app: DutybookApp) -> None:
    press(app, "ctrl+u")
    await until(lambda: isinstance(app.screen, SyncDialog))
    pushed = app.main.desk.top.with_name(f"{app.main.desk.top.name}-remote") / "refs" / "heads" / "main"
    await until(lambda: pushed.exists() and all(one.is_finished for one in app.workers))
    await painted(app)


WORK: dict[str, tuple[Callable[[DutybookApp], Awaitable[None]], Callable[[DutybookApp], Awaitable[None]]]] = {
    "reload": (_nothing, _reload),
    "save": (_fill_in, _save),
    "history": (_nothing, _history),
    "sync": (_connect, _sync),
}
"""What asks git: what comes before, and what is watched."""


def opening(top: str) -> dict[str, Any]:
    """The same while the register is opened, from the first paint until Today is filled."""

    async def measure() -> Watch:
        app = DutybookApp(lambda: RegisterStore.open(Path(top)), language="zh_CN")
        async with app.run_test(size=_SIZE):
            async with Watch.over() as watch:
                await until(lambda: is_quiet(app))
            return watch

    return asyncio.run(measure()).told()


def _series(costs: list[Clock]) -> dict[str, Any]:
    return {**told(Clock()), CPU: [cost.cpu for cost in costs], WALL: [cost.wall for cost in costs]}


PROGRAMS: dict[str, Program] = {
    "record": record,
    "record-floor": record_floor,
    "form": form,
    "form-floor": form_floor,
    "served": served,
    "opening": opening,
}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
