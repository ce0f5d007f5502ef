"""DB931-DB936: signatures of commits and the keys they are made with, where register.toml asks for them (`[signing]`).

The commits are the store's to read (store.signature); the server check (store.gate.checkpoint) refuses what is only told here, because history is never
rewritten and nobody can sign afterwards.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.kinds.person import Person
from schema.marks import Signature
from schema.register import Register
from schema.rule import Rule
from schema.signers import read_key
from schema.visible import visible

_REQUIRED = "[signing]\nrequired = true"
_SIGN = "let its author set up signing by `dutybook sign`; what is on the main line stays as it is"
_SIGN_ZH = "请作者用 `dutybook sign` 设置签名；已进入主线的提交不再改动"

UNSIGNED = Rule(
    code="DB931",
    severity=Severity.WARNING,
    message="the commit {commit} of {author} on {day} is not signed",
    message_zh="{author} 于 {day} 的提交 {commit} 没有签名",
    hint=_SIGN,
    hint_zh=_SIGN_ZH,
    reason="Without a signature the name in a commit is only what somebody typed.",
    example=f"{_REQUIRED}  # and a commit without a signature",
    fix="dutybook sign  # once, before the next save",
    source="-",
)
UNKNOWN_KEY = Rule(
    code="DB932",
    severity=Severity.WARNING,
    message="the commit {commit} of {author} on {day} is signed by a key that stands with nobody in people/",
    message_zh="{author} 于 {day} 的提交 {commit} 所用签名密钥未登记在任何人员名下",
    hint="add the key to its owner's record by `dutybook sign`, or let somebody whose key is known add it",
    hint_zh="用 `dutybook sign` 把密钥登记到本人记录，或请密钥已登记的同事代为登记",
    reason="Anybody can make a key; only the register says whose it is.",
    example=f"{_REQUIRED}  # and a commit signed by a key of nobody",
    fix='[[key]]\npublic = "ssh-ed25519 AAAA…"\nfrom = 2026-03-02',
    source="-",
)
NOT_VALID = Rule(
    code="DB933",
    severity=Severity.WARNING,
    message="the commit {commit} of {author} is signed by a key that was not valid on {day}",
    message_zh="{author} 的提交 {commit} 所用签名密钥在 {day} 无效",
    hint="sign with a key whose span holds the day, or correct the span in the author's record",
    hint_zh="改用当日有效的密钥签名，或改正作者记录中密钥的起止日期",
    reason="A key that was given up may be in other hands.",
    example='[[key]]\npublic = "ssh-ed25519 AAAA…"\nfrom = 2026-01-01\nto = 2026-03-01  # and a commit of 2026-03-02',
    fix='[[key]]\npublic = "ssh-ed25519 BBBB…"\nfrom = 2026-03-02',
    source="-",
)
OTHER_PERSON = Rule(
    code="DB934",
    severity=Severity.WARNING,
    message="the commit {commit} bears the name of {author} and is signed by a key of {owner}",
    message_zh="提交 {commit} 署名 {author}，却由 {owner} 的密钥签名",
    hint="save under your own name, and sign with your own key",
    hint_zh="请以本人姓名保存，用本人密钥签名",
    reason="git calls such a signature good: it never asks whose key it is.",
    example=f"{_REQUIRED}  # and a commit of li-si signed by the key of zhang-san",
    fix="git config user.email li-si@example.org  # the address of the key's owner",
    source="-",
)
BAD = Rule(
    code="DB935",
    severity=Severity.WARNING,
    message="the signature of the commit {commit} of {author} on {day} does not fit it",
    message_zh="{author} 于 {day} 的提交 {commit} 签名与内容不符",
    hint="compare with another clone: the commit was altered after it was signed, or its key was revoked",
    hint_zh="请与其他副本对照：提交在签名后被改动，或密钥已被吊销",
    reason="A commit that was altered says what its author did not say.",
    example=f"{_REQUIRED}  # and a commit whose text was changed after it was signed",
    fix="the commit as its author signed it",
    source="-",
)
NO_KEY = Rule(
    code="DB936",
    severity=Severity.ERROR,
    message='`{key}` is no ssh public key of one line: "{start}"',
    message_zh="`{key}` 不是一行 ssh 公钥：“{start}”",
    hint="paste the one line of the file that ends in .pub; a private key never belongs here",
    hint_zh="粘贴 .pub 文件中的那一行；私钥绝不可写入",
    reason="A key that cannot be read signs for nobody, and nobody would notice before a push is refused.",
    example='[[key]]\npublic = "my key"',
    fix='[[key]]\npublic = "ssh-ed25519 AAAA… li-si@example.org"',
    source="-",
)
RULES: Final = (UNSIGNED, UNKNOWN_KEY, NOT_VALID, OTHER_PERSON, BAD, NO_KEY)

_BY_STATE: Final = {
    Signature.UNSIGNED: UNSIGNED,
    Signature.UNKNOWN_KEY: UNKNOWN_KEY,
    Signature.NOT_VALID: NOT_VALID,
    Signature.OTHER_PERSON: OTHER_PERSON,
    Signature.BAD: BAD,
}
_SHOWN = 20


def check_person(_: Register, person: Person, __: date) -> Iterator[Diagnostic]:
    """Find keys that are none."""
    for at, row in enumerate(person.key):
        if read_key(row.public) is None:
            start = visible(row.public[:_SHOWN]) + ("…" if len(row.public) > _SHOWN else "")
            yield NO_KEY.found("person", person.id, ("key", at, "public"), key=f"key[{at}].public", start=start)


def tell_signature(state: Signature, commit: str, author: str, day: date, owner: str = "") -> Diagnostic | None:
    """What is wrong with the signature of a commit; None where nothing is, or where it could not be looked at.

    Args:
        state: how it stands.
        commit: full id.
        author: the author's name as the commit has it.
        day: the commit's day.
        owner: whose key it is, for one of somebody else.
    """
    rule = _BY_STATE.get(state)
    if rule is None:
        return None
    values = {"commit": commit[:12], "author": visible(author), "day": day.isoformat(), "owner": visible(owner)}
    return rule.found("commit", commit[:12], **values)
