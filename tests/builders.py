"""Builds registers in memory for tests, from plain data as TOML would give it.

The data stays beside the register, so that files can be written from the same builder.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any
from typing import Self

from schema.decode import decode
from schema.decode import decode_table
from schema.evidence import REQUIRED
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.register import Register

Data = dict[str, Any]
Day = date | str

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPANS = {"since": "from", "until": "to"}
_REQUIRED = {known.value: needs for known, needs in REQUIRED.items()}
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


def day(text: Day) -> date:
    """A day from `2026-03-31`."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def plain(value: Any) -> Any:
    """Data as TOML would give it: texts that are days become days, `since` and `until` become `from` and `to`."""
    if isinstance(value, Mapping):
        return {_SPANS.get(key, key): plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def span(first: str, last: str) -> list[date]:
    """Every day from the first to the last."""
    start, end = day(first), day(last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


HOLIDAYS_2026 = [
    *span("2026-01-01", "2026-01-03"),
    *span("2026-02-15", "2026-02-23"),
    *span("2026-04-04", "2026-04-06"),
    *span("2026-05-01", "2026-05-05"),
    *span("2026-06-19", "2026-06-21"),
    *span("2026-09-25", "2026-09-27"),
    *span("2026-10-01", "2026-10-07"),
]
MAKE_UP_DAYS_2026 = [day(f"2026-{text}") for text in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")]


class RegisterBuilder:
    """Collects records and builds a register of them.

    Every method returns the builder. Field names are TOML keys, but `since` and `until` stand for `from` and `to`.
    """

    def __init__(self, *, near_due: int | None = 10, language: str = "en") -> None:
        """Begin with settings, and one decision body called `office` that does the work where nothing else is said."""
        thresholds = {} if near_due is None else {"near_due": near_due}
        self.settings: Data = {"format": 1, "title": "台账", "language": language, "thresholds": thresholds}
        self.calendars: dict[int, Data] = {}
        self.records: dict[tuple[str, str], Data] = {}
        self.broken: set[tuple[str, str]] = set()
        self.unit("office", type="body")

    def record(self, kind: str, id: str, **fields: Any) -> Self:
        """Add or replace a record of any kind."""
        self.records[kind, id] = plain(fields)
        return self

    def without(self, kind: str, id: str) -> Self:
        """Take a record away again."""
        del self.records[kind, id]
        return self

    def unreadable(self, kind: str, id: str) -> Self:
        """Say that a record's file is there but cannot be read."""
        self.broken.add((kind, id))
        return self

    def superior(self, id: str) -> Self:
        """Add a superior body."""
        self.settings.setdefault("superior", []).append({"id": id, "title": id})
        return self

    def calendar(self, year: int = 2026, *, status: str = "official", **fields: Any) -> Self:
        """Add a calendar; that of 2026 holds the days of the official notice unless others are given."""
        if year == 2026:
            fields = {"holidays": HOLIDAYS_2026, "workdays": MAKE_UP_DAYS_2026} | fields
        self.calendars[year] = plain({"year": year, "status": status} | fields)
        return self

    def unit(self, id: str, *, type: str = "section", **fields: Any) -> Self:
        """Add a unit."""
        return self.record("unit", id, **({"title": id, "type": type} | fields))

    def person(self, *ids: str, **fields: Any) -> Self:
        """Add people."""
        for id_ in ids:
            self.record("person", id_, **({"name": id_} | fields))
        return self

    def post(
        self, id: str, holder: str | None = None, *, unit: str = "office", rank: str = "staff", **fields: Any
    ) -> Self:
        """Add a post, held formally since 2020 by somebody, who is added too; None: nobody is put in."""
        if holder is not None:
            self.person(holder)
            fields = {"holding": [{"person": holder, "from": "2020-01-01"}]} | fields
        return self.record("post", id, **({"title": id, "unit": unit, "rank": rank} | fields))

    def group(self, id: str, head: str, **fields: Any) -> Self:
        """Add a leading group."""
        return self.record("group", id, **({"title": id, "head": head} | fields))

    def source(self, id: str, *paths: str, **fields: Any) -> Self:
        """Add a source with clauses at the paths."""
        return self.record("source", id, **({"title": id, "clause": [{"path": path} for path in paths]} | fields))

    def duty(self, id: str, *cadence: Data, **fields: Any) -> Self:
        """Add a duty that holds from 2026 on and accepts every type unless said."""
        values = {"title": id, "tier": "main-body", "bearer": "office", "lead": ["office"], "from": "2026-01-01"}
        return self.record("duty", id, **(values | plain(fields) | {"cadence": list(cadence)}))

    def platform(self, id: str, **fields: Any) -> Self:
        """Add a platform."""
        return self.record("platform", id, **({"title": id, "type": "public-account", "unit": "office"} | fields))

    def activity(
        self,
        on: Day,
        *duties: str,
        period: str | None = None,
        elements: Iterable[str] | None = None,
        type: str = "deliberation",
        evidence: Iterable[str | Data] | None = None,
        id: str | None = None,
        **fields: Any,
    ) -> Self:
        """Add a filed work record that fulfils duties.

        Args:
            on: its day.
            duties: ids of the duties that it fulfils.
            period: the period that it names for all of them.
            elements: the elements that it names for all of them.
            type: its type.
            evidence: sorts of evidence, or rows; None: what its type needs.
            id: its id; None: one is made up.
            fields: any other field.
        """
        rows = [
            {"duty": duty, "period": period, "elements": None if elements is None else list(elements)}
            for duty in duties
        ]
        if evidence is None:
            evidence = [need[0].value for need in _REQUIRED.get(type, ())]
        held = [{"type": row} if isinstance(row, str) else row for row in evidence]
        values = {"title": type, "type": type, "date": day(on), "unit": "office", "state": "filed"}
        id_ = self.new_id(on) if id is None else id
        return self.record("activity", id_, **(values | {"fulfils": rows, "evidence": held} | fields))

    def waiver(self, duty: str, period: str, *, type: str = "waive", element: str | None = None, **fields: Any) -> Self:
        """Add a waiver or an extension of an obligation."""
        target = {"duty": duty, "period": period, "element": element}
        on = fields.get("approved_on") or "2026-01-01"
        return self.record("waiver", self.new_id(on), type=type, reason="上级安排", obligation=target, **fields)

    def new_id(self, on: Day) -> str:
        """An id for a dated record, the same in every run."""
        number = len(self.records)
        letters = "".join(_LETTERS[number // len(_LETTERS) ** n % len(_LETTERS)] for n in range(6))
        return f"{day(on).isoformat()}-{letters}"

    def build(self) -> Register:
        """The register; data that a kind does not allow fails the test that gave it."""
        settings, faults = decode_table(Settings, "register", "", self.settings)
        assert settings is not None, faults
        calendars = {}
        for year, data in self.calendars.items():
            calendar, faults = decode_table(Calendar, "calendar", str(year), data)
            assert calendar is not None, faults
            calendars[year] = calendar
        records: dict[str, dict[str, Record]] = {}
        for (kind, id_), data in self.records.items():
            decoded = decode(KINDS[kind], id_, dict(data))
            assert decoded.record is not None, decoded.diagnostics
            assert not decoded.diagnostics, decoded.diagnostics
            records.setdefault(kind, {})[id_] = decoded.record
        return Register(settings=settings, calendars=calendars, records=records, unreadable=frozenset(self.broken))


def at_least(n: int = 1, per: str = "quarter", **fields: Any) -> Data:
    """A cadence row: at least n a period."""
    return {"type": "at-least", "n": n, "per": per} | fields


def in_months(*months: int, **fields: Any) -> Data:
    """A cadence row: in fixed months."""
    return {"type": "months", "months": list(months)} | fields


def by_date(due: str, **fields: Any) -> Data:
    """A cadence row: once a year by a date."""
    return {"type": "by-date", "due": due} | fields


def after_event(on: str, within: int | None = 5, **fields: Any) -> Data:
    """A cadence row: working days after each event."""
    return {"type": "event", "on": on, "within": within} | fields


HALF_YEAR_REPORT = in_months(6, 12, opens="month-start", due="month-end", roll="back")
"""June and December, from the month's first day to its last."""
COUNTS_AFTER_QUARTER = at_least(opens="after-period", due="after-period+10d", roll="forward")
"""Once a quarter, from the day after it to the tenth."""
