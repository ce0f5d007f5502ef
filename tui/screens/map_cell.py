"""A cell of the matrix in words: the duty and its tier, who answers for it that day, and what falls to the row."""

from collections.abc import Iterator

from schema.chart import DutyEntry
from schema.chart import answering
from schema.marks import Role
from schema.matrix import Key
from schema.matrix import Share
from schema.register import Register
from tui.language import _
from tui.language import language
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import refer_all
from tui.record_lines import Line
from tui.record_lines import last_day
from tui.record_lines import say_count
from tui.record_lines import say_period
from tui.screens.map_rows import Drawn
from tui.screens.map_words import say_held
from tui.screens.map_words import say_tier
from tui.screens.map_words import say_words

_SHOWN_OBLIGATIONS = 40


def cell_lines(drawn: Drawn, key: Key, duty_id: str) -> tuple[Line, ...]:
    """A cell in full: the duty and its tier, who bears it that day, and what falls to the row."""
    register = drawn.view.register
    duty = next(one for one in drawn.map.duties if one.id == duty_id)
    share = drawn.matrix.cells.get((key, duty_id))
    row = next(head.label for head in drawn.heads[0] if head.key == key)
    lines = [
        Line(
            name_of(register, "duty", duty.id),
            tone="title",
            mark=share.light.value if share else "",
            place=("duty", duty_id),
        ),
        Line(f"{kind_label('duty')} {duty.code}".strip(), tone="muted"),
        Line(""),
        Line(say_tier(duty.tier, duty.wording), label=_("Tier")),
    ]
    if duty.dual_duty:
        lines.append(Line(_("dual duty"), label=_("Remarks")))
    lines += [Line(""), *_party_lines(drawn, duty)]
    place = key if key[0] in {"unit", "post"} and register.get(*key) is not None else None
    lines += [Line(""), Line(row, tone="head", place=place)]
    return (*lines, *(_share_lines(register, share) if share else [Line(_("Has no part in this duty."), indent=1)]))


def _party_lines(drawn: Drawn, duty: DutyEntry) -> Iterator[Line]:
    """Who bears and who leads, each with the holder of the day."""
    register = drawn.view.register
    posts = {post.id: post for post in drawn.map.posts}
    behind = answering(drawn.map)
    yield Line(_("Who answers on {day}").format(day=drawn.map.on), tone="head")
    labels = [(Role.BEARER, party) for party in duty.bearer]
    labels += [(Role.LEAD if at else Role.FIRST_LEAD, party) for at, party in enumerate(duty.lead)]
    for role, party in labels:
        name = refer_all(register, [party.id], ("unit", "post"))
        held = [say_held(register, posts[post]) for post in behind.get((party.kind, party.id), ()) if post in posts]
        place = (party.kind, party.id) if party.kind in {"unit", "post"} else None
        said = "  ".join(part for part in (name, _(", ").join(held), say_words(party.flags)) if part)
        yield Line(said, label=role.label(language()), indent=1, place=place)
    if duty.flags:
        yield Line(say_words(duty.flags), label=_("Remarks"), indent=1, tone="yellow")


def _share_lines(register: Register, share: Share) -> Iterator[Line]:
    yield Line(say_words(share.roles), label=_("Role"), indent=1)
    if share.flags:
        yield Line(say_words(share.flags), label=_("Remarks"), indent=1, tone="yellow")
    if not share.obligations:
        yield Line(_("Nothing of this duty falls to it this year."), indent=1, tone="muted")
    for one in share.obligations[:_SHOWN_OBLIGATIONS]:
        parts = (say_period(register, one), last_day(one), one.state.label(language()), say_count(one))
        yield Line("  ".join(part for part in parts if part), indent=1, mark=one.light.value)
    if len(share.obligations) > _SHOWN_OBLIGATIONS:
        yield Line(_("and {n} more").format(n=len(share.obligations) - _SHOWN_OBLIGATIONS), indent=1, tone="muted")


def cell_words(drawn: Drawn, key: Key, duty_id: str) -> str:
    """A cell on one line, for a screen without room for the record pane."""
    register = drawn.view.register
    duty = next(one for one in drawn.map.duties if one.id == duty_id)
    share = drawn.matrix.cells.get((key, duty_id))
    row = next(head.label for head in drawn.heads[0] if head.key == key)
    title = f"{duty.code} {name_of(register, 'duty', duty_id)}".strip()
    if share is None:
        return f"{title} | {row}: {_('Has no part in this duty.')}"
    tier = say_tier(share.tier, duty.wording) if share.tier else ""
    light = share.light.label(language()) if share.obligations else ""
    said = "; ".join(part for part in (say_words(share.roles), tier, light, say_words(share.flags)) if part)
    return f"{title} | {row}: {said}"
