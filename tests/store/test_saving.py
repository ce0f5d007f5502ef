"""Saving against the odds: what others do to the files meanwhile, hooks, odd ids, and what no save may let in."""

from pathlib import Path

import pytest

import store.writing
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.commit import commit_paths
from store.disk import ChangedOnDisk
from store.disk import DiskFull
from store.failure import DiskFailed
from store.failure import HookRefused
from store.files import write
from store.location import find
from store.register import RegisterStore
from store.saving import BadId
from store.saving import IdTaken
from store.saving import NewerRecord
from store.saving import SaveRefused
from store.saving import SettingsNeeded
from store.saving import UnknownRecord
from store.trust import grant
from tests.store.repositories import add_hook
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

UNIT = b'title = "Office"\ntype = "section"\n'
UNITS = {f"units/{name}.toml": UNIT for name in ("a", "b", "c")}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records=UNITS)
    return tmp_path / "register"


def edit(*ids: str, key: str = "title", value: object = "Quay", kind: str = "unit") -> ChangeSet:
    changes = tuple(
        RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=(FieldChange(key=(key,), value=value),)) for id_ in ids
    )
    return ChangeSet(action="set", records=changes, reason="the sign says so")


def write_text(id: str, text: str, kind: str = "unit", verb: Verb = Verb.EDIT) -> ChangeSet:
    return ChangeSet(action="edit", records=(RecordChange(kind=kind, id=id, verb=verb, text=text),), reason="by hand")


def contents(top: Path) -> dict[str, bytes]:
    return {path: (top / path).read_bytes() for path in UNITS}


