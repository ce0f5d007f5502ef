"""One commit of exactly the given paths, after their files were written durably.

Through `git commit --only`, so that the user's hooks, signing, line ends and filters work and what he has staged
stays staged; without the index (`store.trees`) in very large registers where no hook stands. "Saved" may be said when
`commit_paths` returns: objects, reference and the reference's folder are on disk by then.
"""

import errno
import os
import tempfile
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from store.complaint import name_complaint
from store.complaint import name_disk_error
from store.failure import DetachedHead
from store.failure import DiskFailed
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import HeadMoved
from store.failure import HookRefused
from store.failure import IndexConflict
from store.failure import NothingToCommit
from store.failure import Untrusted
from store.founding import clone_repository
from store.founding import init_repository
from store.git import NO_GITLINKS
from store.git import Git
from store.identity import Identity
from store.identity import identity
from store.location import Location
from store.location import find_half_done
from store.location import read_head
from store.lock import wait_for_git
from store.own_commit import find_own
from store.sample.chronicle import HistoryCommit
from store.sample.chronicle import import_history
from store.trees import PATIENCE
from store.trees import commit_by_trees
from store.trees import fits_trees
from store.trees import unanswered

__all__ = [
    "HistoryCommit",
    "Identity",
    "clone_repository",
    "commit_paths",
    "identity",
    "import_history",
    "init_repository",
    "require_writable",
    "sync_reference",
]

LARGE_INDEX = 5_000
"""Entries of the index above which committing without it is faster (bench: save)."""
_MANY = 500
"""Paths above which they go to git through a file."""
_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change")
_NOT_LITERAL = {"GIT_LITERAL_PATHSPECS": "0"}
# Hooks inherit the environment, and theirs may use patterns: so the paths are marked literal one by one instead.


def commit_paths(
    git: Git,
    location: Location,
    paths: Sequence[str],
    message: str,
    *,
    expected_head: str | None,
    author: Identity | None = None,
    date: datetime | None = None,
) -> str:
    """Commit these files as they lie on disk, and nothing else that is changed or staged.

    The caller holds the register's lock.

    Args:
        git: git of the repository.
        location: where the register lies.
        paths: files added, changed or deleted, from the top with `/`.
        message: the whole message; taken as it is.
        expected_head: the commit that the files were read at; None for a branch without commits.
        author: who changed it, if it isn't the committer.
        date: time of author and committer, with a zone; now if None.

    Returns:
        The id of the commit, durable on disk.

    Raises:
        HeadMoved: another commit came first.
        NothingToCommit: the files are as committed.
        HookRefused: a hook of the user's said no; nothing stays staged that was not before.
        Locked, StaleLock: git's own locks stood in the way for five seconds.
        DiskFull, ReadOnly, DiskFailed, NoIdentity, SigningFailed, HalfDoneOperation, Untrusted, GitFailed: as named.
    """
    branch, head = require_writable(git, location)
    if head != expected_head:
        raise HeadMoved(expected_head, head)
    wanted = list(dict.fromkeys(paths))
    if not wanted:
        raise NothingToCommit([])
    environment = _describe_author(author, date)
    try:
        if _count_entries(location) > LARGE_INDEX and fits_trees(git, wanted) and not find_hooks(git):
            commit = commit_by_trees(git, location, wanted, message, head=head, environment=environment)
        else:
            commit = _commit_by_git(git, location, wanted, message, head, environment)
    except GitFailed as failure:
        raise name_complaint(failure, location.top) from failure
    except OSError as error:
        raise name_disk_error(error, location.top) from error
    sync_reference(location, branch)
    return commit


def require_writable(git: Git, location: Location) -> tuple[str, str | None]:
    """Make sure that the register may be written at this moment.

    Returns:
        The branch (full name) and its commit, as they are now.

    Raises:
        Failure: the reason why not, as in `Location.read_only_reasons`.
    """
    for reason in location.read_only_reasons:
        raise reason
    if not git.trusted:
        raise Untrusted(location.top, ["it was opened without trust"], ["以未信任方式打开"])
    half_done = find_half_done(location)
    if half_done is not None:
        raise half_done
    branch, head = read_head(location)
    if branch is None:
        raise DetachedHead(head or "")
    return branch, head


def find_hooks(git: Git) -> list[str]:
    """List the hooks that would run at a commit, the user's own included."""
    folder = git.top / git.run("rev-parse", "--git-path", "hooks").text
    return [name for name in _HOOKS if os.access(folder / name, os.X_OK)]


def sync_reference(location: Location, branch: str) -> None:
    """Bring the folders of a reference to disk: without this a cut of power can lose the last commit (M2).

    Raises:
        DiskFailed: the disk reports an error.
    """
    folder = (location.common_dir / branch).parent
    while folder.is_relative_to(location.common_dir / "refs"):
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except FileNotFoundError:
            pass  # a packed reference has no folder of its own
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network disks can't sync a folder
                raise DiskFailed(folder, error.strerror or str(error)) from error
        folder = folder.parent


