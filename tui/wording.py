"""Differences in words: what a key is called, what a plain TOML value says, in the app's language.

History, conflicts and refusals speak of fields by their labels; values come as plain data, because old revisions and
files that people edited need not fit the schema of today.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from typing import Any

import msgspec
from rich.filesize import decimal

from schema.change import GONE
from schema.change import Attachment
from schema.diagnostic import Step
from schema.field import Field
from schema.field import Word
from schema.field import find_field
from schema.kinds import find_struct
from schema.register import Register
from tui.language import _
from tui.language import language
from tui.naming import refer

if TYPE_CHECKING:
    from store.register import Saved

_KILO = 1000


def say_saved(saved: "Saved") -> str:
    """Say what a save did: on the main line, or in a proposal that has to be approved."""
    if not saved.proposal:
        return _("Saved as {commit}: {summary}").format(commit=saved.commit[:10], summary=saved.summary)
    said = _("The change lies in the proposal {name}: {summary}. Lists show the old state until it is approved; `dutybook propose` hands it in.")  # fmt: skip
    return said.format(name=saved.proposal, summary=saved.summary)


def say_copied(file: Attachment) -> str:
    """Say which file a save copies into the register, and how large it is."""
    said = _("A file is copied into the register: {path} ({size}).")
    return said.format(path=file.path, size=say_size(len(file.content)))


def say_size(count: int) -> str:
    """How large a file is: `12 bytes`, `52.4 MB`."""
    if count == 1:
        return _("1 byte")
    return decimal(count) if count >= _KILO else _("{n} bytes").format(n=count)


def say_key(kind: str, key: Sequence[Step]) -> str:
    """A key path in labels: `("cadence", 0, "per")` becomes `频次 1 > 每`; unknown keys stand as they are."""
    parts: list[str] = []
    table: type[msgspec.Struct] | None = find_struct(kind)
    for step in key:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]} {step + 1}"] if parts else [str(step + 1)]
            continue
        field = find_field(table, step)
        parts.append(field.about.label(language()) if field is not None else step)
        table = field.table if field is not None else None
    return " > ".join(parts)


def field_of(kind: str, key: Sequence[Step]) -> Field | None:
    """The field that a key path names; None where the schema has none."""
    field: Field | None = None
    table: type[msgspec.Struct] | None = find_struct(kind)
    for step in key:
        if isinstance(step, str):
            field = find_field(table, step)
            table = field.table if field is not None else None
    return field


def say_plain(register: Register, field: Field | None, value: Any) -> str:
    """A plain value as people read it.

    Args:
        register: where references are looked up.
        field: what the value is of; None where the schema doesn't know it.
        value: plain TOML data; `GONE` or None where there is nothing.

    Returns:
        Text, with line breaks where the value has them; empty where there is nothing. Any character may be in it.
    """
    if value is GONE or value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return _say_table(register, field, value)
    if isinstance(value, list):
        between = "\n" if value and isinstance(value[0], Mapping) else _(", ")
        return between.join(say_plain(register, field, item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return _say_text(register, field, value) if isinstance(value, str) else str(value)


def _say_table(register: Register, field: Field | None, value: Mapping[str, Any]) -> str:
    table = field.table if field is not None else None
    parts = []
    for key, inner in value.items():
        known = find_field(table, key)
        label = known.about.label(language()) if known is not None else key
        parts.append(f"{label} {say_plain(register, known, inner)}")
    return _("; ").join(parts)


def _say_text(register: Register, field: Field | None, value: str) -> str:
    if field is None:
        return value
    if field.words is not None:
        return _say_word(field.words, value)
    if field.refers is not None:
        name = refer(register, value, field.refers.kinds)
        return name if value in name else f"{name} ({value})"
    return value


def _say_word(words: type[Word], value: str) -> str:
    found = next((word for word in words if word.value == value), None)
    return value if found is None else found.label(language())
