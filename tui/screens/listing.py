"""The list of one kind of record."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message
from textual.worker import get_current_worker

from tui.belonging import nothing_yet
from tui.desk import View
from tui.errands import run_errand
from tui.kind_columns import columns_of
from tui.kind_columns import rows_of
from tui.kind_columns import with_pinyin
from tui.language import _
from tui.widgets.filter_list import FilterList
from tui.widgets.row_order import Rows


@dataclass
class RowsMade(Message):
    """Rows of a list are ready; those with pinyin come a little later."""

    view: View
    rows: Rows


class Listing(FilterList):
    """All records of a kind; keeps cursor, filter and order while the register changes."""

    def __init__(self, kind: str) -> None:
        """Make the list; it is filled by `show`."""
        super().__init__(columns_of(kind), empty=_("Reading .."))
        self.kind = kind
        """One of KINDS."""
        self.shown: View | None = None
        """What the rows stand for; None before the first are ready."""
        self._asked: tuple[View, Mapping[str, str]] | None = None

    def show(self, view: View, lights: Mapping[str, str], *, read_only: bool) -> None:
        """Show the register as a view has it; the rows come when they are made.

        Args:
            view: the register and the day.
            lights: of duties; other kinds show none.
            read_only: whether a record can be added.
        """
        wanted = (view, lights if self.kind == "duty" else {})
        if wanted == self._asked:
            return
        self._asked = wanted
        self._read_only = read_only
        kind = self.kind

        def make() -> Message:
            rows = rows_of(view, kind, wanted[1])
            worker = get_current_worker()
            if not worker.is_cancelled:
                self.post_message(RowsMade(view, rows))
            return RowsMade(view, with_pinyin(rows, lambda: worker.is_cancelled))

        run_errand(self, f"rows of {kind}", make)

    def on_rows_made(self, event: RowsMade) -> None:
        """Fill the list."""
        event.stop()
        self.shown = event.view
        self.records.empty = nothing_yet(self.kind, read_only=self._read_only)
        self.set_rows(event.rows)
