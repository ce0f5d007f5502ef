"""Draws docs/pictures/: the app on the demonstration register, headless, the same bytes on every machine.

`python -m docs.pictures` builds the demonstration in a temporary folder, presses keys, and writes one SVG a screen.
Characters are placed by cell, so that Chinese and ASCII stand in columns whatever font a browser has.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from html import escape
from pathlib import Path

from rich.cells import cell_len
from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets import TextArea

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.git import clean_environment
from store.register import RegisterStore
from store.review.proposing import hand_in
from store.review.proposing import own_draft
from store.review.proposing import save_to_proposal
from store.sample.demo import DemoBuilt
from store.sample.demo import build
from tui.app import DutybookApp
from tui.shell import ShellApp
from tui.welcome import WelcomeApp
from tui.widgets.navigation import destinations

PICTURES = Path(__file__).parent / "pictures"
SIZE = (120, 40)
"""Columns and lines."""
WELCOME_SIZE = (100, 18)
"""The same of the first screen, which holds little."""

CELL, LINE, EDGE = 9.6, 20.0, 12.0
"""Width and height of a cell and the margin around, in pixels."""
_FONT = "'DejaVu Sans Mono','Sarasa Mono SC','Noto Sans Mono CJK SC','Noto Sans CJK SC',Menlo,Consolas,monospace"
_DARK, _LIGHT = "#121212", "#e0e0e0"
_WAIT = 20.0

Keys = Sequence[str]


def _way_to(destination: str) -> Keys:
    """The keys that lead to a destination from the start."""
    return ("f9", *["down"] * destinations().index(destination), "enter")


_DUTIES = _way_to("duty")


def scenes() -> Iterator[tuple[str, Keys, str]]:
    """Every picture: its name, the keys pressed, and a text that stands on the screen once it is ready; `{commits}` is how many there are."""
    yield "today", (), "主题党日"
    yield "list", (*_DUTIES, "wait:25 行", "slash", *"zrz", "wait:/ 25 行", "down", "down"), "/ 25 行"
    yield "record", (*_DUTIES, "wait:25 行", "down", "down", "wait:quarterly-review", "enter"), "2026-Q3"
    yield "edit", (*_DUTIES, "wait:25 行", "down", "down", "wait:quarterly-review", "f6", "wait:D03"), "层级原文"
    yield "history", (*_way_to("history"), "wait:{commits} 行", "down", "down"), "{commits} 行"
    yield "map", (*_way_to("map"), "wait:18 x 25", "down", "down", "right"), "18 x 25"
    yield "year", (*_way_to("year"), "wait:100%", "pageup"), "2026-10-30"
    yield "review", _way_to("review"), "1 行"
    yield "tutorial", ("shift+f1", "wait:教程 1/11", "enter"), "教程 2/11"


def propose(store: RegisterStore) -> None:
    """Leave a proposal that waits for its approver, so that Review has something to show; it was made on the demonstration's day."""
    field = FieldChange(key=("title",), value="责任制工作领导小组")
    change = RecordChange(kind="group", id="implementation-group", verb=Verb.EDIT, fields=(field,))
    name = f"{own_draft(store).rpartition('/')[0]}/group-title"
    clean_environment()  # the first git command of a process would take the dates out again
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{store.today.isoformat()}T10:00:00+08:00")
    os.environ.update(dates)
    try:
        save_to_proposal(store, ChangeSet(action="set", records=(change,), reason="按新印发的文件调整名称"), name)
        hand_in(store, name, "领导小组更名", "请审批。")
    finally:
        for date in dates:
            del os.environ[date]


def lines_of(app: ShellApp) -> list[Strip]:
    """The lines on the screen."""
    return list(app.screen._compositor.render_strips())  # noqa: SLF001 - Textual offers whole SVGs alone, misplaced for CJK


