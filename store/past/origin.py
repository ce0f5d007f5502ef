"""Where what is shown comes from: the commit, when it was made, which register it is and how much history stands behind it."""

from datetime import date
from datetime import datetime
from typing import NamedTuple

from schema.provenance import Provenance
from store.git import Git
from store.past.retrospect import PastRegister
from store.register import RegisterStore


class Origin(NamedTuple):
    """The origin of what a store shows."""

    commit: str
    """Full id; empty where nothing was committed yet."""
    made: datetime
    """When it was made, with the zone of whoever made it; 1970 where nothing was."""
    root: str
    """Full id of the first commit of the main line: the same in every clone that has the whole history."""
    revision: int
    """How many commits the main line has up to it."""


def origin_of(git: Git, commit: str) -> Origin:
    """Ask git where a commit stands.

    Args:
        git: git of the repository.
        commit: full id, or `HEAD`; empty for a branch without commits.
    """
    if not commit:
        return Origin("", datetime.fromisoformat("1970-01-01T00:00:00+00:00"), "", 0)
    asked = git.run("log", "-1", "--no-show-signature", "--format=%H%x00%cI", "--end-of-options", commit).text
    full, _, made = asked.partition("\0")
    line = git.run("rev-list", "--first-parent", "--end-of-options", full).text.split("\n")
    return Origin(full, datetime.fromisoformat(made), line[-1], len(line))


def provenance_of(store: RegisterStore, on: date, language: str) -> Provenance:
    """What a document that is made now says of its making.

    Args:
        store: the register that it is made from; one of the past gives the commit of that past.
        on: the day as of which it is worked out.
        language: `zh` or `en`, of the register's title.
    """
    commit = store.commit if isinstance(store, PastRegister) else store.location.head or ""
    found = origin_of(store.git, commit)
    title = store.register.settings.called(language)
    return Provenance(title, on, *found, changed=any(change.bears for change in store.outside()))
