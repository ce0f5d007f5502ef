"""The server check end to end: which branches a push may move and how, the first push, and that whatever goes wrong refuses it."""

import os
import subprocess  # tests start git and the hook as a server would
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.server import ADA
from tests.store.server import BO
from tests.store.server import REVIEW
from tests.store.server import commit
from tests.store.server import install
from tests.store.server import make_desk
from tests.store.server import make_server
from tests.store.server import push
from tests.store.server import records
from tests.store.server import settings
from tests.store.server import who_is

PIER = b'title = "Pier office"\ntitle_en = "Pier"\ntype = "section"\n'
PROPOSAL = "HEAD:refs/heads/proposal/ada/pier"


@pytest.fixture
def server(tmp_path: Path) -> Path:
    server = make_server(tmp_path / "server.git", records(REVIEW))
    install(server)
    return server


@pytest.fixture
def ada(server: Path, tmp_path: Path) -> Path:
    """Ada's desk, with one good commit that the server has not."""
    top = make_desk(server, tmp_path / "ada", ADA)
    commit(top, ADA, {"units/pier.toml": PIER})
    return top


def tips(server: Path) -> dict[str, str]:
    out = run_git(server, "for-each-ref", "--format=%(refname) %(objectname)")
    return dict(line.split(" ") for line in out.splitlines())


def test_what_is_good_comes_in(server: Path, ada: Path) -> None:
    before = run_git(server, "rev-parse", "main")
    assert push(ada).taken
    assert run_git(server, "rev-parse", "main") == run_git(ada, "rev-parse", "HEAD") != before
    assert push(ada, PROPOSAL).taken, "a proposal may stand where the main line does"
    check_whole(server)


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/other",
        "refs/heads/MAIN",
        "refs/heads/HEAD",
        "refs/heads/main2",
        "refs/heads/proposal/ada",
        "refs/heads/proposal/Ada/pier",
        "refs/heads/proposal/ada/pier/more",
        "refs/tags/v1",
        "refs/notes/commits",
        "refs/replace/4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "refs/for/main",
    ],
)
def test_no_other_branch_comes_in(server: Path, ada: Path, ref: str) -> None:
    before = tips(server)
    said = push(ada, f"HEAD:{ref}")
    assert not said.taken
    assert f"DB941 `{ref}` is neither the main branch `main` nor a proposal" in said.said
    assert "push `main`, or a branch named `proposal/PERSON/NAME`" in said.said
    assert tips(server) == before


def test_one_bad_branch_keeps_the_good_one_out_too(server: Path, ada: Path) -> None:
    before = tips(server)
    assert not push(ada, "HEAD:refs/heads/main", "HEAD:refs/heads/mine").taken
    assert tips(server) == before


@pytest.mark.parametrize("name", ["-x", "--output=y", "proposal/-a/b"])
def test_names_like_options_do_no_harm(server: Path, ada: Path, name: str) -> None:
    run_git(ada, "update-ref", f"refs/heads/{name}", "HEAD")
    said = push(ada, f"refs/heads/{name}:refs/heads/{name}")
    assert not said.taken
    assert "DB941" in said.said
    assert not list(server.glob("y*"))


def test_nothing_is_deleted(server: Path, ada: Path) -> None:
    assert push(ada, PROPOSAL).taken
    said = push(ada, ":refs/heads/proposal/ada/pier")
    assert not said.taken
    assert "DB942 `refs/heads/proposal/ada/pier` is not deleted" in said.said
    run_git(server, "config", "receive.denyDeleteCurrent", "ignore")
    assert "DB942 `refs/heads/main` is not deleted" in push(ada, ":refs/heads/main").said
    assert "refs/heads/main" in tips(server)


@pytest.mark.parametrize("ref", ["refs/heads/main", "refs/heads/proposal/ada/pier"])
def test_history_is_not_rewritten(server: Path, ada: Path, ref: str) -> None:
    assert push(ada, f"HEAD:{ref}").taken
    old = run_git(ada, "rev-parse", "HEAD")
    run_git(ada, "commit", "--quiet", "--amend", "--message=other", environment=who_is(ADA))
    said = push(ada, f"+HEAD:{ref}")
    assert not said.taken
    assert f"DB943 the push would rewrite `{ref}`: the commit {old[:12]} that stands there" in said.said
    assert tips(server)[ref] == old


