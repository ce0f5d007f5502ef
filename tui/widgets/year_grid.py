"""A year at a glance: a line or two for each month, a cell for each day with the worst light of what is due and how much it is."""

import calendar
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.language import _
from tui.language import msgid
from tui.text import fit
from tui.text import width
from tui.theme import mark_of
from tui.theme import style_of
from tui.widgets.day_line import day_later
from tui.widgets.day_line import month_later

register_actions(
    [
        Action(
            id="grid.left",
            keys=("left", "h"),
            label=msgid("Day before"),
            help=msgid("Go one day back."),
            does="days(-1)",
        ),
        Action(
            id="grid.right",
            keys=("right", "l"),
            label=msgid("Day after"),
            help=msgid("Go one day on."),
            does="days(1)",
        ),
        Action(
            id="grid.up",
            keys=("up", "k"),
            label=msgid("Month -"),
            help=msgid("Go one month back."),
            does="months(-1)",
        ),
        Action(
            id="grid.down", keys=("down", "j"), label=msgid("Month +"), help=msgid("Go one month on."), does="months(1)"
        ),
        Action(
            id="grid.due-before",
            keys=("pageup", "ctrl+b"),
            label=msgid("Due before"),
            help=msgid("Go to the day before on which something is due."),
            does="due(-1)",
        ),
        Action(
            id="grid.due-after",
            keys=("pagedown", "ctrl+f"),
            label=msgid("Next due"),
            help=msgid("Go to the next day on which something is due."),
            does="due(1)",
            shown=True,
        ),
        Action(
            id="grid.first", keys=("home",), label=msgid("First day"), help=msgid("Go to the first day of the year.")
        ),
        Action(id="grid.last", keys=("end",), label=msgid("Last day"), help=msgid("Go to the last day of the year.")),
        Action(
            id="grid.choose",
            keys=("enter",),
            label=msgid("Open"),
            help=msgid("Open the duty of what is due on the day."),
            shown=True,
        ),
        Action(
            id="grid.copy",
            keys=("ctrl+c", "y"),
            label=msgid("Copy"),
            help=msgid("Copy the days with what is due as text."),
        ),
    ],
    scopes={"grid": msgid("Calendar of the year")},
)

_MONTHS = 12
_HALF = 16
"""Days on the first of the two lines of a month."""
_NAME = 4
_TALL = 3
"""Cells of a day where a month has two lines: the letter and how many."""
_FLAT = 2
"""Cells of a day where a month has one."""
_RATE = 12
"""Cells of the sum behind a month of one line."""

SIGNS: Mapping[str, str] = {"working": ".", "rest": "-", "holiday": "=", "made-up": "+"}
"""What stands on a day on which nothing is due, by what sort of day it is."""


class Due(NamedTuple):
    """What is due on one day."""

    light: str
    """The worst light (tui.theme.mark_of)."""
    number: int
    """How many."""


