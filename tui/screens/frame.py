"""The frame of the main screen: navigation on the left, a list in the middle, the record on the right.

It composes and routes; what keys do with the record is in tui.screens.main. What takes time runs as errands (tui.tidings) and comes back as messages; the panes draw
themselves. Under 100 columns one pane is shown at a time.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker
from textual.worker import WorkerState

from schema.identity import Place
from schema.kinds import KINDS
from schema.obligation import Obligation
from tui import tidings
from tui.actions import key_of
from tui.desk import Desk
from tui.desk import Past
from tui.desk import View
from tui.errands import SLOW
from tui.errands import ErrandFailed
from tui.errands import errands_of
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.look import take_look
from tui.naming import called
from tui.screens.listing import Listing
from tui.screens.pages import page_of
from tui.screens.pane import PANES
from tui.screens.pane import Pane
from tui.screens.pane import make_pane
from tui.screens.tally import tally
from tui.screens.today import Today
from tui.screens.today import Work
from tui.typed_ahead import once_refreshed
from tui.widgets.filter_list import FilterList
from tui.widgets.header_bar import HeaderBar
from tui.widgets.header_bar import Heading
from tui.widgets.keys_line import KeysLine
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import SYNC
from tui.widgets.navigation import TODAY
from tui.widgets.navigation import Navigation
from tui.widgets.record_list import RecordList
from tui.widgets.record_view import RecordView

RELOAD_EVERY = 5.0
"""Seconds between two looks at the disk."""
_SETTLE = 0.04
"""Seconds that the cursor rests on a row before its record is shown: a held key passes over."""


class Frame(Screen[None]):
    """The frame of the app."""

    DEFAULT_CSS = """
    Frame .panes { layout: horizontal; height: 1fr; }
    Frame #middle { width: 11fr; height: 1fr; }
    Frame #record { width: 9fr; margin: 0 0 0 1; }
    Frame #navigation { margin: 0 1 0 0; }
    Frame.-full #record { display: none; }
    Frame.-full #middle, Frame.-narrow #middle { width: 1fr; }
    Frame.-narrow #navigation { display: none; margin: 0; width: 1fr; }
    Frame.-narrow #record { display: none; margin: 0; width: 1fr; }
    Frame.-narrow.-menu #navigation { display: block; }
    Frame.-narrow.-menu #middle { display: none; }
    Frame.-narrow.-record #record { display: block; }
    Frame.-narrow.-record #middle { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self.here = TODAY
        """The destination shown in the middle."""
        self.obligations: Mapping[str, Sequence[Obligation]] = {}
        """By duty; empty until they are worked out."""
        self._worked_out: View | None = None
        self._shown: View | None = None
        self.lights: Mapping[str, str] = {}
        self.work = Work()
        self.person = ""
        self._offered = False
        self._failed: dict[str, str] = {}
        self._settling: Timer | None = None
        self._problems = 0
        self.looks: dict[str, Mapping[str, str]] = {}
        """How destinations that were not asked for yet were shown last."""
        self.pinned: Place | None = None
        """A record that was opened and stays in the record pane until the cursor moves."""

    def compose(self) -> ComposeResult:
        """The frame, before the register is open."""
        yield HeaderBar(id="header")
        with Horizontal(classes="panes"):
            yield Navigation(id="navigation")
            with Container(id="middle"):
                yield Today(classes=f"list-{TODAY}")
            yield RecordView(id="record")
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin on Today."""
        self.query_one(Today).focus()

    # --- the register --------------------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """The opened register; only after `take`."""
        if self._desk is None:
            message = "the register is not open yet"
            raise RuntimeError(message)
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether there is a register."""
        return self._desk is not None

    @property
    def busy(self) -> bool:
        """Whether an errand is under way."""
        return bool(errands_of(self))

    @property
    def obligations_ready(self) -> bool:
        """Whether the obligations of what is shown are worked out."""
        return self._worked_out is not None and self._worked_out is self.desk.view

    def take(self, desk: Desk) -> None:
        """Show an opened register, and look at the disk again from now on."""
        self._desk = desk
        run_errand(self, "person", partial(tidings.find_person, desk))
        self.show_register()
        self.set_interval(RELOAD_EVERY, self.look_again)

    def look_again(self) -> None:
        """Look at the disk, unless that is under way."""
        if self.is_open and "reload" not in errands_of(self):
            run_errand(self, "reload", partial(tidings.look_again, self.desk))

    def show_register(self) -> None:
        """Show everything anew: the register or its day changed."""
        self._shown = self.desk.view
        self.show_heading()
        self._show_navigation()
        self.show_destination()
        self.show_record_now()
        run_errand(self, "obligations", partial(tidings.work_out, self.desk.view))
        self.look_around()

    def show_heading(self) -> None:
        """Fill the header."""
        desk = self.desk
        title = desk.view.register.settings.called(language())
        reason = desk.read_only[0].say(language())[0] if desk.read_only and desk.past is None else ""
        heading = Heading(
            title=title,
            branch=desk.branch,
            person=self.person,
            day=desk.today.isoformat(),
            demo=desk.is_demo,
            past=say_past(desk.past) if desk.past is not None else "",
            read_only=reason,
        )
        self.query_one(HeaderBar).show(heading)
        self.app.title = title

    def _show_navigation(self) -> None:
        counts, marks = tally(self.desk, self.lights, self.work, self._problems)
        self.query_one(Navigation).show(counts, marks)

    # --- what errands bring ----------------------------------------------------------------------------------------

    def on_person_found(self, event: tidings.PersonFound) -> None:
        """Say who works here."""
        self.person = called("person", event.person)
        self.show_heading()

    def on_obligations_ready(self, event: tidings.ObligationsReady) -> None:
        """Show lights and what is due."""
        if event.view is not self.desk.view:
            return
        self._worked_out = event.view
        self.obligations = event.by_duty
        self.lights = event.lights
        self._show_navigation()
        self._write_today()
        if self.here in KINDS:
            self.show_destination()
        self.show_record_now()

    def on_work_found(self, event: tidings.WorkFound) -> None:
        """Show what lies beside the register; offer once what was left behind."""
        self.work = event.work
        self._show_navigation()
        self._write_today()
        if not self._offered and self.desk.past is None:
            self._offered = True
            self.offer_left_behind(event.work)

    def look_around(self) -> None:
        """Look again at what lies beside the register."""
        run_errand(self, "work", partial(tidings.look_around, self.desk))

    def _write_today(self) -> None:
        run_errand(self, "today", partial(tidings.write_down, self.desk.view, self.work))

    def on_book_written(self, event: tidings.BookWritten) -> None:
        """Fill Today."""
        if event.view is self.desk.view:
            self.query_one(Today).show(event.book)
            self.show_record_soon()

    def on_reloaded(self, event: tidings.Reloaded) -> None:
        """Show what changed on disk; nothing moves where nothing did."""
        self._failed.pop("reload", None)
        if event.renewed or self._shown is not self.desk.view:
            self.show_register()
        elif event.moved:
            self.show_heading()
            self.look_around()
        self.refresh_bindings()

    def on_checked(self, event: tidings.Checked) -> None:
        """Say in the menu how much check found."""
        if event.view is self.desk.view:
            self._problems = event.problems
            self._show_navigation()
            self.show_record_soon()

    def on_errand_failed(self, event: ErrandFailed) -> None:
        """Say what could not be done; the same once, however often it comes back."""
        message, hint = event.failure.say(language())
        if self._failed.get(event.errand) != message:
            self._failed[event.errand] = message
            self.app.notify(f"{message}\n{hint}".strip(), severity="error", timeout=10)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Keep the busy sign: whatever takes longer than half a second is named."""
        if event.state is WorkerState.RUNNING:
            self.set_timer(SLOW, self._show_busy)
        elif event.state in {WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED}:
            self._show_busy(only_clear=True)

    def _show_busy(self, *, only_clear: bool = False) -> None:
        for header in self.query(HeaderBar):
            if self.busy and not only_clear:
                header.show_busy(_("working .."))
            elif not self.busy:
                header.show_busy("")

    # --- where one is ----------------------------------------------------------------------------------------------

    @on(RecordList.RowHighlighted)
    def _row_highlighted(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if not self.is_open:
            return
        if isinstance(event.source, Navigation):
            if event.row_id in {self.here, SYNC, ""} or event.row_id != event.source.cursor_id:
                return  # we are there already; or the cursor has moved on since, and going back would go round for ever
            if event.row_id == HISTORY:
                self.show_history(None, focus=False)
            else:
                self.go(event.row_id, focus=False)
        elif event.source is self.list:
            self.pinned = None
            self.show_record_soon()

    @on(RecordList.RowChosen)
    def _row_chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        if not self.is_open:
            return
        if isinstance(event.source, Navigation):
            if event.row_id == SYNC:
                self.action_sync()
            elif event.row_id == HISTORY:
                self.show_history(None)
            else:
                self.go(event.row_id)
        elif event.source is self.list:
            self.open_row()

    @on(Pane.Moved)
    def _pane_moved(self, event: Pane.Moved) -> None:
        event.stop()
        if event.pane is self.middle:  # one that was left may still hear of an errand's end
            self.mark(full=event.pane.is_full)
            self.pinned = None
            self.show_record_soon()

    @on(Pane.Changed)
    def _pane_changed(self, event: Pane.Changed) -> None:
        event.stop()
        self.show_register()

    @on(Pane.Opened)
    def _pane_opened(self, event: Pane.Opened) -> None:
        event.stop()
        self.open_row()

    def go(self, destination: str, *, focus: bool = True, place: Place | None = None) -> None:
        """Go to a destination.

        Args:
            destination: one of tui.widgets.navigation.destinations.
            focus: whether its list takes the focus.
            place: the record on which the cursor is to stand, once the list has it.
        """
        if destination != self.here:
            self.here = destination
            self.query_one(Navigation).go_to(destination)
            self.show_destination()
        if place is not None and isinstance(self.list, RecordList):
            holder = self.middle
            if isinstance(holder, FilterList) and not self.list.go_to(place[1]):
                holder.input.value = ""
                self.list.go_to(place[1])
        if focus:
            self.mark(menu=False, record=False)
            once_refreshed(self, self.focus_middle)  # what was mounted just now has no children yet
        self.show_record_soon()
        self.refresh_bindings()

    @property
    def middle(self) -> Widget | None:
        """The widget of the destination."""
        return next((child for child in self.query_one("#middle").children if child.display), None)

    @property
    def list(self) -> RecordList | None:
        """The list of the destination, where it has one of ours."""
        middle = self.middle
        if isinstance(middle, FilterList):
            return middle.records
        return middle if isinstance(middle, RecordList) else None

    def show_destination(self) -> None:
        """Mount the destination where it is new, show it, and fill it."""
        box = self.query_one("#middle")
        name = f"list-{self.here}"
        found = next((child for child in box.children if child.has_class(name) and child.is_running), None)
        if found is None:
            found = self._make()
            found.add_class(name)
            box.mount(found)
            take_look(found, self.looks.pop(self.here, {}))
        for child in box.children:
            child.display = child is found
        self.mark(full=self.here == HISTORY or (isinstance(found, Pane) and found.is_full))
        if isinstance(found, Listing):
            found.show(self.desk.view, self.lights, read_only=bool(self.desk.read_only))
        elif isinstance(found, Pane):
            found.show_register(self.desk)

    def mark(self, **marks: bool) -> None:
        """Say which panes are seen: `full`, `menu`, `record`. Only the panes are styled anew: all lists ever shown lie in them."""
        before = self.classes
        for name, seen in marks.items():
            self.set_class(seen, f"-{name}", update=False)
        if self.classes != before:
            self.app.stylesheet.update_nodes([self, *self.query_one(".panes").children])

    def _make(self) -> Widget:
        if self.here in KINDS:
            return Listing(self.here)
        if self.here in PANES:
            return make_pane(self.here)
        return self.make_history()

    def focus_middle(self) -> None:
        """Give the focus to what is in the middle."""
        first = self.list or (self.middle.first_focus if isinstance(self.middle, Pane) else None)
        if first is not None:
            first.focus()
        elif self.middle is not None:
            inside = [node for node in self.middle.walk_children(Widget) if node.focusable]
            lists = [node for node in inside if isinstance(node, RecordList)]
            (*lists, *inside, self.middle)[0].focus()

    # --- the record ------------------------------------------------------------------------------------------------

    def show_record_soon(self) -> None:
        """Show the record of the cursor once the cursor rests."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLE, self.show_record_now)

    def show_record_now(self) -> None:
        """Show the record of the cursor, or the one that was opened."""
        self._settling = None
        if self.is_open:
            known = self.obligations
            self.query_one(RecordView).show(page_of(self.desk, self.middle, known, pinned=self.pinned))
            self.refresh_bindings()

    def open_row(self) -> None:
        """Open the row of the cursor."""
        raise NotImplementedError

    def is_refused(self) -> bool:
        """Whether nothing may be changed; then the reason is said."""
        raise NotImplementedError

    def action_sync(self) -> None:
        """Fetch and push."""
        raise NotImplementedError

    def offer_left_behind(self, work: Work) -> None:
        """Offer saves that were cut off and drafts."""
        raise NotImplementedError

    def make_history(self) -> Widget:
        """The history of everything, for the first time."""
        raise NotImplementedError

    def show_history(self, place: Place | None, *, focus: bool = True) -> None:
        """The history of a record, or of everything."""
        raise NotImplementedError


def say_past(past: Past) -> str:
    """Say which past is shown, and how to leave it."""
    said = _("The past as of {day}, commit {commit}: it is shown and not changed. {key} goes back to the present.")
    return said.format(day=past.day.isoformat(), commit=past.commit[:12], key=key_of("main.present"))
