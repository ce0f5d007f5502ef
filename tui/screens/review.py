"""Review 送审: every proposal with who must act next, what it would change, what was said, and the keys to decide.

The keys are the main screen's, as on Today; what is worked out comes from tui.reviewing in a thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.message import Message

from tui.desk import Desk
from tui.desk import View
from tui.errands import run_errand
from tui.language import _
from tui.record_lines import Page
from tui.reviewing import Waiting
from tui.reviewing import find_all
from tui.reviewing import say_state
from tui.reviewing import waiting_page
from tui.screens.pane import Pane
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.row_order import Rows

_MARKS = {"submitted": "yellow", "returned": "red", "approved": "green", "draft": "grey"}


@dataclass
class ProposalsFound(Message):
    """All proposals were read."""

    view: View
    found: Sequence[Waiting]


class ReviewPane(FilterList, Pane):
    """The proposals, those that the person must act on first."""

    def __init__(self) -> None:
        columns = [
            Column(key="title", title=_("Proposal"), width=16, weight=3),
            Column(key="state", title=_("State"), width=14),
            Column(key="next", title=_("Next"), width=14, weight=3, rank=1),
            Column(key="author", title=_("Author"), width=8, rank=2),
            Column(key="day", title=_("Since"), width=10, rank=3),
        ]
        super().__init__(columns, empty=_("working .."), selectable=False)
        self._found: dict[str, Waiting] = {}
        self._view: View | None = None

    def show_register(self, desk: Desk) -> None:
        """Read the proposals again."""
        self._view = desk.view
        run_errand(self, "proposals", lambda: ProposalsFound(desk.view, find_all(desk)))

    @on(ProposalsFound)
    def _show(self, event: ProposalsFound) -> None:
        event.stop()
        if event.view is not self._view:
            return
        self._found = {one.proposal.name: one for one in event.found}
        protected = event.view.register.settings.review.kinds
        self.records.empty = (
            _("No proposal. What you change of a protected kind becomes one: {kinds}.").format(
                kinds=_(", ").join(protected)
            )
            if protected
            else _("This register protects no kind, so nothing is proposed; [review] in register.toml names them.")
        )
        self.set_rows(
            Rows(
                ids=list(self._found),
                cells=[(one.proposal.title, say_state(one), one.next_step, one.author, one.day) for one in event.found],
                marks=[_MARKS[one.state] for one in event.found],
            )
        )
        self.post_message(self.Moved(self).set_sender(self))

    def page(self, desk: Desk) -> Page:
        """The proposal of the cursor in full."""
        one = self.item
        return Page() if one is None else waiting_page(desk.view.register, one)

    @property
    def item(self) -> Waiting | None:
        """The proposal of the cursor."""
        return self._found.get(self.records.cursor_id)
