"""Two offices that worked apart: what goes together is merged and sent, what does not is told and left as it was."""

from pathlib import Path

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.merge import Clash
from store.refusal import BadDecision
from store.refusal import NothingToDecide
from store.refusal import RemoteRefused
from store.register import RegisterStore
from store.together import pending
from store.together.pending import Choice
from store.together.sharing import give_up
from store.together.sharing import share
from store.together.sync import SyncResult
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save

UNIT = b'title = "Pier office"\ntype = "section"\n'
DUTY = (
    b'# how often is in the cadence\ntitle = "Harbour round"\ntier = "main-body"\nbearer = "pier"\nlead = ["pier"]\n'
    b'from = 2026-01-01\n\n[[cadence]]\ntype = "at-least"\nn = 1\nper = "quarter"\n'
)
POST = (
    b'title = "Harbour master"\nunit = "pier"\nrank = "principal"\n\n[[holding]]\nperson = "ada"\nfrom = 2026-01-01\n'
)
RECORDS = {
    "units/pier.toml": UNIT,
    "units/lighthouse.toml": UNIT.replace(b"Pier office", b"Lighthouse"),
    "duties/harbour-round.toml": DUTY,
    "posts/master.toml": POST,
    "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
    "people/bo.toml": b'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n',
    "README.md": b"one\ntwo\nthree\n",
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


def put(store: RegisterStore, path: str, old: bytes, new: bytes) -> None:
    """Change a file and commit it."""
    content = (store.location.top / path).read_bytes()
    assert old in content
    save(store.location, {path: content.replace(old, new)}, f"change {path}")
    store.reload()


def text(store: RegisterStore, path: str) -> str:
    return (store.location.top / path).read_text(encoding="utf-8")


def tip(store: RegisterStore) -> str:
    return run_git(store.location.top, "rev-parse", "HEAD")


def is_clean(store: RegisterStore) -> bool:
    return run_git(store.location.top, "status", "--porcelain") == ""


def test_two_fields_of_one_record_are_merged_and_both_ends_hold_the_same(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round of the harbour"')
    put(bo, "duties/harbour-round.toml", b'tier = "main-body"', b'tier = "direct"  # since May')
    share(ada)
    assert share(bo) == SyncResult(1, 1, 2, up_to_date=False)
    share(ada)
    assert text(ada, "duties/harbour-round.toml") == text(bo, "duties/harbour-round.toml")
    assert 'tier = "direct"  # since May' in text(ada, "duties/harbour-round.toml")
    assert '"Round of the harbour"' in text(ada, "duties/harbour-round.toml")
    assert tip(ada) == tip(bo)
    assert is_clean(ada)
    assert is_clean(bo)
    message = run_git(bo.location.top, "log", "-1", "--format=%B")
    assert message.startswith("sync: merge 1 commit(s) of origin\n")
    assert "Register-Action: merge" in message
    assert "Register-Record: duty/harbour-round" in message
    assert run_git(bo.location.top, "log", "-1", "--format=%P").count(" ") == 1
    check_whole(bo.location.top)


def test_one_field_changed_twice_waits_for_a_person_and_nothing_moves(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    share(ada)
    before = tip(bo)
    found = share(bo)
    assert (found.merged, found.pushed, tip(bo), is_clean(bo)) == (0, 0, before, True)
    assert [(one.place, one.conflict.key, one.conflict.base, one.conflict.ours, one.conflict.theirs) for one in found.conflicts] == [
        (("duty", "harbour-round"), ("title",), "Harbour round", "Round B", "Round A")
    ]  # fmt: skip
    assert text(bo, "duties/harbour-round.toml").count("Round B") == 1
    written = pending.path_of_file(bo.location).read_text(encoding="utf-8")
    assert 'take = ""' in written
    assert 'ours = "Round B"' in written


@pytest.mark.parametrize(("take", "title"), [("ours", "Round B"), ("theirs", "Round A"), ("base", "Harbour round")])
def test_what_a_person_chose_in_the_file_is_merged(
    ada: RegisterStore, bo: RegisterStore, take: str, title: str
) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    share(ada)
    share(bo)
    file = pending.path_of_file(bo.location)
    file.write_text(file.read_text(encoding="utf-8").replace('take = ""', f'take = "{take}"'), encoding="utf-8")
    assert share(bo, choices=pending.read_choices(bo.location)).conflicts == ()
    assert f'title = "{title}"' in text(bo, "duties/harbour-round.toml")
    assert not pending.waits(bo.location)
    share(ada)
    assert tip(ada) == tip(bo)


def test_a_value_of_one_s_own_may_stand_there(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    share(ada)
    share(bo, choices=[Choice("duties/harbour-round.toml", ("title",), "", "Rounds")])
    assert 'title = "Rounds"' in text(bo, "duties/harbour-round.toml")


def test_what_was_chosen_stays_in_the_file_when_it_is_written_anew(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    put(ada, "units/pier.toml", b"Pier office", b"Pier A")
    put(bo, "units/pier.toml", b"Pier office", b"Pier B")
    share(ada)
    share(bo)
    file = pending.path_of_file(bo.location)
    file.write_text(file.read_text(encoding="utf-8").replace('take = ""', 'take = "ours"', 1), encoding="utf-8")
    assert len(share(bo, choices=pending.read_choices(bo.location)).conflicts) == 1
    assert [one.take for one in pending.read_choices(bo.location)] == ["ours"]
    assert len(share(bo).conflicts) == 2
    file.write_text(file.read_text(encoding="utf-8").replace('take = ""', 'take = "theirs"', 1), encoding="utf-8")
    assert share(bo, choices=pending.read_choices(bo.location)).conflicts == ()


def test_what_was_chosen_elsewhere_stands_in_the_file_too(ada: RegisterStore, bo: RegisterStore) -> None:
    for name in ("pier", "lighthouse"):
        for store in (ada, bo):
            put(store, f"units/{name}.toml", b'title = "', b'title = "%s ' % store.location.top.name.encode())
    share(ada)
    share(bo, choices=[Choice("units/pier.toml", ("title",), "", "Pier")])
    assert pending.read_choices(bo.location) == (Choice("units/pier.toml", ("title",), "", "Pier"),)


def test_what_was_merged_before_a_push_failed_is_what_the_store_holds(
    ada: RegisterStore, bo: RegisterStore, tmp_path: Path
) -> None:
    put(ada, "units/pier.toml", b"Pier office", b"Pier A")
    put(bo, "units/lighthouse.toml", b"Lighthouse", b"Light B")
    share(ada)
    add_hook(tmp_path / "remote.git", "update", "exit 1")
    with pytest.raises(RemoteRefused):
        share(bo)
    assert bo.register.units["pier"].title == "Pier A"
    assert bo.location.head == tip(bo)
    assert is_clean(bo)


def test_a_torn_note_of_a_move_stands_in_nobody_s_way(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "units/pier.toml", b"Pier office", b"Pier A")
    share(ada)
    note = bo.location.make_state_dir() / "moving.json"
    note.write_bytes(b"")
    share(bo)
    assert bo.register.units["pier"].title == "Pier A"
    assert not note.exists()


def test_giving_up_leaves_both_histories_and_forgets_the_file(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    share(ada)
    share(bo)
    before = tip(bo)
    give_up(bo)
    assert (tip(bo), is_clean(bo), pending.waits(bo.location)) == (before, True, False)
    with pytest.raises(NothingToDecide):
        give_up(bo)


def test_a_file_of_conflicts_that_says_no_choice_is_told(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "duties/harbour-round.toml", b'"Harbour round"', b'"Round A"')
    put(bo, "duties/harbour-round.toml", b'"Harbour round"', b'"Round B"')
    share(ada)
    share(bo)
    file = pending.path_of_file(bo.location)
    file.write_text(file.read_text(encoding="utf-8").replace('take = ""', 'take = "mine"'), encoding="utf-8")
    with pytest.raises(BadDecision, match="`mine` is none of ours, theirs, base"):
        pending.read_choices(bo.location)
    file.write_text("torn [", encoding="utf-8")
    with pytest.raises(BadDecision):
        share(bo)
    assert file.read_text(encoding="utf-8") == "torn ["


def test_two_appointments_that_overlap_are_told_before_anything_is_merged(
    ada: RegisterStore, bo: RegisterStore
) -> None:
    ended = b"from = 2026-01-01\nto = 2026-08-31\n"
    for store, person in ((ada, b"ada"), (bo, b"bo")):
        row = b'\n[[holding]]\nperson = "' + person + b'"\nfrom = 2026-09-01\n'
        put(store, "posts/master.toml", b"from = 2026-01-01\n", ended + row)
    share(ada)
    before = tip(bo)
    found = share(bo)
    assert found.conflicts == ()
    assert [(one.code, one.kind, one.id) for one in found.broken] == [("DB201", "post", "master")]
    assert (tip(bo), is_clean(bo)) == (before, True)
    assert share(bo, accept_broken=True).broken == ()
    assert "DB201" in {one.code for one in bo.check(bo.today)}


def test_a_reference_to_what_the_other_side_removed_is_told(ada: RegisterStore, bo: RegisterStore) -> None:
    save(ada.location, {"units/lighthouse.toml": None})
    put(bo, "duties/harbour-round.toml", b'lead = ["pier"]', b'lead = ["lighthouse"]')
    share(ada)
    assert ("DB101", "duty") in {(one.code, one.kind) for one in share(bo).broken}


def test_two_records_of_one_obligation_are_told(ada: RegisterStore, bo: RegisterStore) -> None:
    for store, id_ in ((ada, "2026-03-27-aaaaaa"), (bo, "2026-03-30-bbbbbb")):
        record = (
            f'title = "Round"\ntype = "regulation"\ndate = {id_[:10]}\nunit = "pier"\nstate = "filed"\n\n[[fulfils]]\n'
            'duty = "harbour-round"\n\n[[evidence]]\ntype = "number"\nlabel = "1"\n'
        )
        save(store.location, {f"activities/2026/03/{id_}.toml": record.encode()})
    share(ada)
    found = share(bo).broken
    assert [(one.code, one.id) for one in found] == [("DB921", "2026-03-30-bbbbbb")]
    assert "2026-03-27-aaaaaa" in found[0].message


def test_removed_here_and_changed_there_waits(ada: RegisterStore, bo: RegisterStore) -> None:
    save(ada.location, {"units/lighthouse.toml": None})
    put(bo, "units/lighthouse.toml", b"Lighthouse", b"The lighthouse")
    share(ada)
    found = share(bo)
    assert [(one.conflict.key, one.conflict.clash) for one in found.conflicts] == [((), Clash.REMOVED_AND_CHANGED)]
    share(bo, choices=[Choice("units/lighthouse.toml", (), "theirs")], accept_broken=True)
    assert not (bo.location.top / "units/lighthouse.toml").exists()


def test_a_record_that_one_side_removed_can_be_kept_as_the_other_side_has_it(
    ada: RegisterStore, bo: RegisterStore
) -> None:
    put(ada, "units/lighthouse.toml", b"Lighthouse", b"The lighthouse")
    save(bo.location, {"units/lighthouse.toml": None})
    bo.reload()
    share(ada)
    (found,) = share(bo).conflicts
    assert found.conflict.theirs == text(ada, "units/lighthouse.toml")
    share(bo, choices=[Choice("units/lighthouse.toml", (), "theirs")])
    assert text(bo, "units/lighthouse.toml") == text(ada, "units/lighthouse.toml")


def test_files_that_are_no_records_are_merged_by_lines_or_as_a_whole(ada: RegisterStore, bo: RegisterStore) -> None:
    put(ada, "README.md", b"one", b"1")
    put(bo, "README.md", b"three", b"3")
    share(ada)
    assert share(bo).conflicts == ()
    assert text(bo, "README.md") == "1\ntwo\n3\n"
    share(ada)
    put(ada, "README.md", b"two", b"2")
    put(bo, "README.md", b"two", b"zwei")
    share(ada)
    found = share(bo)
    assert [(one.place, one.conflict.clash) for one in found.conflicts] == [(None, Clash.BOTH_CHANGED)]
    share(bo, choices=[Choice("README.md", (), "theirs")])
    assert text(bo, "README.md") == "1\n2\n3\n"


def test_a_merge_of_merges_brings_nothing_back(ada: RegisterStore, bo: RegisterStore) -> None:
    """A criss-cross: both clones merge the same two commits by themselves, then meet."""
    put(ada, "units/pier.toml", b"Pier office", b"Pier A")
    put(bo, "units/lighthouse.toml", b"Lighthouse", b"Light B")
    for store, other in ((ada, bo), (bo, ada)):
        run_git(store.location.top, "fetch", "--quiet", str(other.location.top), "main:refs/remotes/other/main")
    for store in (ada, bo):
        run_git(store.location.top, "merge", "--quiet", "--no-edit", "--no-ff", "refs/remotes/other/main")
        store.reload()
    put(ada, "units/pier.toml", b"Pier A", b"Pier AA")
    put(bo, "units/lighthouse.toml", b"Light B", b"Light BB")
    run_git(bo.location.top, "fetch", "--quiet", str(ada.location.top), "main:refs/remotes/other/main")
    assert len(run_git(bo.location.top, "merge-base", "--all", "main", "refs/remotes/other/main").split()) == 2
    share(ada)
    found = share(bo)
    assert found.conflicts == ()
    assert 'title = "Pier AA"' in text(bo, "units/pier.toml")
    assert 'title = "Light BB"' in text(bo, "units/lighthouse.toml")


def test_saves_through_the_register_meet_too(ada: RegisterStore, bo: RegisterStore) -> None:
    def set_title(store: RegisterStore, id: str, title: str) -> None:
        field = FieldChange(key=("title",), value=title)
        change = RecordChange(kind="unit", id=id, verb=Verb.EDIT, fields=(field,))
        store.save(ChangeSet(action="set", records=(change,), reason="renamed"))

    set_title(ada, "pier", "Pier A")
    set_title(bo, "lighthouse", "Light B")
    share(ada)
    share(bo)
    share(ada)
    set_title(bo, "pier", "Pier B")
    set_title(ada, "lighthouse", "Light A")
    share(bo)
    assert share(ada).conflicts == ()
    share(bo)
    assert tip(ada) == tip(bo)
    assert (ada.register.units["pier"].title, ada.register.units["lighthouse"].title) == ("Pier B", "Light A")
