"""Handing a post over in the app: the steps with who is next, one key for each, and the list as a document."""

from pathlib import Path

import pytest

from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_acts import answer
from tui.dialogs.export import ExportDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.screens.handover import HandoverDialog

POST = "deputy-secretary"


async def dialog_of(driver: Driver) -> HandoverDialog:
    await driver.until(lambda: isinstance(driver.app.screen, HandoverDialog) and driver.app.screen.course is not None)
    assert isinstance(driver.app.screen, HandoverDialog)
    return driver.app.screen


async def take_step(driver: Driver, values: dict[tuple[str | int, ...], object]) -> None:
    """Take the next step: its form, the difference, saved."""
    dialog = await dialog_of(driver)
    before = dialog.course
    await driver.press("f2")
    await answer(driver, values)
    await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
    await driver.press("f2")
    await driver.until(lambda: driver.app.screen is dialog and dialog.course is not before)


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh_CN"), ((120, 40), "en")])
async def test_a_post_is_handed_over_step_by_step(
    demo: Path, opened: Opened, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    zh = language == "zh_CN"
    async with opened(demo, size=size, language=language) as driver:
        main = driver.app.main
        main.go("post", place=("post", POST))
        await driver.until(lambda: main.place == ("post", POST))
        await driver.press("shift+f11")
        dialog = await dialog_of(driver)
        await driver.sees(
            "登记交接" if zh else "Record the handover", "移交的事项 (2)" if zh else "What is passed on (2)"
        )
        await driver.sees("应于 2026-09-16 前办完" if zh else "It was due by 2026-09-16")
        assert dialog.list.go_to("outgoing")
        await driver.press("enter")  # a signature before the record says why not
        await driver.hears("尚未登记" if zh else "not recorded yet")
        await take_step(driver, {})
        await driver.sees("指定监交人" if zh else "Name the witness", "2026-09-10")
        await take_step(driver, {("witness",): "qian-qi"})
        await driver.sees("王五", "钱七")
        await take_step(driver, {})
        await take_step(driver, {})
        await driver.sees("已全部签字" if zh else "Everything is signed")
        await driver.press("f2")
        assert driver.app.screen is dialog  # there is no next step
        await driver.press("ctrl+k")
        await driver.until(lambda: isinstance(driver.app.screen, ExportDialog))
        form = driver.app.screen
        assert isinstance(form, ExportDialog)
        form.form.restore({("path",): str(tmp_path / "list.docx")})
        await driver.press("f2")
        await driver.until((tmp_path / "list.docx").exists)
        await driver.until(lambda: driver.app.screen is dialog)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is main)
        await driver.at_rest()
        (made,) = [one for one in main.desk.view.register.handovers.values() if one.post == POST]
        assert [(row.role.value, row.person) for row in made.signature] == [
            ("outgoing", "wang-wu"),
            ("witness", "qian-qi"),
        ]
        assert len(made.matter) == 2
        main.go("today")
        await driver.until(lambda: main.place is None or main.place[0] != "post")
        await driver.press("shift+f11")  # of all that changed hands
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
    actions = run_git(demo, "log", "-4", "--format=%(trailers:key=Register-Action,valueonly)").split()
    assert actions == ["sign", "sign", "set", "handover"]
