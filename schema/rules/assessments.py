"""DB601-DB629: schemes that cannot be reckoned with, and assessments that contradict them (R10, R14).

The rules about schemes lie in `schema.rules.schemes`; those about a year's assessment begin here with DB618.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.assessed import objects_of
from schema.assessed import reckoning_day
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.kinds.assessment import Assessment
from schema.kinds.assessment import VetoEvent
from schema.kinds.scheme import Scheme
from schema.register import Register
from schema.rule import Rule
from schema.rules import schemes
from schema.veto import missing_parameters
from schema.visible import visible

NO_BASIS = Rule(
    code="DB618",
    severity=Severity.WARNING,
    message='the bonus of "{object}" has no basis; it does not count',
    message_zh="“{object}”的加分没有依据，不计入",
    hint="write the number of a document or a record in `basis`",
    hint_zh="在 `basis` 里写文号或记录",
    reason="Points that rest on nothing cannot be followed.",
    example='[[bonus]]\nobject = "party-office"\npoints = 1.0\nbasis = ""',
    fix='[[bonus]]\nobject = "party-office"\npoints = 1.0\nbasis = "样区通〔2026〕18号"',
    source="R14",
)
NOT_ASSESSED = Rule(
    code="DB619",
    severity=Severity.WARNING,
    message='"{object}" is not among the objects of the scheme "{scheme}"',
    message_zh="“{object}”不是方案“{scheme}”的考核对象",
    hint="correct the object, or add it to the scheme's `objects`",
    hint_zh="改正对象，或把它写进方案的 `objects`",
    reason="Nobody is given points, a veto or a result under a scheme that does not assess them.",
    example='[[bonus]]\nobject = "platform-team"\npoints = 1.0\nbasis = "样区通〔2026〕18号"',
    fix='[[bonus]]\nobject = "publicity-office"\npoints = 1.0\nbasis = "样区通〔2026〕18号"',
    source="R14",
)
OTHER_YEAR = Rule(
    code="DB620",
    severity=Severity.WARNING,
    message="the event of {date} lies outside {year}; it has an effect in its own year only",
    message_zh="{date} 的事件不在 {year} 年度内，只对其当年起作用",
    hint="move it to the assessment of its year",
    hint_zh="移到其当年的考核记录",
    reason="A veto concerns the year in which the event happened.",
    example="year = 2026\n\n[[veto]]\ndate = 2025-11-18",
    fix="year = 2026\n\n[[veto]]\ndate = 2026-11-18",
    source="R10",
)
OTHER_DECIDER = Rule(
    code="DB621",
    severity=Severity.ERROR,
    message='the event is confirmed by "{by}", but the scheme says "{decider}"; it has no effect',
    message_zh="事件由“{by}”认定，而方案规定由“{decider}”认定；不起作用",
    hint="let the decider confirm it",
    hint_zh="由方案规定的机关认定",
    reason="Only the body that the scheme names may decide on a veto.",
    example='confirmed_by = "party-office"  # the scheme says discipline-committee',
    fix='confirmed_by = "discipline-committee"',
    source="R10",
)
CONFIRMED_EARLY = Rule(
    code="DB622",
    severity=Severity.ERROR,
    message="the event of {date} is confirmed on {confirmed}, before it happened; it has no effect",
    message_zh="{date} 的事件在 {confirmed} 认定，早于事件发生；不起作用",
    hint="correct one of the two days",
    hint_zh="改正其中一个日期",
    reason="Nothing can be confirmed before it happened.",
    example="date = 2026-11-18\nconfirmed_on = 2026-11-03",
    fix="date = 2026-11-18\nconfirmed_on = 2026-11-30",
    source="R10",
)
CONFIRMED_HALF = Rule(
    code="DB623",
    severity=Severity.WARNING,
    message="`{there}` is given without `{missing}`; the event is not confirmed",
    message_zh="写了 `{there}` 而没有写 `{missing}`，不算已认定",
    hint="write both",
    hint_zh="两项都写",
    reason="A confirmation is somebody's on a day.",
    example='confirmed_by = "discipline-committee"',
    fix='confirmed_by = "discipline-committee"\nconfirmed_on = 2026-11-30',
    source="R10",
)
REVOKED_EARLY = Rule(
    code="DB624",
    severity=Severity.ERROR,
    message="the confirmation of {confirmed} is revoked on {revoked}, before it was given",
    message_zh="{confirmed} 的认定在 {revoked} 撤销，早于认定",
    hint="correct one of the two days",
    hint_zh="改正其中一个日期",
    reason="Only what was confirmed can be revoked.",
    example="confirmed_on = 2026-11-30\nrevoked_on = 2026-11-20",
    fix="confirmed_on = 2026-11-30\nrevoked_on = 2026-12-20",
    source="R10",
)
UNKNOWN_TRIGGER = Rule(
    code="DB625",
    severity=Severity.WARNING,
    message='"{trigger}" is none of the triggers of the scheme; the event has no effect',
    message_zh="“{trigger}”不是方案规定的触发情形，不起作用",
    hint="use the scheme's own words: {known}",
    hint_zh="用方案里的原话：{known}",
    reason="A veto follows from what the scheme says and from nothing else.",
    example='trigger = "迟报"  # the scheme says: 瞒报事故',
    fix='trigger = "瞒报事故"',
    source="R10",
)
SECOND_ASSESSMENT = Rule(
    code="DB626",
    severity=Severity.ERROR,
    message='"{other}" is an assessment of {year} under the scheme "{scheme}" already',
    message_zh="“{other}”已是 {year} 年度按方案“{scheme}”的考核记录",
    hint="bring both into one record",
    hint_zh="合为一个记录",
    reason="One year has one result; bonuses and vetoes of both are counted until then.",
    example='year = 2026\nscheme = "street-scheme"  # in a second record',
    fix='year = 2027\nscheme = "street-scheme"',
    source="R14",
)
FROZEN_HALF = Rule(
    code="DB627",
    severity=Severity.ERROR,
    message="the result is frozen by halves, without {missing}",
    message_zh="定稿不完整：缺 {missing}",
    hint="freeze it by `dutybook score --freeze --again`, or take the rest away",
    hint_zh="用 `dutybook score --freeze --again` 重新定稿，或删去其余部分",
    reason="A frozen result must say as of which day and which commit it was reckoned.",
    example='[[result]]\nobject = "party-office"\nscore = 96.0',
    fix='frozen_commit = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"\nfrozen_on = 2026-12-31\n\n[[result]]\nobject = "party-office"\nscore = 96.0',
    source="R14",
)
BAD_COMMIT = Rule(
    code="DB628",
    severity=Severity.ERROR,
    message='"{commit}" is no full commit id of 40 hexadecimal digits',
    message_zh="“{commit}”不是40位十六进制的完整提交号",
    hint="write the full id, as `git rev-parse` prints it",
    hint_zh="写 `git rev-parse` 给出的完整提交号",
    reason="A shortened id may come to mean another commit.",
    example='frozen_commit = "4b825dc"',
    fix='frozen_commit = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"',
    source="R14",
)
RESULT_TWICE = Rule(
    code="DB629",
    severity=Severity.ERROR,
    message='a second result of "{object}"',
    message_zh="“{object}”有两个结果",
    hint="keep one of them",
    hint_zh="只留一个",
    reason="One object has one result a year.",
    example='[[result]]\nobject = "party-office"\nscore = 96.0\n\n[[result]]\nobject = "party-office"\nscore = 97.0',
    fix='[[result]]\nobject = "party-office"\nscore = 96.0',
    source="R14",
)
RULES: Final[tuple[Rule, ...]] = (
    *schemes.RULES,
    NO_BASIS,
    NOT_ASSESSED,
    OTHER_YEAR,
    OTHER_DECIDER,
    CONFIRMED_EARLY,
    CONFIRMED_HALF,
    REVOKED_EARLY,
    UNKNOWN_TRIGGER,
    SECOND_ASSESSMENT,
    FROZEN_HALF,
    BAD_COMMIT,
    RESULT_TWICE,
)

_COMMIT = re.compile(r"[0-9a-f]{40}")


def check_scheme(register: Register, scheme: Scheme, on: date) -> Iterator[Diagnostic]:
    """Check one scheme."""
    yield from schemes.check_scheme(register, scheme, on)


def check_assessment(register: Register, assessment: Assessment, on: date) -> Iterator[Diagnostic]:
    """Check one assessment."""
    scheme = register.of(Scheme).get(assessment.scheme)
    yield from _check_bonuses(assessment, scheme)
    for at, event in enumerate(assessment.veto):
        key = ("veto", at)
        yield from _check_event(assessment, event, key)
        if scheme is not None:
            yield from _check_policy(scheme, assessment, event, key)
    if scheme is not None and (assessment.bonus or assessment.veto or assessment.result):
        yield from _check_objects(register, scheme, assessment, on)
    yield from _check_frozen(assessment)
    # Once for all assessments, at the first of them.
    if next(iter(register.of(Assessment).values())) is assessment:
        yield from _check_doubles(register.of(Assessment).values())


def _check_bonuses(assessment: Assessment, scheme: Scheme | None) -> Iterator[Diagnostic]:
    for at, row in enumerate(assessment.bonus):
        yield from schemes.check_sign("assessment", assessment.id, ("bonus", at, "points"), row.points)
        if not row.basis.strip():
            yield NO_BASIS.found("assessment", assessment.id, ("bonus", at, "basis"), object=visible(row.object))
    if assessment.bonus and scheme is not None and scheme.bonus_cap is None:
        yield schemes.NO_CAP.found("assessment", assessment.id, ("bonus",), scheme=visible(scheme.id))


def _check_event(assessment: Assessment, event: VetoEvent, key: tuple[Step, ...]) -> Iterator[Diagnostic]:
    """What an event says of itself."""
    if event.date.year != assessment.year:
        values = {"date": event.date, "year": assessment.year}
        yield OTHER_YEAR.found("assessment", assessment.id, (*key, "date"), **values)
    if (event.confirmed_by is None) is not (event.confirmed_on is None):
        named = ("confirmed_by", "confirmed_on")
        there, missing = named if event.confirmed_on is None else named[::-1]
        yield CONFIRMED_HALF.found("assessment", assessment.id, (*key, there), there=there, missing=missing)
    confirmed, revoked = event.confirmed_on, event.revoked_on
    if confirmed is not None and confirmed < event.date:
        values = {"date": event.date, "confirmed": confirmed}
        yield CONFIRMED_EARLY.found("assessment", assessment.id, (*key, "confirmed_on"), **values)
    if confirmed is not None and revoked is not None and revoked < confirmed:
        values = {"confirmed": confirmed, "revoked": revoked}
        yield REVOKED_EARLY.found("assessment", assessment.id, (*key, "revoked_on"), **values)


def _check_policy(
    scheme: Scheme, assessment: Assessment, event: VetoEvent, key: tuple[Step, ...]
) -> Iterator[Diagnostic]:
    """What an event says against the scheme's policy, or for want of one (R10)."""
    missing = missing_parameters(scheme)
    if missing:
        yield schemes.VETO_INCOMPLETE.found("assessment", assessment.id, key, missing=", ".join(missing))
    policy = scheme.veto
    if policy is None:
        return
    if policy.decider is not None and event.confirmed_by not in {None, policy.decider}:
        values = {"by": visible(event.confirmed_by or ""), "decider": visible(policy.decider)}
        yield OTHER_DECIDER.found("assessment", assessment.id, (*key, "confirmed_by"), **values)
    if policy.trigger and event.trigger not in policy.trigger:
        values = {"trigger": visible(event.trigger), "known": ", ".join(visible(text) for text in policy.trigger)}
        yield UNKNOWN_TRIGGER.found("assessment", assessment.id, (*key, "trigger"), **values)


