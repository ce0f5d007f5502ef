"""What the app showed last: the destination, and of each its filter, order, row, view and day, kept beside the drafts.

One file for each register and work tree, in git's own folder, so that nothing of it is ever shared. It is a note and no
record: a damaged one is said and forgotten, and what is not there any more is left out with a word.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Protocol
from typing import runtime_checkable

import msgspec
from textual.widget import Widget

from schema.failure import Failure
from schema.identity import Place
from schema.kinds import KINDS
from store.disk import Missing
from store.files import digest
from store.files import read
from store.files import write
from store.location import Location
from tui.kind_columns import columns_of
from tui.language import _
from tui.naming import kind_label
from tui.screens.pane import Pane
from tui.screens.today import Today
from tui.widgets.navigation import HISTORY
from tui.widgets.navigation import SYNC
from tui.widgets.navigation import TODAY
from tui.widgets.navigation import destinations

if TYPE_CHECKING:
    from tui.screens.frame import Frame

_FORMAT = 1
_MOST_BYTES = 64 * 1024
_LONGEST = 500
"""Characters of a filter that are kept."""


@runtime_checkable
class _Remembered(Protocol):
    """A destination that says how it is shown, and can be shown so again."""

    def look(self) -> dict[str, str]:
        """How it is shown."""

    def take_look(self, look: Mapping[str, str]) -> None:
        """Show it so."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What was shown."""

    format: int = _FORMAT
    here: str = TODAY
    """The destination."""
    parts: dict[str, dict[str, str]] = {}
    """By destination what its widget says of itself: `filter`, `sort`, `back` and `row` of a list."""
    tutorial: str = ""
    """The step of the tutorial where the person was; empty where it was never begun."""
    in_tutorial: bool = False
    """Whether it was being shown."""


def read_look(location: Location) -> tuple[Look | None, str]:
    """Read the note.

    Returns:
        What was shown last, None where nothing is known; and what is wrong with the note, empty where nothing is.
    """
    try:
        look = msgspec.json.decode(read(location.state_dir, _name(location), limit=_MOST_BYTES), type=Look)
    except Missing:
        return None, ""
    except (Failure, OSError, msgspec.DecodeError, RecursionError):
        return None, _("What was shown last could not be read and is forgotten; the app begins on Today.")
    return (look, "") if look.format == _FORMAT else (None, "")


def write_look(location: Location, look: Look) -> None:
    """Keep the note, whole or not at all. One that can't be written is no harm."""
    name = _name(location)
    with suppress(Failure, OSError, UnicodeEncodeError):
        folder = location.make_state_dir()
        try:
            before = digest(read(folder, name, limit=_MOST_BYTES * 16))
        except Missing:
            before = None
        write(folder, name, msgspec.json.encode(look), expected=before, durable=False, mode=0o600)


def look_of(main: "Frame") -> Look:
    """What is shown now, and what was not asked for again since the start."""
    parts = {name: dict(values) for name, values in main.looks.items()}
    for child in main.query_one("#middle").children:
        name = next((cls.removeprefix("list-") for cls in child.classes if cls.startswith("list-")), "")
        if isinstance(child, _Remembered) and name in destinations():
            parts[name] = {key: value[:_LONGEST] for key, value in child.look().items() if value}
    return Look(here=main.here, parts={name: values for name, values in parts.items() if values})


def restore(main: "Frame", look: Look) -> None:
    """Show what was shown last, as far as it is there, and say what is not."""
    known = [name for name in destinations() if name not in {TODAY, SYNC}]
    for today in main.query(Today):
        today.take_look(look.parts.get(TODAY, {}))
    gone = [] if look.here in {*known, TODAY, SYNC} else [look.here]
    for name, values in look.parts.items():
        if name in known:
            kept, missing = _still_there(main, name, values)
            main.looks[name] = kept
            gone += missing
    if look.here == HISTORY:
        main.show_history(_place_of(main, main.looks.get(HISTORY, {}).get("of", "")))
    elif look.here in known:
        main.go(look.here)
    if gone and main.desk.past is None:
        main.app.notify(
            _("Not shown as last time, because it is not there any more: {what}").format(what="; ".join(gone))
        )


def take_look(found: Widget, values: Mapping[str, str]) -> None:
    """Give a widget that was made just now what it said of itself, once it has its children."""
    if values and isinstance(found, _Remembered):
        found.call_after_refresh(_hand_back, found, values)


def _hand_back(found: "_Remembered", values: Mapping[str, str]) -> None:
    """The focus goes along where another view is shown; it is not taken from elsewhere."""
    had_focus = isinstance(found, Widget) and found.has_focus_within
    found.take_look(values)
    if had_focus and isinstance(found, Pane) and found.first_focus is not None:
        found.first_focus.focus()


def _still_there(main: "Frame", name: str, values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of a list's note can be used, and what is gone."""
    kept, gone = dict(values), list[str]()
    if name not in KINDS:
        return kept, gone
    place: Place = (name, kept.get("row", ""))
    register = main.desk.view.register
    if place[1] and register.at(place) is None and place not in register.unreadable:
        gone.append(f"{kind_label(name)} {kept.pop('row')}")
    if kept.get("sort") and kept["sort"] not in {column.key for column in columns_of(name)}:
        gone.append(f"{kind_label(name)} / {kept.pop('sort')}")
    return kept, gone


def _place_of(main: "Frame", text: str) -> Place | None:
    """The record whose history was shown; None for that of everything, and where it is there no more."""
    kind, _slash, id_ = text.partition("/")
    return (kind, id_) if id_ and main.desk.view.register.at((kind, id_)) is not None else None


def _name(location: Location) -> str:
    linked = location.git_dir != location.common_dir
    return f"look-{location.git_dir.name}.json" if linked else "look.json"
