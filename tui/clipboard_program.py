"""The desktop's own program that sets the clipboard, where there is one: unlike a terminal it says how it went.

It is a program on the person's own PATH with fixed arguments; the text goes in by its standard input and nowhere else.
Far from the person's screen (over ssh) only X11 that is forwarded reaches it, so nothing else is tried there.
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 3.0
"""Seconds that a program has; one that hangs on a display that is gone is ended."""
_LOOK_EVERY = 0.02
_MOST_SAID = 300


@dataclass(frozen=True)
class ClipboardProgram:
    """A program that takes a text by standard input."""

    path: str
    """Full path."""
    arguments: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """What people call it."""
        return Path(self.path).name


def find_program(environ: Mapping[str, str], *, platform: str) -> ClipboardProgram | None:
    """Find the program that sets the clipboard of the screen before which the person sits; None where there is none.

    Args:
        environ: PATH, what tells the display, and whether the person sits at another machine.
        platform: as `sys.platform`.
    """
    far = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    wanted: list[tuple[str, tuple[str, ...], str]] = []
    if not far and platform == "darwin":
        wanted.append(("pbcopy", (), "utf-8"))
    if not far and environ.get("WAYLAND_DISPLAY"):
        wanted.append(("wl-copy", ("--type", "text/plain;charset=utf-8"), "utf-8"))
    display = environ.get("DISPLAY", "")
    if display and not (far and display.startswith((":", "unix:"))):  # ssh names its own `localhost:10.0`
        wanted.append(("xclip", ("-in", "-selection", "clipboard"), "utf-8"))
        wanted.append(("xsel", ("--input", "--clipboard"), "utf-8"))
    if not far and (environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP")):
        wanted.append(("clip.exe", (), "utf-16-le"))
    for name, arguments, encoding in wanted:
        found = shutil.which(name, path=environ.get("PATH", ""))
        if found is not None and Path(found).is_absolute():  # a relative PATH would find what a repository brings
            return ClipboardProgram(found, arguments, encoding)
    return None


def give(program: ClipboardProgram, text: str, environ: Mapping[str, str], *, patience: float = PATIENCE) -> str:
    """Hand a text to a program and wait for it; blocks.

    Args:
        program: as `find_program` gives it.
        text: any text; half surrogates become question marks.
        environ: of the program.
        patience: seconds after which it is ended.

    Returns:
        What went wrong, in the program's own words or ours; empty where it took the text.
    """
    data = text.encode("utf-8", "replace").decode().encode(program.encoding)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write((b"\xff\xfe" if program.encoding == "utf-16-le" else b"") + data)
        given.flush()
        given.seek(0)
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
            actions = [
                (os.POSIX_SPAWN_DUP2, given.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
            ]
            try:
                pid = os.posix_spawn(
                    program.path, [program.path, *program.arguments], environ, file_actions=actions, setpgroup=0
                )
            except OSError as error:
                return error.strerror or str(error)
        status = _wait(pid, patience)
        if status == 0:
            return ""
        said.seek(0)
        words = said.read(_MOST_SAID).decode("utf-8", "replace").strip()
    if status is None:
        return f"no answer after {patience:g} s"
    return words.split("\n")[0] or f"exit code {os.waitstatus_to_exitcode(status)}"


def _wait(pid: int, patience: float) -> int | None:
    """Wait for the end; None where the program had to be ended. What holds the selection afterwards lives on."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(_LOOK_EVERY)
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None
