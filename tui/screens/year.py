"""The year: a calendar with a light for every day on which something is due, and how much each unit has done."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from schema.identity import Place
from schema.obligation import Obligation
from tui.actions import bindings
from tui.belonging import nothing_due
from tui.desk import Desk
from tui.dialogs.calendar import CalendarDialog
from tui.dialogs.calendar import day_note
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.language import _
from tui.naming import name_of
from tui.pinyin import spell
from tui.record_lines import Line
from tui.record_lines import Page
from tui.screens import map_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.map_look import read_day
from tui.screens.pane import Pane
from tui.screens.year_book import ALL
from tui.screens.year_book import YearBook
from tui.screens.year_book import columns
from tui.screens.year_book import day_lines
from tui.screens.year_book import day_words
from tui.screens.year_book import say_unit
from tui.screens.year_book import unit_lines
from tui.screens.year_book import write_year
from tui.screens.year_book import year_as_text
from tui.text import literal
from tui.widgets.day_line import ViewLine
from tui.widgets.day_line import month_later
from tui.widgets.fields.spec import Choice
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.year_grid import YearGrid
from tui.widgets.year_grid import legend
from tui.widgets.year_grid import sort_of_day


@dataclass
class _YearWritten(Message):
    """A year is worked out."""

    book: YearBook


class YearPane(Vertical, Pane):
    """The calendar of a year, and how much is done."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("year")]
    DEFAULT_CSS = """
    YearPane { height: 1fr; }
    YearPane > .year-legend { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
    YearPane > .year-reading { height: 2; padding: 0 1; background: $boost; color: $foreground; display: none; }
    YearPane > FilterList { display: none; }
    YearPane.-done > .year-calendar { display: none; }
    YearPane.-done > FilterList { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.unit = ALL
        """The unit whose year is shown; ALL for everything."""
        self.book: YearBook | None = None
        """What is shown; None before the first year is worked out."""
        self._desk: Desk | None = None
        self._picked: Place | None = None
        self._tabs = ViewLine([_("Calendar"), _("How much is done")])
        self.grid = YearGrid()
        self.grid.add_class("year-calendar")
        self.done = FilterList(columns(), empty=_("Reading .."))
        self.done.records.sortable = False
        self._legend = Static(literal(legend()), classes="year-legend year-calendar")
        self._reading = Static(classes="year-reading year-calendar")

    def compose(self) -> ComposeResult:
        """The names of the views, the calendar, and the list."""
        yield self._tabs
        yield self.grid
        yield self._legend
        yield self._reading
        yield self.done

    # --- what the frame asks ---------------------------------------------------------------------------------------

    def show_register(self, desk: Desk) -> None:
        """Work the year out again; the cursor goes to the app's day where that moved."""
        if self._desk is None or self.book is None or self.book.base.on != desk.view.on:
            self.grid.day = desk.view.on
        self._desk = desk
        if self.book is None or self.book.base is not desk.view or self.book.year != self.grid.day.year:
            self._write()

    def page(self, desk: Desk) -> Page:  # noqa: ARG002 - the pane's signature
        """What is due on the day of the cursor, or what the unit of the cursor has done."""
        book = self.book
        if book is None:
            return Page()
        if self._is_done:
            unit = self.done.records.cursor_id
            return Page(None, unit_lines(book, unit) if unit else (Line(self.done.records.said),))
        return Page(None, day_lines(book, self.unit, self.grid.day, self._note()))

    def look(self) -> dict[str, str]:
        """The unit, the view, the filter, and the day where it is another than the app's."""
        is_other = self._desk is not None and self.grid.day != self._desk.view.on
        return {
            "unit": self.unit if self.unit != ALL else "",
            "view": "done" if self._is_done else "",
            "day": self.grid.day.isoformat() if is_other else "",
            "filter": self.done.input.text,
        }

    def take_look(self, look: Mapping[str, str]) -> None:
        """Show all that again; a unit that has no year is left out when the year is written, and what is no day at once."""
        self.done.input.text = look.get("filter", "")
        if day := read_day(look.get("day", "")):
            self.grid.go_to(day)
            self._write()
        self._take_unit(look.get("unit", ""))
        self.set_class(look.get("view") == "done", "-done")
        self._show_tabs()

    @property
    def first_focus(self) -> Widget:
        """The calendar, or the list."""
        return self.done.records if self._is_done else self.grid

    @property
    def place(self) -> Place | None:
        """The duty that was picked of those due on the day."""
        return self._picked

    @property
    def obligations(self) -> Sequence[Obligation]:
        """What is due on the day of the cursor, or in the year for the unit of the cursor."""
        if self.book is None:
            return ()
        if self._is_done:
            return self.book.of(self.done.records.cursor_id)
        return self.book.days(self.unit).get(self.grid.day, ())

    @property
    def _is_done(self) -> bool:
        return self.has_class("-done")

    def _note(self) -> str:
        """What sort of day the day of the cursor is."""
        if self._desk is None:
            return ""
        return day_note(self.grid.day, self._desk.view.register.workdays.known)

    # --- working out -----------------------------------------------------------------------------------------------

    def _write(self) -> None:
        if self._desk is not None:
            run_errand(self, "year", partial(_write, self._desk, self.grid.day.year))

    @on(_YearWritten)
    def _written(self, event: _YearWritten) -> None:
        """Show the year, unless another was asked for since."""
        event.stop()
        desk, book = self._desk, event.book
        if desk is None or book.base is not desk.view or book.year != self.grid.day.year:
            return
        self.book = book
        if self.unit not in book.by_unit and self.unit not in dict(book.units):
            self.unit = ALL
        self.done.set_rows(book.rows)
        self._show()

    def _show(self) -> None:
        book = self.book
        if book is None:
            return
        is_workday = book.base.register.workdays.is_workday
        self.grid.fill(
            book.base.on, book.due(self.unit), book.sums(self.unit), lambda day: sort_of_day(day, is_workday)
        )
        self._read(book)
        read_only = self._desk is not None and bool(self._desk.read_only)
        said = legend() if book.of(self.unit) else nothing_due(book.year, read_only=read_only)
        self._legend.update(literal(said))
        self._show_tabs()

    def _read(self, book: YearBook) -> None:
        """Say the day of the cursor below the calendar."""
        if book.year == self.grid.day.year:
            self._reading.update(literal(day_words(book, self.unit, self.grid.day, self._note())))

    def _show_tabs(self) -> None:
        book = self.book
        if book is not None:
            provisional = book.base.register.workdays.is_provisional(date(book.year, 1, 1))
            note = _("no official calendar") if provisional else ""
            unit = say_unit(book.base.register, self.unit)
            self._tabs.show(int(self._is_done), " ".join(part for part in (f"{book.year}", unit, note) if part))

    # --- what happens inside ---------------------------------------------------------------------------------------

    @on(YearGrid.Moved)
    def _day_moved(self, event: YearGrid.Moved) -> None:
        event.stop()
        book = self.book
        self._picked = None
        if book is not None and book.year == self.grid.day.year:
            self._read(book)
            self.post_message(self.Moved(self).set_sender(self))
        elif book is not None:
            self._write()

    @on(RecordList.RowHighlighted)
    def _row_moved(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if self._is_done:
            self.post_message(self.Moved(self).set_sender(self))

    @on(RecordList.RowChosen)
    def _unit_chosen(self, event: RecordList.RowChosen) -> None:
        """Show the calendar of the unit."""
        event.stop()
        self._take_unit(event.row_id)
        if self._is_done:
            self.action_view(1)

    @on(YearGrid.Chosen)
    def _day_chosen(self, event: YearGrid.Chosen) -> None:
        """Open the duty of what is due; ask which where there are several."""
        event.stop()
        if self.book is None:
            return
        register = self.book.base.register
        found = self.book.days(self.unit).get(self.grid.day, [])
        duties = list(dict.fromkeys(one.duty for one in found))
        if len(duties) == 1:
            self._open(duties)
        elif duties:
            names = {duty: name_of(register, "duty", duty) for duty in duties}
            choices = [Choice(value=duty, label=name, note="", search=spell(name)) for duty, name in names.items()]
            self.app.push_screen(PickDialog(_("Go to"), choices), self._open)

    def _open(self, duties: list[str] | None) -> None:
        if duties:
            self._picked = ("duty", duties[0])
            self.post_message(self.Opened().set_sender(self))

    @on(YearGrid.CopyWanted)
    def _copy_wanted(self, event: YearGrid.CopyWanted) -> None:
        event.stop()
        if self.book is not None and (text := year_as_text(self.book, self.unit)):
            self.app.copy_to_clipboard(text)

    @on(ViewLine.Chosen)
    def _view_clicked(self, event: ViewLine.Chosen) -> None:
        event.stop()
        if event.place != int(self._is_done):
            self.action_view(1)

    # --- keys ------------------------------------------------------------------------------------------------------

    def action_view(self, step: int) -> None:  # noqa: ARG002 - there are two views
        """Go to the other view."""
        self.toggle_class("-done")
        self._show_tabs()
        self.first_focus.focus()
        self.post_message(self.Moved(self).set_sender(self))
        self.screen.refresh_bindings()

    def action_years(self, years: int) -> None:
        """Go some years on or back."""
        self.grid.go_to(month_later(self.grid.day, 12 * years))

    def action_today(self) -> None:
        """Go to the day of the app."""
        if self._desk is not None:
            self.grid.go_to(self._desk.view.on)

    def action_date(self) -> None:
        """Pick a day."""
        if self._desk is None:
            return

        def go(day: date | None) -> None:
            if day is not None:
                self.grid.go_to(day)

        view = self._desk.view
        self.app.push_screen(CalendarDialog(self.grid.day, today=view.on, working_day=view.register.workdays.known), go)

    def action_unit(self) -> None:
        """Pick the unit whose year is shown."""
        if self.book is None:
            return
        register = self.book.base.register
        names = {unit: say_unit(register, unit) for unit in (ALL, *(unit for unit, _depth in self.book.units))}
        choices = [Choice(value=unit, label=name, note="", search=spell(name)) for unit, name in names.items()]

        def take(answer: list[str] | None) -> None:
            if answer:
                self._take_unit(answer[0])

        self.app.push_screen(PickDialog(_("Whose year"), choices, chosen=[self.unit]), take)

    def _take_unit(self, unit: str) -> None:
        self.unit = unit or ALL
        self._show()


def _write(desk: Desk, year: int) -> _YearWritten:
    return _YearWritten(write_year(desk.view, year))
