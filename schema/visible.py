"""Text of records made safe to look at: what a terminal would obey becomes a mark that a person can see.

Every text that reaches a screen, a terminal or a log passes `visible`: C0 and C1 controls, DEL, bidirectional controls,
zero-width and tag characters and lone surrogates turn into `<U+202E>`-like marks. Nothing is dropped, so a reader sees that something is there.
Source: Unicode Technical Report 36 and UTS 39; CVE-2021-42574.
"""

import re

_RISKY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINED = re.compile(
    "(?<=[\u00a9\u00ae\u2190-\u2bff\u3030\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)


def visible(text: str, *, multiline: bool = False) -> str:
    """Make text safe to show on a terminal.

    Args:
        text: any text, from a record, a file name, git or a person.
        multiline: keep line breaks and tabs; otherwise each becomes a mark too, so that the result is one line.

    Returns:
        The same text with every control, bidirectional, zero-width and tag character shown as `<U+XXXX>`. The
        zero-width joiner inside an emoji sequence stays.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _JOINED.sub("\ue000", text) if "\u200d" in text and "\ue000" not in text else text
    shown = _RISKY.sub(_mark, kept)
    if kept is not text:
        shown = shown.replace("\ue000", "\u200d")
    if not multiline:
        shown = shown.replace("\n", "<U+000A>").replace("\t", "<U+0009>")
    return shown


def escape_json(text: str) -> str:
    r"""Write what `visible` would mark in a JSON document as `\uXXXX`, which means the same to every reader of JSON.

    Args:
        text: a JSON document, or a part of one.

    Returns:
        The document; line breaks and tabs between its values stay.
    """
    if _RISKY.search(text) is None:
        return text
    risky = {sign for sign in set(text) if visible(sign, multiline=True) != sign}
    return text.translate({ord(sign): _escape(sign) for sign in risky})


def is_clear(line: str, text: str) -> bool:
    """Whether nothing in a line, nor in a text of several lines, could need a mark; a quick look at much text at once."""
    return _RISKY.search(line) is None and "\n" not in line and "\t" not in line and _RISKY.search(text) is None


def _mark(match: re.Match[str]) -> str:
    return f"<U+{ord(match.group()):04X}>"


def _escape(sign: str) -> str:
    if ord(sign) > 0xFFFF:
        units = sign.encode("utf-16-be")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in (0, 2))
    return f"\\u{ord(sign):04x}"
