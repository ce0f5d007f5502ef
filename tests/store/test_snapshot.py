"""The register as a commit holds it: the same as its files would give, whatever lies in the work tree now."""

from pathlib import Path

import pytest

from schema.filing import NOT_A_RECORD
from store.loading import load
from store.location import Location
from store.location import find
from store.past.snapshot import FOLDER
from store.past.snapshot import load_commit
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save

UNIT = b'title = "Pier office"\ntype = "section"\n'
RECORDS = {
    "units/pier.toml": UNIT,
    "units/torn.toml": b"title =\n",
    "people/ada.toml": b'name = "Ada Quill"\nfuture = 1\n',
    "posts/later.toml": b'format = 9\ntitle = "Later"\nunit = "pier"\nrank = "staff"\n',
    "calendar/2026.toml": b'year = 2026\nstatus = "official"\n',
    "activities/2026/03/2026-03-27-aaaaaa.toml": b'title = "x"\ntype = "plan"\ndate = 2026-03-27\nunit = "pier"\n',
    "README.md": b"not a record",
}


@pytest.fixture
def place(tmp_path: Path) -> Location:
    return make_register(tmp_path / "ada", records=RECORDS)


def head(place: Location) -> str:
    return run_git(place.top, "rev-parse", "HEAD")


def test_it_gives_what_the_files_gave_on_that_day(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    then, before = load(place.top), head(place)
    save(place, {"units/pier.toml": UNIT.replace(b"Pier", b"Quay"), "units/torn.toml": None})
    assert load_commit(place.git(), place, head(place)).register.units["pier"].title == "Quay office"
    for is_recalled in (False, True):
        if is_recalled:
            monkeypatch.setattr("store.past.snapshot._read", lambda *_: pytest.fail("git was asked again"))
        found = load_commit(place.git(), place, before)
        assert found.register == then.register
        assert found.newer == then.newer
        assert sorted(found.faults, key=repr) == sorted(then.faults, key=repr)
        assert list(found.files) == list(then.files)
    assert (place.state_dir / FOLDER / f"{before}.msgpack").is_file()


def test_nothing_of_the_work_tree_is_read_or_written(place: Location) -> None:
    (place.top / "units/pier.toml").write_bytes(b"torn [")
    assert load_commit(place.git(), place, head(place), keep=False).register.units["pier"].title == "Pier office"
    assert not (place.state_dir / FOLDER).exists()
    assert (place.top / "units/pier.toml").read_bytes() == b"torn ["


@pytest.mark.parametrize("content", [b"", b"\xc1", b"torn"])
def test_a_kept_snapshot_that_is_damaged_is_read_anew(place: Location, content: bytes) -> None:
    before = head(place)
    wanted = load_commit(place.git(), place, before).register
    (place.state_dir / FOLDER / f"{before}.msgpack").write_bytes(content)
    assert load_commit(place.git(), place, before).register == wanted


def test_a_snapshot_of_another_version_is_read_anew(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    before = head(place)
    load_commit(place.git(), place, before)
    monkeypatch.setattr("store.past.snapshot.VERSION", "other")
    assert load_commit(place.git(), place, before).register.units["pier"].title == "Pier office"


def test_only_the_newest_few_are_kept(place: Location) -> None:
    for number in range(9):
        save(place, {"units/pier.toml": UNIT.replace(b"Pier", f"Pier {number}".encode())})
        load_commit(place.git(), place, head(place))
    kept = sorted(path.name for path in (place.state_dir / FOLDER).iterdir())
    assert len(kept) == 6
    assert f"{head(place)}.msgpack" in kept


def test_links_are_told_and_not_followed(place: Location) -> None:
    (place.top / "units/link.toml").symlink_to("pier.toml")
    run_git(place.top, "add", "--all")
    run_git(place.top, "commit", "--quiet", "--message=link")
    found = load_commit(place.git(), find(place.top), head(place))
    assert "link" not in found.register.units
    assert [(one.code, one.path) for one in found.faults if one.code == NOT_A_RECORD.code] == [
        ("DB003", "units/link.toml")
    ]
