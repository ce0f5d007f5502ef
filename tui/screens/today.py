"""Today: what is overdue, what is near, what was done lately, what lies unsaved, and what changed since the last look."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta

from schema.kinds.finding import Finding
from schema.marks import State
from schema.obligation import Obligation
from schema.rectification import rectifications
from schema.register import Register
from schema.turn import HandoverTurn
from schema.turn import Verification
from store.draft import Draft
from store.journal import Intent
from store.outside import OutsideChange
from store.past.history import LoggedCommit
from tui.desk import View
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import called
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import place_label
from tui.naming import refer_all
from tui.record_lines import last_day
from tui.record_lines import say_count
from tui.record_lines import say_period
from tui.reviewing import Waiting
from tui.reviewing import say_state
from tui.turns import Turn
from tui.turns import find_turns
from tui.turns import light_of
from tui.turns import say_handover
from tui.turns import say_standing
from tui.turns import say_step
from tui.turns import say_who
from tui.widgets.columns import Column
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.widgets.section_list import SectionList

LATELY = timedelta(days=30)
"""How far back a finished obligation is shown."""

BEGIN = "begin"
"""The row of an empty register."""
SYNC = "sync"
"""The row of a sync that waits for decisions."""

_SECTIONS: Sequence[tuple[str, frozenset[State]]] = (
    (msgid("Overdue"), frozenset({State.MISSED})),
    (msgid("Near due"), frozenset({State.NEAR_DUE, State.EXTENDED})),
    (msgid("Open now"), frozenset({State.RUNNING})),
)


@dataclass(frozen=True)
class Work:
    """What stands beside the register: drafts, saves, changes outside, commits."""

    outside: Sequence[OutsideChange] = ()
    drafts: Sequence[Draft] = ()
    unfinished: Sequence[Intent] = ()
    commits: Sequence[LoggedCommit] = ()
    """What changed since the last look, newest first."""
    waiting: Sequence[Waiting] = ()
    """Proposals that wait for the person at the keyboard."""
    sync_waits: bool = False
    """Whether a sync waits for decisions."""
    me: str | None = None
    """Id of the person at the keyboard: whose turn something is; empty where nobody knows, None where nobody acts."""
    lost: bool = False
    """Whether the commit seen last is not in the history any more, so that the newest stand for what changed since."""


Item = Obligation | Finding | Work | Draft | LoggedCommit | Waiting | HandoverTurn
"""What a row of Today stands for; Work for its row "changed outside"."""


@dataclass(frozen=True)
class Book:
    """The rows of Today and what each stands for."""

    rows: Rows = field(default_factory=Rows)
    items: dict[str, Item] = field(default_factory=dict)
    """By id of the row; heads have none."""


@dataclass
class _Entry:
    """One row before it is one."""

    id: str
    mark: str
    cells: tuple[str, ...]
    item: Item


def write_book(view: View, obligations: Iterable[Obligation], work: Work) -> Book:
    """Write down what Today shows. May take long: call it in a thread."""
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    items: dict[str, Item] = {}
    for head, entries in _sections(view, list(obligations), work):
        if not entries:
            continue
        ids.append(f"{HEAD}{head}")
        cells.append((f"{_(head)} ({len(entries)})", "", "", "", ""))
        marks.append("")
        for entry in entries:
            ids.append(entry.id)
            cells.append(entry.cells)
            marks.append(entry.mark)
            items[entry.id] = entry.item
    return Book(Rows(ids=ids, cells=cells, marks=marks), items)


def _sections(view: View, found: list[Obligation], work: Work) -> Iterator[tuple[str, list[_Entry]]]:
    register = view.register
    yield msgid("Begin here"), [] if any(register.records.values()) else [_beginning()]
    yield msgid("Unsaved work"), list(_unsaved(register, work))
    mine, others = find_turns(view, work.me)
    yield (
        msgid("Waiting for me"),
        [*(_waiting(one) for one in work.waiting), *(_turn(register, one, is_mine=True) for one in mine)],
    )
    for head, states in _SECTIONS:
        if State.RUNNING in states:
            yield (
                msgid("Handovers to finish"),
                [_turn(register, one) for one in others if isinstance(one, HandoverTurn)],
            )
        chosen = sorted((one for one in found if one.state in states), key=lambda one: (last_day(one), one.key))
        yield head, [_obligation(register, one, last_day(one)) for one in chosen]
    yield msgid("Findings to close"), _findings(view, [one for one in mine if isinstance(one, Verification)], others)
    lately = [one for one in found if one.completed_on is not None and view.on - LATELY <= one.completed_on <= view.on]
    lately.sort(key=lambda one: (one.completed_on or date.min, one.key), reverse=True)
    yield (
        msgid("Done in the last 30 days"),
        [_obligation(register, one, f"{one.completed_on or ''}") for one in lately],
    )
    lost = msgid("Newest (the commit seen last is gone)")
    yield (
        lost if work.lost else msgid("Changed since you last looked"),
        [_commit(register, one) for one in work.commits],
    )


def _beginning() -> _Entry:
    """What an empty register says."""
    said = _("Nothing is in this register yet. Add units, posts and people first.")
    return _Entry(BEGIN, "", ("", said, "", "", ""), Work())


def _obligation(register: Register, one: Obligation, day: str) -> _Entry:
    duty, row, period, element = one.key
    count = say_count(one) if one.needed > 1 else ""
    state = f"{one.state.label(language())} {count}".strip()
    lead = refer_all(register, one.lead[:1], ("unit",))
    cells = (day, name_of(register, "duty", duty), say_period(register, one), state, lead)
    return _Entry(f"duty/{duty}/{row}/{period}/{element}", one.light.value, cells, one)


def _turn(register: Register, turn: Turn, *, is_mine: bool = False) -> _Entry:
    """What waits for somebody: who must act stands beside it, or what the person at the keyboard has to do."""
    step, who = say_step(turn), say_who(register, turn)
    if isinstance(turn, HandoverTurn):
        cells = (turn.due.isoformat(), say_handover(register, turn), step, say_standing(turn), who)
        return _Entry(f"turn/{turn.change.post}/{turn.change.row}", light_of(turn), cells, turn)
    one = turn.rectification
    by = name_of(register, "unit", one.finding.unit) if is_mine else who
    said = step if is_mine else one.finding.code
    cells = (one.due.isoformat(), called("finding", one.finding), said, one.state.label(language()), by)
    return _Entry(f"finding/{one.finding.id}", one.light.value, cells, one.finding)


def _findings(view: View, mine: Sequence[Verification], others: Sequence[Turn]) -> list[_Entry]:
    """The findings that are not closed, as the rules say that they stand (R13), but for those that wait for the person."""
    register = view.register
    taken = {turn.rectification.finding.id for turn in mine}
    waiting = {turn.rectification.finding.id: turn for turn in others if isinstance(turn, Verification)}
    found = [one for one in rectifications(register, view.on) if one.is_open and one.finding.id not in taken]
    found.sort(key=lambda one: (one.due, one.finding.id))
    return [
        _turn(register, waiting[one.finding.id])
        if one.finding.id in waiting
        else _Entry(
            f"finding/{one.finding.id}",
            one.light.value,
            (
                one.due.isoformat(),
                called("finding", one.finding),
                one.finding.code,
                one.state.label(language()),
                name_of(register, "unit", one.finding.unit),
            ),
            one.finding,
        )
        for one in found
    ]


def _unsaved(register: Register, work: Work) -> Iterator[_Entry]:
    if work.unfinished:
        said = _("{n} saves were cut off").format(n=len(work.unfinished))
        yield _Entry("unfinished", "red", ("", said, _("Enter settles them"), "", ""), work)
    if work.outside:
        said = _("{n} files changed outside").format(n=len(work.outside))
        yield _Entry("outside", "yellow", ("", said, _("Enter saves them"), "", ""), work)
    if work.sync_waits:
        said = _("A sync waits")
        yield _Entry(SYNC, "yellow", ("", said, _("Enter goes on"), "", ""), work)
    for draft in work.drafts:
        kind, id_ = place_of_draft(draft)
        said = place_label(register, (kind, id_)) if id_ else kind_label(kind)
        day = date.fromtimestamp(draft.saved_at).isoformat()  # noqa: DTZ012 - shown as the clock on the wall
        yield _Entry(f"draft/{draft.key}", "yellow", (day, said, _("Draft"), "", ""), draft)


def _waiting(one: Waiting) -> _Entry:
    cells = (one.day, one.proposal.title, one.next_step, say_state(one), one.author)
    return _Entry(f"proposal/{one.proposal.name}", "yellow", cells, one)


def place_of_draft(draft: Draft) -> tuple[str, str]:
    """Kind and id of what a draft is about; the id is empty for a new record."""
    id_ = str(draft.content.get("id") or "") if draft.content.get("digest") else ""
    return str(draft.content.get("kind") or ""), id_


def _commit(register: Register, one: LoggedCommit) -> _Entry:
    places = _(", ").join(dict.fromkeys(place_label(register, place) for place in one.places[:3]))
    said = one.reason.split("\n")[0] or one.subject
    return _Entry(f"commit/{one.commit}", "", (one.time.date().isoformat(), said, places, "", one.author), one)


class Today(SectionList):
    """The list that the day begins with."""

    def __init__(self, *, classes: str | None = None) -> None:
        columns = [
            Column(key="when", title=_("Day"), width=11),
            Column(key="what", title=_("What"), width=16, weight=4),
            Column(key="which", title=_("Period"), width=12, weight=2, rank=1),
            Column(key="state", title=_("State"), width=12, rank=2),
            Column(key="who", title=_("By"), width=10, weight=1, rank=3),
        ]
        super().__init__(columns, classes=classes, selectable=False, sortable=False, empty=_("Reading .."))
        self.book = Book()
        """What is shown."""

    def show(self, book: Book) -> None:
        """Show a book."""
        self.book = book
        self.empty = _(
            "Nothing is due and nothing was done yet. Duties with a cadence show here when their time comes."
        )
        self.set_rows(book.rows)

    def look(self) -> dict[str, str]:
        """The row of the cursor."""
        return {"row": self.cursor_id}

    def take_look(self, look: Mapping[str, str]) -> None:
        """Go to a row as soon as it is there; where it never comes the cursor stays."""
        if look.get("row"):
            self.go_to(look["row"])

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        return self.book.items.get(self.cursor_id)
