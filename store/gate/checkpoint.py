"""The server check: whether a push may come into the register. The one face that `dutybook hook pre-receive` and `check --rev` see.

Everything that is asked of a push stands in the register as it was before (signers, review, people, the main branch's name); what is pushed has no say
in it. Cheap and general things are looked at first, and nothing is read whose size or sort was refused. Nothing is written but into a folder that is
thrown away, and nothing that is pushed is run. Whoever calls must take every exception for a refusal.
"""

import os
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from typing import NamedTuple

from msgspec.structs import replace

from schema.diagnostic import Severity
from schema.identity import SETTINGS
from schema.rules.gate import MALFORMED
from schema.rules.gate import TOO_LARGE
from schema.rules.gate import TOO_MUCH
from schema.rules.gate import UNRELATED
from store.gate.push import Push
from store.gate.pushed import MOST_COMMIT
from store.gate.pushed import Commit
from store.gate.pushed import Differences
from store.gate.pushed import Update
from store.gate.pushed import list_new
from store.gate.pushed import read_commit
from store.gate.pushed import read_objects
from store.gate.pushed import sizes_of
from store.gate.records import judge_records
from store.gate.records import judge_tip
from store.gate.refs import PolicyUnreadable
from store.gate.refs import Standing
from store.gate.refs import branch_of
from store.gate.refs import find_standing
from store.gate.refs import judge_refs
from store.gate.refs import language_of
from store.gate.review import judge_review
from store.gate.signatures import judge_signatures
from store.gate.trees import judge_folders
from store.gate.trees import judge_sizes
from store.gate.trees import read_folders
from store.gate.verdict import Refusal
from store.gate.verdict import Verdict
from store.git import Git
from store.loading import gather
from store.location import Location
from store.past.snapshot import load_commit
from store.signature import day_of

MOST_COMMITS: Final = 2_000
"""Commits that are taken at once."""
MOST_CHANGES: Final = 1_000_000
"""Files that all of them together may change."""


class _Bench(NamedTuple):
    """Where the check works."""

    git: Git
    location: Location


def judge_push(git: Git, updates: Sequence[Update], *, now: datetime) -> Verdict:
    """Judge what git is about to take in.

    Args:
        git: git of the repository that is pushed to; the quarantine's variables must stand in the environment.
        updates: the branches that the push moves.
        now: the server's time.

    Raises:
        PolicyUnreadable: nobody can say what is asked of a push.
        Failure: as git fails.
    """
    with _bench(git) as bench:
        return _judge(bench, updates, find_standing(bench.git, updates), now)


def judge_range(git: Git, update: Update, base: str | None, *, now: datetime) -> Verdict:
    """Judge commits that are here, as the server would if they were pushed onto an earlier one.

    Args:
        git: git of the repository.
        update: the branch and where it is to stand.
        base: where the main line stood; None for a first push.
        now: the time.

    Raises:
        PolicyUnreadable, Failure: as `judge_push`.
    """
    with _bench(git) as bench:
        main = branch_of(bench.git, base or update.new or "")
        if main is None:
            raise PolicyUnreadable(base or update.new or "")
        return _judge(bench, [update], Standing(main, base), now)


@contextmanager
def _bench(git: Git) -> Iterator[_Bench]:
    """Git and a state folder that write nowhere but into a folder that is thrown away."""
    with TemporaryDirectory(prefix="dutybook-gate-") as name:
        folder = Path(name)
        (folder / "objects").mkdir()
        ours = git.top / git.run("rev-parse", "--git-path", "objects").text
        others = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
        known = _quoted(str(ours.resolve())) + (f":{others}" if others else "")
        apart = {"GIT_OBJECT_DIRECTORY": str(folder / "objects"), "GIT_ALTERNATE_OBJECT_DIRECTORIES": known}
        git_dir = git.git_dir or git.top
        location = Location(git.top, git.top, git_dir, folder, branch=None, head=None)
        yield _Bench(Git(git.top, git.git_dir, environment=apart), location)


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"' if ":" in path or path[:1] == '"' else path


