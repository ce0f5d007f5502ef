"""What is measured at each size, ours against its floor, alternately and in fresh processes."""

import itertools
import os
import shutil
import sys
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import peers
from bench.generator import TODAY
from bench.painting import STEPS
from bench.painting import paint_empty
from bench.painting import paint_ours
from bench.painting import save_seen
from bench.report import Goal
from bench.report import Row
from bench.timing import Figure
from bench.timing import Unmeasured
from bench.timing import run_inner
from bench.timing import run_whole
from bench.workplace import HOT_REVISIONS
from bench.workplace import Workplace
from bench.workplace import clone

Step = Callable[[], dict[str, Any]]
"""Measures one thing once."""

HUNDRED = (100_000,)
TEN = (10_000,)
BOTH = (10_000, 100_000)
WATCHED = ("reload", "save", "history", "sync")
"""What is done while the event loop is watched."""
_AT_REST = 1.0
"""Load of a processor up to which elapsed time says something."""
LARGEST_PEER = 10_000
"""Above it doorstop takes a quarter of an hour, and `recfix` half an hour (its look for double keys is quadratic) or 2.6 GB."""
GROWTHS = {
    "save a work record": Goal(10, "growth"),
    "due, a year in memory": Goal(120, "growth"),
    "ledger written": Goal(12, "growth"),
    "ledger read and compared": Goal(12, "growth"),
}
"""Goals of growth from 1,000 to 100,000 records, by row; ledgers go to 10,000."""


@dataclass(frozen=True)
class Bench:
    """One size and how it is measured."""

    place: Workplace
    runs: int
    """Fresh processes of each."""

    @property
    def size(self) -> int:
        """How many records."""
        return self.place.size

    @property
    def top(self) -> str:
        """The register."""
        return str(self.place.register)


def ours(*words: str) -> Step:
    """A program of bench.ours."""
    return partial(run_inner, "bench.ours", words)


def seat(*words: str) -> Step:
    """A program of bench.seat."""
    return partial(run_inner, "bench.seat", words)


def floor(*words: str) -> Step:
    """A program of bench.floors."""
    return partial(run_inner, "bench.floors", words)


def compare(row: Row, mine: Step, theirs: Step | None, runs: int) -> Row:
    """Measure two things alternately, so that what else the machine does falls on both.

    Args:
        row: what it is, without figures.
        mine: ours.
        theirs: the floor; None where there is none.
        runs: how often each.
    """
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    try:
        for _ in range(runs):
            for samples, step in zip(found, (mine, theirs), strict=True):
                if step is not None:
                    samples.append(step())
    except Unmeasured as reason:
        figures = [Figure(samples) if samples else None for samples in found]
        return _filled(row, figures[0], figures[1], str(reason))
    return _filled(row, Figure(found[0]), Figure(found[1]) if theirs else None)


def _filled(row: Row, mine: Figure | None, theirs: Figure | None, unmeasured: str = "") -> Row:
    return Row(row.name, row.size, row.against, mine, theirs, row.goal, unmeasured, row.note, row.whole)


def measure_start(runs: int) -> Iterator[Row]:
    """What has no size: the command's own start."""
    script = Path(sys.executable).with_name("dutybook")
    argv = [str(script)] if script.is_file() else [sys.executable, "-m", "dutybook"]
    row = Row("`dutybook --version`", 0, "`python -c pass`", goal=Goal(4))
    nothing = partial(run_whole, [sys.executable, "-c", "pass"], ok={0})
    yield compare(row, partial(run_whole, [*argv, "--version"], ok={0}), nothing, 5 * runs)


