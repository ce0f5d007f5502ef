"""The work record that fulfils an obligation, as far as the obligation says it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import TypeVar

import msgspec

from schema.evidence import Need
from schema.evidence import adds_up
from schema.evidence import checklist
from schema.kinds.activity import Meeting
from schema.kinds.activity import Report
from schema.obligation import Obligation
from schema.participation import participants
from schema.precedent import last_similar
from schema.register import Register
from schema.vocabulary import ActivityState
from schema.vocabulary import ActivityType
from schema.vocabulary import EvidenceType
from tui.desk import View

_Kind = TypeVar("_Kind", ActivityType, EvidenceType)
_SPAN = re.compile(r"(\d{4})(?:-(H[12]|Q[1-4]|\d{2}))?")
_HALVES = {"H1": "上半年", "H2": "下半年"}
_QUARTERS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度"}


def begin_work(view: View, one: Obligation) -> dict[str, Any]:
    """What a work record for an obligation begins with, under TOML keys.

    Type, unit, duty, period and element come from the obligation; participants are expanded as of the view's day; the title names the duty and the
    period in the register's language.
    """
    register = view.register
    duty = register.duties.get(one.duty)
    fulfils: dict[str, Any] = {"duty": one.duty, "period": one.period}
    if one.element:
        fulfils["elements"] = [one.element]
    filled: dict[str, Any] = {
        "date": view.on,
        "state": ActivityState.FILED.value,
        "fulfils": [fulfils],
    }
    if unit := _unit(register, one, view.on):
        filled["unit"] = unit
    if duty is not None:
        filled["title"] = _title(register, duty.title, one)
        if duty.accepts:
            filled["type"] = duty.accepts[0].value
        posts = participants(register, duty, view.on, element=one.element)
        if posts:
            filled["participants"] = list(posts)
    return filled


def _unit(register: Register, one: Obligation, on: date) -> str | None:
    """The unit that did it: that of the obligation, else the one that did it the last time, else the first that leads it."""
    if one.element in register.units:
        return one.element
    last = last_similar(register, [one.duty], None, on)
    if last is not None and last.unit in register.units:
        return last.unit
    return next(iter((*one.lead, *one.responsible)), None)


def _title(register: Register, duty: str, one: Obligation) -> str:
    chinese = register.settings.language.startswith("zh")
    said = _say_period(one.period, chinese=chinese)
    if one.needed > 1:
        number = f"第{one.count + 1}次" if chinese else f"no. {one.count + 1}"
        said = f"{said}{'' if chinese else ', '}{number}" if said else number
    if not said:
        return duty
    return f"{duty}（{said}）" if chinese else f"{duty} ({said})"


def _say_period(period: str, *, chinese: bool) -> str:
    """A period in the words of a title; empty for that of an event."""
    match = _SPAN.fullmatch(period)
    if match is None:
        return ""
    year, part = match[1], match[2] or ""
    if not chinese:
        return period
    if part in _HALVES or part in _QUARTERS:
        return f"{year}年{_HALVES.get(part) or _QUARTERS[part]}"
    return f"{year}年{int(part)}月" if part else f"{year}年"


def needs_of(data: Mapping[str, Any], on: date) -> tuple[Need, ...]:
    """What the evidence of a record that is being typed has to show, and what of it is there.

    Args:
        data: the record as the form has it, as plain TOML data; parts that are no values yet are passed over.
        on: evidence dated later is not there yet.
    """
    type_ = _word(ActivityType, data.get("type"))
    if type_ is None:
        return ()
    held = [_word(EvidenceType, row.get("type")) for row in rows_of(data) if not _is_later(row.get("date"), on)]
    return checklist(type_, [one for one in held if one is not None], _report(data.get("report")), on)


def rows_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of evidence of a record that is being typed."""
    rows = data.get("evidence")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def duties_of(data: Mapping[str, Any]) -> list[str]:
    """The duties that a record that is being typed fulfils, each once."""
    rows = data.get("fulfils")
    named = (
        [str(row["duty"]) for row in rows if isinstance(row, dict) and row.get("duty")]
        if isinstance(rows, list)
        else []
    )
    return list(dict.fromkeys(named))


def merged(data: Mapping[str, Any], carried: Mapping[str, Any]) -> dict[str, Any]:
    """A record with what it takes over from an earlier one; in tables and counts what is typed already stays."""
    found = dict(data)
    for key, value in carried.items():
        held = data.get(key)
        if isinstance(value, dict):
            found[key] = {**value, **(held if isinstance(held, dict) else {})}
        elif key != "counts" or not held:
            found[key] = value
    return found


def refusing_duties(register: Register, data: Mapping[str, Any]) -> list[str]:
    """The duties that a record names and that do not accept its type (R1); it counts for none of these."""
    found = (register.duties.get(id_) for id_ in duties_of(data))
    return [duty.id for duty in found if duty is not None and duty.accepts and data.get("type") not in duty.accepts]


def attendance_adds_up(data: Mapping[str, Any]) -> bool:
    """Whether the numbers of a meeting can be true, as far as they are given (R15)."""
    try:
        meeting = msgspec.convert(data.get("meeting") or {}, Meeting, builtin_types=(date,))
    except msgspec.ValidationError:
        return True  # what is being typed is no meeting yet
    return adds_up(meeting)


def _report(value: Any) -> Report | None:
    try:
        return msgspec.convert(value, Report, builtin_types=(date,)) if value else None
    except msgspec.ValidationError:
        return None  # what is being typed is no report yet


def _word(words: type[_Kind], value: Any) -> _Kind | None:
    return next((word for word in words if word.value == value), None)


def _is_later(day: Any, on: date) -> bool:
    return isinstance(day, date) and day > on
