"""How far a long operation is: one line that is written over on a terminal, single steps elsewhere."""

import re
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from types import TracebackType
from typing import Self
from typing import TypeVar

from schema.visible import visible

_PART = re.compile(r"\d+% \(\d+/\d+\)")
_WIDEST = 78
_STEP = 500
Row = TypeVar("Row")


class Progress:
    """Says on stderr what is being done; for `with`, so that the line is ended whatever happens."""

    def __init__(self) -> None:
        self._painted = sys.stderr.isatty()
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            sys.stderr.write("\n")
            sys.stderr.flush()
            self._open = False

    def step(self, line: str, done: int = 0, whole: int = 0) -> None:
        """Say on a terminal how far something is; elsewhere nothing.

        Args:
            line: what is being done.
            done: how many of them are.
            whole: how many there are; 0 where nobody knows.
        """
        if self._painted:
            self(f"{line}: {100 * done // whole}% ({done}/{whole})" if whole else line)

    def count(self, line: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass rows on and say on a terminal how many there were; elsewhere a number without an end says nothing.

        Args:
            line: what is being done.
            rows: the rows.
        """
        for number, row in enumerate(rows, 1):
            if self._painted and number % _STEP == 0:
                self(f"{line} {number:,}")
            yield row

    def __call__(self, line: str) -> None:
        """Say one line, as git or the store words it."""
        text = visible(line)
        if self._painted:
            sys.stderr.write(f"\r\x1b[K{text[:_WIDEST]}")
            self._open = True
        elif not _PART.search(line):  # a file of messages needs no hundred steps of one count
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