def measure_open(bench: Bench) -> Iterator[Row]:
    """Reading a register, with and without its cache."""
    top, size = bench.top, bench.size
    least = floor("load", top)
    against = "read + rtoml + msgspec"
    cold = compare(
        Row("open, no cache", size, against, goal=Goal(1.3, sizes=HUNDRED)), ours("open-cold", top), least, bench.runs
    )
    yield cold
    yield compare(
        Row("open and check, no cache", size, against, goal=Goal(3, sizes=HUNDRED)),
        ours("check", top),
        least,
        bench.runs,
    )
    yield compare(
        Row("check alone, in memory", size, against, goal=Goal(3, sizes=BOTH)),
        ours("check-alone", top),
        least,
        bench.runs,
    )
    yield _filled(Row("memory after open", size, "", goal=Goal(400, "mib", HUNDRED)), cold.ours, None, cold.unmeasured)
    prepared = compare(Row("", size, ""), ours("open-warm", top), None, 1)  # fills the cache
    yield compare(
        Row("open, cache warm", size, against, note="whole register"), ours("open-warm", top), least, bench.runs
    )
    file = str(bench.place.folder / "columns.msgpack")
    packed = compare(Row("", size, ""), floor("pack-columns", top, file), None, 1)
    row = Row("list ready, cache warm", size, "msgpack of the same columns", goal=Goal(2, sizes=HUNDRED))
    if prepared.unmeasured or packed.unmeasured:
        yield _filled(row, None, None, prepared.unmeasured or packed.unmeasured)
    else:
        yield compare(row, ours("list-warm", top), floor("columns", file), bench.runs)


def measure_changes(bench: Bench) -> Iterator[Row]:
    """Finding what changed on disk."""
    for name, program in (("changed since the last commit", "outside"), ("changed since the last look", "reload")):
        row = Row(name, bench.size, "`git status`, untracked cache", goal=Goal(1.2, sizes=HUNDRED))
        yield compare(row, ours(program, bench.top), floor("status", bench.top), bench.runs)


def measure_due(bench: Bench) -> Iterator[Row]:
    """Every obligation of a year."""
    row = Row("due, a year in memory", bench.size, "one pass over the records", goal=Goal(5))
    found = compare(row, ours("due", str(bench.size)), floor("pass", str(bench.size)), bench.runs)
    if found.ours is None:
        yield found
        return
    duties, activities, count = (found.ours.note(key) for key in ("duties", "activities", "count"))
    note = f"{duties:,} duties, {activities:,} work records, {count:,} obligations"
    yield Row(found.name, found.size, found.against, found.ours, found.floor, found.goal, found.unmeasured, note)


def measure_filter(bench: Bench) -> Iterator[Row]:
    """A keystroke in a filter."""
    if bench.size not in BOTH:
        return
    rows = str(bench.size)
    row = Row(
        "key to paint while filtering", bench.size, "DataTable, same rows",
        goal=Goal(30 if bench.size == TEN[0] else 100, "speed"),
    )  # fmt: skip
    yield compare(
        row,
        partial(run_inner, "bench.keystroke", ("list", rows)),
        partial(run_inner, "bench.keystroke", ("table", rows)),
        1,
    )


def measure_scroll(bench: Bench) -> Iterator[Row]:
    """A key that moves in a list: pages and rows down."""
    if bench.size not in BOTH:
        return
    rows = str(bench.size)
    row = Row("key to paint while scrolling", bench.size, "DataTable, same rows", goal=Goal(1, "speed"))
    yield compare(
        row,
        partial(run_inner, "bench.keystroke", ("scroll-list", rows)),
        partial(run_inner, "bench.keystroke", ("scroll-table", rows)),
        bench.runs,
    )


def measure_seat(bench: Bench) -> Iterator[Row]:
    """The app from the keyboard: a record and its form opened, a save seen, and how long keys wait while git is asked."""
    top = bench.top
    floors = (("record", "a list with the file's text beside it", ["record-floor", top]),
              ("form", "a screen of 20 lines", ["form-floor"]))  # fmt: skip
    for what, against, least in floors:
        row = Row(f"app: {what} opened", bench.size, against)
        yield compare(row, seat(what, top), seat(*least), bench.runs)
    yield from watch(bench, "open", seat("opening", top))
    try:
        made = clone(bench.place, "seat")
    except OSError as error:
        yield Row("app: save seen", bench.size, "", unmeasured=str(error))
        return
    row = Row("app: save seen, F2 to Saved", bench.size, "`git add` + `git commit`, same fsync", whole=True)
    yield compare(row, partial(save_seen, made), floor("save-duty", str(made), "5"), bench.runs)
    shutil.rmtree(made.with_name("seat-remote"), ignore_errors=True)
    for what in WATCHED:
        yield from watch(bench, what, seat("served", str(made), what))


def watch(bench: Bench, what: str, step: Step) -> Iterator[Row]:
    """How long keys wait while the event loop does not work itself; elapsed time, so it is judged on a machine at rest only."""
    found = compare(Row(f"app: keys wait, {what}", bench.size, "", goal=Goal(50, "ms")), step, None, 1)
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = f"others had the processor: load {load:.0f} on {cores}" if load > _AT_REST * cores else ""
    yield _filled(found, found.ours, None, found.unmeasured or busy)


