"""The normal form: how dutybook writes a new record, a new field, a new row.

TOML 1.0, LF, ASCII keys, no dotted keys, no inline tables, values first and then tables, arrays of more than one item
one per line, long text as multi-line strings. `store.toml.text` gives `render` to callers; `store.toml.edit` takes the pieces.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any
from typing import ClassVar

from schema.diagnostic import Step
from schema.diagnostic import dotted
from schema.failure import Failure
from store.toml.layout import MAX_DEPTH

LONG = 100
"""A text wider than this many cells is written as a multi-line string."""
SMALLEST = -(2**63)
LARGEST = 2**63 - 1

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
# What TOML wants escaped, and what an editor or a terminal would take for a line end or for a command: C0, DEL, C1,
# line and paragraph separator, bidirectional controls, the byte order mark.
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]')
_ESCAPED_LONG = re.compile('[\x00-\x08\x0b-\x1f\\\\\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]|""(?=")|"\\Z')
_MARKER = re.compile("^(?:<(?=<{6})|>(?=>{6}))", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
    '""': '"\\"',
}


class Unstorable(Failure):
    """A value has no form in a record's file."""

    code: ClassVar[str] = "F502"

    def __init__(
        self, key: tuple[Step, ...], reason: str, hint: str, *, reason_zh: str = "", hint_zh: str = ""
    ) -> None:
        super().__init__(
            f"{f'The field {dotted(key)}' if key else 'The record'} can't be written: {reason}.",
            hint,
            message_zh=f"{f'字段 {dotted(key)} ' if key else '记录'}无法写入：{reason_zh or reason}。",
            hint_zh=hint_zh,
        )
        self.key = key
        """Where the value stands."""


def render(fields: Mapping[str, Any]) -> str:
    """Write a new record.

    Args:
        fields: the record's fields in the order wanted: text, whole numbers, decimals, booleans, dates, times, lists
            of these, mappings (tables) and lists of mappings (rows). Within each table the values come first and the
            tables after them, each in the order given.

    Returns:
        The text, ending in a newline; empty for no fields. `parse` gives the same fields back.

    Raises:
        Unstorable: a value has no form in TOML (None, half a character, a number beyond 64 bits).
    """
    return "".join(render_table((), fields)).removeprefix("\n")


def render_table(path: tuple[Step, ...], fields: Mapping[str, Any], *, row: bool = False) -> list[str]:
    """Write one table with everything in it.

    Args:
        path: its full path; empty for the top of a file, which has no header.
        fields: what it holds.
        row: whether it is a row of an array of tables.

    Returns:
        Whole lines with LF; each header comes with the blank line before it.
    """
    if len(path) > MAX_DEPTH:
        raise _too_deep(path)
    parts = [step for step in path if isinstance(step, str)]
    lines = [f"\n{render_header(parts, row=row)}\n"] if path else []
    lines += [
        render_field(key, value, (*path, key))
        for key, value in fields.items()
        if not is_table(value) and not is_rows(value)
    ]
    for key, value in fields.items():
        if is_table(value):
            lines += render_table((*path, key), value)
        elif is_rows(value):
            for index, inner in enumerate(value):
                lines += render_table((*path, key, index), inner, row=True)
    return lines


def render_header(parts: Sequence[str], *, row: bool) -> str:
    """Write a header line without its line end: `[a.b]`, or `[[a.b]]` for a row."""
    name = ".".join(render_key(part) for part in parts)
    return f"[[{name}]]" if row else f"[{name}]"


def render_field(key: str, value: Any, path: tuple[Step, ...] = ()) -> str:
    """Write `key = value` with its line end. A table or rows as the value would become inline: see render_table."""
    return f"{render_key(key)} = {render_value(value, path or (key,))}\n"


def render_key(key: str) -> str:
    """Write one part of a key, quoted where it must be."""
    if not isinstance(key, str):
        raise Unstorable(
            (),
            f"the key {key!r} is not text",
            "Name every field with text.",
            reason_zh=f"键 {key!r} 不是文字",
            hint_zh="字段名请用文字。",
        )
    return key if _BARE.match(key) else _quoted(key, (key,))


