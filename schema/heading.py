"""What a record is called in lists, messages and references."""

from schema.kinds import KINDS
from schema.kinds.assessment import Assessment
from schema.kinds.base import Table
from schema.kinds.handover import Handover
from schema.kinds.urge import Urge


def heading_of(kind: str, record: Table | None) -> str:
    """What stands for a record.

    Args:
        kind: its kind; `register` and `calendar` have a title or a year.
        record: the record; None where it is unreadable.

    Returns:
        Its title, name or text; for kinds without one, what it is about; empty where nothing can be said.
    """
    match record:
        case None:
            return ""
        case Urge():
            about = record.finding or (
                f"{record.obligation.duty} {record.obligation.period}" if record.obligation else ""
            )
            return f"{record.level.value} {record.to} {about}".strip()
        case Handover():
            return f"{record.post} {record.date.isoformat()}"
        case Assessment():
            return str(record.year)
        case _:
            return _by_field(kind, record)


def _by_field(kind: str, record: Table) -> str:
    name = KINDS[kind].heading if kind in KINDS else "title"
    return str(getattr(record, name, "") or getattr(record, "year", ""))
