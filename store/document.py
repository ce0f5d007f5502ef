"""Handing a made document out: written whole to where a person asked for it, and over nothing that is there already.

It is the one place where a front end writes outside the register.
"""

import os
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure
from store.disk import ChangedOnDisk
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
