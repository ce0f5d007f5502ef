"""The footer: the keys that work right now, from the live bindings, in the language of the screen.

Drawn as one line of cells rather than one widget a key: it changes with every move of the focus.
"""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import key_label
from tui.language import _
from tui.text import fit
from tui.text import width
from tui.theme import style_of


class KeysLine(Widget):
    """One line of keys and what they do; a click does it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"keys-line--key", "keys-line--label", "keys-line--disabled"}  # noqa: RUF012 - Textual's ClassVar
    DEFAULT_CSS = """
    KeysLine { height: 1; width: 1fr; background: $panel; color: $foreground; }
    KeysLine > .keys-line--key { text-style: bold; color: $footer-key-foreground; }
    KeysLine > .keys-line--disabled { text-style: dim; }
    KeysLine:nocolor > .keys-line--key { text-style: reverse; }
    KeysLine:ansi > .keys-line--key { background: $background; color: $foreground; text-style: reverse; }
    """

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        self.refresh()

    def entries(self) -> list[tuple[str, str, bool]]:
        """Give key, label and whether it works now, of each shown action once; the keymap's first key is shown."""
        seen: dict[str, tuple[str, str, bool]] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.show:
                name = active.binding.id or active.binding.action
                seen.setdefault(name, (key, active.binding.description, active.enabled))
        return list(seen.values())

    def render_line(self, y: int) -> Strip:
        """Draw the keys that fit."""
        cells = self.size.width
        plain = self.get_visual_style().rich_style
        segments: list[Segment] = []
        for key, label, enabled in self.entries() if y == 0 else []:
            style = self._style("key" if enabled else "disabled")
            segments.append(Segment(f" {key_label(key)} ", style))
            segments.append(Segment(f"{_(label)} ", self._style("label") if enabled else style))
        used = 0
        kept: list[Segment] = []
        for segment in segments:
            room = cells - used
            if room <= 0:
                break
            text = segment.text if width(segment.text) <= room else fit(segment.text, room)
            kept.append(Segment(text, segment.style))
            used += width(text)
        return Strip(kept).adjust_cell_length(cells, plain)

    def _style(self, name: str) -> Style:
        return style_of(self, f"keys-line--{name}")

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        start = 0
        for key, label, enabled in self.entries():
            end = start + width(f" {key_label(key)} {_(label)} ")
            if start <= event.x < end and enabled:
                self.app.simulate_key(key)
            start = end
