"""Whose name a commit carries: git's own settings, never a guess from the machine."""

import re
from dataclasses import dataclass

from store.failure import GitFailed
from store.failure import NoIdentity
from store.git import Git

_IDENT = re.compile(r"(.*) <(.*)> \d+ [+-]\d{4}")


@dataclass(frozen=True)
class Identity:
    """A name and an e-mail as git writes them into commits."""

    name: str
    """As set in user.name or author.name."""
    email: str
    """As set in user.email or author.email; people/ knows persons by it."""


def identity(git: Git) -> Identity:
    """Read who the person at the keyboard is.

    Raises:
        NoIdentity: name or e-mail is not set anywhere.
    """
    try:
        text = git.run("var", "GIT_AUTHOR_IDENT").text
    except GitFailed as failure:
        raise NoIdentity from failure
    found = _IDENT.fullmatch(text)
    if found is None or not found[1] or not found[2]:
        raise NoIdentity
    return Identity(found[1], found[2])
