"""JSON documents: UTF-8, dates as ISO 8601, and every character that a terminal would obey written as an escape."""

import json
import math
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import time
from enum import Enum
from typing import Any

from schema.change import GONE
from schema.visible import escape_json


def encode(document: Any, *, pretty: bool = False) -> str:
    r"""Write one document.

    Args:
        document: mappings, sequences, text, numbers, booleans, None, dates, times and enumerated values; `GONE` is
            written as null.
        pretty: over several lines, for people.

    Returns:
        One line (or several), ending in a newline. Chinese stands as it is; control, bidirectional, zero-width and
        other invisible characters stand as `\uXXXX`, which means the same to every reader of JSON.
    """
    text = json.dumps(_plain(document), ensure_ascii=False, allow_nan=False, indent=2 if pretty else None)
    return escape_json(text) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    return None if value is GONE else value
