"""The history of one register in order: from its table (`store.past.annals`) where that knows all, else from git itself.

The order is that of the main line, newest first; a merge is followed by the commits that it brought in. The command line, blame
and the measurements ask here.
"""

import json
import sqlite3
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import groupby
from itertools import islice
from operator import itemgetter
from typing import Any

import msgspec

from store.git import Git
from store.location import Location
from store.location import read_head
from store.past.annals import Annals
from store.past.annals import Progress
from store.past.history import brought_in
from store.past.history import log
from store.past.history import verify
from store.past.logbook import LoggedCommit
from store.past.logbook import TouchedFile
from store.past.logbook import make_commit
from store.past.logbook import moment

PATIENCE = 10.0
"""Seconds for which the table is filled before git answers instead; the next question goes on with it."""
_PAGE = 500
_PAGE_OF_GIT = 2_000
_NEWEST = 1 << 60
"""A place beyond every other."""
_ALL = (
    "SELECT r.number, r.id, r.parents, r.moment, r.author, r.email, r.signed, r.message, v.id "
    "FROM revision r LEFT JOIN revision v ON v.number = r.via "
    "WHERE r.place <= ? AND (? OR r.via IS NULL) ORDER BY r.place DESC LIMIT ? OFFSET ?"
)
_OF_PATHS = (
    "SELECT r.number, r.id, r.parents, r.moment, r.author, r.email, r.signed, r.message, v.id, t.path, t.old, t.new "
    "FROM touch t JOIN revision r ON r.number = t.number LEFT JOIN revision v ON v.number = r.via "
    "WHERE t.path IN (SELECT value FROM json_each(?)) AND r.place <= ? AND (? OR r.via IS NULL) ORDER BY r.place DESC"
)
_ONE = (
    "SELECT r.number, r.id, r.parents, r.moment, r.author, r.email, r.signed, r.message, v.id, r.place "
    "FROM revision r LEFT JOIN revision v ON v.number = r.via WHERE r.id = ? AND r.place IS NOT NULL"
)
_FILES = "SELECT path, old, new FROM touch WHERE number = ? ORDER BY path"
_SIGNED = "signed"
"""Stands for a signature that nobody has looked at yet."""

Row = tuple[Any, ...]


