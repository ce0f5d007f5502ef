"""Where the measured registers lie: made once under bench/work/, used again while size, history and generator are the same.

The repository comes from one `git fast-import`, so that 100,000 files stand there in well under a minute. The history on
top of the first commit edits one record a commit; one *hot* record is edited again and again, as such a record is.
"""

import json
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from pathlib import Path

from bench.generator import VERSION
from bench.generator import make_register
from schema.identity import place_of
from store.founding import init_repository
from store.git import Git
from store.identity import Identity
from store.message import compose
from store.sample.chronicle import HistoryCommit
from store.sample.chronicle import import_history

WORK = Path(__file__).parent / "work"
"""The folder of everything that measuring leaves behind; git ignores it."""
HOT_REVISIONS = 66
"""How often the hot record is edited."""

_BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=8)))
_WHO = Identity("样例0001", "person-0001@register.example")


@dataclass(frozen=True)
class Workplace:
    """One size's registers and what belongs to them."""

    size: int
    commits: int
    """Commits on top of the first."""
    folder: Path
    hot: str
    """Path of the record that was edited most."""
    cold: tuple[str, ...]
    """Paths of records that were edited once or never."""

    @property
    def register(self) -> Path:
        """The register; measurements leave its files as they are."""
        return self.folder / "register"

    @property
    def peers(self) -> Path:
        """The folder of what other programs are given."""
        return self.folder / "peers"


def prepare(size: int, commits: int, *, work: Path = WORK) -> Workplace:
    """Give the register of a size, made now if it is not there.

    Args:
        size: how many records.
        commits: commits on top of the first.
        work: the folder for all sizes.
    """
    folder = work / str(size)
    noted = folder / "made.json"
    wanted = {"version": VERSION, "size": size, "commits": commits}
    told = json.loads(noted.read_text()) if noted.is_file() else {}
    if told.get("made") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        hot, cold = _make(folder / "register", size, commits)
        told = {"made": wanted, "hot": hot, "cold": cold}
        noted.write_text(json.dumps(told))
    return Workplace(size, commits, folder, told["hot"], tuple(told["cold"]))


def clone(workplace: Workplace, name: str) -> Path:
    """A fresh copy of the register for measurements that write; of an earlier run nothing stays.

    Args:
        workplace: whose register.
        name: of the copy's folder.
    """
    target = workplace.folder / name
    shutil.rmtree(target, ignore_errors=True)
    git = init_repository(target)
    git.run("fetch", "--quiet", "--no-tags", str(workplace.register), "main", deadline=600.0)
    git.run("reset", "--quiet", "--hard", "FETCH_HEAD", deadline=600.0)
    _settle(target)
    return target


def _make(top: Path, size: int, commits: int) -> tuple[str, list[str]]:
    texts = dict(make_register(size))
    activities = [path for path in texts if path.startswith("activities/")]
    hot, others = activities[0], activities[1:]
    git = init_repository(top)
    first = HistoryCommit(_WHO, _BEGUN, "register: 建立台账\n", {path: text.encode() for path, text in texts.items()})
    import_history(git, _history(first, texts, hot, others, commits))
    git.run("commit-graph", "write", "--reachable", "--changed-paths", deadline=600.0)
    _settle(top)
    return hot, others[-20:]


def _history(
    first: HistoryCommit, texts: dict[str, str], hot: str, others: list[str], commits: int
) -> Iterator[HistoryCommit]:
    yield first
    chance = random.Random(commits)  # noqa: S311  # the same history each time
    edited = others[:-20]  # the last ones are left alone: records that nobody ever edited
    every = max(2, commits // HOT_REVISIONS)
    for number in range(1, commits + 1):
        path = hot if number % every == 0 else chance.choice(edited)
        text = texts[path] = _revise(texts[path], number)
        place = place_of(path)
        title = f"{place[0]}({place[1]}): title" if place else path
        message = compose(title, f"第{number}次核对后补充", "set", [place] if place else [])
        yield HistoryCommit(_WHO, _BEGUN + timedelta(minutes=number), message, {path: text.encode()})


def _revise(text: str, number: int) -> str:
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("title = "))
    lines[at] = f'{lines[at].removesuffix(chr(34)).split("·")[0]}·修订{number}"'
    return "\n".join(lines)


def _settle(top: Path) -> None:
    """Say who works here, let git keep its cache of untracked files, and bring the repository to rest.

    An index that is written in the same second as the files makes git read each of them again at every look.
    """
    git = Git(top.resolve(), top.resolve() / ".git", trusted=True)
    for key, value in (("user.name", _WHO.name), ("user.email", _WHO.email), ("core.untrackedCache", "true")):
        git.run("config", key, value)
    time.sleep(1.1)
    git.run("update-index", "--force-write-index")
    git.run("status", "--porcelain", deadline=600.0, environment={"GIT_OPTIONAL_LOCKS": "1"})
