"""Proposals: changes of protected kinds on a branch of their own, with what was said about them. Reading only; `store.review.proposing` writes.

A proposal is the branch `proposal/<person>/<slug>`, nothing else: its commits are the changes, empty commits with a trailer are what people said (handed in,
a comment, sent back), and a merge commit on the main line with the trailer `Proposal` is the approval. Any git host carries it.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from typing import Final
from typing import NamedTuple

from schema.failure import Failure
from schema.identity import Place
from store.git import Git
from store.location import Location
from store.location import read_reference
from store.past.history import LoggedCommit
from store.past.history import log

PREFIX: Final = "proposal/"
TRAILER: Final = "Proposal"
"""The trailer of an approval: the proposal's name."""
REVIEWED_BY: Final = "Reviewed-by"
POST: Final = "Register-Post"
"""The trailer of an approval: the post in whose name it was given."""
TIP: Final = "Register-Approves"
"""The trailer of an approval: the commit that was looked at."""
_NAME: Final = re.compile(r"proposal/[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63}")
_MOST: Final = 1_000
"""Commits of one proposal that are read; a longer one is none that a person could review."""


class ProposalState(StrEnum):
    """Where a proposal stands. The set is closed."""

    DRAFT = "draft"
    """Not handed in yet, or changed after it was sent back."""
    SUBMITTED = "submitted"
    """Handed in, waiting for an approver."""
    RETURNED = "returned"
    """Sent back."""
    APPROVED = "approved"
    """On the main line."""


class Said(NamedTuple):
    """One commit of a proposal: a change, or what somebody said."""

    commit: str
    time: datetime
    author: str
    email: str
    action: str
    """`propose`, `comment`, `return`, or the act of a change."""
    subject: str
    text: str


class Approval(NamedTuple):
    """An approval on the main line."""

    before: str
    """The commit of the main line before it."""
    tip: str
    """The commit of the proposal that was approved."""
    time: datetime


class Proposal(NamedTuple):
    """One proposal."""

    name: str
    """`proposal/<person>/<slug>`."""
    tip: str
    """Its newest commit."""
    state: ProposalState
    said: tuple[Said, ...]
    """Oldest first."""
    places: tuple[Place, ...]
    """The records that it changes."""
    is_remote: bool
    """Whether only the remote has it: here there is no branch of it yet."""
    approved: datetime | None = None
    """When it was approved."""

    @property
    def since(self) -> datetime | None:
        """Since when it waits for whoever must take the next step, whatever is commented meanwhile; an approved one, when it was approved.

        It comes to its authors with the first change and when it is sent back, to the approvers when it is handed in.
        """
        since, waits_for = self.approved, ""
        for one in self.said if since is None else ():
            turn = {"propose": "approvers", "comment": "", "merge": ""}.get(one.action, "authors")
            if turn and turn != waits_for:
                since, waits_for = one.time, turn
        return since

    @property
    def title(self) -> str:
        """What it is about: the words with which it was handed in, else the first change."""
        handed_in = [one for one in self.said if one.action == "propose"]
        return (handed_in or list(self.said) or [_NOTHING])[-1 if handed_in else 0].subject.removeprefix("propose: ")

    @property
    def authors(self) -> frozenset[str]:
        """The e-mail addresses of all who changed something in it."""
        return frozenset(one.email.casefold() for one in self.said if one.action not in {"comment", "return"})


_NOTHING: Final = Said("", datetime.min, "", "", "", "", "")  # noqa: DTZ901  # stands for no time at all


class UnknownProposal(Failure):
    """There is no proposal of that name."""

    code: ClassVar[str] = "F431"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no proposal `{name}`.",
            "List them all by `dutybook review`.",
            message_zh=f"没有名为“{name}”的送审。",
            hint_zh="用 `dutybook review` 列出全部。",
        )


def is_name(text: str) -> bool:
    """Whether a text may be the name of a proposal."""
    return _NAME.fullmatch(text) is not None


def name_of(person: str, slug: str) -> str:
    """The name of a person's proposal."""
    return f"{PREFIX}{person}/{slug}"


def tip_of(git: Git, location: Location, name: str, remote: str) -> str | None:
    """The newest commit of a proposal, here or on the remote as last fetched; None where there is none."""
    if not is_name(name):
        return None
    here = read_reference(location.common_dir, f"refs/heads/{name}")
    there = read_reference(location.common_dir, f"refs/remotes/{remote}/{name}")
    if here is None or there is None or here == there:
        return here or there
    return there if contains(git, there, here) else here


def list_proposals(git: Git, location: Location, *, remote: str, main: str) -> list[Proposal]:
    """Every proposal that is known here, those that wait for an approver first, then by name.

    Args:
        git: git of the repository.
        location: where the register lies.
        remote: name of the remote.
        main: full id of the main line's newest commit.
    """
    names = {name for name in _names(git, remote) if is_name(name)}
    approved = find_approvals(git, main)
    found = [_read(git, location, name, remote, main, approved.get(name)) for name in sorted(names | approved.keys())]
    return _ordered(one for one in found if one is not None)


