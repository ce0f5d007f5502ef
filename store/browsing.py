"""Browsing: what a folder of the person's own holds, for picking a file to attach, and why a file could not be attached.

Only names and sizes are looked at; links are not followed.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final
from typing import Literal
from typing import NamedTuple

from store.attachment import LARGEST
from store.attachment import NoSuchFile
from store.attachment import NotOrdinary
from store.attachment import secret_by_name
from store.disk import Unreadable

MOST: Final = 5_000
"""Most entries of one folder that are listed."""

Why = Literal["", "link", "special", "empty", "large", "secret"]
"""Why a file cannot be attached; empty where it can."""


class Entry(NamedTuple):
    """One thing in a folder."""

    name: str
    """As the file system has it; bytes that are no UTF-8 stand in it as surrogates."""
    is_folder: bool
    size: int
    """In bytes; 0 for what is no ordinary file."""
    changed: date | None
    """The day of the last change; None where it cannot be told."""
    why: Why = ""

    @property
    def is_hidden(self) -> bool:
        """Whether its name begins with a dot."""
        return self.name.startswith(".")


class Listing(NamedTuple):
    """What a folder holds."""

    folder: Path
    entries: tuple[Entry, ...]
    """Folders first, then by name."""
    more: bool
    """Whether there were more than are listed."""


def list_folder(folder: Path, *, resolve: bool = False) -> Listing:
    """Look into a folder.

    Args:
        folder: the folder.
        resolve: whether links on the way to it are replaced by what they lead to, so that it is seen where one is.

    Raises:
        NoSuchFile, NotOrdinary, Unreadable: it is not there, is none, or may not be read.
    """
    try:
        folder = folder.resolve() if resolve else folder
        with os.scandir(folder) as found:
            entries = [_look(entry) for _at, entry in zip(range(MOST + 1), found, strict=False)]
    except FileNotFoundError as error:
        raise NoSuchFile(str(folder)) from error
    except NotADirectoryError as error:
        raise NotOrdinary(str(folder)) from error
    except OSError as error:
        raise Unreadable(str(folder), error) from error
    more = len(entries) > MOST
    entries.sort(key=lambda one: (not one.is_folder, one.name.casefold()))
    return Listing(folder, tuple(entries[:MOST]), more)


def _look(entry: os.DirEntry[str]) -> Entry:
    try:
        status = entry.stat(follow_symlinks=False)
        changed = date.fromtimestamp(status.st_mtime)  # noqa: DTZ012 - shown as the clock on the wall
    except (OSError, ValueError, OverflowError):
        return Entry(entry.name, is_folder=False, size=0, changed=None, why="special")
    if stat.S_ISLNK(status.st_mode):
        return Entry(entry.name, is_folder=_leads_to_folder(entry), size=0, changed=changed, why="link")
    if stat.S_ISDIR(status.st_mode):
        return Entry(entry.name, is_folder=True, size=0, changed=changed)
    if not stat.S_ISREG(status.st_mode):
        return Entry(entry.name, is_folder=False, size=0, changed=changed, why="special")
    return Entry(
        entry.name, is_folder=False, size=status.st_size, changed=changed, why=_refuse(entry.name, status.st_size)
    )


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether a link leads to a folder: one may go there, and sees then where it is."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _refuse(name: str, size: int) -> Why:
    if secret_by_name(name):
        return "secret"
    return "empty" if size == 0 else "large" if size > LARGEST else ""


def complete(entries: tuple[Entry, ...], typed: str) -> str:
    """The longest beginning that all names share that begin with what was typed; what was typed where none does.

    Compared without regard to case and to how an accent is composed, as a person types it.
    """
    names = list(_beginning(entries, typed))
    if not names:
        return typed
    first = names[0]
    length = next((at for at in range(len(first)) if any(name[at : at + 1] != first[at] for name in names)), len(first))
    return first[:length] if length >= len(typed) else typed


def _beginning(entries: tuple[Entry, ...], typed: str) -> Iterator[str]:
    wanted = unicodedata.normalize("NFC", typed).casefold()
    for entry in entries:
        if unicodedata.normalize("NFC", entry.name).casefold().startswith(wanted):
            yield entry.name + ("/" if entry.is_folder else "")
