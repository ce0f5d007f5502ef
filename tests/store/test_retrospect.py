"""A register of the past: the same answers as then, and nothing of it can be changed."""

from datetime import date
from pathlib import Path

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.past.retrospect import InThePast
from store.past.retrospect import look_back
from store.past.revision import NoCommitByThen
from store.past.revision import UnknownRevision
from store.register import RegisterStore
from store.rejection import UnknownRecord
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save

UNIT = b'# the first\ntitle = "Pier office"\ntype = "section"\n'


@pytest.fixture
def store(tmp_path: Path) -> RegisterStore:
    place = make_register(tmp_path / "ada", records={"units/pier.toml": UNIT})
    save(place, {"units/pier.toml": UNIT.replace(b"Pier", b"Quay"), "units/new.toml": UNIT})
    return RegisterStore.open(place.top)


def test_it_answers_and_reads_as_it_was(store: RegisterStore) -> None:
    past = look_back(store, "HEAD~1")
    assert past.commit == run_git(store.location.top, "rev-parse", "HEAD~1")
    assert set(past.register.units) == {"pier"}
    assert past.read("unit", "pier").text == UNIT.decode()
    with pytest.raises(UnknownRecord):
        past.read("unit", "new")
    with pytest.raises(UnknownRecord):
        past.read("unit", "../x")
    assert store.register.units["pier"].title == "Quay office"


def test_its_day_is_the_day_that_was_asked_for(store: RegisterStore) -> None:
    assert look_back(store, "2026-01-01").today == date(2026, 1, 1)
    assert look_back(store, "HEAD").today == store.today
    with pytest.raises(NoCommitByThen):
        look_back(store, "2025-12-30")
    with pytest.raises(UnknownRevision):
        look_back(store, "--all")


def test_nothing_of_it_can_be_changed(store: RegisterStore) -> None:
    past = look_back(store, "HEAD~1")
    field = FieldChange(key=("title",), value="x")
    change = RecordChange(kind="unit", id="pier", verb=Verb.EDIT, fields=(field,))
    with pytest.raises(InThePast, match="the past is not changed"):
        past.save(ChangeSet(action="set", records=(change,)))
    with pytest.raises(InThePast):
        past.save_outside(["units/pier.toml"], "x")
    (store.location.top / "units/pier.toml").write_bytes(b"torn [")
    assert past.reload() == frozenset()
    assert past.outside() == ()
    assert [
        one.code for one in past.check(date(2026, 6, 30)) if one.path == "units/pier.toml" and one.code < "DB100"
    ] == []
