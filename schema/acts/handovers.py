"""Acts about handovers: to write the record of a change of person, and to sign it (R18)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import ClassVar

from schema.acts.standing import name_of
from schema.acts.standing import require_person
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.handover import Item
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.register import Register
from schema.succession import Succession
from schema.succession import latest
from schema.succession import record_of
from schema.succession import signers
from schema.vocabulary import SignatureRole


class NobodyLeft(Failure):
    """No formal holding of the post has ended, so nothing is handed over."""

    code: ClassVar[str] = "F913"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, on: date) -> None:
        super().__init__(
            f'Nobody has left the post "{post}" by {on}, so nothing is to be handed over.',
            "End the holding with `dutybook end`, or choose a later day with --on.",
            message_zh=f"截至 {on}，岗位“{post}”没有正式任职者离任，无须交接。",
            hint_zh="用 `dutybook end` 结束任职，或用 --on 另选较晚的日期。",
        )


class RecordedAlready(Failure):
    """The change of person has its record."""

    code: ClassVar[str] = "F914"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str, record: str) -> None:
        super().__init__(
            f'The handover of "{post}" is recorded already, in {record}.',
            f"Look at it with `dutybook show {record}`, or sign it with `dutybook handover {record} --sign`.",
            message_zh=f"岗位“{post}”的交接已有记录：{record}。",
            hint_zh=f"用 `dutybook show {record}` 查看，或用 `dutybook handover {record} --sign` 签字。",
        )


class NotRecorded(Failure):
    """There is no record of the handover that could be signed."""

    code: ClassVar[str] = "F915"
    exit_code: ClassVar[int] = 1

    def __init__(self, post: str) -> None:
        super().__init__(
            f'The handover of "{post}" has no record yet that could be signed.',
            "Write it first with `dutybook handover POST --save`.",
            message_zh=f"岗位“{post}”的交接还没有记录，不能签字。",
            hint_zh="请先用 `dutybook handover 岗位 --save` 存档。",
        )


class NotTheSigner(Failure):
    """The person is not the one who signs in that role."""

    code: ClassVar[str] = "F916"
    exit_code: ClassVar[int] = 1

    def __init__(self, person: str, role: SignatureRole, expected: str = "") -> None:
        super().__init__(
            f'"{person}" can\'t sign as {role.en.lower()}: '
            + (f'that is "{expected}".' if expected else "the record names nobody as that."),
            "Correct the record with `dutybook set` if it names the wrong person.",
            message_zh=f"“{person}”不能以{role.zh}身份签字："
            + (f"应由“{expected}”签。" if expected else "记录没有指定该身份的人。"),
            hint_zh="如果记录所写的人不对，请先用 `dutybook set` 改正。",
        )


class SignedAlready(Failure):
    """Somebody signed in that role."""

    code: ClassVar[str] = "F917"
    exit_code: ClassVar[int] = 1

    def __init__(self, person: str, role: SignatureRole, on: date) -> None:
        super().__init__(
            f'"{person}" signed as {role.en.lower()} on {on}; nobody signs twice.',
            "There is nothing to do.",
            message_zh=f"“{person}”已于 {on} 以{role.zh}身份签字，不能重复签。",
            hint_zh="不需要任何操作。",
        )


class SignsTooEarly(Failure):
    """The day of the signature lies before the change takes effect."""

    code: ClassVar[str] = "F918"
    exit_code: ClassVar[int] = 1

    def __init__(self, on: date, effective: date) -> None:
        super().__init__(
            f"A signature on {on} would lie before the handover takes effect on {effective}.",
            "Choose a later day with --on.",
            message_zh=f"签字日期 {on} 早于交接生效日期 {effective}。",
            hint_zh="请用 --on 另选较晚的日期。",
        )


class WitnessIsParty(Failure):
    """Who hands over or takes over can't be the witness."""

    code: ClassVar[str] = "F919"
    exit_code: ClassVar[int] = 1

    def __init__(self, person: str) -> None:
        super().__init__(
            f'"{person}" is a party to the handover and can\'t witness it.',
            "Name a third person with --witness.",
            message_zh=f"“{person}”是交接一方，不能监交。",
            hint_zh="请用 --witness 另写一人。",
        )


def require_change(register: Register, post: Post, on: date) -> Succession:
    """The last change of person of a post.

    Raises:
        NobodyLeft: there was none by the day.
    """
    change = latest(register, post, on)
    if change is None:
        raise NobodyLeft(post.title, on)
    return change


