"""Change sets: what one act of a person changes, as values. Front ends and exchange make them; the store applies them.

One act is one commit, bulk acts included.
"""

from enum import StrEnum
from typing import Any
from typing import Final
from typing import Self

import msgspec

from schema.diagnostic import Step


class _Gone:
    """The type of `GONE`."""

    def __repr__(self) -> str:
        return "GONE"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self


GONE: Final = _Gone()
"""Stands for no value: a field that is taken away."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field's new value."""

    key: tuple[Step, ...]
    """TOML keys and row indexes: `("title",)`, `("cadence", 0, "per")`, `("holding",)` for all rows at once."""
    value: Any
    """Plain TOML data (str, int, float, bool, date, list, dict, list of dicts), or `GONE`."""


class Verb(StrEnum):
    """What happens to a record."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"


class RecordChange(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to one record."""

    kind: str
    """Kind of the record, `register` for register.toml, `calendar` for a calendar."""
    id: str
    """Its id; empty for register.toml."""
    verb: Verb
    fields: tuple[FieldChange, ...] = ()
    """For an edit, what changes; for an addition, all fields; empty for a removal."""
    text: str | None = None
    """The whole new text instead of fields, where a person wrote it in an editor."""
    read_digest: str | None = None
    """Digest of the file as the person saw it; None for an addition, or where the file is taken as it stands now."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that comes into the register with a change, named by its content."""

    path: str
    """Where it lies, or will lie: `attachments/2026/<sha256>.pdf`."""
    sha256: str
    content: bytes


class ChangeSet(msgspec.Struct, frozen=True, kw_only=True):
    """What one act changes."""

    action: str
    """The act as the commit's trailer names it: `set`, `add`, `appoint`, `save` …"""
    records: tuple[RecordChange, ...]
    reason: str = ""
    """Why, in the person's words; the body of the commit message."""
    summary: str = ""
    """The first line of the commit message; made from the changes where it is empty."""
    overrides: tuple[str, ...] = ()
    """Codes of refusals at save that the person overrode with a reason (R17)."""
    attachments: tuple[Attachment, ...] = ()
    """Files that the records refer to from now on; they are on the disk before the records are."""
    trailers: tuple[tuple[str, str], ...] = ()
    """What else the commit says to programs, as names and values: what was renamed, undone or redone (store.message)."""
