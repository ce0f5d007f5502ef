"""Folders opened one inside the other, so that nothing on the way to a file can be a link; what the system answers.

`store.files` and `store.walk` work on what is opened here.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path

from store.disk import FileFailure
from store.disk import Missing
from store.disk import NotAFile
from store.disk import SymlinkRefused
from store.disk import Unreadable
from store.disk import explain_write

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a folder is opened."""
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""How a file is opened for reading; O_NONBLOCK because a pipe must not hang us."""
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: fsync alone leaves the data in the disk's cache


@contextmanager
def opened(top: Path, parents: list[str], relative: str, *, make: bool = False) -> Iterator[int]:
    """Open the folder that `parents` lead to; a context that closes it. See open_folder."""
    folder = open_folder(top, parents, relative, make=make)
    try:
        yield folder
    finally:
        os.close(folder)


def open_folder(top: Path, parents: list[str], relative: str, *, make: bool = False) -> int:
    """Open the folder that `parents` lead to from `top`, step by step and without following a link.

    Args:
        top: where to start; the only path that may lead over links, because the user chose it.
        parents: names of the folders below.
        relative: the whole path, for the message.
        make: make what is missing, durably.

    Returns:
        A descriptor that the caller closes.

    Raises:
        FileFailure: one class per reason.
    """
    try:
        folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise explain_read(None, "", str(top), error, make=make) from error
    for name in parents:
        try:
            inner = _step(folder, name, make=make)
        except OSError as error:
            raise explain_read(folder, name, relative, error, make=make) from error
        finally:
            os.close(folder)
        folder = inner
    return folder


def _step(folder: int, name: str, *, make: bool) -> int:
    try:
        return os.open(name, FOLDER, dir_fd=folder)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):  # another process made it first
        os.mkdir(name, dir_fd=folder)
    sync_folder(folder)
    return os.open(name, FOLDER, dir_fd=folder)


def explain_read(folder: int | None, name: str, relative: str, error: OSError, *, make: bool = False) -> FileFailure:
    """The failure for an error of the system while opening or reading `name` in `folder`."""
    if error.errno in {errno.ELOOP, errno.EMLINK, errno.ENOTDIR, errno.ENXIO, errno.EISDIR}:
        with suppress(OSError):
            if folder is not None and stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                return SymlinkRefused(relative)
        return NotAFile(relative)
    if error.errno == errno.ENOENT:
        return Missing(relative)
    return explain_write(relative, error) if make else Unreadable(relative, error)


def sync(descriptor: int) -> None:
    """Make a file's content durable, past the disk's own cache where the system can."""
    if _FULL_SYNC is not None:
        with suppress(OSError):
            fcntl.fcntl(descriptor, _FULL_SYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: int) -> None:
    """Make the names in a folder durable."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems can't sync a folder
            raise
