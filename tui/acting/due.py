"""Acts about what is due: waive it, put its due day off, send a letter, record a reply, prepare a report, read the clauses again."""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import convert

from schema.acts import waivers
from schema.acts.approval import ApproverAbsent
from schema.acts.approval import NotLater
from schema.acts.approval import ReasonMissing
from schema.acts.bases import ClauseMissing
from schema.acts.bases import reaffirm
from schema.acts.findings import AlreadyAsked
from schema.acts.reports import NoSuchPeriod
from schema.acts.reports import account
from schema.acts.reports import prepare
from schema.acts.urges import ElementNeeded
from schema.acts.urges import NoAddressee
from schema.acts.urges import Wish
from schema.acts.urges import reply
from schema.acts.urges import urge_finding
from schema.acts.urges import urge_obligation
from schema.acts.waivers import ExpiresEarly
from schema.change import ChangeSet
from schema.kinds.duty import Duty
from schema.kinds.finding import Finding
from schema.kinds.urge import Target
from schema.kinds.urge import Urge
from schema.kinds.waiver import Waiver
from schema.target import name_of
from schema.vocabulary import ReportForm
from schema.vocabulary import UrgeLevel
from schema.vocabulary import WaiverType
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.act import Ground
from tui.acting.answers import Asking
from tui.language import _
from tui.naming import refer
from tui.widgets.fields.spec import Choice

LATEST: Final = date.max
"""A due day that is later than any, to try whether one may be asked for."""
SAID: Final = "-"
"""A reason, to try whether an act is allowed once there is one."""


