"""What dutybook does, each in a fresh process: `python -m bench.ours NAME ...` runs one and prints one JSON object.

What is counted begins after the imports, with a process that has done nothing yet; where a program that stays (the app)
does something again and again, it is the median of a series.
"""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.generator import TODAY
from bench.memory import one_year
from bench.timing import Clock
from bench.timing import Program
from bench.timing import Unmeasured
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.check import check as check_register
from schema.identity import place_of
from schema.kinds import KINDS
from schema.obligation import obligations
from store.cache import Cache
from store.location import find
from store.past.annals import Annals
from store.past.blame import blame as blame_fields
from store.past.chronology import Chronology
from store.register import RegisterStore

ROUNDS = 5
"""How often a short step is done again within one process."""
_PATIENCE = 600.0
"""Seconds that the history table may take to fill."""


def open_cold(top: str) -> dict[str, Any]:
    """Open a register without its cache."""
    with clock() as cost:
        store = RegisterStore.open(Path(top), cached=False)
    return told(cost, faults=len(store.faults))


def open_warm(top: str) -> dict[str, Any]:
    """Open a register by its cache, nothing changed since."""
    with clock() as cost:
        store = RegisterStore.open(Path(top))
    return told(cost, faults=len(store.faults))


def list_warm(top: str) -> dict[str, Any]:
    """Have the lines of every list ready, by the cache."""
    costs, count = [], 0
    gc.disable()
    for _ in range(ROUNDS):
        with clock() as cost:
            cache = Cache(find(Path(top)).state_dir)
            lists = [cache.lines(kind) for kind in KINDS]
        costs.append(cost)
        count = sum(len(lines) for lines in lists if lines)
    if not count:
        message = "the cache holds no lines"
        raise Unmeasured(message)
    return _series(costs, count=count)


def outside(top: str) -> dict[str, Any]:
    """Ask what was changed outside and is not committed."""
    store = RegisterStore.open(Path(top))
    return _series([_timed(store.outside) for _ in range(ROUNDS)])


def reload(top: str) -> dict[str, Any]:
    """Find again what changed on disk, in an open register."""
    store = RegisterStore.open(Path(top))
    return _series([_timed(store.reload) for _ in range(ROUNDS)])


def check(top: str) -> dict[str, Any]:
    """Read a register whole and check it."""
    with clock() as cost:
        store = RegisterStore.open(Path(top), cached=False)
        found = store.check(TODAY)
    return told(cost, found=len(found), codes=sorted({one.code for one in found}))


def check_alone(top: str) -> dict[str, Any]:
    """Check a register that is in memory, as the rules do it."""
    register = RegisterStore.open(Path(top), cached=False).register
    gc.disable()
    return _series([_timed(lambda: check_register(register, TODAY)) for _ in range(ROUNDS)])


def due(size: str) -> dict[str, Any]:
    """Every obligation of a year, of a register in memory."""
    register = one_year(int(size))
    costs, count, open_ = [], 0, 0
    gc.disable()
    for _ in range(ROUNDS):
        with clock() as cost:
            found = obligations(register, TODAY)
        costs.append(cost)
        count, open_ = len(found), sum(one.is_open for one in found)
        del found
    return _series(costs, count=count, open=open_, duties=len(register.duties), activities=len(register.activities))


def save(top: str, count: str) -> dict[str, Any]:
    """Save one changed work record after another in an open register."""
    return _series(list(_saves(top, "activity", int(count))))


def save_duty(top: str, count: str) -> dict[str, Any]:
    """The same for duties, which all lie in one folder."""
    return _series(list(_saves(top, "duty", int(count))))


def log(top: str, *paths: str) -> dict[str, Any]:
    """List the commits of a record, in an open register whose history table is filled."""
    history = _history(top)
    costs, found = [], []
    for path in paths:
        with clock() as cost:
            commits = history.log(paths=[path])
        costs.append(cost)
        found.append(len(commits))
    return _series(costs, found=found)


def fill_history(top: str) -> dict[str, Any]:
    """Fill the history table from nothing."""
    place = find(Path(top))
    Annals(place).cache.discard()
    with clock() as cost:
        history = _history(top)
    return told(cost, count=len(history.log()))


def blame(top: str, path: str) -> dict[str, Any]:
    """Say who set each field of a record last, in an open register whose history table is filled."""
    place = find(Path(top))
    record = place_of(path)
    if record is None or place.head is None:
        message = f"{path} is no committed record"
        raise Unmeasured(message)
    git, history = place.git(), _history(top)
    head = place.head
    costs = [_timed(lambda: blame_fields(git, history, record, head, [path])) for _ in range(ROUNDS)]
    return _series(costs, found=len(history.log(paths=[path])))


def _history(top: str) -> Chronology:
    """The history of a register with its table filled."""
    place = find(Path(top))
    history = Chronology(place.git(), place, patience=_PATIENCE)
    if place.head is None or not history.log(limit=1) or not Annals(place).knows(place.head):
        message = "the history table can't be filled"
        raise Unmeasured(message)
    return history


def _saves(top: str, kind: str, count: int) -> Iterator[Clock]:

    store = RegisterStore.open(Path(top), cached=False)
    ids = sorted(store.register.records[kind])
    for number, id_ in enumerate(ids[:: max(1, len(ids) // count)][:count]):
        field = FieldChange(key=("title",), value=f"改{number}")
        record = RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=(field,))
        changes = ChangeSet(action="set", records=(record,), reason="核对后更正")
        yield _timed(lambda changes=changes: store.save(changes))


def _timed(step: Any) -> Clock:
    with clock() as cost:
        step()
    return cost


def _series(costs: list[Clock], **more: Any) -> dict[str, Any]:
    return {**told(Clock(), **more), "cpu": [cost.cpu for cost in costs], "wall": [cost.wall for cost in costs]}


PROGRAMS: dict[str, Program] = {
    "open-cold": open_cold,
    "open-warm": open_warm,
    "list-warm": list_warm,
    "outside": outside,
    "reload": reload,
    "check": check,
    "check-alone": check_alone,
    "due": due,
    "save": save,
    "save-duty": save_duty,
    "log": log,
    "fill-history": fill_history,
    "blame": blame,
}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
