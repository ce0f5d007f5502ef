"""Proposals: changes of protected kinds on a branch of their own, with what was said about them. Reading only; `store.review.proposing` writes.

A proposal is the branch `proposal/<person>/<slug>`, nothing else: its commits are the changes, empty commits with a trailer are what people said (handed in,
a comment, sent back), and a merge commit on the main line with the trailer `Proposal` is the approval. Any git host carries it.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
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
    approved = _approved(git, main)
    found = [_read(git, location, name, remote, main, approved) for name in sorted(names | approved.keys())]
    order = [ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.DRAFT, ProposalState.APPROVED]
    return sorted((one for one in found if one is not None), key=lambda one: (order.index(one.state), one.name))


def find_proposal(git: Git, location: Location, name: str, *, remote: str, main: str) -> Proposal:
    """One proposal by its name, with or without `proposal/` before it.

    Raises:
        UnknownProposal: there is none.
    """
    full = name if name.startswith(PREFIX) else f"{PREFIX}{name}"
    found = _read(git, location, full, remote, main, _approved(git, main)) if is_name(full) else None
    if found is None:
        raise UnknownProposal(name)
    return found


def _names(git: Git, remote: str) -> Iterator[str]:
    out = git.run("for-each-ref", "--format=%(refname)", f"refs/heads/{PREFIX}", f"refs/remotes/{remote}/{PREFIX}").text
    for line in out.splitlines():
        yield line.removeprefix("refs/heads/").removeprefix(f"refs/remotes/{remote}/")


def _approved(git: Git, main: str) -> dict[str, str]:
    """The approved proposals of the main line: name to the commit that was approved."""
    out = git.run(
        "log", "-z", "--merges", "--first-parent", f"--grep=^{TRAILER}: ",
        f"--format=%(trailers:key={TRAILER},valueonly,separator=%x1f)%x1e%P", main,
    ).text  # fmt: skip
    found: dict[str, str] = {}
    for entry in out.split("\0"):
        name, _, parents = entry.partition("\x1e")
        if is_name(name.strip()) and len(parents.split()) == 2:
            found.setdefault(name.strip(), parents.split()[1])
    return found


def _read(git: Git, location: Location, name: str, remote: str, main: str, approved: dict[str, str]) -> Proposal | None:
    tip = tip_of(git, location, name, remote) or approved.get(name)
    if tip is None:
        return None
    is_approved = name in approved and contains(git, main, tip)
    if is_approved:
        tip = approved[name]  # a clone may lie behind what was approved
    commits = _commits(git, tip, main, is_approved=is_approved)
    said = tuple(_said(commit) for commit in reversed(commits))
    places = tuple(dict.fromkeys(place for commit in reversed(commits) for place in commit.places))
    is_remote = read_reference(location.common_dir, f"refs/heads/{name}") is None
    state = ProposalState.APPROVED if is_approved else _state(said)
    return Proposal(name, tip, state, said, places, is_remote)


def contains(git: Git, newer: str, older: str) -> bool:
    """Whether a commit holds another in its history; both must be here."""
    return git.run("merge-base", "--is-ancestor", older, newer, ok=(0, 1)).status == 0


def _commits(git: Git, tip: str, main: str, *, is_approved: bool) -> list[LoggedCommit]:
    """The commits that only the proposal has; of an approved one, those that its merge brought in."""
    if is_approved:
        merges = git.run("rev-list", "--merges", "--first-parent", "--parents", main).text.splitlines()
        before = next((line.split()[1] for line in merges if tip in line.split()[2:]), main)
        return log(git, limit=_MOST, revision=f"{before}..{tip}")
    return log(git, limit=_MOST, revision=f"{main}..{tip}")


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
