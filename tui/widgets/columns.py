"""Columns of a list and how they share the width there is."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GAP = 1
"""Blank cells between two columns."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list."""

    key: str
    """Stable name, for sorting and for what the user chose last."""
    title: str
    """Heading, in the language of the screen."""
    width: int
    """Cells it takes at least."""
    weight: int = 0
    """Its share of the cells left over; 0 keeps it at `width`."""
    right: bool = False
    """Numbers stand on the right."""
    rank: int = 0
    """When the width is short, the column of the highest rank goes first; 0 always stays."""
    sort_key: Callable[[str], Any] | None = None
    """What its cells are sorted by; None for the text without regard to case."""


def lay_out(columns: Sequence[Column], cells: int) -> list[tuple[int, int]]:
    """Share a width among columns.

    Args:
        columns: all columns, in order.
        cells: the width of the line.

    Returns:
        `(index, width)` of each column that has room; their widths and gaps fill `cells` when one has a weight, and
        never go over it.
    """
    kept = list(range(len(columns)))
    while len(kept) > 1 and _least(columns, kept) > cells:
        dropped = max(kept, key=lambda index: (columns[index].rank, index))
        if columns[dropped].rank == 0:
            break
        kept.remove(dropped)
    widths = {index: columns[index].width for index in kept}
    spare = cells - _least(columns, kept)
    weights = sum(columns[index].weight for index in kept)
    for index in kept:
        if spare > 0 and weights:
            share = spare * columns[index].weight // weights
            widths[index] += share
            spare -= share
            weights -= columns[index].weight
    laid: list[tuple[int, int]] = []
    for index in kept:
        room = cells if not laid else cells - GAP
        if room <= 0:
            break
        laid.append((index, min(widths[index], room)))
        cells = room - laid[-1][1]
    return laid


def _least(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[index].width for index in kept) + GAP * (len(kept) - 1)
