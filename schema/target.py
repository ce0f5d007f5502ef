"""Targets: how a letter or a waiver names an obligation or a finding."""

from collections.abc import Iterator

from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.period import normal


def name_of(target: Target) -> str:
    """An obligation as one text: `duty period`, and the element behind it where one is named."""
    return name(target.duty, target.period, target.element)


def name(duty: str, period: str, element: str | None) -> str:
    """An obligation as one text; an event's name stands without its kind."""
    whole = f"{duty} {normal(period)}"
    return whole if element is None else f"{whole} {element}"


def names_of(urge: Urge) -> Iterator[str]:
    """What a letter is about: a finding's id, an obligation's name; one as a rule."""
    if urge.finding is not None:
        yield urge.finding
    if urge.obligation is not None:
        yield name_of(urge.obligation)
