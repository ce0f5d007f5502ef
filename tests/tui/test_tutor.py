"""The tutorial: played through by keys, in both languages, left and taken up again, and never done on a real register."""

import shutil
from pathlib import Path

import pytest

from store.register import RegisterStore
from store.sample.lesson import leave_proposal
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.office import make_office
from tests.tui.test_main import go_to
from tui import app as app_module
from tui.actions import ACTIONS
from tui.app import DutybookApp
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.keymap import know_all_actions
from tui.language import language
from tui.language import use
from tui.screens.checking import Checking
from tui.screens.edit import EditScreen
from tui.screens.history import HistoryView
from tui.screens.map import MapPane
from tui.screens.review import ReviewPane
from tui.tutorial import STEPS
from tui.tutorial import Facts
from tui.tutorial import place_of
from tui.widgets.tutorial_strip import TutorialStrip


async def comes_to(driver: Driver, step: str) -> None:
    """Wait until the tutorial asks for a step, on the screen that is on top."""
    place = place_of(step)
    await driver.until(lambda: driver.app.tutor is not None and driver.app.tutor.place == place)
    await driver.until(lambda: STEPS[place].say()[:8] in driver.text)


async def give_reason(driver: Driver, reason: str) -> None:
    """Save what the difference shows."""
    await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
    await driver.type(reason)
    await driver.press("f2")


async def open_form(driver: Driver, key: str) -> EditScreen:
    """Press a key and wait for the form that it opens."""
    await driver.press(key)
    await driver.until(lambda: isinstance(driver.app.screen, EditScreen) and driver.app.screen.form is not None)
    screen = driver.app.screen
    assert isinstance(screen, EditScreen)
    await driver.until(lambda: driver.app.focused is not None)
    return screen


async def test_the_whole_tutorial_by_keys(demo: Path, opened: Opened) -> None:
    run_git(demo, "remote", "set-url", "origin", str(demo.with_name("demo.git")))
    async with opened(demo, language="en", size=(80, 24)) as driver:
        await driver.press("shift+f1")
        await look_around(driver)
        await change_and_take_back(driver, demo)
        await record_work(driver)
        await visit(driver)
        await driver.press("ctrl+u")
        await comes_to(driver, "help")
        assert run_git(demo.with_name("demo.git"), "rev-parse", "main") == run_git(demo, "rev-parse", "HEAD")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.press("f1")
        await comes_to(driver, "end")
        await driver.press("shift+f1")
        await driver.until(lambda: not any(screen.query(TutorialStrip) for screen in driver.app.screen_stack))
        assert run_git(demo, "status", "--porcelain") == ""


async def look_around(driver: Driver) -> None:
    """Open what is overdue, and a duty through the filter."""
    main = driver.app.main
    await comes_to(driver, "overdue")
    assert (
        main.query_one(TutorialStrip).region.bottom == main.size.height - 1
    )  # above the keys, which are the last line
    assert main.list is not None
    assert main.list.has_focus
    await driver.press("enter")
    await comes_to(driver, "filter")
    await go_to(driver, "duty")
    await driver.until(lambda: main.list is not None and main.list.total_count == 25)
    await driver.press("slash")
    await driver.type("platforms")
    await driver.press("enter", "enter")
    await comes_to(driver, "edit")


async def change_and_take_back(driver: Driver, top: Path) -> None:
    """Edit the duty, save with a reason, see it in History, take it back."""
    await open_form(driver, "f6")
    await driver.press("end")
    await driver.type("x")
    await comes_to(driver, "save")
    await driver.press("f2")
    await give_reason(driver, "a try")
    await comes_to(driver, "undo")
    changed = run_git(top, "rev-parse", "HEAD")
    await driver.press("ctrl+l")
    view = driver.app.main.query(HistoryView)
    await driver.until(lambda: bool(view) and view.first().commit_here == changed)
    await driver.press("ctrl+z")
    await give_reason(driver, "")
    await comes_to(driver, "work")
    assert f"Undoes: {changed}" in run_git(top, "log", "-1", "--format=%B")


async def record_work(driver: Driver) -> None:
    """Make a work record of what is overdue, with evidence."""
    await go_to(driver, "today")
    await driver.press("home")
    await driver.until(lambda: len(driver.app.main.obligations_here()) == 1)
    await open_form(driver, "f8")
    await driver.press("f5")
    await driver.until(lambda: isinstance(driver.app.screen, RowDialog))
    await driver.press("f2")
    await driver.until(lambda: isinstance(driver.app.screen, EditScreen))
    await driver.press("f2")
    await give_reason(driver, "held")
    await comes_to(driver, "map")


async def visit(driver: Driver) -> None:
    """Look at Map, Check and Review."""
    main = driver.app.main
    await go_to(driver, "map")
    await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.drawn is not None)
    await driver.until(lambda: isinstance(main.middle, MapPane) and main.middle.matrix.has_focus)
    await driver.press("right")
    await comes_to(driver, "check")
    await go_to(driver, "check")
    await driver.until(lambda: isinstance(main.middle, Checking) and main.middle.item is not None)
    await driver.press("enter")
    await comes_to(driver, "review")
    await driver.press("escape")
    await go_to(driver, "review")
    await driver.until(lambda: isinstance(main.middle, ReviewPane) and main.middle.item is not None)
    await driver.press("enter")
    await comes_to(driver, "sync")


