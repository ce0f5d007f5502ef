"""The server check of signatures, end to end: whose key it is, as the main line knew it before the push."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest

from store.register import RegisterStore
from store.review.proposing import approve
from store.review.proposing import hand_in
from store.review.proposing import save_to_proposal
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import run_git
from tests.store.server import ADA
from tests.store.server import BO
from tests.store.server import EVE
from tests.store.server import REVIEW
from tests.store.server import SIGNING
from tests.store.server import commit
from tests.store.server import make_desk
from tests.store.server import make_key
from tests.store.server import make_server
from tests.store.server import person
from tests.store.server import push
from tests.store.server import records
from tests.store.server import settings
from tests.store.server import sign_with
from tests.store.server import who_is
from tests.store.test_gate_review import retitle

PIER = "units/pier.toml"
TODAY = datetime.now(UTC).date()


def pier(note: str) -> dict[str, bytes | None]:
    return {PIER: f'title = "Pier office"\ntype = "section"\nnote = "{note}"\n'.encode()}


def ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S+00:00")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of Ada, Bo and Eve, and one of nobody; Ada has an old one too."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ada", "bo", "eve", "nobody", "old"):
        make_key(folder, name)
    return folder


def public(keys: Path, name: str) -> str:
    return (keys / f"{name}.pub").read_text().strip()


def known(keys: Path, more: str = SIGNING) -> dict[str, bytes]:
    """A register in which the keys of Ada, Bo and Eve stand; Ada's old one ended twenty days ago."""
    old = f'public = "{public(keys, "old")}"\nto = {TODAY - timedelta(days=20)}\n'
    now = f'public = "{public(keys, "ada")}"\nfrom = 2026-01-01\n'
    people = {"people/ada.toml": person(*ADA, now, old)}
    return records(more, bo=public(keys, "bo"), eve=public(keys, "eve")) | people


@pytest.fixture
def server(tmp_path: Path, keys: Path) -> Path:
    return make_server(tmp_path / "server.git", known(keys))


@pytest.fixture
def ada(server: Path, tmp_path: Path, keys: Path) -> Path:
    return make_desk(server, tmp_path / "ada", ADA, keys / "ada.pub")


def day_of(top: Path, new: str) -> str:
    """The day that a commit bears."""
    return run_git(top, "show", "--no-patch", "--format=%cs", new)


def refused(top: Path, new: str, *words: str) -> None:
    said = push(top)
    assert not said.taken, "it came in"
    assert f"commit {new[:12]}:" in said.said
    for each in words:
        assert each in said.said, said.said
    run_git(top, "reset", "--quiet", "--hard", "origin/main")


def test_what_its_author_signed_comes_in(ada: Path) -> None:
    commit(ada, ADA, pier("one"))
    commit(ada, ADA, pier("two"))
    assert push(ada).taken


def test_what_nobody_signed_does_not(ada: Path) -> None:
    run_git(ada, "config", "commit.gpgSign", "false")
    new = commit(ada, ADA, pier("one"))
    refused(
        ada,
        new,
        f"DB931 the commit {new[:12]} of Ada Quill on {day_of(ada, new)} is not signed",
        "let its author set up signing by `dutybook sign`",
    )


def test_a_key_of_somebody_else_does_not(ada: Path, keys: Path) -> None:
    """What `git verify-commit` calls good: Bo's key under Ada's name."""
    sign_with(ada, keys / "bo.pub")
    new = commit(ada, ADA, pier("one"))
    refused(ada, new, f"DB934 the commit {new[:12]} bears the name of Ada Quill and is signed by a key of Bo Tern")


def test_a_key_that_nobody_has_does_not(ada: Path, keys: Path) -> None:
    sign_with(ada, keys / "nobody.pub")
    new = commit(ada, ADA, pier("one"))
    refused(ada, new, f"DB932 the commit {new[:12]} of Ada Quill", "signed by a key that stands with nobody in people/")


