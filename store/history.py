"""The history as the record: commits in the words of the register, and what each changed, field by field.

The list comes from one `git log --raw`; blobs are read only for the commits whose differences are asked for.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from typing import Literal
from typing import NamedTuple

import msgspec

from schema.difference import FieldDifference
from schema.difference import differences
from schema.failure import Failure
from schema.identity import Place
from schema.identity import place_of
from store.git import BlobReader
from store.git import Git
from store.message import ACTION
from store.message import take_apart
from store.text import parse

_FORMAT = "tformat:%x01%H%x00%aI%x00%an%x00%ae%x00%G?%x00%B%x00"
_FIELDS = 6
_NOTHING = "0" * 40
_SIGNED = {
    "N": "unsigned",
    "G": "good",
    "U": "unknown-key",
    "X": "expired",
    "Y": "expired",
    "R": "revoked",
    "B": "bad",
    "E": "unchecked",
}

Verb = Literal["add", "edit", "remove"]


class TouchedFile(NamedTuple):
    """One file that a commit changed."""

    path: str
    """From the repository's top, with `/`."""
    old: str
    """Blob id before; empty where the file was added."""
    new: str
    """Blob id after; empty where it was removed."""

    @property
    def verb(self) -> Verb:
        """What happened to it."""
        if not self.old:
            return "add"
        return "edit" if self.new else "remove"


class LoggedCommit(msgspec.Struct, frozen=True, kw_only=True):
    """One commit."""

    commit: str
    """Full id."""
    time: datetime
    """The author's time, with its zone. Clocks lie: order is by ancestry, never by this."""
    author: str
    email: str
    signed: str
    """`unsigned`, `good`, `unknown-key`, `expired`, `revoked`, `bad` or `unchecked`."""
    action: str
    """The act, from its trailer; empty for a commit that another tool made."""
    subject: str
    reason: str
    trailers: dict[str, list[str]]
    files: tuple[TouchedFile, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The records that it touched."""
        return tuple(place for file in self.files if (place := place_of(file.path)) is not None)


class RecordDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What a commit did to one record."""

    kind: str
    id: str
    verb: Verb
    fields: tuple[FieldDifference, ...]
    note: str = ""
    """Why fields cannot be told, such as a side that is no TOML; empty as a rule."""


def log(
    git: Git, *, paths: Sequence[str] = (), limit: int | None = None, skip: int = 0, revision: str = "HEAD"
) -> list[LoggedCommit]:
    """List commits, newest first, along the main line; a merge shows what it brought in.

    Args:
        git: git of the repository.
        paths: only commits that touch one of these, from the repository's top.
        limit: most commits to list; None for all.
        skip: commits to leave out first.
        revision: where to begin.

    Returns:
        The commits; empty where the branch has none yet.
    """
    if revision == "HEAD" and git.run("rev-parse", "--verify", "--quiet", "HEAD", ok=(0, 1)).status:
        return []
    options = [f"--max-count={limit}"] if limit is not None else []
    options += [f"--skip={skip}"] if skip else []
    out = git.run(
        "log", "-z", "--raw", "--no-abbrev", "--no-renames", "--root", "--first-parent", "--diff-merges=first-parent",
        f"--format={_FORMAT}", *options, "--end-of-options", revision, "--", *paths,
    ).out  # fmt: skip
    return list(_read(out.decode(errors="replace").split("\0")))


def _read(tokens: list[str]) -> Iterator[LoggedCommit]:
    at = 0
    while at + _FIELDS <= len(tokens):
        head = tokens[at : at + _FIELDS]
        at += _FIELDS
        files: list[TouchedFile] = []
        while at < len(tokens) and not tokens[at].startswith("\x01"):
            raw = tokens[at].lstrip("\n")
            at += 1
            if raw.startswith(":") and at < len(tokens):
                files.append(_touched(raw, tokens[at]))
                at += 1
        yield _commit(head, tuple(files))


def _touched(raw: str, path: str) -> TouchedFile:
    _, _, old, new, _ = raw.split(" ", 4)
    return TouchedFile(path, "" if old == _NOTHING else old, "" if new == _NOTHING else new)


def _commit(head: list[str], files: tuple[TouchedFile, ...]) -> LoggedCommit:
    commit, time, author, email, signed, message = head
    subject, reason, trailers = take_apart(message)
    return LoggedCommit(
        commit=commit.removeprefix("\x01"),
        time=datetime.fromisoformat(time),
        author=author,
        email=email,
        signed=_SIGNED.get(signed, "unchecked"),
        action=trailers.get(ACTION, [""])[-1],
        subject=subject,
        reason=reason,
        trailers=trailers,
        files=files,
    )


def details(
    git: Git, commits: Iterable[LoggedCommit], *, only: Place | None = None
) -> Iterator[tuple[LoggedCommit, tuple[RecordDifference, ...]]]:
    """What each commit changed, field by field.

    Args:
        git: git of the repository.
        commits: as `log` gives them.
        only: this record alone; None for all.
    """
    with BlobReader(git) as blobs:
        for commit in commits:
            found = (_difference(file, blobs) for file in commit.files if only is None or place_of(file.path) == only)
            yield commit, tuple(one for one in found if one is not None)


def _difference(file: TouchedFile, blobs: BlobReader) -> RecordDifference | None:
    place = place_of(file.path)
    if place is None:
        return None
    old, new = _data(file.old, blobs), _data(file.new, blobs)
    if old is None or new is None:
        return RecordDifference(
            kind=place[0], id=place[1], verb=file.verb, fields=(), note="one side cannot be read as TOML"
        )
    return RecordDifference(kind=place[0], id=place[1], verb=file.verb, fields=differences(old, new))


def _data(blob: str, blobs: BlobReader) -> dict[str, Any] | None:
    if not blob:
        return {}
    content = blobs.read(blob)
    try:
        return parse(content).data if content is not None else None
    except Failure:
        return None
