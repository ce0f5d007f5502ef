"""Three clones without end: any acts in any order, and no value is lost (tests/store/clones.py).

Run by `make soak`; the time follows from DUTYBOOK_SOAK_MINUTES. The seed is printed; DUTYBOOK_SOAK_SEED sets it.
"""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from store.git import Git
from tests.store.clones import make_template
from tests.store.clones import run_examples
from tests.store.reaper import Reaper
from tests.store.repositories import isolated  # noqa: F401 - a fixture

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("DUTYBOOK_SOAK_MINUTES", "1"))


def test_no_value_is_ever_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("DUTYBOOK_SOAK_SEED", str(time.time_ns() % 1_000_000)))
    template, reaper = make_template(tmp_path / "template"), Reaper()
    monkeypatch.setattr(Git, "run", reaper.watch(Git.run))
    counts: Counter[str] = Counter()
    until = time.monotonic() + MINUTES * 60
    while time.monotonic() < until:
        print(f"seed {seed}")
        run_examples(template, tmp_path / "run", reaper, counts, seed=seed, examples=20, steps=40)
        seed += 1
    print(", ".join(f"{count} {what}" for what, count in counts.most_common()) + "; 0 lost")
    assert counts["merges"] > 0
