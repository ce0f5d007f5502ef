"""A screen as text that says everything about it: its lines, and below them which style each cell has.

Such a text is what `tests/tui/screens/` holds: a person sees in a difference what moved and what changed its colour, and an
SVG is drawn from it whenever one is wanted. `python -m tests.tui.picture FOLDER` draws all of them into a folder.
"""

import sys
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from string import ascii_lowercase
from zlib import crc32

from rich.cells import cell_len
from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from docs.pictures import draw

SCREENS = Path(__file__).parent / "screens"
"""A folder for each language and size, in it a text for each screen."""
_STYLES = "-- styles"
_CELLS = "-- cells"
_LOOKS = ("bold", "dim", "italic", "underline", "reverse", "strike")

Run = tuple[str, Style]
"""A text and how it looks."""


def write(strips: Sequence[Strip]) -> str:
    """Write a screen down.

    Args:
        strips: its lines, from the top.

    Returns:
        The lines without blanks at their ends, the styles with a name each, and for each line the runs of cells:
        `abc12 xyz8` is twelve cells of style abc and eight of xyz. A style has the same name on every screen, so that
        a difference shows the cells that changed and no others.
    """
    lines = [_runs(strip) for strip in strips]
    styles = dict.fromkeys(str(style) for line in lines for _text, style in line)
    letters = _named(styles)
    return "\n".join(
        [
            *("".join(text for text, _style in line).rstrip() for line in lines),
            _STYLES,
            *(f"{letter} {style}" for style, letter in letters.items()),
            _CELLS,
            *(" ".join(f"{letters[str(style)]}{cell_len(text)}" for text, style in line) for line in lines),
            "",
        ]
    )


def read(text: str) -> list[Strip]:
    """Make the lines of a screen from what `write` gave."""
    shown, _mark, rest = text.partition(f"{_STYLES}\n")
    named, _mark, cells = rest.partition(f"{_CELLS}\n")
    styles = {
        letter: Style.parse(style) for letter, _blank, style in (line.partition(" ") for line in named.splitlines())
    }
    return [
        Strip(_segments(line, runs.split(), styles))
        for line, runs in zip(shown.split("\n"), cells.splitlines(), strict=False)
    ]


def _runs(strip: Strip) -> list[Run]:
    """The runs of cells that look alike; what a click would do is no look."""
    segments = [(text, _plain(style)) for text, style, control in strip if text and not control]
    return [("".join(text for text, _style in run), style) for style, run in groupby(segments, key=lambda one: one[1])]


def _plain(style: Style | None) -> Style:
    if style is None or not style.meta:
        return style or Style()
    on = {name: getattr(style, name) for name in _LOOKS}
    return Style(color=style.color, bgcolor=style.bgcolor, **on)


def _named(styles: Iterable[str]) -> dict[str, str]:
    """Give each style three letters that hang on nothing but the style; letters alone, because numbers of cells follow."""
    names: dict[str, str] = {}
    for style in styles:
        number = crc32(style.encode())
        while (name := _letters(number)) in names.values():
            number += 1
        names[style] = name
    return names


def _letters(number: int) -> str:
    return "".join(ascii_lowercase[number // 26**place % 26] for place in range(3))


def _segments(line: str, runs: Iterable[str], styles: dict[str, Style]) -> Iterator[Segment]:
    """Give each run of cells its part of the line."""
    signs = [(line[start:end], cells) for start, end, cells in split_graphemes(line)[0]]
    at = 0
    for run in runs:
        letter = run.rstrip("0123456789")
        left = int(run[len(letter) :])
        part = ""
        while left > 0 and at < len(signs):
            part += signs[at][0]
            left -= signs[at][1]
            at += 1
        yield Segment(part + " " * left, styles[letter])


def picture(strips: Sequence[Strip]) -> str:
    """Draw a screen as SVG."""
    return draw(strips, (max((strip.cell_length for strip in strips), default=1), len(strips)))


def main() -> int:
    """Draw all screens that are kept."""
    folder = Path(sys.argv[1])
    for path in sorted(SCREENS.glob("*/*.txt")):
        made = folder / path.parent.name / f"{path.stem}.svg"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(picture(read(path.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
