"""The whole register as of a commit: read from git's objects, the work tree untouched; the second look at a commit comes from a file.

What a commit holds never changes, so what was read from it may be kept as long as the program reads records the same way (`store.cache.VERSION`).
The kept files are derived, may be deleted, and are never trusted where the repository is not.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import GenericAlias
from typing import Any
from typing import Final

import msgspec

from schema.diagnostic import Diagnostic
from schema.filing import NOT_A_RECORD
from schema.identity import place_of
from schema.kinds import BY_FOLDER
from schema.kinds import KINDS
from schema.kinds import struct_of
from schema.kinds.base import Record
from schema.kinds.base import Table
from store.cache import VERSION
from store.git import Git
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import collector_off
from store.loading import gather
from store.loading import read_one
from store.location import Location
from store.together.divergence import ORDINARY

FOLDER: Final = "snapshots"
"""Below the state folder."""
_MOST: Final = 6
"""Snapshots that are kept; the one looked at longest ago goes first."""
_ANY: Final = Stamp(-1, -1)
_LINK: Final = "120000"


class _Odd(msgspec.Struct, array_like=True):
    """A file that gave no record, or more than a record."""

    path: str
    kind: str
    id: str
    record: msgspec.Raw
    """What the file gave; nil where it is unreadable."""
    faults: tuple[Diagnostic, ...]
    newer: bool


class _Kept(msgspec.Struct, array_like=True):
    """A snapshot on disk."""

    version: str
    paths: dict[str, list[str]]
    """By kind, the paths of the records in `records`."""
    records: dict[str, msgspec.Raw]
    odd: list[_Odd]


def load_commit(git: Git, location: Location, commit: str, *, keep: bool = True) -> Loaded:
    """Read the register as a commit holds it.

    Args:
        git: git of the repository.
        location: where the register lies.
        commit: full id of the commit.
        keep: take it from the file of an earlier look, and keep it for a later one.
    """
    path = location.state_dir / FOLDER / f"{commit}.msgpack"
    with collector_off():
        files = _recall(path) if keep else None
        if files is None:
            files = dict(_read(git, commit))
            if keep:
                _remember(location, path, files)
        return gather(files)


def _read(git: Git, commit: str) -> Iterator[tuple[str, Known]]:
    entries = [entry for entry in _list(git, commit) if _is_of_register(entry[0])]
    ordinary = [(path, blob) for path, mode, blob in entries if mode in ORDINARY]
    contents = _contents(git, [blob for _, blob in ordinary])
    found = {path: read_one(path, content, _ANY) for (path, _), content in zip(ordinary, contents, strict=True)}
    for path, mode, _ in entries:
        yield path, found[path] if mode in ORDINARY else Known(_ANY, None, None, (_no_file(path, mode),))


def _list(git: Git, commit: str) -> Iterator[tuple[str, str, str]]:
    """Path, mode and blob of every file of a commit, in the order of paths."""
    out = git.run("ls-tree", "-r", "-z", "--full-tree", commit).out.decode("utf-8", "surrogateescape")
    for line in out.split("\0"):
        head, _, path = line.partition("\t")
        if path:
            mode, _, blob = head.split(" ")
            yield path, mode, blob


def _is_of_register(path: str) -> bool:
    folder = path.partition("/")[0]
    return path == "register.toml" or (path.endswith(".toml") and (folder in BY_FOLDER or folder == "calendar"))


def _contents(git: Git, blobs: list[str]) -> Iterator[bytes]:
    """The contents of blobs, in their order, by one process that is told all of them at once."""
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    out = memoryview(git.run("cat-file", "--batch", "--buffer", stdin=asked, deadline=600.0).out)
    place = 0
    for _ in blobs:
        end = place + bytes(out[place : place + 100]).index(b"\n")
        size = int(bytes(out[place:end]).rpartition(b" ")[2])
        yield bytes(out[end + 1 : end + 1 + size])
        place = end + size + 2


def _no_file(path: str, mode: str) -> Diagnostic:
    what, what_zh = ("a symbolic link", "符号链接") if mode == _LINK else ("another repository", "另一个仓库")
    return msgspec.structs.replace(NOT_A_RECORD.found("", "", what=what, what_zh=what_zh), path=path)


def _recall(path: Path) -> dict[str, Known] | None:
    with suppress(OSError, msgspec.DecodeError, ValueError, KeyError):
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
        if kept.version == VERSION:
            files = dict(_ordinary(kept))
            files |= {odd.path: _odd(odd) for odd in kept.odd}
            path.touch()
            return dict(sorted(files.items(), key=lambda item: item[0].split("/"))) if kept.odd else files
    return None


def _ordinary(kept: _Kept) -> Iterator[tuple[str, Known]]:
    for kind, paths in kept.paths.items():
        several: Any = GenericAlias(list, (KINDS[kind].struct,))
        records: list[Record] = msgspec.msgpack.decode(kept.records[kind], type=several)
        for path, record in zip(paths, records, strict=True):
            yield path, Known(_ANY, (kind, record.id), record, ())


def _odd(odd: _Odd) -> Known:
    place = place_of(odd.path) if odd.kind else None
    wanted: Any = None if place is None else struct_of(odd.kind) | None
    record: Table | None = msgspec.msgpack.decode(odd.record, type=wanted)
    return Known(_ANY, place, record, odd.faults, odd.newer)


def _remember(location: Location, path: Path, files: dict[str, Known]) -> None:
    with suppress(OSError):
        location.make_state_dir()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_bytes(msgspec.msgpack.encode(_keep(files)))
        half.replace(path)
        _forget_oldest(path.parent.glob("*.msgpack"))


def _keep(files: dict[str, Known]) -> _Kept:
    paths: dict[str, list[str]] = {}
    records: dict[str, list[Record]] = {}
    odd: list[_Odd] = []
    for path, file in files.items():
        if isinstance(file.record, Record) and file.place is not None and not file.faults and not file.newer:
            paths.setdefault(file.place[0], []).append(path)
            records.setdefault(file.place[0], []).append(file.record)
        else:
            kind, id_ = file.place or ("", "")
            record = msgspec.Raw(msgspec.msgpack.encode(file.record))
            odd.append(_Odd(path, kind, id_, record, file.faults, file.newer))
    packed = {kind: msgspec.Raw(msgspec.msgpack.encode(several)) for kind, several in records.items()}
    return _Kept(VERSION, paths, packed, odd)


def _forget_oldest(kept: Iterable[Path]) -> None:
    for path in sorted(kept, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_MOST:]:
        path.unlink(missing_ok=True)
