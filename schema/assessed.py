"""Who is assessed under which scheme, and which records hold what people decided about it (R14).

Scoring, the check and the act of freezing ask here, so that all three mean the same scheme, objects and records.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar
from typing import NamedTuple

from schema.failure import Failure
from schema.kinds.assessment import Assessment
from schema.kinds.assessment import Result
from schema.kinds.base import covers
from schema.kinds.scheme import Scheme
from schema.register import Register
from schema.selector import expand


class NoScheme(Failure):
    """No scheme is in force, and no assessment of the year names one."""

    code: ClassVar[str] = "F951"
    exit_code: ClassVar[int] = 2

    def __init__(self, year: int, on: date) -> None:
        super().__init__(
            f"There is no scheme to score {year} by: none is in force on {on}, and no assessment names one.",
            "Add a scheme with `dutybook add scheme`.",
            message_zh=f"没有可用于 {year} 年度的考核方案：{on} 没有生效的方案，也没有考核记录指定方案。",
            hint_zh="用 `dutybook add scheme` 新增考核方案。",
        )


class SeveralSchemes(Failure):
    """Several schemes may be meant for one year."""

    code: ClassVar[str] = "F952"
    exit_code: ClassVar[int] = 2

    def __init__(self, year: int, schemes: Iterable[str]) -> None:
        names = list(schemes)
        super().__init__(
            f"There are several schemes to score {year} by: {', '.join(names)}.",
            "Name one of them with --scheme.",
            message_zh=f"{year} 年度有不止一个考核方案可用：{'、'.join(names)}。",
            hint_zh="用 --scheme 指定其中一个。",
        )


class SchemeMissing(Failure):
    """The year's assessment names a scheme that is not there or can't be read."""

    code: ClassVar[str] = "F953"
    exit_code: ClassVar[int] = 1

    def __init__(self, year: int, scheme: str) -> None:
        super().__init__(
            f'The assessment of {year} names the scheme "{scheme}", which is not there or can\'t be read.',
            "Mend that scheme or the assessment; `dutybook check` says what is wrong.",
            message_zh=f"{year} 年度的考核记录指定方案“{scheme}”，但该方案不存在或无法读取。",
            hint_zh="请修正该方案或考核记录；`dutybook check` 说明哪里有误。",
        )


class NotAssessed(Failure):
    """The unit or post is not assessed under the scheme."""

    code: ClassVar[str] = "F959"
    exit_code: ClassVar[int] = 2

    def __init__(self, object: str, scheme: str, on: date) -> None:
        super().__init__(
            f'"{object}" is not among the objects of the scheme "{scheme}" on {on}.',
            "Name one of its objects, or another scheme with --scheme.",
            message_zh=f"{on} “{object}”不在方案“{scheme}”的考核对象之内。",
            hint_zh="请指定其考核对象之一，或用 --scheme 指定其他方案。",
        )


class Frozen(NamedTuple):
    """A frozen result, with when and as of which commit it was frozen."""

    result: Result
    on: date | None
    commit: str
    record: str
    """Id of the assessment that holds it."""


def reckoning_day(year: int, on: date) -> date:
    """The day on which a year's scheme and objects are looked up: `on`, but no later than the year's last day."""
    return min(on, date(year, 12, 31))


def scheme_of(register: Register, year: int, on: date) -> Scheme:
    """The scheme by which a year is scored: the one that its assessment names, else the only one in force.

    Raises:
        NoScheme: no assessment names one and none is in force.
        SeveralSchemes: nothing says which of several is meant.
        SchemeMissing: the assessment names one that is not there.
    """
    schemes = register.of(Scheme)
    named = dict.fromkeys(one.scheme for one in assessments(register, on) if one.year == year)
    chosen = list(named) or [one.id for one in schemes_in_force(register, reckoning_day(year, on))]
    if not chosen:
        raise NoScheme(year, on)
    if len(chosen) > 1:
        raise SeveralSchemes(year, chosen)
    if chosen[0] not in schemes:
        raise SchemeMissing(year, chosen[0])
    return schemes[chosen[0]]


def schemes_in_force(register: Register, on: date) -> list[Scheme]:
    """The schemes whose span holds a day."""
    return [one for one in register.of(Scheme).values() if covers(one.since, one.until, on)]


def assessments(register: Register, on: date) -> list[Assessment]:
    """The assessments that exist on a day (R0.1), in order of id."""
    found = [one for one in register.of(Assessment).values() if one.date <= on]
    return sorted(found, key=lambda one: one.id)


def objects_of(register: Register, scheme: Scheme, on: date) -> dict[str, str]:
    """Who is assessed on a day, selectors expanded: the kind (`unit` or `post`) of each by id, units first.

    A unit or post that is named and begins later than the day is left out (R0.1); one that has ended stays.
    """
    found: dict[str, str] = {}
    for text in scheme.objects:
        expansion = expand(register, text, on)
        found.update((each, expansion.kind) for each in expansion.ids if each not in found)
    begun = {each: kind for each, kind in found.items() if _has_begun(register, kind, each, on)}
    return dict(sorted(begun.items(), key=lambda pair: pair[1] != "unit"))


def frozen_results(register: Register, scheme: Scheme, year: int, on: date) -> dict[str, Frozen]:
    """The results of a year that were frozen as of a day or earlier, by object."""
    found: dict[str, Frozen] = {}
    for one in assessments(register, on):
        if one.year == year and one.scheme == scheme.id and (one.frozen_on is None or one.frozen_on <= on):
            for result in one.result:
                found[result.object] = Frozen(result, one.frozen_on, one.frozen_commit, one.id)
    return found


def _has_begun(register: Register, kind: str, id: str, on: date) -> bool:
    record = register.units.get(id) if kind == "unit" else register.posts.get(id)
    return record is not None and (record.since is None or record.since <= on)
