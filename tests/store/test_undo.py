"""Undo and redo on real git: the laws as properties, and every case in which nothing may be undone."""

import itertools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from schema.acts.records import StillNamed
from schema.change import GONE
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.inverse import Clash
from store.failure import NothingToCommit
from store.git import BlobReader
from store.hindrance import AlreadyUndone
from store.hindrance import LaterChange
from store.hindrance import MergeNotUndone
from store.hindrance import NoRecordTouched
from store.hindrance import NoSuchCommit
from store.hindrance import NothingLeft
from store.hindrance import NothingToRedo
from store.hindrance import NothingToUndo
from store.hindrance import tell
from store.past.history import log
from store.past.standing import read_commit
from store.past.standing import walk_back
from store.register import RegisterStore
from store.register import Saved
from store.rejection import SaveRefused
from store.rejection import SettingsNeeded
from store.renaming import UnsavedFiles
from store.renaming import plan_removal
from store.renaming import plan_rename
from store.toml.text import plain
from store.undo import plan_redo
from store.undo import plan_undo
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.store.repositories import write
from tests.strategies import ROUND_UNITS
from tests.strategies import rounds

UNIT = b'# who keeps the list\ntitle = \'Harbour Office\'\ntype = "section"\n\n[[liaison]]\nperson = "ada"  # since the start\n'
RECORDS = {
    "units/office.toml": UNIT,
    "units/quay.toml": b'title = "Quay"  # a quay\ntype = "section"\nparent = "office"\n',
    "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example", "quill@harbour.example"]\n',
    "people/bo.toml": b'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n',
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    make_register(tmp_path / "register", records=RECORDS)
    return tmp_path / "register"


def tree(top: Path) -> str:
    return run_git(top, "rev-parse", "HEAD^{tree}")


def files(top: Path) -> Mapping[str, bytes]:
    found = (path for path in top.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}


def state(top: Path) -> tuple[Any, ...]:
    """All that a refused undo must leave alone."""
    return (
        files(top),
        run_git(top, "rev-parse", "HEAD"),
        run_git(top, "status", "--porcelain"),
        run_git(top, "stash", "list"),
    )


def change(id: str, **fields: object) -> ChangeSet:
    changes = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    return ChangeSet(
        action="set", records=(RecordChange(kind="unit", id=id, verb=Verb.EDIT, fields=changes),), reason="x"
    )


def add(id: str, **fields: object) -> ChangeSet:
    changes = tuple(FieldChange(key=(key,), value=value) for key, value in fields.items())
    return ChangeSet(
        action="add", records=(RecordChange(kind="unit", id=id, verb=Verb.ADD, fields=changes),), reason="x"
    )


def undo(top: Path, name: str = "", why: str = "") -> Saved:
    store = RegisterStore.open(top)
    return store.save(plan_undo(store, name, why).changes)


def redo(top: Path) -> Saved:
    store = RegisterStore.open(top)
    return store.save(plan_redo(store).changes)


def refused(top: Path, reason: type[Failure], name: str = "") -> Any:
    """An undo is refused for a reason, and nothing at all has changed."""
    before = state(top)
    with pytest.raises(reason) as caught:
        undo(top, name)
    assert state(top) == before
    return caught.value


# The laws


def texts(top: Path) -> dict[str, str]:
    return {
        unit: (top / f"units/{unit}.toml").read_text() for unit in ROUND_UNITS if (top / f"units/{unit}.toml").exists()
    }


def anew(top: Path) -> RegisterStore:
    """The register as it began: one repository serves all examples of a property."""
    run_git(top, "reset", "--quiet", "--hard", run_git(top, "rev-list", "--max-parents=0", "HEAD"))
    return RegisterStore.open(top, cached=False)


MANY = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(st.data())
def test_do_and_undo_is_the_tree_before_and_redo_the_tree_after(top: Path, data: st.DataObject) -> None:
    store = anew(top)
    before = (tree(top), files(top))
    try:
        store.save(data.draw(rounds(texts(top))))
    except NothingToCommit:
        return
    after = (tree(top), files(top))
    store.save(plan_undo(store).changes)
    assert (tree(top), files(top)) == before
    store.save(plan_redo(store).changes)
    assert (tree(top), files(top)) == after
    assert run_git(top, "status", "--porcelain") == ""
    assert RegisterStore.open(top, cached=False).register == store.register


