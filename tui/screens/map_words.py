"""The words of the responsibility map on the screen: letters of tiers and roles, names of what differs, values."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any

from schema.chart import DutyEntry
from schema.chart import GroupEntry
from schema.chart import PostEntry
from schema.chart import Seat
from schema.field import Word
from schema.kinds import KINDS
from schema.marks import Role
from schema.marks import Standing
from schema.matrix import Share
from schema.register import Register
from schema.vocabulary import Tier
from tui.language import _
from tui.language import _p
from tui.language import language
from tui.language import msgid
from tui.naming import name_of
from tui.naming import refer
from tui.widgets.matrix_view import Sign

TIER_LETTERS: Mapping[Tier, str] = {
    Tier.MAIN_BODY: "M",
    Tier.FIRST: "1",
    Tier.DIRECT: "D",
    Tier.MAIN_LEADERSHIP: "P",
    Tier.IMPORTANT_LEADERSHIP: "I",
    Tier.LEADERSHIP: "L",
    Tier.SUPERVISION: "S",
    Tier.CONCRETE: "C",
    Tier.COORDINATION: "O",
    Tier.HANDLING: "H",
}
"""Messages with the context `tier`."""

ROLE_LETTERS: Mapping[Role, str] = {Role.FIRST_LEAD: "a", Role.LEAD: "j", Role.RESPONSIBLE: "r"}
"""Messages with the context `role`; a bearer has the letter of the duty's tier."""

_FIELDS: Mapping[str, str] = {
    "code": msgid("Code"),
    "title": msgid("title of the record"),
    "type": msgid("type"),
    "parent": msgid("parent unit"),
    "liaison": msgid("liaison"),
    "backup": msgid("backup liaison"),
    "heads": msgid("head posts"),
    "flags": msgid("flags"),
    "unit": msgid("unit"),
    "rank": msgid("rank"),
    "tiers": msgid("tiers"),
    "tier": msgid("tier"),
    "wording": msgid("wording of the tier"),
    "dual_duty": msgid("dual duty"),
    "person": msgid("holder"),
    "manner": msgid("manner of holding"),
    "since": msgid("since"),
    "cover_post": msgid("covering post"),
    "in_charge_of": msgid("in charge of"),
    "linked": msgid("linked communities"),
    "supervises": msgid("supervises"),
    "head": msgid("head of the group"),
    "deputies": msgid("deputy head"),
    "members": msgid("member"),
    "office_unit": msgid("office lies in"),
    "office_head": msgid("head of the office"),
    "posts": msgid("number of posts"),
    "filled": msgid("posts filled"),
    "vacant": msgid("posts vacant"),
    "persons": msgid("number of persons"),
    "bearer": msgid("bearer"),
    "lead": msgid("lead units"),
    "responsible": msgid("responsible units"),
    "addressee": msgid("addressee"),
    "copies": msgid("copies to"),
    "post": msgid("post"),
    "id": msgid("id"),
}
_PEOPLE = frozenset({"person", "liaison", "backup"})


def sign_of(share: Share) -> Sign:
    """What stands in a cell of the matrix."""
    role = share.roles[0]
    letter = _p("tier", TIER_LETTERS[share.tier]) if share.tier else _p("role", ROLE_LETTERS.get(role, "r"))
    strong = share.tier is not None or role is Role.FIRST_LEAD
    return Sign(letter, share.light.value, strong, bool(share.flags))


def say_tier(tier: Tier, wording: str) -> str:
    """A duty's tier; the document's own words behind it where they say it otherwise."""
    label = tier.label(language())
    return label if wording in {"", label} else _("{tier} (wording: {wording})").format(tier=label, wording=wording)


def say_tiers(post: PostEntry) -> str:
    """The tiers of a post: the document's own words, or the labels."""
    said = post.wording or _(", ").join(tier.label(language()) for tier in post.tiers)
    dual = _("dual duty") if post.dual_duty and post.tiers else ""
    return _(", ").join(part for part in (said, dual) if part)


def say_words(words: Iterable[Word]) -> str:
    """Flags, roles and other words in a row."""
    return _(", ").join(word.label(language()) for word in words)


def say_held(register: Register, held: PostEntry | Seat) -> str:
    """Who holds a post, with the manner where it is not the formal one, and the covering post."""
    name = name_of(register, "person", held.person) if held.person else ""
    if held.manner is Standing.FORMAL and name:
        return name
    manner = held.manner.label(language())
    by = name_of(register, "post", held.cover_post) if held.cover_post else ""
    manner = _("{manner}: {post}").format(manner=manner, post=by) if by else manner
    return _("{name} ({manner})").format(name=name, manner=manner) if name else manner


def say_counts(group: GroupEntry) -> str:
    """How many posts and persons a group has."""
    said = _("{posts} posts, {filled} filled, {vacant} vacant, {persons} persons")
    return said.format(posts=group.posts, filled=group.filled, vacant=group.vacant, persons=group.persons)


def say_field(register: Register, key: str) -> str:
    """`members[deputy-secretary].person` in words."""
    first, _bracket, rest = key.partition("[")
    if not rest:
        return " ".join(_(_FIELDS.get(part, part)) for part in key.split("."))
    post, _bracket, field = rest.rpartition("].")
    return f"{_(_FIELDS.get(first, first))} {name_of(register, 'post', post)} {_(_FIELDS.get(field, field))}"


def say_change(register: Register, key: str, value: Any) -> str:
    """One of the two values of a field that differs; a dash where there was none."""
    if value is None or value in ((), ""):
        return "-"
    if isinstance(value, tuple):
        return _(", ").join(say_change(register, key, one) for one in value)
    if isinstance(value, Word):
        return value.label(language())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | date):
        return str(value)
    field = key.rpartition(".")[2]
    if field in _PEOPLE:
        return refer(register, value, ("person",))
    if field in {"code", "title", "wording"}:
        return str(value)
    return refer(register, value, ("unit", "post", "superior"))


def said_title(register: Register, kind: str, entry: Any) -> str:
    """What an entry is called, from the record where it is there still."""
    return name_of(register, kind, entry.id) if register.get(kind, entry.id) is not None else str(entry.title)


def haystack(register: Register, duty: DutyEntry) -> str:
    """What a filter of duties searches."""
    label = KINDS["duty"].label(language())
    return f"{label} {duty.code} {name_of(register, 'duty', duty.id)} {duty.title} {duty.id}".casefold()
