"""What the acts that need a reason, a later day or somebody's approval have in common (R5, R13)."""

from datetime import date
from typing import ClassVar

from schema.failure import Failure
from schema.holding import holder
from schema.register import Register


class AskedLate(Failure):
    """An extension was asked for after the due day: that is not accepted, and counts as overdue (R13)."""

    code: ClassVar[str] = "F925"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, asked_on: date, due: date) -> None:
        super().__init__(
            f'An extension of "{name}" is asked for on {asked_on}, after the due day {due}, and is not accepted.',
            "It stays overdue; do it, then record it.",
            message_zh=f"“{name}”的延期申请日 {asked_on} 晚于期限 {due}，不予接受。",
            hint_zh="仍按逾期计；请办理后登记。",
        )


class NotLater(Failure):
    """The new due day lies not after the one that is in force."""

    code: ClassVar[str] = "F926"
    exit_code: ClassVar[int] = 1

    def __init__(self, name: str, new_due: date, due: date) -> None:
        super().__init__(
            f'The new due day {new_due} of "{name}" is not later than the one in force, {due}.',
            "Give a later day.",
            message_zh=f"“{name}”的新期限 {new_due} 不晚于现行期限 {due}。",
            hint_zh="请给出更晚的日期。",
        )


class ApproverAbsent(Failure):
    """The post that is to approve has no holder on the day."""

    code: ClassVar[str] = "F928"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, on: date, cover: str = "") -> None:
        super().__init__(
            f'The post "{post}" has no holder on {on} and can approve nothing.',
            f'Name the post that covers it, "{cover}".' if cover else "Name a post that somebody holds.",
            message_zh=f"岗位“{post}”在 {on} 无人任职，不能批准。",
            hint_zh=f"请写临时分管的岗位“{cover}”。" if cover else "请写有人任职的岗位。",
        )


class ReasonMissing(Failure):
    """An extension, a waiver or a return without a reason has no effect."""

    code: ClassVar[str] = "F929"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f'No reason is given for "{name}".',
            "Give one with --reason TEXT.",
            message_zh=f"“{name}”没有写理由。",
            hint_zh="请用 --reason 写明理由。",
        )


def require_holder(register: Register, post: str, on: date) -> None:
    """Make sure that somebody holds the post that approves (R0.8: a covered post is vacant).

    Raises:
        ApproverAbsent: nobody does.
    """
    held = holder(register, post, on)
    if held.in_post:
        return
    found = register.posts.get(post)
    cover = register.posts.get(held.cover_post or "")
    raise ApproverAbsent(found.title if found else post, on, cover.title if cover else "")


def require_reason(name: str, *reasons: str) -> str:
    """The first of several texts that says something.

    Raises:
        ReasonMissing: none does.
    """
    for reason in reasons:
        if reason.strip():
            return reason.strip()
    raise ReasonMissing(name)
