"""What a clause said before: its text from the history of its source's file, found by the fingerprint (R18).

A duty keeps only the fingerprint of the text under which it was last reviewed; git keeps the text. Read only where somebody looks
at a duty that is to be reviewed again.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from schema.failure import Failure
from schema.fingerprint import fingerprint
from store.git import BlobReader
from store.git import Git
from store.past.history import log
from store.toml.text import parse


class Sought(NamedTuple):
    """What is looked for."""

    file: str
    """Path of the source's file, from the top with `/`."""
    clause: str
    """Path of the clause within its source, such as `2-3-4a`."""
    fingerprint: str


class Found(NamedTuple):
    """What a clause said."""

    text: str
    commit: str
    """Full id of the newest commit in which it said so."""
    time: datetime
    """When that commit was made, as its author's clock had it."""


def find_texts(git: Git, sought: Iterable[Sought]) -> dict[Sought, Found]:
    """Find the newest text of each clause that has the fingerprint.

    Args:
        git: git of the repository.
        sought: what is looked for.

    Returns:
        What was found; what the history does not hold is left out.
    """
    by_file: dict[str, set[Sought]] = {}
    for one in sought:
        by_file.setdefault(one.file, set()).add(one)
    found: dict[Sought, Found] = {}
    with BlobReader(git) as blobs:
        for file, wanted in by_file.items():
            _search(git, blobs, file, wanted, found)
    return found


def _search(git: Git, blobs: BlobReader, file: str, wanted: set[Sought], found: dict[Sought, Found]) -> None:
    left = set(wanted)
    for commit in log(git, paths=[file]):
        for touched in commit.files if left else ():
            if touched.path == file and touched.new:
                texts = dict(_texts(blobs.read(touched.new)))
                for one in [one for one in left if one.clause in texts]:
                    if fingerprint(texts[one.clause]) == one.fingerprint:
                        found[one] = Found(texts[one.clause], commit.commit, commit.time)
                        left.discard(one)


def _texts(content: bytes | None) -> Iterator[tuple[str, str]]:
    """The clauses of a source's file, path and text; none where it could not be read then."""
    try:
        rows = parse(content).data.get("clause") if content is not None else None
    except Failure:
        return
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("path"), str) and isinstance(row.get("text", ""), str):
            yield row["path"], row.get("text", "")
