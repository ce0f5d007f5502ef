"""Files under a register's top folder: read without following links, written whole or not at all, and durably.

Every path is relative to the top and is walked folder by folder from an open folder, so that no link, and no folder
swapped for a link meanwhile, leads out of the register. Before a file is replaced its present content is compared with
what the caller read. A write is a temporary file, fsync, rename, fsync of the folder.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.disk import BadPath
from store.disk import ChangedOnDisk
from store.disk import DiskFault
from store.disk import DiskFull
from store.disk import FileFailure
from store.disk import Missing
from store.disk import NoPermission
from store.disk import NotAFile
from store.disk import OverLimit
from store.disk import QuotaReached
from store.disk import ReadOnly
from store.disk import SymlinkRefused
from store.disk import TooLarge
from store.disk import TooManyOpen
from store.disk import Unreadable
from store.disk import Unwritable
from store.disk import check_relative
from store.disk import explain_write
from store.disk import temporary_name
from store.folder import FILE
from store.folder import explain_read
from store.folder import open_folder
from store.folder import opened
from store.folder import sync
from store.folder import sync_folder
from store.toml.text import MAX_BYTES
from store.walk import FoundFile
from store.walk import sweep
from store.walk import walk

__all__ = [
    "BadPath",
    "ChangedOnDisk",
    "DiskFault",
    "DiskFull",
    "FileFailure",
    "FoundFile",
    "Missing",
    "NoPermission",
    "NotAFile",
    "OverLimit",
    "QuotaReached",
    "ReadOnly",
    "SymlinkRefused",
    "TooLarge",
    "TooManyOpen",
    "Unreadable",
    "Unwritable",
    "check_relative",
    "digest",
    "read",
    "read_many",
    "remove",
    "sweep",
    "sync_file",
    "walk",
    "write",
]

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read(top: Path, relative: str, *, limit: int = MAX_BYTES) -> bytes:
    """Read one file.

    Args:
        top: the register's top folder.
        relative: path from there with `/`.
        limit: most bytes to read.

    Raises:
        FileFailure: BadPath, Missing, NotAFile, SymlinkRefused, TooLarge or Unreadable.
    """
    check_relative(relative)
    *parents, name = relative.split("/")
    with opened(top, parents, relative) as folder:
        return _read_in(folder, name, relative, limit)


def read_many(
    top: Path, relatives: Iterable[str], *, limit: int = MAX_BYTES
) -> Iterator[tuple[str, bytes | FileFailure]]:
    """Read many files, each folder opened once for the files that follow each other in it.

    Args:
        top: the register's top folder.
        relatives: paths as `walk` gives them; the fastest in its order.
        limit: most bytes to read of each.

    Yields:
        Each path with its content, or with why it could not be read.
    """
    here: str | None = None
    folder = -1
    try:
        for relative in relatives:
            parent, _, name = relative.rpartition("/")
            try:
                if parent != here:
                    check_relative(relative)
                    if folder >= 0:
                        os.close(folder)
                    here, folder = None, -1
                    folder = open_folder(top, parent.split("/") if parent else [], relative)
                    here = parent
                elif name in {"", ".", ".."} or "\0" in name:
                    check_relative(relative)
                yield relative, _read_in(folder, name, relative, limit)
            except FileFailure as failure:
                yield relative, failure
    finally:
        if folder >= 0:
            os.close(folder)


def write(
    top: Path, relative: str, data: bytes, *, expected: str | None, durable: bool = True, mode: int = 0o644
) -> None:
    """Write one file whole: after it, or after any failure or kill, the file is the old one or the new one.

    Args:
        top: the register's top folder.
        relative: path from there; missing folders are made.
        data: the whole content.
        expected: digest of what the caller believes is on disk; None: nothing may be there.
        durable: say nothing until the content and its name are on the disk. False for drafts, which are flushed later.
        mode: permissions of a new file, less the umask; a file that is replaced keeps its own.

    Raises:
        ChangedOnDisk: the file isn't what was expected; nothing was written.
        FileFailure: any other reason, one class each. Nothing of ours is left behind. A failure of the very last
            step (making the new name durable) leaves the new content in place.
    """
    check_relative(relative)
    *parents, name = relative.split("/")
    try:
        with opened(top, parents, relative, make=True) as folder:
            temporary = _write_temporary(folder, data, mode, _mode_of(folder, name), durable=durable)
            try:
                _compare(folder, name, relative, expected)
                _put(folder, temporary, name, relative, new=expected is None)
            finally:
                _discard(folder, temporary)
            if durable:
                sync_folder(folder)
    except OSError as error:
        raise explain_write(relative, error) from error


def remove(top: Path, relative: str, *, expected: str | None) -> None:
    """Delete one file.

    Args:
        top: the register's top folder.
        relative: path from there.
        expected: digest of what the caller believes is on disk; None: it is believed gone, so nothing is done.

    Raises:
        ChangedOnDisk: the file isn't what was expected; it stays.
        FileFailure: any other reason.
    """
    check_relative(relative)
    *parents, name = relative.split("/")
    try:
        with opened(top, parents, relative) as folder:
            _compare(folder, name, relative, expected)
            if expected is None:
                return
            os.unlink(name, dir_fd=folder)
            sync_folder(folder)
    except Missing:
        if expected is not None:
            raise ChangedOnDisk(relative, None) from None
    except OSError as error:
        raise explain_write(relative, error) from error


def sync_file(top: Path, relative: str) -> None:
    """Make a file that was written with `durable=False` durable, its name included. A file that is gone is no fault."""
    *parents, name = relative.split("/")
    try:
        with opened(top, parents, relative) as folder:
            descriptor = os.open(name, FILE, dir_fd=folder)
            try:
                sync(descriptor)
            finally:
                os.close(descriptor)
            sync_folder(folder)
    except (FileNotFoundError, Missing):
        return
    except OSError as error:
        raise explain_write(relative, error) from error


def _read_in(folder: int, name: str, relative: str, limit: int) -> bytes:
    try:
        descriptor = os.open(name, FILE, dir_fd=folder)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise NotAFile(relative)
            if status.st_size > limit:
                raise TooLarge(relative, status.st_size, limit)
            data = os.read(descriptor, status.st_size + 1)
            if len(data) == status.st_size:
                return data
            return _read_rest(descriptor, data, relative, limit)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise explain_read(folder, name, relative, error) from error


def _read_rest(descriptor: int, data: bytes, relative: str, limit: int) -> bytes:
    # The size was not the size: a short read, or somebody is writing.
    while more := os.read(descriptor, 65536):
        data += more
        if len(data) > limit:
            raise TooLarge(relative, len(data), limit)
    return data


def _mode_of(folder: int, name: str) -> int | None:
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return stat.S_IMODE(status.st_mode) & 0o777 if stat.S_ISREG(status.st_mode) else None


def _write_temporary(folder: int, data: bytes, mode: int, old_mode: int | None, *, durable: bool) -> str:
    name = temporary_name()
    descriptor = os.open(name, _NEW, mode, dir_fd=folder)
    try:
        try:
            if old_mode is not None:
                os.fchmod(descriptor, old_mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if durable:
                sync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        _discard(folder, name)
        raise
    return name


def _compare(folder: int, name: str, relative: str, expected: str | None) -> None:
    try:
        descriptor = os.open(name, FILE, dir_fd=folder)
    except FileNotFoundError:
        found = None
    except OSError as error:
        failure = explain_read(folder, name, relative, error)
        if isinstance(failure, Unreadable):
            raise
        raise failure from error
    else:
        found = _digest_of(descriptor, relative)
    if found != expected:
        raise ChangedOnDisk(relative, found)


def _digest_of(descriptor: int, relative: str) -> str:
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotAFile(relative)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(folder: int, temporary: str, name: str, relative: str, *, new: bool) -> None:
    if not new:
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        _compare(folder, name, relative, None)
        raise
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        # A file system without hard links: the look just before is all the protection there is.
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


def _discard(folder: int, name: str) -> None:
    with suppress(OSError):
        os.unlink(name, dir_fd=folder)
