"""One step of an edit on the text of a record: the exact span that changes is found and replaced, the rest is not touched.

Comments stand inside their table after its header, so what stands between two rows belongs to the row before. New
parts are written in normal form with the file's line ends. Whether the result is right is proven by `store.toml.edit`.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from store.toml.fields import Change
from store.toml.fields import Path
from store.toml.layout import Layout
from store.toml.layout import Section
from store.toml.layout import Statement
from store.toml.layout import measure
from store.toml.normal import is_rows
from store.toml.normal import is_table
from store.toml.normal import render_field
from store.toml.normal import render_header
from store.toml.normal import render_inline
from store.toml.normal import render_key
from store.toml.normal import render_table


class CannotSpliceError(ValueError):
    """The text has a form in which this step can't be done line by line."""

    def __init__(self) -> None:
        super().__init__("it is written in a form that can't be changed line by line")


def splice(text: str, change: Change, after: Mapping[str, Any], ranks: Mapping[str, int]) -> str:
    """Do one step on a text.

    Args:
        text: the record's text, TOML, no byte order mark.
        change: the step.
        after: the record's data after the step.
        ranks: place of each key in the schema's order, nested ones dotted (`cadence.n`).

    Returns:
        The new text; not yet proven.

    Raises:
        CannotSpliceError: no place was found where the step could be done.
    """
    return _Splice(text, after, ranks, line_end_of(text)).do(change)


def line_end_of(text: str) -> str:
    """Line end for new lines: CRLF when the text uses it throughout, else LF."""
    count = text.count("\n")
    return "\r\n" if count and text.count("\r\n") == count else "\n"


