"""Sync: fetch, merge in memory, move on, push. Never a rebase, never a merge of the work tree, never force.

Histories that have gone apart are merged record by record (`store.together.reconciliation`) into one merge commit, or left as they are until a person has
decided. The work tree moves before the branch does, with a note of what is under way, so that a kill at any instant is finished by the next sync.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from typing import NamedTuple

from schema.diagnostic import Diagnostic
from schema.identity import place_of
from store.commit import require_writable
from store.complaint import name_complaint
from store.complaint import name_disk_error
from store.complaint import name_network_complaint
from store.complaint import server_words
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import HeadMoved
from store.founding import ssh_environment
from store.git import Git
from store.location import Location
from store.location import read_head
from store.location import read_reference
from store.message import add_trailers
from store.message import compose
from store.refusal import Diverged
from store.refusal import NotFastForward
from store.refusal import OtherBranch
from store.refusal import RemoteRefused
from store.refusal import ShallowHistory
from store.refusal import UnrelatedHistories
from store.together.moving import finish_move
from store.together.moving import move_on
from store.together.reconciliation import FileConflict
from store.together.reconciliation import Reconciliation
from store.together.upstream import Network
from store.together.upstream import Upstream
from store.together.upstream import check_remote
from store.together.upstream import is_ancestor
from store.trees import write_commit
from store.trees import write_tree

TRIES = 5
"""How often a push is tried again after somebody else's came first."""
_RACE = re.compile(
    r"fetch first|non-fast-forward|cannot lock ref|failed to update ref|reference already exists|stale info"
)


class Stage(StrEnum):
    """What a sync is doing. The set is closed."""

    FETCHING = "fetching"
    MERGING = "merging"
    TAKING_OVER = "taking-over"
    SENDING = "sending"
    PROPOSALS = "proposals"


class Step(NamedTuple):
    """One step of a sync as it begins."""

    stage: Stage
    commits: int = 0
    """How many it is about; 0 where they are not counted."""
    remote: str = ""
    """Name of the remote, where it is asked."""


@dataclass(frozen=True)
class SyncResult:
    """What a sync did."""

    fetched: int
    """Commits that the remote had and we had not."""
    merged: int
    """Commits of theirs that the branch took over."""
    pushed: int
    """Commits of ours that the remote took."""
    up_to_date: bool
    """True if both sides held the same before."""
    conflicts: tuple[FileConflict, ...] = ()
    """What a person must decide before the histories can be merged; nothing was merged or sent."""
    broken: tuple[Diagnostic, ...] = ()
    """What the merge alone would break; nothing was merged or sent until somebody says that it may be."""
    lost_comments: tuple[tuple[str, str], ...] = ()
    """Comments that went with parts that one side took out: path and comment."""
    proposals: tuple[str, ...] = ()
    """Proposals that were sent."""
    troubled: tuple[tuple[str, str], ...] = ()
    """Proposals that were not, each with what the server said; empty words: both sides changed it in ways that don't go together."""

    @property
    def waits(self) -> bool:
        """Whether it stopped for a person to decide."""
        return bool(self.conflicts or self.broken)


Merger = Callable[[str, str], Reconciliation]
"""Works out the merge of our commit and theirs; what is accepted as broken is left out of its answer."""


@dataclass(frozen=True)
class Refusal:
    """A push that the server didn't take because its branch stood elsewhere by then."""

    reason: str
    """Git's reason, such as `fetch first`."""
    words: str
    """What the server wrote."""


@dataclass
class _Course:
    """What the rounds of one sync came to."""

    fetched: int = 0
    merged: int = 0
    tips: set[str | None] = field(default_factory=set)
    refused: Refusal | None = None
    lost_comments: list[tuple[str, str]] = field(default_factory=list)


