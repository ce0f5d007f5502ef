"""What the measurements say: rows with ours, the floor, the ratio, the goal and whether it is met; as Markdown and as JSON."""

import json
import os
import platform
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.timing import Figure

Sense = Literal["cost", "speed", "mib", "growth", "ms", "wall"]
"""What a goal limits: ours as a multiple of the floor, how many times less than the peer, memory, growth between sizes, how long keys
wait while the event loop does not work itself, elapsed time as a multiple of the floor's."""


@dataclass(frozen=True)
class Goal:
    """What is to be reached."""

    limit: float
    sense: Sense = "cost"
    sizes: tuple[int, ...] = ()
    """The sizes that it is set for; empty for all."""

    def text(self) -> str:
        """As a table shows it."""
        match self.sense:
            case "cost" | "growth":
                return f"≤ {self.limit:g}x"
            case "speed":
                return f"≥ {self.limit:g}x less"
            case "mib":
                return f"≤ {self.limit:g} MiB"
            case "ms":
                return f"≤ {self.limit:g} ms"
            case "wall":
                return f"≤ {self.limit:g}x elapsed"


@dataclass(frozen=True)
class Row:
    """One thing measured at one size."""

    name: str
    size: int
    """Records, or rows of a list; 0 for what has no size."""
    against: str
    """What the floor is."""
    ours: Figure | None = None
    floor: Figure | None = None
    goal: Goal | None = None
    unmeasured: str = ""
    """Why it was not measured; empty where it was."""
    note: str = ""
    whole: bool = False
    """Whether the whole process counts, its start and imports included."""

    @property
    def value(self) -> float | None:
        """What the goal is held against: the ratio of processor times, or memory in MiB; None where there is none."""
        if self.ours is None:
            return None
        if self.goal is not None and self.goal.sense == "mib":
            return self.ours.middle("rss")
        if self.goal is not None and self.goal.sense == "ms":
            return self.ours.middle("idle") * 1000
        if self.goal is not None and self.goal.sense == "wall" and self.floor is not None:
            return self.ours.wall / self.floor.wall
        if self.floor is None or not self.floor.cpu or not self.ours_cpu:
            return None
        if self.goal is not None and self.goal.sense == "speed":
            return self.floor.cpu / self.ours_cpu
        return self.ours_cpu / self.floor.cpu

    @property
    def ours_cpu(self) -> float:
        """Our processor time in seconds; 0 where nothing was measured."""
        return self._ours("cpu", "process")

    @property
    def ours_wall(self) -> float:
        """Our elapsed time in seconds; 0 where nothing was measured."""
        return self._ours("wall", "process_wall")

    def _ours(self, inner: str, whole: str) -> float:
        if self.ours is None:
            return 0.0
        return self.ours.middle(whole if self.whole and whole in self.ours.samples[0] else inner)

    @property
    def verdict(self) -> str:
        """`met` or `missed`, and for which size the goal is set where it is another."""
        if self.unmeasured:
            return f"not measured: {self.unmeasured}"
        if self.goal is None or self.value is None:
            return "no goal"
        reached = self.value >= self.goal.limit if self.goal.sense == "speed" else self.value <= self.goal.limit
        word = "met" if reached else "**missed**"
        if self.goal.sizes and self.size not in self.goal.sizes:
            return f"{word} (set for {' and '.join(f'{size:,}' for size in self.goal.sizes)})"
        return word


@dataclass(frozen=True)
class Growth:
    """How much dearer something became from the smallest size to the largest."""

    name: str
    sizes: tuple[int, int]
    times: float
    goal: Goal | None = None

    @property
    def verdict(self) -> str:
        """`met`, `missed` or `no goal`."""
        if self.goal is None:
            return "no goal"
        return "met" if self.times <= self.goal.limit else "**missed**"


def machine(git: str, versions: Iterable[str]) -> str:
    """One line on the machine.

    Args:
        git: what `git --version` says.
        versions: of peers, where they are installed.
    """
    cores = os.cpu_count() or 1
    parts = [f"{platform.system()} {platform.machine()}", f"{cores} cores", f"Python {platform.python_version()}", git]
    return " · ".join([*parts, *versions])


def growths(rows: Sequence[Row], goals: dict[str, Goal]) -> list[Growth]:
    """The growth of everything that was measured at more than one size.

    Args:
        rows: all rows.
        goals: by name of the row, where there is one.
    """
    found = []
    timed = [row for row in rows if row.ours_cpu and not (row.goal and row.goal.sense == "mib")]
    for name, against in dict.fromkeys((row.name, row.against) for row in timed):
        several = sorted((row for row in timed if (row.name, row.against) == (name, against)), key=lambda row: row.size)
        if len(several) > 1 and several[0].size < several[-1].size:
            sizes = (several[0].size, several[-1].size)
            found.append(Growth(name, sizes, several[-1].ours_cpu / several[0].ours_cpu, goals.get(name)))
    return found


def markdown(line: str, rows: Sequence[Row], growth: Sequence[Growth]) -> str:
    """The tables, to be read on the screen and pasted into a page."""
    out = [line, "", "Processor time, the median; elapsed time in brackets.", ""]
    out += ["| what | records | ours | floor or peer | ratio | goal | |", "|---|---:|---:|---:|---:|---|---|"]
    out += [_line(row) for row in rows]
    if growth:
        out += ["", "| growth of our processor time | from | to | times | goal | |", "|---|---:|---:|---:|---|---|"]
        out += [
            f"| {one.name} | {one.sizes[0]:,} | {one.sizes[1]:,} | {one.times:.1f}x | {_goal(one.goal)} | {one.verdict} |"
            for one in growth
        ]
    return "\n".join(out) + "\n"


def write_json(file: Path, line: str, rows: Sequence[Row], growth: Sequence[Growth]) -> None:
    """Keep everything that was measured, each sample included."""
    found = {
        "machine": line,
        "rows": [
            {
                "name": row.name,
                "size": row.size,
                "against": row.against,
                "value": row.value,
                "goal": _goal(row.goal),
                "verdict": row.verdict.replace("*", ""),
                "note": row.note,
                "ours": row.ours.samples if row.ours else [],
                "floor": row.floor.samples if row.floor else [],
            }
            for row in rows
        ],
        "growth": [
            {"name": one.name, "sizes": one.sizes, "times": one.times, "goal": _goal(one.goal), "verdict": one.verdict}
            for one in growth
        ],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _line(row: Row) -> str:
    name = f"{row.name} ({row.note})" if row.note else row.name
    size = f"{row.size:,}" if row.size else ""
    is_memory = row.goal is not None and row.goal.sense == "mib"
    ours = _time(row.ours_cpu, row.ours_wall) if row.ours and not is_memory else ""
    floor = f"{row.against} {_time(row.floor.cpu, row.floor.wall)}" if row.floor else row.against
    return f"| {name} | {size} | {ours} | {floor} | {_value(row)} | {_goal(row.goal)} | {row.verdict} |"


def _value(row: Row) -> str:
    if row.value is None:
        return ""
    match row.goal.sense if row.goal else "cost":
        case "mib":
            return f"{row.value:.0f} MiB"
        case "ms":
            return f"{row.value:.0f} ms"
        case "speed":
            return f"{row.value:.1f}x less" if row.value >= 1 else f"{1 / row.value:.1f}x more"
        case _:
            return f"{row.value:.2f}x"


def _goal(goal: Goal | None) -> str:
    return goal.text() if goal else ""


def _time(cpu: float, wall: float) -> str:
    return f"{_seconds(cpu)} ({_seconds(wall)})"


def _seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.1f} ms"
