"""A difference between two texts as it is read in a review: signs, colours, literal text, folded to the width."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text import fit
from tui.text import fold
from tui.theme import style_of

FOLDED_LINES = 200
"""Into how many lines one line of a file is folded before the rest is cut: a megabyte on one line stays readable."""


@dataclass(frozen=True)
class DiffLine:
    """One line of a difference."""

    sign: str
    """`+` added, `-` removed, ` ` unchanged, `@` where it stands."""
    text: str
    """The line without its sign and line end; any text."""


def parse_diff(unified: str) -> list[DiffLine]:
    """Read a unified difference (as difflib and git write it); of several files each is named, of one there is no need."""
    found = unified.split("\n")
    headers = {at for at in range(len(found) - 2) if _is_header(found, at)}
    lines: list[DiffLine] = []
    inside = False
    for at, line in enumerate(found):
        if at in headers or at - 1 in headers:
            inside = False
            if at - 1 in headers and len(headers) > 1:
                lines.append(DiffLine("@", _file_of(found[at - 1], line)))
        elif line.startswith("@@"):
            inside = True
            lines.append(DiffLine("@", line.strip("@ ")))
        elif inside and line[:1] in {"+", "-", " "}:
            lines.append(DiffLine(line[0], line[1:].rstrip("\r")))
        elif inside and line.startswith("\\"):
            lines.append(DiffLine("@", line[1:].strip()))
    return lines


def _is_header(lines: Sequence[str], at: int) -> bool:
    """Whether the two lines that name a file begin here."""
    return lines[at].startswith("--- ") and lines[at + 1].startswith("+++ ") and lines[at + 2].startswith("@@")


def _file_of(old: str, new: str) -> str:
    """The file that two header lines name: as it is called now, or was before it was taken away."""
    path = old if new[4:] == "/dev/null" else new
    return path[4:].removeprefix("a/").removeprefix("b/")


class DiffView(ScrollView, can_focus=True):
    """Shows the lines of a difference; only what is on the screen is drawn."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"diff--added", "diff--removed", "diff--same", "diff--place"}  # noqa: RUF012 - Textual's ClassVar
    DEFAULT_CSS = """
    DiffView { height: 1fr; overflow-x: hidden; background: $surface; }
    DiffView:focus { background: $boost; }
    DiffView > .diff--added { color: $text-success; background: $success-muted; }
    DiffView > .diff--removed { color: $text-error; background: $error-muted; }
    DiffView > .diff--place { color: $text-muted; text-style: italic; }
    DiffView:ansi > .diff--added { color: ansi_green; background: ansi_default; }
    DiffView:ansi > .diff--removed { color: ansi_red; background: ansi_default; }
    DiffView:nocolor > .diff--added { text-style: bold; }
    DiffView:nocolor > .diff--removed { text-style: underline; }
    """
    _NAMES = {"+": "added", "-": "removed", "@": "place"}  # noqa: RUF012 - a constant

    def __init__(self, lines: Sequence[DiffLine] = ()) -> None:
        super().__init__()
        self._lines = list(lines)
        self._folded: list[DiffLine] = []
        self._folded_for = -1

    def show(self, lines: Sequence[DiffLine]) -> None:
        """Show another difference from its top."""
        self._lines = list(lines)
        self._folded_for = -1
        self._fold()
        self.scroll_home(animate=False)
        self.refresh()

    def on_resize(self) -> None:
        """Fold the lines to the new width."""
        self._fold()

    def _fold(self) -> None:
        cells = self.scrollable_content_region.width
        if cells <= 2 or cells == self._folded_for:
            return
        self._folded_for = cells
        self._folded = []
        for line in self._lines:
            pieces = fold(line.text[: (cells - 2) * FOLDED_LINES], cells - 2)
            self._folded += [DiffLine(line.sign, piece) for piece in pieces[:FOLDED_LINES]]
        self.virtual_size = Size(cells, len(self._folded))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as there are, at most what the container gives."""
        return max(1, len(self._folded) or len(self._lines))

    def render_line(self, y: int) -> Strip:
        """Draw one line: its sign, a blank, its text."""
        cells = self.scrollable_content_region.width
        place = self.scroll_offset.y + y
        if place >= len(self._folded):
            return Strip.blank(cells, self.get_visual_style().rich_style)
        line = self._folded[place]
        style = style_of(self, f"diff--{self._NAMES.get(line.sign, 'same')}")
        return Strip([Segment(fit(f"{line.sign} {line.text}", cells), style)], cells)