class YearGrid(ScrollView, can_focus=True):
    """The twelve months of a year."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("grid")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--here",
        "grid--working",
        "grid--rest",
        "grid--today",
        "grid--cursor",
        "grid--red",
        "grid--yellow",
        "grid--green",
        "grid--grey",
        "grid--plain",
    }
    DEFAULT_CSS = """
    YearGrid {
        height: 1fr; overflow-x: hidden; background: $surface; color: $foreground;
        & > .grid--head { text-style: bold; background: $panel; color: $foreground; }
        & > .grid--here { text-style: bold; background: $primary-muted; color: $foreground; }
        & > .grid--working { color: $text-muted; }
        & > .grid--rest { color: $text-muted; background: $boost; }
        & > .grid--today { text-style: bold underline; }
        & > .grid--red { color: $text-error; text-style: bold; }
        & > .grid--yellow { color: $text-warning; text-style: bold; }
        & > .grid--green { color: $text-success; }
        & > .grid--grey { color: $text-muted; }
        & > .grid--cursor { background: $primary-muted; color: $foreground; text-style: bold; }
        &:focus > .grid--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        &:nocolor > .grid--cursor, &:ansi > .grid--cursor { text-style: underline bold; }
        &:nocolor:focus > .grid--cursor, &:ansi:focus > .grid--cursor {
            background: $background; color: $foreground; text-style: reverse bold;
        }
        &:nocolor > .grid--head, &:ansi > .grid--head { text-style: underline bold; }
    }
    """

    class Moved(Message):
        """The cursor is on another day, or what is shown changed."""

    class Chosen(Message):
        """The day of the cursor was opened."""

    class CopyWanted(Message):
        """The year is wanted as text."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.day = date.min
        """The day of the cursor; its year is the one shown."""
        self._today = date.min
        self._due: Mapping[date, Due] = {}
        self._sort_of: Callable[[date], str] = lambda _day: "working"
        self._sums: Mapping[int, str] = {}

    def fill(
        self,
        today: date,
        due: Mapping[date, Due],
        sums: Mapping[int, str],
        sort_of: Callable[[date], str],
    ) -> None:
        """Show a year.

        Args:
            today: the day that stands for today.
            due: what is due, by day.
            sums: how much of each month is done, in a few cells.
            sort_of: says what sort of day a day is: a key of SIGNS.
        """
        self._today, self._due, self._sums, self._sort_of = today, due, sums, sort_of
        self._show()

    def go_to(self, day: date) -> None:
        """Put the cursor on a day, of another year perhaps."""
        self.day = day
        self._show()

    def _show(self) -> None:
        self._measure()
        self.refresh()
        self.post_message(self.Moved().set_sender(self))

    # --- where things stand ----------------------------------------------------------------------------------------

    @property
    def is_tall(self) -> bool:
        """Whether each month has two lines: where there is the height for them, or no width for one."""
        room = self.scrollable_content_region
        return room.height >= 2 * _MONTHS + 2 or room.width < _NAME + 31 * _FLAT

    def _heads(self) -> int:
        return 2 if self.is_tall else 1

    def _measure(self) -> None:
        lines = _MONTHS * (2 if self.is_tall else 1) + self._heads()
        self.virtual_size = Size(self.scrollable_content_region.width, lines)
        self._scroll_to_cursor()

    def _line_of(self, day: date) -> int:
        """The line of a day below the head, from 0."""
        return (day.month - 1) * 2 + (day.day > _HALF) if self.is_tall else day.month - 1

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:
            return
        line, top = self._line_of(self.day), self.scroll_offset.y
        page = max(1, self.scrollable_content_region.height - self._heads())
        if line < top or line >= top + page:
            self.scroll_to(y=line if line < top else line - page + 1, animate=False, force=True)

    def day_at(self, x: int, y: int) -> date | None:
        """Say which day a cell of the screen belongs to."""
        line, tall = self.scroll_offset.y + y - self._heads(), self.is_tall
        at = (x - _NAME) // (_TALL if tall else _FLAT)
        if y < self._heads() or x < _NAME or line < 0:
            return None
        month, half = divmod(line, 2) if tall else (line, 0)
        number = at + 1 + half * _HALF
        if month >= _MONTHS or (tall and at >= _HALF):
            return None
        return date(self.day.year, month + 1, number) if number <= self._days(month + 1) else None

    def _days(self, month: int) -> int:
        return calendar.monthrange(self.day.year, month)[1]

    # --- drawing ---------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        cells = self.scrollable_content_region.width
        plain = self._style("working")
        if y < self._heads():
            return Strip(self._head(y)).adjust_cell_length(cells, self._style("head"))
        line = self.scroll_offset.y + y - self._heads()
        month, half = divmod(line, 2) if self.is_tall else (line, 0)
        if month >= _MONTHS:
            return Strip([Segment(" " * cells, plain)], cells)
        return Strip(self._month(month + 1, half)).adjust_cell_length(cells, plain)

    def _head(self, y: int) -> list[Segment]:
        head = self._style("head")
        if self.is_tall:
            numbers = range(1, _HALF + 1) if y == 0 else range(_HALF + 1, 32)
            text = "".join(fit(f"{number}", _TALL) for number in numbers)
        else:
            text = "".join(fit(f"{number}" if number % 5 == 0 or number == 1 else "", _FLAT) for number in range(1, 32))
        return [Segment(" " * _NAME + text, head)]

    def _month(self, month: int, half: int) -> list[Segment]:
        here = self.day.month == month
        label = f"{'>' if here else ' '}{month:2} " if not half else ""
        segments = [Segment(fit(label, _NAME), self._style("here" if here else "head"))]
        last = self._days(month)
        numbers = range(1 + half * _HALF, 32 if half or not self.is_tall else _HALF + 1)
        segments += [self._day(month, number) if number <= last else self._no_day() for number in numbers]
        if half or not self.is_tall:
            sum_ = self._sums.get(month, "")
            segments.append(
                Segment(fit(sum_[:4], 4) if self.is_tall else fit(f" {sum_}", _RATE), self._style("working"))
            )
        return segments

    def _no_day(self) -> Segment:
        return Segment(" " * (_TALL if self.is_tall else _FLAT), self._style("working"))

    def _day(self, month: int, number: int) -> Segment:
        day = date(self.day.year, month, number)
        due, sort = self._due.get(day), self._sort_of(day)
        cells = _TALL if self.is_tall else _FLAT
        rests = sort in {"rest", "holiday"}
        style = self._style("rest" if rests else "working")
        text = SIGNS[sort]
        if due is not None:
            mark = mark_of(due.light)
            style += self._style(mark.tone) if not rests else Style(color=self._style(mark.tone).color, bold=True)
            letter = mark.letter or "."
            text = letter + (f"{due.number}" if due.number <= 9 else "+") if width(letter) < cells else letter
        if day == self._today:
            style += Style(bold=True, underline=True)
        if day == self.day:
            style = self._style("cursor")
        return Segment(fit(text, cells), style)

    def _style(self, name: str) -> Style:
        return style_of(self, "grid--working", f"grid--{name}")

    # --- keys and mouse --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay the months out anew."""
        self._measure()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the day under the mouse; open the day it was on already."""
        offset = event.get_content_offset(self)
        day = self.day_at(*offset) if offset is not None else None
        if day is None:
            return
        event.stop()
        again = day == self.day and event.chain > 1
        self.go_to(day)
        if again:
            self.action_choose()

    def action_days(self, days: int) -> None:
        """Go some days on or back."""
        self.go_to(day_later(self.day, days))

    def action_months(self, months: int) -> None:
        """Go some months on or back."""
        self.go_to(month_later(self.day, months))

    def action_due(self, step: int) -> None:
        """Go to the next day on which something is due, or to the one before."""
        days = sorted(self._due, reverse=step < 0)
        ahead = [day for day in days if (day > self.day) is (step > 0) and day != self.day]
        if ahead:
            self.go_to(ahead[0])

    def action_first(self) -> None:
        """Go to the first day of the year."""
        self.go_to(self.day.replace(month=1, day=1))

    def action_last(self) -> None:
        """Go to the last day of the year."""
        self.go_to(self.day.replace(month=12, day=31))

    def action_choose(self) -> None:
        """Open the day of the cursor."""
        self.post_message(self.Chosen().set_sender(self))

    def action_copy(self) -> None:
        """Ask for the year as text."""
        self.post_message(self.CopyWanted().set_sender(self))


def sort_of_day(day: date, is_workday: Callable[[date], bool]) -> str:
    """What sort of day a day is: working, rest, a holiday from Monday to Friday, or a made-up working day."""
    works, weekend = is_workday(day), day.weekday() >= 5
    if works:
        return "made-up" if weekend else "working"
    return "rest" if weekend else "holiday"


def legend() -> str:
    """What the signs mean."""
    return _(". workday  - rest day  = holiday  + made-up workday")
