"""What somebody else changed meanwhile: each field as it was, as it is here and as it became, with a choice for each.

Fields that one side alone changed are taken from it; only those that both changed have to be chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from typing import ClassVar
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from schema.register import Register
from tui.actions import Action
from tui.actions import bindings
from tui.actions import key_of
from tui.actions import register_actions
from tui.conflicts import Contest
from tui.conflicts import Side
from tui.conflicts import compare
from tui.conflicts import merge
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.language import msgid
from tui.text import literal
from tui.widgets.columns import Column
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows
from tui.wording import field_of
from tui.wording import say_key
from tui.wording import say_plain

register_actions(
    [
        Action(
            id="conflict.mine",
            keys=("f5", "left", "m"),
            label=msgid("Take mine"),
            help=msgid("Take the field as you typed it."),
            shown=True,
        ),
        Action(
            id="conflict.theirs",
            keys=("f6", "right", "t"),
            label=msgid("Take theirs"),
            help=msgid("Take the field as it stands in the register now."),
            shown=True,
        ),
        Action(
            id="conflict.save",
            keys=("f2", "ctrl+s"),
            label=msgid("Save"),
            help=msgid("Save the record as chosen here."),
            shown=True,
        ),
        Action(
            id="conflict.edit",
            keys=("f4", "e"),
            label=msgid("Edit"),
            help=msgid("Take what is chosen into the form and go on editing."),
            shown=True,
        ),
        Action(
            id="conflict.keep",
            keys=("f9",),
            label=msgid("Draft"),
            help=msgid("Keep the changes as a draft and leave."),
            shown=True,
        ),
    ],
    scopes={"conflict": msgid("Changed by somebody else")},
)


@dataclass
class ConflictAnswer:
    """What was decided."""

    verb: Literal["save", "edit", "keep"]
    merged: dict[str, Any]
    """The record as chosen; for `keep` nothing was decided."""


class ConflictDialog(Dialog[ConflictAnswer]):
    """Asks what becomes of each field. None where the person goes back to the form as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conflict")]
    DEFAULT_CSS = """
    ConflictDialog .conflict-told { height: auto; margin: 0 0 1 0; }
    ConflictDialog RecordList { height: 1fr; }
    ConflictDialog #conflict-details { height: 10; margin: 1 0 0 0; background: $boost; }
    ConflictDialog.-narrow #conflict-details { height: 7; margin: 0; }
    """

    def __init__(
        self,
        register: Register,
        kind: str,
        base: Mapping[str, Any],
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
    ) -> None:
        """Make the dialog.

        Args:
            register: where references are looked up.
            kind: kind of the record.
            base: the record as it was read, as plain TOML data.
            mine: as it was typed.
            theirs: as it stands now.
        """
        super().__init__(_("Somebody else changed this record meanwhile"), tall=True)
        self._register = register
        self._kind = kind
        self._theirs = dict(theirs)
        self.contests = compare(base, mine, theirs)
        """The fields that differ, with what is taken of each."""
        columns = [
            Column(key="field", title=_("Field"), width=16, weight=2),
            Column(key="base", title=_("It was"), width=10, weight=2, rank=1),
            Column(key="mine", title=_("Mine"), width=10, weight=2),
            Column(key="theirs", title=_("Theirs"), width=10, weight=2),
            Column(key="take", title=_("Taken"), width=8),
        ]
        empty = _("Both sides came to the same. {key} saves.").format(key=key_of("conflict.save"))
        self.list = RecordList(columns, self._rows(), empty=empty, selectable=False, sortable=False)
        """The fields."""
        self._details = Static()

    def compose_body(self) -> ComposeResult:
        """What happened, the fields, and the field of the cursor in full."""
        told = _("Fields that one side alone changed are taken from it. Choose for those marked ?.")
        yield Static(literal(told), classes="conflict-told")
        yield self.list
        with VerticalScroll(id="conflict-details", can_focus=True):
            yield self._details

    def on_mount(self) -> None:
        """Start at the first field that has to be chosen."""
        self.list.focus()
        self._go_to_open()

    def _rows(self) -> Rows:
        return Rows(
            ids=[str(place) for place in range(len(self.contests))],
            cells=[
                (
                    say_key(self._kind, contest.key),
                    *(_one_line(self._say(contest, value)) for value in (contest.base, contest.mine, contest.theirs)),
                    _side(contest.take),
                )
                for contest in self.contests
            ],
        )

    def _say(self, contest: Contest, value: Any) -> str:
        return say_plain(self._register, field_of(self._kind, contest.key), value) or _("(nothing)")

    def _go_to_open(self) -> bool:
        """Put the cursor on the first field that has to be chosen; False when there is none."""
        place = next((place for place, contest in enumerate(self.contests) if not contest.take), None)
        if place is None:
            return False
        return self.list.go_to(str(place))

    @on(RecordList.RowHighlighted)
    def _show_details(self, event: RecordList.RowHighlighted) -> None:
        event.stop()
        if not event.row_id:
            return
        contest = self.contests[int(event.row_id)]
        lines = [literal(say_key(self._kind, contest.key), style="bold")]
        for label, value in ((_("It was"), contest.base), (_("Mine"), contest.mine), (_("Theirs"), contest.theirs)):
            said = literal(self._say(contest, value), multiline=True)
            lines.append(Content.assemble(literal(f"{label}: ", style="dim"), said))
        self._details.update(Content("\n").join(lines))

    @on(RecordList.RowChosen)
    def _look_closer(self, event: RecordList.RowChosen) -> None:
        event.stop()
        self.query_one("#conflict-details").focus()

    def _take(self, side: Side) -> None:
        if self.list.cursor_id:
            self.contests[int(self.list.cursor_id)].take = side
            self.list.set_rows(self._rows())

    def action_mine(self) -> None:
        """Take the field as it was typed."""
        self._take("mine")

    def action_theirs(self) -> None:
        """Take the field as it stands now."""
        self._take("theirs")

    def action_save(self) -> None:
        """Save as chosen; what has to be chosen is asked for first."""
        self._answer("save")

    def action_edit(self) -> None:
        """Go on editing with what is chosen."""
        self._answer("edit")

    def _answer(self, verb: Literal["save", "edit"]) -> None:
        if self._go_to_open():
            told = _("Choose first: {mine} takes yours, {theirs} takes theirs.")
            self.app.notify(
                told.format(mine=key_of("conflict.mine"), theirs=key_of("conflict.theirs")), severity="warning"
            )
            return
        self.dismiss(ConflictAnswer(verb, merge(self._theirs, self.contests)))

    def action_keep(self) -> None:
        """Keep everything as a draft."""
        self.dismiss(ConflictAnswer("keep", {}))


def _side(side: Side) -> str:
    return {"mine": _("mine"), "theirs": _("theirs"), "": "?"}[side]


def _one_line(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())
