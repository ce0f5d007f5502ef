"""Ten clones that save and push at once to one remote: each push that comes too late is merged and tried again, and nothing is lost."""

from pathlib import Path

from store.register import RegisterStore
from store.together.sharing import share
from tests.store.killing import workshop
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git

PUSHERS = range(10)
TURNS = 2


def test_ten_clones_push_at_once_and_every_commit_arrives(tmp_path: Path) -> None:
    desks = {f"units/desk-{number}.toml": b'title = "Desk"\ntype = "section"\n' for number in PUSHERS}
    place = make_register(tmp_path / "first", records={"sources/orders.toml": b'title = "Orders"\n', **desks})
    remote = make_remote(tmp_path / "remote.git", place.top)
    tops = [make_clone(remote, tmp_path / f"desk-{number}").top for number in PUSHERS]
    logs = [tmp_path / f"log-{number}" for number in PUSHERS]
    with workshop() as workers:
        started = [
            workers.start("push_against_others", log, str(top), number, TURNS)
            for number, (top, log) in enumerate(zip(tops, logs, strict=True))
        ]
        ended = [workers.wait(pid) for pid in started]
    told = [log.read_text(encoding="utf-8").splitlines() for log in logs]
    assert ended == [0] * len(PUSHERS), told
    _require_in(remote, [line.split()[1] for lines in told for line in lines if line.startswith("shared ")])
    for top in [*tops, *tops]:  # the second time all that the first brought
        assert not share(RegisterStore.open(top)).waits
    assert {run_git(top, "rev-parse", "main") for top in [*tops, remote]} == {run_git(remote, "rev-parse", "main")}
    saved = [line.split()[1:] for lines in told for line in lines if line.startswith("saved ")]
    assert len(saved) == len(PUSHERS) * TURNS * 2
    _require_in(remote, [commit for _, commit in saved])
    store = RegisterStore.open(tops[0])
    assert store.faults == ()
    assert {row.path for row in store.register.sources["orders"].clause} == {value for value, _ in saved}
    for number in PUSHERS:
        assert store.register.units[f"desk-{number}"].short == f"{number}-{TURNS - 1}"
    for folder in [*tops, remote]:
        check_whole(folder)
        if folder != remote:
            assert run_git(folder, "status", "--porcelain") == ""


def _require_in(remote: Path, commits: list[str]) -> None:
    assert commits
    assert run_git(remote, "rev-list", "--max-count=1", *commits, "^main", "--") == ""
