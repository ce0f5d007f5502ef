"""The register as of a commit, against the least that reads the same blobs: `python -m bench.past NAME TOP`."""

import gc
import subprocess  # noqa: TID251  # the floor of git is git itself
import sys
from datetime import date
from datetime import datetime
from datetime import time
from pathlib import Path
from typing import Any

import msgspec
import rtoml

from bench.timing import Program
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from schema.identity import place_of
from schema.kinds import KINDS
from store.location import find
from store.past.snapshot import FOLDER
from store.past.snapshot import load_commit

_MOMENTS = (date, datetime, time)
_COMMIT = "HEAD~1"


def first(top: str) -> dict[str, Any]:
    """The first look at a commit."""
    place = find(Path(top))
    git = place.git()
    commit = git.run("rev-parse", _COMMIT).text
    for kept in (place.state_dir / FOLDER).glob("*"):
        kept.unlink()
    with clock() as cost:
        loaded = load_commit(git, place, commit)
    return told(cost, count=len(loaded.files))


def second(top: str) -> dict[str, Any]:
    """A second look at the same commit, in another process."""
    place = find(Path(top))
    git = place.git()
    commit = git.run("rev-parse", _COMMIT).text
    with clock() as cost:
        loaded = load_commit(git, place, commit)
    return told(cost, count=len(loaded.files))


def floor(top: str) -> dict[str, Any]:
    """`ls-tree`, `cat-file --batch`, rtoml and msgspec of every record: one loop, no checks, nothing kept."""
    gc.disable()
    count = 0
    records = []
    with clock() as cost:
        listed = _git(top, b"", "ls-tree", "-r", "-z", "HEAD~1").decode().split("\0")
        entries = [(line.split("\t")[1], line.split()[2]) for line in listed if line]
        out = _git(top, "".join(f"{blob}\n" for _, blob in entries).encode(), "cat-file", "--batch", "--buffer")
        at = 0
        for path, _ in entries:
            end = out.index(b"\n", at)
            size = int(out[at:end].rpartition(b" ")[2])
            text = out[end + 1 : end + 1 + size].decode()
            at = end + size + 2
            place = place_of(path)
            if place is not None and place[0] in KINDS:
                data = {**rtoml.loads(text), "id": place[1]}
                records.append(msgspec.convert(data, KINDS[place[0]].struct, builtin_types=_MOMENTS))
        count = len(records)
    return told(cost, count=count)


def _git(top: str, asked: bytes, *words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=top, input=asked, capture_output=True, check=True).stdout


PROGRAMS: dict[str, Program] = {"first": first, "second": second, "floor": floor}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
