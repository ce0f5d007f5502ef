"""Finding the obligation that an act is about, by duty, period and element."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from schema.failure import Failure
from schema.kinds.duty import Duty
from schema.kinds.urge import Target
from schema.letter import is_chinese
from schema.letter import title_of
from schema.obligation import Obligation
from schema.obligation import obligations_of
from schema.period import normal
from schema.period import parse_event
from schema.period import parse_period
from schema.register import Register

_SHOWN = 6
"""Most periods or elements that a hint names."""


class NoSuchObligation(Failure):
    """The duty makes no obligation for that period and element."""

    code: ClassVar[str] = "F927"
    exit_code: ClassVar[int] = 2

    def __init__(self, duty: str, period: str, element: str, known: Sequence[str]) -> None:
        what, what_zh = (
            (f'"{element}" in "{period}"', f"“{period}”中“{element}”") if element else (f'"{period}"', f"“{period}”")
        )
        shown, shown_zh = ", ".join(known[:_SHOWN]), "、".join(known[:_SHOWN])
        more, more_zh = (" and more", "等") if len(known) > _SHOWN else ("", "")
        super().__init__(
            f'The duty "{duty}" has no obligation for {what}.',
            f"It has {shown}{more}." if known else "See `dutybook due`.",
            message_zh=f"职责“{duty}”没有{what_zh}的应办事项。",
            hint_zh=f"有：{shown_zh}{more_zh}。" if known else "见 `dutybook due`。",
        )


def find_obligations(register: Register, target: Target, on: date) -> list[Obligation]:
    """The obligations that a person names; several where the cadence counts elements and none is named.

    Args:
        register: the register.
        target: duty, period and element.
        on: the day as of which they stand.

    Raises:
        NoSuchObligation: there is none.
    """
    return pick(register, obligations_beside(register, target, on), target)


def obligations_beside(register: Register, target: Target, on: date) -> list[Obligation]:
    """All obligations of the duty that a person names, in the year of the period; unfinished older ones too."""
    return obligations_of(register, register.duties[target.duty], on, year=_year(target.period, on))


def pick(register: Register, found: Sequence[Obligation], target: Target) -> list[Obligation]:
    """Those of a duty's obligations that a person names.

    Raises:
        NoSuchObligation: there is none.
    """
    named = [one for one in found if one.period == normal(target.period)]
    counted = [one for one in named if target.element is None or one.element == target.element]
    if counted:
        return counted
    known = [one.element for one in named if one.element] if named else [one.period for one in found]
    title = title_of_duty(register, register.duties[target.duty])
    raise NoSuchObligation(title, target.period, target.element or "", list(dict.fromkeys(known)))


def title_of_duty(register: Register, duty: Duty) -> str:
    """A duty's title in the register's language."""
    return duty.title if is_chinese(register) else duty.title_en or duty.title


def name_of(register: Register, target: Target) -> str:
    """An obligation as a sentence names it: duty, period, element."""
    parts = [title_of_duty(register, register.duties[target.duty]), target.period]
    if target.element is not None:
        parts.append(title_of(register, target.element))
    return " ".join(parts)


def as_data(target: Target) -> dict[str, str]:
    """An obligation's name as plain TOML data."""
    data = {"duty": target.duty, "period": normal(target.period)}
    return data if target.element is None else data | {"element": target.element}


def _year(text: str, on: date) -> int:
    period, event = parse_period(text), parse_event(text)
    if period is not None:
        return period.first.year
    return event.day.year if event is not None else on.year
