"""Two lines above a picture of the register: which of its views is shown, and the day on the scale of its year."""

import calendar
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.calendar import weekday_names
from tui.language import _
from tui.text import fit
from tui.text import width
from tui.theme import style_of

_MONTHS = 12
_LEAST = 2
"""Cells of a month at least; then only the last digit of its number stands there."""


def month_later(day: date, months: int) -> date:
    """The same day some months on, or back; the last day where that month is shorter; the calendar's own ends hold."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_later(day: date, days: int) -> date:
    """Some days on, or back; the calendar's own ends hold."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


class ViewLine(Widget):
    """The names of the views; the one shown stands in brackets."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"view-line--here", "view-line--other"}
    DEFAULT_CSS = """
    ViewLine { height: 1; background: $panel; color: $foreground; }
    ViewLine > .view-line--here { text-style: bold; background: $primary-muted; }
    ViewLine > .view-line--other { color: $text-muted; background: $panel; }
    """

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self._here = 0
        self._note = ""

    def show(self, here: int, note: str = "") -> None:
        """Say which view is shown, and a note at the right."""
        self._here = here
        self._note = note
        self.refresh()

    def _labels(self) -> list[str]:
        return [f"[{name}]" if at == self._here else f" {name} " for at, name in enumerate(self._names)]

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - Textual's signature
        """Draw the line."""
        other = style_of(self, "view-line--other")
        segments = [
            Segment(label, style_of(self, "view-line--here") if at == self._here else other)
            for at, label in enumerate(self._labels())
        ]
        room = self.size.width - sum(width(segment.text) for segment in segments)
        note = f" {self._note}" if self._note else ""
        shown = fit(note, min(width(note), max(0, room)))
        segments.append(Segment(" " * (room - width(shown)) + shown, other))
        return Strip(segments).adjust_cell_length(self.size.width, other)

    def on_click(self, event: events.Click) -> None:
        """Choose the view under the mouse."""
        x = event.x
        for at, label in enumerate(self._labels()):
            if 0 <= x < width(label):
                self.post_message(self.Chosen(at).set_sender(self))
            x -= width(label)


class DayLine(Widget):
    """A day, and where it lies in its year; a click goes to the day under the mouse."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"day-line--day", "day-line--scale", "day-line--here", "day-line--today"}
    DEFAULT_CSS = """
    DayLine { height: 1; background: $boost; color: $foreground; }
    DayLine > .day-line--day { text-style: bold; background: $boost; }
    DayLine > .day-line--scale { color: $text-muted; background: $boost; }
    DayLine > .day-line--today { color: $text-accent; text-style: bold; background: $boost; }
    DayLine > .day-line--here { text-style: bold reverse; }
    """

    class Chosen(Message):
        """A day was clicked."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self) -> None:
        super().__init__()
        self.day = date.min
        """The day shown."""
        self._today = date.min
        self._other: date | None = None

    def show(self, day: date, today: date, other: date | None = None) -> None:
        """Show a day.

        Args:
            day: the day.
            today: the day that stands for today.
            other: a second day that it is compared with.
        """
        self.day, self._today, self._other = day, today, other
        self.refresh()

    def _texts(self) -> list[str]:
        """What stands before the scale, the longest first."""
        if self._other is not None:
            first, last = sorted((self._other, self.day))
            return [f" {first.isoformat()} -> {last.isoformat()} ", f" {self.day.isoformat()} "]
        away = (self.day - self._today).days
        note = f"{away:+d}" if away else "="
        weekday = weekday_names()[self.day.weekday()]
        texts = [f" {self.day.isoformat()} {weekday} {note} ", f" {self.day.isoformat()} {note} "]
        return texts if away else [f" {self.day.isoformat()} {weekday} {_('= today')} ", *texts]

    def _layout(self) -> tuple[str, int]:
        """What stands before the scale, and how many cells a month has on it."""
        texts = self._texts()
        for text in texts:
            cells = min(6, (self.size.width - width(text)) // _MONTHS)
            if cells > _LEAST or (cells == _LEAST and text == texts[-1]):
                return text, cells
        return texts[-1], 0

    def _cell_of(self, day: date, cells: int) -> int:
        return (day.month - 1) * cells + (day.day - 1) * cells // 31

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - Textual's signature
        """Draw the day and the scale: numbers at the months, `=` at today, the day itself turned round."""
        text, cells = self._layout()
        plain = style_of(self, "day-line--scale")
        segments = [Segment(text, style_of(self, "day-line--day"))]
        if cells:
            segments += self._draw_scale(cells, plain)
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _draw_scale(self, cells: int, plain: Style) -> list[Segment]:
        names = [
            str(month)[1 - cells :] for month in range(1, _MONTHS + 1)
        ]  # a sign always stays free after the number
        text = list("".join(name.ljust(cells, "-") for name in names))
        styles = [plain] * len(text)
        for day, sign, style in (
            (self._today, "=", style_of(self, "day-line--today")),
            (self._other, "o", style_of(self, "day-line--here")),
            (self.day, "O", style_of(self, "day-line--here")),
        ):
            if day is not None and day.year == self.day.year:
                text[self._cell_of(day, cells)], styles[self._cell_of(day, cells)] = sign, style
        return [Segment(sign, style) for sign, style in zip(text, styles, strict=True)]

    def on_click(self, event: events.Click) -> None:
        """Go to the day under the mouse."""
        text, cells = self._layout()
        if cells and 0 <= (at := event.x - width(text)) < _MONTHS * cells:
            month, part = divmod(at, cells)
            last = calendar.monthrange(self.day.year, month + 1)[1]
            day = date(self.day.year, month + 1, min(last, 1 + part * 31 // cells))
            self.post_message(self.Chosen(day).set_sender(self))
