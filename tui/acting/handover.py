"""The course of a handover: what is passed on, which steps are done, which is next and whose it is (R18)."""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from schema.acts.handovers import name_witness
from schema.handover import matters
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.marks import Light
from schema.register import Register
from schema.succession import Succession
from schema.succession import latest
from schema.succession import record_of
from schema.succession import signers
from schema.succession import successions
from schema.vocabulary import SignatureRole
from tui.acting.act import Act
from tui.acting.act import Ground
from tui.acting.answers import Asking
from tui.acting.menu import ground_of
from tui.acting.posts import record_act
from tui.acting.posts import sign_act
from tui.desk import Desk
from tui.language import _
from tui.language import language
from tui.naming import name_of

EXPORT = "export"
"""The step that makes the list as a document; it is no act."""


class Step(NamedTuple):
    """One step of a handover."""

    id: str
    label: str
    who: str
    """Who takes it; empty where anybody in the office may."""
    state: str
    """What is to be said of it: when it was done, or what it waits for."""
    light: str
    """`green` done, `yellow` the next one, `red` the next one and late; empty for the rest."""
    act: Act | None = None
    """What does it; None for the export, and for what is done."""
    why_not: str = ""
    """Why it can't be taken now; empty where it can."""


class Matter(NamedTuple):
    """One matter that is passed on."""

    sort: str
    text: str
    due: str


class Course(NamedTuple):
    """A handover from beginning to end."""

    change: Succession
    record: Handover | None
    steps: tuple[Step, ...]
    matters: tuple[Matter, ...]
    next: str
    """Who must do what next, in words."""


def changes_of(desk: Desk) -> list[tuple[Succession, str]]:
    """Every change of person that asks for a handover, those that are not finished first, with what is next. Blocks."""
    register, on = desk.view.register, desk.view.on
    found = []
    for change in successions(register, on):
        open_ = [role for role, done in _signatures(register, change, on) if done is None]
        recorded = record_of(register.handovers.values(), change, on) is not None
        said = _("not recorded yet") if not recorded else _("{n} signatures missing").format(n=len(open_))
        found.append((change, said if open_ or not recorded else _("finished")))
    return sorted(found, key=lambda one: (one[1] == _("finished"), -one[0].effective.toordinal()))


def course_of(desk: Desk, post: str, row: int) -> Course | None:
    """The course of one change of person; None where it is there no more. Blocks.

    Args:
        desk: the register.
        post: id of the post.
        row: index of the holding that ended.
    """
    ground = ground_of(desk, is_trial=True)
    register, on = ground.register, ground.on
    change = next((one for one in successions(register, on) if (one.post, one.row) == (post, row)), None)
    if change is None:
        return None
    record = record_of(register.handovers.values(), change, on)
    light = Light.RED.value if change.due is not None and change.due < on else Light.YELLOW.value
    steps = list(_steps(ground, register.posts[post], change, record))
    at = next((at for at, step in enumerate(steps) if step.light == "" and step.id != EXPORT), None)
    if at is not None:
        steps[at] = steps[at]._replace(light=light)
    return Course(
        change, record, tuple(steps), tuple(_passed_on(register, change, record, on)), _say_next(steps, at, change)
    )


def _steps(ground: Ground, post: Post, change: Succession, record: Handover | None) -> Iterator[Step]:
    register = ground.register
    if record is not None:
        yield Step("record", _("Record the handover"), "", record.date.isoformat(), Light.GREEN.value)
    else:
        act = record_act(ground, post)
        last = latest(register, post, ground.on)
        why_not = act.why_not(ground) if last == change else _("The post changed hands again since.")
        yield Step("record", _("Record the handover"), "", _("with the list below"), "", act, why_not)
    if record is not None and record.witness is None:
        act = _witness_act(ground, record)
        yield Step("witness", _("Name the witness"), "", "", "", act, act.why_not(ground))
    for role, done in _signatures(register, change, ground.on):
        who = _signer(register, change, record, role)
        label = _("Signature: {role}").format(role=role.label(language()))
        if done is not None:
            yield Step(role.value, label, who, done.isoformat(), Light.GREEN.value)
        elif record is None:
            yield Step(
                role.value, label, who, _("once it is recorded"), "", None, _("The handover is not recorded yet.")
            )
        else:
            act = sign_act(ground, record, role)
            yield Step(role.value, label, who, _("not signed"), "", act, act.why_not(ground))
    yield Step(EXPORT, _("Make the list as a document"), "", ".docx", "")


def _signatures(register: Register, change: Succession, on: date) -> Iterator[tuple[SignatureRole, date | None]]:
    """The roles that sign, each with the day on which it did; None where it did not."""
    record = record_of(register.handovers.values(), change, on)
    if record is None:
        for role in SignatureRole:
            if role is not SignatureRole.INCOMING or change.incoming is not None:
                yield role, None
        return
    signed = {row.role: row.on for row in record.signature if row.on <= on}
    for role in signers(register, record, on):
        yield role, signed.get(role)


def _signer(register: Register, change: Succession, record: Handover | None, role: SignatureRole) -> str:
    if record is not None:
        person = signers(register, record, change.effective).get(role)
    else:
        person = {SignatureRole.OUTGOING: change.outgoing, SignatureRole.INCOMING: change.incoming}.get(role)
    return name_of(register, "person", person) if person is not None else _("nobody named yet")


def _witness_act(ground: Ground, record: Handover) -> Act:
    asking = Asking(ground)
    other = next((one for one in ground.register.people if one not in {record.outgoing, record.incoming}), "")
    return Act(
        id="witness",
        label=_("Name the witness"),
        asks=(asking.field("handover", "witness", required=True),),
        rules=asking.rules(),
        make=lambda ground, said: name_witness(
            ground.register,
            record,
            said["witness"],
            ground.on,
            read_digest=ground.digest_of("handover", record.id),
        ),
        trial={"witness": other},
    )


def _passed_on(register: Register, change: Succession, record: Handover | None, on: date) -> Iterator[Matter]:
    """What the record lists; before there is one, what it would list."""
    if record is not None:
        for row in record.matter:
            yield Matter("", row.text, row.reference)
        return
    for item in matters(register, register.posts[change.post], change.outgoing, on):
        yield Matter(item.sort.label(language()), item.text, item.due.isoformat() if item.due else "")


def _say_next(steps: Sequence[Step], at: int | None, change: Succession) -> str:
    if at is None:
        return _("Everything is signed. The list can be made as a document.")
    step = steps[at]
    if change.due is None:
        said = _("Next: {who} - {step}. Not due yet: somebody stands in.")
    elif step.light == Light.RED.value:
        said = _("Next: {who} - {step}. It was due by {due}.")
    else:
        said = _("Next: {who} - {step}, by {due}.")
    return said.format(who=step.who or _("the office"), step=step.label, due=change.due)
