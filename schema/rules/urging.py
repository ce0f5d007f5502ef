"""DB521-DB533: letters of urging, waivers and extensions that have no effect or contradict themselves (R5, R11)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.holding import holder
from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.rectification import due_on
from schema.register import Register
from schema.rule import Rule
from schema.target import name
from schema.target import names_of
from schema.timetable import Appointment
from schema.timetable import appointment
from schema.timetable import due_with_extensions
from schema.visible import visible
from schema.vocabulary import UrgeLevel
from schema.vocabulary import WaiverType

ONE_TARGET = Rule(
    code="DB521",
    severity=Severity.ERROR,
    message="the letter is about {what}",
    message_zh="催办{what_zh}",
    hint="name either a finding or an obligation",
    hint_zh="问题与应办事项二者取一",
    reason="What a letter is about decides to whom it goes and what it weighs.",
    example='level = "L1"\nissued = 2026-11-23\nto = "archive"',
    fix='level = "L1"\nissued = 2026-11-23\nto = "archive"\nfinding = "2026-10-30-hdc6z5"',
    source="R11",
)
TOO_EARLY = Rule(
    code="DB522",
    severity=Severity.WARNING,
    message="a letter of level {level} was issued on {issued}, but it was due only on {due}",
    message_zh="{level} 发出于 {issued}，而期限是 {due}，当时并未逾期",
    hint="correct the day, or make it a reminder (L0)",
    hint_zh="请更正日期，或改为提醒（L0）",
    reason="Nobody is urged before the due day has passed; until then it is a reminder.",
    example='level = "L1"\nissued = 2026-11-20  # the due day',
    fix='level = "L0"\nissued = 2026-11-20',
    source="R11",
)
REPLY_EARLY = Rule(
    code="DB523",
    severity=Severity.ERROR,
    message="`{key}` is {day}, before the letter was issued on {issued}",
    message_zh="`{key}` 是 {day}，早于发出日期 {issued}",
    hint="correct the day",
    hint_zh="请更正日期",
    reason="A letter is answered after it is sent.",
    example="issued = 2026-11-23\nreplied = 2026-11-20",
    fix="issued = 2026-11-23\nreplied = 2026-11-25",
    source="R11",
)
URGED_NOTHING = Rule(
    code="DB524",
    severity=Severity.ERROR,
    message='the duty "{duty}" has no obligation for {what}',
    message_zh="职责“{duty}”没有{what_zh}的应办事项",
    hint="correct the period or the element; `dutybook due` lists them",
    hint_zh="请更正所属期或范围；`dutybook due` 列出全部应办事项",
    reason="A letter about nothing is counted nowhere.",
    example='[obligation]\nduty = "half-year-report"\nperiod = "2026-Q2"',
    fix='[obligation]\nduty = "half-year-report"\nperiod = "2026-H1"',
    source="R11",
)
LEVEL_SKIPPED = Rule(
    code="DB525",
    severity=Severity.NOTE,
    message="a letter of level {level} was sent without one of a lower level before it",
    message_zh="发出 {level} 之前没有发过更低级别的文书",
    hint="record the earlier letter if there was one",
    hint_zh="此前发过的请补登",
    reason="Urging climbs rung by rung, but for what was missed again and again.",
    example='level = "L2"  # and no letter before it',
    fix='level = "L1"',
    source="R11",
)
NO_APPROVER = Rule(
    code="DB526",
    severity=Severity.ERROR,
    message="it is approved on {approved}, but nobody is said to have approved it",
    message_zh="{approved} 已批准，但没有写批准岗位",
    hint="name the approving post",
    hint_zh="请写明批准岗位",
    reason="An obligation falls away, or is put off, only by somebody's approval.",
    example="approved_on = 2026-09-01",
    fix='approved_by = "secretary"\napproved_on = 2026-09-01',
    source="R5",
)
NO_NEW_DUE = Rule(
    code="DB527",
    severity=Severity.ERROR,
    message="the extension says no new due day",
    message_zh="延期没有写新期限",
    hint="add new_due",
    hint_zh="请补上 new_due",
    reason="Without a new due day nothing is put off.",
    example='type = "extend"',
    fix='type = "extend"\nnew_due = 2026-11-30',
    source="R0.10",
)
NOT_LATER = Rule(
    code="DB528",
    severity=Severity.WARNING,
    message="the extension to {new_due} has no effect: the due day is {due}",
    message_zh="延期至 {new_due} 不生效：期限是 {due}",
    hint="correct the new due day",
    hint_zh="请更正新期限",
    reason="An extension is a later day.",
    example="new_due = 2026-11-18  # of an obligation that is due on 2026-11-20",
    fix="new_due = 2026-11-30",
    source="R0.10",
)
WAIVER_ASKED_LATE = Rule(
    code="DB529",
    severity=Severity.WARNING,
    message="the extension was asked for on {asked}, after the due day {due}",
    message_zh="延期申请日 {asked} 晚于期限 {due}",
    hint="an extension is asked for by the due day; withdraw it, or correct the day",
    hint_zh="延期应在期限以前申请；请撤回，或更正日期",
    reason="An extension asked for after the due day is not accepted by practice; who approved it should look again.",
    example="asked_on = 2026-11-23  # of an obligation that was due on 2026-11-20",
    fix="asked_on = 2026-11-17",
    source="R5, domain 5.1.5",
)
EXPIRED_EARLY = Rule(
    code="DB530",
    severity=Severity.WARNING,
    message="it expires on {expires}, before its approval on {approved}, and never has effect",
    message_zh="失效日期 {expires} 早于批准日期 {approved}，从未生效",
    hint="correct the days",
    hint_zh="请更正日期",
    reason="A waiver holds from its approval to its expiry.",
    example="approved_on = 2026-09-01\nexpires = 2026-08-31",
    fix="approved_on = 2026-09-01\nexpires = 2026-12-31",
    source="R5",
)
WAIVED_NOTHING = Rule(
    code="DB531",
    severity=Severity.ERROR,
    message='the duty "{duty}" has no obligation for {what}',
    message_zh="职责“{duty}”没有{what_zh}的应办事项",
    hint="correct the period or the element; `dutybook due` lists them",
    hint_zh="请更正所属期或范围；`dutybook due` 列出全部应办事项",
    reason="A waiver of nothing has no effect, and what was meant stays open.",
    example='[obligation]\nduty = "quarterly-review"\nperiod = "2026-H1"',
    fix='[obligation]\nduty = "quarterly-review"\nperiod = "2026-Q1"',
    source="R5",
)
APPROVED_EARLY = Rule(
    code="DB532",
    severity=Severity.WARNING,
    message="it was approved on {approved}, before it was asked for on {asked}",
    message_zh="批准日期 {approved} 早于申请日期 {asked}",
    hint="correct the days",
    hint_zh="请更正日期",
    reason="What nobody asked for cannot have been approved.",
    example="asked_on = 2026-09-03\napproved_on = 2026-09-01",
    fix="asked_on = 2026-09-01\napproved_on = 2026-09-03",
    source="R5",
)
APPROVER_ABSENT = Rule(
    code="DB533",
    severity=Severity.WARNING,
    message='it was approved by the post "{post}", which nobody held on {approved}',
    message_zh="由岗位“{post}”批准，而该岗位 {approved} 无人任职",
    hint="name the post that approved it",
    hint_zh="请写明实际批准的岗位",
    reason="A vacant post approves nothing.",
    example='approved_by = "deputy-secretary"  # vacant on that day\napproved_on = 2026-11-17',
    fix='approved_by = "street-director"\napproved_on = 2026-11-17',
    source="R5, R6",
)
RULES: Final[tuple[Rule, ...]] = (
    ONE_TARGET,
    TOO_EARLY,
    REPLY_EARLY,
    URGED_NOTHING,
    LEVEL_SKIPPED,
    NO_APPROVER,
    NO_NEW_DUE,
    NOT_LATER,
    WAIVER_ASKED_LATE,
    EXPIRED_EARLY,
    WAIVED_NOTHING,
    APPROVED_EARLY,
    APPROVER_ABSENT,
)


def check_urge(register: Register, urge: Urge, on: date) -> Iterator[Diagnostic]:
    """Check one letter, as far as it is dated up to the day."""
    if urge.issued > on:
        return
    if (urge.finding is None) is (urge.obligation is None):
        both = urge.finding is not None
        what, what_zh = (
            ("a finding and an obligation at once", "同时写了问题和应办事项")
            if both
            else ("neither a finding nor an obligation", "既没有写问题，也没有写应办事项")
        )
        yield ONE_TARGET.found("urge", urge.id, ("finding",) if both else (), what=what, what_zh=what_zh)
    if urge.replied is not None and urge.replied < urge.issued and urge.replied <= on:
        yield REPLY_EARLY.found("urge", urge.id, ("replied",), key="replied", day=urge.replied, issued=urge.issued)
    if urge.reply_due is not None and urge.reply_due < urge.issued:
        yield REPLY_EARLY.found(
            "urge", urge.id, ("reply_due",), key="reply_due", day=urge.reply_due, issued=urge.issued
        )
    found = appointment(register, urge.obligation, urge.issued) if urge.obligation is not None else None
    if urge.obligation is not None and found is not None and found.absence:
        yield _absent(URGED_NOTHING, register, ("urge", urge.id), urge.obligation, found)
    if urge.level > UrgeLevel.L0:
        due = _due_of(register, urge, found)
        if due is not None and urge.issued <= due:
            yield TOO_EARLY.found("urge", urge.id, ("issued",), level=urge.level.value, issued=urge.issued, due=due)
    if urge.level > UrgeLevel.L1 and not _has_lower(register, urge):
        yield LEVEL_SKIPPED.found("urge", urge.id, ("level",), level=urge.level.value)


def check_waiver(register: Register, waiver: Waiver, on: date) -> Iterator[Diagnostic]:
    """Check one waiver or extension, as far as it is dated up to the day."""
    asked, approved = waiver.asked_on, waiver.approved_on
    if min(asked or approved or on, approved or asked or on) > on:
        return
    found = appointment(register, waiver.obligation, on)
    if found is not None and found.absence:
        yield _absent(WAIVED_NOTHING, register, ("waiver", waiver.id), waiver.obligation, found)
    if waiver.type is WaiverType.EXTEND:
        yield from _check_extension(register, waiver, found.due if found is not None else None)
    if approved is not None and approved <= on:
        yield from _check_approval(register, waiver, approved)


def _check_extension(register: Register, waiver: Waiver, due: date | None) -> Iterator[Diagnostic]:
    if waiver.new_due is None:
        yield NO_NEW_DUE.found("waiver", waiver.id, ("new_due",))
    elif due is not None and waiver.new_due <= due:
        yield NOT_LATER.found("waiver", waiver.id, ("new_due",), new_due=waiver.new_due, due=due)
    if due is not None and waiver.asked_on is not None and waiver.asked_on > due:
        due = due_with_extensions(register, waiver.obligation, due, waiver.asked_on, without=waiver.id)
        if waiver.asked_on > due:
            yield WAIVER_ASKED_LATE.found("waiver", waiver.id, ("asked_on",), asked=waiver.asked_on, due=due)


def _check_approval(register: Register, waiver: Waiver, approved: date) -> Iterator[Diagnostic]:
    if waiver.approved_by is None:
        yield NO_APPROVER.found("waiver", waiver.id, ("approved_on",), approved=approved)
    if waiver.expires is not None and waiver.expires < approved:
        yield EXPIRED_EARLY.found("waiver", waiver.id, ("expires",), expires=waiver.expires, approved=approved)
    if waiver.asked_on is not None and approved < waiver.asked_on:
        yield APPROVED_EARLY.found("waiver", waiver.id, ("approved_on",), approved=approved, asked=waiver.asked_on)
    post = register.posts.get(waiver.approved_by or "")
    if post is not None and not holder(register, post.id, approved).in_post:
        yield APPROVER_ABSENT.found("waiver", waiver.id, ("approved_by",), post=visible(post.title), approved=approved)


def _absent(rule: Rule, register: Register, place: tuple[str, str], target: Target, found: Appointment) -> Diagnostic:
    """Say that there is no such obligation, at the key that is to blame."""
    step: Step = found.absence
    period, element = visible(target.period), visible(target.element or "")
    what, what_zh = f'"{period}"', f"“{period}”"
    if found.absence == "element":
        what, what_zh = f'"{element}" in {what}', f"{what_zh}中“{element}”"
    duty = visible(register.duties[target.duty].title)
    return rule.found(*place, ("obligation", step), duty=duty, what=what, what_zh=what_zh)


def _due_of(register: Register, urge: Urge, found: Appointment | None) -> date | None:
    """The due day of what a letter is about, as it was known when it was issued; None where nothing says."""
    finding = register.findings.get(urge.finding or "")
    if finding is not None:
        return due_on(finding, urge.issued)
    if urge.obligation is None or found is None or not found.windows:
        return None
    first = min(window.due for window in found.windows)
    return due_with_extensions(register, urge.obligation, first, urge.issued)


def _has_lower(register: Register, urge: Urge) -> bool:
    """Whether an urging letter of a lower level, but no mere reminder, came before about the same."""
    names = set(names_of(urge))
    if urge.obligation is not None and urge.obligation.element is not None:
        names.add(name(urge.obligation.duty, urge.obligation.period, None))
    return any(
        UrgeLevel.L0 < other.level < urge.level and other.issued <= urge.issued
        for each in names
        for other in register.urges_by_target.get(each, ())
    )
