"""The three pipes of a running program, served together: none can fill up and block it, and a deadline can end it.

Used by `store.git` alone. Starts nothing.
"""

import os
import selectors
import time
from collections.abc import Callable
from collections.abc import Sequence
from contextlib import suppress
from subprocess import Popen  # noqa: TID251  # the type only: store.git starts the program
from subprocess import TimeoutExpired  # noqa: TID251  # the same
from typing import IO

from store.failure import GitCancelled
from store.failure import GitTimedOut

PATIENCE = 2.0
"""Seconds between SIGTERM and SIGKILL, and for a pipe left open by a hook's daemon."""

_DROP, _PATIENT_AFTER, _PAUSE = 4096, 16, 0.0003
"""A program that writes a long answer in drops (bytes) wakes its reader for each: after some of them the reader lets them gather (seconds)."""


def attend(
    process: "Popen[bytes]",
    pipes: "Pipes",
    args: Sequence[str],
    deadline: float,
    cancelled: Callable[[], bool] | None,
) -> int:
    """Serve the pipes until the program has ended.

    Returns:
        Its exit status.

    Raises:
        GitCancelled: `cancelled` said so; the program still runs.
        GitTimedOut: `deadline` seconds passed; the program still runs.
    """
    end = time.monotonic() + deadline
    gone: float | None = None
    while True:
        now = time.monotonic()
        if pipes.pump(min(0.1 if cancelled or gone else 0.5, max(end - now, 0.01))):
            with suppress(TimeoutExpired):
                return process.wait(min(0.1, max(end - now, 0.01)))
        if cancelled is not None and cancelled():
            raise GitCancelled(args)
        if process.poll() is not None:
            gone = gone or now
            if now - gone > PATIENCE:  # a daemon that a hook left behind holds the pipe open
                return process.returncode
        elif now >= end:
            raise GitTimedOut(args, deadline, bytes(pipes.err).decode("utf-8", "replace"))


class Pipes:
    """The three pipes of a process, served together so that none can fill up and block it."""

    def __init__(self, process: "Popen[bytes]", stdin: bytes, listen: Callable[[bytes], None] | None) -> None:
        self.out = bytearray()
        self.err = bytearray()
        self._given = memoryview(stdin)
        self._drops = 0
        self._listen = listen
        self._streams = [stream_of(stream) for stream in (process.stdin, process.stdout, process.stderr)]
        self._selector = selectors.DefaultSelector()
        for stream in self._streams:
            os.set_blocking(stream.fileno(), False)
        asked, answer, complaint = self._streams
        self._selector.register(answer, selectors.EVENT_READ, self.out)
        self._selector.register(complaint, selectors.EVENT_READ, self.err)
        if stdin:
            self._selector.register(asked, selectors.EVENT_WRITE)
        else:
            close_stream(asked)

    def pump(self, timeout: float) -> bool:
        """Move what can be moved within `timeout` seconds; True when all pipes are closed."""
        for key, _ in self._selector.select(timeout) if self._selector.get_map() else ():
            if key.data is None:
                self._give(key.fd)
            else:
                self._take(key.fd, key.data)
        return not self._selector.get_map()

    def close(self) -> None:
        """Close what is open still."""
        self._selector.close()
        for stream in self._streams:
            close_stream(stream)

    def _give(self, descriptor: int) -> None:
        try:
            self._given = self._given[os.write(descriptor, self._given[:65536]) :]
        except BlockingIOError:
            return
        except OSError:  # it doesn't read any more: its status will say why
            self._given = self._given[:0]
        if not self._given:
            self._selector.unregister(self._streams[0])
            close_stream(self._streams[0])

    def _take(self, descriptor: int, taken: bytearray) -> None:
        try:
            piece = os.read(descriptor, 1 << 20)
        except BlockingIOError:
            return
        if not piece:
            self._selector.unregister(descriptor)
            return
        taken += piece
        self._drops = self._drops + 1 if len(piece) < _DROP else 0
        if self._drops > _PATIENT_AFTER:
            time.sleep(_PAUSE)
        if self._listen is not None and taken is self.err:
            self._listen(piece)


def stream_of(stream: IO[bytes] | None) -> IO[bytes]:
    """Give a pipe that was asked for; OSError where it is missing."""
    if stream is None:
        raise BrokenPipeError
    return stream


def close_stream(stream: IO[bytes]) -> None:
    """Close a pipe; what could not be written any more is lost with its reader."""
    with suppress(OSError):
        stream.close()
