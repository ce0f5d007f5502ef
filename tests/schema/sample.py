"""The sample register, and copies of it with one record changed."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from schema.check import check
from schema.kinds.base import Record
from schema.register import Register
from store.loading import load

SAMPLE = Path(__file__).parents[2] / "sample-repo"
DAY = date(2026, 11, 23)


@cache
def sample() -> Register:
    """The whole sample register, read once."""
    loaded = load(SAMPLE)
    assert loaded.faults == ()
    return loaded.register


def coded(code: str, register: Register | None = None) -> tuple[str, Record]:
    """The record with an office number such as W24, with its kind."""
    return next((kind, record) for kind, record in (register or sample()).everything() if record.code == code)


def changed(code: str, register: Register | None = None, **fields: Any) -> Register:
    """A copy of the register in which one record has other values; those of a table inside are given as a mapping."""
    register = register or sample()
    kind, record = coded(code, register)
    values = {
        name: msgspec.structs.replace(getattr(record, name), **value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }
    records = {**register.records[kind], record.id: msgspec.structs.replace(record, **values)}
    return replace(register, records={**register.records, kind: records})


def said(register: Register, on: date, *prefixes: str) -> list[tuple[str, str]]:
    """What check says on a day of codes that begin so: each code with the office number of the record."""
    found = []
    for one in check(register, on):
        if one.code.startswith(prefixes):
            record = register.get(one.kind, one.id)
            found.append((one.code, record.code if record is not None else ""))
    return sorted(found)
