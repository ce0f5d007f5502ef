"""Documents from the app: chosen for the record of the cursor, written where one says, over nothing that is there."""

from pathlib import Path

from docx import Document

from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tui.dialogs.failure import FailureDialog
from tui.dialogs.line import LineDialog
from tui.dialogs.pick import PickDialog


async def choose(driver: Driver, first: str) -> LineDialog:
    """Export the first document that is offered."""
    await driver.press("ctrl+k")
    await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
    dialog = driver.app.screen
    assert isinstance(dialog, PickDialog)
    assert dialog.list.records.shown_ids[0] == first
    await driver.press("enter")
    await driver.until(lambda: isinstance(driver.app.screen, LineDialog))
    line = driver.app.screen
    assert isinstance(line, LineDialog)
    return line


async def test_a_post_s_statement_is_written_and_not_over_a_file(demo: Path, opened: Opened, tmp_path: Path) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        main.open_place(("post", "secretary"))
        await driver.until(lambda: main.place == ("post", "secretary"))
        path = tmp_path / "statement.docx"
        line = await choose(driver, "statement")
        assert line.line.text.endswith("statement-secretary-2026-11-23.docx")
        line.line.text = str(path)
        await driver.press("f2")
        await driver.until(path.exists)
        assert Document(str(path)).sections[0].header.paragraphs[0].text == "草稿"
        before = path.read_bytes()
        line = await choose(driver, "statement")
        line.line.text = str(path)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))
        assert path.read_bytes() == before
