"""`dutybook hook merge-driver BASE OURS THEIRS PATH`: one record merged by field, for people who run `git merge` themselves.

Git calls it for each file that both sides changed and takes what stands in OURS afterwards; any answer but 0 is a conflict for git, with what a
person must decide between the usual markers.
"""

from pathlib import Path

from cli.exits import Exit
from cli.failure import BadOptions
from cli.textconv import HookFileMissing
from store.together.driver import drive

_FILES = ("BASE", "OURS", "THEIRS", "PATH")


def run(*arguments: str) -> int:
    """Merge one file for git.

    Args:
        arguments: the three files (git's `%O %A %B`), and the path in the repository (`%P`).

    Raises:
        BadOptions: there are fewer, or more.
        HookFileMissing: one of the files can't be read, or OURS can't be written.
    """
    if len(arguments) < len(_FILES):
        raise BadOptions("missing-argument", "hook", name=_FILES[len(arguments)])
    if len(arguments) > len(_FILES):
        raise BadOptions("too-many-words", "hook", name=" ".join(arguments[len(_FILES) :]))
    base, ours, theirs, path = arguments
    try:
        is_merged = drive(path, Path(base), Path(ours), Path(theirs))
    except (OSError, ValueError) as error:
        raise HookFileMissing(path, getattr(error, "strerror", None) or str(error)) from error
    return Exit.FINE if is_merged else Exit.FOUND