class _Splice:
    def __init__(self, text: str, after: Mapping[str, Any], ranks: Mapping[str, int], line_end: str) -> None:
        self.layout: Layout = measure(text)
        self.text = text
        self.after = after
        self.ranks = ranks
        self.line_end = line_end

    def do(self, change: Change) -> str:
        holder = self.holder(change.key)
        if (
            holder is not None
            and not _is_empty_array(holder, change)
            and (len(holder.path) < len(change.key) or self.keeps_inline(holder, change))
        ):
            if change.act == "remove" and not self.is_wanted(holder.path):  # the last row of an inline array
                return self.remove(holder.path, keep_parent=True)
            return self.replace_value(holder)
        if change.act == "insert":
            return self.insert_row(change.key, change.value)
        if not self.exists(change.key):
            return self.add(change.key, change.value)
        removed = self.remove(change.key, keep_parent=change.act == "remove")
        if change.act == "remove":
            return removed
        return self.on(removed).add(change.key, change.value)

    def is_wanted(self, path: Path) -> bool:
        """Whether the data afterwards has something at a path."""
        value: Any = self.after
        for step in path:
            if isinstance(value, Mapping) and step not in value:
                return False
            value = value[step]
        return True

    def on(self, text: str) -> "_Splice":
        """The same step on a text that it has already changed."""
        return _Splice(text, self.after, self.ranks, self.line_end)

    def holder(self, key: Path) -> Statement | None:
        """The statement whose value is, or holds, what stands at a key."""
        for section in self.layout.sections:
            for statement in section.statements:
                if key[: len(statement.path)] == statement.path:
                    return statement
        return None

    def keeps_inline(self, holder: Statement, change: Change) -> bool:
        """Whether a statement stays a statement: its new value is no table, or it was an inline table already."""
        if change.act == "remove":
            return False
        if change.act == "insert" or not (is_table(change.value) or is_rows(change.value)):
            return change.act == "set"
        old = holder.value
        return old is not None and (old.fields is not None or any(item.fields is not None for item in old.items or ()))

    def exists(self, key: Path) -> bool:
        size = len(key)
        return any(
            section.path[:size] == key or any(statement.path[:size] == key for statement in section.statements)
            for section in self.layout.sections
        )

    def replace_value(self, statement: Statement) -> str:
        new: Any = self.after
        for step in statement.path:
            new = new[step]
        span = statement.value
        if span is None:
            raise CannotSpliceError
        written = self.text[span.start : span.end]
        from store.toml.inline import rewrite  # noqa: PLC0415 - it loads tomlkit, which only edits need

        return self.put(span.start, span.end, rewrite(written, span, new, statement.path))

    def add(self, key: Path, value: Any) -> str:
        while len(key) > 1 and not self.exists(key[:-1]):
            if not isinstance(key[-1], str):
                raise CannotSpliceError
            key, value = key[:-1], {key[-1]: value}
        name = key[-1]
        if not isinstance(name, str):
            raise CannotSpliceError
        if is_table(value) or is_rows(value):
            return self.add_tables(key, value)
        return self.add_field(key[:-1], name, value)

    def add_field(self, table: Path, name: str, value: Any) -> str:
        section = next((found for found in self.layout.sections if found.path == table), None)
        field = render_field(name, value, (*table, name))
        if section is not None:
            at = self.place_for_field(section, name)
            gap = "\n" if at == section.end != len(self.text) and section.header is None else ""
            return self.put_lines(at, field + gap)
        size = len(table)
        for outer in self.layout.sections:
            if len(outer.path) >= size:
                continue
            dotted = [inner for inner in outer.statements if inner.path[:size] == table and len(inner.path) > size]
            if dotted:
                prefix = dotted[-1].keys[: size - len(outer.path)]
                keys = ".".join(render_key(part) for part in (*prefix, name))
                return self.put_lines(dotted[-1].end, f"{keys} = {render_inline(value, (*table, name))}\n")
        first = next((found for found in self.layout.sections if found.path[:size] == table), None)
        if first is None:
            raise CannotSpliceError
        return self.put_before(first, f"{_header(table)}\n{field}")

    def place_for_field(self, section: Section, name: str) -> int:
        if not section.statements:
            return section.header.end if section.header is not None else self.content_end(section)
        rank = self.rank(section.path, name)
        before = [
            inner
            for inner in section.statements
            if rank is None or (self.rank(section.path, inner.keys[0]) or _LAST) < rank
        ]
        return before[-1].end if before else section.statements[0].start

    def add_tables(self, key: Path, value: Any) -> str:
        rows = [((*key, index), row) for index, row in enumerate(value)] if is_rows(value) else [(key, value)]
        lines = "".join(line for path, inner in rows for line in render_table(path, inner, row=path is not key))
        table = key[:-1]
        size = len(table)
        inside = [found for found in self.layout.sections if found.path[:size] == table]
        if not inside:  # defined by dotted keys: after the section that holds them
            holder = next(
                found for found in self.layout.sections for inner in found.statements if inner.path[:size] == table
            )
            return self.put_after(holder, lines)
        rank = self.rank(table, key[-1])
        before = [
            found
            for found in inside
            if found.path == table or rank is None or (self.rank(table, found.path[size]) or _LAST) < rank
        ]
        return self.put_after(before[-1], lines) if before else self.put_before(inside[0], lines.removeprefix("\n"))

    def insert_row(self, key: Path, value: Mapping[str, Any]) -> str:
        around, index = key[:-1], key[-1]
        lines = "".join(render_table(key, value, row=True))
        at = [found for found in self.layout.sections if found.path[: len(key)] == key]
        if at:
            return self.put_before(at[0], lines.removeprefix("\n"))
        if index == 0:
            if self.holder(around) is not None:
                removed = self.remove(around, keep_parent=False)
                return self.on(removed).add(around, [value])
            return self.add(around, [value])
        last = [found for found in self.layout.sections if found.path[: len(around)] == around]
        if not last:
            raise CannotSpliceError
        return self.put_after(last[-1], lines)

    def remove(self, key: Path, *, keep_parent: bool) -> str:
        size = len(key)
        spans: list[tuple[int, int]] = []
        for section in self.layout.sections:
            if section.path[:size] == key:
                spans.append((section.start, section.end))
                continue
            spans += [(inner.start, inner.end) for inner in section.statements if inner.path[:size] == key]
        if not spans:
            raise CannotSpliceError
        text = self.text
        for start, end in reversed(spans):
            text = text[:start] + text[end:]
        if not self.text[: spans[0][0]].strip():
            text = text.lstrip("\r\n")
        if spans[-1][1] == len(self.text):
            text = self.close(text)
        table = key[:-1] if isinstance(key[-1], str) else key[:-2]
        if keep_parent and table and not self.on(text).exists(table):
            return self.keep_table(table, spans)
        return text

    def keep_table(self, table: Path, spans: list[tuple[int, int]]) -> str:
        """Remove what was all that a table had, and write the table empty in its place."""
        start, end = spans[0][0], spans[-1][1]
        for section in self.layout.sections:
            for inner in section.statements:
                if inner.start == start and len(spans) == 1:
                    keys = ".".join(render_key(part) for part in inner.keys[: len(table) - len(section.path)])
                    return self.text[:start] + f"{keys} = {{}}{self.line_end}" + self.text[end:]
        if not self.has_section_at(start) or any(before[1] != after[0] for before, after in pairwise(spans)):
            raise CannotSpliceError
        last = next(found for found in self.layout.sections if found.end == end)
        return self.text[:start] + _header(table) + self.line_end + self.text[self.content_end(last) :]

    def has_section_at(self, start: int) -> bool:
        return any(found.start == start and found.header is not None for found in self.layout.sections)

    def rank(self, table: Path, name: Any) -> int | None:
        parts = [step for step in (*table, name) if isinstance(step, str)]
        return self.ranks.get(".".join(parts))

    def content_end(self, section: Section) -> int:
        """End of the last line of a section that isn't blank."""
        content = section.start + len(self.text[section.start : section.end].rstrip(" \t\r\n"))
        if content == section.start:
            return section.start
        newline = self.text.find("\n", content)
        return len(self.text) if newline < 0 else newline + 1

    def put_after(self, section: Section, lines: str) -> str:
        """Put a table, with the blank line before it, after a section's last line."""
        at = self.content_end(section)
        if not self.text[:at].strip("\r\n"):
            lines = lines.removeprefix("\n")
        follows = self.text[at:]
        gap = "\n" if follows.strip() and not follows.startswith(("\n", "\r\n")) else ""
        return self.put_lines(at, lines + gap)

    def put_before(self, section: Section, lines: str) -> str:
        """Put a table before a header, with a blank line between."""
        above = self.text[: section.start]
        gap = "\n" if above.strip() and not above.endswith(("\n\n", "\n\r\n")) else ""
        return self.put_lines(section.start, f"{gap}{lines}\n")

    def put_lines(self, at: int, lines: str) -> str:
        above = self.text[:at]
        if above and not above.endswith("\n"):  # the last line of a file without a final newline
            return above + self.line_end + self.ends(lines).removesuffix(self.line_end) + self.text[at:]
        return self.put(at, at, lines)

    def put(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + self.ends(new) + self.text[end:]

    def ends(self, new: str) -> str:
        return new if self.line_end == "\n" else new.replace("\r\n", "\n").replace("\n", self.line_end)

    def close(self, text: str) -> str:
        """End a text whose last lines were cut off as it ended before: no blank lines, a line end if there was one."""
        content = len(text.rstrip(" \t\r\n"))
        newline = text.find("\n", content)
        if not content or newline < 0:
            return text[:content]
        return text[: newline + 1] if self.text.endswith("\n") else text[:newline].removesuffix("\r")


_LAST = 10**6
"""Rank of a key that the order doesn't name."""


def _is_empty_array(holder: Statement, change: Change) -> bool:
    """Whether a first row comes into an array that is written as `rows = []`."""
    empty = holder.value is not None and holder.value.items == []
    return empty and change.act == "insert" and holder.path == change.key[:-1]


def _header(table: Path) -> str:
    return render_header([part for part in table if isinstance(part, str)], row=False)


def order_ranks(order: Sequence[str]) -> dict[str, int]:
    """Rank of each key, the first is 1."""
    return {name: place for place, name in enumerate(order, 1)}
