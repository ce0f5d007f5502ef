"""A policy text's bytes to its lines, by what the file's name says that it is."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any
from typing import Final

from exchange.encoding import decode
from exchange.policy.labels import label_of
from exchange.policy.line import Line
from exchange.policy.line import line_of
from exchange.policy.lists import sentences
from exchange.policy.paragraphs import paragraphs_of
from exchange.policy.refusal import NotAPolicyText
from exchange.policy.refusal import NothingInIt
from exchange.policy.refusal import TextDamaged
from exchange.policy.refusal import TextEncoding
from exchange.policy.refusal import TextLocked
from exchange.policy.refusal import TextTooLarge
from exchange.policy.refusal import TextUnsafe
from exchange.unpacking import MOST_BYTES
from exchange.unpacking import MOST_UNPACKED
from exchange.unpacking import look_into
from schema.shadow import shadow

MOST_TEXT: Final = 10 << 20
"""Most bytes of plain text: some five million characters, more than any rule has."""
_MARKDOWN: Final = re.compile(r"^ {0,3}(?:(#{1,6})\s+|>\s?|(?P<bullet>[-*+])\s+(?=\S))")
_ROW: Final = re.compile(r" {0,3}\|.*\|\s*$")
_BREAK: Final = re.compile(r"<br */?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def read_lines(name: str, content: bytes) -> list[Line]:
    """Read a policy text.

    Args:
        name: of the file; its ending says what it is.
        content: its bytes.

    Raises:
        NotAPolicyText: it is in another format.
        NothingInIt: it holds no text.
        Failure: it is damaged, locked, too large, unsafe, or in no known encoding.
    """
    match PurePath(name).suffix.casefold():
        case ".txt" | ".text":
            lines = [line_of(number, text) for number, text in enumerate(_text(name, content).splitlines(), 1)]
        case ".md" | ".markdown":
            lines = list(_markdown(_text(name, content).splitlines()))
        case ".docx":
            lines = list(_paragraphs(name, content))
        case _:
            raise NotAPolicyText(name)
    if all(line.is_blank for line in lines):
        raise NothingInIt(name)
    return paragraphs_of(lines, wrapped=not name.casefold().endswith(".docx"))


def _text(name: str, content: bytes) -> str:
    if len(content) > MOST_TEXT:
        raise TextTooLarge(name, MOST_TEXT >> 20)
    text = decode(content)
    if text is None:
        raise TextEncoding(name)
    return text


def _marked(number: int, text: str) -> Line:
    match = _MARKDOWN.match(text)
    heading = len(match[1] or "") if match else 0
    bare = text[match.end() :] if match else text
    # An item of a list without a label of its own keeps its bullet, so that it is a clause and no part of the sentence before.
    listed = match is not None and match["bullet"] is not None
    bullet = "• " if listed and label_of(shadow(_EMPHASIS.sub(r"\2", bare))) is None else ""
    return line_of(number, bullet + _EMPHASIS.sub(r"\2", bare).removesuffix("  "), heading, begins=match is not None)


def _markdown(texts: list[str]) -> Iterator[Line]:
    """Lines of Markdown; of a table each row in the place of its line."""
    at = 0
    while at < len(texts):
        until = at
        while until < len(texts) and _ROW.match(texts[until]):
            until += 1
        if until - at < 2:
            yield _marked(at + 1, texts[at])
            at += 1
            continue
        rows = [
            [_BREAK.sub("\n", cell).strip() for cell in row.strip().strip("|").split("|")] for row in texts[at:until]
        ]
        kept = [
            (number, row) for number, row in enumerate(rows, at + 1) if not all(set(cell) <= {"-", ":"} for cell in row)
        ]
        for (number, _row), said in zip(kept, sentences([row for _number, row in kept]), strict=True):
            for text in said or [""]:
                yield line_of(number, _EMPHASIS.sub(r"\2", text))
        at = until


def _paragraphs(name: str, content: bytes) -> Iterator[Line]:
    match look_into(content):
        case "too-large" | "unpacks-too-large" as fault:
            raise TextTooLarge(name, (MOST_BYTES if fault == "too-large" else MOST_UNPACKED) >> 20)
        case "locked":
            raise TextLocked(name)
        case "unsafe":
            raise TextUnsafe(name)
        case "damaged":
            raise TextDamaged(name)
        case None:
            pass
    try:
        yield from _body(content)
    except Exception as error:  # whatever a damaged part makes of the reader
        raise TextDamaged(name) from error


def _body(content: bytes) -> Iterator[Line]:
    from docx import Document  # noqa: PLC0415 - heavy, and only Word documents need it
    from docx.table import Table  # noqa: PLC0415

    from exchange.policy.numbering import Numbering  # noqa: PLC0415

    document = Document(BytesIO(content))
    numbering = Numbering(document)
    number = 0
    for block in document.iter_inner_content():
        for text, heading in (
            _rows(block) if isinstance(block, Table) else [(numbering.label(block) + block.text, _level(block))]
        ):
            for part in text.split("\n"):
                number += 1
                yield line_of(number, part, heading)


def _rows(table: Any) -> Iterator[tuple[str, int]]:
    # A merged cell is given once for each column that it spans, as the same text twice side by side.
    for said in sentences([[cell.text for cell in row.cells] for row in table.rows]):
        for text in said or [""]:
            yield text, 0


def _level(paragraph: Any) -> int:
    name = (paragraph.style.name if paragraph.style is not None else "") or ""
    if name == "Title":
        return 1
    match = re.fullmatch(r"(?:heading|标题) ?([1-6])", name, re.IGNORECASE)
    return int(match[1]) + 1 if match else 0
