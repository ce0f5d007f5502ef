"""Signals and a lost terminal, with the real driver in a pseudo-terminal."""

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = """
import fcntl, pathlib, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts the tests in the background ignores it for all
if sys.argv[2] == "controlled":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from textual.widgets import Static
from tui.shell import ShellApp
class Small(ShellApp):
    def compose(self):
        yield Static("ready")
    def on_mount(self):
        if sys.argv[3] == "busy":
            self.turn = 0
            self.set_interval(0.01, self.draw)
    def draw(self):
        self.turn += 1
        self.query_one(Static).update(f"ready {self.turn}")
    def on_unmount(self):
        pathlib.Path(sys.argv[1]).write_text("unmounted")
app = Small()
app.run()
sys.exit(app.return_code)
"""
DEADLINE = 20


class Running:
    """The app in a pseudo-terminal of its own session."""

    def __init__(self, note: Path, control: str = "controlled", work: str = "") -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("TEXTUAL", "NO_COLOR"))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", APP, str(note), control, work],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True,
            env={**environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.output = b""

    def read_until(self, wanted: bytes) -> None:
        deadline = time.monotonic() + DEADLINE
        while wanted not in self.output:
            assert time.monotonic() < deadline, self.output[-300:]
            self.read()

    def read(self) -> bool:
        """Read what there is; False at the end."""
        if select.select([self.ours], [], [], 0.1)[0]:
            try:
                data = os.read(self.ours, 65536)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                return False
            self.output += data
            return bool(data)
        return True

    def wait(self) -> int:
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "the app did not end"
            if self.ours >= 0:
                self.read()
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.ours, self.theirs):
            if descriptor >= 0:
                os.close(descriptor)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_app_and_gives_the_terminal_back(number: signal.Signals, tmp_path: Path) -> None:
    note = tmp_path / "note"
    running = Running(note)
    try:
        running.read_until(b"ready")
        assert termios.tcgetattr(running.theirs) != running.before
        running.process.send_signal(number)
        assert running.wait() == 128 + number
        running.read_until(b"\x1b[?1049l")
        assert b"\x1b[?25h" in running.output
        assert termios.tcgetattr(running.theirs) == running.before
        assert note.read_text() == "unmounted"
    finally:
        running.close()


@pytest.mark.parametrize("work", ["", "busy"])
@pytest.mark.parametrize("control", ["controlled", "not told by a signal"])
def test_a_terminal_that_goes_away_ends_the_app(control: str, work: str, tmp_path: Path) -> None:
    note = tmp_path / "note"
    running = Running(note, control, work)
    try:
        running.read_until(b"ready")
        os.close(running.theirs)
        running.theirs = -1
        os.close(running.ours)
        running.ours = -1
        assert running.wait() != 0
        assert note.read_text() == "unmounted"
    finally:
        running.close()
