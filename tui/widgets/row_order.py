"""Which rows of a list are shown, and in what order: filtering and sorting without a screen.

A hundred thousand rows answer a key within a frame: the text to search is prepared once per row, a longer query looks
only at the rows the shorter one left, and going back finds the earlier answer kept.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rows:
    """The rows of a list, column by column of its parts, so that a cache can hand them over as they are."""

    ids: Sequence[str] = ()
    """Id of each row; unique within the list."""
    cells: Sequence[Sequence[str]] = ()
    """The cells of each row, one for each column."""
    marks: Sequence[str] = ()
    """State of each row: a light or a severity (tui.theme.mark_of); empty where the list has none."""
    haystacks: Sequence[str] = ()
    """Case-folded text of each row that a filter searches (cells, pinyin, initials); empty: made from the cells."""

    def __len__(self) -> int:
        return len(self.ids)


class RowOrder:
    """The shown rows of a list, as positions in its Rows."""

    def __init__(self, rows: Rows | None = None) -> None:
        self.rows = rows or Rows()
        """All rows."""
        self.shown: Sequence[int] = range(len(self.rows))
        """Positions of the rows shown, in order."""
        self.terms: tuple[str, ...] = ()
        """What every shown row holds, case-folded."""
        self._order: Sequence[int] = self.shown
        self._haystacks: Sequence[str] = self.rows.haystacks
        self._answers: list[tuple[tuple[str, ...], Sequence[int]]] = []

    def replace(self, rows: Rows) -> None:
        """Take other rows; the order is their own until `sort` is called again, the filter stays."""
        self.rows = rows
        self._haystacks = rows.haystacks
        self._order = range(len(rows))
        self._answer_again()

    def sort(self, column: int | None, *, key: Callable[[str], Any] | None = None, backwards: bool = False) -> None:
        """Sort by a column, equal rows in their own order; None is the order the rows came in."""
        order: Sequence[int] = range(len(self.rows))
        if column is not None:
            by = key or str.casefold
            cells = self.rows.cells
            values = [by(row[column]) for row in cells]
            order = sorted(order, key=values.__getitem__, reverse=backwards)
        elif backwards:
            order = range(len(self.rows) - 1, -1, -1)
        self._order = order
        self._answer_again()

    def filter(self, query: str) -> None:
        """Show the rows that hold every word of a query, in any order and without regard to case."""
        self.terms = tuple(query.casefold().split())
        while self._answers and not _narrows(self._answers[-1][0], self.terms):
            self._answers.pop()
        if not self._answers:
            self._answers.append(((), self._order))
        known, shown = self._answers[-1]
        if known != self.terms:
            for term in self.terms:
                if term not in known:
                    shown = self._holding(term, shown)
            self._answers.append((self.terms, shown))
        self.shown = shown

    def position(self, row_id: str) -> int | None:
        """Say where a row stands among those shown; None when it isn't there."""
        try:
            return self.shown.index(self.rows.ids.index(row_id))
        except ValueError:
            return None

    def _holding(self, term: str, among: Sequence[int]) -> list[int]:
        if len(self._haystacks) != len(self.rows):
            self._haystacks = ["\n".join(row).casefold() for row in self.rows.cells]
        haystacks = self._haystacks
        if isinstance(among, range) and among == range(len(haystacks)):
            return [place for place, text in enumerate(haystacks) if term in text]
        return [place for place in among if term in haystacks[place]]

    def _answer_again(self) -> None:
        self._answers = []
        self.filter(" ".join(self.terms))


def _narrows(known: tuple[str, ...], terms: tuple[str, ...]) -> bool:
    """Tell whether rows that hold `terms` are all among those that hold `known`."""
    return all(any(old in new for new in terms) for old in known)
