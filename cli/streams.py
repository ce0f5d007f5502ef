"""The three standard streams as a shell may leave them: in another encoding, closed, full, or with a reader that has gone."""

import errno
import os
import sys
from contextlib import suppress

_LOST = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def prepare() -> None:
    """Make all three usable: closed ones lead nowhere, and what is written is UTF-8 by contract, whatever the locale says.

    A closed descriptor would otherwise be handed to the next file that is opened, and a program that git starts would
    write into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free: this one
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the process
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        encoding = getattr(stream, "encoding", None) or "utf-8"
        if encoding.lower().replace("-", "") != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def forget_stdout() -> None:
    """Nobody takes it any more: let nothing more be written, at exit neither."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def is_lost(error: OSError) -> bool:
    """Whether an error comes from writing to a stream: it names no file."""
    return error.errno in _LOST and error.filename is None
