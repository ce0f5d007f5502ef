"""Text on its way to the clipboard of the person's terminal, and what can be known about its arrival.

A terminal takes it by the escape sequence OSC 52 and answers nothing, so nobody can know whether it arrived: that is
said. Inside tmux and screen the sequence is sent wrapped as well, so that it reaches the terminal outside whatever their
own clipboard setting is. What is known not to work is refused in words, and a file is offered instead. A program of the
desktop that sets the clipboard is better, because it says how it went: tui.clipboard_program.
"""

import base64
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Literal

from schema.visible import visible

MOST_BYTES = 75_000
"""Longest text in bytes; terminals cut or drop sequences over 100,000 characters, and base64 makes four of three."""
_SCREEN_PIECE = 760
"""Bytes in one string of screen, which holds 768."""
_EXECUTABLE = ("=", "+", "-", "@", "|", "%")
"""What a spreadsheet may take for the beginning of a formula."""

Obstacle = Literal["too-long", "deaf"]
"""Why a text is not sent: longer than terminals take, or a terminal that takes none."""


def safe(text: str) -> str:
    """The text as it may be pasted anywhere, a terminal too: controls and bidirectional signs are marks, nothing is left out."""
    return visible(text, multiline=True)


def table_line(cells: Sequence[str]) -> str:
    """One row for a spreadsheet: tabs between, none within, and no cell that would be worked out as a formula."""
    return "\t".join(_cell(cell) for cell in cells)


def _cell(text: str) -> str:
    cell = visible(text.replace("\t", " ").replace("\r\n", " ").replace("\n", " "))
    return f"'{cell}" if len(cell) > 1 and cell.startswith(_EXECUTABLE) else cell


def find_obstacle(text: str, environ: Mapping[str, str]) -> Obstacle | None:
    """Say why a text would not arrive at the terminal; None where nothing is known against it.

    Args:
        text: what is copied.
        environ: `TERM` and `TERM_PROGRAM` tell the terminals that have no OSC 52: the Linux console and Apple's Terminal.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return "too-long"
    inside = environ.get("TMUX") or environ.get("STY")
    if not inside and (environ.get("TERM") in {"linux", "dumb"} or environ.get("TERM_PROGRAM") == "Apple_Terminal"):
        return "deaf"
    return None


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """The characters to write to the terminal.

    Args:
        text: at most MOST_BYTES; half surrogates become question marks.
        environ: `TMUX` and `STY` tell what the terminal is inside of.

    Returns:
        OSC 52 with the text in base64; inside tmux also in its pass-through string (every escape doubled), inside
        screen in device control strings of the length it takes.
    """
    data = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    plain = f"\x1b]52;c;{data}\a"
    if environ.get("TMUX"):
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environ.get("STY"):
        pieces = [plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain
