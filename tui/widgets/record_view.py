"""The record pane: the lines of a page, folded to the width there is, drawn line by line.

Folding happens once for a page and a width; drawing touches only the lines on the screen. Text passes `tui.text`.
"""

from typing import ClassVar
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from schema.visible import visible
from tui.actions import Action
from tui.actions import bindings
from tui.actions import register_actions
from tui.language import _
from tui.language import msgid
from tui.record_lines import Line
from tui.record_lines import Page
from tui.text import fit
from tui.text import width
from tui.text import wrap
from tui.theme import MARK_CELLS
from tui.theme import mark_of
from tui.theme import style_of

_LABEL = 17
_STEP = 2
_LONGEST = 20_000

register_actions(
    [
        Action(
            id="record.copy",
            keys=("ctrl+c", "y"),
            label=msgid("Copy"),
            help=msgid("Copy the record as text."),
            shown=True,
        ),
        Action(
            id="record.down", keys=("down", "j"), label=msgid("Down"), help=msgid("Scroll down."), does="scroll_down"
        ),
        Action(id="record.up", keys=("up", "k"), label=msgid("Up"), help=msgid("Scroll up."), does="scroll_up"),
        Action(
            id="record.page-down",
            keys=("pagedown", "space", "ctrl+f"),
            label=msgid("Page down"),
            help=msgid("Scroll one page down."),
        ),
        Action(
            id="record.page-up", keys=("pageup", "ctrl+b"), label=msgid("Page up"), help=msgid("Scroll one page up.")
        ),
        Action(
            id="record.first",
            keys=("home", "g"),
            label=msgid("First"),
            help=msgid("Go to the top."),
            does="scroll_home",
        ),
        Action(
            id="record.last", keys=("end", "G"), label=msgid("Last"), help=msgid("Go to the end."), does="scroll_end"
        ),
    ],
    scopes={"record": msgid("Record pane")},
)


class _Drawn(NamedTuple):
    """One line of the screen: blank cells, a mark, a label and a piece of text."""

    indent: int
    mark: str
    label: str
    label_cells: int
    text: str
    tone: str


class RecordView(ScrollView, can_focus=True):
    """Shows a page; scrolls; nothing in it is obeyed."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("record")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-view--line",
        "record-view--title",
        "record-view--head",
        "record-view--label",
        "record-view--muted",
        "record-view--red",
        "record-view--yellow",
        "record-view--green",
        "record-view--grey",
        "record-view--plain",
    }
    DEFAULT_CSS = """
    RecordView {
        scrollbar-gutter: stable;
        height: 1fr; overflow-x: hidden; padding: 0 1; background: $surface; color: $foreground;
        & > .record-view--title { text-style: bold; color: $text-primary; }
        & > .record-view--head { text-style: bold; color: $text-accent; }
        & > .record-view--label { color: $text-muted; }
        & > .record-view--muted { color: $text-muted; }
        & > .record-view--red { color: $text-error; text-style: bold; }
        & > .record-view--yellow { color: $text-warning; text-style: bold; }
        & > .record-view--green { color: $text-success; }
        & > .record-view--grey { color: $text-muted; }
        &:focus { background: $boost; }
        &:nocolor > .record-view--title, &:ansi > .record-view--title { text-style: bold; }
        &:nocolor:focus > .record-view--title, &:ansi:focus > .record-view--title { text-style: bold reverse; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = Page()
        """What is shown."""
        self._drawn: list[_Drawn] = []
        self._width = -1
        self._styles: dict[str, Style] = {}

    def show(self, page: Page) -> None:
        """Show a page: from the top, unless it is of the same record as before."""
        if page == self.page:
            return
        same = page.place is not None and page.place == self.page.place
        self.page = page
        self._lay_out()
        if not same:
            self.scroll_to(y=0, animate=False, force=True)

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        if self._width <= 0:
            return
        widest = max(
            (width(line.label) for line in self.page.lines if line.label and width(line.label) <= 20), default=0
        )
        label_cells = min(max(8, widest), _LABEL if self._width < 60 else 20) + 1
        self._drawn = [drawn for line in self.page.lines for drawn in _draw(line, self._width, label_cells)]
        self.virtual_size = Size(self._width, len(self._drawn))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        cells = self.scrollable_content_region.width
        plain = self._style("line")
        at = self.scroll_offset.y + y
        if at >= len(self._drawn):
            return Strip([Segment(" " * cells, plain)], cells)
        drawn = self._drawn[at]
        style = self._style(drawn.tone or "line")
        segments = [Segment(" " * drawn.indent, plain)]
        if drawn.mark:
            mark = mark_of(drawn.mark)
            segments.append(Segment(fit(mark.letter, MARK_CELLS) + " ", self._style(mark.tone)))
        if drawn.label_cells:
            segments.append(Segment(fit(drawn.label, drawn.label_cells), self._style("label")))
        segments.append(Segment(drawn.text, style))
        return Strip(segments).adjust_cell_length(cells, plain)

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = style_of(self, "record-view--line", f"record-view--{name}")
        return style

    def notify_style_update(self) -> None:
        """Forget styles: theme, focus or colours changed."""
        self._styles.clear()
        super().notify_style_update()

    def on_resize(self, _event: events.Resize) -> None:
        """Fold again."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    def action_page_down(self) -> None:
        """Go one page down."""
        self.scroll_page_down(animate=False, force=True)

    def action_page_up(self) -> None:
        """Go one page up."""
        self.scroll_page_up(animate=False, force=True)

    def action_copy(self) -> None:
        """Put the page on the clipboard as text."""
        if self.page.lines:
            self.app.copy_to_clipboard(self.page.as_text())


def _draw(line: Line, cells: int, label_cells: int) -> list[_Drawn]:
    """Fold one line of a page into lines of the screen."""
    indent = min(line.indent * _STEP, cells // 3)
    before = indent + (MARK_CELLS + 1 if line.mark else 0)
    labelled = bool(line.label)
    label = line.label
    drawn: list[_Drawn] = []
    if labelled and width(visible(label)) >= label_cells:
        # A label too long for its column has a line of its own, so that it is not cut.
        drawn += [_Drawn(indent, "", "", 0, piece, "label") for piece in wrap(label, max(1, cells - indent))]
        label = ""
    room = max(1, cells - before - (label_cells if labelled else 0))
    pieces = [piece for part in _cut(line.text).split("\n") for piece in wrap(part, room)]
    for place, piece in enumerate(pieces):
        first = place == 0
        drawn.append(
            _Drawn(
                indent if first and line.mark else before,
                line.mark if first else "",
                label if first else "",
                label_cells if labelled else 0,
                piece,
                line.tone,
            )
        )
    return drawn


def _cut(text: str) -> str:
    """Leave the end of an enormous text out; it stands in the file."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST] + "\n" + _("and {n} more characters").format(n=len(text) - _LONGEST)
