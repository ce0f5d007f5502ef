"""Check in the app: diagnostics by rule, the jump to the field, mending and reaffirming as a difference that becomes one commit."""

import re
from pathlib import Path

import pytest

from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.stage import HOSTILE
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.language import use
from tui.screens.check_rows import diagnostic_lines
from tui.screens.check_rows import write_rows
from tui.screens.checking import Checking
from tui.screens.field_edit import FieldEdit
from tui.widgets.section_list import HEAD

LECTURE = "duties/party-lecture.toml"
OFFICE = "units/party-office.toml"


def spoil(top: Path) -> None:
    """Commit what may be mended without a decision: a day in quotes, a character that nobody sees."""
    path = top / LECTURE
    path.write_text(re.sub(r"^from = (\S+)", r'from = "\1"', path.read_text(), flags=re.MULTILINE))
    path = top / OFFICE
    path.write_text(path.read_text().replace('title = "党政', 'title = "党政\\u200b'))
    run_git(top, "commit", "-qam", "spoilt")


async def look(driver: Driver) -> Checking:
    """Go to Check and wait for what it finds."""
    driver.app.main.go("check")
    await driver.at_rest()
    pane = driver.app.main.middle
    assert isinstance(pane, Checking)
    await driver.until(lambda: pane.item is not None and pane.has_focus_within)
    return pane


async def put_on(driver: Driver, pane: Checking, code: str) -> None:
    """Put the cursor on the first diagnostic of a rule."""
    row = next(each for each in pane.records.shown_ids if each.startswith(f"{code}/"))
    pane.records.go_to(row)
    await driver.until(lambda: pane.item is not None and pane.item.code == code)


async def test_diagnostics_stand_by_rule_and_are_mended_as_one_commit(demo: Path, opened: Opened) -> None:
    spoil(demo)
    store = RegisterStore.open(demo)
    expected = store.check(store.today)
    before = run_git(demo, "rev-parse", "HEAD").strip()
    async with opened(demo, language="en") as driver:
        pane = await look(driver)
        shown = pane.records.shown_ids
        assert pane.records.counts == (len(expected), len(expected))
        heads = [each.removeprefix(HEAD) for each in shown if each.startswith(HEAD)]
        assert sorted(heads) == sorted({one.code for one in expected})
        assert heads.index("DB013") < heads.index("DB016")  # what is worse comes first
        await driver.sees("E DB013 (1)", "W DB016 (1)", "Severity", "F8 Mend")
        assert run_git(demo, "status", "--porcelain") == ""

        await driver.press("slash")
        await driver.type("db016")
        await driver.until(lambda: [each[:6] for each in pane.records.shown_ids] == ["#DB016", "DB016/"])
        await driver.sees(f"1 of {len(expected)}")
        await driver.press("enter", "f8")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("党政\\u200b综合办公室", "DB016")
        assert LECTURE not in driver.text
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        assert run_git(demo, "rev-parse", "HEAD").strip() == before

        await driver.press("shift+f8")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees(f"@ {LECTURE}", f"@ {OFFICE}", "DB013, DB016")
        await driver.press("f2")
        await driver.hears("Saved as")
        await driver.at_rest()
        await driver.until(lambda: not {"DB013", "DB016"} & {one.code for one in pane._found.values()})
        assert pane.check_action("fix_all", ()) is False
    changed = run_git(demo, "diff", "--name-only", before, "HEAD").split()
    assert changed == [LECTURE, OFFICE]
    assert run_git(demo, "rev-list", "--count", f"{before}..HEAD").strip() == "1"
    assert "DB013, DB016" in run_git(demo, "log", "-1", "--format=%B")


async def test_enter_opens_the_field_and_a_changed_clause_is_reaffirmed(demo: Path, opened: Opened) -> None:
    async with opened(demo, size=(80, 24)) as driver:
        main = driver.app.main
        pane = await look(driver)
        await put_on(driver, pane, "DB821")
        await driver.sees("用 `dutybook reaffirm` 对照新旧条款", "F2 复核")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, RowDialog))
        dialog = driver.app.screen
        assert isinstance(dialog, RowDialog)
        field = dialog.form.editor(("basis", 0, "fingerprint"))
        await driver.until(lambda: field.has_focus_within)
        await driver.hears("待复核：条款")
        await driver.press("escape")
        form = driver.app.screen
        assert isinstance(form, FieldEdit)
        await driver.sees("依据条款 !", "待复核：条款“network")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is main)
        await driver.at_rest()

        await put_on(driver, pane, "DB802")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, FieldEdit) and driver.app.focused is not None)
        form = driver.app.screen
        assert isinstance(form, FieldEdit)
        await driver.until(lambda: form.form is not None and form.form.editor(("lead",)).has_focus_within)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is main)
        await driver.at_rest()

        await put_on(driver, pane, "DB821")
        await driver.until(lambda: pane._comparisons)
        assert any(line.mark == "removed" for line in pane.page(main.desk).lines)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("- 单位订立网络和信息管理制度", "及时修订", "复核网络和信息管理制度年度复核的依据条款")
        await driver.press("f2")
        await driver.hears("已保存")
        await driver.at_rest()
        await driver.until(lambda: "DB821" not in {one.code for one in pane._found.values()})
        (basis, *_) = main.desk.view.register.duties["rules-review"].basis
        assert (basis.reviewed_by, basis.reviewed_on) == ("wu-shi", main.desk.view.on)
    assert run_git(demo, "log", "-1", "--format=%s").startswith("duty(rules-review)")


async def test_what_is_only_read_is_shown_and_not_mended(demo: Path, opened: Opened) -> None:
    spoil(demo)
    (demo / "attic").mkdir()
    (demo / "attic" / "stray.toml").write_text("x = 1", encoding="utf-8")
    async with opened(demo, read_only=True) as driver:
        main = driver.app.main
        pane = await look(driver)
        await put_on(driver, pane, "DB016")
        await driver.press("f8")
        await driver.hears("只读")
        assert driver.app.screen is main
        await driver.press("enter")
        await driver.until(lambda: main.here == "unit" and main.place == ("unit", "party-office"))
        pane = await look(driver)
        stray = next(each for each, one in pane._found.items() if one.path.endswith("stray.toml"))
        pane.records.go_to(stray)
        await driver.until(lambda: pane.item is not None and pane.item.path.endswith("stray.toml"))
        await driver.press("enter")
        await driver.hears("不涉及任何记录")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_hostile_words_are_cells_and_lines_and_nothing_else(demo: Path, language: str) -> None:
    use(language)
    store = RegisterStore.open(demo)
    found = store.check(store.today)
    one = found[0]
    several = [
        type(one)(code="DB999", severity=one.severity, kind="duty", id="x", key=("lead", 3), message=text, message_zh=text)
        for text in HOSTILE
    ]  # fmt: skip
    rows, items = write_rows(store.register, several)
    assert len(rows) == len(HOSTILE) + 1 == len(items) + 1
    assert len(set(rows.ids)) == len(rows.ids)
    assert [cells[1] for cells in rows.cells[1:]] == list(HOSTILE)
    lines = diagnostic_lines(store.register, several[3], {}, has_form=True)
    assert lines[0].text == HOSTILE[3]
