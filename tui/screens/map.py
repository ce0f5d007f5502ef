"""The responsibility map: a matrix with tiers and lights, the tree of units, the groups, and what differs between two days.

The map has a day of its own, which a slider moves without moving the app's day. Every day's map is worked out as an errand.
"""

from collections.abc import Callable
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
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from schema.identity import Place
from schema.matrix import Share
from schema.matrix import Side
from schema.obligation import Obligation
from tui.actions import bindings
from tui.belonging import no_map
from tui.desk import Desk
from tui.dialogs.calendar import CalendarDialog
from tui.errands import SLOW
from tui.errands import run_errand
from tui.language import _
from tui.record_lines import Line
from tui.record_lines import Page
from tui.record_lines import record_page
from tui.screens import map_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.map_cell import cell_lines
from tui.screens.map_cell import cell_words
from tui.screens.map_look import keep_map
from tui.screens.map_look import put_back
from tui.screens.map_rows import Chart
from tui.screens.map_rows import Drawn
from tui.screens.map_rows import change_columns
from tui.screens.map_rows import change_lines
from tui.screens.map_rows import change_words
from tui.screens.map_rows import chart_of_changes
from tui.screens.map_rows import draw
from tui.screens.map_rows import entry_lines
from tui.screens.map_rows import group_columns
from tui.screens.map_rows import unit_columns
from tui.screens.map_words import sign_of
from tui.screens.pages import path_in
from tui.screens.pane import Pane
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.day_line import DayLine
from tui.widgets.day_line import ViewLine
from tui.widgets.day_line import day_later
from tui.widgets.day_line import month_later
from tui.widgets.filter_list import FilterList
from tui.widgets.matrix_filter import MatrixFilter
from tui.widgets.matrix_view import MatrixView
from tui.widgets.matrix_view import Sign
from tui.widgets.record_list import RecordList

VIEWS = ("matrix", "units", "groups", "changes")
_SETTLE = 0.08
"""Seconds that the slider rests on a day before its map is worked out: a held key passes over."""
_HEADING = 3
"""Lines of a record's page that say which record it is."""
_SIDE_BY_SIDE = 84
"""Cells from which the two values of a difference stand beside each other."""


@dataclass
class _MapDrawn(Message):
    """The map of a day is worked out."""

    drawn: Drawn


