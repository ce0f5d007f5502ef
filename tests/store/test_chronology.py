"""The history in order, from the table and from git alike; the table is filled in pieces, and damage to it goes unnoticed."""

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from store.failure import GitFailed
from store.git import Git
from store.location import find
from store.past.annals import Annals
from store.past.chronology import Chronology
from store.past.harvest import arrange
from store.past.harvest import read_commit
from store.past.history import LoggedCommit
from store.past.history import TouchedFile
from store.past.history import log
from store.trust import trust_file
from tests.store.pasts import BO
from tests.store.pasts import DUTY
from tests.store.pasts import Past
from tests.store.pasts import begin
from tests.store.pasts import chronology
from tests.store.pasts import duty
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import make_register
from tests.store.repositories import run_git
from tests.store.repositories import save

UNIT = "units/quay.toml"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "register"


def by_git(top: Path) -> Chronology:
    """The history without a table."""
    found = chronology(top)
    found._look_up = lambda _: None  # type: ignore[method-assign,assignment]
    return found


def ids(commits: Sequence[LoggedCommit]) -> list[str]:
    return [commit.commit for commit in commits]


def assert_same_trail(history: Chronology, git: Git, revision: str) -> None:
    found = [msgspec.structs.replace(commit, via="") for commit in history.trail((DUTY,), revision)]
    assert found == log(git, paths=(DUTY,), revision=revision)


def branched(top: Path) -> Past:
    """1 - 2 ------- 5 - 6, with 3 - 4 brought in by 5."""
    past = begin(top)
    past.commit({UNIT: 'title = "Quay"\n'})
    past.commit({DUTY: duty("Round by Bo")}, 2, author=BO)
    past.commit({UNIT: 'title = "Quay by Bo"\n'}, 3, author=BO)
    past.commit({DUTY: duty("Round by Bo"), UNIT: 'title = "Quay by Bo"\n'}, 2, 4, message="merge")
    past.commit({DUTY: duty("Round again")})
    return past


