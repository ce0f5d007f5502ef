"""What is pushed, read strictly: which branches it moves, which commits are new, what each changes. Nothing is decided here.

git itself reads commits and folders leniently, and two readers may then see two things. Here a commit has one author line, one committer line and
text in UTF-8, or it is told as malformed; the differences are those of git's own trees, asked for all commits at once.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from typing import NamedTuple

from store.git import GITLINKS_AS_THEY_ARE
from store.git import NOTHING
from store.git import Git
from store.message import take_apart
from store.past.blobs import split_objects
from store.past.logbook import moment
from store.together.divergence import Change
from store.together.divergence import Version

HEADS: Final = "refs/heads/"
MOST_COMMIT: Final = 1024 * 1024
"""Bytes of one commit, its message included."""
_AT_ONCE: Final = 50
"""Pairs of trees that are compared by one process."""
_ID: Final = re.compile(r"[0-9a-f]{40}")
_PERSON: Final = re.compile(r"([^<>\n\0]*) <([^<>\n\0]*)> ([0-9]{1,11} [+-][0-9]{4})")
_HEADER: Final = re.compile(r"([a-z0-9-]+) (.*)")
_KNOWN: Final = frozenset({"tree", "parent", "author", "committer", "encoding", "gpgsig", "gpgsig-sha256", "mergetag"})


class Update(NamedTuple):
    """One line that git gives to the hook: a branch that the push moves."""

    old: str | None
    """Where it stands; None for a new one."""
    new: str | None
    """Where it is to stand; None to delete it."""
    ref: str
    """Full name, as git gives it."""

    @property
    def short(self) -> str:
        """The branch's name as people say it; of what is no branch, the full name."""
        return self.ref.removeprefix(HEADS)


class Commit(NamedTuple):
    """One commit as its bytes say."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    time: datetime
    """The committer's time: what a signature covers, and what its day is judged by."""
    message: str
    reason: str
    trailers: dict[str, list[str]]

    @property
    def person(self) -> str:
        """The author as trailers name people."""
        return f"{self.author} <{self.email}>"


def read_update(line: str) -> Update | None:
    """Read a line `OLD NEW REF`; None where it is none."""
    old, _, rest = line.partition(" ")
    new, _, ref = rest.partition(" ")
    if not (_ID.fullmatch(old) and _ID.fullmatch(new) and ref):
        return None
    return Update(None if old == NOTHING else old, None if new == NOTHING else new, ref)


def list_new(git: Git, tips: Sequence[str], old: str | None, most: int) -> list[str]:
    """The commits that come new, parents before children; one more than `most` where there are more.

    Never those that any branch has, only those that the main line has not: what was pushed to another branch first is looked at again.
    """
    known = [f"^{old}"] if old else []
    found = git.run("rev-list", "--topo-order", f"--max-count={most + 1}", "--end-of-options", *tips, *known).text
    return found.split()[::-1]


def sizes_of(git: Git, ids: Sequence[str]) -> dict[str, int]:
    """The size of each object in bytes; what is not there is left out. No content is read."""
    if not ids:
        return {}
    asked = "".join(f"{id_}\n" for id_ in ids).encode()
    out = git.run("cat-file", "--batch-check=%(objectname) %(objectsize)", "--buffer", stdin=asked).text
    pairs = (line.split(" ") for line in out.splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdecimal()}


