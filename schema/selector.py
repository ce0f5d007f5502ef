"""Selectors: texts such as `@section-heads` that stand for units or posts and are expanded on a day (R7).

A register stores the selector and never its expansion, so that no group and no duty needs an edit when units or office-holders change.
"""

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from typing import Final
from typing import Literal
from typing import NamedTuple

from schema.holding import Holder
from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.group import Group
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.register import Register
from schema.vocabulary import Rank
from schema.vocabulary import UnitType

Problem = Literal["", "unknown", "empty", "needs-post"]
"""Why an expansion is no answer: no such selector (a to-do), nothing on that day (an error), or a missing context post."""


class Expansion(NamedTuple):
    """What a selector stands for on a day."""

    ids: tuple[str, ...]
    """Each once, in the order of the register."""
    kind: str
    """`unit` or `post`; empty where the text is unknown."""
    problem: Problem = ""


class Members(NamedTuple):
    """Who belongs to a group on a day."""

    posts: tuple[Holder, ...]
    """Every post once: head, deputies, members."""
    persons: dict[str, tuple[str, ...]]
    """Every person in post, with all the posts that bring them in."""


_COMMUNITIES: Final = frozenset({UnitType.COMMUNITY, UnitType.VILLAGE})
_TEAM: Final = frozenset({Rank.PRINCIPAL, Rank.IN_CHARGE, Rank.MEMBER})
_HEADS: Final = frozenset({Rank.SECTION_HEAD, Rank.COMMUNITY_HEAD})


def _is_lead_in_charge(post: Post) -> bool:
    return post.rank is Rank.IN_CHARGE or (post.rank in _TEAM and bool(post.in_charge_of))


_UNITS: Final[dict[str, Callable[[Unit], bool]]] = {
    "@sections": lambda unit: unit.type is UnitType.SECTION,
    "@centres": lambda unit: unit.type is UnitType.CENTRE,
    "@communities": lambda unit: unit.type in _COMMUNITIES,
    "@party-orgs": lambda unit: unit.party_org,
    "@party-branches": lambda unit: unit.type is UnitType.BRANCH,
    "@stationed-units": lambda unit: unit.type is UnitType.STATIONED,
    "@subsidiaries": lambda unit: unit.type is UnitType.SUBSIDIARY,
}
_HEADS_OF: Final = {"@section-heads": "@sections", "@community-secretaries": "@communities"}
_POSTS: Final[dict[str, Callable[[Post], bool]]] = {
    "@team": lambda post: post.rank in _TEAM,
    "@other-team-members": lambda post: post.rank in _TEAM and post.rank is not Rank.PRINCIPAL,
    "@in-charge-leaders": _is_lead_in_charge,
}
_OWN: Final[dict[str, Callable[[Post], tuple[str, ...]]]] = {
    "@own-sections": lambda post: post.in_charge_of,
    "@own-communities": lambda post: post.linked,
}

SELECTORS: Final = {
    **dict.fromkeys(_UNITS, "unit"),
    **dict.fromkeys(_HEADS_OF, "post"),
    **dict.fromkeys(_POSTS, "post"),
    **dict.fromkeys(_OWN, "unit"),
}
"""Every selector, with the kind of what it stands for."""


def is_selector(text: str) -> bool:
    """Whether a text is written as a selector, known or not."""
    return text.startswith("@")


def expand(register: Register, text: str, on: date, *, context_post: str | None = None) -> Expansion:
    """Expand a selector on a day; the id of a unit or a post stands for itself.

    Args:
        register: the register.
        text: a selector or an id.
        on: only what exists that day is taken.
        context_post: the post whose own sections and communities `@own-…` means.
    """
    if not is_selector(text):
        kind = next((kind for kind in ("unit", "post") if register.get(kind, text) is not None), "")
        return Expansion((text,), kind) if kind else Expansion((), "", "unknown")
    if text not in SELECTORS:
        return Expansion((), "", "unknown")
    kind = SELECTORS[text]
    if text in _OWN and context_post not in register.posts:
        return Expansion((), kind, "needs-post")
    ids = tuple(dict.fromkeys(_expand(register, text, on, context_post or "")))
    return Expansion(ids, kind, "" if ids else "empty")


def includes(register: Register, text: str, id: str, on: date, *, context_post: str | None = None) -> bool:
    """Whether a selector stands for a unit or a post on a day, among others: `expand` without walking the register."""
    kind = SELECTORS.get(text)
    record = register.units.get(id) if kind == "unit" else register.posts.get(id) if kind == "post" else None
    if record is None or not covers(record.since, record.until, on):
        return False
    if isinstance(record, Unit):
        if text in _UNITS:
            return _UNITS[text](record)
        context = register.posts.get(context_post or "")
        return context is not None and id in _OWN[text](context)
    if text in _POSTS:
        return _POSTS[text](record)
    return record.rank in _HEADS and includes(register, _HEADS_OF[text], record.unit, on)


def heads(register: Register, unit_id: str, on: date) -> tuple[Post, ...]:
    """The head posts of a unit that exist on a day: its posts of rank section head or community head."""
    return tuple(
        post
        for post in register.posts_by_unit.get(unit_id, ())
        if post.rank in _HEADS and covers(post.since, post.until, on)
    )


def members(register: Register, group: Group, on: date) -> Members:
    """The posts and persons of a group on a day; every post once, every person once with all posts (R7)."""
    posts: dict[str, Holder] = {}
    for text in (group.head, *group.deputies, *group.members):
        for post in expand(register, text, on, context_post=group.head).ids:
            if post not in posts and post in register.posts:
                posts[post] = holder(register, post, on)
    persons: dict[str, tuple[str, ...]] = {}
    for held in posts.values():
        if held.in_post and held.person is not None:
            persons[held.person] = (*persons.get(held.person, ()), held.post)
    return Members(tuple(posts.values()), persons)


def _expand(register: Register, text: str, on: date, context_post: str) -> Iterable[str]:
    if text in _UNITS:
        return (unit.id for unit in _existing_units(register, on) if _UNITS[text](unit))
    if text in _POSTS:
        posts = register.posts.values()
        return (post.id for post in posts if _POSTS[text](post) and covers(post.since, post.until, on))
    if text in _OWN:
        own = _OWN[text](register.posts[context_post])
        return (unit for unit in own if unit in {found.id for found in _existing_units(register, on)})
    units = _expand(register, _HEADS_OF[text], on, context_post)
    return (post.id for unit in units for post in heads(register, unit, on))


def _existing_units(register: Register, on: date) -> Iterable[Unit]:
    return (unit for unit in register.units.values() if covers(unit.since, unit.until, on))
