"""Every empty list says what belongs there and which key adds it; a filter that hides everything is named."""

from pathlib import Path

from schema.kinds import KINDS
from tests.tui.conftest import Opened
from tests.tui.office import make_office
from tests.tui.stage import COLUMNS
from tests.tui.stage import Stage
from tests.tui.stage import make_rows
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.belonging import BELONGS
from tui.belonging import nothing_yet
from tui.language import use
from tui.widgets.filter_list import FilterList


def test_every_kind_says_what_belongs_there_in_both_languages() -> None:
    assert set(BELONGS) == set(KINDS)
    try:
        for language, key in (("en", "F7 adds one"), ("zh_CN", "按 F7 新建")):
            use(language)
            said = {kind: nothing_yet(kind, read_only=False) for kind in KINDS}
            assert len(set(said.values())) == len(KINDS)
            assert all(key in text for text in said.values())
            assert not any(key in nothing_yet(kind, read_only=True) for kind in KINDS)
            assert all((BELONGS[kind] in text) == (language == "en") for kind, text in said.items())
    finally:
        use("en")


async def test_an_empty_list_of_the_app_says_it(demo: Path, opened: Opened, tmp_path: Path) -> None:
    make_office(tmp_path / "office")
    async with opened(tmp_path / "office", language="en", size=(80, 24)) as driver:
        driver.app.main.go("finding")
        await driver.sees("No Finding yet. F7 adds one.", "how each was closed")


async def test_a_filter_that_hides_everything_is_named(tmp_path: Path) -> None:
    records = FilterList(COLUMNS, make_rows(12))
    app = Stage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        records.input.text = "[b]nowhere"
        await wait_until(pilot, lambda: "'[b]nowhere' hides all 12 rows" in screen_text(app))
        records.records.focus()
        await pilot.press("slash", "escape")
        await wait_until(pilot, lambda: "hides all" not in screen_text(app) and "D000" in screen_text(app))
