from dataclasses import replace

import pytest
from rich.cells import cell_len

from tests.tui.stage import COLUMNS
from tests.tui.stage import HOSTILE
from tests.tui.stage import Stage
from tests.tui.stage import make_rows
from tests.tui.stage import screen_lines
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows


class ListStage(Stage):
    def on_record_list_row_highlighted(self, event: RecordList.RowHighlighted) -> None:
        self.messages.append(("highlighted", event.row_id))

    def on_record_list_row_chosen(self, event: RecordList.RowChosen) -> None:
        self.messages.append(("chosen", event.row_id))

    def on_record_list_selection_changed(self, event: RecordList.SelectionChanged) -> None:
        self.messages.append(("selected", sorted(event.selected)))


async def test_keys_move_the_cursor_and_the_list_follows() -> None:
    records = RecordList(COLUMNS, make_rows(100))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        for key, expected in (
            ("down", "r1"), ("j", "r2"), ("k", "r1"), ("up", "r0"), ("up", "r0"), ("pagedown", "r10"),
            ("end", "r99"), ("pageup", "r89"), ("G", "r99"), ("g", "r0"), ("ctrl+f", "r10"), ("home", "r0"),
        ):  # fmt: skip
            await pilot.press(key)
            assert records.cursor_id == expected, key
        await pilot.press("end")
        await wait_until(pilot, lambda: screen_lines(app)[10].startswith(">"))
        lines = screen_lines(app)
        assert "Code" in lines[0]
        assert lines[10].startswith("> X  D099")
        assert ("highlighted", "r99") in app.messages


async def test_enter_opens_the_row_and_space_selects() -> None:
    records = RecordList(COLUMNS, make_rows(5))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: ("chosen", "r1") in app.messages)
        await pilot.press("space", "space")
        await wait_until(pilot, lambda: ("selected", ["r1", "r2"]) in app.messages)
        assert records.chosen_ids() == ["r1", "r2"]
        assert [line[1] for line in screen_lines(app)[1:6]] == [" ", "*", "*", " ", " "]
        await pilot.press("ctrl+a")
        await wait_until(pilot, lambda: len(records.selected) == 5)
        await pilot.press("ctrl+a")
        await wait_until(pilot, lambda: not records.selected)
        assert records.chosen_ids() == [records.cursor_id]


async def test_the_cursor_stays_on_its_record() -> None:
    records = RecordList(COLUMNS, make_rows(50))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        records.go_to("r17")
        await pilot.pause()
        records.set_filter("17")
        assert (records.cursor_id, records.row_count) == ("r17", 1)
        records.set_filter("24")
        assert records.cursor == 0  # r17 is hidden: the first row
        records.set_filter("")
        assert records.cursor_id == "r17"  # and back on it when it is shown again
        records.sort_by("code", backwards=True)
        assert (records.cursor_id, records.cursor) == ("r17", 32)
        fewer = make_rows(50)
        records.set_rows(replace(fewer, ids=fewer.ids[10:], cells=fewer.cells[10:], marks=fewer.marks[10:]))
        assert records.cursor_id == "r17"
        assert records.go_to("r3") is False
        await wait_until(pilot, lambda: "D017" in screen_text(app))


async def test_sorting_by_key_and_by_a_click_on_the_header() -> None:
    records = RecordList(COLUMNS, make_rows(20))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("f4", "f4", "f4")
        assert records.sorted_by == "unit"
        await wait_until(pilot, lambda: "Unit ^" in screen_lines(app)[0])
        assert records.shown_ids[:3] == ["r0", "r7", "r14"]
        await pilot.press("shift+f4")
        assert records.shown_ids[0] == "r6"
        await pilot.press("f4")
        assert records.sorted_by == ""
        await pilot.click(RecordList, offset=(6, 0))
        await wait_until(pilot, lambda: records.sorted_by == "code" and not records.backwards)
        await pilot.click(RecordList, offset=(6, 0))
        await wait_until(pilot, lambda: records.backwards)
        assert records.shown_ids[0] == "r19"


async def test_the_mouse_moves_opens_and_scrolls() -> None:
    records = RecordList(COLUMNS, make_rows(100))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.click(RecordList, offset=(10, 4))
        await wait_until(pilot, lambda: records.cursor_id == "r3")
        assert not [message for message in app.messages if message[0] == "chosen"]  # type: ignore[index]
        await pilot.click(RecordList, offset=(10, 4), times=2)
        await wait_until(pilot, lambda: ("chosen", "r3") in app.messages)
        records.scroll_to(y=40, animate=False)
        await wait_until(pilot, lambda: "D040" in screen_lines(app)[1])
        await pilot.click(RecordList, offset=(10, 1))
        await wait_until(pilot, lambda: records.cursor_id == "r40")


