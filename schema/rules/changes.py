"""DB821-DB830: clauses that changed under a duty, and sources that were superseded (R18)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.fingerprint import ALGORITHM
from schema.fingerprint import is_known
from schema.kinds.duty import Basis
from schema.kinds.duty import Duty
from schema.kinds.source import Source
from schema.register import Register
from schema.rule import Rule
from schema.supersession import Why
from schema.supersession import ended_by_sources
from schema.supersession import suspects_of
from schema.visible import visible

CLAUSE_CHANGED = Rule(
    code="DB821",
    severity=Severity.WARNING,
    message='the clause "{clause}" says something else than when the duty was last reviewed',
    message_zh="待复核：条款“{clause}”的内容与上次复核时不同",
    hint="compare both texts by `dutybook reaffirm`, mend the duty, then `dutybook reaffirm {duty} {clause}`",
    hint_zh="用 `dutybook reaffirm` 对照新旧条款，改好职责事项后执行 `dutybook reaffirm {duty} {clause}`",
    reason="The duty may no longer be what the rules ask; somebody has to look and say so.",
    example='[[basis]]\nclause = "rules#2-3"\nfingerprint = "n1:0000000000000000"',
    fix='[[basis]]\nclause = "rules#2-3"\nfingerprint = "n1:e3b0c44298fc1c14"',
    source="R18",
)
SOURCE_SUPERSEDED = Rule(
    code="DB822",
    severity=Severity.WARNING,
    message='the source of the clause "{clause}" was superseded on {day}, and the duty goes on',
    message_zh="待复核：条款“{clause}”所在文件已于 {day} 被替代，而职责事项仍在执行",
    hint="take this `[[basis]]` away or name the new clause; if it may stay, `dutybook reaffirm {duty} {clause}`",
    hint_zh="去掉这条 `[[basis]]` 或改为新条款；确认可以保留的，执行 `dutybook reaffirm {duty} {clause}`",
    reason="A duty that rests on several sources ends with the last of them; until then it may ask what no rule asks any more.",
    example='superseded_on = 2027-01-01  # in the source "rules"\n\n[[basis]]  # in the duty\nclause = "rules#2-3"',
    fix='[[basis]]\nclause = "new-rules#2-3"',
    source="R18",
)
UNKNOWN_FINGERPRINT = Rule(
    code="DB823",
    severity=Severity.WARNING,
    message='the fingerprint "{fingerprint}" is none that this version can compare',
    message_zh="指纹“{fingerprint}”不是本版本能比对的写法",
    hint="update dutybook, or review the clause and run `dutybook reaffirm {duty} {clause}`",
    hint_zh="升级 dutybook，或复核条款后执行 `dutybook reaffirm {duty} {clause}`",
    reason="A change of the clause would go unnoticed.",
    example='fingerprint = "md5:d41d8cd98f00b204"',
    fix=f'fingerprint = "{ALGORITHM}:e3b0c44298fc1c14"',
    source="R18",
)
REVIEW_INCOMPLETE = Rule(
    code="DB824",
    severity=Severity.WARNING,
    message='the review of the clause "{clause}" says nothing in `{missing}`',
    message_zh="条款“{clause}”的复核没有填写 `{missing}`",
    hint="let `dutybook reaffirm {duty} {clause}` write all three: fingerprint, person and day",
    hint_zh="由 `dutybook reaffirm {duty} {clause}` 一并写入指纹、复核人和日期",
    reason="A review is an act of a person on a day about a text; one of them alone proves nothing.",
    example='fingerprint = "n1:e3b0c44298fc1c14"',
    fix='fingerprint = "n1:e3b0c44298fc1c14"\nreviewed_by = "li-si"\nreviewed_on = 2026-03-02',
    source="R18",
)
REVIEWED_TOO_EARLY = Rule(
    code="DB825",
    severity=Severity.WARNING,
    message='the clause "{clause}" was reviewed on {day}, before its source was issued on {issued}',
    message_zh="条款“{clause}”的复核日期 {day} 早于文件发文日期 {issued}",
    hint="correct the day",
    hint_zh="改正日期",
    reason="Nobody can review a text that did not exist.",
    example="reviewed_on = 2025-03-02  # and the source was issued on 2025-11-20",
    fix="reviewed_on = 2026-03-02",
    source="R18",
)
PARTLY_REVIEWED = Rule(
    code="DB826",
    severity=Severity.NOTE,
    message='the clause "{clause}" was never reviewed, while others of this duty were',
    message_zh="条款“{clause}”从未复核，而本事项的其他条款复核过",
    hint="read it, then `dutybook reaffirm {duty} {clause}`",
    hint_zh="看过后执行 `dutybook reaffirm {duty} {clause}`",
    reason="Changes of this clause go unnoticed, though somebody began to watch over the duty.",
    example='[[basis]]\nclause = "rules#2-3"\nfingerprint = "n1:e3b0c44298fc1c14"\n\n[[basis]]\nclause = "rules#2-4"',
    fix='[[basis]]\nclause = "rules#2-4"\nfingerprint = "n1:e3b0c44298fc1c14"',
    source="R18",
)
ENDED_BY_SOURCES = Rule(
    code="DB827",
    severity=Severity.NOTE,
    message="every source that the duty rests on is superseded: it ended on {day}, and nothing that would begin later is due",
    message_zh="所依据的文件均已被替代：本事项止于 {day}，其后不再产生应办事项",
    hint="write that day in `to`, or rest the duty on a clause of the new source",
    hint_zh="把该日写入 `to`，或改以新文件的条款为依据",
    reason="The end follows from the sources; whoever reads the duty's own file does not see it.",
    example="from = 2026-01-01  # and its only source is superseded on 2027-01-01",
    fix="from = 2026-01-01\nto = 2026-12-31",
    source="R18",
)
NO_DAY = Rule(
    code="DB828",
    severity=Severity.WARNING,
    message='superseded by "{by}", and no day says from when',
    message_zh="已由“{by}”替代，但没有写明自何日起",
    hint="write the day in `superseded_on`; until then every duty goes on",
    hint_zh="在 `superseded_on` 写明日期；在此之前各职责事项照常",
    reason="Duties end the day before their last source is superseded: without the day nothing ends.",
    example='superseded_by = "new-rules"',
    fix='superseded_by = "new-rules"\nsuperseded_on = 2027-01-01',
    source="R18",
)
NO_SUCCESSOR = Rule(
    code="DB829",
    severity=Severity.NOTE,
    message="superseded on {day}, and nothing says by what",
    message_zh="已于 {day} 被替代，但没有写明由何文件替代",
    hint="name the new source in `superseded_by`; leave it out where the rule was simply repealed",
    hint_zh="在 `superseded_by` 写明新文件；只是废止的可以不写",
    reason="Whoever looks for the rule of today wants to be led to it.",
    example="superseded_on = 2027-01-01",
    fix='superseded_by = "new-rules"\nsuperseded_on = 2027-01-01',
    source="R18",
)
SUPERSEDED_TOO_EARLY = Rule(
    code="DB830",
    severity=Severity.ERROR,
    message="superseded on {day}, before it took effect on {effective}",
    message_zh="替代日期 {day} 早于施行日期 {effective}",
    hint="correct one of the two days",
    hint_zh="改正两个日期之一",
    reason="A rule that was never in force makes no duty, so one of the days is wrong.",
    example="effective = 2026-01-01\nsuperseded_on = 2025-06-30",
    fix="effective = 2026-01-01\nsuperseded_on = 2027-01-01",
    source="R18",
)
RULES: Final[tuple[Rule, ...]] = (
    CLAUSE_CHANGED,
    SOURCE_SUPERSEDED,
    UNKNOWN_FINGERPRINT,
    REVIEW_INCOMPLETE,
    REVIEWED_TOO_EARLY,
    PARTLY_REVIEWED,
    ENDED_BY_SOURCES,
    NO_DAY,
    NO_SUCCESSOR,
    SUPERSEDED_TOO_EARLY,
)
REAFFIRMABLE: Final = frozenset(
    rule.code for rule in (CLAUSE_CHANGED, SOURCE_SUPERSEDED, UNKNOWN_FINGERPRINT, REVIEW_INCOMPLETE, PARTLY_REVIEWED)
)
"""Codes that end when somebody reads the clause again and says so (schema.acts.bases)."""


def check_duty(register: Register, duty: Duty, on: date) -> Iterator[Diagnostic]:
    """Check the clauses that a duty rests on."""
    if not duty.basis:
        return
    for found in suspects_of(register, duty, on):
        rule = CLAUSE_CHANGED if found.why is Why.CLAUSE_CHANGED else SOURCE_SUPERSEDED
        key = "fingerprint" if found.why is Why.CLAUSE_CHANGED else "clause"
        values = {**_values(duty, found.basis), "day": found.source.superseded_on}
        yield rule.found("duty", duty.id, ("basis", found.row, key), **values)
    if any(basis.fingerprint for basis in duty.basis):
        for row, basis in enumerate(duty.basis):
            yield from _check_review(register, duty, row, basis)
    ended = ended_by_sources(register, duty)
    if ended is not None and ended < on and (duty.until is None or ended < duty.until):
        yield ENDED_BY_SOURCES.found("duty", duty.id, ("basis",), day=ended)


def check_source(_: Register, source: Source, __: date) -> Iterator[Diagnostic]:
    """Check what supersedes a source."""
    day, by, effective = source.superseded_on, source.superseded_by, source.effective
    if day is None and by is None:
        return
    if day is None:
        yield NO_DAY.found("source", source.id, ("superseded_by",), by=visible(by or ""))
    elif by is None:
        yield NO_SUCCESSOR.found("source", source.id, ("superseded_on",), day=day)
    if day is not None and effective is not None and day < effective:
        yield SUPERSEDED_TOO_EARLY.found("source", source.id, ("superseded_on",), day=day, effective=effective)


def _check_review(register: Register, duty: Duty, row: int, basis: Basis) -> Iterator[Diagnostic]:
    place: tuple[Step, ...] = ("basis", row)
    values = _values(duty, basis)
    if not basis.fingerprint:
        yield PARTLY_REVIEWED.found("duty", duty.id, place, **values)
        return
    if not is_known(basis.fingerprint):
        values["fingerprint"] = visible(basis.fingerprint)
        yield UNKNOWN_FINGERPRINT.found("duty", duty.id, (*place, "fingerprint"), **values)
    for key in ("reviewed_by", "reviewed_on"):
        if not getattr(basis, key):
            yield REVIEW_INCOMPLETE.found("duty", duty.id, place, **values, missing=key)
    found = register.clauses.get(basis.clause)
    issued = found[0].issued if found is not None else None
    if basis.reviewed_on is not None and issued is not None and basis.reviewed_on < issued:
        values |= {"day": str(basis.reviewed_on), "issued": str(issued)}
        yield REVIEWED_TOO_EARLY.found("duty", duty.id, (*place, "reviewed_on"), **values)


def _values(duty: Duty, basis: Basis) -> dict[str, str]:
    return {"duty": visible(duty.id), "clause": visible(basis.clause)}
