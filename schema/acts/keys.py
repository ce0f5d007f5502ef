"""Acts about the key that a person signs with: to enter it in people/, and to say that it is used no more."""

from datetime import date
from typing import ClassVar

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.failure import Failure
from schema.kinds.base import covers
from schema.kinds.person import Person
from schema.register import Register
from schema.signers import PublicKey
from schema.signers import Signers
from schema.signers import read_key


class KeyOfOther(Failure):
    """The key stands with somebody else."""

    code: ClassVar[str] = "F448"
    exit_code: ClassVar[int] = 1

    def __init__(self, owner: str, fingerprint: str) -> None:
        super().__init__(
            f"The key {fingerprint} stands in the record of {owner}.",
            "Sign with a key of your own: `dutybook sign --key FILE.pub`.",
            message_zh=f"密钥 {fingerprint} 登记在“{owner}”名下。",
            hint_zh="请用本人的密钥：`dutybook sign --key 文件.pub`。",
        )


class KeyUnknown(Failure):
    """The key does not stand in the person's record, or has ended there."""

    code: ClassVar[str] = "F449"
    exit_code: ClassVar[int] = 2

    def __init__(self, person: str) -> None:
        super().__init__(
            f"No key that {person} signs with today is set up here, so there is nothing to end.",
            "See the keys with `dutybook show`; give one by --key FILE.pub.",
            message_zh=f"此处没有“{person}”今天在用的签名密钥，无可停用。",
            hint_zh="用 `dutybook show` 查看密钥；可用 --key 文件.pub 指明。",
        )


def enter_key(
    register: Register, person: Person, key: PublicKey, on: date, *, reason: str = "", digest: str | None = None
) -> ChangeSet | None:
    """Enter a key that a person signs with from a day on.

    Args:
        register: the register.
        person: whose key it is.
        key: the public key.
        on: its first day.
        reason: why; empty: one is written.
        digest: of the person's file as it was read.

    Returns:
        None where it stands there already and holds on that day.

    Raises:
        KeyOfOther: it stands with somebody else.
    """
    rows = Signers.of(register).rows(key.fingerprint)
    for owner, _ in rows:
        if owner.id != person.id:
            raise KeyOfOther(owner.name, key.fingerprint)
    if any(covers(row.since, row.until, on) for _, row in rows):
        return None
    is_zh = not register.settings.language.startswith("en")
    own = f"{person.name}自 {on} 起用此密钥签名" if is_zh else f"{person.name} signs with this key from {on} on"
    field = FieldChange(key=("key", len(person.key)), value={"public": key.line, "from": on})
    return _edit("sign", person, field, reason or own, digest)


def end_key(
    register: Register, person: Person, key: PublicKey, on: date, *, reason: str = "", digest: str | None = None
) -> ChangeSet:
    """Say that a key is used no more after a day.

    Args:
        register: the register.
        person: whose key it is.
        key: the public key.
        on: its last day.
        reason: why; empty: one is written.
        digest: of the person's file as it was read.

    Raises:
        KeyUnknown: it does not stand with the person, or had ended by then.
    """
    rows = enumerate(person.key)
    live = [at for at, row in rows if _is(row.public, key) and covers(row.since, None, on) and _goes_on(row.until, on)]
    if not live:
        raise KeyUnknown(person.name)
    is_zh = not register.settings.language.startswith("en")
    own = f"{person.name}于 {on} 后停用此密钥" if is_zh else f"{person.name} signs with this key no more after {on}"
    return _edit("sign", person, FieldChange(key=("key", live[-1], "to"), value=on), reason or own, digest)


def _goes_on(until: date | None, on: date) -> bool:
    return until is None or until > on


def _is(text: str, key: PublicKey) -> bool:
    found = read_key(text)
    return found is not None and found.fingerprint == key.fingerprint


def _edit(action: str, person: Person, field: FieldChange, reason: str, digest: str | None) -> ChangeSet:
    change = RecordChange(kind="person", id=person.id, verb=Verb.EDIT, fields=(field,), read_digest=digest)
    return ChangeSet(action=action, records=(change,), reason=reason)
