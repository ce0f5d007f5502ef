"""Assess 考核问责: the scores of a year with the source of every point, and what the rules propose in each case."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from schema.attribution import Matched
from schema.failure import Failure
from schema.identity import Place
from schema.kinds.scheme import Scheme
from schema.scoreline import Line as ScoreLine
from tui.actions import bindings
from tui.actions import key_of
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.pick import PickDialog
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.naming import called
from tui.pinyin import spell
from tui.record_lines import Page
from tui.screens import assess_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.assess_book import AssessBook
from tui.screens.assess_book import CaseBook
from tui.screens.assess_book import Point
from tui.screens.assess_book import case_columns
from tui.screens.assess_book import case_rows
from tui.screens.assess_book import point_columns
from tui.screens.assess_book import point_rows
from tui.screens.assess_book import say_object
from tui.screens.assess_book import say_score
from tui.screens.assess_book import score_columns
from tui.screens.assess_book import score_rows
from tui.screens.assess_book import write_assess_book
from tui.screens.assess_pages import case_page
from tui.screens.assess_pages import place_of_point
from tui.screens.assess_pages import point_page
from tui.screens.assess_pages import say_sheet
from tui.screens.assess_pages import score_page
from tui.screens.offer import Asked
from tui.screens.offer import OfferPane
from tui.widgets.columns import Column
from tui.widgets.day_line import ViewLine
from tui.widgets.fields.spec import Choice
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.widgets.section_list import SectionList

if TYPE_CHECKING:  # the store comes with the register itself, behind the first paint
    from schema.change import ChangeSet
    from store.register import RegisterStore

SCORES, POINTS, CASES = range(3)
"""The views."""


@dataclass
class _Assessed(Message):
    """A year is worked out."""

    book: AssessBook
    scheme: str
    scores: Rows
    cases: Rows
    proposals: dict[str, tuple[CaseBook, Matched | None]]


class AssessPane(Vertical, OfferPane):
    """Scores, points, attribution."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("assess")]
    DEFAULT_CSS = """
    AssessPane { height: 1fr; }
    AssessPane > FilterList { display: none; }
    AssessPane.-view-0 > .assess-0, AssessPane.-view-1 > .assess-1, AssessPane.-view-2 > .assess-2 { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(classes="-view-0")
        self.book: AssessBook | None = None
        """What is shown; None before the first year is worked out."""
        self.year = 0
        self._desk: Desk | None = None
        self._scheme = ""
        self._view = SCORES
        self._object = ""
        self._points: dict[str, Point] = {}
        self._cases: dict[str, tuple[CaseBook, Matched | None]] = {}
        self._tabs = ViewLine([_("Scores"), _("Points"), _("Attribution")])
        self.lists = [_list(score_columns(), SCORES), _list(point_columns(), POINTS), _list(case_columns(), CASES)]
        """The list of each view."""

    def compose(self) -> ComposeResult:
        """The names of the views, and a list for each."""
        yield self._tabs
        yield from self.lists

    def on_mount(self) -> None:
        """Take the focus that was to come here before there was a list."""
        if self.screen.focused is None:
            self.list.focus()

    # --- what the frame asks ---------------------------------------------------------------------------------------

    def show_register(self, desk: Desk) -> None:
        """Work the year out again; the year of the app's day, unless another was asked for."""
        if self._desk is None or (self.book is not None and self.year == self.book.base.on.year):
            self.year = desk.view.on.year
        self._desk = desk
        if self.book is None or self.book.base is not desk.view:
            self._write()

    def page(self, desk: Desk) -> Page:
        """The score, the point or the proposal of the cursor in full."""
        book, row = self.book, self.list.cursor_id
        if book is None or not row:
            return Page()
        if self._view == SCORES and row in book.scores:
            return score_page(book, book.scores[row])
        if self._view == POINTS and row in self._points:
            point, one = self._points[row], book.scores.get(self._object)
            if isinstance(point, ScoreLine):
                return point_page(book, point, desk)
            return score_page(book, one) if one is not None else Page()
        if self._view == CASES and row in self._cases:
            return case_page(book, *self._cases[row], desk)
        return Page()

    @property
    def first_focus(self) -> Widget:
        """The list of the view."""
        return self.list

    @property
    def list(self) -> RecordList:
        """The list of the view."""
        return self.lists[self._view].records

    @property
    def place(self) -> Place | None:
        """The record that Enter opens: what a point comes from; a proposal is shown in full as it is."""
        row = self.list.cursor_id
        return place_of_point(self._points[row]) if self._view == POINTS and row in self._points else None

    @property
    def item(self) -> object | None:
        """The obligation that a point comes from, so that its work can be recorded here; else the score or the proposal."""
        row = self.list.cursor_id
        if self._view == POINTS and row in self._points:
            point = self._points[row]
            return point.source if isinstance(point, ScoreLine) else point
        if self._view == CASES:
            return self._cases.get(row)
        return self.book.scores.get(row) if self.book is not None else None

    # --- working out -----------------------------------------------------------------------------------------------

    def _write(self) -> None:
        if self._desk is not None:
            run_errand(self, "assess", partial(_write, self._desk, self.year, self._scheme))

    @on(_Assessed)
    def _written(self, event: _Assessed) -> None:
        """Show the year, unless another was asked for since."""
        event.stop()
        desk, book = self._desk, event.book
        if desk is None or book.base is not desk.view or (book.year, event.scheme) != (self.year, self._scheme):
            return
        self.book = book
        scores, _points, cases = self.lists
        scores.records.empty = self._say_empty(book.failure)
        scores.set_rows(event.scores)
        self._cases = event.proposals
        cases.records.empty = _("No case. What an organ looks into about a decision is a record of its own kind.")
        cases.set_rows(event.cases)
        if self._object not in book.scores:
            self._object = next(iter(book.scores), "")
        if self._view == POINTS:
            self._show_points()
        self._show_tabs()
        self._tell()

    def _say_empty(self, failure: Failure | None) -> str:
        if failure is None:
            return _("The scheme assesses nobody on this day.")
        message, hint = failure.say(language())
        pick = _("{key} picks a scheme.").format(key=key_of("assess.scheme"))
        return f"{message} {hint} {pick}"

    def _show_points(self) -> None:
        """Show the lines of the object that was chosen."""
        one = self.book.scores.get(self._object) if self.book is not None else None
        rows, self._points = point_rows(self.book, one) if self.book is not None and one is not None else (Rows(), {})
        self.lists[POINTS].records.empty = _("Nothing took points and nothing gave any.")
        self.lists[POINTS].set_rows(rows)

    def _show_tabs(self) -> None:
        book = self.book
        if book is None:
            return
        one = book.scores.get(self._object)
        note = say_sheet(book)
        if self._view == POINTS and one is not None:
            note = f"{book.year} {say_object(book.base, one)} {say_score(book, one)}"
        elif self._view == CASES:
            note = _("as of {day}").format(day=book.base.on.isoformat())
        self._tabs.show(self._view, note)

    def _tell(self) -> None:
        self.post_message(self.Moved(self).set_sender(self))

    # --- what happens inside ---------------------------------------------------------------------------------------

    @on(RecordList.RowHighlighted)
    def _row_moved(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if event.source is not self.list:
            return
        if self._view == SCORES and self.book is not None:
            self._object = event.row_id
        self._tell()

    @on(RecordList.RowChosen)
    def _row_chosen(self, event: RecordList.RowChosen) -> None:
        """Show the points of an object, the record of a point, or a proposal in full."""
        event.stop()
        if self._view == SCORES:
            self._go(POINTS)
        else:
            self.post_message(self.Opened().set_sender(self))

    @on(ViewLine.Chosen)
    def _view_clicked(self, event: ViewLine.Chosen) -> None:
        event.stop()
        self._go(event.place)

    def _go(self, view: int) -> None:
        """Go to a view."""
        self.remove_class(f"-view-{self._view}")
        self._view = view
        self.add_class(f"-view-{view}")
        if view == POINTS:
            self._show_points()
        self._show_tabs()
        self.list.focus()
        self._tell()
        self.screen.refresh_bindings()

    # --- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going back to the scores is for the points of one object; Esc in a filter is the filter's."""
        if action == "freeze":
            return self._view != CASES and self.book is not None and bool(self.book.scores)
        if action == "scores":
            return self._view == POINTS and self.list.has_focus
        return super().check_action(action, parameters)

    def action_view(self, step: int) -> None:
        """Go to another view."""
        self._go((self._view + step) % len(self.lists))

    def action_scores(self) -> None:
        """Go back to all scores."""
        self._go(SCORES)

    def action_years(self, years: int) -> None:
        """Score another year."""
        self._show_year(self.year + years)

    def action_today(self) -> None:
        """Score the year of the app's day."""
        if self._desk is not None:
            self._show_year(self._desk.view.on.year)

    def _show_year(self, year: int) -> None:
        self.year = max(1900, min(year, 9998))  # the years that a record may name
        self._write()

    def action_freeze(self) -> None:
        """Offer to write the results down; asks first where they were frozen before."""
        book = self.book
        if book is None or book.scheme is None or self.is_refused():
            return
        if not book.frozen:
            self._freeze(again=False)
            return

        def answer(confirmed: bool | None) -> None:
            if confirmed:
                self._freeze(again=True)

        told = _("The result of {year} is frozen already. Freezing it anew replaces it, with a reason in the history.")
        self.app.push_screen(
            ConfirmDialog(_("Freeze it anew?"), told.format(year=book.year), start_key="shift+f9"), answer
        )

    def _freeze(self, *, again: bool) -> None:
        book = self.book
        if book is None or book.scheme is None or self._desk is None:
            return
        day = book.base.on
        open_year = _("{year} is not over on {day}: what is still to come does not count yet.")
        notes = (open_year.format(year=book.year, day=day),) if day < date(book.year, 12, 31) else ()
        make = partial(_make_freeze, book.scheme, book.year, day, again=again)
        self.offer(self._desk, make, Asked(notes=notes, has_reason=not again))

    def action_scheme(self) -> None:
        """Pick the scheme."""
        if self.book is None:
            return
        schemes = self.book.base.register.of(Scheme)
        names = {id_: called("scheme", one) or id_ for id_, one in schemes.items()}
        choices = [Choice(value=id_, label=name, note="", search=spell(name)) for id_, name in names.items()]
        chosen = [self.book.scheme.id] if self.book.scheme is not None else []

        def take(answer: list[str] | None) -> None:
            if answer:
                self._scheme = answer[0]
                self._write()

        self.app.push_screen(PickDialog(_("By which scheme"), choices, chosen=chosen), take)


def _list(columns: list[Column], view: int) -> FilterList:
    made = FilterList(columns, empty=_("Reading .."), selectable=False, kind=SectionList)
    made.records.sortable = False
    made.add_class(f"assess-{view}")
    return made


def _make_freeze(scheme: Scheme, year: int, on: date, store: "RegisterStore", *, again: bool) -> "ChangeSet":
    from store.freezing import freeze_year  # noqa: PLC0415 - only freezing asks for it

    return freeze_year(store, scheme, year, on, again=again)


def _write(desk: Desk, year: int, scheme: str) -> _Assessed:
    book = write_assess_book(desk.view, year, scheme)
    return _Assessed(book, scheme, score_rows(book), *case_rows(book))
