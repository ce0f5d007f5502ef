"""The year: a light for each day on which something is due, and how much each unit has done."""

from datetime import date
from pathlib import Path

import pytest

from schema.marks import Light
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.builders import by_date
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_main import record_text
from tui.desk import View
from tui.dialogs.pick import PickDialog
from tui.language import use
from tui.screens.year import YearPane
from tui.screens.year_book import ALL
from tui.screens.year_book import write_year
from tui.widgets.year_grid import SIGNS
from tui.widgets.year_grid import Due
from tui.widgets.year_grid import sort_of_day

Q3 = date(2026, 9, 30)


async def open_year(driver: Driver) -> YearPane:
    driver.app.main.go("year")
    pane = driver.app.main.middle
    assert isinstance(pane, YearPane)
    await driver.until(lambda: pane.book is not None and pane.grid.has_focus)
    return pane


async def test_a_day_says_what_is_due_and_enter_opens_the_duty(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_year(driver)
        await driver.sees("2026 All units", "R+", " 81%")
        await driver.press("pageup", "pageup", "pageup")
        assert pane.grid.day == Q3
        await driver.until(lambda: "2026-09-30 Wed, working day" in record_text(driver))
        assert record_text(driver).count("[Red] ") == 2
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("theme")
        await driver.press("enter")
        await driver.until(lambda: driver.app.main.place == ("duty", "branch-theme-day"))
        await open_year(driver)
        await driver.press("up", "down", "f7")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("pomegranate")
        await driver.press("enter")
        await driver.sees("2026 Pomegranate village")
        assert pane.book is not None
        assert pane.book.due(pane.unit)[Q3].light == "red"
        assert pane.book.due(pane.unit)[Q3].number < pane.book.due(ALL)[Q3].number
        await driver.press("y")
        await driver.hears("Handed to the terminal, ")
        assert "2026-09-30\tWed\tRed\tBranch theme days" in driver.app.clipboard


@pytest.mark.parametrize(("size", "language"), [((120, 40), "en"), ((80, 24), "zh_CN")])
async def test_years_turn_and_how_much_is_done_is_listed(
    demo: Path, opened: Opened, size: tuple[int, int], language: str
) -> None:
    async with opened(demo, size=size, language=language) as driver:
        pane = await open_year(driver)
        assert pane.grid.is_tall == (size[0] == 120)
        await driver.sees("节假日" if language == "zh_CN" else "= holiday")
        if size[0] == 80:
            await driver.sees("81% 9/11", "2026-11-23 周一，工作日: 无到期事项")
        await driver.press("end", "right")
        assert pane.grid.day == date(2027, 1, 1)
        await driver.until(lambda: pane.book is not None and pane.book.year == 2027)
        await driver.press("ctrl+left")
        await driver.until(lambda: pane.book is not None and pane.book.year == 2026)
        await driver.press("f4")
        await driver.until(lambda: pane.done.records.has_focus)
        await driver.sees("****.**.8*.*", " 83% 100%")
        await driver.until(lambda: "################----  81% 9/11" in record_text(driver))
        pane.done.records.go_to("pomegranate-village")
        await driver.until(lambda: record_text(driver).count("15/16") == 0 and "50% 1/2" in record_text(driver))
        await driver.press("enter")
        await driver.until(lambda: pane.grid.has_focus and pane.unit == "pomegranate-village")
        await driver.press("ctrl+home")
        assert pane.grid.day == date(2026, 11, 23)
        x, y = pane.grid.region.offset
        assert pane.grid.day_at(4, 2 if pane.grid.is_tall else 1) == date(2026, 1, 1)
        assert pane.grid.day_at(4, 0) is None
        await driver.pilot.click(offset=(x + 4, y + (2 if pane.grid.is_tall else 1)))
        assert pane.grid.day == date(2026, 1, 1)


def test_what_is_due_in_january_of_last_years_work_is_in_this_year() -> None:
    use("en")
    made = (
        RegisterBuilder().unit("s", parent="office").duty("report", by_date("01-31+1y"), since="2024-01-01", lead=["s"])
    )
    made.duty("meet", at_least(1), lead=["office"]).activity("2026-02-01", "meet")
    book = write_year(View(made.build(), date(2026, 5, 15)), 2026)
    assert [(one.duty, one.period) for one in book.of("s") if one.duty == "report"] == [("report", "2025")]
    assert book.due(ALL)[date(2026, 3, 31)] == Due("green", 1)
    assert {one.light for one in book.of(ALL)} >= {Light.RED, Light.GREEN}
    months = book.months(ALL)
    assert (months[3].done, months[3].settled, months[6].settled) == (1, 1, 0)
    assert book.sums(ALL)[3] == "100% 1/1"
    assert book.sums(ALL)[6].strip() == "0/1"
    row = dict(zip(book.rows.ids, book.rows.cells, strict=True))["office"]
    assert row[1] == "0.*........."  # January of last year's report is missed, March is done


def test_days_are_told_apart_by_the_registers_calendar() -> None:
    workdays = RegisterBuilder().calendar().build().workdays
    sorts = {
        day: sort_of_day(date(2026, *day), workdays.is_workday) for day in ((1, 1), (1, 4), (1, 5), (1, 10), (10, 10))
    }
    assert sorts == {(1, 1): "holiday", (1, 4): "made-up", (1, 5): "working", (1, 10): "rest", (10, 10): "made-up"}
    assert set(sorts.values()) == set(SIGNS)
