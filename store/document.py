"""Documents outside the register: handed out whole to where a person asked, over nothing that is there already; read whole when one is taken in.

It is the one place where a front end writes outside the register.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure
from store.attachment import NoSuchFile
from store.disk import ChangedOnDisk
from store.disk import Missing
from store.disk import TooLarge
from store.disk import check_relative
from store.disk import explain_write
from store.disk import temporary_name
from store.failure import FolderMissing
from store.files import digest
from store.files import read
from store.files import write

_MOST = 1 << 30


class DocumentExists(Failure):
    """A file of that name is there already."""

    code: ClassVar[str] = "F440"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} is there already; it was left as it is.",
            "Choose another name, or have it replaced with `--force`.",
            message_zh=f"文件 {path} 已存在，未作改动。",
            hint_zh="请换一个文件名，或用 `--force` 覆盖。",
        )


def read_whole(file: Path, most: int, too_large: Callable[[str, int], Failure]) -> bytes:
    """Read a file that a person names: once, whole, and never more than it may hold.

    Args:
        file: where it lies.
        most: most bytes that are read.
        too_large: makes the failure for more, from its name and megabytes.

    Raises:
        NoSuchFile: there is none.
        Failure: as `too_large` says.
    """
    try:
        return read(file.parent.absolute(), file.name, limit=most)
    except Missing as failure:
        raise NoSuchFile(str(file)) from failure
    except TooLarge as failure:
        raise too_large(file.name, most >> 20) from failure


def hand_out(path: Path, content: bytes, *, force: bool = False) -> Path:
    """Write a document to a file.

    Args:
        path: where; its folder must be there.
        content: the whole file.
        force: whether a file that is there is replaced.

    Returns:
        The full path.

    Raises:
        DocumentExists: a file is there and `force` was not given.
        FolderMissing: there is no such folder.
        FileFailure: it can't be written; what was there is as it was.
    """
    folder, name = path.parent.absolute(), path.name
    if not folder.is_dir():
        raise FolderMissing(folder)
    expected = digest(read(folder, name, limit=_MOST)) if force and os.path.lexists(folder / name) else None
    try:
        write(folder, name, content, expected=expected)
    except ChangedOnDisk as failure:
        raise DocumentExists(folder / name) from failure
    return folder / name


def hand_out_made(
    path: Path, make: Callable[[Path], None], *, force: bool = False, is_ours: Callable[[Path], bool] = Path.is_file
) -> Path:
    """Let a maker write what is too large to hold, a file or a folder, and give it its name when it is whole.

    Args:
        path: where; its folder must be there.
        make: writes a file or a folder at the path that it is given, beside the one that it will have.
        force: whether what is there is replaced.
        is_ours: whether what is there is such as may be replaced.

    Returns:
        The full path.

    Raises:
        DocumentExists: something is there and `force` was not given, or it is none of ours.
        FolderMissing: there is no such folder.
        FileFailure: it can't be written; what was there is as it was.
    """
    folder, whole = path.parent.absolute(), path.parent.absolute() / path.name
    if not folder.is_dir():
        raise FolderMissing(folder)
    check_relative(path.name)
    _refuse_taken(whole, force=force, is_ours=is_ours)
    fresh, old = folder / temporary_name(), folder / temporary_name()
    try:
        make(fresh)
        _refuse_taken(whole, force=force, is_ours=is_ours)
        if os.path.lexists(whole):
            whole.rename(old)
        fresh.rename(whole)
    except OSError as error:
        if os.path.lexists(old) and not os.path.lexists(whole):
            old.rename(whole)
        raise explain_write(path.name, error) from error
    finally:
        _discard(fresh)
    _discard(old)
    return whole


def _refuse_taken(path: Path, *, force: bool, is_ours: Callable[[Path], bool]) -> None:
    if os.path.lexists(path) and not (force and is_ours(path)):
        raise DocumentExists(path)


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
