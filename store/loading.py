"""Files to a register: everything that parses is read, and a damaged file never stops the rest.

Only what changed since the last time is parsed again; what a file gave is kept in `Loaded.files` under its path.
"""

import difflib
import gc
import re
import time
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from schema.decode import decode
from schema.decode import decode_table
from schema.decode import newer_format
from schema.decode import other_year
from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.filing import BAD_NAME
from schema.filing import BYTE_ORDER_MARK
from schema.filing import DUPLICATE_ID
from schema.filing import MISPLACED
from schema.filing import NOT_A_RECORD
from schema.filing import UNKNOWN_FOLDER
from schema.filing import UNPARSABLE
from schema.filing import UNREADABLE_FILE
from schema.identity import Place
from schema.identity import fits
from schema.identity import place_of
from schema.identity import usual_path
from schema.kinds import BY_FOLDER
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.base import Table
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.register import Register
from schema.rule import Rule
from store.files import FileFailure
from store.files import FoundFile
from store.files import read_many
from store.files import walk
from store.toml.text import Unparseable
from store.toml.text import decode as decode_text
from store.toml.text import locate
from store.toml.text import parse
from store.wording import clause

DEFAULTS = Settings(format=1, title="")
"""What stands for register.toml where it cannot be read."""


_YOUNG = 50_000_000
"""A file written less than 50 ms ago is read again the next time, in nanoseconds."""
_SECOND = 1_000_000_000
_YOUNG_BY_SECONDS = 2 * _SECOND + _YOUNG
"""The same where the disk seems to keep whole seconds, or every other, as some shared and removable ones do."""


class Stamp(NamedTuple):
    """By what a file is known to be unchanged."""

    size: int
    mtime_ns: int
    """Nanoseconds since 1970; negative where the time proves nothing."""


class Known(NamedTuple):
    """What one file gave."""

    stamp: Stamp
    place: Place | None
    """None for a file that names no record."""
    record: Table | None
    """A record, Settings or Calendar; None where it is unreadable."""
    faults: tuple[Diagnostic, ...]
    newer: bool = False


@dataclass(frozen=True)
class Loaded:
    """What the files of a register gave."""

    register: Register
    files: Mapping[str, Known]
    """Each file's result, by path from the top."""
    faults: tuple[Diagnostic, ...]
    newer: frozenset[Place]
    """Records of a newer format version: shown, never edited."""
    changed: frozenset[Place]
    """Places that differ from the load before."""

    @cached_property
    def misplaced(self) -> Mapping[Place, str]:
        """Where the files lie that something is wrong with; of two with one id, the one that is read."""
        found: dict[Place, str] = {}
        wanted = {(fault.kind, fault.id) for fault in self.faults if fault.path}
        for path, file in self.files.items() if wanted else ():
            if file.place in wanted:
                found.setdefault(file.place, path)
        return found


