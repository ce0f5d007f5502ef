"""Acts about posts: appoint somebody, end a holding, let another post cover it, record a handover and sign it (R6, R18)."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from msgspec import convert

from schema.acts.handovers import SignsTooEarly
from schema.acts.handovers import WitnessIsParty
from schema.acts.handovers import record
from schema.acts.handovers import require_change
from schema.acts.handovers import sign
from schema.acts.holdings import CircularCover
from schema.acts.holdings import HeldAlready
from schema.acts.holdings import SeveralHold
from schema.acts.holdings import appoint
from schema.acts.holdings import cover
from schema.acts.holdings import end
from schema.acts.standing import BeginsLater
from schema.acts.standing import PersonMissing
from schema.change import ChangeSet
from schema.handover import matters
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.succession import signers
from schema.vocabulary import Manner
from schema.vocabulary import SignatureRole
from tui.acting.act import Act
from tui.acting.act import Answers
from tui.acting.act import Ground
from tui.acting.answers import Asking
from tui.language import _
from tui.language import language
from tui.naming import name_of
from tui.widgets.fields.spec import FieldSpec

_DAY = timedelta(days=1)


def post_acts(ground: Ground, post: Post) -> Iterator[Act]:
    """What may be done about a post."""
    asking = Asking(ground)
    begins = _first_free(ground, post)
    yield Act(
        id="appoint",
        label=_("Appoint somebody"),
        asks=(
            asking.field("post", "holding", "person", required=True),
            asking.field("post", "holding", "manner", value=Manner.FORMAL.value, required=True),
            asking.field("post", "holding", "from", value=begins, required=True),
            asking.field("post", "holding", "basis"),
            _ends_previous(),
        ),
        rules=asking.rules(),
        make=lambda ground, said: _appoint(ground, post, said),
        trial={"person": next(iter(ground.register.people), "")},
        mendable=(PersonMissing, HeldAlready, BeginsLater),
    )
    yield Act(
        id="end",
        label=_("End a holding"),
        asks=(
            asking.field("post", "holding", "person", empty=_("Left empty: whoever holds it alone.")),
            asking.field("post", "holding", "to", name="on", value=ground.on, required=True),
        ),
        rules=asking.rules(),
        make=lambda ground, said: end(
            ground.register,
            post.id,
            said["on"],
            person_id=said.get("person", ""),
            read_digest=ground.digest_of("post", post.id),
        ),
        mendable=(SeveralHold,),
    )
    yield Act(
        id="cover",
        label=_("Let another post look after it"),
        asks=(
            asking.field("post", "cover", "by", required=True),
            asking.field("post", "cover", "from", value=begins, required=True),
            asking.field("post", "cover", "basis"),
        ),
        rules=asking.rules(),
        make=lambda ground, said: cover(
            ground.register,
            post.id,
            said["by"],
            said["from"],
            basis=said.get("basis", ""),
            read_digest=ground.digest_of("post", post.id),
        ),
        trial={"by": next((one for one in ground.register.posts if one != post.id), "")},
        mendable=(CircularCover, BeginsLater),
    )
    yield record_act(ground, post)


def record_act(ground: Ground, post: Post) -> Act:
    """Record the handover of the last change of person of a post, with the list of what is passed on."""
    asking = Asking(ground)
    return Act(
        id="handover",
        label=_("Record the handover, with its list"),
        asks=(asking.field("handover", "witness", empty=_("Left empty: not named yet.")),),
        rules=asking.rules(),
        make=lambda ground, said: _record(ground, post, said),
        mendable=(PersonMissing, WitnessIsParty),
    )


def handover_acts(ground: Ground, handover: Handover) -> Iterator[Act]:
    """What may be done about a handover: the signatures."""
    for role in signers(ground.register, handover, ground.on):
        yield sign_act(ground, handover, role)


def sign_act(ground: Ground, handover: Handover, role: SignatureRole) -> Act:
    """Enter the signature of whoever signs in a role."""
    asking = Asking(ground)
    person = signers(ground.register, handover, ground.on).get(role)
    said = _("Enter the signature: {role}") if person is None else _("Enter the signature: {role} {person}")
    return Act(
        id=f"sign-{role.value}",
        label=said.format(role=role.label(language()), person=name_of(ground.register, "person", person or "")),
        asks=(asking.day(value=max(ground.on, handover.date)),),
        rules=asking.rules(),
        make=lambda ground, said: sign(
            ground.register,
            handover,
            role,
            person or "",
            said["on"],
            read_digest=ground.digest_of("handover", handover.id),
        ),
        mendable=(SignsTooEarly,),
    )


def _first_free(ground: Ground, post: Post) -> date:
    """The day from which somebody else may come: after the last day of who holds the post now, where that is known."""
    live = [row.until for row in post.holding if row.until is None or row.until >= ground.on]
    known = [until for until in live if until is not None]
    return max(known) + _DAY if known and len(known) == len(live) else ground.on


def _ends_previous() -> FieldSpec:
    help_ = _("Whoever holds it formally is then out of it the day before.")
    return FieldSpec(key=("end_previous",), label=_("End what is held"), help=help_, editor="switch", value=False)


def _appoint(ground: Ground, post: Post, said: Answers) -> ChangeSet:
    return appoint(
        ground.register,
        post.id,
        said["person"],
        said["from"],
        manner=convert(said["manner"], Manner),
        basis=said.get("basis", ""),
        end_previous=bool(said.get("end_previous")),
        read_digest=ground.digest_of("post", post.id),
    )


def _record(ground: Ground, post: Post, said: Answers) -> ChangeSet:
    register, on = ground.register, ground.on
    change = require_change(register, post, on)
    items = () if ground.is_trial else matters(register, post, change.outgoing, on)
    id_ = ground.new_id("handover", change.effective)
    return record(register, post, id_, items, on, witness=said.get("witness", ""))
