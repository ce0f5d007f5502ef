"""How the tests run: over how many processes, with which examples; they wait for git and the disk half of the time, so twice as many as processors."""

import gc
import os

import pytest
from hypothesis import settings

os.environ.setdefault("TEXTUAL_FPS", "240")  # a screen under test repaints at its next tick: a person is not waited for

settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
"""The same examples in every run; a loaded machine is no failure. `make soak` draws new ones."""
if "DUTYBOOK_SOAK_MINUTES" not in os.environ:
    settings.load_profile("fixed")

MOST = 16
"""Processes, however many processors are told; a container may have fewer than its host says."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes `-n auto` starts."""
    del config
    return min(MOST, 2 * (os.cpu_count() or 1))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what stays to the end (modules, thousands of tests) out of the collector's rounds: a fifth of the time went there."""
    del session
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 5)
