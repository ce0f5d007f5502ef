"""Ailments: what is wrong with a register on disk or its repository, what would be done about it, and how.

Found by `store.care.leftovers` and `store.care.soundness`, told and mended by `store.care.doctor`. Finding one writes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from store.location import Location
from store.lock import RegisterLock


class Code(StrEnum):
    """What sort of ailment; stable, for programs."""

    STALE_LOCK = "stale-lock"
    CUT_OFF_SAVE = "cut-off-save"
    DAMAGED_NOTE = "damaged-note"
    UNFINISHED_MOVE = "unfinished-move"
    DAMAGED_CACHE = "damaged-cache"
    DAMAGED_DRAFT = "damaged-draft"
    LEFT_OVER_FILE = "left-over-file"
    READ_ONLY = "read-only"
    DAMAGED_OBJECT = "damaged-object"
    STAGED_RECORD = "staged-record"
    MISSING_RECORD = "missing-record"
    WRONG_MODE = "wrong-mode"
    CASE_COLLISION = "case-collision"
    REWRITTEN_UPSTREAM = "rewritten-upstream"
    DAMAGED_MEMORY = "damaged-memory"
    NO_COMMIT_GRAPH = "no-commit-graph"
    NOT_EXAMINED = "not-examined"


class Ailment(NamedTuple):
    """One thing that is wrong."""

    code: Code
    what: str
    """One sentence."""
    what_zh: str
    would_do: str
    """What `--fix` would do about it, or, where nothing safe can be done, what a person can do."""
    would_do_zh: str
    remedy: Callable[[], None] | None = None
    """Mends it, looking first whether it is still so; None where nothing safe can be done."""

    @property
    def fixable(self) -> bool:
        """Whether it can be mended without a loss."""
        return self.remedy is not None

    def say(self, language: str) -> tuple[str, str]:
        """What is wrong and what would be done, in a language: `zh…` gives Chinese, all else English."""
        return (self.what_zh, self.would_do_zh) if language.startswith("zh") else (self.what, self.would_do)


@dataclass(frozen=True)
class Examination:
    """What is looked at, and how long."""

    location: Location
    thorough: bool = False
    """Whether the content of every object is read too."""
    deadline: float = 60.0
    """Seconds for git to check its objects."""
    cancelled: Callable[[], bool] = field(default=lambda: False)
    """Asked about ten times a second while git checks its objects; True gives up."""

    def lock(self) -> RegisterLock:
        """The register's lock, for a remedy."""
        return RegisterLock(self.location, purpose="dutybook doctor")

    def shown(self, path: Path) -> str:
        """A path as people are told it: from the work tree's top where it lies below."""
        top = self.location.work_tree
        return path.relative_to(top).as_posix() if path.is_relative_to(top) else str(path)
