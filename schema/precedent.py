"""Precedents: the last work record of the same duty and unit, and what a new one may take over from it.

Taken over is what stays the same from one time to the next: who takes part, who chairs, to whom a report goes, which units are inspected, which
counts are kept. Never a day, a number, a result, evidence or what anybody signed or decided: these are shown, not copied, by whoever did the work.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any
from typing import Final

from schema.holding import holder
from schema.kinds.activity import Activity
from schema.kinds.base import covers
from schema.register import Register
from schema.vocabulary import ActivityState

_GONE: Final = frozenset({ActivityState.CORRECTED, ActivityState.WITHDRAWN})
_KEPT: Final[dict[str, tuple[str, ...]]] = {
    "meeting": ("expected", "chair", "recorder"),
    "report": ("form", "content", "in_name_of", "addressee", "copies"),
    "inspection": ("units", "platforms", "checkers"),
}
"""What is taken over of each table."""


def last_similar(
    register: Register, duties: Iterable[str], unit: str | None, on: date, *, but: str = ""
) -> Activity | None:
    """The last work record of a unit that fulfils one of some duties, on a day or before; None where there is none.

    Args:
        register: the register.
        duties: ids of the duties.
        unit: id of the unit; None for any.
        on: the day of the new record.
        but: id of the new record, where it is saved already.
    """
    wanted = frozenset(duties)
    found = [
        one
        for one in register.activities.values()
        if unit in {None, one.unit}
        and one.date <= on
        and one.id != but
        and one.state not in _GONE
        and any(row.duty in wanted for row in one.fulfils)
    ]
    return max(found, key=lambda one: (one.date, one.id), default=None)


def carried(register: Register, data: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What a new record takes over.

    Args:
        register: the register; posts that nobody holds and persons who have left by the day are not taken over.
        data: the earlier record, as plain TOML data.
        on: the day of the new record.

    Returns:
        Fields under their TOML keys, tables with the keys that are taken over alone; counts without their numbers.
    """
    found: dict[str, Any] = {}
    posts = [post for post in data.get("participants") or () if _is_held(register, post, on)]
    if posts:
        found["participants"] = posts
    for table, keys in _KEPT.items():
        held = data.get(table)
        rows = {key: held[key] for key in keys if key in held} if isinstance(held, Mapping) else {}
        if kept := _without_gone(register, rows, on):
            found[table] = kept
    counts = [{"label": row["label"]} for row in data.get("counts") or () if row.get("label")]
    if counts:
        found["counts"] = counts
    return found


def _without_gone(register: Register, row: Mapping[str, Any], on: date) -> dict[str, Any]:
    kept = dict(row)
    if not _is_held(register, kept.get("chair", ""), on):
        kept.pop("chair", None)
    if not _is_here(register, kept.get("recorder", ""), on):
        kept.pop("recorder", None)
    if "checkers" in kept:
        kept["checkers"] = [person for person in kept["checkers"] if _is_here(register, person, on)]
    return {key: value for key, value in kept.items() if value not in ([], "")}


def _is_held(register: Register, post: str, on: date) -> bool:
    return holder(register, post, on).in_post


def _is_here(register: Register, person: str, on: date) -> bool:
    found = register.people.get(person)
    return found is not None and covers(found.since, found.until, on)
