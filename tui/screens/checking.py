"""Check: what is wrong or missing, rule by rule, with a jump to the field, safe mendings, and clauses to reaffirm.

A check writes nothing: what is mended or reaffirmed from here is offered as a difference first (tui.screens.offer).
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from schema.diagnostic import Diagnostic
from schema.identity import Place
from schema.kinds import KINDS
from tui import tidings
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.belonging import nothing_wrong
from tui.desk import Desk
from tui.desk import View
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.record_lines import Page
from tui.screens.check_rows import Comparisons
from tui.screens.check_rows import basis_of
from tui.screens.check_rows import clause_diff
from tui.screens.check_rows import diagnostic_lines
from tui.screens.check_rows import is_fixable
from tui.screens.check_rows import place_of_diagnostic
from tui.screens.check_rows import short_lines
from tui.screens.check_rows import write_rows
from tui.screens.offer import Asked
from tui.screens.offer import Make
from tui.screens.offer import OfferPane
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.widgets.section_list import SectionList

if TYPE_CHECKING:  # the store comes with the register itself, behind the first paint
    from schema.change import ChangeSet
    from store.register import RegisterStore

register_actions(
    [
        Action(
            id="check.fix",
            keys=("f8", "x"),
            label=msgid("Mend"),
            help=msgid("Mend what the cursor is on, where no decision is needed; shows the difference first."),
            shown=True,
        ),
        Action(
            id="check.fix-all",
            keys=("shift+f8", "X"),
            label=msgid("Mend all"),
            help=msgid("Mend everything that needs no decision, as one commit; shows the difference first."),
        ),
        Action(
            id="check.reaffirm",
            keys=("f2", "a"),
            label=msgid("Reaffirm"),
            help=msgid("Say that you read the clause again and that the duty still stands on it; shows both texts first."),
            shown=True,
        ),
    ],
    scopes={"check": msgid("Check")},
)  # fmt: skip


@dataclass
class Written(Message):
    """The register was checked, and what was found is written as rows."""

    view: View
    rows: Rows
    found: dict[str, Diagnostic]


@dataclass
class Compared(Message):
    """What clauses said when their duties were last reviewed was looked up."""

    view: View
    comparisons: Comparisons


class Checking(FilterList, OfferPane):
    """The diagnostics of the register, by rule."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("check")]
    DEFAULT_CSS = """
    Checking > .check-reading { height: 4; padding: 0 1; background: $boost; color: $foreground; display: none; }
    """

    def __init__(self) -> None:
        columns = [
            Column(key="where", title=_("Record"), width=14, weight=1),
            Column(key="message", title=_("What is wrong"), width=28, weight=3),
            Column(key="field", title=_("Field"), width=12, weight=1, rank=1),
        ]
        super().__init__(columns, empty=_("Checking .."), selectable=False, kind=SectionList)
        self.records.sortable = False
        self._found: dict[str, Diagnostic] = {}
        self._comparisons: Comparisons = {}
        self._desk: Desk | None = None
        self._reading = Static(classes="check-reading")

    def compose(self) -> ComposeResult:
        """The list, and what is wrong in full where there is no record pane beside it."""
        yield from super().compose()
        yield self._reading

    # --- what the frame asks ---------------------------------------------------------------------------------------

    def show_register(self, desk: Desk) -> None:
        """Check again; the frame is told how much was found."""
        self._desk = desk
        run_errand(self, "check", partial(_check, desk))

    def page(self, desk: Desk) -> Page:
        """The diagnostic of the cursor in full."""
        one = self.item
        self._reading.update(literal(short_lines(one), multiline=True) if one is not None else "", layout=False)
        if one is None:
            return Page()
        return Page(
            self.place,
            diagnostic_lines(desk.view.register, one, self._comparisons, has_form=self._has_form(self.place)),
        )

    @property
    def place(self) -> Place | None:
        """The record that the diagnostic is about."""
        return None if self.item is None else place_of_diagnostic(self.item)

    @property
    def item(self) -> Diagnostic | None:
        """What the cursor is on."""
        return self._found.get(self.records.cursor_id)

    @on(Written)
    def _written(self, event: Written) -> None:
        """Show what a check found; the cursor stays on its diagnostic, or where that was mended at its place."""
        event.stop()
        desk = self._desk
        if desk is None or event.view is not desk.view:
            return
        before, at = self.records.cursor_id, self.records.cursor
        self._found = event.found
        self.records.empty = nothing_wrong()
        self.set_rows(event.rows)
        if before and before not in self._found and (shown := self.records.shown_ids):
            self.records.go_to(shown[min(at, len(shown) - 1)])
        self._comparisons = {}
        bases = {basis for one in event.found.values() if (basis := basis_of(one)) is not None}
        if bases:
            run_errand(self, "compare", partial(_compare, desk, bases))
        self.post_message(tidings.Checked(event.view, len(event.found)).set_sender(self))
        self.refresh_bindings()

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        event.stop()
        if self._desk is not None and event.view is self._desk.view:
            self._comparisons = event.comparisons
            self.post_message(self.Moved(self).set_sender(self))

    # --- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what can't be done with the diagnostic of the cursor."""
        one = self.item
        if action == "fix":
            return one is not None and is_fixable(one)
        if action == "fix_all":
            return any(is_fixable(each) for each in self._found.values())
        if action == "reaffirm":
            return one is not None and basis_of(one) is not None
        return super().check_action(action, parameters)

    @on(RecordList.RowChosen)
    def _open_field(self, event: RecordList.RowChosen) -> None:
        """Open the form of the record at the very field; what has no form is shown."""
        event.stop()
        one, place = self.item, self.place
        if one is None or self._desk is None:
            return
        if place is None:
            self.app.notify(_("This is about no record: the hint says what to do with {where}.").format(where=one.path or one.id))  # fmt: skip
        elif self._has_form(place):
            from tui.screens.field_edit import FieldEdit  # noqa: PLC0415 - the first paint does not wait for forms

            self.app.push_screen(FieldEdit(self._desk, one), self._left)
        else:
            self.post_message(self.Opened().set_sender(self))

    def _has_form(self, place: Place | None) -> bool:
        """Whether the record can be edited in a form now."""
        desk = self._desk
        if desk is None or place is None or desk.read_only or place in desk.newer or place[0] not in KINDS:
            return False
        return desk.view.register.get(*place) is not None and place not in desk.view.register.unreadable

    def _left(self, _saved: object) -> None:
        self.post_message(self.Changed().set_sender(self))

    def action_fix(self) -> None:
        """Offer to mend the diagnostic of the cursor."""
        if self.item is not None:
            self._offer_fix([self.item])

    def action_fix_all(self) -> None:
        """Offer to mend all that may be mended."""
        self._offer_fix([one for one in self._found.values() if is_fixable(one)])

    def _offer_fix(self, found: Sequence[Diagnostic]) -> None:
        if self._desk is not None and not self.is_refused():
            self.offer(self._desk, partial(_mend, found))

    def action_reaffirm(self) -> None:
        """Offer to reaffirm the clause of the cursor, with what it said and says before the difference."""
        basis = basis_of(self.item) if self.item is not None else None
        if basis is not None and self._desk is not None and not self.is_refused():
            asked = Asked(before=clause_diff(self._comparisons.get(basis)))
            self.offer(self._desk, _reaffirm(self._desk.view, *basis), asked)


