"""What is made of the signatures of commits: one answer of a closed set for each, from keys of a register that is trusted."""

from datetime import date
from pathlib import Path

import pytest

from schema.marks import Signature
from schema.signers import Signers
from store import signature as signature_module
from store.git import Git
from store.location import find
from store.register import RegisterStore
from store.signature import KeygenMissing
from store.signature import SignedCommit
from store.signature import check_signatures
from store.signature import read_signatures
from store.signature import signatures
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.server import ADA
from tests.store.server import BO
from tests.store.server import SIGNING
from tests.store.server import commit
from tests.store.server import make_key
from tests.store.server import person
from tests.store.server import records
from tests.store.server import settings
from tests.store.server import sign_with

AT = "2026-06-15T09:00:00+00:00"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    for name in ("ada", "bo", "nobody"):
        make_key(folder, name)
    return folder


@pytest.fixture
def top(tmp_path: Path, keys: Path) -> Path:
    """A register whose second commit sets signing."""
    row = f'public = "{(keys / "ada.pub").read_text().strip()}"\nfrom = 2026-01-01\nto = 2026-06-30\n'
    files = records(bo=(keys / "bo.pub").read_text().strip()) | {"people/ada.toml": person(*ADA, row)}
    top = make_register(tmp_path / "register", records=files).top
    commit(top, ADA, {"register.toml": settings(SIGNING)}, at=AT)
    sign_with(top, keys / "ada.pub")
    return top


def unsigned(top: Path, who: tuple[str, str], at: str) -> str:
    run_git(top, "config", "commit.gpgSign", "false")
    return commit(top, who, {}, at=at)


def history(top: Path, keys: Path) -> dict[str, Signature]:
    """A commit of each sort, with what is to be said of it."""
    found = {commit(top, ADA, {}, at=AT): Signature.SIGNED}
    found[commit(top, ("Somebody", "ADA@harbour.example"), {}, at=AT)] = Signature.SIGNED
    found[commit(top, ADA, {}, at="2026-07-01T09:00:00+00:00")] = Signature.NOT_VALID
    found[commit(top, ADA, {}, at="2025-12-31T09:00:00+00:00")] = Signature.NOT_VALID
    found[commit(top, BO, {}, at=AT)] = Signature.OTHER_PERSON
    found[commit(top, ("Ada Quill", "ada@elsewhere.example"), {}, at=AT)] = Signature.OTHER_PERSON
    sign_with(top, keys / "nobody.pub")
    found[commit(top, ADA, {}, at=AT)] = Signature.UNKNOWN_KEY
    sign_with(top, keys / "bo.pub")
    found[commit(top, ADA, {}, at=AT)] = Signature.OTHER_PERSON
    found[commit(top, BO, {}, at=AT)] = Signature.SIGNED
    found[unsigned(top, ADA, AT)] = Signature.UNSIGNED
    return found


