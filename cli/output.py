"""What goes to stdout and stderr: data to the one, messages to the other, and nothing that a terminal would obey.

Every text passes `schema.visible` here, whatever it is made of. rich is loaded only where a table goes to a terminal.
"""

import os
import sys
from collections.abc import Iterable
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from cli.language import spoken
from schema.failure import Failure
from schema.visible import visible

GAP = "  "
"""What stands between two columns."""


class Cell(NamedTuple):
    """One cell of a table."""

    text: str
    """Any text; it is made visible where it is printed."""
    style: str = ""
    """How rich paints it on a terminal; without meaning elsewhere."""


Row = Sequence[Cell | str]

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def print_line(text: str = "") -> None:
    """Print one line of data."""
    sys.stdout.write(visible(text) + "\n")


def print_parts(*parts: Cell) -> None:
    """Print one line of data in parts, painted where it goes to a terminal that wants colours."""
    painted = is_terminal() and _wants_colours()
    sys.stdout.write("".join(_paint(visible(part.text), part.style if painted else "") for part in parts) + "\n")


def print_text(text: str) -> None:
    """Print data of several lines, such as a file."""
    shown = visible(text, multiline=True)
    sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")


def print_json(document: Any) -> None:
    """Print the one JSON document of a command."""
    from cli.document import encode

    sys.stdout.write(encode(document, pretty=is_terminal()))


def print_json_list(entries: Iterable[Any]) -> None:
    """Print a list as the one JSON document of a command, each entry as soon as it is there: it may be long."""
    from cli.document import encode

    is_pretty = is_terminal()
    before = "["
    for entry in entries:
        sys.stdout.write(before + ("\n" if is_pretty else "") + encode(entry, pretty=is_pretty).rstrip("\n"))
        before = "," if is_pretty else ", "
    sys.stdout.write(("[" if before == "[" else "\n" if is_pretty else "") + "]\n")


def print_table(columns: Sequence[str], rows: Iterable[Row], *, heading: bool = True) -> None:
    """Print a table: painted and folded on a terminal, plain aligned text of full length elsewhere.

    Args:
        columns: the columns' titles.
        rows: one sequence of cells each, as many as there are columns.
        heading: whether the titles are shown.
    """
    cells = [[_cell(cell) for cell in row] for row in rows]
    if is_terminal():
        _print_rich(columns, cells, heading=heading)
    else:
        lines = [[Cell(title) for title in columns], *cells] if heading else cells
        sys.stdout.writelines(line + "\n" for line in _aligned(lines))


def note(text: str) -> None:
    """Say something to the person, on stderr, after what was printed so far."""
    sys.stdout.flush()
    sys.stderr.write(visible(text, multiline=True).rstrip("\n") + "\n")
    sys.stderr.flush()


def note_lines(lines: Iterable[Cell]) -> None:
    """Say several lines on stderr, painted where it is a terminal that wants colours."""
    painted = sys.stderr.isatty() and _wants_colours()
    sys.stdout.flush()
    for line in lines:
        sys.stderr.write(_paint(visible(line.text), line.style if painted else "") + "\n")
    sys.stderr.flush()


def complain(failure: Failure) -> None:
    """Say on stderr why something could not be done, and what to do."""
    message, hint = failure.say(spoken())
    note(f"dutybook: {message}" + (f"\n{hint}" if hint else ""))


def is_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def is_asked() -> bool:
    """Whether there is a person at the keyboard who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> bool:
    """Ask a yes-or-no question on stderr; anything but yes is no."""
    sys.stdout.flush()
    sys.stderr.write(visible(question) + " [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    return answer in {"y", "yes", "是", "好"}


def _wants_colours() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _paint(text: str, style: str) -> str:
    code = _CODES.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _cell(cell: Cell | str) -> Cell:
    return Cell(visible(cell)) if isinstance(cell, str) else Cell(visible(cell.text), cell.style)


def _aligned(lines: Sequence[Sequence[Cell]]) -> Iterable[str]:
    from rich.cells import cell_len

    widths = [max(cell_len(cell.text) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = [cell.text + " " * (width - cell_len(cell.text)) for cell, width in zip(line, widths, strict=True)]
        yield GAP.join(padded).rstrip()


def _print_rich(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, heading: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=heading, header_style="bold")
    for title in columns:
        table.add_column(Text(visible(title)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell.text, style=cell.style) for cell in row))
    Console(file=sys.stdout, markup=False, emoji=False, highlight=False).print(table)
