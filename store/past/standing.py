"""Which commits stand: the newest first, each with what undid it, so that `undo` and `redo` know where to go on.

A commit that undoes or redoes another says so in a trailer with that one's full id. It stands unless a later one that stands takes it back;
reading from the newest on, everything that can take a commit back has been read before it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from store.git import Git
from store.message import REDOES
from store.message import UNDOES
from store.message import take_apart

_FORMAT = "tformat:%H%x00%P%x00%an%x00%ae%x00%as%x00%B"
_FIELDS = 6
_PAGE = 256
"""Commits read at a time: as a rule the first page holds what is looked for."""


class PastCommit(NamedTuple):
    """One commit of the history."""

    id: str
    """Full id."""
    parents: tuple[str, ...]
    author: str
    email: str
    day: str
    """The author's day, as git writes it; clocks lie, so nothing is ordered by it."""
    subject: str
    trailers: dict[str, list[str]]

    @property
    def undoes(self) -> tuple[str, ...]:
        """The commits that it undoes."""
        return tuple(self.trailers.get(UNDOES, ()))

    @property
    def takes_back(self) -> tuple[str, ...]:
        """The commits that it undoes, and the undos that it redoes."""
        return (*self.undoes, *self.trailers.get(REDOES, ()))


class Standing(NamedTuple):
    """A commit, and what undid it."""

    commit: PastCommit
    undone_by: PastCommit | None
    """None while it stands."""


def walk_back(git: Git, revision: str = "HEAD") -> Iterator[Standing]:
    """Every commit of a history, the newest first and never one before its children, with what undid it.

    Args:
        git: git of the repository.
        revision: where to begin, or a range.
    """
    undone: dict[str, PastCommit] = {}
    for commit in _commits(git, revision):
        by = undone.get(commit.id)
        if by is None:
            for id_ in commit.takes_back:
                undone.setdefault(id_, commit)
        yield Standing(commit, by)


def read_commit(git: Git, revision: str) -> PastCommit | None:
    """One commit by any name that git knows; None where there is none of that name."""
    if not revision or revision.startswith("-") or "\0" in revision or "\n" in revision:
        return None
    name = f"{revision}^{{commit}}"
    found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", name, ok=(0, 1, 128))
    return next(_read(git, found.text, 1, 0), None) if found.status == 0 else None


def _commits(git: Git, revision: str) -> Iterator[PastCommit]:
    begin = 0
    while True:
        page = list(_read(git, revision, _PAGE, begin))
        yield from page
        if len(page) < _PAGE:
            return
        begin += _PAGE


def _read(git: Git, revision: str, count: int, begin: int) -> Iterator[PastCommit]:
    options = (f"--max-count={count}", f"--skip={begin}", "--date-order", f"--format={_FORMAT}")
    out = git.run("log", "-z", *options, "--end-of-options", revision, "--", ok=(0, 128)).out
    parts = out.decode(errors="replace").split("\0")
    for at in range(0, len(parts) - _FIELDS + 1, _FIELDS):
        id_, parents, author, email, day, message = parts[at : at + _FIELDS]
        subject, _, trailers = take_apart(message)
        yield PastCommit(id_, tuple(parents.split()), author, email, day, subject, trailers)
