"""The responsibility map: matrix, units, groups, two days, and a day of its own."""

from datetime import date
from pathlib import Path

import pytest

from schema.kinds.person import Person
from schema.matrix import matrix
from schema.obligation import obligations
from store.register import RegisterStore
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_main import record_text
from tests.tui.test_past import go_back
from tui.desk import Desk
from tui.desk import View
from tui.dialogs.calendar import CalendarDialog
from tui.language import use
from tui.screens.map import MapPane
from tui.screens.map_cell import cell_lines
from tui.screens.map_rows import chart_of_changes
from tui.screens.map_rows import draw
from tui.screens.map_words import sign_of
from tui.screens.year import YearPane
from tui.screens.year_book import ALL
from tui.screens.year_book import write_year
from tui.widgets.day_line import day_later
from tui.widgets.day_line import month_later

DAY = date(2026, 11, 23)


async def open_map(driver: Driver) -> MapPane:
    driver.app.main.go("map")
    pane = driver.app.main.middle
    assert isinstance(pane, MapPane)
    await driver.until(lambda: pane.drawn is not None and pane.matrix.has_focus)
    return pane


def shows_day(pane: MapPane, day: date) -> bool:
    return pane.drawn is not None and pane.drawn.map.on == day


async def test_the_matrix_is_explained_filtered_and_leads_to_the_duty(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_map(driver)
        await driver.sees("[Matrix]", "18 x 25", "D01", "Working committee")
        pane.matrix.go_to(("unit", "pomegranate-village"), "branch-theme-day")
        await driver.until(lambda: "2026-Q3 Pomegranate village" in record_text(driver))
        text = record_text(driver)
        assert "Concrete responsibility (wording: 具体责任)" in text
        assert "Bearer, Responsible" in text
        assert "[Red] 2026-Q3 Pomegranate village" in text
        assert "[Red]" not in text.partition("Who answers on 2026-11-23")[2].partition("Pomegranate village\n")[0]
        await driver.press("slash")
        await driver.type("village")
        await driver.press("f3")
        await driver.type("theme")
        await driver.until(lambda: pane.matrix.counts == (1, 18, 1, 25))
        await driver.sees("1/18 x 1/25", "D12", "C R")
        await driver.press("enter", "y")
        await driver.hears("Handed to the terminal, lines: 2.")
        assert driver.app.clipboard.splitlines() == ["\tD12", "Pomegranate village\tC R"]
        await driver.press("enter")
        await driver.until(lambda: driver.app.main.place == ("duty", "branch-theme-day"))
        assert driver.app.main.here == "duty"


async def test_the_map_has_a_day_of_its_own(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_map(driver)
        steps = {
            "shift+left": date(2026, 11, 22),
            "full_stop": DAY,
            "left_square_bracket": date(2026, 10, 23),
            "ctrl+up": date(2026, 7, 23),
        }
        for key, day in steps.items():
            await driver.press(key)
            assert pane.day == day
        await driver.until(lambda: shows_day(pane, date(2026, 7, 23)))
        await driver.sees("2026-07-23 -123")
        assert driver.app.main.desk.today == DAY
        await driver.press("f4")
        await driver.until(lambda: pane.units.records.has_focus)
        records = pane.units.records
        records.go_to("post/secretary")
        await driver.until(lambda: "Holder on 2026-07-23: 张三" in record_text(driver))
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, CalendarDialog))
        await driver.press("pagedown", "enter")
        await driver.until(lambda: shows_day(pane, date(2026, 8, 23)))
        await driver.press("ctrl+home")
        await driver.until(lambda: shows_day(pane, DAY))
        await driver.until(lambda: "Holder on 2026-11-23: 李四" in record_text(driver))
        assert dict(zip(records.all_ids, pane._chart().rows.marks, strict=True))["post/deputy-secretary"] == "cover"
        await driver.press("enter")
        await driver.until(lambda: driver.app.main.here == "post")


