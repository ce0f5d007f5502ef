"""Reading a register: what may stand in for what, what is read again, and in which order it comes."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.kinds.unit import Unit
from schema.register import Register
from store.loading import DEFAULTS
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import load
from store.loading import read_one
from store.loading import with_files

UNIT = 'title = "Office"\ntype = "section"\n'
CALENDAR = 'year = {}\nstatus = "official"\nholidays = [\n  {}-10-0{},\n]\n'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / "register.toml").write_text('format = 1\ntitle = "Harbour"\n')
    for folder in ("units", "calendar"):
        (tmp_path / folder).mkdir()
    (tmp_path / "calendar/2026.toml").write_text(CALENDAR.format(2026, 2026, 1))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "code"),
    [("2027.toml", "DB013"), ("old.toml", "DB008"), ("2026-old.toml", "DB008"), ("archive/2026.toml", "DB006")],
)
def test_a_copy_of_a_calendar_never_stands_in_for_its_year(top: Path, name: str, code: str) -> None:
    copy = top / "calendar" / name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(CALENDAR.format(2026, 2026, 7))
    loaded = load(top)
    assert [day.day for day in loaded.register.calendars[2026].holidays] == [1]
    assert set(loaded.register.calendars) == {2026}
    assert [(fault.path, fault.code) for fault in loaded.faults if fault.path == f"calendar/{name}"][-1] == (
        f"calendar/{name}",
        code,
    )
    assert not loaded.register.workdays.is_provisional(*loaded.register.calendars[2026].holidays)


def test_settings_of_a_newer_format_are_read_and_marked(top: Path) -> None:
    (top / "register.toml").write_text('format = 2\ntitle = "Harbour"\nhue = "blue"\n')
    loaded = load(top)
    assert loaded.register.settings.title == "Harbour"
    assert [fault.code for fault in loaded.faults] == ["DB014"]
    assert loaded.newer == {("register", "")}


@pytest.mark.parametrize(
    ("age", "fraction", "kept"), [(1.5, 0, False), (3, 0, True), (1.5, 123, True), (0.01, 123, False)]
)
def test_a_file_is_read_again_while_its_time_proves_nothing(
    top: Path, monkeypatch: pytest.MonkeyPatch, age: float, fraction: int, *, kept: bool
) -> None:
    written = 1_700_000_000_000_000_000 + fraction
    path = top / "units/office.toml"
    path.write_text(UNIT)
    os.utime(path, ns=(written, written))
    monkeypatch.setattr(time, "time_ns", lambda: written + int(age * 1e9))
    before = load(top)
    path.write_text(UNIT.replace("Office", "Harbor"))
    os.utime(path, ns=(written, written))
    assert (load(top, before.files).register.units["office"].title == "Office") == kept


IDS = st.lists(st.from_regex(r"[ab](-[ab1]){0,3}", fullmatch=True), unique=True, max_size=8)


EMPTY = Loaded(Register(settings=DEFAULTS), {}, (), frozenset(), frozenset())


@settings(max_examples=60)
@given(IDS, IDS, IDS)
def test_a_register_after_changes_is_the_one_that_would_be_read(
    before: list[str], changed: list[str], gone: list[str]
) -> None:
    def known(ids: list[str], title: str) -> dict[str, Known]:
        text = UNIT.replace("Office", title).encode()
        return {f"units/{id_}.toml": read_one(f"units/{id_}.toml", text, Stamp(1, 1)) for id_ in ids}

    first, second = known(before, "Office"), known(changed, "Quay")
    lost = {f"units/{id_}.toml": None for id_ in gone if f"units/{id_}.toml" in {**first, **second}}
    after = with_files(with_files(EMPTY, first), {**second, **lost})
    left = {path: file for path, file in {**first, **second, **lost}.items() if file is not None}
    with TemporaryDirectory() as folder:
        (Path(folder) / "units").mkdir()
        for path, file in left.items():
            assert isinstance(file.record, Unit)
            (Path(folder) / path).write_text(UNIT.replace("Office", file.record.title))
        read = load(Path(folder))
    assert list(after.register.units.values()) == list(read.register.units.values())


def test_what_is_newer_and_cannot_be_read_is_both(top: Path) -> None:
    loaded = load(top)
    newer = read_one("units/office.toml", b'format = 9\ntitle = 1\ntype = "section"\n', Stamp(1, 1))
    after = with_files(loaded, {"units/office.toml": newer})
    assert after.newer == after.register.unreadable == {("unit", "office")}
