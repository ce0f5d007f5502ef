"""`python -m bench SIZES...`: measures dutybook on registers of these sizes and prints ratios to floors and peers.

The table on standard output is Markdown; every sample goes to bench/work/results.json. What is going on is told on
standard error.
"""

import argparse
import os
import sys
import time
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version
from typing import Final

from bench import peers
from bench.generator import SMALLEST
from bench.measurements import GROUPS
from bench.measurements import GROWTHS
from bench.measurements import Bench
from bench.measurements import measure
from bench.measurements import measure_start
from bench.report import Row
from bench.report import growths
from bench.report import machine
from bench.report import markdown
from bench.report import write_json
from bench.timing import Unmeasured
from bench.timing import environment
from bench.timing import program_says
from bench.workplace import WORK
from bench.workplace import prepare

_FULL: Final = 100_000
_COMMITS, _COMMITS_FULL = 2_000, 20_000


def main(words: list[str]) -> int:
    """Measure and print; 0 also where goals are missed, for a measurement is no test."""
    asked = _parse(words)
    wanted = environment()
    os.environ.clear()
    os.environ.update(wanted)
    line = machine(_say("git", "--version"), _versions())
    print(line, file=sys.stderr)
    rows: list[Row] = []
    if not asked.only:
        rows += measure_start(asked.runs)
    for size in sorted(set(asked.sizes)):
        begun = time.monotonic()
        commits = asked.commits if asked.commits is not None else _COMMITS_FULL if size >= _FULL else _COMMITS
        bench = Bench(prepare(size, commits), asked.runs)
        _tell(f"{size:,} records are there after {time.monotonic() - begun:.0f} s")
        for row in measure(bench, asked.only or list(GROUPS)):
            rows.append(row)
            _tell(f"{time.monotonic() - begun:5.0f} s  {row.name} at {size:,}, {row.against}: {row.verdict}")
    growth = growths(rows, GROWTHS)
    print(markdown(line, rows, growth), end="")
    write_json(WORK / "results.json", line, rows, growth)
    return 0


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__.partition("\n")[0] if __doc__ else None
    )
    parser.add_argument(
        "sizes", nargs="*", type=_size, default=[1_000, 10_000, _FULL], help="records; default 1000 10000 100000"
    )
    parser.add_argument(
        "--commits", type=int, help="commits of the history; default 2,000, from 100,000 records on 20,000"
    )
    parser.add_argument("--runs", type=int, default=3, help="fresh processes of each; default 3")
    parser.add_argument("--only", action="append", choices=list(GROUPS), help="measure this group; may be given again")
    return parser.parse_args(words)


def _size(word: str) -> int:
    size = int(word.replace(",", "").replace("_", ""))
    if size < SMALLEST:
        message = f"the smallest register has {SMALLEST} records"
        raise argparse.ArgumentTypeError(message)
    return size


def _versions() -> list[str]:
    found = [_library("textual"), _library("rtoml"), _library("msgspec")]
    programs = (peers.find_recfix(), peers.find_doorstop())
    return [*found, *(_say(program, "--version") for program in programs if program is not None)]


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def _say(*argv: str) -> str:
    try:
        return program_says(argv)
    except Unmeasured as reason:
        return str(reason)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
