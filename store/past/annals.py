"""The history table: which commits touched which file, in the cache, so that a record's history costs no walk through all commits.

Filled from git in pieces, by what is new since the last time; what a commit is never changes, so only the order is
worked out anew where HEAD went another way. Everything in it is derived: damaged or of another layout it is made anew
without a word. It serves listing alone; nothing that is saved, checked or sent rests on it.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from contextlib import suppress

from schema.failure import Failure
from store.cache import Cache
from store.git import Git
from store.location import Location
from store.past.harvest import Parents
from store.past.harvest import Revision
from store.past.harvest import arrange
from store.past.harvest import list_new
from store.past.harvest import read_commits
from store.past.harvest import read_files
from store.past.logbook import TouchedFile

_LAYOUT = 1
_AT_ONCE = 1_000
"""Commits that are read together; between two such pieces the filling can stop and go on another time."""
_TABLES = """
CREATE TABLE revision (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, parents TEXT, moment TEXT, author TEXT, email TEXT,
    signed INTEGER, message TEXT, place INTEGER, via INTEGER
);
CREATE INDEX revision_by_place ON revision (place);
CREATE TABLE touch (
    path TEXT, number INTEGER, old TEXT, new TEXT, PRIMARY KEY (path, number)
) WITHOUT ROWID;
CREATE INDEX touch_by_number ON touch (number);
"""
# place: the newest has the largest; nothing for one that is not reached from HEAD. via: the merge that brought it in.

Progress = Callable[[int, int], None]
"""Told how many commits of how many are read."""


class Annals:
    """The history table of one register."""

    def __init__(self, location: Location) -> None:
        """Use the table in a register's cache; nothing is made until it is filled.

        Args:
            location: where the register lies.
        """
        linked = location.git_dir != location.common_dir
        self.cache = Cache(location.state_dir, location.git_dir.name if linked else "")
        self._location = location

    def knows(self, head: str) -> bool:
        """Whether it holds everything up to a commit."""
        try:
            with self.cache.connect() as base:
                return _told(base) == [_LAYOUT, self._basis(), head]
        except (sqlite3.Error, OSError):
            return False

    def catch_up(
        self,
        git: Git,
        head: str,
        *,
        patience: float,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bool:
        """Read what is new since the last time.

        Args:
            git: git of the repository.
            head: the commit up to which all shall be known.
            patience: seconds after which it stops between two pieces; the next call goes on from there.
            progress: told after each piece.
            cancelled: asked before each piece; True stops it likewise.

        Returns:
            Whether it now knows all. False too where the table can't be written, or git fails.
        """
        end = time.monotonic() + patience
        try:
            return self._fill(git, head, end, progress or _say_nothing, cancelled or _never)
        except sqlite3.OperationalError:
            return False  # another program has it, or the disk says no
        except (sqlite3.DatabaseError, ValueError, IndexError):
            self.cache.discard()
            return False
        except (OSError, Failure):
            return False

    def _fill(self, git: Git, head: str, end: float, progress: Progress, cancelled: Callable[[], bool]) -> bool:
        if (self._location.common_dir / "info/grafts").exists():
            return False  # parents that git only pretends: what is kept would outlive them
        basis = self._basis()
        with self.cache.connect(make=True) as base:
            layout, known_basis, before = _told(base) or [0, "", ""]
            if [layout, known_basis] != [_LAYOUT, basis]:
                before = ""
                _begin_anew(base, basis)
        parents = list_new(git, head, before)
        with self.cache.connect() as base:
            known = _known(base, parents)
        new = [commit for commit in parents if commit not in known]
        for at in range(0, len(new), _AT_ONCE):
            if cancelled() or (at and time.monotonic() > end):
                return False
            some = new[at : at + _AT_ONCE]
            revisions = list(read_commits(git, {id_: parents[id_] for id_ in some}))
            files = list(read_files(git, {id_: parents[id_] for id_ in some}))
            with self.cache.connect() as base:
                _keep(base, revisions, files)
            progress(min(at + _AT_ONCE, len(new)), len(new))
        with self.cache.connect() as base:
            _arrange(base, head, before, parents if len(new) == len(parents) else {})
            _tell(base, basis, head)
        return True

    def _basis(self) -> str:
        """What decides, besides HEAD, which parents git sees: where a shallow clone is cut off."""
        try:
            return hashlib.sha256((self._location.common_dir / "shallow").read_bytes()).hexdigest()
        except OSError:
            return ""


def _told(base: sqlite3.Connection) -> list[object] | None:
    found = base.execute("SELECT value FROM about WHERE name = 'history'").fetchone()
    with suppress(ValueError, TypeError):
        told = json.loads(found[0]) if found else None
        return told if isinstance(told, list) and len(told) == 3 else None
    return None


def _tell(base: sqlite3.Connection, basis: str, head: str) -> None:
    base.execute("INSERT OR REPLACE INTO about VALUES ('history', ?)", (json.dumps([_LAYOUT, basis, head]),))


def _begin_anew(base: sqlite3.Connection, basis: str) -> None:
    for table in ("revision", "touch"):
        base.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES.split(";"):
        base.execute(statement)
    _tell(base, basis, "")


def _known(base: sqlite3.Connection, wanted: Iterable[str]) -> set[str]:
    if base.execute("SELECT 1 FROM revision LIMIT 1").fetchone() is None:
        return set()
    ask = "SELECT 1 FROM revision WHERE id = ?"
    return {id_ for id_ in wanted if base.execute(ask, (id_,)).fetchone()}


def _keep(base: sqlite3.Connection, revisions: Sequence[Revision], files: Iterable[tuple[str, TouchedFile]]) -> None:
    base.execute("BEGIN IMMEDIATE")
    already = _known(base, (one.id for one in revisions))  # another program may have been here meanwhile
    first = (base.execute("SELECT max(number) FROM revision").fetchone()[0] or 0) + 1
    numbers = {one.id: number for number, one in enumerate((one for one in revisions if one.id not in already), first)}
    base.executemany(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        ((numbers[one.id], *one) for one in revisions if one.id in numbers),
    )
    base.executemany(
        "INSERT OR REPLACE INTO touch VALUES (?, ?, ?, ?)",
        ((file.path, numbers[id_], file.old, file.new) for id_, file in files if id_ in numbers),
    )


def _arrange(base: sqlite3.Connection, head: str, before: object, new: Parents) -> None:
    """Give every commit its place: in order where new ones simply follow, else all of them anew."""
    base.execute("BEGIN IMMEDIATE")
    line = [before, *new]
    follows = all(of == (last,) for of, last in zip(new.values(), line, strict=False))
    if before and new and follows and line[-1] == head:
        top = base.execute("SELECT max(place) FROM revision").fetchone()[0]
        places = [(place, None, id_) for place, id_ in enumerate(new, top + 1)]
    else:
        rows = base.execute("SELECT id, parents FROM revision")
        order = arrange({id_: tuple(of.split()) for id_, of in rows}, head)
        numbers = dict(base.execute("SELECT id, number FROM revision"))
        base.execute("UPDATE revision SET place = NULL, via = NULL")
        places = [(place, numbers.get(via), id_) for place, (id_, via) in enumerate(order)]
    base.executemany("UPDATE revision SET place = ?, via = ? WHERE id = ?", places)
    base.execute("DELETE FROM touch WHERE number IN (SELECT number FROM revision WHERE place IS NULL)")
    base.execute("DELETE FROM revision WHERE place IS NULL")


def _say_nothing(_done: int, _all: int) -> None:
    pass


def _never() -> bool:
    return False
