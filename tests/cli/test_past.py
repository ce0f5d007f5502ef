"""Filling the history's table is told where it takes more than a moment; records that are gone are found by their history."""

from pathlib import Path

import pytest

from cli.failure import NoSuchRecord
from cli.past import current_paths
from cli.past import find_past
from cli.past import history_of
from cli.progress import Progress
from store.register import RegisterStore
from tests.cli.conftest import Cli
from tests.cli.conftest import commit_all
from tests.cli.conftest import write


class Said(Progress):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


def test_a_long_filling_is_told(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.past.annals._AT_ONCE", 2)
    for number in range(4):
        write(top, "notes.txt", str(number))
        commit_all(top, f"{number}")
    said = Said()
    assert len(history_of(RegisterStore.open(top), said).log()) == 5
    assert said.lines == ["Reading the history: 40% (2/5)", "Reading the history: 80% (4/5)"]


def test_a_record_that_is_gone_is_found_by_its_history(cli: Cli, top: Path) -> None:
    (top / "units/cranes.toml").unlink()
    (top / "calendar/2026.toml").unlink()
    commit_all(top, "away")
    store = RegisterStore.open(top)
    history = history_of(store, Said())
    for text in ("cranes", "unit/cranes", "units/cranes", "units/cranes.toml"):
        assert find_past(store, history, text) == ("unit", "cranes")
    assert find_past(store, history, "calendar/2026") == ("calendar", "2026")
    assert find_past(store, history, "general") == ("unit", "general")
    for text in ("never", "duty/cranes", "calendar/1999", "elsewhere/x.toml", "unit/../x", "--all", "no id"):
        with pytest.raises(NoSuchRecord):
            find_past(store, history, text)


def test_a_record_lies_where_it_lies(top: Path) -> None:
    (top / "units/deep").mkdir()
    (top / "units/cranes.toml").rename(top / "units/deep/cranes.toml")
    store = RegisterStore.open(top)
    assert current_paths(store, ("unit", "cranes")) == ("units/cranes.toml", "units/deep/cranes.toml")
    assert current_paths(store, ("unit", "no id")) == ()
