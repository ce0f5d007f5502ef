"""What the files gave the last time, in one SQLite file outside the work tree, so that only what changed is parsed again.

Everything in it is derived: a cache that is missing, damaged, of another program version or not writable is left aside without
a word, and the files are read. It is never asked for anything that a save rests on.
"""

import hashlib
import sqlite3
import typing
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from schema import decode
from schema import filing
from schema.diagnostic import Diagnostic
from schema.field import fields_of
from schema.heading import heading_of
from schema.identity import Place
from schema.kinds import KINDS
from schema.kinds.base import Table
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from store.attachment import Content
from store.loading import Known
from store.loading import Stamp

_LAYOUT = 2
_STRUCTS: dict[str, type[Table]] = {name: kind.struct for name, kind in KINDS.items()} | {
    "register": Settings,
    "calendar": Calendar,
}
_FAULTS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])


class Line(msgspec.Struct, frozen=True, array_like=True):
    """What a list shows of one record before the record itself is loaded."""

    id: str
    code: str
    heading: str
    day: str
    """ISO date of a dated record; empty otherwise."""
    sort: str
    """Token of its `type`; empty where the kind has none."""
    state: str
    """Token of its `state`; empty where the kind has none."""


_LINES = msgspec.msgpack.Decoder(list[Line])


class Cache:
    """The cache of one register."""

    def __init__(self, folder: Path, work_tree: str = "") -> None:
        """Use the cache in a folder; nothing is made until something is kept.

        Args:
            folder: dutybook's folder in the git directory.
            work_tree: name of a linked work tree, whose files are others; empty for the main one.
        """
        self._path = folder / (f"cache-{work_tree}.sqlite" if work_tree else "cache.sqlite")

    def known(self) -> dict[str, Known]:
        """What every file gave the last time, by path; empty where the cache is of no use."""
        with suppress(sqlite3.Error, msgspec.DecodeError, OSError, KeyError, ValueError), self._connect() as base:
            decoders = {name: msgspec.msgpack.Decoder(struct) for name, struct in _STRUCTS.items()}
            rows = base.execute("SELECT path, size, mtime_ns, kind, id, body, faults, newer FROM file")
            return {path: _known(row, decoders) for path, *row in rows}
        return {}

    def lines(self, kind: str) -> list[Line] | None:
        """What a list of one kind showed the last time; None where the cache has nothing."""
        with suppress(sqlite3.Error, msgspec.DecodeError, OSError), self._connect() as base:
            found = base.execute("SELECT body FROM lines WHERE kind = ?", (kind,)).fetchone()
            return _LINES.decode(found[0]) if found else None
        return None

    def keep(self, files: Mapping[str, Known], before: Mapping[str, Known]) -> None:
        """Keep what the files give now.

        Args:
            files: every file's result.
            before: what the cache holds already; only differences are written.
        """
        fresh = [(path, file) for path, file in files.items() if before.get(path) is not file]
        gone = [path for path in before if path not in files]
        if not fresh and not gone:
            return
        touched = [file for _, file in fresh] + [before[path] for path in gone]
        kinds = {file.place[0] for file in touched if file.place}
        with suppress(sqlite3.Error, OSError), self._connect(make=True) as base:
            base.executemany("DELETE FROM file WHERE path = ?", ((path,) for path in gone))
            base.executemany(
                "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (_row(path, file) for path, file in fresh),
            )
            lines = (
                (kind, msgspec.msgpack.encode(list(_lines(kind, files.values())))) for kind in kinds if kind in KINDS
            )
            base.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?)", lines)

    def verified(self) -> dict[str, Content]:
        """What every attachment held when it was looked at, by path; empty where the cache is of no use."""
        with suppress(sqlite3.Error, OSError), self._connect() as base:
            rows = base.execute("SELECT path, size, mtime_ns, ctime_ns, sha256 FROM attachment")
            return {path: Content(*row) for path, *row in rows}
        return {}

    def keep_verified(self, contents: Mapping[str, Content]) -> None:
        """Keep what some attachments hold now."""
        with suppress(sqlite3.Error, OSError), self._connect(make=True) as base:
            rows = ((path, *content) for path, content in contents.items())
            base.executemany("INSERT OR REPLACE INTO attachment VALUES (?, ?, ?, ?, ?)", rows)

    def connect(self, *, make: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """The file itself, for tables that lie in it beside these (`store.past.annals`); what is written is kept at the end.

        Args:
            make: make it where it is missing; otherwise that is a `FileNotFoundError`.
        """
        return self._connect(make=make)

    def discard(self) -> None:
        """Take the whole cache away, as one that turned out damaged."""
        with suppress(OSError):
            # With its journal, which must never be played back into the next one.
            self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)

    @contextmanager
    def _connect(self, *, make: bool = False) -> Iterator[sqlite3.Connection]:
        if not make and not self._path.is_file():
            raise FileNotFoundError(self._path)
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=2.0)) as base:
            try:
                base.execute("PRAGMA synchronous = OFF")  # a cache that a crash tears is made anew
                if _version_of(base) != VERSION:
                    _begin_anew(base)
            except sqlite3.OperationalError:
                raise  # another program has it at this moment, or the disk says no: it is no worse for that
            except sqlite3.DatabaseError:
                if make:
                    self.discard()
                raise
            with base:
                yield base


