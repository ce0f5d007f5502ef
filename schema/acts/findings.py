"""Acts about findings: verifying a rectification, sending it back, asking for and approving an extension (R13)."""

from datetime import date
from typing import Any
from typing import ClassVar

from schema.acts.approval import AskedLate
from schema.acts.approval import NotLater
from schema.acts.approval import require_holder
from schema.acts.approval import require_reason
from schema.change import GONE
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.diagnostic import Step
from schema.failure import Failure
from schema.kinds.finding import Extension
from schema.kinds.finding import Finding
from schema.letter import is_chinese
from schema.letter import title_of
from schema.rectification import due_on
from schema.rectification import due_when_asked
from schema.rectification import has_evidence
from schema.rectification import is_sent_back
from schema.rectification import verified_by
from schema.register import Register


class SelfVerified(Failure):
    """The rectifying unit can't verify or send back its own rectification (R13)."""

    code: ClassVar[str] = "F921"
    exit_code: ClassVar[int] = 1

    def __init__(self, unit: str) -> None:
        super().__init__(
            f'"{unit}" rectifies this finding and can\'t verify it.',
            "Let another unit verify it.",
            message_zh=f"“{unit}”是整改单位，不能复核自己的整改。",
            hint_zh="请由其他单位复核。",
        )


class NotDone(Failure):
    """The finding is not rectified yet, or was sent back since."""

    code: ClassVar[str] = "F922"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, on: date) -> None:
        super().__init__(
            f'The finding "{name}" is not rectified by {on}, or was sent back since.',
            "Record the day first, such as `dutybook set ID done=2026-11-18`.",
            message_zh=f"问题“{name}”到 {on} 尚未整改完成，或完成后已被退回。",
            hint_zh="请先登记完成日期，如 `dutybook set 标识 done=2026-11-18`。",
        )


class EvidenceMissing(Failure):
    """The rectification has no evidence by the day, and can't be verified without."""

    code: ClassVar[str] = "F923"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, on: date) -> None:
        super().__init__(
            f'The rectification of "{name}" has no evidence by {on}.',
            "Add the evidence, or send it back with --return.",
            message_zh=f"问题“{name}”的整改到 {on} 没有佐证。",
            hint_zh="请补充佐证，或用 --return 退回。",
        )


class AlreadyClosed(Failure):
    """The finding is closed already."""

    code: ClassVar[str] = "F924"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, closed: date) -> None:
        super().__init__(
            f'The finding "{name}" was closed on {closed}.',
            message_zh=f"问题“{name}”已于 {closed} 销号。",
        )


class NotIssued(Failure):
    """The finding does not exist on the day: it is issued later."""

    code: ClassVar[str] = "F930"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, issued: date, on: date) -> None:
        super().__init__(
            f'The finding "{name}" is issued on {issued} and does not exist on {on}.',
            "Give a later day with --on.",
            message_zh=f"问题“{name}”于 {issued} 交办，在 {on} 还不存在。",
            hint_zh="请用 --on 给出更晚的日期。",
        )


class AlreadyAsked(Failure):
    """The same extension was asked for already and awaits approval, or is in force."""

    code: ClassVar[str] = "F931"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, new_due: date, asked_on: date) -> None:
        super().__init__(
            f'The extension of "{name}" to {new_due} was asked for on {asked_on} already.',
            "Approve it with --approve POST.",
            message_zh=f"“{name}”延至 {new_due} 已于 {asked_on} 申请。",
            hint_zh="请用 --approve 岗位 批准。",
        )


def verify(register: Register, finding: Finding, on: date, by: str, *, digest: str, why: str = "") -> ChangeSet:
    """Close a finding: another unit verifies what was done.

    Args:
        register: the register.
        finding: the finding.
        on: the day of the verification.
        by: id of the unit that verifies.
        digest: digest of the finding's file as it was read.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        SelfVerified: the verifier is the rectifying unit.
        NotIssued: the finding is issued later; NotDone, EvidenceMissing, AlreadyClosed: see each class.
    """
    _require_verifiable(register, finding, on, by)
    if not has_evidence(finding, on):
        raise EvidenceMissing(_name(finding), on)
    reason = _say(register, f"{title_of(register, by)}复核通过，销号", f"Verified by {title_of(register, by)}, closed")
    return _edit("verify", finding, digest, why or reason, (("verified_on",), on), (("verified_by",), by))


