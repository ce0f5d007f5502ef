"""How the map was shown last: view, side, filters, and its days where they are others than those that it begins with."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tui.widgets.filter_list import FilterList

if TYPE_CHECKING:
    from tui.screens.map import MapPane

DAY, OTHER = "day", "other"
_ROWS, _COLUMNS = "rows", "columns"


def read_day(text: str) -> date | None:
    """A day of a note that anybody may have written to; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def keep_map(pane: "MapPane", on: date | None) -> dict[str, str]:
    """What is kept of a map.

    Args:
        pane: the map.
        on: the day of the app; None before the register was shown.
    """
    kept = {_ROWS: pane.filter.rows.text, _COLUMNS: pane.filter.columns.text}
    kept |= {name: listed.input.text for name, listed in _lists(pane).items()}
    if on is not None and pane.day != on:
        kept[DAY] = pane.day.isoformat()
    if on is not None and pane.other != date(pane.day.year, 1, 1):
        kept[OTHER] = pane.other.isoformat()
    return kept


def put_back(pane: "MapPane", look: Mapping[str, str]) -> None:
    """Filter as it was filtered once, and give the map its days; what is no day is left out."""
    pane.filter.rows.text, pane.filter.columns.text = look.get(_ROWS, ""), look.get(_COLUMNS, "")
    for name, listed in _lists(pane).items():
        listed.input.text = look.get(name, "")
    day, other = read_day(look.get(DAY, "")), read_day(look.get(OTHER, ""))
    pane.other = other or pane.other
    if day or other:
        pane.go_to_day(day or pane.day)


def _lists(pane: "MapPane") -> Mapping[str, FilterList]:
    return {"units": pane.units, "groups": pane.groups, "changes": pane.changes}
