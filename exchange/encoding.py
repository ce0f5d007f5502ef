"""Text in the encodings that offices use."""

from typing import Final

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes) -> str | None:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, or GB18030; None where it is none of these."""
    for encoding in ("utf-16",) if content.startswith(_UTF16) else _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    return None