def render_value(value: Any, path: tuple[Step, ...] = ()) -> str:
    """Write a value as it stands after `=`: long text as a multi-line string, several items one per line."""
    if isinstance(value, str):
        return _long(value, path) if "\n" in value or _wide(value) else _quoted(value, path)
    if isinstance(value, (list, tuple)) and len(value) > 1:
        items = "".join(f"  {render_inline(item, (*path, index))},\n" for index, item in enumerate(value))
        return f"[\n{items}]"
    return render_inline(value, path)


def render_inline(value: Any, path: tuple[Step, ...] = ()) -> str:
    """Write a value on one line, as an item of an array or in an inline table that somebody wrote."""
    if isinstance(value, str):
        return _quoted(value, path)
    if isinstance(value, (list, tuple)):
        _check_depth(path)
        return "[" + ", ".join(render_inline(item, (*path, index)) for index, item in enumerate(value)) + "]"
    if is_table(value):
        _check_depth(path)
        inner = ", ".join(f"{render_key(key)} = {render_inline(item, (*path, key))}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return _scalar(value, path)


def is_table(value: Any) -> bool:
    """Whether a value is written as a table."""
    return isinstance(value, Mapping)


def is_rows(value: Any) -> bool:
    """Whether a value is written as an array of tables: a list that isn't empty and holds nothing but mappings."""
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _check_depth(path: tuple[Step, ...]) -> None:
    if len(path) > MAX_DEPTH:
        raise _too_deep(path)


def _too_deep(path: tuple[Step, ...]) -> Unstorable:
    return Unstorable(
        path,
        f"tables and values are nested more than {MAX_DEPTH} deep",
        "Flatten the record.",
        reason_zh=f"表和值的嵌套超过 {MAX_DEPTH} 层",
        hint_zh="请减少嵌套。",
    )


def _scalar(value: Any, path: tuple[Step, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not SMALLEST <= value <= LARGEST:
            raise Unstorable(
                path,
                "the number is beyond 64 bits",
                "Write it as text in quotes.",
                reason_zh="数字超过 64 位",
                hint_zh="请加引号写成文字。",
            )
        return str(int(value))
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(float(value))
    if isinstance(value, (datetime, time)):
        return _moment(value, path)
    if isinstance(value, date):
        return value.isoformat()
    raise Unstorable(
        path,
        f"{type(value).__name__} is not a value of TOML",
        "Leave the field out, or give text, a number, a date or a list.",
        reason_zh=f"TOML 没有 {type(value).__name__} 这种值",
        hint_zh="请不填此字段，或填文字、数字、日期或列表。",
    )


def _moment(value: datetime | time, path: tuple[Step, ...]) -> str:
    if isinstance(value, time) and value.tzinfo is not None:
        raise Unstorable(
            path,
            "a time of day has no time zone in TOML",
            "Leave the zone out.",
            reason_zh="TOML 的时刻不带时区",
            hint_zh="请去掉时区。",
        )
    offset = value.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        raise Unstorable(
            path,
            "the time zone is not a whole number of minutes off",
            "Give the offset in whole minutes.",
            reason_zh="时区的偏移不是整分钟",
            hint_zh="请用整分钟的偏移。",
        )
    return value.isoformat()


def _quoted(value: str, path: tuple[Step, ...]) -> str:
    _check_characters(value, path)
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _long(value: str, path: tuple[Step, ...]) -> str:
    _check_characters(value, path)
    body = _ESCAPED_LONG.sub(_escape, value)
    return f'"""\n{_MARKER.sub(_escape_always, body)}"""'


def _check_characters(value: str, path: tuple[Step, ...]) -> None:
    if not value.isascii() and _SURROGATE.search(value):
        raise Unstorable(
            path,
            "the text holds half a character (a lone surrogate)",
            "Delete the character that shows as a mark and type it again.",
            reason_zh="文字里有半个字符（单独的代理码位）",
            hint_zh="请删去显示异常的字符后重新输入。",
        )


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    return _SHORT_ESCAPES.get(found) or _escape_always(match)


def _escape_always(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04X}"


def _wide(value: str) -> bool:
    if len(value) > LONG:
        return True
    return len(value) * 2 > LONG and not value.isascii() and sum(_cells(character) for character in value) > LONG


def _cells(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
