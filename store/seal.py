"""A process that only reads: from `seal` on it can change no file and start nothing but git commands that read.

For the app behind a browser, where nobody has to log in: whatever a key there asks for, and whatever fault our own code may have,
the system call is refused before it is made. What is derived (the cache's SQLite file) is left out, because nothing rests on it.
A seal can't be taken off again. Source: Python's audit events (docs.python.org, library/audit_events).
"""

import errno
import os
import re
import sys
from typing import Any
from typing import Final

_WRITING_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_WRITING_MODE = re.compile("[wax+]")
_CHANGING: Final = frozenset({
    "os.chflags", "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.removexattr", "os.rename", "os.rmdir",
    "os.setxattr", "os.symlink", "os.truncate", "os.utime", "shutil.rmtree", "shutil.move", "tempfile.mkstemp",
    "tempfile.mkdtemp",
})  # fmt: skip
_STARTING: Final = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"}
)
_READING: Final = frozenset({
    "blame", "cat-file", "check-attr", "check-ref-format", "diff", "diff-index", "diff-tree", "for-each-ref", "log",
    "ls-files", "ls-tree", "merge-base", "merge-tree", "name-rev", "rev-list", "rev-parse", "show", "show-ref", "status",
    "var", "--version", "version",
})  # fmt: skip
_READING_CONFIG: Final = frozenset({"--get", "--get-all", "--get-regexp", "--list", "-l"})


def seal() -> None:
    """Let this process read only, for as long as it runs."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = args
        path = args[0]
        is_written = (flags or 0) & _WRITING_FLAGS or (isinstance(mode, str) and _WRITING_MODE.search(mode))
        if is_written and not isinstance(path, int) and path != os.devnull:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
    elif event in _CHANGING:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), args[0] if args else None)
    elif event in _STARTING or (event == "subprocess.Popen" and not _only_reads(args[1])):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _only_reads(words: Any) -> bool:
    """Whether a command line is one of git that changes nothing."""
    if isinstance(words, str | bytes) or not words or os.path.basename(os.fsdecode(words[0])) != "git":  # noqa: PTH119
        return False
    rest = [os.fsdecode(word) for word in words[1:]]
    while rest and rest[0].startswith("-") and rest[0] not in _READING:
        del rest[: 2 if rest[0] in {"-c", "-C"} else 1]
    if not rest:
        return False
    if rest[0] == "config":
        return not _READING_CONFIG.isdisjoint(rest)
    return rest[0] in _READING or (rest[0] == "symbolic-ref" and len([one for one in rest if one[0] != "-"]) == 2)
