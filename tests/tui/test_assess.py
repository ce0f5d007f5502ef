"""Assess in the app: scores with the source of every point, what is wrong with a year, and the proposals of a case."""

from datetime import date
from pathlib import Path

import pytest

from schema.assessed import scheme_of
from schema.kinds.assessment import Assessment
from schema.kinds.case import Case
from schema.scoring import score
from store.register import RegisterStore
from tests.store.repositories import run_git
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.stage import HOSTILE
from tui.desk import Desk
from tui.desk import View
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.pick import PickDialog
from tui.dialogs.reason import ReasonDialog
from tui.language import use
from tui.screens.assess import CASES
from tui.screens.assess import POINTS
from tui.screens.assess import SCORES
from tui.screens.assess import AssessPane
from tui.screens.assess_book import case_rows
from tui.screens.assess_book import point_rows
from tui.screens.assess_book import score_rows
from tui.screens.assess_book import write_assess_book
from tui.screens.assess_pages import case_page
from tui.screens.assess_pages import place_of_point
from tui.screens.assess_pages import score_page
from tui.widgets.record_view import RecordView
from tui.widgets.section_list import HEAD

VILLAGE = "unit/pomegranate-village"
SCHEME = "schemes/street-scheme.toml"
CASE = "cases/2026/05/2026-05-12-q7hm3t.toml"


async def look(driver: Driver) -> AssessPane:
    """Go to Assess and wait for the scores."""
    driver.app.main.go("assess")
    pane = driver.app.main.middle
    assert isinstance(pane, AssessPane)
    await driver.until(lambda: pane.book is not None and pane.lists[SCORES].records.has_focus)
    return pane


async def test_every_point_leads_to_its_record_and_a_proposal_is_read_in_full(demo: Path, opened: Opened) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        pane = await look(driver)
        register, day = main.desk.view.register, main.desk.view.on
        expected = score(register, scheme_of(register, day.year, day), day.year, day)
        shown = [each for each in pane.list.shown_ids if not each.startswith(HEAD)]
        assert shown == [f"{one.kind}/{one.object}" for one in expected]
        await driver.press("slash")
        await driver.type("slc")  # by pinyin initials
        await driver.until(lambda: pane.list.shown_ids[1:] == [VILLAGE])
        await driver.press("enter")
        await driver.sees("第 13（共 14）", "每一分的来由", "-1.5  逾期未完成", "待认定")
        await driver.press("enter")
        await driver.sees("石榴村 96.5", "逾期未完成 (1)  -1.5", "基准分", "Esc 得分")
        assert pane._view == POINTS
        finding = next(row for row, point in pane._points.items() if place_of_point(point)[0] == "finding")
        pane.list.go_to(finding)
        await driver.until(lambda: main.place == ("finding", "2026-10-30-hdc6z5"))
        await driver.press("enter")
        await driver.until(lambda: main.here == "finding" and main.query_one(RecordView).has_focus)

        pane = await look_again(driver)
        await driver.press("escape")
        await driver.until(lambda: pane._view == SCORES and pane.list.has_focus)
        await driver.press("V")
        await driver.until(lambda: pane._view == CASES and pane.list.has_focus)
        await driver.press("down", "down", "down")
        await driver.sees("不承担领导责任", "第2行", "只是按规则提出的建议")
        assert main.place == ("case", "2026-05-12-q7hm3t")
        await driver.press("enter")
        await driver.until(lambda: main.query_one(RecordView).has_focus)
        assert main.here == "assess"


async def look_again(driver: Driver) -> AssessPane:
    """Come back to Assess, at the view that was left."""
    driver.app.main.go("assess")
    pane = driver.app.main.middle
    assert isinstance(pane, AssessPane)
    await driver.until(lambda: pane.list.has_focus)
    return pane


