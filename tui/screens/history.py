"""History as sentences: who changed what and why, newest first, with every commit's differences field by field."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from schema.change import GONE
from schema.difference import FieldDifference
from schema.failure import Failure
from schema.identity import Place
from schema.identity import place_of
from schema.marks import Signature
from schema.register import Register
from store.past.history import LoggedCommit
from store.past.history import RecordDifference
from store.signature import state_of
from tui.actions import bindings
from tui.belonging import no_commit
from tui.desk import Desk
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import language
from tui.naming import name_of
from tui.naming import place_label
from tui.pinyin import spell
from tui.screens import history_keys  # noqa: F401 - adds the actions that the bindings below are made from
from tui.screens.undoing import Undoer
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.wording import field_of
from tui.wording import say_key
from tui.wording import say_plain

AT_ONCE = 200
"""How many commits are read at a time."""
_MOST_RECORDS = 40
"""Of a commit that touches more records, the differences of these are shown and the rest counted."""
_WIDE = 90
"""Cells from which the details stand beside the list."""
_LONGEST = 2_000
"""Characters of one value that are shown."""


@dataclass
class _Logged(Message):
    """More commits were read."""

    commits: list[LoggedCommit]
    rows: list[tuple[str, tuple[str, ...], str]]
    """Id, cells and text to search of each."""
    is_first: bool
    """Whether they begin the list anew."""
    age: int
    """Which reading it was: an older one is not shown any more."""


@dataclass
class _Detailed(Message):
    """What one commit changed."""

    commit: LoggedCommit
    differences: tuple[RecordDifference, ...]
    left_out: int
    """Records whose differences were not read."""


class HistoryView(Container):
    """The commits of the register, or of one record, beside what the chosen one changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("history")]
    DEFAULT_CSS = """
    HistoryView { layout: horizontal; height: 1fr; }
    HistoryView > FilterList { width: 3fr; }
    HistoryView > #history-details { width: 2fr; height: 1fr; padding: 0 1; background: $boost; }
    HistoryView > #history-details:focus { background: $surface-lighten-1; }
    HistoryView.-slim { layout: vertical; }
    HistoryView.-slim > FilterList { width: 1fr; height: 3fr; }
    HistoryView.-slim > #history-details { width: 1fr; height: 2fr; }
    HistoryView:nocolor > #history-details, HistoryView:ansi > #history-details { border-left: ascii $foreground; }
    """

    def __init__(self, desk: Desk, place: Place | None = None, *, id: str | None = None) -> None:
        """Make the view.

        Args:
            desk: the register.
            place: a record, for its commits alone; None for all.
            id: Textual's id.
        """
        super().__init__(id=id)
        self._desk = desk
        self.place = place
        """The record whose history is shown; None for all."""
        self._commits: dict[str, LoggedCommit] = {}
        self._rows: list[tuple[str, tuple[str, ...], str]] = []
        self._is_whole = False
        self._is_reading = False
        self._age = 0
        columns = [
            Column(key="time", title=_("When"), width=16),
            Column(key="author", title=_("Author"), width=8, weight=1, rank=1),
            Column(key="what", title=_("Change"), width=24, weight=6),
            Column(key="reason", title=_("Why"), width=12, weight=4, rank=2),
        ]
        self.list = FilterList(columns, empty=_("Reading the history.."), selectable=False)
        """The commits."""
        self._details = Static()
        self.undoer = Undoer()
        """Takes commits back."""

    def compose(self) -> ComposeResult:
        """The list and the details."""
        yield self.undoer
        yield self.list
        with VerticalScroll(id="history-details", can_focus=True):
            yield self._details

    def on_mount(self) -> None:
        """Read the newest commits."""
        self.renew()

    def on_resize(self) -> None:
        """Put the details below the list where there is no room beside it."""
        self.set_class(self.size.width < _WIDE, "-slim")

    def focus_list(self) -> None:
        """Put the focus on the list."""
        self.list.records.focus()

    def look(self) -> dict[str, str]:
        """Whose history is shown, the filter and the row."""
        return {**self.list.look(), "of": "/".join(self.place) if self.place is not None else ""}

    def take_look(self, look: Mapping[str, str]) -> None:
        """Filter as it was filtered once, and go to the row when it comes; whose history it is was said when it was made."""
        self.list.take_look(look)

    @property
    def commit_here(self) -> str:
        """Full id of the commit that the cursor is on; empty where it is on none."""
        return self.list.records.cursor_id

    def show_place(self, place: Place | None) -> None:
        """Show the history of another record, or of all."""
        self.place = place
        self._commits, self._rows = {}, []
        self.list.set_rows(Rows())
        self._details.update("")
        self.renew()

    def renew(self) -> None:
        """Read the newest commits again, as after a save."""
        self._age += 1
        self._is_reading = True
        run_errand(self, "history.log", partial(self._read, 0, self._age))

    def action_more(self) -> None:
        """Read older commits."""
        if not self._is_whole and not self._is_reading and self._rows:
            self._is_reading = True
            run_errand(self, "history.log", partial(self._read, len(self._rows), self._age))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Taking back rests where there is no commit to take back."""
        if action == "undo" and not self.commit_here:
            return None
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Offer what takes the commit of the cursor back."""
        self.undoer.undo(self._desk, self.commit_here)

    def action_redo(self) -> None:
        """Offer what takes one's own newest undo back."""
        self.undoer.redo(self._desk)

    def _read(self, skip: int, age: int) -> Message:
        paths: Sequence[str] = ()
        if self.place is not None:
            with self._desk.turn:
                paths = [self._desk.store.path_of(*self.place)]
        commits = self._desk.log(paths=paths, limit=AT_ONCE, skip=skip)
        register = self._desk.view.register
        rows = [row_of(register, commit, self.place) for commit in commits]
        return _Logged(commits, rows, skip == 0, age)

    @on(_Logged)
    def _show(self, event: _Logged) -> None:
        event.stop()
        if event.age != self._age:
            return
        self._is_reading = False
        if event.is_first:
            self._commits, self._rows = {}, []
        self._is_whole = len(event.commits) < AT_ONCE
        known = set(self._commits)
        self._commits |= {commit.commit: commit for commit in event.commits}
        self._rows += [row for row in event.rows if row[0] not in known]
        self.list.records.empty = no_commit(whole=self.place is None)
        self.list.set_rows(
            Rows(
                ids=[row[0] for row in self._rows],
                cells=[row[1] for row in self._rows],
                haystacks=[row[2] for row in self._rows],
            )
        )
        self.screen.refresh_bindings()  # there is a commit to take back now, or none any more

    @on(RecordList.RowHighlighted)
    def _chosen(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        commit = self._commits.get(event.row_id)
        if commit is None:
            return
        run_errand(self, "history.details", partial(self._read_details, commit))
        if self.list.records.cursor >= self.list.records.row_count - 1 and not self.list.records.query_text:
            self.action_more()

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.query_one("#history-details").focus()

    def _read_details(self, commit: LoggedCommit) -> Message:
        files = sorted(commit.files, key=lambda file: place_of(file.path) != self.place)  # the record asked for first
        read = msgspec.structs.replace(commit, files=tuple(files[:_MOST_RECORDS]))
        return _Detailed(commit, self._desk.details(read), len(files) - len(read.files))

    @on(_Detailed)
    def _show_details(self, event: _Detailed) -> None:
        event.stop()
        if event.commit.commit == self.list.records.cursor_id:
            self._details.update(describe(self._desk.view.register, event.commit, event.differences, event.left_out))
            self.query_one("#history-details").scroll_home(animate=False)

    @on(ErrandFailed)
    def _failed(self, event: ErrandFailed) -> None:
        event.stop()
        self._is_reading = False
        failure: Failure = event.failure
        message, hint = failure.say(language())
        self.list.records.empty = _("The history could not be read.")
        self._details.update(
            Content("\n").join([literal(f"! {message}", style="$text-error", multiline=True), literal(hint)])
        )


def row_of(register: Register, commit: LoggedCommit, place: Place | None) -> tuple[str, tuple[str, ...], str]:
    """A commit as a row: id, cells (when, who, what, why) and the text that a filter searches."""
    what = sentence_of(register, commit, place)
    reason = " ".join(commit.reason.split())
    cells = (commit.time.strftime("%Y-%m-%d %H:%M"), commit.author, what, reason)
    more = (commit.commit, commit.subject, *(f"{kind}/{id_}" for kind, id_ in commit.places[:_MOST_RECORDS]))
    haystack = "\n".join([*cells, *more, spell(f"{commit.author}{what}")]).casefold()
    return commit.commit, cells, haystack


def sentence_of(register: Register, commit: LoggedCommit, place: Place | None = None) -> str:
    """What a commit did, in one line: the record by its title, and what became of it.

    Args:
        register: where titles are looked up.
        commit: the commit.
        place: the record whose history is shown; its name is then left out.
    """
    said = commit.subject.partition(": ")[2] or commit.subject
    places = commit.places
    if not places or not commit.action:
        return commit.subject
    if len(places) > 1:
        names = _(", ").join(place_label(register, one) for one in places[:3])
        return _("{n} records: {names}").format(n=len(places), names=names + (" .." if len(places) > 3 else ""))
    verb = next((file.verb for file in commit.files if place_of(file.path) == places[0]), "edit")
    if verb != "edit":
        said = _("added") if verb == "add" else _("removed")
    if places[0] == place:
        return said
    kind, id_ = places[0]
    name = name_of(register, kind, id_) if verb == "edit" and id_ else place_label(register, places[0])
    return f"{name}: {said}"


def describe(
    register: Register, commit: LoggedCommit, differences: Iterable[RecordDifference], left_out: int = 0
) -> Content:
    """A commit in full: time, person, reason, what changed field by field, trailers, id."""
    state = state_of(commit)
    signed = "" if state is Signature.UNSIGNED else f"  ({state.label(language())})"
    lines = [
        literal(sentence_of(register, commit), style="bold"),
        literal(f"{commit.time.strftime('%Y-%m-%d %H:%M %z')}  {commit.author} <{commit.email}>{signed}"),
    ]
    if commit.reason:
        lines += [Content(""), literal(commit.reason, multiline=True)]
    for difference in differences:
        lines += [Content(""), *_describe_record(register, difference)]
    if left_out:
        lines += [Content(""), literal(_(".. and {n} more files").format(n=left_out))]
    lines.append(Content(""))
    lines += [
        literal(f"{name}: {value}", style="dim")
        for name, values in commit.trailers.items()
        for value in values[:_MOST_RECORDS]
    ]
    lines.append(literal(_("Commit {id}").format(id=commit.commit), style="dim"))
    return Content("\n").join(lines)


def _describe_record(register: Register, difference: RecordDifference) -> list[Content]:
    verb = {"add": _("added"), "edit": _("changed"), "remove": _("removed")}[difference.verb]
    lines = [literal(f"{place_label(register, (difference.kind, difference.id))}: {verb}", style="bold")]
    if difference.note:
        lines.append(literal(_("The fields cannot be told: one side is no TOML."), style="$text-warning"))
    for field in difference.fields:
        lines += _describe_field(register, difference.kind, field)
    return lines


def _describe_field(register: Register, kind: str, difference: FieldDifference) -> list[Content]:
    label = literal(say_key(kind, difference.key), style="dim")
    sides = [(sign, value) for sign, value in (("-", difference.old), ("+", difference.new)) if value is not GONE]
    field = field_of(kind, difference.key)
    lines = [label]
    for sign, value in sides:
        style = "$text-error" if sign == "-" else "$text-success"
        said = say_plain(register, field, value)[:_LONGEST].replace("\n", "\n    ")
        lines.append(literal(f"  {sign} {said}", style=style, multiline=True))
    return lines
