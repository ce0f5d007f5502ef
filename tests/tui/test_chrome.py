"""Our own chrome is one cell wide on every terminal, and every module stays small."""

import ast
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from tests.tui.stage import COLUMNS
from tests.tui.stage import Stage
from tests.tui.stage import make_rows
from tests.tui.stage import screen_lines
from tests.tui.stage import wait_until
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.language import load_catalogue
from tui.widgets.filter_list import FilterList

TUI = Path(__file__).parents[2] / "tui"

NEVER_DRAWN = {"pinyin.py"}
"""Modules whose strings are data to compare with and never come to the screen."""


def ambiguous(text: str) -> set[str]:
    """Characters that are one cell wide here and two there (UAX 11, class A)."""
    return {character for character in text if unicodedata.east_asian_width(character) == "A" and ord(character) > 0x7F}


def test_no_string_of_ours_holds_an_ambiguous_character() -> None:
    found = {
        f"{path.name}: {node.value!r}"
        for path in TUI.glob("**/*.py")
        if path.name not in NEVER_DRAWN
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ambiguous(re.sub(r"\[.*\]", "", node.value))
    }
    assert found == set()


def test_no_translation_and_no_stylesheet_holds_one() -> None:
    assert ambiguous("".join(load_catalogue("zh_CN")._messages.values())) == set()
    assert ambiguous("".join(path.read_text(encoding="utf-8") for path in TUI.glob("**/*.tcss"))) == set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_line_on_the_screen_holds_one(size: tuple[int, int]) -> None:
    both = FilterList(COLUMNS, make_rows(100))
    app = Stage(both, language="zh_CN")
    async with app.run_test(size=size, notifications=True) as pilot:
        app.notify("said")
        await wait_until(pilot, lambda: "said" in "".join(screen_lines(app)))
        assert ambiguous("".join(screen_lines(app))) == set()
        for key in ("f1", "ctrl+p"):
            await pilot.press(key)
            await wait_until(pilot, lambda: app.screen is not app.screen_stack[0])
            await pilot.pause()
            assert ambiguous("".join(screen_lines(app))) == set()
            await pilot.press("escape")
            await wait_until(pilot, lambda: len(app.screen_stack) == 1)
        app.push_screen(ConfirmDialog("a", "b"))
        app.push_screen(CalendarDialog(None, today=date(2026, 6, 18)))
        await wait_until(pilot, lambda: "[18?]" in "".join(screen_lines(app)))
        assert ambiguous("".join(screen_lines(app))) == set()