def list_open(git: Git, location: Location, *, remote: str, main: str) -> list[Proposal]:
    """The proposals that are not on the main line yet, in the order of `list_proposals`; the main line's history is not read.

    Args:
        git: git of the repository.
        location: where the register lies.
        remote: name of the remote.
        main: full id of the main line's newest commit.
    """
    names = {name for name in _names(git, remote, f"--no-merged={main}") if is_name(name)}
    found = [_read(git, location, name, remote, main, None) for name in sorted(names)]
    return _ordered(one for one in found if one is not None and one.said)


def read_approved(
    git: Git, location: Location, approvals: Mapping[str, Approval], *, remote: str, main: str
) -> list[Proposal]:
    """Approved proposals, in the order in which they are given.

    Args:
        git: git of the repository.
        location: where the register lies.
        approvals: what `find_approvals` gave, or a part of it.
        remote: name of the remote.
        main: full id of the main line's newest commit.
    """
    found = [_read(git, location, name, remote, main, approval) for name, approval in approvals.items()]
    return [one for one in found if one is not None and one.state is ProposalState.APPROVED]


def _ordered(found: Iterable[Proposal]) -> list[Proposal]:
    order = [ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.DRAFT, ProposalState.APPROVED]
    return sorted(found, key=lambda one: (order.index(one.state), one.name))


def find_proposal(git: Git, location: Location, name: str, *, remote: str, main: str) -> Proposal:
    """One proposal by its name, with or without `proposal/` before it.

    Raises:
        UnknownProposal: there is none.
    """
    full = name if name.startswith(PREFIX) else f"{PREFIX}{name}"
    tip = tip_of(git, location, full, remote)
    is_open = tip is not None and not contains(git, main, tip)
    approval = find_approvals(git, main).get(full) if is_name(full) and not is_open else None
    found = _read(git, location, full, remote, main, approval) if is_name(full) else None
    if found is None:
        raise UnknownProposal(name)
    return found


def _names(git: Git, remote: str, *options: str) -> Iterator[str]:
    places = (f"refs/heads/{PREFIX}", f"refs/remotes/{remote}/{PREFIX}")
    out = git.run("for-each-ref", "--format=%(refname)", *options, *places).text
    for line in out.splitlines():
        yield line.removeprefix("refs/heads/").removeprefix(f"refs/remotes/{remote}/")


def find_approvals(git: Git, main: str) -> dict[str, Approval]:
    """The last approval of each proposal on the main line, by name, the newest first.

    Args:
        git: git of the repository.
        main: full id of the main line's newest commit.
    """
    out = git.run(
        "log", "-z", "--merges", "--first-parent", f"--grep=^{TRAILER}: ",
        f"--format=%(trailers:key={TRAILER},valueonly,separator=%x1f)%x1e%P%x1e%cI", main,
    ).text  # fmt: skip
    found: dict[str, Approval] = {}
    for entry in filter(None, out.split("\0")):
        name, parents, time = entry.rsplit("\x1e", 2)
        if is_name(name.strip()) and len(parents.split()) == 2:
            before, tip = parents.split()
            found.setdefault(name.strip(), Approval(before, tip, datetime.fromisoformat(time.strip())))
    return found


def _read(
    git: Git, location: Location, name: str, remote: str, main: str, approval: Approval | None
) -> Proposal | None:
    tip = tip_of(git, location, name, remote) or (approval.tip if approval is not None else None)
    if tip is None:
        return None
    if approval is not None and tip != approval.tip and not contains(git, main, tip):
        approval = None  # it was changed since
    base = main if approval is None else approval.before
    tip = tip if approval is None else approval.tip  # a clone may lie behind what was approved
    commits = log(git, limit=_MOST, revision=f"{base}..{tip}")
    said = tuple(_said(commit) for commit in reversed(commits))
    places = tuple(dict.fromkeys(place for commit in reversed(commits) for place in commit.places))
    is_remote = read_reference(location.common_dir, f"refs/heads/{name}") is None
    state = ProposalState.APPROVED if approval is not None else _state(said)
    return Proposal(name, tip, state, said, places, is_remote, approval.time if approval is not None else None)


def contains(git: Git, newer: str, older: str) -> bool:
    """Whether a commit holds another in its history; both must be here."""
    return git.run("merge-base", "--is-ancestor", older, newer, ok=(0, 1)).status == 0


def _said(commit: LoggedCommit) -> Said:
    return Said(commit.commit, commit.time, commit.author, commit.email, commit.action, commit.subject, commit.reason)


def _state(said: Iterable[Said]) -> ProposalState:
    state = ProposalState.DRAFT
    for one in said:
        if one.action == "propose":
            state = ProposalState.SUBMITTED
        elif one.action == "return":
            state = ProposalState.RETURNED
        elif one.action not in {"comment", "merge"}:
            state = ProposalState.DRAFT  # whatever was handed in, it is something else now
    return state
