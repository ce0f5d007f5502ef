"""Settling a save that was cut off: all of it or nothing, and only where it was begun."""

import os
from pathlib import Path

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.files import ChangedOnDisk
from store.journal import Intent
from store.journal import Journal
from store.journal import Revision
from store.register import RegisterStore
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

UNIT = b'title = "Office"\ntype = "section"\n'
NEW = UNIT.replace(b"Office", b"Quay")
THEIRS = UNIT.replace(b"Office", b"Dock")
NAMES = ("units/a.toml", "units/b.toml")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_register(tmp_path / "register", records=dict.fromkeys(NAMES, UNIT))
    monkeypatch.setattr(Intent, "alive", property(lambda _: False))
    return tmp_path / "register"


def cut_off(top: Path) -> None:
    """Leave the note of a save of both files."""
    notes = Journal(RegisterStore.open(top).location.git_dir / "dutybook/saves")
    notes.begin("unit: both", [Revision(name, UNIT.decode(), NEW.decode()) for name in NAMES])


def contents(top: Path) -> list[bytes]:
    return [(top / name).read_bytes() for name in NAMES]


@pytest.mark.parametrize("act", ["finish", "roll_back"])
def test_where_somebody_changed_one_file_since_no_file_is_touched(top: Path, act: str) -> None:
    cut_off(top)
    (top / NAMES[0]).write_bytes(NEW if act == "roll_back" else UNIT)
    (top / NAMES[1]).write_bytes(THEIRS)
    before = contents(top)
    store = RegisterStore.open(top)
    (intent,) = store.unfinished()
    with pytest.raises(ChangedOnDisk, match=r"units/b\.toml"):
        getattr(store, act)(intent)
    assert contents(top) == before
    assert store.unfinished() == [intent]


def test_of_a_save_that_was_committed_nothing_is_put_back_though_a_file_was_changed_since(top: Path) -> None:
    cut_off(top)
    for name in NAMES:
        (top / name).write_bytes(NEW)
    run_git(top, "commit", "--quiet", "--all", "--message=unit: both")
    (top / NAMES[0]).write_bytes(THEIRS)
    store = RegisterStore.open(top)
    with pytest.raises(ChangedOnDisk):
        store.roll_back(store.unfinished()[0])
    assert contents(top) == [THEIRS, NEW]


def test_a_linked_work_tree_does_not_settle_the_saves_of_another(top: Path, tmp_path: Path) -> None:
    run_git(top, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    cut_off(top)
    assert RegisterStore.open(tmp_path / "linked").unfinished() == []
    assert len(RegisterStore.open(top).unfinished()) == 1
    cut_off(tmp_path / "linked")
    store = RegisterStore.open(tmp_path / "linked")
    store.finish(store.unfinished()[0])
    assert contents(tmp_path / "linked") == [NEW, NEW]
    assert contents(top) == [UNIT, UNIT]
    assert len(RegisterStore.open(top).unfinished()) == 1


def test_linked_work_trees_with_other_files_under_the_same_stamps_do_not_mix(top: Path, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    run_git(top, "worktree", "add", "--quiet", "-b", "other", str(linked))
    (linked / NAMES[0]).write_bytes(UNIT.replace(b"Office", b"Harbor"))
    for folder in (top, linked):
        os.utime(folder / NAMES[0], ns=(1_700_000_000_000_000_001, 1_700_000_000_000_000_001))
    for _ in range(2):
        assert RegisterStore.open(top).register.units["a"].title == "Office"
        assert RegisterStore.open(linked).register.units["a"].title == "Harbor"


def test_a_repository_that_is_not_trusted_brings_no_cache_of_its_own(top: Path) -> None:
    os_time = (1_700_000_000, 1_700_000_000)
    os.utime(top / NAMES[0], os_time)
    RegisterStore.open(top)
    (top / NAMES[0]).write_bytes(UNIT.replace(b"Office", b"Harbor"))
    os.utime(top / NAMES[0], os_time)
    assert RegisterStore.open(top).register.units["a"].title == "Office"  # all that is seen of a file is as it was
    run_git(top, "config", "core.sshCommand", "evil")
    assert not RegisterStore.open(top).location.trusted
    assert RegisterStore.open(top).register.units["a"].title == "Harbor"


def test_saving_in_a_linked_work_tree(top: Path, tmp_path: Path) -> None:
    run_git(top, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    change = RecordChange(kind="unit", id="a", verb=Verb.EDIT, fields=(FieldChange(key=("title",), value="Quay"),))
    RegisterStore.open(tmp_path / "linked").save(ChangeSet(action="set", records=(change,), reason="there"))
    assert run_git(top, "rev-list", "--count", "other") == "2"
    assert run_git(top, "rev-list", "--count", "main") == "1"
    assert run_git(tmp_path / "linked", "status", "--porcelain") == ""
    assert contents(top) == [UNIT, UNIT]