async def wait_for(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Let the app run until something holds."""
    for _turn in range(int(_WAIT / 0.02)):
        if condition():
            return
        await pilot.pause(0.02)
    message = f"the picture never came to: {what}"
    raise TimeoutError(message)


def is_at_rest(app: DutybookApp) -> bool:
    """Whether nothing is under way any more."""
    main = app.main
    return main.is_open and main.obligations_ready and all(worker.is_finished for worker in app.workers)


def shows(app: DutybookApp, text: str) -> Callable[[], bool]:
    """Whether a text stands on the screen and nothing is under way."""
    return lambda: is_at_rest(app) and any(text in strip.text for strip in lines_of(app))


async def take(made: DemoBuilt, keys: Keys, ready: str) -> str:
    """Run the app on the demonstration, press keys, and give the picture."""
    top = made.top
    keys = [key.format(commits=made.commits) for key in keys]
    ready = ready.format(commits=made.commits)
    app = DutybookApp(lambda: RegisterStore.open(top), language="zh_CN")
    async with app.run_test(size=SIZE) as pilot:
        await wait_for(pilot, lambda: is_at_rest(app), "rest")
        for key in keys:
            if key.startswith("wait:"):
                await wait_for(pilot, shows(app, key.removeprefix("wait:")), key)
            else:
                await pilot.press(key)
        await wait_for(pilot, shows(app, ready), ready)
        for widget in app.screen.query("*"):
            if isinstance(widget, Input | TextArea):
                widget.cursor_blink = False
        await settle(pilot, app)
        return draw(lines_of(app), SIZE)


async def take_welcome() -> str:
    """The picture of the app where there is no register, in a folder that is nowhere and counts for empty."""
    app = WelcomeApp(Path("/home/chenhe/台账"), None, language="zh_CN")
    async with app.run_test(size=WELCOME_SIZE) as pilot:
        await pilot.press("down", "down")
        await wait_for(pilot, lambda: any("五分钟教程" in strip.text for strip in lines_of(app)), "what the sample is")
        return draw(lines_of(app), WELCOME_SIZE)


async def settle(pilot: Pilot[int], app: DutybookApp) -> None:
    """Wait until the screen stays as it is."""
    before: list[str] = []
    for _turn in range(60):
        await pilot.pause(0.15)
        now = [strip.text for strip in lines_of(app)]
        if now == before and is_at_rest(app):
            return
        before = now


def draw(strips: Iterable[Strip], size: tuple[int, int]) -> str:
    """Draw lines of the screen as SVG."""
    width, height = size[0] * CELL + 2 * EDGE, size[1] * LINE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">',
        f"<style>text{{font-family:{_FONT};font-size:16px;white-space:pre}}.b{{font-weight:bold}}.w{{font-size:18px}}.d{{opacity:.6}}</style>",
        f'<rect width="{width:g}" height="{height:g}" rx="6" fill="{_DARK}"/>',
    ]
    for number, strip in enumerate(strips):
        texts: list[str] = []
        start = 0
        for segment in strip:
            cells = cell_len(segment.text)
            parts += _background(segment.style, start, number, cells)
            texts += _texts(segment, start, number)
            start += cells
        parts += texts
    return "\n".join([*parts, "</svg>"]) + "\n"


def _colours(style: Style | None) -> tuple[str, str]:
    """Colour of the text and of what lies behind it."""
    front = style.color.get_truecolor().hex if style and style.color and not style.color.is_default else _LIGHT
    back = style.bgcolor.get_truecolor().hex if style and style.bgcolor and not style.bgcolor.is_default else _DARK
    return (back, front) if style and style.reverse else (front, back)


def _background(style: Style | None, start: int, number: int, cells: int) -> Iterator[str]:
    back = _colours(style)[1]
    if back != _DARK and cells:
        x, y = EDGE + start * CELL, EDGE + number * LINE
        yield f'<rect x="{x:g}" y="{y:g}" width="{cells * CELL + 0.3:g}" height="{LINE + 0.3:g}" fill="{back}"/>'


def _texts(segment: Segment, start: int, number: int) -> Iterator[str]:
    """One element for each run of characters that are equally wide, each character at its own cell."""
    style = segment.style or Style()
    y = EDGE + number * LINE + 15
    for text, places, wide in _runs(segment.text, start):
        names = " ".join(name for name, on in (("b", style.bold), ("d", style.dim), ("w", wide)) if on)
        marked = f' class="{names}"' if names else ""
        xs = " ".join(f"{EDGE + place * CELL:g}" for place in places)
        yield f'<text{marked} x="{xs}" y="{y:g}" fill="{_colours(style)[0]}">{escape(text)}</text>'


def _runs(text: str, start: int) -> Iterator[tuple[str, list[int], bool]]:
    """Runs of equally wide characters without blanks, with the cell of each and whether they take two."""
    run, places, wide = "", list[int](), False
    at = start
    for first, end, cells in split_graphemes(text)[0]:
        sign = text[first:end]
        if run and (sign.isspace() or len(sign) > 1 or (cells > 1) is not wide):
            yield run, places, wide
            run, places = "", []
        if not sign.isspace():
            run, places, wide = run + sign, [*places, at], cells > 1
            if len(sign) > 1:  # a character of several code points stands alone: places are counted by code point
                yield run, places, wide
                run, places = "", []
        at += cells
    if run:
        yield run, places, wide


def main() -> int:
    """Draw all pictures, or those named."""
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", DUTYBOOK_CONFIG_DIR=tempfile.mkdtemp())
    clean_environment()
    PICTURES.mkdir(exist_ok=True)
    for name, keys, ready in scenes():
        if not sys.argv[1:] or name in sys.argv[1:]:
            with tempfile.TemporaryDirectory() as folder:
                made = build(Path(folder) / "demo")
                if name == "review":
                    propose(RegisterStore.open(made.top))
                (PICTURES / f"{name}.svg").write_text(asyncio.run(take(made, keys, ready)), encoding="utf-8")
            print(PICTURES / f"{name}.svg")
    if not sys.argv[1:] or "welcome" in sys.argv[1:]:
        (PICTURES / "welcome.svg").write_text(asyncio.run(take_welcome()), encoding="utf-8")
        print(PICTURES / "welcome.svg")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
