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

_READY = "等待输入"
STEPS = {
    "app: first paint": "今天",
    "app: register on the screen": "样例街道责任台账",
    "app: Today filled": "逾期 (",
}
"""Words by which a step of the app's start is known: of the navigation, of the register, of the list of what is due."""
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


def _paint(argv: list[str], folder: Path, awaited: str) -> dict[str, Any]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *_SIZE, 0, 0))
    variables = {**environment(), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        argv, cwd=folder, env=variables, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        _wait_for(ours, awaited.encode(), begun)
        return {CPU: _cpu_of(process.pid), WALL: time.perf_counter() - begun}
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


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
