"""The menu of acts: what is allowed now and why the rest is not, the form, the difference, the reason, and one commit as the command line makes it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cli.app import run
from cli.exits import Exit
from schema.identity import Place
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.stage import HOSTILE
from tui.acting.menu import Subject
from tui.acting.menu import offer
from tui.desk import Desk
from tui.dialogs.confirm import MessageDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.language import use
from tui.screens.acts import ActsDialog
from tui.widgets.fields.spec import Key

OPEN_FINDING = "2026-10-30-et6ery"
LATE_FINDING = "2026-10-30-hdc6z5"
CLOSED_FINDING = "2026-10-30-csk5va"


async def menu_of(driver: Driver) -> ActsDialog:
    """The menu, once it says what is allowed."""
    await driver.until(lambda: isinstance(driver.app.screen, ActsDialog) and driver.app.screen.list.row_count)
    assert isinstance(driver.app.screen, ActsDialog)
    return driver.app.screen


async def answer(driver: Driver, values: dict[Key, object]) -> RowDialog:
    """Fill in the form of the act and accept it."""
    await driver.until(lambda: isinstance(driver.app.screen, RowDialog) and driver.app.focused is not None)
    dialog = driver.app.screen
    assert isinstance(dialog, RowDialog)
    dialog.form.restore(values)
    await driver.press("f2")
    return dialog


async def choose(driver: Driver, act: str) -> None:
    """Choose an act of the menu."""
    menu = await menu_of(driver)
    assert menu.list.go_to(act)
    await driver.press("enter")


def offered(desk: Desk, subject: Subject) -> dict[str, str]:
    return {one.act.id: one.why_not for one in offer(desk, subject)}


def test_what_is_allowed_is_what_the_rules_say(demo: Path) -> None:
    use("en")
    desk = Desk(RegisterStore.open(demo))
    by_state = {one.state.value: one for one in desk.view.obligations}
    done = offered(desk, by_state["done"])
    assert "needs nothing any more" in done["waive"]
    assert "needs nothing any more" in done["extend"]
    missed = offered(desk, by_state["missed"])
    assert (missed["waive"], missed["urge"]) == ("", "")
    assert "after the due day" in missed["extend"]
    running = offered(desk, by_state["running"])
    assert (running["waive"], running["extend"]) == ("", "")
    closed = offered(desk, ("finding", CLOSED_FINDING))
    assert all("was closed on 2026-11-19" in closed[act] for act in ("verify", "return", "extend"))
    late = offered(desk, ("finding", LATE_FINDING))
    assert late["urge"] == ""
    assert "not rectified" in late["verify"]
    assert "named in urge/2026-11-23-rzktpy" in late["remove"]
    post = offered(desk, ("post", "street-director"))
    assert (post["appoint"], post["end"]) == ("", "")
    assert "not vacant" in post["cover"]
    assert "recorded already" in post["handover"]
    signed = offered(desk, ("handover", "2026-09-10-hwjang"))
    assert all("nobody signs twice" in signed[f"sign-{role}"] for role in ("outgoing", "incoming", "witness"))
    assert next(iter(offered(desk, ("urge", "2026-11-23-rzktpy")))) == "reply"


def test_every_record_of_the_sample_has_a_menu_and_nothing_is_written(demo: Path) -> None:
    desk = Desk(RegisterStore.open(demo))
    places: list[Place] = [(kind, id_) for kind, found in desk.view.register.records.items() for id_ in found]
    subjects: list[Subject] = [*places[:: max(1, len(places) // 60)], *desk.view.obligations[::20]]
    for subject in subjects:
        found = offer(desk, subject)
        assert found
        assert all(one.act.label for one in found)
    assert run_git(demo, "status", "--porcelain") == ""


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh_CN"), ((120, 40), "en")])
async def test_an_extension_from_the_menu_is_the_commit_that_the_command_makes(
    demo: Path, opened: Opened, size: tuple[int, int], language: str
) -> None:
    zh = language == "zh_CN"
    other = demo.with_name("other")
    shutil.copytree(demo, other, symlinks=True)
    words = ["2026-12-31", "--reason", "等待资料", "--on", "2026-11-23", "--yes", "--register", str(other)]
    assert run(["extend", OPEN_FINDING, *words]) == Exit.FINE
    async with opened(demo, size=size, language=language) as driver:
        driver.app.main.go("finding", place=("finding", OPEN_FINDING))
        await driver.until(lambda: driver.app.main.place == ("finding", OPEN_FINDING))
        await driver.press("f11")
        await driver.sees("现在可办" if zh else "Allowed now", "现在不可办" if zh else "Not now")
        await driver.press("end", "enter")  # one that is not allowed says why and does nothing
        await driver.hears("X2")
        await choose(driver, "extend")
        await answer(driver, {("new_due",): date(2026, 11, 1), ("reason",): "等待资料"})
        await driver.until(lambda: isinstance(driver.app.screen, MessageDialog))
        await driver.sees("不晚于现行期限" if zh else "not later than the one in force")
        await driver.press("escape")
        await driver.sees("等待资料")  # what was typed is still there
        await answer(driver, {("new_due",): date(2026, 12, 31)})
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("+ new_due = 2026-12-31")
        await driver.press("f2")
        await driver.hears("已保存" if zh else "Saved as")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.at_rest()
        assert driver.app.main.desk.view.register.findings[OPEN_FINDING].extension[-1].new_due == date(2026, 12, 31)
    path = f"findings/2026/10/{OPEN_FINDING}.toml"
    assert run_git(demo, "show", f"HEAD:{path}") == run_git(other, "show", f"HEAD:{path}")
    assert run_git(demo, "log", "-1", "--format=%B") == run_git(other, "log", "-1", "--format=%B")


async def test_an_obligation_of_today_is_waived_and_what_the_form_wants_is_said(demo: Path, opened: Opened) -> None:
    async with opened(demo, language="en") as driver:
        before = set(driver.app.main.desk.view.register.waivers)
        await driver.press("f11")  # Today begins on what is overdue
        await choose(driver, "waive")
        await answer(driver, {})
        assert isinstance(driver.app.screen, RowDialog)  # without a reason nothing goes on
        await answer(driver, {("reason",): "机构调整", ("approved_by",): "secretary"})
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.press("escape")  # back to the form, and on from there
        await answer(driver, {})
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.press("f2")
        await driver.hears("Saved as")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        await driver.at_rest()
        (made,) = set(driver.app.main.desk.view.register.waivers) - before
        assert driver.app.main.desk.view.register.waivers[made].reason == "机构调整"
        driver.app.main.go("duty", place=("duty", "branch-theme-day"))
        await driver.until(lambda: driver.app.main.place == ("duty", "branch-theme-day"))
        await driver.press("f11")  # on a duty it asks what of it
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.press("enter")
        menu = await menu_of(driver)
        assert "reaffirm" in menu.list.all_ids
    assert "Register-Action: waive" in run_git(demo, "log", "-1", "--format=%B")


async def test_hostile_words_in_the_menu_are_words(demo: Path, opened: Opened) -> None:
    text = next(text for text in HOSTILE if "\x1b" in text or "\u202e" in text)
    path = demo / f"findings/2026/10/{OPEN_FINDING}.toml"
    quoted = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else sign for sign in text)
    path.write_text(path.read_text().replace('code = "X2"', f'code = "[red]{quoted}"'))
    async with opened(demo, size=(80, 24), language="en") as driver:
        driver.app.main.go("finding", place=("finding", OPEN_FINDING))
        await driver.until(lambda: driver.app.main.place == ("finding", OPEN_FINDING))
        await driver.press("f11")
        await menu_of(driver)
        await driver.press("end")
        await driver.sees("[red]")
        assert not any(sign in driver.text for sign in "\x1b\u202e")
