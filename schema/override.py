"""Refusals that a person overrides: which codes, and never without a reason (R17).

The codes go into the commit's trailers; what was found goes nowhere but into the record, and the check goes on saying it.
"""

from collections.abc import Iterable
from typing import ClassVar
from typing import Final

from schema import boundary
from schema.failure import Failure
from schema.rules import holdings
from schema.rules import scope
from schema.visible import visible

OVERRIDABLE: Final = frozenset(rule.code for rule in (*boundary.RULES, scope.OUT_TEXT, scope.NAME_COLUMN))
"""Codes of the refusals at save that a person may override with a reason."""

REFUSING: Final = OVERRIDABLE | {holdings.CONFLICT.code}
"""Codes of all that a save is refused for, whatever it is shown as, besides what cannot be read."""


class NotOverridable(Failure):
    """No refusal that may be overridden has this code."""

    code: ClassVar[str] = "F981"
    exit_code: ClassVar[int] = 2

    def __init__(self, given: str) -> None:
        known = ", ".join(sorted(OVERRIDABLE))
        super().__init__(
            f'"{visible(given)}" is no refusal that may be overridden.',
            f"Give one of {known}.",
            message_zh=f"“{visible(given)}”不是可以放行的拒绝项。",
            hint_zh=f"可用：{known}。",
        )


class ReasonNeeded(Failure):
    """A refusal was to be overridden without a reason."""

    code: ClassVar[str] = "F982"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "A refusal is overridden with a reason only.",
            "Say with --why why this may stand in the register, without repeating what was found.",
            message_zh="放行须写明理由。",
            hint_zh="用 --why 写明为何可以登入，不要重复所发现的内容。",
        )


def accept(codes: Iterable[str], reason: str) -> tuple[str, ...]:
    """The codes that a person overrides, in capitals and each once.

    Args:
        codes: as the person gave them.
        reason: why, in the person's words.

    Raises:
        NotOverridable: one is no code of a refusal.
        ReasonNeeded: there are codes, but no reason.
    """
    wanted = tuple(dict.fromkeys(code.strip().upper() for code in codes))
    for code in wanted:
        if code not in OVERRIDABLE:
            raise NotOverridable(code)
    if wanted and not reason.strip():
        raise ReasonNeeded
    return wanted
