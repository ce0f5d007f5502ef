"""The rows of the data set, one after another: nothing is held that was written already.

Every row is plain data that JSON can say: days as ISO 8601, lists as lists, tables as objects, and None where nothing is said. An empty
text says nothing either, so a column has one sort of emptiness and not two.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any
from typing import NamedTuple

import msgspec

from exchange.dataset.tables import HISTORY
from exchange.dataset.tables import OBLIGATIONS
from exchange.dataset.tables import RECORDS
from exchange.dataset.tables import Table
from exchange.dataset.tables import table_fields
from schema.change import GONE
from schema.heading import heading_of
from schema.obligation import Obligation
from schema.obligation import all_obligations
from schema.register import Register

Row = Sequence[Any]
"""Values in the order of the table's columns."""


class Past(NamedTuple):
    """One field that a commit changed; or the commit alone, where it touched no record, with empty texts behind `merged_by`."""

    commit: str
    time: datetime
    author: str
    action: str
    reason: str
    merged_by: str
    kind: str = ""
    id: str = ""
    verb: str = ""
    was: str = ""
    field: str = ""
    old: Any = GONE
    new: Any = GONE


def rows_of(table: Table, register: Register, on: date, history: Iterable[Past]) -> Iterator[Row]:
    """The rows of a table.

    Args:
        table: the table.
        register: the register.
        on: the day as of which obligations are judged.
        history: the changes, newest first; read for the table of history alone.
    """
    if table.kind is not None:
        kind = table.kind
        names = ("id", *(field.attribute for field in table_fields(kind)))
        for record in register.records.get(kind.name, {}).values():
            yield [_plain(getattr(record, name)) for name in names]
    elif table is RECORDS:
        for name, record in register.everything():
            title = heading_of(name, record)
            data = {key: value for key, value in msgspec.to_builtins(record).items() if key != "id"}
            yield [name, record.id, record.code or None, title or None, data]
    elif table is OBLIGATIONS:
        for one in all_obligations(register, on):
            yield _obligation(one)
    elif table is HISTORY:
        for change in history:
            yield _change(change)


def _obligation(one: Obligation) -> Row:
    return [_plain(getattr(one, column.name)) for column in OBLIGATIONS.columns]


def _change(change: Past) -> Row:
    moment = change.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    texts = [text or None for text in change[2:-2]]
    return [change.commit, moment, *texts, _text(change.old), _text(change.new)]


def _plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    return msgspec.to_builtins(value) if value != "" else None


def _text(value: Any) -> str | None:
    """A value of any sort as text: a text as it is, all else as JSON would write it, days without quotes."""
    if value is GONE or value is None:
        return None
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()
