"""How a light stands in a table: its word, painted where the terminal has colours."""

from typing import Final

from cli.language import spoken
from cli.output import Cell
from schema.marks import Light

_STYLES: Final = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "bold red", Light.GREY: "dim"}


def light_cell(light: Light) -> Cell:
    """The cell of a light in the language in use."""
    return Cell(light.label(spoken()), _STYLES.get(light, ""))
