"""How far a long piece of work is: whoever does it tells, whoever asked for it shows."""

from collections.abc import Callable
from typing import Final

Watch = Callable[[int, int], None]
"""Told how many of how many are done."""
TOLD_EACH: Final = 200
"""So many are done between two times of telling."""


def unwatched(_done: int, _whole: int) -> None:
    """Tell nobody."""