def test_a_key_that_admits_itself_does_not(ada: Path, keys: Path) -> None:
    """Trust comes from the old tip: the key is in the pushed tree, where git would find it good."""
    sign_with(ada, keys / "nobody.pub")
    first = commit(ada, ADA, {"people/ada.toml": person(*ADA, public(keys, "nobody"))})
    second = commit(ada, ADA, pier("one"))
    refused(ada, first, "DB932", f"commit {second[:12]}:")
    sign_with(ada, keys / "ada.pub")
    commit(ada, ADA, {"people/ada.toml": person(*ADA, public(keys, "ada"), public(keys, "nobody"))})
    sign_with(ada, keys / "nobody.pub")
    second = commit(ada, ADA, pier("one"))
    refused(ada, second, "DB932")


def test_a_key_that_a_known_key_admitted_signs_from_the_next_push_on(ada: Path, keys: Path) -> None:
    commit(ada, ADA, {"people/ada.toml": person(*ADA, public(keys, "ada"), public(keys, "nobody"))})
    assert push(ada).taken
    sign_with(ada, keys / "nobody.pub")
    commit(ada, ADA, pier("one"))
    assert push(ada).taken


def test_a_key_that_was_given_up_signs_what_was_done_offline_alone(ada: Path, keys: Path) -> None:
    """A date that was put back does not make it good for ever."""
    sign_with(ada, keys / "old.pub")
    new = commit(ada, ADA, pier("one"))
    refused(
        ada,
        new,
        f"DB933 the commit {new[:12]} of Ada Quill is signed by a key that was not valid on {day_of(ada, new)}",
    )
    new = commit(ada, ADA, pier("one"), at=ago(40))
    refused(ada, new, "DB961", "more than 30 days before today")
    commit(ada, ADA, pier("one"), at=ago(25))
    assert push(ada).taken


def test_a_day_still_to_come_is_not_believed(ada: Path) -> None:
    new = commit(ada, ADA, pier("one"), at=ago(-3))
    refused(ada, new, "DB961", "which is still to come")
    new = commit(ada, ADA, pier("one"), at="2025-12-31T00:00:00+00:00")
    refused(ada, new, "DB933")


def test_what_was_altered_after_it_was_signed_does_not(ada: Path) -> None:
    commit(ada, ADA, pier("one"))
    text = run_git(ada, "cat-file", "commit", "HEAD").replace("\n\nchange", "\n\nother")
    altered = run_git(ada, "hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{text}\n".encode())
    run_git(ada, "reset", "--quiet", "--hard", altered)
    refused(ada, altered, f"DB935 the signature of the commit {altered[:12]} of Ada Quill")


def test_a_signature_of_another_sort_does_not(ada: Path) -> None:
    commit(ada, ADA, pier("one"))
    text = run_git(ada, "cat-file", "commit", "HEAD").replace("SSH SIGNATURE", "PGP SIGNATURE")
    altered = run_git(ada, "hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{text}\n".encode())
    run_git(ada, "reset", "--quiet", "--hard", altered)
    said = push(ada)
    assert not said.taken
    assert "DB931" in said.said or "DB932" in said.said


def test_a_rebase_drops_signatures_and_is_told(server: Path, ada: Path, tmp_path: Path, keys: Path) -> None:
    commit(ada, ADA, pier("one"))
    bo = make_desk(server, tmp_path / "bo", BO, keys / "bo.pub")
    commit(bo, BO, {"units/pier.toml": b'title = "The pier"\ntype = "section"\n'})
    run_git(bo, "fetch", "--quiet", str(ada), "main")
    run_git(
        bo,
        "cherry-pick",
        "--strategy-option=theirs",
        "FETCH_HEAD",
        environment=who_is(BO) | {"GIT_AUTHOR_NAME": ADA[0], "GIT_AUTHOR_EMAIL": ADA[1]},
        ok=False,
    )
    run_git(bo, "config", "commit.gpgSign", "false")
    run_git(bo, "commit", "--quiet", "--amend", "--no-edit", environment=who_is(BO))
    assert "DB931" in push(bo).said


