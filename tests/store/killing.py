"""Processes that save and sync, and are killed at random moments; and what must hold of their register afterwards.

Run as a program, this module forks one worker for each line that it reads: starting Python anew for each would take longer than what is tested.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from typing import Any
from typing import Final

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.git import Git
from store.git import Result
from store.git import check_version
from store.location import find
from store.lock import find_stale
from store.refusal import NotFastForward
from store.register import RegisterStore
from store.together.moving import finish_move
from store.together.sharing import share
from store.together.sync import sync
from tests.store.repositories import check_whole
from tests.store.repositories import children
from tests.store.repositories import clear_locks
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import stop_all

LONGEST: Final = 0.5
"""The longest that a worker lives, in seconds: two syncs and some saves."""
TURNS: Final = 4
"""On a loaded machine it lives longer: up to so many times as long as the colleague's turn took just before."""
DIED: Final = 9
"""How a worker ends that was told to end at a step."""
_OFFICE: Final = b'# where all meet\ntitle = "Office"\nshort = "n0"\ntype = "section"\n'
_SOURCE: Final = b'title = "Standing orders"\n'


def set_field(store: RegisterStore, kind: str, id: str, key: tuple[str | int, ...], value: object) -> str:
    """Save one field; gives the commit."""
    change = RecordChange(kind=kind, id=id, verb=Verb.EDIT, fields=(FieldChange(key=key, value=value),))
    return store.save(ChangeSet(action="set", records=(change,), reason="worked")).commit


# The workers, each in a process of its own.


def save_and_sync(tell: Callable[[str], None], top: str, number: int, seed: int) -> None:
    """Save and sync in any order until killed; tells of every act before and after it."""
    chance = random.Random(seed)  # noqa: S311  # not for secrets
    store = RegisterStore.open(Path(top))
    while True:
        if chance.random() < 0.6:
            number += 1
            tell(f"saving {number}")
            commit = set_field(store, "unit", "office", ("short",), f"n{number}")
            tell(f"saved {number} {commit}")
        else:
            tell("sharing")
            assert not share(store).waits
            tell(f"shared {store.location.head}")


def push_against_others(tell: Callable[[str], None], top: str, number: int, rounds: int) -> None:
    """Save in a unit of one's own and in a record of all, and sync after each; a lost race is run again, a bounded number of times."""
    store = RegisterStore.open(Path(top))
    for turn in range(rounds):
        value = f"{number}-{turn}"
        tell(f"saved {value} {set_field(store, 'unit', f'desk-{number}', ('short',), value)}")
        row = ("clause", len(store.register.sources["orders"].clause))
        tell(f"saved {value} {set_field(store, 'source', 'orders', row, {'path': value})}")
        for _ in range(8):
            try:
                assert not share(store).waits
            except NotFastForward:
                tell("overtaken")
                continue
            tell(f"shared {store.location.head}")
            break


def die_at_step(_tell: Callable[[str], None], top: str, left: int) -> None:
    """Sync, and end without a word after so many git calls; 0: live on."""
    run = Git.run

    def dying(git: Git, *args: str, **options: Any) -> Result:
        nonlocal left
        result = run(git, *args, **options)
        left -= 1
        if left == 0:
            os._exit(DIED)
        return result

    Git.run = dying  # type: ignore[assignment,method-assign]  # in this process alone
    place = find(Path(top))
    sync(place.git(), place, remote="origin", branch="main")


_TASKS: Final[dict[str, Callable[..., None]]] = {
    "die_at_step": die_at_step,
    "save_and_sync": save_and_sync,
    "push_against_others": push_against_others,
}


def _serve() -> None:
    """Fork a worker for each line that asks for one, or wait for the one that it names."""
    check_version()  # loads what git is started with, so that no worker has to
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _work(asked["task"], asked["log"], asked["arguments"])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _work(task: str, log: str, arguments: list[object]) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _TASKS[task](lambda text: os.write(descriptor, f"{text}\n".encode()), *arguments)
    except BaseException:  # noqa: BLE001  # told in the log, whatever it was
        os.write(descriptor, f"failed\n{traceback.format_exc()}\n".encode())
        os._exit(1)
    os._exit(0)


# What starts and kills them.


