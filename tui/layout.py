"""Every widget hears of its size.

Textual tells a widget of its size when a layout differs from the one before. Where something asks for a place on the screen
between a change and its layout, Textual works the places out early, and the layout then differs from nothing: a list that was
mounted just now never measures its columns, a pane of 80 cells keeps what 120 cells have room for. Here the comparison is with
what was told.
"""

from textual import screen
from textual._compositor import Compositor
from textual._compositor import ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class TellingCompositor(Compositor):
    """Remembers which size each widget was told."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[Widget, Size] = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out, and add what Textual's own comparison misses."""
        hidden, shown, resized = super().reflow(parent, size)
        told, sizes = self._told, {widget: place.region.size for widget, place in self._full_map.items()}
        self._told = sizes
        new = sizes.keys() - told.keys()
        changed = {widget for widget, its in sizes.items() if widget in told and told[widget] != its}
        return ReflowResult(hidden, shown | new, resized | changed)


def use_telling_compositor() -> None:
    """Let every screen made from now on tell all sizes."""
    screen.Compositor = TellingCompositor  # type: ignore[attr-defined]
