"""What commits changed, field by field: of all records, of one, of the first few; however many commits there are."""

from pathlib import Path

import pytest

from store.location import find
from store.past.blobs import Blobs
from store.past.blobs import find_objects
from store.past.history import brought_in
from store.past.history import details
from store.past.history import log
from store.past.history import records_of
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture

UNIT = "units/quay.toml"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return begin(tmp_path / "register")


def test_details_of_any_number_of_commits(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.past.history._AT_ONCE", 7)
    for number in range(2, 25):
        past.commit({DUTY: duty(f"Round {number}")})
    past.finish()
    git = find(past.top).git()
    found = list(details(git, log(git)))
    assert [commit.commit for commit, _ in found] == past.ids[:0:-1]
    titles = [changes[0].fields[0].new for _, changes in found[:-1]]
    assert titles == [f"Round {number}" for number in range(24, 1, -1)]
    assert list(details(git, [])) == []


def test_details_of_one_record_and_of_the_first_few(past: Past) -> None:
    past.commit({DUTY: duty("Rounds"), UNIT: 'title = "Quay"\n', "README.md": "x"})
    past.finish()
    git = find(past.top).git()
    (commit, begun) = log(git)
    assert [pair[0] for pair in records_of(commit)] == [("duty", "round"), ("unit", "quay")]
    assert [pair[0] for pair in records_of(commit, ("unit", "quay"))] == [("unit", "quay")]
    ((_, only),) = details(git, [commit], only=("unit", "quay"))
    assert [(one.kind, one.verb) for one in only] == [("unit", "add")]
    ((_, first),) = details(git, [commit], most=1)
    assert [(one.kind, one.verb) for one in first] == [("duty", "edit")]
    assert begun.places == (("duty", "round"), ("register", ""))


def test_what_a_merge_brought_in_and_what_brings_nothing_in(past: Past) -> None:
    past.commit({UNIT: 'title = "Quay"\n'}, 1)
    past.commit({}, 2, message="a comment")
    past.commit({DUTY: duty("Rounds")}, 1)
    past.commit({DUTY: duty("Rounds"), UNIT: 'title = "Quay"\n'}, 4, 3)
    past.finish()
    git = find(past.top).git()
    merge, edit, begun = log(git)
    assert [commit.commit for commit in brought_in(git, merge)] == [past.ids[3], past.ids[2]]
    assert [commit.commit for commit in brought_in(git, merge, paths=[UNIT])] == [past.ids[2]]
    assert brought_in(git, edit) == brought_in(git, begun) == []


def test_blobs_that_are_not_there_hold_nothing(past: Past) -> None:
    past.finish()
    git = find(past.top).git()
    blobs = Blobs(git, ["f" * 40, ""])
    assert blobs.data("f" * 40) is None
    assert blobs.data("") == {}
    known, *others = find_objects(git, [f"HEAD:{DUTY}", "HEAD:duties", "HEAD:none", "--all", ""])
    assert others == [""] * 4
    data = blobs.data(known)
    assert data is not None
    assert data["title"] == "Round"
    assert blobs.data(known) is data
    assert find_objects(git, []) == []
