"""Picking one or several values from a list with a filter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import bindings
from tui.dialogs.frame import Dialog
from tui.language import _
from tui.widgets.columns import Column
from tui.widgets.filter_list import FilterList
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

if TYPE_CHECKING:
    from tui.widgets.fields.spec import Choice


class PickDialog(Dialog[list[str]]):
    """A list to pick from. Dismissed with the values picked, in order; None when the user goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog.accept", "list.select")]

    def __init__(
        self,
        title: str,
        choices: "Sequence[Choice]",
        *,
        chosen: Sequence[str] = (),
        several: bool = False,
        values: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            title: what is picked; any text.
            choices: what there is to pick from.
            chosen: the values picked now; those that are no choice stay picked unless the list is emptied.
            several: more than one may be picked: ctrl+t selects, F2 accepts, Enter takes the row as well.
            values: whether the values are shown too, because they are what stands in the file.
        """
        super().__init__(title, tall=True)
        self._several = several
        self._chosen = list(chosen)
        rows = Rows(
            ids=[choice.value for choice in choices],
            cells=[(choice.label, choice.note, *([choice.value] if values else [])) for choice in choices],
            haystacks=[
                f"{choice.label}\n{choice.note}\n{choice.value}\n{choice.search}".casefold() for choice in choices
            ],
        )
        columns = [
            Column(key="label", title=_("Name"), width=16, weight=3),
            Column(key="note", title=_("Details"), width=10, weight=2, rank=1),
            *([Column(key="value", title=_("Value"), width=12, weight=1, rank=2)] if values else []),
        ]
        empty = _("There is nothing to pick from yet.")
        self.list = FilterList(columns, rows, empty=empty, keep_typing=True, selectable=several)
        """The list."""

    def compose_body(self) -> ComposeResult:
        """The list with its filter."""
        yield self.list

    def on_mount(self) -> None:
        """Select what is picked now."""
        known = set(self.list.records.shown_ids)
        if self._several:
            self.list.records.selected = {value for value in self._chosen if value in known}
        if self._chosen:
            self.list.records.go_to(self._chosen[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Selecting is for lists of several."""
        return self._several if action == "select" else super().check_action(action, parameters)

    def action_select(self) -> None:
        """Select the row of the cursor, also while the filter is typed in."""
        self.list.records.action_select()

    @on(RecordList.RowChosen)
    def _row_chosen(self, event: RecordList.RowChosen) -> None:
        event.stop()
        if self._several:
            self.list.records.selected.add(event.row_id)
            self.action_accept()
        else:
            self.dismiss([event.row_id])

    def action_accept(self) -> None:
        """Answer with what is selected, or the row of the cursor where one value is asked for."""
        records = self.list.records
        if not self._several:
            if records.cursor_id:
                self.dismiss([records.cursor_id])
            return
        ids = records.all_ids
        known = set(ids)
        kept = [value for value in self._chosen if value in records.selected or value not in known]
        self.dismiss(kept + [value for value in ids if value in records.selected and value not in kept])
