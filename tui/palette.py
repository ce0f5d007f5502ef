"""The command palette: every action that works here and now, found by its name in either language."""

from collections.abc import Callable
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit
from textual.command import Hit
from textual.command import Hits
from textual.command import Provider
from textual.dom import DOMNode

from tui.actions import find_action
from tui.actions import key_label
from tui.language import _
from tui.text import literal


class ActionProvider(Provider):
    """Offers the live bindings of the screen the palette was opened on."""

    async def startup(self) -> None:
        """Remember what works, before the palette takes the focus."""
        self._offers = [
            (node, binding)
            for node, binding, enabled, _tip in self.screen.active_bindings.values()
            if enabled and binding.id and find_action(binding.id) and binding.action != "command_palette"
        ]

    def _unique(self) -> list[tuple[DOMNode, Binding]]:
        seen: dict[str, tuple[DOMNode, Binding]] = {}
        for node, binding in self._offers:
            seen.setdefault(binding.id or "", (node, binding))
        return list(seen.values())

    def _run(self, node: DOMNode, binding: Binding) -> Callable[[], object]:
        return partial(self.app.run_action, binding.action, default_namespace=node)

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for node, binding in self._unique():
            action = find_action(binding.id or "")
            if action is not None:
                name = f"{_(action.label)}  {key_label(binding.key)}"
                yield DiscoveryHit(literal(name), self._run(node, binding), text=name, help=_(action.help))

    async def search(self, query: str) -> Hits:
        """Offer the actions whose name, help or id holds every word typed."""
        words = query.casefold().split()
        for node, binding in self._unique():
            action = find_action(binding.id or "")
            if action is None:
                continue
            name = f"{_(action.label)}  {key_label(binding.key)}"
            known = f"{action.id} {action.label} {_(action.label)} {action.help} {_(action.help)}".casefold()
            if all(word in known for word in words):
                score = 1.0 if _(action.label).casefold().startswith(query.casefold()) else 0.5
                yield Hit(score, literal(name), self._run(node, binding), text=name, help=_(action.help))