class MapPane(Vertical, Pane):
    """The map of one day."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("map")]
    DEFAULT_CSS = """
    MapPane { height: 1fr; }
    MapPane .map-reading { height: 2; padding: 0 1; background: $boost; color: $foreground; display: none; }
    MapPane.-changes .map-reading { display: block; }
    MapPane > .map-view { display: none; }
    MapPane.-matrix > .map-matrix { display: block; }
    MapPane.-units > #map-units { display: block; }
    MapPane.-groups > #map-groups { display: block; }
    MapPane.-changes > #map-changes { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day = date.min
        """The map's own day."""
        self.other = date.min
        """The day that it is compared with."""
        self.side: Side = "unit"
        self.drawn: Drawn | None = None
        """What is shown; None before the first map is worked out."""
        self._view = 0
        self._desk: Desk | None = None
        self._changes = Chart()
        self._settling: Timer | None = None
        self._tabs = ViewLine([_("Matrix"), _("Units"), _("Groups"), _("Two days")])
        self._days = DayLine()
        self.matrix = MatrixView(id="map-matrix")
        self.filter = MatrixFilter(_("Filter rows"), _("Filter duties"), classes="map-view map-matrix")
        self.units = self._list(unit_columns(), "map-units")
        self.groups = self._list(group_columns(), "map-groups")
        self.changes = self._list(change_columns(stacked=False), "map-changes")
        self._reading = Static(classes="map-reading")
        self.add_class("-matrix")

    @staticmethod
    def _list(columns: list[Column], id_: str) -> FilterList:
        made = FilterList(columns, empty=_("Reading .."), id=id_)
        made.records.sortable = False
        made.add_class("map-view")
        return made

    def compose(self) -> ComposeResult:
        """The names of the views, the slider, and the views."""
        yield self._tabs
        yield self._days
        yield self.filter
        self.matrix.add_class("map-view", "map-matrix")
        yield self.matrix
        yield self.units
        yield self.groups
        yield self.changes
        yield self._reading

    # --- what the frame asks ---------------------------------------------------------------------------------------

    def show_register(self, desk: Desk) -> None:
        """Draw the map again; its day goes back to the app's where that moved."""
        if self._desk is None or self.drawn is None or self.drawn.base.on != desk.view.on:
            self.day = desk.view.on
            self.other = date(self.day.year, 1, 1)
        self._desk = desk
        if not self._is_drawn:
            self._draw_now()

    def page(self, desk: Desk) -> Page:
        """The cell, the record or the difference of the cursor, on the map's day."""
        drawn, place = self.drawn, self.place
        if drawn is None or place is None:
            return Page(None, (Line(self._view_said()),)) if drawn is not None else Page()
        register = drawn.view.register
        if VIEWS[self._view] == "matrix":
            row, column = self.matrix.here or (None, None)
            if row is None or column is None or not isinstance(row.key, tuple):
                return Page()
            return Page(place, cell_lines(drawn, row.key, str(column.key)))
        if VIEWS[self._view] == "changes":
            return Page(place, change_lines(register, drawn.changes, place))
        found = record_page(drawn.view, place, path_in(desk, place))
        return Page(place, (*found.lines[:_HEADING], *entry_lines(drawn, place), *found.lines[_HEADING:]))

    def look(self) -> dict[str, str]:
        """The view, the side, the filters, and the days where they are others than the app's."""
        on = self._desk.view.on if self._desk is not None else None
        return {"view": VIEWS[self._view], "side": self.side, **keep_map(self, on)}

    def take_look(self, look: Mapping[str, str]) -> None:
        """Show the view, the side, the filters and the days again."""
        put_back(self, look)
        if look.get("side") == "post" and self.side == "unit":
            self.action_side()
        if look.get("view") in VIEWS:
            self._turn_to(VIEWS.index(look["view"]))

    @property
    def is_full(self) -> bool:
        """Two days need the room of the record pane where it is there at all."""
        return VIEWS[self._view] == "changes"

    @property
    def first_focus(self) -> Widget:
        """The matrix or the list of the view."""
        shown = self._list_shown()
        return self.matrix if shown is None else shown.records

    @property
    def place(self) -> Place | None:
        """The duty of the cell, or the record of the row."""
        shown = self._list_shown()
        if shown is None:
            here = self.matrix.here
            return ("duty", str(here[1].key)) if here is not None else None
        chart = self._chart()
        return chart.places.get(shown.records.cursor_id)

    @property
    def obligations(self) -> Sequence[Obligation]:
        """Those of the cell of the matrix."""
        here = self.matrix.here
        if self.drawn is None or here is None or VIEWS[self._view] != "matrix" or not isinstance(here[0].key, tuple):
            return ()
        share = self.drawn.matrix.cells.get((here[0].key, str(here[1].key)))
        return share.obligations if share is not None else ()

    def _list_shown(self) -> FilterList | None:
        return (None, self.units, self.groups, self.changes)[self._view]

    def _chart(self) -> Chart:
        if self.drawn is None:
            return Chart()
        return (Chart(), self.drawn.units, self.drawn.groups, self._changes)[self._view]

    def _view_said(self) -> str:
        shown = self._list_shown()
        return self.matrix.said if shown is None else shown.records.said

    # --- drawing ---------------------------------------------------------------------------------------------------

    @property
    def _is_drawn(self) -> bool:
        """Whether what is shown is what was asked for last."""
        if self._desk is None or self.drawn is None:
            return False
        drawn = self.drawn
        shown = (drawn.map.on, drawn.other, drawn.side)
        if VIEWS[self._view] == "units" and drawn.done is None:
            return False
        return drawn.base is self._desk.view and shown == (self.day, self.other, self.side)

    def _draw_now(self) -> None:
        self._show_days()
        if self._desk is not None:
            with_done = VIEWS[self._view] == "units"
            run_errand(self, "map", partial(_draw, self._desk, self.day, self.other, self.side, with_done, self.drawn))
            self.set_timer(SLOW, self._show_counts)

    def _show_days(self) -> None:
        if self._desk is not None:
            two = VIEWS[self._view] == "changes"
            self._days.show(self.day, self._desk.view.on, self.other if two else None)

    @on(_MapDrawn)
    def _map_drawn(self, event: _MapDrawn) -> None:
        """Show the map, unless another was asked for since."""
        event.stop()
        before, self.drawn = self.drawn, event.drawn
        if not self._is_drawn:
            self.drawn = before
            return
        drawn = event.drawn
        cells: dict[object, Share] = dict(drawn.matrix.cells.items())

        def sign(row: object, column: object) -> Sign | None:
            share = cells.get((row, column))
            return None if share is None else sign_of(share)

        read_only = self._desk is not None and bool(self._desk.read_only)
        self.matrix.empty = no_map(_("No unit or no duty exists on this day."), read_only=read_only)
        self.matrix.fill(*drawn.heads, sign)
        self.units.records.empty = no_map(_("No unit exists on this day."), read_only=read_only)
        self.groups.records.empty = no_map(_("No leading group exists on this day."), read_only=read_only)
        self.units.set_rows(drawn.units.rows)
        self.groups.set_rows(drawn.groups.rows)
        self._show_changes()
        self._show_counts()

    def _show_changes(self) -> None:
        drawn = self.drawn
        if drawn is None:
            return
        found = drawn.changes
        stacked = self.size.width < _SIDE_BY_SIDE
        self._changes = chart_of_changes(drawn.view.register, found, stacked=stacked)
        said = _("The maps of {old} and {new} do not differ.")
        self.changes.records.empty = said.format(old=found.old.isoformat(), new=found.new.isoformat())
        names = (found.old.isoformat(), found.new.isoformat())
        self.changes.records.set_columns(change_columns(*names, stacked=stacked), self._changes.rows)
        self.changes.set_rows(self._changes.rows)

    def _show_counts(self) -> None:
        note = ""
        if VIEWS[self._view] == "matrix":
            rows, all_rows, columns, all_columns = self.matrix.counts
            note = f"{_of(rows, all_rows)} x {_of(columns, all_columns)}"
        elif VIEWS[self._view] == "changes" and self.drawn is not None:
            found = self.drawn.changes
            note = f"+{len(found.added)} -{len(found.removed)} ~{len(found.changed)}"
        lost = len(self.drawn.map.unreadable) if self.drawn is not None else 0
        note = f"{_('{n} unreadable').format(n=lost)}  {note}" if lost else note
        note = note if self._is_drawn else _("working ..")
        self._tabs.show(self._view, note)

    def on_resize(self) -> None:
        """Put the two values of a difference beside each other or below each other."""
        if self.drawn is not None:
            self._show_changes()

    # --- what happens inside ---------------------------------------------------------------------------------------

    @on(MatrixView.Moved)
    def _cell_moved(self, event: MatrixView.Moved) -> None:
        event.stop()
        self._show_counts()
        self._tell()

    def _tell(self) -> None:
        """Say what the cursor is on: in the line below, and to the frame for the record pane."""
        self._reading.update(literal(self._said_here()))
        self.post_message(self.Moved(self).set_sender(self))

    def _said_here(self) -> str:
        drawn, here = self.drawn, self.matrix.here
        if drawn is None:
            return ""
        if VIEWS[self._view] == "changes":
            return change_words(self._changes, self.changes.records.cursor_id)
        if here is None or not isinstance(here[0].key, tuple):
            return ""
        return cell_words(drawn, here[0].key, str(here[1].key))

    @on(RecordList.RowHighlighted)
    def _row_moved(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        shown = self._list_shown()
        if shown is not None and event.source is shown.records:
            self._tell()

    @on(MatrixView.Chosen)
    @on(RecordList.RowChosen)
    def _opened(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Opened().set_sender(self))

    @on(MatrixView.FilterWanted)
    def _filter_wanted(self, event: MatrixView.FilterWanted) -> None:
        event.stop()
        self.filter.rows.focus()

    @on(MatrixFilter.Changed)
    def _narrowed(self, event: MatrixFilter.Changed) -> None:
        event.stop()
        self.matrix.set_filter(event.rows, event.columns)

    @on(MatrixFilter.Left)
    def _filtered(self, event: MatrixFilter.Left) -> None:
        event.stop()
        self.matrix.focus()

    @on(ViewLine.Chosen)
    def _view_clicked(self, event: ViewLine.Chosen) -> None:
        event.stop()
        self.action_view(event.place - self._view)

    @on(DayLine.Chosen)
    def _day_clicked(self, event: DayLine.Chosen) -> None:
        event.stop()
        self.go_to_day(event.day)

    # --- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Units or posts is a question of the matrix alone."""
        if action == "side":
            return VIEWS[self._view] == "matrix"
        return super().check_action(action, parameters)

    def action_view(self, step: int) -> None:
        """Go to another view."""
        self._turn_to((self._view + step) % len(VIEWS))
        self.first_focus.focus()
        self.screen.refresh_bindings()

    def _turn_to(self, view: int) -> None:
        self.remove_class(f"-{VIEWS[self._view]}")
        self._view = view
        self.add_class(f"-{VIEWS[self._view]}")
        self._show_days()
        self._show_counts()
        if not self._is_drawn:
            self._draw_now()
        self._tell()

    def action_side(self) -> None:
        """Show posts instead of units, or units again."""
        self.side = "post" if self.side == "unit" else "unit"
        self._draw_now()

    def action_days(self, days: int) -> None:
        """Go some days on or back."""
        self.go_to_day(day_later(self.day, days))

    def action_months(self, months: int) -> None:
        """Go some months on or back."""
        self.go_to_day(month_later(self.day, months))

    def action_today(self) -> None:
        """Go to the day of the app."""
        if self._desk is not None:
            self.go_to_day(self._desk.view.on)

    def go_to_day(self, day: date) -> None:
        """Say the day at once; draw its map when the slider rests."""
        self.day = day
        self._show_days()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLE, self._draw_now)

    def action_date(self) -> None:
        """Pick the day of the map."""
        self._pick(self.day, self.go_to_day)

    def action_against(self) -> None:
        """Pick the day that the map is compared with, and show the two."""

        def compare(day: date) -> None:
            self.other = day
            self._draw_now()
            if VIEWS[self._view] != "changes":
                self.action_view(VIEWS.index("changes") - self._view)

        self._pick(self.other, compare)

    def _pick(self, start: date, then: Callable[[date], None]) -> None:
        desk = self._desk
        if desk is None:
            return

        def picked(day: date | None) -> None:
            if day is not None:
                then(day)

        known = desk.view.register.workdays.known
        self.app.push_screen(CalendarDialog(start, today=desk.view.on, working_day=known), picked)


def _draw(desk: Desk, day: date, other: date, side: Side, with_done: bool, before: Drawn | None) -> _MapDrawn:
    return _MapDrawn(draw(desk.view, day, other, side, with_done=with_done, before=before))


def _of(shown: int, total: int) -> str:
    return f"{total}" if shown == total else f"{shown}/{total}"
