"""Today: what is overdue, what is near, what was done lately, what lies unsaved, and what changed since the last look."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta

from schema.kinds.finding import Finding
from schema.obligation import Obligation
from schema.register import Register
from schema.vocabulary import State
from store.draft import Draft
from store.history import LoggedCommit
from store.journal import Intent
from store.outside import OutsideChange
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
from tui.widgets.columns import Column
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.widgets.section_list import SectionList

LATELY = timedelta(days=30)
"""How far back a finished obligation is shown."""

BEGIN = "begin"
"""The row of an empty register."""

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


Item = Obligation | Finding | Work | Draft | LoggedCommit
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
    for head, states in _SECTIONS:
        chosen = sorted((one for one in found if one.state in states), key=lambda one: (last_day(one), one.key))
        yield head, [_obligation(register, one, last_day(one)) for one in chosen]
    yield msgid("Findings to close"), _findings(view)
    lately = [one for one in found if one.completed_on is not None and view.on - LATELY <= one.completed_on <= view.on]
    lately.sort(key=lambda one: (one.completed_on or date.min, one.key), reverse=True)
    yield (
        msgid("Done in the last 30 days"),
        [_obligation(register, one, f"{one.completed_on or ''}") for one in lately],
    )
    yield msgid("Changed since you last looked"), [_commit(register, one) for one in work.commits]


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


def finding_due(finding: Finding) -> date:
    """The day by which a finding must be closed: the latest that was approved."""
    approved = [row.new_due for row in finding.extension if row.approved_on is not None]
    return max([finding.due, *approved])


def _findings(view: View) -> list[_Entry]:
    opened = [one for one in view.register.findings.values() if one.verified_on is None and one.issued <= view.on]
    opened.sort(key=lambda one: (finding_due(one), one.id))
    entries = []
    for one in opened:
        due = finding_due(one)
        if one.done is not None:
            state = _("to be verified")
        else:
            state = State.MISSED.label(language()) if due < view.on else State.RUNNING.label(language())
        unit = name_of(view.register, "unit", one.unit)
        mark = "red" if due < view.on and one.done is None else "yellow"
        cells = (due.isoformat(), called("finding", one), one.code, state, unit)
        entries.append(_Entry(f"finding/{one.id}", mark, cells, one))
    return entries


def _unsaved(register: Register, work: Work) -> Iterator[_Entry]:
    if work.unfinished:
        said = _("{n} saves were cut off").format(n=len(work.unfinished))
        yield _Entry("unfinished", "red", ("", said, _("Enter settles them"), "", ""), work)
    if work.outside:
        said = _("{n} files changed outside").format(n=len(work.outside))
        yield _Entry("outside", "yellow", ("", said, _("Enter saves them"), "", ""), work)
    for draft in work.drafts:
        kind, id_ = place_of_draft(draft)
        said = place_label(register, (kind, id_)) if id_ else kind_label(kind)
        day = date.fromtimestamp(draft.saved_at).isoformat()  # noqa: DTZ012 - shown as the clock on the wall
        yield _Entry(f"draft/{draft.key}", "yellow", (day, said, _("Draft"), "", ""), draft)


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

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        return self.book.items.get(self.cursor_id)
