"""A whole history written at once, the same commit ids each time: the demonstration register and benchmarks.

One `git fast-import` takes thousands of commits a second; the work tree is filled afterwards.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from store.complaint import name_complaint
from store.failure import AlreadyThere
from store.failure import GitFailed
from store.founding import check_branch
from store.git import Git
from store.identity import Identity


@dataclass(frozen=True)
class HistoryCommit:
    """One commit of a history to be written."""

    author: Identity
    """Author and committer."""
    date: datetime
    """Time of both, with a zone."""
    message: str
    """The whole message, taken as it is."""
    changes: Mapping[str, bytes | None]
    """Path from the top to the file's new content; None deletes it."""


def import_history(git: Git, commits: Iterable[HistoryCommit], *, branch: str = "main") -> None:
    """Write commits onto a new branch, oldest first, and bring the files into the empty work tree.

    Filters and line-end rules don't touch the contents; hooks don't run; nothing is signed.

    Raises:
        AlreadyThere: the branch has commits.
        BadName: git takes no branch of that name.
        GitFailed, DiskFull, ReadOnly: as named.
    """
    check_branch(git, branch)
    reference = f"refs/heads/{branch}"
    if not git.run("show-ref", "--verify", "--quiet", reference, ok=(0, 1)).status:
        raise AlreadyThere(
            git.top, f'has commits on the branch "{branch}" already', what_zh=f"的分支“{branch}”上已有提交"
        )
    stream = b"".join(_write_stream(commits, reference))
    try:
        git.run("fast-import", "--quiet", "--done", "--date-format=raw", stdin=stream, deadline=3600.0)
        git.run("symbolic-ref", "HEAD", reference)
        if git.git_dir != git.top:
            git.run("-c", "core.hooksPath=/dev/null", "read-tree", "-m", "-u", reference, deadline=3600.0)
    except GitFailed as failure:
        raise name_complaint(failure, git.top) from failure


def _write_stream(commits: Iterable[HistoryCommit], reference: str) -> Iterator[bytes]:
    yield b"feature done\n"
    for commit in commits:
        who = f"{_plain(commit.author.name)} <{_plain(commit.author.email)}> {int(commit.date.timestamp())} {commit.date:%z}"
        message = commit.message.encode()
        yield f"commit {reference}\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message + b"\n"
        for path, content in commit.changes.items():
            if content is None:
                yield f"D {_quote(path)}\n".encode()
            else:
                yield f"M 100644 inline {_quote(path)}\ndata {len(content)}\n".encode() + content + b"\n"
        yield b"\n"
    yield b"done\n"


def _plain(text: str) -> str:
    """Take out what would end a name or an address, as git does."""
    return text.translate({ord(sign): None for sign in "<>\n\0"}).strip()


def _quote(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
