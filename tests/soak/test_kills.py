"""Kills at random moments of saves, syncs and merges: nothing that was said to be saved or sent is lost, nothing is half done.

Run by `make soak`. At least a thousand kills, or as many as fit into DUTYBOOK_SOAK_MINUTES where that is set. The seed is printed, so that a failure
can be repeated with DUTYBOOK_SOAK_SEED.
"""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.store.killing import Office
from tests.store.killing import workshop
from tests.store.repositories import isolated  # noqa: F401 - a fixture

pytestmark = pytest.mark.soak

MINUTES = os.environ.get("DUTYBOOK_SOAK_MINUTES", "")
KILLS = 1_000
OFFICE = 100
"""Kills that one register lives through, then a new one is made."""


def test_kill_loop(tmp_path: Path) -> None:
    seed = int(os.environ.get("DUTYBOOK_SOAK_SEED", str(time.time_ns() % 1_000_000)))
    print(f"seed {seed}")
    until = time.monotonic() + float(MINUTES or "inf") * 60
    counts: Counter[str] = Counter()
    number = 0
    with workshop() as workers:
        while time.monotonic() < until and (MINUTES or counts["kills"] < KILLS):
            office = Office(tmp_path / f"office-{number}", seed + number, workers)
            number += 1
            for _ in range(OFFICE):
                if time.monotonic() < until:
                    office.live_through()
            office.close()
            counts += office.counts
    print(", ".join(f"{count} {what}" for what, count in counts.most_common()) + "; 0 lost")
    assert counts["saves acknowledged"] > 0
    assert counts["syncs acknowledged"] > 0