def sync(
    git: Git,
    location: Location,
    *,
    remote: str,
    branch: str,
    merger: Merger | None = None,
    progress: Callable[[Step], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    deadline: float = 120.0,
) -> SyncResult:
    """Bring this clone and the remote to the same commit.

    Takes the register's lock itself while files change, not while the network is used.

    Args:
        git: git of the repository, trusted.
        location: the register.
        remote: name of the remote.
        branch: short name of the branch, the same here and there; the work tree must stand on it.
        merger: works out the merge of histories that have gone apart; None: they are reported and left as they are.
        progress: told each step as it begins.
        cancelled: asked about ten times a second; True gives up, with nothing half done.
        deadline: seconds for each use of the network.

    Raises:
        Failure: one class per reason; see store.refusal. Nothing is ever overwritten or lost.
    """
    upstream = connect(git, location, remote, branch, Network(ssh_environment(git), deadline, cancelled))
    course = _Course()
    for attempt in range(TRIES):
        if attempt:
            time.sleep(random.uniform(0.05, 0.2) * attempt)  # noqa: S311  # two pushers must not keep step
        result = _go_round(upstream, course, progress, merger)
        if result is not None:
            return result
    if course.refused is not None and len(course.tips) == 1:  # nobody came first: the server can't move its branch
        raise RemoteRefused(remote, course.refused.reason, course.refused.words)
    raise NotFastForward(remote, TRIES)


def accept_rewritten(git: Git, location: Location, *, remote: str, branch: str) -> None:
    """Take the remote branch as it stands now for what was seen: the user's word after `UpstreamRewritten`.

    Raises:
        NoRemote, BadName, AddressRefused: as named.
    """
    check_remote(git, remote, branch)
    upstream = Upstream(git, location, remote, branch, Network())
    tip = read_reference(location.common_dir, upstream.tracking)
    location.make_state_dir()
    if tip is not None:
        upstream.note(tip)


def connect(git: Git, location: Location, remote: str, branch: str, network: Network) -> Upstream:
    """Make sure that a branch of a remote may be synced from here, and finish what a kill cut off.

    Raises:
        Failure: as named; see store.commit.require_writable and store.together.upstream.check_remote.
    """
    here, _ = require_writable(git, location)
    check_remote(git, remote, branch)
    if here != f"refs/heads/{branch}":
        raise OtherBranch(branch, here)
    location.make_state_dir()
    finish_move(git, location)
    return Upstream(git, location, remote, branch, network)


def _go_round(
    upstream: Upstream, course: _Course, progress: Callable[[Step], None], merger: Merger | None
) -> SyncResult | None:
    """Fetch, merge, move on, push, once; None if somebody came in between and it must be done again."""
    progress(Step(Stage.FETCHING, remote=upstream.remote))
    theirs, new = _fetch(upstream)
    course.fetched += new
    course.tips.add(theirs)
    _, ours = read_head(upstream.location)
    behind, ahead = _compare(upstream, ours, theirs, can_merge=merger is not None)
    goal = theirs
    if behind and ahead and ours is not None and theirs is not None and merger is not None:
        progress(Step(Stage.MERGING, behind))
        worked_out = merger(ours, theirs)
        if worked_out.conflicts or worked_out.broken:
            return _ask(course, worked_out)
        goal, ahead = _join(upstream, worked_out, behind), ahead + 1
        course.lost_comments += worked_out.lost_comments
    if behind and goal is not None:
        progress(Step(Stage.TAKING_OVER, behind))
        try:
            move_on(upstream.git, upstream.location, upstream.reference, ours, goal)
        except HeadMoved:  # a save came in between
            return None
        course.merged += behind
        ours = goal
    if theirs is not None:
        upstream.note(theirs)
    if not ahead or ours is None:
        return SyncResult(course.fetched, course.merged, 0, up_to_date=not (course.fetched or course.merged))
    progress(Step(Stage.SENDING, ahead))
    course.refused = _push(upstream, ours)
    if course.refused is not None:
        return None
    upstream.note(ours)
    return SyncResult(course.fetched, course.merged, ahead, up_to_date=False, lost_comments=tuple(course.lost_comments))


def _ask(course: _Course, worked_out: Reconciliation) -> SyncResult:
    """Stop with what a person must decide first; nothing was merged or sent."""
    return SyncResult(
        fetched=course.fetched,
        merged=0,
        pushed=0,
        up_to_date=False,
        conflicts=worked_out.conflicts,
        broken=worked_out.broken,
        lost_comments=worked_out.lost_comments,
    )


def _join(upstream: Upstream, worked_out: Reconciliation, behind: int) -> str:
    """Write the merge commit, which no branch knows yet; gives its id."""
    git, location = upstream.git, upstream.location
    places = [place for path in worked_out.merged if (place := place_of(path)) is not None]
    summary = f"sync: merge {behind} commit(s) of {upstream.remote}"
    message = add_trailers(compose(summary, "", "merge", places), worked_out.trailers)
    try:
        tree = write_tree(git, location, worked_out.ours, worked_out.files)
        return write_commit(git, tree, [worked_out.ours, worked_out.theirs], message)
    except GitFailed as failure:
        raise name_complaint(failure, location.top) from failure
    except OSError as error:
        raise name_disk_error(error, location.top) from error


def _fetch(upstream: Upstream) -> tuple[str | None, int]:
    """Fetch and check against what was seen; gives the tip and how many of its commits are new here."""
    seen = upstream.seen()
    before = read_reference(upstream.location.common_dir, upstream.tracking)
    tip = upstream.fetch()
    upstream.check_memory(tip, seen)
    if tip is None or tip == before:
        return tip, 0
    known = [f"^{each}" for each in (before, read_head(upstream.location)[1]) if each]
    return tip, int(upstream.git.run("rev-list", "--count", tip, *known).text)


def _compare(upstream: Upstream, ours: str | None, theirs: str | None, *, can_merge: bool) -> tuple[int, int]:
    """Count the commits we lack and those the remote lacks.

    Raises:
        Diverged: both sides have commits of their own, and they are not to be merged.
        UnrelatedHistories, ShallowHistory: the same, and they can't be.
    """
    git = upstream.git
    if ours is None or theirs is None:
        tip = ours or theirs
        count = int(git.run("rev-list", "--count", tip).text) if tip else 0
        return (count, 0) if ours is None else (0, count)
    if ours == theirs:
        return 0, 0
    ahead, behind = map(int, git.run("rev-list", "--left-right", "--count", f"{ours}...{theirs}").text.split("\t"))
    if not ahead or not behind:
        return behind, ahead
    if git.run("merge-base", ours, theirs, ok=(0, 1)).status == 0:
        if can_merge:
            return behind, ahead
        raise Diverged(upstream.remote, ahead, behind)
    if (upstream.location.common_dir / "shallow").exists():
        raise ShallowHistory(upstream.remote)
    raise UnrelatedHistories(upstream.remote)


def _push(upstream: Upstream, commit: str) -> Refusal | None:
    """Send a commit.

    Returns:
        None if it is there; a refusal if somebody else's came first, or the server's reference was locked.

    Raises:
        RemoteRefused, RemoteUnreachable, CredentialsMissing, GitCancelled, GitFailed: as named.
    """
    try:
        flag, err = upstream.push(commit)
    except (GitFailed, GitTimedOut) as failure:
        if _arrived(upstream, commit):  # the push was taken and only the answer was lost
            return None
        raise name_network_complaint(failure, upstream.remote, upstream.location.top) from failure
    if not flag.startswith("!"):
        return None
    reason = re.sub(r"^!\[[^\]]*\]\s*|[()]", "", flag)
    if _RACE.search(flag):
        return Refusal(reason, server_words(err))
    raise RemoteRefused(upstream.remote, reason, server_words(err))


def _arrived(upstream: Upstream, commit: str) -> bool:
    tip = upstream.ask_tip()
    return tip is not None and (tip == commit or is_ancestor(upstream.git, commit, tip))
