"""Carrying proposals between clones: every proposal branch is fetched, those that were handed in are sent.

A draft stays at its author's desk until it is handed in. Where both an author and a reviewer added to one proposal, both are kept by a merge commit on
its branch; nobody's branch is ever forced.
"""

from typing import NamedTuple

from store.commit import sync_reference
from store.founding import ssh_environment
from store.git import Git
from store.location import Location
from store.location import read_reference
from store.lock import RegisterLock
from store.message import compose
from store.past.snapshot import load_commit
from store.register import RegisterStore
from store.review.proposal import PREFIX
from store.review.proposal import ProposalState
from store.review.proposal import contains
from store.review.proposing import open_proposals
from store.together.reconciliation import reconcile
from store.together.sync import connect
from store.together.upstream import Network
from store.trees import write_commit
from store.trees import write_tree


class Carried(NamedTuple):
    """What was carried."""

    sent: tuple[str, ...] = ()
    """Proposals of which the remote holds our newest commit now, and did not before."""
    refused: tuple[tuple[str, str], ...] = ()
    """Proposals that the remote did not take, each with what it said."""
    apart: tuple[str, ...] = ()
    """Proposals that two people changed in ways that don't go together: the author must look."""


def carry(store: RegisterStore, network: Network | None = None) -> Carried:
    """Fetch all proposals, take over what others said to them, send those that were handed in.

    Args:
        store: the register.
        network: how to use the network; None: as the person's ssh is set up.

    Raises:
        Failure: see store.together.upstream.
    """
    shared = store.register.settings.git
    upstream = connect(
        store.git, store.location, shared.remote, shared.branch, network or Network(ssh_environment(store.git))
    )
    upstream.fetch_below(PREFIX)
    apart = tuple(name for name in _local(store.git) if not _take_over(store, name, shared.remote))
    wanted = [name for name in _to_send(store, shared.remote) if name not in apart]
    refused = upstream.push_branches(wanted) if wanted else {}
    sent = tuple(name for name in wanted if name not in refused)
    for name in sent:
        tip = read_reference(store.location.common_dir, f"refs/heads/{name}")
        store.git.run("update-ref", f"refs/remotes/{shared.remote}/{name}", tip or "HEAD")
    return Carried(sent, tuple(refused.items()), apart)


def _local(git: Git) -> list[str]:
    out = git.run("for-each-ref", "--format=%(refname)", f"refs/heads/{PREFIX}").text
    return [line.removeprefix("refs/heads/") for line in out.splitlines()]


def _take_over(store: RegisterStore, name: str, remote: str) -> bool:
    """Bring our branch of a proposal up to what the remote holds; False where the two can't be put together."""
    git, location = store.git, store.location
    here, there = _tips(location, name, remote)
    if here is None or there is None or here == there or contains(git, here, there):
        return True
    if contains(git, there, here):
        _move(store, name, here, there)
        return True
    loaded = load_commit(git, location, here)
    worked_out = reconcile(git, location, loaded, here, there, on=store.today)
    if worked_out.conflicts or worked_out.broken:
        return False
    tree = write_tree(git, location, here, worked_out.files)
    commit = write_commit(git, tree, [here, there], compose(f"merge: both sides of {name}", "", "merge", []))
    _move(store, name, here, commit)
    return True


def _tips(location: Location, name: str, remote: str) -> tuple[str | None, str | None]:
    common = location.common_dir
    return read_reference(common, f"refs/heads/{name}"), read_reference(common, f"refs/remotes/{remote}/{name}")


def _move(store: RegisterStore, name: str, old: str, new: str) -> None:
    reference = f"refs/heads/{name}"
    with RegisterLock(store.location, purpose="dutybook sync"):
        store.git.run("update-ref", "-m", "sync: moved on", reference, new, old)
        sync_reference(store.location, reference)


def _to_send(store: RegisterStore, remote: str) -> list[str]:
    """Proposals of ours that the remote has not, or not so far: a draft only once it was handed in before."""
    found = []
    for one in open_proposals(store):
        here, there = _tips(store.location, one.name, remote)
        is_new = one.state is not ProposalState.DRAFT or there is not None
        if here is not None and here != there and is_new:
            found.append(one.name)
    return found