def measure_save(bench: Bench) -> Iterator[Row]:
    """Saving one record after another; floor and ours in clones of their own, one after the other."""
    large = bench.size > TEN[0]
    count = str(9 if large else 15)
    goal = Goal(0.4 if large else 1.15, sizes=BOTH)
    try:
        top = str(clone(bench.place, "saves"))
    except OSError as error:
        yield Row("save a work record", bench.size, "", unmeasured=str(error), goal=goal)
        return
    for name, program in (("save a work record", "save"), ("save a duty", "save-duty")):
        row = Row(name, bench.size, "`git add` + `git commit`, same fsync", goal=goal)
        # Git first: it leaves its index at rest, and ours then starts from what a person's own git leaves.
        yield compare(row, ours(program, top, count), floor(program, top, count), 2)


def measure_log(bench: Bench) -> Iterator[Row]:
    """The commits of one record, and the table that they come from."""
    paths = [bench.place.hot, *bench.place.cold[:8]]
    note = f"{bench.place.commits:,} commits"
    filling = Row("history table filled from nothing", bench.size, "`git log --raw`, all commits", note=note)
    yield compare(filling, ours("fill-history", bench.top), floor("walk", bench.top), 1)
    row = Row(
        "log of a record", bench.size, "`git log -- path`, changed paths", goal=Goal(10, "speed", HUNDRED), note=note
    )
    yield compare(row, ours("log", bench.top, *paths), floor("log", bench.top, *paths), bench.runs)


def measure_blame(bench: Bench) -> Iterator[Row]:
    """Who set each field of a record last."""
    hot = bench.place.hot
    row = Row(
        "blame by field", bench.size, "`git blame` of the file", goal=Goal(0.6, sizes=HUNDRED),
        note=f"{HOT_REVISIONS} revisions, {bench.place.commits:,} commits",
    )  # fmt: skip
    yield compare(row, ours("blame", bench.top, hot), floor("blame", bench.top, hot), bench.runs)


def measure_paint(bench: Bench) -> Iterator[Row]:
    """The app's start in a terminal, its cache warm."""
    for name in STEPS:
        goal = Goal(1.5, sizes=HUNDRED) if name == "app: first paint" else None
        row = Row(name, bench.size, "first paint of an empty Textual app", goal=goal, whole=True)
        yield compare(row, partial(paint_ours, bench.place.register, name), paint_empty, bench.runs)


def measure_commands(bench: Bench) -> Iterator[Row]:
    """The command line as a person uses it, from its start to its end."""
    for words in (("list", "duty"), ("due", "--on", str(TODAY)), ("check", "--on", str(TODAY))):
        argv = [sys.executable, "-m", "dutybook", *words, "--register", bench.top]
        row = Row(f"`dutybook {words[0]}`", bench.size, "", note="command, cache warm", whole=True)
        yield compare(row, partial(run_whole, argv, ok={0, 1}), None, bench.runs)


def measure_peers(bench: Bench) -> Iterator[Row]:
    """A check of the same number of items by others, all processes whole."""
    check = ours("check", bench.top)
    yield from _measure_recfix(bench, check)
    yield _measure_doorstop(bench, check)


def _measure_recfix(bench: Bench, check: Step) -> Iterator[Row]:
    goal = Goal(1, sizes=TEN)
    rows = [
        Row("check, whole process", bench.size, "recfix: types, keys, references", goal=goal, whole=True),
        Row("check, whole process", bench.size, "recfix: types alone", goal=goal, whole=True),
    ]
    program = peers.find_recfix()
    if program is None:
        yield from (_filled(row, None, None, "recutils is not installed") for row in rows)
        return
    for row, with_keys in zip(rows, (True, False), strict=True):
        if bench.size > LARGEST_PEER:
            yield _filled(row, None, None, f"not asked above {LARGEST_PEER:,} items")
            continue
        file = bench.place.peers / f"{'whole' if with_keys else 'types'}.rec"
        if not file.is_file():
            peers.write_database(bench.size, file, with_keys=with_keys)
        yield compare(
            row, check, partial(run_whole, [program, "--check", str(file)], ok={0}), 1 if with_keys else bench.runs
        )


