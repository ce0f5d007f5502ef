"""One push under check: the new commits, what each changes, and the main line as it stood before, which alone says what is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from functools import cached_property

from schema.identity import place_of
from schema.register import Register
from schema.signers import Signers
from store.gate.pushed import Commit
from store.gate.pushed import Differences
from store.git import EMPTY_TREE
from store.git import Git
from store.loading import Loaded
from store.location import Location
from store.signature import day_of
from store.together.divergence import Change


@dataclass(frozen=True)
class Push:
    """What the parts of the server check share."""

    git: Git
    """Of the repository; what it writes goes to a folder that is thrown away."""
    location: Location
    """Of the repository, with a state folder that is thrown away."""
    main: str
    """Short name of the main branch."""
    base: str | None
    """Where the main line stood before the push; None for a first push."""
    before: Loaded
    """The register as it stood then; of a first push, an empty one. Never what is pushed."""
    commits: Mapping[str, Commit]
    """The new commits by id, parents before children."""
    differences: Differences
    today: date
    """By the clock of whoever checks, in the register's time zone."""

    @property
    def policy(self) -> Register:
        """Signers, review rules and people that count."""
        return self.before.register

    @cached_property
    def signers(self) -> Signers:
        """The keys and addresses that count."""
        return Signers.of(self.policy)

    @cached_property
    def _trees(self) -> dict[str, str]:
        """The trees of the new commits, and of their parents that are not new."""
        trees = {"": EMPTY_TREE} | {commit.id: commit.tree for commit in self.commits.values()}
        outside = [one for commit in self.commits.values() for one in commit.parents if one not in trees]
        known = list(dict.fromkeys([*outside, *([self.base] if self.base else [])]))
        return trees | dict(zip(known, self._ask_trees(known), strict=True))

    def _ask_trees(self, commits: list[str]) -> list[str]:
        return self.git.run("rev-parse", *(f"{one}^{{tree}}" for one in commits)).text.split() if commits else []

    def tree_of(self, commit: str) -> str:
        """The tree of a commit, new or old; an empty one of an empty id."""
        if commit not in self._trees:
            self._trees[commit] = self._ask_trees([commit])[0]
        return self._trees[commit]

    def compare(self, most: int) -> int:
        """Work out what each commit changes against each parent; gives how many files, more than `most` where it stopped there."""
        pairs = [
            (self.tree_of(parent), commit.tree)
            for commit in self.commits.values()
            for parent in commit.parents or ("",)
        ]
        return self.differences.prepare(pairs, most)

    def changes(self, commit: Commit, parent: str) -> Mapping[str, Change]:
        """What a commit changes against one of its parents, by path; against nothing with an empty one."""
        return self.differences.between(self.tree_of(parent), commit.tree)

    def from_base(self, commit: str) -> Mapping[str, Change]:
        """What differs from where the main line stood to another commit."""
        return self.differences.between(self.tree_of(self.base or ""), self.tree_of(commit))

    def own_changes(self, commit: Commit) -> dict[str, Change]:
        """What a commit itself brings: for a merge, what none of its parents has so. Held against the first parent."""
        sides = [self.changes(commit, parent) for parent in commit.parents or ("",)]
        return {path: change for path, change in sides[0].items() if all(path in side for side in sides[1:])}

    def day(self, commit: Commit) -> date:
        """The day that a commit says it is of."""
        return self.day_of(commit.time)

    def day_of(self, time: datetime) -> date:
        """The day of a moment, in the register's time zone."""
        return day_of(time, self.policy)


def kind_of(path: str) -> str:
    """The kind of record whose file lies at a path; empty where it is none."""
    place = place_of(path)
    return place[0] if place is not None else ""