def test_a_history_of_its_own_does_not_come_in(server: Path, ada: Path) -> None:
    run_git(ada, "checkout", "--quiet", "--orphan", "alone")
    run_git(ada, "commit", "--quiet", "--message=alone", environment=who_is(ADA))
    alone = run_git(ada, "rev-parse", "HEAD")
    assert "DB944" in push(ada, PROPOSAL).said
    run_git(ada, "checkout", "--quiet", "main")
    run_git(ada, "merge", "--quiet", "--allow-unrelated-histories", "-X", "ours", "alone", environment=who_is(ADA))
    said = push(ada)
    assert not said.taken
    assert f"DB944 the commit {alone[:12]} begins a history of its own" in said.said


def test_too_many_commits_are_pushed_in_parts(server: Path, ada: Path) -> None:
    one = "commit refs/heads/main\ncommitter Ada <ada@harbour.example> {} +0000\ndata 1\nx\n"
    lines = ["reset refs/heads/main\nfrom HEAD^0\n", *(one.format(1795600000 + number) for number in range(2001))]
    run_git(ada, "fast-import", "--quiet", "--force", stdin="".join(lines).encode())
    said = push(ada, "main")
    assert not said.taken
    assert "DB945 the push brings more than 2000 commits; at most 2000 are taken at once" in said.said
    assert "push in parts: `git push origin COMMIT:main`" in said.said
    assert push(ada, "main~20:refs/heads/main").taken
    assert push(ada, "main").taken


# The first push


def begin(tmp_path: Path, more: str = "") -> tuple[Path, Path]:
    server = make_remote(tmp_path / "empty.git")
    install(server)
    desk = make_register(tmp_path / "first", records=records(more)).top
    run_git(desk, "remote", "add", "origin", str(server))
    return server, desk


def test_the_first_push_brings_the_main_line(tmp_path: Path) -> None:
    server, desk = begin(tmp_path, REVIEW)
    said = push(desk, "HEAD:refs/heads/proposal/ada/x")
    assert "DB954 register.toml on `refs/heads/main` cannot be read" in said.said
    said = push(desk, "HEAD:refs/heads/trunk")
    assert not said.taken
    assert "DB941 `refs/heads/trunk` is neither the main branch `main`" in said.said
    assert push(desk, "HEAD:refs/heads/main", "HEAD:refs/heads/proposal/ada/x").taken
    assert set(tips(server)) == {"refs/heads/main", "refs/heads/proposal/ada/x"}


def test_the_main_branch_is_the_one_that_its_register_names(tmp_path: Path) -> None:
    _, desk = begin(tmp_path, '\n[git]\nbranch = "trunk"\n')
    assert "DB954 register.toml on `refs/heads/main` cannot be read" in push(desk, "HEAD:refs/heads/main").said
    assert push(desk, "HEAD:refs/heads/trunk").taken
    assert "DB941 `refs/heads/main` is neither the main branch `trunk`" in push(desk, "HEAD:refs/heads/main").said
    commit(desk, ADA, {"register.toml": settings('\n[git]\nbranch = "main"\n')})
    said = push(desk, "HEAD:refs/heads/trunk")
    assert not said.taken
    assert "DB954 register.toml on `refs/heads/trunk` cannot be read, or does not name it" in said.said


def test_the_first_push_is_looked_at_too(tmp_path: Path) -> None:
    server, desk = begin(tmp_path)
    (desk / "duties").mkdir()
    (desk / "duties/x.toml").symlink_to("/etc/passwd")
    commit(desk, ADA, {})
    assert "DB946" in push(desk).said
    assert tips(server) == {}


# Whatever goes wrong


