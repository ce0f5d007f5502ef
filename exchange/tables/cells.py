"""What a field of a record looks like in a cell of a table, so that it can be read by people and come back unchanged.

Choices stand as their labels, references as `id title`, several values on lines of their own, tables inside a record as
one line of JSON each. Text is data: what a spreadsheet or a terminal would obey is shown as a mark.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from typing import Final

import msgspec

from schema.field import Field
from schema.field import Word
from schema.heading import heading_of
from schema.register import Register
from schema.visible import visible

Value = str | int | float | date | None
"""What one cell holds."""

LONGEST: Final = 32767
"""Most characters that a cell of a workbook holds (ECMA-376; Excel's limit)."""
CUT: Final = " <...>"
"""Ends a text that was too long for a cell; such a text cannot be changed in the table."""
YES: Final = {"zh": ("是", "否"), "en": ("yes", "no")}
FIRST_DAY: Final = date(1900, 3, 1)
"""Earlier days have no agreed serial number in workbooks and stand as text."""


def cell_of(register: Register, field: Field, value: Any, language: str) -> Value:
    """One field's value as it stands in a cell.

    Args:
        register: the register, for the titles of what is referred to.
        field: the field.
        value: its value in the record.
        language: `zh` or `en`.
    """
    if value is None or value in ("", ()):
        return None
    if field.shape in {"integer", "number"}:
        return value if isinstance(value, int | float) else str(value)
    if field.shape == "date":
        return value if isinstance(value, date) and value >= FIRST_DAY else str(value)
    if isinstance(value, tuple):
        return _fit(_lines([_text(register, field, one, language) for one in value]))
    return _fit(visible(_text(register, field, value, language), multiline=True))


def label_of(word: Word, language: str) -> str:
    """A choice as it stands in a cell: its label, or its token where another choice has the same label."""
    return word.label(language) if _is_unique(type(word), language) else word.value


def pointer(register: Register, kinds: Iterable[str], id: str) -> str:
    """A reference as it stands in a cell: the id, and the title for people to read."""
    for kind in kinds:
        title = heading_of(kind, register.get(kind, id))
        if title and title != id:
            return f"{id} {' '.join(title.split())}"
    superior = next((one.title for one in register.settings.superior if one.id == id), "")
    return f"{id} {' '.join(superior.split())}" if superior and "superior" in kinds else id


def json_of(value: Any) -> str:
    """A table inside a record as one line of JSON, under the keys of its file."""
    return msgspec.json.encode(_bare(value)).decode()


def _text(register: Register, field: Field, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return YES[language][0 if value else 1]
    if isinstance(value, Word):
        return label_of(value, language)
    if isinstance(value, msgspec.Struct):
        return json_of(value)
    if field.refers is not None and isinstance(value, str):
        return pointer(register, field.refers.kinds, value)
    return str(value)


def _lines(texts: list[str]) -> str:
    """Several values, a line each; as a JSON array where a line would not be one value."""
    if any(not text.strip() or text != text.strip() or "\n" in text or text.startswith("[") for text in texts):
        return visible(msgspec.json.encode(texts).decode(), multiline=True)
    return "\n".join(visible(text) for text in texts)


def _fit(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _bare(value: Any) -> Any:
    """Plain data with nothing left out that would not be read back."""
    if isinstance(value, msgspec.Struct):
        found: Mapping[str, Any] = msgspec.to_builtins(value, builtin_types=(date,))
        return found
    return value


@cache
def _is_unique(words: type[Word], language: str) -> bool:
    labels = [word.label(language).casefold() for word in words]
    return len(set(labels)) == len(labels)
