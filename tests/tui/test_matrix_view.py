"""The matrix widget: fixed headers, scrolling both ways, filters, and no work beyond what is on the screen."""

from datetime import date

import pytest
from textual.widget import Widget

from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import screen_lines
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tests.tui.test_hostile import risky
from tui.widgets.day_line import DayLine
from tui.widgets.matrix_view import CELL
from tui.widgets.matrix_view import Head
from tui.widgets.matrix_view import MatrixView
from tui.widgets.matrix_view import Sign

LIGHTS = ("red", "yellow", "green", "white", "grey")
UNITS, DUTIES = 40, 200


class Asked(Stage):
    """Hears which days the scale asks for."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(*widgets)
        self.days: list[date] = []

    def on_day_line_chosen(self, event: DayLine.Chosen) -> None:
        self.days.append(event.day)


class Counted:
    """Forty units by two hundred duties; counts how often a cell is asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.rows = [Head(("unit", f"u{n}"), f"第{n}科 unit {n}", n % 3, n == 3) for n in range(UNITS)]
        self.columns = [Head(f"d{n}", f"D{n:03}", haystack=f"d{n:03} meeting {n % 7}") for n in range(DUTIES)]

    def sign(self, row: object, column: object) -> Sign | None:
        self.asked += 1
        assert isinstance(row, tuple)
        at = int(row[1][1:]) + int(str(column)[1:])
        return None if at % 4 == 0 else Sign("M", LIGHTS[at % 5], at % 2 == 0, at % 11 == 0)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_forty_units_by_two_hundred_duties_move_by_what_is_on_the_screen(size: tuple[int, int]) -> None:
    made, view = Counted(), MatrixView()
    app = Stage(view)
    async with app.run_test(size=size) as pilot:
        view.fill(made.rows, made.columns, made.sign)
        await wait_until(pilot, lambda: "D000" in screen_text(app))
        fitting = (size[0] // CELL) * size[1]
        assert 0 < made.asked <= 2 * fitting < UNITS * DUTIES
        await pilot.press("right")  # the first key brings the look of what has the focus
        await pilot.pause()
        for key, at_most in (
            ("right", 2 * size[0] // CELL),
            ("down", 2 * size[0] // CELL),
            ("end", fitting),
            ("pagedown", fitting),
        ):
            made.asked = 0
            await pilot.press(key)
            await pilot.pause()
            assert made.asked <= at_most, key
        await wait_until(pilot, lambda: "D199" in screen_lines(app)[0])
        await pilot.press("pagedown", "pagedown", "pagedown")
        await wait_until(pilot, lambda: "第39科" in screen_text(app))
        lines = screen_lines(app)
        assert "D199" in lines[0], "the header stays while the rows scroll"
        assert "第39科" in lines[size[1] - 3] or "第39科" in lines[size[1] - 2]
        assert view.here is not None
        assert (view.here[0].key, view.here[1].key) == (("unit", "u39"), "d199")
        await pilot.press("home")
        await wait_until(pilot, lambda: "D000" in screen_lines(app)[0] and "第39科" in screen_text(app))


async def test_filters_narrow_both_ways_and_the_cursor_keeps_to_its_cell() -> None:
    made, view = Counted(), MatrixView()
    app = Stage(view)
    async with app.run_test(size=(80, 24)) as pilot:
        view.fill(made.rows, made.columns, made.sign)
        view.go_to(("unit", "u13"), "d24")
        view.set_filter("13", "d02")
        assert view.counts == (1, UNITS, 10, DUTIES)
        assert view.here is not None
        assert (view.here[0].key, view.here[1].key) == (("unit", "u13"), "d24")
        view.set_filter("no such", "")
        assert view.counts[0] == 0
        await wait_until(pilot, lambda: "Nothing holds all of these words" in screen_text(app))
        view.set_filter("", "")
        assert view.here is not None
        assert view.here[1].key == "d24"
        assert view.as_text().splitlines()[0].split("\t")[:3] == ["", "D000", "D001"]
        assert view.as_text().splitlines()[1].split("\t")[:3] == ["第0科 unit 0", "", "M Y"]
        # A click on a cell goes there; on a name, to its row.
        await pilot.click(MatrixView, offset=(2, 3))
        assert view.here[1].key == "d24"
        assert view.here[0].key == view.rows[view.scroll_offset.y + 2].key


async def test_hostile_names_are_shown_and_never_obeyed() -> None:
    view = MatrixView()
    app = Stage(view)
    rows = [Head(("unit", f"{at}"), text) for at, text in enumerate(HOSTILE)]
    columns = [Head(f"{at}", text) for at, text in enumerate(HOSTILE)]
    async with app.run_test(size=(200, 30)) as pilot:
        view.fill(rows, columns, lambda _row, _column: Sign("M", "red"))
        await wait_until(pilot, lambda: "[@click=app.quit]" in screen_text(app))
        for line in screen_lines(app):
            assert risky(line) == []
        await pilot.click(MatrixView, offset=(6, 3))
        await pilot.press("y", "end", "pagedown")
        assert app.is_running
        assert app.return_value is None


@pytest.mark.parametrize(
    ("cells", "scale"), [(60, "1--2--3--4--5--6--7--8--9--10-11O12-"), (44, "1-2-3-4-5-6-7-8-9-0-1O2-"), (30, "")]
)
async def test_the_scale_of_days_fits_the_width_and_a_click_goes_to_a_day(cells: int, scale: str) -> None:
    line = DayLine()
    app = Asked(line)
    async with app.run_test(size=(cells, 10)) as pilot:
        line.show(date(2026, 11, 23), date(2026, 11, 23))
        await wait_until(pilot, lambda: "2026-11-23" in screen_text(app))
        shown = screen_lines(app)[0]
        assert scale in shown
        if scale:
            await pilot.click(DayLine, offset=(shown.index("1-", 12), 0))
            assert line.day == date(2026, 11, 23), "the line only asks; whoever owns it moves it"
            await wait_until(pilot, lambda: [date(2026, 1, 1)] == app.days)
