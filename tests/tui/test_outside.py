from pathlib import Path

import pytest

from store.journal import Intent
from store.journal import Revision
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git
from tests.tui.office import DUTY
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.screens.outside import OutsideDialog
from tui.screens.outside import compare_file
from tui.screens.unfinished import UnfinishedDialog
from tui.text import literal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "register")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_files_changed_outside_are_looked_at_chosen_and_committed(
    desk: Desk, size: tuple[int, int], language: str
) -> None:
    (desk.top / DUTY_PATH).write_text(DUTY.replace("n = 1", "n = 2"))
    (desk.top / "notes.txt").write_text("mine\n")
    (desk.top / "posts/head.toml").unlink()
    dialog = OutsideDialog(desk)
    app = OfficeApp(dialog, language=language)
    async with app.run_test(size=size, notifications=True) as pilot:
        await wait_until(pilot, lambda: dialog.list.row_count == 3)
        assert dialog.list.selected == {DUTY_PATH, "notes.txt", "posts/head.toml"}
        words = ("修改", "新增", "删除") if language == "zh_CN" else ("changed", "added", "removed")
        await wait_until(pilot, lambda: shows(app, *words, "- n = 1", "+ n = 2"))
        await pilot.press("down", "space")  # the note stays out
        await wait_until(pilot, lambda: len(dialog.list.selected) == 2)
        await pilot.press("f2")
        asked = "请写明" if language == "zh_CN" else "Say why"
        await wait_until(pilot, lambda: shows(app, asked))
        await pilot.press(*"手工改", "f2")
        await wait_until(pilot, lambda: bool(app.answers))
    assert app.answers[0].paths == (DUTY_PATH, "posts/head.toml")
    assert run_git(desk.top, "status", "--porcelain") == "?? notes.txt"
    assert "手工改" in run_git(desk.top, "log", "-1", "--format=%b")
    assert "head" not in desk.view.register.posts


async def test_nothing_outside_and_nothing_selected_say_so(desk: Desk) -> None:
    dialog = OutsideDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await wait_until(pilot, lambda: shows(app, "Nothing was changed outside dutybook."))
        await pilot.press("f2")
        await wait_until(pilot, lambda: shows(app, "No file is selected"))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])


async def test_a_failure_leaves_the_dialog_as_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.top / "notes.txt").write_text("mine\n")
    dialog = OutsideDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: dialog.list.row_count == 1)
        monkeypatch.setattr(desk, "save_outside", lambda *_: 1 / 0)
        await pilot.press("tab", "tab", *"why", "f2")
        await wait_until(pilot, lambda: isinstance(app.screen, FailureDialog))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is dialog and shows(app, "why"))


def test_what_is_no_text_is_not_shown(desk: Desk) -> None:
    (desk.top / "scan.pdf").write_bytes(b"\xff\xfe\x00")
    (desk.top / "big.txt").write_bytes(b"x" * 1_000_001)
    (desk.top / "link").symlink_to("/etc/hostname")
    (desk.top / "folder").mkdir()
    notes = [compare_file(desk, path).note for path in ("scan.pdf", "big.txt", "link", "folder", "gone")]
    assert notes == ["(not text)", "(too large to be shown)", "(no ordinary file)", "(no ordinary file)", ""]


def file_name(text: str) -> str:
    return text.replace("/", "_").replace("\x00", "")[:40]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_and_texts_are_shown_and_do_nothing(desk: Desk, size: tuple[int, int]) -> None:
    for text in HOSTILE[:-1]:
        (desk.top / f"x{file_name(text)}").write_text(text)
    (desk.top / DUTY_PATH).write_text("\n".join(HOSTILE[:-1]))
    dialog = OutsideDialog(desk)
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: dialog.list.row_count == len(HOSTILE))
        for path in dialog.list.shown_ids:
            dialog.list.go_to(path)
            shown = literal(path).plain
            await wait_until(pilot, lambda shown=shown: str(dialog._told.content).startswith(shown))  # type: ignore[misc]
            assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))
        dialog._box.focus()
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers))
    assert run_git(desk.top, "status", "--porcelain") == ""


# Saves that a kill cut off

AFTER = DUTY.replace("n = 1", "n = 2")


def cut_off(desk: Desk, message: str = "duty(quarterly-review): cadence[0].n 1 -> 2\n\nwhy\n") -> Intent:
    """Leave what a kill between writing and committing leaves."""
    intent = desk.store.journal.begin(message, [Revision(DUTY_PATH, DUTY, AFTER)])
    (desk.top / DUTY_PATH).write_text(AFTER)
    return intent


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_save_that_was_cut_off_is_finished(desk: Desk, size: tuple[int, int]) -> None:
    dialog = UnfinishedDialog(desk, [cut_off(desk)])
    app = OfficeApp(dialog, language="zh_CN")
    async with app.run_test(size=size, notifications=True) as pilot:
        await wait_until(pilot, lambda: shows(app, "已写入未提交", "- n = 1", "+ n = 2"))
        await pilot.press("f2")
        await wait_until(pilot, lambda: app.answers == [None])
    assert run_git(desk.top, "log", "-1", "--format=%s") == "duty(quarterly-review): cadence[0].n 1 -> 2"
    assert desk.view.register.duties["quarterly-review"].cadence[0].n == 2
    assert desk.store.journal.unfinished() == []


async def test_a_save_that_was_cut_off_is_put_back_after_a_question(desk: Desk) -> None:
    dialog = UnfinishedDialog(desk, [cut_off(desk)])
    app = OfficeApp(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: shows(app, "written, not committed"))
        await pilot.press("f8")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and shows(app, DUTY_PATH))
        await pilot.press("f8", "enter")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.answers == [None])
    assert (desk.top / DUTY_PATH).read_text() == DUTY
    assert run_git(desk.top, "rev-list", "--count", "HEAD") == "1"
    assert desk.store.journal.unfinished() == []


async def test_files_that_changed_since_are_never_overwritten(desk: Desk) -> None:
    dialog = UnfinishedDialog(desk, [cut_off(desk)])
    (desk.top / DUTY_PATH).write_text("# mine now\n" + DUTY)
    app = OfficeApp(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: shows(app, "files changed since"))
        await pilot.press("f2")
        await wait_until(pilot, lambda: isinstance(app.screen, FailureDialog))
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: app.answers == [None])
    assert (desk.top / DUTY_PATH).read_text() == "# mine now\n" + DUTY
    assert len(desk.store.journal.unfinished()) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_messages_and_texts_do_nothing(desk: Desk, size: tuple[int, int]) -> None:
    intents = [
        desk.store.journal.begin(text, [Revision(DUTY_PATH, DUTY, text)])
        for text in HOSTILE
        if not any(0xD800 <= ord(character) <= 0xDFFF for character in text)
    ]
    dialog = UnfinishedDialog(desk, intents)
    app = OfficeApp(dialog)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: shows(app, "nothing written yet"))
        for _ in intents:
            await pilot.press("down")
            assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))
