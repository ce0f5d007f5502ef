"""The server check of records, end to end: what cannot be read, what the boundary refuses, and errors that a push brings in."""

from pathlib import Path

import pytest

from schema.rules.holdings import CONFLICT
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import run_git
from tests.store.server import ADA
from tests.store.server import BO
from tests.store.server import commit
from tests.store.server import make_desk
from tests.store.server import make_server
from tests.store.server import push
from tests.store.server import records
from tests.store.server import who_is

NUMBER = "11010519491231002X"
PIER = "units/pier.toml"
UNIT = b'title = "Pier office"\ntype = "section"\n'
WITH_NUMBER = UNIT + f'note = "{NUMBER}"\n'.encode()
GROUP = "groups/steering.toml"


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return make_server(tmp_path / "server.git", records())


@pytest.fixture
def ada(server: Path, tmp_path: Path) -> Path:
    return make_desk(server, tmp_path / "ada", ADA)


def refused(top: Path, files: dict[str, bytes | None], *words: str, message: str = "change") -> None:
    new = commit(top, ADA, files, message)
    said = push(top)
    assert not said.taken
    assert f"commit {new[:12]}:" in said.said
    for each in words:
        assert each in said.said, said.said
    assert NUMBER not in said.said
    run_git(top, "reset", "--quiet", "--hard", "origin/main")


def test_what_cannot_be_read_does_not_come_in(ada: Path) -> None:
    refused(ada, {PIER: b"title = \n"}, "DB001 units/pier.toml:")
    refused(ada, {PIER: UNIT.decode().encode("utf-16")}, "DB001 units/pier.toml:")
    refused(ada, {PIER: b'title = "Pier"\ntype = "island"\n'}, "DB013 units/pier.toml:")
    refused(ada, {PIER: b'type = "section"\n'}, "DB012 units/pier.toml:")
    refused(ada, {PIER: UNIT + b'colour = "red"\n'}, "DB011 units/pier.toml:")
    refused(ada, {"units/Two Piers.toml": UNIT}, "DB008 units/Two Piers.toml:")
    refused(ada, {PIER: b"format = 99\n" + UNIT}, "DB014 units/pier.toml: written in format version 99")
    refused(ada, {PIER: b"a = " + b"[" * 2000 + b"]" * 2000}, "DB001 units/pier.toml:")


def test_what_was_broken_in_between_does_not_come_in_either(ada: Path) -> None:
    first = commit(ada, ADA, {PIER: b"title = \n"})
    commit(ada, ADA, {PIER: UNIT})
    said = push(ada)
    assert not said.taken
    assert f"commit {first[:12]}:" in said.said
    run_git(ada, "reset", "--quiet", "--soft", "origin/main")
    commit(ada, ADA, {PIER: UNIT + b'title_en = "Pier"\n'})
    assert push(ada).taken


def test_what_the_boundary_refuses_does_not_come_in(ada: Path) -> None:
    refused(ada, {PIER: WITH_NUMBER}, "DB704 units/pier.toml: `note` holds what looks like a resident identity number")
    refused(ada, {PIER: UNIT + f"# {NUMBER}\n".encode()}, "DB704 units/pier.toml:")
    refused(
        ada,
        {"posts/chair.toml": records()["posts/chair.toml"].replace(b'"bo"', b'"nobody"')},
        "DB702 posts/chair.toml:",
    )
    refused(ada, {f"papers/{NUMBER}.txt": b"x"}, "DB953 the name `papers/***.txt` holds what looks like a number")
    first = commit(ada, ADA, {PIER: WITH_NUMBER})
    commit(ada, ADA, {PIER: UNIT})
    said = push(ada)
    assert not said.taken, "history would keep it"
    assert f"commit {first[:12]}:" in said.said


def test_a_message_holds_no_personal_number(ada: Path) -> None:
    refused(ada, {}, "DB953 the message of the commit", message="call 13812345678")
    refused(ada, {}, "DB953", message=f"change\n\nwhy\n\nRegister-Action: set\nNote: {NUMBER}")
    commit(ada, ADA, {}, "change\n\nSigned-off-by: Ada <13812345678@harbour.example>")
    assert push(ada).taken


def test_a_refusal_that_was_overridden_with_a_reason_comes_in(ada: Path) -> None:
    refused(ada, {PIER: WITH_NUMBER}, "DB704", message="change\n\nRegister-Override: DB704")
    refused(ada, {PIER: WITH_NUMBER}, "DB704", message="change\n\nasked for\n\nRegister-Override: DB705")
    commit(
        ada,
        ADA,
        {PIER: WITH_NUMBER},
        "change\n\nthe number of a form\n\nRegister-Action: set\nRegister-Override: DB704",
    )
    assert push(ada).taken
    refused(ada, {"units/quay.toml": WITH_NUMBER}, "DB704 units/quay.toml")
    commit(ada, ADA, {PIER: WITH_NUMBER + b'title_en = "Pier"\n'})
    assert push(ada).taken, "it stands there"


def test_two_formal_holders_do_not_come_in_whatever_is_overridden(ada: Path) -> None:
    chair = records()["posts/chair.toml"] + b'\n[[holding]]\nperson = "ada"\nfrom = 2026-02-01\n'
    refused(ada, {"posts/chair.toml": chair}, f"{CONFLICT.code} posts/chair.toml:")
    override = f"change\n\nboth\n\nRegister-Override: {CONFLICT.code}"
    refused(ada, {"posts/chair.toml": chair}, CONFLICT.code, message=override)


