"""The next start shows what the last one did, as far as it is there; a damaged note is said and forgotten."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from store.location import find
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.test_main import go_to
from tui.app import DutybookApp
from tui.desk import Desk
from tui.language import use
from tui.look import Look
from tui.look import read_look
from tui.look import write_look
from tui.screens.history import HistoryView
from tui.screens.listing import Listing
from tui.screens.map import MapPane
from tui.screens.today import Today
from tui.screens.year import YearPane
from tui.seen import is_known
from tui.seen import write_seen
from tui.tidings import look_around

NOTE = ".git/dutybook/look.json"


@pytest.fixture(autouse=True)
def words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said at the start is still there when a slow machine has come to look."""
    monkeypatch.setattr(DutybookApp, "NOTIFICATION_TIMEOUT", 600)


async def leave(driver: Driver) -> None:
    await driver.press("ctrl+q")
    await driver.until(lambda: driver.app._exit)


async def test_destination_filter_order_and_row_come_back(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en", size=(80, 24)) as driver:
        main = driver.app.main
        await go_to(driver, "year")
        await driver.until(lambda: isinstance(main.middle, YearPane) and main.middle.book is not None)
        year = main.middle
        assert isinstance(year, YearPane)
        year._take_unit("party-office")
        await go_to(driver, "map")
        await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.drawn is not None)
        await driver.press("f7", "f4")
        await go_to(driver, "post")
        await driver.until(lambda: main.list is not None and main.list.total_count > 0)
        await driver.press("f4")
        await go_to(driver, "duty")
        await driver.until(lambda: main.list is not None and main.list.total_count == 25)
        await driver.press("slash")
        await driver.type("study")
        await driver.press("enter", "f4", "shift+f4", "end")
        await driver.until(lambda: main.list is not None and main.list.backwards and main.place is not None)
        assert main.list is not None
        rows, row, sort = main.list.shown_ids, main.list.cursor_id, main.list.sorted_by
        assert 1 < len(rows) < 25
        await leave(driver)
    assert stat.S_IMODE((demo / NOTE).stat().st_mode) == 0o600
    assert run_git(demo, "status", "--porcelain") == ""

    async with opened(demo, language="en") as driver:
        main = driver.app.main
        await driver.until(lambda: main.list is not None and main.list.shown_ids == rows)
        await driver.until(lambda: main.list is not None and main.list.cursor_id == row and main.list.has_focus)
        assert (main.here, main.list and main.list.sorted_by) == ("duty", sort)
        await driver.until(lambda: main.place == ("duty", row))
        await driver.sees(f"{len(rows)} of 25", "study")
        assert not [one.message for one in driver.app._notifications]
        await go_to(driver, "map")
        await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.has_class("-units"))
        assert isinstance(main.middle, MapPane)
        assert main.middle.side == "post"
        await leave(driver)

    async with opened(demo, language="en") as driver:  # what was not asked for again is not forgotten
        main = driver.app.main
        await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.units.records.has_focus)
        await go_to(driver, "year")
        await driver.until(lambda: isinstance(main.middle, YearPane) and main.middle.unit == "party-office")
        await go_to(driver, "post")
        await driver.until(lambda: isinstance(main.middle, Listing) and main.middle.records.sorted_by != "")


async def test_days_filters_the_cursor_of_today_and_the_history_come_back(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        main = driver.app.main
        today = main.query_one(Today)
        await driver.until(lambda: today.row_count > 10)
        await driver.press("down", "down", "down")
        row = today.cursor_id
        await go_to(driver, "year")
        await driver.until(lambda: isinstance(main.middle, YearPane) and main.middle.book is not None)
        assert isinstance(main.middle, YearPane)
        main.middle.grid.go_to(date(2025, 3, 4))
        await go_to(driver, "map")
        await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.drawn is not None)
        pane = main.query_one(MapPane)
        pane.other = date(2026, 2, 3)
        pane.go_to_day(date(2026, 6, 30))
        pane.filter.columns.value, pane.groups.input.value = "study", "G1"
        main.show_history(("group", "implementation-group"))
        await driver.until(lambda: bool(main.query(HistoryView)) and main.query_one(HistoryView).commit_here)
        main.query_one(HistoryView).list.input.value = "leading"
        await leave(driver)

    async with opened(demo, language="en") as driver:
        main = driver.app.main
        history = main.query_one(HistoryView)
        await driver.until(lambda: history.list.input.value == "leading")
        assert history.place == ("group", "implementation-group")
        await go_to(driver, "today")
        today = main.query_one(Today)
        await driver.until(lambda: today.cursor_id == row)
        await go_to(driver, "year")
        await driver.until(lambda: isinstance(main.middle, YearPane) and main.middle.book is not None)
        year = main.query_one(YearPane)
        await driver.until(lambda: year.grid.day == date(2025, 3, 4) and year.book and year.book.year == 2025)
        await go_to(driver, "map")
        await driver.until(lambda: bool(main.query(MapPane)))
        pane = main.query_one(MapPane)
        await driver.until(lambda: pane.drawn is not None and pane.drawn.map.on == date(2026, 6, 30))
        assert (pane.other, pane.filter.columns.value) == (date(2026, 2, 3), "study")
        assert pane.groups.input.value == "G1"
        await leave(driver)


