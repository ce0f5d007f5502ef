"""Entering work: from an obligation to a record that is filled in, with a checklist of its evidence."""

from datetime import date
from pathlib import Path

import pytest

from schema.obligation import Obligation
from schema.obligation import obligations
from tests.builders import RegisterBuilder
from tests.builders import at_least
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_map import open_map
from tests.tui.test_year import open_year
from tui.desk import View
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.screens.acts import ActsDialog
from tui.screens.work import WorkScreen
from tui.widgets.evidence_list import state_of
from tui.work_record import begin_work
from tui.work_record import needs_of
from tui.work_record import refusing_duties


async def form_opens(driver: Driver) -> WorkScreen:
    """Wait until the form of a work record is there, and give it."""
    await driver.until(lambda: isinstance(driver.app.screen, WorkScreen))
    screen = driver.app.screen
    assert isinstance(screen, WorkScreen)
    await driver.until(lambda: screen.form is not None and screen.focused is not None and not screen._busy)
    return screen


async def leave(driver: Driver, screen: WorkScreen) -> None:
    """Leave a form; what was typed is thrown away."""
    await driver.press("escape")
    await driver.until(lambda: driver.app.screen is not screen)
    if isinstance(driver.app.screen, LeaveDialog):
        await driver.press("f10")
    await driver.until(lambda: driver.app.screen is driver.app.main)


def fulfils(screen: WorkScreen) -> list[dict[str, object]]:
    found = screen.record.after()["fulfils"]
    assert isinstance(found, list)
    return found


async def test_today_the_year_the_map_and_a_list_lead_to_a_filled_record(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        await driver.press("f8")
        screen = await form_opens(driver)
        theme_day = {"duty": "branch-theme-day", "period": "2026-Q3", "elements": ["pomegranate-village"]}
        assert fulfils(screen) == [theme_day]
        assert screen.record.after()["participants"] == ["pomegranate-secretary"]
        await leave(driver, screen)

        pane = await open_year(driver)
        pane.grid.go_to(date(2026, 9, 30))
        await driver.press("f8")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.sees("Record work for", "Missed")
        await driver.type("pomegranate")
        await driver.press("enter")
        screen = await form_opens(driver)
        assert fulfils(screen) == [theme_day]
        await leave(driver, screen)

        matrix = (await open_map(driver)).matrix
        matrix.go_to(("unit", "pomegranate-village"), "branch-theme-day")
        await driver.until(lambda: len(driver.app.main.obligations_here()) == 4)
        await driver.press("shift+f8")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        assert isinstance(driver.app.screen, PickDialog)
        offered = driver.app.screen.list.records.shown_ids
        assert [key.split("/")[2] for key in offered] == ["2026-Q3", "2026-Q4"]  # what is done is not offered
        await driver.press("enter")
        screen = await form_opens(driver)
        assert fulfils(screen) == [theme_day]
        await leave(driver, screen)

        driver.app.main.go("duty", place=("duty", "duty-statements"))
        await driver.until(lambda: driver.app.main.place == ("duty", "duty-statements"))
        await driver.press("w")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("secretary of")
        await driver.press("escape")
        driver.app.main.go("person")
        await driver.until(lambda: driver.app.main.place is not None and driver.app.main.place[0] == "person")
        assert not driver.app.main.obligations_here()


async def test_units_posts_and_the_rows_of_the_year_lead_to_the_work_that_falls_to_them(
    demo: Path, opened: Opened
) -> None:
    theme_day = {"duty": "branch-theme-day", "period": "2026-Q3", "elements": ["pomegranate-village"]}
    async with opened(demo, language="en") as driver:
        main = driver.app.main
        for kind, id_ in (("unit", "pomegranate-village"), ("post", "pomegranate-secretary")):
            main.go(kind, place=(kind, id_))
            await driver.until(lambda wanted=(kind, id_): main.place == wanted and main.obligations_here())  # type: ignore[misc]
            await driver.press("f8")
            await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
            await driver.type("2026-Q3 branch")
            await driver.press("enter")
            screen = await form_opens(driver)
            assert fulfils(screen) == [theme_day]
            await leave(driver, screen)
        await driver.press("f11")  # acts stay about the post itself
        await driver.until(lambda: isinstance(driver.app.screen, ActsDialog))
        await driver.press("escape")

        pane = await open_year(driver)
        await driver.press("f4")
        await driver.until(lambda: pane.done.records.has_focus)
        assert pane.done.records.go_to("pomegranate-village")
        await driver.press("f8")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.sees("Record work for", "2026-Q3 Pomegranate village")


async def test_the_checklist_follows_what_is_typed_and_the_record_is_saved(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en", size=(80, 24)) as driver:
        await driver.press("w")
        screen = await form_opens(driver)
        await driver.sees("Evidence 0 of 1", "M Attendance sheet or Minutes or Script")
        await driver.press("f5")
        await driver.until(lambda: isinstance(driver.app.screen, RowDialog))
        await driver.press("f2")
        await driver.sees("Evidence 1 of 1", "P Attendance sheet")
        state = screen.form.editor(("state",)) if screen.form else None
        assert state is not None
        state.show_value("draft")
        state.changed()
        await driver.sees("Does not count while its state is 'Draft'.")
        state.show_value("filed")
        state.changed()
        await driver.until(lambda: "Does not count" not in driver.text)
        await driver.press("ctrl+g")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.press("enter")
        await driver.until(lambda: len(screen.record.after()["participants"]) == 18)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.type("held late")
        await driver.press("f2")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.at_rest()
        done = [one for one in driver.app.main.obligations["branch-theme-day"] if one.element == "pomegranate-village"]
        assert [one.state.value for one in done if one.period == "2026-Q3"] == ["done-late"]


def test_what_is_half_typed_is_judged_as_far_as_it_goes() -> None:
    on = date(2026, 6, 18)
    assert needs_of({}, on) == needs_of({"type": "no such"}, on) == ()
    typed = {"type": "half-year-report", "report": {"number": "1"}, "evidence": [{"label": "x"}, "no row", {"type": 1}]}
    assert [state_of(need) for need in needs_of(typed, on)] == ["missing", "wanted"]
    typed["report"] = {"form": "written", "number": "1"}
    typed["evidence"] = [{"type": "receipt", "date": date(2026, 6, 19)}]
    assert [state_of(need) for need in needs_of(typed, on)] == ["there", "wanted"]
    assert [state_of(need) for need in needs_of(typed, date(2026, 6, 19))] == ["there", "there"]


@pytest.mark.parametrize(("language", "title"), [("zh", "例会（2026年上半年第2次）"), ("en", "例会 (2026-H1, no. 2)")])
def test_the_title_names_the_period_in_the_words_of_the_register(language: str, title: str) -> None:
    builder = (
        RegisterBuilder(language=language)
        .calendar()
        .unit("a", type="body")
        .duty("d", at_least(2, "half-year"), title="例会", bearer="a", accepts=["study"])
    )
    builder.activity("2026-02-03", "d", type="study", evidence=["attendance"], unit="a")
    register = builder.build()
    view = View(register, date(2026, 3, 2))
    one: Obligation = obligations(register, view.on)[0]
    begun = begin_work(view, one)
    assert begun["title"] == title
    assert refusing_duties(register, begun) == []
    assert refusing_duties(register, {**begun, "type": "training"}) == ["d"]
