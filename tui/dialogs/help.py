"""The keys that work here, made from the live bindings and the list of actions."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import ActiveBinding

from tui.actions import SCOPES
from tui.actions import find_action
from tui.actions import key_label
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.row_order import Rows


def help_rows(active: Iterable[tuple[str, ActiveBinding]]) -> Rows:
    """Make the rows of the help: one an action that works now, with all its keys, by scope."""
    keys: dict[str, list[str]] = {}
    for key, binding in active:
        if binding.binding.id and find_action(binding.binding.id):
            keys.setdefault(binding.binding.id, []).append(key_label(key))
    order = list(SCOPES)
    actions = [action for name in keys if (action := find_action(name)) is not None]
    actions.sort(key=lambda action: -order.index(action.scope) if action.scope in order else 0)
    return Rows(
        ids=[action.id for action in actions],
        cells=[
            (" ".join(keys[action.id]), _(action.label), _(action.help), _(SCOPES.get(action.scope, "")))
            for action in actions
        ],
        haystacks=[
            f"{action.id} {action.label} {_(action.label)} {_(action.help)} {' '.join(keys[action.id])}".casefold()
            for action in actions
        ],
    )


class HelpDialog(Dialog[None]):
    """Shows keys, names and what they do, with a filter."""

    def __init__(self, active: Iterable[tuple[str, ActiveBinding]]) -> None:
        """Make the dialog from the `active_bindings` of the screen below."""
        super().__init__(_("Keys that work here"), tall=True)
        columns = [
            Column(key="keys", title=_("Keys"), width=16),
            Column(key="label", title=_("Action"), width=12),
            Column(key="help", title=_("What it does"), width=20, weight=1),
            Column(key="scope", title=_("Where"), width=10, rank=1),
        ]
        self.list = FilterList(columns, help_rows(active), keep_typing=True, selectable=False)
        """The actions."""

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield self.list
