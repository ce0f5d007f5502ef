"""The main screen from the keyboard: navigation, panes, filtering, opening, hostile text, damage, read-only."""

from functools import partial
from pathlib import Path

import pytest
from textual.widget import Widget

from schema.kinds import KINDS
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.store.repositories import write
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tui.dialogs.pick import PickDialog
from tui.screens.edit import EditScreen
from tui.screens.listing import Listing
from tui.widgets.navigation import Navigation
from tui.widgets.navigation import destinations
from tui.widgets.record_view import RecordView


async def go_to(driver: Driver, destination: str) -> None:
    """Go to a destination through the menu, with keys alone."""
    main = driver.app.main
    if not main.query_one(Navigation).has_focus:
        await driver.press("f9")
    steps = destinations().index(destination) - destinations().index(main.query_one(Navigation).cursor_id)
    await driver.press(*["down" if steps > 0 else "up"] * abs(steps), "enter")
    await driver.until(lambda: main.here == destination and not main.query_one(Navigation).has_focus)


def shows(driver: Driver, kind: str) -> bool:
    """Whether the list of a kind is there and filled."""
    main = driver.app.main
    return main.here == kind and isinstance(main.middle, Listing) and main.middle.shown is not None


def has_focus(widget: Widget | None) -> bool:
    return widget is not None and widget.has_focus


def record_text(driver: Driver) -> str:
    return driver.app.main.query_one(RecordView).page.as_text()


