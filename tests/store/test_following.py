"""A record renamed on one side of a merge: what the other side wrote under the old id is found under the new one."""

from pathlib import Path
from shutil import copytree

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.merge import Clash
from store.refusal import RemoteRefused
from store.register import RegisterStore
from store.renaming import plan_rename
from store.together.pending import Choice
from store.together.sharing import share
from store.together.sync import SyncResult
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git

UNIT = b'# by the water\ntitle = "Pier office"\ntype = "section"\n'
POST = b'title = "Harbour master"\nunit = "pier"\nrank = "principal"\n'
DUTY = (
    'title = "Harbour round"\ntier = "main-body"\nbearer = "pier"\nlead = ["pier"]\nfrom = 2026-01-01\n\n'
    '[[cadence]]\ntype = "at-least"\nn = 1\nper = "quarter"\n'
)
RECORDS = {
    "units/pier.toml": UNIT,
    "units/lighthouse.toml": UNIT.replace(b"Pier office", b"Lighthouse"),
    "posts/master.toml": POST,
    "duties/round.toml": DUTY.encode(),
    "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
    "people/bo.toml": b'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n',
}


@pytest.fixture
def ada(tmp_path: Path) -> RegisterStore:
    """A register with a remote `origin` that holds the same."""
    place = make_register(tmp_path / "ada", records=RECORDS)
    make_remote(tmp_path / "remote.git", place.top)
    return RegisterStore.open(place.top)


@pytest.fixture
def bo(ada: RegisterStore, tmp_path: Path) -> RegisterStore:
    """A second clone of the same remote."""
    return RegisterStore.open(make_clone(tmp_path / "remote.git", tmp_path / "bo").top)


def rename(store: RegisterStore, kind: str, id: str, new: str) -> None:
    store.save(plan_rename(store, kind, id, new, "better name"))
    store.reload()


def change(store: RegisterStore, kind: str, id: str, key: str, value: object) -> None:
    field = FieldChange(key=(key,), value=value)
    one = RecordChange(kind=kind, id=id, verb=Verb.EDIT, fields=(field,))
    store.save(ChangeSet(action="set", records=(one,), reason="mended"))


def add(store: RegisterStore, kind: str, id: str, text: str) -> None:
    one = RecordChange(kind=kind, id=id, verb=Verb.ADD, text=text)
    store.save(ChangeSet(action="add", records=(one,), reason="new"))


def meet(first: RegisterStore, second: RegisterStore, *choices: Choice) -> SyncResult:
    """Let the first send what it has, then merge in the second; gives what came of that."""
    share(first)
    found = share(second, choices=choices)
    if not found.waits:
        share(first)
        assert run_git(first.location.top, "rev-parse", "HEAD") == run_git(second.location.top, "rev-parse", "HEAD")
        assert not [one for one in second.check(second.today) if one.code == "DB921"]
        assert run_git(second.location.top, "status", "--porcelain") == ""
        check_whole(second.location.top)
    return found


@pytest.mark.parametrize("renamer_first", [True, False])
def test_an_edit_of_the_old_id_goes_to_the_new_one(ada: RegisterStore, bo: RegisterStore, renamer_first: bool) -> None:
    rename(ada, "unit", "pier", "quay")
    change(bo, "unit", "pier", "title", "Pier bureau")
    assert not (meet(ada, bo) if renamer_first else meet(bo, ada)).waits
    for store in (ada, bo):
        assert store.register.units["quay"].title == "Pier bureau"
        assert "pier" not in store.register.units
        assert (store.register.posts["master"].unit, store.register.duties["round"].lead) == ("quay", ("quay",))
        assert "# by the water" in (store.location.top / "units/quay.toml").read_text()


@pytest.mark.parametrize("renamer_first", [True, False])
def test_what_names_the_old_id_names_the_new_one(ada: RegisterStore, bo: RegisterStore, renamer_first: bool) -> None:
    rename(ada, "unit", "pier", "quay")
    add(bo, "post", "mate", POST.decode().replace("Harbour master", "First mate"))
    change(bo, "post", "master", "title", "Master of the harbour")
    change(bo, "duty", "round", "lead", ["lighthouse", "pier"])
    found = meet(ada, bo) if renamer_first else meet(bo, ada)
    assert (found.conflicts, found.broken) == ((), ())
    assert ada.register.posts["mate"].unit == "quay"
    assert (ada.register.posts["master"].unit, ada.register.posts["master"].title) == ("quay", "Master of the harbour")
    assert ada.register.duties["round"].lead == ("lighthouse", "quay")


