"""The menu of acts: which there are for what the cursor is on, which of them are allowed now and why the others are not."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from schema.identity import Place
from schema.kinds.duty import Duty
from schema.kinds.finding import Finding
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.obligation import Obligation
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.act import Ground
from tui.acting.due import duty_acts
from tui.acting.due import obligation_acts
from tui.acting.due import urge_acts
from tui.acting.due import waiver_acts
from tui.acting.findings import finding_acts
from tui.acting.posts import handover_acts
from tui.acting.posts import post_acts
from tui.acting.records import record_acts
from tui.desk import Desk
from tui.edit_errands import Ready
from tui.edit_errands import prepare

Subject = Obligation | Place
"""What acts are about: an obligation or a record."""


class Offered(NamedTuple):
    """An act in the menu."""

    act: Act
    why_not: str
    """Why it is not allowed now; empty where it is."""


def ground_of(desk: Desk, *, is_trial: bool = False) -> Ground:
    """What acts are made from now. Blocks."""
    return Ground(desk.store, desk.view.on, desk.me(), is_trial)


def offer(desk: Desk, subject: Subject) -> list[Offered]:
    """The acts about a record or an obligation, those that are allowed first. Blocks."""
    trial = ground_of(desk, is_trial=True)
    found = [Offered(act, act.why_not(trial)) for act in acts_about(trial, subject)]
    for one in found:
        for spec in one.act.asks if not one.why_not else ():
            if spec.choices is not None:
                spec.choices()  # made here, so that no list has to be made while somebody waits
    return sorted(found, key=lambda one: bool(one.why_not))


def acts_about(ground: Ground, subject: Subject) -> Iterator[Act]:
    """Every act that there is for a record or an obligation, allowed or not."""
    if isinstance(subject, Obligation):
        yield from obligation_acts(ground, Target(duty=subject.duty, period=subject.period, element=subject.element))
        return
    match ground.register.get(*subject):
        case Duty() as duty:
            yield from duty_acts(ground, duty)
        case Finding() as finding:
            yield from finding_acts(ground, finding)
        case Urge() as urge:
            yield from urge_acts(ground, urge)
        case Waiver() as waiver:
            yield from waiver_acts(ground, waiver)
        case Post() as post:
            yield from post_acts(ground, post)
        case Handover() as handover:
            yield from handover_acts(ground, handover)
        case None:
            return
        case _:
            pass
    yield from record_acts(subject)


def work_out(desk: Desk, act: Act, answers: Answers, overrides: tuple[str, ...] = ()) -> Ready:
    """Make the change of an act and work out what a save would write. Blocks.

    Args:
        desk: the register.
        act: the act.
        answers: what the person answered.
        overrides: codes of refusals that the person overrides.

    Raises:
        Failure: the act is not allowed with these answers, or the change cannot be worked out.
    """
    with desk.turn:
        changes = act.make(ground_of(desk), answers)
        return prepare(desk, replace(changes, overrides=overrides))
