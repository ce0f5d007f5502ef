"""Text of a record: bytes to TOML data, safely and fast; the line of a key; new text in normal form.

What is accepted: what `tomllib` of this Python accepts (TOML 1.0) within our limits, with the same data whichever
parser did the work. rtoml, when it can be imported, is about seven times faster, but it also takes TOML 1.1 forms and
gives time zones of a class of its own. Both need a sign in the bytes (`{`, a backslash before `e` or `x`, a clock time
without seconds or with a zone), so a text with such a sign is parsed once more by `tomllib`, whose answer counts. What
rtoml refuses is parsed again by `tomllib` for a stable line and column. Without rtoml everything goes that second way.

Raw bytes come from strangers: nothing but `Unparseable` comes out of `parse`, whatever goes in.
"""

import math
import re
import tomllib
from collections.abc import Callable
from typing import Any
from typing import NamedTuple

from schema.diagnostic import Step
from schema.diagnostic import dotted
from store.toml.encoding import MAX_BYTES
from store.toml.encoding import Reason
from store.toml.encoding import TextNote
from store.toml.encoding import Unparseable
from store.toml.encoding import decode
from store.toml.layout import MAX_DEPTH
from store.toml.layout import LayoutError
from store.toml.layout import TooDeepError
from store.toml.layout import line_of
from store.toml.layout import measure
from store.toml.normal import LARGEST
from store.toml.normal import SMALLEST
from store.toml.normal import Unstorable
from store.toml.normal import render
from store.toml.syntax import explain_syntax_zh

__all__ = [
    "MAX_BYTES",
    "Parsed",
    "Reason",
    "TextNote",
    "Unparseable",
    "Unstorable",
    "decode",
    "locate",
    "parse",
    "parse_text",
    "plain",
    "render",
]

_CLOCK = re.compile(r"(?<!:)[0-9]{2}:[0-9]{2}(?!:[0-9]{2})|:[0-9]{2}(?:\.[0-9]+)?[Zz]")
_DOTS = re.compile(r"(?:\.[^.\n]*+){%d}" % MAX_DEPTH)  # noqa: UP031 - braces of a regular expression
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_NEW_FORMS = ("{", "\\e", "\\x")


def _fast_parser() -> Callable[[str], dict[str, Any]] | None:
    try:
        import rtoml  # noqa: PLC0415 - a machine without the wheel still reads its records
    except ImportError:
        return None
    loads: Callable[[str], dict[str, Any]] = rtoml.loads
    return loads


_fast = _fast_parser()


class Parsed(NamedTuple):
    """What a text holds."""

    data: dict[str, Any]
    """TOML values as Python values, keys in the file's order."""
    notes: tuple[TextNote, ...] = ()


class _OutOfBounds(Exception):
    pass


def parse(data: bytes) -> Parsed:
    """Parse the bytes of a record.

    Args:
        data: a file's content. A byte order mark is taken off (with a note); CRLF counts as LF, also inside text.

    Raises:
        Unparseable: with one reason, the place, a sentence and a hint. Nothing else is ever raised.
    """
    if _fast is not None and len(data) <= MAX_BYTES:
        try:
            text = data.decode()
            # Signs of anything that needs a second look; one character each, because a search is fast at that.
            if not (
                "\\" in text
                or "{" in text
                or "\r" in text
                or "<" in text
                or ">" in text
                or ":" in text
                or text[:1] == "\ufeff"
            ):
                values = _fast(text)
                _walk(values, 0)
                return Parsed(values)
        except (ValueError, _OutOfBounds):
            pass  # the careful way says what is wrong and where
    text, notes = decode(data)
    return Parsed(_read(text), notes)


def plain(text: str | None) -> dict[str, Any]:
    """A record's text as plain data; empty where there is none or it cannot be read."""
    if text is None:
        return {}
    try:
        return parse(text.encode()).data
    except Unparseable:
        return {}


def _read(text: str) -> dict[str, Any]:
    if _fast is None or _new_form(text):
        return _slow(text)
    try:
        values = _fast(text)
    except ValueError:
        return _slow(text)
    _check_bounds(values, text)
    return values


def locate(text: str, key: tuple[Step, ...]) -> int:
    """Line of a key in a record's text.

    Args:
        text: the record's text.
        key: path such as `("cadence", 1, "n")`; a number is the row of an array of tables or the item of an array.

    Returns:
        Line, the first is 1. Where the key itself is missing, the line of the nearest table, row or array around it
        that exists; 1 where there is none, for an empty path and for a text that isn't TOML.
    """
    text = text.removeprefix("\ufeff")
    try:
        places = measure(text).places()
    except LayoutError:
        return 1
    for size in range(len(key), 0, -1):
        offset = places.get(key[:size])
        if offset is not None:
            return line_of(text, offset)
    return 1


def parse_text(text: str) -> dict[str, Any]:
    """Parse text that is already decoded, with `tomllib` and nothing else, within our limits.

    Raises:
        Unparseable: not TOML 1.0, too deep, or a number out of range.
    """
    return _slow(text)


def _new_form(text: str) -> bool:
    if text[:1] == "\ufeff" or (":" in text and _CLOCK.search(text)):  # rtoml takes a second byte order mark too
        return True
    return any(sign in text for sign in _NEW_FORMS)


def _slow(text: str) -> dict[str, Any]:
    _check_keys(text)
    try:
        values = tomllib.loads(text, parse_float=_float)
    except tomllib.TOMLDecodeError as error:
        raise _refused(text, str(error)) from None
    except (RecursionError, MemoryError):
        raise _too_deep(*_deepest(text, ())) from None
    except (ValueError, OverflowError):  # thousands of digits, or an exponent past what a decimal can hold
        line = _line_of_number(text)
        raise _out_of_range(
            line, f"Line {line} holds a number out of range.", f"第 {line} 行有超出范围的数字。"
        ) from None
    _check_bounds(values, text)
    return values


