"""DB501-DB515: findings that contradict their own course (R13)."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.holding import holder
from schema.kinds.finding import Extension
from schema.kinds.finding import Finding
from schema.matter import limit
from schema.matter import matter_of
from schema.rectification import done_by
from schema.rectification import due_when_asked
from schema.rectification import has_evidence
from schema.rectification import recurs_from
from schema.rectification import verified_by
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible

SELF_VERIFIED = Rule(
    code="DB501",
    severity=Severity.ERROR,
    message='the rectification of "{unit}" is verified by the unit itself',
    message_zh="整改单位“{unit}”自己复核了自己的整改",
    hint="let another unit verify it; until then it is not closed",
    hint_zh="请由其他单位复核；在此之前不算销号",
    reason="A unit that closes its own findings is checked by nobody.",
    example='unit = "archive"\nverified_by = "archive"',
    fix='unit = "archive"\nverified_by = "discipline-office"',
    source="R13",
)
VERIFIED_EARLY = Rule(
    code="DB502",
    severity=Severity.ERROR,
    message="it was verified on {verified}, {before}",
    message_zh="{verified} 已复核，{before_zh}",
    hint="correct the days; until then it is not closed",
    hint_zh="请更正日期；在此之前不算销号",
    reason="What is not done cannot be verified, and what was sent back has to be done again.",
    example="done = 2026-11-18\nverified_on = 2026-11-17",
    fix="done = 2026-11-18\nverified_on = 2026-11-19",
    source="R13",
)
DONE_EARLY = Rule(
    code="DB503",
    severity=Severity.ERROR,
    message="it was done on {done}, before it was issued on {issued}",
    message_zh="整改完成于 {done}，早于交办日 {issued}",
    hint="correct the day",
    hint_zh="请更正日期",
    reason="The days of a finding follow each other.",
    example="issued = 2026-10-30\ndone = 2026-10-18",
    fix="issued = 2026-10-30\ndone = 2026-11-18",
    source="R13",
)
NO_EVIDENCE = Rule(
    code="DB504",
    severity=Severity.WARNING,
    message="it was done on {done}, but no evidence stands beside it",
    message_zh="{done} 已整改完成，但没有佐证",
    hint="add the evidence with its day; until then it does not count as done",
    hint_zh="请补充佐证并写明日期；在此之前不算完成",
    reason="Without evidence nobody can verify that it was done.",
    example="done = 2026-11-18",
    fix='done = 2026-11-18\n\n[[evidence]]\ntype = "attendance"\ndate = 2026-11-18',
    source="R13",
)
DUE_EARLY = Rule(
    code="DB505",
    severity=Severity.ERROR,
    message="it was due on {due}, before it was issued on {issued}",
    message_zh="期限 {due} 早于交办日 {issued}",
    hint="correct the day",
    hint_zh="请更正日期",
    reason="It would be overdue before anybody knew of it.",
    example="issued = 2026-10-30\ndue = 2026-10-20",
    fix="issued = 2026-10-30\ndue = 2026-11-20",
    source="R13",
)
ASKED_LATE = Rule(
    code="DB506",
    severity=Severity.WARNING,
    message="the extension was asked for on {asked}, after the due day {due}, and is not accepted",
    message_zh="延期申请日 {asked} 晚于期限 {due}，不予接受",
    hint="let it stand as overdue, or correct the day",
    hint_zh="按逾期计；日期写错的请更正",
    reason="An extension is asked for before the due day; asked for after it, the finding counts as overdue.",
    example="due = 2026-11-20\n\n[[extension]]\nasked_on = 2026-11-23\nnew_due = 2026-11-30",
    fix="due = 2026-11-20\n\n[[extension]]\nasked_on = 2026-11-17\nnew_due = 2026-11-30",
    source="R13",
)
EXTENSION_INCOMPLETE = Rule(
    code="DB507",
    severity=Severity.WARNING,
    message="the extension to {new_due} has no effect: {missing} is missing",
    message_zh="延期至 {new_due} 不生效：缺{missing_zh}",
    hint="fill it in, or have it approved by `dutybook extend`",
    hint_zh="请补上，或用 `dutybook extend` 批准",
    reason="An extension counts only with a reason, and with the post and the day of its approval.",
    example="[[extension]]\nasked_on = 2026-11-17\nnew_due = 2026-11-30",
    fix=(
        '[[extension]]\nasked_on = 2026-11-17\nnew_due = 2026-11-30\nreason = "the administrator is away"\n'
        'approved_by = "publicity-member"\napproved_on = 2026-11-17'
    ),
    source="R13",
)
EXTENSION_NOT_LATER = Rule(
    code="DB508",
    severity=Severity.WARNING,
    message="the extension to {new_due} has no effect: the due day was {due} already",
    message_zh="延期至 {new_due} 不生效：原期限已是 {due}",
    hint="correct the new due day",
    hint_zh="请更正新期限",
    reason="An extension is a later day.",
    example="due = 2026-11-20\n\n[[extension]]\nasked_on = 2026-11-17\nnew_due = 2026-11-18",
    fix="due = 2026-11-20\n\n[[extension]]\nasked_on = 2026-11-17\nnew_due = 2026-11-30",
    source="R13",
)
EXTENSION_BACKWARDS = Rule(
    code="DB509",
    severity=Severity.WARNING,
    message="the extension was approved on {approved}, before it was asked for on {asked}",
    message_zh="延期批准日 {approved} 早于申请日 {asked}",
    hint="correct the days",
    hint_zh="请更正日期",
    reason="What nobody asked for cannot have been approved.",
    example="[[extension]]\nasked_on = 2026-11-17\napproved_on = 2026-11-16",
    fix="[[extension]]\nasked_on = 2026-11-17\napproved_on = 2026-11-17",
    source="R13",
)
APPROVER_ABSENT = Rule(
    code="DB510",
    severity=Severity.WARNING,
    message='the extension was approved by the post "{post}", which nobody held on {approved}',
    message_zh="延期由岗位“{post}”批准，而该岗位 {approved} 无人任职",
    hint="name the post that approved it",
    hint_zh="请写明实际批准的岗位",
    reason="A vacant post approves nothing.",
    example='[[extension]]\napproved_by = "deputy-secretary"  # vacant on that day\napproved_on = 2026-11-17',
    fix='[[extension]]\napproved_by = "street-director"\napproved_on = 2026-11-17',
    source="R6, R13",
)
RECURRENCE_UNLINKED = Rule(
    code="DB511",
    severity=Severity.WARNING,
    message='"{item}" is found again at "{unit}" within 12 months of the closing of "{earlier}", and is not linked to it',
    message_zh="“{unit}”的“{item}”在 {earlier} 销号后12个月内再次出现，却没有关联到它",
    hint='write recurrence_of = "{earlier}"',
    hint_zh='请写 recurrence_of = "{earlier}"',
    reason="A recurrence weighs more than a new finding, and the earlier one did not hold.",
    example='item = "attendance sheets"  # as in a finding that was closed in spring',
    fix='item = "attendance sheets"\nrecurrence_of = "2026-03-02-k7qd3m"',
    source="R13",
)
RECURRENCE_WRONG = Rule(
    code="DB512",
    severity=Severity.WARNING,
    message='it is no recurrence of "{earlier}": {why}',
    message_zh="不是 {earlier} 的反弹：{why_zh}",
    hint="correct or remove recurrence_of",
    hint_zh="请更正或删去 recurrence_of",
    reason="A recurrence is the same matter, found in the same unit within 12 months of its closing.",
    example='unit = "archive"\nrecurrence_of = "2026-03-02-k7qd3m"  # a finding of another unit',
    fix='unit = "archive"',
    source="R13",
)
INSPECTION_LATER = Rule(
    code="DB513",
    severity=Severity.ERROR,
    message='it was issued on {issued}, before its inspection "{inspection}" on {day}',
    message_zh="交办于 {issued}，早于来源督查“{inspection}”的日期 {day}",
    hint="correct the inspection or the day",
    hint_zh="请更正来源督查或日期",
    reason="What an inspection finds is issued after it.",
    example='inspection = "2026-10-30-fzg5fj"\nissued = 2026-10-20',
    fix='inspection = "2026-10-30-fzg5fj"\nissued = 2026-10-30',
    source="R13",
)
LOOK_BACK_EARLY = Rule(
    code="DB514",
    severity=Severity.WARNING,
    message="it was looked back at on {day}, before it was closed",
    message_zh="{day} 回头看时尚未销号",
    hint="correct the day, or record the verification",
    hint_zh="请更正日期，或登记复核",
    reason="A look-back asks whether what was closed stays mended.",
    example="verified_on = 2026-11-19\n\n[[look_back]]\non = 2026-11-02",
    fix="verified_on = 2026-11-19\n\n[[look_back]]\non = 2027-02-02",
    source="R13",
)
VERIFICATION_INCOMPLETE = Rule(
    code="DB515",
    severity=Severity.WARNING,
    message="the verification has no effect: {missing} is missing",
    message_zh="复核不生效：缺{missing_zh}",
    hint="say which unit verified it, and on which day",
    hint_zh="请写明由哪个单位、在哪天复核",
    reason="A finding is closed by another unit on a day.",
    example="verified_on = 2026-11-19",
    fix='verified_on = 2026-11-19\nverified_by = "discipline-office"',
    source="R13",
)
RULES: Final[tuple[Rule, ...]] = (
    SELF_VERIFIED,
    VERIFIED_EARLY,
    DONE_EARLY,
    NO_EVIDENCE,
    DUE_EARLY,
    ASKED_LATE,
    EXTENSION_INCOMPLETE,
    EXTENSION_NOT_LATER,
    EXTENSION_BACKWARDS,
    APPROVER_ABSENT,
    RECURRENCE_UNLINKED,
    RECURRENCE_WRONG,
    INSPECTION_LATER,
    LOOK_BACK_EARLY,
    VERIFICATION_INCOMPLETE,
)


def check_finding(register: Register, finding: Finding, on: date) -> Iterator[Diagnostic]:
    """Check one finding, as far as it is dated up to the day."""
    if finding.issued > on:
        return
    yield from _check_course(register, finding, on)
    yield from _check_verification(register, finding, on)
    for at, row in enumerate(finding.extension):
        if row.asked_on <= on:
            yield from _check_extension(register, finding, at, row, on)
    yield from _check_recurrence(register, finding)
    for at, look in enumerate(finding.look_back):
        if look.on <= on and verified_by(finding, look.on) is None:
            yield LOOK_BACK_EARLY.found("finding", finding.id, ("look_back", at, "on"), day=look.on)


def _check_course(register: Register, finding: Finding, on: date) -> Iterator[Diagnostic]:
    inspection = register.activities.get(finding.inspection)
    if inspection is not None and inspection.date > finding.issued:
        values = {"issued": finding.issued, "inspection": visible(inspection.title), "day": inspection.date}
        yield INSPECTION_LATER.found("finding", finding.id, ("inspection",), **values)
    if finding.due < finding.issued:
        yield DUE_EARLY.found("finding", finding.id, ("due",), due=finding.due, issued=finding.issued)
    if finding.done is None or finding.done > on:
        return
    if finding.done < finding.issued:
        yield DONE_EARLY.found("finding", finding.id, ("done",), done=finding.done, issued=finding.issued)
    if not has_evidence(finding, on):
        yield NO_EVIDENCE.found("finding", finding.id, ("done",), done=finding.done)


def _check_verification(register: Register, finding: Finding, on: date) -> Iterator[Diagnostic]:
    verified = finding.verified_on
    if verified is None and finding.verified_by is not None:
        yield VERIFICATION_INCOMPLETE.found(
            "finding", finding.id, ("verified_by",), missing="the day", missing_zh="日期"
        )
    if verified is None or verified > on:
        return
    if finding.verified_by is None:
        yield VERIFICATION_INCOMPLETE.found(
            "finding", finding.id, ("verified_on",), missing="the unit", missing_zh="单位"
        )
    elif finding.verified_by == finding.unit:
        unit = register.units.get(finding.unit)
        name = visible(unit.title if unit is not None else finding.unit)
        yield SELF_VERIFIED.found("finding", finding.id, ("verified_by",), unit=name)
    before = _before(finding, verified)
    if before is not None:
        yield VERIFIED_EARLY.found(
            "finding", finding.id, ("verified_on",), verified=verified, before=before[0], before_zh=before[1]
        )


def _before(finding: Finding, verified: date) -> tuple[str, str] | None:
    """What had not happened yet when a finding was verified; evidence that came too late is another matter."""
    if finding.done is None:
        return "though it is not done", "而整改尚未完成"
    if finding.done > verified:
        return f"before it was done on {finding.done}", f"早于整改完成日 {finding.done}"
    if done_by(finding, verified) is None and has_evidence(finding, verified):
        return "after it was sent back and before it was done again", "而退回后尚未重新整改"
    return None


def _check_extension(register: Register, finding: Finding, at: int, row: Extension, on: date) -> Iterator[Diagnostic]:
    due, key = due_when_asked(finding, row), ("extension", at)
    if row.asked_on > due:
        yield ASKED_LATE.found("finding", finding.id, (*key, "asked_on"), asked=row.asked_on, due=due)
    elif row.new_due <= due:
        yield EXTENSION_NOT_LATER.found("finding", finding.id, (*key, "new_due"), new_due=row.new_due, due=due)
    missing = _missing(finding, row, due, on)
    if missing is not None:
        values: dict[str, Any] = {"new_due": row.new_due, "missing": missing[0], "missing_zh": missing[1]}
        yield EXTENSION_INCOMPLETE.found("finding", finding.id, key, **values)
    if row.approved_on is None or row.approved_on > on:
        return
    if row.approved_on < row.asked_on:
        yield EXTENSION_BACKWARDS.found(
            "finding", finding.id, (*key, "approved_on"), approved=row.approved_on, asked=row.asked_on
        )
    post = register.posts.get(row.approved_by or "")
    if post is not None and not holder(register, post.id, row.approved_on).in_post:
        yield APPROVER_ABSENT.found(
            "finding", finding.id, (*key, "approved_by"), post=visible(post.title), approved=row.approved_on
        )


def _missing(finding: Finding, row: Extension, due: date, on: date) -> tuple[str, str] | None:
    """What an extension lacks; one that awaits approval lacks nothing before the due day, nor once the finding is done."""
    approved = row.approved_on is not None and row.approved_on <= on
    if not row.reason.strip():
        return "the reason", "理由"
    if approved and row.approved_by is None:
        return "the approving post", "批准岗位"
    if row.approved_by is not None and row.approved_on is None:
        return "the day of the approval", "批准日期"
    if row.approved_by is None and row.approved_on is None and on > due and done_by(finding, on) is None:
        return "the approval", "批准"
    return None


def _check_recurrence(register: Register, finding: Finding) -> Iterator[Diagnostic]:
    if finding.recurrence_of is None:
        earlier_id = recurs_from(register, finding) if finding.item.strip() else None
        if earlier_id is not None:
            unit = register.units.get(finding.unit)
            values = {
                "item": visible(finding.item),
                "unit": visible(unit.title if unit is not None else finding.unit),
                "earlier": visible(earlier_id),
            }
            yield RECURRENCE_UNLINKED.found("finding", finding.id, ("recurrence_of",), **values)
        return
    earlier = register.findings.get(finding.recurrence_of)
    why = _why_none(finding, earlier) if earlier is not None else None
    if why is not None:
        named = visible(finding.recurrence_of)
        yield RECURRENCE_WRONG.found(
            "finding", finding.id, ("recurrence_of",), earlier=named, why=why[0], why_zh=why[1]
        )


def _why_none(finding: Finding, earlier: Finding) -> tuple[str, str] | None:
    """Why a finding is no recurrence of the one that it names; None where it is one."""
    if earlier.unit != finding.unit:
        return "that is a finding of another unit", "那是其他单位的问题"
    if matter_of(earlier) != matter_of(finding):
        return "that is about another item", "那是另一事项"
    if earlier.issued > finding.issued or earlier.id == finding.id:
        return "that was not issued before", "那个问题并不在先"
    closed = verified_by(earlier, finding.issued)
    if closed is None:
        return "that was not closed yet", "那个问题当时尚未销号"
    if finding.issued > limit(closed):
        return f"that was closed on {closed}, more than 12 months before", f"那个问题已于 {closed} 销号，超过12个月"
    return None
