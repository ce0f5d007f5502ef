"""Review: which changes need an approval, and who may give it (register.toml `[review]`). Pure.

What is asked is always asked of the register as it stands on the main line, never of what a proposal would make of it.
"""

from collections.abc import Iterable
from datetime import date

from schema.holding import holder
from schema.marks import Standing
from schema.register import Register


def protected_kinds(register: Register, kinds: Iterable[str]) -> tuple[str, ...]:
    """Those of some kinds that change only through an approved proposal, each once; none where nothing is protected.

    Args:
        register: the register as it stands on the main line.
        kinds: kinds of record; `register` and `calendar` may be protected too.
    """
    wanted = frozenset(register.settings.review.kinds)
    return tuple(dict.fromkeys(kind for kind in kinds if kind in wanted))


def approving_posts(register: Register, person: str, on: date) -> tuple[str, ...]:
    """The approving posts that a person holds on a day: formally, acting or deputising, or as the one who covers a vacant one.

    Args:
        register: the register as it stands on the main line.
        person: id of the person.
        on: the day of the approval.
    """
    return tuple(
        post
        for post in register.settings.review.approvers
        if (held := holder(register, post, on)).person == person and held.manner is not Standing.CONFLICT
    )


def approvers(register: Register, on: date) -> dict[str, str]:
    """Who may approve on a day: each approving post that somebody answers for, with that person."""
    held = {post: holder(register, post, on).person for post in register.settings.review.approvers}
    return {post: person for post, person in held.items() if person is not None}
