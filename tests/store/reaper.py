"""The end of a process, as far as git sees it, without the cost of a process: an exception that no handler of ours catches.

Real kills of real processes are in `tests.store.killing`.
"""

from collections.abc import Callable
from typing import Any

from store.git import Git
from store.git import Result


class Killed(BaseException):
    """Stands for the end of a process."""


class Reaper:
    """Ends a process, as far as git sees it, before or after one of its git calls."""

    def __init__(self) -> None:
        self.left: int | None = None
        """Git calls until then; None: it lives on."""
        self.after = False
        self.dead = False

    def watch(self, run: Callable[..., Result]) -> Callable[..., Result]:
        """Git's `run` with the reaper beside it."""

        def watched(git: Git, *args: str, **options: Any) -> Result:
            if self.dead:
                raise Killed
            if self.left is None or self.left > 0:
                self.left = None if self.left is None else self.left - 1
                return run(git, *args, **options)
            self.dead = True
            if self.after:
                run(git, *args, **options)
            raise Killed

        return watched

    def revive(self) -> None:
        """Start a new process, which nothing threatens."""
        self.left, self.dead = None, False
