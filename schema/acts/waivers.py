"""Acts about obligations that fall away or get a later due day by somebody's approval (R5, R0.10)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from typing import ClassVar

from schema.acts.approval import AskedLate
from schema.acts.approval import NotLater
from schema.acts.approval import require_holder
from schema.acts.approval import require_reason
from schema.acts.findings import AlreadyAsked
from schema.acts.obligations import as_data
from schema.acts.obligations import find_obligations
from schema.acts.obligations import name_of
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.urge import Target
from schema.kinds.waiver import Waiver
from schema.letter import is_chinese
from schema.marks import State
from schema.obligation import Obligation
from schema.register import Register
from schema.target import name_of as key_of
from schema.vocabulary import WaiverType


class AlreadySettled(Failure):
    """Nothing of the obligation is left to do: it is done or waived already."""

    code: ClassVar[str] = "F932"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, state: State) -> None:
        super().__init__(
            f'"{name}" needs nothing any more; its state is "{state.en.lower()}".',
            message_zh=f"“{name}”已了结（{state.zh}），无须再办。",
        )


class ExpiresEarly(Failure):
    """A waiver would end before it begins."""

    code: ClassVar[str] = "F933"
    exit_code: ClassVar[int] = 2

    def __init__(self, expires: date, on: date) -> None:
        super().__init__(
            f"The waiver would expire on {expires}, before its approval on {on}.",
            "Give a later day with --expires, or none.",
            message_zh=f"免办的失效日期 {expires} 早于批准日期 {on}。",
            hint_zh="请用 --expires 给出更晚的日期，或不给。",
        )


def waive(
    register: Register,
    target: Target,
    on: date,
    *,
    id: str,
    reason: str,
    approver: str,
    expires: date | None = None,
    why: str = "",
) -> ChangeSet:
    """Let an obligation fall away.

    Args:
        register: the register.
        target: duty, period and element; no element: every one.
        on: the day of the approval.
        id: id of the new record.
        reason: why it falls away.
        approver: id of the post that approves.
        expires: the last day of the waiver; None: it stays.
        why: the commit's reason; empty: that of the waiver.

    Raises:
        NoSuchObligation: there is no such obligation.
        AlreadySettled: it is done or waived already.
        ReasonMissing: no reason is given.
        ApproverAbsent: nobody holds the approving post that day.
        ExpiresEarly: it would end before it begins.
    """
    _find_open(register, target, on)
    given = require_reason(name_of(register, target), reason)
    require_holder(register, approver, on)
    if expires is not None and expires < on:
        raise ExpiresEarly(expires, on)
    data = {"type": WaiverType.WAIVE.value, "reason": given, "asked_on": on, "approved_by": approver, "approved_on": on}
    more = {} if expires is None else {"expires": expires}
    return _add("waive", id, data | more | {"obligation": as_data(target)}, why or given)


def extend(
    register: Register,
    target: Target,
    new_due: date,
    on: date,
    *,
    id: str,
    digest_of: Callable[[str], str],
    reason: str = "",
    approver: str | None = None,
    why: str = "",
) -> ChangeSet:
    """Ask for a later due day of an obligation, approve one that was asked for, or both on one day.

    Args:
        register: the register.
        target: duty, period and element; no element: every one.
        new_due: the later day.
        on: the day on which it is asked for, or approved.
        id: id of the new record, where one is made.
        digest_of: gives the digest of a waiver's file as it was read, where one is edited.
        reason: why; may be left out where an extension that was asked for has one.
        approver: id of the post that approves; None: it is only asked for.
        why: the commit's reason; empty: a sentence is made.

    Raises:
        NoSuchObligation: there is no such obligation.
        AlreadySettled: it is done or waived already.
        AskedLate: it is, or was, asked for after the due day.
        NotLater: the new day is not later than the one in force.
        ReasonMissing: no reason is given.
        ApproverAbsent: nobody holds the approving post that day.
        AlreadyAsked: the same was asked for already.
    """
    name, due = name_of(register, target), min(one.last_day for one in _find_open(register, target, on))
    pending = _find_pending(register, target, new_due, on)
    asked_on = on if pending is None else pending.asked_on or on
    if pending is not None and approver is None:
        raise AlreadyAsked(name, new_due, asked_on)
    if asked_on > due:
        raise AskedLate(name, asked_on, due)
    if new_due <= due:
        raise NotLater(name, new_due, due)
    given = require_reason(name, pending.reason if pending is not None else "", reason)
    approval: dict[str, Any] = {} if approver is None else {"approved_by": approver, "approved_on": on}
    if approver is not None:
        require_holder(register, approver, on)
    zh = f"{'申请' if approver is None else '批准'}“{name}”延期至 {new_due}：{given}"
    en = f'Extension of "{name}" to {new_due} {"asked for" if approver is None else "approved"}: {given}'
    said = why or (zh if is_chinese(register) else en)
    if pending is not None:
        return _approve(pending, approval, digest_of(pending.id), said)
    data = {"type": WaiverType.EXTEND.value, "reason": given, "asked_on": on}
    return _add("extend", id, data | approval | {"new_due": new_due, "obligation": as_data(target)}, said)


def _find_open(register: Register, target: Target, on: date) -> list[Obligation]:
    """The obligations that are named and still open.

    Raises:
        NoSuchObligation: there is none at all.
        AlreadySettled: none is open.
    """
    found = find_obligations(register, target, on)
    still = [one for one in found if one.is_open]
    if not still:
        raise AlreadySettled(name_of(register, target), found[0].state)
    return still


def _find_pending(register: Register, target: Target, new_due: date, on: date) -> Waiver | None:
    """The extension to a day that was asked for and not approved yet; None where there is none."""
    for waiver in register.waivers_by_target.get(key_of(target), ()):
        asked = waiver.asked_on is not None and waiver.asked_on <= on
        if asked and waiver.type is WaiverType.EXTEND and waiver.new_due == new_due and waiver.approved_on is None:
            return waiver
    return None


def _approve(waiver: Waiver, approval: dict[str, Any], digest: str, why: str) -> ChangeSet:
    fields = tuple(FieldChange(key=(key,), value=value) for key, value in approval.items())
    edit = RecordChange(kind="waiver", id=waiver.id, verb=Verb.EDIT, fields=fields, read_digest=digest)
    return ChangeSet(action="extend", records=(edit,), reason=why)


def _add(action: str, id: str, data: dict[str, Any], why: str) -> ChangeSet:
    fields = tuple(FieldChange(key=(key,), value=value) for key, value in data.items())
    return ChangeSet(
        action=action, records=(RecordChange(kind="waiver", id=id, verb=Verb.ADD, fields=fields),), reason=why
    )
