"""A month to pick a day from, with the working days of the register's own calendar."""

import calendar
from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.text import fit
from tui.text import literal
from tui.theme import style_of

_CELL = 5
"""Cells of a day: `[18]-` with the cursor, the day, and the sign of what sort of day it is."""


def day_note(day: date, working_day: Callable[[date], bool | None]) -> str:
    """Say what sort of day it is: weekday, and working day, day of rest, or not known."""
    works = working_day(day)
    sort = _("no calendar for this year") if works is None else _("working day") if works else _("day of rest")
    return _("{weekday}, {sort}").format(weekday=weekday_names()[day.weekday()], sort=sort)


def weekday_names() -> list[str]:
    """The short names of the days, Monday first."""
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


class MonthView(Widget, can_focus=True):
    """One month as a grid of weeks, Monday first."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {  # noqa: RUF012 - Textual's ClassVar
        "month--head",
        "month--working",
        "month--rest",
        "month--unknown",
        "month--cursor",
    }
    DEFAULT_CSS = """
    MonthView { height: 8; width: 37; }
    MonthView > .month--head { text-style: bold; }
    MonthView > .month--rest { color: $text-error; }
    MonthView > .month--unknown { color: $text-muted; }
    MonthView > .month--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    MonthView:nocolor > .month--cursor, MonthView:ansi > .month--cursor { text-style: reverse bold; }
    """

    def __init__(self, day: date, *, today: date, working_day: Callable[[date], bool | None]) -> None:
        super().__init__()
        self.day = day
        """The day the cursor is on."""
        self._today = today
        self._working_day = working_day

    def show(self, day: date) -> None:
        """Put the cursor on a day."""
        self.day = day
        self.refresh()

    def weeks(self) -> list[list[int]]:
        """Days of the month by week; 0 where a week reaches out of the month."""
        return calendar.Calendar().monthdayscalendar(self.day.year, self.day.month)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Names of the days and six weeks."""
        return 7

    def render_line(self, y: int) -> Strip:
        """Draw the names of the days, or a week."""
        base = self.get_visual_style().rich_style
        if y == 0:
            names = "".join(fit(f" {name}", _CELL) for name in weekday_names())
            return Strip([Segment(fit(names, self.size.width), style_of(self, "month--head"))])
        weeks = self.weeks()
        segments = [self._draw_day(day) for day in (weeks[y - 1] if y <= len(weeks) else [])]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _draw_day(self, number: int) -> Segment:
        if not number:
            return Segment(" " * _CELL, self.get_visual_style().rich_style)
        day = self.day.replace(day=number)
        works = self._working_day(day)
        name = "unknown" if works is None else "working" if works else "rest"
        sign = {"unknown": "?", "working": " ", "rest": "-"}[name]
        before = "[" if day == self.day else "=" if day == self._today else " "
        after = "]" if day == self.day else " "
        style = style_of(self, "month--cursor" if day == self.day else f"month--{name}")
        return Segment(f"{before}{number:2}{sign}{after}", style)

    def day_at(self, x: int, y: int) -> date | None:
        """Say which day a cell belongs to."""
        weeks = self.weeks()
        if not 1 <= y <= len(weeks) or not 0 <= x < 7 * _CELL:
            return None
        number = weeks[y - 1][x // _CELL]
        return self.day.replace(day=number) if number else None


class CalendarDialog(Dialog[date]):
    """Picks a day; None when the user goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("calendar")]
    DEFAULT_CSS = """
    CalendarDialog > .dialog-frame, CalendarDialog.-narrow > .dialog-frame { width: 76; padding: 0 1; }
    CalendarDialog .calendar-note { height: 1; }
    CalendarDialog .calendar-legend { height: auto; color: $text-muted; }
    """

    def __init__(
        self, day: date | None, *, today: date, working_day: Callable[[date], bool | None] = lambda _day: None
    ) -> None:
        """Make the dialog.

        Args:
            day: the day to start from; None starts from today.
            today: the day that stands for today.
            working_day: tells working days; None where the year has no calendar.
        """
        super().__init__(_("Pick a day"))
        self._today = today
        self._working_day = working_day
        self.month = MonthView(day or today, today=today, working_day=working_day)
        """The month shown."""
        self._note = Static(classes="calendar-note")

    def compose_body(self) -> ComposeResult:
        """The month, the day in words, and what the signs mean."""
        yield self._note
        yield self.month
        yield Static(literal(_("- day of rest   ? no calendar for the year   = today")), classes="calendar-legend")

    def on_mount(self) -> None:
        """Start in the month."""
        self.month.focus()
        self._say()

    def _say(self) -> None:
        day = self.month.day
        self._note.update(literal(f"{day.isoformat()}  {day_note(day, self._working_day)}"))

    def _go(self, day: date) -> None:
        self.month.show(day)
        self._say()

    def action_move(self, days: int) -> None:
        """Go some days on or back; the calendar ends with the years there are."""
        try:
            self._go(self.month.day + timedelta(days=days))
        except OverflowError:
            self.app.bell()

    def action_turn(self, months: int) -> None:
        """Go some months on or back, to the last day where the month is shorter."""
        day = self.month.day
        count = day.year * 12 + day.month - 1 + months
        year, month = divmod(count, 12)
        if date.min.year <= year <= date.max.year:
            last = calendar.monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(day.day, last)))

    def action_today(self) -> None:
        """Go to today."""
        self._go(self._today)

    def action_choose(self) -> None:
        """Answer with the day of the cursor."""
        self.dismiss(self.month.day)

    def on_click(self, event: events.Click) -> None:
        """Go to the day clicked; take it with a double click."""
        if event.widget is self.month and (day := self.month.day_at(event.x, event.y)):
            again = day == self.month.day and event.chain > 1
            self._go(day)
            if again:
                self.action_choose()