async def test_what_is_no_day_no_record_and_no_row_is_passed_over(demo: Path, opened: Opened) -> None:
    parts = {
        "map": {"day": "2026-02-30", "other": "x", "view": "none", "columns": "study"},
        "year": {"day": "99999-01-01"},
        "history": {"of": "group/never-was"},
        "today": {"row": "finding/never-was"},
    }
    write_look(find(demo), Look(here="history", parts=parts))
    async with opened(demo, language="en") as driver:
        main = driver.app.main
        assert main.query_one(HistoryView).place is None
        assert main.query_one(Today).cursor_id
        await go_to(driver, "map")
        pane = main.middle
        assert isinstance(pane, MapPane)
        await driver.until(lambda: pane.drawn is not None and pane.filter.columns.value == "study")
        assert pane.day == main.desk.today


async def test_what_is_gone_is_left_out_with_a_word(demo: Path, opened: Opened) -> None:
    look = Look(
        here="duty",
        parts={
            "duty": {"row": "never-was", "sort": "colour", "filter": "\u202e[/] 学习"},
            "unit": {"row": "party-office"},
            "weather": {"row": "x"},
            "today": {"filter": "x"},
        },
    )
    write_look(find(demo), look)
    async with opened(demo) as driver:
        main = driver.app.main
        await driver.hears("以下内容已不存在，没有照上次显示：职责事项 never-was; 职责事项 / colour")
        await driver.until(lambda: main.here == "duty" and isinstance(main.middle, Listing))
        assert isinstance(main.middle, Listing)
        listing = main.middle
        await driver.until(lambda: listing.input.value == "<U+202E>[/] 学习")
        assert (listing.records.sorted_by, set(main.looks)) == ("", {"unit"})
    write_look(find(demo), Look(here="weather"))
    async with opened(demo) as driver:
        await driver.hears("没有照上次显示：weather")
        assert driver.app.main.here == "today"


@pytest.mark.parametrize(
    "content", [b"", b"{torn", b"\xff", b"[]", b'{"here": 3}', b'{"parts": {"duty": 1}}', b"[" * 60_000]
)
def test_a_damaged_note_is_said_and_forgotten(demo: Path, content: bytes) -> None:
    use("en")
    (demo / NOTE).parent.mkdir(exist_ok=True)
    (demo / NOTE).write_bytes(content)
    assert read_look(find(demo)) == (
        None,
        "What was shown last could not be read and is forgotten; the app begins on Today.",
    )
    write_look(find(demo), Look(here="duty"))
    assert read_look(find(demo)) == (Look(here="duty"), "")
    (demo / NOTE).write_text(json.dumps({"format": 2, "here": "duty"}))
    assert read_look(find(demo)) == (None, ""), "a later dutybook's note is none of ours"


async def test_the_app_says_that_its_note_is_damaged_and_a_reader_leaves_none(demo: Path, opened: Opened) -> None:
    (demo / NOTE).parent.mkdir(exist_ok=True)
    (demo / NOTE).write_bytes(b"{torn")
    async with opened(demo, language="en", read_only=True) as driver:
        await driver.hears("could not be read and is forgotten")
        assert driver.app.main.here == "today"
        await leave(driver)
    assert (demo / NOTE).read_bytes() == b"{torn", "who opens read-only writes nothing"


def test_each_work_tree_has_its_own_note(demo: Path, tmp_path: Path) -> None:
    run_git(demo, "worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    write_look(find(demo), Look(here="duty"))
    write_look(find(tmp_path / "other"), Look(here="unit"))
    assert read_look(find(demo))[0] == Look(here="duty")
    assert read_look(find(tmp_path / "other"))[0] == Look(here="unit")
    (demo / ".git/dutybook").chmod(0o500)
    write_look(find(demo), Look(here="map"))  # no harm where it can't be written
    (demo / ".git/dutybook").chmod(0o700)


async def test_a_commit_seen_last_that_is_gone_is_said(demo: Path, opened: Opened) -> None:
    desk = Desk(RegisterStore.open(demo))
    newest = desk.log(limit=20)
    state = desk.store.location.make_state_dir()
    write_seen(state, newest[3].commit)
    work = look_around(desk).work
    assert ([one.commit for one in work.commits], work.lost) == ([one.commit for one in newest[:3]], False)
    for seen in ("0" * 40, "torn", "--help"):
        assert not is_known(desk.store.git, seen)
        write_seen(state, seen)
        work = look_around(desk).work
        assert ([one.commit for one in work.commits], work.lost) == ([one.commit for one in newest[:15]], True)
    async with opened(demo, language="en", size=(120, 60)) as driver:
        await driver.press("end")
        await driver.sees("the commit seen last is gone")