def codes(error: pytest.ExceptionInfo[SaveRefused]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


# Half-written states


def test_where_the_second_of_three_files_changed_meanwhile_the_first_is_put_back(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = RegisterStore.open(top)
    foreign = UNIT + b'note = "theirs"\n'

    def write_late(top_: Path, path: str, data: bytes, *, expected: str | None) -> None:
        if path == "units/b.toml":
            (top / path).write_bytes(foreign)
        write(top_, path, data, expected=expected)

    monkeypatch.setattr(store.writing, "write", write_late)
    with pytest.raises(ChangedOnDisk, match=r"units/b\.toml"):
        opened.save(edit("a", "b", "c"))
    assert contents(top) == {**UNITS, "units/b.toml": foreign}
    assert opened.journal.unfinished() == []


def test_where_the_disk_is_full_at_the_second_of_three_files_the_first_is_put_back(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = RegisterStore.open(top)

    def write_no_more(top_: Path, path: str, data: bytes, *, expected: str | None) -> None:
        if path == "units/b.toml":
            raise DiskFull(path, OSError(28, "full"))
        write(top_, path, data, expected=expected)

    monkeypatch.setattr(store.writing, "write", write_no_more)
    with pytest.raises(DiskFull):
        opened.save(edit("a", "b", "c"))
    assert contents(top) == UNITS
    assert opened.journal.unfinished() == []


def test_a_hook_that_mends_the_file_and_says_no_is_named_and_leaves_nothing_unfinished(top: Path) -> None:
    add_hook(top / ".git", "pre-commit", "echo '# mended' >> units/b.toml\necho 'mended, look again' >&2\nexit 1")
    grant(find(top))
    opened = RegisterStore.open(top)
    with pytest.raises(HookRefused, match="mended, look again"):
        opened.save(edit("a", "b", "c"))
    assert opened.journal.unfinished() == []
    assert contents(top)["units/a.toml"] == contents(top)["units/c.toml"] == UNIT
    assert contents(top)["units/b.toml"] == b'title = "Quay"\ntype = "section"\n# mended\n'


def test_after_a_hook_that_rewrites_the_file_the_register_is_what_the_file_says(top: Path) -> None:
    add_hook(top / ".git", "pre-commit", "sed -i s/Quay/Pier/ units/a.toml\ngit add units/a.toml")
    grant(find(top))
    opened = RegisterStore.open(top)
    opened.save(edit("a"))
    assert opened.register.units["a"].title == "Pier"
    assert opened.reload() == frozenset()
    assert run_git(top, "show", "HEAD:units/a.toml").startswith('title = "Pier"')


def test_a_file_that_is_changed_right_after_the_commit_is_seen_by_the_next_look(top: Path) -> None:
    opened = RegisterStore.open(top)
    opened.save(edit("a"))
    (top / "units/a.toml").write_bytes(UNIT.replace(b"Office", b"Dock"))
    assert opened.reload() == {("unit", "a")}
    assert opened.register.units["a"].title == "Dock"


def test_a_failure_after_the_commit_does_not_take_the_files_back(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = RegisterStore.open(top)

    def commit_and_fail(*args: object, **keys: object) -> str:
        commit_paths(*args, **keys)  # type: ignore[arg-type]
        raise DiskFailed(top, "the folder can't be brought to disk")

    monkeypatch.setattr(store.writing, "commit_paths", commit_and_fail)
    with pytest.raises(DiskFailed):
        opened.save(edit("a", "b"))
    assert run_git(top, "status", "--porcelain") == ""
    assert b"Quay" in contents(top)["units/a.toml"]
    assert opened.journal.unfinished() == []
    assert opened.register.units["a"].title == "Quay"


def test_a_commit_by_hand_between_looking_and_saving_is_kept(top: Path) -> None:
    opened = RegisterStore.open(top)
    opened.prepare(edit("a"))
    (top / "units/a.toml").write_bytes(UNIT + b'short = "O"\n')
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    opened.save(edit("a"))
    assert contents(top)["units/a.toml"] == b'title = "Quay"\ntype = "section"\nshort = "O"\n'
    assert run_git(top, "rev-list", "--count", "HEAD") == "3"


# Which records, and how many times


def test_two_changes_of_one_record_in_one_act_are_both_made(top: Path) -> None:
    changes = edit("a")
    more = edit("a", key="short", value="Q")
    opened = RegisterStore.open(top)
    opened.save(ChangeSet(action="set", records=(*changes.records, *more.records), reason="both"))
    assert contents(top)["units/a.toml"] == b'title = "Quay"\nshort = "Q"\ntype = "section"\n'
    assert run_git(top, "show", "--name-only", "--format=") == "units/a.toml"
    assert run_git(top, "log", "-1", "--format=%B").count("Register-Record: unit/a") == 1


def test_what_an_act_leaves_as_it_is_does_not_stand_in_its_message(top: Path) -> None:
    opened = RegisterStore.open(top)
    same = edit("b", value="Office")
    opened.save(ChangeSet(action="set", records=(*edit("a").records, *same.records), reason="one"))
    assert "unit/b" not in run_git(top, "log", "-1", "--format=%B")


@pytest.mark.parametrize(
    ("kind", "id"), [("unit", "No Such"), ("unit", "../x"), ("activity", "x"), ("calendar", "2031"), ("person", "")]
)
@pytest.mark.parametrize("verb", [Verb.EDIT, Verb.REMOVE])
def test_a_record_that_is_not_there_is_said_not_to_be_there(top: Path, kind: str, id: str, verb: Verb) -> None:
    changes = ChangeSet(action="set", records=(RecordChange(kind=kind, id=id, verb=verb),), reason="x")
    with pytest.raises(UnknownRecord):
        RegisterStore.open(top).save(changes)


@pytest.mark.parametrize("id", ["26", "", "20260", "２０２６", "x"])
def test_a_calendar_is_named_by_its_year(top: Path, id: str) -> None:
    with pytest.raises(BadId) as caught:
        RegisterStore.open(top).save(write_text(id, "year = 2026\n", kind="calendar", verb=Verb.ADD))
    assert "such as 2026" in caught.value.hint


def test_adding_a_calendar_counts_from_the_same_moment(top: Path) -> None:
    opened = RegisterStore.open(top)
    opened.save(write_text("2026", 'year = 2026\nstatus = "official"\n', kind="calendar", verb=Verb.ADD))
    assert set(opened.register.calendars) == {2026}
    assert run_git(top, "log", "-1", "--format=%s") == "calendar(2026): add 2026"
    with pytest.raises(IdTaken):
        opened.save(write_text("2026", "year = 2026\n", kind="calendar", verb=Verb.ADD))


def test_the_settings_are_edited_like_a_record_and_never_removed(top: Path) -> None:
    opened = RegisterStore.open(top)
    opened.save(edit("", kind="register", value="Port Register"))
    assert opened.register.settings.title == "Port Register"
    remove = ChangeSet(action="remove", records=(RecordChange(kind="register", id="", verb=Verb.REMOVE),), reason="x")
    with pytest.raises(SettingsNeeded):
        opened.save(remove)
    assert (top / "register.toml").exists()


def test_of_two_files_with_one_id_the_one_that_is_read_is_edited(top: Path) -> None:
    id_ = "2026-06-18-k7qd3m"
    text = 'title = "{}"\ntype = "study"\ndate = 2026-06-18\nunit = "a"\nstate = "filed"\n'
    for month, title in (("05", "first"), ("06", "second")):
        (top / f"activities/2026/{month}").mkdir(parents=True)
        (top / f"activities/2026/{month}/{id_}.toml").write_text(text.format(title))
    opened = RegisterStore.open(top)
    assert opened.register.activities[id_].title == "first"
    assert opened.read("activity", id_).path == f"activities/2026/05/{id_}.toml"
    opened.save(edit(id_, kind="activity", value="third"))
    assert 'title = "third"' in (top / f"activities/2026/05/{id_}.toml").read_text()
    assert 'title = "second"' in (top / f"activities/2026/06/{id_}.toml").read_text()
    assert RegisterStore.open(top).register.activities[id_].title == "third"


def test_a_record_that_became_newer_since_it_was_read_is_not_edited(top: Path) -> None:
    opened = RegisterStore.open(top)
    (top / "units/a.toml").write_bytes(b"format = 99\n" + UNIT)
    with pytest.raises(NewerRecord):
        opened.save(edit("a"))
    assert contents(top)["units/a.toml"] == b"format = 99\n" + UNIT


def test_settings_of_a_newer_format_make_the_register_read_only(top: Path) -> None:
    text = (top / "register.toml").read_text().replace("format = 1", 'format = 99\nhue = "blue"')
    (top / "register.toml").write_text(text)
    run_git(top, "commit", "--quiet", "--all", "--message=newer")
    opened = RegisterStore.open(top)
    assert [fault.code for fault in opened.faults] == ["DB014"]
    with pytest.raises(NewerRecord):
        opened.save(edit("a"))


# What no save lets in


def test_a_record_that_cannot_be_read_is_mended_by_its_text_and_by_no_worse_one(top: Path) -> None:
    (top / "units/a.toml").write_text('titel = "Office"\n')
    run_git(top, "commit", "--quiet", "--all", "--message=broken")
    opened = RegisterStore.open(top)
    with pytest.raises(SaveRefused) as caught:
        opened.save(write_text("a", "title = \n"))
    assert codes(caught) == ["DB001"]
    with pytest.raises(SaveRefused) as caught:
        opened.save(write_text("a", 'titel = "Office"\ntype = "sectoin"\n'))
    assert codes(caught) == ["DB013"]
    opened.save(write_text("a", 'titel = "Office"\ntype = "section"\n'))
    opened.save(write_text("a", UNIT.decode()))
    assert opened.faults == ()


def test_personal_numbers_do_not_come_in_through_a_record_that_cannot_be_read(top: Path) -> None:
    (top / "units/a.toml").write_text('title = "Office"\n')
    run_git(top, "commit", "--quiet", "--all", "--message=broken")
    with pytest.raises(SaveRefused) as caught:
        RegisterStore.open(top).save(write_text("a", 'title = "Office"\nnote = "call 13800138000"\n'))
    assert codes(caught) == ["DB705"]
    assert "13800138000" not in caught.value.message


def test_personal_numbers_do_not_come_in_through_a_key_that_nobody_knows(top: Path) -> None:
    (top / "units/a.toml").write_bytes(UNIT + b'phone = "none"\n')
    run_git(top, "commit", "--quiet", "--all", "--message=odd")
    opened = RegisterStore.open(top)
    with pytest.raises(SaveRefused) as caught:
        opened.save(write_text("a", UNIT.decode() + 'phone = "13800138000"\n'))
    assert "DB705" in codes(caught)
    opened.save(edit("a"))


@pytest.mark.parametrize(
    "text",
    [
        UNIT.decode() + "# call 13800138000\n",
        UNIT.decode() + 'note = "at night"  # or 138-0013-8000\n',
    ],
)
def test_personal_numbers_do_not_come_in_through_comments(top: Path, text: str) -> None:
    opened = RegisterStore.open(top)
    with pytest.raises(SaveRefused) as caught:
        opened.save(write_text("a", text))
    assert codes(caught) == ["DB705"]
    (top / "units/a.toml").write_text(text)
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    opened.save(edit("a", key="short", value="O"))


def test_personal_numbers_do_not_come_in_through_the_settings(top: Path) -> None:
    with pytest.raises(SaveRefused) as caught:
        RegisterStore.open(top).save(edit("", kind="register", value="Office 13800138000"))
    assert codes(caught) == ["DB705"]


def test_what_was_changed_outside_is_held_to_the_same_boundary(top: Path) -> None:
    (top / "units/a.toml").write_bytes(UNIT + b'note = "call 13800138000"\n')
    (top / "units/b.toml").write_bytes(UNIT.replace(b"Office", b"Port"))
    opened = RegisterStore.open(top)
    with pytest.raises(SaveRefused) as caught:
        opened.save_outside(["units/a.toml", "units/b.toml"], "by hand")
    assert codes(caught) == ["DB705"]
    assert run_git(top, "rev-list", "--count", "HEAD") == "1"
    opened.save_outside(["units/b.toml"], "by hand")
    opened.save_outside(["units/a.toml"], "the duty phone of the office", overrides=("DB705",))
    (top / "units/a.toml").write_bytes(UNIT + b'short = "O"\nnote = "call 13800138000"\n')
    opened.save_outside(["units/a.toml"], "what stood there before holds up nothing")
    assert opened.outside() == ()
