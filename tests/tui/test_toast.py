"""No character of a notification is lost over the edges of the panes below it."""

import pytest
from rich.segment import Segment
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Static

from tests.tui.stage import Stage
from tests.tui.stage import screen_lines
from tests.tui.stage import wait_until
from tui.widgets.toast import keep_whole


@pytest.mark.parametrize(
    ("text", "cuts", "moved"),
    [
        ("已交给  ", [2, 4], "已交给  "),
        ("已交给  ", [3], "已 交给 "),
        ("已交给  ", [3, 6], "已 交 给"),
        ("a 交b   ", [3], "a  交b  "),
        ("已交给   ", [3, 4], "已  交给 "),
        ("", [1], ""),
    ],
)
def test_what_lies_across_a_cut_is_moved_on(text: str, cuts: list[int], moved: str) -> None:
    line = keep_whole(Strip([Segment(text)]), cuts)
    assert line.text == moved
    assert line.cell_length == Strip([Segment(text)]).cell_length


async def test_every_character_is_on_the_screen_wherever_the_panes_below_end() -> None:
    said = "已交给终端，有的终端不予理会；按键可改为写入文件。台账以只读方式打开，去掉选项重新打开后再修改。"
    left = Static("左" * 400)
    middle = Static("中" * 400)
    middle.styles.margin = (0, 0, 0, 1)
    app = Stage(Horizontal(left, middle, Static("右" * 400)), language="zh_CN")
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        for width in (53, 54, 61, 62):
            left.styles.width = width
            app.clear_notifications()
            app.notify(said)
            await wait_until(
                pilot,
                lambda: said in "".join(line.partition("|")[2] for line in screen_lines(app)).replace(" ", ""),
                seconds=10,
            )