async def test_another_year_and_another_scheme_are_scored(demo: Path, opened: Opened) -> None:
    text = (demo / SCHEME).read_text()
    (demo / "schemes" / "strict.toml").write_text(
        text.replace('title_en = "Yearly', 'title_en = "Strict yearly').replace("points = -3.0", "points = -9.0")
    )
    (record,) = (demo / "assessments").rglob("*.toml")
    record.unlink()
    async with opened(demo, size=(80, 24), language="en") as driver:
        pane = await look(driver)
        await driver.sees("There are several schemes", "F7 picks a scheme.")
        await driver.press("f7")
        await driver.until(lambda: isinstance(driver.app.screen, PickDialog))
        await driver.type("strict")
        await driver.press("enter")
        await driver.until(lambda: pane.book is not None and pane.book.scores)
        await driver.sees("2026 Strict yearly assessment", "Pomegranate", "93.5")
        assert pane.book is not None
        assert str(pane.book.scores[VILLAGE].score) == "93.5"  # half of nine for what it missed, two for a finding
        await driver.press("ctrl+left")
        await driver.until(lambda: pane.book is not None and pane.book.year == 2025)
        await driver.sees("2025 Strict yearly assessment")
        await driver.press("t")
        await driver.until(lambda: pane.book is not None and pane.book.year == 2026)

        run_git(demo, "add", "-A")
        run_git(demo, "commit", "-qm", "strict")
        await driver.press("f5", "Z")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("2026 is not over on 2026-11-23", "+ frozen_on = 2026-11-23")
        await driver.press("f2")
        await driver.hears("Saved as")
        await driver.until(lambda: pane.book is not None and pane.book.frozen)
        await driver.press("shift+f9")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmDialog))
        await driver.press("shift+f9", "f10")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.press("f2")
        await driver.sees("Say why")  # what replaces a frozen result needs a reason of its own
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
    (assessment,) = RegisterStore.open(demo).register.of(Assessment).values()
    assert {row.object: row.score for row in assessment.result}["pomegranate-village"] == 93.5
    assert assessment.scheme == "strict"


def view_of(top: Path) -> View:
    store = RegisterStore.open(top)
    return View(store.register, store.today)


def test_what_the_scheme_leaves_open_and_what_a_case_lacks_is_said(demo: Path) -> None:
    use("en")
    path = demo / SCHEME
    path.write_text(path.read_text().replace("base = 100.0\n", "").replace('decider = "discipline-committee"\n', ""))
    path = demo / CASE
    path.write_text(path.read_text().replace('profile = "company-10"\n', ""))
    book = write_assess_book(view_of(demo), 2026)
    row = score_rows(book).ids.index(VILLAGE)
    assert score_rows(book).cells[row][2] == "not set"
    page = score_page(book, book.scores[VILLAGE]).as_text()
    assert "The scheme sets no base score" in page
    assert "Parameters of the veto are not set (decider)" in page
    rows, items = case_rows(book)
    assert rows.marks == ["", "error"]
    assert "names no profile" in rows.cells[1][0]
    lines = case_page(book, *items[rows.ids[1]], Desk(RegisterStore.open(demo))).lines
    assert "profile" in lines[1].text
    earlier = write_assess_book(View(book.base.register, date(2026, 1, 5)), 2026)
    assert earlier.cases == ()  # the case was opened later


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_decision_that_nothing_proposes_and_hostile_words_stand_there_as_they_are(demo: Path, language: str) -> None:
    use(language)
    words = HOSTILE[7]
    path = demo / CASE
    more = '\n[[decision]]\nunit = "party-office"\nmeasure = "circular"\ndecided_on = 2026-10-21\n\n'
    more += '[[decision]]\nperson = "wu-shi"\nmeasure = "reminder"\ndecided_on = 2026-10-21\n'
    path.write_text(path.read_text().replace("平安和应急力量合并值守决策失误", words) + more)
    path = demo / SCHEME
    path.write_text(path.read_text().replace('  "@communities",\n', '  "@communities",\n  "party-office-head",\n', 1))
    path = demo / "units/party-office.toml"
    path.write_text(path.read_text().replace("党政综合办公室", words))
    view = view_of(demo)
    book = write_assess_book(view, 2026)
    assert isinstance(view.register.of(Case)["2026-05-12-q7hm3t"], Case)
    rows, _items = case_rows(book)
    assert rows.cells[0][0].endswith(words)
    assert rows.marks[-1] == "warning"  # decided about somebody whom the rules do not name
    assert rows.cells[-1][0] == "吴十"
    assert any(cells[0] == ("（集体）" if language == "zh_CN" else "(the team)") and cells[3] for cells in rows.cells)
    if language == "zh_CN":
        assert any(words in cells[1] for cells in score_rows(book).cells)
    scores = score_rows(book)
    post = scores.cells[scores.ids.index("post/party-office-head")]
    assert "吴十" in post[1]  # a post with who holds it on the day
    assert scores.ids.index(f"{HEAD}post") > scores.ids.index(VILLAGE)
    found, points = point_rows(book, book.scores["unit/party-office"])
    assert set(points) == {each for each in found.ids if not each.startswith(HEAD)}
