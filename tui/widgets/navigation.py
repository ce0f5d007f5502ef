"""The navigation: Today, the kinds with how many there are, and what is beside them."""

from collections.abc import Mapping
from typing import ClassVar

from schema.kinds import KINDS
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.widgets.columns import Column
from tui.widgets.record_list import RecordList
from tui.widgets.row_order import Rows

TODAY = "today"
CHECK = "check"
ASSESS = "assess"
HISTORY = "history"
MAP = "map"
YEAR = "year"
REVIEW = "review"
SYNC = "sync"

_BESIDE = {
    MAP: msgid("Map"),
    YEAR: msgid("Year"),
    HISTORY: msgid("History"),
    REVIEW: msgid("Review"),
    CHECK: msgid("Check"),
    ASSESS: msgid("Assess"),
    SYNC: msgid("Sync"),
}


def destinations() -> list[str]:
    """Where one can go, in order: Today, the kinds, and what is beside them."""
    return [TODAY, *KINDS, *_BESIDE]


def label_of(destination: str) -> str:
    """What a destination is called."""
    if destination in KINDS:
        return KINDS[destination].label(language())
    return _("Today") if destination == TODAY else _(_BESIDE[destination])


class Navigation(RecordList):
    """The list of destinations."""

    DEFAULT_CSS = """
    Navigation { width: 21; padding: 0 1 0 0; background: $panel; }
    """
    ORDER: ClassVar[tuple[str, ...]] = tuple(destinations())

    def __init__(self, *, id: str | None = None) -> None:
        columns = [
            Column(key="name", title=_("Register"), width=8, weight=1),
            Column(key="count", title="", width=3, right=True),
        ]
        super().__init__(columns, selectable=False, sortable=False, id=id)
        self.show({}, {})

    def show(self, counts: Mapping[str, int], marks: Mapping[str, str]) -> None:
        """Say how many there are.

        Args:
            counts: number by destination; those left out show none.
            marks: light or severity by destination.
        """
        cells = [(label_of(name), f"{count}" if (count := counts.get(name)) is not None else "") for name in self.ORDER]
        self.set_rows(Rows(ids=self.ORDER, cells=cells, marks=[marks.get(name, "") for name in self.ORDER]))