async def test_in_chinese_with_own_keys_it_is_left_and_taken_up_again(demo: Path, opened: Opened) -> None:
    async with opened(demo, size=(80, 24)) as driver:
        app, main = driver.app, driver.app.main
        await driver.sees("为今天。 按 Shift+F1 开始教程。")
        app.use_keys({"tutorial.skip": "ctrl+f4", "main.menu": "ctrl+f9"})
        await driver.press("shift+f1")
        await driver.sees("教程 1/11 看逾期事项", "Ctrl+F4 跳过", "Shift+F1 离开", "逾期的标「红」")
        await driver.press("shift+f3")  # there is none before the first
        await driver.press("ctrl+f4")
        await driver.sees("教程 2/11", "按 Ctrl+F9 到菜单，选「职责事项」")
        await driver.press("ctrl+f9", "ctrl+f4", "shift+f3", "ctrl+f4")
        await driver.sees("教程 3/11 修改记录", "按 F6 打开")
        for step in STEPS:
            assert "  " not in step.say(), f"{step.id} names a key that there is not"
        await driver.press("shift+f1")
        await driver.until(lambda: not main.query(TutorialStrip))
        await driver.hears("教程停在刚才那一步；按 Shift+F1 继续")
        await driver.press("ctrl+f4")  # steps rest
        await driver.press("shift+f1")
        await driver.sees("教程 3/11 修改记录")
        await driver.press("ctrl+q")
        await driver.until(lambda: app._exit)
    async with opened(demo, language="en", size=(120, 40)) as driver:
        await driver.sees("Tutorial 3/11 Changing it", "F6 opens the form")
        await driver.press("shift+f1", "ctrl+q")
        await driver.until(lambda: driver.app._exit)
    async with opened(demo, language="en", size=(120, 40)) as driver:
        assert driver.app.tutor is None
        await driver.press("shift+f1")
        await driver.sees("Tutorial 3/11 Changing it")


async def test_a_real_register_is_left_alone_and_a_copy_is_offered(
    demo: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    copy = tmp_path / "data/dutybook/dutybook-demo"
    copy.parent.mkdir(parents=True)
    shutil.move(demo, copy)
    own = make_office(tmp_path / "office", {"register.toml": 'format = 1\ntitle = "Harbour"\nlanguage = "en"\n'}).top
    before = run_git(own, "for-each-ref"), run_git(own, "status", "--porcelain")
    async with opened(own, language="en", size=(80, 24)) as driver:
        app = driver.app
        await driver.press("shift+f1")
        await driver.until(lambda: isinstance(app.screen, ConfirmDialog))
        await driver.sees("'Harbour' stays as it is", "dutybook-demo")
        await driver.press("shift+f1", "escape")
        assert app.tutor is None
        await driver.press("shift+f1", "f10")
        await driver.until(lambda: app.next is not None)
    assert (app.next, app.tutor) == ((copy, own), None)
    assert (run_git(own, "for-each-ref"), run_git(own, "status", "--porcelain")) == before
    assert not run_git(copy, "for-each-ref", "refs/heads/proposal/")
    async with opened(copy, language="en", size=(80, 24)) as driver:
        driver.app.back_to = own
        await driver.press("shift+f1")
        await comes_to(driver, "overdue")
        await driver.until(lambda: run_git(copy, "for-each-ref", "refs/heads/proposal/"))
        await driver.press("shift+f1")
        await driver.sees("Back to your own register", str(own)[:20])
        await driver.press("f10")
        await driver.until(lambda: driver.app.next is not None)
    assert driver.app.next == (own, None)
    async with opened(
        copy, language="en", read_only=True
    ) as driver:  # what can't be changed is no place to try things on
        await driver.press("shift+f1")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmDialog))


def test_the_next_register_is_opened_in_the_language_of_the_one_before(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = make_office(tmp_path / "office").top
    seen: list[tuple[object, ...]] = []

    def lead(app: DutybookApp, *, mouse: bool) -> None:
        store = app._opening()
        seen.append(
            (store.location.top, language(), app.begins_with_tutorial, app.back_to, bool(store.read_only), mouse)
        )
        if len(seen) == 1:
            app.next = app_module.Next(demo, own)
        elif len(seen) == 2:
            app.next = app_module.Next(own, None)

    monkeypatch.setattr(DutybookApp, "run", lead)
    assert app_module.run(own, read_only=True) == 0
    assert seen == [
        (own, "en", False, None, True, True),
        (demo, "en", True, own, False, True),
        (own, "en", False, None, True, True),
    ]


def test_every_step_names_actions_that_there_are_and_is_not_done_before_it_begins() -> None:
    know_all_actions()
    assert {key for step in STEPS for key in step.keys.values()} <= {action.id for action in ACTIONS}
    for spoken in ("en", "zh_CN"):
        use(spoken)
        assert all(step.say() for step in STEPS)
    use("en")
    assert not [step.id for step in STEPS if step.done(Facts(), Facts())]
    assert place_of("no such step") == 0


def test_a_colleague_proposes_once_and_only_where_the_sample_still_stands(demo: Path) -> None:
    name = leave_proposal(demo)
    assert name == "proposal/qian-qi/group-title"
    assert run_git(demo, "log", "-1", "--format=%an %ad", "--date=short", name) == "钱七 2026-11-23"
    assert leave_proposal(demo) == ""
    (demo / "groups/implementation-group.toml").unlink()
    assert leave_proposal(demo) == ""
    assert RegisterStore.open(demo).identity().name == "吴十"
