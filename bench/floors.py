"""The floors: small programs that do the least that any program must do for the same work, for everyone to redo.

`python -m bench.floors NAME ...` runs one and prints one JSON object: seconds of processor time and elapsed time of its
working part, the peak of its memory, and how much it handled. They take the record's shapes from schema.kinds and nothing
else from dutybook.
"""

import gc
import os
import subprocess  # noqa: TID251  # a floor of git is git itself
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from pathlib import Path
from typing import Any

import msgspec
import rtoml

from bench.timing import Clock
from bench.timing import Program
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from schema.kinds import BY_FOLDER
from schema.kinds.base import Record

_MOMENTS = (date, datetime, time)
_GIT = ["git", "-c", "core.fsync=all", "-c", "gc.auto=0", "-c", "maintenance.auto=false"]
ROUNDS = 5
"""How often a short step is done again within one process."""


def load(top: str) -> dict[str, Any]:
    """Read every record, parse it with rtoml, convert it with msgspec: one loop, no checks, no faults."""
    gc.disable()
    with clock() as cost:
        records = list(_decode(top))
    return told(cost, count=len(records))


def columns(file: str) -> dict[str, Any]:
    """Read a msgpack file of list columns into structs."""
    gc.disable()
    costs = []
    rows: list[Columns] = []
    for _ in range(ROUNDS):
        rows = []
        with clock() as cost:
            rows = msgspec.msgpack.decode(Path(file).read_bytes(), type=list[Columns])
        costs.append(cost)
    return _series(costs, count=len(rows), bytes=Path(file).stat().st_size)


def pack_columns(top: str, file: str) -> dict[str, Any]:
    """Make the file of `columns`: what a list shows of each record."""
    with clock() as cost:
        rows = [Columns.of(record) for record in _decode(top)]
        Path(file).write_bytes(msgspec.msgpack.encode(rows))
    return told(cost, count=len(rows))


def status(top: str) -> dict[str, Any]:
    """Ask git what changed, untracked files included, with its cache of untracked files on."""
    costs = []
    for _ in range(ROUNDS):
        with clock() as cost:
            _git(
                top, "--no-optional-locks", "status", "--porcelain=v2", "-z", "--untracked-files=normal", "--no-renames"
            )
        costs.append(cost)
    return _series(costs)


def pass_over(size: str) -> dict[str, Any]:
    """Go once over the decoded duties and work records of one year and count what names what."""
    from bench.memory import one_year  # noqa: PLC0415  # only this floor needs a register in memory

    register = one_year(int(size))
    costs, needed = [], 0
    found: Counter[tuple[str, str]] = Counter()
    gc.disable()
    for _ in range(ROUNDS):
        found = Counter()
        with clock() as cost:
            needed = sum(row.n for duty in register.duties.values() for row in duty.cadence)
            for activity in register.activities.values():
                for row in activity.fulfils:
                    found[row.duty, row.period] += activity.state == "filed"
        costs.append(cost)
    return _series(costs, needed=needed, count=len(found))


def save(top: str, count: str) -> dict[str, Any]:
    """Commit one changed work record after another: `git add` and `git commit`; the writing of the file is not counted."""
    return _series(list(_commits(top, "activities", int(count))))


def save_duty(top: str, count: str) -> dict[str, Any]:
    """The same for duties, which all lie in one folder."""
    return _series(list(_commits(top, "duties", int(count))))


def log(top: str, *paths: str) -> dict[str, Any]:
    """List the commits of a record: `git log -- path`, in a repository whose commit-graph holds changed paths."""
    costs, found = [], []
    for path in paths:
        with clock() as cost:
            out = _git(top, "log", "-z", "--format=%H%x1f%aI%x1f%an%x1f%s", "--", path)
        costs.append(cost)
        found.append(out.count(b"\0"))
    return _series(costs, found=found)


def walk(top: str) -> dict[str, Any]:
    """List every commit with the files that it touched: `git log --raw`."""
    with clock() as cost:
        out = _git(
            top, "log", "-z", "--raw", "--no-abbrev", "--no-renames", "--root", "--format=%x01%H%x1f%aI%x1f%an%x1f%B"
        )
    return told(cost, count=out.count(b"\x01"))


def blame(top: str, path: str) -> dict[str, Any]:
    """Say who set each line of a record last: `git blame`."""
    costs = []
    for _ in range(ROUNDS):
        with clock() as cost:
            _git(top, "blame", "--porcelain", "--", path)
        costs.append(cost)
    return _series(costs)


class Columns(msgspec.Struct, array_like=True, gc=False):
    """What a list shows of one record."""

    id: str
    code: str
    title: str
    type: str
    state: str
    unit: str
    day: str
    changed: int
    path: str

    @classmethod
    def of(cls, record: Record) -> "Columns":
        """The columns of a record."""
        given: Any = record
        title = getattr(given, "title", "") or getattr(given, "name", "")
        sort, state, unit, day = (str(getattr(given, name, "")) for name in ("type", "state", "unit", "date"))
        return cls(record.id, record.code, title, sort, state, unit, day, 0, f"{type(record).__name__}/{record.id}")


def _decode(top: str) -> Iterator[Record]:
    for folder, kind in BY_FOLDER.items():
        for root, _, names in os.walk(f"{top}/{folder}"):
            for name in names:
                file = os.open(f"{root}/{name}", os.O_RDONLY)
                text = os.read(file, 1 << 20).decode()
                os.close(file)
                yield msgspec.convert({**rtoml.loads(text), "id": name[:-5]}, kind.struct, builtin_types=_MOMENTS)


def _commits(top: str, folder: str, count: int) -> Iterator[Clock]:
    paths = sorted(path.relative_to(top).as_posix() for path in Path(top, folder).rglob("*.toml"))
    for number, path in enumerate(paths[:: max(1, len(paths) // count)][:count]):
        file = Path(top, path)
        file.write_bytes(file.read_bytes().replace(b'title = "', f'title = "改{number}'.encode(), 1))
        with clock() as cost:
            _git(top, "add", "--", path)
            _git(top, "commit", "--quiet", "--message", f"activity: title {number}", "--", path)
        yield cost


def _git(top: str, *words: str) -> bytes:
    return subprocess.run([*_GIT, *words], cwd=top, capture_output=True, check=True).stdout


def _series(costs: list[Clock], **more: Any) -> dict[str, Any]:
    whole = Clock()
    found = told(whole, **more)
    return {**found, "cpu": [cost.cpu for cost in costs], "wall": [cost.wall for cost in costs]}


PROGRAMS: dict[str, Program] = {
    "load": load,
    "columns": columns,
    "pack-columns": pack_columns,
    "status": status,
    "pass": pass_over,
    "save": save,
    "save-duty": save_duty,
    "log": log,
    "walk": walk,
    "blame": blame,
}
"""Every floor by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
