"""A keystroke while filtering or scrolling, each list in a fresh process: `python -m bench.keystroke list|table|scroll-list|scroll-table ROWS`."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from bench import filtering
from bench.timing import Program
from bench.timing import answer
from tui.shell import ShellApp


def type_in_list(rows: str) -> dict[str, Any]:
    """A keystroke in the filter of our list."""
    return _measure(filtering.OurApp(filtering.make_rows(int(rows))), 3)


def type_in_table(rows: str) -> dict[str, Any]:
    """A keystroke in a filter over Textual's DataTable, filled again with what matches; one round, for it is slow."""
    return _measure(filtering.TableApp(filtering.make_rows(int(rows))), 1)


def scroll_list(rows: str) -> dict[str, Any]:
    """A page down in our list."""
    return _measure(filtering.OurApp(filtering.make_rows(int(rows))), 1, filtering.SCROLLING)


def scroll_table(rows: str) -> dict[str, Any]:
    """A page down in Textual's DataTable."""
    return _measure(filtering.TableApp(filtering.make_rows(int(rows))), 1, filtering.SCROLLING)


def _measure(app: ShellApp, rounds: int, keys: Sequence[str] = filtering.TYPING) -> dict[str, Any]:
    filtering.ROUNDS = rounds
    middle, worst, shown = asyncio.run(filtering.measure(app, keys))
    # All work is this process's own, so elapsed time is asked of nobody.
    return {"cpu": middle / 1000, "wall": middle / 1000, "worst": worst / 1000, "shown": shown}


PROGRAMS: dict[str, Program] = {
    "list": type_in_list,
    "table": type_in_table,
    "scroll-list": scroll_list,
    "scroll-table": scroll_table,
}
"""All by name."""

if __name__ == "__main__":
    sys.exit(answer(PROGRAMS, sys.argv[1:]))
