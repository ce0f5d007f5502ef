"""How far a long operation is: one line that is written over on a terminal, single steps elsewhere."""

import re
import sys
from types import TracebackType
from typing import Self

from schema.visible import visible

_PART = re.compile(r"\d+% \(\d+/\d+\)")
_WIDEST = 78


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

    def __call__(self, line: str) -> None:
        """Say one line, as git or the store words it."""
        text = visible(line)
        if self._painted:
            sys.stderr.write(f"\r\x1b[K{text[:_WIDEST]}")
            self._open = True
        elif not _PART.search(line):  # a file of messages needs no hundred steps of one count
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
