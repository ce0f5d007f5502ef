"""Looking into an Office file that somebody sent, before anything parses it: nothing in it is run, and nothing is unpacked that would not fit."""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Final
from typing import Literal
from zipfile import BadZipFile
from zipfile import ZipFile

Fault = Literal["too-large", "unpacks-too-large", "locked", "damaged", "unsafe"]
"""Why a file is not opened."""

MOST_BYTES: Final = 50 << 20
"""Most bytes of a file that is read."""
MOST_UNPACKED: Final = 200 << 20
"""Most bytes that it may hold when unpacked."""
_MOST_PARTS: Final = 2000
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old Office files begin, and encrypted new ones."""
_DECLARED: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN: Final = (
    BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip
"""What a damaged package makes of its reader."""
_MACROS: Final = ("vbaproject.bin", "xl/macrosheets/")


def look_into(content: bytes, look: Callable[[bytes], object] = bool) -> Fault | None:
    """Say why an Office file may not be opened; None where it may.

    Args:
        content: its bytes.
        look: is given every part of XML.
    """
    if len(content) > MOST_BYTES:
        return "too-large"
    if content.startswith(_OLE):
        return "locked"
    try:
        with ZipFile(BytesIO(content)) as package:
            return _look(package, look)
    except _BROKEN:
        return "damaged"


def _look(package: ZipFile, look: Callable[[bytes], object]) -> Fault | None:
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return "unpacks-too-large"
    if any(macro in part.filename.lower() for part in parts for macro in _MACROS):
        return "unsafe"
    if any(part.flag_bits & 1 for part in parts):
        return "locked"
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            plain = _narrow(package.read(part))
            if _DECLARED.search(plain):
                return "unsafe"
            look(plain)
    return None


def _narrow(part: bytes) -> bytes:
    """A part in which ASCII can be looked for, though it may be stored as UTF-16."""
    wide = part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:64]
    return part.replace(b"\x00", b"") if wide else part
