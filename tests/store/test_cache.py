"""The cache gives what the files gave, or nothing: it is never a reason to fail, and never the truth."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

import store.cache
from schema import filing
from schema.field import about
from schema.kinds.base import Table
from store.cache import Cache
from store.loading import load

UNIT = 'title = "Office"\ntype = "section"\n'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "register"
    (top / "units").mkdir(parents=True)
    (top / "register.toml").write_text('format = 1\ntitle = "x"\n')
    (top / "units/office.toml").write_text(UNIT)
    (top / "units/bad.toml").write_text("title = ")
    (top / "units/odd.toml").write_text(f"{UNIT}odd = 1\n")
    (top / "calendar").mkdir()
    (top / "calendar/2026.toml").write_text('year = 2026\nstatus = "official"\nworkdays = [2026-01-04]\n')
    for path in top.rglob("*.toml"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return top


def test_what_was_kept_is_what_the_files_gave(top: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "state")
    loaded = load(top)
    cache.keep(loaded.files, {})
    assert cache.known() == dict(loaded.files)
    again = load(top, cache.known())
    assert again.register == loaded.register
    assert again.faults == loaded.faults
    assert again.changed == frozenset()


def test_only_what_changed_is_read_again(top: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "state")
    cache.keep(load(top).files, {})
    (top / "units/office.toml").write_text(UNIT.replace("Office", "Quay"))
    (top / "units/odd.toml").unlink()
    known = cache.known()
    loaded = load(top, known)
    assert loaded.changed == {("unit", "office"), ("unit", "odd")}
    assert loaded.files["units/bad.toml"] is known["units/bad.toml"]
    cache.keep(loaded.files, known)
    assert set(cache.known()) == {
        "register.toml",
        "calendar/2026.toml",
        "units/office.toml",
        "units/bad.toml",
    }


def test_lists_are_ready_before_the_records(top: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "state")
    assert cache.lines("unit") is None
    cache.keep(load(top).files, {})
    lines = cache.lines("unit")
    assert lines is not None
    assert [(line.id, line.heading, line.sort) for line in lines] == [
        ("odd", "Office", "section"),
        ("office", "Office", "section"),
    ]


@pytest.mark.parametrize("damage", ["garbage", "half", "version", "body", "folder"])
def test_a_damaged_or_foreign_cache_is_rebuilt_without_a_word(top: Path, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "state"
    cache = Cache(folder)
    loaded = load(top)
    cache.keep(loaded.files, {})
    path = folder / "cache.sqlite"
    match damage:
        case "garbage":
            path.write_bytes(b"this is no database at all" * 100)
        case "half":
            path.write_bytes(path.read_bytes()[:5000])
        case "version":
            with sqlite3.connect(path) as base:
                base.execute("UPDATE about SET value = 'older'")
            base.close()
        case "body":
            with sqlite3.connect(path) as base:
                base.execute("UPDATE file SET body = x'ff'")
            base.close()
        case _:
            path.unlink()
            path.mkdir()
    assert cache.known() == {}
    assert load(top, cache.known()).register == loaded.register
    cache.keep(loaded.files, {})
    cache.keep(loaded.files, {})
    assert cache.known() == ({} if damage == "folder" else dict(loaded.files))


def test_two_programs_may_keep_at_once(top: Path, tmp_path: Path) -> None:
    one, other = Cache(tmp_path / "state"), Cache(tmp_path / "state")
    loaded = load(top)
    one.keep(loaded.files, {})
    other.keep(loaded.files, {})
    assert one.known() == other.known() == dict(loaded.files)


def test_a_file_written_this_moment_is_read_again_though_it_looks_the_same(top: Path) -> None:
    path = top / "units/office.toml"
    path.write_text(UNIT)
    first = load(top)
    status = path.stat()
    path.write_text(UNIT.replace("Office", "Harbor"))
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    assert load(top, first.files).register.units["office"].title == "Harbor"


def test_other_rules_other_words_and_other_bounds_make_another_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    class Narrow(Table, frozen=True, kw_only=True):
        n: Annotated[Annotated[int, msgspec.Meta(ge=0)] | None, about("数", "Number")] = None

    class Wide(Table, frozen=True, kw_only=True):
        n: Annotated[Annotated[int, msgspec.Meta(ge=-1)] | None, about("数", "Number")] = None

    class Holding(Table, frozen=True, kw_only=True):
        row: Annotated[tuple[Narrow, ...], about("行", "Rows")] = ()

    class HoldingWide(Table, frozen=True, kw_only=True):
        row: Annotated[tuple[Wide, ...], about("行", "Rows")] = ()

    seen = {store.cache._fingerprint()}
    for struct in (Holding, HoldingWide):
        monkeypatch.setitem(store.cache._STRUCTS, "calendar", struct)
        seen.add(store.cache._fingerprint())
    monkeypatch.setattr("schema.filing.RULES", (*filing.RULES[:-1], filing.RULES[-1]._replace(message="else")))
    seen.add(store.cache._fingerprint())
    assert len(seen) == 4
    assert store.cache._fingerprint() == store.cache._fingerprint()


def test_a_cache_that_another_program_holds_is_left_to_it(top: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "state")
    loaded = load(top)
    cache.keep(loaded.files, {})
    inode = (tmp_path / "state/cache.sqlite").stat().st_ino
    with closing(sqlite3.connect(tmp_path / "state/cache.sqlite")) as base:
        base.execute("BEGIN EXCLUSIVE")
        assert cache.known() == {}
        cache.keep(loaded.files, {})
    assert (tmp_path / "state/cache.sqlite").stat().st_ino == inode
    assert cache.known() == dict(loaded.files)
