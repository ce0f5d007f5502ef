"""What lies under a register's top folder: the records, and what should not be there.

The loader and the check go through this; nothing is followed and nothing is changed but by `sweep`.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal
from typing import NamedTuple

from store.disk import is_left_over
from store.disk import is_temporary
from store.folder import FOLDER
from store.folder import open_folder

MAX_FOLDERS = 16
"""Folders inside each other that a walk goes down."""


class FoundFile(NamedTuple):
    """One thing that a walk found."""

    relative: str
    """Path from the top with `/`."""
    kind_folder: str
    """First folder of the path; empty for what lies at the top."""
    size: int
    mtime_ns: int
    is_symlink: bool
    sort: Literal["file", "symlink", "folder", "special", "unreadable"] = "file"
    """`folder`: a folder named like a record. `special`: pipe, device or socket. `unreadable`: a folder that can't be
    listed or lies too deep."""


def walk(top: Path, *, leave_out: frozenset[str] = frozenset({"attachments"})) -> Iterator[FoundFile]:
    """Find the records, and what should not be there.

    Args:
        top: the register's top folder.
        leave_out: folders at the top that hold no records.

    Yields:
        Every `*.toml` under the top, and every symbolic link (never followed), folder named `x.toml`, special file
        and folder that can't be listed; by name within each folder. Whether a kind folder is known is the caller's to
        judge. Left out: names that start with a dot, and ordinary files of other names.

    Raises:
        FileFailure: the top folder itself can't be opened.
    """
    folder = open_folder(top, [], str(top))
    yield from _walk_folder(folder, "", leave_out, 0)


def sweep(top: Path) -> list[str]:
    """Remove temporary files of ours whose process is gone.

    Returns:
        Paths of what was removed. Temporary files of living processes, and everything else, stay.
    """
    removed: list[str] = []
    with suppress(OSError):  # what can't be looked at now is swept another time
        for root, folders, names, descriptor in os.fwalk(top, follow_symlinks=False):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if is_temporary(name) and is_left_over(name):
                    with suppress(OSError):
                        os.unlink(name, dir_fd=descriptor)
                        removed.append(Path(root, name).relative_to(top).as_posix())
    return removed


def _walk_folder(folder: int, path: str, leave_out: frozenset[str], depth: int) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if entry.name[0] != "."), key=lambda entry: entry.name)
        for entry in entries:
            name = entry.name
            relative = f"{path}/{name}" if path else name
            if entry.is_dir(follow_symlinks=False) and not name.endswith(".toml"):
                if depth or name not in leave_out:
                    yield from _enter(folder, entry, relative, leave_out, depth + 1)
            elif found := _examine(entry, relative):
                yield found
    except OSError:
        yield FoundFile(path, path.partition("/")[0], 0, 0, is_symlink=False, sort="unreadable")
    finally:
        os.close(folder)


def _enter(
    folder: int, entry: os.DirEntry[str], relative: str, leave_out: frozenset[str], depth: int
) -> Iterator[FoundFile]:
    inner = -1
    if depth <= MAX_FOLDERS:
        with suppress(OSError):
            inner = os.open(entry.name, FOLDER, dir_fd=folder)
    if inner < 0:
        yield FoundFile(relative, relative.partition("/")[0], 0, 0, is_symlink=False, sort="unreadable")
    else:
        yield from _walk_folder(inner, relative, leave_out, depth)


def _examine(entry: os.DirEntry[str], relative: str) -> FoundFile | None:
    sort: Literal["file", "symlink", "folder", "special"]
    if entry.is_symlink():
        sort = "symlink"
    elif entry.is_file(follow_symlinks=False):
        if not entry.name.endswith(".toml"):
            return None
        sort = "file"
    else:
        sort = "folder" if entry.is_dir(follow_symlinks=False) else "special"
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None  # deleted between the listing and the look
    kind = relative.partition("/")[0] if "/" in relative else ""
    return FoundFile(relative, kind, status.st_size, status.st_mtime_ns, sort == "symlink", sort)
