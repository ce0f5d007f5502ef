"""The work tree moved from one commit to another, with a note of it, so that a kill at any instant is finished by whoever comes next."""

import re

import msgspec

from store.commit import sync_reference
from store.complaint import name_complaint
from store.complaint import name_disk_error
from store.failure import GitFailed
from store.failure import HeadMoved
from store.failure import Locked
from store.failure import StaleLock
from store.files import write
from store.git import EMPTY_TREE
from store.git import GITLINKS_AS_THEY_ARE
from store.git import NOTHING
from store.git import BlobReader
from store.git import Git
from store.location import Location
from store.location import read_head
from store.lock import RegisterLock
from store.lock import wait_for_git
from store.refusal import WorkTreeInTheWay

_IN_THE_WAY = re.compile(r"(?:Entry|Untracked working tree file|file) '([^\n]+)' (?:not uptodate|would be|overlaps)")
_LISTED = re.compile(r"^\t(\S[^\n]*)$", re.MULTILINE)


def move_on(
    git: Git, location: Location, reference: str, old: str | None, new: str, *, purpose: str = "dutybook sync"
) -> None:
    """Bring the files and the branch from one commit to a later one; all of it, or nothing.

    Args:
        git: git of the repository.
        location: where the register lies.
        reference: full name of the branch that the work tree stands on.
        old: the commit where it stands; None for a branch without commits.
        new: the commit that it is to stand at.
        purpose: who holds the register's lock meanwhile.

    Raises:
        HeadMoved: the branch does not stand at the old commit any more.
        WorkTreeInTheWay: files that were changed outside stand in the way; they are named and kept.
        Failure: as named.
    """
    with RegisterLock(location, purpose=purpose):
        found = read_head(location)
        if found != (reference, old):
            raise HeadMoved(old, found[1])
        note = location.state_dir / "moving.json"
        try:
            note.unlink(missing_ok=True)
            write(location.state_dir, note.name, msgspec.json.encode((old or "", new, reference)), expected=None)
            _move_files(git, location, old, new)
        except OSError as error:
            raise name_disk_error(error, note) from error
        except (WorkTreeInTheWay, Locked, StaleLock):
            note.unlink(missing_ok=True)  # nothing was touched; after anything else the note must stay
            raise
        _move_branch(git, location, reference, old, new)
        note.unlink(missing_ok=True)


def _move_files(git: Git, location: Location, old: str | None, new: str) -> None:
    try:
        wait_for_git(location, lambda: git.run("update-index", "-q", "--refresh", ok=(0, 1)))
        wait_for_git(
            location, lambda: git.run("read-tree", "-u", "-m", f"{old or EMPTY_TREE}^{{tree}}", f"{new}^{{tree}}")
        )
    except GitFailed as failure:
        paths = [*_IN_THE_WAY.findall(failure.err), *_LISTED.findall(failure.err)]
        if paths:
            raise WorkTreeInTheWay(paths) from failure
        raise name_complaint(failure, location.top) from failure


def _move_branch(git: Git, location: Location, reference: str, old: str | None, new: str) -> None:
    try:
        wait_for_git(location, lambda: git.run("update-ref", "-m", "sync: moved on", "HEAD", new, old or NOTHING))
    except GitFailed as failure:
        if "but expected" in failure.err:
            raise HeadMoved(old, read_head(location)[1]) from failure
        raise name_complaint(failure, location.top) from failure
    sync_reference(location, reference)


def finish_move(git: Git, location: Location) -> bool:
    """Finish a move of the work tree that a kill interrupted. Without one this costs a look for a file.

    Returns:
        Whether there was one.

    Raises:
        WorkTreeInTheWay: files changed since then stand in the way.
    """
    note = location.state_dir / "moving.json"
    try:
        old, new, reference = msgspec.json.decode(note.read_bytes(), type=tuple[str, str, str])
    except (OSError, msgspec.DecodeError):
        return False
    with RegisterLock(location, purpose="dutybook sync"):
        branch, head = read_head(location)
        if branch == reference and (head or "") == old:
            missing = "\0".join(_clear_half_written(git, old or EMPTY_TREE, new)).encode("utf-8", "surrogateescape")
            _move_files(git, location, old or None, new)
            # Where the index was at the new commit already, read-tree leaves a missing file missing.
            wait_for_git(
                location, lambda: git.run("checkout-index", "-q", "-u", "-z", "--stdin", stdin=missing, ok=(0, 1))
            )
            _move_branch(git, location, reference, old or None, new)
        note.unlink(missing_ok=True)
    return True


def _clear_half_written(git: Git, old: str, new: str) -> list[str]:
    """Take away files that the interrupted move had begun to write, so that it can be done again.

    Only files whose bytes begin the new content are ours; anything else is somebody's work and stays.

    Returns:
        The paths that must be written anew, also those that an interrupted repair had taken away.
    """
    listed = git.run("diff-tree", "-r", "-z", "--no-renames", "--raw", GITLINKS_AS_THEY_ARE, old, new).out
    fields = listed.decode("utf-8", "surrogateescape").split("\0")
    missing = []
    with BlobReader(git) as reader:
        for change, name in zip(fields[::2], fields[1::2], strict=False):
            before, after = (reader.read(each) for each in change.split(" ")[2:4])
            path = git.top / name
            if after is None or path.is_symlink() or path.is_dir():
                continue
            found = path.read_bytes() if path.exists() else None
            if found is not None and found != before and after.startswith(found):
                path.unlink()
                found = None
            if found is None:
                missing.append(name)
    return missing