def load(top: Path, known: Mapping[str, Known] | None = None) -> Loaded:
    """Read a register.

    Args:
        top: its top folder.
        known: what the files gave before; files with the same stamp are not read again.

    Raises:
        FileFailure: the top folder itself cannot be listed.
    """
    known = known or {}
    with collector_off():
        now = time.time_ns()
        found = [_unless_young(file, now) for file in walk(top)]
        files = {file.relative: _keep_or_none(file, known) for file in found}
        fresh = [file for file in found if files[file.relative] is None]
        files.update(_read(top, fresh))
        return gather({path: result for path, result in files.items() if result is not None}, known)


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the collector of cycles from running inside."""
    # A load makes no cycles and many objects: the collector would walk them all, again and again.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _unless_young(file: FoundFile, now: int) -> FoundFile:
    """Take the time from a file that was written this moment: a second write might fall into the same tick of its clock."""
    return file if is_settled(file.mtime_ns, now) else file._replace(mtime_ns=-1)


def is_settled(mtime_ns: int, now: int) -> bool:
    """Whether a file was last written so long ago that a later write would show in its time; both in nanoseconds."""
    return now - mtime_ns > (_YOUNG if mtime_ns % _SECOND else _YOUNG_BY_SECONDS)


def _keep_or_none(file: FoundFile, known: Mapping[str, Known]) -> Known | None:
    before = known.get(file.relative)
    if before is None or file.sort != "file" or file.mtime_ns < 0:
        return None
    return before if before.stamp == (file.size, file.mtime_ns) else None


def _read(top: Path, fresh: list[FoundFile]) -> Iterator[tuple[str, Known]]:
    ordinary: dict[str, FoundFile] = {}
    for file in fresh:
        fault = _misfiled(file)
        if fault is None:
            ordinary[file.relative] = file
        else:
            yield file.relative, Known(Stamp(file.size, file.mtime_ns), None, None, (fault,))
    for path, content in read_many(top, ordinary):
        file = ordinary[path]
        yield path, read_one(path, content, Stamp(file.size, file.mtime_ns))


_DATED = (", after a date: 2026-06-18-k7qd3m", "，前加日期：2026-06-18-k7qd3m")
_SORTS = {
    "symlink": ("a symbolic link", "符号链接"),
    "folder": ("a folder", "文件夹"),
    "special": ("a pipe, device or socket", "管道、设备或套接字"),
    "unreadable": ("a folder that cannot be listed", "无法列出的文件夹"),
}


def _misfiled(file: FoundFile) -> Diagnostic | None:
    """The fault of something that is no ordinary file of a known folder; None for all that is to be read."""
    if file.sort in _SORTS:
        what, what_zh = _SORTS[file.sort]
        return _placed(NOT_A_RECORD.found("", "", what=what, what_zh=what_zh), file.relative)
    folder = file.kind_folder
    if file.relative == "register.toml" or folder == "calendar" or folder in BY_FOLDER:
        return None
    near = difflib.get_close_matches(folder, BY_FOLDER, n=1)
    values = {
        "folder": folder or ".",
        "nearest": f"; did you mean `{near[0]}`?" if near else "",
        "nearest_zh": f"，是否想写 `{near[0]}`？" if near else "",
    }
    return _placed(UNKNOWN_FOLDER.found("", "", **values), file.relative)


def _placed(fault: Diagnostic, path: str, line: int = 0) -> Diagnostic:
    return Diagnostic(
        **{**{name: getattr(fault, name) for name in fault.__struct_fields__}, "path": path, "line": line}
    )


def read_one(path: str, content: bytes | FileFailure, stamp: Stamp) -> Known:
    """What one file's content gives.

    Args:
        path: from the register's top; it says kind and id.
        content: the bytes, or why they could not be read.
        stamp: by what the file is known.
    """
    place = place_of(path)
    kind, id_ = place or ("", "")
    if isinstance(content, Failure):
        return Known(stamp, place, None, (_placed(_of_failure(content, kind, id_, UNREADABLE_FILE), path),))
    try:
        parsed = parse(content)
    except Unparseable as failure:
        return Known(stamp, place, None, (_placed(_of_failure(failure, kind, id_, UNPARSABLE), path, failure.line),))
    record, faults, newer = _decode(kind, id_, parsed.data)
    if parsed.notes:
        faults = (*faults, BYTE_ORDER_MARK.found(kind, id_))
    faults = (*faults, *_name_faults(path, kind, id_))
    if faults:
        text = decode_text(content)[0]
        faults = tuple(_placed(fault, path, locate(text, fault.key)) for fault in faults)
    return Known(stamp, place, record, faults, newer)


def _of_failure(failure: Failure, kind: str, id: str, rule: Rule) -> Diagnostic:
    (what, hint), (what_zh, hint_zh) = failure.say("en"), failure.say("zh")
    values = {"what": what, "what_zh": what_zh, "hint": hint, "hint_zh": hint_zh}
    # A diagnostic is a clause, a failure a sentence.
    return rule.found(kind, id, **{name: clause(words) for name, words in values.items()})


def _decode(kind: str, id: str, data: dict[str, object]) -> tuple[Table | None, tuple[Diagnostic, ...], bool]:
    if kind in KINDS:
        return decode(KINDS[kind], id, data)
    if kind == "register":
        settings, faults = decode_table(Settings, kind, "", data)
        newer = newer_format(kind, "", data)
        return settings, (newer,) if newer else faults, newer is not None
    calendar, faults = decode_table(Calendar, kind, id, data)
    if calendar is not None and kind and id != str(calendar.year):
        # A copy under the name of another year, or of none, must not stand in for the year that it names.
        return None, (*faults, other_year(id, calendar.year)), False
    return calendar, faults, False


def _name_faults(path: str, kind: str, id: str) -> Iterator[Diagnostic]:
    if not kind and path.startswith("calendar/"):
        name = path.rpartition("/")[2]
        yield MISPLACED.found("calendar", name.removesuffix(".toml"), expected=f"calendar/{name}")
    elif kind == "calendar" and not re.fullmatch(r"[0-9]{4}", id):
        yield BAD_NAME.found(
            kind, id, name=id, dated=" (a calendar is named by its year)", dated_zh="（日历以年份命名）"
        )
    elif kind not in KINDS:
        return
    elif not fits(kind, id):
        dated, dated_zh = _DATED if KINDS[kind].dated else ("", "")
        yield BAD_NAME.found(kind, id, name=id, dated=dated, dated_zh=dated_zh)
    elif usual_path(kind, id) != path:
        yield MISPLACED.found(kind, id, expected=usual_path(kind, id))


def gather(files: Mapping[str, Known], before: Mapping[str, Known] = MappingProxyType({})) -> Loaded:
    """A register from what its files gave.

    Args:
        files: each file's result, by path from the top, in the order in which they are read.
        before: what they gave before, to say what changed.
    """
    settings, calendars = DEFAULTS, dict[int, Calendar]()
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    first: dict[Place, str] = {}
    unreadable: set[Place] = set()
    faults: list[Diagnostic] = []
    for path, file in files.items():
        faults += file.faults
        if file.place is None:
            continue
        if file.place in first:
            faults.append(_placed(DUPLICATE_ID.found(*file.place, id=file.place[1], other=first[file.place]), path, 1))
            continue
        first[file.place] = path
        match file.record:
            case None:
                unreadable.add(file.place)
            case Settings():
                settings = file.record
            case Calendar():
                calendars[file.record.year] = file.record
            case Record():
                records[file.place[0]][file.place[1]] = file.record
            case _:
                raise TypeError(path)
    register = Register(settings=settings, calendars=calendars, records=records, unreadable=frozenset(unreadable))
    newer = frozenset(file.place for file in files.values() if file.newer and file.place)
    return Loaded(register, files, tuple(faults), newer, frozenset(_changed(files, before)))


def _changed(files: Mapping[str, Known], before: Mapping[str, Known]) -> Iterable[Place]:
    for path, file in files.items():
        old = before.get(path)
        if file.place and (old is None or (old is not file and old[1:] != file[1:])):
            yield file.place
    for path, file in before.items():
        if file.place and path not in files:
            yield file.place


def with_files(loaded: Loaded, results: Mapping[str, Known | None]) -> Loaded:
    """The register as it is once some files give something else; the rest is shared, not copied.

    Args:
        loaded: the register before.
        results: what each changed file gives; None for one that is gone.
    """
    files = dict(loaded.files)
    for path, file in results.items():
        if file is None:
            files.pop(path, None)
        else:
            files[path] = file
    if any(fault.code == DUPLICATE_ID.code for fault in loaded.faults) or not _only_records(results, loaded):
        if not results.keys() <= loaded.files.keys():
            files = dict(sorted(files.items(), key=_as_walked))
        return gather(files, loaded.files)
    places = {_place(path, file, loaded): file for path, file in results.items()}
    register = loaded.register
    register = replace(
        register,
        records=_with_records(register.records, places),
        unreadable=register.unreadable.difference(places).union(
            place for place, file in places.items() if file is not None and file.record is None
        ),
    )
    newer = loaded.newer.difference(places).union(place for place, file in places.items() if file and file.newer)
    faults = [fault for fault in loaded.faults if fault.path not in results]
    faults += [fault for file in results.values() if file for fault in file.faults]
    return Loaded(register, files, tuple(faults), newer, frozenset(places))


def _with_records(
    records: Mapping[str, Mapping[str, Record]], places: Mapping[Place, Known | None]
) -> dict[str, Mapping[str, Record]]:
    """Records with some replaced, added or taken away, in the order in which the files would be read."""
    changed = {kind: dict(records.get(kind, {})) for kind in {kind for kind, _ in places}}
    for (kind, id_), file in places.items():
        if file is not None and isinstance(file.record, Record):
            changed[kind][id_] = file.record
        else:
            changed[kind].pop(id_, None)
    for kind, of_kind in changed.items():
        if any(id_ not in records.get(kind, {}) for id_ in of_kind):
            changed[kind] = dict(sorted(of_kind.items(), key=lambda item: f"{item[0]}.toml"))
    return {**records, **changed}


def _as_walked(item: tuple[str, Known]) -> list[str]:
    return item[0].split("/")


def _place(path: str, file: Known | None, loaded: Loaded) -> Place:
    known = file or loaded.files.get(path)
    return (known.place if known else None) or place_of(path) or ("", "")


def _only_records(results: Mapping[str, Known | None], loaded: Loaded) -> bool:
    return all(_place(path, file, loaded)[0] in KINDS for path, file in results.items())
