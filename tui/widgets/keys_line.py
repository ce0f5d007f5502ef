"""The footer: the keys that work right now, from the live bindings, in the language of the screen.

Drawn as one line of cells rather than one widget a key: it changes with every move of the focus.
"""

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import key_label
from tui.language import _
from tui.text import width
from tui.theme import style_of


class Entry(NamedTuple):
    """A key and what it does now."""

    action: str
    """Id of the action."""
    key: str
    label: str
    enabled: bool = True

    @property
    def shown_key(self) -> str:
        """The key as people read it; nothing for dots."""
        return f" {key_label(self.key)} " if self.key else ""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return width(self.shown_key) + width(self.label) + 1


_MORE = Entry("", "", " ..")


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

    def entries(self) -> list[Entry]:
        """Give each shown action once; the keymap's first key is shown."""
        seen: dict[str, Entry] = {}
        for key, active in self.screen.active_bindings.items():
            if active.binding.show:
                name = active.binding.id or active.binding.action
                seen.setdefault(name, Entry(name, key, _(active.binding.description), active.enabled))
        return list(seen.values())

    def fitting(self) -> list[Entry]:
        """The entries that have room; where some have none, dots stand for them, and the help that tells them comes last."""
        entries = self.entries()
        if sum(entry.cells for entry in entries) <= self.size.width:
            return entries
        helping = [entry for entry in entries if entry.action == "app.help"]
        room = self.size.width - sum(entry.cells for entry in (*helping, _MORE))
        kept: list[Entry] = []
        for entry in (entry for entry in entries if entry not in helping):
            room -= entry.cells
            if room < 0:
                break
            kept.append(entry)
        return [*kept, _MORE, *helping]

    def render_line(self, y: int) -> Strip:
        """Draw the keys that fit, each with its whole name."""
        segments: list[Segment] = []
        for entry in self.fitting() if y == 0 else []:
            style = self._style("key" if entry.enabled else "disabled")
            segments.append(Segment(entry.shown_key, style))
            segments.append(Segment(f"{entry.label} ", self._style("label") if entry.enabled else style))
        plain = self.get_visual_style().rich_style
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _style(self, name: str) -> Style:
        return style_of(self, f"keys-line--{name}")

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        start = 0
        for entry in self.fitting():
            end = start + entry.cells
            if start <= event.x < end and entry.enabled and entry.key:
                self.app.simulate_key(entry.key)
            start = end