def test_two_formal_holders_that_a_merge_makes_do_not_come_in(server: Path, ada: Path, tmp_path: Path) -> None:
    bo = make_desk(server, tmp_path / "bo", BO)
    empty = records()["posts/clerk.toml"].replace(b"from = 2026", b'manner = "acting"\nfrom = 2026')
    commit(bo, BO, {"posts/clerk.toml": empty})
    assert push(bo).taken
    run_git(ada, "pull", "--quiet", "--ff-only")
    row = b'\n[[holding]]\nperson = "%s"\nfrom = 2026-03-01\n'
    run_git(bo, "pull", "--quiet")
    commit(bo, BO, {"posts/clerk.toml": empty + row % b"bo"})
    assert push(bo).taken
    commit(ada, ADA, {"posts/clerk.toml": empty + row % b"eve"})
    run_git(ada, "fetch", "--quiet")
    run_git(ada, "merge", "--quiet", "--no-commit", "origin/main", ok=False)
    merge = commit(ada, ADA, {"posts/clerk.toml": empty + row % b"bo" + row % b"eve"}, "merge")
    assert len(run_git(ada, "rev-list", "--parents", "-1", merge).split()) == 3
    said = push(ada)
    assert not said.taken
    assert f"commit {merge[:12]}:" in said.said and CONFLICT.code in said.said


def test_an_error_that_a_push_brings_in_does_not_come_in(ada: Path) -> None:
    refused(ada, {GROUP: b'title = "Steering"\nhead = "nobody"\nmembers = ["clerk"]\n'}, "DB101 groups/steering.toml:")
    refused(ada, {"posts/clerk.toml": None}, "DB101 groups/steering.toml:")


def test_an_error_that_the_next_commit_mends_may_stand_in_between(ada: Path) -> None:
    """Who saved it cannot unsay it: history only grows."""
    commit(ada, ADA, {GROUP: b'title = "Steering"\nhead = "deputy"\n'})
    deputy = records()["posts/clerk.toml"].replace(b"Clerk", b"Deputy")
    commit(ada, ADA, {"posts/deputy.toml": deputy})
    assert push(ada).taken


def test_an_error_that_stood_there_holds_nobody_up(server: Path, ada: Path) -> None:
    standing = commit(ada, ADA, {GROUP: b'title = "Steering"\nhead = "nobody"\n'})
    run_git(server, "fetch", "--quiet", str(ada), "HEAD")
    run_git(server, "update-ref", "refs/heads/main", standing)
    commit(ada, ADA, {GROUP: b'title = "Steering group"\nhead = "nobody"\n', PIER: UNIT + b'title_en = "Pier"\n'})
    assert push(ada).taken


def test_a_push_does_not_silence_its_own_errors(ada: Path) -> None:
    silent = records()["register.toml"] + b'\n[[severity]]\ncode = "DB101"\nseverity = "off"\nreason = "decided"\n'
    refused(ada, {"register.toml": silent, GROUP: b'title = "Steering"\nhead = "nobody"\n'}, "DB101")


def test_a_proposal_answers_for_its_own_errors_alone(server: Path, ada: Path, tmp_path: Path) -> None:
    standing = commit(ada, ADA, {GROUP: b'title = "Steering"\nhead = "nobody"\n'})
    run_git(server, "fetch", "--quiet", str(ada), "HEAD")
    run_git(server, "update-ref", "refs/heads/main", standing)
    bo = make_desk(server, tmp_path / "bo", BO)
    commit(bo, BO, {GROUP: records()[GROUP]})
    assert push(bo).taken
    commit(ada, ADA, {PIER: UNIT + b'title_en = "Pier"\n'})
    assert push(ada, "HEAD:refs/heads/proposal/ada/pier").taken
    new = commit(ada, ADA, {"posts/clerk.toml": records()["posts/clerk.toml"].replace(b'"pier"', b'"quay"')})
    said = push(ada, "HEAD:refs/heads/proposal/ada/pier")
    assert not said.taken
    assert f"commit {new[:12]}:" in said.said and "DB101 posts/clerk.toml" in said.said


def test_a_register_with_errors_of_long_ago_may_begin(tmp_path: Path) -> None:
    server = make_server(tmp_path / "other.git", records())
    desk = make_desk(server, tmp_path / "desk", ADA)
    commit(desk, ADA, {GROUP: b'title = "Steering"\nhead = "nobody"\n'})
    run_git(server, "update-ref", "-d", "refs/heads/main")
    assert push(desk).taken


def test_many_commits_are_looked_at_one_by_one(ada: Path) -> None:
    for number in range(30):
        commit(ada, ADA, {PIER: UNIT + b'title_en = "Pier %d"\n' % number})
    assert push(ada).taken
    for number in range(3):
        commit(ada, ADA, {f"units/x{number}.toml": UNIT.replace(b"Pier", b"%d" % number) + WITH_NUMBER[len(UNIT) :]})
    run_git(ada, "rm", "--quiet", "-r", "units/x0.toml", "units/x1.toml", "units/x2.toml")
    run_git(ada, "commit", "--quiet", "--message=gone", environment=who_is(ADA))
    said = push(ada)
    assert not said.taken
    assert said.said.count("DB704 units/x") == 3
