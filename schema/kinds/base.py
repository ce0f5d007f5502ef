"""What every kind of record shares, and the reference types that their fields use."""

from datetime import date
from typing import Annotated

import msgspec

from schema.field import about
from schema.field import refers

Day = date
"""A day; named so that a field called `date` does not hide the type."""

UnitId = Annotated[str, refers("unit")]
PostId = Annotated[str, refers("post")]
PersonId = Annotated[str, refers("person")]
DutyId = Annotated[str, refers("duty")]
PlatformId = Annotated[str, refers("platform")]
ActivityId = Annotated[str, refers("activity")]
FindingId = Annotated[str, refers("finding")]
SourceId = Annotated[str, refers("source")]
SchemeId = Annotated[str, refers("scheme")]
ClauseId = Annotated[str, refers("clause")]
"""A clause of a source, written `source-id#path`."""
UnitOrSelector = Annotated[str, refers("unit", selectors=True)]
PostOrSelector = Annotated[str, refers("post", selectors=True)]
Bearer = Annotated[str, refers("post", "unit", selectors=True)]
Party = Annotated[str, refers("unit", "post", selectors=True)]
"""Who takes part in a duty: a unit, a post, or a selector of either."""
ElementId = Annotated[str, refers("unit", "post", "platform")]
"""One element of what a cadence says `each` of (R0.8)."""
AssessedOrSelector = Annotated[str, refers("unit", "post", selectors=True)]
"""Who is assessed: a unit, a post, or a selector of either."""
ObjectId = Annotated[str, refers("unit", "post")]
Addressee = Annotated[str, refers("unit", "superior")]
"""Who a report goes to: a unit of this register or a superior body of register.toml."""


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A table inside a record: an immutable row of fields."""


class Record(Table, frozen=True, kw_only=True):
    """One record: one file of the register."""

    id: str = ""
    """The file's name without `.toml`; never a key of the file."""

    format: Annotated[
        int,
        msgspec.Meta(ge=1),
        about(
            "格式版本",
            "Format version",
            "一般不写；由较新版本写入时才有",
            "left out as a rule; stands where a newer version wrote the record",
        ),
    ] = 1
    code: Annotated[
        str,
        about(
            "编号",
            "Code",
            "本单位自己的编号，只作显示和查找",
            "the office's own number; shown and searched, never referred to",
        ),
    ] = ""


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Tell whether a dated span holds a day; both ends belong to it, None is open (rule R0)."""
    return (start is None or start <= day) and (end is None or day <= end)
