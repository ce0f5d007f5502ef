"""The header: which register, branch and person; below it in words which past is shown, whether today is a demonstration's, and why nothing can be saved.

Where nothing can be changed the whole header has the colour of a warning and a sign before the branch says so, so that
nobody takes the past for the present.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from schema.visible import visible
from tui.actions import key_of
from tui.language import _
from tui.text import fit
from tui.text import literal
from tui.text import width
from tui.theme import style_of


@dataclass(frozen=True)
class Heading:
    """What the header says."""

    title: str = ""
    """Of the register; any text."""
    branch: str = ""
    person: str = ""
    """Who sits at the keyboard; empty while nobody is known."""
    day: str = ""
    """The day as of which everything is shown."""
    demo: bool = False
    """Whether that day is a demonstration's."""
    past: str = ""
    """Which past is shown, in a sentence; empty for the present."""
    read_only: str = ""
    """Why nothing can be saved, in a sentence; empty where everything can."""

    @property
    def sign(self) -> str:
        """What stands before the branch where nothing can be changed."""
        if self.past:
            return _("past")
        return _("read-only") if self.read_only else ""


class _TitleLine(Widget):
    """One line: the title on the left, branch, person and day on the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "title-line--title",
        "title-line--rest",
        "title-line--busy",
        "title-line--sign",
    }
    DEFAULT_CSS = """
    _TitleLine {
        height: 1; width: 1fr; background: $primary-darken-2; color: $foreground;
        & > .title-line--title { text-style: bold; background: $primary-darken-2; color: $text; }
        & > .title-line--rest { background: $primary-darken-2; color: $text; }
        & > .title-line--busy { background: $warning; color: $text; text-style: bold; }
        & > .title-line--sign { background: $warning; color: $text; text-style: bold; }
        &.-closed > .title-line--title, &.-closed > .title-line--rest {
            background: $warning-muted; color: $text-warning;
        }
        &:nocolor > .title-line--sign { text-style: bold underline; }
        &:ansi > .title-line--sign { background: $background; color: $foreground; text-style: bold underline; }
        &:ansi > .title-line--title, &:ansi > .title-line--rest, &.-closed:ansi > .title-line--title,
        &.-closed:ansi > .title-line--rest { background: $background; color: $foreground; }
        &:nocolor > .title-line--title, &:ansi > .title-line--title { text-style: bold reverse; }
        &:nocolor > .title-line--rest, &:ansi > .title-line--rest { text-style: reverse; }
    }
    """

    heading: reactive[Heading] = reactive(Heading(), layout=False)
    busy: reactive[str] = reactive("", layout=False)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - Textual's signature
        """Draw the line; the title gives way first, the person never."""
        cells = self.size.width
        heading = self.heading
        person = heading.person or "?"
        parts = [part for part in (heading.branch, person, heading.day) if part] if heading.title else []
        rest = " | ".join(visible(part) for part in parts)
        rest = fit(f" {rest} ", min(width(rest) + 2, cells * 2 // 3))
        busy = f" {self.busy} " if self.busy else ""
        sign = f" [{heading.sign}] " if heading.sign else ""
        room = max(0, cells - width(rest) - width(busy) - width(sign))
        segments = [
            Segment(fit(f" {heading.title or 'dutybook'}", room), self._style("title")),
            Segment(busy, self._style("busy")),
            Segment(sign, self._style("sign")),
            Segment(rest, self._style("rest")),
        ]
        return Strip(segments).adjust_cell_length(cells, self._style("rest")).crop(0, cells)

    def watch_heading(self, heading: Heading) -> None:
        """Look different where nothing can be changed."""
        self.set_class(bool(heading.sign), "-closed")

    def _style(self, name: str) -> Style:
        return style_of(self, f"title-line--{name}")


class HeaderBar(Vertical):
    """The header with its banners."""

    DEFAULT_CSS = """
    HeaderBar { height: auto; }
    HeaderBar > .banner { height: auto; max-height: 2; padding: 0 1; background: $warning-muted; color: $text-warning; }
    HeaderBar > .banner.-empty { display: none; }
    HeaderBar:nocolor > .banner { text-style: reverse; }
    HeaderBar:ansi > .banner { background: $background; color: $foreground; text-style: reverse; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line = _TitleLine()
        self._banner = Static(classes="banner -empty")

    def compose(self) -> ComposeResult:
        """The line and, where there is something to say, the banner."""
        yield self._line
        yield self._banner

    @property
    def heading(self) -> Heading:
        """What the header says now."""
        return self._line.heading

    def show(self, heading: Heading) -> None:
        """Say something else."""
        self._line.heading = heading
        said = [heading.past] if heading.past else []
        if heading.demo:
            said.append(_("Demonstration: {day} stands for today.").format(day=heading.day))
        if heading.demo and not said[:-1] and not heading.read_only and (key := key_of("tutorial.turn")):
            said.append(_("{key} begins the tutorial.").format(key=key))
        if heading.read_only:
            said.append(_("Read-only: {reason}").format(reason=heading.read_only))
        self._banner.set_class(not said, "-empty")
        self._banner.update(literal(" ".join(said)))

    def show_busy(self, text: str) -> None:
        """Say what is under way; empty when nothing is."""
        self._line.busy = text
