"""Saves that a kill cut off: finished or put back, at the next start and at a person's word. Both may be cut off and done again.

Git writes its index and the branch one after the other, so a kill may leave an index that fits neither the files nor the last
commit. The entries of the save's own files are therefore set back to the last commit first; nothing else of the index is touched.
"""

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from store.attachment import let_go
from store.attachment import look
from store.commit import commit_paths
from store.files import ChangedOnDisk
from store.files import Missing
from store.git import Git
from store.journal import Intent
from store.journal import Journal
from store.journal import digest_at
from store.location import Location
from store.location import read_head
from store.lock import wait_for_git
from store.outside import find_outside


def finish(git: Git, location: Location, journal: Journal, intent: Intent) -> str:
    """Write what is missing of a save, and commit it. The caller holds the lock.

    Returns:
        The commit's id; empty where the save had been committed already.

    Raises:
        ChangedOnDisk: somebody changed a file since, or an attachment is gone; nothing is written, and the save stays
            unfinished.
        Failure: see store.files.write and store.commit.commit_paths.
    """
    paths = _paths(intent)
    _settle_index(git, location, paths)
    _require_untouched(location, intent)
    _require_attached(location, intent)
    intent.finish(location.top)
    commit = ""
    if not is_committed(git, location, intent):
        commit = commit_paths(git, location, paths, intent.message, expected_head=read_head(location)[1])
    journal.done(intent)
    return commit


def roll_back(git: Git, location: Location, journal: Journal, intent: Intent) -> None:
    """Put the files of a save back as they were; those that are as committed stay. The caller holds the lock.

    Raises:
        ChangedOnDisk: somebody changed a file since; nothing is written, and the save stays unfinished.
        FileFailure: a file can't be written; do it again.
    """
    _settle_index(git, location, _paths(intent))
    differing = _differing(git, location, intent)
    left = msgspec.structs.replace(intent, revisions=tuple(one for one in intent.revisions if one.path in differing))
    _require_untouched(location, left)
    left.roll_back(location.top)
    let_go(location.top, (one for one in intent.attached if one.path in differing))
    journal.done(intent)


def is_committed(git: Git, location: Location, intent: Intent) -> bool:
    """Whether all files of a save, attachments included, are as in the last commit."""
    return not _differing(git, location, intent)


def _paths(intent: Intent) -> list[str]:
    return [*(revision.path for revision in intent.revisions), *(one.path for one in intent.attached)]


def _require_untouched(location: Location, intent: Intent) -> None:
    """Make sure, before anything is written, that no file is neither as before nor as after the save.

    Raises:
        ChangedOnDisk: one is.
    """
    for revision in intent.revisions:
        found = digest_at(location.top, revision.path)
        if found not in {revision.before_digest, revision.after_digest}:
            raise ChangedOnDisk(revision.path, found)


def _require_attached(location: Location, intent: Intent) -> None:
    """Make sure that the attachments of a save are there, which it cannot write again.

    Raises:
        ChangedOnDisk: one is gone, or is another.
    """
    for one in intent.attached:
        found = None
        with suppress(Missing):
            found = look(location.top, one.path).sha256
        if found != one.digest:
            raise ChangedOnDisk(one.path, found)


def _settle_index(git: Git, location: Location, paths: Sequence[str]) -> None:
    """Set the index entries of some files to the last commit, where there is one."""
    prefix = location.top.relative_to(location.work_tree)
    listed = [(prefix / path).as_posix() for path in paths]
    if read_head(location)[1] is None:
        wait_for_git(location, lambda: git.run("rm", "--cached", "--quiet", "--ignore-unmatch", "--", *listed))
    else:
        wait_for_git(location, lambda: git.run("reset", "--quiet", "HEAD", "--", *listed))


def _differing(git: Git, location: Location, intent: Intent) -> set[str]:
    return {change.path for change in find_outside(git, location)}.intersection(_paths(intent))
