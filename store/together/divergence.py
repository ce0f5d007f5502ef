"""Where two histories have gone apart: the version that both began with, and what each changed since. Reads objects only.

Histories that met more than once before have several newest common versions; these are then merged with each other first, as git itself does, so
that a merge of merges brings nothing back that both sides had taken out.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import NamedTuple

from store.git import EMPTY_TREE
from store.git import GITLINKS_AS_THEY_ARE
from store.git import NOTHING
from store.git import Git

ORDINARY = frozenset({"100644", "100755"})
"""The modes of ordinary files; what has another (a link, a submodule) is never merged."""
_MOST_BASES = 8
"""Newest common versions beyond which only the first is used: crossings that deep are made, not met."""


class Version(NamedTuple):
    """One file in one commit."""

    mode: str
    """`100644` and the like."""
    blob: str
    """Id of its content."""


class Change(NamedTuple):
    """What one side did to a file; None where it was not there, or is not."""

    before: Version | None
    after: Version | None


def find_bases(git: Git, ours: str, theirs: str) -> tuple[str, ...]:
    """The newest commits that both histories hold, none of them an ancestor of another; empty where they share nothing."""
    found = git.run("merge-base", "--all", ours, theirs, ok=(0, 1)).text.split()
    return tuple(found if len(found) <= _MOST_BASES else found[:1])


def changes_between(git: Git, old: str | None, new: str) -> dict[str, Change]:
    """What differs from one commit to another, by path from the repository's top.

    Args:
        git: git of the repository.
        old: the commit before; None for nothing at all.
        new: the commit after.
    """
    form = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", GITLINKS_AS_THEY_ARE)
    out = git.run("diff-tree", *form, old or EMPTY_TREE, new).out
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    return dict(_read(fields))


def _read(fields: list[str]) -> Iterator[tuple[str, Change]]:
    for raw, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old, new, _ = raw.removeprefix(":").split(" ")
        yield path, Change(_version(old_mode, old), _version(new_mode, new))


def _version(mode: str, blob: str) -> Version | None:
    return None if blob == NOTHING else Version(mode, blob)


def compose(first: Mapping[str, Change], second: Mapping[str, Change]) -> dict[str, Change]:
    """Two changes one after the other as one: what `first` changed and `second` changed again."""
    joined = dict(first)
    for path, change in second.items():
        before = first[path].before if path in first else change.before
        joined[path] = Change(before, change.after)
    return {path: change for path, change in joined.items() if change.before != change.after}
