"""What the rules say of a row while it is typed: at its fields, as a warning that keeps nobody from saving."""

from datetime import date
from pathlib import Path

from schema.kinds import KINDS
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import wait_until
from tests.tui.test_edit import comes
from tests.tui.test_edit import focus_on
from tests.tui.test_edit import loaded
from tui.dialogs.row import RowDialog
from tui.language import use
from tui.remarks import remarks_on
from tui.screens.edit import EditScreen

TODAY = date(2026, 6, 18)


def test_only_what_is_said_of_the_row_is_told_and_half_typed_records_say_nothing(tmp_path: Path) -> None:
    use("en")
    register = make_office(tmp_path / "office").view.register
    data = {
        "title": "Head",
        "unit": "party-office",
        "rank": "section-head",
        "holding": [
            {"person": "ada", "from": date(2026, 1, 1), "to": date(2025, 1, 1)},
            {"person": "nobody", "from": date(2026, 2, 1), "to": date(2025, 2, 1)},
        ],
    }
    found = remarks_on(register, KINDS["post"], "head", data, ("holding", 0), TODAY)
    assert [key for key, _said in found] == [("holding", 0, "to")]
    assert found[0][1].startswith("! `to` 2025-01-01 lies before `from` 2026-01-01\n  ")
    half = {**data, "holding": [{"from": "when"}]}
    assert remarks_on(register, KINDS["post"], "head", half, ("holding", 0), TODAY) == []
    assert remarks_on(register, KINDS["post"], "", {}, ("holding", 0), TODAY) == []


async def test_a_row_says_at_the_field_what_the_rules_say_as_it_is_typed(tmp_path: Path) -> None:
    screen = EditScreen(make_office(tmp_path / "office"), "duty", "quarterly-review")
    app = OfficeApp(screen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("cadence",))
        await pilot.press("down", "enter")
        row = await comes(pilot, app, RowDialog)
        assert row.form.focus_field(("cadence", 1, "due"))
        await wait_until(pilot, lambda: row.form.editor(("cadence", 1, "due")).has_focus_within)
        await pilot.press("end", "x")
        await wait_until(pilot, lambda: shows(app, '! `due` "month-endx" cannot be read'))
        await pilot.press("backspace")
        await wait_until(pilot, lambda: not shows(app, "cannot be read"))
        await pilot.press("x", "f2")  # it warns: whoever wants to goes on, and check says it again
        await wait_until(pilot, lambda: app.screen is screen and screen.is_dirty)