@pytest.mark.parametrize(("size", "language"), [((120, 40), "zh_CN"), ((80, 24), "en")])
async def test_two_days_show_both_values(demo: Path, opened: Opened, size: tuple[int, int], language: str) -> None:
    async with opened(demo, size=size, language=language) as driver:
        pane = await open_map(driver)
        if size[0] == 80:
            pane.matrix.go_to(("unit", "pomegranate-village"), "branch-theme-day")
            await driver.sees(
                "D12 Branch theme days", "Bearer, Responsible; Concrete responsibility (wording: 具体责任); Red"
            )
        await driver.press("V")
        await driver.until(lambda: pane.changes.records.has_focus and pane.changes.records.row_count > 0)
        await driver.sees("2026-01-01 -> 2026-11-23", "+0 -0 ~5")
        rows = pane._changes.rows
        at = rows.ids.index("post/secretary/person")
        if size[0] == 80:
            assert [cells[0].strip() for cells in rows.cells[at + 1 : at + 3]] == ["张三", "李四"]
            assert rows.marks[at : at + 3] == ["changed", "removed", "added"]
        else:
            assert rows.cells[at][2:] == ("张三", "李四")
        pane.changes.records.go_to("post/secretary/person")
        await driver.sees("张三 -> 李四")
        assert driver.app.main.has_class("-full")
        # The other day is picked with the calendar; a day does not differ from itself.
        pane.other = pane.day
        await driver.press("f8")
        await driver.until(lambda: isinstance(driver.app.screen, CalendarDialog))
        await driver.press("enter")
        await driver.sees("没有不同" if language == "zh_CN" else "do not differ")
        await driver.press("f4")
        await driver.until(lambda: pane.matrix.has_focus and not driver.app.main.has_class("-full"))
        await driver.press("f7")
        await driver.until(lambda: pane.drawn is not None and pane.drawn.side == "post")
        await driver.sees("21 x 25")


