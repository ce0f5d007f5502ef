"""The merge driver for people who run `git merge` themselves: records by field, else text markers; never a merge that is wrong.

Git calls it with three files and takes what stands in ours afterwards. Where a person must decide, the file gets the usual markers: those of a merge by
lines where its lines meet, and around the whole file where a merge by lines would have been clean and wrong.
"""

from pathlib import Path
from typing import NamedTuple

from schema.merge import Status
from schema.sequence import merge_lines
from store.git import Git
from store.together.merging import merge_texts
from store.together.merging import struct_at

_OURS, _MIDDLE, _THEIRS = "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"


class Driven(NamedTuple):
    """What git is told."""

    is_clean: bool
    """Whether no person has to decide; else git calls the file a conflict."""
    text: str | None
    """What ours is to hold; None where it stays as it is and git's own merge by lines is asked."""


def drive(path: str, base: Path, ours: Path, theirs: Path) -> bool:
    """Merge one file for git; what comes of it stands in `ours`.

    Args:
        path: the file's path in the repository, which says what kind of record it is.
        base: a file with the version that both sides began with; empty where there was none.
        ours: a file with our version, to be overwritten.
        theirs: a file with their version.

    Returns:
        Whether it is merged; False: it holds markers, and git calls it a conflict.
    """
    try:
        texts = [file.read_bytes().decode() for file in (base, ours, theirs)]
    except UnicodeDecodeError:
        return False  # no text: ours stays, and git says that it is a conflict
    merged = merge(path, *texts)
    if merged.text is not None:
        ours.write_bytes(merged.text.encode())
        return merged.is_clean
    git = Git(ours.resolve().parent, None)
    answer = git.run(
        "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", "--", str(ours), str(base), str(theirs),
        ok=range(128),
    )  # fmt: skip
    return answer.status == 0


def merge(path: str, base: str, ours: str, theirs: str) -> Driven:
    """What git is to be told of one file.

    Args:
        path: the file's path in the repository.
        base: the text that both sides began with; empty where there was none.
        ours: our text.
        theirs: their text.
    """
    struct = struct_at(path)
    if struct is None:
        return Driven(is_clean=False, text=None)
    merged = merge_texts(struct, base or None, ours, theirs)
    if merged.status is not Status.CONFLICT and merged.text is not None:
        return Driven(is_clean=True, text=merged.text)
    if merge_lines(base, ours, theirs) is None:
        return Driven(is_clean=False, text=None)
    # A merge by lines would be clean here, and wrong.
    return Driven(is_clean=False, text=f"{_OURS}{_ended(ours)}{_MIDDLE}{_ended(theirs)}{_THEIRS}")


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
