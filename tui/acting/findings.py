"""Acts about findings: close one, send it back, put its due day off, send a letter (R13)."""

from collections.abc import Iterator
from datetime import date

from schema.acts.approval import ApproverAbsent
from schema.acts.approval import NotLater
from schema.acts.findings import AlreadyAsked
from schema.acts.findings import SelfVerified
from schema.acts.findings import extend
from schema.acts.findings import send_back
from schema.acts.findings import verify
from schema.change import ChangeSet
from schema.kinds.finding import Finding
from schema.turn import verification_of
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.act import Ground
from tui.acting.answers import Asking
from tui.acting.due import LATEST
from tui.acting.due import SAID
from tui.acting.due import letter_about
from tui.language import _


def finding_acts(ground: Ground, finding: Finding) -> Iterator[Act]:
    """What may be done about a finding."""
    asking = Asking(ground)
    verifier = _verifier(ground, finding)
    other = next((unit for unit in ground.register.units if unit != finding.unit), "")
    yield Act(
        id="verify",
        label=_("Close it: another unit verified it"),
        asks=(asking.field("finding", "verified_by", name="by", value=verifier, required=True), asking.day()),
        rules=asking.rules(),
        make=lambda ground, said: verify(
            ground.register, finding, said["on"], said["by"], digest=ground.digest_of("finding", finding.id)
        ),
        trial={"by": verifier or other},
        mendable=(SelfVerified,),
    )
    yield Act(
        id="return",
        label=_("Send it back to be done again"),
        asks=(
            asking.field("finding", "return", "by", value=verifier, required=True),
            asking.field("finding", "return", "reason", required=True),
            asking.day(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: send_back(
            ground.register,
            finding,
            said["on"],
            said["by"],
            said.get("reason", ""),
            digest=ground.digest_of("finding", finding.id),
        ),
        trial={"by": verifier or other, "reason": SAID},
        mendable=(SelfVerified,),
    )
    asked_for = _asked_for(finding)
    approver = next(iter(ground.my_posts()), None)
    yield Act(
        id="extend",
        label=_("Put the due day off"),
        asks=asking.later_due("finding", "extension", asked_for=asked_for, approver=approver),
        rules=asking.rules(),
        make=lambda ground, said: _extend(ground, finding, said),
        trial={"new_due": asked_for or LATEST, "reason": SAID},
        mendable=(NotLater, ApproverAbsent, AlreadyAsked),
    )
    yield letter_about(ground, finding)


def _verifier(ground: Ground, finding: Finding) -> str | None:
    """The unit that verifies: that of the person at the keyboard where it is expected to, else the one that inspected.

    Where neither can be, that of the person all the same; never the rectifying one.
    """
    inspection = ground.register.activities.get(finding.inspection)
    turn = verification_of(ground.register, finding, ground.on)
    mine = [ground.register.posts[post].unit for post in ground.my_posts()]
    expected = [unit for unit in mine if turn is not None and unit in turn.units]
    wanted = [*expected, inspection.unit if inspection is not None else None, *mine]
    return next((unit for unit in wanted if unit and unit != finding.unit), None)


def _asked_for(finding: Finding) -> date | None:
    """The later day that was asked for and not approved yet; None where none was."""
    return next((row.new_due for row in finding.extension if row.approved_on is None), None)


def _extend(ground: Ground, finding: Finding, said: Answers) -> ChangeSet:
    return extend(
        ground.register,
        finding,
        said["new_due"],
        said["on"],
        digest=ground.digest_of("finding", finding.id),
        reason=said.get("reason", ""),
        approver=said.get("approved_by") or None,
    )
