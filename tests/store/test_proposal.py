"""Names of proposals: what may be one, and that nothing else is ever handed to git as a branch."""

from pathlib import Path

import pytest

from cli.app import run
from cli.exits import Exit
from store.location import find
from store.review.proposal import is_name
from store.review.proposal import list_proposals
from store.review.proposal import name_of
from store.review.proposal import tip_of
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git

BAD = [
    "", "proposal", "proposal/", "proposal/ada", "proposal/ada/", "proposal//x", "proposal/ada/x/y", "proposal/ada/..", "proposal/ada/x..y",
    "proposal/ada/x.lock", "proposal/ada/@{-1}", "proposal/ada/x@{0}", "proposal/ada/-x", "-x", "--output=x", "proposal/-ada/x", "HEAD", "@",
    "@{-1}", "main", "refs/heads/proposal/ada/x", "proposal/ada/X", "proposal/ada/x y", "proposal/ada/x\n", "\nproposal/ada/x",
    "proposal/ada/x~1", "proposal/ada/x^", "proposal/ada/x:y", "proposal/ada/*", "proposal/ada/?", "proposal/ada/[x]", "proposal/ada/x\\y",
    "proposal/ada/x\x00", "proposal/ada/caf\u00e9", "proposal/ada/cafe\u0301", "proposal/ada/季度", "proposal/ada/x\u202e", "proposal/ada/\u200bx",
    "proposal/ada/" + "x" * 300, "proposal/" + "a" * 65 + "/x", "Proposal/ada/x", "proposal/ada/x.", "proposal/ada/.x", "proposal/../main",
]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["proposal/ada/x", "proposal/ada/quarterly-review-2", "proposal/0/0", "proposal/a/" + "x" * 64]
)
def test_names_of_proposals(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_other_names_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert not is_name(name)
    place = make_register(tmp_path / "register")
    assert tip_of(place.git(), place, name, "origin") is None
    monkeypatch.chdir(place.top)
    if name not in ("", "main", "proposal/../main") and not name.startswith("-"):
        assert run(["review", "show", name]) in (Exit.MISUSE, Exit.NOT_OPENED)
    assert run_git(place.top, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_branches_that_only_look_like_proposals_are_not_listed(tmp_path: Path) -> None:
    place = make_register(tmp_path / "register")
    for name in ("proposal/ada/X", "proposal/ada/季度", "proposal/ada/x/y", "proposal/solo"):
        run_git(place.top, "update-ref", f"refs/heads/{name}", "HEAD")
    (place.git_dir / "refs/heads/-x").write_text(f"{place.head}\n")
    (place.git_dir / "refs/heads/proposal/--output=y").write_text(f"{place.head}\n")
    assert list_proposals(place.git(), find(place.top), remote="origin", main="main") == []
    assert is_name(name_of("ada", "x"))
