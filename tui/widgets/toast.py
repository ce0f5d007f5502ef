"""Notifications whose wide characters stay whole.

Textual cuts every line of the screen where a widget begins or ends, one that lies below too, and a wide character across
a cut is lost: over three panes a Chinese notification misses a character a line. Here such a character is moved a cell on.
"""

from collections.abc import Iterable

from rich.cells import split_graphemes
from rich.segment import Segment
from textual.geometry import Spacing
from textual.notifications import Notification
from textual.strip import Strip
from textual.visual import Padding
from textual.widgets import _toast
from textual.widgets._toast import Toast

_SPARE = 4
"""Cells on the right that no text takes: two panes and their scroll bars end below a notification at most."""


class WholeToast(Toast):
    """A notification that knows what lies below it."""

    def __init__(self, notification: Notification) -> None:
        super().__init__(notification)
        self._cuts: tuple[int, ...] = ()

    def render(self) -> Padding:  # type: ignore[override]  # a Static takes every visual
        """The text with room to move."""
        return Padding(super().render(), Spacing(0, _SPARE, 0, 0))

    def render_line(self, y: int) -> Strip:
        """One line, moved where a character would be cut."""
        strip = super().render_line(y)
        left, top, width, _height = self.content_region
        every = self.screen._compositor.cuts  # noqa: SLF001 - Textual tells nobody else where it cuts
        if not 0 <= top + y < len(every):
            return strip
        return keep_whole(strip, [cut - left for cut in every[top + y] if 0 < cut - left < width])


def keep_whole(strip: Strip, cuts: Iterable[int]) -> Strip:
    """Move on by a cell what would lie across a cut.

    Args:
        strip: a line with room at its end.
        cuts: cells from its left, in order.

    Returns:
        A line as long as before.
    """
    wanted = list(cuts)
    segments: list[Segment] = []
    at = 0
    for text, style, control in strip:
        moved = []
        for start, end, cells in split_graphemes(text)[0]:
            while any(at < cut < at + cells for cut in wanted):
                moved.append(" ")
                at += 1
            moved.append(text[start:end])
            at += cells
        segments.append(Segment("".join(moved), style, control))
    if at == strip.cell_length:
        return strip
    return Strip(segments).adjust_cell_length(strip.cell_length)


def use_whole_toasts() -> None:
    """Let Textual make notifications of this sort; it names the class itself."""
    _toast.Toast = WholeToast  # type: ignore[misc]