def test_the_table_and_git_say_the_same(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    git = find(top).git()
    for paths in ((), (DUTY,), (UNIT,), (DUTY, UNIT), ("duties/none.toml",)):
        assert history.log(paths=paths) == log(git, paths=paths)
        assert history.log(paths=paths, limit=2, skip=1) == log(git, paths=paths, limit=2, skip=1)
        assert list(history.commits(paths=paths)) == list(by_git(top).commits(paths=paths))
    assert history.log(limit=0) == log(git, limit=0) == []
    for number in range(1, 7):
        assert_same_trail(history, git, past.ids[number])
    assert Annals(find(top)).knows(past.ids[6])


def test_behind_a_merge_stands_what_it_brought_in(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    found = list(history.commits())
    assert ids(found) == [past.ids[number] for number in (6, 5, 4, 3, 2, 1)]
    assert [commit.via for commit in found] == ["", "", past.ids[5], past.ids[5], "", ""]
    merge = found[1]
    assert merge.parents == (past.ids[2], past.ids[4])
    assert [(file.path, file.verb) for file in merge.files] == [(DUTY, "edit"), (UNIT, "edit")]
    assert ids(list(history.commits(paths=[DUTY]))) == [past.ids[number] for number in (6, 5, 3, 1)]
    assert ids(history.log()) == [past.ids[number] for number in (6, 5, 2, 1)]


def test_what_is_new_is_added(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    assert len(history.log()) == 4
    commit = save(find(top), {UNIT: b'title = "Pier"\n'}, "unit(quay): title")
    assert not Annals(find(top)).knows(commit)
    (first, *_) = history.log(paths=[UNIT])
    assert (first.commit, first.subject) == (commit, "unit(quay): title")
    assert history.log() == log(find(top).git())
    assert list(history.commits()) == list(by_git(top).commits())


@pytest.mark.parametrize("target", [2, 4, 5])
def test_another_head_gives_another_order(top: Path, target: int) -> None:
    past = branched(top)
    history = past.finish()
    assert len(list(history.commits())) == 6
    run_git(top, "reset", "--quiet", "--hard", past.ids[target])
    assert history.log() == log(find(top).git())
    assert ids(list(history.commits())) == ids(list(by_git(top).commits()))
    run_git(top, "reset", "--quiet", "--hard", past.ids[6])
    assert len(list(history.commits())) == 6


def test_a_history_that_is_gone_for_good_is_forgotten(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    assert len(history.log()) == 4
    run_git(top, "checkout", "--quiet", "--orphan", "other")
    run_git(top, "commit", "--quiet", "--message=anew")
    run_git(top, "branch", "--delete", "--force", "main")
    run_git(top, "reflog", "expire", "--expire=now", "--all")
    run_git(top, "gc", "--quiet", "--prune=now")
    (only,) = history.commits()
    assert only.subject == "anew"


def test_a_merge_that_makes_the_other_side_the_main_line_is_told_so(top: Path) -> None:
    past = branched(top)
    past.commit({UNIT: 'title = "Cut"\n'}, 2, author=BO)
    past.commit({DUTY: duty("Round again"), UNIT: 'title = "Cut"\n'}, 7, 6, author=BO, message="merge the main line")
    history = past.finish(6)
    assert ids(history.log()) == [past.ids[number] for number in (6, 5, 2, 1)]
    run_git(top, "reset", "--quiet", "--hard", past.ids[8])
    assert ids(history.log()) == [past.ids[number] for number in (8, 7, 2, 1)]
    found = {commit.commit: commit.via for commit in history.commits()}
    assert [found[past.ids[number]] for number in (3, 4, 5, 6)] == [past.ids[8]] * 4
    assert ids(list(history.commits())) == ids(list(by_git(top).commits()))


@pytest.mark.parametrize("seed", range(12))
def test_any_history_is_told_as_git_tells_it(top: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same history each time
    past = begin(top)
    for number in range(2, 25):
        some = chance.sample(range(max(1, number - 6), number), min(number - 1, chance.choice([1, 1, 1, 2, 3])))
        past.commit({chance.choice([DUTY, UNIT]): duty(f"Round {number % 5}")}, *some)
    heads = chance.sample(range(10, 25), 3)
    history = past.finish(heads[0])
    for head in heads:
        run_git(top, "reset", "--quiet", "--hard", past.ids[head])
        git = find(top).git()
        for paths in ((), (DUTY,), (UNIT,)):
            assert history.log(paths=paths) == log(git, paths=paths)
        found = list(history.commits())
        assert set(ids(found)) == set(run_git(top, "rev-list", "HEAD").split("\n"))
        places = {commit.commit: place for place, commit in enumerate(found)}
        for commit in found:
            assert all(places[parent] > places[commit.commit] for parent in commit.parents)
        at = past.ids[chance.choice(range(1, head))]
        if at in places:
            assert_same_trail(history, git, at)


def test_filling_goes_on_where_it_stopped(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = begin(top)
    for number in range(20):
        past.commit({DUTY: duty(f"Round {number}")})
    past.finish()
    monkeypatch.setattr("store.past.annals._AT_ONCE", 8)
    place = find(top)
    annals, head = Annals(place), past.ids[-1]
    said: list[tuple[int, int]] = []
    assert not annals.catch_up(place.git(), head, patience=0, progress=lambda *told: said.append(told))
    assert not annals.catch_up(place.git(), head, patience=0, progress=lambda *told: said.append(told))
    assert not annals.knows(head)
    impatient = chronology(top, patience=0)
    assert impatient.log(paths=[DUTY]) == log(place.git(), paths=[DUTY])
    assert annals.knows(head)
    assert said == [(8, 21), (8, 13)]
    assert chronology(top).log(paths=[DUTY]) == log(place.git(), paths=[DUTY])


def test_filling_that_is_cancelled_leaves_the_answer_to_git(top: Path) -> None:
    past = branched(top)
    past.finish()
    place = find(top)
    history = Chronology(place.git(), place, cancelled=lambda: True)
    assert ids(history.log()) == [past.ids[number] for number in (6, 5, 2, 1)]
    assert not Annals(place).knows(past.ids[6])


@pytest.mark.parametrize("damage", ["garbage", "middle", "tables", "values", "about", "places", "numbers"])
def test_a_damaged_table_is_made_anew_without_a_word(top: Path, damage: str) -> None:
    past = branched(top)
    history = past.finish()
    right = list(history.commits())
    path = find(top).state_dir / "cache.sqlite"
    if damage == "garbage":
        path.write_bytes(b"no database" * 1000)
    elif damage == "middle":
        content = bytearray(path.read_bytes())
        content[4096:] = bytes(b ^ 0x5A for b in content[4096:])
        path.write_bytes(content)
    else:
        statements = {
            "tables": "DROP TABLE touch",
            "values": "UPDATE revision SET parents = NULL",
            "about": "UPDATE about SET value = '{' WHERE name = 'history'",
            "places": "UPDATE revision SET author = x'ff00', moment = 7",
            "numbers": "UPDATE about SET value = '[1, 2]' WHERE name = 'history'",
        }
        with closing(sqlite3.connect(path)) as base, base:
            base.execute(statements[damage])
    for _ in range(3):
        assert ids(list(history.commits())) == ids(right)
    assert list(history.commits()) == right


def test_a_table_that_another_program_holds_is_left_to_it(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = branched(top)
    history = past.finish()
    find(top).make_state_dir()
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **_: real(path, timeout=0))
    with closing(real(find(top).state_dir / "cache.sqlite")) as base:
        base.execute("BEGIN EXCLUSIVE")
        assert len(history.log()) == 4
        assert not Annals(find(top)).knows(past.ids[6])
    assert len(history.log()) == 4
    assert Annals(find(top)).knows(past.ids[6])


def test_a_folder_that_cannot_be_written_has_a_history_all_the_same(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = branched(top)
    history = past.finish()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert len(history.log()) == 4


def test_git_that_fails_at_filling_is_asked_the_plain_way(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = branched(top)
    history = past.finish()

    def fail(*_: object) -> None:
        raise GitFailed(["rev-list"], 128, "torn")

    monkeypatch.setattr("store.past.annals.list_new", fail)
    assert len(history.log()) == 4


def test_a_strangers_repository_brings_no_table(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    assert len(history.log()) == 4
    with closing(sqlite3.connect(find(top).state_dir / "cache.sqlite")) as base, base:
        base.execute("UPDATE revision SET author = 'Forged'")
    assert {commit.author for commit in history.log()} == {"Forged"}, "the table is what is asked"
    run_git(top, "config", "diff.x.textconv", "false")
    assert not trust_file().exists()
    assert not find(top).trusted
    assert {commit.author for commit in chronology(top).log()} == {"Ada Quill"}


def test_an_unborn_branch_has_no_commits(top: Path) -> None:
    make_register(top)
    run_git(top, "checkout", "--quiet", "--orphan", "empty")
    history = chronology(top)
    assert history.log() == list(history.commits()) == list(by_git(top).commits()) == []


def test_a_shallow_clone_tells_what_it_has_and_all_once_it_has_all(top: Path, tmp_path: Path) -> None:
    past = branched(top)
    past.finish()
    clone = tmp_path / "clone"
    run_git(tmp_path, "clone", "--quiet", "--depth=2", "--template=", f"file://{top}", str(clone))
    history = chronology(clone)
    assert history.log() == log(find(clone).git())
    assert ids(history.log()) == [past.ids[6], past.ids[5]]
    assert history.log()[-1].parents == ()
    run_git(clone, "fetch", "--quiet", "--unshallow")
    assert history.log() == log(find(clone).git())
    assert len(list(history.commits())) == 6


def test_parents_that_are_only_pretended_are_not_kept(top: Path) -> None:
    past = branched(top)
    history = past.finish()
    grafts = top / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{past.ids[6]}\n")
    assert ids(history.log()) == [past.ids[6]]
    grafts.unlink()
    assert len(history.log()) == 4


def test_a_linked_work_tree_has_a_table_of_its_own(top: Path, tmp_path: Path) -> None:
    past = branched(top)
    history = past.finish()
    linked = tmp_path / "linked"
    run_git(top, "worktree", "add", "--quiet", "--detach", str(linked), past.ids[4])
    other = chronology(linked)
    assert ids(other.log()) == [past.ids[number] for number in (4, 3, 2, 1)]
    assert ids(history.log()) == [past.ids[number] for number in (6, 5, 2, 1)]
    assert Annals(find(linked)).knows(past.ids[4])
    assert Annals(find(top)).knows(past.ids[6])


def test_signatures_are_looked_at_when_a_commit_is_listed(top: Path, tmp_path: Path) -> None:
    place = make_register(top, records={UNIT: b'title = "Quay"\n'})
    key = tmp_path / "key"
    run_program("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key))
    (tmp_path / "signers").write_text(f"ada@harbour.example {key.with_suffix('.pub').read_text()}")
    (top / UNIT).write_text('title = "Pier"\n')
    signing = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={key}"]
    run_git(top, *signing, "commit", "--quiet", "--all", "--gpg-sign", "--message=signed")
    history = chronology(top)
    git = place.git()
    assert [commit.signed for commit in history.log()] == [commit.signed for commit in log(git)]
    run_git(top, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    run_git(top, "config", "gpg.format", "ssh")
    history = chronology(top)
    assert [commit.signed for commit in history.log()] == [commit.signed for commit in log(find(top).git())]
    assert [commit.signed for commit in history.log(paths=["register.toml"])] == ["unsigned"]


def run_program(*argv: str) -> None:
    import subprocess

    subprocess.run(argv, check=True, capture_output=True)


def test_a_commit_is_read_as_git_keeps_it() -> None:
    body = (
        b"tree 1\nparent 2\nauthor A <a@b> 1767240000 +0800\ncommitter C <c@d> 1 +0000\nencoding GB18030\n"
        b"gpgsig -----BEGIN\n more\n\n" + "季度".encode("gb18030") + b"\0cut\n"
    )
    found = read_commit("x", ["2"], body)
    assert found == ("x", "2", "1767240000 +0800", "A", "a@b", True, "季度")
    assert read_commit("x", [], b"author A\n\n\xff").message == "\ufffd"
    assert read_commit("x", [], b"encoding no-such\nauthor <> 1 +0\n\nm")[2:] == ("1 +0", "", "", False, "m")
    assert read_commit("x", [], b"encoding idna\n\n\xff").message == "\ufffd"


def test_order_is_the_main_line_with_what_merges_brought_in() -> None:
    parents = {"a": (), "b": ("a",), "s": ("a",), "t": ("s",), "u": ("s",), "m": ("b", "t", "u"), "x": ("gone",)}
    order = arrange(parents, "m")
    assert [via for _, via in order] == ["", "", "m", "m", "m", ""]
    assert [id_ for id_, _ in order][:2] == ["a", "b"]
    assert {id_ for id_, _ in order} == {"a", "b", "s", "t", "u", "m"}
    assert arrange(parents, "x") == [("x", "")]
    assert arrange(parents, "nowhere") == []


def test_a_long_line_needs_no_deep_stack() -> None:
    parents: dict[str, tuple[str, ...]] = {"0": ()}
    parents |= {str(number): (str(number - 1),) for number in range(1, 5000)}
    parents["m"] = ("0", "4999")
    order = [id_ for id_, _ in arrange(parents, "m")]
    assert order == ["0", *(str(number) for number in range(1, 5000)), "m"]
    assert all(int(one) < int(other) for one, other in pairwise(order[:-1]))


def test_git_and_table_agree_on_hostile_commits(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: duty("1")}, message="x" * 1_000_000 + "\n\nlong subject")
    past.commit(
        {DUTY: duty("2")}, message="\x1b]52;c;x\x07 [b]bold[/b]\n\n\x01\x02\r\n\u202e", author="\x1b[31mEve\x01 <eve@x>"
    )
    past.commit({DUTY: duty("3")}, message="季度", encoding="GB18030")
    past.commit({DUTY: duty("4")}, message="\n\n", author=" <>")
    past.commit({DUTY: duty("5")}, message="s\n\nRegister-Action: set\nRegister-Record: duty/round\nXy: y")
    past.commit({DUTY: duty("6")}, message="s\n\nr\n\nRegister-Action: set", when="99999999999999 +0000")
    past.commit({DUTY: duty("7"), "duties/\u00e4 b.toml": "x = 1\n"}, message="s", when="-5 +0000".replace("-", ""))
    past.commit({DUTY: duty("8")}, message="\udcff\udcfe")
    past.commit({DUTY: duty("9"), '"odd\\n.toml"': "x"}, message="commit 0\nauthor x\n\n:100644 100644 a b M")
    history = past.finish()
    found = history.log()
    assert found == log(find(top).git())
    assert list(history.commits()) == list(by_git(top).commits())
    assert [len(commit.files) for commit in found] == [2, 1, 2, 1, 1, 1, 1, 1, 1, 2]
    assert found[6].subject == "季度"
    assert found[4].action == "set"
    assert len(found[8].subject) == 1_000_000


def test_a_file_that_was_moved_is_one_commit(top: Path) -> None:
    past = begin(top)
    past.commit({DUTY: None, "duties/deep/round.toml": duty()})
    history = past.finish()
    both = (DUTY, "duties/deep/round.toml")
    first, second = history.log(paths=both)
    assert first.files == (
        TouchedFile("duties/deep/round.toml", "", second.files[0].new),
        TouchedFile(DUTY, second.files[0].new, ""),
    )
    assert history.log(paths=both, limit=1, skip=1) == [second]
    assert [first, second] == log(find(top).git(), paths=both)


def test_asking_a_table_that_is_up_to_date_starts_no_process(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past = branched(top)
    history = past.finish()
    assert len(history.log()) == 4
    monkeypatch.setattr(Git, "run", None)
    assert len(history.log(paths=[DUTY])) == 3
    assert len(history.trail([DUTY], past.ids[4])) == 2
