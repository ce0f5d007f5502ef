"""The record pane: what a page says, how its lines are folded, and that text is never obeyed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from rich.cells import cell_len

from schema.kinds import KINDS
from store.register import RegisterStore
from tests.builders import RegisterBuilder
from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.desk import View
from tui.language import use
from tui.record_lines import Line
from tui.record_lines import Page
from tui.record_lines import record_page
from tui.screens.pages import page_of_place
from tui.text import wrap
from tui.widgets.record_view import RecordView


@pytest.fixture
def desk(demo: Path) -> Desk:
    use("zh_CN")
    return Desk(RegisterStore.open(demo))


def test_every_record_of_the_sample_has_a_page_with_path_and_id(desk: Desk) -> None:
    for language in ("zh_CN", "en"):
        use(language)
        for kind in KINDS:
            for id_ in desk.view.register.records.get(kind, {}):
                text = page_of_place(desk, (kind, id_), {}).as_text()
                assert id_ in text.splitlines()[1]
                assert desk.store.path_of(kind, id_) in text
                assert "(missing)" not in text
                assert "查无" not in text


def test_rows_of_tables_stand_indented_below_their_heading(desk: Desk) -> None:
    text = page_of_place(desk, ("post", "secretary"), {}).as_text()
    assert "任职 1\n  人员: 张三\n" in text
    assert "  止: 2026-08-31\n" in text
    assert "任职 2\n  人员: 李四\n  方式: 主持\n" in text


def test_a_duty_names_who_answers_and_its_obligations_with_lights(desk: Desk) -> None:
    known: dict[str, list[object]] = {}
    for one in desk.view.obligations:
        known.setdefault(one.duty, []).append(one)
    text = page_of_place(desk, ("duty", "quarterly-review"), known).as_text()  # type: ignore[arg-type]
    assert "2026-11-23 由谁负责\n" in text
    assert "  [红] 2026-Q3  2026-09-30  逾期未完成  0/1\n" in text
    assert "  [绿] 2026-Q4  2026-12-31  按期完成  1/1\n" in text


def test_settings_and_calendars_have_pages_and_a_lost_record_says_so(desk: Desk) -> None:
    assert "晨禾街道责任台账" in page_of_place(desk, ("register", ""), {}).as_text()
    assert "calendar/2026.toml" in page_of_place(desk, ("calendar", "2026"), {}).as_text()
    assert "这条记录已不在了" in page_of_place(desk, ("unit", "gone"), {}).as_text()
    assert "这条记录已不在了" in page_of_place(desk, ("unit", "NO ID"), {}).as_text()


def test_a_reference_to_nothing_is_said_to_be_missing() -> None:
    use("en")
    register = RegisterBuilder().duty("d", title="D", lead=["no-such-unit"]).build()
    text = record_page(
        View(register, __import__("datetime").date(2026, 6, 1)), ("duty", "d"), "duties/d.toml"
    ).as_text()
    assert "no-such-unit (missing)" in text


def test_the_other_records_of_a_page_are_named_once_in_order(desk: Desk) -> None:
    page = page_of_place(desk, ("duty", "quarterly-review"), {})
    places = page.places()
    assert ("unit", "party-office") in places
    assert ("source", "street-rules") in places
    assert page.place not in places
    assert len(places) == len(set(places))


@given(st.text(max_size=200), st.integers(min_value=1, max_value=60))
@settings(max_examples=60, deadline=None)
def test_folded_pieces_fit_and_keep_every_word(text: str, cells: int) -> None:
    for line in text.split("\n"):
        assert all(cell_len(piece) <= max(2, cells) for piece in wrap(line, cells))


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("The quick brown fox", 10) == ["The quick ", "brown fox"]
    assert wrap("党务公开制度", 5) == ["党务", "公开", "制度"]
    assert wrap("supercalifragilistic", 8) == ["supercal", "ifragili", "stic"]
    assert wrap("", 8) == [""]


@pytest.mark.parametrize("size", [(30, 12), (80, 24), (120, 40)])
async def test_hostile_text_is_literal_in_every_part_of_a_line(size: tuple[int, int]) -> None:
    view = RecordView()
    app = Stage(view)
    async with app.run_test(size=size) as pilot:
        for text in HOSTILE:
            lines = (Line(text, tone="title"), Line(text, label=text, indent=9), Line(text, mark="red", label="x"))
            view.show(Page(("unit", text), lines))
            await wait_until(pilot, lambda: view.virtual_size.height >= 3)
            await pilot.pause()
            for number in range(view.virtual_size.height)[:60]:
                view.scroll_to(y=number, animate=False, force=True)
                strip = view.render_line(0)
                assert strip.cell_length == view.scrollable_content_region.width
                assert all(segment.style is None or not segment.style.meta for segment in strip)
            assert "\x1b" not in screen_text(app)
            assert "\u202e" not in screen_text(app)


async def test_a_page_of_the_same_record_keeps_its_place_and_another_begins_at_the_top() -> None:
    view = RecordView()
    app = Stage(view)
    async with app.run_test(size=(60, 12)) as pilot:
        view.show(Page(("unit", "a"), tuple(Line(f"line {n}") for n in range(60))))
        view.focus()
        await wait_until(pilot, lambda: view.has_focus and view.max_scroll_y > 0)
        await pilot.press("pagedown")
        await wait_until(pilot, lambda: view.scroll_offset.y > 5)
        at = view.scroll_offset.y
        view.show(Page(("unit", "a"), tuple(Line(f"other {n}") for n in range(60))))
        await wait_until(pilot, lambda: "other" in screen_text(app))
        assert view.scroll_offset.y == at
        view.show(Page(("unit", "b"), tuple(Line(f"third {n}") for n in range(60))))
        await wait_until(pilot, lambda: "third 0" in screen_text(app))
        assert view.scroll_offset.y == 0


async def test_an_enormous_text_is_cut_and_the_rest_is_counted() -> None:
    use("en")
    view = RecordView()
    app = Stage(view)
    async with app.run_test(size=(60, 12)) as pilot:
        view.show(Page(("unit", "a"), (Line("长" * 1_000_000),)))
        await wait_until(pilot, lambda: view.virtual_size.height > 100)
        view.scroll_end(animate=False)
        await wait_until(pilot, lambda: "and 980000 more characters" in screen_text(app))