def _check_objects(register: Register, scheme: Scheme, assessment: Assessment, on: date) -> Iterator[Diagnostic]:
    """Objects of rows that the scheme does not assess, on the day of the assessment or at the end of its year."""
    known = objects_of(register, scheme, assessment.frozen_on or reckoning_day(assessment.year, on))
    strangers = [(key, each) for key, each in _objects(assessment) if each not in known]
    if strangers:
        earlier = objects_of(register, scheme, assessment.date)
        for key, each in strangers:
            if each not in earlier:
                values = {"object": visible(each), "scheme": visible(scheme.id)}
                yield NOT_ASSESSED.found("assessment", assessment.id, (*key, "object"), **values)


def _objects(assessment: Assessment) -> Iterator[tuple[tuple[Step, ...], str]]:
    for name in ("bonus", "veto", "result"):
        for at, row in enumerate(getattr(assessment, name)):
            yield (name, at), row.object


def _check_frozen(assessment: Assessment) -> Iterator[Diagnostic]:
    given = {
        "result": bool(assessment.result),
        "frozen_commit": bool(assessment.frozen_commit),
        "frozen_on": assessment.frozen_on is not None,
    }
    missing = [key for key, there in given.items() if not there]
    if missing and len(missing) < len(given):
        yield FROZEN_HALF.found("assessment", assessment.id, missing=", ".join(f"`{key}`" for key in missing))
    if assessment.frozen_commit and not _COMMIT.fullmatch(assessment.frozen_commit):
        key = ("frozen_commit",)
        yield BAD_COMMIT.found("assessment", assessment.id, key, commit=visible(assessment.frozen_commit))
    seen: set[str] = set()
    for at, row in enumerate(assessment.result):
        if row.object in seen:
            yield RESULT_TWICE.found("assessment", assessment.id, ("result", at, "object"), object=visible(row.object))
        seen.add(row.object)


def _check_doubles(assessments: Iterable[Assessment]) -> Iterator[Diagnostic]:
    first: dict[tuple[int, str], str] = {}
    for one in sorted(assessments, key=lambda one: one.id):
        other = first.setdefault((one.year, one.scheme), one.id)
        if other != one.id:
            values = {"other": visible(other), "year": one.year, "scheme": visible(one.scheme)}
            yield SECOND_ASSESSMENT.found("assessment", one.id, ("year",), **values)