def send_back(
    register: Register, finding: Finding, on: date, by: str, reason: str, *, digest: str, why: str = ""
) -> ChangeSet:
    """Send a rectification back: it has to be done again.

    A `done` of the same day is taken away, because a `done` on or after the day of the last return counts.

    Args:
        register: the register.
        finding: the finding.
        on: the day of the return.
        by: id of the unit that sends it back.
        reason: what is wanting.
        digest: digest of the finding's file as it was read.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        SelfVerified: it is the rectifying unit that sends back.
        ReasonMissing: no reason is given.
        NotIssued: the finding is issued later; NotDone, AlreadyClosed: see each class.
    """
    _require_verifiable(register, finding, on, by)
    given = require_reason(_name(finding), reason)
    row = {"on": on, "by": by, "reason": given}
    changes: list[tuple[tuple[Step, ...], Any]] = [(("return", len(finding.returned)), row)]
    if finding.done == on:
        changes.insert(0, (("done",), GONE))
    said = _say(register, f"{title_of(register, by)}退回：{given}", f"Sent back by {title_of(register, by)}: {given}")
    return _edit("return", finding, digest, why or said, *changes)


def extend(
    register: Register,
    finding: Finding,
    new_due: date,
    on: date,
    *,
    digest: str,
    reason: str = "",
    approver: str | None = None,
    why: str = "",
) -> ChangeSet:
    """Ask for a later due day, approve one that was asked for, or both on one day.

    Args:
        register: the register.
        finding: the finding.
        new_due: the later day.
        on: the day on which it is asked for, or approved.
        digest: digest of the finding's file as it was read.
        reason: why; may be left out where an extension that was asked for has one.
        approver: id of the post that approves; None: it is only asked for.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        AskedLate: it is, or was, asked for after the due day.
        NotLater: the new day is not later than the one in force.
        ApproverAbsent: nobody holds the approving post that day.
        ReasonMissing: no reason is given.
        NotIssued: the finding is issued later; AlreadyClosed, AlreadyAsked: see each class.
    """
    _require_open(finding, on)
    name, due = _name(finding), due_on(finding, on)
    at = _find_pending(finding, new_due, on)
    if at is not None and approver is None:
        raise AlreadyAsked(name, new_due, finding.extension[at].asked_on)
    row = Extension(asked_on=on, new_due=new_due, reason=reason) if at is None else finding.extension[at]
    asked_when = due_when_asked(finding, row)
    if row.asked_on > asked_when:
        raise AskedLate(name, row.asked_on, asked_when)
    if new_due <= due:
        raise NotLater(name, new_due, due)
    given = require_reason(name, row.reason, reason)
    approval = {} if approver is None else {"approved_by": approver, "approved_on": on}
    if approver is not None:
        require_holder(register, approver, on)
    changes: list[tuple[tuple[Step, ...], Any]]
    if at is None:
        asked = {"asked_on": on, "new_due": new_due, "reason": given}
        changes = [(("extension", len(finding.extension)), asked | approval)]
    else:
        values = approval if row.reason.strip() else {"reason": given} | approval
        changes = [(("extension", at, key), value) for key, value in values.items()]
    done_zh, done_en = ("批准", "approved") if approver is not None else ("申请", "asked for")
    said = _say(register, f"{done_zh}延期至 {new_due}：{given}", f"Extension to {new_due} {done_en}: {given}")
    return _edit("extend", finding, digest, why or said, *changes)


def _require_open(finding: Finding, on: date) -> None:
    if finding.issued > on:
        raise NotIssued(_name(finding), finding.issued, on)
    closed = verified_by(finding, on)
    if closed is not None:
        raise AlreadyClosed(_name(finding), closed)


def _require_verifiable(register: Register, finding: Finding, on: date, by: str) -> None:
    if by == finding.unit:
        raise SelfVerified(title_of(register, by))
    _require_open(finding, on)
    if finding.done is None or finding.done > on or is_sent_back(finding, on):
        raise NotDone(_name(finding), on)


def _find_pending(finding: Finding, new_due: date, on: date) -> int | None:
    """Index of the extension to a day that was asked for and not approved yet; None where there is none."""
    for at, row in enumerate(finding.extension):
        if row.new_due == new_due and row.asked_on <= on and (row.approved_on is None or row.approved_by is None):
            return at
    return None


def _name(finding: Finding) -> str:
    return finding.code or finding.id


def _say(register: Register, zh: str, en: str) -> str:
    return zh if is_chinese(register) else en


def _edit(action: str, finding: Finding, digest: str, reason: str, *changes: tuple[tuple[Step, ...], Any]) -> ChangeSet:
    fields = tuple(FieldChange(key=key, value=value) for key, value in changes)
    edit = RecordChange(kind="finding", id=finding.id, verb=Verb.EDIT, fields=fields, read_digest=digest)
    return ChangeSet(action=action, records=(edit,), reason=reason)