def read_objects(git: Git, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The contents of objects, some hundred at a time."""
    for start in range(0, len(ids), 500):
        asked = "".join(f"{id_}\n" for id_ in ids[start : start + 500]).encode()
        yield from split_objects(git.run("cat-file", "--batch", "--buffer", stdin=asked, deadline=600.0).out)


def read_commit(id: str, body: bytes) -> Commit | tuple[str, str]:
    """Read one commit from its bytes; or say, in English and Chinese, in what it is malformed."""
    try:
        head, _, message = body.decode().partition("\n\n")
    except UnicodeDecodeError:
        return "it holds text that is not UTF-8", "含有不是 UTF-8 的文字"
    if "\0" in head or "\0" in message:
        return "it holds NUL", "含有 NUL"
    fields: dict[str, list[str]] = {}
    for line in head.split("\n"):
        found = _HEADER.fullmatch(line)
        if not line.startswith(" ") and (found is None or found[1] not in _KNOWN):
            return "its head holds a line that git does not know", "头部有 git 不认识的行"
        if found is not None:
            fields.setdefault(found[1], []).append(found[2])
    people = [_PERSON.fullmatch(one) for name in ("author", "committer") for one in fields.get(name, ())]
    if len(people) != 2 or None in people or {len(fields.get(name, ())) for name in ("tree", "author")} != {1}:
        return "it does not say once who wrote it, when, and what it holds", "没有各写一次作者、时间和内容"
    if fields.get("encoding", ["UTF-8"])[0].casefold() not in {"utf-8", "utf8"}:
        return "it is not in UTF-8", "编码不是 UTF-8"
    author, committer = people[0], people[1]
    assert author is not None and committer is not None  # noqa: S101, PT018  # None is ruled out above
    _, reason, trailers = take_apart(message)
    parents = tuple(fields.get("parent", ()))
    return Commit(
        id, fields["tree"][0], parents, author[1], author[2], moment(committer[3]), message, reason, trailers
    )  # fmt: skip


class Differences:
    """What differs between commits, each pair worked out once."""

    def __init__(self, git: Git) -> None:
        """Remember the repository; nothing is asked yet.

        Args:
            git: git of the repository.
        """
        self._git = git
        self._trees: dict[tuple[str, str], dict[str, Change]] = {}

    def prepare(self, pairs: Iterable[tuple[str, str]], most: int) -> int:
        """Work out what differs between pairs of trees.

        Args:
            pairs: before and after.
            most: files beyond which nothing more is asked.

        Returns:
            How many files differ in all; more than `most` where it stopped there.
        """
        wanted = [pair for pair in dict.fromkeys(pairs) if pair not in self._trees]
        count = 0
        for start in range(0, len(wanted), _AT_ONCE):
            asked = "".join(f"{old} {new}\n" for old, new in wanted[start : start + _AT_ONCE]).encode()
            out = self._git.run(
                "diff-tree",
                "--stdin",
                "-r",
                "-z",
                "--raw",
                "--no-renames",
                "--no-abbrev",
                GITLINKS_AS_THEY_ARE,
                stdin=asked,
            ).out
            found = dict(_read_differences(out.decode("utf-8", "surrogateescape")))
            self._trees |= found
            count += sum(map(len, found.values()))
            if count > most:
                break
        return count

    def between(self, old: str, new: str) -> Mapping[str, Change]:
        """What differs from one tree to another, by path."""
        if (old, new) not in self._trees:
            self.prepare([(old, new)], 0)
        return self._trees[old, new]


def _read_differences(out: str) -> Iterator[tuple[tuple[str, str], dict[str, Change]]]:
    """Take apart what `diff-tree --stdin -z` wrote: a line with the pair, then its files, each ended by NUL.

    A pair comes before its files are read; they are all there once everything was taken apart.
    """
    at = 0
    changes: dict[str, Change] = {}
    while at < len(out):
        if out[at] == ":":
            end = out.index("\0", at)
            stop = out.index("\0", end + 1)
            old_mode, new_mode, old, new, _ = out[at + 1 : end].split(" ")
            before = None if old == NOTHING else Version(old_mode, old)
            after = None if new == NOTHING else Version(new_mode, new)
            changes[out[end + 1 : stop]] = Change(before, after)
            at = stop + 1
        else:
            end = out.index("\n", at)
            first, _, second = out[at:end].partition(" ")
            changes = {}
            yield (first, second), changes
            at = end + 1
