"""The one door for text of records on its way to the screen: shown literally, never obeyed, measured in cells.

Widgets get `literal` (or `literal_text` in a Tree), line-drawing widgets get `fit`. Textual would otherwise read brackets
as markup, and a record written by somebody else could hide words, crash the app or offer a link that runs an action.
`RawControlFilter` stands behind it all: no control character of a widget's text can reach the terminal.
"""

import re
import unicodedata

from rich.cells import cell_len
from rich.cells import split_graphemes
from rich.segment import Segment
from rich.text import Text
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from schema.visible import visible

ELLIPSIS = ".."
"""What stands for cut text: ASCII, because the one-character ellipsis is two cells wide on many CJK terminals."""

MARKS_PER_CELL = 3
"""How many combining marks may stand on one character before the rest is left out of the picture."""

_READ_PER_CELL = 16
"""How many characters are looked at for each cell of a line: a megabyte on one line costs no more than a screenful."""

_RAW_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_TOKENS = re.compile(r"[!-~]+| +|[^!-~ ]+(?: +[^!-~ ]+)*")
"""Words of ASCII, blanks, and all else, which may be broken anywhere."""

_PILE = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}")


def literal(text: str, *, style: str = "", multiline: bool = False) -> Content:
    """Wrap text for any widget but Tree and DataTable.

    Args:
        text: any text.
        style: a Textual style such as `bold $text-error`; empty for the widget's own.
        multiline: keep line breaks and tabs instead of showing them as marks.

    Returns:
        Content without markup, links or control characters.
    """
    shown = _PILE.sub(_thin, visible(text, multiline=multiline))
    return Content.styled(shown, style) if style else Content(shown)


def literal_text(text: str, *, style: str = "") -> Text:
    """Wrap one line of text for Tree and DataTable, which take Rich text.

    Args:
        text: any text.
        style: a Rich style; empty for the widget's own.
    """
    return Text(_PILE.sub(_thin, visible(text)), style=style, no_wrap=True, end="")


def _thin(match: re.Match[str]) -> str:
    return match.group()[:MARKS_PER_CELL]


def width(text: str) -> int:
    """Say how many cells a line takes on the screen; the text has passed `visible`."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Cut or pad one line to an exact width.

    Args:
        text: any text; control characters are shown as marks.
        cells: the width wanted; 0 or less gives an empty text.
        right: put the padding on the left, for numbers.

    Returns:
        A text exactly `cells` wide. Cut text ends with `..`; a wide character is never split, and more than
        `MARKS_PER_CELL` combining marks on one character are left out.
    """
    if cells <= 0:
        return ""
    reach = cells * _READ_PER_CELL
    shown = visible(text[:reach])
    if len(text) <= reach:
        wide = width(shown)
        if wide <= cells and (wide * 2 >= len(shown) or shown.isascii()):
            blank = " " * (cells - wide)
            return blank + shown if right else shown + blank
    kept, used = _cut(shown, cells)
    if kept == shown and len(text) <= reach:
        blank = " " * (cells - used)
        return blank + kept if right else kept + blank
    dots = ELLIPSIS[:cells] if cells > 2 else ""
    kept, used = _cut(shown, cells - len(dots))
    return kept + dots + " " * (cells - used - len(dots))


def fold(text: str, cells: int) -> list[str]:
    """Break one line into pieces of at most `cells` cells, at least one; breaks anywhere, as CJK text allows."""
    shown = visible(text)
    wide = width(shown)
    if wide <= cells and (wide * 2 >= len(shown) or shown.isascii()):
        return [shown]
    pieces = [""]
    used = 0
    for start, end, wide in split_graphemes(shown)[0]:
        if used + wide > cells and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += shown[start : start + 1 + MARKS_PER_CELL] if _is_pile(shown[start:end]) else shown[start:end]
        used += wide
    return pieces


def wrap(text: str, cells: int) -> list[str]:
    """Break one line into pieces of at most `cells` cells; ASCII words stay whole where they can, CJK breaks anywhere."""
    shown = visible(text)
    cells = max(2, cells)  # one wide character
    if width(shown) <= cells:
        return fold(text, cells)
    pieces = [""]
    used = 0
    for token in _TOKENS.findall(shown):
        if used and token.isspace():
            pieces[-1] += token[: cells - used]  # blanks at the end of a line are left out
            used = width(pieces[-1])
            continue
        word = token.isascii()
        if used and (cells - used < 2 or (word and used + len(token) > cells >= len(token))):
            pieces.append("")
            used = 0
        first, *others = fold(token if used else token.lstrip(" ") or " ", cells - used)
        pieces[-1] += first
        if others:
            pieces += fold("".join(others).lstrip(" "), cells)
        used = width(pieces[-1])
    return pieces


def _cut(shown: str, cells: int) -> tuple[str, int]:
    """Take as many whole characters as fit into `cells`; give the text and its width."""
    if shown.isascii():
        return shown[:cells], min(len(shown), cells)
    kept: list[str] = []
    used = 0
    for start, end, wide in split_graphemes(shown)[0]:
        if used + wide > cells:
            break
        piece = shown[start:end]
        kept.append(piece[: 1 + MARKS_PER_CELL] if _is_pile(piece) else piece)
        used += wide
    return "".join(kept), used


def _is_pile(piece: str) -> bool:
    """Tell whether a grapheme is one character with a pile of combining marks, as no language writes them."""
    return len(piece) > 1 + MARKS_PER_CELL and all(unicodedata.category(mark) in {"Mn", "Me"} for mark in piece[1:])


class RawControlFilter(LineFilter):
    """The last guard: replaces control and bidirectional characters in rendered lines, whatever widget drew them.

    A widget that shows text as it is (an editor, a notification of a library) could let one through; here it turns into
    a question mark, or into nothing where it took no cell.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Replace raw controls in the text of every segment; segments without any are kept as they are."""
        if not any(_RAW_CONTROL.search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(_RAW_CONTROL.sub(_stand_in, segment.text), segment.style)
            for segment in segments
        ]


def _stand_in(match: re.Match[str]) -> str:
    return "?" * cell_len(match.group())