def obligation_acts(ground: Ground, target: Target) -> Iterator[Act]:
    """What may be done about an obligation."""
    asking = Asking(ground)
    approver = next(iter(ground.my_posts()), None)
    asked_for = _asked_for(ground, target)
    yield Act(
        id="extend",
        label=_("Put the due day off"),
        asks=asking.later_due("waiver", asked_for=asked_for, approver=approver),
        rules=asking.rules(),
        make=lambda ground, said: _extend(ground, target, said),
        trial={"new_due": asked_for or LATEST, "reason": SAID},
        mendable=(NotLater, ApproverAbsent, ReasonMissing, AlreadyAsked),
    )
    yield Act(
        id="waive",
        label=_("Let it fall away"),
        asks=(
            asking.field("waiver", "reason", required=True),
            asking.field("waiver", "approved_by", value=approver, required=True),
            asking.field("waiver", "expires"),
            asking.day(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: _waive(ground, target, said),
        trial={"reason": SAID, "approved_by": approver or next(iter(ground.register.posts), "")},
        mendable=(ApproverAbsent, ExpiresEarly),
    )
    yield _letter(
        ground,
        lambda ground, said: urge_obligation(
            ground.register, target, said["on"], _wish(said), id=ground.new_id("urge", said["on"])
        ),
    )
    yield report_act(ground, target.duty, target.period)


def report_act(ground: Ground, duty: str, period: str = "") -> Act:
    """Prepare a report on a duty; an empty period is the next that is still to be reported."""
    asking = Asking(ground)
    return Act(
        id="report",
        label=_("Prepare a report"),
        asks=(
            asking.field("waiver", "obligation", "period", value=period or None),
            asking.field("activity", "report", "form", value=ReportForm.WRITTEN.value, required=True),
            asking.day(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: _report(ground, duty, said),
        mendable=(NoSuchPeriod,) if not period else (),
    )


def duty_acts(ground: Ground, duty: Duty) -> Iterator[Act]:
    """What may be done about a duty itself."""
    asking = Asking(ground)
    clauses = [
        Choice(value=basis.clause, label=refer(ground.register, basis.clause, ("clause",))) for basis in duty.basis
    ]
    yield Act(
        id="reaffirm",
        label=_("Say that its clauses were read again"),
        asks=(
            asking.choice("clause", _("Clause"), clauses, help=_("Left empty: every clause that it rests on.")),
            asking.day(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: reaffirm(
            ground.register,
            duty,
            said.get("clause", ""),
            ground.me,
            said["on"],
            read_digest=ground.digest_of("duty", duty.id),
        ),
        mendable=(ClauseMissing,),
    )
    yield report_act(ground, duty.id)


def urge_acts(ground: Ground, urge: Urge) -> Iterator[Act]:
    """What may be done about a letter."""
    asking = Asking(ground)
    yield Act(
        id="reply",
        label=_("Record the reply"),
        asks=(asking.day(),),
        rules=asking.rules(),
        make=lambda ground, said: reply(ground.register, urge, said["on"], digest=ground.digest_of("urge", urge.id)),
    )


def waiver_acts(ground: Ground, waiver: Waiver) -> Iterator[Act]:
    """What may be done about an extension that was asked for."""
    new_due = waiver.new_due
    if waiver.type is not WaiverType.EXTEND or new_due is None:
        return
    asking = Asking(ground)
    yield Act(
        id="approve",
        label=_("Approve the later due day"),
        asks=(
            asking.field("waiver", "approved_by", value=next(iter(ground.my_posts()), None), required=True),
            asking.day(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: _extend(ground, waiver.obligation, {**said, "new_due": new_due}),
        trial={"reason": SAID},
        mendable=(ApproverAbsent, AlreadyAsked),
    )


def letter_about(ground: Ground, finding: Finding) -> Act:
    """Send a letter about a finding."""
    return _letter(
        ground,
        lambda ground, said: urge_finding(
            ground.register, finding, said["on"], _wish(said), id=ground.new_id("urge", said["on"])
        ),
    )


def _letter(ground: Ground, make: Callable[[Ground, Answers], ChangeSet]) -> Act:
    asking = Asking(ground)
    as_proposed = _("Left empty: as the rules propose.")
    return Act(
        id="urge",
        label=_("Send a letter of urging"),
        asks=(
            asking.field("urge", "level", empty=_("Left empty: the letter that is due.")),
            asking.field("urge", "to", empty=as_proposed),
            asking.field("urge", "number"),
            asking.field("urge", "text", empty=_("Left empty: made from the facts.")),
            asking.day(),
        ),
        rules=asking.rules(),
        make=make,
        trial={"level": UrgeLevel.L0.value},
        mendable=(NoAddressee, ElementNeeded),
    )


def _wish(said: Answers) -> Wish:
    level = convert(said["level"], UrgeLevel) if said.get("level") else None
    return Wish(level, said.get("to") or None, said.get("text", ""), said.get("number", ""))


def _asked_for(ground: Ground, target: Target) -> date | None:
    """The later day that was asked for and not approved yet; None where none was."""
    for waiver in ground.register.waivers_by_target.get(name_of(target), ()):
        if waiver.type is WaiverType.EXTEND and waiver.approved_on is None and waiver.asked_on is not None:
            return waiver.new_due
    return None


def _extend(ground: Ground, target: Target, said: Answers) -> ChangeSet:
    return waivers.extend(
        ground.register,
        target,
        said["new_due"],
        said["on"],
        id=ground.new_id("waiver", said["on"]),
        digest_of=lambda id_: ground.digest_of("waiver", id_),
        reason=said.get("reason", ""),
        approver=said.get("approved_by") or None,
    )


def _waive(ground: Ground, target: Target, said: Answers) -> ChangeSet:
    return waivers.waive(
        ground.register,
        target,
        said["on"],
        id=ground.new_id("waiver", said["on"]),
        reason=said.get("reason", ""),
        approver=said["approved_by"],
        expires=said.get("expires"),
    )


def _report(ground: Ground, duty: str, said: Answers) -> ChangeSet:
    given = account(ground.register, duty, said["on"], period=said.get("period", ""))
    return prepare(
        ground.register, given, id=ground.new_id("activity", given.on), form=convert(said["form"], ReportForm)
    )
