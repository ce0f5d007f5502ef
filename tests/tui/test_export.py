"""Documents from the app: chosen for the record of the cursor, written where one says, over nothing that is there."""

from pathlib import Path

from docx import Document
from icalendar import Calendar

from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tui.dialogs.export import FINAL
from tui.dialogs.export import LANGUAGE
from tui.dialogs.export import PATH
from tui.dialogs.export import TEMPLATE
from tui.dialogs.export import ExportDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.pick import PickDialog


async def choose(driver: Driver, what: str, first: str) -> ExportDialog:
    """Take one of the documents that are offered."""
    await driver.press("ctrl+k")
    await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
    dialog = driver.app.screen
    assert isinstance(dialog, PickDialog)
    assert dialog.list.records.shown_ids[0] == first
    dialog.list.records.go_to(what)
    await driver.press("enter")
    await driver.until(lambda: isinstance(driver.app.screen, ExportDialog))
    asked = driver.app.screen
    assert isinstance(asked, ExportDialog)
    return asked


async def write(driver: Driver, asked: ExportDialog, path: Path, **values: object) -> None:
    """Fill the fields in and have it made."""
    keys = {"language": LANGUAGE, "final": FINAL, "template": TEMPLATE}
    asked.form.restore({PATH: str(path), **{keys[name]: value for name, value in values.items()}})
    await driver.press("f2")
    await driver.until(lambda: not isinstance(driver.app.screen, ExportDialog))


async def test_a_post_s_documents_are_written_as_asked_and_not_over_a_file(
    demo: Path, opened: Opened, tmp_path: Path
) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        main.open_place(("post", "secretary"))
        await driver.until(lambda: main.place == ("post", "secretary"))
        path = tmp_path / "statement.docx"
        asked = await choose(driver, "statement", "statement")
        assert asked.form.editor(PATH).value.endswith("statement-secretary-2026-11-23.docx")
        assert asked.form.editor(LANGUAGE).value == "zh"
        await write(driver, asked, path)
        await driver.until(path.exists)
        assert Document(str(path)).sections[0].header.paragraphs[0].text == "草稿"
        before = path.read_bytes()
        await write(driver, await choose(driver, "statement", "statement"), path)
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))
        assert path.read_bytes() == before
        await driver.press("escape")

        own = tmp_path / "own.docx"
        await write(driver, await choose(driver, "template", "statement"), own)
        await driver.until(own.exists)
        document = Document(str(own))
        document.paragraphs[0].insert_paragraph_before("晨禾街道文件")
        document.save(str(own))
        final = tmp_path / "final.docx"
        asked = await choose(driver, "responsibilities", "statement")
        await write(driver, asked, final, final=True, template=str(own), language="en")
        await driver.until(final.exists)
        made = Document(str(final))
        assert made.sections[0].header.paragraphs[0].text == ""
        assert [paragraph.text for paragraph in made.paragraphs[:2]] == [
            "晨禾街道文件", "Statement of responsibilities: Secretary of the working committee",
        ]  # fmt: skip
        await write(
            driver,
            await choose(driver, "notice", "statement"),
            tmp_path / "x.docx",
            template=str(tmp_path / "none.docx"),
        )
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))
        assert not (tmp_path / "x.docx").exists()
        await driver.press("escape")

        dates, page = tmp_path / "dates.ics", tmp_path / "page.html"
        asked = await choose(driver, "calendar", "statement")
        assert asked.form.editor(PATH).value.endswith("calendar-secretary-2026-11-23.ics")
        assert [spec.key for spec in asked.form.specs] == [PATH, LANGUAGE]
        await write(driver, asked, dates)
        await driver.until(dates.exists)
        assert Calendar.from_ical(dates.read_bytes()).walk("VEVENT")
        await write(driver, await choose(driver, "page", "statement"), page, language="en")
        await driver.until(page.exists)
        assert '<html lang="en"' in page.read_text()
        asked = await choose(driver, "page", "statement")
        asked.form.restore({PATH: " "})
        await driver.press("f2")
        await driver.until(lambda: bool(asked.form.faults()))
        assert driver.app.screen is asked
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is main)


async def test_the_data_set_is_a_folder_of_tables_with_the_history(demo: Path, opened: Opened, tmp_path: Path) -> None:
    async with opened(demo, size=(80, 24)) as driver:
        driver.app.main.go("unit")
        await driver.until(lambda: driver.app.main.place is not None)
        await driver.press("ctrl+k")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("数据集")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ExportDialog))
        await driver.sees("分析用数据集", "格式")
        asked = driver.app.screen
        assert isinstance(asked, ExportDialog)
        assert asked.form.editor(PATH).value.endswith("dataset-2026-11-23")
        folder = tmp_path / "tables"
        await write(driver, asked, folder)
        await driver.until((folder / "datapackage.json").exists)
        units = (folder / "units.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(units) == 1 + len(driver.app.main.desk.view.register.units)
        changes = (folder / "history.csv").read_text(encoding="utf-8-sig")
        assert run_git(demo, "rev-parse", "HEAD").strip() in changes
        await driver.press("ctrl+k")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("数据集")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ExportDialog))
        again = driver.app.screen
        assert isinstance(again, ExportDialog)
        await write(driver, again, folder)
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))  # nothing is replaced
