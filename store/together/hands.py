"""Whose hand was on each place that both sides changed: who changed it on our side and on theirs, when and why.

A place is told by the record's file and the first step of its key: the last commit of a side that changed that field, else the last that
touched the record at all.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from schema.diagnostic import Step
from store.git import Git
from store.location import read_reference
from store.past.history import details
from store.past.history import log
from store.together.reconciliation import FileConflict

if TYPE_CHECKING:
    from store.register import RegisterStore

_MOST: Final = 30
"""Commits of one side and one record that are looked at, the newest."""


class Hand(NamedTuple):
    """Who changed a place last on one side."""

    author: str
    time: datetime
    commit: str
    reason: str
    """The first line of what the person said; the commit's own where nothing was said."""


class Hands(NamedTuple):
    """The last change of a place on both sides; None where none is found, as where a side renamed the record."""

    ours: Hand | None = None
    theirs: Hand | None = None


def find_hands(store: "RegisterStore", conflicts: Iterable[FileConflict]) -> dict[tuple[str, tuple[Step, ...]], Hands]:
    """Who changed what on which side, by path and key of the conflict. Only reads.

    Args:
        store: the register, after a sync that waits for decisions: both histories are here.
        conflicts: what is to be decided.
    """
    location = store.location
    remote, branch = store.register.settings.git.remote, (location.branch or "").removeprefix("refs/heads/")
    theirs = read_reference(location.common_dir, f"refs/remotes/{remote}/{branch}")
    ours = location.head
    if ours is None or theirs is None:
        return {}
    by_path: dict[str, list[tuple[Step, ...]]] = {}
    for one in conflicts:
        by_path.setdefault(one.path, []).append(one.conflict.key)
    found = {}
    for path, keys in by_path.items():
        mine = _last(store.git, path, keys, f"{theirs}..{ours}")
        others = _last(store.git, path, keys, f"{ours}..{theirs}")
        for key in keys:
            found[path, key] = Hands(mine.get(key), others.get(key))
    return found


def _last(git: Git, path: str, keys: Sequence[tuple[Step, ...]], revision: str) -> dict[tuple[Step, ...], Hand]:
    commits = log(git, paths=[path], limit=_MOST, revision=revision)
    if not commits:
        return {}
    hands = [Hand(one.author, one.time, one.commit, (one.reason or one.subject).split("\n")[0]) for one in commits]
    changed = [
        {field.key[0] for record in records for field in record.fields if field.key}
        for _commit, records in details(git, commits)
    ]
    return {
        key: next((hand for hand, names in zip(hands, changed, strict=True) if not key or key[0] in names), hands[0])
        for key in keys
    }