def _commit_by_git(
    git: Git, location: Location, paths: Sequence[str], message: str, head: str | None, environment: Mapping[str, str]
) -> str:
    """Commit through `git commit`, and give the commit that carries the message."""
    _commit_known_or_new(git, location, paths, message, environment)
    _, tip = read_head(location)
    if tip is None or tip == head:
        raise GitFailed(
            ["commit"], 0, "git said yes, but the branch did not move", err_zh="git 报告成功，但分支没有变动"
        )
    if find_hooks(git):
        return tip  # a hook may have changed the words on purpose
    return find_own(git, location, message, since=head, tip=tip, environment=environment)


def _commit_known_or_new(
    git: Git, location: Location, paths: Sequence[str], message: str, environment: Mapping[str, str]
) -> None:
    try:
        _run_commit(git, location, paths, message, environment)
    except GitFailed as failure:
        if "did not match any file" not in failure.err:
            raise _name_refusal(git, paths, failure) from failure
    else:
        return
    # Some path is new: git must be told that it exists before `commit --only` knows it.
    known = _list_known(git, paths)
    new = [path for path in paths if path not in known and os.path.lexists(git.top / path)]
    wanted = [path for path in paths if path in known or path in set(new)]
    if not wanted:
        raise NothingToCommit(paths)
    _run_with_paths(git, location, ["add", "--intent-to-add", "--force"], new)
    try:
        _run_commit(git, location, wanted, message, environment)
    except BaseException as error:
        listed = "\0".join(new).encode("utf-8", "surrogateescape")
        git.run("update-index", "--force-remove", "-z", "--stdin", stdin=listed, ok=(0, 1, 128))
        if isinstance(error, GitFailed):
            raise _name_refusal(git, wanted, error) from error
        raise


def _run_commit(
    git: Git, location: Location, paths: Sequence[str], message: str, environment: Mapping[str, str]
) -> None:
    arguments = ["commit", "--quiet", "--cleanup=verbatim", "--only", "-F", "-"]
    text = message.encode("utf-8", "surrogateescape")
    signs = _signs(location)
    deadline = PATIENCE if signs else 600.0
    with _pathspecs(location, paths) as listed:
        try:
            wait_for_git(
                location,
                lambda: git.run(
                    *arguments, *listed, stdin=text, deadline=deadline, environment={**_NOT_LITERAL, **environment}
                ),
            )
        except GitTimedOut as failure:
            if not signs:
                raise
            raise unanswered() from failure


def _signs(location: Location) -> bool:
    """Whether the repository's own settings have every commit signed."""
    set_to = [setting.value.lower() for setting in location.settings if setting.key == "commit.gpgsign"]
    return bool(set_to) and set_to[-1] in {"true", "yes", "on", "1"}


def _run_with_paths(git: Git, location: Location, arguments: Sequence[str], paths: Sequence[str]) -> bytes:
    if not paths:
        return b""
    with _pathspecs(location, paths) as listed:
        return wait_for_git(location, lambda: git.run(*arguments, *listed, environment=_NOT_LITERAL)).out


@contextmanager
def _pathspecs(location: Location, paths: Sequence[str]) -> Iterator[list[str]]:
    """Give the arguments that name these paths and no other, whatever signs are in them."""
    literal = [f":(literal){path}" for path in paths]
    if len(literal) <= _MANY:
        yield ["--", *literal]
        return
    with tempfile.NamedTemporaryFile(dir=location.make_state_dir(), prefix="paths-") as file:
        file.write("\0".join(literal).encode("utf-8", "surrogateescape"))
        file.flush()
        yield [f"--pathspec-from-file={file.name}", "--pathspec-file-nul"]


def _list_known(git: Git, paths: Sequence[str]) -> set[str]:
    """Name those of the paths that the index knows."""
    known = set()
    for start in range(0, len(paths), _MANY):
        listed = git.run("ls-files", "-z", "--", *paths[start : start + _MANY])
        known.update(listed.out.decode("utf-8", "surrogateescape").split("\0"))
    return known


def _name_refusal(git: Git, paths: Sequence[str], failure: GitFailed) -> Exception:
    """Tell apart what `git commit` answers with the status 1: nothing changed, a merge left over, a hook's no."""
    if failure.status != 1:
        return failure
    changed = []
    form = ("--porcelain", "-z", "--untracked-files=all", NO_GITLINKS)
    for start in range(0, len(paths), _MANY):
        listed = git.run("status", *form, "--", *paths[start : start + _MANY])
        changed += listed.out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    unmerged = [entry[3:] for entry in changed if "U" in entry[:2] or entry[:2] in ("AA", "DD")]
    if unmerged:
        return IndexConflict(unmerged)
    hooks = find_hooks(git)
    if not changed:
        return NothingToCommit(paths)
    return HookRefused(hooks, failure.err) if hooks else failure


def _describe_author(author: Identity | None, date: datetime | None) -> dict[str, str]:
    described: dict[str, str] = {}
    if author is not None:
        described |= {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email}
    if date is not None:
        moment = f"{int(date.timestamp())} {date.astimezone(date.tzinfo):%z}"
        described |= {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    return described


def _count_entries(location: Location) -> int:
    """Read the number of entries from the head of the index; 0 if there is none."""
    try:
        with Path(location.git_dir / "index").open("rb") as file:
            head = file.read(12)
    except OSError:
        return 0
    return int.from_bytes(head[8:12], "big") if head[:4] == b"DIRC" else 0
