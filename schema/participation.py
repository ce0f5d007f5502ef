"""Participation: which posts the work of an obligation is usually done by, for a record that is begun from it.

A proposal and never a finding: the person who writes the record says who took part. Nobody is guessed, so a post that nobody holds that day is
left out, and of two groups neither is chosen.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.kinds.group import Group
from schema.register import Register
from schema.selector import expand
from schema.selector import heads
from schema.selector import members
from schema.vocabulary import Rank

_RANKS: Final = {rank: at for at, rank in enumerate(Rank)}


def participants(register: Register, duty: Duty, on: date, *, element: str | None = None) -> tuple[str, ...]:
    """The posts that take part in the work of a duty, as far as the register says it.

    Args:
        register: the register.
        duty: the duty.
        on: the day: groups and selectors are expanded as of it (R7), and posts that nobody holds then are left out.
        element: the unit or post that the obligation is counted for.

    Returns:
        Of an obligation of one unit its heads, of one post that post. Otherwise the bearing post or posts; where a body bears the duty, the
        members of the only group whose office leads it, else the posts of the body itself.
    """
    if element is not None:
        return _held(register, _posts(register, element, on), on)
    if duty.bearer not in register.units:
        found = expand(register, duty.bearer, on)
        return _held(register, (post for each in found.ids for post in _posts(register, each, on)), on)
    groups = leading_groups(register, duty, on)
    if len(groups) == 1:
        return group_members(register, groups[0], on)
    posts = sorted(register.posts_by_unit.get(duty.bearer, ()), key=lambda post: _RANKS.get(post.rank, len(_RANKS)))
    return _held(register, (post.id for post in posts), on)


def leading_groups(register: Register, duty: Duty, on: date) -> list[Group]:
    """The groups that exist on a day and whose office sits in a unit that leads the duty."""
    return [group for group in standing_groups(register, on) if group.office_unit in duty.lead]


def standing_groups(register: Register, on: date) -> Iterator[Group]:
    """The groups that exist on a day."""
    return (group for group in register.groups.values() if covers(group.since, group.until, on))


def group_members(register: Register, group: Group, on: date) -> tuple[str, ...]:
    """The posts of a group that somebody holds on a day, each once: head, deputies, members (R7)."""
    return tuple(held.post for held in members(register, group, on).posts if held.in_post)


def _posts(register: Register, id: str, on: date) -> tuple[str, ...]:
    return (id,) if id in register.posts else tuple(post.id for post in heads(register, id, on))


def _held(register: Register, posts: Iterable[str], on: date) -> tuple[str, ...]:
    return tuple(post for post in dict.fromkeys(posts) if holder(register, post, on).in_post)