@MANY
@given(st.data())
def test_a_walk_back_over_several_acts_meets_every_tree_again(top: Path, data: st.DataObject) -> None:
    store = anew(top)
    trees = [tree(top)]
    for _ in range(3):
        try:
            store.save(data.draw(rounds(texts(top))))
        except NothingToCommit:
            continue
        trees.append(tree(top))
    for wanted in reversed(trees[:-1]):
        store.save(plan_undo(store).changes)
        assert tree(top) == wanted
    for wanted in trees[1:]:
        store.save(plan_redo(store).changes)
        assert tree(top) == wanted


VALUES = {"title": "Office", "short": "HO", "note": "in the old mill\n\nby the water", "aliases": ["mill", "old mill"]}


@pytest.mark.parametrize(("older", "newer"), [*itertools.permutations(VALUES, 2)])
def test_undo_of_the_older_of_two_changes_leaves_the_newer(top: Path, older: str, newer: str) -> None:
    store = RegisterStore.open(top)
    first = store.save(change("quay", **{older: VALUES[older]}))
    store.save(change("quay", **{newer: VALUES[newer]}))
    store.save(plan_undo(store, first.commit).changes)
    alone = RegisterStore.open(top).read("unit", "quay").text
    run_git(top, "reset", "--quiet", "--hard", "HEAD~3")
    fresh = RegisterStore.open(top)
    fresh.save(change("quay", **{newer: VALUES[newer]}))
    assert alone == fresh.read("unit", "quay").text


@MANY
@given(st.data())
def test_an_undo_of_any_commit_gives_its_fields_back_or_changes_nothing(top: Path, data: st.DataObject) -> None:
    """Whatever came since: either nothing is written, or every field of the commit holds its old value and no other field moves."""
    store = anew(top)
    made = []
    for _ in range(3):
        try:
            made.append(store.save(data.draw(rounds(texts(top)))).commit)
        except NothingToCommit:
            continue
    if not made:
        return
    chosen = data.draw(st.sampled_from(made))
    before = state(top)
    now = texts(top)
    try:
        store.save(plan_undo(store, chosen).changes)
    except (LaterChange, NothingLeft):
        assert state(top) == before
        return
    touched = {file.path for file in log(store.git, limit=1, revision=chosen)[0].files}
    written = {file.path for file in log(store.git, limit=1)[0].files}
    assert written <= touched
    for path in written:
        was, gave = (plain(run_git(top, "show", f"{chosen}{mark}:{path}", ok=False)) for mark in ("^", ""))
        stood, stands = plain(now.get(Path(path).stem)), plain(texts(top).get(Path(path).stem))
        for key in {*was, *gave, *stood, *stands}:
            if was.get(key) == gave.get(key):
                assert stands.get(key) == stood.get(key)
            elif stood.get(key) == gave.get(key) or key != "liaison":
                assert stands.get(key) == was.get(key)


# What an undo is


def test_an_undo_is_a_commit_of_its_own_that_says_what_it_undoes(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("office", title="Office"))
    undone = undo(top)
    assert run_git(top, "log", "-1", "--format=%B") == (
        f"undo: unit(office): title Harbour Office -> Office\n\nUndoes commit {done.commit[:12]}\n\n"
        f"Register-Action: undo\nRegister-Record: unit/office\nRegister-Undoes: {done.commit}"
    )
    assert (top / "units/office.toml").read_bytes() == UNIT
    again = redo(top)
    assert run_git(top, "log", "-1", "--format=%B") == (
        f"redo: unit(office): title Harbour Office -> Office\n\nRedoes commit {undone.commit[:12]}\n\n"
        f"Register-Action: redo\nRegister-Record: unit/office\nRegister-Redoes: {undone.commit}"
    )
    assert run_git(top, "rev-parse", "HEAD~3") == run_git(top, "rev-parse", f"{done.commit}^")
    assert again.commit == run_git(top, "rev-parse", "HEAD")
    check_whole(top)