def _check(desk: Desk) -> Written:
    view = desk.view
    return Written(view, *write_rows(view.register, desk.check()))


def _mend(found: Sequence[Diagnostic], store: "RegisterStore") -> "ChangeSet | None":
    from store.mending import mend  # noqa: PLC0415 - only mending asks for it

    return mend(store, found)


def _reaffirm(view: View, duty: str, row: int) -> Make:
    """Reaffirm the clause in a row of a duty, as of the day that is shown."""
    known = view.register.duties.get(duty)
    clause = known.basis[row].clause if known is not None and row < len(known.basis) else ""

    def make(store: "RegisterStore") -> "ChangeSet":
        from schema.acts.bases import reaffirm  # noqa: PLC0415 - only reaffirming asks for it

        opened = store.read("duty", duty)
        record = store.register.duties[duty]
        return reaffirm(store.register, record, clause, store.me(), view.on, read_digest=opened.digest)

    return make


def _compare(desk: Desk, bases: Iterable[tuple[str, int]]) -> Compared:
    """Look up what the clauses said; beside the store's turn, because it only reads."""
    from schema.supersession import suspects_of  # noqa: PLC0415 - only a check asks for it
    from store.past.suspects import compare  # noqa: PLC0415

    view = desk.view
    duties = [view.register.duties[duty] for duty in dict.fromkeys(duty for duty, _row in bases)]
    found = [suspect for duty in duties for suspect in suspects_of(view.register, duty, view.on)]
    return Compared(view, {(one.suspect.duty, one.suspect.row): one for one in compare(desk.store, found)})
