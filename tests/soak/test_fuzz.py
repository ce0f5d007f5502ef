"""Edits and bytes without end: an edit is proven or refused, and no bytes bring the loader down.

Run by `make soak`; the time follows from DUTYBOOK_SOAK_MINUTES.
"""

import os
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import given
from hypothesis import seed
from hypothesis import settings
from hypothesis import strategies as st

from store.loading import Stamp
from store.loading import read_one
from store.toml.edit import EditUnproven
from store.toml.edit import apply
from store.toml.text import parse
from store.toml.text import render
from tests import strategies

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("DUTYBOOK_SOAK_MINUTES", "1"))
ROUND = settings(
    max_examples=500,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
START = [
    "name",
    "emails",
    "from",
    "to",
    "title",
    "type",
    "unit",
    "#",
    "=",
    '"',
    "'",
    "\n",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ".",
    ",",
    "2026-01-01",
    "true",
    "1",
]


def repeat(run: Callable[[], None], count: Callable[[], int]) -> None:
    """Run a property again and again with new seeds until the time is over, and say how often."""
    begun = time.monotonic()
    first = random.SystemRandom().randrange(1_000_000)
    print(f"seed {first}")
    rounds = 0
    while time.monotonic() - begun < MINUTES * 60:
        seed(first + rounds)(run)()
        rounds += 1
    print(f"{rounds} rounds, {count()} examples")


def test_edits_of_any_text_are_proven_or_refused() -> None:
    counted = 0

    @ROUND
    @given(st.data())
    def edit(data: st.DataObject) -> None:
        nonlocal counted
        counted += 1
        record = data.draw(strategies.records)
        text = data.draw(strategies.written(record) | st.just(render(record)))
        one = data.draw(strategies.edits_of(record))
        try:
            edited = apply(text, [one])
        except EditUnproven:
            return
        parse(edited.text.encode())

    repeat(edit, lambda: counted)


def test_no_bytes_bring_the_loader_down() -> None:
    counted = 0
    pieces = st.lists(st.sampled_from(START) | st.text(max_size=4), max_size=60).map(
        lambda parts: "".join(parts).encode(errors="ignore")
    )

    @ROUND
    @given(
        pieces | st.binary(max_size=400),
        st.sampled_from(
            [
                "people/a.toml",
                "register.toml",
                "calendar/2026.toml",
                "activities/2026/01/2026-01-01-abcdef.toml",
                "x.toml",
            ]
        ),
    )
    def read(content: bytes, path: str) -> None:
        nonlocal counted
        counted += 1
        known = read_one(path, content, Stamp(len(content), -1))
        assert known.record is not None or known.faults or path == "x.toml"

    repeat(read, lambda: counted)
