"""Which app opens: the register's, or where there is none the one that asks what to begin with."""

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli import screen
from store.failure import EmptyDirectory


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Which app was opened where, at a terminal."""
    calls: list[tuple[str, Path]] = []

    def load(name: str) -> Any:
        def run(folder: Path, **_how: object) -> int:
            calls.append((name, folder))
            return 0

        return SimpleNamespace(run=run)

    monkeypatch.setattr(importlib, "import_module", load)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(screen, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    return calls


def test_a_folder_without_a_register_is_asked_about(asked: list[tuple[str, Path]], top: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert screen.open_app(top) == screen.open_app(empty) == 0
    (empty / "plan.txt").write_text("x")
    assert screen.open_app(empty) == 0
    assert asked == [("tui.app", top), ("tui.welcome", empty), ("tui.welcome", empty)]


def test_whoever_only_reads_is_told_that_there_is_none(asked: list[tuple[str, Path]], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(EmptyDirectory):
        screen.open_app(empty, read_only=True)
    with pytest.raises(EmptyDirectory):
        screen.open_app(empty, as_of="2026-06-30")
    assert asked == []
