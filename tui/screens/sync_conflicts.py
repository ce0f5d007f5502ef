"""What both sides changed: one row for each place, the three sides side by side, and a choice for each."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import MutableMapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import ClassVar
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from schema.diagnostic import Step
from schema.register import Register
from store.together.hands import Hand
from store.together.hands import Hands
from store.together.pending import Choice
from store.together.reconciliation import FileConflict
from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.desk import ConflictKey
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.frame import Dialog
from tui.dialogs.line import LineDialog
from tui.errands import ErrandFailed
from tui.errands import run_errand
from tui.language import _
from tui.language import msgid
from tui.merge_words import is_line
from tui.merge_words import key_words
from tui.merge_words import say_clash
from tui.merge_words import say_field
from tui.merge_words import say_record
from tui.merge_words import say_side
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

register_actions(
    [
        Action(
            id="merge.ours",
            keys=("f5", "left", "o"),
            label=msgid("Ours"),
            help=msgid("Take what our side holds, for the selected rows or this one."),
            does="take('ours')",
            shown=True,
        ),
        Action(
            id="merge.theirs",
            keys=("f6", "right", "t"),
            label=msgid("Theirs"),
            help=msgid("Take what their side holds, for the selected rows or this one."),
            does="take('theirs')",
            shown=True,
        ),
        Action(
            id="merge.base",
            keys=("f7", "b"),
            label=msgid("Before"),
            help=msgid("Take what stood there before both sides changed it."),
            does="take('base')",
            shown=True,
        ),
        Action(
            id="merge.value",
            keys=("f4", "v"),
            label=msgid("Type"),
            help=msgid("Type what is to stand there; for text of one line."),
            does="type_value",
            shown=True,
        ),
        Action(
            id="merge.go-on",
            keys=("f2", "ctrl+s"),
            label=msgid("Merge"),
            help=msgid("Merge with what is chosen, and send it."),
            shown=True,
        ),
        Action(
            id="merge.give-up",
            keys=("f9", "X"),
            label=msgid("Forget"),
            help=msgid("Forget this sync and what was chosen; asks first. Both histories stay as they are."),
            shown=True,
        ),
    ],
    scopes={"merge": msgid("Conflicts of a sync")},
)

Answer = Literal["go-on", "give-up"]


@dataclass
class HandsFound(Message):
    """It was found out who changed what on which side."""

    hands: Mapping[tuple[str, tuple[Step, ...]], Hands]


_LONGEST = 4_000
"""Characters of one side that are shown; the rest stands in the files."""
_IN_A_ROW = 200


class SyncConflictsDialog(Dialog[Answer]):
    """Asks what becomes of each place that both sides changed.

    What is chosen goes into the mapping it was given, so that it is kept whatever the answer: `go-on`, `give-up`, or
    None where the sync goes on waiting.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("merge")]
    DEFAULT_CSS = """
    SyncConflictsDialog > .dialog-frame, SyncConflictsDialog.-wide > .dialog-frame { width: 100%; max-width: 100%; }
    SyncConflictsDialog .merge-told { height: auto; margin: 0 0 1 0; }
    SyncConflictsDialog.-narrow .dialog-title, SyncConflictsDialog.-narrow .merge-told { margin: 0; }
    SyncConflictsDialog RecordList { height: 1fr; }
    SyncConflictsDialog #merge-details { height: 1fr; margin: 1 0 0 0; background: $boost; }
    SyncConflictsDialog #merge-details:focus { background: $surface-lighten-1; }
    SyncConflictsDialog.-narrow #merge-details, SyncConflictsDialog.-narrow KeysLine { margin: 0; }
    SyncConflictsDialog #merge-place { height: auto; }
    SyncConflictsDialog #merge-sides { height: auto; }
    SyncConflictsDialog #merge-sides Static { width: 1fr; height: auto; margin: 0 1 0 0; }
    """

    def __init__(
        self,
        register: Register,
        conflicts: Sequence[FileConflict],
        choices: MutableMapping[ConflictKey, Choice],
        find: Callable[[], Mapping[tuple[str, tuple[Step, ...]], Hands]] = dict,
    ) -> None:
        """Make the dialog.

        Args:
            register: where names are looked up.
            conflicts: what is to be decided.
            choices: what was chosen before; takes up what is chosen now.
            find: finds out who changed what on which side; it may take long and is called in a thread.
        """
        super().__init__(_("Both sides changed these places"), tall=True)
        self._register = register
        self._conflicts = list(conflicts)
        self._choices = choices
        self._find = find
        self._hands: Mapping[tuple[str, tuple[Step, ...]], Hands] = {}
        columns = [
            Column(key="taken", title=_("Taken"), width=8, weight=1),
            Column(key="record", title=_("Record"), width=16, weight=2),
            Column(key="field", title=_("Field"), width=12, weight=2),
            Column(key="base", title=_("It was"), width=10, weight=2, rank=1),
            Column(key="ours", title=_("Ours"), width=10, weight=2),
            Column(key="theirs", title=_("Theirs"), width=10, weight=2),
        ]
        self.list = RecordList(columns, self._rows(), sortable=False)
        """The places."""
        self._told = Static(classes="merge-told")
        self._place = Static(id="merge-place")
        self._sides = [Static() for _side in range(3)]

    def compose_body(self) -> ComposeResult:
        """How many are left, the places, and the place of the cursor in full."""
        yield self._told
        yield self.list
        with VerticalScroll(id="merge-details", can_focus=True):
            yield self._place
            with Horizontal(id="merge-sides"):
                yield from self._sides

    def on_mount(self) -> None:
        """Start at the first place that is not decided, and find out whose hand was on each."""
        self.list.focus()
        run_errand(self, "hands", lambda: HandsFound(self._find()))
        self._say_left()
        self._go_to_open()

    @on(HandsFound)
    def _take_hands(self, event: HandsFound) -> None:
        event.stop()
        self._hands = event.hands
        self._show_place()

    @on(ErrandFailed)
    def _not_found(self, event: ErrandFailed) -> None:
        event.stop()  # who it was is a help and no condition: it is decided without

    @property
    def left(self) -> int:
        """How many places are not decided yet."""
        return sum(_name(one) not in self._choices for one in self._conflicts)

    def _say_left(self) -> None:
        if self.left:
            said = _("{left} of {all} left to decide. Esc leaves them waiting; {forget} forgets the sync.")
        else:
            said = _("All {all} are decided: {key} merges and sends.")
        keys = {"key": key_of("merge.go-on"), "forget": key_of("merge.give-up")}
        self._told.update(literal(said.format(left=self.left, all=len(self._conflicts), **keys)))

    def _rows(self) -> Rows:
        return Rows(
            ids=[str(place) for place in range(len(self._conflicts))], cells=list(map(self._cells, self._conflicts))
        )

    def _cells(self, one: FileConflict) -> tuple[str, ...]:
        sides = (one.conflict.base, one.conflict.ours, one.conflict.theirs)
        said = (_one_line(say_side(self._register, one, side)) for side in sides)
        return (self._say_taken(one), say_record(self._register, one), say_field(self._register, one), *said)

    def _say_taken(self, one: FileConflict) -> str:
        choice = self._choices.get(_name(one))
        if choice is None:
            return "?"
        return {"ours": _("ours"), "theirs": _("theirs"), "base": _("as it was")}.get(choice.take, f"= {choice.value}")

    # --- the place of the cursor ---------------------------------------------------------------------------------

    @property
    def _one(self) -> FileConflict | None:
        return self._conflicts[int(self.list.cursor_id)] if self.list.cursor_id else None

    @on(RecordList.RowHighlighted)
    def _show(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        self._show_place()

    def _show_place(self) -> None:
        one = self._one
        if one is None:
            return
        choice = self._choices.get(_name(one))
        record, field = say_record(self._register, one), say_field(self._register, one)
        lines = [literal(f"{record} > {field}", style="bold"), literal(say_clash(one.conflict.clash), style="dim")]
        if choice is not None and not choice.take:
            lines.append(literal(f"> {choice.value}", style="bold"))
        lines.append(literal(self._say_next(choice)))
        self._place.update(Content("\n").join(lines))
        labels = (_("It was"), _("Ours"), _("Theirs"))
        values = (one.conflict.base, one.conflict.ours, one.conflict.theirs)
        hands = self._hands.get((one.path, one.conflict.key), Hands())
        whose = (None, hands.ours, hands.theirs)
        names = ("base", "ours", "theirs")
        for static, name, label, value, hand in zip(self._sides, names, labels, values, whose, strict=True):
            taken = choice is not None and choice.take == name
            static.update(self._side(one, f"> {label}" if taken else label, value, hand))
        self.query_one("#merge-details").scroll_home(animate=False)
        self.refresh_bindings()

    def _say_next(self, choice: Choice | None) -> str:
        """What happens next with the place of the cursor."""
        keys = {name: key_of(f"merge.{name}") for name in ("ours", "theirs", "base", "value")}
        if choice is None:
            said = _("Next: choose with {ours} ours, {theirs} theirs, {base} what it was, or type with {value}.")
            return said.format(**keys)
        if self.left:
            return _("Next: the other places. Nothing is merged or sent before all are decided.")
        said = _("Next: {key} merges and sends what is chosen; what is not taken stays in the history.")
        return said.format(key=key_of("merge.go-on"))

    def _side(self, one: FileConflict, label: str, value: Any, hand: Hand | None) -> Content:
        said = say_side(self._register, one, value)
        if len(said) > _LONGEST:
            said = f"{said[:_LONGEST]}\n{_('and {n} more characters').format(n=len(said) - _LONGEST)}"
        lines = [literal(label, style="bold"), literal(said, multiline=True)]
        if hand is not None:
            lines.insert(1, literal(f"{hand.author}  {hand.time.strftime('%Y-%m-%d %H:%M')}", style="dim"))
            lines += [literal(hand.reason, style="dim")] if hand.reason else []
        return Content("\n").join(lines)

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.query_one("#merge-details").focus()

    # --- choosing ------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A value can be typed only where one line of text stands."""
        if action == "type_value":
            one = self._one
            return True if one is not None and is_line(self._register, one) else None
        return super().check_action(action, parameters)

    def _chosen(self) -> list[FileConflict]:
        return [self._conflicts[int(row_id)] for row_id in self.list.chosen_ids()]

    def action_take(self, side: str) -> None:
        """Take one side, for the selected rows or that of the cursor."""
        self._choose((one, Choice(*_name(one), side)) for one in self._chosen())

    def action_type_value(self) -> None:
        """Ask what is to stand there."""
        one = self._one
        if one is None or not is_line(self._register, one):
            return
        before = self._choices.get(_name(one))
        typed = one.conflict.ours if before is None or before.take else before.value

        def take(text: str | None) -> None:
            if text:
                self._choose([(one, Choice(*_name(one), "", text))])

        said = f"{say_record(self._register, one)} > {say_field(self._register, one)}"
        self.app.push_screen(
            LineDialog(_("What is to stand there?"), said, typed=typed if isinstance(typed, str) else ""), take
        )

    def _choose(self, chosen: Iterable[tuple[FileConflict, Choice]]) -> None:
        for one, choice in chosen:
            self._choices[_name(one)] = choice
        self.list.selected.clear()
        self.list.set_rows(self._rows())
        self._say_left()
        if not self._go_to_open(after=self.list.cursor):
            self._show_place()

    def _go_to_open(self, *, after: int = -1) -> bool:
        """Put the cursor on the next place that is not decided, from the top again at the end; False when none is left."""
        open_ = [place for place, one in enumerate(self._conflicts) if _name(one) not in self._choices]
        if not open_:
            return False
        wanted = next((place for place in open_ if place > after), open_[0])
        self.list.go_to(str(wanted))
        self._show_place()
        return True

    def action_go_on(self) -> None:
        """Merge with what is chosen."""
        if self._go_to_open():
            told = _("Choose first: {ours} takes ours, {theirs} theirs, {base} what it was.")
            keys = {name: key_of(f"merge.{name}") for name in ("ours", "theirs", "base")}
            self.app.notify(told.format(**keys), severity="warning")
            return
        self.dismiss("go-on")

    def action_give_up(self) -> None:
        """Ask, and forget the sync."""
        told = _("What was chosen is forgotten. Both histories stay as they are; the next sync asks again.")

        def answer(confirmed: bool | None) -> None:
            if confirmed:
                self.dismiss("give-up")

        self.app.push_screen(ConfirmDialog(_("Forget this sync?"), told, start_key="f9,X"), answer)


def _name(one: FileConflict) -> ConflictKey:
    return one.path, key_words(one.conflict.key)


def _one_line(text: str) -> str:
    return " / ".join(line.strip() for line in text[:_IN_A_ROW].splitlines() if line.strip())
