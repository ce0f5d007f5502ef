"""What `check --fix` may mend: only what can be mended without losing anything and without deciding anything.

Two things are: characters that carry neither meaning nor reading order are taken out of texts (DB016), and a date that stands in
quotes where a date is wanted is written without them (DB013). All else asks a person.
"""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import Final

import msgspec

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.decode import WRONG_VALUE
from schema.diagnostic import Diagnostic
from schema.diagnostic import Step
from schema.field import Field
from schema.field import find_field
from schema.identity import Place
from schema.keypath import value_at
from schema.kinds import find_struct
from schema.rules.shapes import INVISIBLE

_EMPTY: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero-width space, word joiner and byte order mark. Joiners and marks of direction stay: they change what is read."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMES: Final = frozenset({"path"})
"""Keys whose texts are names that something outside the record answers to: a file, a clause."""


def fix(
    data: Mapping[Place, Mapping[str, Any]], diagnostics: Iterable[Diagnostic], *, language: str
) -> ChangeSet | None:
    """The change that mends what may be mended, of what a check found.

    Args:
        data: plain TOML data of the records that the diagnostics are about, as their files hold it; others may be left out.
        diagnostics: what was found.
        language: the register's language, in which the reason is written: `zh…` gives Chinese, all else English.

    Returns:
        One change set for all records, with the codes in its reason; None where nothing may be mended.
    """
    changes: dict[Place, dict[tuple[Step, ...], FieldChange]] = {}
    codes: set[str] = set()
    for one in diagnostics:
        place = (one.kind, one.id)
        change = _mend(one, data[place]) if place in data and one.key else None
        if change is not None:
            changes.setdefault(place, {})[change.key] = change
            codes.add(one.code)
    if not changes:
        return None
    said = ", ".join(sorted(codes))
    records = tuple(
        RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=tuple(fields.values()))
        for (kind, id_), fields in changes.items()
    )
    reason = f"检查所见，自动改正：{said}" if language.startswith("zh") else f"Mended as the check found it: {said}"
    return ChangeSet(action="fix", records=records, reason=reason)


def _mend(one: Diagnostic, data: Mapping[str, Any]) -> FieldChange | None:
    """The change that mends one diagnostic; of an array it is the whole array, each element mended that can be."""
    key = one.key[:-1] if isinstance(one.key[-1], int) else one.key
    found = value_at(data, key)
    if one.code == INVISIBLE.code and key[-1] not in _NAMES:
        mended = _each(found, _clear)
    elif one.code == WRONG_VALUE.code and _wants_date(one):
        mended = _each(found, _unquote)
    else:
        return None
    return None if mended == found else FieldChange(key=key, value=mended)


def _each(found: Any, mend: Callable[[str], Any]) -> Any:
    if isinstance(found, list):
        return [mend(element) if isinstance(element, str) else element for element in found]
    return mend(found) if isinstance(found, str) else found


def _clear(text: str) -> str:
    mended = _EMPTY.sub("", text)
    return mended if mended.strip() else text


def _unquote(text: str) -> date | str:
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else text
    except ValueError:
        return text


def _wants_date(one: Diagnostic) -> bool:
    """Whether a date stands at a place of a kind, or a date of an array of dates."""
    field = _field_at(one.kind, one.key)
    return field is not None and field.shape == ("dates" if isinstance(one.key[-1], int) else "date")


def _field_at(kind: str, key: tuple[Step, ...]) -> Field | None:
    struct: type[msgspec.Struct] | None = find_struct(kind)
    field = None
    for step in key:
        if isinstance(step, int):
            continue
        field = find_field(struct, step)
        struct = None if field is None else field.table
    return field
