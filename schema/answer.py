"""Answers: who answers for a duty, a post, a group or a unit on a day, and on which tier (R6-R8)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schema.holding import Holder
from schema.holding import holder
from schema.kinds.duty import Duty
from schema.kinds.group import Group
from schema.marks import Flag
from schema.marks import Role
from schema.marks import Standing
from schema.register import Register
from schema.selector import expand
from schema.selector import heads
from schema.tier import resolve_post
from schema.vocabulary import Rank
from schema.vocabulary import Tier


class Answer(NamedTuple):
    """One who answers."""

    tier: Tier | None
    """The duty's tier, or for a post or a unit's head the one that the register's dialect gives its rank (R8); None where there is none."""
    label: str
    """The document's own word for the tier, else the tier's or the role's label, in the register's language."""
    post: str | None
    """Id of the post; None where a unit has no post that answers for it."""
    person: str | None
    """Id of the person; None where nobody does."""
    manner: Standing
    since: date | None
    flags: tuple[Flag, ...]
    role: Role
    unit: str | None = None
    """Id of the unit that the post answers for; None for a post in its own right."""
    cover_post: str | None = None
    """The post that covers a vacant one."""


def who(register: Register, subject_kind: str, subject_id: str, on: date) -> list[Answer]:
    """Say who answers on a day.

    Args:
        register: the register.
        subject_kind: `duty`, `post`, `group` or `unit`; any other gives no answer.
        subject_id: its id; an unknown one gives no answer.
        on: the day.

    Returns:
        A duty's bearer, then leads, then responsible units; a group's head, deputies, members and office head; a unit's heads.
    """
    subject = register.get(subject_kind, subject_id)
    language = register.settings.language
    if isinstance(subject, Duty):
        found = _duty(register, subject, on)
    elif isinstance(subject, Group):
        found = _group(register, subject, on)
    elif subject is not None and subject_kind == "post":
        found = iter([_resolve(register, _answer(holder(register, subject_id, on), Role.HOLDER, language))])
    elif subject is not None and subject_kind == "unit":
        found = (_resolve(register, answer) for answer in _unit(register, subject_id, on, Role.HOLDER))
    else:
        return []
    return list(dict.fromkeys(found))


def _answer(held: Holder, role: Role, language: str, unit: str | None = None) -> Answer:
    return Answer(
        None,
        role.label(language),
        held.post,
        held.person,
        held.manner,
        held.since,
        held.flags,
        role,
        unit,
        held.cover_post,
    )


def _resolve(register: Register, answer: Answer) -> Answer:
    """Add the tier of the post itself where the register names a dialect that gives it one (R8)."""
    post = register.posts.get(answer.post) if answer.post is not None else None
    found = resolve_post(register.settings, register.settings.dialect, post) if post is not None else None
    if found is None:
        return answer
    flags = (*([Flag.DUAL_DUTY] if found.dual_duty else []), *([Flag.PRESUMED] if found.presumed else []))
    label = found.label(register.settings.language)
    return answer._replace(tier=found.tier, label=label, flags=(*answer.flags, *flags))


def _duty(register: Register, duty: Duty, on: date) -> Iterator[Answer]:
    for answer in _parties(register, duty.bearer, on, Role.BEARER):
        flags = (*answer.flags, Flag.DUAL_DUTY) if duty.dual_duty else answer.flags
        label = duty.tier_wording or duty.tier.label(register.settings.language)
        yield answer._replace(tier=duty.tier, label=label, flags=flags)
    for at, unit in enumerate(duty.lead):
        yield from _unit(register, unit, on, Role.LEAD if at else Role.FIRST_LEAD)
    for text in duty.responsible:
        for answer in _parties(register, text, on, Role.RESPONSIBLE, context_post=duty.bearer):
            # A lead that stands among the responsible too is named once (R16).
            if answer.unit is None or answer.unit not in duty.lead:
                yield answer


def _group(register: Register, group: Group, on: date) -> Iterator[Answer]:
    seen: set[str] = set()
    parts = ((Role.GROUP_HEAD, (group.head,)), (Role.GROUP_DEPUTY, group.deputies), (Role.GROUP_MEMBER, group.members))
    for role, texts in parts:
        for text in texts:
            for answer in _parties(register, text, on, role, context_post=group.head):
                if answer.post is not None and answer.post not in seen:
                    seen.add(answer.post)
                    yield answer
    if group.office_head is not None:
        yield from _parties(register, group.office_head, on, Role.OFFICE_HEAD)


def _parties(
    register: Register, text: str, on: date, role: Role, *, context_post: str | None = None
) -> Iterator[Answer]:
    expansion = expand(register, text, on, context_post=context_post)
    for each in expansion.ids:
        if expansion.kind == "unit":
            yield from _unit(register, each, on, role)
        else:
            yield _answer(holder(register, each, on), role, register.settings.language)


def _unit(register: Register, unit_id: str, on: date, role: Role) -> Iterator[Answer]:
    """Those who answer for a unit: its heads, or for a decision body its principal."""
    language = register.settings.language
    posts = [post.id for post in heads(register, unit_id, on)] or [
        post.id
        for post in register.posts_by_unit.get(unit_id, ())
        if post.rank is Rank.PRINCIPAL and Flag.ENDED not in holder(register, post.id, on).flags
    ]
    for post in posts:
        yield _answer(holder(register, post, on), role, language, unit_id)
    if not posts:
        yield Answer(None, role.label(language), None, None, Standing.VACANT, None, (), role, unit_id)
