"""First paint: from the start of a process in a terminal of its own until the words that we wait for stand on the screen.

The floor is an empty Textual app that shows one line; ours is `dutybook open`, as a person starts it.
"""

import fcntl
import importlib.util
import os
import pty
import select
import signal
import struct
import subprocess  # noqa: TID251  # the measurements start floors, peers and our own command
import sys
import termios
import time
from pathlib import Path
from typing import Any

from bench.timing import CPU
from bench.timing import WALL
from bench.timing import Unmeasured
from bench.timing import environment
from tui.widgets.navigation import destinations

_READY = "等待输入"
STEPS = {
    "app: first paint": "今天",
    "app: register on the screen": "样例街道责任台账",
    "app: Today filled": "逾期 (",
}
"""Words by which a step of the app's start is known: of the navigation, of the register, of the list of what is due."""
_F2, _F6, _F9 = b"\x1bOQ", b"\x1b[17~", b"\x1b[20~"
_TYPED = b"because"
_TO_SAVE = (
    ("Overdue (", _F9 + b"\x1b[B" * destinations().index("duty") + b"\r" + _F6),
    ("as saved", b"\x1b[Fx"),
    ("unsaved", _F2),
    ("Why is this", _TYPED),
)
"""What is awaited on the screen and what is then typed: to the first duty, into its form, a letter, the reason."""
_SIZE = (40, 120)
_PATIENCE = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")

EMPTY = f"""
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("{_READY}")

Empty().run()
"""
"""The empty app, whole."""


def paint_empty() -> dict[str, Any]:
    """First paint of an empty Textual app."""
    return _paint([sys.executable, "-c", EMPTY], Path.cwd(), _READY)


def paint_ours(top: Path, step: str) -> dict[str, Any]:
    """How far our app is: from its start until a step of `STEPS` is on the screen.

    Raises:
        Unmeasured: there is no app, or it did not come so far.
    """
    if importlib.util.find_spec("tui.app") is None:
        message = "the module tui.app is not there"
        raise Unmeasured(message)
    return _paint([sys.executable, "-m", "dutybook", "open"], top, STEPS[step])


def save_seen(top: Path) -> dict[str, Any]:
    """From F2 in the box for the reason until the word "Saved" stands on the screen; the commit is durable by then.

    Raises:
        Unmeasured: the app did not come so far.
    """
    argv = [sys.executable, "-m", "dutybook", "open"]
    process, screen = _start(argv, top, DUTYBOOK_LANG="en")
    try:
        for awaited, keys in _TO_SAVE:
            _wait_for(screen, awaited.encode(), time.perf_counter())
            os.write(screen, keys)
        _wait_for(screen, _TYPED, time.perf_counter())
        cpu, begun = _cpu_of(process.pid), time.perf_counter()
        os.write(screen, _F2)
        _wait_for(screen, b"Saved", begun)
        return {CPU: _cpu_of(process.pid) - cpu, WALL: time.perf_counter() - begun}
    finally:
        _end(process, screen)


def _paint(argv: list[str], folder: Path, awaited: str) -> dict[str, Any]:
    begun = time.perf_counter()
    process, screen = _start(argv, folder)
    try:
        _wait_for(screen, awaited.encode(), begun)
        return {CPU: _cpu_of(process.pid), WALL: time.perf_counter() - begun}
    finally:
        _end(process, screen)


def _start(argv: list[str], folder: Path, **more: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start a program in a terminal of its own; gives the process and our end of the terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *_SIZE, 0, 0))
    variables = {**environment(), "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
    process = subprocess.Popen(
        argv, cwd=folder, env=variables, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    return process, ours


def _end(process: subprocess.Popen[bytes], screen: int) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    os.close(screen)


def _wait_for(screen: int, awaited: bytes, begun: float) -> None:
    shown = b""
    while awaited not in shown:
        left = begun + _PATIENCE - time.perf_counter()
        try:
            if left <= 0 or not select.select([screen], [], [], left)[0]:
                message = f"the screen did not show what was awaited within {_PATIENCE:.0f} s"
                raise Unmeasured(message)
            piece = os.read(screen, 65536)
        except OSError:
            piece = b""
        if not piece:
            message = f"the app ended: {shown[-200:].decode(errors='replace')!r}"
            raise Unmeasured(message)
        shown += piece


def _cpu_of(pid: int) -> float:
    """Processor seconds that a living process took so far."""
    status = Path(f"/proc/{pid}/stat")
    if not status.is_file():
        message = "the processor time of a living process is read from /proc, which is not there"
        raise Unmeasured(message)
    fields = status.read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS
