"""Kills at random moments of saves, syncs and merges: what was said to be saved or sent is there, nothing is half done."""

from pathlib import Path

import pytest

from tests.store.killing import Office
from tests.store.killing import workshop
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module


@pytest.mark.parametrize("seed", [1])
def test_twenty_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    with workshop() as workers:
        office = Office(tmp_path / "office", seed, workers)
        lives = 20
        for _ in range(lives):
            office.live_through()
        while not office.counts["syncs acknowledged"] and lives < 40:
            office.live_through()  # on a slow machine every sync of the twenty lives may have been cut off
            lives += 1
        office.close()
    assert office.counts["kills"] == lives
    assert office.counts["saves acknowledged"] > 0
    assert office.counts["syncs acknowledged"] > 0
