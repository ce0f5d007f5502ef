"""The register as of a day or a commit: shown everywhere, changed nowhere, left by one key."""

from datetime import date
from pathlib import Path

import pytest

from store.past.retrospect import InThePast
from store.past.revision import UnknownRevision
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.store.repositories import write
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_main import go_to
from tui.app import DutybookApp
from tui.desk import Desk
from tui.dialogs.calendar import CalendarDialog
from tui.language import use
from tui.screens.as_of import AsOfDialog
from tui.screens.checking import Checking
from tui.screens.edit import EditScreen
from tui.screens.today import Today
from tui.tidings import look_again
from tui.tidings import look_around

DAY = "2026-05-01"


async def go_back(driver: Driver, typed: str) -> None:
    """Ask for a past with keys alone."""
    await driver.press("ctrl+g")
    await driver.until(lambda: isinstance(driver.app.screen, AsOfDialog) and driver.app.focused is not None)
    await driver.type(typed)
    await driver.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_whole_register_is_shown_as_of_a_day_and_left_by_a_key(
    demo: Path, opened: Opened, size: tuple[int, int], language: str
) -> None:
    zh = language == "zh_CN"
    banner = f"回看：{DAY} 时的台账（提交" if zh else f"The past as of {DAY}, commit "
    sign = "[回看]" if zh else "[past]"
    async with opened(demo, size=size, language=language) as driver:
        main = driver.app.main
        now = len(main.desk.view.register.activities)
        await go_back(driver, DAY)
        await driver.sees(banner, f"| {DAY}", sign)
        background = driver.app.screen._compositor.render_strips()[0]._segments[0].style
        await driver.at_rest()
        assert main.desk.past is not None
        assert main.desk.today == date(2026, 5, 1)
        assert len(main.desk.view.register.activities) < now
        assert "演示" not in driver.text
        today = main.query_one(Today)
        await driver.until(lambda: any("2026-06-30" in cells[0] for cells in today.book.rows.cells))
        await go_to(driver, "activity")
        await driver.until(
            lambda: main.list is not None and main.list.total_count == len(main.desk.view.register.activities)
        )
        await driver.press("ctrl+n")
        await driver.until(lambda: main.desk.past is None and banner not in driver.text and sign not in driver.text)
        await driver.at_rest()
        assert driver.app.screen._compositor.render_strips()[0]._segments[0].style != background
        assert len(main.desk.view.register.activities) == now
        await driver.sees("2026-11-23")


async def test_keys_that_change_say_that_the_past_is_not_changed(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_back(driver, "HEAD~20")
        await driver.sees("回看：")
        await driver.at_rest()
        await go_to(driver, "unit")
        await driver.until(lambda: driver.app.main.place == ("unit", "working-committee"))
        for key in ("f6", "f7", "ctrl+e", "ctrl+w", "ctrl+u", "e", "n", "O", "u", "E"):
            driver.app.clear_notifications()
            await driver.press(key)
            await driver.hears("过去的记录不能改。按 ^N 回到现在。")
            assert driver.app.screen is driver.app.main
        await go_to(driver, "today")
        await driver.until(lambda: driver.app.main.check_action("work", ()) is True)
        driver.app.clear_notifications()
        await driver.press("w")
        await driver.hears("过去的记录不能改")
        await driver.press("ctrl+n")
        await driver.until(lambda: driver.app.main.desk.past is None)
        await go_to(driver, "unit")
        await driver.until(lambda: driver.app.main.place == ("unit", "working-committee"))
        await driver.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))


async def test_history_and_check_and_toml_are_of_the_past_too(demo: Path, opened: Opened) -> None:
    commit = run_git(demo, "rev-list", "-1", "--first-parent", "HEAD~30")
    count = run_git(demo, "rev-list", "--first-parent", "--count", commit)
    async with opened(demo) as driver:
        main = driver.app.main
        await go_to(driver, "history")
        await go_back(driver, commit[:10])
        await driver.sees("回看：", commit[:12], f"{count} 行")
        await driver.at_rest()
        await go_to(driver, "check")
        said = len(main.desk.check())
        assert 0 < said != len(RegisterStore.open(demo).check(date(2026, 11, 23)))
        await driver.until(lambda: isinstance(main.middle, Checking) and main.middle.records.counts[1] == said)
        await go_to(driver, "duty")
        await driver.until(lambda: main.place == ("duty", "committee-deliberation"))
        path = "duties/committee-deliberation.toml"
        (demo / path).write_text("broken", encoding="utf-8")
        await driver.press("enter", "Y")
        await driver.sees("文件的现有内容")
        await driver.press("down", "enter")
        await driver.until(lambda: driver.app.clipboard == run_git(demo, "show", f"{commit}:{path}") + "\n")


