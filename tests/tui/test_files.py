"""Attaching a file from the form: picked by path or list, copied by content with the record, refused with the reason."""

from pathlib import Path

import pytest

from store.care.verification import check_attachments
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_work import form_opens
from tests.tui.test_work import leave
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.files import FileDialog
from tui.dialogs.files import begun_anew
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.screens.evidence import EvidenceScreen
from tui.screens.work import WorkScreen
from tui.widgets.evidence_list import EvidenceList


async def files_open(driver: Driver, folder: Path) -> FileDialog:
    """Open the dialog in a folder, and wait until the folder is listed."""
    EvidenceScreen.folder = folder
    await driver.press("f3")
    await driver.until(lambda: isinstance(driver.app.screen, FileDialog))
    dialog = driver.app.screen
    assert isinstance(dialog, FileDialog)
    await driver.until(lambda: dialog.list.row_count > 0)
    return dialog


def make_files(folder: Path) -> None:
    (folder / "会议").mkdir(parents=True)
    (folder / "会议/签到表.pdf").write_bytes(b"signed")
    (folder / "会议/讲稿 [b].pdf").write_bytes(b"script")
    (folder / "link.pdf").symlink_to("会议/签到表.pdf")
    (folder / "id_rsa").write_text("x")
    (folder / ".hidden.pdf").write_bytes(b"hidden")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/home/wang/scan.pdf", "/home/wang/scan.pdf"),
        ("/home/wang//", "/"),
        ("/home/wang//mnt/usb/scan.pdf", "/mnt/usb/scan.pdf"),
        ("/home/wang/~/scan.pdf", "~/scan.pdf"),
        ("/home/wang/~$scan.docx", "/home/wang/~$scan.docx"),
        ("/home/wang/'/mnt/my scan.pdf' ", "/mnt/my scan.pdf"),
        ("/home/wang/it's.pdf", "/home/wang/it's.pdf"),
    ],
)
def test_a_whole_path_behind_the_folder_begins_anew(typed: str, meant: str) -> None:
    assert begun_anew(typed) == meant


async def test_a_file_is_picked_named_in_a_row_and_comes_with_the_commit(
    demo: Path, opened: Opened, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    make_files(files)
    async with opened(demo, language="en", size=(80, 24)) as driver:
        await driver.press("w")
        screen = await form_opens(driver)
        dialog = await files_open(driver, files)
        await driver.sees("id_rsa", "a secret", "a link", "会议/")
        assert ".hidden.pdf" not in driver.text
        await driver.press("f8")
        await driver.sees(".hidden.pdf")
        await driver.type("link")
        await driver.press("enter")
        await driver.sees("is a symbolic link")
        await driver.press("ctrl+a", "ctrl+k")
        await driver.type(f"{files}/hui")
        await driver.until(lambda: dialog.list.row_count == 1)
        await driver.press("enter")  # into the folder, as it is found by its pinyin
        await driver.until(lambda: dialog.line.value.endswith("/会议/") and dialog.list.row_count == 2)
        await driver.type("签")
        await driver.press("tab")
        assert dialog.line.value.endswith("/会议/签到表.pdf")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.sees("What is 签到表.pdf, 6 bytes?", "Attendance sheet", "missing")
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is screen)
        (row,) = screen.record.after()["evidence"]
        assert (row["type"], row["label"]) == ("attendance", "签到表")
        assert screen.query_one(EvidenceList)._shown is not None
        await driver.sees("Evidence 1 of 1  1 files", "[file ")

        (files / "会议/签到表.pdf").write_bytes(b"other")
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))
        await driver.sees("was changed after it was")
        await driver.press("escape")
        (files / "会议/签到表.pdf").write_bytes(b"signed")
        await driver.until(lambda: driver.app.screen is screen)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("A file is copied into the register", "(6 bytes)")
        await driver.type("late")
        await driver.press("f2")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.at_rest()
        register = driver.app.main.desk.view.register
    assert (demo / row["path"]).read_bytes() == b"signed"
    assert row["path"] in run_git(demo, "show", "--name-only", "--format=", "HEAD")
    assert run_git(demo, "status", "--porcelain") == ""
    assert check_attachments(demo, register) == []


async def test_a_draft_remembers_the_file(demo: Path, opened: Opened, tmp_path: Path) -> None:
    files = tmp_path / "files"
    make_files(files)
    async with opened(demo, language="en") as driver:
        await driver.press("w")
        await form_opens(driver)
        await files_open(driver, files / "会议")
        await driver.press("down", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.sees("What is 讲稿 [b].pdf, 6 bytes?")
        await driver.press("down", "down", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, WorkScreen))
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, LeaveDialog))
        await driver.press("f2")
        await driver.sees("Unsaved work (1)")
        await driver.press("home", "enter")
        screen = await form_opens(driver)
        assert screen.record.editing is not None
        assert [one.source for one in screen.record.editing.files.values()] == [files / "会议/讲稿 [b].pdf"]
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("A file is copied into the register")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is screen)
        await leave(driver, screen)
