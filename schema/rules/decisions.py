"""DB642-DB646: what an organ decided in a case of accountability, against its profile, its members and its dates (R9)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.attribution import decider_of
from schema.attribution import members_of
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.field import Word
from schema.kinds.case import Case
from schema.kinds.case import Decision
from schema.profile import PROFILES
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible

UNKNOWN_MEASURE = Rule(
    code="DB642",
    severity=Severity.WARNING,
    message='the profile "{profile}" knows no {field} "{word}" for {subject}',
    message_zh="认定规则“{profile}”对{subject_zh}没有“{word_zh}”这一{field_zh}",
    hint="use one of {known}, or name the profile that was applied",
    hint_zh="改用 {known_zh} 之一，或改填所依据的认定规则",
    reason="An organ may decide only what its rules know.",
    example='profile = "national-2019"\n\n[[decision]]\nperson = "qian-qi"\nmeasure = "reminder"',
    fix='profile = "national-2019"\n\n[[decision]]\nperson = "qian-qi"\nmeasure = "admonition"',
    source="R9, domain model 2.2",
)
ONE_SUBJECT = Rule(
    code="DB643",
    severity=Severity.ERROR,
    message="the decision names {found}",
    message_zh="该决定{found_zh}",
    hint="write either `person` or `unit`; for several, a row each",
    hint_zh="`person` 与 `unit` 二者取一；涉及多方的各写一行",
    reason="A decision is about one person or about the body as a whole, and each is served and appealed by itself.",
    example='[[decision]]\nmeasure = "circular"',
    fix='[[decision]]\nperson = "qian-qi"\nmeasure = "circular"',
    source="R9",
)
OUT_OF_ORDER = Rule(
    code="DB644",
    severity=Severity.ERROR,
    message="`{later}` is {later_day}, before `{earlier}` on {earlier_day}",
    message_zh="`{later}` 为 {later_day}，早于 `{earlier}` 的 {earlier_day}",
    hint="correct one of the two dates",
    hint_zh="改正其中一个日期",
    reason="A case runs in one order: it occurs, is opened, decided, served, appealed, corrected; what it influences ends after the decision.",
    example="decided_on = 2026-10-20\nserved_on = 2026-10-12",
    fix="decided_on = 2026-10-20\nserved_on = 2026-10-22",
    source="R9",
)
NOT_A_MEMBER = Rule(
    code="DB645",
    severity=Severity.WARNING,
    message='a decision about "{person}", who is not among the members',
    message_zh="决定涉及“{person}”，但其不在成员之列",
    hint="add the member, or take the decision to the case that it belongs to",
    hint_zh="补列该成员，或把决定移到所属的问责",
    reason="Every decision stands beside what was proposed for that person.",
    example='[[member]]\npost = "organisation-member"\nperson = "qian-qi"\n\n[[decision]]\nperson = "wu-shi"',
    fix='[[member]]\npost = "organisation-member"\nperson = "qian-qi"\n\n[[decision]]\nperson = "qian-qi"',
    source="R9",
)
NO_ORGAN = Rule(
    code="DB646",
    severity=Severity.ERROR,
    message="there is a decision, but not which organ decided",
    message_zh="有决定，却没有写决定机关",
    hint="write the organ in `organ`: a unit, or a superior body of register.toml",
    hint_zh="在 `organ` 填写决定机关：本单位，或 register.toml 里的上级机关",
    reason="Only the competent organ decides; without it nobody knows where to appeal.",
    example='[[decision]]\nperson = "qian-qi"\ndecided_on = 2026-10-20',
    fix='organ = "district-committee"\n\n[[decision]]\nperson = "qian-qi"\ndecided_on = 2026-10-20',
    source="R9",
)
RULES: Final[tuple[Rule, ...]] = (UNKNOWN_MEASURE, ONE_SUBJECT, OUT_OF_ORDER, NOT_A_MEMBER, NO_ORGAN)


def check_opened(case: Case) -> Iterator[Diagnostic]:
    """Check that a case was not opened before anything occurred."""
    if case.opened is not None and case.opened < case.occurred:
        yield _out_of_order(case, ("opened",), ("occurred", case.occurred), ("opened", case.opened))


def check_decisions(register: Register, case: Case, on: date) -> Iterator[Diagnostic]:
    """Check what was decided up to a day in one case; a decision without a date is taken as made."""
    decided = [(at, row) for at, row in enumerate(case.decision) if row.decided_on is None or row.decided_on <= on]
    if not decided:
        return
    if case.organ is None:
        yield NO_ORGAN.found("case", case.id, ("decision",))
    known = _known_persons(register, case)
    for at, row in decided:
        yield from _check_subject(case, at, row, known)
        yield from _check_words(case, at, row)
        yield from _check_order(case, at, row, on)


def _known_persons(register: Register, case: Case) -> set[str]:
    return {member.person for member in members_of(register, case)} | {decider_of(register, case) or ""}


def _check_subject(case: Case, at: int, row: Decision, known: set[str]) -> Iterator[Diagnostic]:
    if (row.person is None) is (row.unit is None):
        both = row.person is not None
        yield ONE_SUBJECT.found(
            "case",
            case.id,
            ("decision", at),
            found="both a person and a body" if both else "neither a person nor a body",
            found_zh="既写了人员又写了集体" if both else "既没有写人员也没有写集体",
        )
    if row.person is not None and row.person not in known:
        yield NOT_A_MEMBER.found("case", case.id, ("decision", at, "person"), person=visible(row.person))


def _check_words(case: Case, at: int, row: Decision) -> Iterator[Diagnostic]:
    profile = PROFILES.get(case.profile)
    if profile is None or (row.person is None) is (row.unit is None):
        return
    body = row.unit is not None
    subject, subject_zh = ("a body", "集体") if body else ("a person", "个人")
    for key, key_zh, word, known in (
        ("measure", "处理", row.measure, profile.body_measures if body else profile.person_measures),
        ("tier", "责任", row.tier, profile.body_tiers if body else profile.person_tiers),
    ):
        if word is not None and word not in known:
            yield UNKNOWN_MEASURE.found(
                "case",
                case.id,
                ("decision", at, key),
                profile=profile.id,
                field=key,
                field_zh=key_zh,
                word=word.value,
                word_zh=word.zh,
                subject=subject,
                subject_zh=subject_zh,
                **_name_all(known),
            )


def _name_all(known: tuple[Word, ...]) -> dict[str, str]:
    return {"known": ", ".join(word.value for word in known), "known_zh": "、".join(word.zh for word in known)}


def _check_order(case: Case, at: int, row: Decision, on: date) -> Iterator[Diagnostic]:
    """Dates of a decision that run backwards; of two of which one lies after the day, nothing is said yet."""
    days = {
        "occurred": case.occurred,
        "opened": case.opened,
        "decided_on": row.decided_on,
        "served_on": row.served_on,
        "appealed_on": row.appealed_on,
        "corrected_on": row.corrected_on,
        "influence_until": row.influence_until,
    }
    for earlier, later in _ORDER:
        first, second = days[earlier], days[later]
        if first is not None and second is not None and second < first <= on:
            yield _out_of_order(case, ("decision", at, later), (earlier, first), (later, second))


def _out_of_order(
    case: Case, key: tuple[str | int, ...], earlier: tuple[str, date], later: tuple[str, date]
) -> Diagnostic:
    return OUT_OF_ORDER.found(
        "case",
        case.id,
        key,
        later=later[0],
        later_day=later[1],
        earlier=earlier[0],
        earlier_day=earlier[1],
    )


_ORDER: Final = (
    ("occurred", "decided_on"),
    ("opened", "decided_on"),
    ("decided_on", "served_on"),
    ("served_on", "appealed_on"),
    ("decided_on", "corrected_on"),
    ("decided_on", "influence_until"),
)
"""What comes before what."""