def _fingerprint() -> str:
    """Changes whenever the same files would give something else: other fields, other words of a choice, other rules.

    Faults are kept in the words of their rules, so these count too.
    """
    shape = [(name, _shape_of(struct)) for name, struct in _STRUCTS.items()]
    parts = (_LAYOUT, decode.FORMAT, msgspec.__version__, shape, decode.RULES, filing.RULES)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _shape_of(struct: type[msgspec.Struct]) -> list[object]:
    """Every field of a struct and of the tables in it, as far as it decides how a file is read."""
    return [
        (
            field.key,
            field.shape,
            field.required,
            repr(field.default),
            field.about.en,
            field.about.zh,
            _bounds_of(field.annotation),
            [word.value for word in field.words or ()],
            _shape_of(field.table) if field.table is not None else None,
        )
        for field in fields_of(struct)
    ]


def _bounds_of(annotation: Any) -> list[object]:
    """The limits that a type sets to its values, outermost first."""
    limits = [
        (one.gt, one.ge, one.lt, one.le, one.pattern, one.min_length, one.max_length)
        for one in getattr(annotation, "__metadata__", ())
        if isinstance(one, msgspec.Meta)
    ]
    return [*limits, *(_bounds_of(inner) for inner in typing.get_args(annotation))]


VERSION = _fingerprint()
"""By what a cache is known to fit this program."""


def _version_of(base: sqlite3.Connection) -> str:
    try:
        found = base.execute("SELECT value FROM about WHERE name = 'version'").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(found[0]) if found else ""


def _begin_anew(base: sqlite3.Connection) -> None:
    with base:
        for table in ("about", "file", "lines", "attachment"):
            base.execute(f"DROP TABLE IF EXISTS {table}")
        base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        base.execute(
            "CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, kind TEXT, id TEXT, body BLOB, faults BLOB, newer INTEGER)"
        )
        base.execute("CREATE TABLE lines (kind TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID")
        base.execute(
            "CREATE TABLE attachment (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, sha256 TEXT)"
        )
        base.execute("INSERT INTO about VALUES ('version', ?)", (VERSION,))


def _row(path: str, file: Known) -> tuple[Any, ...]:
    kind, id_ = file.place or (None, None)
    body = msgspec.msgpack.encode(file.record) if file.record is not None else None
    faults = msgspec.msgpack.encode(file.faults) if file.faults else None
    return path, *file.stamp, kind, id_, body, faults, file.newer


def _known(row: list[Any], decoders: Mapping[str, msgspec.msgpack.Decoder[Table]]) -> Known:
    size, mtime_ns, kind, id_, body, faults, newer = row
    place: Place | None = (kind, id_) if kind else None
    record = decoders[kind].decode(body) if body is not None else None
    return Known(Stamp(size, mtime_ns), place, record, _FAULTS.decode(faults) if faults else (), bool(newer))


def _lines(kind: str, files: Iterable[Known]) -> Iterator[Line]:
    day = KINDS[kind].day
    for file in files:
        if file.place and file.place[0] == kind and file.record is not None:
            record: Any = file.record
            when = getattr(record, day, None) if day else None
            yield Line(
                id=record.id,
                code=record.code,
                heading=heading_of(kind, record),
                day=when.isoformat() if when else "",
                sort=str(getattr(record, "type", "")),
                state=str(getattr(record, "state", "")),
            )
