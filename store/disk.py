"""What can go wrong with a file, one class per reason; which paths are allowed; which process left a temporary file.

`store.files` raises these. Every message names the path as the register knows it, every hint says what to do.
"""

import errno
import os
import re
import secrets
import unicodedata
from pathlib import Path
from typing import ClassVar

from schema.failure import Failure

LONGEST_NAME = 255
LONGEST_PATH = 1000

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TEMPORARY = re.compile(r"\.dutybook-([0-9]{1,10})-([0-9]{1,20})-[0-9a-f]{16}\.tmp\Z")


class FileFailure(Failure):
    """A file or folder of the register could not be read or written."""

    code: ClassVar[str] = "F520"

    def __init__(self, path: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path
        """Path from the top of the register."""


class BadPath(FileFailure):
    """A path that no record or attachment may have."""

    code: ClassVar[str] = "F521"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            path, f"{path!r} can't be a path in a register: {why}", "use names of a-z, 0-9 and - joined by /"
        )


class Missing(FileFailure):
    """The file isn't there."""

    code: ClassVar[str] = "F522"

    def __init__(self, path: str) -> None:
        super().__init__(path, f"{path} is not there", "it may have been moved or deleted: look into its history")


class NotAFile(FileFailure):
    """A folder, a pipe or a device stands where a file should, or a file where a folder should."""

    code: ClassVar[str] = "F523"

    def __init__(self, path: str) -> None:
        super().__init__(
            path, f"{path} is not an ordinary file in ordinary folders", "move away what stands in its place"
        )


class SymlinkRefused(FileFailure):
    """A symbolic link, which could lead out of the register."""

    code: ClassVar[str] = "F524"

    def __init__(self, path: str) -> None:
        hint = "replace the link by the file itself"
        super().__init__(path, f"{path} is or lies behind a symbolic link, and links are not followed", hint)


class TooLarge(FileFailure):
    """The file is larger than what is read."""

    code: ClassVar[str] = "F525"

    def __init__(self, path: str, size: int, limit: int) -> None:
        message = f"{path} has {size} bytes; at most {limit} are read"
        super().__init__(path, message, "move long material to an attachment")


class Unreadable(FileFailure):
    """The system refused to read it."""

    code: ClassVar[str] = "F526"

    def __init__(self, path: str, error: OSError) -> None:
        words = f"{path} can't be read: {_words(error)}"
        super().__init__(path, words, "check who owns the file and its folder, and whether the disk is well")


class ChangedOnDisk(FileFailure):
    """The file is not what it was when it was read: somebody changed it meanwhile."""

    code: ClassVar[str] = "F527"
    exit_code: ClassVar[int] = 1

    def __init__(self, path: str, found: str | None) -> None:
        what = "was deleted" if found is None else "was changed"
        super().__init__(
            path, f"{path} {what} on disk meanwhile", "load it again and make the change once more, or merge the two"
        )
        self.found = found
        """Digest of what is on disk now; None when nothing is."""


class Unwritable(FileFailure):
    """Writing failed. The subclasses name the reasons that a person can do something about."""

    code: ClassVar[str] = "F528"
    reason: ClassVar[str] = ""
    advice: ClassVar[str] = "check the disk, then save again"

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(path, f"{path} was not written: {self.reason or _words(error)}", self.advice)


class DiskFull(Unwritable):
    """No space left."""

    code: ClassVar[str] = "F529"
    reason: ClassVar[str] = "the disk is full"
    advice: ClassVar[str] = "free some space, then save again"


class QuotaReached(Unwritable):
    """The user's share of the disk is used up."""

    code: ClassVar[str] = "F530"
    reason: ClassVar[str] = "your share of the disk (quota) is used up"
    advice: ClassVar[str] = "delete something of yours or ask for more, then save again"


class ReadOnly(Unwritable):
    """The file system is mounted read-only."""

    code: ClassVar[str] = "F531"
    reason: ClassVar[str] = "the file system is read-only"
    advice: ClassVar[str] = "work in a copy of the register on a disk that can be written"


class NoPermission(Unwritable):
    """The user may not write there."""

    code: ClassVar[str] = "F532"
    reason: ClassVar[str] = "you have no permission to write there"
    advice: ClassVar[str] = "check who owns the folder and the file"


