"""Rows 81 to 86 of the threat list: whatever a record holds is shown, never obeyed, on every widget and dialog."""

import unicodedata
from collections.abc import Callable

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from schema.visible import visible
from tests.tui.stage import COLUMNS
from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import make_rows
from tests.tui.stage import make_rules
from tests.tui.stage import screen_lines
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.confirm import MessageDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.widgets.columns import Column
from tui.widgets.diff_view import DiffLine
from tui.widgets.diff_view import DiffView
from tui.widgets.fields.spec import Choice
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.filter_list import FilterList
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

PLACES = ("list", "filter", "diff", "form", "confirm", "message", "leave", "reason", "pick", "row", "toast")


def specs(text: str) -> list[FieldSpec]:
    def offered() -> list[Choice]:
        return [Choice(value=text, label=text, note=text, search=text)]

    table = FieldSpec(key=("c",), label=text, editor="text")
    return [
        FieldSpec(key=("text",), label=text, help=text, value=text),
        FieldSpec(key=("long",), label=text, help=text, editor="long", value=text),
        FieldSpec(key=("date",), label=text, help=text, editor="date", value=None),
        FieldSpec(key=("choice",), label=text, editor="choice", choices=offered, value=text),
        FieldSpec(key=("posts",), label=text, editor="references", choices=offered, value=[text, text + "x"]),
        FieldSpec(key=("texts",), label=text, editor="texts", value=[text]),
        FieldSpec(key=("table",), label=text, editor="table", value=[{"c": text}], columns=(table,)),
    ]


class HostileStage(Stage):
    """Shows one hostile text in one place; a link that worked would leave the app."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__()
        self.place = place
        self.text = text
        self.rang = False

    def compose(self) -> ComposeResult:
        text = self.text
        columns = [Column(key="a", title=text, width=30, weight=1), Column(key="b", title=text, width=20)]
        rows = Rows(ids=["x"], cells=[(text, text)], marks=[text])
        made: dict[str, Callable[[], Widget]] = {
            "list": lambda: RecordList(columns, rows),
            "filter": lambda: FilterList(columns, rows, empty=text),
            "diff": lambda: DiffView([DiffLine("+", text), DiffLine("-", text)]),
            "form": lambda: Form(specs(text), make_rules()),
        }
        yield made.get(self.place, lambda: RecordList(COLUMNS, make_rows(2)))()

    def on_mount(self) -> None:
        text = self.text
        dialogs: dict[str, Callable[[], Screen[object]]] = {
            "confirm": lambda: ConfirmDialog(text, text),  # type: ignore[dict-item,return-value]
            "message": lambda: MessageDialog(text, text, title=text),  # type: ignore[dict-item,return-value]
            "leave": lambda: LeaveDialog(text),  # type: ignore[dict-item,return-value]
            "reason": lambda: ReasonDialog(text, f"@@ {text} @@\n+{text}\n", notes=[text], typed=text),  # type: ignore[dict-item,return-value]
            "pick": lambda: PickDialog(text, [Choice(value=text, label=text, note=text)], chosen=[text]),  # type: ignore[dict-item,return-value]
            "row": lambda: RowDialog(text, Form(specs(text)[:2], make_rules()), {"text": text}),  # type: ignore[dict-item,return-value]
        }
        if self.place in dialogs:
            self.push_screen(dialogs[self.place]())
        if self.place == "toast":
            self.notify(text, title=text)

    def bell(self) -> None:
        self.rang = True


def risky(line: str) -> list[str]:
    """Characters that a terminal would obey or that turn the reading direction."""
    return [
        character
        for character in line
        if unicodedata.category(character) in {"Cc", "Cs"}
        or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"
    ]


@pytest.mark.parametrize("place", PLACES)
async def test_hostile_text_is_shown_and_never_obeyed(place: str) -> None:
    for text in HOSTILE:
        app = HostileStage(place, text)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.pause()
            start = visible(text, multiline=True).split("\n")[0][:6]
            if unicodedata.combining(start[0]) == 0 and "\u0301" not in text and "👨" not in text:
                await wait_until(pilot, lambda app=app, start=start: start in screen_text(app))  # type: ignore[misc]
            for line in screen_lines(app):
                assert risky(line) == [], (place, text[:20])
            if "@click" in text:
                await click_everywhere(app, pilot, start)
            assert app.is_running
            assert app.return_value is None
            assert not app.rang


async def click_everywhere(app: HostileStage, pilot: object, start: str) -> None:
    """Click on every place where the text begins, and one cell on."""
    for y, line in enumerate(screen_lines(app)):
        x = line.find(start)
        if x >= 0:
            for step in (1, 16):
                await pilot.click(offset=(min(x + step, 98), y))  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_a_wall_of_hostile_text_is_drawn_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 86: a megabyte on one line, piles of marks; counted in characters looked at, not in seconds."""
    looked: list[int] = []
    texts = ["x" * 1_000_000, "e" + "\u0301" * 100_000, "字" * 300_000]
    rows = Rows(ids=[str(n) for n in range(3)], cells=[(text, text) for text in texts])
    app = Stage(RecordList([Column(key="a", title="A", width=30), Column(key="b", title="B", width=30)], rows))

    def counted(text: str, *, multiline: bool = False) -> str:
        looked.append(len(text))
        return visible(text, multiline=multiline)

    monkeypatch.setattr("tui.text.visible", counted)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "xxx.." in screen_text(app))
    assert max(looked) < 2_000
