"""Three-way merges of sequences: of items that stand once each, and of the lines of a long text. Pure, and the same for both sides.

Swapping the sides changes nothing in a result: where both sides put something at one place, what comes first is decided by the items.
"""

from collections.abc import Hashable
from collections.abc import Iterator
from collections.abc import Sequence
from difflib import Match
from difflib import SequenceMatcher
from typing import NamedTuple
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class MergedItems(NamedTuple):
    """A merged sequence of items."""

    items: tuple[Hashable, ...]
    """Every item that one side added, or that neither took out, once."""
    order_contested: bool
    """Whether both sides put the same items in orders of their own; the order is then nobody's choice."""
    place_contested: bool
    """Whether both sides put different items at one place, so that which comes first is nobody's choice."""


class _Block(NamedTuple):
    """A stretch of base that both sides kept, or the stretch before it that at least one changed."""

    base: range
    ours: range
    theirs: range


def merge_items(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> MergedItems:
    """Merge sequences in which every item stands once.

    Args:
        base: what both sides began with.
        ours: one side.
        theirs: the other side.
    """
    shared = frozenset(ours) & frozenset(theirs)
    ours_shared, theirs_shared = ([item for item in side if item in shared] for side in (ours, theirs))
    skeleton, order_contested = _order(base, ours_shared, theirs_shared)
    known = frozenset(base)
    runs = [_runs(side, shared, known) for side in (ours, theirs)]
    merged: list[T] = []
    place_contested = False
    for anchor in (None, *skeleton):
        if anchor is not None:
            merged.append(anchor)
        both = [run for run in (side.get(anchor) for side in runs) if run]
        place_contested = place_contested or len(both) == 2
        for run in sorted(both, key=repr):
            merged += run
    return MergedItems(tuple(merged), order_contested, place_contested)


def _order(base: Sequence[T], ours: list[T], theirs: list[T]) -> tuple[list[T], bool]:
    """The order of what both sides hold: that of the side that moved something."""
    if ours == theirs:
        return ours, False
    shared = frozenset(ours)
    kept = [item for item in base if item in shared]
    known = frozenset(kept)
    still = [[item for item in side if item in known] == kept for side in (ours, theirs)]
    if still == [True, False]:
        return theirs, False
    if still == [False, True]:
        return ours, False
    # Both moved something, or both added the same items at places of their own.
    return min(ours, theirs, key=repr), not all(still)


def _runs(side: Sequence[T], shared: frozenset[T], known: frozenset[T]) -> dict[T | None, list[T]]:
    """What a side alone added, by the shared item that it stands behind; None for the beginning."""
    found: dict[T | None, list[T]] = {}
    anchor: T | None = None
    for item in side:
        if item in shared:
            anchor = item
        elif item not in known:
            found.setdefault(anchor, []).append(item)
    return found


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """Merge texts line by line; None where both sides changed the same or touching lines differently.

    Args:
        base: what both sides began with.
        ours: one side.
        theirs: the other side.
    """
    sides = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    merged: list[str] = []
    for block in _blocks(*sides):
        old, one, other = (side[part.start : part.stop] for side, part in zip(sides, block, strict=True))
        if other in (one, old):
            merged += one
        elif one == old:
            merged += other
        else:
            return None
    return "".join(merged)


def _blocks(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[_Block]:
    """The texts in blocks, in turn what differs somewhere and what all three share."""
    done = (0, 0, 0)
    for at_base, at_ours, at_theirs, size in _shared_stretches(base, ours, theirs):
        start = (at_base, at_ours, at_theirs)
        yield _Block(*(range(old, new) for old, new in zip(done, start, strict=True)))
        done = (at_base + size, at_ours + size, at_theirs + size)
        yield _Block(*(range(old, new) for old, new in zip(start, done, strict=True)))
    ends = (len(base), len(ours), len(theirs))
    yield _Block(*(range(old, new) for old, new in zip(done, ends, strict=True)))


def _shared_stretches(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of base that both sides kept: where each begins in the three texts, and how long it is."""
    one, other = (_matches(base, side) for side in (ours, theirs))
    at_one = at_other = 0
    while at_one < len(one) and at_other < len(other):
        first, second = one[at_one], other[at_other]
        start = max(first.a, second.a)
        end = min(first.a + first.size, second.a + second.size)
        if start < end:
            yield start, first.b + start - first.a, second.b + start - second.a, end - start
        if first.a + first.size < second.a + second.size:
            at_one += 1
        else:
            at_other += 1


def _matches(base: list[str], side: list[str]) -> list[Match]:
    return [match for match in SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks() if match.size]