def record(
    register: Register,
    post: Post,
    id: str,
    items: Sequence[Item],
    on: date,
    *,
    witness: str = "",
    reason: str = "",
) -> ChangeSet:
    """Write the record of the last change of person of a post, with what is passed on.

    Args:
        register: the register.
        post: the post.
        id: a free id for the record; it begins with the day on which the change took effect.
        items: what is passed on, as `schema.handover.matters` lists it.
        on: the day as of which it is known who left and who came.
        witness: id of the witness; empty: not named yet.
        reason: why; empty: the act says it itself.

    Raises:
        NobodyLeft: there was no change of person by the day.
        RecordedAlready: it has its record.
        PersonMissing: the witness is not on the staff on the day.
        WitnessIsParty: the witness hands over or takes over.
    """
    change = require_change(register, post, on)
    known = record_of(register.handovers.values(), change, on)
    if known is not None:
        raise RecordedAlready(post.title, known.id)
    if witness:
        _require_third(register, witness, on, change.outgoing, change.incoming)
    data: dict[str, Any] = {
        "post": post.id,
        "outgoing": change.outgoing,
        "incoming": change.incoming,
        "witness": witness,
        "date": change.effective,
        "due": change.due,
        "matter": [{"text": item.text, "reference": item.reference} for item in items],
    }
    fields = tuple(FieldChange(key=(key,), value=value) for key, value in data.items() if value)
    added = RecordChange(kind="handover", id=id, verb=Verb.ADD, fields=fields)
    return ChangeSet(action="handover", records=(added,), reason=reason or _recorded(register, post, change))


def name_witness(
    register: Register,
    handover: Handover,
    witness: str,
    on: date,
    *,
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """Name who witnesses a handover that is recorded.

    Args:
        register: the register.
        handover: the record.
        witness: id of the person.
        on: the day.
        reason: why; empty: the act says it itself.
        read_digest: digest of the record's file as it was read.

    Raises:
        PersonMissing: the witness is not on the staff on the day.
        WitnessIsParty: the witness hands over or takes over.
        SignedAlready: somebody signed as witness.
    """
    before = next((row for row in handover.signature if row.role is SignatureRole.WITNESS), None)
    if before is not None:
        raise SignedAlready(name_of(register, before.person), SignatureRole.WITNESS, before.on)
    incoming = signers(register, handover, on).get(SignatureRole.INCOMING)
    _require_third(register, witness, on, handover.outgoing, incoming)
    change = FieldChange(key=("witness",), value=witness)
    edit = RecordChange(kind="handover", id=handover.id, verb=Verb.EDIT, fields=(change,), read_digest=read_digest)
    return ChangeSet(action="set", records=(edit,), reason=reason or _witnessed(register, handover, witness))


def sign(
    register: Register,
    handover: Handover,
    role: SignatureRole,
    person_id: str,
    on: date,
    *,
    reason: str = "",
    read_digest: str | None = None,
) -> ChangeSet:
    """Sign a handover in a role.

    Args:
        register: the register.
        handover: the record.
        role: as what the person signs.
        person_id: id of the person.
        on: the day of the signature.
        reason: why; empty: the act says it itself.
        read_digest: digest of the record's file as it was read.

    Raises:
        NotTheSigner: the record names somebody else in that role, or nobody.
        SignedAlready: somebody signed in that role.
        SignsTooEarly: the day lies before the change takes effect.
    """
    before = next((row for row in handover.signature if row.role is role), None)
    if before is not None:
        raise SignedAlready(name_of(register, before.person), role, before.on)
    expected = signers(register, handover, on).get(role)
    if expected != person_id:
        raise NotTheSigner(name_of(register, person_id), role, name_of(register, expected) if expected else "")
    if on < handover.date:
        raise SignsTooEarly(on, handover.date)
    row = {"role": role.value, "person": person_id, "on": on}
    change = FieldChange(key=("signature", len(handover.signature)), value=row)
    edit = RecordChange(kind="handover", id=handover.id, verb=Verb.EDIT, fields=(change,), read_digest=read_digest)
    return ChangeSet(action="sign", records=(edit,), reason=reason or _signed(register, handover, role, person_id))


def _require_third(register: Register, witness: str, on: date, *parties: str | None) -> None:
    """Make sure that the witness is on the staff and no party.

    Raises:
        PersonMissing, WitnessIsParty: one of the two does not hold.
    """
    if require_person(register, witness, on).id in parties:
        raise WitnessIsParty(name_of(register, witness))


def _witnessed(register: Register, handover: Handover, witness: str) -> str:
    post = register.posts.get(handover.post)
    title = post.title if post is not None else handover.post
    if register.settings.language.startswith("zh"):
        return f"{title}交接由{name_of(register, witness)}监交"
    return f"{name_of(register, witness)} witnesses the handover of {title}"


def _recorded(register: Register, post: Post, change: Succession) -> str:
    name = name_of(register, change.outgoing)
    if register.settings.language.startswith("zh"):
        return f"{post.title}交接：{name}于 {change.ended} 离任"
    return f"Handover of {post.title}: {name} left on {change.ended}"


def _signed(register: Register, handover: Handover, role: SignatureRole, person: str) -> str:
    post = register.posts.get(handover.post)
    title = post.title if post is not None else handover.post
    if register.settings.language.startswith("zh"):
        return f"{name_of(register, person)}以{role.zh}身份签字：{title}交接"
    return f"{name_of(register, person)} signs the handover of {title} ({role.en.lower()})"
