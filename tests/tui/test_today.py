"""Today: its sections, what Enter does, recording the work, and what lies unsaved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from schema.obligation import Obligation
from schema.turn import HandoverTurn
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.tui.conftest import Opened
from tests.tui.test_main import go_to
from tui.desk import Desk
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.row import RowDialog
from tui.language import use
from tui.screens.acts import ActsDialog
from tui.screens.drafts import DraftsDialog
from tui.screens.edit import EditScreen
from tui.screens.handover import HandoverDialog
from tui.screens.outside import OutsideDialog
from tui.screens.sync import SyncDialog
from tui.screens.today import Today
from tui.screens.today import Work
from tui.screens.today import write_book
from tui.seen import read_seen
from tui.seen import since
from tui.seen import write_seen
from tui.widgets.record_view import RecordView
from tui.widgets.section_list import HEAD
from tui.work_record import begin_work


def heads(today: Today) -> list[str]:
    rows = today.book.rows
    return [cells[0] for row_id, cells in zip(rows.ids, rows.cells, strict=True) if row_id.startswith(HEAD)]


def test_the_book_lists_each_obligation_once_in_its_section(demo: Path) -> None:
    use("en")
    view = Desk(RegisterStore.open(demo)).view
    book = write_book(view, view.obligations, Work())
    told = list(zip(book.rows.ids, book.rows.cells, book.rows.marks, strict=True))
    assert [cells[0] for row_id, cells, _mark in told if row_id.startswith(HEAD)] == [
        "Overdue (2)",
        "Handovers to finish (1)",
        "Open now (9)",
        "Findings to close (2)",
        "Done in the last 30 days (5)",
    ]
    overdue = told[1:3]
    assert [(cells[0], cells[2], mark) for _id, cells, mark in overdue] == [
        ("2026-09-30", "2026-Q3 Pomegranate village", "red"),
        ("2026-09-30", "2026-Q3", "red"),
    ]
    assert len(set(book.rows.ids)) == len(book.rows.ids)
    assert set(book.items) == {row_id for row_id in book.rows.ids if not row_id.startswith(HEAD)}


def test_a_register_with_nothing_due_has_no_sections(demo: Path) -> None:
    view = Desk(RegisterStore.open(demo)).view
    view.__dict__["obligations"] = []
    object.__setattr__(view, "on", date(2020, 1, 1))
    assert write_book(view, [], Work()).rows.ids == []


async def test_the_cursor_passes_over_heads_and_the_page_follows(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        today = driver.app.main.query_one(Today)
        await driver.until(lambda: len(heads(today)) == 6)
        assert heads(today)[0] == "逾期 (2)"
        assert not today.cursor_id.startswith(HEAD)
        seen = []
        for _step in range(4):
            seen.append(today.cursor_id)
            await driver.press("down")
        assert not [row for row in [*seen, today.cursor_id] if row.startswith(HEAD)]
        for _step in range(6):
            await driver.press("up")
        assert today.cursor_id == seen[0]
        await driver.press("end", "home")
        assert today.cursor_id == seen[0]
        assert today.scroll_offset.y == 0
        await driver.until(lambda: "所属期: 2026-Q3 石榴村" in driver.app.main.query_one(RecordView).page.as_text())


async def test_enter_opens_the_duty_and_w_records_the_work(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        view = main.query_one(RecordView)
        await driver.press("enter")
        await driver.until(lambda: view.has_focus and "应办事项" in view.page.as_text())
        assert view.page.place == ("duty", "branch-theme-day")
        await driver.press("escape", "w")
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))
        screen = driver.app.screen
        assert isinstance(screen, EditScreen)
        await driver.until(lambda: screen.form is not None)
        await driver.sees("主题党日", "2026-11-23", "石榴村", "已归档")


async def test_the_work_is_filled_in_from_the_obligation(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        item = main.query_one(Today).item
        assert isinstance(item, Obligation)
        assert begin_work(main.desk.view, item) == {
            "date": date(2026, 11, 23),
            "state": "filed",
            "fulfils": [{"duty": "branch-theme-day", "period": "2026-Q3", "elements": ["pomegranate-village"]}],
            "type": "theme-day",
            "unit": "pomegranate-village",
            "title": "党支部主题党日列入责任制（2026年三季度）",
            "participants": ["pomegranate-secretary"],
        }


async def test_what_was_changed_outside_is_counted_and_enter_looks_after_it(demo: Path, opened: Opened) -> None:
    path = demo / "units/party-office.toml"
    path.write_text(path.read_text() + 'note = "written by hand"\n')
    async with opened(demo, language="en") as driver:
        await driver.sees("Unsaved work (1)", "1 files changed")
        today = driver.app.main.query_one(Today)
        await driver.press("home")
        assert today.cursor_id == "outside"
        await driver.sees("units/party-office.toml")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, OutsideDialog))


async def test_a_draft_left_behind_is_offered_at_the_start(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        await driver.press("f9", "down", "enter")
        await driver.until(lambda: driver.app.main.place is not None)
        await driver.press("f6")
        screen = driver.app.screen
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))
        screen = driver.app.screen
        assert isinstance(screen, EditScreen)
        await driver.until(lambda: screen.form is not None and driver.app.focused is not None)
        await driver.type("XYZ")
        await driver.until(screen.unsaved)
        await driver.press("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, LeaveDialog))
        await driver.press("f2")
        await driver.until(lambda: driver.app._exit)
    (folder,) = (demo / ".git/dutybook/drafts",)
    (draft,) = folder.glob("*.json")
    # the process that kept it is gone
    draft.write_text(draft.read_text().replace('"start":', '"start":9'))
    async with opened(demo, language="en") as driver:
        await driver.until(lambda: isinstance(driver.app.screen, DraftsDialog))
        await driver.press("escape")
        await go_to(driver, "today")
        await driver.sees("Unsaved work (1)", "Draft")


async def test_the_last_look_is_remembered(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        await driver.sees("Changed since you last looked (15)")
    async with opened(demo, language="en") as driver:
        await driver.sees("Done in the last 30 days")
        assert "Changed since" not in driver.text


def test_commits_since_the_last_look(tmp_path: Path, demo: Path) -> None:
    desk = Desk(RegisterStore.open(demo))
    commits = desk.log(limit=100)

    def log(limit: int) -> list:  # type: ignore[type-arg]
        return desk.log(limit=limit)

    assert since(log, commits[3].commit) == commits[:3]
    assert since(log, commits[0].commit) == []
    assert since(log, "0" * 40) == commits[:60]
    assert since(log, "") == commits[:15]
    assert read_seen(tmp_path / "nowhere") == ""
    write_seen(tmp_path, commits[0].commit)
    write_seen(tmp_path, commits[1].commit)
    assert read_seen(tmp_path) == commits[1].commit
    write_seen(tmp_path / "register.toml" / "x", "c")  # no such folder: no harm


async def test_a_sync_that_waits_stands_on_today_and_enter_goes_on_with_it(demo: Path, opened: Opened) -> None:
    (demo / ".git/dutybook/merge").mkdir(parents=True)
    (demo / ".git/dutybook/merge/conflicts.toml").write_text("")
    async with opened(demo, language="en") as driver:
        await driver.sees("Unsaved work (1)", "A sync waits", "Enter goes")
        await driver.press("home")
        await driver.sees("Both sides changed the same.")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, SyncDialog))
        await driver.sees("both sides hold the same")
        await driver.press("escape")
        await driver.until(lambda: not driver.app.main.work.sync_waits)


def sit_down(top: Path, name: str, day: str = "") -> None:
    """Sit down at the keyboard as somebody, on a day of the sample."""
    store = RegisterStore.open(top)
    person = next(one for one in store.register.people.values() if one.name == name)
    set_identity(top, person.name, person.emails[0])
    if day:
        path = top / "register.toml"
        path.write_text(path.read_text().replace("today = 2026-11-23", f"today = {day}"))
        run_git(top, "commit", "-qam", "another day")


async def test_a_late_handover_is_shown_to_everybody_and_waits_for_whoever_hands_over(
    demo: Path, opened: Opened
) -> None:
    async with opened(demo, language="en") as driver:
        await driver.sees("Handovers to finish (1)", "R  2026-09-16", "record the h")
        assert "Waiting for me" not in driver.text
    sit_down(demo, "王五")
    async with opened(demo, size=(80, 24)) as driver:
        await driver.sees("待我办理 (1)", "红 2026-09-16", "登记交接")
        assert "待办结交接" not in driver.text
        today = driver.app.main.query_one(Today)
        await driver.press("home")
        await driver.until(lambda: isinstance(today.item, HandoverTurn))
        pane = driver.app.main.query_one(RecordView)
        await driver.until(lambda: "下一步: 登记交接\n由谁办理: 王五" in pane.page.as_text())
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, HandoverDialog))
        await driver.sees("登记交接", "应于 2026-09-16 前办完")
        await driver.press("escape")
    async with opened(demo, read_only=True) as driver:
        await driver.sees("待我办理 (1)")
        await driver.press("home", "enter")  # nothing is changed there: it is only read
        await driver.until(lambda: driver.app.main.query_one(RecordView).has_focus)


async def test_a_finding_to_verify_waits_for_those_who_verify_and_says_so_to_the_others(
    demo: Path, opened: Opened
) -> None:
    sit_down(demo, "卫丙", "2026-11-18")
    async with opened(demo, language="en") as driver:
        today = driver.app.main.query_one(Today)
        await driver.until(lambda: "Findings to close (3)" in heads(today))
        (cells,) = [cells for cells in today.book.rows.cells if "Awaiting verification" in cells]
        assert (cells[2], cells[4].split(",")[0]) == ("X1", "Publicity and culture office")
        assert "Waiting for me" not in driver.text
    sit_down(demo, "郑一")
    async with opened(demo, size=(80, 24)) as driver:
        today = driver.app.main.query_one(Today)
        await driver.sees("待我办理 (1)", "会议记录", "复核销号或退回")
        assert "待销号问题 (2)" in heads(today), "it stands in one section only"
        await driver.press("home", "enter")
        await driver.sees("下一步", "复核销号或退回（F11）")
        await driver.press("f11")
        await driver.until(lambda: isinstance(driver.app.screen, ActsDialog))
        await driver.sees("> ", "复核销号")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, RowDialog))
        dialog = driver.app.screen
        assert isinstance(dialog, RowDialog)
        assert dialog.form.editor(("by",)).value == "discipline-office", "nobody signs for another unit unasked"
        await driver.press("escape", "escape")


def test_where_nobody_shares_the_register_everything_waits_for_who_is_there(demo: Path) -> None:
    use("en")
    view = Desk(RegisterStore.open(demo)).view

    def waiting(me: str | None) -> bool:
        return "Waiting for me (1)" in [cells[0] for cells in write_book(view, [], Work(me=me)).rows.cells]

    assert [waiting(me) for me in ("wang-wu", "wu-shi", "", None)] == [True, False, False, False]
    alone = {id_: msgspec.structs.replace(person, emails=()) for id_, person in view.register.people.items()}
    view.register = replace(view.register, records={**view.register.records, "person": alone})
    assert [waiting(me) for me in ("wang-wu", "wu-shi", "", None)] == [True, True, True, False]
