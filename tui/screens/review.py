"""Review 送审: every proposal in three sections, with who must act next, what it changes, what was said, and the keys to decide.

The keys are the main screen's, as on Today; what is worked out comes from tui.reviewing in a thread. What a proposal changes is
read when the cursor comes to it, so that a long list opens as fast as a short one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.message import Message

from tui.belonging import no_proposal
from tui.desk import Desk
from tui.desk import View
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.pinyin import spell
from tui.record_lines import Page
from tui.reviewing import Found
from tui.reviewing import Waiting
from tui.reviewing import find_all
from tui.reviewing import read_changes
from tui.reviewing import say_state
from tui.reviewing import waiting_page
from tui.reviewing import with_changes_of
from tui.screens.pane import Pane
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.widgets.section_list import SectionList

_MARKS = {"submitted": "yellow", "returned": "red", "approved": "green", "draft": "grey"}
_MORE = f"{HEAD}more"
"""The row that says what the list leaves out; drawn across, as heads are."""


@dataclass
class ProposalsFound(Message):
    """All proposals were read."""

    view: View
    found: Found


@dataclass
class ChangesRead(Message):
    """What one proposal changes was read."""

    waiting: Waiting


class ReviewPane(FilterList, Pane):
    """The proposals, those that the person must act on first."""

    def __init__(self) -> None:
        columns = [
            Column(key="title", title=_("Proposal"), width=12, weight=2),
            Column(key="next", title=_("Next"), width=23, weight=3),
            Column(key="day", title=_("Waits since"), width=11, rank=1),
            Column(key="state", title=_("State"), width=14, rank=2),
            Column(key="author", title=_("Author"), width=8, rank=3),
            Column(key="word", title=_("Last word"), width=10, rank=4),
        ]
        super().__init__(columns, selectable=False)
        self.records = SectionList(columns, empty=_("working .."), filterable=True, selectable=False, sortable=False)
        self._found: dict[str, Waiting] = {}
        self._desk: Desk | None = None
        self._view: View | None = None

    def show_register(self, desk: Desk) -> None:
        """Read the proposals again."""
        self._desk, self._view = desk, desk.view
        run_errand(self, "proposals", lambda: ProposalsFound(desk.view, find_all(desk)))

    @on(ProposalsFound)
    def _show(self, event: ProposalsFound) -> None:
        event.stop()
        if event.view is not self._view:
            return
        found = event.found
        read = {one.proposal.tip: one for one in self._found.values() if one.differences is not None}
        self._found = {one.proposal.name: one for one in (*found.mine, *found.others, *found.done)}
        for name, one in self._found.items():  # what a commit changes stays: it need not be read twice
            if (known := read.get(one.proposal.tip)) is not None and known.is_approved == one.is_approved:
                self._found[name] = with_changes_of(one, known)
        read_only = self._desk is not None and bool(self._desk.read_only)
        self.records.empty = no_proposal(event.view.register.settings, read_only=read_only)
        self.set_rows(_rows_of(found))
        self.post_message(self.Moved(self).set_sender(self))

    def page(self, desk: Desk) -> Page:
        """The proposal of the cursor in full; what it changes comes once it is read."""
        one = self.item
        if one is None:
            return Page()
        if one.differences is None:
            run_errand(self, "changes", lambda: ChangesRead(read_changes(desk, one)))
        return waiting_page(desk.view.register, one, unread=_("working .."))

    @on(ChangesRead)
    def _take_changes(self, event: ChangesRead) -> None:
        event.stop()
        name = event.waiting.proposal.name
        shown = self._found.get(name)
        if shown is None or shown.proposal.tip != event.waiting.proposal.tip:
            return
        self._found[name] = with_changes_of(shown, event.waiting)
        if self.item is self._found[name]:
            self.post_message(self.Moved(self).set_sender(self))

    @property
    def item(self) -> Waiting | None:
        """The proposal of the cursor."""
        return self._found.get(self.records.cursor_id)

    def counted(self) -> tuple[int, int]:
        """Proposals that are shown, and how many there are; heads are none."""
        return sum(one in self._found for one in self.records.shown_ids), len(self._found)


def _rows_of(found: Found) -> Rows:
    sections: Sequence[tuple[str, Sequence[Waiting]]] = (
        (msgid("I must act"), found.mine),
        (msgid("Others must act"), found.others),
        (msgid("On the main line"), found.done),
    )
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    haystacks: list[str] = []
    for head, section in sections:
        if section:
            ids.append(f"{HEAD}{head}")
            cells.append((f"{_(head)} ({len(section)})", *[""] * 5))
            marks.append("")
            haystacks.append("")  # a head shows while nothing is filtered
        for one in section:
            ids.append(one.proposal.name)
            cells.append((one.proposal.title, one.next_step, one.day, say_state(one), one.author, one.last_word))
            marks.append(_MARKS[one.state])
            haystacks.append(
                "\n".join((*cells[-1], one.proposal.name, spell(f"{one.proposal.title} {one.author}"))).casefold()
            )
    if found.done_left_out:
        said = _("{n} older ones: `dutybook review` lists them all").format(n=found.done_left_out)
        ids.append(_MORE)
        cells.append((said, *[""] * 5))
        marks.append("")
        haystacks.append("")
    return Rows(ids=ids, cells=cells, marks=marks, haystacks=haystacks)
