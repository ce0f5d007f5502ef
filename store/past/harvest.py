"""What git tells the history table: the commits that are new, who made them and which files each touched, in order.

Three processes serve any number of commits: one lists them, one reads them as git keeps them, one compares their trees.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple

from store.git import GITLINKS_AS_THEY_ARE
from store.git import Git
from store.past.blobs import split_objects
from store.past.logbook import TouchedFile
from store.past.logbook import touched

_DEADLINE = 300.0

Parents = Mapping[str, tuple[str, ...]]
"""The parents of each commit, oldest commits first."""


class Revision(NamedTuple):
    """One commit as the table holds it."""

    id: str
    parents: str
    moment: str
    author: str
    email: str
    signed: bool
    message: str


def list_new(git: Git, head: str, before: object) -> dict[str, tuple[str, ...]]:
    """The commits up to one that were not reached from another.

    Args:
        git: git of the repository.
        head: the id of the newest.
        before: the id of the other; empty, or one that is gone, for all.

    Returns:
        Their parents, oldest commits first.
    """
    wanted = ["rev-list", "--topo-order", "--reverse", "--parents", head]
    out = None
    if before:
        found = git.run(*wanted, f"^{before}", "--", ok=(0, 128), deadline=_DEADLINE)
        out = None if found.status else found.text  # it may be gone for good: then all are looked through
    if out is None:
        out = git.run(*wanted, "--", deadline=_DEADLINE).text
    lines = (line.split(" ") for line in out.splitlines())
    return {line[0]: tuple(line[1:]) for line in lines}


def read_commits(git: Git, parents: Parents) -> Iterator[Revision]:
    """Read some commits as git keeps them."""
    asked = "".join(f"{id_}\n" for id_ in parents).encode()
    out = git.run("cat-file", "--batch", "--buffer", stdin=asked, deadline=_DEADLINE).out
    for id_, body in split_objects(out):
        yield read_commit(id_, parents[id_], body)


def read_commit(id: str, parents: Sequence[str], body: bytes) -> Revision:
    """A commit from git's own form of it.

    Args:
        id: its id.
        parents: ids of its parents, as git sees them.
        body: headers, an empty line, the message.
    """
    head, _, message = body.partition(b"\n\n")
    headers: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        name, _, value = line.partition(b" ")
        headers.setdefault(name, value)
    written = headers.get(b"encoding", b"utf-8").decode("ascii", "replace")
    who, _, when = headers.get(b"author", b"").rpartition(b"> ")
    name, _, email = who.partition(b"<")
    signed = b"gpgsig" in headers or b"gpgsig-sha256" in headers
    words = [_decode(part, written) for part in (name.strip(), email.strip(), message.partition(b"\0")[0])]
    return Revision(id, " ".join(parents), when.decode("ascii", "replace"), words[0], words[1], signed, words[2])


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except (LookupError, ValueError):  # an encoding of which Python knows nothing
        return data.decode(errors="replace")


def read_files(git: Git, parents: Parents) -> Iterator[tuple[str, TouchedFile]]:
    """What differs between each commit and its first parent: its id with one file after the other."""
    asked = "".join(" ".join([id_, *of[:1]]) + "\n" for id_, of in parents.items()).encode()
    form = ("--stdin", "-r", "-z", "--raw", "--root", "--no-renames", "--no-abbrev", GITLINKS_AS_THEY_ARE)
    out = git.run("diff-tree", *form, stdin=asked, deadline=_DEADLINE).out
    tokens = iter(out.decode(errors="replace").split("\0"))
    commit = ""
    for token in tokens:
        if token.startswith(":"):
            yield commit, touched(token, next(tokens))
        elif token:
            commit = token


def arrange(parents: Parents, head: str) -> list[tuple[str, str]]:
    """Put commits in order, oldest first: the line of first parents, and before each merge what it brought in.

    Args:
        parents: of every commit; one that is not there ends its line.
        head: the newest commit.

    Returns:
        Each commit that is reached, with the merge of the main line that brought it in; empty for the main line itself.
    """
    line = []
    here: str | None = head
    while here is not None and here in parents:
        line.append(here)
        here = next(iter(parents[here]), None)
    order: list[tuple[str, str]] = []
    seen: set[str] = set()
    for commit in reversed(line):
        for side in parents[commit][1:]:
            order += [(id_, commit) for id_ in _ancestors(parents, side, seen)]
        seen.add(commit)
        order.append((commit, ""))
    return order


def _ancestors(parents: Parents, start: str, seen: set[str]) -> Iterator[str]:
    """A commit and its ancestors that were not seen before, each after its parents."""
    waiting = [(start, False)]
    while waiting:
        commit, is_ready = waiting.pop()
        if is_ready:
            yield commit
        elif commit not in seen and commit in parents:
            seen.add(commit)
            waiting.append((commit, True))
            waiting += [(parent, False) for parent in parents[commit]]
