"""Lines of a policy text, each with its shadow and its place in the file."""

from typing import NamedTuple

from schema.shadow import shadow


class Line(NamedTuple):
    """One line of a text, a paragraph or row of a table in a Word document, or a part of one that is a clause of its own."""

    number: int
    """Counted from 1."""
    text: str
    """As it stands there."""
    plain: str
    """Its shadow, trimmed at neither end."""
    heading: int = 0
    """The level of heading that its format gives it, from 1; 0 for none."""
    spaced: bool = False
    """Whether it holds spaces that are not plain, and nothing else: where a heading stood once."""
    begins: bool = False
    """Whether its format says that something begins with it, such as an item of a list."""
    start: int = 0
    """Where in the line of the file it begins."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.plain.strip()

    @property
    def place(self) -> tuple[int, int]:
        """What tells it from every other line."""
        return self.number, self.start


def line_of(number: int, text: str, heading: int = 0, *, begins: bool = False) -> Line:
    """A line of a file."""
    plain = shadow(text)
    spaced = not plain.strip() and any(sign not in " \t" for sign in text)
    return Line(number, text, plain, heading, spaced, begins)
