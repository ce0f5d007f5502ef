"""The last look: the commit that this user's app showed last, kept beside the drafts."""

import re
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from schema.failure import Failure
from store.files import digest
from store.files import read
from store.files import write
from store.git import Git
from store.past.history import LoggedCommit

_FILE = "seen"
_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_MOST = 60
_AT_FIRST = 15


def read_seen(folder: Path) -> str:
    """The commit seen last; empty where there is none."""
    try:
        return read(folder, _FILE, limit=200).decode("ascii").strip()
    except (Failure, OSError, UnicodeDecodeError):
        return ""


def write_seen(folder: Path, commit: str) -> None:
    """Remember a commit. A note that can't be written is no harm."""
    with suppress(Failure, OSError):
        try:
            before = digest(read(folder, _FILE, limit=200))
        except (Failure, OSError):
            before = None
        write(folder, _FILE, commit.encode(), expected=before, durable=False, mode=0o600)


def is_known(git: Git, commit: str) -> bool:
    """Whether what is shown goes back to a commit; not so after somebody wrote the history anew, or for no commit at all."""
    if not _COMMIT.fullmatch(commit):
        return False
    asked = git.run("merge-base", "--is-ancestor", "--end-of-options", commit, "HEAD", ok=(0, 1, 128))
    return asked.status == 0


def since(log: Callable[[int], Sequence[LoggedCommit]], seen: str) -> list[LoggedCommit]:
    """The commits since the last look, newest first.

    Args:
        log: gives so many commits, newest first.
        seen: as `read_seen` gives it; empty for the first look.

    Returns:
        At most 60; on the first look the newest few.
    """
    if not seen:
        return list(log(_AT_FIRST))
    found: list[LoggedCommit] = []
    for commit in log(_MOST):
        if commit.commit == seen:
            return found
        found.append(commit)
    return found