def altered(top: Path, id_: str) -> str:
    text = run_git(top, "cat-file", "commit", id_).replace("\n\nchange", "\n\nother")
    return run_git(top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{text}\n".encode())


def test_each_commit_has_one_answer(top: Path, keys: Path) -> None:
    wanted = history(top, keys)
    bad = altered(top, next(iter(wanted)))
    store = RegisterStore.open(top)
    found = signatures(store.git, store.register, [*wanted, bad])
    assert found == wanted | {bad: Signature.BAD}


def test_the_register_s_time_zone_says_the_day(top: Path, keys: Path) -> None:
    late = commit(top, ADA, {}, at="2026-06-30T23:00:00+00:00")
    store = RegisterStore.open(top)
    assert signatures(store.git, store.register, [late]) == {late: Signature.SIGNED}
    commit(top, ADA, {"register.toml": settings('time_zone = "Asia/Shanghai"\n' + SIGNING)})
    store = RegisterStore.open(top)
    assert signatures(store.git, store.register, [late]) == {late: Signature.NOT_VALID}


def test_an_address_of_two_people_is_nobody_s(top: Path, keys: Path) -> None:
    commit(top, ADA, {"people/eve.toml": person("Eve Reed", "Ada@Harbour.example")})
    new = commit(top, ADA, {}, at=AT)
    store = RegisterStore.open(top)
    assert Signers.of(store.register).person("ada@harbour.example") is None
    assert signatures(store.git, store.register, [new]) == {new: Signature.OTHER_PERSON}


def test_nothing_that_the_repository_names_verifies(top: Path, keys: Path, tmp_path: Path) -> None:
    """Neither its own list of signers, nor its programs, nor its way of showing."""
    wanted = history(top, keys)
    canary = tmp_path / "run.sh"
    canary.write_text(f"#!/bin/sh\ntouch '{tmp_path}/canary'\n")
    canary.chmod(0o755)
    (tmp_path / "signers").write_text(f"* {(keys / 'nobody.pub').read_text()}")
    run_git(top, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    run_git(top, "config", "log.showSignature", "true")
    for key in ("gpg.ssh.program", "gpg.program", "gpg.ssh.defaultKeyCommand"):
        run_git(top, "config", key, str(canary))
    location = find(top)
    assert not location.trusted
    register = RegisterStore.open(top).register
    assert signatures(location.git(), register, list(wanted)) == wanted
    assert not (tmp_path / "canary").exists()


def test_without_ssh_keygen_nothing_is_called_bad(
    top: Path, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = commit(top, ADA, {}, at=AT)
    store = RegisterStore.open(top)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(KeygenMissing, match="No ssh-keygen was found"):
        read_signatures(store.git, [new])
    assert signatures(store.git, store.register, [new]) == {new: Signature.UNCHECKED}


def test_many_are_answered_by_one_process(top: Path, keys: Path) -> None:
    ids = [commit(top, ADA, {}, at=AT) for _ in range(25)]
    store = RegisterStore.open(top)
    assert signatures(store.git, store.register, ids) == dict.fromkeys(ids, Signature.SIGNED)
    assert signatures(store.git, store.register, []) == {}


# What the check tells


def test_the_check_tells_of_what_came_after_signing_was_asked_for(top: Path, keys: Path) -> None:
    wanted = history(top, keys)
    store = RegisterStore.open(top)
    told = {one.id: one.code for one in store.check(date(2026, 6, 30)) if one.kind == "commit"}
    codes = {
        Signature.UNSIGNED: "DB931", Signature.UNKNOWN_KEY: "DB932", Signature.NOT_VALID: "DB933", Signature.OTHER_PERSON: "DB934",
    }  # fmt: skip
    assert told == {id_[:12]: codes[state] for id_, state in wanted.items() if state in codes}
    commit(top, ADA, {"register.toml": settings()})
    store = RegisterStore.open(top)
    assert check_signatures(store.git, store.location, store.register) == []


def test_asking_again_begins_anew(top: Path, keys: Path) -> None:
    old = unsigned(top, ADA, AT)
    commit(top, ADA, {"register.toml": settings()})
    commit(top, ADA, {"register.toml": settings(SIGNING)})
    new = unsigned(top, ADA, AT)
    store = RegisterStore.open(top)
    assert [one.id for one in check_signatures(store.git, store.location, store.register)] == [new[:12]]
    assert old != new


def test_what_git_said_is_kept_and_whose_key_it_is_is_asked_again(
    top: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = commit(top, ADA, {}, at=AT)
    store = RegisterStore.open(top)
    assert check_signatures(store.git, store.location, store.register) == []
    asked: list[str] = []

    def ask(_: Git, commits: list[str]) -> list[SignedCommit]:
        asked.extend(commits)
        return []

    monkeypatch.setattr(signature_module, "read_signatures", ask)
    store = RegisterStore.open(top)
    assert check_signatures(store.git, store.location, store.register) == []
    assert asked == []
    (top / "people/ada.toml").write_bytes(person(*ADA))
    store = RegisterStore.open(top)
    assert [(one.code, one.id) for one in check_signatures(store.git, store.location, store.register)] == [
        ("DB932", new[:12])
    ]
    (store.location.state_dir / "signatures.msgpack").write_bytes(b"\xc1 torn")
    check_signatures(store.git, store.location, store.register)
    assert asked == [new]
