"""New ids: a slug from the title's pinyin, or a date and six random characters; never one that is taken."""

import itertools
import re
import secrets
from collections.abc import Container
from datetime import date

from schema.identity import ALPHABET
from schema.identity import LONGEST
from schema.identity import is_id

_ROOM = 48
"""Characters that a slug made from a title may take, so that a number still fits behind it."""


def slug(title: str, taken: Container[str], fallback: str = "record") -> str:
    """A free id for a named record.

    Args:
        title: the record's title; Chinese is written in pinyin, other scripts are left out.
        taken: ids that may not be used again.
        fallback: stands where the title gives nothing.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables cost 30 ms, and only additions need them

    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title)).lower())
    base = ""
    for word in words:
        if len(base) + len(word) + 1 > _ROOM:
            break
        base = f"{base}-{word}" if base else word
    if not is_id(base):
        base = fallback
    return next(
        free for free in itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2))) if free not in taken
    )[:LONGEST]


def dated(day: date, taken: Container[str]) -> str:
    """A free id for a dated record: `2026-06-18-k7qd3m`.

    Args:
        day: the record's own date.
        taken: ids that may not be used again.
    """
    while True:
        found = f"{day.isoformat()}-{''.join(secrets.choice(ALPHABET) for _ in range(6))}"
        if found not in taken:
            return found