class Chronology:
    """The history of one register. Holds no connection and no process, so threads may share it."""

    def __init__(
        self,
        git: Git,
        location: Location,
        *,
        patience: float = PATIENCE,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Bind it to a register.

        Args:
            git: git of the repository.
            location: where the register lies.
            patience: seconds that the table may take to learn what is new.
            progress: told how far it is.
            cancelled: asked now and then; True gives up the filling, and git answers.
        """
        self._git = git
        self._location = location
        self._annals = Annals(location)
        self._patience = patience
        self._progress = progress
        self._cancelled = cancelled

    def log(self, *, paths: Sequence[str] = (), limit: int | None = None, skip: int = 0) -> list[LoggedCommit]:
        """List commits of the main line, newest first; a merge shows what it brought in. As `store.past.history.log`."""
        found = self._look_up(lambda base: _rows(base, paths, limit, skip))
        return log(self._git, paths=paths, limit=limit, skip=skip) if found is None else found

    def commits(self, *, paths: Sequence[str] = (), until: str = "") -> Iterator[LoggedCommit]:
        """List commits of the main line, newest first, and behind each merge those that it brought in.

        Args:
            paths: only commits that touch one of these, from the repository's top.
            until: full id of the commit to begin with; empty for the newest. Git itself is asked then.
        """
        if until:
            yield from self._by_git(paths, until)
            return
        skip = 0
        while (some := self._page(paths, skip)) is not None:
            yield from some
            skip += _PAGE
            if len(some) < _PAGE:
                return
        yield from islice(self._by_git(paths), skip, None)

    def trail(self, paths: Sequence[str], revision: str) -> list[LoggedCommit]:
        """The commits that touched some paths on the line of first parents behind a commit, newest first.

        Args:
            paths: from the repository's top.
            revision: full id of the commit, itself included.
        """
        found = self._look_up(lambda base: _trail(base, paths, revision))
        return log(self._git, paths=paths, revision=revision) if found is None else found

    def _page(self, paths: Sequence[str], skip: int) -> list[LoggedCommit] | None:
        return self._look_up(lambda base: _rows(base, paths, _PAGE, skip, sides=True))

    def _by_git(self, paths: Sequence[str], revision: str = "HEAD") -> Iterator[LoggedCommit]:
        skip = 0
        while some := log(self._git, paths=paths, limit=_PAGE_OF_GIT, skip=skip, revision=revision):
            for commit in some:
                yield commit
                yield from brought_in(self._git, commit, paths=paths)
            skip += len(some)

    def _look_up(self, ask: "Callable[[sqlite3.Connection], list[LoggedCommit] | None]") -> list[LoggedCommit] | None:
        """Ask the table, filled up first; None where git must answer."""
        if not self._location.trusted:
            return None  # what a stranger's repository holds as a cache proves nothing
        _, head = read_head(self._location)
        if head is None:
            return []
        if not self._annals.knows(head) and not self._annals.catch_up(
            self._git, head, patience=self._patience, progress=self._progress, cancelled=self._cancelled
        ):
            return None
        try:
            with self._annals.cache.connect() as base:
                found = ask(base)
        except (sqlite3.OperationalError, OSError):
            return None
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError):
            self._annals.cache.discard()
            return None
        return self._verified(found) if found is not None else None

    def _verified(self, commits: list[LoggedCommit]) -> list[LoggedCommit]:
        known = verify(self._git, [commit.commit for commit in commits if commit.signed == _SIGNED])
        if not known:
            return commits
        return [msgspec.structs.replace(one, signed=known.get(one.commit, one.signed)) for one in commits]


def _rows(
    base: sqlite3.Connection,
    paths: Sequence[str],
    limit: int | None,
    skip: int = 0,
    *,
    sides: bool = False,
    most: int = _NEWEST,
) -> list[LoggedCommit]:
    if not paths:
        rows = base.execute(_ALL, (most, sides, -1 if limit is None else limit, skip)).fetchall()
        return [_commit(row, _files(base, row[0])) for row in rows]
    groups = groupby(base.execute(_OF_PATHS, (json.dumps(list(paths)), most, sides)), key=itemgetter(slice(0, -3)))
    some = islice(groups, skip, None if limit is None else skip + limit)
    return [_commit(row, tuple(TouchedFile(*file[-3:]) for file in files)) for row, files in some]


def _trail(base: sqlite3.Connection, paths: Sequence[str], revision: str) -> list[LoggedCommit] | None:
    found: list[LoggedCommit] = []
    while True:
        row = base.execute(_ONE, (revision,)).fetchone()
        if row is None:
            return None
        *columns, place = row
        if columns[-1] is None:  # on the main line from here on
            return found + _rows(base, paths, None, most=place)
        files = tuple(file for file in _files(base, columns[0]) if file.path in paths)
        if files:
            found.append(_commit(columns, files))
        if not columns[2]:
            return found
        revision = columns[2].split()[0]


def _files(base: sqlite3.Connection, number: int) -> tuple[TouchedFile, ...]:
    return tuple(TouchedFile(*row) for row in base.execute(_FILES, (number,)))


def _commit(row: Sequence[Any], files: tuple[TouchedFile, ...]) -> LoggedCommit:
    _, commit, parents, time, author, email, signed, message, via = row
    if {type(one) for one in (commit, parents, time, author, email, message)} != {str}:
        raise TypeError  # damaged: a column may hold anything
    return make_commit(
        commit=commit,
        parents=tuple(parents.split()),
        time=moment(time),
        author=author,
        email=email,
        signed=_SIGNED if signed else "unsigned",
        message=message,
        files=files,
        via=via or "",
    )
