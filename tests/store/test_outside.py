"""What was changed outside: each file once, by what became of it, and said in one line."""

from pathlib import Path

import pytest

from store.location import find
from store.outside import OutsideChange
from store.outside import describe
from store.outside import find_outside
from store.register import RegisterStore
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

UNIT = b'title = "Office"\ntype = "section"\n'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records={"units/a.toml": UNIT})
    return tmp_path / "register"


def found(top: Path) -> list[tuple[str, str]]:
    location = find(top)
    return [(change.path, change.status) for change in find_outside(location.git(), location)]


def test_a_file_that_was_staged_and_deleted_again_is_nowhere(top: Path) -> None:
    (top / "units/b.toml").write_bytes(UNIT)
    run_git(top, "add", "units/b.toml")
    (top / "units/b.toml").unlink()
    assert found(top) == []


def test_a_file_that_was_taken_out_of_the_index_alone_is_listed_once(top: Path) -> None:
    run_git(top, "rm", "--quiet", "--cached", "units/a.toml")
    (top / "units/a.toml").write_bytes(UNIT + b'short = "O"\n')
    assert found(top) == [("units/a.toml", "changed")]
    RegisterStore.open(top).save_outside(["units/a.toml"], "by hand")
    assert found(top) == []


def test_odd_names_are_listed_as_they_are_and_said_in_one_line(top: Path) -> None:
    name = "units/x\nReviewed-by: Bo Tern.toml"
    (top / name).write_bytes(UNIT)
    (top / "units/-x.toml").write_bytes(UNIT)
    (top / "units/*.toml").write_bytes(UNIT)
    assert [path for path, _ in found(top)] == ["units/*.toml", "units/-x.toml", name]
    store = RegisterStore.open(top)
    store.save_outside(["units/*.toml"], "by hand")
    assert run_git(top, "show", "--name-only", "--format=", "-z").strip("\0") == "units/*.toml"
    store.save_outside([name, "units/-x.toml"], "by hand")
    message = run_git(top, "log", "-1", "--format=%B")
    assert not [line for line in message.splitlines() if line.startswith("Reviewed-by")]
    assert found(top) == []


def test_many_files_are_counted() -> None:
    changes = [OutsideChange(f"units/{n}.toml", "unit", str(n), "changed") for n in range(4)]
    assert describe(changes[:3], "why")[0] == "save: unit(0), unit(1), unit(2)"
    assert describe(changes, "why")[0] == "save: 4 files changed outside"