def test_the_reason_is_the_persons_where_one_is_given(top: Path) -> None:
    RegisterStore.open(top).save(change("office", title="Office"))
    undo(top, why="wrong record")
    assert run_git(top, "log", "-1", "--format=%b").splitlines()[0] == "wrong record"


def test_undo_walks_back_and_redo_forth_and_undo_again(top: Path) -> None:
    store = RegisterStore.open(top)
    trees = [tree(top)]
    for key in ("title", "short"):
        store.save(change("office", **{key: "x"}))
        trees.append(tree(top))
    seen = [tree(top)]
    for act in (undo, undo, redo, undo, redo, redo, undo):
        act(top)
        seen.append(tree(top))
    assert [trees.index(one) for one in seen] == [2, 1, 0, 1, 0, 1, 2, 1]
    undo(top)
    refused(top, NothingToUndo)


def test_nothing_is_redone_that_was_not_undone(top: Path) -> None:
    RegisterStore.open(top).save(change("office", title="Office"))
    before = state(top)
    with pytest.raises(NothingToRedo):
        redo(top)
    undo(top)
    redo(top)
    with pytest.raises(NothingToRedo):
        redo(top)
    assert files(top) == before[0]


def test_a_change_of_several_records_is_undone_as_a_whole_or_not_at_all(top: Path) -> None:
    store = RegisterStore.open(top)
    both = ChangeSet(action="bulk", records=(*change("office", short="HO").records, *change("quay", short="Q").records))
    done = store.save(both)
    store.save(change("quay", short="QQ"))
    told = refused(top, LaterChange, done.commit)
    assert [(one.id, one.clash.key) for one in told.obstacles] == [("quay", ("short",))]
    undo(top)
    undo(top, done.commit)
    assert tree(top) == run_git(top, "rev-parse", f"{done.commit}^^{{tree}}")


def test_an_addition_goes_and_a_removal_comes_back_byte_for_byte(top: Path) -> None:
    store = RegisterStore.open(top)
    before = files(top)
    store.save(add("shed", title="Shed", type="section"))
    undo(top)
    assert files(top) == before
    store = RegisterStore.open(top)
    store.save(plan_removal(store, "unit", "quay", "x"))
    undo(top)
    assert files(top) == before