class DiskFault(Unwritable):
    """The disk reported an error."""

    code: ClassVar[str] = "F533"
    reason: ClassVar[str] = "the disk reported an error"
    advice: ClassVar[str] = "copy the register to another disk before anything else"


class TooManyOpen(Unwritable):
    """The process or the machine has too many files open."""

    code: ClassVar[str] = "F534"
    reason: ClassVar[str] = "too many files are open"
    advice: ClassVar[str] = "close other programs, or raise the limit (ulimit -n), then save again"


class OverLimit(Unwritable):
    """The file would pass a size limit of the process or of the file system."""

    code: ClassVar[str] = "F535"
    reason: ClassVar[str] = "it would be larger than this system lets a file be"
    advice: ClassVar[str] = "raise the limit (ulimit -f) or make the record shorter"


_WRITING: dict[int, type[Unwritable]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: QuotaReached,
    errno.EROFS: ReadOnly,
    errno.EACCES: NoPermission,
    errno.EPERM: NoPermission,
    errno.EIO: DiskFault,
    errno.EMFILE: TooManyOpen,
    errno.ENFILE: TooManyOpen,
    errno.EFBIG: OverLimit,
}


def explain_write(path: str, error: OSError) -> Unwritable:
    """The failure for an error of the system while writing `path`."""
    return _WRITING.get(error.errno or 0, Unwritable)(path, error)


def _words(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else "the system gave no reason"


def check_relative(path: str) -> None:
    """Refuse a path that could leave the register, touch git's own files, or not exist on another system.

    Raises:
        BadPath: absolute, `..`, backslash, colon, control characters, `.git` in any spelling, names that Windows
            reserves, names or paths too long, parts that are empty or end in a dot or space.
    """
    why = _fault_of_path(path)
    if why:
        raise BadPath(path, why)


def _fault_of_path(path: str) -> str:
    if not path:
        return "it is empty"
    if _CONTROL.search(path):
        return "it holds control characters or bytes that are no text"
    if path.startswith(("/", "~")):
        return "it does not start inside the register"
    if "\\" in path or ":" in path:
        return "it holds a backslash or a colon"
    if len(path.encode()) > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes"
    faults = (_fault_of_part(part) for part in path.split("/"))
    return next((fault for fault in faults if fault), "")


def _fault_of_part(part: str) -> str:
    if part in {"", ".", ".."}:
        return "a part of it is empty, . or .."
    if part[-1] in ". ":
        return "a part of it ends in a dot or a space"
    if len(part.encode()) > LONGEST_NAME:
        return f"a part of it is longer than {LONGEST_NAME} bytes"
    if _RESERVED.match(part):
        return f"{part} is a name that some systems reserve"
    # macOS leaves format characters out when it compares names, and Windows knows .git by a short name too.
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", part) if unicodedata.category(letter) != "Cf")
    if plain.casefold().rstrip(". ") in {".git", "git~1"}:
        return "it names git's own folder"
    return ""


def temporary_name() -> str:
    """A hidden name for a temporary file, which says whose it is: `.dutybook-<pid>-<start time>-<random>.tmp`."""
    pid = os.getpid()
    return f".dutybook-{pid}-{start_of(pid)}-{secrets.token_hex(8)}.tmp"


def is_temporary(name: str) -> bool:
    """Whether a name is that of a temporary file of ours."""
    return name.startswith(".dutybook-") and _TEMPORARY.match(name) is not None


def is_left_over(name: str) -> bool:
    """Whether a name is that of a temporary file of ours whose process is gone."""
    match = _TEMPORARY.match(name)
    return match is not None and not is_alive(int(match[1]), int(match[2]))


def start_of(pid: int) -> int:
    """When a process started, in the kernel's ticks; 0 where the system doesn't say (macOS)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return 0
    fields = stat.rpartition(b")")[2].split()
    return int(fields[19]) if len(fields) > 19 else 0


def is_alive(pid: int, start: int) -> bool:
    """Whether the process that had this number and this start time still runs (start 0: whether any has the number)."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass  # it belongs to somebody else, or can't be asked: taken for alive, so that nothing of its is removed
    now = start_of(pid)
    return not (start and now) or start == now