def _out_of_range(line: int, message: str, message_zh: str) -> Unparseable:
    return Unparseable(
        Reason.NUMBER,
        line,
        0,
        message,
        f"Whole numbers go from {SMALLEST} to {LARGEST}; write longer ones as text in quotes.",
        message_zh=message_zh,
        hint_zh=f"整数只能在 {SMALLEST} 到 {LARGEST} 之间；更长的请加引号写成文字。",
    )


def _float(written: str) -> float:
    value = float(written)
    if math.isinf(value) and "inf" not in written:
        raise OverflowError(written[:40])
    return value


def _line_of_number(text: str) -> int:
    match = re.search(r"[0-9_]{400,}|[0-9][eE]\+?[0-9]{3,}", text)
    return line_of(text, match.start()) if match else 1


def _check_keys(text: str) -> None:
    # tomllib takes memory with the square of a key's parts, so keys are measured before it sees them.
    if not _DOTS.search(text):
        return
    try:
        measure(text)
    except TooDeepError as error:
        raise _too_deep(*_position(text, error.offset)) from None
    except LayoutError as error:
        line, column = _position(text, error.offset)
        raise _syntax(line, column, str(error)) from None


def _check_bounds(values: dict[str, Any], text: str) -> None:
    try:
        _walk(values, 0)
    except _OutOfBounds:
        _report_bounds(values, text, ())


def _walk(values: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _OutOfBounds
    for value in values.values() if type(values) is dict else values:
        kind = type(value)
        if kind is str:
            continue
        if kind is dict or kind is list:
            _walk(value, depth + 1)
        elif kind is int and not SMALLEST <= value <= LARGEST:
            raise _OutOfBounds


def _report_bounds(values: Any, text: str, path: tuple[Step, ...]) -> None:
    if len(path) > MAX_DEPTH:
        raise _too_deep(*_deepest(text, path))
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in pairs:
        inner = (*path, key)
        if isinstance(value, (dict, list)):
            _report_bounds(value, text, inner)
        elif isinstance(value, int) and not SMALLEST <= value <= LARGEST:
            raise _out_of_range(
                locate(text, inner),
                f"The value of {dotted(inner)} is a whole number beyond 64 bits.",
                f"{dotted(inner)} 的值是超过 64 位的整数。",
            )


def _deepest(text: str, path: tuple[Step, ...]) -> tuple[int, int]:
    try:
        measure(text)
    except LayoutError as error:
        return _position(text, error.offset)
    return locate(text, path), 0


def _refused(text: str, said: str) -> Unparseable:
    match = _AT.search(said)
    what = said[: match.start()] if match else said
    line, column = (int(match[1]), int(match[2])) if match and match[1] else _position(text, len(text.rstrip()))
    if what.startswith("Cannot "):
        return _duplicate(text, line, column, what)
    return _syntax(line, column, what)


def _syntax(line: int, column: int, what: str) -> Unparseable:
    return Unparseable(
        Reason.SYNTAX,
        line,
        column,
        f"The text is not TOML, seen at line {line}, column {column}: {what}.",
        f"Look at line {line} and the one above it: quotes, brackets and `=`.",
        message_zh=f"文本不符合 TOML 写法，见第 {line} 行第 {column} 列：{explain_syntax_zh(what)}。",
        hint_zh=f"请检查第 {line} 行及其上一行的引号、括号和等号。",
    )


def _duplicate(text: str, line: int, column: int, what: str) -> Unparseable:
    try:
        twice = _find_duplicate(text)
    except LayoutError:
        twice = None
    if twice is None:
        return _twice(
            line,
            column,
            f"A key or table is given twice, seen at line {line}: {what}.",
            f"有键或表重复，见第 {line} 行：{explain_syntax_zh(what)}。",
        )
    key, first, second = dotted(twice[0]), line_of(text, twice[1]), line_of(text, twice[2])
    return _twice(
        second,
        1,
        f"The key {key} is given twice, at line {first} and again at line {second}.",
        f"{key} 出现两次：第 {first} 行和第 {second} 行。",
    )


def _twice(line: int, column: int, message: str, message_zh: str) -> Unparseable:
    return Unparseable(
        Reason.DUPLICATE_KEY,
        line,
        column,
        message,
        "Keep one of the two; after a merge, both sides may have added the same field.",
        message_zh=message_zh,
        hint_zh="两处只留一处；合并之后，可能双方都添加了同一字段。",
    )


def _find_duplicate(text: str) -> tuple[tuple[Step, ...], int, int] | None:
    seen: dict[tuple[Step, ...], int] = {}
    for section in measure(text).sections:
        heads = [section.header] if section.header is not None else []
        for statement in [*heads, *section.statements]:
            if statement.path in seen:
                return statement.path, seen[statement.path], statement.start
            seen[statement.path] = statement.start
    return None


def _too_deep(line: int, column: int) -> Unparseable:
    where, where_zh = (f" at line {line}", f"第 {line} 行") if line else ("", "")
    return Unparseable(
        Reason.TOO_DEEP,
        line,
        column,
        f"Keys or values are nested more than {MAX_DEPTH} deep{where}.",
        "No record needs that: restore the file from its history.",
        message_zh=f"{where_zh}键或值的嵌套超过 {MAX_DEPTH} 层。",
        hint_zh="记录用不着这样写：请从历史中恢复此文件。",
    )


def _position(text: str, offset: int) -> tuple[int, int]:
    return line_of(text, offset), offset - text.rfind("\n", 0, offset)