def test_renames_one_after_the_other_are_one(ada: RegisterStore, bo: RegisterStore) -> None:
    rename(ada, "unit", "pier", "quay")
    rename(ada, "unit", "quay", "dock")
    rename(ada, "post", "master", "captain")
    change(bo, "unit", "pier", "title", "Pier bureau")
    change(bo, "post", "master", "title", "Master of the harbour")
    assert not meet(ada, bo).waits
    assert bo.register.units["dock"].title == "Pier bureau"
    assert (bo.register.posts["captain"].title, bo.register.posts["captain"].unit) == ("Master of the harbour", "dock")


def test_each_side_may_rename_another_record(ada: RegisterStore, bo: RegisterStore) -> None:
    rename(ada, "unit", "pier", "quay")
    rename(bo, "post", "master", "captain")
    rename(bo, "duty", "round", "harbour-round")
    assert not meet(ada, bo).waits
    assert bo.register.posts["captain"].unit == "quay"
    assert bo.register.duties["harbour-round"].lead == ("quay",)
    assert sorted(bo.register.posts) == ["captain"]


def test_one_rename_made_twice_is_one(ada: RegisterStore, bo: RegisterStore) -> None:
    rename(ada, "unit", "pier", "quay")
    rename(bo, "unit", "pier", "quay")
    change(bo, "unit", "quay", "title", "Pier bureau")
    assert not meet(ada, bo).waits
    assert ada.register.units["quay"].title == "Pier bureau"


@pytest.mark.parametrize(("take", "id"), [("ours", "dock"), ("theirs", "quay"), ("base", "pier")])
def test_two_names_for_one_record_wait_for_a_person(ada: RegisterStore, bo: RegisterStore, take: str, id: str) -> None:
    rename(ada, "unit", "pier", "quay")
    rename(bo, "unit", "pier", "dock")
    change(ada, "unit", "quay", "title", "Pier bureau")
    found = meet(ada, bo)
    assert [(one.place, one.conflict.clash) for one in found.conflicts] == [(("unit", "dock"), Clash.BOTH_RENAMED)]
    conflict = found.conflicts[0].conflict
    assert (conflict.base, conflict.ours, conflict.theirs) == ("pier", "dock", "quay")
    assert not meet(ada, bo, Choice("units/dock.toml", ("id",), take)).waits
    for store in (ada, bo):
        assert sorted(store.register.units) == sorted(["lighthouse", id])
        assert store.register.units[id].title == "Pier bureau"
        assert (store.register.posts["master"].unit, store.register.duties["round"].lead) == (id, (id,))


@pytest.mark.parametrize(("take", "id"), [("ours", "dock"), ("theirs", "quay"), ("base", "pier")])
@pytest.mark.parametrize(("side", "title"), [("ours", "B"), ("theirs", "A")])
def test_two_names_and_two_titles_are_decided_at_once(
    ada: RegisterStore, bo: RegisterStore, take: str, id: str, side: str, title: str
) -> None:
    for store, new, text in ((ada, "quay", "A"), (bo, "dock", "B")):
        rename(store, "unit", "pier", new)
        change(store, "unit", new, "title", text)
    assert [(one.path, one.conflict.key) for one in meet(ada, bo).conflicts] == [
        ("units/dock.toml", ("id",)),
        ("units/dock.toml", ("title",)),
    ]
    name = Choice("units/dock.toml", ("id",), take)
    left = share(bo, choices=[name]).conflicts
    assert [(one.path, one.conflict.key) for one in left] == [("units/dock.toml", ("title",))]
    assert not meet(ada, bo, name, Choice("units/dock.toml", ("title",), side)).waits
    assert sorted(ada.register.units) == sorted(["lighthouse", id])
    assert ada.register.units[id].title == title


