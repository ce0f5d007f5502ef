"""A stage for widgets: apps to mount them in, waiting for a state, and the texts that must not do anything."""

import time
from collections.abc import Callable
from datetime import date

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from tui.shell import ShellApp
from tui.widgets.columns import Column
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.keys_line import KeysLine
from tui.widgets.row_order import Rows

HOSTILE = (
    "[/]",
    "[/b]",
    "[@click=app.quit]点这里[/]",
    "[@click=app.bell]x",
    "art. 5[a]",
    "\\[x]",
    "[link=https://example.invalid]链接[/link]",
    "[Q3] 棚卸 [draft] 見[/ [a=b] [true, false]",
    "$(x) {0} {name} %s",
    "\x1b[2J\x1b]0;title\x07",
    "\x1b]52;c;aGk=\x1b\\",
    "\x1bPdcs\x1b\\ \x1b_apc\x1b\\ \x9b31m \x9d0;x\x9c",
    "a\x00b\x08c\x7fd\re",
    "\u202e反向\u202c \u2066x\u2069 \u061c",
    "零\u200b宽\u2060\ufeff\u00ad 标\U000e0041\U000e007f",
    "e" + "\u0301" * 400 + "尾",
    "\u0301\u0301 开头",
    "👨‍👩‍👧‍👦 👍🏽 🇨🇳 ❤️ か\u3099",
    "长" * 5_000,
    "line\nbreak\ttab",
    "\udc80\udcff",
)
"""Texts of rows 81 to 86 of the threat list: markup, escapes, bidirectional, zero-width, piles, emoji, very long."""


class Stage(ShellApp):
    """Mounts what it is given, with the keys line below."""

    def __init__(self, *widgets: Widget, language: str = "en") -> None:
        super().__init__(language=language)
        self.widgets = widgets
        self.messages: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets
        yield KeysLine()


async def wait_until(pilot: Pilot[int], condition: Callable[[], bool], seconds: float = 60) -> None:
    """Let the app run until a condition holds; fail after a deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the app did not come to the state that was waited for"
        await pilot.pause(0.01)


def screen_lines(app: ShellApp) -> list[str]:
    """The text of every line on the screen."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def screen_text(app: ShellApp) -> str:
    """All lines with breaks between."""
    return "\n".join(screen_lines(app))


COLUMNS = [
    Column(key="code", title="Code", width=5),
    Column(key="title", title="Title", width=20, weight=1),
    Column(key="unit", title="Unit", width=8, rank=1),
]


def make_rows(count: int) -> Rows:
    """Rows `r0`, `r1` ... with a light each."""
    lights = ("red", "yellow", "green", "white", "grey")
    return Rows(
        ids=[f"r{n}" for n in range(count)],
        cells=[(f"D{n:03}", f"季度例会 meeting {n}", f"unit-{n % 7}") for n in range(count)],
        marks=[lights[n % 5] for n in range(count)],
    )


def choices() -> list[Choice]:
    """Twelve units to pick from."""
    return [Choice(value=f"u{n}", label=f"第{n}科", note=f"U{n:02}", search=f"di{n}ke") for n in range(12)]


ROW_FIELDS = (
    FieldSpec(key=("type",), label="Type", required=True),
    FieldSpec(key=("n",), label="Count", editor="number"),
)


def make_specs() -> list[FieldSpec]:
    """One field of each sort."""
    return [
        FieldSpec(key=("title",), label="Title", value="Quarterly meeting", required=True, help="One sentence."),
        FieldSpec(key=("note",), label="Note", editor="long", value="first\nsecond"),
        FieldSpec(key=("due",), label="Due", editor="date", value=date(2026, 6, 30)),
        FieldSpec(key=("tier",), label="Tier", editor="choice", choices=choices, value="u1"),
        FieldSpec(key=("unit",), label="Unit", editor="reference", choices=choices, value=None),
        FieldSpec(key=("posts",), label="Posts", editor="references", choices=choices, value=["u2", "gone"]),
        FieldSpec(key=("aliases",), label="Aliases", editor="texts", value=["one", "two"]),
        FieldSpec(key=("n",), label="Count", editor="number", value=4),
        FieldSpec(key=("dual",), label="Dual", editor="switch", value=None),
        FieldSpec(
            key=("cadence",),
            label="Cadence",
            editor="table",
            value=[{"type": "months", "n": 2, "x": 1}],
            columns=ROW_FIELDS,
        ),
    ]


def make_rules() -> FormRules:
    """Weekends are days of rest, other years than 2026 have no calendar; a count over 5 is wrong."""
    return FormRules(
        today=date(2026, 6, 18),
        working_day=lambda day: day.weekday() < 5 if day.year == 2026 else None,
        validate=lambda key, value: ["more than five"] if key[-1] == "n" and value and value > 5 else [],
    )
