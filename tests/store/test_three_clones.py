"""Three clones, one remote, any acts in any order: after all have synced they hold one thing, and no value is lost."""

from collections import Counter
from pathlib import Path

import pytest

from store.git import Git
from tests.store.clones import make_template
from tests.store.clones import run_examples
from tests.store.reaper import Reaper
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module


@pytest.mark.parametrize("seed", [3, pytest.param(4, marks=pytest.mark.soak)])
def test_no_value_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    template, reaper = make_template(tmp_path / "template"), Reaper()
    monkeypatch.setattr(Git, "run", reaper.watch(Git.run))
    counts: Counter[str] = Counter()
    run_examples(template, tmp_path / "run", reaper, counts, seed=seed, examples=5, steps=20)
    assert counts["runs"] == 5
    assert counts["saves"] > 0
    assert counts["merges"] > 0