async def test_the_menu_leads_to_every_kind_with_keys_alone(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        await driver.press("f9")
        for kind in KINDS:
            await driver.press("down")
            await driver.until(partial(shows, driver, kind))
            listing = main.middle
            assert isinstance(listing, Listing)
            assert listing.records.total_count == len(main.desk.view.register.records.get(kind, {}))


async def test_a_list_is_filtered_by_chinese_and_by_pinyin_initials(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.sees("25 行")
        records = driver.app.main.list
        assert records is not None
        await driver.press("slash")
        await driver.type("党课")
        await driver.until(lambda: records.row_count == 1)
        assert records.cursor_id == "party-lecture"
        await driver.press("escape")
        await driver.until(lambda: records.row_count == 25)
        await driver.type("xsfxh")  # 形势分析会
        await driver.until(lambda: records.shown_ids == ["quarterly-review"])
        await driver.press("escape")
        await driver.type("bhqk jiedao")
        await driver.until(lambda: records.row_count == 0)
        await driver.sees("隐去了全部 25 行")
        await driver.press("escape", "escape")
        await driver.until(lambda: records.has_focus)


async def test_enter_opens_the_record_and_escape_goes_back_to_the_list(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.press("slash")
        await driver.type("D03")
        await driver.press("enter", "enter")
        view = driver.app.main.query_one(RecordView)
        await driver.until(lambda: view.has_focus and view.page.place == ("duty", "quarterly-review"))
        text = record_text(driver)
        for wanted in (
            "按季召开工作形势分析会", "责任层级: 主体责任", "牵头单位: 党政综合办公室", "责任单位: 各科室", "每: 季",
            "[红] 2026-Q3", "\nduties/quarterly-review.toml\n", "晨禾街道责任制实施细则",
        ):  # fmt: skip
            assert wanted in text
        await driver.press("escape")
        await driver.until(lambda: driver.app.main.list is not None and driver.app.main.list.has_focus)


async def test_tab_goes_round_the_panes(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        order = [main.query_one(RecordView), main.query_one(Navigation), main.list]
        for wanted in order:
            await driver.press("tab")
            await driver.until(partial(has_focus, wanted))
        await driver.press("shift+tab")
        await driver.until(lambda: main.query_one(Navigation).has_focus)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_under_100_columns_one_pane_is_shown_at_a_time(demo: Path, opened: Opened, language: str) -> None:
    async with opened(demo, size=(80, 24), language=language) as driver:
        main = driver.app.main
        assert not main.query_one(Navigation).display or not main.query_one(Navigation).size.width
        await driver.press("f9")
        await driver.until(lambda: main.query_one(Navigation).outer_size.width == 80)
        await go_to(driver, "post")
        await driver.sees("Z01")
        assert main.middle is not None
        assert main.middle.size.width == 80
        await driver.press("enter")
        await driver.until(lambda: main.query_one(RecordView).size.width >= 78 and main.query_one(RecordView).has_focus)
        await driver.sees("2026-11-23", "李四")
        await driver.press("escape")
        await driver.until(lambda: main.middle is not None and main.middle.size.width == 80)
        assert all(len(line) <= 80 for line in driver.lines)


async def test_the_header_names_register_branch_person_and_the_day(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await driver.sees("晨禾街道责任台账", "main | 吴十 | 2026-11-23", "演示：以 2026-11-23 为")
    set_identity(demo, "Someone", "someone@elsewhere.example")
    async with opened(demo, language="en") as driver:
        await driver.sees("Duty register of Chenhe", "main | ? | 2026-11-23", "stands for today")


async def test_a_post_shows_its_holder_of_the_day_and_a_person_the_posts(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "post")
        await driver.sees("党工委书记")
        await driver.until(lambda: "2026-11-23 任职: 李四" in record_text(driver))
        assert "人员: 张三" in record_text(driver)
        await go_to(driver, "person")
        await driver.press("slash")
        await driver.type("lisi")
        await driver.until(lambda: "岗位: 党工委书记  李四" in record_text(driver))


async def test_edit_opens_the_form_of_the_record_and_add_one_of_its_kind(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "unit")
        await driver.until(lambda: driver.app.main.place == ("unit", "working-committee"))
        await driver.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))
        await driver.sees("working-committee")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.press("n")
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))


async def test_a_reference_can_be_followed(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.until(lambda: driver.app.main.place == ("duty", "committee-deliberation"))
        await driver.press("ctrl+o")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("dzzhbgs")  # 党政综合办公室
        await driver.press("enter")
        await driver.until(lambda: driver.app.main.place == ("unit", "party-office"))
        main = driver.app.main
        assert main.here == "unit"
        await driver.until(lambda: main.list is not None and main.list.cursor_id == "party-office")


async def test_the_record_is_copied_as_text_and_as_toml(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.until(lambda: driver.app.main.place == ("duty", "committee-deliberation"))
        await driver.press("enter", "y")
        await driver.until(lambda: "责任层级: 主体责任" in driver.app.clipboard)
        await driver.press("Y")
        await driver.sees("文件的现有内容")
        await driver.press("down", "enter")
        await driver.until(lambda: driver.app.clipboard.startswith('code = "D01"'))
        assert driver.app.clipboard == (demo / "duties/committee-deliberation.toml").read_text()


async def test_an_editor_that_cannot_be_opened_here_is_said(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "unit")
        await driver.until(lambda: driver.app.main.place is not None)
        await driver.press("ctrl+e")
        await driver.hears("此处无法打开编辑器")


async def test_what_changes_on_disk_is_shown_and_cursor_and_filter_stay(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.sees("25 行")
        await driver.press("slash")
        await driver.type("责任制")
        records = driver.app.main.list
        assert records is not None
        await driver.until(lambda: 5 < records.row_count < 25)
        await driver.press("down", "down", "down")
        before, shown = records.cursor_id, records.shown_ids
        path = demo / f"duties/{before}.toml"
        path.write_text(path.read_text().replace("责任制", "改过的责任制", 1))
        await driver.press("f5")
        await driver.sees("改过的责任制")
        assert (records.cursor_id, records.shown_ids) == (before, shown)
        await driver.until(lambda: [change.id for change in driver.app.main.work.outside] == [before])


async def test_an_unreadable_file_stays_in_its_list_and_in_check(demo: Path, opened: Opened) -> None:
    write(demo, {"duties/party-lecture.toml": b'title = "broken\n', "units/administration.toml": b"\xff\xfe\x00"})
    async with opened(demo) as driver:
        await driver.sees("错 职责事项", "错 单位")
        await go_to(driver, "duty")
        records = driver.app.main.list
        assert records is not None
        await driver.until(lambda: records.cursor_id == "party-lecture")
        await driver.until(lambda: "此文件无法作为记录读取" in record_text(driver))
        await go_to(driver, "check")
        await driver.sees("party-lecture", "administration", "DB001 (2)")
        await driver.press("slash")
        await driver.type("duties/party-lecture")
        await driver.press("enter", "enter")
        await driver.until(lambda: driver.app.main.here == "duty")
        await driver.until(lambda: driver.app.main.place == ("duty", "party-lecture"))
        await driver.press("f6")
        await driver.sees("不能用表单编辑")


async def test_a_register_opened_read_only_says_so_and_refuses_every_edit_with_the_reason(
    demo: Path, opened: Opened
) -> None:
    before = run_git(demo, "status", "--porcelain"), run_git(demo, "for-each-ref")
    async with opened(demo, read_only=True) as driver:
        await driver.sees("只读：台账以只读方式打开。", "[只读] ")
        await go_to(driver, "unit")
        await driver.until(lambda: driver.app.main.place is not None)
        for key in ("f6", "f7", "ctrl+e", "ctrl+w", "ctrl+u", "e", "n", "O", "u", "E"):
            driver.app.clear_notifications()
            await driver.press(key)
            await driver.hears("台账以只读方式打开。\n去掉 --read-only 重新打开后再修改。")
            assert driver.app.screen is driver.app.main
        await go_to(driver, "today")
        await driver.until(lambda: driver.app.main.check_action("work", ()) is True)
        driver.app.clear_notifications()
        await driver.press("w")
        await driver.hears("台账以只读方式打开")
    assert before == (run_git(demo, "status", "--porcelain"), run_git(demo, "for-each-ref"))


async def test_a_register_that_turns_read_only_says_so(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        assert "Read-only" not in driver.text
        (demo / ".git/MERGE_HEAD").write_text(run_git(demo, "rev-parse", "HEAD") + "\n")
        await driver.press("f5")
        await driver.sees("Read-only: ")
        await go_to(driver, "unit")
        await driver.press("f6")
        await driver.hears("merge")
        assert driver.app.screen is driver.app.main
        (demo / ".git/MERGE_HEAD").unlink()
        await driver.press("f5")
        await driver.until(lambda: "Read-only" not in driver.text and "[read-only]" not in driver.text)
        await driver.until(lambda: driver.app.main.place is not None)
        await driver.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))


async def test_the_history_of_a_record_and_of_everything(demo: Path, opened: Opened) -> None:
    path = "duties/committee-deliberation.toml"
    of_one, of_all = (
        run_git(demo, "rev-list", "--first-parent", "--count", "HEAD", *more) for more in (["--", path], [])
    )
    assert 1 <= int(of_one) < int(of_all) < 200  # read at once
    async with opened(demo) as driver:
        await go_to(driver, "duty")
        await driver.until(lambda: driver.app.main.place == ("duty", "committee-deliberation"))
        await driver.press("ctrl+l")
        await driver.sees(f"{of_one} 行", "党工委专题研究责任制落实情况: 新增")
        await go_to(driver, "history")
        await driver.sees(f"{of_all} 行")


async def test_a_failing_look_at_the_disk_is_said_once_and_the_app_goes_on(
    demo: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(demo, language="en") as driver:
        asked: list[bool] = []

        def fail() -> frozenset[tuple[str, str]]:
            asked.append(True)
            message = "the [disk] is gone"
            raise ValueError(message)

        monkeypatch.setattr(driver.app.main.desk, "reload", fail)
        await driver.press("f5")
        await driver.hears("ValueError: the [disk] is gone")
        await driver.press("f5")
        await driver.until(lambda: len(asked) >= 2)
        await go_to(driver, "unit")
        await driver.sees("18 rows")
        assert sum("ValueError" in notice.message for notice in driver.app._notifications) == 1


async def test_a_step_of_the_menu_that_is_overtaken_does_not_lead_back(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        await go_to(driver, "duty")
        gone: list[str] = []
        go = main.go
        main.go = lambda destination, **more: (gone.append(destination), go(destination, **more))[1]  # type: ignore[method-assign, func-returns-value]
        navigation = main.query_one(Navigation)
        for overtaken in ("unit", "duty", "unit", "duty"):
            navigation.post_message(navigation.RowHighlighted(navigation, overtaken))
        await driver.press("f9", "down")
        await driver.until(partial(shows, driver, "platform"))
        assert gone == ["platform"]