def test_an_unsigned_commit_that_was_pushed_to_a_proposal_does_not_come_in_later(ada: Path) -> None:
    run_git(ada, "config", "commit.gpgSign", "false")
    new = commit(ada, ADA, pier("one"))
    said = push(ada, "HEAD:refs/heads/proposal/ada/x")
    assert not said.taken and "DB931" in said.said, "proposals are signed too"
    run_git(ada, "config", "commit.gpgSign", "true")
    commit(ada, ADA, pier("two"))
    refused(ada, new, "DB931")


def test_what_another_branch_of_the_server_has_is_looked_at_again(server: Path, ada: Path) -> None:
    """`--not --all` would let it pass."""
    run_git(ada, "config", "commit.gpgSign", "false")
    new = commit(ada, ADA, pier("one"))
    run_git(server, "fetch", "--quiet", str(ada), "HEAD:refs/heads/proposal/ada/x")
    refused(ada, new, "DB931")


def test_an_approval_is_signed_by_the_approver(tmp_path: Path, keys: Path) -> None:
    server = make_server(tmp_path / "server.git", known(keys, SIGNING + REVIEW))
    ada = make_desk(server, tmp_path / "ada", ADA, keys / "ada.pub")
    bo = make_desk(server, tmp_path / "bo", BO, keys / "bo.pub")
    name = save_to_proposal(RegisterStore.open(ada), retitle("Steering group")).name
    hand_in(RegisterStore.open(ada), name, "A clearer name", "people ask")
    assert push(ada, f"{name}:{name}").taken
    run_git(bo, "fetch", "--quiet", "origin", f"{name}:{name}")
    approve(RegisterStore.open(bo), name, "agreed")
    good = run_git(bo, "rev-parse", "HEAD")
    text = run_git(bo, "cat-file", "commit", "HEAD")
    bare = text[: text.index("gpgsig")] + text[text.index("-----END SSH SIGNATURE-----\n") + 28 :]
    forged = run_git(ada, "hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{bare}\n".encode())
    run_git(ada, "fetch", "--quiet", str(bo), "main")
    run_git(ada, "reset", "--quiet", "--hard", forged)
    said = push(ada)
    assert not said.taken
    assert f"DB931 the commit {forged[:12]} of Bo Tern" in said.said
    run_git(ada, "config", "user.name", BO[0])
    run_git(ada, "commit", "--quiet", "--amend", "--no-edit", environment=who_is(BO))
    assert "DB934" in push(ada).said, "Ada signs under Bo's name"
    assert run_git(bo, "rev-parse", "HEAD") == good
    assert push(bo).taken


def test_who_left_signs_no_more(server: Path, tmp_path: Path, keys: Path, ada: Path) -> None:
    left = person(*EVE, public(keys, "eve")).replace(
        b"\n[[key]]", f"to = {TODAY - timedelta(days=3)}\n\n[[key]]".encode()
    )
    commit(ada, ADA, {"people/eve.toml": left})
    assert push(ada).taken
    eve = make_desk(server, tmp_path / "eve", EVE, keys / "eve.pub")
    refused(eve, commit(eve, EVE, pier("one")), "DB933")


def test_nothing_is_asked_before_the_register_asks_it(tmp_path: Path, keys: Path) -> None:
    server = make_server(tmp_path / "server.git", known(keys, ""))
    ada = make_desk(server, tmp_path / "ada", ADA)
    commit(ada, ADA, {"register.toml": settings(SIGNING)})
    commit(ada, ADA, pier("one"))
    assert push(ada).taken, "the old tip asked for nothing"
    refused(ada, commit(ada, ADA, pier("two")), "DB931")