async def test_an_empty_list_says_what_belongs_there() -> None:
    records = RecordList(COLUMNS, Rows(), empty="还没有职责事项。按 F7 添加一项。" * 5)
    app = ListStage(records, language="zh_CN")
    async with app.run_test(size=(40, 12)) as pilot:
        await wait_until(pilot, lambda: "还没有职责事项" in screen_text(app))
        assert records.cursor_id == ""
        await pilot.press("down", "end", "enter", "space", "pageup")
        assert not [message for message in app.messages if message[0] != "highlighted"]  # type: ignore[index]
        records.set_rows(make_rows(3))
        await wait_until(pilot, lambda: "D002" in screen_text(app))
        assert records.cursor_id == "r0"
        records.set_filter("nowhere")
        await wait_until(pilot, lambda: "筛选「nowhere」隐去了全部 3 行" in screen_text(app))


async def test_only_what_is_on_the_screen_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def counted(text: str, cells: int, *, right: bool = False) -> str:
        drawn.append(text)
        return text[:cells].ljust(cells)

    monkeypatch.setattr("tui.widgets.row_painter.fit", counted)
    app = ListStage(RecordList(COLUMNS, make_rows(100_000)))
    async with app.run_test(size=(80, 12)) as pilot:
        await wait_until(pilot, lambda: "D000" in screen_text(app))
        assert len(drawn) < 12 * 8 * 4
        drawn.clear()
        await pilot.press("end")
        await wait_until(pilot, lambda: "meeting 99999" in screen_text(app))
        assert len(drawn) < 12 * 8 * 4


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 6), (5, 4)])
async def test_every_line_is_exactly_as_wide_as_the_screen(size: tuple[int, int]) -> None:
    rows = Rows(
        ids=[str(n) for n in range(len(HOSTILE))],
        cells=[(text, text, text) for text in HOSTILE],
        marks=["red"] * len(HOSTILE),
    )
    app = ListStage(RecordList(COLUMNS, rows))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert {cell_len(line) for line in screen_lines(app)} == {size[0]}


async def test_the_rows_can_be_copied() -> None:
    records = RecordList(COLUMNS, make_rows(5))
    app = ListStage(records)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: app.clipboard == "D000\t季度例会 meeting 0\tunit-0")
        await pilot.press("space", "down", "space", "ctrl+c")
        await wait_until(pilot, lambda: app.clipboard.count("\n") == 1)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("no_color", [False, True])
async def test_the_row_of_the_cursor_is_told_by_more_than_colour(
    theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = ListStage(RecordList(COLUMNS, make_rows(5)))
    app.theme = theme
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("down")
        await wait_until(pilot, lambda: screen_lines(app)[2].startswith(">"))
        strips = app.screen._compositor.render_strips()
        here, there = (next(iter(strips[line])).style for line in (2, 3))
        assert here is not None
        assert there is not None
        assert (here.bgcolor, here.reverse, here.underline) != (there.bgcolor, there.reverse, there.underline)
        assert bool(here.bold) != bool(there.bold)


async def test_typing_filters_and_the_arrows_stay_with_the_list() -> None:
    both = FilterList(COLUMNS, make_rows(30))
    app = ListStage(both)
    async with app.run_test(size=(80, 12)) as pilot:
        both.records.focus()
        await pilot.press("slash")
        await wait_until(pilot, lambda: both.input.has_focus)
        await pilot.press(*"unit-3", "space", "1")
        await wait_until(pilot, lambda: both.records.row_count == 2 and "2 of 30" in screen_text(app))
        assert both.records.shown_ids == ["r10", "r17"]
        await wait_until(pilot, lambda: ("highlighted", "r10") in app.messages)
        await pilot.press("down")
        assert both.records.cursor == 1
        await pilot.press("escape")
        await wait_until(pilot, lambda: both.records.row_count == 30 and both.input.value == "")
        await pilot.press("escape")
        await wait_until(pilot, lambda: both.records.has_focus)
        await pilot.press("f3", "x", "enter")
        await wait_until(pilot, lambda: both.records.has_focus and both.records.row_count == 0)
