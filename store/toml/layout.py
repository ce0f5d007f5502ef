"""Where everything stands in the text of a record: sections, keys, values, comments, each with its place.

Values come from the parsers; this module only measures. It reads text that a TOML parser accepts and keeps the offsets
that the parsers throw away. `store.toml.text` finds lines with it, `store.toml.edit` changes exact spans with it.
"""

import re
import tomllib
from dataclasses import dataclass
from dataclasses import field

from schema.diagnostic import Step

MAX_DEPTH = 16
"""Most parts of one key, and most arrays and inline tables inside each other."""

Path = tuple[Step, ...]

_SPACE = re.compile(r"[ \t]*+")
_BLANK = re.compile(r"[ \t\r\n]*+")
_COMMENT = re.compile(r"#[^\r\n]*+")
_LINE_END = re.compile(r"\r?\n|\Z")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?!"")(?:[^"\\\r\n]++|\\[^\r\n])*+"'
    r"|'(?!'')[^'\r\n]*+'"
)
_SCALAR = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\[\]{}#\"']++"  # a date and a time with a space between
    r"|[^\s,\[\]{}#\"'=]++"
)


class LayoutError(ValueError):
    """The text is not TOML, seen at `offset`."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


class TooDeepError(LayoutError):
    """A key of too many parts, or values nested too deeply, at `offset`."""


@dataclass(slots=True)
class Value:
    """The place of one value."""

    start: int
    end: int
    """Offset after its last character."""
    items: list["Value"] | None = None
    """Elements, when it is an array."""
    fields: list["Field"] | None = None
    """Fields, when it is an inline table."""


@dataclass(slots=True)
class Field:
    """One `key = value` inside an inline table."""

    keys: tuple[str, ...]
    start: int
    value: Value


@dataclass(slots=True)
class Statement:
    """One `key = value` or one header, with all its lines."""

    path: Path
    """Full path: the table's path and the key's parts."""
    keys: tuple[str, ...]
    """The parts as written in this statement."""
    start: int
    """Start of its first line."""
    end: int
    """After the line end of its last line."""
    value: Value | None = None
    """None for a header."""


@dataclass(slots=True)
class Section:
    """A header and everything up to the next one; the first section is the top of the file and has no header."""

    path: Path
    header: Statement | None
    start: int
    end: int = 0
    statements: list[Statement] = field(default_factory=list)

    @property
    def is_row(self) -> bool:
        """Whether it begins a row of an array of tables."""
        return bool(self.path) and isinstance(self.path[-1], int)


@dataclass(slots=True)
class Layout:
    """The layout of one text."""

    text: str
    sections: list[Section]
    comments: list[tuple[int, int]]
    """Spans of all comments, those inside arrays included."""

    def places(self) -> dict[Path, int]:
        """Offset of the first mention of every key, table, row and element, the tables only implied included."""
        found: dict[Path, int] = {}
        for section in self.sections:
            head = section.header
            if head is not None:
                _place(found, section.path, _indent(self.text, head.start))
            for statement in section.statements:
                offset = _indent(self.text, statement.start)
                _place(found, statement.path, offset)
                if statement.value is not None:
                    _place_inside(found, statement.path, statement.value)
        return found


def measure(text: str) -> Layout:
    """Measure a text.

    Args:
        text: TOML, with LF or CRLF; no byte order mark.

    Raises:
        TooDeepError: a key or a value is nested beyond MAX_DEPTH.
        LayoutError: the text is not TOML. The reverse does not hold: some texts that are not TOML are measured.
    """
    return _Scanner(text).run()


def line_of(text: str, offset: int) -> int:
    """Line of an offset, the first is 1."""
    return text.count("\n", 0, offset) + 1


def _indent(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _place(found: dict[Path, int], path: Path, offset: int) -> None:
    for size in range(len(path), 0, -1):
        prefix = path[:size]
        if prefix in found:
            return
        found[prefix] = offset


def _place_inside(found: dict[Path, int], path: Path, value: Value) -> None:
    for index, item in enumerate(value.items or ()):
        found.setdefault((*path, index), item.start)
        _place_inside(found, (*path, index), item)
    for inner in value.fields or ():
        deeper = (*path, *inner.keys)
        _place(found, deeper, inner.start)
        _place_inside(found, deeper, inner.value)


class _Scanner:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.comments: list[tuple[int, int]] = []
        self.rows: dict[Path, int] = {}

    def run(self) -> Layout:
        text = self.text
        section = Section((), None, 0)
        sections = [section]
        at = self.blank(0)
        while at < len(text):
            start = text.rfind("\n", 0, at) + 1
            if text[at] == "[":
                header, at = self.header(at, start)
                section.end = start
                section = Section(header.path, header, start)
                sections.append(section)
            else:
                statement, at = self.assignment(at, start, section.path)
                section.statements.append(statement)
            at = self.blank(at)
        section.end = len(text)
        return Layout(text, sections, self.comments)

    def header(self, at: int, start: int) -> tuple[Statement, int]:
        row = self.text.startswith("[[", at)
        keys, at = self.keys(at + 1 + row)
        closing = "]]" if row else "]"
        if not self.text.startswith(closing, at):
            raise LayoutError(at, "a header is not closed")
        end = self.line_end(at + len(closing))
        path = self.resolve(keys[:-1])
        last = (*path, keys[-1])
        if row:
            self.rows[last] = self.rows.get(last, 0) + 1
        if last in self.rows:
            last = (*last, self.rows[last] - 1)
        return Statement(last, keys, start, end), end

    def resolve(self, keys: tuple[str, ...]) -> Path:
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.rows:
                path = (*path, self.rows[path] - 1)
        return path

    def assignment(self, at: int, start: int, table: Path) -> tuple[Statement, int]:
        keys, at = self.keys(at)
        value, at = self.equals(at, 0)
        end = self.line_end(at)
        return Statement((*table, *keys), keys, start, end, value), end

    def equals(self, at: int, depth: int) -> tuple[Value, int]:
        if not self.text.startswith("=", at):
            raise LayoutError(at, "a key without `=`")
        value = self.value(self.space(at + 1), depth)
        return value, value.end

    def keys(self, at: int) -> tuple[tuple[str, ...], int]:
        parts: list[str] = []
        while True:
            at = self.space(at)
            match = _BARE_KEY.match(self.text, at) or _STRING.match(self.text, at)
            if match is None or match.group()[:3] in {'"""', "'''"}:
                raise LayoutError(at, "a key is missing or not valid")
            parts.append(_key(match.group(), at))
            if len(parts) > MAX_DEPTH:
                raise TooDeepError(at, f"a key has more than {MAX_DEPTH} parts")
            at = self.space(match.end())
            if not self.text.startswith(".", at):
                return tuple(parts), at
            at += 1

    def value(self, at: int, depth: int) -> Value:
        sign = self.text[at : at + 1]
        if sign == "[":
            return self.array(at, depth + 1)
        if sign == "{":
            return self.table(at, depth + 1)
        match = (_STRING if sign in {'"', "'"} else _SCALAR).match(self.text, at)
        if match is None:
            raise LayoutError(at, "a value is missing or not valid")
        return Value(at, match.end())

    def array(self, start: int, depth: int) -> Value:
        self.deep(start, depth)
        items: list[Value] = []
        at = self.blank(start + 1)
        while not self.text.startswith("]", at):
            items.append(self.value(at, depth))
            at = self.blank(items[-1].end)
            if self.text.startswith(",", at):
                at = self.blank(at + 1)
            elif not self.text.startswith("]", at):
                raise LayoutError(at, "an array is not closed")
        return Value(start, at + 1, items=items)

    def table(self, start: int, depth: int) -> Value:
        self.deep(start, depth)
        fields: list[Field] = []
        at = self.blank(start + 1)
        while not self.text.startswith("}", at):
            begin = at
            keys, at = self.keys(at)
            value, at = self.equals(at, depth)
            fields.append(Field(keys, begin, value))
            at = self.blank(at)
            if self.text.startswith(",", at):
                at = self.blank(at + 1)
            elif not self.text.startswith("}", at):
                raise LayoutError(at, "an inline table is not closed")
        return Value(start, at + 1, fields=fields)

    def deep(self, at: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooDeepError(at, f"values are nested more than {MAX_DEPTH} deep")

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def blank(self, at: int) -> int:
        while True:
            match = _BLANK.match(self.text, at)
            at = match.end() if match else at
            comment = _COMMENT.match(self.text, at)
            if comment is None:
                return at
            self.comments.append(comment.span())
            at = comment.end()

    def line_end(self, at: int) -> int:
        at = self.space(at)
        comment = _COMMENT.match(self.text, at)
        if comment is not None:
            self.comments.append(comment.span())
            at = comment.end()
        match = _LINE_END.match(self.text, at)
        if match is None:
            raise LayoutError(at, "something stands after the end of a value or header")
        return match.end()


def _key(written: str, at: int) -> str:
    if written[0] not in "\"'":
        return written
    if "\\" not in written:
        return written[1:-1]
    try:
        decoded: str = tomllib.loads(f"key = {written}")["key"]
    except ValueError as error:
        raise LayoutError(at, "a quoted key is not valid") from error
    return decoded
