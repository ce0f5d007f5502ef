from datetime import date
from pathlib import Path

import pytest

from store.disk import SymlinkRefused
from store.document import DocumentExists
from store.document import hand_out
from store.failure import FolderMissing
from store.past.origin import origin_of
from store.past.origin import provenance_of
from store.past.retrospect import look_back
from store.register import RegisterStore
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git


def test_a_document_is_written_whole_and_over_nothing(tmp_path: Path) -> None:
    path = hand_out(tmp_path / "报告 1.html", b"one")
    assert path.read_bytes() == b"one"
    with pytest.raises(DocumentExists, match="left as it is"):
        hand_out(path, b"two")
    assert path.read_bytes() == b"one"
    assert hand_out(path, b"two", force=True).read_bytes() == b"two"
    assert hand_out(tmp_path / "new", b"three", force=True).read_bytes() == b"three"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new", "报告 1.html"]


def test_a_folder_must_be_there_and_a_link_is_not_followed(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        hand_out(tmp_path / "no" / "page.html", b"")
    (tmp_path / "real").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(SymlinkRefused):
        hand_out(tmp_path / "link", b"lost", force=True)
    assert (tmp_path / "real").read_bytes() == b"kept"


def test_the_origin_of_a_register_is_its_first_commit_and_how_far_it_has_come(tmp_path: Path) -> None:
    top = tmp_path / "register"
    make_register(top, records={"units/office.toml": b'title = "Office"\ntype = "section"\n'})
    root = run_git(top, "rev-parse", "HEAD")
    git = RegisterStore.open(top).git
    assert origin_of(git, "HEAD")[::2] == (root, root)
    run_git(top, "commit", "--quiet", "--allow-empty", "--message=later")
    later = origin_of(git, run_git(top, "rev-parse", "HEAD"))
    assert (later.root, later.revision) == (root, 2)
    assert later.made.isoformat() == "2026-01-01T08:00:00+08:00"
    assert origin_of(git, "")[::3] == ("", 0)


def test_a_document_of_the_past_says_the_commit_of_that_past(tmp_path: Path) -> None:
    top = tmp_path / "register"
    make_register(top, records={"units/office.toml": b'title = "Office"\ntype = "section"\n'})
    first = run_git(top, "rev-parse", "HEAD")
    run_git(top, "commit", "--quiet", "--allow-empty", "--message=later")
    store = RegisterStore.open(top)
    (top / "units/office.toml").write_bytes(b'title = "Office"\ntype = "centre"\n')
    store.reload()
    now = provenance_of(store, date(2026, 6, 18), "en")
    assert (now.commit, now.changed, now.revision) == (run_git(top, "rev-parse", "HEAD"), True, 2)
    then = provenance_of(look_back(store, first), date(2026, 6, 18), "en")
    assert (then.commit, then.changed, then.revision) == (first, False, 1)
