"""The strip of the tutorial above the keys: the step, what to do, and the keys that skip and leave. Never takes the focus."""

from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from tui.actions import key_of
from tui.language import _
from tui.text import literal
from tui.text import wrap
from tui.tutorial import STEPS

_NEVER_FIRST = frozenset("，。；：、）」？！")


class TutorialStrip(Static):
    """Shows one step."""

    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = """
    TutorialStrip { height: auto; max-height: 5; padding: 0 1; background: $primary-muted; color: $foreground; }
    TutorialStrip.-docked { dock: bottom; }
    TutorialStrip:nocolor, TutorialStrip:ansi { border-top: ascii $foreground; }
    TutorialStrip:ansi { background: $background; }
    """

    def __init__(self, place: int, *, docked: bool) -> None:
        """Make the strip.

        Args:
            place: the step's place in STEPS.
            docked: whether it lies at the bottom of a dialog's screen; otherwise it stands where it is mounted.
        """
        super().__init__(classes="-docked" if docked else "")
        self._said: tuple[str, int] = ("", 0)
        self._place = place

    def on_mount(self) -> None:
        """Show the step."""
        self.show(self._place)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.show(self._place)

    def show(self, place: int) -> None:
        """Show a step, with the keys that work now; nothing is drawn where nothing differs."""
        self._place = place
        step, is_last = STEPS[place], place == len(STEPS) - 1
        head = _(step.title) if is_last else f"{_('Tutorial')} {place + 1}/{len(STEPS) - 1} {_(step.title)}"
        keys = f"{key_of('tutorial.turn')} {_('Leave')}"
        keys = keys if is_last else f"{key_of('tutorial.skip')} {_('Skip')}  {keys}"
        cells = self.app.size.width - 2
        lines = _hang(wrap(step.say(), cells - 2))
        said = "\n".join([head, keys, *lines])
        if (said, cells) == self._said:
            return
        self._said = (said, cells)
        top = literal(head, style="bold") + literal(f"   {keys}", style="dim")
        self.update(Content("\n").join([top, *(literal(line) for line in lines)]))


def _hang(lines: list[str]) -> list[str]:
    """Put a mark that no Chinese line begins with at the end of the line before."""
    hung: list[str] = []
    for line in lines:
        if hung and line[:1] in _NEVER_FIRST:
            hung[-1] += line[0]
            line = line[1:].lstrip()  # noqa: PLW2901 - the rest of it
        if line:
            hung.append(line)
    return hung
