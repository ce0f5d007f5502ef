"""Bytes of a record to text, and the one failure that says why bytes are not a record's text.

`store.toml.text` parses what comes out; nothing here knows TOML.
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

    def __init__(
        self,
        reason: Reason,
        line: int,
        column: int,
        message: str,
        hint: str,
        *,
        message_zh: str = "",
        hint_zh: str = "",
    ) -> None:
        super().__init__(message, hint, message_zh=message_zh, hint_zh=hint_zh)
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
        raise _too_large(len(data))
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


def _too_large(size: int) -> Unparseable:
    return Unparseable(
        Reason.TOO_LARGE,
        0,
        0,
        f"The file has {size} bytes; a record may have {MAX_BYTES}.",
        "Move long material to an attachment.",
        message_zh=f"文件有 {size} 字节；一条记录最多 {MAX_BYTES} 字节。",
        hint_zh="长篇材料请改作附件。",
    )


def _check_markers(data: bytes) -> None:
    match = _CONFLICT.search(data)
    if match is None:
        return
    line = data.count(b"\n", 0, match.start()) + 1
    mark = match.group().decode()
    raise Unparseable(
        Reason.CONFLICT,
        line,
        1,
        f"Line {line} holds a mark of an unfinished merge ({mark}).",
        "Keep the lines that are right, delete the lines that start with <<<<<<<, ======= and >>>>>>>, and save.",
        message_zh=f"第 {line} 行有未完成的合并的标记（{mark}）。",
        hint_zh="请保留正确的行，删去以 <<<<<<<、======= 和 >>>>>>> 开头的行，然后保存。",
    )


def _nul(data: bytes) -> Unparseable:
    offset = data.index(b"\0")
    line = data.count(b"\n", 0, offset) + 1
    if _looks_utf16(data):
        return _encoded(data, offset, "UTF-16")
    return Unparseable(
        Reason.NUL,
        line,
        0,
        f"Byte {offset} (line {line}) is NUL: this is not a text file, or it was damaged.",
        "Restore the file from its history.",
        message_zh=f"第 {offset} 字节（第 {line} 行）是 NUL：不是文本文件，或已损坏。",
        hint_zh="请从历史中恢复此文件。",
    )


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
    looks, looks_zh = (f"; it looks like {encoding}", f"，看来是 {encoding}") if encoding else ("", "")
    hint, hint_zh = "Save it as UTF-8, or restore it from its history.", "请另存为 UTF-8，或从历史中恢复。"
    if encoding:
        hint, hint_zh = f"Open it as {encoding} and save it as UTF-8.", f"请以 {encoding} 打开，另存为 UTF-8。"
    return Unparseable(
        Reason.NOT_UTF8,
        line,
        0,
        f"The file is not UTF-8: byte {offset} (line {line}) has no meaning{looks}.",
        hint,
        message_zh=f"文件不是 UTF-8 编码：第 {offset} 字节（第 {line} 行）无法识别{looks_zh}。",
        hint_zh=hint_zh,
    )