class Workshop:
    """Starts workers; `workshop` opens one."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, task: str, log: Path, *arguments: object) -> int:
        """Start a worker; gives its process number. What it tells goes to the log, a line at a time."""
        return self._ask({"task": task, "log": str(log), "arguments": arguments})

    def wait(self, pid: int) -> int:
        """Wait for a worker's end; gives its status, negative for a signal."""
        return self._ask({"wait": pid})

    def _ask(self, asked: dict[str, object]) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def workshop() -> Iterator[Workshop]:
    """Open a workshop, with the environment as it is now."""
    command = [sys.executable, "-m", "tests.store.killing"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield Workshop(process)
        finally:
            stop_all(process.pid)


class Office:
    """A register, its remote and a colleague's clone; workers are killed in it, one after the other."""

    def __init__(self, folder: Path, seed: int, workers: Workshop) -> None:
        """Make the three repositories.

        Args:
            folder: an empty folder, or one that does not exist.
            seed: of all that is left to chance.
            workers: starts them.
        """
        self.chance = random.Random(seed)  # noqa: S311  # not for secrets
        self.counts: Counter[str] = Counter()
        self._workers = workers
        self._log = folder / "log"
        self.top = make_register(folder / "ada", records={"units/office.toml": _OFFICE}).top
        self.remote = make_remote(folder / "remote.git", self.top)
        self.colleague = make_clone(self.remote, folder / "bo").top
        self._number = self._value = self._turn = 0
        self._acknowledged: list[str] = []

    def live_through(self) -> None:
        """One moment: the colleague pushes, a worker works and is killed, what it left is put in order, and all is looked at."""
        began = time.monotonic()
        self._push_as_colleague()
        longest = max(LONGEST, TURNS * (time.monotonic() - began))
        self._log.unlink(missing_ok=True)
        pid = self._workers.start("save_and_sync", self._log, str(self.top), self._number, self.chance.randrange(2**32))
        time.sleep(self.chance.uniform(0.01, longest))
        self._kill(pid)
        self.counts["kills"] += 1
        told = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        self._count(told)
        self._put_in_order()
        self._look(told)

    def close(self) -> None:
        """The last sync: remote and register hold one commit, with what either side said last."""
        store = RegisterStore.open(self.top)
        share(store)
        assert self._tip(self.top) == self._tip(self.remote)
        assert store.register.units["office"].title == f"Office {self._turn}"

    def _push_as_colleague(self) -> None:
        self._turn += 1
        run_git(self.colleague, "pull", "--quiet", "--ff-only")
        path = self.colleague / "units/office.toml"
        lines = [line for line in path.read_text().splitlines() if not line.startswith("title")]
        path.write_text("\n".join([lines[0], f'title = "Office {self._turn}"', *lines[1:], ""]))
        run_git(self.colleague, "commit", "--quiet", "--all", f"--message=turn {self._turn}")
        run_git(self.colleague, "push", "--quiet", "origin", "main")

    def _kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)  # so that it starts no other git while its gits are looked for
        living = []
        for child in children(pid):
            if self.chance.random() < 0.8:
                stop_all(child)
            else:
                living.append(child)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        status = self._workers.wait(pid)
        assert status == -signal.SIGKILL, self._log.read_text(encoding="utf-8")
        self.counts["gits that lived on"] += len(living)
        end = time.monotonic() + 20
        while any(_runs(child) for child in living):
            assert time.monotonic() < end, "a git lives on"
            time.sleep(0.005)

    def _count(self, told: list[str]) -> None:
        words = [line.split()[0] for line in told]
        self.counts["saves acknowledged"] += words.count("saved")
        self.counts["syncs acknowledged"] += words.count("shared")
        last = words[-1] if words else "opening"
        self.counts[f"killed while {last}" if last.endswith("ing") else "killed between acts"] += 1

    def _put_in_order(self) -> None:
        """What a person does at the next start: locks, cut-off saves and moves."""
        place = find(self.top)
        self.counts["locks removed"] += len(find_stale(place))
        clear_locks(place)
        for lock in self.remote.rglob("*.lock"):  # the server's own: its administrator's
            self.counts["server locks removed"] += 1
            lock.unlink(missing_ok=True)
        self.counts["moves finished"] += (place.state_dir / "moving.json").exists()
        finish_move(place.git(), place)  # as opening does, but for a reason why it can't be done
        store = RegisterStore.open(self.top)
        for intent in store.unfinished():
            self.counts["saves finished or put back"] += 1
            (store.finish if self.chance.random() < 0.5 else store.roll_back)(intent)

    def _look(self, told: list[str]) -> None:
        saved = [line.split()[1:] for line in told if line.startswith("saved ")]
        shared = [line.split()[1] for line in told if line.startswith("shared ")]
        self._acknowledged += [commit for _, commit in saved]
        self._require_ancestors(self.top, "HEAD", self._acknowledged[-50:])
        self._require_ancestors(self.remote, "main", [*shared, self._tip(self.colleague)])
        store = RegisterStore.open(self.top)
        assert store.faults == ()
        assert store.unfinished() == []
        assert not (store.location.state_dir / "moving.json").exists()
        self._look_at_value(int(store.register.units["office"].short[1:]), told)
        assert run_git(self.top, "status", "--porcelain") == ""
        assert run_git(self.top, "symbolic-ref", "HEAD") == "refs/heads/main"
        left = [name for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply") if (self.top / ".git" / name).exists()]
        assert left == []
        check_whole(self.top)
        check_whole(self.remote)

    def _look_at_value(self, now: int, told: list[str]) -> None:
        """The value is the last that was acknowledged, or the one of the save that was under way."""
        numbers = [int(line.split()[1]) for line in told if line.startswith("saved ")]
        allowed = {max([self._value, *numbers])}
        if told and told[-1].startswith("saving "):
            allowed.add(int(told[-1].split()[1]))
        assert now in allowed
        self._value = now
        self._number = max(self._number, *allowed)

    @staticmethod
    def _require_ancestors(folder: Path, tip: str, commits: list[str]) -> None:
        if commits:
            assert run_git(folder, "rev-list", "--max-count=1", *commits, f"^{tip}", "--") == ""

    @staticmethod
    def _tip(folder: Path) -> str:
        return run_git(folder, "rev-parse", "main")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        _serve()
