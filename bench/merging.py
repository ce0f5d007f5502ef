"""Two sides that edited the same records, merged by dutybook and by git: `python -m bench.merging NAME FOLDER` runs one and prints one JSON object.

Each of 100 records is edited on both sides: one side its title, the other its note, its lead or a new row, as two people do who work apart. Half of these
fields stand on neighbouring lines, where a merge by lines must give up.
"""

import shutil
import subprocess  # noqa: TID251  # the floor of git is git itself
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from typing import Final

from bench.timing import Program
from bench.timing import answer
from bench.timing import clock
from bench.timing import told
from store.git import Git
from store.location import find
from store.location import read_head
from store.register import RegisterStore
from store.together.moving import move_on
from store.together.reconciliation import reconcile
from store.toml.text import parse
from store.trees import write_commit
from store.trees import write_tree

EDITED: Final = 100
"""Records that both sides edit."""
_DAY: Final = date(2026, 12, 31)
_GIT: Final = ["git", "-c", "core.fsync=all", "-c", "gc.auto=0", "-c", "maintenance.auto=false"]


def prepare(top: Path) -> None:
    """Give a repository two branches, `ours` and `theirs`, that each edit the same records, and stand on `ours`."""
    paths = sorted(path.relative_to(top).as_posix() for path in (top / "duties").rglob("*.toml"))
    chosen = paths[:: max(1, len(paths) // EDITED)][:EDITED]
    base = {path: (top / path).read_text(encoding="utf-8") for path in chosen}
    _commit(top, "theirs", {path: _theirs(text, at) for at, (path, text) in enumerate(base.items())})
    _git(top, "checkout", "--quiet", "main")
    _commit(top, "ours", {path: _ours(text) for path, text in base.items()})


def _ours(text: str) -> str:
    return text.replace('title = "', 'title = "改', 1)


def _theirs(text: str, at: int) -> str:
    match at % 4:
        case 0:
            return text.replace('code = "', 'code = "N', 1)  # the line above the title
        case 1:
            return text.replace("tier = ", 'title_en = "edited"\ntier = ', 1)  # the line below it
        case 2:
            return text.replace('tier_wording = "', 'tier_wording = "另：', 1)
        case _:
            return text + '\n[[basis]]\nclause = "source-001#1"\nfingerprint = "n1:0000000000000000"\n'


def _commit(top: Path, branch: str, texts: Mapping[str, str]) -> None:
    _git(top, "checkout", "--quiet", "-b", branch)
    for path, text in texts.items():
        (top / path).write_text(text, encoding="utf-8")
    _git(top, "commit", "--quiet", "--all", "--message", branch)


def ours(top: str) -> dict[str, Any]:
    """Merge by field, write the merge commit, bring the files to it. The check of the result is counted apart."""
    place = find(Path(top))
    store = RegisterStore.open(place.top)
    git = store.git
    _, head = read_head(place)
    theirs = git.run("rev-parse", "theirs").text
    head = head or ""
    with clock() as cost:
        found = reconcile(git, place, store.loaded, head, theirs, on=None)
        tree = write_tree(git, place, head, found.files)
        move_on(git, place, "refs/heads/ours", head, write_commit(git, tree, [head, theirs], "merge\n"))
    wrong = _count_wrong(git, head, theirs)
    return told(cost, merged=len(found.merged), conflicts=len(found.conflicts), wrong=wrong)


def with_check(top: str) -> dict[str, Any]:
    """Only work the merge out and check what it alone would break."""
    place = find(Path(top))
    store = RegisterStore.open(place.top)
    _, head = read_head(place)
    theirs = store.git.run("rev-parse", "theirs").text
    with clock() as cost:
        found = reconcile(store.git, place, store.loaded, head or "", theirs, on=_DAY)
    return told(cost, merged=len(found.merged), conflicts=len(found.conflicts), broken=len(found.broken))


def floor(top: str) -> dict[str, Any]:
    """Merge by lines, as `git merge` does; what it can't merge it leaves with markers."""
    with clock() as cost:
        done = subprocess.run(
            [*_GIT, "merge", "--quiet", "--no-edit", "theirs"], cwd=top, capture_output=True, check=False
        )
    listed = subprocess.run(
        [*_GIT, "diff", "--name-only", "--diff-filter=U"], cwd=top, capture_output=True, check=True
    ).stdout
    return told(cost, conflicts=len(listed.splitlines()), status=done.returncode)


def _count_wrong(git: Git, head: str, theirs: str) -> int:
    """Records whose merged data is not both sides' edits of the base."""
    base = git.run("merge-base", head, theirs).text
    wrong = 0
    for path in git.run("diff", "--name-only", base, head).text.splitlines():
        old, mine, other, new = (
            parse(git.run("cat-file", "blob", f"{revision}:{path}").out).data
            for revision in (base, head, theirs, "HEAD")
        )
        wanted = old | {key: mine[key] for key in mine if mine[key] != old.get(key)}
        wanted |= {key: other[key] for key in other if other[key] != old.get(key)}
        wrong += new != wanted
    return wrong


def copy(source: str, target: str) -> dict[str, Any]:
    """A copy of a prepared repository, so that each run merges anew."""
    shutil.rmtree(target, ignore_errors=True)
    with clock() as cost:
        shutil.copytree(source, target, symlinks=True)
    _git(Path(target), "update-index", "-q", "--refresh")
    return told(cost)


def _git(top: Path, *words: str) -> None:
    subprocess.run([*_GIT, *words], cwd=top, capture_output=True, check=True)


def make(top: str) -> dict[str, Any]:
    """As `prepare`, in a process of its own."""
    with clock() as cost:
        prepare(Path(top))
    return told(cost)


PROGRAMS: dict[str, Program] = {
    "make": make,
    "copy": copy,
    "ours": ours,
    "check": with_check,
    "floor": floor,
}
"""Every program by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
