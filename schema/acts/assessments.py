"""Freezing a year's assessment: the reckoned results are written down, with the day and the commit that they rest on (R14)."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import ClassVar

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.assessment import Assessment
from schema.kinds.scheme import Scheme
from schema.register import Register
from schema.scoring import Score


class AlreadyFrozen(Failure):
    """The year's result is frozen already."""

    code: ClassVar[str] = "F954"
    exit_code: ClassVar[int] = 1

    def __init__(self, year: int, record: str) -> None:
        super().__init__(
            f'The result of {year} is frozen already, in the assessment "{record}".',
            "To freeze it anew, add --again and say why with --why.",
            message_zh=f"{year} 年度的结果已定稿，见考核记录“{record}”。",
            hint_zh="确需重新定稿，加 --again，并用 --why 说明理由。",
        )


class UnsavedChanges(Failure):
    """Files differ from the last commit, so that no commit holds what would be scored."""

    code: ClassVar[str] = "F955"
    exit_code: ClassVar[int] = 1

    def __init__(self, paths: Sequence[str]) -> None:
        more = len(paths) - 1
        super().__init__(
            f"The result can't be frozen: {paths[0]}{f' and {more} other file(s)' if more else ''} changed outside and not saved.",
            "Save the changes with `dutybook save` first, so that a commit holds what is scored.",
            message_zh=f"无法定稿：{paths[0]}{f' 等 {more + 1} 个文件' if more else ' '}在外部改动后尚未保存。",
            hint_zh="请先用 `dutybook save` 保存，使计分所依据的内容都在提交里。",
        )


class NothingToFreeze(Failure):
    """No object has a score that could be frozen."""

    code: ClassVar[str] = "F956"
    exit_code: ClassVar[int] = 1

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f'There is no score to freeze: the scheme "{scheme}" sets no base score, or assesses nobody.',
            "Write `base` and `objects` in the scheme first.",
            message_zh=f"没有可以定稿的得分：方案“{scheme}”没有写基准分，或没有考核对象。",
            hint_zh="请先在方案里写 `base` 和 `objects`。",
        )


class SeveralAssessments(Failure):
    """Several records are the year's assessment under one scheme."""

    code: ClassVar[str] = "F957"
    exit_code: ClassVar[int] = 1

    def __init__(self, year: int, records: Iterable[str]) -> None:
        names = list(records)
        super().__init__(
            f"The result of {year} can't be frozen: there are several assessments, {', '.join(names)}.",
            "Bring them into one record first.",
            message_zh=f"{year} 年度无法定稿：有不止一个考核记录，即 {'、'.join(names)}。",
            hint_zh="请先合为一个记录。",
        )


class AssessmentLater(Failure):
    """The year's assessment is dated after the day as of which it is to be frozen."""

    code: ClassVar[str] = "F958"
    exit_code: ClassVar[int] = 1

    def __init__(self, record: str, day: date, on: date) -> None:
        super().__init__(
            f'The assessment "{record}" is dated {day}, after {on}: what it holds is not counted yet on that day.',
            f"Freeze as of {day} or later, or correct its date.",
            message_zh=f"考核记录“{record}”的日期是 {day}，晚于 {on}：到那一天其中的内容尚不计入。",
            hint_zh=f"按 {day} 或以后的日期定稿，或改正其日期。",
        )


def assessment_to_freeze(
    register: Register, scheme: Scheme, year: int, on: date, *, again: bool = False
) -> Assessment | None:
    """The record into which a year's result goes; None where it has yet to be made.

    Args:
        register: the register.
        scheme: the scheme.
        year: the year assessed.
        on: the day as of which it is frozen.
        again: whether a result that is frozen already may be replaced.

    Raises:
        SeveralAssessments: there are several.
        AssessmentLater: it is dated after the day.
        AlreadyFrozen: it holds a result, and `again` is not said.
    """
    found = [one for one in register.of(Assessment).values() if (one.year, one.scheme) == (year, scheme.id)]
    if len(found) > 1:
        raise SeveralAssessments(year, sorted(one.id for one in found))
    for one in found:
        if one.date > on:
            raise AssessmentLater(one.id, one.date, on)
        if not again and (one.frozen_commit or one.frozen_on is not None or one.result):
            raise AlreadyFrozen(year, one.id)
    return found[0] if found else None


def freeze(
    register: Register,
    scheme: Scheme,
    year: int,
    on: date,
    scores: Sequence[Score],
    *,
    commit: str,
    record: Assessment | None,
    new_id: str = "",
    read_digest: str | None = None,
    reason: str = "",
) -> ChangeSet:
    """Write a year's scores into its assessment.

    Args:
        register: the register.
        scheme: the scheme that was scored by.
        year: the year assessed.
        on: the day as of which it was scored.
        scores: what `schema.scoring.score` gave.
        commit: full id of the commit as of which it was scored.
        record: the assessment, from `assessment_to_freeze`; None: a new one is made.
        new_id: id of the new one.
        read_digest: digest of the assessment's file as it was read.
        reason: why; empty: a sentence in the register's language.

    Raises:
        NothingToFreeze: no object has a score.
    """
    rows = [_row(one) for one in scores if one.score is not None]
    if not rows:
        raise NothingToFreeze(scheme.id)
    frozen: dict[str, Any] = {"frozen_commit": commit, "frozen_on": on, "result": rows}
    if record is None:
        values = {"year": year, "scheme": scheme.id, "date": on, **frozen}
        change = RecordChange(kind="assessment", id=new_id, verb=Verb.ADD, fields=_fields(values))
    else:
        change = RecordChange(
            kind="assessment", id=record.id, verb=Verb.EDIT, fields=_fields(frozen), read_digest=read_digest
        )
    return ChangeSet(action="freeze", records=(change,), reason=reason or _reason(register, year, on))


def _row(one: Score) -> dict[str, Any]:
    row: dict[str, Any] = {"object": one.object, "score": float(one.score or 0)}
    if one.grade:
        row["grade"] = one.grade
    return row | {"rank": one.rank}


def _fields(values: dict[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(key=(key,), value=value) for key, value in values.items())


def _reason(register: Register, year: int, on: date) -> str:
    if register.settings.language.startswith("en"):
        return f"Result of {year} frozen as of {on}."
    return f"{year} 年度考核结果按 {on} 定稿。"
