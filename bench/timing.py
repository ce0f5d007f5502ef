"""What something costs: processor time and elapsed time, of this process and of those that it started and waited for.

Programs that are measured run in fresh processes. Those of `bench.ours` and `bench.floors` measure themselves once their
imports are done and print one JSON object; foreign ones are measured whole, from start to end.
"""

import json
import os
import resource
import subprocess  # noqa: TID251  # the measurements start floors, peers and our own command
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from bench.workplace import WORK

Program = Callable[..., dict[str, Any]]
"""A program of `bench.ours` or `bench.floors`: takes texts, gives what it measured."""

CPU, WALL, RSS = "cpu", "wall", "rss"
"""Keys of a measurement: seconds, seconds, mebibytes."""


class Unmeasured(Exception):  # it is a reason, not an error
    """Something could not be measured; its text says why."""


class Clock(msgspec.Struct):
    """What the block of a `with clock()` cost, filled in at its end."""

    cpu: float = 0.0
    """Seconds of processor time, children included."""
    wall: float = 0.0
    """Seconds elapsed."""


class Figure(msgspec.Struct):
    """One thing measured several times."""

    samples: list[dict[str, Any]]
    """Each measurement: `cpu`, `wall`, often `rss`, and what the program says besides."""

    def middle(self, key: str) -> float:
        """The median of one key over all measurements; of a series within one, first the series' own median."""
        return median(_number(sample[key]) for sample in self.samples)

    @property
    def cpu(self) -> float:
        """Seconds of processor time, the median."""
        return self.middle(CPU)

    @property
    def wall(self) -> float:
        """Seconds elapsed, the median."""
        return self.middle(WALL)

    def note(self, key: str) -> Any:
        """What the last measurement says under a key; None where it says nothing."""
        return self.samples[-1].get(key)


def _number(value: float | list[float]) -> float:
    return median(value) if isinstance(value, list) else value


@contextmanager
def clock() -> Iterator[Clock]:
    """Measure a block."""
    cost = Clock()
    wall, cpu = time.perf_counter(), _spent()
    yield cost
    cost.cpu, cost.wall = _spent() - cpu, time.perf_counter() - wall


def told(cost: Clock, **more: Any) -> dict[str, Any]:
    """What a program of ours answers: its cost, the peak of its memory, and more."""
    return {CPU: cost.cpu, WALL: cost.wall, RSS: peak(), **more}


def peak() -> float:
    """The most memory that this process held, in MiB."""
    status = Path("/proc/self/status")
    if status.is_file():  # ru_maxrss of Linux counts what the process was before it began this program
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def answer(programs: Mapping[str, Program], words: Sequence[str]) -> int:
    """Run the program that the first word names and print what it measured, for `python -m bench.floors` and `bench.ours`."""
    if not words or words[0] not in programs:
        print(f"one of: {' '.join(programs)}", file=sys.stderr)
        return 2
    try:
        print(json.dumps(programs[words[0]](*words[1:])))
    except Unmeasured as reason:
        print(json.dumps({"unmeasured": str(reason)}))
    return 0


def run_inner(module: str, words: Sequence[str], *, limit: float = 600.0) -> dict[str, Any]:
    """Run a program of `bench.ours` or `bench.floors` in a fresh process.

    Args:
        module: `bench.ours` or `bench.floors`.
        words: the program's name and what it takes.
        limit: seconds until it is ended.

    Raises:
        Unmeasured: it failed, took too long, or says itself why it can't.
    """
    cost, out = _run([sys.executable, "-m", module, *words], limit, ok={0})
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    if "unmeasured" in found:
        raise Unmeasured(found["unmeasured"])
    return {**found, "process": cost.cpu, "process_wall": cost.wall}


def run_whole(argv: Sequence[str], *, folder: Path | None = None, limit: float = 600.0, ok: set[int]) -> dict[str, Any]:
    """Run any program in a fresh process and measure all of it, its start included.

    Args:
        argv: the program and its arguments.
        folder: where it runs.
        limit: seconds until it is ended.
        ok: exit codes that are answers.

    Raises:
        Unmeasured: it failed or took too long.
    """
    cost, out = _run(argv, limit, folder=folder, ok=ok)
    return {CPU: cost.cpu, WALL: cost.wall, "lines": out.count("\n")}


def program_says(argv: Sequence[str]) -> str:
    """The first line that a program prints, such as its version.

    Raises:
        Unmeasured: it failed.
    """
    return _run(argv, 30.0, ok={0})[1].partition("\n")[0].strip()


def environment() -> dict[str, str]:
    """The environment of everything that is measured: the machine's and the user's git settings stay out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PYTHON_REFRESH": "quiet",
        "DUTYBOOK_CONFIG_DIR": str(WORK / "settings"),
        "PYTHONPATH": str(WORK.parent.parent),
        "LC_ALL": "C.UTF-8",
    }


def _run(argv: Sequence[str], limit: float, *, folder: Path | None = None, ok: set[int]) -> tuple[Clock, str]:
    cost = Clock()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        wall, cpu = time.perf_counter(), _spent()
        try:
            status = subprocess.run(
                argv,
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                timeout=limit,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as error:
            message = f"ended after {limit:.0f} s"
            raise Unmeasured(message) from error
        except OSError as error:
            message = f"{argv[0]}: {error.strerror}"
            raise Unmeasured(message) from error
        cost.cpu, cost.wall = _spent() - cpu, time.perf_counter() - wall
        out.seek(0)
        err.seek(0)
        said = err.read().decode(errors="replace").strip()
        if status not in ok:
            message = f"{Path(argv[0]).name} ended with {status}: {said.splitlines()[-1] if said else 'no word'}"
            raise Unmeasured(message)
        return cost, out.read().decode(errors="replace")


def _spent() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