def _judge(bench: _Bench, updates: Sequence[Update], standing: Standing, now: datetime) -> Verdict:
    found = list(judge_refs(bench.git, updates, standing))
    language = language_of(bench.git, standing.base or next((one.new for one in updates if one.new), ""))
    if not found:
        tips = [update.new for update in updates if update.new is not None]
        ids = list_new(bench.git, tips, standing.base, MOST_COMMITS)
        commits, found = _read_commits(bench.git, ids, standing)
        if not found:
            push = _open(bench, standing, commits, now)
            found = _judge_contents(push, tips) or _judge_meaning(push, updates)
    return Verdict(tuple(dict.fromkeys(map(_as_error, found))), language)


def _as_error(refusal: Refusal) -> Refusal:
    return Refusal(refusal.commit, replace(refusal.found, severity=Severity.ERROR))


def _read_commits(git: Git, ids: Sequence[str], standing: Standing) -> tuple[dict[str, Commit], list[Refusal]]:
    """The new commits, or what is refused of them as such."""
    if len(ids) > MOST_COMMITS:
        words = {"count": f"more than {MOST_COMMITS}", "what": "commits", "what_zh": "个以上的提交"}
        return {}, [Refusal("", TOO_MUCH.found("", "", **words, most=MOST_COMMITS, main=standing.main))]
    refusals = [
        Refusal(id_, TOO_LARGE.found("commit", id_[:12], path=f"commit {id_[:12]}", size=size, most=MOST_COMMIT))
        for id_, size in sizes_of(git, ids).items()
        if size > MOST_COMMIT
    ]
    commits: dict[str, Commit] = {}
    for id_, body in read_objects(git, [] if refusals else ids):
        read = read_commit(id_, body)
        if isinstance(read, Commit):
            commits[id_] = read
            if not read.parents and standing.base is not None:
                refusals.append(Refusal(id_, UNRELATED.found("commit", id_[:12], commit=id_[:12])))
        else:
            words = {"commit": id_[:12], "what": read[0], "what_zh": read[1]}
            refusals.append(Refusal(id_, MALFORMED.found("commit", id_[:12], **words)))
    return commits, refusals


def _open(bench: _Bench, standing: Standing, commits: dict[str, Commit], now: datetime) -> Push:
    """The push with the register that says what is asked of it.

    Raises:
        PolicyUnreadable: its settings cannot be read, or were written by a newer version.
    """
    before = gather({})
    if standing.base is not None:
        before = load_commit(bench.git, bench.location, standing.base, keep=False)
        if SETTINGS in before.register.unreadable or SETTINGS in before.newer:
            raise PolicyUnreadable(standing.base)
    return Push(
        bench.git,
        bench.location,
        standing.main,
        standing.base,
        before,
        commits,
        Differences(bench.git),
        day_of(now, before.register),
    )


def _judge_contents(push: Push, tips: Sequence[str]) -> list[Refusal]:
    """What is refused of folders and files before anything of them is read; the first sort of refusal ends it."""
    found = judge_folders(push.git, read_folders(push.git, tips, push.base), push.main)
    if found:
        return found
    count = push.compare(MOST_CHANGES)
    if count > MOST_CHANGES:
        words = {"count": f"more than {MOST_CHANGES}", "what": "changed files", "what_zh": "处以上的文件改动"}
        return [Refusal("", TOO_MUCH.found("", "", **words, most=MOST_CHANGES, main=push.main))]
    files = {
        (path, change.after.blob): commit.id
        for commit in push.commits.values()
        for path, change in push.own_changes(commit).items()
        if change.after is not None
    }
    return list(judge_sizes(push.git, files, push.main))


def _judge_meaning(push: Push, updates: Sequence[Update]) -> list[Refusal]:
    """What is refused of who signed, who approved, and what the records say."""
    found = list(judge_signatures(push))
    for update in updates:
        if update.short == push.main and update.new is not None:
            found += judge_review(push, update.new)
    found += judge_records(push)
    said = {(one.found.code, one.found.kind, one.found.id, one.found.message) for one in found}
    for update in updates:
        if update.new is not None:
            found += (
                one
                for one in judge_tip(push, update.new, _fork(push, update))
                if (one.found.code, one.found.kind, one.found.id, one.found.message) not in said
            )
    return found


def _fork(push: Push, update: Update) -> str | None:
    """Where a proposal left the main line; None for the main line itself."""
    if update.short == push.main or push.base is None or update.new is None:
        return None
    return push.git.run("merge-base", push.base, update.new, ok=(0, 1)).text.partition("\n")[0] or None
