"""What fills the middle of the main screen beside Today and the lists of records: Check, History and their like.

The frame knows each by its name in the navigation, makes it when somebody first goes there (its module is loaded then,
not at the start), and tells it when the register or its day changed. A new one is a class here named in PANES, and a
line in tui.widgets.navigation.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from importlib import import_module
from typing import ClassVar

from textual.message import Message
from textual.widget import Widget

from schema.identity import Place
from schema.obligation import Obligation
from tui.desk import Desk
from tui.record_lines import Page
from tui.widgets.navigation import ASSESS
from tui.widgets.navigation import CHECK
from tui.widgets.navigation import MAP
from tui.widgets.navigation import REVIEW
from tui.widgets.navigation import YEAR

PANES: Mapping[str, str] = {
    CHECK: "tui.screens.checking:Checking",
    ASSESS: "tui.screens.assess:AssessPane",
    REVIEW: "tui.screens.review:ReviewPane",
    MAP: "tui.screens.map:MapPane",
    YEAR: "tui.screens.year:YearPane",
}
"""Module and class by the destination's name; the class takes no arguments."""


class Pane(Widget):
    """A destination; the widget that draws it is one, or takes it as a second base."""

    FULL: ClassVar[bool] = False
    """Whether it takes the room of the record pane too."""

    class Moved(Message):
        """What the record pane shows has to be shown anew; for panes whose cursor is no record list of the frame's."""

        def __init__(self, pane: "Pane") -> None:
            super().__init__()
            self.pane = pane

    class Changed(Message):
        """Something was saved from it, or a form was left: everything is to be shown anew."""

    class Opened(Message):
        """What the cursor is on was opened."""

    def show_register(self, desk: Desk) -> None:
        """Show what the register says now; called on arrival and whenever the register or its day changed."""
        raise NotImplementedError

    def page(self, desk: Desk) -> Page:
        """What the record pane shows beside it."""
        raise NotImplementedError

    @property
    def is_full(self) -> bool:
        """Whether it takes the room of the record pane now."""
        return self.FULL

    @property
    def first_focus(self) -> Widget | None:
        """What takes the focus on arrival; None for the first list in it."""
        return None

    @property
    def place(self) -> Place | None:
        """The record that Enter opens; None where the cursor is on none."""
        return None

    @property
    def item(self) -> object | None:
        """What the cursor is on, where it is more than a record; None where it is on nothing."""
        return None

    @property
    def obligations(self) -> Sequence[Obligation]:
        """The obligations that the cursor is on; empty where it is on none, or only on a duty."""
        return ()

    def look(self) -> dict[str, str]:
        """How it is shown, kept until the next start and handed back to `take_look`; empty for nothing to keep."""
        return {}

    def take_look(self, look: Mapping[str, str]) -> None:
        """Show it as it was once, as far as that is still there; the values may be anything."""

    @property
    def commit_here(self) -> str:
        """The commit that the cursor is on; empty where it is on none."""
        return ""


def make_pane(name: str) -> Pane:
    """Make the widget of a destination."""
    module, _colon, cls = PANES[name].partition(":")
    made = getattr(import_module(module), cls)()
    if not isinstance(made, Pane):
        message = f"{PANES[name]} is no pane"
        raise TypeError(message)
    return made
