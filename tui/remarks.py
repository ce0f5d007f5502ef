"""Remarks: what the rules say of a row while it is typed, told at its fields. They warn and never keep anybody from saving."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from schema.check import check_one
from schema.decode import decode
from schema.diagnostic import Severity
from schema.kinds import Kind
from schema.register import Register
from tui.language import language
from tui.widgets.fields.spec import Key
from tui.widgets.fields.spec import Remark


def remarks_on(register: Register, kind: Kind, id: str, data: Mapping[str, Any], key: Key, on: date) -> list[Remark]:
    """What the rules say of a part of a record as it is typed. May take long: call it in a thread.

    Args:
        register: the register, without what is typed.
        kind: kind of the record.
        id: its id; empty for a new one that has none yet.
        data: the record as plain TOML data.
        key: the part: only what is said of it or of something in it is told.
        on: the day.
    """
    record = decode(kind, id, deepcopy(dict(data))).record
    if record is None:  # what is no value yet says so at its field
        return []
    found = [one for one in check_one(register, kind.name, record, on) if one.key[: len(key)] == key]
    signs = {Severity.ERROR: "!", Severity.WARNING: "?"}
    told = {}
    for one in found:
        message, hint = one.say(language())
        said = f"{signs.get(one.severity, '.')} {message}"
        told[one.key, said] = (one.key, f"{said}\n  {hint}" if hint else said)
    return list(told.values())