def test_an_addition_that_is_named_by_now_stays(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(add("shed", title="Shed", type="section"))
    store.save(change("quay", parent="shed"))
    told = refused(top, StillNamed, done.commit)
    assert told.message == "The unit `shed` can't go: it is named in unit/quay parent."


def test_a_rename_goes_back_with_what_came_to_name_it_since(top: Path) -> None:
    store = RegisterStore.open(top)
    before = files(top)
    done = store.save(plan_rename(store, "unit", "office", "general-office"))
    store.save(add("shed", title="Shed", type="section", parent="general-office"))
    store.save(change("general-office", short="GO"))
    undo(top, done.commit)
    assert (top / "units/shed.toml").read_text() == 'title = "Shed"\ntype = "section"\nparent = "office"\n'
    assert (top / "units/quay.toml").read_bytes() == before["units/quay.toml"]
    assert b'short = "GO"' in (top / "units/office.toml").read_bytes()
    told = run_git(top, "log", "-1", "--format=%B").splitlines()[-2:]
    assert told == [f"Register-Undoes: {done.commit}", "Register-Renamed: unit/general-office -> unit/office"]
    redo(top)
    assert 'parent = "general-office"' in (top / "units/shed.toml").read_text()
    check_whole(top)


def test_a_rename_alone_goes_back_and_forth_byte_for_byte(top: Path) -> None:
    store = RegisterStore.open(top)
    before = files(top)
    store.save(plan_rename(store, "unit", "office", "general-office"))
    after = files(top)
    undo(top)
    assert files(top) == before
    redo(top)
    assert files(top) == after


def test_a_trailer_that_lies_about_a_rename_is_not_believed(top: Path) -> None:
    """A commit that says that it renames, but changes other fields too, is undone field by field."""
    before = files(top)
    text = UNIT.replace(b"Harbour Office", b"Harbor Office")
    write(
        top,
        {
            "units/office.toml": None,
            "units/pier.toml": text,
            "units/quay.toml": before["units/quay.toml"].replace(b"office", b"pier"),
        },
    )
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=x\n\nRegister-Renamed: unit/office -> unit/pier")
    undo(top)
    assert files(top) == before


def test_a_rename_whose_record_is_gone_or_whose_old_id_stands_again_is_told(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(plan_rename(store, "unit", "quay", "pier"))
    write(top, {"units/quay.toml": b'title = "Again"\ntype = "section"\n'})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=by hand")
    assert "unit/quay stands again" in refused(top, LaterChange, done.commit).message


def test_a_rename_of_a_torn_record_by_another_tool_is_undone_file_by_file(top: Path) -> None:
    torn = b"title = \n"
    write(top, {"units/shed.toml": torn})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=torn")
    write(top, {"units/shed.toml": None, "units/hut.toml": torn})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=x\n\nRegister-Renamed: unit/shed -> unit/hut")
    refused(top, SaveRefused, "HEAD")  # what is no TOML is never saved, wherever it stood before


def test_rows_are_known_again_wherever_they_stand_by_now(top: Path) -> None:
    store = RegisterStore.open(top)
    one, two, three = (
        {"person": person, "basis": basis} for person, basis in (("ada", "1号"), ("bo", "2号"), ("ada", "3号"))
    )
    one["from"], two["from"], three["from"] = ("2026-01-01", "2026-02-01", "2026-03-01")
    rows = [_dated(row) for row in (one, two, three)]
    store.save(change("office", liaison=rows[:1]))
    done = store.save(change("office", liaison=rows[:2]))
    store.save(change("office", liaison=[rows[2], *rows[:2]]))
    undo(top, done.commit)
    assert [row.basis for row in RegisterStore.open(top).register.units["office"].liaison] == ["3号", "1号"]


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "from": date.fromisoformat(row["from"])}


def test_settings_are_undone_too(top: Path) -> None:
    before = files(top)
    store = RegisterStore.open(top)
    field = FieldChange(key=("title",), value="Other")
    store.save(
        ChangeSet(action="set", records=(RecordChange(kind="register", id="", verb=Verb.EDIT, fields=(field,)),))
    )
    undo(top)
    assert files(top) == before


def test_settings_that_were_changed_again_are_told(top: Path) -> None:
    store = RegisterStore.open(top)
    made = []
    for title in ("Other", "Another"):
        field = FieldChange(key=("title",), value=title)
        edit = RecordChange(kind="register", id="", verb=Verb.EDIT, fields=(field,))
        made.append(store.save(ChangeSet(action="set", records=(edit,))).commit)
    told = refused(top, LaterChange, made[0])
    assert "title of register was `Other` after it and is `Another` now" in told.message


def test_a_clash_without_a_later_commit_is_told_all_the_same(top: Path) -> None:
    store = RegisterStore.open(top)
    head = run_git(top, "rev-parse", "HEAD")
    with BlobReader(store.git) as blobs:
        told = tell(store.git, head, "units/quay.toml", ("unit", "quay"), Clash(("short",), GONE, "Q", GONE), blobs)
    assert (told.later, told.words) == ("", "short of unit/quay was `Q` after it and is nothing now")


def test_a_later_commit_that_tore_the_file_is_the_one_that_is_told(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("quay", short="Q")).commit
    store.save(change("quay", short="QQ"))
    whole = (top / "units/quay.toml").read_bytes()
    for content in (b"title = \n", whole):
        write(top, {"units/quay.toml": content})
        run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    assert refused(top, LaterChange, done).obstacles[0].later == run_git(top, "rev-parse", "HEAD")


def test_comments_and_another_form_of_writing_come_back(top: Path) -> None:
    written = b"\xef\xbb\xbf" + UNIT.replace(b"\n", b"\r\n").rstrip(b"\r\n")
    write(top, {"units/office.toml": written})
    run_git(top, "commit", "--quiet", "--all", "--message=as another editor writes")
    store = RegisterStore.open(top)
    store.save(change("office", liaison=GONE))
    assert b"since the start" not in (top / "units/office.toml").read_bytes()
    undo(top)
    assert (top / "units/office.toml").read_bytes() == written


# Whose and which


def test_only_ones_own_commits_are_taken_by_themselves(top: Path) -> None:
    store = RegisterStore.open(top)
    store.save(change("office", title="Mine"))
    set_identity(top, "Ada Quill", "QUILL@harbour.example")
    store = RegisterStore.open(top)
    store.save(change("office", short="other address"))
    set_identity(top, "Bo Tern", "bo@harbour.example")
    RegisterStore.open(top).save(change("quay", title="Theirs"))
    set_identity(top)
    undo(top)
    undo(top)
    texts_now = (top / "units/quay.toml").read_text(), (top / "units/office.toml").read_bytes()
    assert texts_now == ('title = "Theirs"  # a quay\ntype = "section"\nparent = "office"\n', UNIT)
    refused(top, NothingToUndo)
    set_identity(top, "Bo Tern", "bo@harbour.example")
    with pytest.raises(NothingToRedo):
        redo(top)
    assert RegisterStore.open(top).save(plan_undo(RegisterStore.open(top)).changes)


def test_a_commit_of_another_tool_is_undone_where_it_touches_records(top: Path) -> None:
    before = files(top)
    write(
        top,
        {
            "units/quay.toml": b'title = "By hand"\ntype = "section"\n',
            "README.md": b"x",
            "units/shed.toml": b'title = "S"\ntype = "section"\n',
        },
    )
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=by hand")
    store = RegisterStore.open(top)
    plan = plan_undo(store)
    assert plan.left == ("README.md",)
    assert (plan.commit.author, plan.commit.subject) == ("Ada Quill", "by hand")
    store.save(plan.changes)
    assert files(top) == {**before, "README.md": b"x"}


def test_commits_that_touch_no_record_are_passed_over_or_refused_by_name(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("office", title="Mine"))
    write(top, {"README.md": b"x"})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=by hand")
    assert plan_undo(store).commit.id == done.commit
    refused(top, NoRecordTouched, "HEAD")


def test_a_merge_is_not_undone(top: Path, tmp_path: Path) -> None:
    run_git(top, "checkout", "--quiet", "-b", "side")
    side = RegisterStore.open(top).save(change("quay", short="Q"))
    run_git(top, "checkout", "--quiet", "main")
    RegisterStore.open(top).save(change("office", short="HO"))
    run_git(top, "merge", "--quiet", "--no-edit", "side")
    told = refused(top, MergeNotUndone, "HEAD")
    assert "is a merge" in told.message
    assert plan_undo(RegisterStore.open(top)).commit.id != run_git(top, "rev-parse", "HEAD")
    undo(top, side.commit)  # what came in by the merge can be
    assert (top / "units/quay.toml").read_bytes() == RECORDS["units/quay.toml"]


def test_a_commit_that_is_pushed_is_undone_by_another_commit(top: Path, tmp_path: Path) -> None:
    remote = make_remote(tmp_path / "remote.git", top)
    done = RegisterStore.open(top).save(change("office", title="Office"))
    run_git(top, "push", "--quiet", "origin", "main")
    other = make_clone(remote, tmp_path / "other").top
    undo(other, done.commit)
    run_git(other, "push", "--quiet", "origin", "main")
    run_git(top, "pull", "--quiet", "--ff-only", "origin", "main")
    assert (top / "units/office.toml").read_bytes() == UNIT
    refused(top, NothingToUndo)


@pytest.mark.parametrize(
    "name", ["nowhere", "--all", "-n1", "main:units", "a" * 40, "HEAD~9", "x\ny", "HEAD^{tree}", "^HEAD", "HEAD..HEAD"]
)
def test_names_of_no_commit_are_refused(top: Path, name: str) -> None:
    refused(top, NoSuchCommit, name)


def test_a_commit_of_another_line_is_refused(top: Path) -> None:
    run_git(top, "checkout", "--quiet", "-b", "side")
    side = RegisterStore.open(top).save(change("quay", short="Q"))
    run_git(top, "checkout", "--quiet", "main")
    refused(top, NoSuchCommit, side.commit)


def test_the_beginning_of_a_register_is_not_undone(top: Path) -> None:
    refused(top, NothingToUndo)
    refused(top, SettingsNeeded, "HEAD")


def test_what_is_undone_is_not_undone_again(top: Path) -> None:
    done = RegisterStore.open(top).save(change("office", title="Office"))
    undone = undo(top)
    told = refused(top, AlreadyUndone, done.commit[:10])
    assert told.message == f"The commit {done.commit[:12]} was undone already, by {undone.commit[:12]}."
    undo(top, undone.commit)  # an undo is a commit as any other
    undo(top, done.commit)
    assert (top / "units/office.toml").read_bytes() == UNIT


# What stands in the way


def test_a_field_that_was_changed_again_is_told_with_commit_and_values(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("office", title="Office", short="HO"))
    set_identity(top, "Bo Tern", "bo@harbour.example")
    later = RegisterStore.open(top).save(change("office", title="Mill"))
    RegisterStore.open(top).save(change("office", note="no matter"))
    told = refused(top, LaterChange, done.commit)
    (one,) = told.obstacles
    assert (one.kind, one.id, one.later) == ("unit", "office", later.commit)
    day = run_git(top, "log", "-1", "--format=%as", later.commit)
    assert told.message == (
        f"The commit {done.commit[:12]} can't be undone, for later changes stand on it: title of unit/office was `Office` "
        f"after it and is `Mill` now (commit {later.commit[:12]}, Bo Tern, {day})."
    )
    assert told.message_zh == (
        f"无法撤销提交 {done.commit[:12]}，其后的改动以它为基础：unit/office 的 title 当时为“Office”，现为“Mill”"
        f"（提交 {later.commit[:12]}，Bo Tern, {day}）。"
    )


def test_a_row_that_was_changed_again_is_told_by_its_identity(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("quay", liaison=[{"person": "bo", "basis": "1号"}]))
    store.save(change("quay", liaison=[{"person": "ada"}, {"person": "bo", "basis": "1号"}]))
    later = store.save(change("quay", liaison=[{"person": "ada"}, {"person": "bo", "basis": "2号"}]))
    store.save(change("quay", liaison=[{"person": "ada", "basis": "3号"}, {"person": "bo", "basis": "2号"}]))
    told = refused(top, LaterChange, done.commit)
    assert (told.obstacles[0].clash.key[:2], told.obstacles[0].later) == (("liaison", "[bo|]"), later.commit)


def test_a_record_that_was_changed_after_it_came_stays(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(add("shed", title="Shed", type="section"))
    later = store.save(change("shed", title="Hut"))
    told = refused(top, LaterChange, done.commit)
    assert "title of unit/shed was `Shed` after it and is `Hut` now" in told.message
    assert later.commit[:12] in told.message


def test_a_record_that_is_gone_or_stands_again_is_told(top: Path) -> None:
    store = RegisterStore.open(top)
    edited = store.save(change("quay", short="Q"))
    removed = store.save(plan_removal(store, "unit", "quay", "x"))
    told = refused(top, LaterChange, edited.commit)
    assert f"unit/quay was removed (commit {removed.commit[:12]}" in told.message
    write(top, {"units/quay.toml": b'title = "Again"\ntype = "section"\n'})
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "--message=again")
    told = refused(top, LaterChange, removed.commit)
    assert "unit/quay stands again" in told.message


def test_a_comment_is_not_found_again_in_a_text_that_was_changed_since(top: Path) -> None:
    write(top, {"units/office.toml": UNIT + b"# by the water\n"})
    run_git(top, "commit", "--quiet", "--all", "--message=a comment")
    comment = run_git(top, "rev-parse", "HEAD")
    RegisterStore.open(top).save(change("office", title="Office"))
    told = refused(top, LaterChange, comment)
    assert "the text of unit/office was changed" in told.message
    undo(top)
    undo(top)
    assert (top / "units/office.toml").read_bytes() == UNIT


def test_a_file_that_was_torn_since_is_not_touched(top: Path) -> None:
    done = RegisterStore.open(top).save(change("office", title="Office"))
    write(top, {"units/office.toml": b"title = \n"})
    run_git(top, "commit", "--quiet", "--all", "--message=torn")
    refused(top, LaterChange, done.commit)
    undo(top, "HEAD")  # whoever tore it mends it
    assert b"Office" in (top / "units/office.toml").read_bytes()


def test_what_was_put_back_by_hand_leaves_nothing_to_undo(top: Path) -> None:
    store = RegisterStore.open(top)
    exact = store.save(change("quay", title="Pier"))
    store.save(change("quay", title="Quay"))
    told = refused(top, NothingLeft, exact.commit)
    assert told.message == f"Everything that the commit {exact.commit[:12]} changed is as it was before it already."
    done = store.save(change("office", title="Office"))
    store.save(change("office", title="Harbour Office"))
    store.save(change("office", short="HO"))
    refused(top, NothingLeft, done.commit)


def test_values_with_personal_numbers_are_masked_where_they_are_told(top: Path) -> None:
    write(top, {"units/quay.toml": b'title = "Quay"\ntype = "section"\nnote = "13800138000"\n'})
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    done = run_git(top, "rev-parse", "HEAD")
    RegisterStore.open(top).save(change("quay", note="none"))
    told = refused(top, LaterChange, done)
    assert "13800138000" not in told.message + told.message_zh


def test_what_may_not_be_saved_is_not_brought_back(top: Path) -> None:
    write(top, {"units/quay.toml": b'title = "Quay"\ntype = "section"\nnote = "13800138000"\n'})
    run_git(top, "commit", "--quiet", "--all", "--message=by hand")
    mended = RegisterStore.open(top).save(change("quay", note="none"))
    told = refused(top, SaveRefused, mended.commit)
    assert [one.code for one in told.diagnostics] == ["DB705"]


def test_unsaved_changes_of_the_same_files_come_first(top: Path) -> None:
    done = RegisterStore.open(top).save(change("office", title="Office"))
    write(top, {"units/office.toml": UNIT.replace(b"Harbour", b"Harbor")})
    refused(top, UnsavedFiles, done.commit)
    write(top, {"units/office.toml": None})
    refused(top, UnsavedFiles, done.commit)


def test_other_unsaved_changes_are_no_matter(top: Path) -> None:
    RegisterStore.open(top).save(change("office", title="Office"))
    write(top, {"units/quay.toml": b'title = "By hand"\ntype = "section"\n'})
    undo(top)
    assert run_git(top, "status", "--porcelain").split() == ["M", "units/quay.toml"]


# Which commits stand


def test_standing_is_read_from_the_newest_on(top: Path) -> None:
    store = RegisterStore.open(top)
    done = store.save(change("office", title="Office")).commit
    undone = undo(top).commit
    redone = redo(top).commit
    store = RegisterStore.open(top)
    found = {one.commit.id: one.undone_by.id if one.undone_by else "" for one in walk_back(store.git)}
    assert found[redone] == "" and found[undone] == redone and found[done] == ""
    assert read_commit(store.git, "HEAD~2") == next(one.commit for one in walk_back(store.git) if one.commit.id == done)
    assert read_commit(store.git, "") is None


def test_long_histories_are_read_page_by_page(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.past.standing._PAGE", 2)
    store = RegisterStore.open(top)
    done = [store.save(change("office", title=f"{number}")).commit for number in range(3)]
    set_identity(top, "Bo Tern", "bo@harbour.example")
    for number in range(4):
        RegisterStore.open(top).save(change("quay", title=f"{number}"))
    set_identity(top)
    assert plan_undo(RegisterStore.open(top)).commit.id == done[-1]
    assert [one.commit.id for one in walk_back(store.git)] == run_git(top, "rev-list", "--date-order", "HEAD").split()


def test_in_a_large_register_it_goes_without_the_index(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.commit.LARGE_INDEX", 0)
    before = files(top)
    store = RegisterStore.open(top)
    store.save(plan_rename(store, "unit", "office", "general-office"))
    after = files(top)
    undo(top)
    assert files(top) == before and run_git(top, "status", "--porcelain") == ""
    redo(top)
    assert files(top) == after and run_git(top, "status", "--porcelain") == ""
    check_whole(top)
