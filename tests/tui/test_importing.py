"""A policy text in the app: picked, gone through draft by draft, kept when left, and saved as one commit or proposal."""

from pathlib import Path

from store.register import RegisterStore
from tests.exchange.policies import ARTICLES
from tests.exchange.policies import STREET
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.hostile import assert_clean
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.files import FileDialog
from tui.dialogs.line import LineDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.screens.importing import FieldsDialog
from tui.screens.importing import ImportDialog


async def open_text(driver: Driver, file: Path) -> None:
    """Pick a file."""
    await driver.press("shift+f7")
    await driver.until(lambda: isinstance(driver.app.screen, FileDialog))
    dialog = driver.app.screen
    assert isinstance(dialog, FileDialog)
    await driver.until(lambda: dialog.line.value.endswith("/"))
    await driver.press("ctrl+a", "ctrl+k")
    await driver.type(str(file))
    await driver.until(lambda: dialog.list.row_count > 0)
    await driver.press("enter")
    await driver.until(lambda: not isinstance(driver.app.screen, FileDialog))


def shown(driver: Driver) -> ImportDialog:
    dialog = driver.app.screen
    assert isinstance(dialog, ImportDialog)
    return dialog


def row(dialog: ImportDialog, path: str) -> str:
    return next(f"d{at}" for at, item in enumerate(dialog.plan.items) if item.path == path)


async def test_a_text_is_gone_through_and_saved(demo: Path, opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "rules.txt"
    file.write_text(STREET, encoding="utf-8")
    async with opened(demo) as driver:
        await open_text(driver, file)
        dialog = shown(driver)
        assert "每年专题研究" in screen_text(driver.app) or dialog.list.row_count > 5
        dialog.list.go_to(row(dialog, "1-2"))
        await driver.press("f2")
        assert [item.path for item in dialog.plan.accepted] == ["1-2"]
        assert dialog.list.cursor_id == row(dialog, "1-3")  # it goes on to the next
        dialog.list.go_to(row(dialog, "2-2a"))
        await driver.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, FieldsDialog))
        form = driver.app.screen
        assert isinstance(form, FieldsDialog)
        form.form.restore({("title",): "专题研究责任制"})
        await driver.press("f2")
        await driver.until(lambda: driver.app.screen is dialog)
        item = next(one for one in dialog.plan.items if one.path == "2-2a")
        assert item.fields["title"] == "专题研究责任制" and item.fields["cadence"][0]["n"] == 4
        await driver.press("f2", "ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.press(*"new")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.app.screen is driver.app.main)
    store = RegisterStore.open(demo, read_only=True)
    assert not list(
        store.register.duties.keys() & {"zhuan-ti-yan-jiu-ze-ren-zhi"}
    )  # sources are reviewed: a proposal holds it
    branches = store.git.run("branch", "--list", "proposal/*", "--format=%(refname:short)").text.split()
    held = [store.git.run("ls-tree", "-r", "--name-only", branch, "duties").text for branch in branches]
    assert any("zhuan-ti-yan-jiu-ze-ren-zhi.toml" in names for names in held)


async def test_parting_joining_and_what_is_left_is_kept(demo: Path, opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "two.txt"
    file.write_text(STREET + ARTICLES, encoding="utf-8")
    async with opened(demo) as driver:
        await open_text(driver, file)
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.press("down", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportDialog))
        dialog = shown(driver)
        assert dialog.plan.source["title"] == "样例公司工作责任制实施办法"
        dialog.list.go_to(row(dialog, "2a"))
        before = len(dialog.plan.items)
        await driver.press("f9")
        assert len(dialog.plan.items) == before - 1
        dialog.list.go_to(row(dialog, "2c"))
        await driver.press("f7")
        await driver.until(lambda: isinstance(driver.app.screen, LineDialog))
        line = driver.app.screen
        assert isinstance(line, LineDialog)
        line.line.text = "按照"
        await driver.press("f2")
        await driver.until(lambda: driver.app.screen is dialog)
        assert [item.path for item in dialog.plan.items][1:3] == ["2ca", "2cb"]
        await driver.press("f8", "escape")
        await driver.until(lambda: isinstance(driver.app.screen, LeaveDialog))
        await driver.press("f2")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        kept = tmp_path / "two.txt.plan.toml"
        assert 'do = "skip"' in kept.read_text(encoding="utf-8")


async def test_hostile_texts_are_only_shown(demo: Path, opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "bad.txt"
    lines = [
        f"（{'一二三四五六七八九十'[at % 10]}）党工委{text}" for at, text in enumerate(HOSTILE) if "\x00" not in text
    ]
    file.write_text("样例办法\n" + "\n".join(lines), encoding="utf-8", errors="replace")
    async with opened(demo) as driver:
        await open_text(driver, file)
        dialog = shown(driver)
        for at in range(len(dialog.plan.items)):
            dialog.list.go_to(f"d{at}")
            await driver.pilot.pause()
            assert_clean(driver.app)
        await driver.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, FieldsDialog))
        assert_clean(driver.app)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is dialog)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)


async def test_a_post_without_a_unit_is_given_one_and_carries_its_drafts(
    demo: Path, opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "locks.txt"
    file.write_text(
        "样例闸口值守办法\n第一条 闸口站负责值守。\n第二条 值守主管每月检查一次。\n第三条 闸口站站长每年演练一次。",
        encoding="utf-8",
    )
    async with opened(demo) as driver:
        await open_text(driver, file)
        dialog = shown(driver)
        names = [(one.stranger.name, one.stranger.unit) for one in dialog.plan.newcomers]
        assert names == [("闸口站", ""), ("值守主管", ""), ("闸口站站长", "闸口站")]
        await driver.press("f2")
        assert dialog.plan.newcomers[0].decision.value == "accept"
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is dialog)
        await driver.press("f2")
        assert [(one.stranger.unit, one.decision.value) for one in dialog.plan.newcomers[1:]] == [
            ("闸口站", "accept")
        ] * 2
        assert all(item.fields.get("bearer") for item in dialog.plan.items)
