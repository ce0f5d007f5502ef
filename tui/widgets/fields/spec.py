"""What a form has to know about a field, without knowing kinds, stores or files."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any
from typing import Literal

Key = tuple[str | int, ...]
"""Where a field stands in its record: `("cadence", 0, "n")`."""

Editor = Literal["text", "long", "date", "choice", "reference", "references", "texts", "number", "switch", "table"]
"""How a field is edited.

Values: text, long, choice and reference are str; date is datetime.date; number is int or float; switch is bool;
references and texts are list[str]; table is list[dict[str, Any]]. None stands for a field that is not there.
"""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value to pick."""

    value: str
    """What is stored: an enumerated token, an id or a selector."""
    label: str
    """What is shown."""
    note: str = ""
    """What helps to tell it from others: a code, the unit, the dates."""
    search: str = ""
    """More text that the filter finds it by, such as pinyin."""


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field of a form."""

    key: Key
    """Where it stands; unique in its form."""
    label: str
    """Its name in the language of the screen."""
    help: str = ""
    """One sentence, shown under the field while it has the focus."""
    editor: Editor = "text"
    """How it is edited."""
    choices: Callable[[], list[Choice]] | None = None
    """What a choice, reference or references is picked from; called when the list opens."""
    required: bool = False
    """Whether it must hold something."""
    read_only: bool = False
    """Whether it is only shown."""
    value: Any = None
    """What it holds at the start (see Editor)."""
    columns: tuple["FieldSpec", ...] = ()
    """The fields of a row of a table; their keys are names within the row."""
    summary: Callable[[Mapping[str, Any]], str] | None = None
    """How a row of a table is shown in one line; None joins its values."""


Validate = Callable[[Key, Any], list[str]]
"""Says what is wrong with a value: one sentence each, none when it is fine. Called as the user types."""

WorkingDay = Callable[[date], bool | None]
"""Tells whether a day is a working day; None where the year has no calendar yet."""


Remark = tuple[Key, str]
"""The key of a field, or of a row as a whole, and what is to be said there."""

Look = Callable[[Key, Mapping[str, Any]], Callable[[], list[Remark]]]
"""Takes the key of a row and its values as they are typed, and gives what says in a thread what the rules say of it."""


@dataclass(frozen=True, kw_only=True)
class FormRules:
    """What a form asks of the world around it."""

    validate: Validate = field(default=lambda _key, _value: [])
    """Checks one value."""
    working_day: WorkingDay = field(default=lambda _day: None)
    """Marks days in the calendar."""
    look: Look | None = None
    """Looks at a row while it is typed; None where no rules are asked."""
    today: date = date(2000, 1, 1)
    """The day that stands for today; never read from the clock here."""


def is_blank(value: Any) -> bool:
    """Tell whether a value counts as not there: None, blank text, an empty list."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values would be stored alike; blank ones are, and `1` is not `True`."""
    if is_blank(one) and is_blank(other):
        return True
    return type(one) is type(other) and bool(one == other)