async def test_a_filter_that_hides_everything_is_said_with_the_words_typed_last(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_map(driver)
        await driver.press("slash")
        await driver.type("no such")
        await driver.until(lambda: record_text(driver).startswith("Nothing holds all of these words."))
        await driver.press("escape", "escape", "f4")
        await driver.until(lambda: pane.units.records.has_focus and record_text(driver).startswith("Working committee"))
        await driver.press("slash")
        await driver.type("zz")
        await driver.until(lambda: record_text(driver).startswith("The filter 'zz' hides all"))
        await driver.type("x")
        await driver.until(lambda: record_text(driver).startswith("The filter 'zzx' hides all"))
        driver.app.main.go("year")
        year = driver.app.main.middle
        assert isinstance(year, YearPane)
        await driver.until(lambda: year.book is not None and year.grid.has_focus)
        await driver.press("f4", "slash")
        await driver.type("zzy")
        await driver.until(lambda: record_text(driver).startswith("The filter 'zzy' hides all"))


async def test_units_say_how_much_they_have_done_as_the_year_does(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_map(driver)
        assert pane.drawn is not None
        assert pane.drawn.done is None, "the matrix does not wait for it"
        await driver.press("f4")
        await driver.until(lambda: pane.drawn is not None and pane.drawn.done is not None)
        await driver.sees("Holder, done")
        rows = pane._chart().rows
        said = dict(zip(rows.ids, (cells[1] for cells in rows.cells), strict=True))
        book = write_year(driver.app.main.desk.view, 2026)
        year = {id_: f"{cells[1]} {cells[6]:>4}" for id_, cells in zip(book.rows.ids, book.rows.cells, strict=True)}
        assert said["unit/pomegranate-village"] == year["pomegranate-village"] == "*.**.**.5*.*  93%"
        assert {unit: said[f"unit/{unit}"] for unit in book.by_unit if unit != ALL} == {
            unit: year[unit] for unit in book.by_unit if unit != ALL
        }
        pane.units.records.go_to("unit/pomegranate-village")
        await driver.until(lambda: "Done by month: *.**.**.5*.*  93%" in record_text(driver))


async def test_the_map_of_the_past(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        pane = await open_map(driver)
        await go_back(driver, "2026-05-01")
        await driver.until(lambda: shows_day(pane, date(2026, 5, 1)))
        assert pane.drawn is not None
        assert pane.drawn.base is driver.app.main.desk.view
        await driver.press("ctrl+n")
        await driver.until(lambda: shows_day(pane, DAY))


def view(made: RegisterBuilder, on: date = date(2026, 5, 15)) -> View:
    return View(made.build(), on)


def test_nothing_is_hidden_in_the_charts() -> None:
    use("en")
    made = RegisterBuilder().unit("s", parent="office").post("head", unit="s", rank="section-head")
    made.post("boss", holding=[{"person": "a", "from": "2020-01-01"}, {"person": "b", "from": "2021-01-01"}])
    made.post("next", holding=[{"person": "a", "from": "2020-01-01", "manner": "acting"}]).person("a", "b")
    made.group("g", "boss", deputies=["head"], members=["@section-heads", "@no-such", "gone"], office_unit="s")
    made.unreadable("unit", "broken").unreadable("group", "torn")
    drawn = draw(view(made), date(2026, 5, 15), date(2026, 1, 1), "unit")
    marks = dict(zip(drawn.units.rows.ids, drawn.units.rows.marks, strict=True))
    assert {id_: marks[id_] for id_ in ("post/head", "post/boss", "post/next", "unit/broken", "unit/s")} == {
        "post/head": "vacant",
        "post/boss": "conflict",
        "post/next": "acting",
        "unit/broken": "error",
        "unit/s": "warning",
    }
    seats = [cells[0].strip() for cells in drawn.groups.rows.cells]
    assert seats[0] == "g"
    assert any("@no-such" in seat for seat in seats)
    assert any("gone (missing)" in seat for seat in seats)
    assert seats[-1] == "torn (unreadable)"
    assert len({*drawn.groups.rows.ids}) == len(drawn.groups.rows.ids)


def test_added_and_removed_records_have_both_values_too() -> None:
    use("en")
    made = RegisterBuilder().unit("old", until="2026-02-28").unit("new", since="2026-03-01")
    drawn = draw(view(made), date(2026, 5, 15), date(2026, 1, 1), "unit")
    rows = chart_of_changes(drawn.view.register, drawn.changes, stacked=False).rows
    assert list(zip(rows.marks, rows.cells, strict=True)) == [
        ("added", ("Unit new", "added", "-", "is there")),
        ("removed", ("Unit old", "removed", "is there", "-")),
    ]


def test_a_register_without_anybody_has_an_empty_map() -> None:
    drawn = draw(view(RegisterBuilder().without("unit", "office")), date(2026, 5, 15), date(2026, 1, 1), "post")
    assert (drawn.heads, len(drawn.units.rows), len(drawn.groups.rows), drawn.changes.changed) == (([], []), 0, 0, ())


def test_an_unknown_bearer_is_explained() -> None:
    use("en")
    made = RegisterBuilder().duty("d", at_least(1), bearer="nobody", lead=[])
    drawn = draw(view(made), date(2026, 5, 15), date(2026, 1, 1), "unit")
    (key,) = (row for row, duty in drawn.matrix.cells if duty == "d")
    sign = sign_of(drawn.matrix.cells[key, "d"])
    assert (sign.letter, sign.flagged) == ("M", True)
    text = "\n".join(line.text for line in cell_lines(drawn, key, "d"))
    assert "nobody (missing)" in text
    assert "Not in the register" in text
    assert "No lead unit" in text


def test_the_matrix_of_a_day_is_that_of_the_schema(demo: Path) -> None:
    store = RegisterStore.open(demo)
    desk = Desk(store)
    drawn = draw(desk.view, date(2026, 7, 1), DAY, "post")
    assert drawn.matrix == matrix(drawn.map, obligations(store.register, date(2026, 7, 1)), side="post")
    assert all(isinstance(one, Person) for one in store.register.people.values())


def test_days_and_months_end_with_the_calendar() -> None:
    assert month_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_later(date(2026, 3, 31), -12) == date(2025, 3, 31)
    assert month_later(date.max, 1) == date.max
    assert month_later(date.min, -3) == date.min
    assert (day_later(date.max, 1), day_later(date.min, -1)) == (date.max, date.min)
