"""Key to paint while filtering: our record list against Textual's DataTable, the same rows, in one run, headless.

For each size the same word is typed letter by letter and taken back; a keystroke costs the processor time of the whole
process until the app is idle again. The floor is the same keystroke in a filter line without any list.
Run: python -m bench.filtering [rows ...]
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable
from textual.widgets import Input

from tui.shell import ShellApp
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.line_input import LineInput
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

TITLES = (
    "月度例会 monthly meeting",
    "季度研判 quarterly review",
    "年度报告 yearly report",
    "专项检查 inspection",
    "整改销号 closing",
)
WORD = "review"
TYPING = (*WORD, *["backspace"] * len(WORD))
"""The word, typed and taken back."""
SCROLLING = (*["pagedown"] * 16, *["down"] * 8)
"""Keys that move in a list, pressed while it has the focus."""
ROUNDS = 3
NEEDED = {10_000: 30, 100_000: 100}
"""How many times less processor time than DataTable a keystroke has to take."""


def make_rows(count: int) -> Rows:
    """Make a list as the register would: code, title, unit, post, due date, count."""
    cells = [
        (f"D{n:06}", f"{TITLES[n % 5]} {n}", f"第{n % 97}科", f"post-{n % 311}", f"2026-{n % 12 + 1:02}-28", str(n % 7))
        for n in range(count)
    ]
    return Rows(ids=[row[0] for row in cells], cells=cells, haystacks=["\n".join(row).casefold() for row in cells])


COLUMNS = [
    Column(key="code", title="编号", width=8),
    Column(key="title", title="职责事项", width=20, weight=1),
    Column(key="unit", title="单位", width=10),
    Column(key="post", title="岗位", width=10),
    Column(key="due", title="期限", width=10),
    Column(key="count", title="次数", width=4, right=True),
]


class OurApp(ShellApp):
    """Our list."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(language="zh_CN")
        self.rows = rows

    def compose(self) -> ComposeResult:
        """The list with its filter."""
        yield FilterList(COLUMNS, self.rows, keep_typing=True)


class TableApp(ShellApp):
    """Textual's DataTable, filled again at each keystroke, as its documentation has it."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(language="zh_CN")
        self.rows = rows

    def compose(self) -> ComposeResult:
        """The table with a filter."""
        yield LineInput()
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns(*(column.title for column in COLUMNS))
        table.add_rows(self.rows.cells)

    @on(Input.Changed)
    def refill(self, event: Input.Changed) -> None:
        """Show the rows that hold what is typed."""
        table = self.query_one(DataTable)
        word = event.value.casefold()
        table.clear()
        table.add_rows(row for row, text in zip(self.rows.cells, self.rows.haystacks, strict=True) if word in text)


class FloorApp(ShellApp):
    """A filter line alone: what the harness and the line cost."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield LineInput()


async def measure(app: ShellApp, keys: Sequence[str] = TYPING) -> tuple[float, float, int]:
    """Press keys; give the median and the worst processor time of one in ms, and the rows left after the word."""
    costs: list[float] = []
    shown = -1
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        if keys is SCROLLING:
            app.query("RecordList, DataTable").first().focus()
            await pilot.pause()
        for _round in range(ROUNDS):
            for key in keys:
                gc.collect()
                before = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                costs.append((time.process_time() - before) * 1000)
                if key == WORD[-1]:
                    shown = _count(app)
    return statistics.median(costs), max(costs), shown


def _count(app: ShellApp) -> int:
    tables = app.query(DataTable)
    if tables:
        return tables.first().row_count
    lists = app.query(RecordList)
    return lists.first().row_count if lists else -1


def main(sizes: list[int]) -> int:
    """Print a line for each size; 1 when a ratio is not reached or the answers differ."""
    floor, _worst, _none = asyncio.run(measure(FloorApp(language="zh_CN")))
    print(f"floor (filter line alone): {floor:.1f} ms of processor time a key")
    failed = False
    for size in sizes:
        rows = make_rows(size)
        ours, our_worst, our_count = asyncio.run(measure(OurApp(rows)))
        table, table_worst, table_count = asyncio.run(measure(TableApp(rows)))
        net = (table - floor) / max(0.1, ours - floor)
        print(
            f"{size:>7} rows: ours {ours:.1f} (worst {our_worst:.1f}), DataTable {table:.1f} (worst {table_worst:.1f}) ms; "
            f"ratio {table / ours:.0f}x, above the floor {net:.0f}x; both show {our_count} rows"
        )
        failed = failed or our_count != table_count or table / ours < NEEDED.get(size, 0)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or list(NEEDED)))