async def test_what_changes_meanwhile_leaves_the_past_alone_and_is_seen_on_the_way_back(
    demo: Path, opened: Opened
) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        await go_back(driver, DAY)
        await driver.sees("回看：")
        await driver.at_rest()
        view, store = main.desk.view, main.desk.store
        write(demo, {"units/quay.toml": '\ntitle = "码头科"\ntype = "section"\n'.encode()})
        run_git(demo, "commit", "--allow-empty", "-qm", "meanwhile")
        await driver.press("f5")
        await driver.at_rest()
        assert (main.desk.view, main.desk.store) == (view, store)
        assert (main.work.outside, main.work.commits, main.work.waiting) == ((), (), ())
        await driver.press("ctrl+n")
        await driver.until(lambda: "quay" in main.desk.view.register.units)
        await driver.until(lambda: [change.id for change in main.work.outside] == ["quay"])


async def test_what_is_no_past_is_told_in_the_dialog(demo: Path, opened: Opened) -> None:
    async with opened(demo, size=(80, 24)) as driver:
        await driver.press("T")
        await driver.until(lambda: isinstance(driver.app.screen, AsOfDialog))
        await driver.press("enter")
        await driver.sees("请写日期或提交")
        for typed, said in (("[/b] --all", "没有提交或日期“[/b] --all”"), ("1999-01-01", "到 1999-01-01 为止")):
            await driver.press(*["backspace"] * 30)
            await driver.type(typed)
            await driver.press("f2")
            await driver.sees(said)
        await driver.press("f4")
        await driver.until(lambda: isinstance(driver.app.screen, CalendarDialog))
        await driver.press("escape", "escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        assert driver.app.main.desk.past is None


async def test_the_commit_of_the_cursor_is_offered(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "history")
        head = run_git(demo, "rev-parse", "HEAD")
        await driver.until(lambda: driver.app.main._commit_here() == head[:12])
        await driver.press("T")
        await driver.until(lambda: isinstance(driver.app.screen, AsOfDialog))
        await driver.press("enter")
        await driver.sees("回看：", head[:12])


async def test_the_app_begins_in_the_past_or_says_why_not(demo: Path) -> None:
    app = DutybookApp(lambda: RegisterStore.open(demo), language="en", as_of=DAY)
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot)
        await driver.at_rest()
        await driver.sees(f"The past as of {DAY}")
        await driver.press("ctrl+n")
        await driver.until(lambda: app.main.desk.past is None)
    app = DutybookApp(lambda: RegisterStore.open(demo), language="en", as_of="no-such-commit")
    async with app.run_test() as pilot:
        driver = Driver(app, pilot)
        await driver.until(lambda: app.failure is not None)
    assert isinstance(app.failure, UnknownRevision)
    use("en")


def test_the_desk_swaps_its_store_and_back(demo: Path) -> None:
    desk = Desk(RegisterStore.open(demo))
    store, view = desk.store, desk.view
    me = desk.me()
    desk.look_back("HEAD~3", lambda: True)  # given up
    assert (desk.store, desk.view, desk.past) == (store, view, None)
    desk.look_back("HEAD~3")
    assert desk.past is not None
    assert desk.past.commit == run_git(demo, "rev-parse", "HEAD~3")
    assert desk.past.day.isoformat() == run_git(demo, "log", "-1", "--format=%cs", "HEAD~3")
    assert (desk.me(), desk.outside(), desk.reload()) == (me, (), frozenset())
    assert isinstance(desk.read_only[0], InThePast)
    assert desk.log(limit=1)[0].commit == desk.past.commit
    assert not look_again(desk).moved
    assert (look_around(desk).work.commits, look_around(desk).work.drafts) == ((), ())
    desk.look_back(DAY)  # from one past into another
    assert desk.past.day == desk.today == date(2026, 5, 1)
    desk.return_to_present()
    assert (desk.store, desk.read_only) == (store, ())
    assert desk.past is None
