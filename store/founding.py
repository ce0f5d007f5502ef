"""New repositories: made empty, or cloned. Neither copies hooks in, and nothing of the other side runs."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from store.address import check_address
from store.address import hide_secret
from store.complaint import name_complaint
from store.complaint import name_network_complaint
from store.failure import AlreadyThere
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import ReadOnly
from store.git import SSH
from store.git import Git
from store.refusal import BadName


def init_repository(top: Path, *, branch: str = "main", bare: bool = False) -> Git:
    """Make an empty repository; the folder is made if need be, and files in it stay.

    Returns:
        Its git, trusted: it holds nothing that runs.

    Raises:
        AlreadyThere: there is a repository in the folder already.
        BadName: git takes no branch of that name.
        ReadOnly, DiskFull, GitFailed: as named.
    """
    git_dir = top if bare else top / ".git"
    if (git_dir / "HEAD").exists() or (top / ".git").exists():
        raise AlreadyThere(top, "holds a git repository already", what_zh="里已有 git 仓库")
    try:
        top.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnly(top, error.strerror or "") from error
    outside = Git(top, None, trusted=True)
    check_branch(outside, branch)
    kind = ["--bare"] if bare else []
    options = ["--quiet", "--template=", f"--initial-branch={branch}", "--object-format=sha1"]
    try:
        outside.run("-c", "init.defaultRefFormat=files", "init", *options, *kind, "--", str(top))
    except GitFailed as failure:
        raise name_complaint(failure, top) from failure
    return Git(top.resolve(), git_dir.resolve(), trusted=True)


def clone_repository(
    url: str,
    target: Path,
    deadline: float = 600.0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Git:
    """Clone a repository. The folder appears when all is there, or not at all.

    Args:
        url: https, ssh, user@host:path or an absolute path.
        target: where to; must not exist, or be empty.
        deadline: seconds for the whole.
        progress: given git's words about how far it is, one line at a time.
        cancelled: asked about ten times a second; True gives up.

    Returns:
        Its git, trusted: a fresh clone names nothing that runs.

    Raises:
        AddressRefused: the address is of another form.
        AlreadyThere: something is in the folder.
        RemoteUnreachable, CredentialsMissing, DiskFull, ReadOnly, GitCancelled, GitFailed: as named.
    """
    check_address(url)
    target = Path(os.path.abspath(target))  # noqa: PTH100  # a link as the last part must stay one
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target, "is there already and not empty", what_zh="已经存在，而且不是空的")
    half = target.parent / f".{target.name}.clone-{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clone(url, half, deadline, progress, cancelled)
        half.replace(target)
    except OSError as error:
        raise ReadOnly(target, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    top = target.resolve()
    return Git(top, top / ".git", trusted=True)


def check_branch(git: Git, name: str) -> None:
    """Let a branch name pass that git takes and that is no option or abbreviation.

    Raises:
        BadName: it is not such a name.
    """
    sound = re.fullmatch(r"[^-@\x00-\x20][^\x00-\x20\x7f~^:?*\[\\]*", name) and "@{" not in name
    if not sound or git.run("check-ref-format", f"refs/heads/{name}", ok=(0, 1)).status:
        raise BadName("branch", name)


def ssh_environment(git: Git) -> dict[str, str]:
    """Make ssh give up instead of waiting, unless the user has set an ssh command of his own."""
    own = git.run("config", "--get", "core.sshCommand", ok=(0, 1)).text
    return {} if own else {"GIT_SSH_COMMAND": SSH}


def report_lines(progress: Callable[[str], None]) -> Callable[[bytes], None]:
    """Turn pieces of git's error stream into whole lines of progress."""
    rest = bytearray()

    def listen(piece: bytes) -> None:
        rest.extend(piece)
        *lines, last = re.split(rb"[\r\n]+", bytes(rest))
        rest[:] = last
        for line in filter(None, lines):
            progress(line.decode("utf-8", "replace").strip())

    return listen


def _clone(
    url: str,
    half: Path,
    deadline: float,
    progress: Callable[[str], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    outside = Git(half.parent, None, trusted=True)
    options = ["--progress", "--origin=origin", "--template=", "--no-local", "--no-recurse-submodules"]
    try:
        outside.run(
            *("-c", "core.hooksPath=/dev/null", "clone", *options, "--", url, str(half)),
            deadline=deadline,
            environment=ssh_environment(outside),
            cancelled=cancelled,
            listen=report_lines(progress) if progress else None,
        )
    except (GitFailed, GitTimedOut) as failure:
        raise name_network_complaint(failure, hide_secret(url), half.parent) from failure
