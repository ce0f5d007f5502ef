"""Every empty list says what belongs there and which key adds it; a filter that hides everything is named."""

from functools import partial
from pathlib import Path

import pytest

from schema.kinds import KINDS
from tests.store.repositories import make_register
from tests.tui.conftest import Driver
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


@pytest.mark.parametrize(
    ("size", "language", "said"),
    [
        (
            (80, 24),
            "en",
            {
                "map": ("No unit or no duty exists on this day.", "F9 leads to the lists", "F7 adds one", "who bears"),
                "year": ("Nothing is due in 2026.", "F7 adds one", "by the cadences"),
                "review": ("becomes one: Group, Source.", "F6 edits one", "approving post"),
                "check": ("Nothing is wrong.", "F5 checks again", "What contradicts the rules"),
            },
        ),
        (
            (120, 40),
            "zh_CN",
            {
                "map": ("按 F7 新建", "由谁承担哪项职责"),
                "year": ("2026 年没有到期事项", "按 F7 新建"),
                "review": ("会形成送审：领导小组、制度文件。", "按 F6 编辑"),
                "check": ("没有发现问题。", "按 F5 重新检查"),
            },
        ),
    ],
)
async def test_every_empty_pane_says_what_belongs_there_and_which_key_adds_it(
    demo: Path, opened: Opened, tmp_path: Path, size: tuple[int, int], language: str, said: dict[str, tuple[str, ...]]
) -> None:
    settings = 'format = 1\ntitle = "Harbour"\n[review]\nkinds = ["group", "source"]\n[demo]\ntoday = 2026-06-18\n'
    make_register(tmp_path / "empty", records={"register.toml": settings.encode()})
    async with opened(tmp_path / "empty", language=language, size=size) as driver:
        for destination, texts in said.items():
            driver.app.main.go(destination)
            await driver.until(partial(says, driver, texts))


def says(driver: Driver, texts: tuple[str, ...]) -> bool:
    """Whether all texts stand in the middle, wherever their lines are broken."""
    region = driver.app.main.query_one("#middle").region
    lines = [strip.crop(region.x, region.right).text for strip in driver.app.screen._compositor.render_strips()]
    text = "".join("".join(lines).split())
    return all("".join(wanted.split()) in text for wanted in texts)


async def test_a_filter_that_hides_everything_is_named(tmp_path: Path) -> None:
    records = FilterList(COLUMNS, make_rows(12))
    app = Stage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        records.input.text = "[b]nowhere"
        await wait_until(pilot, lambda: "'[b]nowhere' hides all 12 rows" in screen_text(app))
        records.records.focus()
        await pilot.press("slash", "escape")
        await wait_until(pilot, lambda: "hides all" not in screen_text(app) and "D000" in screen_text(app))
