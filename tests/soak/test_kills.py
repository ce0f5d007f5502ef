"""Kills at random moments while records are saved: nothing that was said to be saved is lost, nothing is half written.

Run by `make soak`; the number of rounds follows from DUTYBOOK_SOAK_MINUTES. The seed is printed, so that a failure can be repeated.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.location import find
from store.lock import find_stale
from store.lock import remove_stale
from store.register import RegisterStore
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("DUTYBOOK_SOAK_MINUTES", "1"))
SAVER = """
import sys
from pathlib import Path
from schema.change import ChangeSet, FieldChange, RecordChange, Verb
from store.register import RegisterStore
store = RegisterStore.open(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    number += 1
    change = RecordChange(kind="unit", id="office", verb=Verb.EDIT, fields=(FieldChange(key=("short",), value=f"n{number}"),))
    saved = store.save(ChangeSet(action="set", records=(change,), reason="soak"))
    sys.stdout.write(f"{number} {saved.commit}\\n")
    sys.stdout.flush()
"""


def test_kill_loop(tmp_path: Path) -> None:
    seed = int(os.environ.get("DUTYBOOK_SOAK_SEED", str(time.time_ns() % 1_000_000)))
    print(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    top = tmp_path / "register"
    make_register(top, records={"units/office.toml": b'title = "Office"\ntype = "section"\n'})
    until = time.monotonic() + MINUTES * 60
    rounds = acknowledged = locks = cut_off = last = 0
    while time.monotonic() < until:
        lines = _save_until_killed(top, last, chance.uniform(0.25, 0.9))
        acknowledged += len(lines)
        locks += _remove_locks(top)
        store = RegisterStore.open(top)
        assert store.faults == ()
        for intent in store.unfinished():
            cut_off += 1
            if chance.random() < 0.5:
                store.finish(intent)
            else:
                store.roll_back(intent)
        for line in lines:
            last, commit = int(line.split()[0]), line.split()[1]
            run_git(top, "merge-base", "--is-ancestor", commit, "HEAD")
        assert run_git(top, "status", "--porcelain") == ""
        rounds += 1
        last += 1000
        if rounds % 20 == 0:
            run_git(top, "fsck", "--strict", "--no-dangling")
    run_git(top, "fsck", "--strict", "--no-dangling")
    print(
        f"{rounds} kills, {acknowledged} acknowledged saves, 0 lost, {locks} stale locks removed, {cut_off} saves finished or put back"
    )
    assert acknowledged > 0


def _save_until_killed(top: Path, first: int, seconds: float) -> list[str]:
    command = [sys.executable, "-c", SAVER, str(top), str(first)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, start_new_session=True, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdout is not None
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        _kill_gits(top)
        return [line for line in process.stdout.read().splitlines() if len(line.split()) == 2]


def _kill_gits(top: Path) -> None:
    """Git runs in a session of its own: a power cut would end it too."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if b"git" in (entry / "cmdline").read_bytes() and (entry / "cwd").resolve() == top:
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue


def _remove_locks(top: Path) -> int:
    location = find(top)
    stale = find_stale(location)
    for lock in stale:
        remove_stale(location, lock)
    return len(stale)
