"""Whose act the register waits for, as Today and the record pane say it: who must act, what, and by which key."""

from collections.abc import Sequence

from schema.identity import Place
from schema.register import Register
from schema.turn import HandoverStep
from schema.turn import HandoverTurn
from schema.turn import Verification
from schema.turn import handover_turns
from schema.turn import is_turn_of
from schema.turn import verification_of
from schema.turn import verifications
from tui.actions import key_of
from tui.desk import View
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import name_of
from tui.naming import refer_all
from tui.record_lines import Line
from tui.record_lines import Page

Turn = Verification | HandoverTurn
"""What waits for somebody."""

_STEPS = {
    HandoverStep.RECORD: msgid("record the handover"),
    HandoverStep.WITNESS: msgid("name the witness of the handover"),
}


def find_turns(view: View, me: str | None) -> tuple[list[Turn], list[Turn]]:
    """What waits for the person at the keyboard, and what for others.

    Args:
        view: the register and the day.
        me: id of the person; empty where the register does not know who it is, None where nobody acts.
    """
    mine: list[Turn] = []
    others: list[Turn] = []
    found: list[Turn] = [*verifications(view.register, view.on), *handover_turns(view.register, view.on)]
    for turn in found:
        is_mine = me is not None and is_turn_of(view.register, turn.people, me)
        (mine if is_mine else others).append(turn)
    return mine, others


def say_step(turn: Turn) -> str:
    """What is to be done next, as told to whoever does it."""
    if isinstance(turn, Verification):
        return _("verify it or send it back")
    if turn.step in _STEPS:
        return _(_STEPS[turn.step])
    return _("sign the handover: {roles}").format(roles=_(", ").join(role.label(language()) for role in turn.roles))


def say_who(register: Register, turn: Turn) -> str:
    """Who does it: the units that verify, the persons that hand over or sign."""
    if isinstance(turn, Verification):
        return refer_all(register, turn.units, ("unit",)) or _("another unit")
    return _(", ").join(name_of(register, "person", person) for person in turn.people) or _("the office")


def say_handover(register: Register, turn: HandoverTurn) -> str:
    """Name a handover: the post, who left and who came."""
    change = turn.change
    incoming = name_of(register, "person", change.incoming) if change.incoming else _("nobody yet")
    outgoing = name_of(register, "person", change.outgoing)
    return _("Handover {post}: {people}").format(
        post=name_of(register, "post", change.post), people=f"{outgoing} -> {incoming}"
    )


def say_standing(turn: HandoverTurn) -> str:
    """Whether a handover is late."""
    return _("late") if turn.is_late else _("not finished")


def handover_page(register: Register, turn: HandoverTurn) -> Page:
    """A handover that is not finished: who must act, by when, and the key that leads through it."""
    change = turn.change
    place = ("handover", turn.record.id) if turn.record is not None else ("post", change.post)
    lines = [
        Line(say_handover(register, turn), tone="title", mark=light_of(turn)),
        Line(""),
        Line(say_step(turn), label=_("Next")),
        Line(say_who(register, turn), label=_("Whose turn")),
        Line(turn.due.isoformat(), label=_("Due"), tone="red" if turn.is_late else ""),
        Line(say_standing(turn), label=_("State"), tone="red" if turn.is_late else "yellow"),
        Line(change.ended.isoformat(), label=_("Held until")),
        Line(change.effective.isoformat(), label=_("Takes effect")),
        Line(name_of(register, "post", change.post), label=_("Post"), place=("post", change.post)),
        Line(""),
        Line(_("Enter leads through it step by step, with the list of what is passed on."), tone="muted"),
    ]
    return Page(place, tuple(lines))


def next_lines(view: View, place: Place) -> Sequence[Line]:
    """Who verifies a finding that is done and waits for it, for the head of its page; nothing for anything else."""
    finding = view.register.findings.get(place[1]) if place[0] == "finding" else None
    turn = verification_of(view.register, finding, view.on) if finding is not None else None
    if turn is None:
        return ()
    said = _("{step} ({key})").format(step=say_step(turn), key=key_of("main.acts"))
    who = Line(say_who(view.register, turn), label=_("Whose turn"))
    return (Line(said, label=_("Next"), tone="yellow"), who, Line(""))


def light_of(turn: Turn) -> str:
    """`red` for what is late, `yellow` for the rest."""
    return "red" if isinstance(turn, HandoverTurn) and turn.is_late else "yellow"