@pytest.mark.parametrize(("take", "id"), [("ours", "dock"), ("theirs", "quay"), ("base", "pier")])
def test_what_is_written_under_a_name_that_was_given_up_finds_its_way(
    ada: RegisterStore, bo: RegisterStore, take: str, id: str
) -> None:
    rename(ada, "unit", "pier", "quay")
    rename(bo, "unit", "pier", "dock")
    share(ada)
    change(ada, "unit", "quay", "title", "Pier bureau")
    share(bo, choices=[Choice("units/dock.toml", ("id",), take)])
    assert not meet(bo, ada).waits
    assert sorted(ada.register.units) == sorted(["lighthouse", id])
    assert ada.register.units[id].title == "Pier bureau"


@pytest.mark.parametrize(("take", "id"), [("ours", "dock"), ("theirs", "quay"), ("base", "pier")])
def test_a_name_that_was_never_left_goes_to_the_one_that_was_decided_for(
    ada: RegisterStore, bo: RegisterStore, tmp_path: Path, take: str, id: str
) -> None:
    cy = RegisterStore.open(make_clone(tmp_path / "remote.git", tmp_path / "cy").top)
    change(cy, "unit", "pier", "title", "Pier bureau")
    rename(ada, "unit", "pier", "quay")
    rename(bo, "unit", "pier", "dock")
    share(ada)
    share(bo, choices=[Choice("units/dock.toml", ("id",), take)])
    assert not meet(bo, cy).waits
    assert sorted(cy.register.units) == sorted(["lighthouse", id])
    assert cy.register.units[id].title == "Pier bureau"


@pytest.mark.parametrize("edited", [True, False])
def test_two_people_who_decided_for_different_names_lose_no_record(
    ada: RegisterStore, bo: RegisterStore, tmp_path: Path, edited: bool
) -> None:
    """A criss-cross: both merge the same two commits by themselves, one for the one name, one for the other."""
    rename(ada, "unit", "lighthouse", "beacon")
    rename(bo, "unit", "lighthouse", "lantern")
    if edited:
        change(ada, "unit", "beacon", "title", "The beacon")
        change(bo, "unit", "lantern", "short", "lamp")
    share(ada)
    copytree(tmp_path / "remote.git", tmp_path / "other.git")
    copytree(bo.location.top, tmp_path / "cy")
    cy = RegisterStore.open(tmp_path / "cy")
    run_git(cy.location.top, "remote", "set-url", "origin", str(tmp_path / "other.git"))
    add_hook(tmp_path / "other.git", "update", "exit 1")
    assert not share(bo, choices=[Choice("units/lantern.toml", ("id",), "ours")]).waits
    with pytest.raises(RemoteRefused):  # merged here, and not sent
        share(cy, choices=[Choice("units/lantern.toml", ("id",), "theirs")])
    cy = RegisterStore.open(cy.location.top)
    assert ("lantern" in bo.register.units, "beacon" in cy.register.units) == (True, True)
    run_git(cy.location.top, "remote", "set-url", "origin", str(tmp_path / "remote.git"))
    assert not meet(bo, cy).waits
    (name,) = set(cy.register.units) - {"pier"}
    assert name in {"beacon", "lantern"}
    found = cy.register.units[name]
    assert (found.title, found.short) == (("The beacon", "lamp") if edited else ("Lighthouse", ""))


def test_a_record_of_their_own_under_the_new_id_is_told(ada: RegisterStore, bo: RegisterStore) -> None:
    rename(ada, "unit", "pier", "quay")
    add(bo, "unit", "quay", 'title = "Quay office"\ntype = "section"\n')
    found = meet(ada, bo)
    assert {(one.place, one.conflict.clash) for one in found.conflicts} == {(("unit", "quay"), Clash.BOTH_ADDED)}


def test_a_record_gone_on_the_other_side_is_told(ada: RegisterStore, bo: RegisterStore) -> None:
    rename(ada, "post", "master", "captain")
    change(ada, "post", "captain", "title", "Captain")
    gone = RecordChange(kind="post", id="master", verb=Verb.REMOVE)
    bo.save(ChangeSet(action="remove", records=(gone,), reason="post abolished"))
    found = meet(ada, bo)
    assert [(one.place, one.conflict.clash) for one in found.conflicts] == [
        (("post", "captain"), Clash.REMOVED_AND_CHANGED)
    ]
