"""Bytes of a record to text, and the one failure that says why bytes are not a record's text.

`store.text` parses what comes out; nothing here knows TOML.
"""

import re
from enum import StrEnum
from typing import ClassVar

from schema.failure import Failure

MAX_BYTES = 1024 * 1024
"""Largest record that is read, in bytes (1 MiB)."""

_BOM = b"\xef\xbb\xbf"
_CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)


class Reason(StrEnum):
    """Why bytes are not a record's text."""

    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf-8"
    NUL = "nul"
    CONFLICT = "conflict-markers"
    TOO_DEEP = "too-deep"
    DUPLICATE_KEY = "duplicate-key"
    NUMBER = "number-too-large"
    SYNTAX = "syntax"


class Unparseable(Failure):
    """Bytes are not a record's text. The loader turns it into a diagnostic."""

    code: ClassVar[str] = "F501"
    exit_code: ClassVar[int] = 1

    def __init__(self, reason: Reason, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.reason = reason
        """One of the reasons."""
        self.line = line
        """Line, 1 is the first; 0 where no line can be told."""
        self.column = column
        """Column in characters, 1 is the first; 0 where none can be told."""


class TextNote(StrEnum):
    """Something about the bytes that is accepted but worth a word."""

    BYTE_ORDER_MARK = "byte-order-mark"
    """The file starts with a byte order mark: read without it, and never written."""


def decode(data: bytes) -> tuple[str, tuple[TextNote, ...]]:
    """Decode the bytes of a record, with CRLF as LF and without a byte order mark.

    Raises:
        Unparseable: too large, not UTF-8, NUL bytes, or conflict markers of a merge.
    """
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes; a record may have {MAX_BYTES}"
        raise Unparseable(Reason.TOO_LARGE, 0, 0, message, "move long material to an attachment")
    notes: tuple[TextNote, ...] = ()
    if data[:3] == _BOM:
        data = data[3:]
        notes = (TextNote.BYTE_ORDER_MARK,)
    if b"<<<<<<<" in data or b">>>>>>>" in data:
        _check_markers(data)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start) from None
    if "\0" in text:
        raise _nul(data)
    return text, notes


def _check_markers(data: bytes) -> None:
    match = _CONFLICT.search(data)
    if match is None:
        return
    line = data.count(b"\n", 0, match.start()) + 1
    message = f"line {line} holds a mark of an unfinished merge ({match.group().decode()})"
    hint = "keep the lines that are right, delete the lines that start with <<<<<<<, ======= and >>>>>>>, and save"
    raise Unparseable(Reason.CONFLICT, line, 1, message, hint)


def _nul(data: bytes) -> Unparseable:
    offset = data.index(b"\0")
    line = data.count(b"\n", 0, offset) + 1
    if _looks_utf16(data):
        return _encoded(data, offset, "UTF-16")
    message = f"byte {offset} (line {line}) is NUL: this is not a text file, or it was damaged"
    return Unparseable(Reason.NUL, line, 0, message, "restore the file from its history")


def _not_utf8(data: bytes, offset: int) -> Unparseable:
    if _looks_utf16(data):
        return _encoded(data, offset, "UTF-16")
    try:
        guess = data.decode("gb18030")
    except UnicodeDecodeError:
        return _encoded(data, offset, "")
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in guess)
    foreign = sum(not character.isascii() for character in guess)
    return _encoded(data, offset, "GB18030" if chinese * 2 > foreign else "")


def _looks_utf16(data: bytes) -> bool:
    return data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data.count(0) * 3 > len(data)


def _encoded(data: bytes, offset: int, encoding: str) -> Unparseable:
    line = data.count(b"\n", 0, offset) + 1
    looks = f"; it looks like {encoding}" if encoding else ""
    message = f"the file is not UTF-8: byte {offset} (line {line}) has no meaning{looks}"
    hint = (
        f"open it as {encoding} and save it as UTF-8"
        if encoding
        else "save it as UTF-8, or restore it from its history"
    )
    return Unparseable(Reason.NOT_UTF8, line, 0, message, hint)
