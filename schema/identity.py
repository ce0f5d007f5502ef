"""Ids and places: what an id looks like, and where its file lies.

An id is ASCII, at most 64 characters, never reused. Named kinds take a slug; dated kinds take the date and six random
characters of an alphabet without look-alikes, so that two people who work offline never choose the same one.
"""

import re
from datetime import date

from schema.kinds import BY_FOLDER
from schema.kinds import KINDS

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""The characters of the random part: no 0, 1, i, l, o."""
LONGEST = 64
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"[0-9]{4}")
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]{6}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that some systems keep for devices."""

Place = tuple[str, str]
"""A record's place: kind and id."""
SETTINGS: Place = ("register", "")
"""The place of register.toml."""


def is_id(text: str) -> bool:
    """Whether a text may be the id of a named record."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None and text not in _RESERVED


def day_of(id: str) -> date | None:
    """The day that a dated id begins with; None where it is no dated id."""
    if not _DATED.fullmatch(id):
        return None
    try:
        return date.fromisoformat(id[:10])
    except ValueError:
        return None


def fits(kind: str, id: str) -> bool:
    """Whether an id is of the form that its kind takes."""
    return day_of(id) is not None if KINDS[kind].dated else is_id(id)


def path_of(kind: str, id: str) -> str:
    """Where a record's file lies, from the register's top, with `/`.

    Args:
        kind: a kind of record, `register` or `calendar`.
        id: an id that fits the kind; the year for a calendar, ignored for `register`.

    Raises:
        ValueError: the kind is unknown or the id does not fit it.
    """
    if kind == "register":
        return "register.toml"
    if kind == "calendar" and _YEAR.fullmatch(id):
        return f"calendar/{id}.toml"
    if kind not in KINDS or not fits(kind, id):
        message = f"{kind}/{id} is no place of a record"
        raise ValueError(message)
    return usual_path(kind, id)


def usual_path(kind: str, id: str) -> str:
    """Where a record's file lies, for an id that is known to fit its kind."""
    folder = KINDS[kind].folder
    return f"{folder}/{id[:4]}/{id[5:7]}/{id}.toml" if KINDS[kind].dated else f"{folder}/{id}.toml"


def place_of(path: str) -> Place | None:
    """Which record a path names: the folder says the kind, the file name the id; None where it names none."""
    folder, _, rest = path.partition("/")
    name = rest.rpartition("/")[2].removesuffix(".toml")
    if path == "register.toml":
        return "register", ""
    if not path.endswith(".toml") or not name:
        return None
    if folder == "calendar":
        return ("calendar", name) if rest == f"{name}.toml" else None
    return (BY_FOLDER[folder].name, name) if folder in BY_FOLDER else None