def _measure_doorstop(bench: Bench, check: Step) -> Row:
    row = Row("check, whole process", bench.size, "doorstop", goal=Goal(100, "speed", TEN), whole=True)
    program = peers.find_doorstop()
    if program is None:
        return _filled(row, None, None, f"doorstop is not installed (or name it in {peers.DOORSTOP_VARIABLE})")
    if bench.size > LARGEST_PEER:
        return _filled(row, None, None, f"not asked above {LARGEST_PEER:,} items")
    folder = bench.place.peers / "doorstop"
    if not folder.is_dir():
        peers.write_project(bench.size, folder)
    theirs = partial(run_whole, [program, "--quiet"], folder=folder, ok={0})
    return compare(row, check, theirs, 1)


def measure_past(bench: Bench) -> Iterator[Row]:
    """The whole register as of a commit."""
    against = "`cat-file --batch` + decode"
    least = partial(run_inner, "bench.past", ("floor", bench.top))
    for name, program, limit in (
        ("register as of a commit, first look", "first", 1.3),
        ("register as of a commit, second look", "second", 0.2),
    ):
        row = Row(name, bench.size, against, goal=Goal(limit, sizes=HUNDRED))
        yield compare(row, partial(run_inner, "bench.past", (program, bench.top)), least, bench.runs)


def measure_merge(bench: Bench) -> Iterator[Row]:
    """Records changed on both sides, merged by field and by lines."""
    try:
        made = str(clone(bench.place, "both-sides"))
    except OSError as error:
        yield Row("merge", bench.size, "", unmeasured=str(error))
        return
    run_inner("bench.merging", ("make", made))
    target = f"{made}-copy"

    def once(program: str) -> Step:
        def step() -> dict[str, Any]:
            run_inner("bench.merging", ("copy", made, target))
            return run_inner("bench.merging", (program, target))

        return step

    row = Row(
        "merge, 100 records changed on both sides", bench.size, "plain `git merge` (text)", goal=Goal(2, sizes=TEN)
    )
    found = compare(row, once("ours"), once("floor"), bench.runs)
    if found.ours is not None and found.floor is not None:
        left, wrong = found.ours.note("conflicts"), found.ours.note("wrong")
        note = f"{found.floor.note('conflicts')} conflicts of git's, {left} of ours, {wrong} wrong results"
        found = Row(found.name, found.size, found.against, found.ours, found.floor, found.goal, "", note)
    yield found
    yield compare(Row("the same, worked out and checked", bench.size, ""), once("check"), None, bench.runs)


def measure_texts(bench: Bench) -> Iterator[Row]:
    """Policy texts: the floor is ten texts of a tenth of the length, so that 1 is linear."""
    row = Row("policy text of 300 articles, taken apart", bench.size, "10 of 30 articles", goal=Goal(1.5))
    whole = partial(run_inner, "bench.texts", ["taken-apart", "300", "1"])
    yield compare(row, whole, partial(run_inner, "bench.texts", ["taken-apart", "30", "10"]), bench.runs)


def measure_ledgers(bench: Bench) -> Iterator[Row]:
    """Every record as a ledger, out and in again."""
    if bench.size > TEN[0]:
        return  # nobody opens a sheet of 100,000 rows to fill it in
    size = str(bench.size)
    for name, program, goal in (("ledger written", "write", 8), ("ledger read and compared", "read", 3)):
        row = Row(name, bench.size, "openpyxl, the same cells", goal=Goal(goal, sizes=TEN))
        least = partial(run_inner, "bench.ledgers", (f"floor-{program}", size))
        yield compare(row, partial(run_inner, "bench.ledgers", (program, size)), least, 1)


GROUPS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "open": measure_open,
    "changes": measure_changes,
    "due": measure_due,
    "filter": measure_filter,
    "scroll": measure_scroll,
    "save": measure_save,
    "log": measure_log,
    "blame": measure_blame,
    "past": measure_past,
    "merge": measure_merge,
    "ledgers": measure_ledgers,
    "paint": measure_paint,
    "seat": measure_seat,
    "commands": measure_commands,
    "texts": measure_texts,
    "peers": measure_peers,
}
"""What can be asked for by name."""


def measure(bench: Bench, groups: list[str]) -> Iterator[Row]:
    """Measure some groups at one size, in the order of `GROUPS`."""
    return itertools.chain.from_iterable(GROUPS[name](bench) for name in GROUPS if name in groups)