def ask(server: Path, stdin: bytes, code: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Call the hook as git does, with some code run before it."""
    program = f"import cli.prereceive as part, time\n{code}\nimport cli.app, sys\nsys.exit(cli.app.run(['hook', 'pre-receive']))"
    return subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=server, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


def line(server: Path, ref: str = "refs/heads/main") -> bytes:
    tip = run_git(server, "rev-parse", "main")
    return f"{tip} {tip} {ref}\n".encode()


def test_only_a_push_that_was_looked_at_to_its_end_comes_in(server: Path) -> None:
    assert ask(server, line(server)).returncode == 0
    for stdin in (b"", b"\n", b"x y z\n", b"\xff\xfe\n", line(server) * 1001, line(server) + b"more\n"):
        done = ask(server, stdin)
        assert done.returncode == 1
        assert b"This is for git to call as the pre-receive hook" in done.stderr


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def judge_push(*a, **k): raise ValueError('secret of a unit')", b"went wrong (ValueError); the push is refused"),
        ("def judge_push(*a, **k): raise SystemExit(0)", b"went wrong (SystemExit); the push is refused"),
        ("def judge_push(*a, **k): bytearray(3 * 1024**3)", b"takes up more memory than the check may use"),
        ("part.SECONDS = 1\ndef judge_push(*a, **k):\n while True:\n  try: time.sleep(9)\n  except Exception: pass", b"within 1 s"),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_refuses_the_push(server: Path, code: str, words: bytes) -> None:
    done = ask(server, line(server), f"{code}\npart.judge_push = judge_push")
    assert done.returncode == 1
    assert words in done.stderr
    assert b"secret" not in done.stderr and b"Traceback" not in done.stderr


def test_an_answer_that_nobody_reads_is_a_refusal_all_the_same(server: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dutybook", "hook", "pre-receive"],
        cwd=server, input=line(server, "refs/heads/other"), stderr=writing, stdout=writing, check=False, timeout=60,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == 1


def test_a_hook_that_is_killed_refuses_the_push(server: Path, ada: Path) -> None:
    install(server, "(sleep 0.1; kill -9 $$) &")
    before = tips(server)
    assert not push(ada).taken
    assert tips(server) == before
    install(server, "ulimit -d 1000")
    assert not push(ada).taken
    assert tips(server) == before


def test_nothing_comes_in_where_nobody_can_say_what_is_asked(server: Path, ada: Path, tmp_path: Path) -> None:
    """What an administrator put there by hand."""
    spoilt = make_clone(server, tmp_path / "spoilt", *BO).top
    for text in (b"format = 1\nlanguage = ", b'format = 99\ntitle = "Harbour"\n', b"title = 1\nformat = 1\n"):
        commit(spoilt, BO, {"register.toml": text})
        tip = run_git(spoilt, "rev-parse", "HEAD")
        run_git(server, "fetch", "--quiet", str(spoilt), "HEAD")
        run_git(server, "update-ref", "refs/heads/main", tip)
        run_git(ada, "fetch", "--quiet", "origin")
        run_git(ada, "reset", "--quiet", "--hard", "origin/main")
        commit(ada, ADA, {"units/pier.toml": PIER, "register.toml": settings()})
        said = push(ada)
        assert not said.taken
        assert "The register.toml of the main line" in said.said and "nothing is taken" in said.said


def test_it_is_for_bare_repositories_alone(ada: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dutybook", "hook", "pre-receive"],
        cwd=ada,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1


def test_the_check_writes_nothing_into_the_server(server: Path, ada: Path) -> None:
    commit(ada, ADA, {"groups/steering.toml": b'title = "Other"\nhead = "chair"\n'})
    before = sorted(str(path) for path in server.rglob("*"))
    assert not push(ada).taken
    assert sorted(str(path) for path in server.rglob("*")) == before


def test_it_speaks_the_language_that_the_register_had(tmp_path: Path) -> None:
    server = make_server(tmp_path / "zh.git", records() | {"register.toml": settings().replace(b'"en"', b'"zh"')})
    desk = make_desk(server, tmp_path / "desk", ADA)
    commit(desk, ADA, {"register.toml": settings(), "units/-x.toml": PIER})
    said = push(desk)
    assert "dutybook：推送被拒绝，原因 1 条：" in said.said
    assert "DB948 名称 `units/-x.toml` 以 `-` 开头，会被当作选项" in said.said


def test_what_is_pushed_does_not_reach_the_terminal_as_it_is(server: Path, ada: Path) -> None:
    commit(ada, ADA, {"units/\x1b[2J\u202e.toml": PIER})
    said = push(ada)
    assert not said.taken
    assert "units/<U+001B>[2J<U+202E>.toml" in said.said
    assert "\x1b" not in said.said.replace("\x1b[K", "") and "\u202e" not in said.said


def test_of_many_pushes_at_once_one_comes_in(server: Path, tmp_path: Path) -> None:
    desks = [make_desk(server, tmp_path / f"desk{number}", ADA) for number in range(4)]
    for number, desk in enumerate(desks):
        commit(desk, ADA, {"units/pier.toml": PIER.replace(b"Pier", b"Pier %d" % number)})
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(push, desks))
    assert [one.taken for one in done].count(True) == 1, done
    check_whole(server)
